"""The trace of a record: the places of its cells in the original document, and the differences of both.

A redacted copy of the document has one fixed mark in the place of each withheld cell.

A Trace holds no word of a row that is withheld: such text is left behind where the alignment becomes a Trace.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from generator.forms.cells import CellPath, count_withheld, fingerprint, tables_of
from generator.forms.model import Form, StoredTrace, Task
from generator.problems import Place, Problem, UsageError
from generator.secrecy.marks import find_marks
from generator.text.folding import FILLER
from generator.text.yaml import MappingNode, locate
from generator.tracing.alignment import Alignment, align
from generator.tracing.document_index import DocumentIndex
from generator.tracing.document_pieces import DocumentPiece, DocumentSplitter, PieceKind
from generator.tracing.labels import FormLabels
from generator.tracing.matches import CellMatch, MatchState
from generator.tracing.original import REDACTED, Span
from generator.tracing.queries import VerbatimCell, verbatim_cells

HUNDREDTH = Decimal("0.01")
TABLE_CELL = re.compile(r"[^\t|\n]+")
STORED = re.compile(r"^trace:.*\n(?:[ \t]+.*\n?|\n)*", re.MULTILINE)
WRONG = (MatchState.DIFFERS, MatchState.ABSENT, MatchState.MISPLACED)


class TracedCell(NamedTuple):
    """One cell of a record with its line there, and its line and column in the document, 0 for none."""

    cell: VerbatimCell
    match: CellMatch
    record_line: int
    line: int
    column: int


class Shares(NamedTuple):
    """Counts of the characters of a document by role, without white space; markup is not part of the whole."""

    record: int
    labels: int
    left: int
    marked: int
    markup: int

    @property
    def whole(self) -> int:
        """All characters of the document."""
        return self.record + self.labels + self.left + self.marked

    @property
    def accounted(self) -> Decimal:
        """The percentage of the unmarked text that is in the record or on the blank form, never rounded up."""
        open_text = self.whole - self.marked
        exact = Decimal(100 * (self.record + self.labels)) / (open_text or 1)
        return exact.quantize(HUNDREDTH, ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class Trace:
    """The result of comparing a record with a document; `said_sha256` is the hash that the record itself names.

    `sha256` is "" for a document that has, or may have, words that the record withholds: with the rest known, they
    would follow from it. `redacted` counts the places that a redacted copy has in their stead.
    `left` is what neither the record nor the form accounts for, with marked rows in between, and `figures` the
    figures in it. In a guarded trace nothing is shown but what the record says, because nobody can tell how far
    the withheld rows of the document go.
    """

    record: str
    source: str
    sha256: str
    said_sha256: str
    fingerprint: str
    cells: tuple[TracedCell, ...]
    lines: tuple[tuple[DocumentPiece, ...], ...]
    figures: tuple[DocumentPiece, ...]
    shares: Shares
    withheld_rows: int
    marked_rows: int
    is_guarded: bool
    redacted: int = 0
    unread: tuple[str, ...] = ()

    @property
    def left(self) -> tuple[DocumentPiece, ...]:
        """The pieces of the document that the record does not account for, in order."""
        kinds = (PieceKind.LEFT, PieceKind.HIDDEN, PieceKind.MARKED)
        return tuple(piece for line in self.lines for piece in line if piece.kind in kinds)

    @property
    def wrong(self) -> tuple[TracedCell, ...]:
        """The cells that are not in the document as the record has them."""
        return tuple(traced for traced in self.cells if traced.match.state in WRONG and not traced.cell.is_about)

    @property
    def doubtful(self) -> tuple[TracedCell, ...]:
        """The cells matched by their text alone, which a person should check."""
        return tuple(
            traced for traced in self.cells if traced.match.state is MatchState.APART and not traced.match.is_shared
        )

    @property
    def lacking(self) -> tuple[DocumentPiece, ...]:
        """The pieces inside the form that the record lacks."""
        return tuple(piece for piece in self.left if piece.is_inside and piece.kind is not PieceKind.MARKED)

    @property
    def is_faithful(self) -> bool:
        """Whether every cell is in the document and the record lacks nothing inside the form."""
        return not self.wrong and not self.lacking


def stored(trace: Trace) -> StoredTrace:
    """The part of a trace that its record stores; UsageError where the hash of the document may not be stored."""
    if not trace.sha256:
        raise UsageError([Problem(Place.whole(trace.source), "E602")])
    key = "redacted_sha256" if trace.redacted else "sha256"
    return StoredTrace(**{key: trace.sha256}, share=str(trace.shares.accounted), fingerprint=trace.fingerprint)


def with_stored(text: str, trace: Trace) -> str:
    """The text of a record file with its stored trace replaced."""
    fields = stored(trace).model_dump(exclude_none=True)
    lines = "".join(f"  {key}: {value}\n" for key, value in fields.items())
    return STORED.sub("", text).rstrip("\n") + f"\n\ntrace:\n{lines}"


def trace_of(record: Form, nodes: MappingNode, name: str, document: DocumentIndex) -> Trace:
    """The trace of a record in a document that has been read."""
    alignment = align(document, verbatim_cells(record, document.form_labels))
    original, source = document.original, record.source
    may_name_hash = not original.bears_marks and original.redacted >= count_withheld(record)
    is_guarded = original.is_guarded or not withheld_are_marked(record, alignment)
    splitter = DocumentSplitter(alignment.ownership, form_span(alignment), is_guarded)
    lines = tuple(splitter.lines())
    return Trace(
        name,
        original.name,
        original.sha256 if may_name_hash else "",
        str((source.redacted_sha256 if original.redacted else source.sha256) or ""),
        fingerprint(record),
        tuple(traced_cells(alignment, nodes, is_guarded)),
        lines,
        tuple(splitter.figures()),
        shares_of(lines, original.markup),
        sum(task.withheld is not None for _, task in task_rows(record)),
        len(original.marked),
        is_guarded,
        original.redacted,
        original.unread,
    )


def traced_cells(alignment: Alignment, nodes: MappingNode, is_guarded: bool) -> Iterator[TracedCell]:
    """Every cell with its places; in a guarded trace without the words of the document."""
    document = alignment.ownership.document
    for cell, match in zip(alignment.cells, alignment.matches, strict=True):
        if is_guarded:
            match = match._replace(differences=())
        place = (0, 0) if match.start is None else document.place(match.start)
        yield TracedCell(cell, match, locate(nodes, cell.path)[0].line, *place)


def form_span(alignment: Alignment) -> Span:
    """The span from the first line of the document that has a cell of the form to the last one."""
    document = alignment.ownership.document
    matches = zip(alignment.cells, alignment.matches, strict=True)
    starts = [match.start for cell, match in matches if match.start is not None and not cell.may_lie_over]
    if not starts:
        return 0, 0
    first, last = document.place(min(starts))[0], document.place(max(starts))[0]
    return document.line(first)[0], document.line(last)[1]


def shares_of(lines: Sequence[Sequence[DocumentPiece]], markup: int) -> Shares:
    """The characters of a document counted by role."""
    counts: Counter[PieceKind] = Counter()
    for line in lines:
        for piece in line:
            counts[piece.kind] += piece.count
    left = counts[PieceKind.LEFT] + counts[PieceKind.HIDDEN]
    return Shares(counts[PieceKind.CELL], counts[PieceKind.LABEL], left, counts[PieceKind.MARKED], markup)


def withheld_are_marked(record: Form, alignment: Alignment) -> bool:
    """Whether the document has as many marked rows as the record withholds, between the same neighbours."""
    document = alignment.ownership.document
    marks = [document.index(start) for start, _ in document.original.marked]
    starts = {
        cell.row: match.start
        for cell, match in zip(reversed(alignment.cells), reversed(alignment.matches), strict=True)
        if match.start is not None
    }
    last, waiting = 0, 0
    for path, task in task_rows(record):
        if task.withheld is not None:
            waiting += 1
        elif path in starts:
            if waiting > sum(last <= mark < starts[path] for mark in marks):
                return False
            last, waiting = starts[path], 0
    return waiting <= sum(last <= mark for mark in marks)


def task_rows(record: Form) -> Iterator[tuple[CellPath, Task]]:
    """Every task with the path of its row, in the form's order; a project has none."""
    for table, rows in tables_of(record):
        for number, row in enumerate(rows):
            if isinstance(row, Task):
                yield (*table, number), row


def redacted(record: Form, document: DocumentIndex) -> str | None:
    """The text of a document in which every cell of a marked row that the record does not contain is redacted.

    None where it is unclear which cells these are: a marked passage that is no row of a table with tabs, or more
    withheld rows than marked ones.
    """
    original = document.original
    alignment = align(document, verbatim_cells(record, document.form_labels))
    is_clear = not original.is_guarded and withheld_are_marked(record, alignment)
    if not is_clear or not all("\t" in original.text[start:end].strip() for start, end in original.marked):
        return None
    owners = alignment.ownership.owners
    numbers = {str(int(path[-1]) + 1) for path, task in task_rows(record) if task.withheld}
    parts, last = [], 0
    for start, end in original.marked:
        filled = [match for match in TABLE_CELL.finditer(original.text, start, end) if match[0].strip()]
        for match in filled:
            first, behind = document.index(match.start()), document.index(match.end())
            is_number = match is filled[0] and match[0].strip() in numbers
            if not is_number and says_more(document.bare[first:behind], owners[first:behind], document.form_labels):
                parts += [original.text[last : match.start()], REDACTED]
                last = match.end()
    copy = "".join([*parts, original.text[last:]]).replace(FILLER, "")
    return None if find_marks(copy) else copy


def says_more(text: str, owners: Sequence[int], labels: FormLabels) -> bool:
    """Whether a cell of a document contains anything but text of the record and printed labels."""
    is_label = labels.spans(text, [0], frozenset([len(text)])) == [(0, len(text))]
    return bool(text) and not is_label and any(owner < 0 for owner in owners)
