"""Drives search in a real browser, on any site that is served: used on a tiny site here and on whole sites."""

import random
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from generator.output.search_folding import folded

LONGEST = 12
WHOLE = re.compile(r"(?<=[0-9])\.0+$")
RESULTS = "[data-search=results] > li"
# The page of each result that is shown, where it leads, and the texts that are marked in it.
SHOWN = f"""() => [...document.querySelectorAll("{RESULTS}")].map((result) => [
  result.dataset.page,
  result.querySelector("a").href,
  [...result.querySelectorAll("mark")].map((mark) => mark.textContent),
])"""
# Types queries one after the other, waits for the answer of each, and presses the button for more until there is none.
ASK = f"""async (queries) => {{
  const [page, field, more] = ["#search", "#search-query", "[data-search=more]"]
    .map((place) => document.querySelector(place));
  const count = () => document.querySelectorAll("{RESULTS}").length;
  const moment = () => new Promise((done) => setTimeout(done, 5));
  const answers = [];
  for (const query of queries) {{
    for (const words of ["", query]) {{
      field.value = words;
      field.dispatchEvent(new Event("input", {{ bubbles: true }}));
    }}
    while (page.getAttribute("aria-busy") !== "false") await moment();
    while (more.checkVisibility()) {{
      const before = count();
      more.click();
      while (count() === before && !more.hidden) await moment();
    }}
    answers.push(({SHOWN})());
  }}
  return answers;
}}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Result:
    """One place among the results: its page, its address, and the texts that are marked in it."""

    path: str
    address: str
    marks: tuple[str, ...]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served for as long as the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def pieces(texts: Iterable[tuple[str, str]], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Random pieces of 1 to 12 characters as (path of the page, piece), from (path, text); always the same."""
    chance = random.Random(seed)
    drawn = [(path, text) for path, text in texts if folded(text)]
    weights = [len(text) for _, text in drawn]
    while count:
        path, text = chance.choices(drawn, weights)[0]
        start = chance.randrange(len(text))
        piece = text[start : start + chance.randint(1, LONGEST)]
        if folded(piece):
            count -= 1
            yield path, piece


def ask(page: Page, query: str) -> None:
    """Types a query on the search page and waits for its answer."""
    page.fill("#search-query", "")
    page.fill("#search-query", query)
    settle(page)


def settle(page: Page) -> None:
    """Waits until the search page shows what its fields ask for."""
    page.wait_for_selector("#search[aria-busy=false], #search:not([aria-busy]) #search-start:not([hidden])")


def shown(page: Page, site: str) -> list[Result]:
    """The results that the search page shows."""
    return results(page.evaluate(SHOWN), site)


def results(found: list[tuple[str, str, list[str]]], site: str) -> list[Result]:
    """Results as the page told them."""
    return [Result(path, address.removeprefix(site), tuple(marks)) for path, address, marks in found]


def all_results(page: Page, site: str, queries: list[str]) -> list[list[Result]]:
    """Every result for each query, however many times more has to be asked for."""
    settle(page)
    return [results(answer, site) for answer in page.evaluate(ASK, queries)]


def missed(page: Page, site: str, drawn: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pieces that search does not find on their page, or of which it marks none there."""
    page.goto(site + "search/")
    asked, missing = list(drawn), []
    for (path, piece), answer in zip(asked, all_results(page, site, [piece for _, piece in asked]), strict=True):
        found = [result for result in answer if result.path == path]
        if not any(is_marked(result, piece) for result in found):
            missing.append((path, piece))
    return missing


def is_marked(result: Result, query: str) -> bool:
    """Whether one of the words of a query is marked in a result; 0.00 is marked wherever there is 0."""
    words = [WHOLE.sub("", folded(word)) for word in query.split() if folded(word)]
    return any(word in folded(mark) for word in words for mark in result.marks)
