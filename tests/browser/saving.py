"""The CSV that the buttons of a page save, and what it must be."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from generator.analysis.facts import FormFacts, RecordFacts, ResultsFacts
from generator.output.exports.outputs import csv_bytes
from generator.output.exports.result_rows import result_rows
from generator.output.exports.rows import anchored_budget_rows, indicator_rows, task_rows
from generator.output.exports.tables import FORM_TABLES


def own_budget_rows(facts: FormFacts) -> list[list[str]]:
    """The lines of the money of a form under the names that it prints itself."""
    return [[split, name, amount, facts.unit] for split, name, amount, _ in anchored_budget_rows(facts)]


ROWS: dict[str, Callable[[Any], Iterable[list[Any]]]] = {
    "budget": own_budget_rows,
    "tasks": task_rows,
    "indicators": indicator_rows,
    "results": result_rows,
}


def tables_of(facts: FormFacts) -> list[str]:
    """The names of the tables that the page of a form offers."""
    if isinstance(facts, ResultsFacts):
        return ["results"]
    return ["budget", *(["tasks"] if isinstance(facts, RecordFacts) else []), "indicators"]


def expected(facts: FormFacts) -> dict[str, bytes]:
    """The CSV of each table of a form, by the name under which it is saved."""
    file = facts.source.path.strip("/").replace("/", "-")
    names = tables_of(facts)
    heads = {name: [column.title for column in FORM_TABLES[name]] for name in names}
    return {f"{file}-{name}.csv": csv_bytes(heads[name], ROWS[name](facts)) for name in names}


def saved(page: Any, button: Any) -> tuple[str, bytes]:
    """The name and the content of the file that a button saves."""
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def clicked(seen: Any) -> list[tuple[str, bytes]]:
    """What each of the buttons of a page saves, those in folds too."""
    seen.page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    return [saved(seen.page, button) for button in seen.page.locator("button[data-csv]:visible").all()]
