"""Figures: exact or refused, never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from generator.text.amounts import FigureError, amount, count, day, money_unit, signed_amount

FOREIGN = ["１２３", "1.２", "١٢٣", "³", "一百", "无数据", "—", "#REF!", "￥5", "340.80%", "+5", "5.", ".5", "1.2.3"]
CODES = {
    "E201": ["010", "0440", "00", "007.5", "-010", "12:30", "1:30:00"],
    "E202": ["nan", ".nan", "NaN", ".inf", "-.inf", "+.INF", "Infinity"],
    "E203": ["9" * 16, "0.1234567", "9" * 5000, "0." + "0" * 7],
    "E204": [
        *FOREIGN,
        "",
        " ",
        " 12",
        "12\n",
        "1,674.21",
        "1 674.21",
        "−12.3",
        "(12.3)",
        "（12.3）",
        "1e3",
        "0x1F",
        "1_000",
    ],
    "E205": ["1674.21万元", "340.8万", "约20人", "284个", "3 万元", "1,674.21万元", "5元", "-5元"],
    "E211": ["-12.3", "-0", "-1"],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in CODES.items() for text in texts])
def test_what_is_no_amount_says_why(code: str, text: str) -> None:
    with pytest.raises(FigureError) as misread:
        amount(text)
    assert misread.value.code == code


@pytest.mark.parametrize("text", ["0", "0.00", "340.80", "10731.2", "10731.20", "123456789012345.123456", "0.000001"])
def test_an_amount_keeps_every_digit(text: str) -> None:
    assert format(amount(text), "f") == text


@given(st.decimals(min_value=0, max_value=10**15 - 1, places=6))
def test_every_amount_of_bearable_length_is_exact(value: Decimal) -> None:
    assert amount(f"{value:f}") == value


@given(st.text(st.sampled_from("0123456789.,-+eE_ 万元约%（）:") | st.characters(), max_size=20))
def test_any_text_is_an_exact_amount_or_misread(text: str) -> None:
    try:
        assert format(amount(text), "f") == text
    except FigureError as misread:
        assert misread.code in CODES


def test_sums_that_floats_get_wrong() -> None:
    assert amount("1674.21") + amount("1909.47") == amount("3583.68")
    assert amount("0.1") + amount("0.2") == amount("0.3")
    assert 1674.21 + 1909.47 != 3583.68


PEOPLE = {
    "71": 71, "0": 0, "71.0": "E212", "71.5": "E212", "-1": "E211", "071": "E201", "７１": "E204", "71人": "E205",
    "1,071": "E204", "": "E204",
}  # fmt: skip


@pytest.mark.parametrize("text", PEOPLE)
def test_people_are_counted_whole(text: str) -> None:
    assert read(count, text) == PEOPLE[text]


CHANGES = {
    "-1500": Decimal(-1500), "-0.05": Decimal("-0.05"), "1500": Decimal(1500), "0": Decimal(0),
    "-0": "E211", "-0.00": "E211", "--5": "E204", "-": "E204", "-007": "E201", "-5元": "E205", "−5": "E204",
}  # fmt: skip


@pytest.mark.parametrize("text", CHANGES)
def test_changes_may_be_negative(text: str) -> None:
    assert read(signed_amount, text) == CHANGES[text]


DAYS = {"2021-03-11": date(2021, 3, 11), "2020-02-29": date(2020, 2, 29)}
NO_DAYS = [
    "2021-02-30", "2021-02-29", "2021-13-01", "2021-00-10", "0000-01-01", "2021年3月", "2021/03/11", "2021-3-11",
    "20210311", "２０２１-03-11", "2021-03-11\n", "", "待定",
]  # fmt: skip


@pytest.mark.parametrize("text", [*DAYS, *NO_DAYS])
def test_days_are_of_the_calendar(text: str) -> None:
    assert read(day, text) == DAYS.get(text, "E206")


UNITS = {
    "元": "元", "万元": "万元", "万": "万元", "亿": "亿元", "百万": "百万元", "千万元": "千万元",
    "人": None, "个": None, "": None, "元/平方米": None, "单元": None,
}  # fmt: skip


@pytest.mark.parametrize("stated", UNITS)
def test_units_of_money(stated: str) -> None:
    assert money_unit(stated) == UNITS[stated]


def read(reader: object, text: str) -> object:
    """What a reader makes of a text, or the code of why not."""
    try:
        return reader(text)  # type: ignore[operator]
    except FigureError as misread:
        return misread.code
