"""Pages across records by indicator: all of them in one table, and each family side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from generator.analysis.topics import IndicatorOccurrence, grouped_by_unit, indicator_occurrences, without_one_figure
from generator.forms.figures import figure
from generator.output.charts import spread_figure
from generator.output.pages.lists import MOST_ROWS, long_table, row_pages
from generator.output.pages.page import Chart, Page, Site, chart, column_page, crumbs, distinct
from generator.words import catalogue_map, translate

Promises = tuple[IndicatorOccurrence, ...]


def indicators(site: Site) -> Iterator[Page]:
    """Every indicator of every record in one table, and a page for each family that has a member."""
    known = indicator_occurrences(site.facts)
    families = [(key, tuple(one for one in known if one.family == key)) for key in catalogue_map("families")]
    yield column_page(
        site,
        "indicators",
        "indicators/",
        "indicators.html",
        listing=long_table(known),
        families=[(key, len(members)) for key, members in families if members],
        choices={
            "city": [city.about.name for city in site.corpus.cities if site.facts.of_city(city)],
            "year": distinct(str(one.facts.source.year) for one in known)[::-1],
            "family": [translate(f"families.{key}.name") for key, members in families if members],
            "kind": distinct(translate(f"targets.kinds.{one.line.reading.kind}") for one in known),
            "sign": distinct(translate(f"targets.comparators.{one.line.reading.comparator}") for one in known),
            "measurable": [translate(f"targets.measurable.{key}") for key in ("yes", "no", "unread")],
        },
    )
    yield from row_pages("indicators/", "rows/indicators.html", translate("indicators.table"), known)
    for key, members in families:
        if members:
            yield family_page(site, key, members)


def family_page(site: Site, key: str, members: Promises) -> Page:
    """The indicators of one family: by unit from the highest target to the lowest, then those without one figure."""
    name = translate(f"families.{key}.name")
    return Page(
        f"indicators/{key}/",
        "family.html",
        translate("indicators.title", name=name),
        translate("indicators.description", name=name, why=translate(f"families.{key}.why")),
        "indicators",
        crumbs((translate("pages.indicators.name"), "indicators/"), (name, None)),
        site.tags,
        {
            "family": key,
            "units": [(unit_told(*part[:2]), *part) for part in within(grouped_by_unit(members), MOST_ROWS)],
            "apart": [(key, rows[: MOST_ROWS // 2], len(rows)) for key, rows in without_one_figure(members).items()],
            "measurable": any(one.line.reading.measurable for one in members),
            "others": f"indicators/?family={quote(name)}",
            "count": len(members),
        },
    )


def within(units: Sequence[tuple[str, Promises]], room: int) -> Iterator[tuple[str, Promises, Promises]]:
    """Each unit with all its promises, and those for which the page still has room."""
    for unit, members in units:
        yield unit, members, members[:room]
        room = max(0, room - len(members))


@dataclass(frozen=True, slots=True)
class UnitSpread:
    """The promises of one unit: what they are called together, who asks for most and least, and their chart."""

    title: str
    ends: str
    chart: Chart | None


def unit_told(unit: str, members: Promises) -> UnitSpread:
    """The promises of one unit, highest first, in words and drawn."""
    highest, lowest = members[0].line.reading.value, members[-1].line.reading.value
    key = "all_same" if highest == lowest else "spread"
    title = translate(f"indicators.{key}", unit=unit or translate("indicators.no_unit"), count=len(members))
    return UnitSpread(title, ends_told(unit, members), spread_chart(unit, members))


def ends_told(unit: str, members: Promises) -> str:
    """Who asks for most and who for least; how many where it is not one alone, and nothing of a single promise."""
    values = [one.line.reading.value for one in members]
    most, least = ([one for one, value in zip(members, values, strict=True) if value == values[at]] for at in (0, -1))
    if len(members) < 2:
        return ""
    if values[0] == values[-1]:
        return translate("indicators.same", count=len(members), target=target_of(most, unit))
    if len(most) == len(least) == 1 and most[0].facts is least[0].facts:
        ends = {"most": target_of(most, unit), "least": target_of(least, unit)}
        return translate("indicators.both_ends", name=whose(most[0]), **ends)
    return end_told("most", most, unit) + end_told("least", least, unit)


def end_told(key: str, found: Sequence[IndicatorOccurrence], unit: str) -> str:
    """One end of a spread: whose it is, or how many share it."""
    target = target_of(found, unit)
    if len(found) == 1:
        return translate(f"indicators.{key}", name=whose(found[0]), target=target)
    return translate(f"indicators.{key}_shared", count=len(found), target=target)


def target_of(found: Sequence[IndicatorOccurrence], unit: str) -> str:
    """The target of one promise as it is written, the figure that several share with their unit."""
    value = found[0].line.reading.value
    return found[0].line.indicator.written if len(found) == 1 or value is None else figure(value) + unit


def whose(promise: IndicatorOccurrence) -> str:
    """The department and year of a promise."""
    source = promise.facts.source
    return translate("comparing.record", department=source.record.department, year=source.year)


def spread_chart(unit: str, members: Promises) -> Chart | None:
    """The targets of one unit by height."""
    targets = [
        (
            whose(one),
            one.line.indicator.written,
            one.line.reading.value,
        )
        for one in members
        if one.line.reading.value is not None
    ]
    name = translate("charts.spread_name")
    ends = {"most": figure(targets[0][2]) + unit, "least": figure(targets[-1][2]) + unit}
    named = unit or translate("indicators.no_unit")
    description = translate("charts.spread_description", count=len(targets), unit=named, **ends)
    return chart(name, description, spread_figure(targets, unit), "data/indicators.csv")
