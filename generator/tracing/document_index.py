"""An index of the characters of a document without white space: finds a text in it and the adjacent text.

Places are positions in `bare`. Results are cached, because the same queries repeat.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from generator.text.folding import FILLER
from generator.tracing.labels import FormLabels
from generator.tracing.original import Original, Span

PIECE = re.compile(f"[^{FILLER}]+")
FIGURE = re.compile(r"\d+(?:[,，]\d{3}(?!\d))*(?:[.．]\d+)?")
# So many characters of a neighbour, or the whole of a shorter one, are enough to know it by.
ENOUGH = 4


Chain = tuple[str, ...]


class CellQuery(NamedTuple):
    """A text to be found, in any of its spellings, with the texts that may be before and after it.

    A chain names the neighbours on one side, the nearest first; `mates` may stand on either, when no chain does.
    """

    spellings: tuple[str, ...]
    before: tuple[Chain, ...] = ()
    after: tuple[Chain, ...] = ()
    mates: tuple[str, ...] = ()
    is_figure: bool = False


class Candidate(NamedTuple):
    """A place for a text: how much agrees there, neighbours with it, and whether it is a word by itself.

    `is_in_order` is False where the neighbours agree on the other side than in the form.
    """

    run: int
    is_word: bool
    is_in_order: bool
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place."""
        return self.start, self.end

    @property
    def rank(self) -> tuple[int, bool, bool]:
        """The sort key of a place."""
        return self.run, self.is_word, self.is_in_order


class DocumentIndex:
    """A document indexed for finding the texts and the labels of a form in it."""

    def __init__(self, original: Original, labels: FormLabels) -> None:
        self.original = original
        self.form_labels = labels
        self.origins = array("q")
        pieces, starts, ends = [], [], []
        for word in re.finditer(r"\S+", original.text):
            before = len(self.origins)
            for piece in PIECE.finditer(word[0]):
                pieces.append(piece[0])
                self.origins.extend(range(word.start() + piece.start(), word.start() + piece.end()))
            if len(self.origins) > before:
                starts.append(before)
                ends.append(len(self.origins))
        self.bare = "".join(pieces)
        self.starts, self.ends = frozenset(starts), frozenset(ends)
        words = zip(starts, ends, strict=True)
        self.figures = [match.span() for word in words for match in FIGURE.finditer(self.bare, *word)]
        self.places_of: dict[str, list[Span]] = {}
        for start, end in self.figures:
            self.places_of.setdefault(plain_figure(self.bare[start:end]), []).append((start, end))
        self.inside_figures = inner_positions(self.figures)
        self.labels = labels.spans(self.bare, starts, self.ends)
        self.marked = self.mark()
        self.lines = [0, *(match.end() for match in re.finditer("\n", original.text))]
        self.offers_of: dict[CellQuery, tuple[Candidate, ...]] = {}

    def mark(self) -> bytearray:
        """A flag for each character, 1 in rows with a mark of secrecy."""
        flags = bytearray(len(self.bare))
        for start, end in self.original.marked:
            first, last = self.index(start), self.index(end)
            flags[first:last] = b"\1" * (last - first)
        return flags

    def index(self, at: int) -> int:
        """The first character at or after a place of the file."""
        return bisect_left(self.origins, at)

    def cell_of(self, at: int) -> tuple[int, int]:
        """The line of a character, and its table cell there by the tabs before it; -1 for a line without tabs."""
        line, column = self.place(at)
        start, end = [*self.lines, len(self.original.text)][line - 1 : line + 1]
        tabs = self.original.text.count("\t", start, start + column)
        return line, tabs if "\t" in self.original.text[start:end] else -1

    def is_in_column(self, at: int, label: int) -> bool:
        """Whether a character is in the column of a table below the heading that another one is in."""
        (line, cell), (line_of_label, cell_of_label) = self.cell_of(at), self.cell_of(label)
        return line > line_of_label and cell == cell_of_label >= 0

    def below(self, at: int) -> int | None:
        """The first character of the table cell below that of a character; None for none."""
        line, cell = self.cell_of(at)
        if cell < 0 or line == len(self.lines):
            return None
        start, end = self.line(line + 1)
        return next((below for below in range(start, end) if self.cell_of(below)[1] == cell), None)

    def is_next(self, label: int, at: int) -> bool:
        """Whether a text continues a label: on its line, or where no table has it in another column."""
        return self.cell_of(at)[0] == self.cell_of(label)[0] or -1 in (self.cell_of(at)[1], self.cell_of(label)[1])

    def is_marked(self, span: Span) -> bool:
        """Whether any of a place is in a row with a mark."""
        return self.marked.find(1, *span) >= 0

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a character, from 1."""
        origin = self.origins[at]
        line = bisect_right(self.lines, origin)
        return line, origin - self.lines[line - 1] + 1

    def line(self, number: int) -> Span:
        """The characters of a line."""
        start, end = self.lines[number - 1], [*self.lines, len(self.original.text)][number]
        return self.index(start), self.index(end)

    def candidates(self, query: CellQuery) -> tuple[Candidate, ...]:
        """Every place for a text, where it cuts no figure in two; the first of its spellings that has any."""
        if query not in self.offers_of:
            alternatives = (self.places(spelling, query.is_figure) for spelling in query.spellings)
            spans = next((places for places in alternatives if places), [])
            self.offers_of[query] = tuple(self.candidate(query, start, end) for start, end in spans)
        return self.offers_of[query]

    def places(self, text: str, is_figure: bool) -> list[Span]:
        """The positions of a text; of a figure only as a whole figure, in any width, with or without commas."""
        if is_figure:
            return self.places_of.get(text, [])
        spans, start = [], self.bare.find(text) if text else -1
        while start >= 0:
            end = start + len(text)
            if start not in self.inside_figures and end not in self.inside_figures:
                spans.append((start, end))
            start = self.bare.find(text, start + 1)
        return spans

    def behind(self, text: str) -> list[int]:
        """The positions after each occurrence of a text."""
        return [match.end() for match in re.finditer(re.escape(text), self.bare) if match.end() < len(self.bare)]

    def candidate(self, query: CellQuery, start: int, end: int) -> Candidate:
        """A candidate place with its score: its length, plus its agreeing neighbours unless it is a part of a word."""
        at_start, at_end = start in self.starts, end in self.ends
        before, after, is_in_order = self.around(query, start, end)
        is_whole = (at_start or before) and (at_end or after)
        run = end - start + (before + after if is_whole else 0)
        return Candidate(run, at_start and at_end, is_in_order, start, end)

    def around(self, query: CellQuery, start: int, end: int) -> tuple[int, int, bool]:
        """How many characters before and after a place agree with the neighbours of a query, and whether in order."""
        before = max((self.agreeing(chain, start, backwards=True) for chain in query.before), default=0)
        after = max((self.agreeing(chain, end) for chain in query.after), default=0)
        if not query.mates:
            return self.beside_label(query, start, before), after, True
        if before or after:
            return before, after, True
        before = max(self.agreeing((mate,), start, backwards=True) for mate in query.mates)
        return before, max(self.agreeing((mate,), end) for mate in query.mates), False

    def beside_label(self, query: CellQuery, start: int, before: int) -> int:
        """How many characters of a label agree before a place; all but one for the heading of its column."""
        if before and self.is_next(start - 1, start):
            return before
        labels = ((name, at - 1) for (name, *_) in query.before for at in self.behind(name))
        return max((len(name) - 1 for name, label in labels if self.is_in_column(start, label)), default=0)

    def agreeing(self, chain: Chain, at: int, backwards: bool = False) -> int:
        """How many characters of a chain of neighbours agree next to a place, up to the first that does not."""
        total = 0
        for text in chain:
            count = self.common(text, at - total if backwards else at + total, backwards)
            if count < min(ENOUGH, len(text)):
                break
            total += count
            if count < len(text):
                break
        return total

    def common(self, text: str, at: int, backwards: bool) -> int:
        """How many characters of a neighbour agree next to a place, counted from there."""
        bare = self.bare

        def differs(count: int) -> bool:
            return not (bare.endswith(text[-count:], 0, at) if backwards else bare.startswith(text[:count], at))

        # Most neighbours differ in the first character.
        if not text or differs(1):
            return 0
        return 1 + bisect_left(range(2, len(text) + 1), True, key=differs)


def inner_positions(figures: Iterable[Span]) -> frozenset[int]:
    """The positions at which a cut would split a figure."""
    return frozenset(at for start, end in figures for at in range(start + 1, end))


def plain_figure(text: str) -> str:
    """A figure as a record has it: narrow digits, no commas."""
    return unicodedata.normalize("NFKC", text).replace(",", "")
