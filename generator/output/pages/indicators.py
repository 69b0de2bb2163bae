"""Pages of indicators across records: one table of all, and a page for each topic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from generator.analysis.topics import IndicatorOccurrence, grouped_by_unit, indicator_occurrences, without_one_figure
from generator.content.addresses import topic_address
from generator.forms.figures import figure
from generator.output.charts import spread_figure
from generator.output.pages.indicator_list import indicator_list
from generator.output.pages.lists import MOST_ROWS, room_for
from generator.output.pages.page import Chart, Page, Site, chart, crumbs, section_crumb
from generator.words import catalogue_map, translate

Promises = tuple[IndicatorOccurrence, ...]


def indicators(site: Site) -> Iterator[Page]:
    """The table of all indicators, and a page for each topic that has a member."""
    known = indicator_occurrences(site.facts)
    families = [(key, tuple(one for one in known if one.family == key)) for key in catalogue_map("families")]
    yield indicator_list(site, known, [(key, len(members)) for key, members in families if members])
    for key, members in families:
        if members:
            yield family_page(site, key, members)


def family_page(site: Site, key: str, members: Promises) -> Page:
    """The page of one topic: indicators by unit, the highest target first, then those without a single figure."""
    name = translate(f"families.{key}.name")
    units = grouped_by_unit(members)
    counts = room_for((len(of_unit) for _, of_unit in units), MOST_ROWS)
    return Page(
        topic_address(key),
        "family.html",
        translate("indicators.title", name=name),
        translate("indicators.description", name=name, why=translate(f"families.{key}.why")),
        "indicators",
        crumbs(section_crumb("indicators"), (name, None)),
        site.tags,
        {
            "family": key,
            "units": [
                (unit_spread(unit, of_unit), unit, of_unit, of_unit[:count])
                for (unit, of_unit), count in zip(units, counts, strict=True)
            ],
            "apart": [(key, rows[: MOST_ROWS // 2], len(rows)) for key, rows in without_one_figure(members).items()],
            "measurable": any(one.line.reading.measurable for one in members),
            "others": f"indicators/?family={quote(name)}",
            "count": len(members),
        },
    )


@dataclass(frozen=True, slots=True)
class UnitSpread:
    """The indicators of one unit: title, the highest and lowest targets in words, chart."""

    title: str
    ends: str
    chart: Chart | None


def unit_spread(unit: str, members: Promises) -> UnitSpread:
    """Title, highest and lowest target, and chart of the indicators of one unit, sorted from the highest."""
    highest, lowest = members[0].line.reading.value, members[-1].line.reading.value
    key = "all_same" if highest == lowest else "spread"
    title = translate(f"indicators.{key}", unit=unit or translate("indicators.no_unit"), count=len(members))
    return UnitSpread(title, ends_in_words(unit, members), spread_chart(unit, members))


def ends_in_words(unit: str, members: Promises) -> str:
    """The highest and the lowest target with whose they are, in words; empty for a single indicator."""
    values = [one.line.reading.value for one in members]
    most, least = ([one for one, value in zip(members, values, strict=True) if value == values[at]] for at in (0, -1))
    if len(members) < 2:
        return ""
    if values[0] == values[-1]:
        return translate("indicators.same", count=len(members), target=target_of(most, unit))
    if len(most) == len(least) == 1 and most[0].facts is least[0].facts:
        ends = {"most": target_of(most, unit), "least": target_of(least, unit)}
        return translate("indicators.both_ends", name=department_and_year(most[0]), **ends)
    return end_in_words("most", most, unit) + end_in_words("least", least, unit)


def end_in_words(key: str, found: Sequence[IndicatorOccurrence], unit: str) -> str:
    """The highest or lowest target: whose it is, or how many share it."""
    target = target_of(found, unit)
    if len(found) == 1:
        return translate(f"indicators.{key}", name=department_and_year(found[0]), target=target)
    return translate(f"indicators.{key}_shared", count=len(found), target=target)


def target_of(found: Sequence[IndicatorOccurrence], unit: str) -> str:
    """The target of one indicator as written; of several that share a figure, the figure with its unit."""
    value = found[0].line.reading.value
    return found[0].line.indicator.written if len(found) == 1 or value is None else figure(value) + unit


def department_and_year(promise: IndicatorOccurrence) -> str:
    """The department and year of an indicator."""
    source = promise.facts.source
    return translate("comparing.record", department=source.record.department, year=source.year)


def spread_chart(unit: str, members: Promises) -> Chart | None:
    """The chart of the targets of one unit, highest first."""
    targets = [
        (
            department_and_year(one),
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
