"""New projects and new records: the files that somebody then fills in, made from the commented examples.

`starter/` beside this file is a new project as it stands on the disk, without what the program adds: the example
record and the glossary (in a checkout they lie in content/), the schemas, and the program itself as a wheel.
"""

import json
import re
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from generator.content.config import FILE as CONFIG
from generator.content.config import no_project
from generator.content.corpus import FOLDER
from generator.content.examples import CITY, DEPARTMENT, EXAMPLE, PROJECT, STARTER
from generator.content.format_versions import upgraded_files
from generator.content.loader import RESERVED, SLUG, YEAR, YEAR_FILE
from generator.forms.schema import project_schema, record_schema
from generator.problems import Place, Problem, UsageTrouble
from generator.system import filesystem
from generator.system.distribution import ELSEWHERE, LOCK, NAME, package_path, wheel, wheel_name
from generator.words import translate

LENT = tuple(path for path in ELSEWHERE.values() if path.startswith(f"{FOLDER}/"))
RECORD = "content/shili/shiliju/2026.yml"
SCHEMAS = {
    f"{FOLDER}/_record.schema.json": record_schema,
    f"{FOLDER}/_project.schema.json": project_schema,
}
RECORD_SCHEMA, PROJECT_SCHEMA = SCHEMAS
# What pip installs the program from, and the folder of its wheel.
REQUIREMENTS = "requirements.txt"
WHEELS = "wheels"
NO_HINDRANCE = frozenset({".git"})
SCRIPT_MODE = 0o755

CELL = re.compile(r"(?P<lead> *(?:- )?)(?P<key>[a-z0-9_]+):(?: (?P<value>.*))?")
# Written only after a decision that it may be shown, so a draft does not ask for it.
ONLY_DECIDED = frozenset({"withheld_total"})


def new_site(folder: Path) -> list[str]:
    """Fills an empty or new folder with a project that can be built at once; returns the paths of its files.

    Raises UsageTrouble for a folder that holds something, EnvironmentTrouble when the disk says no.
    """
    shown = Place.whole(folder.as_posix())
    with filesystem.translated_os_errors(shown):
        if folder.exists() and (not folder.is_dir() or {path.name for path in folder.iterdir()} - NO_HINDRANCE):
            raise UsageTrouble([Problem(shown, "E711")])
        files = dict(sorted((starter_files() | pinned_program()).items()))
        for path, content in files.items():
            put(folder / path, content)
    return list(files)


def upgrade(root: Path) -> tuple[list[str], list[Problem]]:
    """Replaces the program and the schemas that a project keeps by those of this version, and rewrites older files.

    Returns the paths written, and what the steps from an older data format tell. Raises UsageTrouble for a folder
    that is no project or has a newer format, EnvironmentTrouble when the disk says no.
    """
    if problems := no_project(root):
        raise UsageTrouble(problems)
    upgraded, messages = upgraded_files(root, CONFIG)
    files = pinned_program() | schema_files() | upgraded
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
    """This program as a project keeps it: its wheel, the lock of what it needs, and what pip installs both from."""
    content = wheel()
    named = {"{wheel}": wheel_name(), "{sha256}": sha256(content).hexdigest()}
    requirements = (STARTER / REQUIREMENTS).read_text(encoding="utf-8")
    for field, value in named.items():
        requirements = requirements.replace(field, value)
    return {
        LOCK: package_path(LOCK).read_bytes(),
        REQUIREMENTS: requirements.encode(),
        f"{WHEELS}/{wheel_name()}": content,
    }


def starter_files() -> dict[str, bytes]:
    """Every file of a new project but the program itself: path inside it -> content."""
    own = {path.relative_to(STARTER).as_posix(): path for path in sorted(STARTER.rglob("*")) if path.is_file()}
    files = {path: file.read_bytes() for path, file in own.items() if path != REQUIREMENTS}
    files |= {path: package_path(f"{STARTER.name}/{path}").read_bytes() for path in LENT}
    files[RECORD] = modeline(RECORD, RECORD_SCHEMA).encode() + files[EXAMPLE]
    return dict(sorted((files | schema_files()).items()))


def schema_files() -> dict[str, bytes]:
    """The JSON Schemas of a project by their paths."""
    return {path: schema_file(schema()) for path, schema in SCHEMAS.items()}


def schema_file(schema: dict[str, Any]) -> bytes:
    """A JSON Schema as a file, for the editors of a project; the site is made without it."""
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def modeline(path: str, schema: str) -> str:
    """The first line of a form's file: an editor that knows YAML finds there what may stand in it."""
    return f"# yaml-language-server: $schema={'../' * (path.count('/') - schema.count('/'))}{Path(schema).name}\n"


def draft_record(root: Path, city: str, department: str, year: str, project: str = "") -> list[str]:
    """Drafts a record, or a project, and with it the files of its city and department where these are missing.

    Returns the paths of the new files, relative to the project. Never writes over a file: UsageTrouble.
    """
    home = PurePosixPath(FOLDER, city)
    record = home / department / (f"{year}/{project}.yml" if project else f"{year}.yml")
    problems = misnamed(root, city, department, year, project)
    if not problems and (root / record).exists():
        problems = [Problem(Place.whole(record.as_posix()), "E712")]
    if problems:
        raise UsageTrouble(problems)
    head, guard = translate("starter.draft.head"), translate("starter.draft.guard")
    part = translate("starter.draft.part")
    example, schema = (PROJECT, PROJECT_SCHEMA) if project else (EXAMPLE, RECORD_SCHEMA)
    first = modeline(record.as_posix(), schema)
    files = starter_files()
    drafts = {
        home / "jurisdiction.yml": part + emptied(files[CITY].decode()),
        home / department / "department.yml": part + emptied(files[DEPARTMENT].decode()),
        record: f"{first}{head}{guard}:\n\n{emptied(files[example].decode())}",
        PurePosixPath(schema): files[schema].decode(),
    }
    missing = {path: text for path, text in drafts.items() if not (root / path).exists()}
    for path, text in missing.items():
        with filesystem.translated_os_errors(Place.whole(path.as_posix())):
            put(root / path, text.encode())
    return [path.as_posix() for path in missing]


def misnamed(root: Path, city: str, department: str, year: str, project: str) -> list[Problem]:
    """What is wrong with the words that say where a new record is meant to be."""
    if problems := no_project(root):
        return problems
    problems = [
        Problem(Place.whole(name), "E715", word)
        for name, word in (("CITY", city), ("DEPARTMENT", department), ("PROJECT", project))
        if not SLUG.fullmatch(word) and (word or name != "PROJECT")
    ]
    if not YEAR_FILE.fullmatch(f"{year}.yml"):
        problems.append(Problem(Place.whole("YEAR"), "E716", year))
    taken = (("CITY", city, city in RESERVED), ("PROJECT", project, project in RESERVED))
    years = (("DEPARTMENT", department, bool(YEAR.fullmatch(department))),)
    return problems + [Problem(Place.whole(name), "E505", word) for name, word, is_taken in taken + years if is_taken]


def put(path: Path, content: bytes) -> None:
    """Writes one new file and the folders it needs. Raises OSError when it is there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    filesystem.write_file(path, content)
    if path.suffix == ".sh":
        path.chmod(SCRIPT_MODE)


def emptied(example: str) -> str:
    """A commented example with its values taken out: one empty row in each list, the other rows as comments."""
    lines: list[str] = []
    lists: set[int] = set()
    aside: int | None = None
    text_of: int | None = None
    for line in example.splitlines():
        column = len(line) - len(line.lstrip())
        if not line or (line.lstrip().startswith("#") and (aside is None or column <= aside)):
            lines.append(line)
            continue
        if text_of is not None and column > text_of:
            continue
        cell = CELL.fullmatch(line)
        if aside is None or column <= aside:
            aside = column if is_further_row(line, cell, column, lists) else None
        if aside is not None or cell is None:
            lines.append(f"{line[:aside]}# {line[aside:]}")
            continue
        text_of = column if cell["value"] == "|" else None
        lines.append(f"{cell['lead']}{cell['key']}:")
    return "\n".join(lines) + "\n"


def is_further_row(line: str, cell: re.Match[str] | None, column: int, lists: set[int]) -> bool:
    """Whether a line begins something that a draft shows as a comment; `lists` are the columns of open lists."""
    lists.difference_update([other for other in lists if other > column])
    if not line.lstrip().startswith("- "):
        lists.discard(column)
        return cell is not None and cell["key"] in ONLY_DECIDED
    if cell is None or column in lists:
        return True
    lists.add(column)
    return False
