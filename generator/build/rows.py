"""The internal database of a project: the rows of every table, from which the tables of the whole site are drawn.

It is in the work folder, is never published, and can be deleted at any time: it is made again from the contributions
of departments where it was made by another program or changed by another hand.
"""

import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.analysis.facts import grouped
from generator.analysis.table_rows import IndicatorFacts, ResultIndicatorFacts
from generator.content.corpus import AnyFormSource, City, ResultsSource
from generator.content.form_files import MOST_FORMS
from generator.output.exports.contributions import Contribution, city_contribution
from generator.output.exports.database import quoted
from generator.output.exports.tables import DEPARTMENT_TABLES, DISCLOSED, DISCLOSURE, Table
from generator.output.exports.values import Stored
from generator.output.search_index import IndexedDocument
from generator.system import filesystem
from generator.system.cache import Cache, CacheEntry, key_of, program_hash
from generator.system.packing import unpacked
from generator.words import overrides_in_use

# The database, and its signature after the last update with the hash of the program.
NAME = "rows.sqlite"
STAMP = "rows.json"
PRIVATE_FILE = 0o600
TABLES = {table.name: table for table in (*DEPARTMENT_TABLES, DISCLOSURE)}
# The board of a city belongs to no department.
NO_DEPARTMENT = ""
# A row of several years is stored once for each; copy 0 is that of the tables of the whole site.
PLACE = ("_city", "_department", "_place", "_year", "_copy")
WHOLE = "_copy = 0"
SET = "_city = ? AND _year = ?"
OWNER = "city = ? AND department = ?"
INDICATORS = f"SELECT content FROM topics WHERE {OWNER} AND year = ? AND project = ?"  # noqa: S608 - our own names
OF_TOPIC = "SELECT city, department, project, content FROM topics WHERE topic = ? AND year = ?"
# The share of the rows of a table that each department has: in the tables of the whole site for year 0.
SIZE = "SELECT sum(bytes) FROM shares WHERE name = ? AND year = 0"
HASHES = "SELECT hash FROM shares WHERE name = ? AND year = ? ORDER BY city, department"
HASHES_OF_CITY = "SELECT hash FROM shares WHERE name = ? AND year = ? AND city = ? ORDER BY department"
HASHES_OF_TOPIC = "SELECT hash FROM topics WHERE topic = ? AND year = ? ORDER BY city, department, project"
DOCUMENTS = "SELECT content FROM documents WHERE city = ? AND length(content)"
SCHEMA = (
    "CREATE TABLE owners (city TEXT, department TEXT, key TEXT, PRIMARY KEY (city, department)) WITHOUT ROWID",
    "CREATE TABLE topics (city TEXT, department TEXT, year INTEGER, project TEXT, topic TEXT, content BLOB, hash TEXT,"
    " PRIMARY KEY (city, department, year, project, topic)) WITHOUT ROWID",
    "CREATE INDEX topics_of_year ON topics (topic, year, city, department, project, hash)",
    "CREATE TABLE documents (city TEXT, department TEXT, content BLOB, PRIMARY KEY (city, department)) WITHOUT ROWID",
    "CREATE TABLE shares (name TEXT, year INTEGER, city TEXT, department TEXT, bytes INTEGER, hash TEXT,"
    " PRIMARY KEY (name, year, city, department)) WITHOUT ROWID",
    "CREATE INDEX shares_of_owner ON shares (city, department)",
)


def definition(table: Table) -> Iterator[str]:
    """Yield the statements that make a table; its columns have no type, so that values come back as they were."""
    name, columns = quoted(table.name), ", ".join(map(quoted, (*PLACE, *(column.key for column in table.columns))))
    yield f"CREATE TABLE {name} ({columns})"
    yield f"CREATE INDEX {quoted(table.name + '_whole')} ON {name} (_city, _department, _place, _copy)"
    yield f"CREATE INDEX {quoted(table.name + '_set')} ON {name} (_city, _year, _department, _place)"


def selection(table: Table, columns: str, condition: str) -> str:
    """Return the query for the rows of a table, by city, department, year (the newest first) and number."""
    return f"SELECT {columns} FROM {quoted(table.name)} WHERE {condition} ORDER BY _city, _department, _place"  # noqa: S608 - our own names


def values_of(table: Table) -> str:
    """Return the columns of a published table."""
    return ", ".join(quoted(column.key) for column in table.columns)


@dataclass(frozen=True, slots=True)
class DepartmentRows:
    """The rows of one department as a cache entry, whose key is the hash of all that they depend on or "".

    An entry without content is read from the cache where it is needed.
    """

    city: str
    department: str
    entry: CacheEntry
    cache: Cache

    @property
    def key(self) -> str:
        """The key of the rows."""
        return self.entry.key

    @property
    def contribution(self) -> Contribution:
        """The rows of every table. Raises OSError where the entry is damaged, which deletes it."""
        entry = self.entry if self.entry.content else self.cache.get(self.key)
        if entry is None:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.cache.folder / self.key))
        return entry.value(Contribution)


class RowDatabase:
    """The database in its folder. Its methods raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / NAME
        self.reader: sqlite3.Connection | None = None
        # A connection must not be used in a process that was forked after it was opened.
        self.process = 0
        # Forms are asked for the same topic year by year: one query for all of them takes a third of the time.
        self.of_topic = lru_cache(1)(self.read_topic)
        # The lists, the summaries and the comparisons of a city are made of the same forms, one after the other.
        self.of_form = lru_cache(MOST_FORMS)(self.read_form)

    def __reduce__(self) -> tuple[type["RowDatabase"], tuple[Path]]:
        return RowDatabase, (self.folder,)

    def update(self, departments: Sequence[DepartmentRows], cities: Iterable[City]) -> None:
        """Replace the rows of departments that have changed, and delete those of all others, in one transaction."""
        every_city = tuple(cities)
        if not self.is_intact():
            self.discard()
        try:
            self.write(departments, every_city)
        except sqlite3.DatabaseError:
            # Damaged in a way that its signature does not show.
            self.discard()
            with translated_errors(self.path):
                self.write(departments, every_city)

    def write(self, departments: Sequence[DepartmentRows], cities: Sequence[City]) -> None:
        """Update the database, which is made where there is none. Raises sqlite3.Error."""
        self.close()
        if not self.folder.is_dir():
            filesystem.make_folder(self.folder, filesystem.PRIVATE_MODE)
        (self.folder / STAMP).unlink(missing_ok=True)
        with closing(opened(self.path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
                for statement in (*SCHEMA, *(part for table in TABLES.values() for part in definition(table))):
                    connection.execute(statement)
            replace_rows(connection, departments, cities)
            connection.execute("COMMIT")
        filesystem.replace_file(self.folder / STAMP, json.dumps(self.stamp()).encode())

    def rows(self, table: str, city: str = "", year: int = 0) -> Iterator[tuple[Stored, ...]]:
        """Yield the rows by city, department, year (the newest first) and number."""
        known = TABLES[table]
        condition, values = (SET, (city, year)) if city else (WHOLE, ())
        return self.query(selection(known, values_of(known), condition), values)

    def count(self, table: str, city: str = "", year: int = 0) -> int:
        """Return the number of rows."""
        condition, values = (SET, (city, year)) if city else (WHOLE, ())
        ((count,),) = self.query(f"SELECT count(*) FROM {quoted(table)} WHERE {condition}", values)  # noqa: S608
        return int(count or 0)

    def size(self, table: str) -> int:
        """Return the bytes of the texts of all rows of the site, about those of its CSV."""
        ((size,),) = self.query(SIZE, (table,))
        return int(size or 0)

    def hash(self, tables: Iterable[str], city: str = "", year: int = 0) -> str:
        """Return a hash of the rows of some tables of the site, or of a city and year."""
        query, of_city = (HASHES_OF_CITY, (city,)) if city else (HASHES, ())
        return key_of((), [(name, [*self.query(query, (name, year, *of_city))]) for name in tables])

    def topic_hash(self, topic: str, year: int) -> str:
        """Return a hash of the indicators of a topic and year."""
        return key_of((), [*self.query(HASHES_OF_TOPIC, (topic, year))])

    def indicators(self, source: AnyFormSource, topic: str | None) -> tuple[IndicatorFacts, ...]:
        """Return the indicators of a form in its order, those of a topic alone where one is named."""
        kind = ResultIndicatorFacts if isinstance(source, ResultsSource) else IndicatorFacts
        form = (source.city_slug, source.department_slug, source.slug)
        if topic is None:
            return self.of_form(form, source.year, kind)
        return unpacked_indicators(self.of_topic(topic, source.year).get(form, []), kind)

    def read_form(
        self, form: tuple[str, str, str], year: int, kind: type[IndicatorFacts]
    ) -> tuple[IndicatorFacts, ...]:
        """Return all indicators of a form by city, department and slug of the project."""
        city, department, project = form
        return unpacked_indicators([one for (one,) in self.query(INDICATORS, (city, department, year, project))], kind)

    def read_topic(self, topic: str, year: int) -> dict[tuple[str, ...], list[bytes]]:
        """Return the packed indicators of a topic and year by city, department and slug of the project."""
        return {(*form,): [content] for *form, content in self.query(OF_TOPIC, (topic, year))}

    def documents(self, city: str) -> Iterator[IndexedDocument]:
        """Yield the search documents of the forms of a city."""
        for (content,) in self.query(DOCUMENTS, (city,)):
            yield from unpacked(content, list[IndexedDocument])

    def query(self, statement: str, values: tuple[Stored, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query."""
        if self.reader is None or self.process != os.getpid():
            self.process = os.getpid()
            uri = f"{self.path.resolve().as_uri()}?mode=ro"
            with translated_errors(self.path):
                # `serve` reads in another thread than it writes.
                self.reader = sqlite3.connect(uri, uri=True, check_same_thread=False)
        with translated_errors(self.path):
            yield from self.reader.execute(statement, values)

    def is_intact(self) -> bool:
        """Whether the database is as this program has written it."""
        try:
            return bool(json.loads((self.folder / STAMP).read_bytes()) == self.stamp())
        except (OSError, ValueError):
            return False

    def stamp(self) -> list[str | int]:
        """Return the signature of the file and the program. Raises OSError."""
        return [program_hash(), *filesystem.signature(self.path.lstat()), self.folder.lstat().st_mode]

    def close(self) -> None:
        """Close the connection of readers."""
        if self.reader is not None:
            self.reader.close()
            self.reader = None
        self.of_topic.cache_clear()
        self.of_form.cache_clear()

    def discard(self) -> None:
        """Delete the database with all rows."""
        self.close()
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        filesystem.remove(self.folder)


def unpacked_indicators(contents: Iterable[bytes], kind: type[IndicatorFacts]) -> tuple[IndicatorFacts, ...]:
    """Return packed indicators in the order of their form."""
    lines = (line for content in contents for line in unpacked(content, tuple[kind, ...]))  # type: ignore[valid-type]
    return tuple(sorted(lines, key=lambda line: line.number))


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection that overwrites deleted data and leaves no journal. Raises OSError, sqlite3.Error."""
    # SQLite would make a file that others can read.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | filesystem.NO_LINKS, PRIVATE_FILE))
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for setting, value in (("secure_delete", 1), ("journal_mode", "delete"), ("temp_store", 2)):
            connection.execute(f"PRAGMA {setting} = {value}")
            if connection.execute(f"PRAGMA {setting}").fetchone() != (value,):
                raise sqlite3.NotSupportedError(setting)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into an OSError at the file."""
    try:
        yield
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error), str(path)) from error


def replace_rows(connection: sqlite3.Connection, departments: Sequence[DepartmentRows], cities: Sequence[City]) -> None:
    """Put the rows of departments and cities that have changed in the place of the former ones; delete all others."""
    before = {(city, department): key for city, department, key in connection.execute("SELECT * FROM owners")}
    of_departments = {(rows.city, rows.department): rows for rows in departments}
    of_cities = {(city.slug, NO_DEPARTMENT): city for city in cities}
    for owner in before.keys() - of_departments.keys() - of_cities.keys():
        delete(connection, owner)
    for owner, rows in of_departments.items():
        if not rows.key or before.get(owner) != rows.key:
            put(connection, owner, rows.contribution, rows.key)
    by_city = grouped(departments, lambda rows: rows.city)
    for owner, city in of_cities.items():
        key = board_key(city, by_city.get(city.slug, []))
        if not key or before.get(owner) != key:
            put(connection, owner, city_contribution(city, disclosed_rows(connection, city)), key)


def board_key(city: City, departments: Iterable[DepartmentRows]) -> str:
    """Return the hash of all that the rows of a city depend on; "" where a department of it has none."""
    keys = [(rows.department, rows.key) for rows in departments]
    about = (city.slug, city.about, city.registered, city.suspended, overrides_in_use())
    return key_of((), about, keys) if all(key for _, key in keys) else ""


def put(connection: sqlite3.Connection, owner: tuple[str, str], contribution: Contribution, key: str = "") -> None:
    """Replace the rows of a department, or of a city."""
    delete(connection, owner)
    connection.execute("INSERT INTO owners VALUES (?, ?, ?)", (*owner, key))
    connection.executemany(
        "INSERT INTO topics VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((*owner, *one, sha256(one.content).hexdigest()) for one in contribution.indicators),
    )
    connection.execute("INSERT INTO documents VALUES (?, ?, ?)", (*owner, contribution.documents))
    for name, rows in contribution.tables.items():
        if not rows:
            continue
        gaps = ", ".join("?" * (len(PLACE) + len(rows[0].values)))
        connection.executemany(
            f"INSERT INTO {quoted(name)} VALUES ({gaps})",  # noqa: S608 - names of our own tables
            (
                (*owner, place, year, copy, *row.values)
                for place, row in enumerate(rows)
                for copy, year in enumerate(row.years)
            ),
        )
        lines = [(row.years, size_of(row.values), repr(row.values).encode()) for row in rows]
        for year in {0, *(year for row in rows for year in row.years)}:
            share = [(size, line) for years, size, line in lines if not year or year in years]
            size, digest = sum(size for size, _ in share), sha256(b"".join(line for _, line in share)).hexdigest()
            connection.execute("INSERT INTO shares VALUES (?, ?, ?, ?, ?, ?)", (name, year, *owner, size, digest))


def size_of(values: Sequence[Stored]) -> int:
    """Return the bytes of a row as text, with the sign after each value; None is an empty text."""
    return len(",".join(map(str, values)).encode()) + 1 - len(str(None)) * values.count(None)


def delete(connection: sqlite3.Connection, owner: tuple[str, str]) -> None:
    """Delete the rows of a department, or of a city."""
    for table in TABLES.values():
        connection.execute(f"DELETE FROM {quoted(table.name)} WHERE _city = ? AND _department = ?", owner)  # noqa: S608
    for name in ("topics", "documents", "shares", "owners"):
        connection.execute(f"DELETE FROM {name} WHERE {OWNER}", owner)  # noqa: S608


def disclosed_rows(connection: sqlite3.Connection, city: City) -> list[tuple[Stored, ...]]:
    """Return the cells of the published forms of a city on the board."""
    query = selection(DISCLOSED, values_of(DISCLOSED), f"{WHOLE} AND _city = ?")
    return connection.execute(query, (city.slug,)).fetchall()
