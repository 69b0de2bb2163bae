"""The files of the JSON Schemas of a project, by which editors help to fill in its records."""

import json
import posixpath
from pathlib import Path
from typing import Any

from generator.cli.form import read_city_drawings
from generator.content.file_names import FOLDER
from generator.forms.drawings.collection import all_shipped, is_shipped
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.schema import drawing_schema
from generator.forms.schema import project_schema, record_schema

SCHEMAS = {
    f"{FOLDER}/_record.schema.json": record_schema,
    f"{FOLDER}/_project.schema.json": project_schema,
}
RECORD_SCHEMA, PROJECT_SCHEMA = SCHEMAS
SCHEMA_END = ".schema.json"


def schema_files() -> dict[str, bytes]:
    """The JSON Schemas of a project for forms of any drawing, by path."""
    return {path: schema_bytes(schema()) for path, schema in SCHEMAS.items()}


def schema_bytes(schema: dict[str, Any]) -> bytes:
    """The content of the file of a schema."""
    return f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n".encode()


def schema_path(drawing: FormDrawing) -> str:
    """The path of the schema of a drawing: in the folder of its city's drawings, or in that of the content."""
    folder = FOLDER if is_shipped(drawing) else posixpath.dirname(drawing.file)
    return posixpath.join(folder, f"_{drawing.name}{SCHEMA_END}")


def drawing_schemas(root: Path) -> dict[str, bytes]:
    """The schemas of drawings that a project has, as they are now, by path; none of drawings with mistakes."""
    own = (drawing for drawing in read_city_drawings(root)[0] if not drawing.is_broken)
    found = {schema_path(drawing): drawing for drawing in (*all_shipped().values(), *own)}
    return {path: schema_bytes(drawing_schema(drawing)) for path, drawing in found.items() if (root / path).exists()}


def modeline(path: str, schema: str) -> str:
    """The first line of the file of a form, by which editors find its schema."""
    return f"# yaml-language-server: $schema={posixpath.relpath(schema, posixpath.dirname(path))}\n"
