"""A record on paper: every row is there, whole, and nothing is wider than the sheet."""

import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTENT = Path(__file__).parents[2] / "content"
# A4 less the margins that a browser prints with, in CSS pixels.
SHEET = 718
WIDE = """(width) => [...document.querySelectorAll("main *")].filter((element) => {
  const { right, width: own } = element.getBoundingClientRect();
  const shown = own > 0 && element.checkVisibility({ visibilityProperty: true });
  return shown && right > width + 1 && !element.closest("[class*=unseen]");
}).map((element) => `${element.tagName} ${element.className}`)"""


def compared(text: str) -> str:
    """A text without white space, its compatibility forms folded: fonts in a PDF map some signs to look-alikes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def written(record: str) -> dict[str, Any]:
    """The file of a record with every scalar as text."""
    text = (CONTENT / f"{record.rstrip('/')}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - reads nothing but text
    return loaded


def printed(record: str, visit: Callable[..., Any], folder: Path) -> str:
    """The words of a record printed on A4, in the order of its content."""
    seen = visit(record)
    seen.draw()
    file = folder / "record.pdf"
    seen.page.pdf(path=file, format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "10mm"))
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True)
    print(f"/{record}: {done.stdout.count(chr(12))} sheets, {file.stat().st_size} bytes")
    return compared(done.stdout)


def test_every_row_is_on_paper_in_order(record: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    text, source = printed(record, visit, tmp_path), written(record)
    tasks = [task for group in ("key", "other") for task in source["tasks"].get(group) or []]
    cells = [task[key] for task in tasks for key in ("name", "amount", "content", "expected") if key in task]
    cells += [row[key] for row in source["indicators"] for key in ("target", "name", "definition") if key in row]
    missing, at = [], text.index(compared(source["goal"])[-20:])
    for cell in cells:
        found = text.find(compared(cell), at)
        at = at if found < 0 else found
        if found < 0:
            missing.append(cell)
    withheld = sum("withheld" in task for task in tasks)
    print(f"/{record}: {len(cells) - len(missing)} cells of {len(cells)} found in order, {withheld} rows withheld")
    assert missing == []
    assert text.count("依规不公开依据") == withheld
    assert "嵌入代码" not in text


def test_nothing_is_wider_than_the_sheet(record: str, visit: Callable[..., Any]) -> None:
    seen = visit(record, width=SHEET)
    seen.draw()
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= SHEET
    assert seen.page.evaluate(WIDE, SHEET) == []
