"""Pages across records by indicator: all of them in one table, and each family side by side."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from generator.charts import spread_figure
from generator.families import Promise, promises, spread
from generator.figures import figure
from generator.pages.lists import MOST_ROWS, listing, row_pages
from generator.pages.page import Chart, Page, Site, chart, column_page, crumbs, distinct
from generator.words import branch, say

Promises = tuple[Promise, ...]


def indicators(site: Site) -> Iterator[Page]:
    """Every indicator of every record in one table, and a page for each family that has a member."""
    known = promises(site.facts)
    families = [(key, tuple(one for one in known if one.family == key)) for key in branch("families")]
    yield column_page(
        site,
        "indicators",
        "indicators/",
        "indicators.html",
        listing=listing(known),
        families=[(key, len(members)) for key, members in families if members],
        choices={
            "city": [city.about.name for city in site.corpus.cities if site.facts.of_city(city)],
            "year": distinct(str(one.facts.source.year) for one in known)[::-1],
            "family": [say(f"families.{key}.name") for key, members in families if members],
            "kind": distinct(say(f"targets.kinds.{one.line.reading.kind}") for one in known),
            "sign": distinct(say(f"targets.comparators.{one.line.reading.comparator}") for one in known),
            "measurable": [say(f"targets.measurable.{key}") for key in ("yes", "no")],
        },
    )
    yield from row_pages("indicators/", "rows/indicators.html", say("indicators.table"), known)
    for key, members in families:
        if members:
            yield family_page(site, key, members)


def family_page(site: Site, key: str, members: Promises) -> Page:
    """The indicators of one family: by unit from the highest target to the lowest, then those in words."""
    name = say(f"families.{key}.name")
    units = spread(members)
    measured = {id(one) for _, of_unit in units for one in of_unit}
    unmeasured = [one for one in members if id(one) not in measured]
    return Page(
        f"indicators/{key}/",
        "family.html",
        say("indicators.title", name=name),
        say("indicators.description", name=name, why=say(f"families.{key}.why")),
        "indicators",
        crumbs((say("pages.indicators.name"), "indicators/"), (name, None)),
        site.tags,
        {
            "family": key,
            "units": [(*part, spread_chart(*part[:2])) for part in within(units, MOST_ROWS)],
            "in_words_rows": unmeasured[: MOST_ROWS // 2],
            "in_words_count": len(unmeasured),
            "others": f"indicators/?family={quote(name)}",
            "count": len(members),
        },
    )


def within(units: Sequence[tuple[str, Promises]], room: int) -> Iterator[tuple[str, Promises, Promises]]:
    """Each unit with all its promises, and those for which the page still has room."""
    for unit, members in units:
        yield unit, members, members[:room]
        room = max(0, room - len(members))


def spread_chart(unit: str, members: Promises) -> Chart | None:
    """The targets of one unit by height."""
    targets = [
        (
            say("comparing.record", department=one.facts.source.record.department, year=one.facts.source.year),
            one.line.indicator.written,
            one.line.reading.value,
        )
        for one in members
        if one.line.reading.value is not None
    ]
    name = say("charts.spread_name")
    ends = {"most": figure(targets[0][2]) + unit, "least": figure(targets[-1][2]) + unit}
    named = unit or say("indicators.no_unit")
    description = say("charts.spread_description", count=len(targets), unit=named, **ends)
    return chart(name, description, spread_figure(targets, unit), "data/indicators.csv")
