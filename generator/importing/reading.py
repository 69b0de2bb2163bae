"""Reads the tables of a file of another program."""

from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.importing.documents import read_document
from generator.importing.office_files import ENDINGS, LIMITS as OFFICE_LIMITS, converted_document
from generator.importing.old_workbooks import read_old_workbook
from generator.importing.pdf_pages import read_pdf
from generator.importing.plain_tables import read_csv, read_tsv
from generator.importing.source import Contents, SourceFile, SourceTable, cleaned_cells, refusal
from generator.importing.untrusted_files import Reader, ReadLimits, read_untrusted
from generator.importing.web_pages import read_page
from generator.importing.workbooks import read_workbook
from generator.secrecy.text_gate import safe_path
from generator.text.files import file_bytes

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
# The endings of scans.
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".ofd")
LIMITS = ReadLimits(size=20_000_000, seconds=60, megabytes=400)


def read_source(path: Path) -> SourceFile:
    """Return the tables of a file; raises UsageError with the reason for one that cannot be read.

    A document of an old office program is converted first; the hash is that of the document itself.
    """
    readers = {suffix: partial(read_tables, reader) for suffix, reader in READERS.items()}
    name, suffix = safe_path(path.as_posix()), path.suffix.lower()
    if suffix in PICTURES:
        raise refusal(name, "picture")
    if suffix not in ENDINGS:
        return read_untrusted(path, readers, LIMITS, "kind")
    data = file_bytes(path, name, OFFICE_LIMITS.size)
    if not data:
        raise refusal(name, "blank")
    with TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        converted = converted_document(data, suffix, name, Path(folder))
        source = read_untrusted(converted, readers, LIMITS, "kind", name)
    return replace(source, sha256=sha256(data).hexdigest())


def read_tables(reader: Reader[Contents], name: str, data: bytes) -> SourceFile:
    """Return the tables of the bytes of a file, each cell as a record may have it."""
    tables, omissions = reader(name, data)
    found = (SourceTable(table.place, *map(cleaned_cells, (table.cells, table.texts, table.below))) for table in tables)
    return SourceFile(name, sha256(data).hexdigest(), tuple(found), tuple(omissions))
