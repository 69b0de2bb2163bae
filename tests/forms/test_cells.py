"""The walk over the cells of a form: what it yields, and that nothing else lists columns, titles or withheld cells."""

import ast
from pathlib import Path

import pytest
from corpora import loaded_corpus
from reading import DECISION, form_of

from generator.forms.cells import (
    anchor,
    anchored_path,
    cells,
    columns_of,
    fingerprint,
    groups_within,
    table_columns,
    texts_outside_form,
)
from generator.forms.fields import WITHHELD, FieldGroup, titles_of
from generator.forms.model import Project, Record
from generator.words import translate

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator"
# The model names the fields; the summary tables have columns of their own.
DESCRIBED = {"forms/model.py", "forms/cells.py", "analysis/summaries.py"}
MOST_KEYS = 2


SHORT = """
title: 表
unit: 万元
department: 甲局
supervisor:
staff: {total: 依规不公开, withheld: {DECISION}}
budget:
  by_type: {basic: 10, project: 依规不公开, withheld: {DECISION}}
goal: 目标
tasks:
  key:
    - {name: 一, content: 内容, amount: 3.10}
    - {withheld: all, DECISION}
    - {name: 二, amount: 4, withheld: content, DECISION}
    - {name: 三, content: 内容, withheld: amount, DECISION}
  other:
indicators:
  - {family: 产出指标, type: 成本指标, name: 成本, target: 依规不公开, withheld: {DECISION}}
framework: before-101
source: {title: 原件}
disclosure: {attribute: 主动公开, approved_on: , published_on: , budget_published_on: }
review: {by: 某局, on: 2026-01-06, conclusion: 同意公开}
notes: [一句说明]
""".replace("DECISION", DECISION)


def test_the_walk_yields_each_cell_of_the_form_in_its_order() -> None:
    found = [(".".join(map(str, cell.path)), cell.title, cell.kind, cell.text) for cell in cells(form_of(SHORT))]
    assert found == [
        ("title", "表名", "text", "表"),
        ("unit", "金额单位", "text", "万元"),
        ("department", "预算单位名称", "text", "甲局"),
        ("supervisor", "主管部门名称", "text", ""),
        ("staff.total", "财政供养人员数", "count", WITHHELD),
        ("budget.by_type.basic", "基本支出", "money", "10"),
        ("budget.by_type.project", "项目支出", "money", WITHHELD),
        ("goal", "总体绩效目标", "prose", "目标"),
        ("tasks.key.0.name", "名称", "text", "一"),
        ("tasks.key.0.content", "主要实施内容", "prose", "内容"),
        ("tasks.key.0.amount", "拟投入的资金", "money", "3.10"),
        ("tasks.key.1.name", "名称", "text", WITHHELD),
        ("tasks.key.1.content", "主要实施内容", "prose", WITHHELD),
        ("tasks.key.1.amount", "拟投入的资金", "money", WITHHELD),
        ("tasks.key.2.name", "名称", "text", "二"),
        ("tasks.key.2.content", "主要实施内容", "prose", WITHHELD),
        ("tasks.key.2.amount", "拟投入的资金", "money", "4"),
        ("tasks.key.3.name", "名称", "text", "三"),
        ("tasks.key.3.content", "主要实施内容", "prose", "内容"),
        ("tasks.key.3.amount", "拟投入的资金", "money", WITHHELD),
        ("tasks.other", "其他需完成的任务", "table", ""),
        ("indicators.0.family", "一级指标", "text", "产出指标"),
        ("indicators.0.type", "二级指标", "text", "成本指标"),
        ("indicators.0.name", "三级指标", "text", "成本"),
        ("indicators.0.target", "指标值", "text", WITHHELD),
    ]


def test_withheld_cells_are_hidden_and_no_others() -> None:
    form = form_of(SHORT)
    assert {cell.hidden for cell in cells(form) if cell.text != WITHHELD} == {False}
    assert {cell.hidden for cell in cells(form) if cell.text == WITHHELD} == {True}
    assert {cell.value for cell in cells(form) if cell.hidden} == {None}


def test_the_word_of_a_withheld_cell_is_the_one_that_readers_see() -> None:
    assert translate("absence.withheld") == WITHHELD


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("budget", "by_type", "project"), "by-type-project"),
        (("budget", "by_type"), "by-type"),
        (("tasks", "key", 3, "amount"), "task-4"),
        (("tasks", "other", 0, "name"), "tasks"),
        (("indicators", 0, "target"), "indicator-1"),
        (("indicators", 9, "target"), "indicators"),
        (("goal",), "goal"),
        (("title",), "form-title"),
        (("unit",), "summary"),
        (("disclosure", "budget_published_on"), "budget-published-on"),
    ],
)
def test_every_cell_has_its_place_on_the_page(path: tuple[str | int, ...], expected: str) -> None:
    assert anchor(path, form_of(SHORT)) == expected


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests/content/good", ROOT / "tests/content/projects"])
def test_the_path_of_an_anchor_leads_to_the_anchor(root: Path) -> None:
    for source in loaded_corpus(root).forms:
        form = source.record
        anchors = {anchor(cell.path, form) for cell in cells(form)} | {"published-on"}
        assert len(anchors) > MOST_KEYS
        assert {anchor(anchored_path(name, form), form) for name in anchors} == anchors


def test_a_row_that_is_withheld_whole_tells_no_column() -> None:
    row = f"{{withheld: all, {DECISION}}}"
    rows = SHORT.partition("    - {name: 一")[0] + f"    - {row}\n  other:\n" + SHORT.partition("  other:\n")[2]
    assert [column.key for column in table_columns(form_of(SHORT), "tasks")] == ["name", "content", "amount"]
    assert [column.key for column in table_columns(form_of(rows), "tasks")] == [
        *("name", "content", "amount", "expected")
    ]


def test_what_stands_beside_the_form_is_no_cell_of_it() -> None:
    found = {cell.path: cell.text for cell in texts_outside_form(form_of(SHORT))}
    assert found[("notes", 0)] == "一句说明"
    assert found[("review", "conclusion")] == "同意公开"
    assert found[("indicators", 0, "withheld", "basis")] == "依据"
    assert not found.keys() & {cell.path for cell in cells(form_of(SHORT))}


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests/content/good", ROOT / "tests/content/projects"])
def test_the_walk_and_what_stands_beside_are_all_of_a_file(root: Path) -> None:
    for source in loaded_corpus(root).forms:
        walked = {cell.path for cell in cells(source.record)} | {
            cell.path for cell in texts_outside_form(source.record)
        }
        assert set(leaves(source.record, ())) <= walked


def leaves(part: FieldGroup, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    """The paths of all values under a part, found without the model's titles."""
    found: list[tuple[str | int, ...]] = []
    for key, value in part:
        for step, inside in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            at = (*path, key) if step is None else (*path, key, step)
            if isinstance(inside, FieldGroup):
                found += leaves(inside, at)
            elif inside is not None:
                found.append(at)
    return found


def test_a_withheld_cell_is_one_fixed_word_in_the_fingerprint() -> None:
    shown = SHORT.replace("project: 依规不公开", "project: 20").replace(
        f", withheld: {{{DECISION}}}}}\ngoal", "}\ngoal"
    )
    assert fingerprint(form_of(shown)) != fingerprint(form_of(SHORT))


def test_money_and_counts_are_known_by_their_fields() -> None:
    kinds = {
        f"{shape.__name__}.{column.key}": column.kind
        for shape in groups_within(Record, Project)
        for column in columns_of(shape)
        if column.kind in ("money", "count")
    }
    assert set(kinds.values()) == {"money", "count"}
    assert [name for name, kind in kinds.items() if kind == "count"] == [
        *(name for name in kinds if name.startswith("Staff.") or name.endswith(".subordinate_units"))
    ]


def collections(tree: ast.AST) -> list[tuple[int, set[str]]]:
    """The strings that stand together in one tuple, list, set or dictionary, with their line."""
    found = []
    for node in ast.walk(tree):
        parts: list[ast.expr | None] = []
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            parts = [*node.elts]
        elif isinstance(node, ast.Dict):
            parts = [*node.keys]
        words = {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
        found += [(getattr(node, "lineno", 0), words)] if words else []
    return found


@pytest.mark.slow
def test_no_other_file_lists_the_columns_or_titles_of_a_table() -> None:
    rows = (shape for shape in groups_within(Record, Project) if shape not in (Record, Project))
    tables = [
        shape for shape in rows if any(column.kind in ("money", "count", "prose") for column in columns_of(shape))
    ]
    known = [words for shape in tables for words in (set(titles_of(shape)), set(titles_of(shape).values()))]
    again = [
        f"{path.relative_to(GENERATOR)}:{line}"
        for path in sorted(GENERATOR.rglob("*.py"))
        if str(path.relative_to(GENERATOR)) not in DESCRIBED
        for line, words in collections(ast.parse(path.read_text(encoding="utf-8")))
        if any(len(words & of_table) > MOST_KEYS for of_table in known)
    ]
    assert again == []
