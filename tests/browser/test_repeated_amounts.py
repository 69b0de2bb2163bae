"""How often an amount stands on a page: in the sentence or the title, in the picture, in its row, in the checks."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 4
FORMS = (
    "zhanjiang/zhengfawei/2021/",
    "zhanjiang/jiwei/2021/",
    "jieyang/zhengfawei/2022/",
    "city-0001/bureau-02/2023/",
    "city-0002/bureau-05/2025/",
)
OTHERS = (
    "",
    "zhanjiang/jiwei/",
    "city-0001/bureau-02/",
    "zhanjiang/",
    "city-0001/",
    "city-0001/2025/",
    "departments/",
    "indicators/satisfaction/",
    "questions/unlisted/",
    "checks/v10/",
)
# Each amount that is drawn, with all folds open: its text, and the place that it stands in. A row of the table, and a
# line of the checks, is a place of its own; a picture is its drawing, and its line of notes.
AMOUNTS = """() => {
  const shown = (found) => { const box = found.getBoundingClientRect(); return box.width && box.height };
  for (const fold of document.querySelectorAll("main details")) fold.open = true;
  const numbers = [...document.querySelectorAll("main .num, main svg tspan")].filter(shown);
  const place = (number) => {
    const line = number.closest(".ledger > li, .remarks > li, tr");
    if (line) return (line.matches("li") ? "check " : "row ") + (line.id || line.rowIndex);
    return number.closest("svg, figcaption") && !number.closest("h2") ? "picture" : "sentence";
  };
  return numbers.map((number) => [number.textContent.trim(), place(number)]);
}"""


def amounts_of(page: Any) -> Counter[tuple[str, str]]:
    """How often each amount stands in each place; only figures with a fraction or of three digits and more."""
    found = Counter((text, place) for text, place in page.evaluate(AMOUNTS))
    return Counter({key: count for key, count in found.items() if is_amount(key[0])})


def is_amount(text: str) -> bool:
    """Whether a number is long enough that two equal ones are hardly two amounts."""
    return text.replace(".", "", 1).isdigit() and (len(text.partition(".")[0]) > 2 or "." in text)


@pytest.mark.parametrize("path", FORMS)
def test_an_amount_of_a_form_stands_once_in_each_place(path: str, turned: Callable[..., Any], many: str) -> None:
    found = amounts_of(turned("desktop", path, at=many).page)
    twice = {key: count for key, count in found.items() if count > 1 and not key[1].startswith("check ")}
    assert found and twice == {}
    # A sum with zero, or with one operand, is that operand.
    assert max(count for (_, place), count in found.items()) <= 2


@pytest.mark.parametrize("path", OTHERS)
def test_an_amount_stands_four_times_on_a_page_at_most(path: str, turned: Callable[..., Any], many: str) -> None:
    times: Counter[str] = Counter()
    for (text, _), count in amounts_of(turned("desktop", path, at=many).page).items():
        times[text] += count
    years = {str(year) for year in range(2000, 2100)}
    assert {text: count for text, count in times.items() if count > MOST and text not in years} == {}
