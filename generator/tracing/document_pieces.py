"""A document split into pieces for display next to a record, without any withheld text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from generator.text.folding import FILLER
from generator.tracing.matches import LABEL, UNASSIGNED, CharacterOwners
from generator.tracing.original import Span


class PieceKind(StrEnum):
    """The role of a piece of a document; the text of MARKED and HIDDEN ones is not shown."""

    CELL = "cell"
    LABEL = "label"
    LEFT = "left"
    HIDDEN = "hidden"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class DocumentPiece:
    """A piece of one line: its place, its count of characters without white space, and its text if it may be shown.

    `cell` is the number of its cell; a piece is inside when cells of the form are before and after it.
    """

    kind: PieceKind
    line: int
    column: int
    count: int
    text: str
    cell: int | None
    is_inside: bool
    is_after_gap: bool


class DocumentSplitter:
    """Splits a document by the owner of each character; a guarded one hides what the record does not contain."""

    def __init__(self, ownership: CharacterOwners, inside: Span, is_guarded: bool) -> None:
        self.ownership = ownership
        self.document = ownership.document
        self.inside = inside
        self.left = PieceKind.HIDDEN if is_guarded else PieceKind.LEFT

    def lines(self) -> Iterator[tuple[DocumentPiece, ...]]:
        """The pieces of every line of the document."""
        starts = [*map(self.document.index, self.document.lines), len(self.document.bare)]
        for first, last in pairwise(starts):
            places = range(first, last)
            yield tuple(self.piece(tuple(group)) for _, group in groupby(places, key=self.kind))

    def figures(self) -> Iterator[DocumentPiece]:
        """The figures of the document that the record lacks."""
        for start, end in self.document.figures:
            if self.kind(start)[0] is self.left:
                yield self.piece(range(start, end))

    def kind(self, at: int) -> tuple[PieceKind, int]:
        """The kind and the owner of a character."""
        if self.document.marked[at]:
            return PieceKind.MARKED, UNASSIGNED
        owner = self.ownership.owners[at]
        return {UNASSIGNED: self.left, LABEL: PieceKind.LABEL}.get(owner, PieceKind.CELL), owner

    def piece(self, places: tuple[int, ...] | range) -> DocumentPiece:
        """Neighbouring characters of one kind as a piece."""
        first, last = places[0], places[-1]
        kind, owner = self.kind(first)
        return DocumentPiece(
            kind,
            *self.document.place(first),
            len(places),
            "" if kind in (PieceKind.MARKED, PieceKind.HIDDEN) else self.text(first, last),
            owner if kind is PieceKind.CELL else None,
            self.inside[0] <= first < self.inside[1],
            first in self.document.starts,
        )

    def text(self, first: int, last: int) -> str:
        """The text from one character to another, without invisible characters."""
        origins = self.document.origins
        return self.document.original.text[origins[first] : origins[last] + 1].replace(FILLER, "")
