"""The difference of two texts in characters, by clauses first."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from generator.words import translate

Edit = Literal["same", "gone", "new"]

CLAUSE = re.compile(r"[^，。；、：！？\n]*[，。；、：！？\n]+|[^，。；、：！？\n]+")
TOKEN = re.compile(r"[0-9０-９.]+[%％]?|[A-Za-z]+|.", re.DOTALL)
# Shorter common runs inside a change are ignored, for they make it harder to read.
SHORTEST_RUN = 2
# Clauses with less in common are not compared by characters.
LEAST_COMMON = 0.4


@dataclass(frozen=True, slots=True)
class DiffRun:
    """A run of characters that both texts have, or only the earlier (gone), or only the newer (new)."""

    edit: Edit
    text: str


@dataclass(frozen=True, slots=True)
class TextDiff:
    """Two texts as runs: the earlier is all that is not new, the newer all that is not gone."""

    pieces: tuple[DiffRun, ...]

    @property
    def is_same(self) -> bool:
        """Whether the texts are equal."""
        return all(piece.edit == "same" for piece in self.pieces)

    @property
    def counts(self) -> str:
        """How many characters were removed and added, without white space, in words."""
        sizes = {
            edit: sum(len("".join(piece.text.split())) for piece in self.pieces if piece.edit == edit)
            for edit in ("gone", "new")
        }
        return "，".join(translate(f"years.tasks.{edit}", count=size) for edit, size in sizes.items() if size)


def text_diff(before: str, now: str) -> TextDiff:
    """Compare two texts: by clauses first, and by characters inside changed ones."""
    old, new = CLAUSE.findall(before), CLAUSE.findall(now)
    pieces: list[DiffRun] = []
    for edit, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[first:last]), "".join(new[start:end])
        pieces += [DiffRun("same", gone)] if edit == "equal" else diff_by_tokens(gone, come)
    return TextDiff(tuple(merged_runs(pieces)))


def diff_by_tokens(gone: str, come: str) -> list[DiffRun]:
    """Compare two changed stretches by tokens."""
    old, new = TOKEN.findall(gone), TOKEN.findall(come)
    # No order of common tokens has more of them; counting is far quicker than finding the blocks.
    if sum((Counter(old) & Counter(new)).values()) < LEAST_COMMON * min(len(old), len(new)):
        return [DiffRun("gone", gone), DiffRun("new", come)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= SHORTEST_RUN]
    alike = sum(block.size for block in blocks)
    if alike < LEAST_COMMON * min(len(old), len(new)):
        return [DiffRun("gone", gone), DiffRun("new", come)]
    pieces = []
    first = start = 0
    for block in blocks:
        pieces += [DiffRun("gone", "".join(old[first : block.a])), DiffRun("new", "".join(new[start : block.b]))]
        first, start = block.a + block.size, block.b + block.size
        pieces.append(DiffRun("same", "".join(old[block.a : first])))
    return [*pieces, DiffRun("gone", "".join(old[first:])), DiffRun("new", "".join(new[start:]))]


def merged_runs(pieces: Sequence[DiffRun]) -> Iterator[DiffRun]:
    """Yield the runs without empty ones, neighbours of one kind merged."""
    for edit, run in groupby((piece for piece in pieces if piece.text), lambda piece: piece.edit):
        yield DiffRun(edit, "".join(piece.text for piece in run))
