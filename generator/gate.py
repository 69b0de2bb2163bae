"""The first of all gates: what may not be published never gets past it, and it never quotes what it saw.

It looks at the raw text of every file (keys, comments and broken files too), then at the decisions of the
rows that are withheld. A mark is a hold on the file; only the removal of the text, with a decision in its
place, opens the gate.
"""

from typing import Any

from generator.amount_mentions import find_amounts
from generator.cells import KEPT_BACK
from generator.model import Form, Indicator, Project, Record
from generator.problems import Place, Problem
from generator.review import review_holds
from generator.secrecy import audit_withheld, gate_text
from generator.typed import BLANK, WITHHELD, money
from generator.yamlfile import Fields, Items, locate

DECISION = ("basis", "decided_on", "decided_by")
__all__ = ["gate_nodes", "gate_record", "gate_text"]


def gate_rows(name: str, root: Fields) -> list[Problem]:
    """Rows with a decision that still hold the text it withholds, or that withhold without a whole decision."""
    tasks = root.get("tasks")
    if not isinstance(tasks, Fields):
        return []
    rows = [row for group in ("key", "other") for row in listed(tasks.get(group)) if "withheld" in row]
    return [problem for row in rows for problem in row_problems(name, row)]


def listed(rows: Any) -> list[Fields]:
    """The rows of a group that are readable as rows."""
    return [row for row in rows if isinstance(row, Fields)] if isinstance(rows, Items) else []


def row_problems(name: str, row: Fields) -> list[Problem]:
    """What is wrong with one withheld row."""
    place = Place(name, row.line, row.column)
    problems = []
    if any(row.get(key) not in (None, BLANK, WITHHELD) for key in KEPT_BACK.get(str(row["withheld"]), ())):
        problems.append(Problem(place, "S402"))
    if not all(row.get(key) for key in DECISION):
        problems.append(Problem(place, "S403"))
    return problems


def gate_record(name: str, record: Form, root: Fields) -> list[Problem]:
    """Whether what a record shows gives away what it withholds."""
    return given_away(name, record, root) if isinstance(record, Record) else []


def gate_nodes(name: str, root: Fields) -> list[Problem]:
    """Everything for which a file must be held that its cells say, whatever else is wrong with it."""
    return [*gate_rows(name, root), *review_holds(name, root), *not_public(name, root)]


def not_public(name: str, root: Fields) -> list[Problem]:
    """S407 where the attribute of disclosure does not let a form be public."""
    disclosure = root.get("disclosure")
    attribute = disclosure.get("attribute") if isinstance(disclosure, Fields) else None
    is_refused = attribute in ("依申请公开", "不予公开")
    return [Problem(at(name, root, ("disclosure", "attribute")), "S407")] if is_refused else []


def given_away(name: str, record: Record, root: Fields) -> list[Problem]:
    """Whether the figures of a record give away what it withholds."""
    problems: list[Problem] = []
    hidden = [task for task in record.tasks.rows if task.withheld == "all"]
    if not hidden:
        return problems
    shown = [money(task.amount) for task in record.tasks.rows if task.withheld != "all" and not task.is_basic]
    code = audit_withheld(
        hidden=len(hidden),
        shown=[amount for amount in shown if amount is not None],
        total=money(record.budget.by_type.project),
        declared_sum=money(record.tasks.withheld_total),
    )
    if code:
        problems.append(Problem(at(name, root, ("tasks",)), code))
    for number, indicator in enumerate(record.indicators):
        if indicator.cleared is None and names_money(indicator, record.unit):
            problems.append(Problem(at(name, root, ("indicators", number)), "S405"))
    return problems


def names_money(indicator: Indicator, form_unit: str) -> bool:
    """Whether an indicator names an amount of money, in its name or as its target."""
    name = indicator.name
    return bool(
        find_amounts(name, form_unit=form_unit)
        or find_amounts(indicator.target, name=name, unit=indicator.unit, form_unit=form_unit)
    )


def gate_project(name: str, project: Project, root: Fields, record: Record) -> list[Problem]:
    """S413 for a project that may tell what a row of its department's record withholds, and that nobody cleared."""
    shown = {task.name for task in record.tasks.rows if task.withheld is None}
    withholds = any(task.withheld for task in record.tasks.rows)
    if not withholds or project.cleared or project.name in shown:
        return []
    return [Problem(at(name, root, ("name",)), "S413")]


def at(name: str, root: Fields, path: tuple[str | int, ...]) -> Place:
    """The place of a cell in its file."""
    found, _ = locate(root, path)
    return Place(name, found.line, found.column)
