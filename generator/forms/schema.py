"""JSON Schemas of the files of records and projects for editors: draft-07, with the titles of the form."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from generator.forms.cells import groups_within
from generator.forms.model import OF_DOCUMENTS, Form, Project, Record
from generator.words import catalogue_map

DIALECT = "http://json-schema.org/draft-07/schema#"
# The key of the shared groups in draft-07.
OLDER = "definitions"
NULL = {"type": "null"}
# The printed names of cells that only one form has contain one.
IDEOGRAPH = "[\u3400-\u9fff]"


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of a record file."""
    return schema_of(Record)


def project_schema() -> dict[str, Any]:
    """Return the JSON Schema of a project file."""
    return schema_of(Project)


@cache
def schema_of(shape: type[Form]) -> dict[str, Any]:
    """Return the JSON Schema of a form's file, the same object each time."""
    made = shape.model_json_schema(ref_template=f"#/{OLDER}/{{model}}")
    sentences = catalogue_map("schema")
    about = sentences["files"][shape.__name__]
    columns = {group.__name__: group.needed_columns for group in groups_within(shape)}
    parts = {
        name: part_schema(made["$defs"][name], sentences.get(name, {}), columns.get(name, ()))
        for name in sorted(made["$defs"])
    }
    root = part_schema(made, sentences[shape.__name__])
    if "document" in root["properties"]:
        # The file of its document has the rest.
        needed = [key for key in root["required"] if key not in OF_DOCUMENTS]
        root |= {"required": needed, "anyOf": [{"required": ["document"]}, {"required": [*OF_DOCUMENTS]}]}
    return {"$schema": DIALECT, **about} | root | {OLDER: parts}


def part_schema(made: dict[str, Any], sentences: dict[str, str], columns: Sequence[str] = ()) -> dict[str, Any]:
    """Return the schema of a group of cells, without pydantic's descriptions; `columns` are needed too."""
    cells = {key: cell_schema(cell, sentences.get(key)) for key, cell in made.get("properties", {}).items()}
    keys = [key for key in made.get("properties", {}) if key in (*made.get("required", ()), *columns)]
    needed = {"required": keys} if keys else {}
    own = made.get("additionalProperties")
    printed = {"patternProperties": {IDEOGRAPH: own}} if own else {}
    return {"type": "object", "additionalProperties": False, "properties": cells, **printed, **needed}


def cell_schema(made: dict[str, Any], sentence: str | None) -> dict[str, Any]:
    """Return the schema of a cell or a group: title, description and shape, without the alternative of null."""
    shapes = [choice for choice in made.get("anyOf", [made]) if choice != NULL]
    made_of = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
    shape = {key: value for key, value in made_of.items() if key not in ("title", "description", "default")}
    # A list may be null: blank on the form.
    shape = shape | {"type": ["array", "null"]} if shape.get("type") == "array" else shape
    # Draft-07 ignores keys beside a reference.
    shape = {"allOf": [shape]} if "$ref" in shape else shape
    return {"title": made["title"], **({"description": sentence} if sentence else {}), **shape}
