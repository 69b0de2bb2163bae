"""`python -m generator` is the same as `gongkai`."""

import gc

INTERRUPTED = 130
# New objects before a garbage collection: nearly all of a build live until its end, so frequent ones find nothing.
COLLECT_AFTER = 100_000


def run() -> None:
    """Runs the command line; Ctrl-C while it is still being loaded ends it like any later one."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        from generator.cli.main import main
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    main(prog_name="gongkai")


if __name__ == "__main__":
    run()
