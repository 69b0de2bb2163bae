"""Files that another program has converted: the same form gives the same values, and an unruled page is refused."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import ClassVar
from zipfile import ZipFile

import pytest
from test_other_formats import document, document_cell, paragraph
from test_unknown_forms import book_of, doubted, layouts, read

from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import FormDrawing
from generator.importing import office_files
from generator.importing.reading import READERS, read_source, read_tables
from generator.importing.source import SourceTable
from generator.problems import UsageError

OFFICE = shutil.which("soffice")
NAMES = ("beijing-project", "anhui-results", "shandong-department")
Form = tuple[FormDrawing, SourceTable, dict[CellPath, str]]
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
EDGES = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in SIDES)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f'''<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'''
LINKS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
COLUMN = '<w:gridCol w:w="1200"/>'


def document_of(table: SourceTable) -> bytes:
    """A document of a table with ruled lines."""
    rows = []
    for row in sorted({cell.row for cell in table.cells}):
        parts = []
        for cell in sorted(table.cells, key=lambda cell: cell.column):
            if cell.row == row:
                merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
                parts.append(document_cell(paragraph(cell.text), cell.colspan, merge))
            elif cell.row < row < cell.row + cell.rowspan:
                parts.append(document_cell("<w:p/>", cell.colspan, "<w:vMerge/>"))
        rows.append(f"<w:tr>{''.join(parts)}</w:tr>")
    columns = max(cell.column + cell.colspan - 1 for cell in table.cells)
    grid = f"<w:tblGrid>{COLUMN * columns}</w:tblGrid>"
    lines = f"<w:tblPr><w:tblBorders>{EDGES}</w:tblBorders></w:tblPr>"
    texts = "".join(paragraph(cell.text) for cell in table.texts)
    target = BytesIO(document(texts, f"<w:tbl>{lines}{grid}{''.join(rows)}</w:tbl>"))
    with ZipFile(target, "a") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", LINKS)
    return target.getvalue()


def converted(folder: Path, files: Sequence[Path], kind: str) -> list[Path]:
    """The files converted to another kind by the office program."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder / kind),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [folder / kind / f"{file.stem}.{kind}" for file in files]


def values_in(file: Path) -> tuple[dict[CellPath, str], set[CellPath]]:
    """The values of the form in a file, and the keys of those with doubts."""
    [draft] = filter(None, map(read, read_tables(READERS[file.suffix], file.name, file.read_bytes()).tables))
    return draft.values, doubted(draft)


def wrong_values(files: Sequence[Path], forms: Sequence[Form]) -> list[tuple[str, CellPath]]:
    """The cells of converted forms that have another value, and those that have doubts, by the names of files."""
    wrong = []
    for file, (_, _, values) in zip(files, forms, strict=True):
        found, doubts = values_in(file)
        wrong += [(file.name, path) for path, text in values.items() if found.get(path) != text]
        wrong += [(file.name, path) for path in doubts - {()}]
    return wrong


# A program in the place of LibreOffice, which copies a document or does as its case says.
STAND_IN = """#!{python}
import pathlib, shutil, sys, time
target = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
case = pathlib.Path({case!r}).read_text()
time.sleep(60 if case == "slow" else 0)
if case in ("right", "empty"):
    shutil.copy({document!r}, target / "document.docx")
"""


@pytest.mark.parametrize(
    ("case", "refused"),
    [("right", ""), ("empty", "empty"), ("nothing", "converted"), ("slow", "time"), ("", "office")],
)
def test_a_document_of_an_old_program_is_converted_or_refused(
    case: str, refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, table, values = next(each for each in layouts() if each[0].name == NAMES[0])
    (tmp_path / "case").write_text(case)
    (tmp_path / "a.docx").write_bytes(document("") if case == "empty" else document_of(table))
    file, program = tmp_path / "表.doc", tmp_path / "bin/soffice"
    file.write_bytes(b"\xd0\xcf\x11\xe0")
    program.parent.mkdir()
    if case:
        text = STAND_IN.format(python=sys.executable, case=str(tmp_path / "case"), document=str(tmp_path / "a.docx"))
        program.write_text(text)
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr(office_files, "LIMITS", replace(office_files.LIMITS, seconds=7))
    if refused:
        with pytest.raises(UsageError) as error:
            read_source(file)
        problems = [(problem.place.path, dict(problem.values)["form"]) for problem in error.value.problems]
        assert problems == [(file.as_posix(), refused)]
        return
    source = read_source(file)
    [draft] = filter(None, map(read, source.tables))
    assert (draft.values, source.sha256) == (values, sha256(file.read_bytes()).hexdigest())


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="soffice is not on the path: nothing converts the files")
def test_old_documents_give_the_same_values(tmp_path: Path) -> None:
    [form] = [each for each in layouts() if each[0].name == NAMES[0]]
    file = tmp_path / "a.docx"
    file.write_bytes(document_of(form[1]))
    for kind in ("rtf", "odt", "doc"):
        [file] = converted(tmp_path, [file], kind)
        [draft] = filter(None, map(read, read_source(file).tables))
        assert draft.values == form[2], kind


class Requests(BaseHTTPRequestHandler):
    """Has a list of the addresses that are asked for; answers nothing."""

    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_GET

    def log_message(self, *args: object) -> None:
        """Write nothing."""


NAMESPACES = (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"
office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p><draw:frame
text:anchor-type="as-char"><draw:image xlink:href="http://127.0.0.1:{port}/a.png" xlink:type="simple"
xlink:actuate="onLoad"/></draw:frame></text:p><table:table><table:table-column/><table:table-row>
<table:table-cell><text:p>项目</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document>"""


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="soffice is not on the path: nothing converts the files")
def test_pictures_that_a_document_names_are_not_fetched(tmp_path: Path) -> None:
    names = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in NAMESPACES)
    with ThreadingHTTPServer(("127.0.0.1", 0), Requests) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        file = tmp_path / "a.odt"
        file.write_text(FLAT.format(names=names, port=server.server_port), encoding="utf-8")
        [table] = read_source(file).tables
        server.shutdown()
    assert ([cell.text for cell in table.cells], Requests.seen) == (["项目"], [])


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="soffice is not on the path: nothing converts the files")
def test_converted_workbooks_give_the_same_values(tmp_path: Path) -> None:
    forms = [each for each in layouts() if each[0].name in NAMES]
    books = [tmp_path / f"{drawing.name}.xlsx" for drawing, *_ in forms]
    for book, (_, table, _) in zip(books, forms, strict=True):
        book.write_bytes(book_of(table))
    files = [converted(tmp_path, books, "xls"), converted(tmp_path, books, "html")]
    files.append(converted(tmp_path, converted(tmp_path, books, "ods"), "xlsx"))
    assert [wrong for some in files for wrong in wrong_values(some, forms)] == []
    # A workbook has no lines on its pages unless it has borders.
    [page] = converted(tmp_path, books[:1], "pdf")
    with pytest.raises(UsageError):
        read_tables(READERS[".pdf"], page.name, page.read_bytes())


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="soffice is not on the path: nothing converts the files")
def test_converted_documents_give_the_same_values(tmp_path: Path) -> None:
    forms = [each for each in layouts() if each[0].name in NAMES]
    documents = [tmp_path / f"{drawing.name}.docx" for drawing, *_ in forms]
    for file, (_, table, _) in zip(documents, forms, strict=True):
        file.write_bytes(document_of(table))
    assert wrong_values(documents, forms) == []
    pages = converted(tmp_path, documents, "pdf")
    if not pages[0].exists():
        pytest.skip("soffice has no Writer: nothing converts the documents")
    assert wrong_values(pages, forms) == []
