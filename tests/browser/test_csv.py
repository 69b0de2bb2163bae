"""CSV made of the tables of a form by a click: byte for byte what the program would have written of the form's file."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import RECORDS
from corpora import corpus_facts, loaded_facts
from hostile import CITY, SIZE, project, record, yaml
from saving import clicked, expected, saved

from generator.analysis.facts import FormFacts
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.content.loader import load_corpus
from generator.output.exports.rows import budget_rows
from generator.problems import GongkaiError
from generator.system.manifest import Revision

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
PROJECTS = loaded_facts(ROOT / "tests/content/projects")
OURS = loaded_facts(ROOT)
FORMS = [
    *((facts.source.path, facts) for facts in (*OURS.records, *OURS.results)),
    *((f"projects/{facts.source.path}", facts) for facts in (*PROJECTS.records, *PROJECTS.projects)),
]
CASES = json.loads((ROOT / "tests/vectors/csv.json").read_text(encoding="utf-8"))["cases"]


def test_the_pages_are_those_of_the_other_tests() -> None:
    assert {*RECORDS} == {facts.source.path for facts in OURS.records}


@pytest.mark.parametrize(("path", "facts"), FORMS, ids=[path for path, _ in FORMS])
def test_each_table_of_a_form_is_saved_as_its_source_has_it(
    path: str, facts: FormFacts, visit: Callable[..., Any]
) -> None:
    seen = visit(path, charts=False)
    files = clicked(seen)
    assert dict(files) == expected(facts)
    # One button for each table among the actions, one at the picture, and one at each chart.
    others = seen.page.locator(":is(.picture__links, .chart__links) button[data-csv]").count()
    assert len(files) == len(expected(facts)) + others
    assert [content for name, content in files if content != expected(facts)[name]] == []
    assert seen.complaints == []


@pytest.mark.parametrize(("path", "facts"), FORMS[:3], ids=[path for path, _ in FORMS[:3]])
def test_a_saved_table_has_the_rows_of_the_whole_site(path: str, facts: FormFacts, site: Path) -> None:
    # What is saved is what is expected: the test above holds it, button by button.
    for name, content in expected(facts).items():
        head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        table = name.rpartition("-")[2]
        with (site / "data" / table).open(encoding="utf-8-sig", newline="") as lines:
            of_all = [row for row in csv.DictReader(lines) if row["网页路径"] == path]
        if name.endswith("-budget.csv"):
            # The table of the whole site has the names that lines of all forms share.
            assert [(row["划分方式"], row["项目"]) for row in of_all] == [tuple(row[:2]) for row in budget_rows(facts)]
            head, rows = head[2:], [row[2:] for row in rows]
        assert [[row[column] for column in head] for row in of_all] == rows


def written(root: Path, words: tuple[str, ...]) -> Path:
    """A site project of departments with plain names, whose records have the words in every text field."""
    names = tuple(f"名{number}" for number in range(len(words)))
    project(root, names)
    for start in range(0, len(words), SIZE):
        file = root / f"content/{CITY}/d{start // SIZE}/2021.yml"
        plain = record(names[start : start + SIZE])
        file.write_text(yaml(record(words[start : start + SIZE]) | {"department": plain["department"]}), "utf-8")
    return root


def accepted(root: Path, words: tuple[str, ...]) -> bool:
    """Whether the reader lets these words in."""
    try:
        load_corpus(written(root, words))
    except GongkaiError:
        return False
    return True


def test_no_saved_cell_is_a_formula(
    tmp_path_factory: pytest.TempPathFactory, opened: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    every = dict.fromkeys(text for case in CASES for text in case["cells"])
    words = tuple(text for text in every if accepted(tmp_path_factory.mktemp("one"), (text,)))
    root = written(tmp_path_factory.mktemp("formulas"), words)
    build(BuildOptions(root, root / "site", Revision("", "", "0"), True), lambda step: None)
    by_path = {facts.source.path: facts for facts in corpus_facts(load_corpus(root)).records}
    shielded = set()
    with serve(root / "site") as url:
        for number in range(-(-len(words) // SIZE)):
            path = f"{CITY}/d{number}/2021/"
            with opened(path, at=url, charts=False) as seen:
                files = dict(clicked(seen))
                assert (files, seen.complaints) == (expected(by_path[path]), [])
            rows = [row for content in files.values() for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
            shielded |= {text for row in rows for text in row if text.startswith("'")}
    print(f"{len(words)} of {len(every)} texts are let in, {len(shielded)} are shielded")
    assert {"'=1+1", "'-基本支出", "'@SUM(A1)", "'+cmd|' /C calc'!A0", "'=300.00(场)"} <= shielded


def test_without_scripts_the_tables_of_the_year_are_offered(visit: Callable[..., Any], site: Path) -> None:
    seen = visit(RECORDS[0], java_script_enabled=False)
    assert seen.page.locator("button[data-csv]:visible").count() == 0
    links = seen.page.locator("a[href$='.zip']:visible")
    assert links.count() == 1
    targets = {
        (site / RECORDS[0] / link).resolve()
        for link in links.evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    }
    assert targets == {(site / "data/zhanjiang-2021.zip").resolve()}
    assert visit(RECORDS[0]).page.locator("a[href$='.zip']:visible").count() == 1


def test_a_table_that_does_not_come_is_said_to_be_missing(visit: Callable[..., Any]) -> None:
    seen = visit(RECORDS[0])
    seen.page.route("**/record.json", lambda route: route.abort())
    button = seen.page.locator(".actions button[data-table=tasks]")
    button.click()
    seen.page.get_by_text("没有取到这份表的数据").wait_for()
    seen.page.unroute("**/record.json")
    name, content = saved(seen.page, button)
    assert {name: content}.items() <= expected(next(facts for path, facts in FORMS if path == RECORDS[0])).items()
    assert "没有取到" not in seen.text()
