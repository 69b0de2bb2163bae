"""Checks between the cells of a record: transcription mistakes that no single cell shows.

An oddity of the document itself (a sum that does not tie, an indicator named twice) is a finding, and no
concern of this file.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.content.divisions import code_fault
from generator.content.markdown import GOAL
from generator.forms.cells import WITHHELD_TOTAL, parts_in, withheld_cells
from generator.forms.fields import ALREADY_PUBLIC, WITHHELD, FieldGroup, money, title_of, titles_of
from generator.forms.model import Decision, Department, Form, Indicator, Jurisdiction, Project, Record, Task
from generator.problems import Place, Problem
from generator.text.yaml import MappingNode, place_in

GOALS = ("overall_goal", "goal")
# The code of a duplicate row, by which `as_published` names it too.
DOUBLED = "E312"


def record_problems(name: str, record: Form, root: MappingNode) -> list[Problem]:
    """All problems between the cells of one record."""
    own = unused_sum(name, record, root) if isinstance(record, Record) else ()
    tables = [*ragged_tables(name, record, root), *doubled_rows(name, record, root)]
    decided = [*unused_decisions(name, record, root), *trace_of_no_file(name, record, root)]
    return [*tables, *lost_list_markers(name, record, root), *decided, *own]


def trace_of_no_file(name: str, record: Form, root: MappingNode) -> Iterator[Problem]:
    """E301 for a trace that does not say of which file it is."""
    if record.trace and not record.trace.file_sha256:
        cell = title_of(type(record), "trace", "sha256")
        form = type(record).__name__.lower()
        yield Problem(place_in(name, root, ("trace",)), "E301", cell=cell, key="sha256", form=form)


def unused_decisions(name: str, record: Form, root: MappingNode) -> Iterator[Problem]:
    """E371 for a decision to withhold in a group or a row without withheld cells."""
    for path, part in parts_in(record):
        if isinstance(getattr(part, "withheld", None), Decision) and not withheld_cells(part):
            yield Problem(place_in(name, root, (*path, "withheld")), "E371")


def ragged_tables(name: str, record: Form, root: MappingNode) -> Iterator[Problem]:
    """E318 for each row that lacks a column of its table; a task needs a name, withheld rows need none."""
    if isinstance(record, Record):
        yield from ragged_rows(name, root, ("tasks", "key"), record.tasks.key, {"name"})
        yield from ragged_rows(name, root, ("tasks", "other"), record.tasks.other or (), {"name"})
    yield from ragged_rows(name, root, ("indicators",), record.indicators, set())


def ragged_rows(
    name: str, root: MappingNode, table: tuple[str, ...], rows: Sequence[FieldGroup], needed: set[str]
) -> Iterator[Problem]:
    """E318 for each row that lacks a column of its table."""
    columns = [(number, present(row)) for number, row in enumerate(rows) if getattr(row, "withheld", None) != "all"]
    everything = needed.union(*(keys for _, keys in columns))
    for number, keys in columns:
        missing = [
            f"{title} {key}"
            for key, title in titles_of(type(rows[number])).items()
            if key in everything - keys - withheld_cells(rows[number])
        ]
        if missing:
            yield Problem(place_in(name, root, (*table, number)), "E318", row=number + 1, missing="、".join(missing))


def doubled_rows(name: str, record: Form, root: MappingNode) -> Iterator[Problem]:
    """E312 for each row that repeats another of its table in every cell, unless the original was found to do so."""
    if record.confirmations_of(DOUBLED):
        return
    tables: list[tuple[tuple[str, ...], Sequence[Task | Indicator]]] = [(("indicators",), record.indicators)]
    if isinstance(record, Record):
        tables += [(("tasks", "key"), record.tasks.key), (("tasks", "other"), record.tasks.other or ())]
    for table, rows in tables:
        first: dict[tuple[Any, ...], int] = {}
        for number, row in enumerate(rows):
            said = tuple((key, getattr(row, key)) for key in titles_of(type(row)))
            # Empty rows fill a table, and withheld rows cannot be compared.
            if row.is_empty or withheld_cells(row):
                continue
            if (before := first.setdefault(said, number)) != number:
                values = {"cell": title_of(type(record), *table), "row": number + 1, "first": before + 1}
                yield Problem(place_in(name, root, (*table, number)), DOUBLED, row.name, **values)


def day_problems(name: str, record: Form, root: MappingNode) -> Iterator[Problem]:
    """E344 for a review later than the publication that it has to come before.

    What another body had published already is reviewed afterwards, and so is what was adjusted later.
    """
    reviewed, published = record.review.on, record.disclosure.published_on
    if published is None or reviewed <= published or record.review.conclusion.startswith(ALREADY_PUBLIC):
        return
    if not any(adjustment.date > published for adjustment in record.adjustments or ()):
        yield Problem(place_in(name, root, ("review", "on")), "E344", str(reviewed), published=published)


def code_problems(name: str, about: Jurisdiction, root: MappingNode) -> Iterator[Problem]:
    """E346 for a code that is certainly not that of the named city, county or province."""
    fault = code_fault(about.name, about.level, about.code)
    if fault:
        form, values = fault
        yield Problem(place_in(name, root, ("code",)), "E346", about.code, form=form, **values)


def present(row: FieldGroup) -> set[str]:
    """The columns of the form that a row has, blank ones too."""
    return {key for key in titles_of(type(row)) if getattr(row, key) is not None}


def lost_list_markers(name: str, record: Form, root: MappingNode) -> Iterator[Problem]:
    """E307 for list markers at the start of a line of a goal that Markdown would show differently."""
    for key in GOALS:
        text = getattr(record, key, None)
        if not text:
            continue
        place = place_in(name, root, (key,))
        block = root[key].endswith("\n")
        for token in GOAL.parse(text):
            if token.type == "list_item_open" and token.map and (token.markup != "." or token.info.startswith("0")):
                line = place.line + block + token.map[0]
                cell = title_of(type(record), key)
                yield Problem(Place(name, line), "E307", cell=cell, piece=f"{token.info}{token.markup}")


def unused_sum(name: str, record: Record, root: MappingNode) -> Iterator[Problem]:
    """E311 for a sum of withheld tasks that is no figure, or in a record that withholds the amount of none."""
    total = record.tasks.withheld_total
    hides_amounts = any("amount" in withheld_cells(task) for task in record.tasks.rows)
    if total == WITHHELD or (money(total) is not None and not hides_amounts):
        cell = title_of(type(record), *WITHHELD_TOTAL)
        yield Problem(place_in(name, root, WITHHELD_TOTAL), "E311", cell=cell)


def is_like_project(root: MappingNode) -> bool:
    """Whether a file has cells that only the form of a project has, and none that only a department's has."""
    budget = root.get("budget")
    has_own = "name" in root and isinstance(budget, dict) and "annual" in budget
    return has_own and not {"department", "tasks"} & root.keys()


def department_mismatch(name: str, record: Form, root: MappingNode, about: Department) -> Iterator[Problem]:
    """E314 or E340 for a form that names another department than that of its folder."""
    names = about.names
    if isinstance(record, Project):
        # A code may precede the name: [173]某部门.
        written = [text for text in (record.supervisor, record.implementer) if text]
        if written and not any(known in text for known in names for text in written):
            key = "supervisor" if record.supervisor else "implementer"
            yield Problem(place_in(name, root, (key,)), "E340", written[0], name=about.name)
    elif record.department not in names:
        place = place_in(name, root, ("department",))
        yield Problem(place, "E314", record.department, name=about.name)
