"""Pages about downloads and about the API."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any

from generator.analysis.facts import grouped
from generator.analysis.rules import shown_rules
from generator.content.addresses import RECORD_JSON, city_address
from generator.forms.schema import OLDER, record_schema
from generator.output.cell_html import number_html, translate_html
from generator.output.exports import board, catalog, data_sets, package
from generator.output.exports.api import IN_JSON, INDEX, json_paths, name_in_answer, row_lines
from generator.output.exports.columns import TableColumn
from generator.output.exports.data_sets import zip_path
from generator.output.exports.feeds import feed_entry
from generator.output.exports.identity import licence_of
from generator.output.exports.outputs import API, DATA, json_text
from generator.output.exports.records import DERIVED, derived, record_tree
from generator.output.exports.tables import TABLES, Table, TablePart, published_tables
from generator.output.exports.web import PROJECT_SCHEMA, SCHEMA
from generator.output.pages.page import Page, Site, column_page, crumbs
from generator.system.manifest import BUILD, NAME as MANIFEST
from generator.words import catalogue_map, translate

ADDRESS = f"{DATA}api/"
# The cities that are open.
MOST_CITIES = 12
EXAMPLE_CELLS = ("title", "unit", "department", "budget", "tasks", "indicators")


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as CSV: its title, what a row is, the count of rows, its path; "" where the site has no such file."""

    title: str
    about: str
    rows: int
    path: str


def data(site: Site) -> Iterator[Page]:
    """The page of downloads, and the page of the API."""
    zips = cities(site)
    page = column_page(
        site,
        "data",
        files=site.files,
        downloads={"xlsx": data_sets.XLSX, "zip": data_sets.ZIP, "sqlite": data_sets.SQLITE},
        is_whole=data_sets.is_whole(site),
        lead=lead(site),
        tables=[table_file(site, table) for table in published_tables(site.config)],
        cities=zips[:MOST_CITIES],
        other_cities=zips[MOST_CITIES:],
        programs=programs(site),
        feeds=feeds(site),
        hashed=hashed(site),
        licence=licence_of(site.config),
    )
    yield from (replace(one, late=True) for one in (page, api_page(site)))


def lead(site: Site) -> str:
    """The content of the downloads in numbers, as HTML: forms, tasks, indicators, years."""
    years = sorted({facts.year for facts in site.facts.cities})
    if not years:
        return translate("data.lead.empty")
    counts = (len(site.facts.forms), site.facts.task_count, site.facts.indicator_count)
    return translate_html(
        "data.lead.text",
        **dict(zip(("forms", "tasks", "indicators"), map(number_html, map(str, counts)), strict=True)),
        years=str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}",
    )


def table_file(site: Site, table: Table) -> TableFile:
    """The CSV of a table."""
    return TableFile(table.title, table.lead, site.rows.count(table.name), table_path(site, table))


def table_path(site: Site, table: Table) -> str:
    """The path of the CSV of a table; "" where it is empty or too large for one file."""
    return table.csv_path if 0 < site.rows.size(table.name) <= data_sets.LARGEST else ""


def cities(site: Site) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Each city with its zips as (year, count of forms, path), newest year first."""
    by_city = grouped(site.facts.cities, lambda facts: facts.city.slug)
    return [
        (
            str(years[0].city.about.name),
            [(facts.year, facts.form_count, zip_path(facts.set_name)) for facts in years],
        )
        for years in by_city.values()
    ]


def programs(site: Site) -> list[tuple[str, str]]:
    """The files for programs as (key of their words, path)."""
    schemas = [("schema", SCHEMA), ("project_schema", PROJECT_SCHEMA)]
    return [
        *(("api", ADDRESS), ("package", package.DESCRIPTOR), ("catalog", catalog.PATH)),
        *(*schemas, *([("metadata", data_sets.METADATA)] if data_sets.is_whole(site) else []), ("manifest", MANIFEST)),
    ]


def hashed(site: Site) -> list[str]:
    """The downloads whose hashes the page shows."""
    tables = [part.table for part in data_sets.whole_tables(site)]
    whole = (data_sets.XLSX, data_sets.ZIP, data_sets.SQLITE) if data_sets.is_whole(site) else ()
    return [
        *(*whole, *(table.csv_path for table in tables), *((board.XLSX,) if site.config.has_board else ())),
        *(path for _, path in programs(site) if path not in (ADDRESS, MANIFEST)),
        *(INDEX, *json_paths(tables)),
        *(zip_path(facts.set_name) for facts in site.facts.cities),
    ]


def feeds(site: Site) -> list[tuple[str, str]]:
    """The feeds of cities as (name, folder); where there is one, the site has a feed too."""
    news = [entry.facts.source for entry in map(feed_entry, site.facts.forms) if entry]
    folders = {(source.city.name, "" if source.own else city_address(source.city_slug)) for source in news}
    return sorted(folders, key=lambda pair: pair[1])


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
                (part.table.json_path, part.table.lead)
                for part in data_sets.whole_tables(site)
                if part.table.name in IN_JSON
            ],
            "record_file": RECORD_JSON,
            "record_path": site.facts.records[0].source.path if site.facts.records else "",
            "record_cells": list(record_cells()),
            "derived_cells": derived_cells(site),
            "comparison_cells": [(f"comparison.{key}", text) for key, text in catalogue_map("api.comparison").items()],
            "tables": [
                (table, [name_and_meaning(column) for column in table.columns])
                for table in published_tables(site.config)
            ],
            "examples": examples(site),
        },
    )


def name_and_meaning(column: TableColumn) -> tuple[str, str, str, str]:
    """The key of a column in a row, its title, its meaning, and the type and unit of its cells."""
    kind = translate(f"tables.types.{column.kind}")
    words = translate("api.with_unit", kind=kind, unit=column.unit_name) if column.unit else kind
    return name_in_answer(column), column.title, column.about, words


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
    records = TABLES[0]
    whole = record_tree(facts, shown_rules(site.config))
    some = {**whole, "record": {key: whole["record"][key] for key in EXAMPLE_CELLS}}
    lines = row_lines(records, TablePart(records, site.rows).stored())
    first = [json.loads(line, parse_float=Decimal) for line in islice(lines, 1)]
    if not table_path(site, records):
        first = []
    return [
        (translate("api.example.record"), facts.source.path + RECORD_JSON, shown(shortened(some))),
        *((translate("api.example.row"), records.json_path, shown(row)) for row in first),
    ]


def shortened(value: Any) -> Any:
    """A tree with one row of each list of rows."""
    if isinstance(value, dict):
        return {key: shortened(inside) for key, inside in value.items()}
    has_rows = isinstance(value, list) and any(isinstance(one, dict | list) for one in value)
    return [shortened(one) for one in value[:1]] if has_rows else value


def shown(tree: Any) -> str:
    """JSON with indentation."""
    return json_text(tree, indent=2)
