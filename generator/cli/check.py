"""Check a project, or one file of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from generator.analysis.disclosure import days_to_publish
from generator.analysis.plausibility import warnings as warnings_of
from generator.build.departments import load_department
from generator.cli.check_file import check_file
from generator.cli.check_result import CheckedFinding, CheckResult, located_findings, result_of, shown_warnings
from generator.content.config import no_project, read_config
from generator.content.corpus import FOLDER, Corpus, current_path
from generator.content.department_reader import LoadResult, SourceFolder
from generator.content.loader import Loader, refusal_of
from generator.content.readiness import late_notices, readiness_problems, readiness_warnings
from generator.content.register import FILE as REGISTER
from generator.content.register import missing_registered
from generator.output.overrides import override_remarks, template_folders, template_problems
from generator.problems import Place, Problem, UsageError
from generator.system.filesystem import named_os_errors
from generator.system.workers import map_in_order

# The code of a file or folder of content that cannot be read.
UNREADABLE = "E508"


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


def check_project(root: Path, jobs: int = 1, today: date | None = None) -> CheckResult:
    """Check the settings, templates and content of a project."""
    if missing := no_project(root):
        raise UsageError(missing)
    problems = template_problems(root)
    config = None
    try:
        config = read_config(root)
    except UsageError as trouble:
        problems += trouble.problems
    limit = days_to_publish(config) if config else None
    reader = Loader(root.absolute())
    findings: list[CheckedFinding] = []
    warnings: list[Problem] = []

    def read(folders: Sequence[SourceFolder]) -> Iterator[LoadResult]:
        tasks = [partial(check_department, folder, limit, today) for folder in folders]
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
    warnings += override_remarks(template_folders(root))
    if config:
        reader.problems.extend(readiness_problems(reader.root, config, corpus))
        warnings += readiness_warnings(reader.root, config, corpus)
    return result_of(refusal_of(reader), reader, len(corpus.forms), warnings, findings, problems)


def check_department(
    folder: SourceFolder, limit: int | None, today: date | None
) -> tuple[LoadResult, list[CheckedFinding], list[Problem]]:
    """Load one department; its findings, and warnings of likely mistakes."""
    loaded, facts = load_department(folder, keep_nodes=True)
    warnings = shown_warnings(warnings_of(facts.forms, today), facts.forms)
    return loaded, located_findings(facts.forms, limit), warnings


def unregistered(corpus: Corpus) -> Iterator[Problem]:
    """W704 where a project registers its forms and some are not registered."""
    missing = [form for form in corpus.forms if not form.registered]
    if corpus.registered and missing:
        yield Problem(Place.whole(f"{FOLDER}/{REGISTER}"), "W704", count=len(missing))
