"""The trace of a form to its original document as text, JSON or an HTML page."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from generator.cli.neighbours import drawing_around
from generator.cli.standalone import standalone_page
from generator.content.loader import Loader, refusal_of
from generator.forms.model import Form
from generator.importing.reading import READERS, read_source
from generator.importing.source import SourceCell, SourceTable
from generator.problems import ContentError, Place, Problem, UsageError, visible
from generator.secrecy.text_gate import safe_path
from generator.text.yaml import MappingNode
from generator.tracing.document_index import DocumentIndex
from generator.tracing.document_pieces import DocumentPiece, PieceKind
from generator.tracing.labels import FormLabels
from generator.tracing.matches import Difference
from generator.tracing.original import READERS as TEXTS, Original, original_of_rows, source_text
from generator.tracing.result import WRONG, Trace, TracedCell, redacted, trace_of
from generator.words import translate

TEMPLATE, STYLE = "trace.html", "trace.css"
TENTH = Decimal("0.1")


def trace_report(record_path: Path, source_path: Path) -> Trace:
    """The trace of a form; HeldError or ContentError for the form, UsageError for a document that cannot be read."""
    record, nodes = read_form(record_path)
    labels = FormLabels(record, drawing_around(record_path, record))
    document = DocumentIndex(original_of(source_path), labels)
    return trace_of(record, nodes, safe_path(record_path.as_posix()), document)


def read_form(path: Path) -> tuple[Form, MappingNode]:
    """A form and its nodes. Raises HeldError or ContentError for one that may not be published."""
    reader = Loader(path.absolute().parent)
    # The hash of a document that names what is withheld is corrected by a redacted copy.
    reader.ignored = "S414"
    form = reader.form_at(path.absolute())
    refusal = refusal_of(reader)
    if form is None or refusal:
        raise refusal or ContentError()
    return form


def original_of(path: Path) -> Original:
    """The text of an original document: of a text file with its places, of any other file row by row of its tables.

    Raises UsageError for a file that cannot be read.
    """
    if path.suffix.lower() in TEXTS:
        return source_text(path)
    if path.suffix.lower() not in READERS:
        raise UsageError([Problem(Place(safe_path(path.name)), "E601", known=" ".join({**TEXTS, **READERS}))])
    source = read_source(path)
    rows = (row for table in source.tables for row in rows_of(table))
    unread = (f"{each.place}{translate(f'importing.remarks.{each.kind}')}" for each in source.omissions)
    return original_of_rows(safe_path(path.name), source.sha256, rows, tuple(unread))


def rows_of(table: SourceTable) -> Iterator[tuple[list[str], bool]]:
    """The texts of each row of a table, those around it as rows of one cell; with whether one of them is marked."""
    for cell in table.texts:
        yield [cell.text], cell.is_marked
    rows: dict[int, list[SourceCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    width = max((cell.column for cell in table.cells), default=0)
    for row in sorted(rows):
        texts = {cell.column: cell.text for cell in rows[row]}
        yield [texts.get(column, "") for column in range(1, width + 1)], any(cell.is_marked for cell in rows[row])
    for cell in table.below:
        yield [cell.text], cell.is_marked


def redacted_copy(record_path: Path, source_path: Path) -> str:
    """The original document without the cells that the form withholds; raises the errors of `trace_report`."""
    record, _ = read_form(record_path)
    original = original_of(source_path)
    copy = redacted(record, DocumentIndex(original, FormLabels(record, drawing_around(record_path, record))))
    if copy is None:
        raise UsageError([Problem(Place.whole(original.name), "E603")])
    return copy


def text_report(trace: Trace) -> str:
    """The trace as text: all cells, the rest of the document, its figures, cells to correct, a summary."""
    parts = (cells_part, left_part, figures_part, attention_part, summary_part)
    return "\n\n".join(text for text in ("\n".join(part(trace)) for part in parts) if text)


def cells_part(trace: Trace) -> Iterator[str]:
    """All cells, each with its place in the document and its state."""
    yield translate("trace.cells.title")
    for traced in trace.cells:
        yield f"  {place_of(traced)}  {cell_line(traced)}  {state_of(traced)}"


def left_part(trace: Trace) -> Iterator[str]:
    """The parts of the document that are in no cell."""
    yield translate("trace.left.title")
    if trace.is_guarded:
        yield "  " + translate("trace.left.guarded")
    for piece in trace.left:
        where = translate("trace.left.inside" if piece.is_inside else "trace.left.outside")
        yield "  " + translate("trace.left.line", line=piece.line, column=piece.column, where=where, text=shown(piece))
    if not trace.left:
        yield "  " + translate("trace.left.none")


def figures_part(trace: Trace) -> Iterable[str]:
    """The figures of the document that are in no cell."""
    key = "trace.figures.one"
    lines = ["  " + translate(key, line=piece.line, column=piece.column, text=shown(piece)) for piece in trace.figures]
    return [translate("trace.figures.title"), *lines] if lines else []


def attention_part(trace: Trace) -> Iterable[str]:
    """The doubtful cells, and the wrong ones."""
    lines: list[str] = []
    for key, cells in (("doubtful", trace.doubtful), ("wrong", trace.wrong)):
        lines += [translate(f"trace.{key}.title")] * bool(cells)
        lines += [f"  {trace.record}:{traced.record_line} {cell_line(traced)}  {state_of(traced)}" for traced in cells]
    return lines


def summary_part(trace: Trace) -> Iterator[str]:
    """The two files, the shares, and the result."""
    yield f"{translate('trace.record')} {trace.record}"
    yield f"{translate('trace.source')} {trace.source}  {hash_words(trace)}"
    yield from share_lines(trace)
    yield result_of(trace)


def hash_words(trace: Trace) -> str:
    """The hash of the document, and whether the form gives the same."""
    if not trace.sha256:
        return translate("trace.hash.untold")
    key = "unsaid" if not trace.said_sha256 else "same" if trace.said_sha256.lower() == trace.sha256 else "other"
    return translate("trace.hash.told", hash=trace.sha256, word=translate(f"trace.hash.{key}"))


def share_lines(trace: Trace) -> Iterator[str]:
    """The shares of the characters of the document, by kind."""
    shares = trace.shares
    yield translate("trace.shares.whole", count=shares.whole)
    for key in ("record", "labels", "left", "marked"):
        count = getattr(shares, key)
        share = (Decimal(100 * count) / (shares.whole or 1)).quantize(TENTH, ROUND_HALF_UP)
        yield translate("trace.shares.count", name=translate(f"trace.shares.kinds.{key}"), count=count, share=share)
    if shares.markup:
        yield translate("trace.shares.markup", count=shares.markup)
    if trace.withheld_rows or trace.marked_rows:
        yield translate("trace.rows", withheld=trace.withheld_rows, marked=trace.marked_rows)
    if trace.unread:
        yield translate("trace.unread", places="、".join(trace.unread))
    yield translate("trace.shares.accounted", share=shares.accounted)


def result_of(trace: Trace) -> str:
    """The result in one sentence."""
    key = "faithful" if trace.is_faithful else "unfaithful"
    return translate(f"trace.result.{key}", wrong=len(trace.wrong), lacking=len(trace.lacking))


def cell_line(traced: TracedCell) -> str:
    """The name and text of a cell, on one line."""
    return translate(
        "trace.cells.says", name=traced.cell.whole_title, text=visible(traced.cell.text.replace("\n", " "))
    )


def place_of(traced: TracedCell) -> str:
    """The place of a cell in the document."""
    return translate("trace.cells.place", line=traced.line, column=traced.column) if traced.line else ""


def state_of(traced: TracedCell) -> str:
    """The state of a cell, with the differences."""
    match = traced.match
    words = [translate(f"trace.states.{match.state}", others=match.others)]
    if match.is_shared:
        words.append(translate("trace.states.shared"))
    return "；".join([*words, *map(difference_words, match.differences)])


def difference_words(difference: Difference) -> str:
    """The text of the form and that of the document."""
    key = "both" if difference.record and difference.source else "record" if difference.record else "source"
    return translate(f"trace.instead.{key}", record=visible(difference.record), source=visible(difference.source))


def shown(piece: DocumentPiece) -> str:
    """A piece of the document; its size where it may not be shown."""
    if piece.kind in (PieceKind.MARKED, PieceKind.HIDDEN):
        return translate(f"trace.left.{piece.kind}", count=piece.count)
    return " ".join(piece.text.split())


def json_report(trace: Trace) -> str:
    """The trace as JSON."""
    tree = {
        "record": trace.record,
        "source": trace.source,
        "sha256": trace.sha256 or None,
        "redacted": bool(trace.redacted),
        "fingerprint": trace.fingerprint,
        "faithful": trace.is_faithful,
        "accounted": str(trace.shares.accounted),
        "characters": {"whole": trace.shares.whole, **trace.shares._asdict()},
        "cells": [cell_tree(traced) for traced in trace.cells],
        "left": [piece_tree(piece) for piece in trace.left],
        "figures": [piece_tree(piece) for piece in trace.figures],
    }
    return json.dumps(tree, ensure_ascii=False, indent=2)


def cell_tree(traced: TracedCell) -> dict[str, Any]:
    """A cell for JSON."""
    match = traced.match
    return {
        "path": ".".join(map(str, traced.cell.path)),
        "text": traced.cell.text,
        "record_line": traced.record_line,
        "state": str(match.state),
        "line": traced.line or None,
        "column": traced.column or None,
        "others": match.others,
        "shared": match.is_shared,
        "differences": [difference._asdict() for difference in match.differences],
    }


def piece_tree(piece: DocumentPiece) -> dict[str, Any]:
    """A piece of the document for JSON; without its text where that may not be shown."""
    text = None if piece.kind in (PieceKind.MARKED, PieceKind.HIDDEN) else piece.text
    return {
        "kind": str(piece.kind),
        "line": piece.line,
        "column": piece.column,
        "count": piece.count,
        "text": text,
        "inside": piece.is_inside,
    }


def html_report(trace: Trace, folders: Sequence[Path]) -> str:
    """The trace as a self-contained HTML page: the form on the left, the document on the right."""
    return standalone_page(
        folders,
        TEMPLATE,
        STYLE,
        trace=trace,
        wrong={number for number, traced in enumerate(trace.cells) if traced.match.state in WRONG},
        anchor_of=anchor_of,
        place_of=place_of,
        state_of=state_of,
        shown=shown,
        share_lines=list(share_lines(trace)),
        hash_words=hash_words(trace),
        result=result_of(trace),
    )


def anchor_of(traced: TracedCell) -> str:
    """The id of the place of a cell on the page: that of its piece of the document, or else of its line."""
    has_piece = not (traced.cell.is_in_withheld_row or traced.cell.may_lie_over)
    return f"p{traced.line}-{traced.column}" if has_piece else f"L{traced.line}"
