"""Reads a file of another program in a process with limits of time and memory."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

from generator.importing.documents import read_document
from generator.importing.old_workbooks import read_old_workbook
from generator.importing.pdf_pages import read_pdf
from generator.importing.plain_tables import read_csv, read_tsv
from generator.importing.source import Contents, SourceFile, SourceTable, cleaned_cells, refusal, without_margin
from generator.importing.web_pages import read_page
from generator.importing.workbooks import read_workbook
from generator.secrecy.text_gate import safe_path
from generator.system.limited_process import LimitReached, run_limited
from generator.text.files import file_bytes

Reader = Callable[[str, bytes], Contents]
# The readers by the ends of names.
READERS: dict[str, Reader] = {
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
    ".html": read_page,
    ".htm": read_page,
    ".pdf": read_pdf,
    ".docx": read_document,
    ".xls": read_old_workbook,
    ".csv": read_csv,
    ".tsv": read_tsv,
}
MOST_BYTES = 20_000_000
SECONDS, MEGABYTES = 60, 400


def read_source(path: Path) -> SourceFile:
    """Return the tables of a file; raises UsageError with the reason for one that cannot be read."""
    name = safe_path(path.as_posix())
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise refusal(name, "kind")
    data = file_bytes(path, name, MOST_BYTES)
    if not data:
        raise refusal(name, "blank")
    try:
        return run_limited(partial(read_tables, reader, name, data), SECONDS, MEGABYTES)
    except LimitReached as reached:
        raise refusal(name, reached.limit) from reached


def read_tables(reader: Reader, name: str, data: bytes) -> SourceFile:
    """Return the tables of the bytes of a file, each cell as a record may have it."""
    tables, omissions = reader(name, data)
    parts = ((table.place, without_margin(table.cells), table.texts, table.below) for table in tables)
    found = (SourceTable(place, *map(cleaned_cells, some)) for place, *some in parts)
    return SourceFile(name, sha256(data).hexdigest(), tuple(found), tuple(omissions))
