"""The rows of the tables: the lines of money, tasks and indicators of a form, and one row for each form.

What a form has is its text; what the program computed or read is a number or a day, or missing with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.analysis import readings
from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts
from generator.analysis.form_figures import standard_names
from generator.analysis.rules import Finding, remark
from generator.analysis.topics import topic_of
from generator.forms.cells import Column, document_cells, own_cells, row_cells, table_columns
from generator.forms.fields import MONEY, WITHHELD, FieldGroup, title_of, titles_of
from generator.forms.figures import text_or_absence
from generator.forms.model import DepartmentResults, Indicator, Project, ProjectResults, Record
from generator.output.exports.values import Row, Value, amount_in_wan, known
from generator.words import translate

# A row with its years, by which it is in the sets of a city and year.
Placed = tuple[tuple[int, ...], Row]


def identity(facts: FormFacts) -> Row:
    """Return the cells that say which form a row is of."""
    source = facts.source
    department = source.department.name if source.slug else facts.name
    return [source.city.name, department, source.year]


def full_identity(facts: FormFacts) -> Row:
    """Return the cells that say which form a row is of, with the name of the project, or ""."""
    return [*identity(facts), facts.name if facts.source.slug else ""]


def budget_rows(facts: FormFacts) -> list[list[str]]:
    """Return the lines of money of a form as texts, under the standard names that lines of all forms have."""
    return [
        [*standard_names(facts.form, split.key, key), text_or_absence(value), facts.unit]
        for split in facts.splits
        for key, _, _, value in split.cells
    ]


def anchored_budget_rows(facts: FormFacts) -> Iterator[tuple[str, str, str, str]]:
    """Yield the lines of money of a form under its own titles: split, name, amount as text, id of the line."""
    for split in facts.splits:
        for _, anchor, name, value in split.cells:
            yield split.name, name, text_or_absence(value), anchor


def budget_in_wan(facts: FormFacts) -> Iterator[Row]:
    """Yield the lines of money of a form, each also as a number in 万元."""
    values = [value for split in facts.splits for *_, value in split.cells]
    for row, value in zip(budget_rows(facts), values, strict=True):
        yield [*row, amount_in_wan(value, facts.unit)]


def task_rows(facts: RecordFacts) -> list[list[Value]]:
    """Return the rows of tasks; a withheld cell has the word for it, unless the form has no such column."""
    columns = table_columns(facts.form, "tasks")
    return [
        [line.number, translate(f"record.tasks.group.{line.group}"), *row_texts(line.task, columns), facts.unit]
        for line in facts.tasks
    ]


def indicator_rows(facts: FormFacts) -> list[list[Value]]:
    """Return the rows of indicators, each with the reading of its target."""
    columns = table_columns(facts.form, "indicators")
    return [
        [row.number, *row_texts(row.indicator, columns, Indicator), *readings.cells(row.reading)] for row in facts.rows
    ]


def indicators_by_topic(facts: FormFacts) -> Iterator[Row]:
    """Yield the rows of indicators, each with its topic; "" for none."""
    for line, row in zip(facts.rows, indicator_rows(facts), strict=True):
        topic = topic_of(line.indicator)
        yield [*row, translate(f"families.{topic}.name") if topic else ""]


def row_texts(row: FieldGroup, columns: Iterable[Column], kind: type[FieldGroup] | None = None) -> list[str]:
    """Return the texts of a row in every column of a kind, its own by default; one that the form lacks has a word."""
    on_form, keys = row_cells(row, columns), titles_of(kind or type(row))
    return [on_form[key].text if key in on_form else translate("absence.not_on_form") for key in keys]


def own_rows(facts: FormFacts) -> Iterator[Row]:
    """Yield the cells that only this form has, numbered: group, row in it, name and text; of money the amount too."""
    form = facts.form
    for number, cell in enumerate((*own_cells(form), *document_cells(form)), 1):
        row = cell.row
        group = title_of(type(form), *cell.path[: -2 if row else -1])
        money: Row = (
            [form.unit, amount_in_wan(WITHHELD if cell.hidden else cell.value, form.unit)]
            if cell.kind == MONEY
            else ["", None]
        )
        yield [number, group, int(row[-1]) + 1 if row else None, cell.title, cell.text, *money]


def project_row(facts: ProjectFacts) -> Row:
    """Return the row of a project in the table of projects; the money of the year is computed where it has no total."""
    project, budget, disclosure = facts.form, facts.form.budget, facts.form.disclosure
    annual, whole = budget.annual.total, budget.whole.total if budget.whole else None
    of_year = facts.total_cell if annual is None else annual
    return [
        *map(text_or_absence, (project.nature, project.category, project.supervisor, project.implementer)),
        *map(text_or_absence, (project.starts, project.ends)),
        *(text_or_absence(annual), amount_in_wan(of_year, facts.unit)),
        *(text_or_absence(whole), amount_in_wan(whole, facts.unit)),
        *(project.unit, facts.indicator_count),
        *map(known, (disclosure.approved_on, disclosure.published_on)),
    ]


def department_row(group: Sequence[FormFacts], years: Sequence[int]) -> Row:
    """Return the row of a department with these forms, which are of these years."""
    source = group[0].source
    city, about = source.city, source.department
    names = ["、".join(values or ()) for values in (about.short_names, about.aliases, about.former_names)]
    kinds = Counter(type(facts.form) for facts in group)
    results = kinds[DepartmentResults] + kinds[ProjectResults]
    row: Row = [city.name, city.code, about.name, *names, about.peer_group or "", about.portal or ""]
    return [*row, kinds[Record], kinds[Project], results, "、".join(map(str, years)), source.of_department]


def finding_rows(findings: Iterable[Finding]) -> Iterator[Row]:
    """Yield the findings of a form, numbered."""
    for number, entry in enumerate(map(remark, findings), 1):
        rule = entry.rule
        yield [
            *(number, rule.id, translate(f"rules.{rule.id}.title")),
            *(translate(f"checks.criterion.{rule.criterion}"), translate(f"checks.severity.{entry.severity}")),
            *(entry.cell, entry.sentence, entry.anchor),
        ]
