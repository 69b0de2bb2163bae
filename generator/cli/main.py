"""The command line: its commands and options. Only here is anything printed, and the exit code decided.

Each command imports what it needs itself, so that the others start without it.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import __version__
from generator.problems import (
    SEVERITIES,
    ContentError,
    GongkaiError,
    HeldError,
    HostError,
    Place,
    Problem,
    Severity,
    UsageError,
)
from generator.system.filesystem import named_os_errors, translated_os_errors, write_file
from generator.system.workers import processors
from generator.words import catalogue_map, explain_code, format_problem, translate

INTERNAL = 4
# The exit codes that shells report for SIGINT and SIGPIPE.
INTERRUPTED, PIPE_CLOSED = 130, 141
# The formats of `check`, each a function in reports.py.
FORMATS = ("github", "json", "text")


class OutputFailed(Exception):
    """The output cannot be written: the pipe is closed, or the disk is full."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def write(text: str | None = None, **options: Any) -> None:
    """Write a text to stdout, or with err=True to stderr. Raises OutputFailed."""
    try:
        click.echo(text, **options)
    except OSError as error:
        raise OutputFailed(error) from error


def translated(text: str, plural: str = "", number: int = 1) -> str:
    """A message of click in the words of the catalogue; unchanged where the catalogue has none."""
    return str(catalogue_map("cli.click").get(text, text if number == 1 else plural))


# Click looks these names up for every message; gettext itself depends on the environment.
for module in (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
):
    vars(module).update(_=translated, ngettext=translated, echo=write)


class CommandGroup(click.Group):
    """Commands that end with an exit code and messages, and never with a traceback."""

    def main(self, *args: Any, **values: Any) -> NoReturn:
        """Run one command and exit."""
        try:
            code = self.exit_code(*args, **values)
        except OutputFailed as failure:
            code = report_output_failure(failure.cause)
        sys.exit(code)

    def exit_code(self, *args: Any, **values: Any) -> int:
        """Run one command and report its errors; returns the exit code."""
        try:
            with named_os_errors():
                return super().main(*args, **values | {"standalone_mode": False}) or 0
        except GongkaiError as error:
            write_problems(error.problems)
            return error.exit_code
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except click.Abort:
            return INTERRUPTED
        except OutputFailed:
            raise
        except Exception:
            return report_internal_error()


def write_problems(problems: tuple[Problem, ...]) -> None:
    """Write problems to stderr, and their number."""
    for problem in problems:
        write(format_problem(problem), err=True)
    if problems:
        write(translate("cli.count", count=len(problems)), err=True)


def write_warnings(warnings: Iterable[Problem]) -> None:
    """Write problems that stop nothing to stderr, so that they are not in the output for programs."""
    for problem in warnings:
        write(translate("cli.remark", sentence=format_problem(problem)), err=True)


def report_internal_error() -> int:
    """Write the traceback to a log file and report its path; returns the exit code."""
    import tempfile
    import traceback

    # Without local variables, so that the log has no text of a held file.
    log = Path(tempfile.mkstemp(prefix="gongkai-", suffix=".log")[1])
    log.write_text(traceback.format_exc(chain=False), encoding="utf-8")
    write(translate("cli.internal", log=log), err=True)
    return INTERNAL


def report_output_failure(cause: OSError) -> int:
    """Report a full disk on stderr, and a closed pipe not at all; returns the exit code."""
    is_closed = isinstance(cause, BrokenPipeError)
    null = os.open(os.devnull, os.O_WRONLY)
    # Otherwise Python flushes the streams again at exit, and fails.
    os.dup2(null, sys.stdout.fileno())
    with suppress(OutputFailed):
        if not is_closed:
            write(translate("cli.unwritten", reason=cause.strerror), err=True)
    os.dup2(null, sys.stderr.fileno())
    return PIPE_CLOSED if is_closed else HostError.exit_code


# Types of arguments and options.
path_type = partial(click.Path, path_type=Path)
EXISTING_FILE = path_type(exists=True, dir_okay=False)
DAY = click.DateTime(["%Y-%m-%d"])


def option(text: str, *names: str, **settings: Any) -> Callable[[Any], Any]:
    """An option, with its help text from the catalogue."""
    return click.option(*names, help=translate(f"cli.{text}"), **settings)


def flag(text: str, *names: str) -> Callable[[Any], Any]:
    """An option without a value."""
    return option(text, *names, is_flag=True)


root_option = option("root", "--root", type=path_type(exists=True, file_okay=False), default=Path())
output_option = option("output", "--output", type=path_type())


@click.group(
    cls=CommandGroup, help=translate("cli.main.help"), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="gongkai", help=translate("cli.version"))
def main() -> None:
    """The command line."""


def command(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command, with its help text from the catalogue."""
    return main.command(name, help=translate(f"cli.{name}.help"))


@command("check")
@click.argument("path", type=path_type(exists=True), default=Path())
@option("check.format", "--format", "form", type=click.Choice(FORMATS), default="text")
@flag("check.strict", "--strict")
@flag("check.quiet", "--quiet")
@option("check.severity", "--severity", type=click.Choice(SEVERITIES))
@option("check.today", "--today", "today", type=DAY)
def check_command(
    path: Path, form: str, strict: bool, quiet: bool, severity: Severity | None, today: datetime | None
) -> None:
    """Check a project or a file and report all problems."""
    from generator.cli import check, reports

    result = check.check_path(path, processors(), (today or datetime.now()).date())
    # What makes a strict check fail is listed even if it is quiet.
    least = severity or ("error" if strict else None)
    write(reports.FORMATS[form](result.at_least(least) if quiet or severity else result))
    if result.code == HeldError.exit_code:
        root = check.project_around(path if path.is_dir() else path.parent)
        write_takedown_advice(root, None, None, result.problems)
    sys.exit(result.exit_code(strict))


@command("build")
@root_option
@output_option
@option("build.jobs", "--jobs", type=click.IntRange(1), default=processors, metavar="N")
@flag("build.allow_shrink", "--allow-shrink")
@option("build.against", "--against", metavar="FILE|REV")
# Whether the file is readable is checked later, with a message of our own.
@option("build.zip", "--zip", "archive", type=path_type(dir_okay=False, readable=False))
@option("build.scheduler", "--scheduler", metavar="tcp://…", default="")
@flag("build.hold_back", "--hold-back", "skip_held")
@flag("build.fresh", "--fresh")
def build_command(
    root: Path, output: Path | None, archive: Path | None, against: str | None, skip_held: bool, **more: Any
) -> None:
    """Build the site."""
    from generator.build.options import BuildOptions
    from generator.build.up_to_date import build_if_changed
    from generator.cli.revision import revision_of
    from generator.cli.summary import published_lines, site_warnings
    from generator.output.overrides import override_remarks
    from generator.output.template_folders import template_folders

    target = (output or root / "site").absolute()
    baseline = None
    if against is not None:
        from generator.cli.against import baseline_of

        baseline = baseline_of(root, against)
    options = BuildOptions(root.resolve(), target, revision_of(root), against=baseline, skip_held=skip_held, **more)
    if archive:
        from generator.build.archive import check_archive_target

        check_archive_target(archive.absolute(), options.target, options.root)
    try:
        with step_display() as show:
            published = build_if_changed(options, show)
    except GongkaiError as refusal:
        write_problems(refusal.problems)
        if isinstance(refusal, HeldError) and not skip_held:
            write_takedown_advice(root, output, archive, refusal.problems)
        # An outdated template of the project may be why the build has failed.
        with suppress(OSError):
            write_warnings(override_remarks(template_folders(options.root)))
        sys.exit(refusal.exit_code)
    lines = list(published_lines(published, output or root / "site"))
    if archive or skip_held:
        from generator.cli.archives import archive_lines

        lines += archive_lines(options, published, archive)
    write("\n".join(lines))
    remarks = override_remarks(template_folders(options.root))
    write_warnings([*remarks, *site_warnings(options.root, options.target, published)])


@contextmanager
def step_display() -> Iterator[Callable[[str], None]]:
    """Show the step of a build on a terminal by its name, from the first one on: a site up to date needs no display."""
    with ExitStack() as stack:
        displays: list[Any] = []

        def show(step: str) -> None:
            if not sys.stderr.isatty():
                return
            from rich.console import Console

            if not displays:
                displays.append(stack.enter_context(Console(stderr=True).status("")))
            displays[0].update(translate(f"cli.build.step.{step}"))

        yield show


def write_takedown_advice(root: Path, output: Path | None, archive: Path | None, problems: tuple[Problem, ...]) -> None:
    """Write to stderr how held texts that were published are taken down."""
    from generator.cli.takedown import takedown_advice

    if advice := takedown_advice(root, output, archive, problems):
        write(advice, err=True)


@command("verify")
@option("verify.site", "--site", type=path_type(exists=True, file_okay=False), default=Path("site"), show_default=True)
def verify_command(site: Path) -> None:
    """Compare every file of a published site with its manifest."""
    from generator.build.integrity import verified_manifest
    from generator.cli.summary import megabytes

    with named_os_errors(site):
        manifest = verified_manifest(site, processors())
    write(translate("cli.verify.done", files=len(manifest.files), size=megabytes(manifest.size)))


@command("serve")
@root_option
@output_option
@option("serve.port", "--port", metavar="PORT", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve_command(root: Path, output: Path | None, port: int) -> None:
    """Build, serve on loopback, rebuild on change."""
    from generator.build.options import BuildOptions
    from generator.cli.revision import revision_of
    from generator.cli.serve import serve

    target = (output or root / "site").absolute()
    source = root.resolve()

    def report(key: str, **values: Any) -> None:
        write(translate(f"cli.serve.{key}", **values), err=True)

    serve(source, port, lambda: BuildOptions(source, target, revision_of(root), True), report)


@command("init")
@click.argument("folder", type=path_type())
@option("init.scope", "--scope", type=click.Choice(("city", "department")), default="city")
def init_command(folder: Path, scope: str) -> None:
    """Create a project."""
    from generator.cli.scaffold import new_site

    write("\n".join([*(f"  {path}" for path in new_site(folder, scope)), translate("cli.init.done", folder=folder)]))


@command("upgrade")
@root_option
def upgrade_command(root: Path) -> None:
    """Replace the program of a project by this version, and rewrite files of an older data format."""
    from generator.cli.scaffold import upgrade
    from generator.content.format_versions import old_forms

    paths, messages = upgrade(root)
    write("\n".join([*(f"  {path}" for path in paths), translate("cli.upgrade.done", version=__version__)]))
    left = old_forms(messages)
    write_warnings([problem for problem in messages if problem not in left])
    if left:
        raise ContentError(left)


@command("new")
@click.argument("city")
@click.argument("department")
@click.argument("year")
@click.argument("project", default="")
@option("new.form", "--form", metavar="NAME", default="")
@flag("new.results", "--results", "is_results")
@root_option
def new_command(city: str, department: str, year: str, project: str, form: str, is_results: bool, root: Path) -> None:
    """Draft a form."""
    from generator.cli.new_results import draft_results
    from generator.cli.scaffold import draft_record

    draft = draft_results if is_results else draft_record
    for path in draft(root, city, department, year, project, form):
        write(translate("cli.new.done", path=path))


@command("import")
@click.argument("files", type=EXISTING_FILE, nargs=-1)
@option("import.to", "--to", metavar="CITY/DEPARTMENT/YEAR")
@option("import.signed", "--signed", "answers", type=EXISTING_FILE)
@option("import.address", "--address", "addresses", metavar="ADDRESS", multiple=True)
@option("import.framework", "--framework", metavar="FRAMEWORK", default="")
@flag("import.bulk", "--bulk", "is_bulk")
@flag("import.replace", "--replace")
@option("import.overwrite", "--overwrite", metavar="FORM", multiple=True)
@root_option
def import_command(
    files: tuple[Path, ...],
    to: str | None,
    answers: Path | None,
    addresses: tuple[str, ...],
    framework: str,
    is_bulk: bool,
    replace: bool,
    overwrite: tuple[str, ...],
    root: Path,
) -> None:
    """Import filled forms from other files as drafts, lists of many forms, or the answers of a review page."""
    from generator.cli.import_bulk import import_bulk
    from generator.cli.import_forms import ImportChoices, import_forms
    from generator.cli.sign import sign

    of_forms, of_bulk = bool(addresses or framework), bool(replace or overwrite)
    if bool(answers) == bool(files) or (is_bulk and (of_forms or answers)) or (not is_bulk and of_bulk):
        raise click.UsageError(translate("cli.import.usage"))
    if not is_bulk and (bool(answers) == bool(to) or (answers and of_forms)):
        raise click.UsageError(translate("cli.import.usage"))
    if is_bulk:
        lines = import_bulk(root, files, to or "", replace=replace, overwrite=overwrite)
    else:
        choices = ImportChoices(addresses, framework)
        lines = sign(root, answers) if answers else import_forms(root, files, to or "", choices)
    for line in lines:
        write(line)


@command("export")
@option("export.workbook", "--workbook", "target", type=path_type(dir_okay=False), required=True)
@option("export.only", "--only", metavar="CITY[/DEPARTMENT]", default="")
@root_option
def export_command(target: Path, only: str, root: Path) -> None:
    """Write the content as a workbook."""
    from generator.cli.export import export_workbook

    for line in export_workbook(root, target, root / "site", only):
        write(line)


@command("review")
@click.argument("forms", nargs=-1, required=True)
@option("review.attribute", "--attribute")
@option("review.approved_on", "--approved-on", metavar="YYYY-MM-DD")
@option("review.published_on", "--published-on", metavar="YYYY-MM-DD")
@option("review.by", "--by")
@option("review.on", "--on", metavar="YYYY-MM-DD")
@option("review.conclusion", "--conclusion")
@option("review.framework", "--framework", metavar="FRAMEWORK")
@option("review.address", "--address", metavar="ADDRESS")
@root_option
def review_command(
    forms: tuple[str, ...], root: Path, framework: str | None, address: str | None, **given: str | None
) -> None:
    """Settle the doubts of imported forms, then enter the conclusion of their review; options answer the questions."""
    from generator.cli.drafts import fill_in, set_framework, settle_doubts
    from generator.cli.project_address import (
        address_of_draft,
        after_move,
        moved_project,
        only_project,
        same_named_projects,
    )
    from generator.cli.review import (
        CHOICES,
        OPTIONAL,
        QUESTIONS,
        SAME,
        is_answer,
        refuse_doubts,
        reviewed_file,
        write_review,
    )

    defaults = {**dict.fromkeys(OPTIONAL, ""), "signed_on": datetime.now().date().isoformat()}

    def ask(question: str, **values: str) -> str:
        settings: dict[str, Any] = {"default": defaults.get(question), "show_default": bool(defaults.get(question))}
        if question in CHOICES:
            settings |= {"type": click.Choice(CHOICES[question]), "show_choices": False}
        while True:
            answer = str(click.prompt(translate(f"cli.review.{question}", **values), **settings))
            if is_answer(question, answer):
                defaults.update({question: answer} if question in SAME else {})
                return answer
            write(translate("cli.review.again"), err=True)

    files = [reviewed_file(root, form) for form in forms]
    for sentence in same_named_projects(root, files):
        write(sentence)
    if framework:
        set_framework(root, files, framework)
    if address:
        files = [moved_project(root, file, address) for file in only_project(files)]
    # With an option, a script answers, and what it does not say stays as it is.
    is_asking = not any((*given.values(), framework, address))
    for at, file in enumerate(files) if is_asking else ():
        files[:] = after_move(files, file, address_of_draft(root, file, ask, write))
        settle_doubts(root, files[at], ask, write)
    refuse_doubts(root, files)
    for file in files if is_asking else ():
        fill_in(root, file, ask)
    answers = {key: ask(key) if is_asking else given[key] for key in QUESTIONS}
    for file in files:
        write_review(root, file, {key: answer for key, answer in answers.items() if answer is not None})
        write(translate("cli.review.done", file=file.as_posix()))


@command("register")
@root_option
@option("register.date", "--date", "day", type=DAY)
@option("register.withdraw", "--withdraw", "withdrawn", metavar="RECORD")
def register_command(root: Path, day: datetime | None, withdrawn: str | None) -> None:
    """Compare the forms with the register and add new ones, or withdraw one."""
    from generator.cli.revision import revision_of
    from generator.content.file_names import REGISTER
    from generator.content.registration import register, withdraw

    written = day.date().isoformat() if day else revision_of(root).date
    if not written:
        raise UsageError([Problem(Place.whole("--date"), "E337")])
    on = date.fromisoformat(written)
    if withdrawn is not None:
        withdraw(root, withdrawn, on)
        write(translate("register.withdrawn", file=REGISTER, record=withdrawn, date=written))
        return
    registered = register(root, on)
    for key in ("added", "renewed", "cleared", "gone"):
        for path in getattr(registered, key):
            write(translate(f"register.{key}", path=path))
    if registered.added or registered.renewed:
        write(translate("register.done", file=REGISTER, date=written))
    elif not registered.gone and not registered.cleared:
        write(translate("register.same", count=registered.same))
    sys.exit(1 if registered.gone else 0)


@command("trace")
@click.argument("record", type=EXISTING_FILE)
@click.argument("source", type=EXISTING_FILE)
@option("trace.html", "--html", "page", type=path_type())
@flag("trace.json", "--json", "as_json")
@flag("trace.store", "--store")
@option("trace.redact", "--redact", "copy", type=path_type(dir_okay=False))
def trace_command(record: Path, source: Path, page: Path | None, as_json: bool, store: bool, copy: Path | None) -> None:
    """Compare a form with its original document, or make a redacted copy of that."""
    from generator.cli.trace import html_report, json_report, redacted_copy, text_report, trace_report
    from generator.output.template_folders import template_folders
    from generator.tracing.result import with_stored

    if copy:
        text = redacted_copy(record, source)
        with translated_os_errors(Place.whole(copy)):
            write_file(copy, text.encode())
        write(translate("trace.redacted", path=copy, record=record))
        return
    trace = trace_report(record, source)
    if page:
        with translated_os_errors(Place.whole(page)):
            page.write_text(html_report(trace, template_folders(Path())), encoding="utf-8")
    if store and trace.is_faithful:
        with translated_os_errors(Place.whole(record)):
            record.write_text(with_stored(record.read_text(encoding="utf-8"), trace), encoding="utf-8")
    write(json_report(trace) if as_json else text_report(trace))
    sys.exit(0 if trace.is_faithful else 1)


@command("clear")
@click.argument("file", type=EXISTING_FILE)
@click.argument("cell")
@option("clear.basis", "--basis", default="")
@option("clear.by", "--by", default="")
@option("clear.on", "--on", "day", type=DAY)
def clear_command(file: Path, cell: str, basis: str, by: str, day: datetime | None) -> None:
    """Write a clearance for the text of one cell."""
    from generator.cli.clear import entry_for
    from generator.secrecy.clearances import KEY

    decision = {"basis": basis, "decided_by": by, "decided_on": day.date().isoformat() if day else ""}
    entry = entry_for(file, cell, decision)
    write(translate("cli.clear.paste", below=f"{KEY}:"))
    write(entry)


@command("explain")
@click.argument("code")
def explain_command(code: str) -> None:
    """Explain a rule or a code."""
    text = explain_code(code.upper())
    if text is None:
        raise click.UsageError(translate("cli.explain.unknown", code=code))
    write(text)


@main.group("form", cls=click.Group, help=translate("cli.form.help"))
def form_group() -> None:
    """Commands for drawings of forms."""


def form_command(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command for drawings, with its help text from the catalogue."""
    return form_group.command(name, help=translate(f"cli.form.{name}.help"))


@form_command("list")
@root_option
def form_list_command(root: Path) -> None:
    """List the drawings of forms."""
    from generator.cli.form import list_lines

    for line in list_lines(root):
        write(line)


@form_command("show")
@click.argument("name")
@root_option
@option("form.show.html", "--html", "page", type=path_type(dir_okay=False))
@option("form.show.width", "--width", type=click.IntRange(40, 400), default=100, show_default=True, metavar="N")
def form_show_command(name: str, root: Path, page: Path | None, width: int) -> None:
    """Draw a blank form, on the terminal or as a page."""
    from generator.cli.form import drawing_named, form_html, show_lines
    from generator.output.template_folders import template_folders

    drawing = drawing_named(name, root)
    if page:
        with translated_os_errors(Place.whole(page)):
            write_file(page, form_html(drawing, template_folders(Path())).encode())
    write("\n".join(show_lines(drawing, width)))


@form_command("check")
@click.argument("form")
@click.argument("file", type=EXISTING_FILE)
@root_option
def form_check_command(form: str, file: Path, root: Path) -> None:
    """Check a drawing against a filled form."""
    from generator.cli.form import checked_form, drawing_named

    drawing = drawing_named(form, root)
    filled = checked_form(drawing, file)
    if filled.problems:
        raise ContentError(filled.problems)
    write(translate("drawings.check.done", file=file, name=drawing.name, count=len(filled.values)))


@command("schema")
@flag("schema.project", "--project")
@option("schema.form", "--form", metavar="FORM", default="")
@root_option
def schema_command(project: bool, form: str, root: Path) -> None:
    """Write the JSON Schema of a form, for editors."""
    import json

    from generator.cli.form import drawing_named
    from generator.forms.drawings.schema import drawing_schema
    from generator.forms.schema import project_schema, record_schema

    general = project_schema if project else record_schema
    schema = drawing_schema(drawing_named(form, root)) if form else general()
    write(json.dumps(schema, ensure_ascii=False, indent=2))
