"""Records that nobody has written yet: any columns, any words, long tables."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from form_reading import TASK
from hypothesis import strategies as st

from generator.forms.model import Record

SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
# What spreadsheets and pages like to take for something else.
TRAPS = ("=", "=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "TRUE", "00123", "2021-12-31", "1E5", "12:30", "100%")
MORE_TRAPS = ("<b>&amp;</b>", "'单引号", "一行\n又一行", " 前后有空格 ", "长" * 40, "无", "")
TEXTS = st.text(SIGNS, max_size=40) | st.sampled_from((*TRAPS, *MORE_TRAPS))
NAMES = st.text(SIGNS, min_size=1, max_size=40).filter(lambda text: bool(text.strip()))
FIGURES = ("0", "1674.21", "10731.20", "", "无", "0.5", "284")
COUNTS = ("0", "71", "", "无")
FAMILIES = (("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "质量指标"), ("产出指标", "数量指标"))
DECISION = {"basis": "依据", "decided_on": "2026-01-02", "decided_by": "某人"}
BESIDE_THE_FORM = {
    "framework": "before-101",
    "source": {"title": "原文"},
    "disclosure": {"attribute": "主动公开", "approved_on": "", "published_on": "", "budget_published_on": ""},
    "review": {"by": "某人", "on": "2026-01-02", "conclusion": "同意公开"},
}
Tree = dict[str, Any]


def some(draw: st.DrawFn, words: Iterator[str], *keys: str) -> Tree:
    """Some of the cells, each with the next word."""
    return {key: next(words) for key in keys if draw(st.booleans())}


def budgets(draw: st.DrawFn) -> Tree:
    """A budget with some of its ways and lines."""
    figures = cycle(draw(st.permutations(FIGURES)))
    ways = {"by_source": ("fiscal", "carryover", "other"), "by_level": ("own_level", "transfers")}
    budget = {"by_type": some(draw, figures, "basic", "project", "development")}
    return budget | {way: some(draw, figures, *keys) for way, keys in ways.items() if draw(st.booleans())}


def task_rows(draw: st.DrawFn, words: Iterator[str], columns: tuple[str, ...], most: int) -> list[Tree]:
    """Tasks, of which some are withheld, whole or half."""
    figures = cycle(draw(st.permutations(FIGURES)))
    rows = []
    for _ in range(draw(st.integers(0, most))):
        row = {key: next(figures if key == "amount" else words) for key in columns}
        open_cells = {"all": (), "content": ("name", "amount")}
        kind = draw(st.sampled_from(("", "", "", "all", "content")))
        rows.append({key: row[key] for key in open_cells[kind]} | {"withheld": kind} | DECISION if kind else row)
    return rows


def indicator_rows(draw: st.DrawFn, words: Iterator[str]) -> list[Tree]:
    """Indicators with some of the columns, the same family and type now and then in neighbouring rows."""
    more = some(draw, words, "definition", "comparator", "unit", "weight")
    together = draw(st.integers(1, 7))
    classes = [FAMILIES[number // together % len(FAMILIES)] for number in range(draw(st.integers(0, 60)))]
    return [
        {"family": family, "type": kind} | {key: next(words) for key in ("name", "target", *more)}
        for family, kind in classes
    ]


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record of up to 48 tasks and 60 indicators, its texts taken in turns from a few."""
    words, counts = cycle(draw(st.lists(TEXTS, min_size=1, max_size=12))), cycle(COUNTS)
    columns = TASK[: draw(st.integers(3, 4))]
    groups = {"key": 40} | ({"other": 8} if draw(st.booleans()) else {})
    staff = some(draw, counts, "in_service", "retired", "total")
    return Record.model_validate(
        {
            "title": draw(NAMES),
            "unit": draw(st.sampled_from(["万元", "元"])),
            "department": draw(NAMES),
            **some(draw, words, "supervisor"),
            **({"staff": staff} if staff else {}),
            **some(draw, counts, "subordinate_units"),
            "budget": budgets(draw),
            "goal": draw(NAMES),
            "tasks": {group: task_rows(draw, words, columns, most) for group, most in groups.items()},
            "indicators": indicator_rows(draw, words),
            **BESIDE_THE_FORM,
        }
    )
