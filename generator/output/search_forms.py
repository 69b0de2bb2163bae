"""The part of the JSON file of a form that search reads (templates/assets/search_forms.js): names and places.

A row of a table that is found by its cells as they are is not repeated; a text of the form is given by its path.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.forms.fields import titles_of
from generator.forms.model import TARGET_KEYS, ResultIndicator, named
from generator.output.search_index import KINDS, SearchDocument, place_lists

Tree = dict[str, Any]
PlaceList = list[Any]

FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# The columns of indicators that are searched beside name and target, in the order of the form.
OTHERS = (key for key in titles_of(ResultIndicator) if key not in ("name", *TARGET_KEYS))
TEXTS = tuple(dict.fromkeys(("type", "family", *OTHERS)))
TASK, INDICATOR, MONEY = map(KINDS.index, ("task", "indicator", "money"))


def search_tree(document: SearchDocument, form: Tree, money: Iterable[Sequence[str]]) -> Tree:
    """Return the data for search results that the tree of a form lacks: the title, the names and the other places.

    `money` are the lines of the budget: split, name, amount, id on the page.
    """
    places = list(other_places(document, form, money))
    has_title = places[0][1] == document.title
    return {
        **({} if has_title else {"title": document.title}),
        "names": document.names,
        "places": places,
    }


def other_places(document: SearchDocument, form: Tree, money: Iterable[Sequence[str]]) -> Iterator[PlaceList]:
    """Yield the places of a form that are not its rows as they are; a row without a place has no texts."""
    expected = {place[2]: place for place in row_places(form, money)}
    others = [place for place in place_lists(document) if expected.pop(place[2], None) != place]
    paths = paths_of({text for place in others for text in place[3]}, form)
    for kind, label, anchor, texts, *value in others:
        yield [kind, label, anchor, [shorter(text, paths.get(text)) for text in texts], *value]
    for kind, _, anchor, *_ in expected.values():
        yield [kind, "", anchor, []]


def shorter(text: str, path: list[str | int] | None) -> str | list[str | int]:
    """Return the path of a text where it is the shorter one."""
    return path if path and len(str(path)) < len(text.encode("utf-8", "surrogatepass")) else text


def paths_of(texts: Collection[str], form: Tree) -> dict[str, list[str | int]]:
    """Return the path of the first place of each text that a tree has."""
    found: dict[str, list[str | int]] = {}

    def visit(part: Any, path: list[str | int]) -> None:
        for key, inside in part.items() if isinstance(part, dict) else enumerate(part):
            if isinstance(inside, str):
                if inside in texts:
                    found.setdefault(inside, [*path, key])
            elif isinstance(inside, dict | list):
                visit(inside, [*path, key])

    visit(form, [])
    return found


def row_places(form: Tree, money: Iterable[Sequence[str]]) -> Iterator[PlaceList]:
    """Yield the lines of the budget and the rows of the tables as places, as the browser makes them of their cells."""
    tasks, unit = form.get("tasks", {}), form.get("unit", "")
    for _, name, amount, anchor in money:
        yield row_place(MONEY, name, anchor, (), with_unit(amount, unit))
    for number, row in enumerate([*tasks.get("key", ()), *tasks.get("other", ())], 1):
        value = with_unit(row.get("amount", ""), unit)
        yield row_place(TASK, row.get("name", ""), f"task-{number}", cells(row, "content", "expected"), value)
    for number, row in enumerate(form["indicators"], 1):
        value = named(row.get("comparator", "")) + row.get("target", "") + named(row.get("unit", ""))
        texts = cells(row, *TEXTS)
        yield row_place(INDICATOR, row["name"], f"indicator-{number}", texts, value)


def with_unit(amount: str, unit: str) -> str:
    """Return the text of an amount, a figure with its unit."""
    return f"{amount} {unit}" if FIGURE.fullmatch(amount) else amount


def row_place(kind: int, label: str, anchor: str, texts: Iterable[str], value: str) -> PlaceList:
    """Return a place of a row, without texts that repeat others."""
    others = [text for text in dict.fromkeys(texts) if text not in ("", label, value)]
    return [kind, label, anchor, others, *([value] if value else [])]


def cells(row: Mapping[str, str], *keys: str) -> list[str]:
    """Return the texts of some cells of a row; "" for one that it lacks."""
    return [row.get(key, "") for key in keys]
