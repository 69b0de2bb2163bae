"""HTML of single values: every text escaped, every kind of absence with its word, markup as Jinja escapes it."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment
from markupsafe import Markup, escape

from generator.analysis.readings import in_words
from generator.analysis.years import YearFigure
from generator.forms.fields import BLANK, NONE_WRITTEN, WITHHELD
from generator.forms.figures import NoTotal
from generator.forms.model import Indicator
from generator.output.cell_html import (
    FILTERS,
    cell_html,
    target_html,
)
from generator.output.form_pages.grid import GridCell, GridPiece
from generator.output.form_pages.html import grid_cell_html
from generator.output.year_html import linked_figure, moved_words
from generator.targets import read_target
from generator.words import translate

SIGNS = '<b title="x">A & B\'s</b>'
ESCAPED = "&lt;b title=&#34;x&#34;&gt;A &amp; B&#39;s&lt;/b&gt;"


def absent(kind: str) -> str:
    return f'<span class="absence">{translate(f"absence.{kind}")}</span>'


@pytest.mark.parametrize(
    ("value", "options", "html"),
    [
        (SIGNS, {}, ESCAPED),
        ("甲", {}, "甲"),
        (None, {}, absent("not_on_form")),
        (BLANK, {}, absent("blank")),
        (NONE_WRITTEN, {}, absent("none")),
        (WITHHELD, {}, absent("withheld")),
        (NoTotal.UNKNOWN, {}, absent("unknown_total")),
        (Decimal("0.00"), {}, f'<span class="num">0.00</span> {absent("zero")}'),
        (Decimal("0.00"), {"is_derived": True}, '<span class="num">0.00</span>'),
        (Decimal("12.50"), {}, '<span class="num">12.50</span>'),
        (
            Decimal("12.50"),
            {"unit": "<元>"},
            '<span class="amount"><span class="num">12.50</span> <span class="unit">&lt;元&gt;</span></span>',
        ),
        (Decimal("15724.94"), {}, '<span class="num">15<i>724</i>.94</span>'),
        (Decimal("1000000"), {}, '<span class="num">1<i>000</i><i>000</i></span>'),
    ],
)
def test_a_cell_is_its_value_or_the_word_for_its_absence(value: Any, options: dict[str, Any], html: str) -> None:
    assert cell_html(value, **options) == html


def indicator(**fields: Any) -> Indicator:
    return Indicator.model_validate({"family": "产出指标", "type": "数量指标", "name": "甲", **fields})


@pytest.mark.parametrize(
    ("fields", "html"),
    [
        ({"target": SIGNS}, f'<span class="target__figure">{ESCAPED}</span>'),
        (
            {"target": "5", "comparator": "≥", "unit": SIGNS},
            '<span class="target__figure"><span class="target__sign">≥</span>5'
            f'<span class="target__unit">{ESCAPED}</span></span>',
        ),
        ({"target": NONE_WRITTEN, "unit": "个"}, absent("none")),
        ({"target": BLANK, "unit": "个"}, absent("blank")),
    ],
)
def test_a_target_stands_between_its_sign_and_its_unit(fields: dict[str, Any], html: str) -> None:
    assert target_html(indicator(**fields)) == html


def test_a_figure_of_a_year_leads_to_the_form() -> None:
    year = SimpleNamespace(source=SimpleNamespace(year=2021))
    assert (
        linked_figure(YearFigure("丙", "by-type", SIGNS), year)
        == f'<a href="2021/#by-type">丙</a><small>{ESCAPED}</small>'
    )
    assert linked_figure(YearFigure(Decimal("15724.94"), "a"), year) == '<a href="2021/#a">15<i>724</i>.94</a>'
    assert linked_figure(YearFigure(Decimal(0), "a"), year) == f'<a href="2021/#a">0 {absent("zero")}</a>'
    assert linked_figure(YearFigure(None, "by-type"), year) == translate("absence.not_on_form")


def test_a_difference_is_in_words_or_there_is_none() -> None:
    assert moved_words(SIGNS) == ESCAPED
    assert moved_words("") == f'<span class="absence">{translate("years.moved.none")}</span>'


def test_a_cell_of_a_form_has_its_scope_and_its_size() -> None:
    heading = GridCell(GridPiece("<b>", scope="rowgroup"), 2, 0, 3, 1)
    plain = GridCell(GridPiece("乙", prose=True), 2, 1, 1, 2)
    assert grid_cell_html(heading, range(3)) == '<th scope="rowgroup" rowspan="3">&lt;b&gt;'
    assert grid_cell_html(plain, range(3)) == '<td colspan="2" class="prose">乙'


@pytest.mark.parametrize("value", ["", "甲", SIGNS, *"&<>\"'", Markup("<i>&amp;</i>"), ["<"], True])
def test_what_is_escaped_is_what_jinja_escapes(value: object) -> None:
    template = Environment(autoescape=True).from_string("{{ value }}")
    assert template.render(value=value) == escape(value)


def test_no_filter_asks_for_the_state_of_a_template() -> None:
    assert not [one for one in FILTERS.values() if hasattr(one, "jinja_pass_arg")]


@pytest.mark.parametrize(
    ("target", "words"),
    [("250万", "2500000，没有写单位"), ("≥1.2亿", "不低于 120000000，没有写单位"), ("250万元", "250 万元")],
)
def test_a_figure_of_ten_thousands_says_that_it_has_no_unit(target: str, words: str) -> None:
    assert in_words(read_target(target)) == words
