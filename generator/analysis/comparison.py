"""Comparison of departments' forms, line by line, including lines that only some of them have.

Each form gives its lines; a comparison puts the lines of several forms into rows. Amounts are as published and, for
forms in 元, in 万元 too. Rows that all forms share come before the others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, groupby, islice
from typing import Any

from generator.analysis.facts import RecordFacts, grouped
from generator.analysis.form_figures import money_figures, people_figures
from generator.analysis.readings import in_words
from generator.analysis.rules import Finding, Findings, weighed
from generator.analysis.site_facts import Facts
from generator.analysis.table_rows import TOTAL, IndicatorFacts
from generator.analysis.topics import topic_of
from generator.content.addresses import comparison_address
from generator.forms.fields import money, title_of
from generator.forms.figures import absence, absence_word, figure, in_wan, percent
from generator.forms.model import ByType
from generator.words import catalogue_map, translate

GROUPS = ("budget", "people", "tasks", "targets", "indicators", "findings")
# Groups of lines that are missing because nothing was written, not because the form lacks the column.
NOT_SET = ("indicators", "findings")
MOST_PAIRS = 30
MOST_RECORDS = 6

Records = tuple[RecordFacts, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a form as text, with its id on the form's page and a note."""

    text: str
    anchor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One line of a form: its name, its statements, and the figure by which it is compared.

    Figures of different `measure` are not compared. An absent line says why there is nothing to compare.
    """

    group: str
    key: str
    name: str
    quotes: tuple[Statement, ...]
    value: Decimal | None = None
    care: str = ""
    measure: str = ""
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One row of a comparison: the line of each form, None where the form has no such line."""

    group: str
    key: str
    name: str
    cells: tuple[ComparisonLine | None, ...]
    care: str

    @property
    def is_shared(self) -> bool:
        """Whether all forms have the line."""
        return all(cell and not cell.is_absent for cell in self.cells)

    @property
    def missing(self) -> str:
        """The word for a form that has no such line: a column, a topic or a finding that is not there."""
        return translate(f"comparing.missing.{self.group if self.group in NOT_SET else 'form'}")

    @property
    def differs(self) -> bool:
        """Whether forms that can be compared have different figures."""
        values = [cell.value for cell in self.cells if cell and cell.value is not None]
        measures = {cell.measure for cell in self.cells if cell}
        return len(values) == len(self.cells) and len(measures) == 1 and len(set(values)) > 1

    @property
    def times(self) -> Decimal | None:
        """The largest figure as a multiple of the smallest, to one decimal; None where that has no meaning."""
        # Twice as many findings are not twice as bad.
        if not self.differs or self.group == "findings":
            return None
        values = sorted(cell.value for cell in self.cells if cell and cell.value is not None)
        if values[0] <= 0:
            return None
        # A fraction is exact; a quotient of Decimals is cut after 28 digits before it is rounded.
        tenths = round(Fraction(values[-1]) * 10 / Fraction(values[0]))
        return Decimal(f"{tenths // 10}.{tenths % 10}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several forms side by side."""

    records: Records
    rows: tuple[ComparisonRow, ...]

    def of(self, group: str) -> list[ComparisonRow]:
        """Return the rows of one group, those that all forms share first."""
        rows = [row for row in self.rows if row.group == group]
        return sorted(rows, key=lambda row: not row.is_shared)

    @property
    def path(self) -> str:
        """The address of the comparison, from the site's root."""
        return comparison_address(facts.source.path for facts in self.records)

    @property
    def basket(self) -> str:
        """The address at which a reader chooses more forms, from the site's root."""
        return basket_address(facts.source.path.rstrip("/") for facts in self.records)


def comparison_of(records: Records, findings: Findings) -> Comparison:
    """Compare some forms, in their order."""
    return Comparison(records, rows_of([comparison_lines(facts, findings[facts.source.path]) for facts in records]))


def rows_of(cards: Iterable[Iterable[ComparisonLine]]) -> tuple[ComparisonRow, ...]:
    """Return the rows of the lines of some forms, by group, then in the order in which the forms first have them."""
    by_key = [{line.key: line for line in lines} for lines in cards]
    first: dict[str, ComparisonLine] = {}
    for lines in by_key:
        for key, line in lines.items():
            first.setdefault(key, line)
    rows = (
        ComparisonRow(line.group, key, line.name, tuple(lines.get(key) for lines in by_key), line.care)
        for key, line in first.items()
    )
    return tuple(sorted(rows, key=lambda row: GROUPS.index(row.group)))


def basket_address(paths: Iterable[str]) -> str:
    """Return the address that compares forms of a reader's choice, from the site's root; paths without last slash."""
    return "compare/?" + "&".join(f"r={path}" for path in paths)


def joined_names(names: Sequence[str]) -> str:
    """Return the names of some departments in one phrase."""
    return (translate("comparing.and") if len(names) < 3 else "、").join(names)


def caution(years: Iterable[int], frameworks: Iterable[str]) -> str:
    """Return the caveat for a comparison of forms of these years and frameworks."""
    different = sorted(set(map(str, years)))
    text = translate("comparing.caution")
    if len(different) > 1:
        text += translate("comparing.years", years="、".join(different))
    return text + translate("comparing.frameworks") if len(set(frameworks)) > 1 else text


def peer_pairs(facts: Facts) -> list[Records]:
    """Return the pairs to compare: departments of one kind in different cities, by their newest forms."""
    newest: dict[tuple[str, str], RecordFacts] = {}
    for record in sorted(facts.records, key=lambda record: -record.source.year):
        group = record.source.department.peer_group
        if group:
            newest.setdefault((group, record.source.city_slug), record)
    groups = groupby(sorted(newest), lambda key: key[0])
    return [pair for _, keys in groups for pair in islice(combinations([newest[key] for key in keys], 2), MOST_PAIRS)]


def prepared_comparisons(facts: Facts, findings: Findings) -> tuple[Comparison, ...]:
    """Return the comparisons that have pages of their own."""
    return tuple(comparison_of(pair, findings) for pair in peer_pairs(facts))


def comparison_lines(facts: RecordFacts, findings: tuple[Finding, ...]) -> Iterator[ComparisonLine]:
    """Yield the lines of a form, one for each thing that another form may have too."""
    for lines in (money_lines, people_lines, task_lines, family_lines):
        yield from lines(facts)
    yield from finding_lines(findings)


def money_text(amount: Decimal, unit: str) -> str:
    """Return an amount as the form has it, and in 万元 where the form is in 元."""
    text = translate("comparing.amount", amount=figure(amount), unit=unit)
    return text if unit == "万元" else translate("comparing.in_wan", text=text, wan=figure(in_wan(amount, unit)))


def absent_line(group: str, key: str, name: str, text: str, anchor: str) -> ComparisonLine:
    """Return a line without figures that says why there is nothing to compare."""
    return ComparisonLine(group, key, name, (Statement(text, anchor),), is_absent=True)


def money_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """Yield the total and each line of the budget that the form has."""
    unit = facts.unit
    for line in money_figures(facts):
        amount = money(line.value)
        text = absence_word(line.value) if amount is None else money_text(amount, unit)
        quotes = (Statement(text, line.anchor, line.note),)
        value = None if amount is None else in_wan(amount, unit)
        is_absent = line.key == TOTAL and amount is None
        yield ComparisonLine("budget", line.key, line.name, quotes, value, is_absent=is_absent)


def people_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """Yield the people of a department, and the basic expenditure per head."""
    for line in people_figures(facts.form):
        if line.key in ("staff.in_service", "staff.total"):
            name = translate(f"comparing.people.{line.key.removeprefix('staff.')}")
            if isinstance(line.value, int):
                count = (Statement(str(line.value), "staff"),)
                yield ComparisonLine("people", line.key, name, count, Decimal(line.value))
            else:
                yield absent_line("people", line.key, name, absence_word(line.value), "staff")
            yield per_head_line(facts, line.key.replace("staff", "head"), name, line.value)


def per_head_line(facts: RecordFacts, key: str, people: str, count: Any) -> ComparisonLine:
    """Return the basic expenditure per head, or which cell it lacks; `people` is the name of the count."""
    name, unit = translate(f"comparing.{key}"), facts.unit
    value = facts.form.budget.by_type.basic
    basic = money(value)
    if basic is None or not isinstance(count, int) or not count:
        cells = ((people, count), (title_of(ByType, "basic"), value))
        return absent_line("people", key, name, why_not_computed(cells), "staff")
    head = (in_wan(basic, unit) / count).quantize(Decimal("0.01"))
    note = translate("comparing.divided", amount=money_text(basic, unit), count=count)
    quote = Statement(translate("comparing.amount", amount=figure(head), unit="万元"), "staff", note)
    return ComparisonLine("people", key, name, (quote,), head)


def why_not_computed(cells: Iterable[tuple[str, Any]]) -> str:
    """Return why a figure cannot be computed: the cells without one, or with zero, and the kind of each absence."""
    gone = [translate("comparing.gone", name=name, why=absence_word(value)) for name, value in cells if absence(value)]
    return translate("comparing.not_worked_out", why=translate("facts.between").join(gone))


def task_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """Yield the number of tasks, the largest three, and their share of the project expenditure."""
    hidden = sum(line.hides_amount for line in facts.tasks)
    # A task whose amount is withheld may be larger than those that are named.
    unseen = (Statement(translate("comparing.withheld", count=hidden), "withheld"),) if hidden else ()
    count = Statement(translate("comparing.tasks", count=facts.task_count), "tasks", unseen[0].text if unseen else "")
    yield ComparisonLine("tasks", "tasks.count", translate("comparing.task_count"), (count,), Decimal(facts.task_count))
    yield largest_line(facts, unseen)
    yield covered_line(facts)


def largest_line(facts: RecordFacts, unseen: tuple[Statement, ...]) -> ComparisonLine:
    """Return the three tasks with the largest amounts, or why none has one."""
    unit, name = facts.unit, translate("comparing.largest")
    sized = [(line.amount, line) for line in facts.counted_tasks if line.amount is not None and line.amount > 0]
    if not sized:
        # A withheld amount is reported apart.
        kinds = {absence(line.task.amount) for line in facts.counted_tasks if not line.hides_amount}
        kind = next((kind for kind in ("blank", "not_on_form", "zero", "none") if kind in kinds), "")
        text = translate(f"absence.{kind}") if kind else unseen[0].text if unseen else translate("comparing.no_tasks")
        return absent_line("tasks", "tasks.largest", name, text, "tasks")
    quotes = tuple(
        Statement(
            translate("comparing.task", name=line.label, amount=money_text(amount, unit)),
            line.anchor,
            "" if line.share is None else translate("record.tasks.share", share=line.share),
        )
        for amount, line in sorted(sized, key=lambda pair: -pair[0])[:3]
    )
    return ComparisonLine("tasks", "tasks.largest", name, (*quotes, *unseen))


def covered_line(facts: RecordFacts) -> ComparisonLine:
    """Return the share of the tasks in the project expenditure, or why it is unknown."""
    name, project = translate("comparing.covered"), facts.form.budget.by_type.project
    if facts.project and facts.unlisted is not None:
        share = percent(facts.project - facts.unlisted, facts.project)
        quote = Statement(translate("comparing.percent", share=share), "checks")
        return ComparisonLine("tasks", "tasks.covered", name, (quote,), share)
    title = title_of(ByType, "project")
    text = translate("comparing.tasks_unknown") if facts.project else why_not_computed([(title, project)])
    return absent_line("tasks", "tasks.covered", name, text, "checks")


def family_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """Yield how many targets can be measured, and the targets of each topic in the words of the form."""
    name = translate("comparing.measurable_name")
    if facts.measurable_share is not None:
        key = "some_read" if facts.unread_count else "measurable"
        counts = {"count": facts.measurable_count, "all": facts.read_count, "unread": facts.unread_count}
        text = translate(f"comparing.{key}", **counts)
        quote = Statement(text, "indicators", translate("comparing.percent", share=facts.measurable_share))
        yield ComparisonLine("targets", "measurable", name, (quote,), facts.measurable_share)
    else:
        yield absent_line("targets", "measurable", name, translate("comparing.no_indicators"), "indicators")
    by_topic = grouped(facts.indicators, lambda line: topic_of(line.indicator))
    for topic in catalogue_map("families"):
        if topic in by_topic:
            lines = by_topic[topic]
            name, care = translate(f"families.{topic}.name"), translate(f"families.{topic}.care")
            # Of several targets of a topic, it is unknown which could be compared with which.
            value, measure = (lines[0].reading.value, lines[0].reading.unit) if len(lines) == 1 else (None, "")
            quotes = tuple(map(target_statement, lines))
            yield ComparisonLine("indicators", f"family.{topic}", name, quotes, value, care, measure)


def target_statement(line: IndicatorFacts) -> Statement:
    """Return a target in the words of the form, with its reading and the definition of its indicator."""
    indicator = line.indicator
    definition = indicator.definition or translate("comparing.no_definition")
    note = translate("comparing.target_note", reading=in_words(line.reading), definition=definition)
    text = translate("comparing.target", name=indicator.name, target=indicator.written)
    return Statement(text, line.anchor, note)


def finding_lines(findings: tuple[Finding, ...]) -> Iterator[ComparisonLine]:
    """Yield the count of findings of each rule in the form."""
    statements: dict[str, list[Statement]] = {}
    for severity, rules in weighed(findings):
        for rule, remarks in rules:
            text, note = translate("comparing.found", count=len(remarks)), translate(f"checks.severity.{severity}")
            statements.setdefault(rule.id, []).append(Statement(text, "checks", note))
    counts = Counter(finding.rule for finding in findings)
    for rule_id, quotes in sorted(statements.items()):
        name = translate("comparing.finding", rule=rule_id, title=translate(f"rules.{rule_id}.title"))
        yield ComparisonLine("findings", f"rule.{rule_id}", name, tuple(quotes), Decimal(counts[rule_id]))
