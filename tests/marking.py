"""The spellings of marks of secrecy, and the words that only look like them."""

from pathlib import Path

HERE = Path(__file__).parent


def table(name: str) -> list[tuple[str, str]]:
    """The rows of a list beside this file: a text and what is to come of it."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return [(row[0].replace(r"\n", "\n"), row[1]) for row in rows]


MARKS = table("marks.tsv")
LOOK_ALIKES = table("look_alikes.tsv")
