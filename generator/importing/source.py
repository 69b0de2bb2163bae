"""The grid of cells to which every kind of file is read, with the place of each cell in its file."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.forms.drawings.label_names import is_personal
from generator.forms.drawings.read_cells import ReadCell
from generator.forms.fields import WITHHELD
from generator.problems import Place, Problem, UsageError
from generator.secrecy.marks import find_marks, forms_mark
from generator.secrecy.personal_data import find_private
from generator.text.files import FORBIDDEN, decoded
from generator.text.person_names import is_name, without_persons
from generator.words import translate

# The doubts of a cell, each a key of the catalogue under `importing.doubts`.
STORED, FORMULA, FORMAT, INVISIBLE, DAY, PARTLY = "stored", "formula", "format", "invisible", "day", "partly"
PRIVATE, PERSON, CONTINUED, CROSSING = "private", "person", "continued", "crossing"
MARKED, BESIDE_MARK = "marked", "beside_mark"
# What spreadsheets show in the place of a result or of a number that is too wide.
ERROR = re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|#+)", re.IGNORECASE)
# The most cells of a file.
MOST_CELLS = 50_000
# What of a file is reported by its place and never written.
HIDDEN, STRUCK, WHITE, COMMENT, LINKS, MACROS = "hidden", "struck", "white", "comment", "links", "macros"
HEADER, FOOTNOTE, TEXT_BOX, PROPERTIES, NAME, OUTSIDE = "header", "footnote", "box", "properties", "name", "outside"
PART, ATTRIBUTE = "part", "attribute"
# Parts that are not seen with the cells that they are in or beside; a mark in any other part is one of the whole file.
UNSEEN = (HIDDEN, STRUCK, WHITE, ATTRIBUTE)


@dataclass(frozen=True, slots=True)
class PageBox:
    """A box on a page of a file: the number of the page, and its edges in points from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class SourceCell(ReadCell):
    """A cell of a file: its text is what the form says; `stored` what the file stores where that differs.

    `place` names the cell as its file does, such as Sheet1!E22; `doubts` are keys of the catalogue; `box` is known for
    cells on pages that can be drawn.
    """

    place: str = ""
    stored: str = ""
    doubts: tuple[str, ...] = ()
    box: PageBox | None = None

    @property
    def is_marked(self) -> bool:
        """Whether the cell bears a mark of secrecy, so that its text was not taken over."""
        return MARKED in self.doubts

    @property
    def shares_row_with_mark(self) -> bool:
        """Whether another cell of its row bears a mark, so that nothing quotes it."""
        return BESIDE_MARK in self.doubts


@dataclass(frozen=True, slots=True)
class Omission:
    """A part of a file that is reported by its place alone: hidden, struck out, white, a comment, a link.

    `is_marked` is whether its text bears a mark of secrecy; the mark in the comment of a cell is one of the cell.
    `table` is the place of the table in whose hidden rows or columns it is.
    """

    place: str
    kind: str
    is_marked: bool = False
    table: str = ""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table of a file: its place, its cells, and the texts above and below it, each as a cell of one column."""

    place: str
    cells: tuple[SourceCell, ...]
    texts: tuple[SourceCell, ...] = ()
    below: tuple[SourceCell, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The tables of a file in their order, and what of it is never written."""

    name: str
    sha256: str
    tables: tuple[SourceTable, ...]
    omissions: tuple[Omission, ...] = ()

    @property
    def unseen_marks(self) -> list[Omission]:
        """The parts that are not seen and bear a mark of secrecy."""
        return [each for each in self.omissions if each.is_marked and each.kind in UNSEEN]

    def hidden_in(self, place: str) -> list[str]:
        """Return the places of what is in hidden rows and columns of the table at a place, without marked texts."""
        return [each.place for each in self.omissions if each.table == place and not each.is_marked]

    @property
    def marked_as_whole(self) -> list[Omission]:
        """The parts outside of cells that bear a mark of secrecy, which may be one of the whole file."""
        return [each for each in self.omissions if each.is_marked and each.kind not in UNSEEN]


# What a reader returns.
Contents = tuple[list[SourceTable], list[Omission]]


def omission(place: str, kind: str, text: str, table: str = "") -> Omission:
    """Return a part of a file by its place and whether its text bears a mark."""
    return Omission(place, kind, bool(find_marks(text)), table)


def words_of(part: Omission) -> str:
    """Return the description of a part, with a note where it bears a mark."""
    what = translate(f"importing.remarks.{part.kind}")
    return translate("importing.remarks.marked", what=what) if part.is_marked else what


def refusal(name: str, form: str, **values: str) -> UsageError:
    """Return the error for a file that cannot be read; `form` is the remedy."""
    return UsageError([Problem(Place.whole(name), "E825", form=form, **values)])


def text_of(name: str, data: bytes) -> str:
    """Return the text of a file in UTF-8 or GB 18030; raises UsageError for one that is no text."""
    text, problems = decoded(name, data)
    if problems and ("form", "GBK") in problems[0].values:
        text, problems = decoded(name, data.decode("gb18030", "replace").encode("utf-8"))
    if problems:
        raise refusal(name, "mismatch")
    return text


def cleaned_cells(cells: Iterable[SourceCell]) -> tuple[SourceCell, ...]:
    """Return the cells of a table as records may have them; those in a row with a marked cell are not to be quoted."""
    found = [cleaned(cell) for cell in without_distant_names([*with_marked_labels([*cells])])]
    return beside_marks(
        found, {row for cell in found if cell.is_marked for row in range(cell.row, cell.row + cell.rowspan)}
    )


def with_marked_labels(cells: Sequence[SourceCell]) -> Iterator[SourceCell]:
    """Yield the cells of a table; a label that forms a secrecy mark with the cell at its right is flagged as marked.

    Such a mark applies to the form, not to one value.
    """
    texts = {(cell.row, cell.column): cell.text for cell in cells}
    for cell in cells:
        value = texts.get((cell.row, cell.column + cell.colspan), "")
        yield replace(cell, doubts=(MARKED,)) if forms_mark(cell.text, value) else cell


def without_distant_names(cells: Sequence[SourceCell]) -> Iterator[SourceCell]:
    """Yield the cells of a table; a personal name that empty cells separate from its label is blanked.

    A value directly beside such a label is personal by the label alone.
    """
    filled = sorted((cell for cell in cells if cell.text.strip()), key=lambda cell: (cell.row, cell.column))
    distant = {
        cell
        for before, cell in pairwise(filled)
        if cell.row == before.row
        and cell.column > before.column + before.colspan
        and is_personal(before.text)
        and is_name(cell.text)
    }
    for cell in cells:
        yield replace(cell, text="", stored="", doubts=(PRIVATE,)) if cell in distant else cell


def beside_marks(cells: Iterable[SourceCell], rows: Collection[int]) -> tuple[SourceCell, ...]:
    """Return the cells with a flag on those in the rows given, which bear a mark somewhere and are not quoted."""
    return tuple(
        replace(cell, stored="", doubts=(BESIDE_MARK,)) if cell.row in rows and not cell.is_marked else cell
        for cell in cells
    )


def cleaned(cell: SourceCell) -> SourceCell:
    """Return a cell with the text that a record may have: no invisible characters, no spaces at the ends of lines.

    The text of a cell with a mark of secrecy is the word for withheld, that of one with a personal number is blank;
    names of persons are taken out of a text.
    """
    if cell.is_marked or find_marks(cell.text) or find_marks(cell.stored):
        return replace(cell, text=WITHHELD, stored="", doubts=(MARKED,))
    if find_private(cell.text):
        return replace(cell, text="", stored="", doubts=(PRIVATE,))
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").replace("\t", " ")
    plain = FORBIDDEN.sub("", text)
    unnamed = without_persons(plain)
    lines = [line.rstrip(" ") for line in unnamed.split("\n")]
    doubts = (*cell.doubts, INVISIBLE) if plain != text else cell.doubts
    doubts = (*doubts, FORMAT) if ERROR.fullmatch(plain.strip()) and FORMAT not in doubts else doubts
    doubts, stored = ((*doubts, PERSON), "") if unnamed != plain else (doubts, cell.stored)
    return replace(cell, text="\n".join(lines).strip("\n"), stored=stored, doubts=doubts)
