"""Amounts in words: read with the figure that they state, shown as they are written, added up by the figure."""

import copy
import pickle
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.table_rows import Split, splits_of, sum_of
from generator.forms.cells import cell_texts
from generator.forms.drawings.titles import FormTitles
from generator.forms.fields import AS_TEXT, money, validate
from generator.forms.figures import NoTotal, text_of
from generator.forms.model import AnnualFunds, Project
from generator.output.cell_html import cell_html
from generator.secrecy.gate import gate_record
from generator.system.packing import packed, unpacked
from generator.text.amounts import WordedAmount, is_stated
from generator.text.yaml import read_text

WORDS = "854万(高标准农田400万元,示范295万元,畅通工程159万元)"
RECORD = """title: 2022年绩效目标申报表
unit: 万元
name: 某项目
budget:
  annual:
{lines}
goal: 完成
indicators:
  - {{family: 产出指标, type: 数量指标, name: 甲, target: 5座}}
framework: before-101
source:
  title: 表
disclosure:
  attribute: 主动公开
review:
  by: 某局
  on: 2026-01-15
  conclusion: 同意公开
"""
TOTAL = f"    total:\n      text: {WORDS}\n      value: 854"


def project(lines: str) -> tuple[Project | None, Any, list[str]]:
    """A project with these lines of money, its nodes, and the codes of what is wrong with it."""
    text = RECORD.format(lines=lines).replace(
        "  - {family: 产出指标, type: 数量指标, name: 甲, target: 5座}",
        "  - family: 产出指标\n    type: 数量指标\n    name: 甲\n    target: 5座",
    )
    reading = read_text("a.yml", text.encode())
    assert reading.root is not None, reading.problems
    form, problems = validate(Project, reading.root, "a.yml")
    return form, reading.root, [f"{problem.code} {problem.place.line}" for problem in problems]


def annual(lines: str) -> Split:
    """The split of the money of the year."""
    form, _, problems = project(lines)
    assert form is not None, problems
    return splits_of(form, FormTitles.of(form, None))[0]


def test_the_words_are_shown_and_the_figure_is_added() -> None:
    form, _, _ = project(f"{TOTAL}\n    fiscal: 800\n    other: 54")
    assert form is not None
    value = form.budget.annual.total
    assert (money(value), text_of(value), str(cell_html(value))) == (
        *(Decimal(854), WORDS),
        f'<span class="worded">{WORDS}</span>',
    )
    assert cell_texts(form)["budget", "annual", "total"] == WORDS
    assert sum_of([value, Decimal(1)]) == Decimal(855)
    assert (annual(f"{TOTAL}\n    fiscal: 854").total, annual(f"{TOTAL}\n    fiscal: 854").gaps) == (Decimal(854), "")


def test_words_without_a_figure_leave_the_sum_unknown() -> None:
    split = annual("    fiscal:\n      text: 待定\n    carryover:\n    other: 54")
    assert (split.total_cell, split.worded, split.blank) == (NoTotal.UNKNOWN, ("财政拨款",), ("上年结转资金",))
    assert split.gaps == "上年结转资金原表空白，财政拨款写的是文字，没有数"
    assert annual("    total:\n      text: 待定\n    fiscal: 54").total_cell is NoTotal.UNKNOWN


def test_they_survive_copies_pickling_packing_and_dumps() -> None:
    funds = AnnualFunds.model_validate({"total": {"text": WORDS, "value": "854"}, "市级资金": {"text": "待定"}})
    for again in (copy.deepcopy(funds), pickle.loads(pickle.dumps(funds)), unpacked(packed(funds), AnnualFunds)):  # noqa: S301
        assert (text_of(again.total), money(again.total), again.own) == (WORDS, Decimal(854), {"市级资金": "待定"})
    texts = funds.model_dump(mode="json", exclude_none=True, context=AS_TEXT)
    assert texts == {"total": WORDS, "市级资金": "待定"}
    assert isinstance(copy.copy(funds.total), WordedAmount)


# The lines of a cell, and the codes of its mistakes with their lines.
MISWRITTEN = """
text: 854 | E221 6
text: 无 | E221 6
text: | E221 6
value: 854 | E221 6
text: 854万; words: 854 | E221 6
text: 854万; value: 八百 | E204 6
text: 854万; value: 依规不公开 | E204 6
text: 854万; value: 无 | E204 6
text: 854万; value: |
text: 待定 |
"""


@pytest.mark.parametrize("line", MISWRITTEN.strip().splitlines())
def test_their_mistakes_are_reported(line: str) -> None:
    written, _, codes = line.rpartition("|")
    lines = "\n".join(f"      {part.strip()}" for part in written.split(";"))
    assert ", ".join(project(f"    total:\n{lines}")[2]) == codes.strip()


# Lines of money, and the codes of their mistakes: a line of a budget is not negative, one of an earlier year may be.
SIGNS = """
    市级资金: -12 | E211 6
    total: -12 | E211 6
    total: 12;  prior:;    上年增减额: -12 |
    total: 12;  prior:;    上年增减额: -0 | E211 8
    total: 12;  prior:;    上年增减额: -1,200 | E204 8
    total: 12;  prior:;    上年增减额:;      text: 减少12万;      value: -12 |
    total:;      text: 减少12万;      value: -12 | E211 6
"""


@pytest.mark.parametrize("line", SIGNS.strip("\n").splitlines())
def test_amounts_of_earlier_years_alone_may_be_negative(line: str) -> None:
    written, _, codes = line.rpartition("|")
    assert ", ".join(project("\n".join(part.rstrip() for part in written.split(";")))[2]) == codes.strip()


# A value in a unit, a text, and whether the value is one that the text states.
STATED = """
854 万元 854万(高标准农田400万元) yes
845 万元 854万(高标准农田400万元) no
854 万元 854万854万(高标准农田400万元) yes
8540000 元 854万 yes
854 元 854万 yes
150 万元 中央100，省50 yes
5000 万元 0.5亿元 yes
1234.5 万元 1,234.5万 yes
200 万元 贰佰万元 yes
250 万元 ２５０万 yes
25 万元 ２５０万 no
-1500 万元 减少1500万 yes
"""


@pytest.mark.parametrize("line", STATED.strip().splitlines())
def test_a_value_is_a_figure_of_its_text_or_the_sum_of_all(line: str) -> None:
    value, unit, text, answer = line.split()
    assert is_stated(Decimal(value), text, unit) == (answer == "yes")


def test_their_words_give_no_withheld_amount_away() -> None:
    decision = "    withheld:\n      basis: 依据\n      decided_on: 2026-01-02\n      decided_by: 某人"
    hidden = f"    other: 依规不公开\n    carryover: 依规不公开\n{decision}"

    def holds(lines: str) -> list[str]:
        form, root, problems = project(lines)
        assert form is not None, problems
        return sorted({hold.code for hold in gate_record("a.yml", form, root)})

    assert holds(f"    fiscal:\n      text: 约定\n{hidden}") == []
    assert holds(f"    fiscal:\n      text: 400万，其中专项295万元\n      value: 400\n{hidden}") == ["S405"]
    assert holds(f"    fiscal:\n      text: 400万\n      value: 400\n{hidden}") == []
    assert holds(f"    total:\n      text: 400万\n      value: 400\n    fiscal: 300\n{hidden}") == ["S404"]
