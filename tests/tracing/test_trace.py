"""Holding a record against its original: what is found where, what is caught, and what is kept of it."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from reading import good_text, record_of, replaced
from ruling import facts_of, told as finding_told
from tracing import FORM, LABELS, TEMPLATES, as_html, ground_of, is_faithful, lacking, told, traced

from generator.analysis.rules import RuleInput, find
from generator.cli.trace import html_report, json_report, text_report, trace_report
from generator.forms.cells import fingerprint, has_changed_since_trace
from generator.problems import GongkaiError
from generator.tracing.alignment import align
from generator.tracing.document_index import DocumentIndex
from generator.tracing.original import Original, plain, source_text
from generator.tracing.queries import VerbatimCell, verbatim_cells
from generator.tracing.result import stored, with_stored

# Finding


def test_a_faithful_record_is_accounted_for_cell_by_cell(tmp_path: Path) -> None:
    trace = traced(good_text(), ground_of(FORM, tmp_path))
    assert (told(trace), [piece.text for piece in trace.left], trace.is_faithful) == ([], [], True)
    assert str(trace.shares.accounted) == "100.00"
    places = {".".join(map(str, cell.cell.path)): (cell.line, cell.column) for cell in trace.cells}
    assert places["title"] == (2, 1)
    assert places["staff.retired"] == (5, 23)
    assert places["budget.by_type.project"] == (8, 7)
    assert places["budget.by_level.own_level"] == (10, 13)
    assert places["tasks.key.1.amount"] == (15, 19)
    assert places["indicators.0.family"] == places["indicators.1.family"] == (18, 2)
    assert places["indicators.3.weight"] == (21, 45)


CHANGED_RECORDS = [
    # One figure for another: one that stands nowhere, one that stands elsewhere, one that is a part of another.
    ("in_service: 71 => in_service: 72", ["staff.in_service absent 72|71"], ["5 71"]),
    ("retired: 38 => retired: 12", ["staff.retired absent 12|38"], ["5 38"]),
    ("amount: 40.30 => amount: 300.5", ["tasks.key.1.amount absent 300.5|40.30"], ["15 40.30"]),
    ("retired: 38 => retired: 8", ["staff.retired absent 8|38"], ["5 38"]),
    ("amount: 40.30 => amount: 0.30", ["tasks.key.1.amount absent 0.30|40.30"], ["15 40.30"]),
    ("target: 42 => target: 1", ["indicators.0.target absent 1|42"], ["18 42"]),
    # In the midst of a text the whole figure is told.
    ("培训教师1600人次 => 培训教师1500人次", ["tasks.key.1.content differs 1500|1600"], ["15 1600"]),
    ("年12月31日前 => 年12月30日前", ["indicators.1.target differs 30|31"], ["19 31"]),
    # Words.
    ("校舍安全。 => 校舍更安全。", ["goal differs 更|"], []),
    ("年内完成维修的校舍 => 年内完成维修校舍", ["indicators.0.definition differs |的"], ["18 的"]),
    ("department: 示例市教育局 => department: 示例市卫生局", ["department differs 卫生局|教育局"], ["3 教育局"]),
    ("示例市教育局2026年部门预算 => 别的文件", [], []),
    # What is left out, and what the original does not say.
    ("retired: 38 => retired:", [], ["5 38"]),
    ("supervisor: => supervisor: 示例市人民政府", ["supervisor absent"], []),
    ("unit: 万元 => unit: 元", ["unit absent"], []),
]


@pytest.mark.parametrize(("change", "cells", "left"), CHANGED_RECORDS, ids=[row[0] for row in CHANGED_RECORDS])
def test_what_a_record_says_otherwise_is_told(change: str, cells: list[str], left: list[str], tmp_path: Path) -> None:
    trace = traced(replaced(change), ground_of(FORM, tmp_path))
    assert (told(trace), lacking(trace)) == (cells, left)


def test_two_figures_in_each_other_s_place_are_astray(tmp_path: Path) -> None:
    amounts = good_text().replace("amount: 300.5", "amount: X").replace("40.30", "300.5").replace("X", "40.30")
    assert told(traced(amounts, ground_of(FORM, tmp_path))) == [
        "tasks.key.0.amount astray",
        "tasks.key.1.amount astray",
    ]
    staff = good_text().replace("71", "X").replace("38", "71").replace("X", "38")
    assert told(traced(staff, ground_of(FORM, tmp_path))) == ["staff.in_service astray", "staff.retired astray"]


CHANGED_SOURCES = [
    # A row that the record lacks, its figures with it.
    ("教师水平提高\n => 教师水平提高\n3\t校车\t购置校车\t15\t安全\n", ["16 3 校车 购置校车 15 安全"], ["3", "15"]),
    # What stands before and after the form is no part of it.
    ("附件1 => 关于批复2026年目标的通知", [], ["2026"]),
    ("二级预算单位数\t12 => 二级预算单位数\t12\t合计\t121", ["5 121"], ["121"]),
    # Another way to write the same figure.
    ("1674.21 => １，６７４．２１", [], []),
    ("基本支出\t1674.21 => 基本支出\t1,674.21", [], []),
    # Lines broken anywhere, white space and invisible characters.
    ("办好义务教育 => 办好\u3000义务\n教\u200b育", [], []),
    ("三级指标解释 => 三级指\n标解释", [], []),
]


@pytest.mark.parametrize(("change", "left", "figures"), CHANGED_SOURCES, ids=[row[0][:12] for row in CHANGED_SOURCES])
def test_what_the_original_says_besides_is_told(
    change: str, left: list[str], figures: list[str], tmp_path: Path
) -> None:
    old, new = change.split(" => ")
    assert FORM.count(old) == 1
    trace = traced(good_text(), ground_of(FORM.replace(old, new), tmp_path))
    assert (told(trace), lacking(trace), [piece.text for piece in trace.figures]) == ([], left, figures)


def test_a_cell_without_its_label_is_for_a_person_to_look_at(tmp_path: Path) -> None:
    source = FORM.replace("在职人数\t71\t", "在职人数\t") + "71\n"
    trace = traced(good_text(), ground_of(source, tmp_path))
    assert told(trace) == ["staff.in_service apart"]
    assert [cell.cell.path for cell in trace.doubtful] == [("staff", "in_service")]


def test_equal_rows_go_by_the_order_of_the_form(tmp_path: Path) -> None:
    blank = "    - name: 无\n      content: 无\n      amount: 0\n      expected: 无\n"
    twice = good_text().replace(blank, blank * 2)
    source = FORM.replace("（可选填）\t无\t无\t0\t无\n", "（可选填）\t无\t无\t0\t无\n\t无\t无\t0\t无\n")
    trace = traced(twice, ground_of(source, tmp_path))
    rows = [(cell.cell.path[2], cell.line) for cell in trace.cells if cell.cell.path[:2] == ("tasks", "other")]
    assert rows == [(0, 16)] * 4 + [(1, 17)] * 4
    assert {line.split()[1] for line in told(trace)} == {"several"}
    assert trace.is_faithful


# Kinds of files


def as_markdown(text: str) -> str:
    """The form as tables of Markdown under a heading."""
    first, title, *rows = text.splitlines()
    table = "\n".join(f"| {' | '.join(line.split(chr(9)))} |" for line in rows)
    return f"{first}\n\n## **{title}**\n\n---\n{table}\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", FORM.encode()),
        ("a.TSV", b"\xef\xbb\xbf" + FORM.replace("\n", "\r\n").encode()),
        ("a.txt", FORM.encode("gb18030")),
        ("a.html", as_html(FORM).encode()),
        ("a.htm", as_html(FORM).encode("gb18030")),
        ("a.md", as_markdown(FORM).encode()),
    ],
)
def test_every_kind_of_file_gives_the_same_trace(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    trace = traced(good_text(), DocumentIndex(source_text(tmp_path / name), LABELS))
    assert (told(trace), lacking(trace), trace.is_faithful) == ([], [], True)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"%PDF", "E601"),
        ("a", b"", "E601"),
        ("a.txt", b"\xff\xff\x81", "E103"),
        ("a.txt", "表".encode("utf-16"), "E103"),
        ("missing.txt", None, "E508"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes | None, code: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(GongkaiError) as refusal:
        source_text(tmp_path / name)
    assert [problem.code for problem in refusal.value.problems] == [code]


def test_a_text_is_read_in_place() -> None:
    raw = "# 表\n<td>甲</td>&lt;3 a<b且c>d 5%\n- **乙** ≥**栋"
    assert len(plain(raw)) == len(raw)
    assert [line.split() for line in plain(raw).replace("\0", "").splitlines()] == [
        ["表"],
        ["甲", "&lt;3", "a<b且c>d", "5%"],
        ["乙", "≥**栋"],
    ]


# Reports


def test_the_reports_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "2026.yml").write_text(replaced("amount: 40.30 => amount: 40.31"), encoding="utf-8")
    (tmp_path / "a.txt").write_text(FORM, encoding="utf-8")
    trace = trace_report(tmp_path / "2026.yml", tmp_path / "a.txt")
    line = next(cell.record_line for cell in trace.wrong)
    text = text_report(trace)
    assert f"2026.yml:{line} 任务 年度重点工作任务 第2行 拟投入的资金“40.31”" in text
    assert "记录写“40.31”，原件写“40.30”" in text
    tree = json.loads(json_report(trace))
    assert tree["faithful"] is False
    assert len(tree["cells"]) == len(trace.cells)
    assert [cell["path"] for cell in tree["cells"] if cell["state"] == "absent"] == [
        "tasks.key.1.amount",
        "source.title",
        "source.number",
    ]
    assert [figure["text"] for figure in tree["figures"]] == ["40.30"]


def test_the_page_needs_nothing_else_and_its_links_lead_somewhere(tmp_path: Path) -> None:
    trace = traced(good_text(), ground_of(FORM.replace("附件1", "<img src=x onerror=1>&<x"), tmp_path))
    page = html_report(trace, TEMPLATES)
    assert "<img" not in page
    assert "<script" not in page
    assert " style=" not in page
    assert re.findall(r'(?:src|href)="(?!#)([^"]*)"', page) == ["data:,"]
    names = set(re.findall(r' id="([^"]*)"', page))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= names


# What a record keeps


def test_a_record_keeps_its_trace_and_departs_when_its_text_changes(tmp_path: Path) -> None:
    trace = traced(good_text(), ground_of(FORM, tmp_path))
    text = with_stored(good_text(), trace)
    assert with_stored(text, trace) == text
    record, problems = record_of(text)
    assert record is not None, problems
    assert record.trace == stored(trace)
    assert not has_changed_since_trace(record)
    assert fingerprint(record) == trace.fingerprint


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("retired: 38 => retired: 37", True),
        ("retired: 38 => retired:", True),
        ("340.80 => 340.8", True),
        ("1. 办好义务教育 => 1. 办好义务教育 ", True),
        ("weight: 10 => weight: 1", True),
        ("合并单元格 => 合并的单元格", False),
        ("approved_on: 2026-02-20 => approved_on: 2026-02-21", False),
    ],
)
def test_the_fingerprint_is_of_the_words_of_the_form(change: str, expected: bool, tmp_path: Path) -> None:
    keeps = stored(traced(good_text(), ground_of(FORM, tmp_path)))
    record, _ = record_of(replaced(change))
    assert record is not None
    assert has_changed_since_trace(record.model_copy(update={"trace": keeps})) is expected


def test_a_departed_text_is_a_finding(tmp_path: Path) -> None:
    kept = with_stored(good_text(), traced(good_text(), ground_of(FORM, tmp_path)))
    for text, expected in ((good_text(), []), (kept, []), (kept.replace("retired: 38", "retired: 37"), ["V57 trace"])):
        assert [
            finding_told(finding) for finding in find(RuleInput(facts_of(text))) if finding.rule == "V57"
        ] == expected


# Forms made up by the machine

WORD = st.text(alphabet="甲乙丙丁子丑寅卯办理检查培训宣传维修工程", min_size=2, max_size=12)
AMOUNT = st.decimals(min_value=0, max_value=99999, places=2).map(lambda value: format(value, "f"))


@st.composite
def forms(draw: st.DrawFn) -> tuple[list[VerbatimCell], DocumentIndex]:
    """The rows of a made-up task table, and the document that has them as a table or as lines."""
    # Cells that say the same could each be the other: which is which, nobody can tell.
    words = iter(draw(st.lists(WORD, min_size=18, max_size=18, unique=True)))
    amounts = draw(st.lists(AMOUNT, min_size=1, max_size=6))
    rows = [(next(words), next(words), amount, next(words)) for amount in amounts]
    gap = draw(st.sampled_from(["\t", "\n", " ", "\n\n"]))
    cells = [
        VerbatimCell(("tasks", "key", number, name), name, text, name == "amount")
        for number, row in enumerate(rows)
        for name, text in zip(("name", "content", "amount", "expected"), row, strict=True)
    ]
    text = "名称\t主要实施内容\n" + "\n".join(gap.join(row) for row in rows) + "\n"
    return cells, DocumentIndex(Original("a.txt", "", plain(text), 0, (), False), LABELS)


@pytest.mark.slow
@given(forms())
def test_every_made_up_form_is_accounted_for(form: tuple[list[VerbatimCell], DocumentIndex]) -> None:
    cells, document = form
    alignment = align(document, cells)
    assert is_faithful(cells, alignment)
    starts = [match.start for match in alignment.matches]
    assert len(set(starts)) == len(starts)
    assert Counter(alignment.ownership.owners) == Counter(
        {order: len(cell.text) for order, cell in enumerate(cells)} | {-2: 8}
    )


@pytest.mark.slow
@given(forms(), st.data())
def test_one_changed_character_of_a_made_up_form_is_caught(
    form: tuple[list[VerbatimCell], DocumentIndex], data: st.DataObject
) -> None:
    cells, document = form
    order = data.draw(st.sampled_from(range(len(cells))))
    text = cells[order].text
    at = data.draw(st.sampled_from(range(len(text))))
    other = data.draw(st.sampled_from([sign for sign in "0123456789甲乙丙" if sign != text[at]]))
    changed = [
        replace(cell, text=text[:at] + other + text[at + 1 :]) if cell is cells[order] else cell for cell in cells
    ]
    assert not is_faithful(changed, align(document, changed))


def test_cells_are_those_of_the_form() -> None:
    record, _ = record_of(good_text())
    assert record is not None
    paths = [".".join(map(str, cell.path)) for cell in verbatim_cells(record, LABELS)]
    assert paths[:8] == [
        *("title", "unit", "department", "supervisor", "staff.in_service", "staff.retired"),
        *("subordinate_units", "budget.by_type.basic"),
    ]
    assert paths[-2:] == ["source.title", "source.number"]
    assert len(paths) == len(set(paths)) == 60
