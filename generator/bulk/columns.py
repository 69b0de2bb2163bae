"""The sheets of a workbook of content, and the names of their columns, each the path of a cell in its file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_args

from generator.bulk.key_order import WORDED
from generator.forms.drawings.drawing import Path
from generator.forms.fields import MONEY, FieldGroup, OwnCells, group_at, group_inside
from generator.forms.model import (
    Department,
    DepartmentResults,
    DocumentFile,
    Jurisdiction,
    Project,
    ProjectResults,
    Record,
)
from generator.words import translate

# The key of an item that is a text and not a group.
PLAIN = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name in the catalogue, and the part of files that its rows hold.

    A sheet of heads has the rest of files of some kinds; one of parts those groups, one row for each file; one of
    lists a row for each item. The items of a list in the items of another have the number of theirs.
    """

    name: str
    shapes: tuple[type[FieldGroup], ...] = ()
    parts: tuple[str, ...] = ()
    lists: tuple[Path, ...] = ()

    @property
    def title(self) -> str:
        """The title of the sheet."""
        return translate(f"bulk.sheets.{self.name}")

    @property
    def is_nested(self) -> bool:
        """Whether its rows are the items of a list in the items of another."""
        return any(len(path) > 1 and path[:-1] in LISTS for path in self.lists)


# The sheets in their order; the first with the shape of a file has its head.
SHEETS = (
    Sheet("jurisdiction", shapes=(Jurisdiction,)),
    Sheet("roster", lists=(("roster",),)),
    Sheet("basis", lists=(("basis",),)),
    Sheet("clauses", lists=(("basis", "clauses"),)),
    Sheet("department", shapes=(Department,)),
    Sheet("names", lists=(("short_names",), ("aliases",), ("former_names",), ("moved_from",))),
    Sheet("record", shapes=(Record,)),
    Sheet("project", shapes=(Project,)),
    Sheet("results", shapes=(DepartmentResults, ProjectResults)),
    Sheet("document", shapes=(DocumentFile,)),
    Sheet("budget", parts=("budget", "execution")),
    Sheet("tasks", lists=(("tasks", "key"), ("tasks", "other"))),
    Sheet("indicators", lists=(("indicators",),)),
    Sheet("publication", parts=("source", "disclosure", "review")),
    Sheet("notes", lists=(("notes",),)),
    Sheet("adjustments", lists=(("adjustments",),)),
    Sheet("changes", lists=(("adjustments", "changes"),)),
    Sheet("confirmations", lists=(("as_published",),)),
    Sheet("replies", lists=(("replies",),)),
    Sheet("clearances", lists=(("clearances",),)),
    Sheet("trace", parts=("trace",)),
)
LISTS = {path: sheet for sheet in SHEETS for path in sheet.lists}
PARTS = {part: sheet for sheet in SHEETS for part in sheet.parts}
HEADS = {shape: sheet for sheet in SHEETS for shape in sheet.shapes}


def titles_of_sheet(sheet: Sheet) -> list[str]:
    """Return the names of all columns that a sheet may have, those of keys and of the form's own cells left out."""
    owners = [shape for shape in HEADS if is_of(sheet, shape)]
    lists = [(shape, rows) for shape in owners for rows in sheet.lists or ((),)]
    paths = ((shape, rows, path) for shape, rows in lists for path in cells_below(shape, rows))
    titles = (column_title(shape, rows, path) for shape, rows, path in paths if rows or sheet_of(shape, path) is sheet)
    return list(dict.fromkeys(titles))


def is_of(sheet: Sheet, shape: type[FieldGroup]) -> bool:
    """Whether the files of a model may have rows in a sheet."""
    names = sheet.parts + tuple(path[0] for path in sheet.lists)
    return shape in sheet.shapes or not shape.model_fields.keys().isdisjoint(names)


def sheet_of(shape: type[FieldGroup], path: Path) -> Sheet:
    """Return the sheet that has a cell of a file outside of lists."""
    return PARTS.get(path[0], HEADS[shape])


def cells_below(shape: type[FieldGroup], above: Path) -> Iterator[Path]:
    """Yield the paths of the cells below a list or the root of a file, seen from there; those of lists left out."""
    group = group_at(shape, above)
    if group is None:
        yield (PLAIN,)
        return
    for key, field in group.model_fields.items():
        if group_inside(field.annotation) and (*above, key) not in LISTS:
            yield from ((key, *path) for path in cells_below(shape, (*above, key)))
        elif (*above, key) not in LISTS:
            yield (key,)


@cache
def column_title(shape: type[FieldGroup], above: Path, path: Path) -> str:
    """Return the name of the column of a cell: the names of its groups and its own, those of lists left out."""
    if path == (PLAIN,):
        return translate("bulk.columns.text")
    titles = []
    group = group_at(shape, above)
    for key in path:
        field = group.model_fields.get(key) if group else None
        titles.append(worded_titles()[key] if group is None else (field and field.title) or key)
        group = group_inside(field.annotation) if field else None
    return translate("bulk.joint").join(titles)


@cache
def worded_titles() -> dict[str, str]:
    """Return the names of the steps below an amount in words."""
    return dict(zip(WORDED, (translate("bulk.columns.words"), translate("bulk.columns.figure")), strict=True))


@cache
def column_path(shape: type[FieldGroup], above: Path, title: str) -> Path | None:
    """Return the path of the cell of a column by its name; None for a name that no cell of such a file has."""
    if title == translate("bulk.columns.text") and group_at(shape, above) is None:
        return (PLAIN,)
    group = group_at(shape, above)
    return next(paths_in(group, above, title), None) if group else None


def paths_in(group: type[FieldGroup], above: Path, title: str) -> Iterator[Path]:
    """Yield the paths of a name in a group: fields, then fields of groups inside, then cells of the form's own."""
    joint = translate("bulk.joint")
    fields = group.model_fields.items()
    yield from ((key,) for key, field in fields if field.title == title)
    for key, field in fields:
        if title.startswith(f"{field.title}{joint}"):
            rest = title.removeprefix(f"{field.title}{joint}")
            inside = group_inside(field.annotation)
            if inside and (*above, key) not in LISTS:
                yield from ((key, *path) for path in paths_in(inside, (*above, key), rest))
            elif MONEY in field.metadata or MONEY in metadata_of(field.annotation):
                yield from ((key, step) for step, words in worded_titles().items() if words == rest)
    if issubclass(group, OwnCells):
        # An own cell among texts may be money by the drawing of its form.
        for step, words in worded_titles().items():
            if title.endswith(f"{joint}{words}"):
                yield title.removesuffix(f"{joint}{words}"), step
        yield (title,)


def metadata_of(annotation: object) -> tuple[object, ...]:
    """Return the metadata inside an annotation such as `Amount | None`."""
    found = tuple(getattr(annotation, "__metadata__", ()))
    return (*found, *(each for inside in get_args(annotation) for each in metadata_of(inside)))
