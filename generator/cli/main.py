"""The verbs. Alone reads the clock and the environment, alone prints and exits.

What one verb alone needs it brings itself, so that the others do not wait for it.
"""

import json
import os
import shlex
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console

from generator import __version__
from generator.analysis.rules import SEVERITIES, Severity
from generator.build.archive import remember_archive, renewed_archives, usable_archive, write_zip
from generator.build.publish import Published
from generator.build.site import BuildOptions, build_if_changed
from generator.cli.check import CheckResult, check_path, project_around
from generator.cli.clear import entry_for
from generator.cli.hosting import megabytes, site_remarks
from generator.cli.reports import FORMATS
from generator.cli.revision import baseline_of, revision_of
from generator.content.registration import NAME as REGISTER
from generator.content.registration import register, withdraw
from generator.forms.schema import project_schema, record_schema
from generator.output.overrides import override_remarks, template_folders
from generator.problems import EnvironmentTrouble, GongkaiError, Held, Place, Problem, Refused, UsageTrouble
from generator.secrecy.clearances import KEY as CLEARANCES
from generator.system.filesystem import named_os_errors, translated_os_errors, write_file
from generator.system.workers import processors
from generator.words import catalogue_map, explain_code, format_problem, translate

INTERNAL = 4
# What shells report of a program that a signal ended: SIGINT, SIGPIPE.
INTERRUPTED, UNHEARD = 130, 141
progress = Console(stderr=True)


class OutputFailed(Exception):
    """What we have to say cannot leave: the pipe is closed, or the disk behind it full."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.is_closed = isinstance(cause, BrokenPipeError)
        self.reason = cause.strerror


def report_progress(text: str | None = None, **where: Any) -> None:
    """One text on stdout, or with err=True on stderr. Raises Unwritten."""
    try:
        click.echo(text, **where)
    except OSError as error:
        raise OutputFailed(error) from error


def translated(text: str, plural: str = "", number: int = 1) -> str:
    """What click says of its own accord, in the words of the catalogue; what these do not have stays as it is."""
    return str(catalogue_map("cli.click").get(text, text if number == 1 else plural))


# Click looks these names up whenever it speaks; what gettext itself would say hangs on the environment.
for module in (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types):
    vars(module).update(_=translated, ngettext=translated, echo=report_progress)


def help_of(verb: str) -> str:
    """The help text of a verb from the catalogue."""
    return translate(f"cli.{verb}.help")


class Verbs(click.Group):
    """The verbs, each of which ends with its exit code and plain sentences, and never with a traceback."""

    def main(self, *args: Any, **values: Any) -> NoReturn:
        """Runs one verb, and ends."""
        try:
            code = self.ended(*args, **values)
        except OutputFailed as silence:
            code = given_up(silence)
        sys.exit(code)

    def ended(self, *args: Any, **values: Any) -> int:
        """The exit code of one verb, after its mistakes were told."""
        try:
            with named_os_errors():
                return super().main(*args, **values | {"standalone_mode": False}) or 0
        except GongkaiError as error:
            show(error.problems)
            return error.exit_code
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except click.Abort:
            return INTERRUPTED
        except OutputFailed:
            raise
        except Exception:
            return internal()


def show(problems: tuple[Problem, ...]) -> None:
    """The sentences of the problems on stderr, and how many there are."""
    for problem in problems:
        report_progress(format_problem(problem), err=True)
    if problems:
        report_progress(translate("cli.count", count=len(problems)), err=True)


def remark(remarks: list[Problem]) -> None:
    """The sentences of what is to be said and stops nothing, on stderr, where no program reads the results."""
    for problem in remarks:
        report_progress(translate("cli.remark", sentence=format_problem(problem)), err=True)


def internal() -> int:
    """Writes down a fault of the program, says where, and returns the exit code."""
    # The log holds our own stack only: no local values, so no word of a held file can get there.
    log = Path(tempfile.mkstemp(prefix="gongkai-", suffix=".log")[1])
    log.write_text(traceback.format_exc(chain=False), encoding="utf-8")
    report_progress(translate("cli.internal", log=log), err=True)
    return INTERNAL


def given_up(silence: OutputFailed) -> int:
    """Says that something could not be said, where there is somebody to hear it, and returns the exit code."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    # Otherwise Python tries once more at its end, and complains.
    os.dup2(nowhere, sys.stdout.fileno())
    with suppress(OutputFailed):
        if not silence.is_closed:
            report_progress(translate("cli.unwritten", reason=silence.reason), err=True)
    os.dup2(nowhere, sys.stderr.fileno())
    return UNHEARD if silence.is_closed else EnvironmentTrouble.exit_code


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help=translate("cli.root"),
)
output_option = click.option("--output", type=click.Path(path_type=Path), default=None, help=translate("cli.output"))


@click.group(cls=Verbs, help=help_of("main"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gongkai", help=translate("cli.version"))
def main() -> None:
    """The command line."""


@main.command("check", help=help_of("check"))
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=Path())
@click.option(
    "--format", "form", type=click.Choice(sorted(FORMATS)), default="text", help=translate("cli.check.format")
)
@click.option("--strict", is_flag=True, help=translate("cli.check.strict"))
@click.option("--quiet", is_flag=True, help=translate("cli.check.quiet"))
@click.option("--severity", type=click.Choice(SEVERITIES), default=None, help=translate("cli.check.severity"))
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None, help=translate("cli.check.today"))
def check_command(
    path: Path, form: str, strict: bool, quiet: bool, severity: Severity | None, today: datetime | None
) -> None:
    """Read everything and tell what is wrong with it."""
    checked: CheckResult = check_path(path, processors(), (today or datetime.now()).date())
    # Of a strict check, quiet or not, what makes it fail is told.
    least = severity or ("error" if strict else None)
    report_progress(FORMATS[form](checked.at_least(least) if quiet or severity else checked))
    if checked.code == Held.exit_code:
        root = project_around(path if path.is_dir() else path.parent)
        report_takedown(root, None, None, checked.problems)
    sys.exit(checked.exit_code(strict))


@main.command("build", help=help_of("build"))
@root_option
@output_option
@click.option("--jobs", type=click.IntRange(1), default=processors, metavar="N", help=translate("cli.build.jobs"))
@click.option("--allow-shrink", is_flag=True, help=translate("cli.build.allow_shrink"))
@click.option("--against", metavar="FILE|REV", default=None, help=translate("cli.build.against"))
# Whether the file may be read is told where it is looked at, by our own sentence.
@click.option(
    "--zip", "archive", type=click.Path(path_type=Path, dir_okay=False, readable=False), help=translate("cli.build.zip")
)
@click.option("--scheduler", metavar="tcp://…", default="", help=translate("cli.build.scheduler"))
@click.option("--hold-back", is_flag=True, help=translate("cli.build.hold_back"))
def build_command(
    root: Path, output: Path | None, archive: Path | None, against: str | None, hold_back: bool, **more: Any
) -> None:
    """Make the site."""
    target = (output or root / "site").absolute()
    baseline = baseline_of(root, against) if against is not None else None
    options = BuildOptions(root.resolve(), target, revision_of(root), against=baseline, leaves_out=hold_back, **more)
    if archive:
        usable_archive(archive.absolute(), options.target, options.root)
    try:
        with progress.status("") as status:
            published = build_if_changed(options, lambda step: status.update(translate(f"cli.build.step.{step}")))
    except GongkaiError as refusal:
        show(refusal.problems)
        if isinstance(refusal, Held) and not hold_back:
            report_takedown(root, output, archive, refusal.problems)
        # A template that hides a newer one may be what the build has failed for.
        with suppress(OSError):
            remark(override_remarks(template_folders(options.root)))
        sys.exit(refusal.exit_code)
    told = "done" if published.changed or published.removed else "same"
    lines = [
        translate(f"cli.build.{told}", pages=published.pages, files=published.files, changed=published.changed),
        translate("cli.build.where", target=output or root / "site", size=megabytes(published.size)),
    ]
    if archive:
        lines.append(translate("cli.build.zipped", archive=archive, size=write_zip(options.target, archive.absolute())))
        remember_archive(options.target, archive)
    if hold_back:
        lines += left_out_lines(published, renewed_archives(options.target, own_folders(options)))
    report_progress("\n".join(lines))
    remark([*override_remarks(template_folders(options.root)), *site_remarks(options.root, options.target)])


def own_folders(options: BuildOptions) -> list[Path]:
    """The folders of the project in which archives of its site may lie; what lies elsewhere may be of another one."""
    around = options.target.parent.resolve()
    return [options.root, *([around] if around.is_relative_to(options.root) else [])]


def left_out_lines(published: Published, archives: Iterable[Path]) -> Iterator[str]:
    """What was left out of the site because it is held, and which archives were packed anew without it."""
    if not published.left_out:
        yield translate("cli.build.nothing_held")
    for problem in published.left_out:
        yield format_problem(problem)
    for path in published.suspended:
        yield translate("cli.build.suspended", path=path)
    for archive in archives:
        yield translate("cli.build.packed_anew", archive=archive)


def report_takedown(root: Path, output: Path | None, archive: Path | None, problems: tuple[Problem, ...]) -> None:
    """The one command that takes down what is held and was public, where something is or may be."""
    from generator.cli.takedown import held_and_public

    found = held_and_public(root.resolve(), (output or root / "site").absolute(), problems)
    given = (("--root", None if root == Path() else root), ("--output", output), ("--zip", archive))
    words = [word for name, value in given if value for word in (name, shlex.quote(str(value)))]
    command = " ".join(["gongkai build --hold-back", *words])
    if found is None:
        report_progress(translate("cli.build.takedown.perhaps", command=command), err=True)
    elif found:
        report_progress(translate("cli.build.takedown.surely", paths="、".join(found), command=command), err=True)


@main.command("serve", help=help_of("serve"))
@root_option
@output_option
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help=translate("cli.serve.port"),
)
def serve_command(root: Path, output: Path | None, port: int) -> None:
    """Build, serve on loopback, rebuild on change."""
    from generator.cli.serve import serve

    target = (output or root / "site").absolute()
    source = root.resolve()
    serve(source, port, lambda: BuildOptions(source, target, revision_of(root), True), report_while_serving)


def report_while_serving(key: str, **values: Any) -> None:
    """One line of what the server is doing."""
    report_progress(translate(f"cli.serve.{key}", **values), err=True)


@main.command("init", help=help_of("init"))
@click.argument("folder", type=click.Path(path_type=Path))
def init_command(folder: Path) -> None:
    """A new site to fill."""
    from generator.cli.scaffold import new_site

    report_progress("\n".join([*(f"  {path}" for path in new_site(folder)), translate("cli.init.done", folder=folder)]))


@main.command("upgrade", help=help_of("upgrade"))
@root_option
def upgrade_command(root: Path) -> None:
    """Replace the program that a project keeps by this one, and rewrite files of an older data format."""
    from generator.cli.scaffold import upgrade
    from generator.content.format_versions import left_to_do

    paths, messages = upgrade(root)
    report_progress("\n".join([*(f"  {path}" for path in paths), translate("cli.upgrade.done", version=__version__)]))
    left = left_to_do(messages)
    remark([problem for problem in messages if problem not in left])
    if left:
        raise Refused(left)


@main.command("new", help=help_of("new"))
@click.argument("city")
@click.argument("department")
@click.argument("year")
@click.argument("project", default="")
@root_option
def new_command(city: str, department: str, year: str, project: str, root: Path) -> None:
    """A commented draft of a record or a project."""
    from generator.cli.scaffold import draft_record

    for path in draft_record(root, city, department, year, project):
        report_progress(translate("cli.new.done", path=path))


@main.command("register", help=help_of("register"))
@root_option
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help=translate("cli.register.date"))
@click.option("--withdraw", "withdrawn", metavar="RECORD", default=None, help=translate("cli.register.withdraw"))
def register_command(root: Path, day: datetime | None, withdrawn: str | None) -> None:
    """Hold the records against the register, and write down what is new."""
    written = day.date().isoformat() if day else revision_of(root).date
    if not written:
        raise UsageTrouble([Problem(Place.whole("--date"), "E337")])
    if withdrawn is not None:
        withdraw(root, withdrawn, date.fromisoformat(written))
        report_progress(translate("register.withdrawn", file=REGISTER, record=withdrawn, date=written))
        return
    registered = register(root, date.fromisoformat(written))
    for key in ("added", "renewed", "cleared", "gone"):
        for path in getattr(registered, key):
            report_progress(translate(f"register.{key}", path=path))
    if registered.added or registered.renewed:
        report_progress(translate("register.done", file=REGISTER, date=written))
    elif not registered.gone and not registered.cleared:
        report_progress(translate("register.same", count=registered.same))
    sys.exit(1 if registered.gone else 0)


@main.command("trace", help=help_of("trace"))
@click.argument("record", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--html", "page", type=click.Path(path_type=Path), default=None, help=translate("cli.trace.html"))
@click.option("--json", "as_json", is_flag=True, help=translate("cli.trace.json"))
@click.option("--store", is_flag=True, help=translate("cli.trace.store"))
@click.option("--redact", "copy", type=click.Path(path_type=Path, dir_okay=False), help=translate("cli.trace.redact"))
def trace_command(record: Path, source: Path, page: Path | None, as_json: bool, store: bool, copy: Path | None) -> None:
    """Hold a record against its original, or make a redacted copy of that."""
    from generator.cli.trace import html_report, json_report, redacted_copy, text_report, trace_report
    from generator.tracing.result import with_stored

    if copy:
        text = redacted_copy(record, source)
        with translated_os_errors(Place.whole(copy.as_posix())):
            write_file(copy, text.encode())
        report_progress(translate("trace.redacted", path=copy, record=record))
        return
    trace = trace_report(record, source)
    if page:
        with translated_os_errors(Place.whole(page.as_posix())):
            page.write_text(html_report(trace, template_folders(Path())), encoding="utf-8")
    if store and trace.is_faithful:
        with translated_os_errors(Place.whole(record.as_posix())):
            record.write_text(with_stored(record.read_text(encoding="utf-8"), trace), encoding="utf-8")
    report_progress(json_report(trace) if as_json else text_report(trace))
    sys.exit(0 if trace.is_faithful else 1)


@main.command("clear", help=help_of("clear"))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("cell")
@click.option("--basis", default="", help=translate("cli.clear.basis"))
@click.option("--by", default="", help=translate("cli.clear.by"))
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help=translate("cli.clear.on"))
def clear_command(file: Path, cell: str, basis: str, by: str, day: datetime | None) -> None:
    """Write the decision that one text of a file may stand as it is."""
    decision = {"basis": basis, "decided_by": by, "decided_on": day.date().isoformat() if day else ""}
    entry = entry_for(file, cell, decision)
    report_progress(translate("cli.clear.paste", below=f"{CLEARANCES}:"))
    report_progress(entry)


@main.command("explain", help=help_of("explain"))
@click.argument("code")
def explain_command(code: str) -> None:
    """A rule in words."""
    text = explain_code(code.upper())
    if text is None:
        raise click.UsageError(translate("cli.explain.unknown", code=code))
    report_progress(text)


@main.command("schema", help=help_of("schema"))
@click.option("--project", is_flag=True, help=translate("cli.schema.project"))
def schema_command(project: bool) -> None:
    """JSON Schema for editors."""
    report_progress(json.dumps(project_schema() if project else record_schema(), ensure_ascii=False, indent=2))
