"""HTML of single values: a cell of a form, a kind of absence, the target of an indicator, a difference of years."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import escape

from generator.analysis.outcomes import Outcome
from generator.content.markdown import Html
from generator.forms.fields import money
from generator.forms.figures import absence, figure
from generator.forms.model import Indicator, named
from generator.output.pictures.drawing import grouped
from generator.text.amounts import WordedAmount
from generator.words import catalogue_text, translate

# In a sentence: an amount of money or a count with its unit, or a share in brackets. Years have none of these units.
AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)( ?)(亿元|万元|元|[个份条项处人家])|（[0-9.]+%）")
# A number with its unit, as texts of comparisons have it; assets/sheet.js has the same.
COMPARED = re.compile(rf"(-?[0-9]+(?:\.[0-9]+)?) ({translate('comparing.units')})")

# The kinds of absence of a target that has neither comparator nor unit.
NO_TARGET = ("blank", "none")


def text_html(text: str) -> str:
    """A text, escaped; most of them are letters and figures alone, which takes a tenth of the time to find out."""
    return text if text.isalnum() else str(escape(text))


def term_html(name: str, terms: Mapping[str, str], root: str, entry: str = "") -> Html:
    """A word, linked to the glossary where that explains it, or the `entry` for it; `terms` are ids by entry."""
    at = terms.get(entry or name)
    words = text_html(name)
    return Html(words if at is None else f'<a class="term" href="{root}glossary/#{text_html(at)}">{words}</a>')


def day_html(day: date | None) -> Html:
    """A day, or the word for one that is unknown."""
    text = day.isoformat() if day else ""
    return Html(f'<time datetime="{text}">{text}</time>') if text else absence_html("unknown")


def csv_button(source: str, table: str, name: str, words: str = "") -> Html:
    """A button that makes CSV of a table of a form in the browser, from the JSON file in the folder of the page."""
    words = words or translate("record.download_csv", name=name)
    return Html(
        f'<button type="button" class="take js-only" data-csv="{text_html(source)}" data-table="{text_html(table)}">'
        f"{text_html(words)}</button>"
    )


def cell_html(value: Any, unit: str = "", is_derived: bool = False) -> Html:
    """A value as written, or the word for its absence; a computed zero is not marked as a zero on the form."""
    if isinstance(value, WordedAmount):
        return Html(f'<span class="worded">{text_html(value.text)}</span>')
    kind = absence(value)
    if kind == "zero" and not is_derived:
        return Html(f'<span class="num">{value}</span> {absence_html(kind)}')
    if kind and kind != "zero":
        return absence_html(kind)
    if money(value) is None:
        return Html(text_html(str(value)))
    return amount_html(figure(value), unit) if unit else number_html(figure(value))


def number_html(value: str) -> Html:
    """A number grouped by threes: the commas are drawn, so that it is copied and found as it is written."""
    return Html(f'<span class="num">{digits_html(value)}</span>')


def digits_html(value: str) -> str:
    """The groups of a number, for a place whose style sheet sets them as numbers."""
    first, *groups = grouped(value)
    return (
        text_html(first)
        if not groups
        else text_html(first) + "".join(f"<i>{group[:3]}</i>{text_html(group[3:])}" for group in groups)
    )


def aligned_html(value: str) -> Html:
    """A number for a column that is aligned at the decimal point."""
    whole, point, fraction = value.partition(".")
    return Html(f'{number_html(whole)}<span class="fraction">{escape(point + fraction)}</span>')


def amount_html(value: str, unit: str) -> Html:
    """An amount with its unit, which stay on one line."""
    return Html(f'<span class="amount">{number_html(value)} <span class="unit">{text_html(unit)}</span></span>')


def amounts_html(text: str) -> Html:
    """A sentence with its amounts and counts grouped, each on one line with its unit, and each share on one line."""
    return Html(AMOUNT.sub(amount_in_sentence, str(escape(text))))


def amount_in_sentence(match: re.Match[str]) -> str:
    """The HTML of one match of AMOUNT."""
    value, gap, unit = match.groups()
    if value is None:
        return f'<span class="keep">{match[0]}</span>'
    return f'<span class="keep">{number_html(value)}{gap}{unit}</span>'


def compared_html(text: str) -> Html:
    """A text of a comparison with its numbers grouped and their units set small."""
    parts = COMPARED.split(text)
    pairs = zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    dressed = (f"{amount_html(value, unit)}{escape(rest)}" for value, unit, rest in pairs)
    return Html(f"{escape(parts[0])}{''.join(dressed)}")


def translate_html(key: str, **values: Any) -> Html:
    """The text under a dotted key with its fields filled in, as HTML; values that are no HTML are escaped."""
    return Html(str(escape(catalogue_text(key))).format(**{name: escape(value) for name, value in values.items()}))


def figure_html(value: Any, is_derived: bool = False) -> str:
    """A figure, or the word for its absence, in a column of figures."""
    kind = absence(value)
    if kind and kind != "zero":
        return absence_html(kind)
    if money(value) is None:
        return text_html(str(value))
    note = f" {absence_html(kind)}" if kind and not is_derived else ""
    return f"{digits_html(figure(value))}{note}"


def absence_html(kind: str) -> Html:
    """The word for a kind of absence."""
    return Html(f'<span class="absence">{text_html(translate(f"absence.{kind}"))}</span>')


def target_html(indicator: Indicator) -> Html:
    """Comparator, target and unit as written; the word for the absence where there is no target."""
    kind = absence(indicator.target)
    return (
        absence_html(kind)
        if kind in NO_TARGET
        else Html(f'<span class="target__figure">{target_words(indicator)}</span>')
    )


def target_words(indicator: Indicator) -> str:
    """The words of a target in an element that is set as one."""
    kind = absence(indicator.target)
    if kind in NO_TARGET:
        return absence_html(kind)
    sign, unit = named(indicator.comparator), named(indicator.unit)
    before = f'<span class="target__sign">{text_html(sign)}</span>' if sign else ""
    after = f'<span class="target__unit">{text_html(unit)}</span>' if unit else ""
    text = absence_html(kind) if kind == "withheld" else text_html(indicator.target)
    return f"{before}{text}{after}"


# By the names that templates use.
FILTERS = {
    "cell": cell_html,
    "target": target_html,
    "number": number_html,
    "amounts": amounts_html,
    "compared": compared_html,
}


def second_html(*texts: Any) -> str:
    """Lines below the text of a cell; none for an empty text."""
    return "".join(f'<span class="second">{escape(text)}</span>' for text in texts if text)


def outcome_html(outcome: Outcome | None) -> Html:
    """The actual value as written, and the verdict; empty where there is no outcome."""
    if outcome is None:
        return Html("")
    actual = f"{cell_html(outcome.actual)} " if outcome.actual else ""
    return Html(f'{actual}<span class="verdict verdict--{outcome.verdict}">{text_html(outcome.word)}</span>')
