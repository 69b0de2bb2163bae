"""Charts as plain dictionaries: which piece has which colour, and where its label stands."""

from decimal import Decimal
from pathlib import Path

import pytest
from corpora import loaded_facts
from reading import HERE

from generator.analysis.site_facts import Facts
from generator.output.charts import budget_figure, share_text

PROJECTS = HERE / "content/projects"


def facts(root: Path) -> Facts:
    """The facts of a project's content."""
    return loaded_facts(root)


@pytest.mark.parametrize(
    ("root", "path", "pieces", "notes"),
    [
        (
            HERE.parent,
            "zhanjiang/jiwei/2021/",
            # Of the sources one is blank: what they come to is unknown, and not drawn.
            ["1 基本支出 4993.74", "2 项目支出 10731.2", "1 市本级使用资金 15032.94", "2 "],
            ["按预算级次划分 15724.94: 拟转移支付市县资金 692"],
        ),
        # What is not drawn keeps its colour: the third line of the table is the third here too.
        (
            PROJECTS,
            "shili/jiaoyuju/2026/xuexiao-xinjian/",
            ["1 财政拨款 1000", "3 "],
            ["年度资金 1180: 其他资金 180"],
        ),
    ],
)
def test_each_piece_has_the_colour_of_its_line_and_a_label(
    root: Path, path: str, pieces: list[str], notes: list[str]
) -> None:
    figure = budget_figure(next(one for one in facts(root).forms if one.source.path == path))
    assert figure
    assert [f"{piece['meta']['role']} {piece['text'][0]}" for piece in figure["data"]] == pieces
    assert [f"{note['y']} {note['x']}: {note['text']}" for note in figure["layout"]["annotations"]] == notes


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, "财政拨款：5 元"),
        (Decimal("100.0"), "财政拨款：5 元，占 100.0%"),
        (Decimal("104.7"), "财政拨款：5 元，是写明的总额的 104.7%，超过总额"),
    ],
)
def test_a_share_of_more_than_the_whole_says_so(share: Decimal | None, words: str) -> None:
    assert share_text("财政拨款", "5", "元", share) == words
