"""Counts of a disclosure board: forms in time, late, without a date or not seen, and the sentence on them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from generator.analysis.disclosure import BoardCell, BoardRow, DisclosureBoard
from generator.forms.figures import TENTH, percent
from generator.words import translate

# How a cell is marked: by its days where there is a form, else by why there is none; "" where none is due.
Mark = Literal["within", "late", "before", "unknown", "missing", "gone", "withdrawn", "suspended", ""]
MARKS: tuple[Mark, ...] = ("within", "late", "before", "unknown", "missing")
RARE: tuple[Mark, ...] = ("gone", "withdrawn", "suspended")
# Fewer cells than this are a list and no picture.
LEAST_CELLS = 10
# Shares that have a word, as long as they are within one point of it.
FRACTIONS = {Decimal(25): "quarter", Decimal(50): "half", Decimal(75): "three_quarters"}
NEAR = Decimal(1)


@dataclass(frozen=True, slots=True)
class BoardCount:
    """The cells of some boards by their marks."""

    counts: Counter[Mark]

    @property
    def total(self) -> int:
        """How many forms are due or here."""
        return sum(self.counts.values())

    @property
    def known(self) -> int:
        """How many forms have both days."""
        return sum(self.counts[mark] for mark in ("within", "late", "before"))

    @property
    def share(self) -> Decimal | None:
        """The forms that were in time, in percent of all."""
        return percent(Decimal(self.counts["within"]), Decimal(self.total))

    @property
    def is_drawn(self) -> bool:
        """Whether there is enough for a picture."""
        return self.total >= LEAST_CELLS and self.known > 0


def mark_of(row: BoardRow, cell: BoardCell) -> Mark:
    """Return how a cell is marked; a department that need not publish in a year and has no form has no mark."""
    if cell.term:
        return cell.term.state
    if cell.state == "not_due" or (cell.state == "missing" and not row.on_roster):
        return ""
    return "unknown" if cell.state == "published" or cell.state == "projects" else cell.state


def count_cells(boards: Iterable[DisclosureBoard], year: int | None = None) -> BoardCount:
    """Count the cells of some boards, of all years or of one."""
    marks = (
        mark_of(row, cell)
        for board in boards
        for row in board.lines
        for cell in row.squares
        if year is None or cell.year == year
    )
    return BoardCount(Counter(mark for mark in marks if mark))


def board_finding(boards: Sequence[DisclosureBoard]) -> str:
    """Return the departments and years of some boards, and the share of their forms that were in time."""
    count = count_cells(boards)
    marked = [(row, cell) for board in boards for row in board.lines for cell in row.squares if mark_of(row, cell)]
    values = {"count": len({id(row) for row, _ in marked}), "years": len({cell.year for _, cell in marked})}
    return translate("disclosure.board.finding", **values, share=share_words(count))


def share_words(count: BoardCount) -> str:
    """Return the share of forms that were in time, by a word where it is near a simple one."""
    if not count.known or count.share is None:
        return translate("disclosure.board.share.unknown")
    if count.counts["within"] == count.total:
        return translate("disclosure.board.share.all")
    word = next((key for value, key in FRACTIONS.items() if abs(count.share - value) < NEAR), "percent")
    share = count.share.quantize(TENTH, ROUND_HALF_UP) if count.share >= TENTH else count.share
    return translate(f"disclosure.board.share.{word}", share=share)


def count_words(count: BoardCount, limit: str) -> str:
    """Return how many forms are marked how, in one sentence."""
    parts = [
        translate(f"disclosure.board.counts.{mark}", count=count.counts[mark], limit=limit, share=count.share)
        for mark in (*MARKS, *RARE)
        if count.counts[mark]
    ]
    return translate("disclosure.board.counted", total=count.total, parts="，".join(parts))
