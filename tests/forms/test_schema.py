"""The schema for editors: draft-07 and nothing newer, a name and a sentence for each cell, and found from a draft."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from corpora import loaded_corpus
from jsonschema import Draft7Validator
from reading import GOOD

from generator.cli.check import check_path
from generator.cli.form import drawing_named
from generator.cli.scaffold import RECORD, draft_record, new_site, upgrade
from generator.content.drawings import forgotten_cells
from generator.forms.drawings.collection import all_shipped
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.schema import drawing_schema
from generator.forms.fields import validate
from generator.forms.schema import project_schema, record_schema
from generator.text.yaml import MappingNode, read_file, read_text

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    *("$schema", "$ref", "title", "description", "type", "properties", "required", "additionalProperties"),
    *("items", "allOf", "anyOf", "enum", "pattern", "patternProperties", "format", "minLength", "definitions"),
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
    assert [error.message for error in Draft7Validator(record_schema()).iter_errors(plain(root))] == []


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


NO_SUCH = "Additional properties are not allowed ('%s' was unexpected)"
OWN, BY_PROJECT = GOOD.parent / "own", GOOD.parent / "projects"


@cache
def drawn_forms() -> dict[str, tuple[Any, MappingNode]]:
    """A form of each drawing that one of our projects has, with its root."""
    roots = (ROOT, OWN, BY_PROJECT)
    sources = [(root, source) for root in roots for source in loaded_corpus(root).forms if source.drawing]
    return {source.drawing.name: (source, root_of(root / source.file)) for root, source in sources}


def root_of(path: Path) -> MappingNode:
    """The nodes of a file without those of its document."""
    root = read_text(path.name, path.read_bytes()).root
    assert root is not None
    return root


def plain(node: Any) -> Any:
    """A node as an editor reads it: an empty cell is null."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(value) for value in node] if isinstance(node, list) else str(node) or None


def errors_of(drawing: FormDrawing, root: Any) -> list[str]:
    """The errors of a file by the schema of its drawing."""
    return [error.message for error in Draft7Validator(drawing_schema(drawing)).iter_errors(plain(root))]


@pytest.mark.slow
@pytest.mark.parametrize("drawing", all_shipped().values(), ids=lambda drawing: drawing.name)
def test_the_schema_of_a_drawing(drawing: FormDrawing) -> None:
    schema = drawing_schema(drawing)
    Draft7Validator.check_schema(schema)
    assert {keyword for _, one in shapes(schema) for keyword in one} <= KEYWORDS
    keys = [name for name, _ in shapes({**schema, "definitions": {}}) if name]
    recorded = {slot.path for slot in drawing.slots}
    assert {path[-1] for path in recorded} <= set(keys)
    general = set(record_schema()["properties"]) | set(project_schema()["properties"])
    assert set(schema["properties"]) - {path[0] for path in recorded} <= general


def test_forms_fit_the_schema_of_their_drawing() -> None:
    found = {name: errors_of(source.drawing, root) for name, (source, root) in drawn_forms().items()}
    assert len(found) >= 9
    # One of Shanghai's forms has cells that its drawing has not.
    assert {name: errors for name, errors in found.items() if errors} == {"shanghai-project": [NO_SUCH % "narrative"]}


def without(node: Any, path: Sequence[str | int]) -> Any:
    """A tree without the key at a path; in a list, without it in every row."""
    first, *rest = path
    if isinstance(node, list):
        return [without(each, path) for each in node]
    if not rest:
        return {key: value for key, value in node.items() if key != first}
    return {key: without(value, rest) if key == first else value for key, value in node.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(drawn_forms()))
def test_a_missing_key_is_a_mistake_for_the_schema_where_it_is_one_for_the_check(name: str) -> None:
    source, root = drawn_forms()[name]
    drawing, validator = source.drawing, Draft7Validator(drawing_schema(source.drawing))
    for path in {slot.path[:length] for slot in drawing.slots for length in range(1, len(slot.path) + 1)}:
        if not has(root, path):
            continue
        damaged = without(root, path)
        nodes = read_text("a.yml", json.dumps(damaged, ensure_ascii=False).encode()).root
        form = validate(type(source.record), nodes, "a.yml")[0] if nodes else None
        is_mistake = form is None or any(forgotten_cells(form, drawing, source.year, set()))
        assert (path, not validator.is_valid(plain(damaged))) == (path, is_mistake or name == "shanghai-project")


def has(node: Any, path: Sequence[str]) -> bool:
    """Whether a tree has a key, or a row of a list has it."""
    if isinstance(node, list):
        return any(has(each, path) for each in node)
    return isinstance(node, dict) and path[0] in node and (len(path) == 1 or has(node[path[0]], path[1:]))


@pytest.mark.parametrize(
    ("name", "change", "error"),
    [
        ("zhanjiang-2023", {"supervisor": "x"}, NO_SUCH % "supervisor"),
        ("zhanjiang-2023", {"form": "jieyang-2022"}, "'jieyang-2022' is not one of ['zhanjiang-2023']"),
        ("zhanjiang-2023", {"staff": {"total": "1", "编制": "1"}}, NO_SUCH % "编制"),
        ("rongchang-project", {"other": {}}, "'申报单位' is a required property"),
        ("zhanjiang-2023", {"goal": ""}, ""),
        ("zhanjiang-2023", {"tasks": {"key": "", "other": ""}}, ""),
        ("zhanjiang-2023", {"tasks": {"key": [{"withheld": "all", "basis": "甲"}], "other": ""}}, ""),
    ],
)
def test_the_mistakes_that_the_schema_of_a_drawing_finds(name: str, change: dict[str, Any], error: str) -> None:
    source, root = drawn_forms()[name]
    assert errors_of(source.drawing, root | change) == ([error] if error else [])


def test_a_draft_of_a_drawing_leads_to_the_schema_of_that_drawing(tmp_path: Path) -> None:
    root = tmp_path / "site"
    new_site(root)
    (root / "content/cheng/forms").mkdir(parents=True)
    own = (OWN / "content/shili/forms/bumen.yml").read_text(encoding="utf-8")
    (root / "content/cheng/forms/bumen.yml").write_text(own, encoding="utf-8")
    drafts = {
        "bumen": ("content/cheng/forms/_bumen.schema.json", draft_record(root, "cheng", "ju", "2026", "", "bumen")),
        "hunan-rural": (
            "content/_hunan-rural.schema.json",
            draft_record(root, "cheng", "ju", "2026", "lu", "hunan-rural"),
        ),
    }
    # A drawing with mistakes keeps no other from its schema.
    (root / "content/cheng/forms/cuo.yml").write_text(own.replace("goal", "gaol"), encoding="utf-8")
    for name, (schema, written) in drafts.items():
        assert schema in written
        draft = next(root / path for path in written if path.endswith(("2026.yml", "lu.yml")))
        line = draft.read_text(encoding="utf-8").splitlines()[0]
        assert (draft.parent / line.removeprefix("# yaml-language-server: $schema=")).resolve() == root / schema
        content = (root / schema).read_bytes()
        assert json.loads(content) == drawing_schema(drawing_named(name, root))
        (root / schema).write_text("{}", encoding="utf-8")
        assert schema in upgrade(root)[0]
        assert (root / schema).read_bytes() == content
    assert [each for each in check_path(root).warnings if each.code == "W420"] == []
