"""Tables of one row for each body: the first rows are open, the others in a fold; all are sorted and filtered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.content.markdown import Html

# The rows that are open, and the most rows of a page.
OPEN_ROWS = 15
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its title, how it is sorted ("" for not at all), and whether telephones show it."""

    title: str
    sort: Literal["number", "text", ""] = "number"
    on_phone: bool = True
    is_strong: bool = False

    @property
    def role(self) -> str:
        """The classes of its cells."""
        classes = ("right" if self.sort == "number" else "", "strong" if self.is_strong else "")
        return " ".join(filter(None, (*classes, "" if self.on_phone else "wide-only")))


@dataclass(frozen=True, slots=True)
class ListCell:
    """A cell: its HTML or text, and the number by which it is sorted where that is not its text."""

    html: Html | str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row: the name with its link, the other cells, and the city and year by which it is filtered."""

    name: str
    path: str
    cells: tuple[ListCell, ...]
    city: str = ""
    year: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table: its caption, the title of its names, its columns and rows; `sorted_by` is the column of their order.

    `role` is a class of the table; `has_years` says that the year of each row stands before its name.
    """

    caption: str
    head: str
    columns: tuple[ListColumn, ...]
    rows: Sequence[ListRow]
    sorted_by: int = -1
    role: str = ""
    has_years: bool = False
    open_rows: int = OPEN_ROWS
    most_rows: int = MOST_ROWS

    @property
    def first(self) -> Sequence[ListRow]:
        """The rows that are open; one more than usual where the collapsed section would have one row."""
        many = self.open_rows + 1
        return self.rows if len(self.rows) <= many else self.rows[: self.open_rows]

    @property
    def rest(self) -> Sequence[ListRow]:
        """The rows in the fold."""
        return self.rows[len(self.first) : self.most_rows]

    @property
    def left_out(self) -> int:
        """How many rows only the downloads have."""
        return max(0, len(self.rows) - self.most_rows)
