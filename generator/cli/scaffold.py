"""Create new projects and drafts of forms from the commented examples, and upgrade the program of a project.

A new project consists of the files of generator/starter/, of examples that are in content/ in a checkout, of the JSON
Schemas, of the documentation of its files, and of this program as a wheel.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.cli.next_year import CarriedOver, FormerForm, earlier_form, head_of
from generator.cli.schema_files import (
    PROJECT_SCHEMA,
    RECORD_SCHEMA,
    drawing_schemas,
    modeline,
    schema_bytes,
    schema_files,
    schema_path,
)
from generator.content.config import no_project, refuse_newer_format
from generator.content.drawings import read_drawings
from generator.content.examples import CITY, DEPARTMENT, EXAMPLE, PROJECT, STARTER
from generator.content.file_names import (
    CITY_FILE,
    CONFIG_FILE,
    DEPARTMENT_FILE,
    FOLDER,
    FORMS,
    RESERVED,
    SLUG,
    YEAR,
    YEAR_FILE,
)
from generator.content.file_reader import FileReader
from generator.content.format_versions import upgraded_files
from generator.forms.drawings.collection import chosen_drawing, data_table, drawing_names
from generator.forms.drawings.draft import FIRST_OFF_FORM, draft_of_form
from generator.forms.drawings.drawing import FormDrawing, FormKind
from generator.forms.drawings.schema import drawing_schema
from generator.forms.model import Jurisdiction
from generator.problems import ContentError, Place, Problem, UsageError
from generator.system import filesystem
from generator.system.distribution import IN_CHECKOUT, LOCK, NAME, package_path, wheel, wheel_name
from generator.words import catalogue_map, translate

SHARED_FILES = tuple(path for inside, path in IN_CHECKOUT.items() if inside.startswith(f"{STARTER.name}/"))
DOCS = tuple(path for path in SHARED_FILES if path.startswith("docs/"))
RECORD = "content/shili/shiliju/2026.yml"
REQUIREMENTS = "requirements.txt"
WHEELS = "wheels"
IGNORED = frozenset({".git"})
SCRIPT_MODE = 0o755

CELL = re.compile(r"(?P<lead> *(?:- )?)(?P<key>[a-z0-9_]+):(?: (?P<value>.*))?")


def new_site(folder: Path, scope: str = "city") -> list[str]:
    """Create a project that can be built at once, of a city or of a department; returns the paths of its files.

    Raises UsageError for a folder that is not empty, HostError for errors of the disk.
    """
    shown = Place.whole(folder)
    with filesystem.translated_os_errors(shown):
        if folder.exists() and (not folder.is_dir() or {path.name for path in folder.iterdir()} - IGNORED):
            raise UsageError([Problem(shown, "E711")])
        files = dict(sorted((starter_files() | pinned_program() | texts_for(scope)).items()))
        for path, content in files.items():
            write_new(folder / path, content)
    return list(files)


def upgrade(root: Path) -> tuple[list[str], list[Problem]]:
    """Replace the program, schemas and documentation of a project by those of this version, and rewrite older files.

    Returns the paths written, and what the steps from an older data format report. Raises UsageError for a folder
    that is no project or has a newer format, HostError for errors of the disk.
    """
    if problems := no_project(root):
        raise UsageError(problems)
    upgraded, messages = upgraded_files(root, CONFIG_FILE)
    files = pinned_program() | shared_files(DOCS) | schema_files() | drawing_schemas(root) | upgraded
    for path, content in files.items():
        with filesystem.translated_os_errors(Place.whole(path)):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            filesystem.replace_file(root / path, content)
    with filesystem.translated_os_errors(Place.whole(WHEELS)):
        for old in (root / WHEELS).glob(f"{NAME}-*.whl"):
            if old.name != wheel_name():
                old.unlink()
    return sorted(files), messages


def pinned_program() -> dict[str, bytes]:
    """The files by which a project installs this program: wheel, lock file, requirements.txt."""
    content = wheel()
    requirements = (STARTER / REQUIREMENTS).read_text(encoding="utf-8")
    return {
        LOCK: package_path(LOCK).read_bytes(),
        REQUIREMENTS: requirements.format(wheel=wheel_name(), sha256=sha256(content).hexdigest()).encode(),
        f"{WHEELS}/{wheel_name()}": content,
    }


def texts_for(scope: str) -> dict[str, bytes]:
    """The files of a new project whose texts are others for the site of a department."""
    if scope == "city":
        return {}
    files: dict[str, bytes] = {}
    for change in catalogue_map("starter.of_department").values():
        path = change["file"]
        text = files.get(path, (STARTER / path).read_bytes()).decode()
        files[path] = text.replace(change["before"], change["after"]).encode()
    return files


def starter_files() -> dict[str, bytes]:
    """The files of a new project without the program, by path."""
    paths = {path.relative_to(STARTER).as_posix(): path for path in STARTER.rglob("*") if path.is_file()}
    files = {name: path.read_bytes() for name, path in paths.items() if name != REQUIREMENTS}
    files |= shared_files(SHARED_FILES)
    files[RECORD] = modeline(RECORD, RECORD_SCHEMA).encode() + files[EXAMPLE]
    return files | schema_files()


def shared_files(paths: Iterable[str]) -> dict[str, bytes]:
    """The content of files of a new project that a checkout has too, by path."""
    return {path: package_path(f"{STARTER.name}/{path}").read_bytes() for path in paths}


def draft_record(root: Path, city: str, department: str, year: str, project: str = "", form: str = "") -> list[str]:
    """Create the draft of a form, and the files of its city and department where these are missing.

    Its cells are those of its drawing: the one named `form`, or that of the city and year; without one, those of the
    product's own table. Returns the paths of the new files, relative to the project. Raises UsageError where the form
    exists or its drawing does not, ContentError for mistakes in the files of the city.

    What a form repeats is taken over from that of the last year before, whose other cells are comments.
    """
    record = path_of_draft(root, city, department, year, project)
    kind: FormKind = "project" if project else "department"
    earlier = earlier_form(root, record, year, project)
    form = form or named_before(root, city, kind, year, earlier)
    drawing = drawing_of(root, city, kind, int(year), form)
    drawn = drawing or data_table(kind)
    carried = CarriedOver(earlier.form, earlier.year, drawn) if earlier and earlier.form else None
    cells = draft_of_form(drawn, year, is_named=bool(form and drawing), values=carried.values if carried else None)
    cells = with_cells(blank_example(kind), cells)
    head, guard = translate("starter.draft.head"), translate("starter.draft.guard")
    head = f"{head_of(earlier, carried) if earlier else ''}{head}"
    return write_missing(root, files_of_draft(record, f"{head}{guard}:\n\n{cells}", drawing))


def named_before(root: Path, city: str, kind: FormKind, year: str, earlier: FormerForm | None) -> str:
    """Return the drawing that the form of an earlier year names; "" where city and year have one of their own."""
    named = (earlier.form.form if earlier and earlier.form else "") or ""
    code, own = drawings_of(root, city) if named else ("", ())
    is_known = chosen_drawing(named, code, kind, int(year), own) is not None
    return named if is_known and chosen_drawing("", code, kind, int(year), own) is None else ""


def path_of_draft(
    root: Path, city: str, department: str, year: str, project: str, ending: str = ".yml"
) -> PurePosixPath:
    """Return the path of a new form; raises UsageError for names that cannot be, and for a form that exists."""
    refuse_newer_format(root)
    path = form_path(city, department, year, project, ending)
    problems = name_problems(root, city, department, year, project)
    if not problems and (root / path).exists():
        problems = [Problem(Place.whole(path), "E712")]
    if problems:
        raise UsageError(problems)
    return path


def form_path(city: str, department: str, year: str, project: str, ending: str = ".yml") -> PurePosixPath:
    """The path of a form in a project."""
    return PurePosixPath(FOLDER, city, department, f"{year}/{project}{ending}" if project else f"{year}{ending}")


def blank_example(kind: FormKind) -> str:
    """The commented example of a kind of form without its values."""
    return blank(starter_files()[PROJECT if kind.startswith("project") else EXAMPLE].decode())


def files_of_draft(record: PurePosixPath, text: str, drawing: FormDrawing | None) -> dict[PurePosixPath, str]:
    """The file of a draft, the schema of its drawing, and drafts of its city and department, by path."""
    city, department = record.parts[1:3]
    files, part = starter_files(), translate("starter.draft.part")
    schema = PROJECT_SCHEMA if len(record.parts) > 4 else RECORD_SCHEMA
    if drawing:
        schema = schema_path(drawing)
        files[schema] = schema_bytes(drawing_schema(drawing))
    return {
        PurePosixPath(FOLDER, city, CITY_FILE): part + blank(files[CITY].decode()),
        PurePosixPath(FOLDER, city, department, DEPARTMENT_FILE): part + blank(files[DEPARTMENT].decode()),
        record: modeline(record.as_posix(), schema) + text,
        PurePosixPath(schema): files[schema].decode(),
    }


def write_missing(root: Path, files: Mapping[PurePosixPath, str]) -> list[str]:
    """Write those of some files that do not exist; returns their paths."""
    missing = {path: text for path, text in files.items() if not (root / path).exists()}
    for path, text in missing.items():
        with filesystem.translated_os_errors(Place.whole(path)):
            write_new(root / path, text.encode())
    return [path.as_posix() for path in missing]


def drawing_of(root: Path, city: str, kind: FormKind, year: int, name: str) -> FormDrawing | None:
    """The drawing of a name, or that of a city and year; None where there is none for these.

    Raises UsageError for a name that no drawing of this kind of form has, ContentError for mistakes in the drawings.
    """
    code, own = drawings_of(root, city)
    drawing = chosen_drawing(name, code, kind, year, own)
    if name and drawing is None:
        allowed = "、".join(drawing_names(own))
        raise UsageError([Problem(Place.whole("--form"), "E812", name, form="name", allowed=allowed)])
    return drawing


def drawings_of(root: Path, city: str) -> tuple[str, tuple[FormDrawing, ...]]:
    """The code of a city and the drawings of its own; raises ContentError for mistakes in these.

    A city that does not exist, or is a draft itself, has no code.
    """
    folder = root.absolute() / FOLDER / city
    about = FileReader(root.absolute()).load(Jurisdiction, folder / CITY_FILE)[0] if folder.is_dir() else None
    reader = FileReader(root.absolute())
    own = read_drawings(reader, folder / FORMS) if (folder / FORMS).is_dir() else ()
    if reader.problems or reader.holds:
        raise ContentError([*reader.holds, *reader.problems])
    return about.code if about else "", own


def with_cells(draft: str, cells: str) -> str:
    """A draft in which other cells take the place of those of its form; its comments at both ends stay."""
    lines = draft.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("title:"))
    rest = next(number for number, line in enumerate(lines) if line.startswith(f"{FIRST_OFF_FORM}:"))
    while lines[first - 1]:
        first -= 1
    while lines[rest - 1]:
        rest -= 1
    return "\n".join([*lines[:first], cells, *lines[rest:]]) + "\n"


def name_problems(root: Path, city: str, department: str, year: str, project: str) -> list[Problem]:
    """The problems of the arguments that name a new form."""
    if problems := no_project(root):
        return problems
    checks = (
        ("E715", "CITY", city, not SLUG.fullmatch(city)),
        ("E715", "DEPARTMENT", department, not SLUG.fullmatch(department)),
        ("E715", "PROJECT", project, project and not SLUG.fullmatch(project)),
        ("E716", "YEAR", year, not YEAR_FILE.fullmatch(f"{year}.yml")),
        ("E505", "CITY", city, city in RESERVED),
        ("E505", "PROJECT", project, project in RESERVED),
        ("E505", "DEPARTMENT", department, YEAR.fullmatch(department) or department == FORMS),
    )
    return [Problem(Place.whole(name), code, word) for code, name, word, is_wrong in checks if is_wrong]


def write_new(path: Path, content: bytes) -> None:
    """Write a new file and its folders. Raises OSError where it exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    filesystem.write_file(path, content)
    if path.suffix == ".sh":
        path.chmod(SCRIPT_MODE)


def blank(example: str) -> str:
    """A commented example without its values: one empty row in each list, the other rows as comments."""
    lines: list[str] = []
    lists: set[int] = set()
    commented: int | None = None
    text_at: int | None = None
    for line in example.splitlines():
        column = len(line) - len(line.lstrip())
        if not line or (line.lstrip().startswith("#") and (commented is None or column <= commented)):
            lines.append(line)
            continue
        if text_at is not None and column > text_at:
            continue
        cell = CELL.fullmatch(line)
        if commented is None or column <= commented:
            commented = column if is_further_row(line, cell, column, lists) else None
        if commented is not None or cell is None:
            lines.append(f"{line[:commented]}# {line[commented:]}")
            continue
        text_at = column if cell["value"] == "|" else None
        lines.append(f"{cell['lead']}{cell['key']}:")
    return "\n".join(lines) + "\n"


def is_further_row(line: str, cell: re.Match[str] | None, column: int, lists: set[int]) -> bool:
    """Whether a line begins a part that a draft has as a comment, such as a further row.

    `lists` are the columns of the lists around it.
    """
    lists.difference_update([other for other in lists if other > column])
    if not line.lstrip().startswith("- "):
        lists.discard(column)
        return False
    if cell is None or column in lists:
        return True
    lists.add(column)
    return False
