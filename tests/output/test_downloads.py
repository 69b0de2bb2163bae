"""Downloads: what a form has is its text in every format, numbers and days are values, withheld text is in none."""

import csv
import hashlib
import io
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from corpora import loaded_facts
from frictionless import Package, validate
from openpyxl import load_workbook
from sources import needs_obtained, obtained, withheld_pieces

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.content.addresses import address_of
from generator.output.exports.api import IN_JSON
from generator.output.exports.columns import TableColumn
from generator.output.exports.outputs import compact_json_bytes, csv_bytes
from generator.output.exports.tables import TABLES, Table
from generator.system.manifest import Revision
from generator.text.yaml import read_file

pytestmark = pytest.mark.usefixtures("shared_results")

ROOT = Path(__file__).parents[2]
RECORDS = sorted(path.relative_to(ROOT / "content") for path in ROOT.glob("content/*/*/20??.yml"))
PROJECTS = sorted(
    path.relative_to(ROOT / "content")
    for path in ROOT.glob("content/*/*/20??/*.yml")
    if not path.name.endswith((".document.yml", ".results.yml"))
)
# Self-evaluations, none of which answers targets that are here.
RESULTS = sorted(path.relative_to(ROOT / "content") for path in ROOT.glob("content/*/*/20??/*.results.yml"))
RESULTS = sorted(path.relative_to(ROOT / "content") for path in ROOT.glob("content/**/*.results.yml"))

WITHHELD = "依规不公开"
ABSENT = "未设此栏"
TEXTS = ("text", "prose", "figure")
NUMBERS = ("number", "share", "count", "year")
# The forms of each city and year.
SETS: dict[str, list[Path]] = {}
for form in (*RECORDS, *PROJECTS, *RESULTS):
    SETS.setdefault(f"{form.parts[0]}-{form.parts[2][:4]}", []).append(form)
SETS_PATH = "data/zhanjiang-2021.zip"
REVISION = Revision("0123456789", "2026-01-02", "0")
by_name = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository's own content."""
    folder = tmp_path_factory.mktemp("site") / "site"
    build(BuildOptions(ROOT, folder, REVISION, True), lambda step: None)
    return folder


def read_csv(content: bytes) -> list[list[str]]:
    """The rows of a CSV, the heads first, without the sign that keeps a text from being a formula."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [[unguarded(cell) for cell in row] for row in rows]


def unguarded(cell: Any) -> Any:
    """A cell of a CSV without the sign that keeps a text from being a formula."""
    return re.sub("^'(?=[=+@-])", "", cell) if isinstance(cell, str) else cell


@cache
def read_workbook(content: bytes) -> dict[str, list[list[Any]]]:
    """The values of each sheet, the heads first."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def read_sheet(content: bytes, title: str) -> list[list[Any]]:
    """The values of a sheet, the heads first."""
    return read_workbook(content)[title]


def value(column: TableColumn, raw: Any) -> Any:
    """A cell of any format as the value that it stands for; figures of numbers are exact."""
    if raw in (None, ""):
        return "" if column.kind in TEXTS and not column.leads_to else None
    if column.kind in ("number", "share"):
        return Decimal(str(raw))
    if column.kind in ("count", "year"):
        return int(raw)
    if column.kind == "day":
        return raw.date() if isinstance(raw, datetime) else date.fromisoformat(raw)
    return raw


def values(table: Table, rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    """The values of the rows of a table."""
    return [[value(column, raw) for column, raw in zip(table.columns, row, strict=True)] for row in rows]


def in_json(table: Table, content: bytes) -> list[list[Any]]:
    """The rows of an answer, in the order of the columns; a number is the text of its digits."""
    rows = json.loads(content, parse_float=Digits, parse_int=Digits)["rows"]
    return [[(row["derived"] if column.derived else row)[column.key] for column in table.columns] for row in rows]


class Digits(str):
    """The digits of a number, apart from texts."""


def in_set(path: Path, table: Table) -> list[list[Any]]:
    """The rows of a table in the spreadsheet of a city and year, which are those of its CSV."""
    with zipfile.ZipFile(path) as packed:
        sheet = read_sheet(packed.read(f"{path.stem}.xlsx"), table.title)[1:]
        rows = read_csv(packed.read(f"csv/{table.name}.csv"))[1:]
    assert values(table, sheet) == values(table, rows)
    return sheet


def in_sets(data: Path, table: Table) -> list[list[Any]]:
    """The rows of a table in the spreadsheets of all cities and years, each once, in the order of its CSV."""
    rows = {tuple(values(table, [row])[0]): row for name in sorted(SETS) for row in in_set(data / f"{name}.zip", table)}
    whole = values(table, read_csv((data / f"{table.name}.csv").read_bytes())[1:])
    assert {*map(tuple, whole)} == {*rows}
    return [rows[tuple(row)] for row in whole]


@contextmanager
def unpacked_database(data: Path) -> Iterator[sqlite3.Connection]:
    """The database of the site, unpacked."""
    with zipfile.ZipFile(data / "all.sqlite.zip") as packed, TemporaryDirectory() as folder:
        packed.extract("all.sqlite", folder)
        with closing(sqlite3.connect(f"{folder}/all.sqlite")) as connection:
            yield connection


def in_database(table: Table, data: Path) -> list[list[Any]]:
    """The rows of a table of the database."""
    names = ", ".join(f'"{column.key}"' for column in table.columns)
    with unpacked_database(data) as connection:
        return [list(row) for row in connection.execute(f'SELECT {names} FROM "{table.name}" ORDER BY rowid')]  # noqa: S608


def source(path: Path) -> Any:
    """What the file of a record says, every scalar as the text it is."""
    return read_file(ROOT / "content" / path, str(path)).root


def tasks_of(record: Any) -> list[Any]:
    """The tasks of a record in the form's order."""
    return [*record["tasks"]["key"], *(record["tasks"].get("other") or ())]


def task_cells(task: Any, on_form: set[str]) -> list[str]:
    """What a table must say of a task of a form with these columns."""
    hidden = {"all": ("name", "content", "amount", "expected"), "content": ("content", "expected")}
    kept = on_form.intersection(hidden.get(task.get("withheld"), ()))
    return [
        WITHHELD if key in kept else task.get(key, ABSENT).rstrip("\n")
        for key in ("name", "content", "amount", "expected")
    ]


def expected(name: str) -> list[list[str]]:
    """The authored cells of a table, straight from the files of the records."""
    found = []
    for path in (*RECORDS, *PROJECTS, *RESULTS) if name == "indicators" else RECORDS:
        record, address = source(path), f"{path.with_suffix('').as_posix()}/"
        if name == "tasks":
            on_form = {key for task in tasks_of(record) for key in task}
            found += [[*task_cells(task, on_form), address] for task in tasks_of(record)]
        elif name == "indicators":
            keys = ("family", "type", "name", "definition", "comparator", "target", "unit", "weight")
            rows, address = record["indicators"], address.replace(".results/", "/results/")
            found += [[*(row.get(key, ABSENT).rstrip("\n") for key in keys), address] for row in rows]
        elif name == "budget":
            found += [[amount, address] for split in record["budget"].values() for amount in split.values()]
        else:
            basic, project = (record["budget"]["by_type"][key] for key in ("basic", "project"))
            found.append([basic, project, record["goal"].rstrip("\n"), record["title"], address])
    return sorted(found)


AUTHORED = {
    "tasks": ("task", "content", "amount", "expected", "path"),
    "indicators": (
        *("family", "type", "indicator", "definition", "comparator", "target", "measure", "weight", "path"),
    ),
    "budget": ("amount", "path"),
    "records": ("basic", "project", "goal", "title", "path"),
}


def every_format(site: Path, table: Table) -> dict[str, list[list[Any]]]:
    """The rows of a table as each format has them, without its heads."""
    data = site / "data"
    with zipfile.ZipFile(data / "all.zip") as packed:
        zipped = packed.read(f"csv/{table.name}.csv")
    return {
        "csv": read_csv((data / f"{table.name}.csv").read_bytes())[1:],
        "xlsx": read_sheet((data / "all.xlsx").read_bytes(), table.title)[1:],
        "package": [
            [unguarded(cell) for cell in row]
            for row in Package(str(data / "datapackage.json")).get_resource(table.name).read_cells()[1:]
        ],
        "sqlite": in_database(table, data),
        "zip csv": read_csv(zipped)[1:],
        "sets": in_sets(data, table),
        **({"json": in_json(table, (site / table.json_path).read_bytes())} if table.name in IN_JSON else {}),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", AUTHORED)
def test_every_word_and_figure_is_its_source_text_in_every_format(site: Path, name: str) -> None:
    table = next(table for table in TABLES if table.name == name)
    places = [[column.key for column in table.columns].index(key) for key in AUTHORED[name]]
    told = {
        form: sorted([row[place] or "" for place in places] for row in rows)
        for form, rows in every_format(site, table).items()
    }
    assert told == dict.fromkeys(told, expected(name))
    assert len(told) == 6 + (name in IN_JSON)


@pytest.mark.slow
@by_name
def test_every_format_of_a_table_has_the_same_values(site: Path, table: Table) -> None:
    forms = {form: values(table, rows) for form, rows in every_format(site, table).items()}
    assert forms == dict.fromkeys(forms, forms["csv"])
    # The site may have no self-evaluations yet.
    assert forms["csv"] or table.name in ("self_evaluations", "results")


@pytest.mark.slow
@by_name
def test_every_cell_has_the_type_of_its_column_in_every_format(site: Path, table: Table) -> None:
    forms = every_format(site, table)
    types = {
        "xlsx": {"number": (int, float), "share": (int, float), "count": int, "year": int, "day": datetime},
        "json": {"number": Digits, "share": Digits, "count": Digits, "year": Digits},
        "sqlite": {"number": float, "share": float, "count": int, "year": int},
    }
    wrong = [
        (form, column.key, cell)
        for form, kinds in types.items()
        for row in forms.get(form, ())
        for column, cell in zip(table.columns, row, strict=True)
        if cell is not None and type(cell) not in as_tuple(kinds.get(column.kind, str))
    ]
    assert wrong == []


def as_tuple(kinds: Any) -> tuple[type, ...]:
    """The types that a cell may have."""
    return kinds if isinstance(kinds, tuple) else (kinds,)


@pytest.mark.slow
@pytest.mark.parametrize("table", [table for table in TABLES if table.name in IN_JSON], ids=lambda table: table.name)
def test_numbers_have_the_same_digits_in_csv_and_json(site: Path, table: Table) -> None:
    forms = every_format(site, table)
    digits = [
        [cell or "" for column, cell in zip(table.columns, row, strict=True) if column.kind in NUMBERS]
        for row in forms["json"]
    ]
    assert digits == [
        [cell for column, cell in zip(table.columns, row, strict=True) if column.kind in NUMBERS]
        for row in forms["csv"]
    ]


@pytest.mark.slow
@by_name
def test_a_number_or_day_is_missing_exactly_where_its_status_says_why(site: Path, table: Table) -> None:
    keys = [column.key for column in table.columns]
    pairs = [(keys.index(column.status_of), place) for place, column in enumerate(table.columns) if column.status_of]
    for row in every_format(site, table)["csv"]:
        assert [(row[number] != "") for number, _ in pairs] == [(row[status] == "已知") for _, status in pairs]


@pytest.mark.slow
@needs_obtained
def test_nothing_that_is_withheld_is_in_any_file(site: Path) -> None:
    secret = withheld_pieces()
    secret.add(hashlib.sha256(obtained("002").encode()).hexdigest())
    files = {path: text_of(path) for path in site.rglob("*") if path.is_file() and "search" not in path.parts}
    telling = [path.name for path, text in files.items() if any(piece in text for piece in secret)]
    assert (telling, len(secret) > 50, len(files) > 30) == ([], True, True)


def text_of(path: Path) -> str:
    """Everything in a file that can be read as text; nothing of ours is compressed."""
    return re.sub(r"\s+", "", path.read_bytes().decode("utf-8", "ignore"))


@pytest.mark.slow
def test_the_database_adds_up(site: Path) -> None:
    with unpacked_database(site / "data") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        largest = "SELECT task, amount FROM tasks WHERE task NOT LIKE '基本支出%' ORDER BY amount_wan DESC LIMIT 1"
        assert connection.execute(largest).fetchall() == [("城乡居民养老保险政府补贴资金", "20140")]


@pytest.mark.slow
def test_the_data_package_is_valid_and_names_its_files(site: Path, tmp_path: Path) -> None:
    folder = site / "data"
    report = validate(str(folder / "datapackage.json"))
    assert report.flatten(["resourceName", "rowNumber", "fieldName", "type", "note"]) == []
    package = Package(str(folder / "datapackage.json"))
    assert [(one.name, one.bytes, one.hash, one.rows) for one in package.resources] == [
        (
            table.name,
            len(content := (folder / f"{table.name}.csv").read_bytes()),
            f"sha256:{hashlib.sha256(content).hexdigest()}",
            len(read_csv(content)) - 1,
        )
        for table in TABLES
    ]
    tables = sorted(folder.rglob("*.csv"))
    assert tables == sorted(folder / f"{table.name}.csv" for table in TABLES)
    assert {file.read_bytes()[:3] for file in tables} == {b"\xef\xbb\xbf"}
    assert [[(field.name, field.custom["key"]) for field in one.schema.fields] for one in package.resources] == [
        [(column.title, column.key) for column in table.columns] for table in TABLES
    ]
    shutil.copytree(folder, tmp_path / "package")
    file = tmp_path / "package/tasks.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("2645", "2645万元"), encoding="utf-8")
    kinds = {kind for [kind] in validate(str(tmp_path / "package/datapackage.json")).flatten(["type"])}
    assert {"byte-count", "hash-count", "type-error"} <= kinds


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_two_columns_of_a_table_have_one_head(table: Table) -> None:
    assert len({column.title for column in table.columns}) == len({column.key for column in table.columns})


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_a_zip_holds_the_tables_of_exactly_its_records(site: Path, name: str) -> None:
    addresses = {address_of(path.as_posix()) for path in SETS[name]}
    departments = {f"{path.parts[0]}/{path.parts[1]}/" for path in SETS[name]}
    city, year = name.split("-")
    city_name = str(read_file(ROOT / f"content/{city}/jurisdiction.yml", name).root["name"])
    with zipfile.ZipFile(site / f"data/{name}.zip") as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        tables = {table.name: read_csv(packed.read(f"csv/{table.name}.csv")) for table in TABLES}
        sheets = packed.read(f"{name}.xlsx")
        listed = {"README.txt", f"{name}.xlsx", *(f"csv/{table.name}.csv" for table in TABLES)}
        assert set(packed.namelist()) == listed
        told = packed.read("README.txt").decode("utf-8-sig")
    for table in TABLES:
        whole = read_csv((site / f"data/{table.name}.csv").read_bytes())
        of_board = [row for row in whole[1:] if (row[0], row[2]) == (city_name, year)]
        mine = [row for row in whole[1:] if row[-1] in (departments if table.name == "departments" else addresses)]
        mine = of_board if table.name == "disclosure" else mine
        assert tables[table.name] == [whole[0], *mine]
        assert values(table, read_sheet(sheets, table.title)[1:]) == values(table, mine)
        assert f"csv/{table.name}.csv    {table.title}，{len(mine)} 行\r\n" in told


@pytest.mark.slow
def test_the_index_leads_to_every_answer(site: Path) -> None:
    index = json.loads((site / "api/v2/index.json").read_bytes())
    fingerprints = {facts.source.path: facts.fingerprint for facts in loaded_facts(ROOT).records}
    tables = [one for one in index["tables"] if "address" in one]
    assert {one["name"] for one in tables} == {table.name for table in TABLES} & IN_JSON
    answers = [*tables, *index["records"], {"address": "index.json"}]
    told = [json.loads((site / "api/v2" / one["address"]).resolve().read_bytes()) for one in answers]
    assert [one["api"] for one in told] == ["v2"] * len(answers)
    assert len(index["records"]) == len(RECORDS)
    for one, tree in zip(index["records"], told[len(tables) :], strict=False):
        assert (tree["path"], tree["year"], tree["record"]["department"]) == (
            one["path"],
            one["year"],
            one["department"],
        )
        assert tree["fingerprint"] == fingerprints[one["path"]]
        assert set(tree["derived"]) & set(tree["record"]) == set()
    assert [len(one["rows"]) for one in told[: len(tables)]] == [one["rows"] for one in tables]
    csv_rows = [len(read_csv((site / "api/v2" / one["csv"]).resolve().read_bytes())) - 1 for one in index["tables"]]
    assert csv_rows == [one["rows"] for one in index["tables"]]
    years: dict[str, list[int]] = {}
    for name in SETS:
        years.setdefault(f"../../{name[:-5]}/", []).append(int(name[-4:]))
    assert {one["address"]: sorted(one["years"]) for one in index["cities"]} == {
        city: sorted(all_years) for city, all_years in years.items()
    }
    assert all((site / "api/v2" / one["address"] / "index.html").resolve().is_file() for one in index["cities"])


@pytest.mark.slow
def test_the_page_has_rows_sizes_and_hashes_of_its_files(site: Path) -> None:
    page = (site / "data/index.html").read_text(encoding="utf-8")
    rows = re.findall(r'<td class="right"><span class="num">([^/]+)</span></td>\s*<td[^>]*><a href="([^"]+)"', page)
    counted = {(site / "data" / address).resolve().name: re.sub("<[^>]+>", "", count) for count, address in rows}
    lengths = {f"{table.name}.csv": len(read_csv((site / table.csv_path).read_bytes())) - 1 for table in TABLES}
    assert counted == {name: str(length) for name, length in lengths.items() if length}
    assert page.count("还没有") == [*lengths.values()].count(0)
    hashed = re.findall(r'<li><a href="([^"]+)" download>([^<]+)</a>.*?<code class="hash">(\w+)</code>', page)
    assert len(hashed) == len(TABLES) + len(SETS) + 14
    for address, path, digest in hashed:
        content = (site / "data" / address).resolve().read_bytes()
        assert (site / path).read_bytes() == content
        assert digest == hashlib.sha256(content).hexdigest()
    assert f'href="../{SETS_PATH}"' in page


@pytest.mark.slow
@pytest.mark.parametrize("path", ["data/", "data/api/"])
def test_the_page_has_one_filled_button_at_most(site: Path, path: str) -> None:
    page = (site / path / "index.html").read_text(encoding="utf-8")
    assert page.count('class="button"') == (1 if path == "data/" else 0)
    assert "style=" not in page.partition("<article")[2].partition("</article>")[0]


@pytest.mark.slow
def test_the_page_for_programs_names_every_cell_and_shows_real_answers(site: Path) -> None:
    page = (site / "data/api/index.html").read_text(encoding="utf-8")
    names = set(re.findall(r'<th scope="row"><code>([^<]+)</code></th>', page))
    columns = {("derived." if column.derived else "") + column.key for table in TABLES for column in table.columns}
    assert columns <= names
    assert {"budget.by_type.basic", "tasks.key[].amount", "indicators[].target", "derived.unlisted"} <= names
    record, row = (
        json.loads(unescape(text)) for text in re.findall(r'<pre class="answer"><code>(.*?)</code>', page, re.S)
    )
    whole = json.loads((site / record["path"] / "record.json").read_bytes())
    indicators = whole["record"]["indicators"]
    assert record["record"]["indicators"] == {**indicators, "rows": indicators["rows"][:1]}
    assert row == json.loads((site / "api/v2/records.json").read_bytes())["rows"][0]


@pytest.mark.slow
def test_the_metadata_describes_every_column_of_the_database(site: Path) -> None:
    tables = json.loads((site / "data/metadata.json").read_bytes())["databases"]["all"]["tables"]
    with unpacked_database(site / "data") as connection:
        known = {
            name: {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')}
            for [name] in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert {name: set(table["columns"]) for name, table in tables.items()} == known


CSV_LINES = json.loads((ROOT / "tests/vectors/csv.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CSV_LINES, ids=lambda case: json.dumps(case["cells"], ensure_ascii=False))
def test_a_row_is_written_as_one_line_of_csv(case: dict[str, Any]) -> None:
    assert csv_bytes(["文字"], [case["cells"]]).decode() == f"\ufeff文字\r\n{case['line']}\r\n"


@pytest.mark.slow
def test_a_record_has_one_compact_json(site: Path) -> None:
    for path in (f"{path.with_suffix('').as_posix()}/" for path in RECORDS):
        files = {file.relative_to(site / path).as_posix() for file in (site / path).rglob("*") if file.is_file()}
        assert {name for name in files if not name.startswith("embed/")} == {
            *("index.html", "record.json", "form/index.html", "form/form.xlsx"),
        }
        text = (site / path / "record.json").read_text(encoding="utf-8")
        tree = json.loads(text, parse_float=Decimal)
        assert text == compact_json_bytes(tree).decode("utf-8")
