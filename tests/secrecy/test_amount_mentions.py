"""Amounts of money in other words: what is found, and what is no money."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from generator.secrecy.amount_mentions import Mention, find_amounts, shares_in_words

TOTALS = (("项目支出", Decimal(1000)), ("基本支出", Decimal(2000)), ("财政拨款", Decimal(1500)))


def table() -> list[list[str]]:
    """The rows of the list beside this file: text, name, unit, amounts in yuan."""
    lines = Path(__file__).parents[1].joinpath("amount_mentions.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return [[row[0].replace(r"\n", "\n"), *row[1:]] for row in rows]


ROWS = table()


def written(mention: Mention) -> str:
    """The amount of a mention as the list writes it."""
    if mention.yuan is None:
        return "?"
    text = f"{Decimal(mention.yuan.numerator) / Decimal(mention.yuan.denominator):f}"
    return text


def test_the_list_is_long_enough() -> None:
    assert len({tuple(row) for row in ROWS}) == len(ROWS) >= 230
    assert {len(row) for row in ROWS} == {4}


def test_amounts_are_found_as_listed() -> None:
    found = [
        [text, name, unit, " ".join(map(written, find_amounts(text, name=name, unit=unit, totals=TOTALS))) or "-"]
        for text, name, unit, _ in ROWS
    ]
    assert [row for row in found if row not in ROWS] == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("宣传（45<b>万</b>元）。", ["45<b>万</b>元"]),
        ("经费 ４５万元以内", ["４５万元"]),
        ("40-50万元", ["40", "50万元"]),
        ("￥450,000。", ["450,000"]),
        ("宣传经费占项目支出的3.2%", ["占项目支出的3.2%"]),
        ("肆拾伍万圆整", ["肆拾伍万圆"]),
    ],
)
def test_a_mention_says_where_it_stands_in_the_raw_text(text: str, pieces: list[str]) -> None:
    assert [text[mention.start : mention.end] for mention in find_amounts(text)] == pieces


def test_a_share_says_of_what() -> None:
    known, unknown = (find_amounts(text, totals=TOTALS)[0] for text in ("项目支出的三成", "占年初预算的三成"))
    assert (known.yuan, unknown.yuan) == (3_000_000, None)
    named = [next(shares_in_words(text))[2:] for text in ("项目支出的三成", "占年初预算的三成")]
    assert named == [(Fraction(3, 10), "项目支出"), (Fraction(3, 10), "年初预算")]


@pytest.mark.parametrize(
    ("text", "name", "is_amount"),
    [
        ("设施维护的10.7%", "", True),
        ("示例宣传的一半", "", True),
        ("示例宣传经费的四成", "", True),
        ("培训为设施维护的0.8倍", "", True),
        ("培训是设施维护的三分之一", "", True),
        ("较示例宣传少20%", "", True),
        ("20%", "较示例宣传少", True),
        ("80%", "培训为示例宣传的", True),
        ("0.8倍", "培训相当于示例宣传", True),
        ("设施维护完成率95%", "", False),
        ("95%", "设施维护完成率", False),
        ("示例宣传12次", "", False),
    ],
)
def test_a_share_of_another_row_is_an_amount_that_is_not_known(text: str, name: str, is_amount: bool) -> None:
    found = find_amounts(text, name=name, rows=["设施维护", "示例宣传"])
    assert {mention.yuan for mention in found} == ({None} if is_amount else set())


def test_bare_numbers_are_in_the_unit_of_their_form() -> None:
    assert [mention.yuan for mention in find_amounts("450000", name="宣传成本", form_unit="元")] == [450000]
    assert find_amounts("45", name="宣传成本", form_unit="亿元")[0].yuan == 450000 * 10**4


PIECES = st.sampled_from(
    [*"0123456789.,，万亿元圆千百十一二两〇点余多几数WwKk%成分之占的-~至 （）¥$\n<>&#;①", "项目支出", "百分之", "RMB"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["", "成本（万元）", "占项目支出比例"]))
def test_any_text_can_be_read(text: str, name: str) -> None:
    for mention in find_amounts(text, name=name, totals=TOTALS):
        assert 0 <= mention.start < mention.end <= len(text)
