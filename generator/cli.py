"""The verbs. Alone reads the clock and the environment, alone prints and exits."""

import json
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from generator import __version__
from generator.archive import write_zip
from generator.build import Order, build, template_folders
from generator.checking import Checked, check_path
from generator.model import record_schema
from generator.problems import GongkaiError, Place, Problem, UsageTrouble
from generator.provenance import stamp_of
from generator.registering import NAME as REGISTER
from generator.registering import register
from generator.reports import FORMATS
from generator.serve import serve
from generator.skeleton import draft_record, new_site
from generator.trace import html_report, json_report, text_report, trace_report
from generator.tracing.result import with_stored
from generator.words import explained, say, sentence

INTERNAL = 4
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def help_of(verb: str) -> str:
    """The help text of a verb from the catalogue."""
    return say(f"cli.{verb}.help")


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command that ends with its exit code and plain sentences, and never with a traceback."""

    @wraps(command)
    def run(*args: Any, **values: Any) -> None:
        try:
            command(*args, **values)
        except GongkaiError as error:
            show(error.problems)
            sys.exit(error.exit_code)
        except click.ClickException:
            raise
        except KeyboardInterrupt:
            sys.exit(130)
        except Exception:
            # The log holds our own stack only: no local values, so no word of a held file can get there.
            log = Path(tempfile.mkstemp(prefix="gongkai-", suffix=".log")[1])
            log.write_text(traceback.format_exc(chain=False), encoding="utf-8")
            err.print(say("cli.internal", log=log), markup=False)
            sys.exit(INTERNAL)

    return run


def show(problems: tuple[Problem, ...]) -> None:
    """The sentences of the problems on stderr, and how many there are."""
    for problem in problems:
        err.print(sentence(problem), markup=False)
    if problems:
        err.print(say("cli.count", count=len(problems)), markup=False)


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help=say("cli.root"),
)
output_option = click.option("--output", type=click.Path(path_type=Path), default=None, help=say("cli.output"))


@click.group(help=help_of("main"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gongkai", help=say("cli.version"))
def main() -> None:
    """The command line."""


@main.command("check", help=help_of("check"))
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=Path())
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text", help=say("cli.check.format"))
@click.option("--strict", is_flag=True, help=say("cli.check.strict"))
@guarded
def check_command(path: Path, form: str, strict: bool) -> None:
    """Read everything and tell what is wrong with it."""
    checked: Checked = check_path(path)
    click.echo(FORMATS[form](checked))
    sys.exit(checked.exit_code(strict))


@main.command("build", help=help_of("build"))
@root_option
@output_option
@click.option("--allow-shrink", is_flag=True, help=say("cli.build.allow_shrink"))
@click.option("--zip", "archive", type=click.Path(path_type=Path, dir_okay=False), help=say("cli.build.zip"))
@guarded
def build_command(root: Path, output: Path | None, allow_shrink: bool, archive: Path | None) -> None:
    """Make the site."""
    order = Order(root.resolve(), (output or root / "site").absolute(), stamp_of(root), allow_shrink)
    if archive and order.target.resolve() in archive.resolve().parents:
        raise click.UsageError(say("cli.build.zip_inside"))
    with err.status("") as status:
        published = build(order, lambda step: status.update(say(f"cli.build.step.{step}")))
    out.print(
        say("cli.build.done", pages=published.pages, files=published.files, changed=published.changed),
        markup=False,
    )
    out.print(say("cli.build.where", target=output or root / "site"), markup=False)
    if archive:
        out.print(say("cli.build.zipped", archive=archive, size=write_zip(order.target, archive)), markup=False)


@main.command("serve", help=help_of("serve"))
@root_option
@output_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=say("cli.serve.port"))
@guarded
def serve_command(root: Path, output: Path | None, port: int) -> None:
    """Build, serve on loopback, rebuild on change."""
    target = (output or root / "site").absolute()
    serve(root.resolve(), port, lambda: Order(root.resolve(), target, stamp_of(root), True), told_while_serving)


def told_while_serving(key: str, **values: Any) -> None:
    """One line of what the server is doing."""
    err.print(say(f"cli.serve.{key}", **values), markup=False)


@main.command("init", help=help_of("init"))
@click.argument("folder", type=click.Path(path_type=Path))
@guarded
def init_command(folder: Path) -> None:
    """A new site to fill."""
    for path in new_site(folder):
        out.print(f"  {path}", markup=False)
    out.print(say("cli.init.done", folder=folder), markup=False)


@main.command("new", help=help_of("new"))
@click.argument("city")
@click.argument("department")
@click.argument("year")
@root_option
@guarded
def new_command(city: str, department: str, year: str, root: Path) -> None:
    """A commented draft record."""
    for path in draft_record(root, city, department, year):
        out.print(say("cli.new.done", path=path), markup=False)


@main.command("register", help=help_of("register"))
@root_option
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help=say("cli.register.date"))
@guarded
def register_command(root: Path, day: datetime | None) -> None:
    """Hold the records against the register, and write down what is new."""
    written = day.date().isoformat() if day else stamp_of(root).date
    if not written:
        raise UsageTrouble([Problem(Place(REGISTER), "E337")])
    registered = register(root, date.fromisoformat(written))
    for key, paths in (("added", registered.added), ("renewed", registered.renewed), ("gone", registered.gone)):
        for path in paths:
            out.print(say(f"register.{key}", path=path), markup=False)
    if registered.added or registered.renewed:
        out.print(say("register.done", file=REGISTER, date=written), markup=False)
    else:
        out.print(say("register.same", count=registered.same), markup=False)


@main.command("trace", help=help_of("trace"))
@click.argument("record", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--html", "page", type=click.Path(path_type=Path), default=None, help=say("cli.trace.html"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.trace.json"))
@click.option("--store", is_flag=True, help=say("cli.trace.store"))
@guarded
def trace_command(record: Path, source: Path, page: Path | None, as_json: bool, store: bool) -> None:
    """Hold a record against its original."""
    trace = trace_report(record, source)
    click.echo(json_report(trace) if as_json else text_report(trace))
    if page:
        page.write_text(html_report(trace, template_folders(Path())), encoding="utf-8")
    if store and trace.is_faithful:
        record.write_text(with_stored(record.read_text(encoding="utf-8"), trace), encoding="utf-8")
    sys.exit(0 if trace.is_faithful else 1)


@main.command("explain", help=help_of("explain"))
@click.argument("code")
@guarded
def explain_command(code: str) -> None:
    """A rule in words."""
    text = explained(code.upper())
    if text is None:
        raise click.UsageError(say("cli.explain.unknown", code=code))
    out.print(text, markup=False)


@main.command("schema", help=help_of("schema"))
@guarded
def schema_command() -> None:
    """JSON Schema for editors."""
    click.echo(json.dumps(record_schema(), ensure_ascii=False, indent=2))
