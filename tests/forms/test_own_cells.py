"""The cells that only one form has: under their printed names, typed by their group, in every walk over a form."""

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from reading import HERE

from generator.content.adjustments import adjustment_problems, anchor_of, before_adjustment
from generator.forms.cells import Cell, anchor, anchored_path, cell_texts, cells, named_cells, table_columns
from generator.forms.fields import title_of, unknown_keys, validate
from generator.forms.model import AnnualFunds, Form, Indicator, Project, Record
from generator.secrecy.gate import gate_record, gate_rows
from generator.text.yaml import read_text

OWN = HERE / "content/own/content"
RECORD, PROJECT = HERE.parent / "content/zhanjiang/rensheju/2023.yml", OWN / "shili/shiliju/2026/weihu.yml"
DECISION = "{indent}withheld:\n{indent}  basis: 依据\n{indent}  decided_on: 2026-01-02\n{indent}  decided_by: 某人\n"


def form_of(path: Path, *changes: tuple[str, str]) -> tuple[Form | None, list[str], Any]:
    """The form in a file with changed texts, the codes of what is wrong with it, and its nodes."""
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    reading = read_text("a.yml", text.encode())
    assert reading.root is not None, reading.problems
    form, problems = validate(Record if path == RECORD else Project, reading.root, "a.yml")
    return form, [f"{problem.code} {problem.place.line}" for problem in problems], reading.root


def sent(part: AnnualFunds) -> AnnualFunds:
    """A group as another process gets it."""
    there: AnnualFunds = pickle.loads(pickle.dumps(part))  # noqa: S301
    return there


def own_cells(form: Form) -> list[Cell]:
    """The cells whose names are printed words."""
    return [cell for cell in cells(form) if not str(cell.path[-1]).isascii()]


def test_they_are_cells_of_their_group_in_the_order_of_the_file() -> None:
    form, problems, _ = form_of(PROJECT)
    assert form is not None, problems
    assert [(".".join(map(str, cell.path)), cell.kind, cell.text) for cell in own_cells(form)] == [
        ("budget.annual.中央资金", "money", ""),
        ("budget.annual.市级资金", "money", "153.5184"),
        ("budget.annual.区级资金", "money", ""),
        ("other.申报单位", "text", "示例市示例局"),
    ]
    lines = [title for _, title, _ in named_cells(form.budget.annual)]
    assert lines[1:] == [
        "中央资金",
        "市级资金",
        "区级资金",
        "其他资金",
    ]
    assert title_of(Project, "budget", "annual", "市级资金") == "项目资金 年度资金 市级资金"


def test_lines_of_money_have_ids_that_lead_back_to_them() -> None:
    for path in (RECORD, PROJECT):
        form, problems, _ = form_of(path)
        assert form is not None, problems
        own = [cell.path for cell in own_cells(form) if cell.path[0] == "budget"]
        ids = [anchor(path, form) for path in own]
        assert len({*ids}) == len(ids) > 0
        assert all(each.isascii() for each in ids)
        assert [anchored_path(each, form) for each in ids] == own


def test_they_survive_pickling_and_take_part_in_comparisons() -> None:
    one = AnnualFunds.model_validate({"total": "3", "市级资金": "1"})
    other = AnnualFunds.model_validate({"total": "3", "市级资金": "2"})
    plain = AnnualFunds.model_validate({"total": "3"})
    assert one not in (other, plain)
    for part in (one, plain):
        assert sent(part) == copy.deepcopy(part) == part
    assert sent(one).own == one.own
    first, second = (form_of(PROJECT, *change)[0] for change in ((), (("市级资金: 153.5184", "市级资金: 153.518"),)))
    assert first is not None
    assert second is not None
    assert cell_texts(first) != cell_texts(second)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("    市级资金: 153.5184", "    市级资金: 153.5184元", ["E207 11"]),
        ("    市级资金: 153.5184", "    市级资金: 一百", ["E204 11"]),
        ("    市级资金: 153.5184", "    city: 153.5184", ["E305 11"]),
        ("    市级资金: 153.5184", "    市级资金:\n      甲: 1", ["E221 11"]),
        ("  申报单位: 示例市示例局", "  applicant: 示例市示例局", ["E305 20"]),
        ("name: 示例设施维护", "name: 示例设施维护\n申报单位: 某局", ["E305 5"]),
    ],
)
def test_their_mistakes_are_told_at_their_line(before: str, after: str, told: list[str]) -> None:
    assert form_of(PROJECT, (before, after))[1] == told


def test_columns_of_rows_come_after_the_typed_ones() -> None:
    form, problems, _ = form_of(
        PROJECT,
        ("    target: 42", "    target: 42\n    门槛值: ≥40"),
        ("    target: 5000", "    target: 5000\n    门槛值:"),
        ("    target: 90", "    target: 90\n    门槛值: 无"),
    )
    assert form is not None, problems
    assert [column.key for column in table_columns(form, "indicators")][-2:] == ["unit", "门槛值"]
    assert [cell.text for cell in own_cells(form) if cell.path[0] == "indicators"] == ["≥40", "", "无"]
    assert isinstance(form.indicators[0], Indicator)
    assert [*unknown_keys(Project, read_text("a.yml", PROJECT.read_bytes()).root)] == []


# Changes of a form that withholds, and the codes that hold it.
WITHHELD_TASK = (
    "amount: 790\n",
    "withheld: amount\n      basis: 依据\n      decided_on: 2026-01-02\n      decided_by: 某人\n",
)
HELD = [
    ("blank lines of its own say nothing", RECORD, [WITHHELD_TASK], []),
    (
        "a figure of its own may be the withheld one",
        RECORD,
        [WITHHELD_TASK, ("财政专项资金:", "财政专项资金: 790")],
        ["S421"],
    ),
    ("0 is a figure", RECORD, [WITHHELD_TASK, ("财政专项资金:", "财政专项资金: 0")], ["S421"]),
    (
        "a line beside typed ones is a part of the total",
        RECORD,
        [("    project: 72204.57\n", f"    project: 依规不公开\n    专项: 5\n{DECISION.format(indent='    ')}")],
        ["S404", "S421", "S421"],
    ),
    (
        "a withheld line of its own follows from the total",
        PROJECT,
        [("    市级资金: 153.5184\n", f"    市级资金: 依规不公开\n{DECISION.format(indent='    ')}")],
        ["S404", "S421"],
    ),
    (
        "and needs a decision",
        PROJECT,
        [("    市级资金: 153.5184\n", "    市级资金: 依规不公开\n")],
        ["S403", "S404", "S421"],
    ),
    (
        "a text with a figure beside withheld money",
        RECORD,
        [WITHHELD_TASK, ("indicators:\n", "other:\n  专项经费: 790\nindicators:\n")],
        ["S421"],
    ),
    (
        "and one without",
        RECORD,
        [WITHHELD_TASK, ("indicators:\n", "other:\n  申报单位: 某局\nindicators:\n")],
        [],
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("why", "path", "changes", "codes"), HELD, ids=[each[0] for each in HELD])
def test_withheld_amounts_do_not_follow_from_them(
    why: str, path: Path, changes: list[tuple[str, str]], codes: list[str]
) -> None:
    form, problems, nodes = form_of(path, *changes)
    assert form is not None, (why, problems)
    found = [hold.code for hold in gate_record("a.yml", form, nodes)]
    assert set(codes) <= {*found}
    assert found.count("S421") == codes.count("S421")


def test_an_adjustment_names_them_in_the_words_of_the_form() -> None:
    form, problems, _ = form_of(
        PROJECT,
        (
            "framework:",
            "adjustments:\n  - document: 某文\n    date: 2026-04-01\n    reason: 调整\n    changes:\n"
            '      - before: "150"\n        after: "153.5184"\n        cell: 项目资金 年度资金 市级资金\nframework:',
        ),
    )
    assert form is not None, problems
    assert [*adjustment_problems(form)] == []
    assert anchor_of("项目资金 年度资金 市级资金", form) == "annual-own-2"
    assert anchor_of("项目资金 年度资金 省级资金", form) == "summary"
    before = before_adjustment(cell_texts(form), (form.adjustments or ())[0], Project)
    assert before["budget", "annual", "市级资金"] == "150"


@pytest.mark.parametrize(
    ("own", "codes"),
    [("", []), ("市级资金:", []), ("市级资金: 依规不公开", []), ("市级资金: 790", ["S402"]), ("说明: 某事", ["S402"])],
)
def test_a_row_that_withholds_shows_none_of_its_own_columns(own: str, codes: list[str]) -> None:
    before, after = WITHHELD_TASK
    form, problems, nodes = form_of(RECORD, (before, f"{after}      {own}\n" if own else after))
    assert form is not None, problems
    assert [hold.code for hold in gate_rows("a.yml", nodes)] == codes
    amounts = [cell for cell in own_cells(form) if cell.path[0] == "tasks"]
    assert all(cell.hidden and cell.text == "依规不公开" for cell in amounts)
