"""The rows of the long lists as files by city and year, which the browser loads when a reader filters or sorts.

`index.json` lists the keys of a row, and every file with its city, year and count of rows. A file has each row as a
list of texts in the order of the keys, and after them the rows of its years where it has several. A text that a file
has often is in its `words`, and in the rows a number is the place of a text there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.analysis.department_years import DepartmentYears, department_years, shown_years, totals_by_year
from generator.analysis.facts import grouped
from generator.analysis.site_facts import Facts
from generator.analysis.topics import IndicatorOccurrence, indicator_occurrences, newest_first
from generator.content.addresses import section_address
from generator.output.exports.outputs import Export, Files, Tree, compact_json_bytes
from generator.output.list_rows import (
    DEPARTMENT_KEYS,
    INDICATOR_KEYS,
    YEAR_KEYS,
    Row,
    department_row,
    department_year_row,
    indicator_row,
    totals_words,
)

ROWS = "rows/"
INDEX = "index.json"
# The most rows of a file, 0.1 to 0.3 MB.
MOST_ROWS = 1_000
# A text is written once where it is so long and a file has it so often.
LONG, OFTEN = 4, 2

# A row, and the rows of its years where it has several.
Rows = Sequence[tuple[Row, Sequence[Row]]]
# The keys of a row, and those of the rows of its years.
Keys = tuple[Sequence[str], Sequence[str]]


# The keys of the rows of indicators.
OF_INDICATORS: Keys = (INDICATOR_KEYS, ())


@dataclass(frozen=True, slots=True)
class CountedSet:
    """The rows of a city, or of a city and year, by their number."""

    name: str
    city: str
    year: str
    count: int

    @property
    def files(self) -> list[tuple[str, int]]:
        """The files of the rows by name, each with its count of rows."""
        starts = range(0, self.count, MOST_ROWS)
        return [
            (f"{self.name}{f'-{number}' if number > 1 else ''}.json", min(MOST_ROWS, self.count - start))
            for number, start in enumerate(starts, 1)
        ]


@dataclass(frozen=True, slots=True)
class RowSet:
    """The rows of a city, or of a city and year; `sums` are sentences on them by year, "" for the newest of each."""

    name: str
    city: str
    year: str
    rows: Rows
    sums: Mapping[str, str] | None = None

    @property
    def counted(self) -> CountedSet:
        """The set by the number of its rows."""
        return CountedSet(self.name, self.city, self.year, len(self.rows))


def list_files(export: Export) -> Files:
    """Yield the files of the list of departments by city, and the index of each long list."""
    if not export.config.is_of_department:
        yield from department_files(listed_departments(export.facts))
    yield index_file("indicators", OF_INDICATORS, counted_indicators(export.facts))


def department_files(departments: Sequence[DepartmentYears]) -> Files:
    """Yield the files of the list of departments by city, and their index."""
    keys = (DEPARTMENT_KEYS, YEAR_KEYS)
    sets = [*department_sets(departments)]
    for one in sets:
        yield from row_files("departments", keys, one)
    yield index_file("departments", keys, (one.counted for one in sets), sums_of(departments))


def indicator_files(export: Export) -> Files:
    """Yield the rows of the indicators of each city and year."""
    for one in indicator_sets(indicator_occurrences(export.facts)):
        yield from row_files("indicators", OF_INDICATORS, one)


def row_files(section: str, keys: Keys, one: RowSet) -> Files:
    """Yield the files of rows of a set."""
    for number, (name, count) in enumerate(one.counted.files):
        rows = one.rows[number * MOST_ROWS :][:count]
        yield f"{section_address(section)}{ROWS}{name}", compact_json_bytes(packed(keys, rows, one.sums))


def index_file(
    section: str, keys: Keys, sets: Iterable[CountedSet], sums: Mapping[str, str] | None = None
) -> tuple[str, bytes]:
    """Return the index of the files of a section."""
    entries = [(name, one.city, one.year, count) for one in sets for name, count in one.files]
    index = {"keys": keys[0], "year_keys": keys[1], "files": entries, "sums": sums or {}}
    return f"{section_address(section)}{ROWS}{INDEX}", compact_json_bytes(index)


def packed(keys: Keys, rows: Rows, sums: Mapping[str, str] | None) -> Tree:
    """Return the rows of a file as JSON: texts, or the places of texts that come often."""
    texts = Counter(text for row, years in rows for part in (row, *years) for text in part.values())
    words = [text for text, count in texts.most_common() if count >= OFTEN and len(text) >= LONG]
    places = {text: place for place, text in enumerate(words)}

    def cells(names: Sequence[str], row: Row) -> list[str | int]:
        return [places.get(row[name], row[name]) for name in names]

    of_years = [[[cells(keys[1], year) for year in years]] if keys[1] else [] for _, years in rows]
    lines = [cells(keys[0], row) + years for (row, _), years in zip(rows, of_years, strict=True)]
    return {"words": words, **({"sums": sums} if sums else {}), "rows": lines}


def listed_departments(facts: Facts) -> list[DepartmentYears]:
    """Return the departments of all cities that have forms, the largest newest total first."""
    cities = {years.city.slug: years.city for years in facts.cities}
    return department_years((one for city in cities.values() for one in city.departments), facts.records)


def department_sets(departments: Sequence[DepartmentYears]) -> Iterator[RowSet]:
    """Yield the departments by city."""
    years = shown_years(departments)
    for slug, some in grouped(departments, lambda one: one.department.city_slug).items():
        rows = [
            (department_row(one, years), [department_year_row(year, years[-1]) for year in one.years]) for one in some
        ]
        yield RowSet(slug, some[0].department.city.name, "", rows, sums_of(some))


def sums_of(departments: Sequence[DepartmentYears]) -> dict[str, str]:
    """Return the sentences on the count and the sum of some departments: by year, and "" for the newest year."""
    totals = totals_by_year(departments)
    sums = {str(year): totals_words(len(departments), one, is_chosen=True) for year, one in totals.items()}
    newest = totals[max(totals)] if totals else None
    return {"": totals_words(len(departments), newest, is_chosen=False), **sums}


def counted_indicators(facts: Facts) -> Iterator[CountedSet]:
    """Yield the sets of indicators by year and city, as `indicator_sets` has them, by the number of their rows."""
    for (year, slug), some in groupby(
        newest_first(facts.with_indicators), lambda form: (form.source.year, form.source.city_slug)
    ):
        forms = list(some)
        count = sum(form.indicator_count for form in forms)
        if count:
            yield CountedSet(f"{slug}-{year}", forms[0].source.city.name, str(year), count)


def indicator_sets(occurrences: Iterable[IndicatorOccurrence]) -> Iterator[RowSet]:
    """Yield the indicators by year and city, in their order."""
    for (year, slug), some in groupby(occurrences, lambda one: (one.facts.source.year, one.facts.source.city_slug)):
        members = list(some)
        city = members[0].facts.source.city.name
        yield RowSet(f"{slug}-{year}", city, str(year), [(indicator_row(one), ()) for one in members])
