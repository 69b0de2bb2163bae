"""Finds the drawing that fits a table best, and accounts for every cell of the table."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import DrawnCell, FormDrawing
from generator.forms.drawings.filled import UNIT_PATH, FilledForm, read_filled
from generator.forms.drawings.read_cells import ReadCell, bare, bare_title, is_as_drawn, title_pattern
from generator.importing.source import FORMULA, PRIVATE, SourceCell, SourceTable
from generator.problems import Problem

# What may follow a title as a part of it.
SUBTITLE = re.compile(r"[（(]?(?:19|20)[0-9]{2}年度?[)）]?|[（(].{1,12}[)）]")
# A text around a table that ends with the unit of money.
UNIT_LINE = re.compile(
    r"(?:[（(]?(?:19|20)[0-9]{2}年度?[)）]?)?\s*[（(]?(?:金额|货币|计量)?单位\s*[:：]\s*(?:人民币)?\s*(?P<unit>万元|元)\s*[)）]?\s*$"
)
# What stands above a title for the document that the form is in.
ANNEX = re.compile("附[件表][0-9一二三四五六七八九十]{0,3}(?:[-之][0-9一二三四五六七八九十]{1,3})?:?")
# The texts that a title may be split into.
LONGEST_TITLE = 3
# The least share of the filled cells that a form must take up to be written at all.
COVERAGE = 0.8
# What each filled cell of a table ends as.
LABEL, VALUE, WITHHELD_CELL, PERSONAL_CELL, LEFT_OVER = "label", "value", "withheld", "personal", "left"


@dataclass(frozen=True, slots=True)
class Fit:
    """A table read by a drawing: the values and problems, and what each filled cell of the table ends as.

    Of the texts around the table those are accounted for that follow its title. `unknown` are the cells whose text is
    not there, where the drawing has no value: formulas without a result in the file, and personal numbers.
    """

    drawing: FormDrawing
    place: str
    form: FilledForm
    states: dict[SourceCell, str]
    unknown: tuple[SourceCell, ...] = ()

    def cells_of(self, state: str) -> list[SourceCell]:
        """Return the cells that end in a state, in their order."""
        return [cell for cell, each in self.states.items() if each == state]

    @property
    def faults(self) -> int:
        """The number of differences between the table and the drawing."""
        return len(self.form.problems) + len(self.cells_of(LEFT_OVER))

    @property
    def coverage(self) -> float:
        """The share of the filled cells without a difference, or that of the printed words found, whichever is less.

        The rows of a list take in whatever has as many cells, so that the cells alone say little.
        """
        words = sum(cell.slot is None and bool(cell.words("", "").strip()) for cell in self.drawing.cells)
        lost = sum(lost_words(problem) for problem in self.form.problems)
        shares = ((len(self.states), self.faults), (words, lost))
        return min(max(0, whole - less) / whole if whole else 0 for whole, less in shares)


def lost_words(problem: Problem) -> int:
    """Return how many printed words of a drawing a difference is about."""
    if problem.code == "E821":
        return sum(bool(words.strip()) for words in (problem.seen or "").split("|"))
    return int(problem.code == "E822")


def best_fit(table: SourceTable, preferred: Sequence[FormDrawing], others: Iterable[FormDrawing]) -> Fit | None:
    """Return the nearest fit; None where it does not cover enough of the table."""
    texts = {bare(cell.text) for cell in (*table.texts, *table.cells)}
    best = nearest_fit(
        table,
        [drawing for drawing in preferred if may_cover(drawing, texts)],
        (drawing for drawing in others if may_cover(drawing, texts)),
    )
    return best if best and best.coverage >= COVERAGE else None


def may_cover(drawing: FormDrawing, texts: Collection[str]) -> bool:
    """Whether enough printed words of a drawing are among the texts of a table for its fit to cover the table.

    A form that may lack rows or columns may lack their words too.
    """
    if any(slot.is_optional for slot in drawing.slots):
        return True
    words = [cell for cell in drawing.cells if cell.slot is None and cell.words("", "").strip()]
    return sum(is_among(cell, texts) for cell in words) >= COVERAGE * len(words)


def is_among(cell: DrawnCell, texts: Collection[str]) -> bool:
    """Whether some bare text has the printed words of a drawn cell."""
    if all(isinstance(part, str) for part in cell.parts):
        return bare("".join(map(str, cell.parts))) in texts
    return any(is_as_drawn(cell, ReadCell(1, 1, text)) for text in texts)


def nearest_fit(table: SourceTable, preferred: Sequence[FormDrawing], others: Iterable[FormDrawing]) -> Fit | None:
    """Return the fit with the fewest differences, of equal ones the first; None where there is no drawing.

    A preferred drawing that fits without a difference is taken at once.
    """
    best: Fit | None = None
    for drawing in (*preferred, *others):
        fit = fitted(drawing, table)
        if best is None or fit.faults < best.faults:
            best = fit
        if best.faults == 0:
            break
    return best


def fitted(drawing: FormDrawing, table: SourceTable) -> Fit:
    """Return a table read by a drawing."""
    heads = heads_of(table)
    titles = title_in(drawing, heads)
    first = max((cell.row + cell.rowspan for cell in titles or heads if cell in table.cells), default=1)
    cells = [cell for cell in table.cells if cell.row >= first]
    form = read_filled(drawing, table.place, "\n".join(cell.text for cell in titles), cells)
    if titles:
        form.sources["title",] = titles[0]
    # Above the title is what comes before the form.
    after = table.texts.index(titles[0]) if titles and titles[0] in table.texts else len(table.texts)
    around = (*table.texts[after:], *table.below)
    lines = set() if UNIT_PATH in form.values else add_unit(form, around)
    filled = [cell for cell in (*around, *table.cells) if cell.text.strip()]
    values = set(form.sources.values())
    states = {cell: state_of(cell, form, values, {*titles, *lines}) for cell in filled}
    read = values | form.personal
    unknown = (cell for cell in (*around, *table.cells) if reason_unknown(cell) and cell not in read)
    return Fit(drawing, table.place, form, states, tuple(unknown))


def add_unit(form: FilledForm, around: Iterable[SourceCell]) -> set[SourceCell]:
    """Add the unit of money that texts around a table state, if all the same; return those that say nothing else."""
    found = [(cell, match) for cell in around if (match := UNIT_LINE.search(cell.text))]
    if len({match["unit"] for _, match in found}) != 1:
        return set()
    form.values[UNIT_PATH] = found[0][1]["unit"]
    return {cell for cell, match in found if match.span() == (0, len(cell.text))}


def reason_unknown(cell: SourceCell) -> str:
    """Return the key of the doubt that explains a missing text of a cell; "" for other cells."""
    return next((doubt for doubt in cell.doubts if doubt in (FORMULA, PRIVATE)), "")


def state_of(cell: SourceCell, form: FilledForm, values: set[ReadCell], titles: set[SourceCell]) -> str:
    """Return what a filled cell ends as; the values among printed words count as values.

    A mark is that of one value only where nothing else is in the cell; any other may be one of the whole form.
    """
    if cell.is_marked:
        is_value_alone = cell in values and cell not in form.labels | form.personal | titles
        return WITHHELD_CELL if is_value_alone else LEFT_OVER
    if cell in form.personal:
        return PERSONAL_CELL
    if cell in values or cell in titles:
        return VALUE
    return LABEL if cell in form.labels or ANNEX.fullmatch(bare_title(cell.text)) else LEFT_OVER


def heads_of(table: SourceTable) -> list[SourceCell]:
    """Return the texts above a table, then those of its first rows that have no other filled cell but a year."""
    filled = sorted((cell for cell in table.cells if cell.text.strip()), key=lambda cell: (cell.row, cell.column))
    rows: dict[int, list[SourceCell]] = {}
    for cell in filled:
        rows.setdefault(cell.row, []).append(cell)
    heads = [*table.texts]
    for cells in rows.values():
        if sum(SUBTITLE.fullmatch(bare_title(cell.text)) is None for cell in cells) > 1:
            break
        heads += cells
    return heads


def title_in(drawing: FormDrawing, heads: Sequence[SourceCell]) -> list[SourceCell]:
    """Return the texts that together are the title of a drawing; none where there is no such title."""
    pattern = re.compile(title_pattern(drawing))
    for length in range(1, LONGEST_TITLE + 1):
        for start in range(len(heads) - length, -1, -1):
            some = heads[start : start + length]
            if pattern.fullmatch("".join(bare_title(cell.text) for cell in some)):
                return [*some]
    return []


def row_paths(form: FilledForm, path: CellPath) -> list[CellPath]:
    """Return the paths of all values in the row of a list that a value is in; the path alone outside of lists."""
    return [other for other in form.values if other[:-1] == path[:-1]] if is_in_row(path) else [path]


def is_in_row(path: CellPath) -> bool:
    """Whether a cell is in a row of a list."""
    return len(path) > 1 and isinstance(path[-2], int)
