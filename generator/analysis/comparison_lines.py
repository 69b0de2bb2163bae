"""The lines of a form that another form of its kind may have too, for comparisons.

Amounts are as published and, for forms in 元, in 万元 too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, Literal

from generator.analysis.execution import execution_facts
from generator.analysis.facts import FormFacts, RecordFacts, ResultsFacts, grouped
from generator.analysis.form_figures import money_figures, own_cells_by_path, own_values, people_figures, text_with_unit
from generator.analysis.outcomes import Outcome
from generator.analysis.rules import Finding, severity_counts
from generator.analysis.table_rows import TOTAL, IndicatorFacts
from generator.analysis.topics import topic_of
from generator.analysis.verdicts import funnel_of, outcomes_by_row
from generator.forms.cells import anchor, dotted
from generator.forms.fields import BLANK, field_title, is_worded, money, title_of
from generator.forms.figures import ZERO, absence, absence_word, figure, in_wan, percent
from generator.forms.model import ByType
from generator.words import catalogue_map, translate

Group = Literal["money", "results", "targets", "own", "splits", "findings"]
# The measure of all money lines, which share one scale of bars, and its unit.
MONEY, WAN_UNIT = "money", "万元"
# The money of a self-evaluation, and how many of its targets came how far.
SPENDING, STEPS = ("initial", "adjusted", "spent"), ("reported", "checkable", "reached")
# The keys under which the money of a project for the year is compared: by source, as a department's is.
OF_PROJECTS, BY_SOURCE = "annual.", "by_source."


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a form as text, with its id on the form's page, the name of its row, and a note."""

    text: str
    anchor: str
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One line of a form: its name, its statements, and the figure by which it is compared.

    Figures of different `measure` are not compared; those that have the `unit` of a bar are drawn. An absent line says
    why there is nothing to compare.
    """

    group: Group
    key: str
    name: str
    quotes: tuple[Statement, ...]
    value: Decimal | None = None
    care: str = ""
    measure: str = ""
    unit: str = ""
    is_absent: bool = False


def comparison_lines(facts: FormFacts, findings: tuple[Finding, ...]) -> Iterator[ComparisonLine]:
    """Yield the comparable lines of a form; tasks and people are those of a department."""
    if isinstance(facts, ResultsFacts):
        yield from chain(spending_lines(facts), result_counts(facts))
    else:
        yield from money_lines(facts)
    if isinstance(facts, RecordFacts):
        yield from chain(task_lines(facts), people_lines(facts))
    yield from target_lines(facts)
    yield from own_lines(facts)
    yield from finding_lines(findings)


def money_text(amount: Decimal, unit: str) -> str:
    """Return an amount as the form has it, and in 万元 where the form is in 元."""
    text = translate("comparing.amount", amount=figure(amount), unit=unit)
    return text if unit == WAN_UNIT else translate("comparing.in_wan", text=text, wan=figure(in_wan(amount, unit)))


def absent_line(group: Group, key: str, name: str, text: str, anchor: str) -> ComparisonLine:
    """Return a line without figures, with the reason why there is nothing to compare."""
    return ComparisonLine(group, key, name, (Statement(text, anchor),), is_absent=True)


def money_line(
    key: str, name: str, amount: Decimal, unit: str, anchor: str, note: str = "", group: Group = "money"
) -> ComparisonLine:
    """Return a line with an amount, which is drawn as a bar."""
    quotes = (Statement(money_text(amount, unit), anchor, note=note),)
    return ComparisonLine(group, key, name, quotes, in_wan(amount, unit), measure=MONEY, unit=WAN_UNIT)


def money_lines(facts: FormFacts) -> Iterator[ComparisonLine]:
    """Yield the total and each line of the budget that the form has."""
    main = (TOTAL, *(f"{facts.total_split.key}.{line.key}" for line in facts.total_split.lines))
    for line in money_figures(facts):
        amount, key = money(line.value), line.key
        group: Group = "money" if key in main else "splits"
        if key.startswith(OF_PROJECTS):
            key = BY_SOURCE + key.removeprefix(OF_PROJECTS)
        if amount is not None:
            note = "" if line.share is None else translate("comparing.share", share=line.share)
            yield money_line(key, line.label, amount, facts.unit, line.anchor, note, group)
            continue
        quotes = (Statement(absence_word(line.value), line.anchor),)
        yield ComparisonLine(group, key, line.label, quotes, is_absent=key == TOTAL)


def spending_lines(facts: ResultsFacts) -> Iterator[ComparisonLine]:
    """Yield the money of a self-evaluation in all and by source, and how much of the budget was spent."""
    execution = execution_facts(facts)
    for row in execution.rows:
        source = field_title(type(facts.form), ("execution", row.key))
        for column in SPENDING:
            value, name = getattr(row.row, column), translate(f"results.execution.{column}")
            if value is None:
                continue
            group: Group = "money"
            if row is not execution.total:
                group, name = "splits", translate("comparing.of_split", split=source, line=name)
            key, amount = f"execution.{row.key}.{column}", money(value)
            if amount is None:
                yield absent_line(group, key, name, absence_word(value), "execution")
            else:
                yield money_line(key, name, amount, facts.unit, "execution", group=group)
    rate = execution.total.rate if execution.total else None
    if rate is not None:
        quote = Statement(f"{rate}%", "execution")
        yield ComparisonLine("money", "execution.rate", translate("results.facts.rate"), (quote,), rate, measure="rate")


def result_counts(facts: ResultsFacts) -> Iterator[ComparisonLine]:
    """Yield the total score of a self-evaluation, and its counts of reported, checkable and reached targets."""
    score, funnel, unit = facts.form.score_total, funnel_of(facts), translate("comparing.target_unit")
    if score is not None:
        quote = Statement(absence_word(score) if absence(score) else str(score), "indicators")
        name = translate("results.facts.score")
        yield ComparisonLine("results", "score", name, (quote,), is_absent=bool(absence(score)))
    for step in STEPS:
        count = getattr(funnel, step)
        quote = Statement(translate("comparing.amount", amount=count, unit=unit), "indicators")
        name = translate(f"comparing.steps.{step}")
        yield ComparisonLine("results", step, name, (quote,), Decimal(count), measure="targets", unit=unit)


def task_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """Yield the sum of the tasks, the withheld and the unlisted amount, and the three largest tasks."""
    unit, hidden = facts.unit, sum(line.hides_amount for line in facts.counted_tasks)
    name, count = translate("comparing.listed"), translate("comparing.tasks", count=facts.task_count - hidden)
    if not facts.has_tasks:
        yield absent_line("money", "tasks.listed", name, translate("absence.not_on_form"), "tasks")
        return
    if facts.listed is None:
        yield absent_line("money", "tasks.listed", name, why_not_listed(facts.task_count, hidden), "tasks")
    else:
        yield money_line("tasks.listed", name, facts.listed, unit, "tasks", count)
    yield withheld_line(facts, hidden)
    yield unlisted_line(facts)
    yield largest_line(facts, hidden)


def why_not_listed(count: int, hidden: int) -> str:
    """Return why tasks have no sum: there is none, all of them are withheld, or some have no amount."""
    if count == hidden:
        return translate("comparing.withheld", count=hidden) if count else translate("comparing.no_tasks")
    return translate("comparing.tasks_unknown")


def withheld_line(facts: RecordFacts, hidden: int) -> ComparisonLine:
    """Return the one sum of the tasks whose amounts are withheld; it is unknown where the form has none."""
    name, total = translate("absence.withheld"), money(facts.form.tasks.withheld_total)
    if hidden and total is None:
        return absent_line("money", "tasks.withheld", name, translate("comparing.withheld", count=hidden), "withheld")
    note = translate("comparing.tasks", count=hidden)
    return money_line("tasks.withheld", name, total or ZERO, facts.unit, "withheld" if hidden else "tasks", note)


def unlisted_line(facts: RecordFacts) -> ComparisonLine:
    """Return the project expenditure that the table of tasks does not list, or why it is unknown."""
    name, rest = translate("pictures.money.unlisted"), facts.unlisted
    if rest is None or facts.project is None:
        gone = [(title_of(ByType, "project"), facts.form.budget.by_type.project)]
        text = why_not_computed(gone) if facts.project is None else translate("comparing.tasks_unknown")
        return absent_line("money", "tasks.unlisted", name, text, "tasks")
    if rest < 0:
        text = translate("comparing.excess", amount=money_text(-rest, facts.unit))
        return absent_line("money", "tasks.unlisted", name, text, "tasks")
    share = percent(rest, facts.project)
    note = "" if share is None else translate("comparing.of_project", share=share)
    return money_line("tasks.unlisted", name, rest or ZERO, facts.unit, "tasks", note)


def largest_line(facts: RecordFacts, hidden: int) -> ComparisonLine:
    """Return the three tasks with the largest amounts, or why none has one."""
    name = translate("comparing.largest")
    # A task whose amount is withheld may be larger than those that are named.
    unseen = (Statement(translate("comparing.withheld", count=hidden), "withheld"),) if hidden else ()
    sized = [(line.amount, line) for line in facts.counted_tasks if line.amount is not None and line.amount > 0]
    if not sized:
        # A withheld amount is reported apart.
        kinds = {
            "worded" if is_worded(line.task.amount) else absence(line.task.amount)
            for line in facts.counted_tasks
            if not line.hides_amount
        }
        kind = next((kind for kind in ("blank", "worded", "not_on_form", "zero", "none") if kind in kinds), "")
        text = translate(f"absence.{kind}") if kind else unseen[0].text if unseen else translate("comparing.no_tasks")
        return absent_line("money", "tasks.largest", name, text, "tasks")
    quotes = tuple(
        Statement(money_text(amount, facts.unit), line.anchor, line.label)
        for amount, line in sorted(sized, key=lambda pair: -pair[0])[:3]
    )
    return ComparisonLine("money", "tasks.largest", name, (*quotes, *unseen))


def people_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """Yield the people of a department, and the basic expenditure per head; nothing where the form has no such cell."""
    counts = [line for line in people_figures(facts.form) if line.key in ("staff.in_service", "staff.total")]
    if not counts:
        return
    count = next((line for line in counts if isinstance(line.value, int)), counts[0])
    measure = count.key.removeprefix("staff.")
    people, name = translate(f"comparing.people.{measure}"), translate("comparing.staff")
    if isinstance(count.value, int):
        quotes = (Statement(translate("comparing.persons", count=count.value), "staff", people),)
        yield ComparisonLine("money", "staff", name, quotes, Decimal(count.value), measure=measure)
    else:
        yield absent_line("money", "staff", name, absence_word(count.value), "staff")
    yield per_head_line(facts, measure, people, count.value)


def per_head_line(facts: RecordFacts, measure: str, people: str, count: Any) -> ComparisonLine:
    """Return the basic expenditure per head, or which cell it lacks; `people` is the name of the count."""
    name, unit = translate("comparing.head"), facts.unit
    value = facts.form.budget.by_type.basic
    basic = money(value)
    if basic is None or not isinstance(count, int) or not count:
        cells = ((people, count), (title_of(ByType, "basic"), value))
        return absent_line("money", "head", name, why_not_computed(cells), "staff")
    head = (in_wan(basic, unit) / count).quantize(Decimal("0.01"))
    text = translate("comparing.amount", amount=figure(head), unit=WAN_UNIT)
    quote = Statement(text, "staff", note=translate("comparing.divided", people=people, count=count))
    return ComparisonLine("money", "head", name, (quote,), head, measure=measure, unit=WAN_UNIT)


def why_not_computed(cells: Iterable[tuple[str, Any]]) -> str:
    """Return why a figure cannot be computed: the cells without one, or with zero, and the kind of each absence."""
    lacking = [(name, value) for name, value in cells if absence(value) or is_worded(value)]
    gone = [translate("comparing.gone", name=name, why=absence_word(value)) for name, value in lacking]
    return translate("comparing.not_worked_out", why=translate("facts.between").join(gone))


def target_lines(facts: FormFacts) -> Iterator[ComparisonLine]:
    """Yield how many targets can be measured, and the targets of each topic in the words of the form."""
    yield measurable_line(facts.answered or facts if isinstance(facts, ResultsFacts) else facts)
    outcomes = outcomes_by_row(facts)
    for topic, lines in lines_by_topic(facts):
        name, care = translate(f"families.{topic}.name"), translate(f"families.{topic}.care")
        # Of several targets of a topic, it is unknown which could be compared with which.
        value, measure = (lines[0].reading.value, lines[0].reading.unit) if len(lines) == 1 else (None, "")
        quotes = tuple(
            target_statement(line, outcomes.get(line.anchor, line.outcome), is_only=len(lines) == 1) for line in lines
        )
        yield ComparisonLine("targets", f"family.{topic}", name, quotes, value, care, measure)


def lines_by_topic(facts: FormFacts) -> list[tuple[str, list[IndicatorFacts]]]:
    """Return the targets of each topic, in the order of the topics."""
    by_topic = grouped(facts.indicators, lambda line: topic_of(line.indicator))
    return [(topic, by_topic[topic]) for topic in catalogue_map("families") if topic in by_topic]


def own_lines(facts: FormFacts) -> Iterator[ComparisonLine]:
    """Yield the cells that are not on every form, and those of the only target of each topic.

    Tasks of different bodies are not matched, and so are none of their columns.
    """
    for path, cell in own_cells_by_path(facts.form).items():
        name, at = facts.titles.title(*path), anchor(path, facts.form)
        yield own_line(dotted(path), name, cell.value, at, facts.unit)
    for topic, lines in lines_by_topic(facts):
        if len(lines) == 1:
            for column, value in own_values(lines[0].indicator).items():
                name = translate("comparing.own_of", topic=translate(f"families.{topic}.name"), column=column)
                yield own_line(f"{topic}.{column}", name, value, lines[0].anchor, facts.unit)


def own_line(key: str, name: str, value: Any, at: str, unit: str) -> ComparisonLine:
    """Return the line of a cell that is not on every form; an amount has its unit, as forms have different ones."""
    text = text_with_unit(value, unit) if absence(value) in (None, "zero") else absence_word(value)
    return ComparisonLine("own", f"own.{key}", name, (Statement(text, at),))


def measurable_line(facts: FormFacts) -> ComparisonLine:
    """Return how many of the indicators have a target that can be measured."""
    name = translate("comparing.measurable_name")
    if facts.measurable_share is None:
        return absent_line("targets", "measurable", name, translate("comparing.no_indicators"), "indicators")
    unit, count = translate("comparing.target_unit"), facts.measurable_count
    key = "some_read" if facts.unread_count else "of_all"
    note = translate(f"comparing.{key}", all=facts.indicator_count, unread=facts.unread_count)
    quote = Statement(translate("comparing.amount", amount=count, unit=unit), "indicators", note=note)
    return ComparisonLine("targets", "measurable", name, (quote,), Decimal(count), measure="targets", unit=unit)


def target_statement(line: IndicatorFacts, outcome: Outcome | None, *, is_only: bool) -> Statement:
    """Return a target in the words of the form, with its indicator and its outcome.

    The only one of its topic has its definition.
    """
    indicator = line.indicator
    written = absence_word(indicator.target) if indicator.target in (None, BLANK) else indicator.written
    notes = (outcome.words if outcome else "", indicator.definition if is_only else "")
    return Statement(written, line.anchor, str(indicator.name), "；".join(filter(None, notes)))


def finding_lines(findings: tuple[Finding, ...]) -> Iterator[ComparisonLine]:
    """Yield the count of findings of each rule in the form."""
    for rule_id, counts in severity_counts(findings).items():
        quotes = tuple(
            Statement(translate("comparing.found", count=count), "checks", translate(f"checks.severity.{severity}"))
            for severity, count in counts.items()
        )
        count = Decimal(sum(counts.values()))
        yield ComparisonLine("findings", f"rule.{rule_id}", finding_name(rule_id), quotes, count)


def finding_name(rule_id: str) -> str:
    """Return the name of a rule in comparisons."""
    return translate("comparing.finding", rule=rule_id, title=translate(f"rules.{rule_id}.title"))
