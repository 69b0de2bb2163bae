"""The nodes of files of content as rows of the sheets of a workbook."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.bulk.cell_texts import written
from generator.bulk.columns import HEADS, LISTS, PLAIN, SHEETS, Sheet, column_title, sheet_of
from generator.bulk.file_keys import KEYS, FileKey
from generator.bulk.layout import Layout
from generator.forms.cells import dotted
from generator.forms.drawings.drawing import Path
from generator.forms.fields import group_at, group_inside
from generator.text.yaml import MappingNode, SequenceNode
from generator.words import translate

# The key by which an item of some lists may be a text alone.
BY_NAME: dict[Path, str] = {("roster",): "name"}
# The rank of a column that no model declares: behind those that one does.
LAST = 1_000


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A content file: its key, its nodes, its comments and blank lines, the hash of its bytes where it is known."""

    key: FileKey
    root: MappingNode
    layout: Layout
    sha256: str = ""


@dataclass(slots=True)
class SheetRow:
    """A row: its file, the list that it is an item of, the number of the item that this list is in, its texts."""

    key: FileKey
    rows: Path = ()
    owner: int = 0
    texts: dict[Path, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet as texts: its title, the names of its columns, its rows."""

    title: str
    heads: list[str]
    rows: list[list[str]]


def tables_of(files: Collection[ContentFile]) -> list[SheetTable]:
    """Return the sheets of some files, those without rows left out."""
    found: dict[str, list[SheetRow]] = defaultdict(list)
    comments: list[list[str]] = []
    for file in files:
        for sheet, row in rows_of(file.key, file.root):
            found[sheet.name].append(row)
        for path, lines in file.layout.items():
            text = written("\n".join(lines)) if lines else translate("bulk.none")
            comments.append([*key_texts(file.key), dotted(path), text])
    tables = [table_of(sheet, found[sheet.name]) for sheet in SHEETS if sheet.name in found]
    names = [translate(f"bulk.columns.{name}") for name in ("above", "lines")]
    if comments:
        tables.append(SheetTable(translate("bulk.sheets.comments"), [*key_titles(), *names], comments))
    hashes = [[*key_texts(file.key), file.sha256] for file in files if file.sha256]
    if hashes:
        heads = [*key_titles(), translate("bulk.columns.exported")]
        tables.append(SheetTable(translate("bulk.sheets.exported"), heads, hashes))
    return tables


def rows_of(key: FileKey, root: MappingNode) -> Iterator[tuple[Sheet, SheetRow]]:
    """Yield the rows of one file: its head, its parts, the items of its lists."""
    head = HEADS[key.shape]
    rows = {head.name: (head, SheetRow(key))}
    items: list[tuple[Sheet, SheetRow]] = []
    for name, node in root.items():
        sheet = sheet_of(key.shape, (name,))
        row = rows.setdefault(sheet.name, (sheet, SheetRow(key)))[1]
        items += add_node(row, (), (str(name),), node)
    yield from rows.values()
    yield from items


def add_node(row: SheetRow, above: Path, path: Path, node: Any) -> Iterator[tuple[Sheet, SheetRow]]:
    """Add the texts at a path to a row; yields the rows of the lists there. `above` is the list of the row itself."""
    if isinstance(node, MappingNode) and node:
        for key, inside in node.items():
            yield from add_node(row, above, (*path, str(key)), inside)
    elif isinstance(node, SequenceNode) and node:
        for number, item in enumerate(node, 1):
            yield from item_rows(row.key, (*above, *path), item, number, row.owner)
    else:
        row.texts[path] = node.rstrip("\n") if isinstance(node, str) else ""


def item_rows(key: FileKey, rows: Path, item: Any, number: int, owner: int) -> Iterator[tuple[Sheet, SheetRow]]:
    """Yield the row of an item of a list, and the rows of the lists inside."""
    row = SheetRow(key, rows, owner)
    yield LISTS[rows], row
    if isinstance(item, str):
        row.texts[BY_NAME.get(rows, PLAIN),] = item.rstrip("\n")
        return
    of_item = SheetRow(key, rows, number, row.texts)
    for name, node in item.items():
        yield from add_node(of_item, rows, (str(name),), node)


def table_of(sheet: Sheet, rows: list[SheetRow]) -> SheetTable:
    """Return the rows of a sheet as texts."""
    ranks: dict[str, tuple[int, ...]] = {}
    for row in rows:
        for path in row.texts:
            title = column_title(row.key.shape, row.rows, path)
            if title not in ranks:
                ranks[title] = rank_of(row, path, len(ranks))
    titles = sorted(ranks, key=ranks.__getitem__)
    return SheetTable(
        sheet.title,
        [*key_titles(), *extra_titles(sheet), *titles],
        [[*key_texts(row.key), *extra_texts(sheet, row), *cell_texts(row, titles)] for row in rows],
    )


def rank_of(row: SheetRow, path: Path, seen: int) -> tuple[int, ...]:
    """Return the rank of a column: the places of its keys in the model, then the order in which columns are met."""
    group = group_at(row.key.shape, row.rows)
    ranks = []
    for key in path:
        declared = list(group.model_fields) if group else []
        ranks.append(declared.index(key) if key in declared else LAST)
        group = group_inside(group.model_fields[key].annotation) if group and key in declared else None
    return (*ranks, LAST, seen)


def cell_texts(row: SheetRow, titles: list[str]) -> Iterator[str]:
    """Yield the texts of a row by the names of columns; blank for cells that its file has not."""
    texts = {column_title(row.key.shape, row.rows, path): written(text) for path, text in row.texts.items()}
    return (texts.get(title, "") for title in titles)


def key_titles() -> list[str]:
    """Return the names of the columns that say which file a row is of."""
    return [translate(f"bulk.keys.{key}") for key in KEYS]


def key_texts(key: FileKey) -> list[str]:
    """Return the texts of the columns that say which file a row is of."""
    return [key.city, key.department, key.year, key.project, translate(f"bulk.kinds.{key.kind}")]


def extra_titles(sheet: Sheet) -> list[str]:
    """Return the names of the columns that say which list a row is in, and in which item."""
    names = ["group"] * (len(sheet.lists) > 1) + ["owner"] * sheet.is_nested
    return [translate(f"bulk.columns.{name}") for name in names]


def extra_texts(sheet: Sheet, row: SheetRow) -> list[str]:
    """Return the texts of the columns that say which list a row is in, and in which item."""
    group = [translate(f"bulk.groups.{row.rows[-1]}")] if len(sheet.lists) > 1 else []
    return [*group, *([str(row.owner)] if sheet.is_nested else [])]
