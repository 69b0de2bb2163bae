"""Long lists: every row is in one file by city and year, each file is small, and no text differs from the form."""

import json
from itertools import chain
from typing import Any

import pytest
from corpora import loaded_corpus, loaded_facts, three_documents
from reading import HERE

from generator.analysis.department_years import shown_years
from generator.analysis.topics import indicator_occurrences
from generator.content.config import read_config
from generator.content.corpus import Corpus
from generator.output.exports.lists import (
    MOST_ROWS,
    RowSet,
    index_file,
    indicator_files,
    list_files,
    listed_departments,
    row_files,
)
from generator.output.list_rows import (
    DEPARTMENT_KEYS,
    INDICATOR_KEYS,
    YEAR_KEYS,
    department_row,
    department_year_row,
    indicator_row,
    totals_words,
)
from generator.output.pages.lists import first_rows

FACTS = loaded_facts(three_documents())


class Lists:
    """The files of lists as the browser reads them."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = {path: json.loads(content) for path, content in files.items()}

    def rows(self, section: str) -> list[dict[str, Any]]:
        """All rows of a list in its order."""
        index = self.files[f"{section}/rows/index.json"]
        found = []
        for name, city, year, count in index["files"]:
            file = self.files[f"{section}/rows/{name}"]
            rows = [self.row(cells, file["words"], index) for cells in file["rows"]]
            assert len(rows) == count
            assert {row["city"] for row in rows} == {city}
            assert not year or {row["year"] for row in rows} == {year}
            found += rows
        return found

    def row(self, cells: list[Any], words: list[str], index: dict[str, Any]) -> dict[str, Any]:
        """One row by its keys."""

        def texts(keys: list[str], some: list[Any]) -> dict[str, str]:
            return {key: words[cell] if isinstance(cell, int) else cell for key, cell in zip(keys, some, strict=True)}

        if not index["year_keys"]:
            return texts(index["keys"], cells)
        return texts(index["keys"], cells[:-1]) | {"years": [texts(index["year_keys"], year) for year in cells[-1]]}


class Export:
    """What the lists need of a site."""

    config = read_config(HERE.parent)
    facts = FACTS


def lists_of(export: Any) -> Lists:
    """The files of both lists."""
    return Lists(dict([*list_files(export), *indicator_files(export)]))


LISTS = lists_of(Export)


def test_every_indicator_is_in_one_file_as_its_page_shows_it() -> None:
    occurrences = list(indicator_occurrences(FACTS))
    assert LISTS.rows("indicators") == [indicator_row(one) for one in occurrences]
    rows = [indicator_row(one) for one in occurrences]
    assert [tuple(row) for row in rows] == [INDICATOR_KEYS] * len(rows)
    shown = [(row["sign"] + row["figure"] + row["measure_unit"], row["absence"]) for row in rows]
    written = [one.line.indicator.written for one in occurrences]
    assert [absence or text for text, absence in shown] == [
        {"": "原表空白", "无": "原表填“无”"}.get(text, text) for text in written
    ]


def test_every_department_is_in_one_file_with_all_its_years() -> None:
    departments = listed_departments(FACTS)
    years = shown_years(departments)
    expected = {
        one.department.path: {
            **department_row(one, years),
            "years": [department_year_row(year, years[-1]) for year in one.years],
        }
        for one in departments
    }
    rows = LISTS.rows("departments")
    assert {row["page"]: row for row in rows} == expected and len(rows) == len(expected)
    assert [[*row, *row["years"][0]] for row in rows] == [[*DEPARTMENT_KEYS, "years", *YEAR_KEYS]] * len(rows)
    found = {row["name"]: (row["years"][0]["amount"], row["years"][0]["measurable"]) for row in rows}
    assert found == {
        "湛江市纪委监委": ("15724.94", "8 / 12"),
        "中共湛江市委政法委员会": ("3583.68", "14 / 19"),
        "中共揭阳市委政法委员会": ("1823.37", "11 / 12"),
    }


def test_sums_are_of_one_year_and_say_what_they_leave_out() -> None:
    index = LISTS.files["departments/rows/index.json"]
    assert index["sums"] == {
        "": "3 个部门；2022 年 1 个有表，合计 1823.37 万元",
        "2021": "2021 年 2 个部门，合计 1.93 亿元",
        "2022": "2022 年 1 个部门，合计 1823.37 万元",
    }
    assert totals_words(0, None, is_chosen=False) == "0 个部门"


@pytest.mark.parametrize("count", [1, 2, 3, MOST_ROWS, MOST_ROWS + 1, 5_000])
def test_no_file_has_more_rows_than_its_limit(count: int) -> None:
    rows = [({"city": "示例市", "year": "2026", "name": f"指标{number:08}" * 4}, ()) for number in range(count)]
    keys, one = (("city", "year", "name"), ()), RowSet("one", "示例市", "2026", rows)
    lists = Lists(dict([*row_files("some", keys, one), index_file("some", keys, [one.counted])]))
    assert max(len(file["rows"]) for file in lists.files.values() if "rows" in file) == min(count, MOST_ROWS)
    assert len(lists.files) == 1 + -(-count // MOST_ROWS)
    assert lists.rows("some") == [row for row, _ in rows]


def test_a_site_without_forms_has_empty_lists() -> None:
    class Empty(Export):
        facts = type(FACTS)((), ())

    lists = lists_of(Empty)
    assert lists.rows("departments") == lists.rows("indicators") == []


def test_a_department_with_projects_alone_is_listed() -> None:
    project = loaded_facts(HERE / "content/projects")
    rows = lists_of(type("Some", (Export,), {"facts": project})).rows("departments")
    alone = {row["name"]: row["projects"] for row in rows if not row["years"]}
    corpus: Corpus = loaded_corpus(HERE / "content/projects")
    expected = [one for one in corpus.departments if one.projects and not one.records]
    assert alone == {one.about.name: f"只有 {len(one.projects)} 份项目表" for one in expected} and expected


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (100, 100), (101, 50), (150_000, 50)])
def test_a_page_has_the_first_rows_of_a_long_list(count: int, shown: int) -> None:
    assert first_rows(count) == shown


def test_texts_are_written_once_in_a_file() -> None:
    file = next(file for path, file in LISTS.files.items() if path.endswith("zhanjiang-2021.json"))
    texts = [cell for row in file["rows"] for cell in row if isinstance(cell, str) and len(cell) > 3]
    assert len(texts) == len(set(texts)) and set(texts).isdisjoint(file["words"])
    assert all(isinstance(cell, (str, int)) for cell in chain.from_iterable(file["rows"]))
