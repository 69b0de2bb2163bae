"""What `check` does: read a site project or one file, and gather Problems, holds and Findings."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator.analysis.disclosure import days_to_publish
from generator.analysis.facts import FormFacts, project_facts, record_facts
from generator.analysis.plausibility import warnings as warnings_of
from generator.analysis.rules import SEVERITIES, Finding, Severity, examine, place_of, severity_of
from generator.analysis.site_facts import department_facts
from generator.content.config import FILE, no_project, read_config
from generator.content.corpus import FOLDER, Corpus, ProjectSource, RecordSource, current_path
from generator.content.loader import NOTICES, TABLES, YEAR, Loader, LoadResult, SourceFolder, refusal_of
from generator.content.readiness import address_warnings, late_notices, readiness_problems, readiness_warnings
from generator.content.register import FILE as REGISTER
from generator.content.register import missing_registered
from generator.content.row_matches import earlier_problems
from generator.forms.fields import Shape
from generator.forms.model import Department, Form, Jurisdiction, Notice, Project, ProsePage, Record
from generator.output.overrides import override_remarks, template_folders, template_problems
from generator.problems import GongkaiError, Held, Place, Problem, Refused, UsageTrouble
from generator.problems import rank as rank_of_problem
from generator.secrecy.raw_text import safe_path
from generator.secrecy.withheld_rows import is_within, unquoted_beside, withheld_spans
from generator.system.filesystem import named_os_errors
from generator.system.workers import map_in_order
from generator.text.yaml import MappingNode

HELD, REFUSED = Held.exit_code, Refused.exit_code
# The code of a file or folder of content that cannot be read.
UNREADABLE = "E508"
HEAVY = ("block", "error")
# Warnings are listed with the findings that weigh so much.
OF_WARNINGS: Severity = "warn"
# In place of what a finding would quote.
UNQUOTED = "…"
# What a file that is no record is read as, when it is asked for alone.
NAMED: dict[str, Callable[[Loader, Path], object]] = {
    "department.yml": lambda reader, path: reader.shaped(Department, path),
    "jurisdiction.yml": lambda reader, path: reader.city_alone(path),
    REGISTER: Loader.register,
}


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """Something odd in a published document, and where its file says it: shown to readers, never hides the page."""

    place: Place
    finding: Finding


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check has found.

    problems   mistakes of ours that stop a build
    warnings   what is most likely a mistake of ours, and stops nothing
    findings   what is odd in the documents themselves
    unlisted   how many warnings and findings were found and are not listed, by their code or rule
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    findings: tuple[CheckedFinding, ...]
    files: int
    records: int
    code: int
    unlisted: tuple[tuple[str, int], ...] = ()

    def exit_code(self, strict: bool) -> int:
        """0 when clean, 1 for Problems (and, when strict, for Findings that weigh as much), 3 for a hold."""
        heavy = any(severity_of(found.finding) in HEAVY for found in self.findings)
        return self.code or (REFUSED if strict and heavy else 0)

    def at_least(self, severity: Severity | None) -> "CheckResult":
        """The same with nothing listed that weighs less, or with problems alone; what is left out is counted."""
        listed = () if severity is None else SEVERITIES[: SEVERITIES.index(severity) + 1]
        warnings = self.warnings if OF_WARNINGS in listed else ()
        findings = tuple(found for found in self.findings if severity_of(found.finding) in listed)
        everything = Counter([*(at.code for at in self.warnings), *(one.finding.rule for one in self.findings)])
        everything.subtract([*(at.code for at in warnings), *(one.finding.rule for one in findings)])
        unlisted = tuple(sorted((code, count) for code, count in everything.items() if count))
        return replace(self, warnings=warnings, findings=findings, unlisted=unlisted)


def check_path(path: Path, jobs: int = 1, today: date | None = None) -> CheckResult:
    """Check a site project (a folder with site_config.yml, or one inside it) or one file, such as a draft record.

    `jobs` processes share the departments of a project. Days after `today` are warned of, none where it is None. Raises
    GongkaiError.
    """
    if path.is_file():
        return check_file(path, today)
    root = project_around(path)
    with named_os_errors(root.absolute()):
        return check_project(root, jobs, today)


def project_around(folder: Path) -> Path:
    """The site project that a folder is, or lies in; the folder itself where there is none."""
    if not no_project(folder):
        return folder
    return next((parent for parent in folder.resolve().parents if not no_project(parent)), folder)


def check_project(root: Path, jobs: int = 1, today: date | None = None) -> CheckResult:
    """Check the configuration and all content of a site project."""
    if missing := no_project(root):
        raise UsageTrouble(missing)
    problems = tuple(template_problems(root))
    config = None
    try:
        config = read_config(root)
    except UsageTrouble as trouble:
        problems += trouble.problems
    limit = days_to_publish(config) if config else None
    reader = Loader(root.absolute())
    findings: list[CheckedFinding] = []
    warnings: list[Problem] = []

    def read(lots: Sequence[SourceFolder]) -> Iterator[LoadResult]:
        for one, found, warned in map_in_order([partial(checked_forms, lot, limit, today) for lot in lots], jobs):
            findings.extend(found)
            warnings.extend(warned)
            yield one

    corpus = reader.corpus(read)
    # Of a folder that cannot be read nobody knows what is missing in it.
    if not any(problem.code == UNREADABLE for problem in reader.problems):
        now, told = partial(current_path, moved=corpus.moved), [*reader.mistakes, *reader.holds]
        reader.problems.extend(missing_registered(reader.root / FOLDER, corpus.registered, now, told))
    warnings += [*reader.warnings, *late_notices(reader.root, corpus, today), *unregistered(corpus)]
    warnings += override_remarks(template_folders(root))
    if config:
        reader.problems.extend(readiness_problems(reader.root, config, corpus))
        warnings += readiness_warnings(reader.root, config, corpus)
    return summed(problems, refusal_of(reader), (warnings, findings), reader, len(corpus.forms))


def unregistered(corpus: Corpus) -> Iterator[Problem]:
    """W704 where a project registers its forms and some are not registered."""
    missing = [form for form in corpus.forms if not form.registered]
    if corpus.registered and missing:
        yield Problem(Place.whole(f"{FOLDER}/{REGISTER}"), "W704", count=len(missing))


def checked_forms(
    lot: SourceFolder, limit: int | None, today: date | None
) -> tuple[LoadResult, tuple[CheckedFinding, ...], list[Problem]]:
    """One department: what was read, the findings of its forms, and what is most likely a slip of the pen."""
    read = lot.read()
    if read.bureau is None:
        return read, (), []
    forms = department_facts(read.bureau.records, read.bureau.projects).forms
    found = placed(forms, limit)
    warned = warnings_unquoted(warnings_of(forms, today), forms)
    return replace(read, bureau=read.bureau.without_nodes), found, warned


def check_file(path: Path, today: date | None = None) -> CheckResult:
    """Check one file as what it is, a draft record wherever it lies: before it is committed is the best time."""
    file = path.absolute()
    checked = check_named(file) or check_record(file, today)
    problems, warnings = (
        tuple(at.at(given(at.place, path)) for at in some) for some in (checked.problems, checked.warnings)
    )
    findings = (CheckedFinding(given(found.place, path), found.finding) for found in checked.findings)
    return replace(checked, problems=problems, warnings=warnings, findings=tuple(findings))


def given(place: Place, path: Path) -> Place:
    """A place in a file under the path by which the file was asked for, so that an editor finds it."""
    return replace(place, path=safe_path((path.parent / place.path).as_posix()))


def check_named(path: Path) -> CheckResult | None:
    """Check a file that its name says is no record; None for any other."""
    reader = Loader(path.parent)
    if path.name == FILE:
        return check_config(reader)
    if path.name in NAMED:
        NAMED[path.name](reader, path)
    elif path.suffix == ".md" and path.parent.name == NOTICES:
        reader.document(Notice, path)
    elif path.suffix == ".md":
        reader.document(ProsePage, path)
    elif path.suffix.lower() in TABLES:
        reader.tell(path, "E514")
    else:
        return None
    return summed((), refusal_of(reader), ((), ()), reader, 0)


def check_config(reader: Loader) -> CheckResult:
    """Check the settings of a site alone."""
    reader.files += 1
    try:
        config = read_config(reader.root)
    except GongkaiError as refusal:
        return summed((), refusal, ((), ()), reader, 0)
    return summed((), None, (address_warnings(reader.root, config), ()), reader, 0)


def check_record(path: Path, today: date | None = None) -> CheckResult:
    """Check one draft, as a project's or as a department's record."""
    reader = Loader(path.parent)
    found = reader.form_at(path)
    if found and isinstance(found[0], Project) and YEAR.fullmatch(path.parent.name):
        beside_it = path.parent.with_suffix(".yml")
        of_year = known(Loader(path.parent.parent), Record, beside_it)
        reader.weigh([(0, path, (found[0], found[1]))], {0: of_year} if of_year else {})
        if of_year is None and beside_it.is_file():
            reader.tell(path, "E376", other=beside_it.name)
    elif (read := found or reader.but_for_days.get(path)) and isinstance(read[0], Record):
        reader.problems.extend(matches(reader.name(path), path, read[0], read[1]))
    forms = [draft_facts(reader.name(path), path, *found)] if found else []
    warnings = warnings_unquoted(warnings_of([*forms, *earlier_facts(path)], today, forms), forms)
    return summed((), refusal_of(reader), (warnings, placed(forms)), reader, len(forms))


def earlier_facts(path: Path) -> list[FormFacts]:
    """What follows from the newest record of an earlier year that lies beside a draft and can be read."""
    if not YEAR.fullmatch(path.stem):
        return []
    files = sorted(file for file in path.parent.glob("*.yml") if YEAR.fullmatch(file.stem) and file.stem < path.stem)
    found = Loader(path.parent).form_at(files[-1]) if files else None
    return [draft_facts(files[-1].name, files[-1], *found)] if found else []


def matches(name: str, path: Path, record: Record, nodes: MappingNode) -> Iterator[Problem]:
    """What is wrong in the matches that a draft makes by hand with the form before it, where that lies beside it."""
    if not YEAR.fullmatch(path.stem):
        return
    years = [file.stem for file in path.parent.glob("*.yml") if YEAR.fullmatch(file.stem) and file.stem < path.stem]
    before = Loader(path.parent).record(path.with_stem(max(years))) if years else None
    if before:
        yield from unquoted_beside(earlier_problems(name, record, nodes, (int(max(years)), before[0])), nodes)


def draft_facts(name: str, path: Path, form: Form, nodes: MappingNode) -> FormFacts:
    """What follows from a draft where it lies."""
    if isinstance(form, Project):
        return project_facts(ProjectSource(*beside(path.parent, form), form, name, nodes, (), path.stem))
    return record_facts(RecordSource(*beside(path, form), form, name, nodes))


def beside(path: Path, form: Form) -> tuple[str, Jurisdiction, str, Department, int]:
    """What a draft's place says of it: the department in whose folder it lies, or else one that it names itself."""
    lies_in = Loader(path.parent.parent)
    about = known(lies_in, Department, path.parent / "department.yml")
    city = known(lies_in, Jurisdiction, path.parent.parent / "jurisdiction.yml")
    name = form.department if isinstance(form, Record) else form.supervisor or form.name
    return (
        "",
        city or Jurisdiction.model_construct(roster=()),
        "",
        about or Department(name=name),
        int(path.stem) if YEAR.fullmatch(path.stem) else year_named(form.title),
    )


def year_named(title: str) -> int:
    """The year that a title names; 0 for none."""
    year = YEAR.search(title)
    return int(year[0]) if year else 0


def known(reader: Loader, shape: type[Shape], path: Path) -> Shape | None:
    """What a file beside a draft says, if it is there and can be read; its own mistakes are not the draft's."""
    return reader.shaped(shape, path)[0] if path.is_file() else None


def placed(records: Sequence[FormFacts], limit: int | None = None) -> tuple[CheckedFinding, ...]:
    """The findings of the records, each with its line, in the order of the files."""
    sources = {facts.source.path: facts.source for facts in records}
    found = []
    for path, findings in examine(records, limit).items():
        source = sources[path]
        spans = withheld_spans(source.nodes) if findings else []
        for finding in findings:
            place = place_of(source, finding.anchor)
            found.append(CheckedFinding(place, unquoted(finding) if is_within(place.line, spans) else finding))
    return tuple(sorted(found, key=rank))


def unquoted(finding: Finding) -> Finding:
    """A finding without any word of its row, which names what it withholds."""
    hidden = dict.fromkeys((name for name, _ in finding.values), UNQUOTED)
    return Finding(finding.rule, finding.anchor, UNQUOTED, UNQUOTED, form=finding.form, **hidden)


def warnings_unquoted(warnings: Sequence[Problem], forms: Iterable[FormFacts]) -> list[Problem]:
    """Warnings of some forms without a word of the rows in them that name what they withhold."""
    nodes = {facts.source.file: facts.source.nodes for facts in forms}
    known = [warning for warning in warnings if warning.place.path in nodes]
    return [
        *(warning for warning in warnings if warning.place.path not in nodes),
        *(told for warning in known for told in unquoted_beside([warning], nodes[warning.place.path])),
    ]


def rank(found: CheckedFinding) -> tuple[Place, str]:
    """The order in which findings are told: by place, then by rule."""
    return found.place, found.finding.rule


def summed(
    problems: tuple[Problem, ...],
    refusal: GongkaiError | None,
    remarks: tuple[Iterable[Problem], Iterable[CheckedFinding]],
    reader: Loader,
    records: int,
) -> CheckResult:
    """The parts of a check together with the exit code they lead to; `remarks` are its warnings and findings."""
    warnings, findings = remarks
    everything = (*problems, *(refusal.problems if refusal else ()))
    code = refusal.exit_code if refusal else UsageTrouble.exit_code if problems else 0
    found = tuple(sorted(findings, key=rank))
    return CheckResult(everything, tuple(sorted(warnings, key=rank_of_problem)), found, reader.files, records, code)
