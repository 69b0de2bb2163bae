"""Templates with fixed words and compiled code: the same pages and the same faults as by Jinja alone."""

from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError
from markupsafe import Markup

from generator.output.render import environment, precompile

SIGNS = '<b title="x">A & B\'s</b>'
GIVEN: dict[str, Any] = {
    "signs": SIGNS,
    "markup": Markup("<i>&amp;</i>"),
    "seen": {"name": "<n>", "items": 3},
    "rows": [1, [2, [3]], Decimal("4.50")],
    "two": lambda *given, **named: f"{given}{sorted(named.items())}<",
    "day": date(2026, 11, 22),
    "broken": lambda: 1 // 0,
}
PARTS = """
{% macro cell(value, unit="<u>", last=none) %}<td>{{ value }}{{ unit }}{{ last }}</td>{% endmacro %}
{% macro around(name) %}<p>{{ name }}: {{ caller(name, 2) }}</p>{% endmacro %}
{% macro all() %}{{ varargs }}{{ kwargs }}{% endmacro %}
"""
BASE = "<main>{% block head %}{{ signs }}{% endblock %}{% block body %}{% endblock %}</main>"
LOOP = (
    "{% for row in rows recursive %}{% if row is iterable %}({{ loop(row) }}){% else %}{{ row }}{% endif %}{% endfor %}"
)
DRAWN = [
    "{{ signs }}{{ markup }}{{ 7 }}{{ day }}{{ none }}{{ rows }}{{ seen.name }}{{ seen['items'] }}",
    "{{ signs ~ markup }}{{ markup + signs }}{{ signs | upper }}{{ [signs, markup] | join(',') }}",
    "{{ two() }}{{ two(1) }}{{ two(name=signs) }}{{ two(1, *rows, last=2, **seen) }}{{ two(**{'class': 1}) }}",
    "{{ two(class=1, *rows) }}{{ two(two(1), two(two(2), if=3)) }}{{ (two if seen else none)(1) }}",
    "{{ day.isoformat() }}{{ signs.replace('<', '>') }}{{ markup.upper() }}{{ '{}<{}'.format(1, signs) }}",
    "{% from 'parts' import cell with context %}{{ cell(signs) }}{{ cell(1, last=markup) }}{{ cell(1, unit='') }}",
    "{% from 'parts' import around %}{% call(a, b) around(signs) %}{{ a }}{{ b }}{{ two(a) }}{% endcall %}",
    "{% import 'parts' as parts %}{{ parts.all(1, signs, three=markup) }}{% set x %}{{ signs }}{% endset %}{{ x }}",
    "{% extends 'base' %}{% block head %}{{ super() }}<{% endblock %}{% block body %}{{ self.head() }}{% endblock %}",
    LOOP,
    "{% for one in rows %}{{ loop.cycle('a', '<') }}{{ loop.changed(one) }}{% else %}none{% endfor %}",
    "{% autoescape false %}{{ signs }}{{ two(signs) }}{% endautoescape %}{{ signs }}",
    "{% filter upper %}{{ signs }}{% endfilter %}{{ range(3) | list }}{{ dict(a=1) }}{{ signs | safe }}",
    "{{ absence(none) }}{{ translate('records.span', first=1, last=2) }}{{ money(rows[2]) }}{{ figure(rows[2]) }}",
]
FAULTS = [
    "{{ nobody }}",
    "{{ nobody() }}",
    "{{ two(nobody.name) }}",
    "{{ seen.nobody }}",
    "{{ seen.nobody(1) }}",
    "{{ self.nobody() }}",
    "{% from 'parts' import nobody %}{{ nobody(1) }}",
    "{% from 'parts' import cell %}{{ cell() }}",
    "{% from 'parts' import cell %}{{ cell(1, 2, 3, 4) }}",
    "{% from 'parts' import around %}{{ around(1) }}",
    "{% for one in rows %}{{ one.nobody(one) }}{% endfor %}",
    "{{ signs() }}",
    "{{ broken() }}",
]


def of_jinja(templates: tuple[tuple[str, str], ...]) -> Environment:
    """The same templates in an environment of Jinja alone."""
    ours = environment(templates)
    plain = Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    plain.globals, plain.filters = ours.globals, ours.filters
    return plain


def outcome(jinja: Environment) -> tuple[str, str]:
    """The page, or the fault that there is none: of what kind, and what it says."""
    try:
        return "", jinja.get_template("page").render(GIVEN)
    except (TemplateError, TypeError, ZeroDivisionError) as error:
        return type(error).__name__, str(error)


@pytest.mark.parametrize("source", [*DRAWN, *FAULTS])
def test_templates_are_drawn_as_jinja_draws_them(source: str) -> None:
    templates = (("page", source), ("parts", PARTS), ("base", BASE))
    kind, text = outcome(environment(templates))
    assert (kind, text) == outcome(of_jinja(templates))
    assert bool(kind) == (source in FAULTS)


def test_a_template_is_made_ready_once_for_all() -> None:
    templates = (
        ("page", "{{ 1 + count }}"),
        ("wrong", "{% if %}"),
        ("parts", "{% macro m() %}{{ count }}{% endmacro %}"),
    )
    code = precompile(templates)
    assert len(code) == 2
    environment.cache_clear()
    with patch("jinja2.Environment.code_generator_class", side_effect=AssertionError("made ready again")):
        assert environment(templates, code).get_template("page").render(count=2) == "3"
    changed = (("page", "{{ 2 + count }}"),)
    assert environment(changed, code).get_template("page").render(count=2) == "4"
