"""Markers for blank cells in a workbook of content; an empty cell means that the file has no such cell."""

from functools import cache

from generator.words import shipped_area

# Before a text that looks like a sign.
ESCAPE = "\\"


@cache
def signs() -> tuple[str, str]:
    """Return the words for a blank cell and for no lines, which are the same in every project."""
    words = shipped_area("bulk")
    return str(words["blank"]), str(words["none"])


def written(text: str) -> str:
    """Return the text of a cell of a file as a workbook has it."""
    if not text:
        return signs()[0]
    return f"{ESCAPE}{text}" if text.startswith(ESCAPE) or text in signs() else text


def read_back(text: str) -> str:
    """Return the text of a cell of a file by that of a workbook, which is not empty."""
    return "" if text == signs()[0] else text.removeprefix(ESCAPE)
