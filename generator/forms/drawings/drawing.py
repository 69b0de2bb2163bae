"""The types of a drawing: blocks of drawn rows, whose cells hold printed words and slots for the values of a record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from generator.problems import Place

# The kinds of slots: a value of the record, personal data that is never transcribed, the number of a row, and the unit
# and the year, which are filled in.
VALUE: Final = "value"
PERSONAL: Final = "personal"
NUMBER: Final = "number"
UNIT: Final = "unit"
YEAR: Final = "year"
# The role of a cell below a list that has the sum of the column above it.
SUM: Final = "sum"
# The code of a drawing with mistakes, of which it is unknown.
ANY_CODE: Final = "*"
# The year in titles, as a drawing has it.
YEAR_SIGN: Final = "{year}"
SlotKind = Literal["value", "personal", "number", "unit", "year"]
FormKind = Literal["department", "project", "department-results", "project-results"]
Scope = Literal["", "row", "col", "rowgroup", "colgroup"]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot for a value.

    path      the keys from the root of a record; of a list field the keys of the list, then that of the column
    rows      the keys of the list whose rows repeat the row of the slot; empty outside of lists
    role      the meaning of money under a title of the form's own, MONEY without one, or SUM for the sum of a column
    sums      the keys of the column of a list that the value adds up
    name      the name of the field, where the drawing writes it out
    is_own    whether the field is the form's own, and its last key the printed name
    is_money  whether it is money although its group is one of texts
    """

    kind: SlotKind
    path: Path = ()
    rows: Path = ()
    role: str = ""
    name: str = ""
    sums: Path = ()
    is_own: bool = False
    is_money: bool = False
    is_needed: bool = False
    is_merged: bool = False
    is_optional: bool = False


@dataclass(frozen=True)
class DrawnCell:
    """A cell of a drawing; its row counts from the first of the block, rows and columns from zero.

    `parts` are printed words and slots in their order; `scope` is that of a heading, as in HTML.
    """

    parts: tuple[str | Slot, ...]
    place: Place
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    scope: Scope = ""
    is_note: bool = False

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of the cell."""
        return tuple(part for part in self.parts if isinstance(part, Slot))

    @cached_property
    def slot(self) -> Slot | None:
        """The slot of a cell that holds nothing else; None for a cell with printed words."""
        if len(self.parts) != 1 or not isinstance(self.parts[0], Slot) or self.parts[0].kind in (UNIT, YEAR):
            return None
        return self.parts[0]

    @cached_property
    def values(self) -> tuple[Slot, ...]:
        """The slots of the cell that hold values of a record."""
        return tuple(slot for slot in self.slots if slot.kind == VALUE)

    @property
    def end(self) -> int:
        """The column after the last of the cell."""
        return self.column + self.colspan

    def words(self, unit: str, year: str) -> str:
        """The printed words with the unit and the year filled in; slots for values are left out."""
        filled = {UNIT: unit, YEAR: year}
        return "".join(part if isinstance(part, str) else filled.get(part.kind, "") for part in self.parts)

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell spans a row and a column of its block."""
        return self.row <= row < self.row + self.rowspan and self.column <= column < self.end


DrawnRow = tuple[DrawnCell, ...]
Block = tuple[DrawnRow, ...]


def list_of(row: DrawnRow) -> Path:
    """The keys of the list whose rows repeat a drawn row; empty for a row that is drawn once."""
    return next((slot.rows for cell in row for slot in cell.slots if slot.rows), ())


@dataclass(frozen=True)
class FormPurpose:
    """Which forms a drawing is for.

    name    the stem of its file, by which a record names it
    code    the code of the jurisdiction after GB/T 2260; empty for a form that only a record's `form` chooses
    years   the years of the form; empty where it is that of every year
    """

    name: str
    kind: FormKind
    code: str
    years: tuple[int, ...]

    def fits(self, code: str, kind: FormKind, year: int) -> bool:
        """Whether it is the form of a jurisdiction, a kind and a year."""
        is_of_place = bool(code) and self.code in (code, ANY_CODE)
        return is_of_place and self.kind == kind and year in (self.years or (year,))

    def overlaps(self, other: "FormPurpose") -> bool:
        """Whether both are for the same jurisdiction and kind in some year."""
        return any(self.fits(other.code, other.kind, year) for year in other.years or self.years or (0,))


@dataclass(frozen=True)
class FormDrawing(FormPurpose):
    """The blank form: what it is for, its title, and its blocks of rows.

    file    the path of its file
    widths  the relative width of each column
    titles  the printed words for the fields and groups that have some, by their keys, with the sign of the year
    printed_unit  the unit of money that the form prints whatever that of a record; empty where it prints none
    is_broken   whether its file has mistakes, so that it has no cells
    """

    file: str
    title: str
    unit: str
    widths: tuple[int, ...]
    paper: str
    blocks: tuple[Block, ...]
    titles: Mapping[Path, str] = field(default_factory=dict, compare=False, repr=False)
    printed_unit: str = field(default="", compare=False, repr=False)
    is_broken: bool = False

    @property
    def cells(self) -> Iterator[DrawnCell]:
        """All cells, row by row."""
        return (cell for block in self.blocks for row in block for cell in row)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots for values, in the order of the form."""
        return tuple(slot for cell in self.cells for slot in cell.values)

    @cached_property
    def order(self) -> Mapping[Path, int]:
        """The place of each field and group among the slots, in the order of the form."""
        places: dict[Path, int] = {}
        for at, slot in enumerate(self.slots):
            for length in range(1, len(slot.path) + 1):
                places.setdefault(slot.path[:length], at)
        return places

    def lines_of_role(self, group: Path, role: str) -> tuple[str, ...]:
        """The printed names of the lines of money with a role in a group."""
        return tuple(slot.path[-1] for slot in self.slots if slot.role == role and slot.path[:-1] == group)

    def titled(self, year: int | str) -> str:
        """The title of the form of a year."""
        return self.title.replace(YEAR_SIGN, str(year))

    def titles_of(self, year: int | str = "") -> Mapping[Path, str]:
        """The printed words for fields and groups of the form of a year, or without one."""
        return {path: title.replace(YEAR_SIGN, str(year)) for path, title in self.titles.items()}
