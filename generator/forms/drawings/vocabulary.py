"""The fields that a drawing may name: those that a record has, and further ones of the forms of the product."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple, get_args

from generator.forms.cells import Kind, columns_of, groups_within
from generator.forms.drawings.drawing import FormKind, Path
from generator.forms.fields import MONEY, FieldGroup, group_inside
from generator.forms.model import Budget, Funds, Project, Record, form_keys
from generator.words import catalogue_map

SHAPES: dict[FormKind, type[Record | Project]] = {
    "department": Record,
    "project": Project,
    "department-results": Record,
    "project-results": Project,
}
KINDS: tuple[FormKind, ...] = get_args(FormKind)
# Cells that no form has: its title is above it, its unit in its words, and the sum of withheld rows is a decision.
NOT_DRAWN = frozenset({("title",), ("unit",), ("tasks", "withheld_total")})


class DrawnField(NamedTuple):
    """A field that drawings may name: its name on forms, its kind, the keys of its list, whether records have it."""

    title: str
    kind: Kind
    rows: Path = ()
    is_recorded: bool = True


@cache
def fields_of(kind: FormKind) -> Mapping[Path, DrawnField]:
    """Return the fields of a kind of form by their keys."""
    shape = SHAPES[kind]
    found = {path: field for key in form_keys(shape) for path, field in fields_under(shape, key, ())}
    lists = {field.rows for field in found.values() if field.rows}
    for key, title in catalogue_map(f"drawings.fields.{kind}").items():
        path = tuple(key.split("."))
        rows = path[:-1] if path[:-1] in lists else ()
        found.setdefault(path, DrawnField(title, "text", rows, is_recorded=False))
    return {path: field for path, field in found.items() if path not in NOT_DRAWN}


def fields_under(shape: type[FieldGroup], key: str, above: Path, rows: Path = ()) -> Iterator[tuple[Path, DrawnField]]:
    """Yield the fields under a key of a group; `rows` are the keys of the list that the group is a row of."""
    path = (*above, key)
    column = next(column for column in columns_of(shape) if column.key == key)
    annotation = shape.model_fields[key].annotation
    inside = group_inside(annotation)
    if inside is None:
        yield path, DrawnField(column.title, column.kind, rows)
        return
    is_list = "tuple[" in str(annotation)
    for within in columns_of(inside):
        yield from fields_under(inside, within.key, path, path if is_list else rows)


def groups_of(kind: FormKind) -> frozenset[Path]:
    """Return the keys of the groups and lists of a kind of form; the root is ()."""
    return frozenset(path[:length] for path in fields_of(kind) for length in range(len(path)))


@cache
def lists_of(kind: FormKind) -> frozenset[Path]:
    """Return the keys of the lists of a kind of form."""
    return frozenset(field.rows for field in fields_of(kind).values() if field.rows)


@cache
def roles() -> tuple[str, ...]:
    """Return the roles of money under a title of a form's own: the keys of the budgets of records."""
    columns = [column for shape in groups_within(Budget, Funds) for column in columns_of(shape)]
    return tuple(sorted({column.key for column in columns if column.kind == MONEY}))
