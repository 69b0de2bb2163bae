"""Checks between the cells of a record: transcription mistakes that no single cell shows.

An oddity of the document itself (a sum that does not tie, an indicator named twice) is a finding, and no
concern of this file.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from generator.content.cell_problems import CellProblem, placed
from generator.content.divisions import code_fault
from generator.content.markdown import GOAL
from generator.forms.basis import CRITERIA
from generator.forms.cells import WITHHELD_TOTAL, cells, columns_in, columns_of, parts_in, tables_of, withheld_cells
from generator.forms.fields import ALREADY_PUBLIC, BLANK, WITHHELD, money, title_of, titles_of
from generator.forms.figures import figure
from generator.forms.model import (
    Decision,
    Department,
    Form,
    Jurisdiction,
    Project,
    ProjectResults,
    Record,
    Results,
    Targets,
)
from generator.problems import Place, Problem
from generator.text.amounts import WordedAmount, is_stated
from generator.text.normalize import normalized
from generator.text.yaml import MappingNode, place_in
from generator.words import catalogue_map

GOALS = ("overall_goal", "goal")
# Whatever may mark a list item but a number that begins with 1 to 9 and ends with a full stop.
ODD_MARKER = re.compile(r"(?:[-+*)]|(?<![0-9])0[0-9]*\.)(?:[ \t]|$)", re.MULTILINE)
# The code of a duplicate row, by which `as_published` names it too.
DOUBLED = "E312"
# The code of a self-evaluation of another project than its targets, and the name in `as_published` too.
OTHER_NAME = "E385"
# The code of an indicator without a type, and the name in `as_published` too.
NO_TYPE = "E303"
# The codes of problems that a document may be confirmed to have.
CONFIRMED = (DOUBLED, OTHER_NAME, NO_TYPE)


def record_problems(name: str, record: Form, root: MappingNode) -> list[Problem]:
    """All problems between the cells of one record."""
    problems = chain.from_iterable(check(record) for check in CHECKS)
    return [*lost_list_markers(name, record, root), *placed(problems, name, root)]


def trace_of_no_file(record: Form) -> Iterator[CellProblem]:
    """E301 for a trace that does not say of which file it is."""
    if record.trace and not record.trace.file_sha256:
        cell = title_of(type(record), "trace", "sha256")
        form = type(record).__name__.lower()
        yield CellProblem(("trace",), "E301", cell=cell, key="sha256", form=form)


def no_indicators(record: Form) -> Iterator[CellProblem]:
    """E303 for a form without any row of indicators, which every form has."""
    if not record.indicators:
        yield CellProblem(("indicators",), "E303", cell=title_of(type(record), "indicators"), form="rows")


def untyped_indicators(record: Form) -> Iterator[CellProblem]:
    """E303 for each indicator of targets with a blank type, as merged cells leave, unless the original is blank too.

    A row that names no indicator needs none.
    """
    if isinstance(record, Results) or record.confirmations_of(NO_TYPE):
        return
    for number, row in enumerate(record.indicators):
        if row.type == BLANK and not row.is_empty:
            path = ("indicators", number, "type")
            yield CellProblem(path, NO_TYPE, cell=title_of(type(record), *path), form="type")


def unused_decisions(record: Form) -> Iterator[CellProblem]:
    """E371 for a decision to withhold in a group or a row without withheld cells."""
    for path, part in parts_in(record):
        if isinstance(getattr(part, "withheld", None), Decision) and not withheld_cells(part):
            yield CellProblem((*path, "withheld"), "E371")


def ragged_rows(record: Form) -> Iterator[CellProblem]:
    """E318 for each row that lacks a column of its table, or its name; rows that are withheld whole lack none.

    Which columns of its own a form has is known from its drawing.
    """
    for table, rows in tables_of(record):
        present = {
            number: {key for key, _, _ in columns_of(type(row)) if row.values[key] is not None}
            for number, row in enumerate(rows)
            if row.withheld != "all"
        }
        columns = {"name"}.union(*present.values())
        for number, keys in present.items():
            if keys == columns:
                continue
            lacking = columns - keys - withheld_cells(rows[number])
            titles = titles_of(type(rows[number])).items()
            if missing := [f"{title} {key}" for key, title in titles if key in lacking]:
                yield CellProblem((*table, number), "E318", row=number + 1, missing="、".join(missing))


def doubled_rows(record: Form) -> Iterator[CellProblem]:
    """E312 for each row that repeats another of its table in every cell, unless the original was found to do so."""
    if record.confirmations_of(DOUBLED):
        return
    for table, rows in tables_of(record):
        first: dict[tuple[Any, ...], int] = {}
        for number, row in enumerate(rows):
            # Empty rows fill a table, and withheld rows cannot be compared.
            if row.is_empty or withheld_cells(row):
                continue
            values = tuple(row.values[key] for key, _, _ in columns_in(row))
            if (before := first.setdefault(values, number)) != number:
                title = title_of(type(record), *table)
                yield CellProblem((*table, number), DOUBLED, row.name, cell=title, row=number + 1, first=before + 1)


def day_problems(record: Form) -> Iterator[CellProblem]:
    """E344 for a review later than the publication that it has to come before.

    What another body had published already is reviewed afterwards, and so is what was adjusted later.
    """
    reviewed, published = record.review.on, record.disclosure.published_on
    if published is None or reviewed <= published or record.review.conclusion.startswith(ALREADY_PUBLIC):
        return
    if not any(adjustment.date > published for adjustment in record.adjustments or ()):
        yield CellProblem(("review", "on"), "E344", str(reviewed), published=published)


def code_problems(about: Jurisdiction) -> Iterator[CellProblem]:
    """E346 for a code that is certainly not that of the named city, county or province."""
    if fault := code_fault(about.name, about.level, about.code):
        form, values = fault
        yield CellProblem(("code",), "E346", about.code, form=form, **values)


def basis_problems(about: Jurisdiction) -> Iterator[CellProblem]:
    """E348 for a clause on what no rule is about, E349 for a tag of two documents, E355 for one that binds no year."""
    subjects = {CRITERIA, *catalogue_map("rules")}
    tags: set[str] = set()
    for number, document in enumerate(about.basis or ()):
        if document.tag in tags:
            yield CellProblem(("basis", number, "tag"), "E349", tag=document.tag)
        tags.add(document.tag)
        first, last = document.from_year, document.until_year
        if first and last and first > last:
            yield CellProblem(("basis", number, "from_year"), "E355", first=first, last=last)
        for row, clause in enumerate(document.clauses):
            if clause.subject not in subjects:
                yield CellProblem(("basis", number, "clauses", row, "subject"), "E348", subject=clause.subject)


def lost_list_markers(name: str, record: Form, root: MappingNode) -> Iterator[Problem]:
    """E307 for list markers at the start of a line of a goal that Markdown would show differently."""
    for key in GOALS:
        text = getattr(record, key, None)
        if not text or not ODD_MARKER.search(text):
            continue
        place = place_in(name, root, (key,))
        block = root[key].endswith("\n")
        for token in GOAL.parse(text):
            if token.type == "list_item_open" and token.map and (token.markup != "." or token.info.startswith("0")):
                line = place.line + block + token.map[0]
                cell = title_of(type(record), key)
                yield Problem(Place(name, line), "E307", cell=cell, piece=f"{token.info}{token.markup}")


def unused_sum(record: Form) -> Iterator[CellProblem]:
    """E311 for a sum of withheld tasks that is no figure, or in a record that withholds the amount of none."""
    if not isinstance(record, Record):
        return
    total = record.tasks.withheld_total
    hides_amounts = any("amount" in withheld_cells(task) for task in record.tasks.rows)
    if total == WITHHELD or (money(total) is not None and not hides_amounts):
        yield CellProblem(WITHHELD_TOTAL, "E311", cell=title_of(type(record), *WITHHELD_TOTAL))


def misread_amounts(record: Form) -> Iterator[CellProblem]:
    """E222 for the value of an amount in words that none of its figures states."""
    for cell in cells(record):
        value = cell.value
        if isinstance(value, WordedAmount) and not is_stated(value, value.text, record.unit):
            words = title_of(type(record), *cell.path)
            yield CellProblem(cell.path, "E222", value.text, cell=words, value=figure(value), unit=record.unit)


CHECKS = (
    no_indicators,
    untyped_indicators,
    misread_amounts,
    ragged_rows,
    doubled_rows,
    unused_decisions,
    trace_of_no_file,
    unused_sum,
)


def is_like_project(root: MappingNode) -> bool:
    """Whether a file has cells that only the forms of a project have, and none that only a department's have."""
    budget = root.get("budget")
    has_own = "name" in root and ("execution" in root or (isinstance(budget, dict) and "annual" in budget))
    return has_own and not {"department", "tasks"} & root.keys()


def department_mismatch(record: Form, about: Department) -> Iterator[CellProblem]:
    """E314 or E340 for a form that names another department than that of its folder."""
    if isinstance(record, Project | ProjectResults):
        # A code may precede the name: [173]某部门.
        written = [text for text in (record.supervisor, record.implementer) if text]
        if written and not any(known in text for known in about.names for text in written):
            key = "supervisor" if record.supervisor else "implementer"
            yield CellProblem((key,), "E340", written[0], name=about.name)
    elif record.department not in about.names:
        yield CellProblem(("department",), "E314", record.department, name=about.name)


def other_project(results: Results, targets: Targets) -> Iterator[CellProblem]:
    """E385 for a self-evaluation of another project than the targets that it answers, unless both are as published."""
    if not isinstance(results, ProjectResults) or not isinstance(targets, Project):
        return
    is_same = normalized(results.name) == normalized(targets.name)
    if not is_same and not results.confirmations_of(OTHER_NAME):
        yield CellProblem(("name",), OTHER_NAME, results.name, name=targets.name)
