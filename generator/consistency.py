"""What must hold between the cells of a record: mistakes of transcription that no single cell shows.

An oddity of the document itself (a sum that does not tie, an indicator named twice) is a finding, and no
concern of this file.
"""

from collections.abc import Iterator, Sequence

from generator.model import Department, Form, Project, Record
from generator.problems import Place, Problem
from generator.prose import GOAL
from generator.typed import Part, money, title_of
from generator.yamlfile import Fields, locate

# What we say of an indicator ourselves: no column of the form.
NO_COLUMN = {"cleared", "earlier"}
GOALS = ("overall_goal", "goal")


def record_problems(name: str, record: Form, root: Fields) -> list[Problem]:
    """Everything that does not fit together in one record."""
    own = idle_sum(name, record, root) if isinstance(record, Record) else ()
    tables = ragged_tables(name, record, root)
    return [*tables, *markers_lost(name, record, root), *own, *trace_of_no_file(name, record, root)]


def trace_of_no_file(name: str, record: Form, root: Fields) -> Iterator[Problem]:
    """E301 for a trace that does not say of which file it is."""
    if record.trace and not record.trace.file_sha256:
        cell = title_of(type(record), ("trace", "sha256"))
        form = type(record).__name__.lower()
        yield Problem(place_in(name, root, ("trace",)), "E301", cell=cell, key="sha256", form=form)


def ragged_tables(name: str, record: Form, root: Fields) -> Iterator[Problem]:
    """Every row of a table has the same columns; a task has a name, withheld rows have none of them."""
    if isinstance(record, Record):
        yield from ragged_rows(name, root, ("tasks", "key"), record.tasks.key, {"name"})
        yield from ragged_rows(name, root, ("tasks", "other"), record.tasks.other or (), {"name"})
    yield from ragged_rows(name, root, ("indicators",), record.indicators, set())


def ragged_rows(
    name: str, root: Fields, table: tuple[str, ...], rows: Sequence[Part], needed: set[str]
) -> Iterator[Problem]:
    """E318 for each row that lacks a column of its table."""
    columns = [(number, written(row)) for number, row in enumerate(rows) if getattr(row, "withheld", None) is None]
    everything = needed.union(*(keys for _, keys in columns))
    for number, keys in columns:
        missing = [
            f"{field.title} {key}" for key, field in type(rows[number]).model_fields.items() if key in everything - keys
        ]
        if missing:
            yield Problem(place_in(name, root, (*table, number)), "E318", row=number + 1, missing="、".join(missing))


def written(row: Part) -> set[str]:
    """The columns of the form that stand in a row, blank ones too."""
    return {key for key in type(row).model_fields if getattr(row, key) is not None} - NO_COLUMN


def markers_lost(name: str, record: Form, root: Fields) -> Iterator[Problem]:
    """E307 for signs at the start of a line of a goal that the page would show as another sign."""
    for key in GOALS:
        text = getattr(record, key, None)
        if not text:
            continue
        place = place_in(name, root, (key,))
        block = root[key].endswith("\n")
        for token in GOAL.parse(text):
            if token.type == "list_item_open" and token.map and (token.markup != "." or token.info.startswith("0")):
                line = place.line + block + token.map[0]
                cell = type(record).model_fields[key].title
                yield Problem(Place(name, line), "E307", cell=cell, piece=f"{token.info}{token.markup}")


def idle_sum(name: str, record: Record, root: Fields) -> Iterator[Problem]:
    """E311 for a sum of withheld tasks in a record that withholds none whole: it would be counted twice."""
    if money(record.tasks.withheld_total) is None or any(task.withheld == "all" for task in record.tasks.rows):
        return
    cell = type(record.tasks).model_fields["withheld_total"].title
    yield Problem(place_in(name, root, ("tasks", "withheld_total")), "E311", cell=cell)


def is_like_project(root: Fields) -> bool:
    """Whether a file has what only the form of a project has, and nothing of what only a department's has."""
    budget = root.get("budget")
    has_own = "name" in root and isinstance(budget, dict) and "annual" in budget
    return has_own and not {"department", "tasks"} & root.keys()


def misplaced(name: str, record: Form, root: Fields, about: Department) -> Iterator[Problem]:
    """E314 or E340 for a form that names another department than the folder it lies in."""
    names = (about.name, *(about.short_names or ()), *(about.aliases or ()))
    if isinstance(record, Project):
        # A code stands before the name: [173]某部门.
        told = [text for text in (record.supervisor, record.implementer) if text]
        if told and not any(known in text for known in names for text in told):
            key = "supervisor" if record.supervisor else "implementer"
            yield Problem(place_in(name, root, (key,)), "E340", told[0], name=about.name)
    elif record.department not in names:
        place = place_in(name, root, ("department",))
        yield Problem(place, "E314", record.department, name=about.name)


def place_in(name: str, root: Fields, path: tuple[str | int, ...]) -> Place:
    """The place of a cell in its file."""
    found, _ = locate(root, path)
    return Place(name, found.line, found.column)
