"""The fields that a drawing may name: those that a record has."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple, get_args

from generator.forms.cells import Kind, columns_of, groups_within
from generator.forms.drawings.drawing import FormDrawing, FormKind, Path, Slot
from generator.forms.fields import MONEY, FieldGroup, OwnCells, OwnMoney, group_inside, titles_of
from generator.forms.model import (
    Budget,
    DepartmentResults,
    Form,
    Funds,
    Project,
    ProjectResults,
    Record,
    form_keys,
)

SHAPES: dict[FormKind, type[Form]] = {
    "department": Record,
    "project": Project,
    "department-results": DepartmentResults,
    "project-results": ProjectResults,
}
KINDS: tuple[FormKind, ...] = get_args(FormKind)
KINDS_OF_SHAPES: dict[type[FieldGroup], FormKind] = {shape: kind for kind, shape in SHAPES.items()}
# The group of the cells of a form's own that are in no other.
OTHER: Path = ("other",)
# Cells that no form has: its title is above it, its unit in its words, and the sum of withheld rows is a decision.
NOT_DRAWN = frozenset({("title",), ("unit",), ("tasks", "withheld_total")})
# The fields of the name of a body and of a project.
SUBJECTS: tuple[Path, ...] = (("department",), ("name",))
# The role of a total, which is a field of its own in lists.
TOTAL_ROLE = "total"
# Columns that a record must have, unless the drawing of its form has none.
LACKING: tuple[Path, ...] = (("indicators", "family"), ("indicators", "type"))


class DrawnField(NamedTuple):
    """A field that drawings may name: its name on forms, its kind, and the keys of its list."""

    title: str
    kind: Kind
    rows: Path = ()


def kind_of_shape(shape: type[FieldGroup]) -> FormKind | None:
    """Return the kind of form that a model is of; None for a model of other files."""
    return KINDS_OF_SHAPES.get(shape)


@cache
def fields_of(kind: FormKind) -> Mapping[Path, DrawnField]:
    """Return the fields of a kind of form by their keys."""
    shape = SHAPES[kind]
    found = {path: field for key in form_keys(shape) for path, field in fields_under(shape, key, ())}
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


def kind_of_slot(slot: Slot, drawing: FormDrawing) -> Kind:
    """Return the kind of the values of a slot of a drawing."""
    return kind_of_field(slot, drawing.kind)


def kind_of_field(slot: Slot, kind: FormKind) -> Kind:
    """Return the kind of the values of a slot; those of the form's own cells are of the kind of their group."""
    if slot.is_money:
        return MONEY
    if field := fields_of(kind).get(slot.path):
        return field.kind
    group = own_groups(kind).get(slot.path[:-1])
    return group.own_kind if group else "text"


@cache
def needed_paths(kind: FormKind) -> tuple[Path, ...]:
    """Return the cells that the record of a kind of form must have; not its title and its unit."""
    return tuple(path for path in needed_under(SHAPES[kind], form_keys(SHAPES[kind]), ()) if path in fields_of(kind))


def needed_under(shape: type[FieldGroup], keys: Iterable[str], above: Path) -> Iterator[Path]:
    """Yield the required fields under some keys of a group, groups and lists too."""
    for key in keys:
        declared = shape.model_fields[key]
        if declared.is_required():
            yield (*above, key)
            if inside := group_inside(declared.annotation):
                yield from needed_under(inside, inside.model_fields, (*above, key))


def subject_of(kind: FormKind) -> Path:
    """Return the field of the name of the body or the project, which a form may have in its title alone."""
    return next(path for path in SUBJECTS if path in needed_paths(kind))


@cache
def groups_of(kind: FormKind) -> frozenset[Path]:
    """Return the keys of the groups and lists of a kind of form; the root is ()."""
    return frozenset(path[:length] for path in fields_of(kind) for length in range(len(path))).union(own_groups(kind))


@cache
def own_groups(kind: FormKind) -> Mapping[Path, type[OwnCells]]:
    """Return the groups of records in which there may be cells of the form's own, by their keys."""
    return dict(own_groups_under(SHAPES[kind], form_keys(SHAPES[kind]), ()))


def own_groups_under(
    shape: type[FieldGroup], keys: Iterable[str], above: Path
) -> Iterator[tuple[Path, type[OwnCells]]]:
    """Yield the groups below some fields of a group in which there may be cells of the form's own."""
    for key in keys:
        inside = group_inside(shape.model_fields[key].annotation)
        if inside and issubclass(inside, OwnCells):
            yield (*above, key), inside
        if inside:
            yield from own_groups_under(inside, titles_of(inside), (*above, key))


@cache
def lists_of(kind: FormKind) -> frozenset[Path]:
    """Return the keys of the lists of a kind of form."""
    return frozenset(field.rows for field in fields_of(kind).values() if field.rows)


@cache
def roles() -> tuple[str, ...]:
    """Return the roles of money under a title of a form's own: the keys of the budgets of records."""
    columns = [column for shape in groups_within(Budget, Funds) for column in columns_of(shape)]
    return tuple(sorted({column.key for column in columns if column.kind == MONEY}))


@cache
def roles_in(kind: FormKind, group: Path) -> tuple[str, ...]:
    """Return the roles that own money of a group may have: a part of its row in a list of money, else only MONEY."""
    if issubclass(own_groups(kind).get(group, FieldGroup), OwnMoney):
        return roles()
    return (*(role for role in roles() if has_amount(kind, group) and role != TOTAL_ROLE), MONEY)


def has_amount(kind: FormKind, group: Path) -> bool:
    """Whether the rows of a list have an amount, which own columns may be parts of."""
    return any(field.rows == group != () and field.kind == MONEY for field in fields_of(kind).values())
