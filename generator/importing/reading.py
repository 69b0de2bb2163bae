"""Reads the tables of a file of another program."""

from functools import partial
from hashlib import sha256
from pathlib import Path

from generator.importing.documents import read_document
from generator.importing.old_workbooks import read_old_workbook
from generator.importing.pdf_pages import read_pdf
from generator.importing.plain_tables import read_csv, read_tsv
from generator.importing.source import Contents, SourceFile, SourceTable, cleaned_cells
from generator.importing.untrusted_files import Reader, ReadLimits, read_untrusted
from generator.importing.web_pages import read_page
from generator.importing.workbooks import read_workbook

# The readers by the ends of names.
READERS: dict[str, Reader[Contents]] = {
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
LIMITS = ReadLimits(size=20_000_000, seconds=60, megabytes=400)


def read_source(path: Path) -> SourceFile:
    """Return the tables of a file; raises UsageError with the reason for one that cannot be read."""
    readers = {suffix: partial(read_tables, reader) for suffix, reader in READERS.items()}
    return read_untrusted(path, readers, LIMITS, "kind")


def read_tables(reader: Reader[Contents], name: str, data: bytes) -> SourceFile:
    """Return the tables of the bytes of a file, each cell as a record may have it."""
    tables, omissions = reader(name, data)
    found = (SourceTable(table.place, *map(cleaned_cells, (table.cells, table.texts, table.below))) for table in tables)
    return SourceFile(name, sha256(data).hexdigest(), tuple(found), tuple(omissions))
