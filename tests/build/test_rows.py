"""The internal database: rows come back as they were made, deleted ones are gone, and whatever harms it is mended."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from corpora import department_rows, export_of, loaded_corpus

from generator.build import rows as module
from generator.build.rows import (
    DOCUMENTS,
    HASHES,
    HASHES_OF_CITY,
    HASHES_OF_TOPIC,
    INDICATORS,
    OF_TOPIC,
    OWNER,
    SET,
    SIZE,
    TABLES,
    WHOLE,
    RowDatabase,
    selection,
    values_of,
)
from generator.output.exports.contributions import Contribution, StoredIndicators, StoredRow
from generator.output.exports.outputs import Export
from generator.output.exports.tables import DEPARTMENT_TABLES, DISCLOSURE, TablePart
from generator.system.cache import Cache, CacheEntry, serialized

HERE = Path(__file__).parents[1]
CORPORA = [HERE.parent, HERE / "content/years", HERE / "content/projects"]
CANARY = "一段必须消失的文字"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[RowDatabase]:
    """A database with the rows of the forms of several years."""
    known = RowDatabase(tmp_path / "rows")
    fill(known)
    yield known
    known.close()


def fill(database: RowDatabase, root: Path = HERE / "content/years") -> None:
    """Put the rows of a project in the repository into a database."""
    database.update(department_rows(export_of(root), loaded_corpus(root)), loaded_corpus(root).cities)


def everything(database: RowDatabase) -> dict[str, list[Any]]:
    """All rows of all tables."""
    return {name: list(database.rows(name)) for name in TABLES}


@pytest.mark.parametrize("root", CORPORA, ids=lambda root: root.name)
def test_rows_come_back_as_they_were_made_in_their_order(root: Path) -> None:
    export = export_of(root)
    for table in DEPARTMENT_TABLES:
        made = list(table.placed_values(export))
        assert [*TablePart(table, export.rows)] == [values for _, values in made], table.name
        assert {type(value) for row in TablePart(table, export.rows) for value in row} <= {
            type(value) for _, row in made for value in row
        }
        assert len(TablePart(table, export.rows)) == len(made)
    assert len(TablePart(DISCLOSURE, export.rows)) >= len(export.facts.records)


@pytest.mark.parametrize("root", CORPORA, ids=lambda root: root.name)
def test_the_rows_of_a_city_and_year_are_those_of_its_forms(root: Path) -> None:
    export = export_of(root)
    for table in DEPARTMENT_TABLES:
        made = list(table.placed_values(export))
        keys = [column.key for column in table.columns]
        for facts in export.facts.cities:
            part = TablePart(table, export.rows, facts.city.slug, facts.year)
            expected = [
                row
                for years, row in made
                if facts.year in years and str(row[keys.index("path")]).startswith(f"{facts.city.slug}/")
            ]
            assert ([*part], len(part)) == (expected, len(expected))


@pytest.mark.parametrize("name", TABLES)
def test_no_query_reads_or_sorts_a_whole_table(database: RowDatabase, name: str) -> None:
    table = TABLES[name]
    queries = {
        selection(table, values_of(table), WHOLE): (),
        selection(table, values_of(table), SET): ("a", 1),
        f'SELECT count(*) FROM "{name}" WHERE {SET}': ("a", 1),  # noqa: S608
        f'DELETE FROM "{name}" WHERE _city = ? AND _department = ?': ("a", "b"),  # noqa: S608
        SIZE: (name,),
        HASHES: (name, 1),
        HASHES_OF_TOPIC: (name, 1),
        OF_TOPIC: (name, 1),
        HASHES_OF_CITY: (name, 1, "a"),
        f"DELETE FROM shares WHERE {OWNER}": ("a", "b"),  # noqa: S608
    }
    with closing(sqlite3.connect(database.path)) as connection:
        for query, values in queries.items():
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
            assert plan
            assert all("USING" in step and "TEMP B-TREE" not in step for step in plan), (query, plan)


@pytest.mark.parametrize("query", [INDICATORS, DOCUMENTS])
def test_no_query_reads_a_whole_list(database: RowDatabase, query: str) -> None:
    with closing(sqlite3.connect(database.path)) as connection:
        values = ["a"] * query.count("?")
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    assert len(plan) == 1 and plan[0].startswith("SEARCH") and "USING PRIMARY KEY" in plan[0]


def with_canary(export: Export) -> list[module.DepartmentRows]:
    """The rows of a project, of which one of each kind has a text that must disappear."""
    first, *others = department_rows(export, loaded_corpus(HERE / "content/years"))
    row = first.contribution.tables["tasks"][0]
    marked = StoredRow(row.years, tuple(CANARY if isinstance(value, str) else value for value in row.values))
    tables = {**first.contribution.tables, "tasks": [marked]}
    packed = CANARY.encode()
    contribution = Contribution(tables, [StoredIndicators(2026, "", "quality", packed)], packed)
    return [replace(first, entry=CacheEntry("marked", serialized(contribution))), *others]


@pytest.mark.parametrize("compiled_in", [0, 1])
def test_deleted_rows_leave_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled_in: int) -> None:
    connect = sqlite3.connect

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.execute(f"PRAGMA secure_delete = {compiled_in}")
        return connection

    monkeypatch.setattr(module.sqlite3, "connect", connected)
    database = RowDatabase(tmp_path / "rows")
    corpus = loaded_corpus(HERE / "content/years")
    export = export_of(HERE / "content/years")
    database.update(with_canary(export), corpus.cities)
    assert CANARY.encode() in database.path.read_bytes()
    inode = database.path.stat().st_ino
    database.update(department_rows(export, corpus)[1:], corpus.cities)
    assert database.path.stat().st_ino == inode
    assert CANARY.encode() not in database.path.read_bytes()
    assert sorted(path.name for path in database.folder.iterdir()) == ["rows.json", "rows.sqlite"]


def test_only_departments_that_have_changed_are_written(database: RowDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[str, str]] = []
    put = module.put

    def watched(connection: sqlite3.Connection, owner: tuple[str, str], *more: Any) -> None:
        written.append(owner)
        put(connection, owner, *more)

    monkeypatch.setattr(module, "put", watched)
    export, corpus = export_of(HERE / "content/years"), loaded_corpus(HERE / "content/years")
    first, *others = department_rows(export, corpus)
    cities = [(city.slug, "") for city in corpus.cities]
    before = everything(database)
    for key, expected in ((first.key, []), ("other", [first]), ("", [first])):
        written.clear()
        changed = replace(first, entry=replace(first.entry, key=key))
        database.update([changed, *others], corpus.cities)
        of_board = cities if expected else []
        assert written == [*((one.city, one.department) for one in expected), *of_board]
        assert everything(database) == before


def damage(database: RowDatabase, how: str) -> None:
    """Harm a database in one way."""
    database.close()
    if how == "cut":
        database.path.write_bytes(database.path.read_bytes()[:5000])
    elif how == "garbage":
        database.path.write_bytes(b"no database" * 1000)
    elif how == "gone":
        database.path.unlink()
    elif how == "readable":
        database.path.chmod(0o644)
    elif how == "unfinished":
        (database.folder / "rows.json").unlink()
    elif how == "altered":
        with closing(sqlite3.connect(database.path)) as connection:
            connection.execute("UPDATE tasks SET task = 'other'")
            connection.commit()
    elif how == "hidden":
        # A signature that fits, of a file that is none of ours.
        database.path.write_bytes(b"no database" * 1000)
        (database.folder / "rows.json").write_text(module.json.dumps(database.stamp()))
    elif how == "file":
        database.discard()
        database.folder.write_bytes(b"")


WAYS = ["cut", "garbage", "gone", "readable", "unfinished", "altered", "hidden", "file"]


@pytest.mark.parametrize("how", WAYS)
def test_a_damaged_database_is_made_again(database: RowDatabase, how: str) -> None:
    before = everything(database)
    damage(database, how)
    fill(database)
    assert everything(database) == before
    assert database.path.stat().st_mode & 0o777 == 0o600
    assert database.folder.stat().st_mode & 0o777 == 0o700


def test_another_program_makes_it_again(database: RowDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "program_hash", lambda: "another")
    assert not database.is_intact()
    fill(database)
    assert database.is_intact()


def test_a_full_disk_is_an_error_of_the_system(database: RowDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = module.opened

    def small(path: Path) -> sqlite3.Connection:
        connection = opened(path)
        connection.execute("PRAGMA max_page_count = 20")
        return connection

    monkeypatch.setattr(module, "opened", small)
    database.discard()
    with pytest.raises(OSError, match="full"):
        fill(database)


def test_rows_are_read_from_the_cache_where_the_database_lacks_them(tmp_path: Path) -> None:
    export, corpus = export_of(HERE / "content/years"), loaded_corpus(HERE / "content/years")
    cache, database = Cache(tmp_path), RowDatabase(tmp_path / "rows")
    stored = []
    for one in department_rows(export, corpus):
        key = cache.put(replace(one.entry, key=sha256(one.key.encode()).hexdigest())).key
        stored.append(replace(one, entry=CacheEntry(key, b""), cache=cache))
    database.update(stored, corpus.cities)
    assert list(database.rows("tasks")) == list(TablePart(TABLES["tasks"], export.rows).stored())
    damaged = tmp_path / stored[0].key
    damaged.write_bytes(b"damaged")
    # The database has them.
    database.update(stored, corpus.cities)
    database.discard()
    with pytest.raises(OSError, match=stored[0].key):
        database.update(stored, corpus.cities)
    assert not damaged.exists()
