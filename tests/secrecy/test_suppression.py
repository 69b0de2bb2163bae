"""Whether published figures give withheld amounts away, and what may be done about it."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings, strategies as st
from reading import DECISION, form_of

from generator.forms.cells import cells
from generator.forms.fields import money
from generator.forms.model import Record
from generator.secrecy.suppression import as_withheld, audit, exposed_amounts, further_suppressions

HIDDEN = f"    - {{withheld: all, {DECISION}}}\n"
NO_AMOUNT = f"    - {{name: 二, content: 内容, withheld: amount, {DECISION}}}\n"
BECAUSE = f"withheld: {{{DECISION}}}"


def form(by_type: str, by_source: str = "", tasks: str = "", total: str = "", level: str = "") -> Record:
    """A form with these cells of money and rows of tasks."""
    source = f"  by_source: {{{by_source}}}\n" if by_source else ""
    levels = f"  by_level: {{{level}}}\n" if level else ""
    declared = f"  withheld_total: {total}\n" if total else ""
    return form_of(
        f"title: 表\nunit: 万元\ndepartment: 甲局\nbudget:\n  by_type: {{{by_type}}}\n{source}{levels}goal: 目标\n"
        f"tasks:\n  key:\n{tasks}{declared}indicators: []\nframework: before-101\nsource: {{title: 原件}}\n"
        "disclosure: {attribute: 主动公开, approved_on: , published_on: , budget_published_on: }\n"
        "review: {by: 某局, on: 2026-01-06, conclusion: 部分公开}\n"
    )


def shown(*amounts: str) -> str:
    """Rows of tasks that show these amounts."""
    return "".join(f"    - {{name: 一, content: 内容, amount: {amount}}}\n" for amount in amounts)


def named(name: str, amount: str) -> str:
    """A row of the tasks of this name."""
    return f"    - {{name: {name}, content: 内容, amount: {amount}}}\n"


def found(form: Record) -> set[tuple[tuple[str, ...], str]]:
    """What is given away: the cells, and the sum that follows."""
    return {(tuple(".".join(map(str, path)) for path in one.cells), str(one.value)) for one in exposed_amounts(form)}


FIRST, SECOND, THIRD, FOURTH = (f"tasks.key.{number}.amount" for number in range(4))
PROJECT, BASIC = "budget.by_type.project", "budget.by_type.basic"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (form("basic: 800.5, project: 600", "", shown("500")), set()),
        # One withheld amount is what the project expenditure leaves of the others.
        (form("basic: 800.5, project: 600", "", shown("500") + HIDDEN), {((SECOND,), "100")}),
        (form("basic: 800.5, project: 600", "", shown("500") + NO_AMOUNT), {((SECOND,), "100")}),
        # A blank cell hides nothing: the sources give the total.
        (form("basic: 800.50, project: ", "fiscal: 1400.50", shown("500") + HIDDEN), {((SECOND,), "100")}),
        # A reader takes one blank cell or another for nothing.
        (form("basic: 800.50, project: ", "fiscal: 1400.50, other: ", shown("500") + HIDDEN), {((SECOND,), "601/2")}),
        (form("basic: , project: ", "fiscal: 1400.50", shown("500") + HIDDEN), {((SECOND,), "1801/2")}),
        # Nor does withholding the project expenditure alone.
        (
            form(f"basic: 800.5, project: 依规不公开, {BECAUSE}", "fiscal: 1400.5", shown("500") + HIDDEN),
            {((SECOND,), "100"), ((PROJECT,), "600")},
        ),
        (form(f"basic: 800.5, project: 依规不公开, {BECAUSE}", "", shown("500") + HIDDEN), set()),
        (
            form(
                f"basic: 800.5, project: 依规不公开, {BECAUSE}",
                f"fiscal: 依规不公开, {BECAUSE}",
                shown("500") + HIDDEN,
            ),
            set(),
        ),
        # The same total by level gives it again.
        (
            form(
                f"basic: 800.5, project: 依规不公开, {BECAUSE}",
                f"fiscal: 依规不公开, {BECAUSE}",
                shown("500") + HIDDEN,
                level="own_level: 1400.5",
            ),
            {((SECOND,), "100"), ((PROJECT,), "600"), (("budget.by_source.fiscal",), "2801/2")},
        ),
        # A sum that no decision released.
        (form("basic: 1, project: 600", "", shown("500") + HIDDEN * 2), {((SECOND, THIRD), "100")}),
        (form("basic: 1, project: 600", "", shown("500") + HIDDEN * 2, "100"), set()),
        (form("basic: 1, project: 600", "", shown("500") + HIDDEN * 2, "90"), set()),
        (form("basic: 1, project: 600", "", shown("500") + HIDDEN * 2, "110"), {((SECOND, THIRD), "110")}),
        (form("basic: 1, project: 600", "", shown("500") + HIDDEN, "90"), {((SECOND,), "90")}),
        (
            form(f"basic: 依规不公开, project: 依规不公开, {BECAUSE}", "fiscal: 10"),
            {((BASIC, PROJECT), "10")},
        ),
        # Sums of nothing give each of them away.
        (
            form("basic: 1, project: 500", "", shown("500") + HIDDEN * 2),
            {((SECOND, THIRD), "0"), ((SECOND,), "0"), ((THIRD,), "0")},
        ),
        # Tasks that come to more than the project expenditure are no part of it.
        (form("basic: 1, project: 400", "", shown("500") + HIDDEN * 2), set()),
        (form("basic: 1, project: 无", "", shown("500") + HIDDEN * 2), set()),
        # A table without tasks says nothing of the project expenditure.
        (form(f"basic: 依规不公开, project: 6, {BECAUSE}", "", "    - {name: 无, content: 无, amount: 0}\n"), set()),
        # The row that repeats the basic expenditure.
        (
            form(
                f"basic: 依规不公开, project: 600, {BECAUSE}",
                "",
                "    - {name: 基本支出, content: 内容, amount: 800.5}\n" + shown("10"),
            ),
            {((BASIC,), "1601/2")},
        ),
        # Rows of totals, also with a number before their name, are no tasks.
        (
            form("basic: 1, project: ", "", shown("500") + HIDDEN + named("一、任务合计", "600")),
            {((SECOND,), "100")},
        ),
        (form("basic: 1, project: ", "", shown("500") + HIDDEN + named("项目支出小计", "600")), {((SECOND,), "100")}),
        # Rows that repeat the basic expenditure, each a part of it.
        (
            form("basic: 800.5, project: 600", "", named("（一）基本支出", "800.5") + shown("500") + HIDDEN),
            {((THIRD,), "100")},
        ),
        (
            form(
                "basic: 800.5, project: 600",
                "",
                named("人员经费", "700") + named("公用经费", "100.5") + shown("500") + HIDDEN,
            ),
            {((FOURTH,), "100")},
        ),
        # The tasks are the whole budget.
        (
            form(
                "basic: 800.5, project: 依规不公开, " + BECAUSE,
                "fiscal: 1400.5, other: 依规不公开, " + BECAUSE,
                named("人员经费", "800.5") + shown("500") + HIDDEN,
            ),
            set(),
        ),
        # The project expenditure is withheld, and the sources give the total.
        (
            form(
                f"basic: 依规不公开, project: 依规不公开, {BECAUSE}",
                "fiscal: 1400.5",
                named("基本支出", "800.5") + shown("500") + HIDDEN,
            ),
            {((BASIC,), "1601/2"), ((PROJECT,), "600"), ((THIRD,), "100")},
        ),
        # A task that is left blank is nothing to a reader.
        (form("basic: 1, project: 600", "", shown("500") + named("一", "") + HIDDEN), {((THIRD,), "100")}),
    ],
)
def test_what_the_published_sums_give_away(record: Record, expected: set[tuple[tuple[str, ...], str]]) -> None:
    assert found(record) == expected


def test_numbers_of_people_are_sums_too() -> None:
    text = "staff: {total: 9, in_service: 5, retired: 依规不公开, " + BECAUSE + "}\n"
    base = form("basic: 1, project: 2")
    with_staff = base.model_copy(update={"staff": form_of(STAFF.replace("STAFF", text)).staff})
    assert found(with_staff) == {(("staff.retired",), "4")}


STAFF = (
    "title: 表\nunit: 万元\ndepartment: 甲局\nSTAFFbudget: {by_type: {basic: 1}}\ngoal: 目标\ntasks: {key: []}\n"
    "indicators: []\nframework: before-101\nsource: {title: 原件}\n"
    "disclosure: {attribute: 主动公开, approved_on: , published_on: , budget_published_on: }\n"
    "review: {by: 某局, on: 2026-01-06, conclusion: 部分公开}\n"
)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            form("basic: 800.5, project: 600", "fiscal: 1400.5", shown("500") + HIDDEN),
            [PROJECT, "budget.by_source.fiscal"],
        ),
        (form("basic: 800.5, project: 600", "", shown("500") + HIDDEN), [PROJECT]),
        (form("basic: 1, project: ", "fiscal: 9, other: 1", shown("5") + HIDDEN), ["budget.by_source.other"]),
    ],
)
def test_the_remedy_names_the_fewest_further_cells(record: Record, expected: list[str]) -> None:
    assert [".".join(map(str, cell.path)) for cell in further_suppressions(record)] == expected


amounts = st.decimals(0, 1000, places=2)


@settings(max_examples=3 * settings.default.max_examples // 5, deadline=None)
@given(
    st.lists(amounts, min_size=1, max_size=3),
    st.lists(amounts, min_size=1, max_size=2),
    st.integers(1, 3),
    st.lists(amounts, max_size=3),
    amounts,
)
def test_the_remedy_works_and_what_is_given_away_is_true(
    shown_tasks: list[Decimal], types: list[Decimal], hidden: int, secret: list[Decimal], other: Decimal
) -> None:
    """A form that ties, whose withheld tasks have amounts that only this test knows."""
    secrets = [*secret, *([Decimal(7)] * hidden)][:hidden]
    project = sum((*shown_tasks, *secrets), Decimal(0))
    basic = sum(types, Decimal(0))
    record = form(
        f"basic: {basic}, project: {project}",
        f"fiscal: {basic + project - min(other, basic + project)}, other: {min(other, basic + project)}",
        shown(*map(str, shown_tasks)) + HIDDEN * hidden,
    )
    for one in exposed_amounts(record):
        numbers = [path[2] - len(shown_tasks) for path in one.cells]
        assert one.value == sum(Fraction(secrets[number]) for number in numbers)
    chosen = {cell.path for cell in further_suppressions(record)}
    assert chosen or not exposed_amounts(record)
    after = tuple(as_withheld(cell) if cell.path in chosen else cell for cell in cells(record))
    assert not audit(after, record)
    # What the remedy leaves open is really open: other amounts fit the same published figures.
    assert {cell.path for cell in after if cell.hidden} >= {cell.path for cell in cells(record) if cell.hidden}


def test_every_single_hidden_cell_of_a_form_that_ties_is_found() -> None:
    """Each amount of a small form, withheld alone, follows from the others, whatever the others are."""
    for basic, project in product((1, 250), (10, 40)):
        text = (f"basic: {basic}, project: {project}", f"fiscal: {basic + project}", shown("3", str(project - 3)))
        record = form(*text)
        every = tuple(cells(record))
        for cell in every:
            if money(cell.value) is not None:
                alone = tuple(as_withheld(one) if one is cell else one for one in every)
                assert [one.cells for one in audit(alone, record)] == [(cell.path,)], cell.path
