"""What a record is, and what must hold between its cells."""

from pathlib import Path

import pytest
from reading import GOOD, HERE, RECORD, Hostile, good_root, good_text, hostile, record_of, replaced, told

from generator.content.cell_problems import placed
from generator.content.consistency import department_mismatch, record_problems
from generator.content.drawings import undrawn_problems
from generator.forms.drawings.collection import all_shipped
from generator.forms.fields import WITHHELD, validate
from generator.forms.model import Department, Indicator, Project, PublicationDetails, Record, Task
from generator.forms.schema import project_schema, record_schema
from generator.text.yaml import read_file, read_text

EXAMPLE = HERE.parent / "content" / "_example.yml"
PROJECT = HERE.parent / "content" / "_project.yml"


def outcome(row: Hostile) -> str:
    """What came of a row, in the words of the table."""
    text = replaced(row.text)
    record, problems = record_of(text)
    nodes = read_text(RECORD, text.encode()).root
    problems += placed(undrawn_problems(record, "", 2026, ()), RECORD, nodes) if record and nodes else []
    return told(problems, row.expected) if problems or record is None else "ok"


@hostile("record")
def test_hostile_records(row: Hostile) -> None:
    assert outcome(row) == row.expected


@pytest.mark.parametrize("path", [EXAMPLE, *sorted(GOOD.glob("content/*/*/20??.yml"))], ids=lambda path: path.stem)
def test_good_records_are_records(path: Path) -> None:
    reading = read_file(path, "x.yml")
    assert reading.problems == ()
    assert reading.root is not None
    record, problems = validate(Record, reading.root, "x.yml")
    assert problems == []
    assert record is not None
    assert record_problems("x.yml", record, reading.root) == []


def test_every_cell_is_in_an_example_or_in_the_draft_of_a_drawn_form() -> None:
    text = PROJECT.read_text(encoding="utf-8") + EXAMPLE.read_text(encoding="utf-8")
    schemas = (record_schema(), project_schema())
    shapes = [shape for schema in schemas for shape in (schema, *schema["definitions"].values())]
    drawn = {slot.path[-1] for drawing in all_shipped().values() for slot in drawing.slots}
    keys = {key for shape in shapes for key in shape["properties"]} - drawn
    # No shipped drawing has two trees of indicators, figures of earlier years, or shares.
    elsewhere = {"form", "whole_type", "whole_name", "whole_target", "prior", "shares"}
    assert {key for key in keys if f"{key}:" not in text and f"{key} " not in text} == elsewhere


def test_a_form_comes_before_what_stands_beside_it() -> None:
    for shape, last in ((Record, []), (Project, ["document", "cleared"])):
        keys = list(shape.model_fields)
        beside = list(PublicationDetails.model_fields)
        assert keys[-len(beside) - len(last) :] == [*beside, *last]


def test_rows_are_told_apart() -> None:
    kinds = [
        (Task(name="基本支出（人员经费、公用经费）"), "basic"),
        (Task(name="平安建设"), "task"),
        (Task(name="无", amount="0"), "empty"),
        (Task(name=""), "empty"),
        (Task(withheld="all", basis="x", decided_on="2021-01-01", decided_by="y"), "task"),
    ]
    assert ["basic" if task.is_basic else "empty" if task.is_empty else "task" for task, _ in kinds] == [
        kind for _, kind in kinds
    ]
    rows = [Indicator(family="产出指标", type="数量指标", name=name, target="") for name in ("无", "", "在校人数")]
    assert [row.is_empty for row in rows] == [True, True, False]


def test_tasks_keep_the_order_of_the_form() -> None:
    record, _ = record_of(good_text())
    assert record
    assert [task.name for task in record.tasks.rows] == ["校舍维修", "教师培训", "无"]


def test_a_record_belongs_to_the_department_of_its_folder() -> None:
    record, _ = record_of(good_text())
    assert record
    named = [
        Department(name="示例市教育局"),
        Department(name="示例市教育和体育局", aliases=("示例市教育局",)),
        Department(name="示例市教育和体育局", short_names=("示例市教育局",)),
        Department(name="示例市教育和体育局", short_names=("市教育局",)),
    ]
    found = [told(placed(department_mismatch(record, about), RECORD, good_root()), "") for about in named]
    assert found == ["", "", "", "E314 3:13"]


WRITTEN = [
    ("≥", "88", "%", "≥88%"),
    (None, "当年完成", None, "当年完成"),
    ("", "168", "-", "168"),
    ("/", "20", "——", "20"),
    ("无", "合规", "无", "合规"),
    ("=", WITHHELD, "项", WITHHELD),
]


def test_a_column_with_a_dash_or_none_adds_nothing_to_a_target() -> None:
    row = Indicator(family="产出指标", type="数量指标", name="数量", target="1")
    targets = [
        row.model_copy(update={"comparator": comparator, "target": target, "unit": unit}).written
        for comparator, target, unit, _ in WRITTEN
    ]
    assert targets == [text for *_, text in WRITTEN]
