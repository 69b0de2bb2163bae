"""The contents of the review page of an import: each form with its doubts, its cells and the table of its source."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.content.file_names import FOLDER, RESULTS_ENDING
from generator.forms.cells import CellPath, dotted
from generator.forms.drawings.draft import FIRST_OFF_FORM
from generator.forms.drawings.titles import FormTitles
from generator.forms.drawings.vocabulary import SHAPES, kind_of_slot
from generator.forms.fields import COUNT, MONEY, WITHHELD
from generator.importing.drafting import FormDraft, left_over_doubt
from generator.importing.fits import LEFT_OVER, PERSONAL_CELL
from generator.importing.open_doubts import FEWEST_ALIKE, form_cells, open_doubts_in
from generator.importing.page_pictures import PagePicture, page_pictures, parts_of
from generator.importing.source import PARTLY, PERSON, PRIVATE, PageBox, SourceCell, SourceFile, SourceTable, words_of
from generator.text.yaml_edits import root_of
from generator.words import translate

# The keys of cells of lists that hold figures, whatever their kind is.
FIGURE_KEYS = frozenset(("target", "actual", "weight", "score"))
NAME = "name"
LONGEST_QUOTE = 24
# Why a text that bears no mark is not shown.
PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of the table of a source as it is redrawn; `words` take the place of a text that may not be shown.

    `is_personal` is whether personal data are the reason, so that the rest of the text may be written.
    """

    anchor: str
    text: str
    rowspan: int
    colspan: int
    place: str
    state: str
    words: str = ""
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class ReviewedCell:
    """A cell of a draft: its path, its title, the name of its row, its text, and its cell in the source.

    `is_open` is whether the page may change it.
    """

    path: str
    title: str
    row: str
    text: str
    source: SheetCell | None
    is_figure: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class ReviewedDoubt:
    """A doubt: its number in the draft, its cell in the draft and in the source, and the other text that is stored.

    `moved` is the text that may belong to another cell. Doubts that say the same have one number in `alike`, the first
    of them the count.
    """

    number: int
    sentence: str
    cell: ReviewedCell | None
    source: SheetCell | None
    other: str = ""
    moved: str = ""
    alike: int = 0
    alike_count: int = 0

    @property
    def acceptance(self) -> str:
        """The answer that changes nothing, in words."""
        is_quoted = self.cell is not None and 0 < len(self.cell.text) <= LONGEST_QUOTE
        about = "cell" if self.cell else "left" if self.moved else "whole"
        key = "text" if is_quoted else about
        return translate(f"importing_page.accept.{key}", text=self.cell.text if self.cell else "")


@dataclass(frozen=True)
class ReviewedForm:
    """A form on the review page: its number there, the file and text of its draft, and its source, a file at `path`."""

    number: int
    file: PurePosixPath
    text: str
    draft: FormDraft
    source: SourceFile
    table: SourceTable
    path: Path

    @property
    def address(self) -> str:
        """The name of the form on the command line."""
        return self.file.with_suffix("").relative_to(FOLDER).as_posix()

    @property
    def project_address(self) -> str:
        """The last part of the address, which may be changed; "" where the form is of a department."""
        is_project = self.draft.fit.drawing.kind.startswith("project")
        return self.file.name.removesuffix(RESULTS_ENDING).removesuffix(".yml") if is_project else ""

    @property
    def lacks_framework(self) -> bool:
        """Whether the form leaves open which framework its indicators follow."""
        return root_of(self.text).get(FIRST_OFF_FORM) == ""

    @property
    def source_name(self) -> str:
        """The name of the source without its folder."""
        return PurePosixPath(self.source.name).name

    @property
    def hash(self) -> str:
        """The SHA-256 of the draft."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def source_hash(self) -> str:
        """The SHA-256 of the source; empty where the form withholds something."""
        return "" if self.draft.withholds or self.source.unseen_marks else self.source.sha256

    @property
    def title(self) -> str:
        """The name of the project, or the title of the form."""
        return self.draft.values.get((NAME,), "") or self.draft.values.get(("title",), "").replace("\n", "")

    @property
    def filled(self) -> int:
        """The number of filled cells of the source."""
        return len(self.draft.fit.states)

    @property
    def read(self) -> int:
        """The number of filled cells of the source that are labels or values of the draft."""
        return self.filled - len(self.left_over)

    @property
    def left_over(self) -> list[SourceCell]:
        """The filled cells of the source that have no place in the drawing."""
        return self.draft.fit.cells_of(LEFT_OVER)

    @property
    def omitted(self) -> int:
        """The number of parts of the source that the draft lacks: cells left over, and hidden content."""
        return len(self.left_over) + len(self.omissions)

    @property
    def omissions(self) -> list[str]:
        """The parts of the source that are reported by their places."""
        return [
            translate("importing.remark", file="", place=each.place, what=words_of(each))
            for each in self.source.omissions
        ]

    @cached_property
    def around_table(self) -> frozenset[SourceCell]:
        """The texts above and below the table."""
        return frozenset((*self.table.texts, *self.table.below))

    @cached_property
    def sheet(self) -> dict[SourceCell, SheetCell]:
        """The cells of the source with the texts around its table, in their order."""
        cells = dict.fromkeys((*self.table.texts, *self.table.cells, *self.table.below))
        return {cell: self.sheet_cell(cell, number) for number, cell in enumerate(cells)}

    @property
    def rows(self) -> Iterator[list[SheetCell]]:
        """Yield the cells that begin in each row of the table."""
        last = max((cell.row for cell in self.table.cells), default=0)
        for row in range(1, last + 1):
            cells = sorted((cell for cell in self.table.cells if cell.row == row), key=lambda cell: cell.column)
            yield [self.sheet[cell] for cell in cells]

    @cached_property
    def pictures(self) -> list[tuple[PagePicture, list[tuple[SheetCell, PageBox]]]]:
        """The pictures of the table on the pages of its source with the boxes of its cells.

        Those of personal cells are covered; there are none where a cell bears a mark.
        """
        states = self.draft.fit.states
        concealed = {concealment(cell, states.get(cell, "")) for cell in self.table.cells}
        boxes = [(self.sheet[cell], cell.box) for cell in self.table.cells if cell.box]
        unwritten = [cell.box for cell in self.table.cells if cell.box and not {PERSON, PARTLY}.isdisjoint(cell.doubts)]
        if not concealed <= {"", PERSONAL} or len(boxes) != len(self.table.cells):
            return []
        covered = [*unwritten, *(box for cell, box in boxes if cell.words)]
        drawn = page_pictures(self.path, parts_of([box for _, box in boxes]), covered)
        return [(each, [entry for entry in boxes if entry[1].page == each.box.page]) for each in drawn]

    def around(self, *, above: bool) -> list[SheetCell]:
        """Return the texts above the table, or those below it."""
        return [self.sheet[cell] for cell in (self.table.texts if above else self.table.below)]

    @property
    def doubtful(self) -> set[str]:
        """The anchors of the cells with a doubt."""
        return {doubt.source.anchor for doubt in self.doubts if doubt.source}

    def sheet_cell(self, cell: SourceCell, number: int) -> SheetCell:
        """Return a cell of the source as the page may show it; not one of another form in the same table."""
        states = self.draft.fit.states
        state = states.get(cell, "")
        is_other = bool(cell.text.strip()) and cell not in states and cell not in self.around_table
        hidden = concealment(cell, state) or ("other" if is_other else "")
        text, words = ("", translate(f"importing_page.hidden.{hidden}")) if hidden else (cell.text, "")
        anchor = f"f{self.number}-c{number}"
        return SheetCell(anchor, text, cell.rowspan, cell.colspan, cell.place, state, words, hidden == PERSONAL)

    @cached_property
    def cells(self) -> dict[CellPath, ReviewedCell]:
        """The cells of the draft by their paths, in the order of the form."""
        drawing = self.draft.fit.drawing
        titles = FormTitles(SHAPES[drawing.kind], drawing.titles)
        kinds = {slot.path: kind_of_slot(slot, drawing) for slot in drawing.slots}
        places = {cell.place: shown for cell, shown in reversed(self.sheet.items())}
        texts = form_cells(self.text)
        found: dict[CellPath, ReviewedCell] = {}
        for path, text in texts.items():
            keys = tuple(step for step in path if isinstance(step, str))
            source = places.get(self.draft.places.get(path, ""))
            is_hidden = text == WITHHELD or bool(source and source.words and not source.is_personal)
            row = texts.get((*path[:-1], NAME), "") if len(keys) < len(path) and path[-1] != NAME else ""
            found[path] = ReviewedCell(
                dotted(path),
                titles.full_title(*path),
                "" if is_hidden or row == WITHHELD else row,
                "" if is_hidden else text,
                source,
                kinds.get(keys) in (MONEY, COUNT) or path[-1] in FIGURE_KEYS,
                not is_hidden,
            )
        return found

    @cached_property
    def doubts(self) -> list[ReviewedDoubt]:
        """The doubts: those of cells, then those of texts that are left over, then those of the form as a whole."""
        left = {left_over_doubt(cell): cell for cell in self.draft.fit.cells_of(LEFT_OVER)}
        counts = Counter(each.place for each in self.sheet.values())
        named = [each for each in self.sheet.values() if counts[each.place] == 1]
        places = {translate("importing.doubts.at", sentence="", place=each.place): each for each in named}
        stored = {cell.place: cell.stored for cell in self.sheet if cell.stored}
        found: list[ReviewedDoubt] = []
        doubts = open_doubts_in(self.text)
        kinds = Counter(doubt.kind for doubt in doubts if doubt.kind)
        several = [kind for kind, count in kinds.items() if count >= FEWEST_ALIKE]
        for number, doubt in enumerate(doubts, 1):
            cell = self.cells.get(doubt.path)
            source = cell.source if cell else None
            if doubt.sentence in left:
                source = self.sheet[left[doubt.sentence]]
            source = source or next((each for at, each in places.items() if doubt.sentence.endswith(at)), None)
            place = source.place if source and not source.words else ""
            other = stored.get(place, "").replace(",", "") if cell and cell.text != stored.get(place) else ""
            moved = cell.text if cell else source.text if source else ""
            same = several.index(doubt.kind) + 1 if doubt.kind in several else 0
            # The doubts of cells are in the order of the draft.
            is_first = same and all(each.alike != same for each in found)
            found.append(
                ReviewedDoubt(
                    number, doubt.sentence, cell, source, other, moved, same, kinds[doubt.kind] if is_first else 0
                )
            )
        return sorted(found, key=lambda doubt: (doubt.cell is None, doubt.source is None, doubt.number))

    @property
    def blanks(self) -> list[ReviewedCell]:
        """The blank cells of the draft, which a text may belong to."""
        return [cell for cell in self.cells.values() if cell.is_open and not cell.text]

    @property
    def figures(self) -> list[ReviewedCell]:
        """The cells that hold figures, without the blank ones."""
        return [cell for cell in self.cells.values() if cell.is_figure and (cell.text or not cell.is_open)]

    @property
    def others(self) -> list[ReviewedCell]:
        """All other cells."""
        return [cell for cell in self.cells.values() if cell not in self.figures]


def concealment(cell: SourceCell, state: str) -> str:
    """Return why a text of a source may not be shown; "" where it may."""
    if cell.is_marked:
        return "marked"
    if cell.shares_row_with_mark:
        return "beside"
    return PERSONAL if state == PERSONAL_CELL or PRIVATE in cell.doubts else ""
