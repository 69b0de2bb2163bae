"""Checks the cells of a file: decisions to withhold, and whether anything published discloses a withheld amount.

It checks the decisions of the rows that are withheld, then the form as a whole. A problem holds the file until
the text is removed and a decision is written in its place.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from generator.forms.cells import (
    REFERENCE_GROUPS,
    WITHHELD_KEYS,
    WITHHELD_TOTAL,
    Cell,
    CellPath,
    cells,
    named_cells,
    parts_in,
    texts_outside_form,
)
from generator.forms.fields import (
    BLANK,
    MONEY,
    NONE_WRITTEN,
    OWN_NAME,
    WITHHELD,
    FieldGroup,
    is_worded,
    money,
    title_of,
    titles_of,
)
from generator.forms.model import DepartmentResults, Form, Indicator, Project, ProjectResults, Record, Results, Targets
from generator.problems import Place, Problem
from generator.secrecy.amount_mentions import Mention, find_amounts, is_no_money, names_money_unit
from generator.secrecy.clearances import DECISION, cleared_texts, scalar_nodes
from generator.secrecy.review import is_placeholder, review_holds
from generator.secrecy.suppression import (
    PROJECT,
    exposed_amounts,
    further_suppressions,
    is_task_amount,
    rows_of_tasks,
    unrelated_figures,
)
from generator.secrecy.withheld_rows import WORDS
from generator.targets.units import in_yuan
from generator.text.amounts import WordedAmount
from generator.text.folding import fold
from generator.text.normalize import without_spaces
from generator.text.yaml import MappingNode, SequenceNode, place_in
from generator.text.yaml_nodes import mappings_in
from generator.words import translate

Context = dict[str, str | None]
# Kinds of cells whose words may name an amount.
KINDS_WITH_WORDS = ("text", "prose", "code")
# Added to the name of an indicator of this family.
COST = "成本指标"
ZERO = re.compile(r"[0０](?:[.．][0０]*)?[^0-9０-９]*")
# The keys of a decision that must be no placeholders.
DECIDING = ("basis", "decided_by")
# The keys of the cells that scores are made of.
SCORES = frozenset(("weight", "score", "weight_total", "score_total"))
FIGURED = re.compile("[0-9０-９一二三四五六七八九十]")


def gate_rows(name: str, root: MappingNode) -> list[Problem]:
    """S402 for a row with a decision that still has the text it withholds, S403 for one with an incomplete decision."""
    tasks = root.get("tasks")
    groups = [tasks.get(key) for key in ("key", "other")] if isinstance(tasks, MappingNode) else []
    rows = (row for group in groups if isinstance(group, SequenceNode) for row in group)
    withheld = (row for row in rows if isinstance(row, MappingNode) and "withheld" in row)
    return [problem for row in withheld for problem in row_problems(name, row)]


def row_problems(name: str, row: MappingNode) -> list[Problem]:
    """The problems of one withheld row."""
    place = Place(name, row.line, row.column)
    problems = []
    # The columns of the form's own go with any withheld cell of the row.
    own = [key for key in row if OWN_NAME.search(key)]
    withheld = (*WITHHELD_KEYS.get(str(row["withheld"]), ()), *own)
    if any(row.get(key) not in (None, BLANK, WITHHELD) for key in withheld):
        problems.append(Problem(place, "S402"))
    if not all(row.get(key) for key in DECISION):
        problems.append(Problem(place, "S403"))
    return problems


def gate_record(name: str, form: Form, root: MappingNode) -> list[Problem]:
    """Holds of cells that are withheld without a decision, and of published cells that disclose withheld ones."""
    if not any(cell.hidden for cell in cells(form)):
        return []
    checks = (undecided_cells, exposed_cells, unrelated_cells, withheld_figures, repeated_amounts)
    return [problem for check in checks for problem in check(name, form, root)]


def gate_nodes(name: str, root: MappingNode) -> list[Problem]:
    """Holds of the cells of a file that do not depend on its other mistakes."""
    return [
        *gate_rows(name, root),
        *placeholder_decisions(name, root),
        *review_holds(name, root),
        *refused_disclosure(name, root),
    ]


def placeholder_decisions(name: str, root: MappingNode) -> list[Problem]:
    """S403 for each decision that names its basis or its author with a placeholder; a clearance is none then."""
    if all(node.keys().isdisjoint(DECIDING) for node in mappings_in(root)):
        return []
    cells = [
        text
        for path, text in scalar_nodes(root)
        if path[-1] in DECIDING and path[0] != "clearances" and text.strip() and is_placeholder(text)
    ]
    return [Problem(Place(name, text.line, text.column), "S403") for text in cells]


def refused_disclosure(name: str, root: MappingNode) -> list[Problem]:
    """S407 where the attribute of disclosure does not let a form be public."""
    disclosure = root.get("disclosure")
    attribute = disclosure.get("attribute") if isinstance(disclosure, MappingNode) else None
    is_refused = isinstance(attribute, str) and bool(WORDS.search(fold(attribute)))
    return [Problem(place_in(name, root, ("disclosure", "attribute")), "S407")] if is_refused else []


def undecided_cells(name: str, form: Form, root: MappingNode) -> Iterator[Problem]:
    """S403 for a withheld cell in a group or a row without a decision."""
    groups: dict[CellPath, Any] = dict(parts_in(form))
    for cell in cells(form):
        # A withheld sum of the withheld tasks is no cell to decide on: E311.
        if cell.hidden and cell.path != WITHHELD_TOTAL and groups[cell.path[:-1]].withheld is None:
            yield Problem(place_in(name, root, cell.path), "S403")


def exposed_cells(name: str, form: Form, root: MappingNode) -> Iterator[Problem]:
    """S404 for each withheld amount, or sum of withheld amounts, that the published sums of a form determine."""
    sums = exposed_amounts(form)
    if not sums:
        return
    between = translate("secrecy.between")
    further = [title_of(type(form), *cell.path) for cell in further_suppressions(form)]
    for exposed in sums:
        words = between.join(title_of(type(form), *path) for path in exposed.cells)
        is_sum = len(exposed.cells) > 1
        may_declare = is_sum and exposed.value > 0 and all(is_task_amount(path) for path in exposed.cells)
        mend = "further" if further else "none"
        if may_declare:
            mend = "declare" if further else "declare_none"
        form_of = f"{'sum' if is_sum else 'one'}_{mend}"
        yield Problem(
            place_in(name, root, exposed.cells[0]), "S404", form=form_of, cells=words, further=between.join(further)
        )


def unrelated_cells(name: str, form: Form, root: MappingNode) -> Iterator[Problem]:
    """S421 for each figure in a cell of the form's own from which a withheld amount may follow in an unknown way."""
    for cell in unrelated_figures(form):
        which = "task" if cell.path[0] == "tasks" else "cell"
        yield Problem(place_in(name, root, cell.path), "S421", form=which, cell=title_of(type(form), *cell.path))


def withheld_figures(name: str, form: Form, root: MappingNode) -> Iterator[Problem]:
    """S422 for each withheld amount, rate, weight or score of a self-evaluation, which the others may determine."""
    if not isinstance(form, DepartmentResults | ProjectResults):
        return
    for cell in cells(form):
        if cell.hidden and (cell.path[0] == "execution" or cell.path[-1] in SCORES):
            yield Problem(place_in(name, root, cell.path), "S422", cell=title_of(type(form), *cell.path))


def repeated_amounts(name: str, form: Form, root: MappingNode) -> Iterator[Problem]:
    """S405 for each uncleared text that names an amount, in a form with withheld amounts.

    An amount that the form publishes elsewhere needs no decision.
    """
    if any(cell.hidden and not is_content(cell) for cell in cells(form)):
        yield from unpublished_texts(name, form, root, [form])


def unpublished_texts(name: str, form: Form, root: MappingNode, published: Sequence[Form]) -> Iterator[Problem]:
    """S405 for each text of a form that names an amount which none of the published forms shows."""
    cleared = cleared_texts(form)
    names_unpublished = unpublished_amount_check(form, published)
    for cell in chain(cells(form), texts_outside_form(form)):
        if cell.hidden or cell.path in cleared or cell.path[0] == "clearances" or not has_words(cell):
            continue
        if any(names_unpublished(text, context) for text, context in cell_readings(form, cell)):
            words = title_of(type(form), *cell.path)
            yield Problem(place_in(name, root, cell.path), "S405", cell=words)


def unpublished_amount_check(form: Form, published: Sequence[Form]) -> Callable[[str, Context], bool]:
    """A function that says whether a text, with its context, names an amount that no published form shows."""
    totals = [(title, amount) for title, amount in published_amounts(form) if title]
    rows = [task.name for other in published if isinstance(other, Record) for task in other.tasks.rows if task.name]
    amounts = {in_yuan(amount, other.unit) for other in published for _, amount in published_amounts(other)}

    def is_published(text: str, mention: Mention) -> bool:
        # The 0 of a form is published where it is written 0, and not as the end of another figure (45’0000).
        is_written = mention.yuan != 0 or ZERO.fullmatch(text[mention.start : mention.end]) is not None
        return mention.yuan in amounts and is_written

    def names_unpublished(text: str, context: Context) -> bool:
        mentions = find_amounts(text, **context, form_unit=form.unit, totals=totals, rows=rows)
        return not all(is_published(text, mention) for mention in mentions)

    return names_unpublished


def has_words(cell: Cell) -> bool:
    """Whether a cell has words that may name an amount."""
    is_amount_in_words = isinstance(cell.value, WordedAmount) or is_worded(cell.value)
    return cell.kind in KINDS_WITH_WORDS or (cell.kind == MONEY and is_amount_in_words)


def is_content(cell: Cell) -> bool:
    """Whether a cell is a withheld word of a task whose amount is shown."""
    return cell.path[0] == "tasks" and cell.path[-1] != "amount"


def cell_readings(form: Form, cell: Cell) -> Iterator[tuple[str, Context]]:
    """The texts of a cell as a reader may combine them, each with the name and unit for its bare numbers.

    A sign that holds a figure is read as one with target and unit.
    """
    match cell.path:
        case ("indicators", int(number), "target" | "actual" | "definition"):
            yield cell.text, context_of(form.indicators[number])
        case ("indicators", int(number), str(key)) if key in form.indicators[number].own:
            row = form.indicators[number]
            yield cell.text, {**context_of(row), "name": f"{key};{context_of(row)['name']}"}
        case ("indicators", int(number), "comparator") if FIGURED.search(cell.text):
            row = form.indicators[number]
            yield row.written, {"name": context_of(row)["name"]}
            yield f"{cell.text}{row.target}", context_of(row)
        case ("indicators", int(number), "whole_target"):
            row = form.indicators[number]
            yield cell.text, context_of(row.model_copy(update={"name": row.whole_name, "unit": None}))
        case _:
            yield cell.text, {}


def context_of(row: Indicator) -> Context:
    """The name and the unit of an indicator, with the family 成本 and any unit of money in its row.

    A bare number that is filed under 成本 is money, unless the name or the unit column says otherwise.
    """
    beside = (row.name, row.type, row.family, row.definition, row.comparator)
    named = next((text for text in beside if text and text != WITHHELD and names_money_unit(text)), "")
    is_cost = "成本" in f"{row.family}{row.type}"
    words = [row.name, named if named != row.name else "", COST if is_cost and not is_no_money(row.name) else ""]
    return {"name": ";".join(word for word in words if word), "unit": row.unit}


def published_amounts(form: Form) -> list[tuple[str, Decimal]]:
    """The amounts that a form shows, each with its title, and the sums that follow from them."""
    shown = [(cell.title, amount) for cell in cells(form) if (amount := money(cell.value)) is not None]
    groups = [getattr(form.budget, key) for key in titles_of(type(form.budget)) if key not in REFERENCE_GROUPS]
    return [*shown, *(("", total) for group in groups if (total := group_total(group)) is not None)]


def group_total(group: FieldGroup | None) -> Decimal | None:
    """The sum of a group of money; None where one of its cells shows no figure."""
    values = [value for key, _, value in named_cells(group) if key != "total"]
    amounts = [Decimal(0) if value == NONE_WRITTEN else money(value) for value in values]
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated, Decimal(0)) if stated and len(stated) == len(amounts) else None


def gate_project(name: str, project: Project, root: MappingNode, record: Record) -> list[Problem]:
    """Holds of a project and the form of its department where one discloses what the other withholds.

    S413 for a project that is not cleared and may disclose what the form withholds, S420 for one that shows the
    amount that the task of its name withholds. S418 for one that withholds the money that the task
    of its name shows, S419 for one whose withheld money is what the shown tasks leave of the project expenditure.
    """
    same = [task for task in record.tasks.rows if without_spaces(task.name or "") == without_spaces(project.name or "")]
    annual = [cell for cell in cells(project) if cell.path[:2] == ("budget", "annual")]
    hidden = [cell.path for cell in annual if cell.hidden]
    if any(money(task.amount) is not None for task in same):
        texts = unpublished_texts(name, project, root, [project, record]) if withholds_amount(record) else ()
        return [*(Problem(place_in(name, root, path), "S418") for path in hidden), *texts]
    if any(task.withheld for task in same) and any(money(cell.value) is not None for cell in annual):
        return [Problem(place_in(name, root, ("name",)), "S420")]
    if project.cleared:
        return []
    if hidden and not same and has_unassigned_expenditure(record):
        return [Problem(place_in(name, root, path), "S419") for path in hidden]
    withholds = any(task.withheld for task in record.tasks.rows) or withholds_amount(record)
    return [Problem(place_in(name, root, ("name",)), "S413")] if withholds else []


def gate_results(name: str, results: Results, root: MappingNode, answered: Sequence[Targets]) -> list[Problem]:
    """Holds of a self-evaluation that may disclose what the targets of its department, or its project, withhold.

    S413 for one that is not cleared, S423 for one with amounts where the same project's are withheld.
    """
    amounts = [cell.path for cell in cells(results) if money(cell.value) is not None]
    if amounts and any(withholds_money_of(form, results) for form in answered):
        return [Problem(place_in(name, root, amounts[0]), "S423")]
    withholds = any(cell.hidden for form in answered for cell in cells(form))
    first = "department" if isinstance(results, DepartmentResults) else "name"
    return [Problem(place_in(name, root, (first,)), "S413")] if withholds and not results.cleared else []


def withholds_money_of(form: Targets, results: Results) -> bool:
    """Whether a form withholds the money that a self-evaluation is of: its own total, or that of a task of its name."""
    if isinstance(form, Project) or isinstance(results, DepartmentResults):
        return any(cell.hidden and cell.path[0] == "budget" for cell in cells(form))
    name = without_spaces(results.name)
    return any(task.withheld and without_spaces(task.name or "") == name for task in form.tasks.rows)


def withholds_amount(form: Form) -> bool:
    """Whether a form withholds an amount."""
    return any(cell.hidden and cell.kind == "money" for cell in cells(form))


def has_unassigned_expenditure(record: Record) -> bool:
    """Whether a form shows project expenditure, and tasks with a smaller sum."""
    by_path = {cell.path: cell for cell in cells(record)}
    project = money(by_path[PROJECT].value) if PROJECT in by_path else None
    amounts = [money(by_path[path].value) for path in rows_of_tasks(by_path, record).plain]
    return project is not None and sum((amount for amount in amounts if amount is not None), Decimal(0)) < project
