"""A record against the workbook that it was transcribed from, by the readers that import it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tracing import is_faithful
from workbooks import TYPED as FOLDER, official_book, place_of, saved

from generator.cli.neighbours import drawing_around
from generator.cli.trace import json_report, original_of, read_form, redacted_copy, text_report, trace_report
from generator.problems import UsageError
from generator.tracing.alignment import align
from generator.tracing.document_index import DocumentIndex
from generator.tracing.labels import FormLabels

TYPED = FOLDER / "2023.yml"
MARKED = "绝密行动（密）"


def original(folder: Path, **cells: str) -> Path:
    """The workbook of the form of 2023, some cells with another text."""
    book, sheet = official_book()
    for place, text in cells.items():
        sheet[place] = text
    path = folder / "原件.xlsx"
    path.write_bytes(saved(book))
    return path


def test_every_cell_of_a_workbook_is_found_and_nothing_is_left_over(tmp_path: Path) -> None:
    trace = trace_report(TYPED, original(tmp_path))
    assert trace.is_faithful
    assert (trace.left, trace.figures, trace.wrong) == ((), (), ())


def test_what_nobody_sees_in_a_workbook_is_named_by_its_place(tmp_path: Path) -> None:
    book, sheet = official_book()
    sheet["B40"] = "看不见"
    sheet.row_dimensions[40].hidden = True
    path = tmp_path / "原件.xlsx"
    path.write_bytes(saved(book))
    report = text_report(trace_report(TYPED, path))
    assert "原件里看不见的没有对照：Sheet1!B40隐藏的内容。" in report
    assert "“看不见”" not in report


def test_another_figure_is_wrong_on_both_sides(tmp_path: Path) -> None:
    _, sheet = official_book()
    trace = trace_report(TYPED, original(tmp_path, **{place_of(sheet, "≥75%"): "≥76%"}))
    assert not trace.is_faithful
    assert [traced.cell.text for traced in trace.wrong] == ["≥75%"]


@pytest.mark.slow
def test_each_cell_that_was_damaged_after_its_import_is_caught(tmp_path: Path) -> None:
    path = original(tmp_path)
    form, _ = read_form(TYPED)
    document = DocumentIndex(original_of(path), FormLabels(form, drawing_around(TYPED, form)))
    cells = [traced.cell for traced in trace_report(TYPED, path).cells]
    assert is_faithful(cells, align(document, cells))
    damaged = [
        (order, text)
        for order, cell in enumerate(cells)
        if cell.text and not cell.is_about
        for text in {cell.text[:-1], cell.text[1:], f"{cell.text}误", re.sub("[0-9]", other_digit, cell.text, count=1)}
        if text != cell.text
    ]
    missed = []
    for order, text in damaged:
        changed = [*cells[:order], replace(cells[order], text=text), *cells[order + 1 :]]
        if is_faithful(changed, align(document, changed)):
            missed.append((cells[order].text, text))
    assert missed == []
    assert len(damaged) > 200


def other_digit(found: re.Match[str]) -> str:
    """The digit after that of a match."""
    return str((int(found[0]) + 1) % 10)


def test_a_marked_row_is_in_no_report(tmp_path: Path) -> None:
    book, sheet = official_book()
    row = sheet.max_row + 1
    for column, text in enumerate(("", "其他指标", MARKED, "120人"), 1):
        sheet.cell(row, column, text)
    path = tmp_path / "原件.xlsx"
    path.write_bytes(saved(book))
    trace = trace_report(TYPED, path)
    for report in (text_report(trace), json_report(trace)):
        assert "绝密" not in report
        assert "120人" not in report
    assert not trace.sha256
    assert "绝密" not in redacted_copy(TYPED, path)


def test_a_file_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "原件.doc"
    path.write_bytes(b"x")
    with pytest.raises(UsageError) as refused:
        trace_report(TYPED, path)
    [problem] = refused.value.problems
    assert problem.code == "E601"
    assert {".txt", ".xlsx", ".docx", ".pdf"} <= {*dict(problem.values)["known"].split()}
