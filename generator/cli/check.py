"""Check a project, or one file on its own, such as a draft before it is part of a project."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from generator.analysis.facts import (
    FormFacts,
    ProjectFacts,
    RecordFacts,
    ResultsFacts,
    project_facts,
    record_facts,
    results_facts,
)
from generator.analysis.plausibility import warnings as warnings_of
from generator.build.department_facts import load_department
from generator.cli.check_result import CheckedFinding, CheckResult, located_findings, result_of, shown_warnings
from generator.cli.neighbours import body_of, department_entry, drawings_around, read_neighbours
from generator.content.cell_problems import CellProblem
from generator.content.config import no_project, read_config
from generator.content.corpus import AnyFormSource, Corpus, ProjectSource, RecordSource, ResultsSource, current_path
from generator.content.department_reader import LoadResult, SourceFolder
from generator.content.drawings import drawings_at
from generator.content.file_names import (
    CITY_FILE,
    CONFIG_FILE,
    DEPARTMENT_FILE,
    FOLDER,
    FORMS,
    NOTICES,
    REGISTER,
    REGISTER_FILE,
    TABLE_FILES,
    WORDS_FILE,
    YEAR,
    is_document,
    slug_of,
)
from generator.content.loaded_forms import LoadedForm
from generator.content.loader import Loader
from generator.content.readiness import address_warnings, late_notices, readiness_problems, readiness_warnings
from generator.content.register import missing_registered
from generator.content.row_matches import earlier_problems
from generator.forms.drawings.collection import chosen_drawing_of
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.label_checks import drawing_warnings
from generator.forms.model import (
    Department,
    DepartmentResults,
    Form,
    Notice,
    Project,
    ProsePage,
    Record,
)
from generator.output.overrides import override_remarks, template_problems
from generator.output.template_folders import template_folders
from generator.problems import GongkaiError, Place, Problem, UsageError
from generator.secrecy.text_gate import safe_path
from generator.system.filesystem import named_os_errors
from generator.system.workers import map_in_order
from generator.text.yaml import MappingNode

# The code of a file or folder of content that cannot be read.
UNREADABLE = "E508"
# How a file is read that is known by its name.
NAMED: dict[str, Callable[[Loader, Path], object]] = {
    DEPARTMENT_FILE: lambda reader, path: reader.load(Department, path),
    CITY_FILE: lambda reader, path: reader.check_city(path),
    REGISTER_FILE: Loader.register,
    WORDS_FILE: Loader.overrides,
}


def check_path(path: Path, jobs: int = 1, today: date | None = None) -> CheckResult:
    """Check a project (a folder with site_config.yml, or one inside it) or one file, such as a draft.

    `jobs` processes share the departments of a project. Days after `today` give warnings, none where it is None.
    Raises GongkaiError.
    """
    if path.is_file():
        return check_file(path, today)
    root = project_around(path)
    with named_os_errors(root.absolute()):
        return check_project(root, jobs, today)


def project_around(folder: Path) -> Path:
    """The project that contains a folder or is it; the folder itself where there is none."""
    if not no_project(folder):
        return folder
    return next((parent for parent in folder.resolve().parents if not no_project(parent)), folder)


def check_project(root: Path, jobs: int, today: date | None) -> CheckResult:
    """Check the settings, templates and content of a project."""
    if missing := no_project(root):
        raise UsageError(missing)
    problems = template_problems(root)
    config = None
    try:
        config = read_config(root)
    except UsageError as trouble:
        problems += trouble.problems
    reader = Loader(root.absolute())
    findings: list[CheckedFinding] = []
    warnings: list[Problem] = []

    def read(folders: Sequence[SourceFolder]) -> Iterator[LoadResult]:
        tasks = [partial(check_department, folder, today) for folder in folders]
        for loaded, some_findings, some_warnings in map_in_order(tasks, jobs):
            findings.extend(some_findings)
            warnings.extend(some_warnings)
            yield loaded

    corpus = reader.corpus(read)
    # What is missing in a folder that cannot be read is not known.
    if not any(problem.code == UNREADABLE for problem in reader.problems):
        path_now, faulty = partial(current_path, moved=corpus.moved), [*reader.mistakes, *reader.holds]
        reader.problems.extend(missing_registered(reader.root / FOLDER, corpus.registered, path_now, faulty))
    warnings += [*reader.warnings, *late_notices(reader.root, corpus, today), *unregistered(corpus)]
    warnings += drawing_warnings_of(chain.from_iterable(reader.city_drawings.values()))
    warnings += override_remarks(template_folders(root))
    if config:
        reader.problems.extend(readiness_problems(reader.root, config, corpus))
        warnings += readiness_warnings(reader.root, config, corpus)
    return result_of(reader, len(corpus.forms), warnings, findings, problems)


def check_department(
    folder: SourceFolder, today: date | None
) -> tuple[LoadResult, list[CheckedFinding], list[Problem]]:
    """Load one department; its findings, and warnings of likely mistakes."""
    loaded, facts = load_department(folder)
    warnings = shown_warnings(warnings_of(facts.forms, today), facts.forms)
    return loaded, located_findings(facts.forms), warnings


def unregistered(corpus: Corpus) -> Iterator[Problem]:
    """W704 where a project registers its forms and some are not registered."""
    missing = [form for form in corpus.forms if not form.registered]
    if corpus.registered and missing:
        yield Problem(Place.whole(REGISTER), "W704", count=len(missing))


def check_file(path: Path, today: date | None) -> CheckResult:
    """Check one file in any folder; one whose name does not identify another kind is checked as a form."""
    file = path.absolute()
    result = check_named(file) or check_form(file, today)

    def shown(place: Place) -> Place:
        """The place under the path that the user gave, so that editors find it."""
        return replace(place, path=safe_path((path.parent / place.path).as_posix()))

    return replace(
        result,
        problems=tuple(problem.at(shown(problem.place)) for problem in result.problems),
        warnings=tuple(warning.at(shown(warning.place)) for warning in result.warnings),
        findings=tuple(replace(checked, place=shown(checked.place)) for checked in result.findings),
    )


def check_named(path: Path) -> CheckResult | None:
    """Check a file that is no form by its name; None for any other."""
    reader = Loader(path.parent)
    if path.name == CONFIG_FILE:
        return check_config(reader)
    if path.name in NAMED:
        NAMED[path.name](reader, path)
    elif is_document(path):
        reader.document_nodes(path)
    elif path.suffix == ".md" and path.parent.name == NOTICES:
        reader.document(Notice, path)
    elif path.suffix == ".md":
        reader.document(ProsePage, path)
    elif path.suffix == ".yml" and path.parent.name == FORMS:
        reader.warnings += drawing_warnings_of(drawings_at(reader, path))
    elif path.suffix.lower() in TABLE_FILES:
        reader.report(path, "E514")
    else:
        return None
    return result_of(reader, warnings=reader.warnings)


def drawing_warnings_of(drawings: Iterable[FormDrawing]) -> list[Problem]:
    """The warnings about the drawings that have no mistakes."""
    whole = (drawing for drawing in drawings if not drawing.is_broken)
    return [warning for drawing in whole for warning in drawing_warnings(drawing)]


def check_config(reader: Loader) -> CheckResult:
    """Check the settings of a site."""
    reader.files += 1
    try:
        config = read_config(reader.root)
    except GongkaiError as refusal:
        return result_of(reader, refusal=refusal)
    return result_of(reader, warnings=address_warnings(reader.root, config))


def check_form(path: Path, today: date | None) -> CheckResult:
    """Check one form of a department or a project."""
    reader = Loader(path.parent)
    loaded = reader.form_at(path)
    draft = loaded or reader.but_for_days.get(path)
    earlier = earlier_form(path)
    facts = facts_of_file(reader.name(path), path, *loaded) if loaded else None
    if loaded and isinstance(facts, ResultsFacts):
        facts = checked_results(reader, LoadedForm(facts.source.year, path, *loaded), facts)
    elif loaded and isinstance(loaded[0], Project) and YEAR.fullmatch(path.parent.name):
        of_department = path.parent.with_suffix(".yml")
        of_year = read_neighbours(Loader(path.parent.parent), Record, of_department)
        reader.check_projects([LoadedForm(0, path, loaded[0], loaded[1])], {0: of_year} if of_year else {})
        if of_year is None and of_department.is_file():
            reader.report(path, "E376", other=of_department.name)
    elif earlier and isinstance(earlier.form, Record) and draft and isinstance(draft[0], Record):
        reader.report_cells(earlier_problems(draft[0], (earlier.year, earlier.form)), path, draft[1])
    if facts:
        check_drawing(reader, path, facts.source)
    forms = [facts] if facts else []
    before = [facts_of_file(earlier.path.name, *earlier[1:])] if earlier else []
    warnings = [*reader.warnings, *shown_warnings(warnings_of([*forms, *before], today, forms), forms)]
    return result_of(reader, len(forms), warnings, located_findings(forms))


def checked_results(reader: Loader, loaded: LoadedForm[Any], facts: ResultsFacts) -> ResultsFacts:
    """Check a self-evaluation against the targets in its folder; returns its facts linked to those of its targets."""
    near = {slug: facts_of_file(file.name, file, *found) for slug, file, found in targets_near(loaded.path)}
    targets = {slug: each for slug, each in near.items() if isinstance(each, RecordFacts | ProjectFacts)}
    reader.check_results([loaded], {(loaded.year, slug): each.form for slug, each in targets.items()})
    return results_facts(facts.source, targets.get(loaded.project))


def check_drawing(reader: Loader, path: Path, source: AnyFormSource) -> None:
    """Compare a form with its drawing, where something in or around its file names one."""
    form, nodes, year, code, own = source.record, source.nodes, source.year, source.city.code, source.drawings
    drawing = chosen_drawing_of(form, code, year, own)
    if drawing and drawing.is_broken:
        reader.report_cells([CellProblem((), "E828", form="form", drawing=drawing.name)], path, nodes)
    elif code or form.form:
        reader.report_drawing(LoadedForm(year, path, form, nodes), drawing, code, own)


def earlier_form(path: Path) -> LoadedForm[Form] | None:
    """The form of the last year before that of a file, in the same folder, where it can be read."""
    if not YEAR.fullmatch(path.stem):
        return None
    earlier = [file for file in path.parent.glob("*.yml") if YEAR.fullmatch(file.stem) and file.stem < path.stem]
    file = max(earlier, default=None)
    loaded = Loader(path.parent).form_at(file) if file else None
    return LoadedForm(int(file.stem), file, *loaded) if file and loaded else None


def facts_of_file(name: str, path: Path, form: Form, nodes: MappingNode) -> FormFacts:
    """The facts of a form in a file."""
    entry = department_entry(path, form)
    place, own = body_of(entry, form), drawings_around(entry)
    if isinstance(form, Record):
        return record_facts(RecordSource(*place, form, name, nodes, drawings=own))
    if isinstance(form, Project):
        return project_facts(ProjectSource(*place, form, name, nodes, (), path.stem, own))
    slug = "" if isinstance(form, DepartmentResults) else slug_of(path)
    return results_facts(ResultsSource(*place, form, name, nodes, (), slug, own))


def targets_near(path: Path) -> Iterator[tuple[str, Path, tuple[Form, MappingNode]]]:
    """Yield the targets of the department and of the project of a self-evaluation, where their files can be read.

    Each with the slug of its project and its file.
    """
    own, of_year = path.with_name(f"{slug_of(path)}.yml"), path.parent.with_suffix(".yml")
    is_project = bool(YEAR.fullmatch(path.parent.name))
    files = {slug_of(path): own, "": of_year} if is_project else {"": own}
    for slug, file in files.items():
        loaded = Loader(file.parent).form_at(file) if file.is_file() else None
        if loaded and isinstance(loaded[0], Record | Project):
            yield slug, file, loaded
