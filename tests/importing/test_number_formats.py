"""The text that a spreadsheet shows for a number."""

import pytest

from generator.importing.number_formats import number_cell, shown_number

SHOWN = [
    (750, "General", "750"),
    (82800.92000000001, "General", "82800.92"),
    (1e-05, "General", "0.00001"),
    (10891.615675, "#,##0.00", "10,891.62"),
    (72807.384975, "0.00_ ", "72807.38"),
    (90, "0_ ", "90"),
    (1, "0%", "100%"),
    (0.885, "0.0%", "88.5%"),
    (0.88, "0.##%", "88%"),
    (95, '"≥"0"%"', "≥95%"),
    (0.95, '"≥"0%', "≥95%"),
    (3, r"0\天", "3天"),
    (-3, "0;(0)", None),
    (-3, '0;"负"0', "负3"),
    (0, '0;-0;"无"', None),
    (5, "[Red]0", "5"),
    (5, '[$-804]#,##0.00"元"', "5.00元"),
    (2.5, "0", "3"),
    (45000, "yyyy/m/d", None),
    (1.5, "# ?/?", None),
    (12345, "0.00E+00", None),
]


def test_numbers_are_shown_as_spreadsheets_show_them() -> None:
    assert [(value, code, shown_number(value, code)) for value, code, _ in SHOWN] == SHOWN


@pytest.mark.parametrize("code", ["", "@", "General"])
def test_a_plain_format_shows_fifteen_digits(code: str) -> None:
    assert shown_number(1234567.1234567891, code) == "1234567.12345679"


@pytest.mark.parametrize(
    ("value", "code", "cell"),
    [
        (8350, "#,##0.00", ("8,350.00", "", ())),
        (8200.5, "#,##0.00", ("8,200.50", "", ())),
        (0, "0.00", ("0.00", "", ())),
        (8200.55, "0.0", ("8200.55", "8200.6", ("stored",))),
        (82800.92000000001, "#,##0.00", ("82,800.92", "82800.92000000001", ("stored",))),
        (5, "0 -", ("5", "5 -", ("stored",))),
        (1, "0%", ("100%", "1", ("stored",))),
        (95, '"≥"0"%"', ("≥95%", "95", ("stored",))),
        (45000, "yyyy/m/d", ("45000", "", ("format",))),
    ],
)
def test_a_number_is_doubted_where_what_is_shown_says_something_else(
    value: float, code: str, cell: tuple[str, str, tuple[str, ...]]
) -> None:
    assert number_cell(value, code) == cell
