"""The rows of the long lists as texts by key; the page shows the first rows, and the browser draws the others alike."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from generator.analysis.department_years import DepartmentYear, DepartmentYears, TotalsOfYear
from generator.analysis.readings import measurable_word
from generator.analysis.topics import IndicatorOccurrence
from generator.content.addresses import city_address, topic_address
from generator.forms.figures import absence, absence_word, figure, percent, signed
from generator.forms.model import named
from generator.output.amounts import large_amount
from generator.output.pictures.spark import spark
from generator.text.word_list import word_list
from generator.words import translate

Row = Mapping[str, str]

INDICATOR_KEYS = word_list("""
    name lack about sign figure absence measure_unit page anchor department project year city second_level family topic
    kind sign_word measurable measure actual verdict verdict_word
""")
DEPARTMENT_KEYS = word_list("name names page city city_page before last gaps projects")
YEAR_KEYS = word_list("""
    year older form record amount absence change change_words doubtful measurable share
""")
# The names of the fields in braces, with which the row is drawn that the browser fills in.
INDICATOR_SLOTS = {key: f"{{{key}}}" for key in INDICATOR_KEYS}
DEPARTMENT_SLOTS = {key: f"{{{key}}}" for key in (*DEPARTMENT_KEYS, *YEAR_KEYS)}


def department_row(one: DepartmentYears, years: Sequence[int]) -> Row:
    """Return what a row shows of a department whatever the year; `years` are those of the small picture."""
    department = one.department
    picture = spark([one.total_of(year) for year in years]) if one.years else None
    kind, others = ("projects", department.projects) if department.projects else ("results", department.results)
    return {
        "name": department.about.name,
        "names": " ".join(department.about.names),
        "page": department.path,
        "city": department.city.name,
        "city_page": city_address(department.city_slug),
        "before": picture.before if picture else "",
        "last": picture.last if picture else "",
        "gaps": picture.gaps if picture else "",
        "projects": "" if one.years else translate(f"records.only_{kind}", count=len(others)),
    }


def department_year_row(year: DepartmentYear, newest: int) -> Row:
    """Return what a row shows of one year of a department; a year before the newest of the site is named."""
    facts = year.facts
    total = facts.total_wan
    share = percent(Decimal(facts.measurable_count), Decimal(facts.indicator_count))
    is_doubtful = year.change is not None and year.change.is_doubtful
    change = year.change.share if year.change and not is_doubtful else None
    return {
        "year": str(facts.source.year),
        "older": "" if facts.source.year == newest else str(facts.source.year),
        "form": facts.source.path,
        "record": facts.source.path.rstrip("/"),
        "amount": "" if total is None else figure(total),
        "absence": absence_word(facts.total_cell) if total is None else "",
        "change": "" if change is None else figure(change),
        "change_words": "" if change is None else signed_percent(change),
        "doubtful": translate("records.doubtful") if is_doubtful else "",
        "measurable": f"{facts.measurable_count} / {facts.indicator_count}" if facts.indicator_count else "",
        "share": "" if share is None else figure(share),
    }


def signed_percent(share: Decimal) -> str:
    """Return a change in percent with its sign."""
    return f"{signed(share)}%"


def indicator_row(occurrence: IndicatorOccurrence) -> Row:
    """Return what a row shows of an indicator, and what it is filtered and sorted by."""
    source, line = occurrence.facts.source, occurrence.line
    indicator, reading, outcome = line.indicator, line.reading, line.outcome
    lack, kind = absence(indicator.name), absence(indicator.target)
    has_target = kind not in ("blank", "none")
    return {
        "name": "" if lack else str(indicator.name),
        "lack": absence_word(indicator.name) if lack else "",
        "about": str(indicator.definition or ""),
        "sign": named(indicator.comparator) if has_target else "",
        "figure": "" if kind in ("blank", "none", "withheld", "not_on_form") else str(indicator.target),
        "absence": absence_word(indicator.target) if kind and kind != "zero" else "",
        "measure_unit": named(indicator.unit) if has_target else "",
        "page": source.path,
        "anchor": line.anchor,
        "department": source.department.name if source.slug else occurrence.facts.name,
        "project": occurrence.facts.name if source.slug else "",
        "year": str(source.year),
        "city": source.city.name,
        "second_level": str(indicator.type or ""),
        "family": translate(f"families.{occurrence.family}.name") if occurrence.family else "",
        "topic": topic_address(occurrence.family) if occurrence.family else "",
        "kind": translate(f"targets.kinds.{reading.kind}"),
        "sign_word": translate(f"targets.comparators.{reading.comparator}"),
        "measurable": measurable_word(reading),
        "measure": "" if reading.value is None else f"{reading.unit} {figure(reading.value)}",
        "actual": outcome.actual if outcome else "",
        "verdict": outcome.verdict if outcome else "",
        "verdict_word": outcome.word if outcome else "",
    }


def totals_words(departments: int, totals: TotalsOfYear | None, is_chosen: bool) -> str:
    """Return how many departments a list has, and the sum of the forms of one year as far as it is known."""
    if totals is None or not totals.forms:
        return translate("records.count", count=departments)
    known = totals.forms - totals.without
    values = {"count": departments, "year": totals.year, "forms": totals.forms}
    words = translate(f"records.{'of_year' if is_chosen or departments == totals.forms else 'of_newest'}", **values)
    if known:
        words += translate("records.sum", amount=large_amount(totals.total))
    if totals.without:
        words += translate("records.without", count=totals.without)
    return words
