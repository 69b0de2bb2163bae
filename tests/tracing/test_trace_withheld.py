"""Withheld rows in an original: told by place and length, and never shown, whatever a trace is turned into."""

from pathlib import Path

import pytest
from reading import good_text
from tracing import FORM, as_html, ground_of, reports, told, traced

from generator.cli.trace import text_report, trace_report
from generator.problems import GongkaiError
from generator.tracing.matches import MatchState

SECRET_NAME, SECRET_CONTENT, SECRET_AMOUNT = "雀山走访专题", "对重点对象逐一走访登记（密）", "17.25"
SECRET_ROW = f"3\t{SECRET_NAME}\t{SECRET_CONTENT}\t{SECRET_AMOUNT}\t情况清楚\n"
WITHHELD = """\
    - withheld: all
      basis: 《中华人民共和国政府信息公开条例》第十四条
      decided_on: 2026-01-15
      decided_by: 示例局保密审查小组
"""
WITHHOLDING = good_text().replace("  other:\n    - name", WITHHELD + "  other:\n    - name")
MARKED_FORM = FORM.replace("教师水平提高\n", "教师水平提高\n" + SECRET_ROW)
# The same row in the running text of a page: nobody can say where it begins and ends.
FLOWING = "雀山\n走访专题\n\n对重点对象逐一\n\n走访登记（密）\n\n17.25\n情况清楚\n"
PIECES = ("雀山", "走访", "重点对象", "登记", "17.25", "情况清楚")
SPREAD_ROW = f"<tr>\n<td>{SECRET_NAME}</td>\n<td>\n{SECRET_CONTENT}</td>\n<td>17.25</td>\n<td>情况清楚</td>\n</tr>"


@pytest.mark.parametrize(
    ("name", "source", "is_guarded"),
    [
        ("a.txt", MARKED_FORM, False),
        ("a.html", as_html(MARKED_FORM), False),
        ("a.html", as_html(FORM).replace("<tr><td><p>其他需", SPREAD_ROW + "<tr><td><p>其他需"), False),
        ("a.txt", FORM.replace("教师水平提高\n", f"教师水平提高\n{FLOWING}"), True),
        ("a.txt", FORM + FLOWING, True),
        ("a.txt", FLOWING + FORM, True),
        # A row that is withheld without a mark in the original cannot be told from one that was forgotten.
        ("a.txt", MARKED_FORM.replace("（密）", ""), True),
        # A mark in another place than the record withholds.
        ("a.txt", SECRET_ROW.replace("雀山走访专题", "另一项") + MARKED_FORM.replace("（密）", ""), True),
        # A quoted cell that goes on in the next line.
        ("a.tsv", MARKED_FORM.replace("走访登记（密）", '"走访\n登记（密）"'), True),
    ],
)
def test_nothing_of_a_withheld_row_is_ever_shown(name: str, source: str, is_guarded: bool, tmp_path: Path) -> None:
    trace = traced(WITHHOLDING, ground_of(source, tmp_path, name))
    assert trace.is_guarded is is_guarded
    shown = reports(trace)
    assert [piece for piece in PIECES if piece in shown] == []
    assert trace.wrong == ()


def test_a_marked_row_is_told_by_line_and_length_alone(tmp_path: Path) -> None:
    trace = traced(WITHHOLDING, ground_of(MARKED_FORM, tmp_path))
    count = len("".join(SECRET_ROW.split()))
    assert [(piece.line, piece.count, piece.text) for piece in trace.left] == [(16, count, "")]
    assert f"［有密级标记的段落，{count} 字，不显示］" in text_report(trace)
    assert trace.is_faithful
    assert trace.figures == ()


def test_a_row_that_is_withheld_in_part_is_found_and_not_shown(tmp_path: Path) -> None:
    part = WITHHELD.replace("withheld: all", f"name: 专题\n      amount: {SECRET_AMOUNT}\n      withheld: content")
    text = good_text().replace("  other:\n    - name", part + "  other:\n    - name")
    source = MARKED_FORM.replace(SECRET_NAME, "专题")
    trace = traced(text, ground_of(source, tmp_path))
    found = [(cell.cell.text, cell.match.state, cell.line) for cell in trace.cells if cell.cell.is_in_withheld_row]
    assert found == [("专题", MatchState.FOUND, 16), (SECRET_AMOUNT, MatchState.FOUND, 16)]
    assert "重点对象" not in reports(trace)


def test_no_cell_is_found_in_a_marked_row(tmp_path: Path) -> None:
    source = MARKED_FORM.replace("300.5", "").replace(SECRET_AMOUNT, "300.5")
    assert "tasks.key.0.amount absent" in told(traced(WITHHOLDING, ground_of(source, tmp_path)))


def test_what_a_guarded_trace_finds_different_is_not_quoted(tmp_path: Path) -> None:
    source = FORM.replace("校舍安全\n", "校舍更安全\n") + FLOWING
    trace = traced(WITHHOLDING.replace("校舍维修\n", "校舍修缮\n"), ground_of(source, tmp_path))
    assert {line.split()[1] for line in told(trace)} <= {"differs", "absent"}
    assert all(cell.match.differences == () for cell in trace.cells)


def test_a_record_with_a_mark_is_held(tmp_path: Path) -> None:
    (tmp_path / "2026.yml").write_text(good_text().replace("维修中小学校舍", "维修校舍（密）"), encoding="utf-8")
    (tmp_path / "a.txt").write_text(FORM, encoding="utf-8")
    with pytest.raises(GongkaiError) as held:
        trace_report(tmp_path / "2026.yml", tmp_path / "a.txt")
    assert held.value.exit_code == 3
