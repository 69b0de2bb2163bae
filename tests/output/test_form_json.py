"""The JSON file of a form, unpacked by the browser's modules: every datum is there, and equal to its source."""

import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from corpora import loaded_facts

from generator.analysis import readings
from generator.analysis.comparison_lines import comparison_lines
from generator.analysis.facts import ResultsFacts
from generator.analysis.rules import BY_ID, Finding, examine, public
from generator.content.config import read_config
from generator.forms.figures import figure
from generator.output.exports.comparison import comparison_words, statement_list
from generator.output.exports.outputs import Export, json_text
from generator.output.exports.records import packed_table, project_files, record_files, results_files
from generator.output.search_documents import form_document
from generator.output.search_index import place_lists
from generator.words import catalogue

HERE = Path(__file__).parents[1]
ROOTS = (HERE.parent, *(HERE / "content" / name for name in ("projects", "only_projects", "years", "results")))
FORMS = [facts for root in ROOTS for facts in loaded_facts(root).forms]


def findings_of(root: Path) -> dict[str, tuple[Finding, ...]]:
    """The public findings of the forms of a project."""
    return defaultdict(tuple, public(examine(loaded_facts(root).forms)))


@pytest.fixture(scope="module")
def unpacked() -> list[tuple[Any, Any]]:
    """Each form with its file as JSON, and as the browser unpacks it."""
    files = []
    for root in ROOTS:
        export = Export(loaded_facts(root), read_config(HERE.parent), findings_of(root))
        writers = (record_files, project_files, results_files)
        files += [content.decode() for write in writers for _, content in write(export)]
    given = {"shared": comparison_words(BY_ID), "say": catalogue()["comparing"], "files": list(map(json.loads, files))}
    done = subprocess.run(
        ["node", str(HERE / "js/unpack.mjs")],
        input=json.dumps(given),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return list(zip(given["files"], json.loads(done.stdout), strict=True))


def test_search_reads_the_places_that_are_indexed(unpacked: list[tuple[Any, Any]]) -> None:
    assert len(unpacked) == len(FORMS) > 10
    for facts, (_, found) in zip(FORMS, unpacked, strict=True):
        document = form_document(facts)
        wanted = [place for place in place_lists(document) if place[1] or place[3] or place[4:]]
        shown = [place for place in found["page"]["places"] if place[1] or place[3] or place[4:]]
        assert sorted(shown, key=str) == sorted(wanted, key=str)
        assert (found["page"]["path"], found["page"]["title"]) == (document.path, document.title)
        assert found["page"]["names"] == list(document.names)


@pytest.mark.slow
def test_the_comparison_reads_the_lines_of_a_form(unpacked: list[tuple[Any, Any]]) -> None:
    kinds = set()
    for facts, (tree, found) in zip(FORMS, unpacked, strict=True):
        root = next(root for root in ROOTS if facts in loaded_facts(root).forms)
        findings = findings_of(root)[facts.source.path]
        blank = {"value": None, "measure": "", "unit": "", "care": "", "absent": False}
        assert [blank | line for line in found["lines"]] == [
            {
                **{key: getattr(line, key) for key in ("group", "key", "name", "measure", "unit", "care")},
                "value": None if line.value is None else figure(line.value),
                "quotes": [statement_list(quote) for quote in line.quotes],
                "absent": line.is_absent,
            }
            for line in comparison_lines(facts, findings)
        ]
        kinds |= {type(line[1]) if isinstance(line, list) else dict for line in tree["comparison"]["lines"]}
        others = [other for other in loaded_facts(root).forms if other is not facts and type(other) is type(facts)]
        name = "{}（自评）" if isinstance(facts, ResultsFacts) else "{}"
        assert [tuple(other.values()) for other in found["others"]] == [
            (other.source.path, name.format(other.full_name), other.source.year)
            for other in others
            if (other.source.of_department, other.source.slug) == (facts.source.of_department, facts.source.slug)
        ]
    assert kinds == {dict, int, str, list}


def test_every_reading_of_a_target_is_in_the_file(unpacked: list[tuple[Any, Any]]) -> None:
    for facts, (tree, _) in zip(FORMS, unpacked, strict=True):
        found = {}
        for group in tree["derived"]["targets"]:
            for number, *own in group["rows"]:
                own += [None] * (5 - len(own))
                found[number] = [*(group[key] for key in ("kind", "sign")), *own, group["measurable"], group["rule"]]
        wanted = {row.number: [cell or None for cell in readings.cells(row.reading)] for row in facts.rows}
        assert json_text(found) == json_text({number: wanted[number] for number in found})
        assert found.keys() == wanted.keys()


TABLES: list[tuple[list[dict[str, Any]], list[str], list[list[Any]]]] = [
    ([], [], []),
    ([{"a": "1", "b": ""}], ["a", "b"], [["1", ""]]),
    ([{"b": "2"}, {"a": "1"}], ["b", "a"], [["2"], [None, "1"]]),
    ([{"a": "1"}, {}], ["a"], [["1"], []]),
]


@pytest.mark.parametrize(("rows", "columns", "cells"), TABLES)
def test_a_table_has_columns_and_rows(rows: list[dict[str, Any]], columns: list[str], cells: list[list[Any]]) -> None:
    assert packed_table(rows) == {"columns": columns, "rows": cells}
