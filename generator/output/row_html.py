"""Rows of the two long tables of a form's page: tasks by amount, targets by family.

They are most of the page, so end tags that HTML can do without are left out.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from generator.analysis.facts import ProjectFacts
from generator.analysis.readings import in_words
from generator.analysis.table_rows import IndicatorFacts
from generator.analysis.verdicts import ResultLine
from generator.content.markdown import Html
from generator.forms.drawings.titles import FormTitles
from generator.forms.figures import figure
from generator.forms.model import WHOLE_KEYS, Task
from generator.output.cell_html import (
    absence_html,
    cell_html,
    number_html,
    outcome_html,
    second_html,
    target_html,
    term_html,
    text_html,
)
from generator.output.pages.form_rows import TargetRow, TaskRow
from generator.words import translate

# A longer text shows two lines until it is opened.
LONG_TEXT = 72


@dataclass(frozen=True, slots=True)
class RowContext:
    """The common context of all rows of a page.

    terms        the words that the glossary explains, with the ids of their headings; `root` leads to its site
    unit         the unit of the form's amounts
    project_of   the projects with a page by the ids of their tasks
    has_amounts  whether the table of tasks has a column of amounts
    """

    terms: Mapping[str, str]
    root: str
    titles: FormTitles
    unit: str = ""
    has_results: bool = False
    project_of: Mapping[str, ProjectFacts] | None = None
    has_amounts: bool = True

    def term(self, name: str, entry: str = "") -> str:
        """A word, linked to the glossary where that explains it, or the `entry` for it."""
        return term_html(name, self.terms, self.root, entry)


def tag_html(is_new: bool) -> str:
    """The mark of a row that the form of the year before does not have."""
    return f' <span class="tag">{text_html(translate("record.new"))}</span>' if is_new else ""


def decision_words(decision: Any) -> str:
    """Who decided that a cell is withheld, when and on which basis, in words."""
    return translate(
        "record.tasks.why", basis=decision.basis, by=decision.decided_by, day=decision.decided_on.isoformat()
    )


def why_html(decision: Any) -> str:
    """Who decided that a cell is withheld, when and on which basis."""
    return f'<span class="held__why">{text_html(decision_words(decision))}</span>'


def withheld_html(task: Task) -> str:
    """The word for a withheld cell, and why."""
    return f"{absence_html('withheld')} {why_html(task)}"


def task_table_rows(rows: Iterable[TaskRow], has_expected: bool, context: RowContext) -> Html:
    """The rows of tasks, with the column of expected results where the form has it."""
    return Html("".join(task_row_html(row, has_expected, context) for row in rows))


def task_row_html(row: TaskRow, has_expected: bool, context: RowContext) -> str:
    """One task: its name, its amount and that of the year before, its texts."""
    task, anchor = row.line.task, row.line.anchor
    start = f'<tr id="{anchor}"{" class=empty" if task.is_empty else ""}>'
    if task.withheld == "all":
        return f'{start}<th scope="row" colspan="{2 + context.has_amounts}" class="held">{withheld_html(task)}'
    project = (context.project_of or {}).get(anchor)
    name = cell_html(task.name)
    linked = f'<a href="{context.root}{project.source.path}">{name}</a>' if project else name
    group = (
        second_html(Html(context.term(context.titles.title("tasks", "other"), "其他需完成的任务")))
        if row.line.group == "other"
        else ""
    )
    basic = second_html(translate("record.tasks.is_basic")) if task.is_basic else ""
    amount = amount_cell_html(row, context) if context.has_amounts else ""
    return f"{start}<th>{linked}{tag_html(row.is_new)}{group}{basic}{amount}{texts_html(task, has_expected, context)}"


def amount_cell_html(row: TaskRow, context: RowContext) -> str:
    """The cell with the amount of a task and that of the year before."""
    task = row.line.task
    amount = withheld_html(task) if task.withheld == "amount" else cell_html(task.amount)
    return f'<td class="amount" data-unit="{text_html(context.unit)}">{amount}{before_html(row.before)}'


def before_html(amount: Any) -> str:
    """The amount of the year before; empty without one."""
    if amount is None:
        return ""
    return second_html(Html(f"{text_html(translate('record.last_year'))} {number_html(figure(amount))}"))


def texts_html(task: Task, has_expected: bool, context: RowContext) -> str:
    """The cell with the texts of a task."""
    if task.withheld == "content":
        return f'<td class="held">{withheld_html(task)}'
    expected = clamped(task.expected, context.titles.title("tasks", "key", "expected")) if has_expected else ""
    own = "" if task.withheld else "".join(clamped(value, name, context.unit) for name, value in task.own.items())
    # A cell that the form lacks is named where others are beside it.
    name = context.titles.title("tasks", "key", "content") if task.content is None and (expected or own) else ""
    return f'<td class="content">{clamped(task.content, name)}{expected}{own}'


def is_long(text: Any) -> bool:
    """Whether a value is a text of more than LONG_TEXT characters, which table rows truncate."""
    return isinstance(text, str) and len(text) > LONG_TEXT


def clamped(text: Any, name: str = "", unit: str = "") -> str:
    """A text, or an amount in a unit, under its name; a long one shows its beginning until it is opened."""
    label = f'<span class="content__name">{text_html(name)}：</span>' if name else ""
    words = f"{label}{cell_html(text, unit)}"
    if is_long(text):
        return f'<details class="clamp"><summary>{words}</summary></details>'
    return f"<p>{words}</p>"


def target_table_rows(
    rows: Iterable[tuple[str, TargetRow]], has_earlier: bool, embedded: Container[str], context: RowContext
) -> Html:
    """The rows of a family of indicators; on a telephone a type is written once, above its first row."""
    written, last = [], None
    for type_, row in rows:
        written.append(target_row_html(type_, row, type_ == last, row.line.anchor in embedded, has_earlier, context))
        last = type_
    return Html("".join(written))


def target_row_html(
    type_: str, row: TargetRow, repeats_type: bool, is_embedded: bool, has_earlier: bool, context: RowContext
) -> str:
    """One indicator: its type, its name, its target, and that of the year before."""
    line, indicator = row.line, row.line.indicator
    of_whole = ((key, getattr(indicator, key)) for key in WHOLE_KEYS)
    whole = [(context.titles.title("indicators", key), value) for key, value in of_whole if value is not None]
    own = [own_cell_html(name, value, context.unit) for name, value in (*whole, *indicator.own.items())]
    weighing = context.term(context.titles.title("indicators", "weight"), "分值权重")
    weight = indicator.weight and Html(f"{weighing} {escape(indicator.weight)}")
    return (
        f'<tr id="{line.anchor}"{" class=in-embed" if is_embedded else ""}>'
        f'<td class="type{" type--repeated" if repeats_type else ""}">{context.term(type_)}'
        f'<th><span class="indicator__name">{cell_html(indicator.name)}</span>{tag_html(row.is_new)}'
        f"{second_html(indicator.definition, weight, *own)}"
        f'<td class="target{"" if line.reading.measurable else " target--words"}">{target_html(indicator)}'
        f"{reading_html(row)}{why_html(indicator.withheld) if indicator.withheld else ''}"
        f"{result_html(row.result) if context.has_results else ''}"
        f"{earlier_html(row.before, row.result_before) if has_earlier else ''}"
    )


def own_cell_html(name: str, value: Any, unit: str) -> Html:
    """A cell that only this form has, with its printed name; money with its unit."""
    return Html(f"{text_html(name)} {cell_html(value, unit)}")


def reading_html(row: TargetRow) -> str:
    """The reading of a target, where it is not obvious from the text."""
    if row.line.reading.kind == "unread":
        return second_html(translate("record.indicators.unread"))
    return second_html(translate("readings.read_as", reading=in_words(row.line.reading))) if row.reads_apart else ""


def earlier_html(line: IndicatorFacts | None, result: ResultLine | None) -> str:
    """The cell with the target of the year before, and its outcome."""
    if line is None:
        return '<td class="before">'
    name = text_html(translate("record.last_year"))
    reached = second_html(outcome_html(result.outcome)) if result else ""
    return f'<td class="before"><span class="before__name">{name}</span> {target_html(line.indicator)}{reached}'


def result_html(line: ResultLine | None) -> str:
    """The cell with the outcome of a target; empty for one that the self-evaluation was not compared with."""
    outcome = line.outcome if line else None
    name = text_html(translate("results.actual")) if outcome and outcome.actual else ""
    label = f'<span class="actual__name">{name} </span>' if name else ""
    return f'<td class="result">{label}{outcome_html(outcome)}'
