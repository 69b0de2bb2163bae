"""The address of a project in a year of a department: other projects of its name, and another address for a draft."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import TypeVar

from generator.cli.review import text_of
from generator.content.file_names import RESERVED, RESULTS_ENDING, SLUG, is_results, slug_of
from generator.forms.drawings.read_cells import bare
from generator.importing.sign_off import is_unsigned
from generator.problems import Place, Problem, UsageError
from generator.system import filesystem
from generator.text.yaml import read_file
from generator.words import format_problem, translate

YAML, PLACES = ".yml", ".places.tsv"
Location = TypeVar("Location", bound=PurePath)
# The parts of the path of a form of a department; that of a project has one more.
OF_DEPARTMENT = 4


def address_problems(address: str) -> list[Problem]:
    """Return what is wrong with the address of a project."""
    place = Place.whole("--address")
    if not SLUG.fullmatch(address):
        return [Problem(place, "E715", address)]
    return [Problem(place, "E505", address)] if address in RESERVED else []


def projects_in(root: Path, folder: PurePosixPath, *, results: bool) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield the paths of the targets or of the results of projects in a folder, with their names without spaces."""
    for path in sorted((root / folder).glob(f"[!_.]*{YAML}")) if (root / folder).is_dir() else []:
        if is_results(path) is results and (node := read_file(path, path.name).root) is not None:
            yield folder / path.name, bare(str(node.get("name", "")))


def moved_project(root: Path, file: Path, address: str) -> Path:
    """Give the project of a file another address: its targets, its results and their places; returns the new path.

    Raises UsageError for an address that cannot be, or that another project has.
    """
    for old, new in new_paths(root, file, address):
        with filesystem.translated_os_errors(Place.whole(old)):
            (root / old).rename(root / new)
    return file.with_name(file.name.replace(slug_of(file), address, 1))


def after_move(files: Iterable[Path], old: Path, new: Path) -> list[Path]:
    """Return the paths of some files after a project was moved: its targets and its results have the new address."""
    folder, address = old.parent, slug_of(old)
    return [
        each.with_name(each.name.replace(address, slug_of(new), 1))
        if (each.parent, slug_of(each)) == (folder, address)
        else each
        for each in files
    ]


def new_paths(root: Path, file: Path, address: str) -> list[tuple[Path, Path]]:
    """Return the paths of the files of a project, each with that at another address. Raises UsageError."""
    if problems := address_problems(address):
        raise UsageError(problems)
    before = slug_of(file)
    forms = [(file.with_name(f"{before}{end}"), file.with_name(f"{address}{end}")) for end in (YAML, RESULTS_ENDING)]
    pairs = [*forms, *((places_path(old), places_path(new)) for old, new in forms)]
    if address == before:
        return []
    if taken := [new for _, new in pairs if (root / new).exists()]:
        raise UsageError([Problem(Place.whole(taken[0]), "E712")])
    return [(old, new) for old, new in pairs if (root / old).exists()]


def places_path(file: Location) -> Location:
    """Return the path of the file with the places of the values of an imported form."""
    return file.with_name(f"_{file.name.removesuffix(YAML)}{PLACES}")


def is_project(file: Path) -> bool:
    """Whether the form in a file is of a project, by its path."""
    return len(file.parts) > OF_DEPARTMENT


def only_project(files: Sequence[Path]) -> Sequence[Path]:
    """Return the one file of a project; raises UsageError for other files, which no address can be given to."""
    if len(files) != 1 or not is_project(files[0]):
        raise UsageError([Problem(Place.whole("--address"), "E849")])
    return files


def same_named_projects(root: Path, files: Sequence[Path]) -> Iterator[str]:
    """Yield a sentence for each file of a project whose name another project of the department and year has too."""
    for file in filter(is_project, files):
        names = dict(projects_in(root, PurePosixPath(file.parent.as_posix()), results=is_results(file)))
        own = names.get(PurePosixPath(file.as_posix()), "")
        for other in (each for each, name in names.items() if own and name == own and each.name != file.name):
            yield translate("cli.review.twin", file=file.as_posix(), other=other)


def address_of_draft(root: Path, file: Path, ask: Callable[..., str], write: Callable[[str], None]) -> Path:
    """Ask for the address of an imported project until it is valid; returns the path of its file."""
    while is_project(file) and is_unsigned(text_of(root, file)):
        before = slug_of(file)
        try:
            return moved_project(root, file, ask("new_address", address=before).strip() or before)
        except UsageError as error:
            write(format_problem(error.problems[0]))
    return file
