"""Reads files as text: limits of size, detection of encodings, and characters that no text may contain."""

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from generator.problems import ContentError, Place, Problem

MOST_BYTES = 2_000_000
# The limit of problems that are reported of one file; a file with more is no transcription.
MOST_PROBLEMS = 1_000
BOM = b"\xef\xbb\xbf"

NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
CONTROL = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffc-\uffff"
    f"{NONCHARACTERS}\U000f0000-\U0010ffff"
)
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
FORBIDDEN = re.compile(f"[\t{CONTROL}{INVISIBLE}]")
# Any such character or any beyond the basic plane: a class with many of the latter takes seven times as long.
PERHAPS_FORBIDDEN = re.compile(
    "[{}\U00010000-\U0010ffff]".format(re.sub("[\U00010000-\U0010ffff]-?", "", f"\t{CONTROL}{INVISIBLE}"))
)
HIDDEN = re.compile(f"[{INVISIBLE}]")


def file_bytes(path: Path, name: str, most: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file of limited size; ContentError for devices, links, huge or unreadable files."""
    place = Place(name)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ContentError([Problem(place, "E101")])
            if status.st_size > most:
                raise ContentError([Problem(place, "E102", size=status.st_size, most=most)])
            return file.read()
    except OSError as error:
        code = "E101" if isinstance(error, IsADirectoryError) else "E506" if path.is_symlink() else "E508"
        raise ContentError([Problem(place, code)]) from error


def decoded(name: str, data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file with line ends normalized; a BOM is ignored."""
    wide = wide_encoding(data)
    if wide:
        return "", [Problem(Place(name), "E103", form=wide)]
    data = data.removeprefix(BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", [Problem(Place(name, line), "E103", form=likely_encoding(data))]
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        place = Place(name, *line_and_column(text)(text.index("\r")))
        return "", [Problem(place, "E106", form="cr", char="U+000D")]
    return text, []


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32, known by the mark at the start or by zero bytes in every other place; else None."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    head = data[:1000]
    zeros = (head[::2].count(0), head[1::2].count(0))
    return "UTF-16" if min(zeros) == 0 and max(zeros) * 8 > len(head) else None


def likely_encoding(data: bytes) -> str:
    """The likely encoding of bytes that are not UTF-8: "damaged" UTF-8, GBK, or unknown."""
    guess = data.decode("utf-8", "replace")
    beyond_ascii = len(guess) - len(guess.encode("ascii", "ignore"))
    if guess.count("\ufffd") * 2 < beyond_ascii:
        return "damaged"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "unknown"
    return "GBK"


def has_forbidden(text: str) -> bool:
    """Whether a text has a character that no text may contain."""
    return bool(PERHAPS_FORBIDDEN.search(text) and FORBIDDEN.search(text))


def forbidden_characters(name: str, text: str) -> list[Problem]:
    """Tabs, control, private, invisible and bidirectional characters, each at its place; Tabs in a row are one."""
    if not has_forbidden(text):
        return []
    problems = (
        forbidden(Place(name, number, match.start() + 1), match[0])
        for number, line in enumerate(text.split("\n"), start=1)
        for match in FORBIDDEN.finditer(line)
        if not (match.start() and line.startswith("\t\t", match.start() - 1))
    )
    return list(islice(problems, MOST_PROBLEMS))


def forbidden(place: Place, char: str) -> Problem:
    """Which rule a forbidden character breaks."""
    code = "E104" if char == "\t" else "E105" if HIDDEN.match(char) else "E106"
    return Problem(place, code, form="char", char=f"U+{ord(char):04X}")


def line_and_column(text: str) -> Callable[[int], tuple[int, int]]:
    """A function from an offset in a text to its line and column, both from 1."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(offset: int) -> tuple[int, int]:
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    return place
