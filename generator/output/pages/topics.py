"""The pages of a topic: its newest year, and a page for each earlier year that scripts put in its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from generator.analysis.facts import FormFacts
from generator.analysis.spread import Spread, plain, spread_finding, year_words
from generator.analysis.topic_years import EVERY_YEAR, TopicYear, year_of_topic, years_of_topic
from generator.analysis.topics import IndicatorOccurrence
from generator.content.addresses import topic_address
from generator.content.markdown import Html
from generator.forms.figures import signed
from generator.output.cell_html import cell_html, outcome_html, second_html, target_html
from generator.output.exports.data_sets import table_address
from generator.output.pages.list_tables import ListCell, ListColumn, ListRow, ListTable
from generator.output.pages.page import Page, Site, crumbs, section_crumb
from generator.output.pages.pickers import CityChoice, city_choices, signs_of, year_addresses
from generator.output.pictures import strip_picture
from generator.words import translate

# A hash of the names of the forms of each year, as pages show them.
NamesByYear = Mapping[int, str]


def topic_pages(site: Site, key: str, forms: Sequence[FormFacts], named: NamesByYear) -> Iterator[Page]:
    """The page of a topic for each year, at the address of the topic for the newest; `forms` come newest first."""
    addresses = year_addresses(years_of_topic(forms, key))
    for year, address in addresses:
        path = topic_address(key) + address.removeprefix("./")
        page = topic_page(site, key, partial(year_of_topic, forms, key, year), path, addresses)
        years = [year] if year != EVERY_YEAR else [one for one, _ in addresses if one != EVERY_YEAR]
        states = [(site.rows.topic_hash(key, one), named[one]) for one in years]
        is_stored = all(indicators for indicators, _ in states)
        yield replace(page, depends=(states, addresses, table_address(site, "indicators")) if is_stored else None)


def topic_page(
    site: Site, key: str, view: Callable[[], TopicYear], path: str, addresses: list[tuple[int, str]]
) -> Page:
    """One year of a topic: what its targets show, one row for each form, the other indicators in folds."""
    name = translate(f"families.{key}.name")
    return Page(
        path,
        "family.html",
        translate("indicators.title", name=name),
        translate("indicators.description", name=name, why=translate(f"families.{key}.why")),
        "indicators",
        crumbs(section_crumb("indicators"), (name, None)),
        site.tags,
        lambda: topic_view(key, name, view(), addresses, table_address(site, "indicators")),
    )


def topic_view(key: str, name: str, view: TopicYear, addresses: list[tuple[int, str]], csv: str) -> dict[str, Any]:
    """The content of the page of one year of a topic; `csv` is the address of the table of all indicators."""
    spread = view.spread
    finding = (
        spread_finding(spread) if spread.points else translate("indicators.topic.no_figure", year=year_words(view.year))
    )
    note = translate("indicators.topic.note", year=year_words(view.year), **spread.words)
    return {
        "family": key,
        "name": name,
        "view": view,
        "years": addresses,
        "cities": topic_cities(view),
        "finding": finding,
        "note": note,
        "picture": strip_picture(spread, finding, note) if spread.is_drawn else None,
        "signs": signs_of(spread),
        "foot": topic_foot(view),
        "csv": csv,
        "table": bodies_table(view),
        "more": list(other_tables(view)),
        "others": f"indicators/?{urlencode({'family': name, **({'year': view.year} if view.year else {})})}",
    }


def topic_cities(view: TopicYear) -> list[CityChoice]:
    """The choices of a city with the finding of each."""

    def words(of_city: Spread) -> dict[str, str]:
        return {
            "title": spread_finding(of_city),
            "head": translate("indicators.topic.bodies", count=len(of_city.points), **of_city.words),
        }

    return city_choices(view.spread, words)


def topic_foot(view: TopicYear) -> str:
    """The targets that the strip does not show: how many are in other units, and how many have no single figure."""
    units = sum(len(members) for _, members in view.units)
    others = sum(len(members) for key, members in view.without.items() if key != "withheld")
    words = [translate("indicators.topic.units", count=units)] if units else []
    if others:
        example = next(
            (text for key in ("words", "dated", "several") for text in texts_of(view.without.get(key, ()))), ""
        )
        words.append(
            translate("indicators.topic.words" if example else "indicators.topic.none", count=others, example=example)
        )
    return translate("indicators.topic.foot", words="，".join(words)) if words else ""


def texts_of(members: Iterable[IndicatorOccurrence]) -> Iterator[str]:
    """The targets of some indicators as written."""
    return (member.line.indicator.written for member in members if member.line.indicator.written)


def bodies_table(view: TopicYear) -> ListTable:
    """One row for each form: its highest indicator, the target as written, the difference from the median."""
    median = view.spread.median
    columns = [
        ListColumn(translate("indicators.topic.columns.name"), "text", on_phone=False),
        ListColumn(translate("indicators.topic.columns.target"), is_strong=True),
    ]
    if median is not None:
        columns.append(ListColumn(translate("indicators.topic.columns.median")))
    rows = []
    for member, point in zip(view.highest, view.spread.points, strict=True):
        gap = () if median is None else (gap_cell(point.value - median),)
        rows.append(row_of(member, (*cells_of(member, plain(point.value)), *gap)))
    caption = translate("indicators.topic.caption", year=year_words(view.year))
    head = translate("lists.department")
    return ListTable(caption, head, tuple(columns), rows, 1, "promises", has_years=not view.year)


def gap_cell(gap: Decimal) -> ListCell:
    """The cell of a difference from the median."""
    return ListCell(signed(Decimal(plain(gap))), plain(gap))


def cells_of(member: IndicatorOccurrence, value: str = "") -> tuple[ListCell, ...]:
    """The cells of an indicator: its name, and its target as written, with its outcome."""
    indicator, outcome = member.line.indicator, member.line.outcome
    target = target_html(indicator)
    if outcome:
        name = f"{translate('results.actual')} " if outcome.actual else ""
        target = Html(f"{target}{second_html(Html(name + outcome_html(outcome)))}")
    return ListCell(cell_html(indicator.name)), ListCell(target, value)


def row_of(member: IndicatorOccurrence, cells: tuple[ListCell, ...]) -> ListRow:
    """The row of an indicator, linked to its row of the form."""
    source = member.facts.source
    path = f"{source.path}#{member.line.anchor}"
    return ListRow(member.facts.full_name, path, cells, str(source.city.name), str(source.year))


def other_tables(view: TopicYear) -> Iterator[tuple[str, ListTable]]:
    """The indicators that have no row in the table of bodies, as the words and the table of a fold each."""
    groups = [("again", view.again), ("units", tuple(member for _, members in view.units for member in members))]
    for key, members in (*groups, *view.without.items()):
        if not members:
            continue
        words = translate(f"indicators.apart.{key}", count=len(members))
        columns = (
            ListColumn(translate("indicators.topic.columns.name"), "text"),
            ListColumn(translate("indicators.topic.columns.target"), "text", is_strong=key in ("again", "units")),
        )
        rows = [row_of(member, cells_of(member)) for member in members]
        yield (
            words,
            ListTable(
                words,
                translate("lists.department"),
                columns,
                rows,
                role="promises",
                has_years=not view.year,
                open_rows=MOST,
            ),
        )


# A fold has no fold inside.
MOST = 200
