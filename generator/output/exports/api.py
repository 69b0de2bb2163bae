"""The JSON API: an index, and the small tables as JSON. The JSON of one form is in the folder of its page.

Computed values are under `derived`, apart from the text of the form.
"""

from collections.abc import Iterable, Iterator, Sequence
from json import JSONEncoder
from typing import IO

from generator.analysis.facts import RecordFacts, grouped
from generator.content.addresses import RECORD_JSON, city_address
from generator.content.config import Config
from generator.output.exports.columns import TableColumn
from generator.output.exports.identity import licence_of, site_tree
from generator.output.exports.outputs import ANSWERS, API, COMPACT, Export, Tree, json_text
from generator.output.exports.records import DERIVED
from generator.output.exports.tables import Table, TablePart
from generator.output.exports.values import Stored
from generator.output.exports.web import SCHEMA, address
from generator.system.zips import spooled_file

INDEX = f"{ANSWERS}index.json"
# The tables with one row for a form or a department; the rows of larger ones are in CSV, the database and each form.
IN_JSON = frozenset(("records", "departments", "disclosure", "projects"))
# The kinds of columns whose values are stored as digits, which are written as they are.
DIGITS = frozenset(("number", "share"))
# Writes a text or a whole number as JSON.
text = JSONEncoder(ensure_ascii=False).encode


def index_file(export: Export, tables: Sequence[TablePart]) -> tuple[str, bytes]:
    """Return the index of the tables and of all records, with a record on each line."""
    records = (index_entry(export.config, facts) for facts in export.facts.records)
    lines = (json_text(record, separators=COMPACT) for record in records)
    return INDEX, b"".join(json_pieces(index(export, tables), "records", lines))


def index(export: Export, tables: Sequence[TablePart]) -> Tree:
    """Return the index without its records; addresses are relative to it where the site's own address is unknown."""
    config = export.config
    return {
        "api": API,
        "title": str(config.name),
        "site": site_tree(config),
        "licence": licence_of(config),
        "documentation": address(config, "data/api/", ANSWERS),
        "schema": address(config, SCHEMA, ANSWERS),
        "tables": [
            {
                "name": part.table.name,
                "title": part.table.title,
                "rows": len(part),
                "csv": address(config, part.table.csv_path, ANSWERS),
                **({"address": address(config, part.table.json_path, ANSWERS)} if part.table.name in IN_JSON else {}),
            }
            for part in tables
        ],
        "cities": [
            {
                "name": str(years[0].city.about.name),
                "code": years[0].city.about.code,
                "years": [facts.year for facts in years],
                "address": address(config, "" if config.is_of_department else city_address(slug), ANSWERS),
            }
            for slug, years in grouped(export.facts.cities, lambda facts: facts.city.slug).items()
        ],
        "suspended": sorted({path for years in export.facts.cities for path in years.city.suspended}),
    }


def index_entry(config: Config, facts: RecordFacts) -> Tree:
    """Return the entry of a form in the index."""
    source = facts.source
    return {
        "city": source.city.name,
        "city_code": source.city.code,
        "department": facts.name,
        "year": source.year,
        "path": source.path,
        "address": address(config, source.path + RECORD_JSON, ANSWERS),
    }


def table_json(table: Table, rows: Iterable[Sequence[Stored]]) -> IO[bytes]:
    """Return a table of stored rows as JSON with a row on each line."""
    head = {
        "api": API,
        "table": table.name,
        "title": table.title,
        "description": table.lead,
        "fields": [
            {
                "name": column.key,
                "title": column.title,
                "kind": column.kind,
                "derived": column.derived,
                **({"unit": column.unit_name} if column.unit else {}),
            }
            for column in table.columns
        ],
    }
    answers = spooled_file()
    answers.writelines(json_pieces(head, "rows", row_lines(table, rows)))
    return answers


def json_pieces(head: Tree, name: str, lines: Iterator[str]) -> Iterator[bytes]:
    """Yield an object as JSON in pieces: the members of `head`, and under a name its rows with one on each line."""
    opening = json_text(head, indent=1).removesuffix("\n}")
    yield f'{opening},\n "{name}": [\n{next(lines, "")}'.encode()
    yield from (f",\n{line}".encode() for line in lines)
    yield b"\n ]\n}\n"


def row_lines(table: Table, rows: Iterable[Sequence[Stored]]) -> Iterator[str]:
    """Yield stored rows as JSON: authored cells under their own keys, derived ones under `derived`."""
    authored, derived = (
        [
            (place, f"{text(column.key)}:", str if column.kind in DIGITS else text)
            for place, column in enumerate(table.columns)
            if column.derived == is_derived
        ]
        for is_derived in (False, True)
    )
    for row in rows:
        own, others = (
            ",".join([key + ("null" if row[place] is None else write(row[place])) for place, key, write in some])
            for some in (authored, derived)
        )
        yield f'{{{own},"{DERIVED}":{{{others}}}}}' if derived else f"{{{own}}}"


def json_paths(tables: Iterable[Table]) -> list[str]:
    """Return the paths of the tables that are JSON too."""
    return [table.json_path for table in tables if table.name in IN_JSON]


def name_in_answer(column: TableColumn) -> str:
    """Return the key of a column in a row of JSON."""
    return f"{DERIVED}.{column.key}" if column.derived else column.key
