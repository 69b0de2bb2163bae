"""Pages about downloads and about the API."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from generator.analysis.facts import FormFacts
from generator.content.addresses import city_address
from generator.forms.schema import OLDER, record_schema
from generator.output.exports import board, catalog, data_sets, package
from generator.output.exports.api import INDEX, name_in_answer, row_tree
from generator.output.exports.data_sets import zip_path
from generator.output.exports.feeds import feed_entry
from generator.output.exports.outputs import API, DATA, json_text
from generator.output.exports.records import DERIVED, RECORD_JSON, derived, record_tree
from generator.output.exports.tables import TABLES, Table, tables_of
from generator.output.exports.web import PROJECT_SCHEMA, SCHEMA
from generator.output.pages.lists import room_for
from generator.output.pages.page import Page, Site, column_page, crumbs
from generator.system.manifest import BUILD
from generator.words import catalogue_map, translate

ADDRESS = f"{DATA}api/"
# As many sets, and forms in them, as the page names; the pages of the cities name all of theirs.
MOST_SETS = 60
MOST_FORMS = 400
EXAMPLE_CELLS = ("title", "unit", "department", "budget", "tasks", "indicators")


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download: path, name, description; `counted` is the CSV file whose rows are counted for it."""

    path: str
    name: str
    about: str
    counted: str = ""


@dataclass(frozen=True, slots=True)
class CityYearSet:
    """The forms of one city and year, departments before projects, with their zip."""

    city: str
    year: int
    zip: Download
    forms: list[FormFacts]


def data(site: Site) -> Iterator[Page]:
    """The page of downloads, and the page of the API."""
    tables = tables_of(site)
    groups = {
        "people": [
            offered(data_sets.XLSX),
            *(offered_table(table) for table in tables),
            offered(board.XLSX, counted=board.CSV),
        ],
        "programs": [
            offered(data_sets.SQLITE),
            offered(data_sets.METADATA),
            offered(package.DESCRIPTOR),
            offered(INDEX),
            offered(SCHEMA),
            *([offered(PROJECT_SCHEMA)] if site.facts.projects else []),
        ],
        "whole": [offered(data_sets.ZIP), offered(catalog.PATH)],
    }
    sets = sets_by_city(site)
    shown = sets[:MOST_SETS]
    page = column_page(
        site,
        "data",
        files=site.files,
        groups=groups,
        sets=shown,
        other_sets=len(sets) - len(shown),
        each=sets_in_full(shown, MOST_FORMS),
        feeds=feeds(site),
    )
    yield from (replace(one, late=True) for one in (page, api_page(site)))


def offered(path: str, counted: str = "") -> Download:
    """A download with its description from the catalogue."""
    name = path.removeprefix(DATA)
    return Download(path, name, translate(f"data.files.{name.replace('/', '_').replace('.', '_')}"), counted)


def offered_table(table: Table) -> Download:
    """The download of one table."""
    return Download(table.csv_path, table.csv_path.removeprefix(DATA), table.lead, table.csv_path)


def sets_in_full(sets: Sequence[CityYearSet], room: int) -> list[CityYearSet]:
    """The sets of which the page has room to name every form."""
    counts = room_for((len(part.forms) for part in sets), room)
    return [part for part, count in zip(sets, counts, strict=True) if count == len(part.forms)]


def sets_by_city(site: Site) -> list[CityYearSet]:
    """The sets of each city, newest year first."""
    return [
        CityYearSet(
            str(facts.city.about.name),
            facts.year,
            Download(zip_path(facts.set_name), f"{facts.set_name}.zip", ""),
            [*sorted(facts.records, key=path_of), *sorted(facts.projects, key=path_of)],
        )
        for facts in site.facts.cities
    ]


def path_of(facts: FormFacts) -> str:
    """The address of the page of a form."""
    return facts.source.path


def feeds(site: Site) -> list[tuple[str, str]]:
    """The feeds as (title, folder)."""
    news = [one.facts.source for one in map(feed_entry, site.facts.forms) if one]
    of_cities = sorted(
        {(source.city.name, city_address(source.city_slug)) for source in news}, key=lambda pair: pair[1]
    )
    return [(str(site.config.name), ""), *of_cities] if news else []


def api_page(site: Site) -> Page:
    """The page of the API: requests, responses, and the meaning of every key."""
    return Page(
        ADDRESS,
        "api.html",
        translate("api.title"),
        translate("api.description"),
        "data",
        crumbs((translate("pages.data.name"), DATA), (translate("api.title"), None)),
        site.tags,
        {
            "files": site.files,
            "index": INDEX,
            "version": API,
            "build": BUILD,
            "answers": [
                Download(table.json_path, table.json_path, table.lead, table.csv_path) for table in tables_of(site)
            ],
            "record_file": RECORD_JSON,
            "record_path": site.facts.records[0].source.path if site.facts.records else "",
            "record_cells": list(record_cells()),
            "derived_cells": derived_cells(site),
            "comparison_cells": [(f"comparison.{key}", text) for key, text in catalogue_map("api.comparison").items()],
            "tables": [
                (table, [(name_in_answer(column), column, column.about) for column in table.columns])
                for table in tables_of(site)
            ],
            "examples": examples(site),
        },
    )


def record_cells() -> Iterator[tuple[str, str]]:
    """The cells of a record in the order of the form: the way to each through its groups, its name on the form."""
    schema = record_schema()

    def inside(part: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
        for key, cell in part["properties"].items():
            shape = cell.get("items", cell)
            reference = shape.get("$ref") or next((one["$ref"] for one in cell.get("allOf", ())), "")
            name = f"{before}{key}{'[]' if 'items' in cell else ''}"
            yield name, cell["title"]
            if reference:
                yield from inside(schema[OLDER][reference.rpartition("/")[2]], f"{name}.")

    return inside(schema, "")


def derived_cells(site: Site) -> list[tuple[str, str]]:
    """The derived keys of a record in the API, each with its meaning."""
    known = derived(site.facts.records[0]) if site.facts.records else {}
    return [(f"{DERIVED}.{key}", translate(f"api.derived.{key}")) for key in known]


def examples(site: Site) -> list[tuple[str, str, str]]:
    """Real responses as (title, address, JSON), shortened to one row of each list."""
    if not site.facts.records:
        return []
    facts = site.facts.records[0]
    indicators = next(table for table in TABLES if table.name == "indicators")
    whole = record_tree(facts)
    some = {**whole, "record": {key: whole["record"][key] for key in EXAMPLE_CELLS}}
    first = [row_tree(indicators, row) for _, row in islice(indicators.placed_values(site), 1)]
    return [
        (translate("api.example.record"), facts.source.path + RECORD_JSON, shown(shortened(some))),
        *((translate("api.example.row"), indicators.json_path, shown(row)) for row in first),
    ]


def shortened(value: Any) -> Any:
    """A tree with one row of each list."""
    if isinstance(value, dict):
        return {key: shortened(inside) for key, inside in value.items()}
    return [shortened(one) for one in value[:1]] if isinstance(value, list) else value


def shown(tree: Any) -> str:
    """JSON with indentation."""
    return json_text(tree, indent=2)
