"""Write the content of a project as one workbook."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.bulk.file_keys import file_key
from generator.bulk.layout import layout_of
from generator.bulk.sheet_rows import ContentFile, SheetTable, tables_of
from generator.content.config import refuse_newer_format
from generator.content.file_names import FOLDER
from generator.content.file_reader import FileReader
from generator.output.exports.workbook import LONGEST, plain_sheet, workbook
from generator.problems import ContentError, HeldError, Place, Problem, UsageError
from generator.system import filesystem
from generator.system.manifest import NAME as MANIFEST
from generator.text.yaml import read_text
from generator.words import translate

ENDING = ".xlsx"
NARROW, WIDE = 14, 40
# How many characters of a column there are before it is wide.
SHORT = 24
# Open doubts of an import are comments, and stay in the workbook.
OPEN_DOUBT = "E841"


def export_workbook(root: Path, target: Path, site: Path, only: str) -> list[str]:
    """Write the content of a project, or of the city or the department `only`, as a workbook.

    Raises UsageError for a place where it may not be, HeldError and ContentError for files that cannot be exported.
    """
    refuse_newer_format(root)
    if reasons := list(reasons_against(target, site, root)):
        raise UsageError([Problem(Place.whole(target), "E859", form=form) for form in reasons])
    files = list(content_files(root, only))
    if not files:
        raise UsageError([Problem(Place.whole("--only"), "E859", only, form="nothing")])
    tables = tables_of(files)
    if long := [problem for table in tables for problem in too_long(target, table)]:
        raise ContentError(long)
    content = workbook([plain_sheet(table.title, table.heads, widths(table), table.rows) for table in tables])
    with filesystem.translated_os_errors(Place.whole(target)):
        filesystem.write_file(target, content)
    rows = sum(len(table.rows) for table in tables)
    return [translate("bulk.exported", file=target.as_posix(), files=len(files), rows=rows)]


def reasons_against(target: Path, site: Path, root: Path) -> Iterator[str]:
    """Yield the reasons against a path: its end, the site or the sources around it, a file that exists."""
    around = target.resolve().parents
    if target.suffix.lower() != ENDING:
        yield "ending"
    if site.resolve() in around or any((folder / MANIFEST).exists() for folder in around):
        yield "site"
    if any(root.resolve() / folder in around for folder in filesystem.SOURCES):
        yield "source"
    if target.exists():
        yield "exists"


def content_files(root: Path, only: str) -> Iterator[ContentFile]:
    """Yield the files of content that a workbook has; raises HeldError or ContentError with all that is wrong."""
    reader = FileReader(root.absolute())
    found: list[ContentFile] = []
    for path in sorted(reader.root.glob(f"{FOLDER}/{only.strip('/')}/**/*.yml" if only else f"{FOLDER}/*/**/*.yml")):
        key = file_key(PurePosixPath(path.relative_to(reader.root).as_posix()))
        if key is None or path.name.startswith((".", "_")):
            continue
        reader.load(key.shape, path)
        text = reader.texts.get(path)
        root_node = read_text(key.path, text.encode("utf-8")).root if text is not None else None
        if text is not None and root_node is not None:
            hashed = sha256(text.encode("utf-8")).hexdigest()
            found.append(ContentFile(key, root_node, layout_of(text, root_node), hashed))
    mistakes = [problem for problem in reader.problems if problem.code != OPEN_DOUBT]
    if reader.holds:
        raise HeldError([*reader.holds, *mistakes])
    if mistakes:
        raise ContentError(mistakes)
    yield from sorted(found, key=lambda file: file.key.order)


def too_long(target: Path, table: SheetTable) -> Iterator[Problem]:
    """Yield E858 for each text that a cell of a spreadsheet cannot hold."""
    for row in table.rows:
        for head, text in zip(table.heads, row, strict=True):
            if len(text) > LONGEST:
                place = translate("bulk.place.column", file=target.as_posix(), at=table.title, head=head)
                yield Problem(Place.whole(place), "E858")


def widths(table: SheetTable) -> list[int]:
    """Return the widths of the columns of a sheet in letters."""
    columns = zip(*table.rows, strict=True)
    return [WIDE if max(map(len, texts)) > SHORT else NARROW for texts in columns]
