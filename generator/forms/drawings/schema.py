"""The JSON Schema of the records of a drawing: the keys that they may and must have, under the words of the form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.forms.cells import columns_of
from generator.forms.drawings.drawing import FormDrawing, Path
from generator.forms.drawings.titles import FormTitles
from generator.forms.drawings.vocabulary import NOT_DRAWN, SHAPES, subject_of
from generator.forms.fields import SIGNED, FieldGroup, group_inside
from generator.forms.model import Task, form_keys
from generator.forms.schema import DIALECT, OLDER, schema_of
from generator.words import translate

Schema = dict[str, Any]
REFERENCE = f"#/{OLDER}/"


def drawing_schema(drawing: FormDrawing) -> Schema:
    """Return the JSON Schema of the files of a drawing's records."""
    shape = SHAPES[drawing.kind]
    base = schema_of(shape)
    titles = FormTitles(shape, drawing.titles_of())
    # A record has the name of its body or project, whether the form has a cell for it or not.
    drawn = {subject_of(drawing.kind): False} | {slot.path: slot.is_optional for slot in drawing.slots}
    money = frozenset(slot.path for slot in drawing.slots if slot.is_money)
    root = SchemaWriter(titles, frozenset(form_keys(shape)), drawn, money, base[OLDER]).group(shape, base, ())
    root["properties"]["form"] = base["properties"]["form"] | {"enum": [drawing.name]}
    about = {"title": drawing.titled(translate("drawings.show.year")).strip(), "description": base["description"]}
    root |= {key: base[key] for key in ("anyOf",) if key in base}
    return {"$schema": DIALECT, **about, **root, OLDER: dict(referenced(root, base[OLDER]))}


@dataclass(frozen=True, slots=True)
class SchemaWriter:
    """Writes the schemas of the groups of a drawing.

    keys    the keys of the root that are on the form
    drawn   the paths of the slots, and which are optional
    money   the paths of own cells that are money in groups of texts
    parts   the schemas of the shared groups by name
    """

    titles: FormTitles
    keys: frozenset[str]
    drawn: Mapping[Path, bool]
    money: frozenset[Path]
    parts: Mapping[str, Schema]

    def group(self, shape: type[FieldGroup], base: Schema, path: Path) -> Schema:
        """Return the schema of a group, a row or the root without the keys that are not drawn."""
        on_form = {column.key for column in columns_of(shape)} if path else self.keys
        cells = dict(self.properties(shape, base, path, on_form))
        own = [key for *above, key in self.drawn if tuple(above) == path and key not in shape.model_fields]
        cells |= {key: {"title": key, **(SIGNED if (*path, key) in self.money else own_cell(base))} for key in own}
        needed = [key for key in cells if self.is_needed((*path, key))]
        needed += [key for key in base.get("required", ()) if key in cells and key not in needed]
        schema = {"type": "object", "additionalProperties": False, "properties": cells}
        if shape is Task:
            # A row that withholds something may lack cells.
            return schema | {"anyOf": [{"required": ["withheld"]}, {"required": needed}]}
        return schema | ({"required": needed} if needed else {})

    def properties(
        self, shape: type[FieldGroup], base: Schema, path: Path, on_form: Iterable[str]
    ) -> Iterator[tuple[str, Schema]]:
        """Yield the keys of a group with their schemas: those that are drawn, and those that are not of the form."""
        for key, cell in base["properties"].items():
            at = (*path, key)
            if key not in on_form or at in NOT_DRAWN:
                yield key, cell
            elif any(each[: len(at)] == at for each in self.drawn):
                titled = cell | {"title": self.titles.title(*at)}
                inside = group_inside(shape.model_fields[key].annotation)
                yield key, self.part(inside, titled, at) if inside else titled

    def part(self, shape: type[FieldGroup], cell: Schema, path: Path) -> Schema:
        """Return the schema of a group or a list inside a group."""
        group = self.group(shape, self.parts[shape.__name__], path)
        if "items" in cell:
            return cell | {"items": group}
        return {key: cell[key] for key in ("title", "description") if key in cell} | group

    def is_needed(self, path: Path) -> bool:
        """Whether a record must have the cell or a group at a path."""
        return any(each[: len(path)] == path and not optional for each, optional in self.drawn.items())


def own_cell(base: Schema) -> Schema:
    """Return the schema of the cells of a group that only the form has."""
    return dict(next(iter(base.get("patternProperties", {}).values()), {}))


def referenced(schema: Any, parts: Mapping[str, Schema]) -> Iterator[tuple[str, Schema]]:
    """Yield the shared groups that a schema refers to, with those inside them, each once and by name."""
    found: dict[str, Schema] = {}
    waiting = [schema]
    while waiting:
        for name in references_in(waiting.pop()):
            if name not in found:
                found[name] = parts[name]
                waiting.append(parts[name])
    return iter(sorted(found.items()))


def references_in(schema: Any) -> Iterator[str]:
    """Yield the names of the shared groups that a schema refers to."""
    values = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and isinstance(name := schema.get("$ref"), str):
        yield name.removeprefix(REFERENCE)
    for value in values:
        yield from references_in(value)
