"""Verdicts: a table of targets and actual values, and what holds for all figures."""

from dataclasses import astuple
from decimal import Decimal
from pathlib import Path

from hypothesis import given, strategies as st

from generator.analysis.judging import Judgement, judged
from generator.analysis.verdicts import REACHED, VERDICTS
from generator.targets import read_target

TABLE = Path(__file__).parents[1] / "verdicts.tsv"
# Cells of targets and of actual values, some of which nobody can read.
CELLS = st.text(alphabet="≥≤约0123456789.%个万元天年月日前不低于完成无和、-—", max_size=12)


def verdict_on(target: str, actual: str, unit: str = "", comparator: str = "") -> Judgement:
    """The verdict on the cells of one row."""
    column = unit or None
    return judged(read_target(target, comparator=comparator or None, unit=column), read_target(actual, unit=column))


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
