"""A site of 300 records in the browser: lists stay short until somebody asks, and nothing breaks at its longest."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.system.manifest import Revision

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from corpus import write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZE = 130
LONGEST = "city-0001/bureau-01/2021/"
# Into how many pieces each figure is broken.
PIECES = "all => all.map((one) => one.getClientRects().length)"
LISTS = (
    "",
    "departments/",
    "indicators/",
    "indicators/satisfaction/",
    "disclosure/",
    "city-0001/",
    "checks/v23/",
    "questions/late/",
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site of made-up records, more than a list carries."""
    root = tmp_path_factory.mktemp("large")
    write(SIZE, root)
    build(BuildOptions(root, root / "site", Revision("", "", "0")), lambda step: None)
    return root / "site"


@pytest.fixture(scope="module")
def there(large: Path, serve: Callable[..., Any]) -> Iterator[str]:
    with serve(large) as address:
        yield address


def test_no_page_is_heavy(large: Path) -> None:
    heavy = {path: (large / path / "index.html").stat().st_size for path in (*LISTS, LONGEST)}
    assert {path: size for path, size in heavy.items() if size > 200_000} == {}
    assert max(file.stat().st_size for file in large.rglob("rows-*.html")) < 300_000


def test_filtering_and_sorting_reach_every_row(visit: Callable[..., Any], there: str) -> None:
    seen = visit("departments/", at=there)
    page = seen.page
    rows = "#all-records tbody tr:visible"
    assert page.locator(rows).count() == 120
    page.select_option("#filter-city", "示例二市")
    page.get_by_text(f"显示 30 行，共 {SIZE} 行").wait_for()
    assert page.locator(rows).count() == 30
    page.get_by_role("button", name="清除筛选").click()
    assert page.locator(rows).count() == SIZE
    page.get_by_role("button", name="预算合计").click()
    amounts = [float(text) for text in page.locator("#all-records [data-value]").all_inner_texts()]
    assert len(amounts) == SIZE and amounts == sorted(amounts, reverse=True)
    shared = visit(f"departments/{page.url.partition('departments/')[2]}", at=there)
    shared.page.locator("[aria-sort=descending]").wait_for()
    assert shared.page.locator(rows).count() == SIZE
    assert seen.complaints == shared.complaints == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_longest_record_breaks_nothing(width: int, visit: Callable[..., Any], there: str) -> None:
    seen = visit(LONGEST, at=there, width=width)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert set(seen.page.locator(".tile__figure").evaluate_all(PIECES)) == {1}
    assert seen.complaints == []
