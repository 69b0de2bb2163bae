"""The cells of a table that hold fields of a record, as its printed words say."""

from dataclasses import dataclass, field

from generator.forms.drawings.drawing import Path
from generator.importing.table_grid import PlacedCell

# What the drawing has in a cell: a field, personal data, the number of a row, the unit of money.
PERSONAL, NUMBER, UNIT = ("-",), ("#",), ("unit",)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about the value at a path, or about the form where that is (): a key of the catalogue, and a box."""

    path: Path
    key: str
    box: PlacedCell


@dataclass(slots=True)
class LabelledTable:
    """The result of reading a table by its words.

    paths   the field of each box that holds one; of a list those of its first row
    inline  the words and fields of boxes with words before their values
    lists   the rows of each list
    columns the boxes of each column of a list by the first of them
    skipped the rows that are no part of the form as it is read
    printed the boxes whose texts are printed words, though they are not known as such
    used    the labels of boxes that hold fields
    """

    paths: dict[PlacedCell, Path] = field(default_factory=dict)
    inline: dict[PlacedCell, list[str | Path]] = field(default_factory=dict)
    printed: set[PlacedCell] = field(default_factory=set)
    lists: dict[Path, range] = field(default_factory=dict)
    columns: dict[PlacedCell, tuple[PlacedCell, ...]] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    used: set[PlacedCell] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, path: Path, key: str, box: PlacedCell) -> None:
        """Add a doubt."""
        self.doubts.append(Doubt(path, key, box))
