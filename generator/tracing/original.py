"""Reads an original document as visible text in which every character has its position of the file.

Markup and invisible characters become FILLER, so a place in the text is a place in the file. A row with a mark
of secrecy is known from here on; where a marked passage is no row of a table, its extent is unknown.
"""

import hashlib
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.problems import ContentError, Place, Problem, UsageError
from generator.secrecy.marks import find_marks
from generator.secrecy.text_gate import safe_path
from generator.text.files import FORBIDDEN, decoded, file_bytes
from generator.text.folding import FILLER, INLINE

Span = tuple[int, int]

TAG = re.compile(rf"</?(?:(?P<inline>{INLINE})|[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>|<!doctype[^<>]*>", re.IGNORECASE)
# As in a browser, an unclosed comment or script extends to the end.
UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}[0-9]{0,2});")
SIGNS = re.compile(r"^[ \t]*(?:#{1,6}(?=\s)|[-*_]{3,}[ \t]*$|[-*](?=[ ]))", re.MULTILINE)
BOLD = re.compile(r"(?<!\S)\*\*(\S[^*\n]*)\*\*")
PIPED = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
# What replaces each withheld cell in a redacted copy, whatever its length.
REDACTED = "〔已遮盖〕"
GAP = rf"[\t |{FILLER}]*"
# The adjacent redacted cells of one row, with the number of the row where it precedes them.
REDACTIONS = re.compile(rf"(?:(?<![^\t\n |{FILLER}])[0-9]{{1,3}}[.、]?{GAP})?{REDACTED}(?:{GAP}{REDACTED})*")
TABLE_EVENT = re.compile(r"<(?:tr\b|/tr\b|table\b|/table\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Original:
    """The text of a document, as long as that of its file, and what of it must not be shown.

    `marked` are the stretches that bear a mark, whole rows, and those that are redacted; `is_guarded` says that one
    of the former is no row of a table, so nothing may be shown that the record does not say itself. `redacted` counts
    the latter. `markup` counts the characters of markup. `unread` are the places of what nobody sees in the file.
    """

    name: str
    sha256: str
    text: str = field(repr=False)
    markup: int
    marked: tuple[Span, ...]
    is_guarded: bool
    bears_marks: bool = False
    redacted: int = 0
    unread: tuple[str, ...] = ()


def source_text(path: Path) -> Original:
    """The text of an original document; UsageError for a kind of file that has no reader here."""
    name = safe_path(path.name)
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise UsageError([Problem(Place(name), "E601", known=" ".join(READERS))])
    data = file_bytes(path, name)
    raw = text_of(name, data)
    text = read(raw)
    spans, is_guarded = marked_spans(raw, text)
    redactions = [match.span() for match in REDACTIONS.finditer(text)]
    marked = joined(sorted({*spans, *redactions}))
    markup = sum(shown != char and not char.isspace() for char, shown in zip(raw, text, strict=True))
    digest = hashlib.sha256(data).hexdigest()
    return Original(name, digest, text, markup, marked, is_guarded, bool(spans), len(redactions))


def original_of_rows(
    name: str, sha256: str, rows: Iterable[tuple[Sequence[str], bool]], unread: tuple[str, ...] = ()
) -> Original:
    """The original document that a file with tables is: a line for each row, with tabs between its cells.

    A row comes with whether a cell of it bears a mark; where such a row has one cell alone, the document is guarded.
    """
    lines: list[str] = []
    spans: list[Span] = []
    is_guarded, at = False, 0
    for texts, is_marked in rows:
        line = "\t".join(" ".join(FORBIDDEN.sub(FILLER, text.replace("\t", " ")).split("\n")) for text in texts)
        if is_marked:
            spans.append((at, at + len(line)))
            is_guarded |= "\t" not in line.strip()
        lines.append(line)
        at += len(line) + 1
    return Original(name, sha256, "\n".join(lines), 0, tuple(spans), is_guarded, bool(spans), unread=unread)


def text_of(name: str, data: bytes) -> str:
    """The characters of a file in UTF-8, or in GB 18030 as old pages have it; ContentError for anything else."""
    text, problems = decoded(name, data)
    if problems and ("form", "GBK") in problems[0].values:
        text, problems = decoded(name, data.decode("gb18030").encode("utf-8"))
    if problems:
        raise ContentError(problems)
    return text


def plain(text: str) -> str:
    """Plain text and Markdown: without tags and without the signs of headings, lists, emphasis and tables."""
    text = without_tags(text)
    text = SIGNS.sub(filled, text)
    text = BOLD.sub(rf"{FILLER * 2}\1{FILLER * 2}", text)
    text = PIPED.sub(lambda match: match[0].replace("|", "\t"), text)
    return FORBIDDEN.sub(lambda match: match[0] if match[0] == "\t" else FILLER, text)


def web_page(text: str) -> str:
    """HTML: without tags, comments, scripts and styles, entities read."""
    return plain(ENTITY.sub(read_entity, without_tags(UNSEEN.sub(filled, text))))


READERS: dict[str, Callable[[str], str]] = {
    ".txt": plain,
    ".md": plain,
    ".tsv": plain,
    ".html": web_page,
    ".htm": web_page,
}


def without_tags(text: str) -> str:
    """The text without tags; one that ends a cell or a line becomes a space."""
    return TAG.sub(lambda match: filled(match, "" if match["inline"] else " "), text)


def filled(match: re.Match[str], start: str = "") -> str:
    """As many fillers as a match has characters, its line ends preserved, beginning with `start`."""
    return start + re.sub(r"[^\n]", FILLER, match[0])[len(start) :]


def read_entity(match: re.Match[str]) -> str:
    """The character of an entity, filled up to the length that the entity has in the file."""
    char = html.unescape(match[0])
    return char.ljust(len(match[0]), FILLER) if len(char) <= len(match[0]) else match[0]


def marked_spans(raw: str, text: str) -> tuple[tuple[Span, ...], bool]:
    """The rows with a mark, and whether one of them is not a row of a table.

    A row is a line with tabs between its cells, or a table row of HTML; a line in the midst of an open quotation
    mark continues elsewhere and is none.
    """
    ends = [match.end() for match in re.finditer(r"\n|\Z", raw)]
    starts = [0, *ends[:-1]]
    rows, is_nested = table_rows(raw)
    row_starts = [start for start, _ in rows]
    spans, is_guarded = set(), False
    for line, column in {(mark.line, mark.column) for mark in (*find_marks(raw), *find_marks(text))}:
        at = starts[line - 1] + column - 1
        row = rows[max(0, bisect_right(row_starts, at) - 1)] if rows else (0, 0)
        start, end = starts[line - 1], ends[line - 1]
        if row[0] <= at < row[1]:
            start, end = min(start, row[0]), max(end, row[1])
            is_guarded |= is_nested
        else:
            is_guarded |= "\t" not in text[start:end].strip() or text.count('"', start, end) % 2 == 1
        spans.add((start, end))
    return joined(sorted(spans)), is_guarded


def table_rows(raw: str) -> tuple[list[Span], bool]:
    """The span of each row of an HTML table, and whether tables are nested."""
    rows: list[Span] = []
    start, depth, deepest = None, 0, 0
    for match in TABLE_EVENT.finditer(raw):
        event = match[0].lower()
        depth += (event == "<table") - (event == "</table")
        deepest = max(deepest, depth)
        if start is not None and event != "<table":
            rows.append((start, match.end()))
            start = None
        if event == "<tr":
            start = match.start()
    return (rows if start is None else [*rows, (start, len(raw))]), deepest > 1


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, overlapping ones merged."""
    result: list[Span] = []
    for start, end in spans:
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
