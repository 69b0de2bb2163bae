"""A filled form is read back by its drawing, and whatever differs between the two is reported."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from form_reading import page_of
from form_records import BESIDE_THE_FORM, COUNTS, DECISION, FIGURES, NAMES, TEXTS
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from generator.forms.cells import WITHHELD_KEYS, cell_texts
from generator.forms.drawings.collection import all_shipped
from generator.forms.drawings.drawing import UNIT, FormDrawing, Slot
from generator.forms.drawings.filled import is_figure, read_filled
from generator.forms.drawings.fit import misfit
from generator.forms.drawings.read_cells import ReadCell, bare
from generator.forms.drawings.reader import read_drawing
from generator.forms.drawings.vocabulary import SHAPES, fields_of, kind_of_slot
from generator.forms.fields import WITHHELD
from generator.forms.model import Form
from generator.importing.drafting import drafted
from generator.importing.fits import best_fit
from generator.importing.reading import READERS, read_tables
from generator.output.exports.form import grid_workbook
from generator.output.form_pages.drawn import filled_grid
from generator.secrecy.marks import find_marks
from generator.secrecy.personal_data import find_private
from generator.system.manifest import pieces
from generator.text.files import has_forbidden
from generator.text.yaml import read_text
from generator.words import format_problem

SHIPPED = all_shipped()
FOLDER = Path(__file__).parents[2] / "generator/forms/drawings/shipped"
# Fields of which no blank is allowed, or that tell a row from a blank one.
FILLED = ("department", "name", "goal", "family", "type")


def value_of(draw: st.DrawFn, drawing: FormDrawing, slot: Slot, texts: Any) -> str:
    """A value that may stand in a slot."""
    kind = kind_of_slot(slot, drawing)
    if slot.path[-1] in FILLED:
        return draw(NAMES.filter(lambda text: not has_forbidden(text)))
    if draw(st.integers(0, 15)) == 0 and not {"family", "type"} & set(slot.path):
        return WITHHELD
    if kind in ("money", "count"):
        return draw(st.sampled_from(FIGURES if kind == "money" else COUNTS))
    return next(texts)


def decided(cells: dict[str, Any]) -> dict[str, Any]:
    """The cells of a group or a row, with a decision where some are withheld."""
    return cells | ({"withheld": DECISION} if WITHHELD in cells.values() else {})


def task_of(cells: dict[str, Any], part: str) -> dict[str, Any]:
    """The cells of a task, of which a part is withheld."""
    cells = {key: "无" if text == WITHHELD else text for key, text in cells.items()}
    if not part or (part != "all" and part not in cells):
        return cells
    own = {key for key in cells if not key.isascii()}
    gone = WITHHELD_KEYS[part] | own
    return {key: text for key, text in cells.items() if key not in gone} | {"withheld": part} | DECISION


def group_at(tree: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The group at some keys of a tree, which is made where it is not there."""
    for key in keys:
        tree = tree.setdefault(key, {})
    return tree


@st.composite
def forms(draw: st.DrawFn, drawing: FormDrawing) -> Form:
    """A form with a value for each slot of its drawing or none for one that may be missing, up to seven rows a list."""
    texts = cycle(draw(st.lists(TEXTS.filter(lambda text: not has_forbidden(text)), min_size=1, max_size=8)))
    has_unit = any(slot.kind == UNIT for cell in drawing.cells for slot in cell.slots)
    unit = draw(st.sampled_from(["万元", "元"])) if has_unit else drawing.unit
    tree: dict[str, Any] = {"title": drawing.titled(2021), "unit": unit}
    columns: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    needed = {slot.path[-1] for slot in drawing.slots if slot.rows and not slot.is_optional} | {"name"}
    absent = {slot.path[-1] for slot in drawing.slots if slot.rows and draw(st.booleans())} - needed
    for slot in drawing.slots:
        if slot.rows and slot.path[-1] not in absent:
            columns[slot.rows].append(slot)
        elif not slot.rows and not (slot.is_optional and draw(st.booleans())):
            group_at(tree, slot.path[:-1])[slot.path[-1]] = value_of(draw, drawing, slot, texts)
    groups = [group for group in (tree, *nested(tree)) if WITHHELD in group.values()]
    for group in groups:
        group["withheld"] = DECISION
    for keys, slots in columns.items():
        if slots[0].is_optional and draw(st.booleans()):
            continue
        rows = []
        for _ in range(draw(st.integers(0, 7))):
            cells = {slot.path[-1]: value_of(draw, drawing, slot, texts) for slot in slots}
            part = draw(st.sampled_from(("", "", "", "", *WITHHELD_KEYS)))
            rows.append(task_of(cells, part) if keys[0] == "tasks" else decided(cells))
        group_at(tree, keys[:-1])[keys[-1]] = rows
    return SHAPES[drawing.kind].model_validate(tree | BESIDE_THE_FORM)


def nested(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The groups inside a group."""
    for value in tree.values():
        if isinstance(value, dict):
            yield value
            yield from nested(value)


def form_of(draft: str, drawing: FormDrawing) -> Form:
    """The form that the cells of a draft are, when its decisions are filled in."""
    for key, text in DECISION.items():
        draft = re.sub(f"(?m)^( *{key}):$", rf"\1: {text}", draft)
    reading = read_text("a.yml", draft.encode("utf-8"))
    assert not reading.problems
    return SHAPES[drawing.kind].model_validate({**(reading.root or {}), **BESIDE_THE_FORM})


def without_ends(text: str) -> str:
    """A text without the spaces at the ends of its lines, which are no part of a form."""
    return "\n".join(line.rstrip(" ") for line in text.split("\n")).strip("\n")


# Run by `make test-deep` too, where each drawing has a thousand records.
@pytest.mark.slow
@pytest.mark.hypothesis
@pytest.mark.parametrize("name", SHIPPED)
def test_a_form_is_read_back_from_its_page_and_its_spreadsheet(name: str) -> None:
    drawing = SHIPPED[name]
    words = {bare(cell.words("", "")) for cell in drawing.cells if cell.slot is None} - {""}
    printed = words.union(field.title for field in fields_of(drawing.kind).values())

    @settings(
        max_examples=1000 if settings.default.max_examples > 1000 else settings.default.max_examples // 8,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(forms(drawing))
    def holds(form: Form) -> None:
        assume(not misfit(form, drawing))
        texts = cell_texts(form).values()
        # A value that is a printed word is a doubt, and one with a mark or a personal number is not taken over.
        assume(printed.isdisjoint(map(bare, texts)))
        assume(not any(find_marks(text) or find_private(text) for text in texts))
        grid = filled_grid(form, 2021, drawing)
        # The lines of a title are one in a draft.
        expected = {path: without_ends(text) for path, text in cell_texts(form).items()}
        expected["title",] = form.title.replace("\n", "")
        # Space between printed words and a value is that of the layout.
        inside = {slot.path for cell in drawing.cells if cell.slot is None for slot in cell.values}
        expected = {path: text.strip() if path in inside else text for path, text in expected.items()}
        files = {"form.html": page_of(grid).encode(), "form.xlsx": b"".join(pieces(grid_workbook(grid, "表")))}
        for file, content in files.items():
            source = read_tables(READERS[Path(file).suffix], file, content)
            fit = best_fit(source.tables[0], [drawing], [])
            assert fit is not None
            assert (fit.faults, source.omissions) == (0, ())
            draft = drafted(fit, "2021")
            if ("unit",) not in draft.values:
                # Nothing prints the unit of a form that shows no money.
                expected["unit",] = drawing.unit
            assert cell_texts(form_of(draft.yaml(is_named=False), drawing)) == expected

    holds()


def sample(drawing: FormDrawing) -> list[ReadCell]:
    """The cells of a form with 1 in each slot, each list with one row."""
    found, first = [], 1
    for block in drawing.blocks:
        for row in block:
            for cell in row:
                text = "1" if cell.slot else cell.words(drawing.unit, "2021")
                found.append(ReadCell(first + cell.row, cell.column + 1, text, cell.rowspan, cell.colspan))
        first += len(block)
    return found


def problems_of(drawing: FormDrawing, found: list[ReadCell], title: str = "") -> list[str]:
    """The problems of reading some cells by a drawing."""
    filled = read_filled(drawing, "form.xlsx", title or drawing.titled(2021), found)
    return [format_problem(problem) for problem in filled.problems]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_each_printed_word_that_another_replaces_is_reported(every: bool, name: str) -> None:
    drawing = SHIPPED[name]
    found = sample(drawing)
    assert problems_of(drawing, found) == []
    words = [at for at, cell in enumerate(found) if cell.text not in ("1", "")]
    # A form may print the same words in dozens of rows.
    last = {(found[at].column, found[at].text): at for at in words}
    unseen = [
        found[at]
        for at in (words if every else last.values())
        if not problems_of(drawing, [*found[:at], replace(found[at], text="别的字"), *found[at + 1 :]])
    ]
    assert (unseen, len(words) > 5) == ([], True)
    assert problems_of(drawing, found, "另一张表") != []


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_each_line_that_a_drawing_has_lost_is_reported(every: bool, name: str) -> None:
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    head, _, sheet = text.partition("sheet: |\n")
    lines = sheet.splitlines()
    found = sample(SHIPPED[name])
    unseen = []
    # One of the lines that differ in words alone.
    last = {re.sub(r"\w+", "x", line): number for number, line in enumerate(lines)}
    for number, line in enumerate(lines):
        if not every and number not in last.values():
            continue
        rest = "\n".join([*lines[:number], *lines[number + 1 :]])
        drawing, _ = read_drawing("a.yml", f"{head}sheet: |\n{rest}\n".encode())
        if line.strip() and drawing is not None and not problems_of(drawing, found):
            unseen.append(line)
    assert unseen == []


def test_a_difference_is_reported_at_its_cell() -> None:
    drawing = SHIPPED["zhanjiang-2021"]
    found = [replace(cell, text="很多") if (cell.row, cell.column) == (5, 3) else cell for cell in sample(drawing)]
    assert problems_of(drawing, found) == [
        "form.xlsx:5:3: 这一格的内容不像是填进去的，读到“很多”；表式在这里画的是金额，请检查是不是画错了栏目 [E824]"
    ]
    without = [cell for cell in sample(drawing) if cell.row != 2]
    assert [text.partition("，读到")[0] for text in problems_of(drawing, without)] == [
        "zhanjiang-2021.yml:9:3: 表式的这一行在 form.xlsx 里没有"
    ]
    further = [*sample(drawing), ReadCell(40, 1, "审核意见", 1, 5)]
    assert [text.partition("；")[0] for text in problems_of(drawing, further)] == [
        "form.xlsx:40:1: 文件的这一行在表式里没有，读到“审核意见”"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("-1500", True), ("-1,500.05", True), ("1,500", True), ("无", True), ("", True), ("-", False), ("约15", False)],
)
def test_figures_of_money_may_be_negative(text: str, expected: bool) -> None:
    assert is_figure(text) == expected


def test_a_list_of_several_projects_is_not_read_as_one() -> None:
    drawing = SHIPPED["hunan-list"]
    head, row = (sample(drawing)[at : at + 13] for at in (0, 13))

    def told(*changes: dict[int, str]) -> list[str]:
        rows = [
            replace(cell, row=number, text=change.get(at, cell.text))
            for number, change in enumerate(changes, 2)
            for at, cell in enumerate(row)
        ]
        return [text.partition("：第")[0] for text in problems_of(drawing, [*head, *rows])]

    assert told({}, {6: "2"}, {1: "", 3: ""}) == []
    assert told({}, {1: "别的项目", 3: "别的目标"}, {1: "第三个项目"}) == [
        "form.xlsx:3:2: “单位(专项)名称”一份表只有一个，而这张表里有几个不同的",
        "form.xlsx:3:4: “实施期绩效目标”一份表只有一个，而这张表里有几个不同的",
    ]


def test_personal_data_among_printed_words_is_neither_shown_nor_taken_over() -> None:
    text = (FOLDER / "hunan-rural.yml").read_text(encoding="utf-8")
    drawing, problems = read_drawing("a.yml", f"{text}\n  填报人：{{-}} | <2 | 第{{#}}页\n".encode())
    assert drawing is not None, problems
    record = {"title": "表", "unit": "万元", "name": "某项目", "indicators": []} | BESIDE_THE_FORM
    grid = filled_grid(SHAPES["project"].model_validate(record), 2021, drawing)
    assert [cell.text for cell in grid.cells if "填报人" in cell.text or "页" in cell.text] == [
        "填报人：不录入个人信息",
        "第页",
    ]
    found = [replace(cell, text="填报人：某某") if "填报人" in cell.text else cell for cell in sample(drawing)]
    filled = read_filled(drawing, "form.xlsx", drawing.titled(2021), found)
    assert (sorted(cell.text for cell in filled.personal), [*filled.problems]) == (["1", "填报人：某某"], [])
