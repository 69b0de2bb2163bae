"""Derives a drawing from a filled table of a form that has none, by its printed words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import FormDrawing, FormKind, Path
from generator.forms.drawings.label_checks import LINE_OF_MONEY
from generator.forms.drawings.label_names import LabelNames, folded, label_names
from generator.forms.drawings.read_cells import bare_title
from generator.forms.drawings.reader import read_drawing
from generator.forms.drawings.vocabulary import OTHER, fields_of, has_amount, subject_of
from generator.forms.fields import MONEY
from generator.forms.indicator_tree import TREES, TYPES, short_name
from generator.importing.fits import LONGEST_TITLE, SUBTITLE, heads_of
from generator.importing.flat_tables import joined_cells
from generator.importing.label_cells import CellReader
from generator.importing.label_places import is_note
from generator.importing.labelled_table import Doubt, LabelledTable
from generator.importing.source import SourceCell, SourceTable
from generator.importing.table_grid import PlacedCell, TableGrid, is_amount
from generator.text.yaml_writer import yaml_entry
from generator.words import translate

# What titles of forms have.
TITLE = re.compile(r"(?!附件|附表).*绩效.*(?:表|目标|自评|申报|公开).*|(?!附件).*目标.*申报表.*")
LONGEST_TITLE_TEXT = 60
YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年|\)|）|-|—)")
UNIT = re.compile(r"(?P<before>[（(](?:(?:金额)?单位[:：])?|单位[:：])(?P<unit>万元|元)(?=[)）]|$)")
MOST_COLUMNS, MOST_CELLS, WIDEST = 30, 4_000, 24
# What the language of drawings has for itself.
RESERVED = re.compile(r"[|{}｛｝\x00-\x08]")
SIGNS = ("<", "^", "'")
EMPTY, NOTE = "''", "'"
# What only forms of projects have, and what the titles of others have.
OF_PROJECTS: tuple[Path, ...] = (("implementer",), ("budget", "whole", "total"), ("narrative", "overview"))
IS_OF_DEPARTMENT = re.compile("整体|部门支出")
FAMILIES = frozenset(family for tree in TREES.values() for family in tree)


@dataclass(frozen=True, slots=True)
class DerivedDrawing:
    """A drawing that was derived from a table, its text as YAML, the cells of its values, and the doubts about them."""

    drawing: FormDrawing
    text: str
    sources: Mapping[CellPath, SourceCell]
    doubts: tuple[Doubt, ...]


def derived_drawing(table: SourceTable, name: str) -> DerivedDrawing | None:
    """Return the drawing of the form in a table, under a name; None where the table is not surely that of one form."""
    titles = titles_of_table(table)
    if not titles:
        return None
    first = max((cell.row + cell.rowspan for cell in titles if cell in table.cells), default=1)
    read = [cell for cell in table.cells if cell.row >= first]
    if len(read) > MOST_CELLS:
        return None
    cells = joined_cells(read, label_names("project-results").is_label)
    kind = kind_of_table("".join(cell.text for cell in titles), cells)
    if kind is None:
        return None
    names = label_names(kind)
    grid = TableGrid(joined_cells(read, names.is_label), names.is_label, {cell.column for cell in read})
    found = CellReader(grid, names).read()
    if grid.width > MOST_COLUMNS or not has_indicators(found, grid):
        return None
    around = (cell.text for cell in (*table.texts, *table.below))
    text = DrawingWriter(grid, found, kind, around).text([cell.text for cell in titles])
    drawing = read_drawing(f"{name}.yml", text.encode())[0] if text else None
    if drawing is None or not any(slot.path == subject_of(kind) for slot in drawing.slots):
        return None
    return DerivedDrawing(drawing, text, sources_of(found), tuple(found.doubts))


def titles_of_table(table: SourceTable) -> list[SourceCell]:
    """Return the texts that are the title of a form: the one with its name, and the year below it."""
    heads = heads_of(table)
    for at in range(len(heads) - 1, -1, -1):
        text = heads[at].text
        if len(text) <= LONGEST_TITLE_TEXT and TITLE.fullmatch(bare_title(text)):
            return [heads[at], *takewhile(is_subtitle, heads[at + 1 : at + LONGEST_TITLE])]
    return []


def is_subtitle(head: SourceCell) -> bool:
    """Whether a text below a title is a part of it."""
    return SUBTITLE.fullmatch(bare_title(head.text)) is not None


def kind_of_table(title: str, cells: Sequence[SourceCell]) -> FormKind | None:
    """Return the kind of the form in a table; None where it is not sure that it is of a project or of a department."""
    project, department = label_names("project"), label_names("department")
    words = {cell: re.split("[：:]", cell.text)[0] for cell in cells}
    at = {(cell.row, cell.column): cell for cell in cells}
    is_result = any(("indicators", "actual") in label_names("project-results").fields(word) for word in words.values())
    is_project = any(
        ("name",) in project.fields(word) and (word != cell.text or has_value(cell, at, project))
        for cell, word in words.items()
    )
    is_department = any(("department",) in department.fields(word) for word in words.values())
    others = [word for word in words.values() if not department.fields(word)]
    of_project = any(path in project.fields(word) for word in others for path in OF_PROJECTS)
    if is_project:
        return None if IS_OF_DEPARTMENT.search(title) else "project-results" if is_result else "project"
    if not is_department or of_project or "项目" in title:
        return None
    return "department-results" if is_result else "department"


def has_value(cell: SourceCell, at: dict[tuple[int, int], SourceCell], names: LabelNames) -> bool:
    """Whether the cell at the right of a label has a text that is none."""
    right = at.get((cell.row, cell.column + cell.colspan))
    return right is not None and bool(right.text.strip()) and not names.is_label(right.text)


def has_indicators(table: LabelledTable, grid: TableGrid) -> bool:
    """Whether a table has the indicators of a form, some of them in a family or of a type that is known."""
    rows = table.lists.get(("indicators",), ())
    classes = {short_name(box.text) for row in rows for box in grid.row(row)}
    return any(each in TYPES | FAMILIES or each in map(short_name, FAMILIES) for each in classes)


def sources_of(table: LabelledTable) -> dict[CellPath, SourceCell]:
    """Return the cell of each value."""
    found: dict[CellPath, SourceCell] = {
        part: box.cell for box, parts in table.inline.items() for part in parts if isinstance(part, tuple)
    }
    for box, path in table.paths.items():
        if box not in table.columns:
            found[path] = box.cell
        for number, below in enumerate(table.columns.get(box, ())):
            found[(*path[:-1], number, path[-1])] = below.cell
    return found


class DrawingWriter:
    """Writes a drawing as YAML."""

    def __init__(self, grid: TableGrid, table: LabelledTable, kind: FormKind, around: Iterable[str]) -> None:
        self.grid = grid
        self.table = table
        self.kind = kind
        texts = ("".join(text.split()) for text in (*(box.text for box in grid.boxes), *around))
        self.unit = next((match["unit"] for text in texts for match in UNIT.finditer(text)), "")
        first = {row for some in table.lists.values() for row in some[:1]}
        later = {row for some in table.lists.values() for row in some[1:]}
        begun = {box.row for box in grid.boxes}
        self.rows = [row for row in sorted(begun) if row in first or row not in later | table.skipped]

    def text(self, titles: Sequence[str]) -> str:
        """Return the drawing; "" for a form with signs that drawings have for themselves."""
        printed = [box for box in self.grid.boxes if box not in self.table.paths and self.piece(box) != EMPTY]
        if any(RESERVED.search(box.text) for box in printed):
            return ""
        title = YEAR.sub("{year}", "\n".join(" ".join(each.split()) for each in titles))
        head = [
            f"# {translate('importing.derived.head')}",
            yaml_entry("title", title, ""),
            f"for: {{kind: {self.kind}}}",
            f"unit: {self.unit or '万元'}",
            f"widths: {' '.join(map(str, self.widths()))}",
            *(["paper: landscape"] if self.grid.width > 8 else []),
            "sheet: |",
        ]
        return "\n".join([*head, *self.lines()]) + "\n"

    def widths(self) -> Iterator[int]:
        """Yield the width of each column by the longest text in it."""
        for column in range(self.grid.width):
            boxes = (box for row in self.rows if (box := self.grid.at(row, column)))
            lengths = [len(box.text) // box.colspan for box in boxes]
            yield 6 + min(max(lengths, default=0), WIDEST)

    def lines(self) -> Iterator[str]:
        """Yield the rows of the sheet, an empty line before a row of other columns that nothing reaches down into."""
        lists = {row for some in self.table.lists.values() for row in some[:1]}
        for number, row in enumerate(self.rows):
            boxes = self.grid.row(row)
            above = self.grid.row(self.rows[number - 1]) if number else boxes
            is_new = all(self.is_first(box, number) for box in boxes) and row not in lists
            is_below = any(box.is_label and box.bottom == row and not self.is_beside(box) for box in above)
            if number and is_new and not is_below and [box.column for box in boxes] != [box.column for box in above]:
                yield ""
            yield f"  {' | '.join(self.row_pieces(number))}"

    def is_beside(self, label: PlacedCell) -> bool:
        """Whether the value of a label is at its right."""
        right = self.grid.right(label)
        return right in self.table.paths or (right is not None and right.is_label)

    def is_first(self, box: PlacedCell, number: int) -> bool:
        """Whether a row is the first that is drawn of those of a box."""
        return not number or box.row > self.rows[number - 1]

    def row_pieces(self, number: int) -> Iterator[str]:
        """Yield the pieces of a row."""
        row, column = self.rows[number], 0
        while column < self.grid.width:
            box = self.grid.at(row, column)
            if box is None:
                yield EMPTY
                column += 1
                continue
            if self.is_first(box, number):
                yield self.piece(box)
                yield from (["<"] if box.colspan == 2 else [f"<{box.colspan - 1}"] if box.colspan > 2 else [])
            else:
                yield from ["^"] * box.colspan
            column = box.end

    def piece(self, box: PlacedCell) -> str:
        """Return what a drawing has in a box."""
        if parts := self.table.inline.get(box):
            return "".join(self.words(part) if isinstance(part, str) else self.slot(part) for part in parts)
        if path := self.table.paths.get(box):
            return self.slot(path, MONEY if self.is_money(box, path) else "")
        if box.is_label or box in self.table.printed:
            return self.words(box.text)
        if is_note(self.grid, box):
            return NOTE + " ".join(box.text.split())
        return EMPTY

    def words(self, text: str) -> str:
        """Return printed words on one line, with the unit of money as a slot."""
        line = "".join(text.split()) if len(text.split()) > 1 else text.strip()
        line = UNIT.sub(lambda match: match["before"] + "{unit}", line)
        return NOTE + line if line.startswith(SIGNS) else line

    def is_money(self, box: PlacedCell, path: Path) -> bool:
        """Whether a column of the form's own in a list of money has amounts, and a name of money."""
        texts = [below.text for below in self.table.columns.get(box, ())]
        is_own = path not in fields_of(self.kind) and LINE_OF_MONEY.search(folded(path[-1])) is not None
        return is_own and has_amount(self.kind, path[:-1]) and any(texts) and all(map(is_amount, filter(None, texts)))

    def slot(self, path: Path, role: str = "") -> str:
        """Return the slot of a path."""
        if len(path) == 1 and path[0] in ("-", "#", "unit"):
            return f"{{{path[0]}}}"
        field = fields_of(self.kind).get(path)
        is_class = path in (("indicators", "family"), ("indicators", "type"))
        marks = "!~" if is_class else "!" if path[-1] in ("name", "target", "department") and field else ""
        written = path[1:] if path[0] == OTHER[0] else path
        return f"{{{'.'.join(written)}{role and f':{role}'}{marks}}}"
