"""The schema for editors: draft-07 and nothing newer, a name and a sentence for each cell, and found from a draft."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from reading import GOOD

from generator.cli.scaffold import RECORD, draft_record, new_site
from generator.forms.schema import project_schema, record_schema
from generator.text.yaml import read_file

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    *("$schema", "$ref", "title", "description", "type", "properties", "required", "additionalProperties"),
    *("items", "allOf", "enum", "pattern", "patternProperties", "format", "minLength", "definitions"),
}
RECORDS = [*ROOT.glob("content/*/*/20??.yml"), ROOT / "content/_example.yml", *GOOD.glob("content/*/*/20??.yml")]
PROJECTS = [ROOT / "content/_project.yml", *GOOD.parent.glob("projects/content/*/*/20??/*.yml")]


def shapes(schema: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with the name of the cell that it describes, or nothing."""
    yield name, schema
    for key, inside in schema.get("properties", {}).items():
        yield from shapes(inside, key)
    items = [schema["items"]] if "items" in schema else []
    for inside in (*schema.get("definitions", {}).values(), *schema.get("allOf", ()), *items):
        yield from shapes(inside)


def test_it_is_draft_07_and_says_what_every_cell_is() -> None:
    schema = record_schema()
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert {keyword for _, one in shapes(schema) for keyword in one} == KEYWORDS
    assert [name for name, one in shapes(schema) if name and not (one.get("title") and one.get("description"))] == []
    beside = [one for _, one in shapes(schema) if "$ref" in one and len(one) > 1]
    assert beside == []
    said = json.dumps(schema, ensure_ascii=False)
    assert re.findall(r'"(?:title|description)": "[^"\u3400-\u9fff]*"', said) == []


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.parent.name + path.stem)
def test_records_fit_it(path: Path) -> None:
    root = read_file(path, "x.yml").root
    assert [error.message for error in Draft7Validator(record_schema()).iter_errors(root)] == []


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_projects_fit_theirs(path: Path) -> None:
    schema = project_schema()
    Draft7Validator.check_schema(schema)
    assert [error.message for error in Draft7Validator(schema).iter_errors(read_file(path, "x.yml").root)] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"unit": "亿元"}, "'亿元' is not one of ['万元', '元']"),
        ({"titel": "x"}, "Additional properties are not allowed ('titel' was unexpected)"),
        ({"title": ""}, "'' should be non-empty"),
        (
            {"staff": {"in_service": "71", "chief": "1"}},
            "'chief' does not match any of the regexes: '[\u3400-\u9fff]'",
        ),
        ({"staff": {"编制数": ["71"]}}, "['71'] is not of type 'string', 'number', 'null'"),
        ({"source": {}}, "'title' is a required property"),
    ],
)
def test_mistakes_do_not(change: dict[str, Any], told: str) -> None:
    root = dict(read_file(ROOT / "content/_example.yml", "x.yml").root or {})
    assert [error.message for error in Draft7Validator(record_schema()).iter_errors(root | change)] == [told]


def test_an_editor_finds_it_from_every_new_record(tmp_path: Path) -> None:
    new_site(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/site_config.yml").write_text("", encoding="utf-8")
    schemas = ["content/_record.schema.json", "content/_project.schema.json"]
    drafted = [
        path
        for name in "ab"
        for words in (("cheng", "ju", "2026"), ("cheng", "ju", "2026", "xiangmu"))
        for path in draft_record(tmp_path / name, *words)
    ]
    assert [path for path in drafted if "schema" in path] == schemas
    drafts = ("content/cheng/ju/2026.yml", "content/cheng/ju/2026/xiangmu.yml")
    for path in (tmp_path / "a" / RECORD, *(tmp_path / name / draft for name in "ab" for draft in drafts)):
        line = path.read_text(encoding="utf-8").splitlines()[0]
        target = path.parent / line.removeprefix("# yaml-language-server: $schema=")
        schema = project_schema() if path.stem == "xiangmu" else record_schema()
        assert json.loads(target.read_text(encoding="utf-8")) == schema
