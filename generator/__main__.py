"""`python -m generator` is the same as `gongkai`."""

INTERRUPTED = 130


def run() -> None:
    """Runs the command line; Ctrl-C while it is still being loaded ends it like any later one."""
    try:
        from generator.cli.main import main
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    main(prog_name="gongkai")


if __name__ == "__main__":
    run()
