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
# A4 less the margins that a browser prints with, upright and turned, in CSS pixels.
SHEET, TURNED_SHEET = 718, 1047
WIDE = """(width) => [...document.querySelectorAll("main *")].filter((element) => {
  const { right, width: own } = element.getBoundingClientRect();
  const shown = own > 0 && element.checkVisibility({ visibilityProperty: true });
  return shown && right > width + 1 && !element.closest("[class*=unseen]");
}).map((element) => `${element.tagName} ${element.className}`)"""


def compared(text: str) -> str:
    """A text without white space and commas, its compatibility forms folded.

    Fonts in a PDF map some signs to look-alikes, and the commas that group a number are printed as text.
    """
    return "".join(unicodedata.normalize("NFKC", text).replace(",", "").split())


def written(record: str) -> dict[str, Any]:
    """The file of a record with every scalar as text."""
    text = (CONTENT / f"{record.rstrip('/')}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - reads nothing but text
    return loaded


def printed(record: str, visit: Callable[..., Any], folder: Path) -> str:
    """The words of a record printed on A4, in the order of its content."""
    seen = visit(record)
    file = folder / "record.pdf"
    seen.page.pdf(path=file, format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "10mm"))
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True)
    print(f"/{record}: {done.stdout.count(chr(12))} sheets, {file.stat().st_size} bytes")
    return compared(done.stdout)


def cells_out_of_order(text: str, rows: list[list[str]]) -> list[str]:
    """The cells of rows that the text does not have behind each other, wherever it has the row."""
    missing = []
    for row in rows:
        at = text.find(compared(row[0]))
        for cell in row:
            found = text.find(compared(cell), max(at, 0))
            at = at if found < 0 else found
            if found < 0:
                missing.append(cell)
    return missing


def test_every_row_is_on_paper_in_order(record: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    text, source = printed(record, visit, tmp_path), written(record)
    tasks = [task for group in ("key", "other") for task in source["tasks"].get(group) or []]
    rows = [[task[key] for key in ("name", "amount", "content", "expected") if key in task] for task in tasks]
    rows += [[row[key] for key in ("name", "definition", "target") if key in row] for row in source["indicators"]]
    rows = [row for row in rows if row]
    missing = cells_out_of_order(text, rows)
    withheld = sum("withheld" in task for task in tasks)
    print(f"/{record}: {len(rows)} rows, {len(missing)} cells not found in order, {withheld} rows withheld")
    assert compared(source["goal"])[-10:] in text
    assert missing == []
    assert text.count("依规不公开依据") == withheld
    assert "嵌入代码" not in text


@pytest.mark.parametrize("sheet", [SHEET, TURNED_SHEET])
def test_nothing_is_wider_than_the_sheet(record: str, sheet: int, visit: Callable[..., Any]) -> None:
    seen = visit(record, width=sheet)
    seen.draw()
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= sheet
    assert seen.page.evaluate(WIDE, sheet) == []


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", 1),
        ("zhanjiang/jiwei/2021/", 5),
        ("jieyang/zhengfawei/2022/", 5),
        ("zhanjiang/zhengfawei/2021/", 6),
        ("city-0001/bureau-02/2025/", 7),
        # Four pairs of years, each word by word.
        ("city-0001/bureau-02/", 18),
        ("city-0001/2025/", 2),
        ("disclosure/", 1),
    ],
)
def test_a_page_needs_so_many_sheets(
    path: str, most: int, turned: Callable[..., Any], many: str, tmp_path: Path
) -> None:
    page = turned("desktop", path, at=many).page
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)
    done = subprocess.run(["pdftotext", str(tmp_path / "page.pdf"), "-"], capture_output=True, text=True, check=True)
    assert done.stdout.count("\f") <= most
