"""Verdicts: a table of targets and actual values, and what holds for all figures."""

from dataclasses import astuple
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from ruling import CLEAN_PROJECT, CLEAN_RESULTS, project_of, results_of

from generator.analysis.judging import Judgement, can_be_missed, judged
from generator.analysis.table_rows import IndicatorFacts
from generator.analysis.verdicts import REACHED, VERDICTS, better_of, is_changed, judged_row, result_lines
from generator.forms.model import Indicator, ResultIndicator
from generator.targets import read_target

TABLE = Path(__file__).parents[1] / "verdicts.tsv"
# Cells of targets and of actual values, some of which nobody can read.
CELLS = st.text(alphabet="≥≤约0123456789.%个万元天年月日前不低于完成无和、-—", max_size=12)


def verdict_on(target: str, actual: str, unit: str = "", comparator: str = "") -> Judgement:
    """The verdict on the cells of one row."""
    column = unit or None
    return judged(read_target(target, comparator=comparator or None, unit=column), read_target(actual, unit=column))


def verdict_of_row(name: str, target: str, actual: str) -> str:
    """The verdict on a row of a self-evaluation with a name, or why it cannot be compared."""
    row = ResultIndicator(family="产出", type="数量", name=name, target=target, actual=actual)
    found = judged_row(IndicatorFacts("", 1, row, read_target(target, name=name))).judgement
    return found.why or found.verdict


def test_the_verdict_on_each_pair_of_the_table() -> None:
    _, *rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    found = [[*cells, " ".join(filter(None, astuple(verdict_on(*cells))))] for *cells, _ in rows]
    assert found == rows


figures = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False)
SIDES = [("≥{}个", 1), (">{}个", 1), ("≤{}个", -1), ("<{}个", -1)]
RANK = {"missed": 0, "reached": 1, "exceeded": 2}


@given(st.sampled_from(SIDES), figures, figures, figures)
def test_a_better_figure_has_no_worse_verdict(
    side: tuple[str, int], bound: Decimal, one: Decimal, other: Decimal
) -> None:
    target, way = side
    worse, better = sorted((one, other), key=lambda value: value * way)
    verdicts = [verdict_on(target.format(bound), f"{value}个").verdict for value in (worse, better)]
    ranks = [RANK[verdict] for verdict in verdicts if verdict in RANK]
    assert ranks == sorted(ranks)


@given(CELLS, CELLS, st.sampled_from(("", "%", "个", "万元")))
def test_what_is_not_read_is_never_reached(target: str, actual: str, unit: str) -> None:
    promise, result = (read_target(text, unit=unit or None) for text in (target, actual))
    found = judged(promise, result)
    assert found.verdict in VERDICTS
    assert (found.why == "") == (found.verdict != "incomparable")
    if not (promise.measurable and result.measurable) or "unread" in (promise.kind, result.kind):
        assert found.verdict == "incomparable"


@given(figures, figures)
def test_a_share_of_one_is_no_percentage(bound: Decimal, value: Decimal) -> None:
    found = verdict_on(f"≥{bound}%", str(value / 10**6))
    assert found.verdict not in REACHED or bound <= 1


# Targets without a sign, what the form says of which way is better, actual values, and whether they could be missed.
DIRECTED = (
    ("100%", "", "98%", "incomparable direction", False),
    ("100%", "正向", "98%", "missed", True),
    ("100%", "正向", "100%", "reached", True),
    ("=100%", "正向", "98%", "missed", True),
    ("=5个", "正向指标", "6个", "incomparable direction", True),
    ("5个", "正向", "6个", "reached", True),
    ("5个", "正向", "7个", "exceeded", True),
    ("5件", "反向", "6件", "missed", True),
    ("5件", "反向", "5件", "reached", True),
    ("5件", "反向", "3件", "exceeded", True),
    ("约20人", "", "30人", "incomparable direction", False),
    ("约20人", "", "19人", "agreeing", False),
    ("约20人", "正向", "17人", "missed", True),
    ("95-100%", "正向", "94%", "missed", True),
    ("95-100%", "反向", "94%", "incomparable outside", True),
    # A sign says more than the column.
    ("≥90%", "反向", "95%", "reached", True),
    ("≥约90%", "正向", "80%", "incomparable bound", False),
    ("5个", "定性", "4个", "incomparable direction", False),
    ("2024年11月", "正向", "2024年12月", "incomparable day", False),
    ("2024年11月底前", "", "2024年12月3日", "missed", True),
    ("合规", "正向", "合规", "incomparable words", True),
)


@pytest.mark.parametrize(("target", "column", "actual", "verdict", "sided"), DIRECTED)
def test_the_verdict_where_the_form_says_which_way_is_better(
    target: str, column: str, actual: str, verdict: str, sided: bool
) -> None:
    row = ResultIndicator(family="产出", type="数量", name="某", target=target, actual=actual, direction=column)
    reading = read_target(target)
    better = better_of(IndicatorFacts("", 1, row, reading))
    found = judged(reading, read_target(actual), better)
    assert (" ".join(filter(None, astuple(found))), can_be_missed(reading, better)) == (verdict, sided)


# Names, targets without a sign, actual values that hold and that do not, and whether the name says which way is better.
NAMED = (
    ("工程验收合格率", "100%", "100%", "98%", True),
    ("培训完成及时率", "=100%", "100%", "95%", True),
    ("群众满意度", "90%", "95%", "85%", True),
    ("安全责任事故", "0起", "0起", "2起", True),
    ("新增隐性债务", "0万元", "0万元", "5万元", True),
    ("差错率", "0%", "0%", "1%", True),
    ("疫苗覆盖率", "95%-100%", "95%", "94%", True),
    ("疫苗覆盖率", "90%-95%", "95%", "89%", False),
    ("成本控制率", "95%-100%", "95%", "94%", False),
    ("成本控制率", "100%", "100%", "95%", False),
    ("不合格率", "5%", "5%", "3%", False),
    ("投诉办结率", "100%", "100%", "95%", False),
    ("就业增长率", "0%", "0%", "-1%", False),
    ("收入增长完成率", "100%", "100%", "98%", False),
    ("受益人数", "约800人", "800人", "600人", False),
    ("培训人数", "100人", "100人", "90人", False),
)


@pytest.mark.parametrize(("name", "target", "same", "worse", "is_known"), NAMED)
def test_the_verdict_where_the_name_says_which_way_is_better(
    name: str, target: str, same: str, worse: str, is_known: bool
) -> None:
    reading = read_target(target, name=name)
    row = Indicator(family="产出", type="数量", name=name, target=target)
    better = better_of(IndicatorFacts("", 1, row, reading))
    found = [judged(reading, read_target(actual, name=name), better).verdict for actual in (same, worse)]
    assert found == (["reached", "missed"] if is_known else ["agreeing", "incomparable"])


# Actual values beside a target of at least 5 persons; 无 may be none of something, and other words say something.
REPORTED = (
    *((actual, "unreported") for actual in ("", "-", "—", "——", "－", "−", "/", "／", "\\", "- -", "—/—")),
    *((actual, "words") for actual in ("无", "不适用", "未填", "*", "…")),
    ("-5", "unread"),
    ("—5", "unread"),
)


@pytest.mark.parametrize(("actual", "expected"), REPORTED)
def test_a_dash_reports_nothing(actual: str, expected: str) -> None:
    assert verdict_of_row("受益", "≥5人", actual) == expected


# Names, targets, actual values and the verdict: 105% is possible for a share of a plan and not for one of cases.
ABOVE = (
    ("任务完成率", "≥100%", "105%", "reached"),
    ("任务完成率", "≥100%", "105 %", "reached"),
    ("任务完成率", "≥100%", "125%", "exceeded"),
    ("任务完成率", "≥90%", "105%", "reached"),
    ("预算执行率", "≤100%", "105%", "missed"),
    ("税收增幅", "≥100%", "120.5%", "exceeded"),
    ("任务完成率", "≥92%", "292%", "unread"),
    ("按期完成率", "≥100%", "105%", "unread"),
    ("完成率合格率", "≥100%", "105%", "unread"),
    ("群众满意度", "≥100%", "105%", "unread"),
    ("覆盖率", "≥90%", "105%", "unread"),
    # What a figure is said of is no more than the name of the row, or something else.
    ("居民参与率", "居民参与率不低于95%", "96%", "reached"),
    ("居民参与率", "≥95%", "居民参与率94%", "missed"),
    ("居民参与率", "≥95%", "参与率94%", "subject"),
    ("不合格率", "≤5%", "合格率96%", "subject"),
)


@pytest.mark.parametrize(("name", "target", "actual", "expected"), ABOVE)
def test_the_verdict_with_the_name_of_the_row(name: str, target: str, actual: str, expected: str) -> None:
    assert verdict_of_row(name, target, actual) == expected


# Targets as published and as the self-evaluation repeats them, and whether they were changed.
REPEATED = (
    ("≥90%", "≥ 90%", False),
    ("≥90%", "不低于90%", False),
    ("≥90%", "≥85%", True),
    ("≥90%", ">90%", True),
    ("≥90%", "≤90%", True),
    ("90%", "=90%", False),
    ("90%", "≥90%", None),
    ("约20人", "20人", None),
    ("20人", "25人", True),
    ("20人", "20户", None),
    ("20人", "25户", None),
    ("20人", "20", None),
    ("20", "25", None),
    ("≤120万元", "≤1200000元", False),
    ("≤120万元", "≤1210000元", True),
    ("≤120万元", "≤1200000", None),
    ("≤2小时", "≤120分钟", False),
    ("≤2小时", "≤100分钟", True),
    ("2024年6月底前", "2024年12月底前", True),
    ("2024年6月底前", "2024年6月30日前", False),
    ("2024年6月底前", "上半年", None),
    ("逐步提高", "有所提高", None),
)


@pytest.mark.parametrize(("before", "now", "expected"), REPEATED)
def test_whether_a_target_was_changed(before: str, now: str, expected: bool | None) -> None:
    lines = [
        IndicatorFacts("", 1, Indicator(family="产出", type="数量", name="某", target=each), read_target(each))
        for each in (before, now)
    ]
    assert is_changed(*lines) == expected


# Rows of targets, rows of the self-evaluation that answers them, and the verdicts on these; 无 marks a row as new.
ROWS = (
    ("甲 ≥5人 / 乙 ≥9人", "乙 ≥9人 8人 / 甲 ≥5人 5人", "missed / reached"),
    # Of two targets of one name, each is answered by the row that repeats it.
    ("甲 ≥4人 / 甲 ≥6人", "甲 ≥6人 6人 / 甲 ≥4人 3人", "reached / missed"),
    ("甲 ≥4人 / 甲 ≥6人", "甲 ≥7人 6人 / 甲 ≥4人 3人", "row / missed"),
    # A target in two halves, each with its own part of the target or with all of it.
    ("甲 ≥9人", "甲 ≥6人 6人 / 甲 ≥3人 2人", "row / row"),
    ("甲 ≥9人", "甲 ≥9人 6人 / 甲 ≥9人 3人", "row / row"),
    ("甲 ≥9人", "甲 ≥9人 9人 / 甲 ≥3人 2人 无", "reached / missed"),
    ("甲 ≥9人", "甲 ≥8人 9人", "changed"),
    ("甲 ≥9人", "丙 ≥9人 9人", "reached / row"),
)


def with_rows(text: str, rows: str, *keys: str) -> str:
    """A clean form with other rows of indicators, whose cells are named."""
    head, rest = text.split("indicators:\n")
    tail = rest[rest.index("\n\n") :]
    lines = [
        "  - {family: 产出指标, type: 数量指标, "
        + ", ".join(map(": ".join, zip(keys, row.split(" "), strict=False)))
        + "}"
        for row in rows.split(" / ")
    ]
    return f"{head}indicators:\n" + "\n".join(lines) + tail


@pytest.mark.parametrize(("targets", "results", "expected"), ROWS)
def test_rows_of_one_name_are_judged_where_it_is_sure_which_target_they_answer(
    targets: str, results: str, expected: str
) -> None:
    promised = project_of(with_rows(CLEAN_PROJECT, targets, "name", "target"))
    answering = results_of(with_rows(CLEAN_RESULTS, results, "name", "target", "actual", "earlier"), promised)
    lines = [line.judgement for line in result_lines(answering)]
    assert " / ".join(each.why or each.verdict for each in lines) == expected
