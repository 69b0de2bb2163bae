"""The documents that our three records were transcribed from: copies in which what is not public is redacted.

Each withheld cell is one fixed mark; a notice that is given out on request only is left out, and so are names of
persons. The documents as they were obtained are not here; what needs them skips.
"""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ORIGINALS = {
    "zhanjiang/zhengfawei/2021": HERE / "originals" / "zhanjiang-zhengfawei-2021.txt",
    "jieyang/zhengfawei/2022": HERE / "originals" / "jieyang-zhengfawei-2022.txt",
    "zhanjiang/jiwei/2021": HERE / "originals" / "zhanjiang-jiwei-2021.txt",
}
SECRECY_MARK = "（密）"
# As they were obtained, by the first letters of their names.
OBTAINED = HERE.parent.parent / "shared" / "seeds"
FORMS_OBTAINED = OBTAINED.parent / "forms"
needs_obtained = pytest.mark.skipif(not OBTAINED.is_dir(), reason="the documents as obtained are not at hand")


def obtained(number: str) -> str:
    """The text of a document as it was obtained."""
    (path,) = OBTAINED.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def bare(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s+", "", text)


def windows(text: str, length: int) -> set[str]:
    """Every run of so many characters in a text."""
    return {text[start : start + length] for start in range(len(text) - length + 1)}


def withheld_pieces() -> set[str]:
    """Every six characters that stand in the marked rows of the document as obtained, and nowhere else in the three."""
    lines = [line for number in ("000", "002", "003") for line in obtained(number).splitlines()]
    unmarked = "".join(bare(line) for line in lines if SECRECY_MARK not in line)
    cells = [cell for line in lines if SECRECY_MARK in line for cell in line.split("\t")]
    return set().union(*(windows(cell, 6) for cell in cells)) - windows(unmarked, 6)
