"""Records side by side: what one form has and the other has too, line by line, and what only one of them has.

A card holds the lines of one record; a sheet puts cards beside each other. Money stands as published and, for forms
in different units, in 万元 too. Lines that no two forms share are told apart from those that can be compared.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, islice
from typing import Any

from generator.analysis.facts import Facts, IndicatorFacts, RecordFacts
from generator.analysis.readings import in_words
from generator.analysis.rules import Finding, weighed
from generator.analysis.topics import topic_of
from generator.content.addresses import comparison_address
from generator.forms.cells import withheld_cells
from generator.forms.fields import money
from generator.forms.figures import absence, figure, in_wan, percent
from generator.forms.model import ByType
from generator.words import catalogue_map, translate

GROUPS = ("budget", "people", "tasks", "targets", "indicators", "findings")
# What a record has not because nothing of the kind was written, and not because its form lacks the column.
NOT_SET = ("indicators", "findings")
MOST_PAIRS = 30
MOST_RECORDS = 6

Records = tuple[RecordFacts, ...]
Findings = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a record says, as words, with the place on its page where it stands."""

    text: str
    anchor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One line of a card: what is compared, what the record says of it, and the figure by which it differs.

    Figures of different `measure` are not held against each other. An absent line says why there is nothing to compare.
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
    """One line of a sheet: a cell for each record, None where its form has nothing of the kind."""

    group: str
    key: str
    name: str
    cells: tuple[ComparisonLine | None, ...]
    care: str

    @property
    def is_shared(self) -> bool:
        """Whether all records say something of it."""
        return all(cell and not cell.is_absent for cell in self.cells)

    @property
    def missing(self) -> str:
        """What is said of a record that has no such line: a column, a topic or a finding that is not there."""
        return translate(f"comparing.missing.{self.group if self.group in NOT_SET else 'form'}")

    @property
    def differs(self) -> bool:
        """Whether records that can be compared say different figures."""
        values = [cell.value for cell in self.cells if cell and cell.value is not None]
        measures = {cell.measure for cell in self.cells if cell}
        return len(values) == len(self.cells) and len(measures) == 1 and len(set(values)) > 1

    @property
    def times(self) -> Decimal | None:
        """The largest figure as a multiple of the smallest, to one decimal; None where that says nothing."""
        # Twice as many findings is not twice as bad.
        if not self.differs or self.group == "findings":
            return None
        values = sorted(cell.value for cell in self.cells if cell and cell.value is not None)
        if values[0] <= 0:
            return None
        # A fraction is exact, whatever the figures: a quotient of Decimals is cut after 28 digits before it is rounded.
        tenths = round(Fraction(values[-1]) * 10 / Fraction(values[0]))
        return Decimal(f"{tenths // 10}.{tenths % 10}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Records side by side."""

    records: Records
    rows: tuple[ComparisonRow, ...]

    def of(self, group: str) -> list[ComparisonRow]:
        """The rows of one group that all records share, and then those of some."""
        rows = [row for row in self.rows if row.group == group]
        return sorted(rows, key=lambda row: not row.is_shared)

    @property
    def path(self) -> str:
        """The address of the sheet, from the site's root."""
        return comparison_address(facts.source.path for facts in self.records)

    @property
    def basket(self) -> str:
        """The address at which a reader goes on choosing from here, from the site's root."""
        return basket_address(facts.source.path.rstrip("/") for facts in self.records)


def comparison_of(records: Records, findings: Findings) -> Comparison:
    """The sheet of some records, in their order."""
    return Comparison(records, rows_of([comparison_lines(facts, findings[facts.source.path]) for facts in records]))


def rows_of(cards: Iterable[Iterable[ComparisonLine]]) -> tuple[ComparisonRow, ...]:
    """The rows of some cards beside each other, by group, then in the order in which the cards first have them."""
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
    """The address that compares records of a reader's own choice, from the site's root; paths without closing slash."""
    return "compare/?" + "&".join(f"r={path}" for path in paths)


def joined(names: Sequence[str]) -> str:
    """The names of some records in one phrase."""
    return (translate("comparing.and") if len(names) < 3 else "、").join(names)


def caution(years: Iterable[int], frameworks: Iterable[str]) -> str:
    """What a reader must know before comparing: always, of forms of several years, of forms of several frameworks."""
    different = sorted(set(map(str, years)))
    text = translate("comparing.caution")
    if len(different) > 1:
        text += translate("comparing.years", years="、".join(different))
    return text + translate("comparing.frameworks") if len(set(frameworks)) > 1 else text


def peers(facts: Facts) -> list[Records]:
    """What is put side by side for readers: departments of one kind in different cities, by their newest forms."""
    newest: dict[tuple[str, str], RecordFacts] = {}
    for record in sorted(facts.records, key=lambda record: -record.source.year):
        group = record.source.department.peer_group
        if group:
            newest.setdefault((group, record.source.city_slug), record)
    of_group: dict[str, list[RecordFacts]] = {}
    for (group, _), record in sorted(newest.items()):
        of_group.setdefault(group, []).append(record)
    return [pair for members in of_group.values() for pair in islice(combinations(members, 2), MOST_PAIRS)]


def prepared_comparisons(facts: Facts, findings: Findings) -> tuple[Comparison, ...]:
    """The sheets that are put together for readers."""
    return tuple(comparison_of(pair, findings) for pair in peers(facts))


def comparison_lines(facts: RecordFacts, findings: tuple[Finding, ...]) -> Iterator[ComparisonLine]:
    """What a record says of itself, one line for each thing that another record may say too."""
    yield from money_lines(facts)
    yield from people_lines(facts)
    yield from task_lines(facts)
    yield from family_lines(facts)
    yield from finding_lines(findings)


def money_text(amount: Decimal, unit: str) -> str:
    """An amount as the form has it, and in 万元 where the form counts in 元."""
    text = translate("comparing.amount", amount=figure(amount), unit=unit)
    return text if unit == "万元" else translate("comparing.in_wan", text=text, wan=figure(in_wan(amount, unit)))


def absent(group: str, key: str, name: str, text: str, anchor: str) -> ComparisonLine:
    """A line of something that the form could say and does not, with why."""
    return ComparisonLine(group, key, name, (Statement(text, anchor),), is_absent=True)


def money_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """The total, and each line of the budget that the form has."""
    unit = facts.source.record.unit
    name, anchor = translate("record.tiles.total"), "budget"
    if facts.total is not None:
        quote = Statement(money_text(facts.total, unit), anchor, translate("record.derived"))
        yield ComparisonLine("budget", "total", name, (quote,), facts.total_wan)
    else:
        yield absent("budget", "total", name, translate(f"absence.{absence(facts.total_cell)}"), anchor)
    for split in facts.splits:
        for line in split.lines:
            amount = money(line.value)
            gone = absence(line.value)
            text = translate(f"absence.{gone}") if amount is None else money_text(amount, unit)
            note = "" if line.share is None else translate("record.tiles.share", share=line.share)
            quote = Statement(text, f"{split.key}-{line.key}".replace("_", "-"), note)
            name = translate("comparing.of_split", split=split.name, line=line.name)
            value = None if amount is None else in_wan(amount, unit)
            yield ComparisonLine("budget", f"{split.key}.{line.key}", name, (quote,), value)


def people_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """Who works there, and the basic expenditure for each of them with what it was divided by."""
    for key in ("in_service", "total"):
        count = getattr(facts.source.record.staff, key, None)
        if count is not None:
            yield count_line(key, count)
            yield head_line(facts, key, count)


def count_line(key: str, count: Any) -> ComparisonLine:
    """How many people a form counts, or which absence stands there."""
    name = translate(f"comparing.people.{key}")
    if not isinstance(count, int):
        return absent("people", f"staff.{key}", name, translate(f"absence.{absence(count)}"), "staff")
    return ComparisonLine("people", f"staff.{key}", name, (Statement(str(count), "staff"),), Decimal(count))


def head_line(facts: RecordFacts, key: str, count: Any) -> ComparisonLine:
    """The basic expenditure for each of the people, or which cell has no figure to divide."""
    name, unit = translate(f"comparing.head.{key}"), facts.source.record.unit
    value = facts.source.record.budget.by_type.basic
    basic = money(value)
    if basic is None or not isinstance(count, int) or not count:
        cells = ((translate(f"comparing.people.{key}"), count), (str(ByType.model_fields["basic"].title), value))
        return absent("people", f"head.{key}", name, not_worked_out(cells), "staff")
    head = (in_wan(basic, unit) / count).quantize(Decimal("0.01"))
    note = translate("comparing.divided", amount=money_text(basic, unit), count=count)
    quote = Statement(translate("comparing.amount", amount=figure(head), unit="万元"), "staff", note)
    return ComparisonLine("people", f"head.{key}", name, (quote,), head)


def not_worked_out(cells: Iterable[tuple[str, Any]]) -> str:
    """Why a figure cannot be worked out: the cells that have none, each with its absence; a zero divides nothing."""
    gone = [
        translate("comparing.gone", name=name, why=translate(f"absence.{kind}"))
        for name, value in cells
        if (kind := absence(value))
    ]
    return translate("comparing.not_worked_out", why=translate("facts.between").join(gone))


def task_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """How many tasks, the largest three, and how much of the project expenditure they account for."""
    hidden = sum("amount" in withheld_cells(line.task) for line in facts.tasks)
    # A task whose amount nobody sees may be larger than those that are named.
    unseen = (Statement(translate("comparing.withheld", count=hidden), "withheld"),) if hidden else ()
    count = Statement(translate("comparing.tasks", count=facts.task_count), "tasks", unseen[0].text if unseen else "")
    yield ComparisonLine("tasks", "tasks.count", translate("comparing.task_count"), (count,), Decimal(facts.task_count))
    yield largest_line(facts, unseen)
    yield covered_line(facts)


def largest_line(facts: RecordFacts, unseen: tuple[Statement, ...]) -> ComparisonLine:
    """The three tasks with the largest amounts, or why none has one."""
    unit, name = facts.source.record.unit, translate("comparing.largest")
    tasks = [line for line in facts.tasks if not line.task.is_basic and not line.task.is_empty]
    sized = [(amount, line) for line in tasks if (amount := money(line.task.amount)) is not None and amount > 0]
    if not sized:
        # What is withheld has no amount that anybody could see.
        kinds = [absence(line.task.amount) for line in tasks if "amount" not in withheld_cells(line.task)]
        kind = next((kind for kind in ("blank", "not_on_form", "zero", "none") if kind in kinds), "")
        text = translate(f"absence.{kind}") if kind else unseen[0].text if unseen else translate("comparing.no_tasks")
        return absent("tasks", "tasks.largest", name, text, "tasks")
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
    """How much of the project expenditure the tasks account for, or why that cannot be told."""
    name, project = translate("comparing.covered"), facts.source.record.budget.by_type.project
    if facts.project and facts.unlisted is not None:
        share = percent(facts.project - facts.unlisted, facts.project)
        return ComparisonLine(
            "tasks", "tasks.covered", name, (Statement(translate("comparing.percent", share=share), "checks"),), share
        )
    title = str(ByType.model_fields["project"].title)
    text = translate("comparing.tasks_unknown") if facts.project else not_worked_out([(title, project)])
    return absent("tasks", "tasks.covered", name, text, "checks")


def family_lines(facts: RecordFacts) -> Iterator[ComparisonLine]:
    """How many targets can be measured, and the targets of each family in the words of the form."""
    name = translate("comparing.measurable_name")
    if facts.measurable_share is not None:
        form = "some_read" if facts.unread_count else "measurable"
        values = {"all": facts.read_count, "unread": facts.unread_count}
        text = translate(f"comparing.{form}", count=facts.measurable_count, **values)
        quote = Statement(text, "indicators", translate("comparing.percent", share=facts.measurable_share))
        yield ComparisonLine("targets", "measurable", name, (quote,), facts.measurable_share)
    else:
        yield absent("targets", "measurable", name, translate("comparing.no_indicators"), "indicators")
    of_family: dict[str, list[IndicatorFacts]] = {}
    for line in facts.indicators:
        of_family.setdefault(topic_of(line.indicator), []).append(line)
    for family in catalogue_map("families"):
        if family in of_family:
            lines = of_family[family]
            # One target of a kind can be held against one other; of several, nobody knows which against which.
            only = lines[0].reading if len(lines) == 1 else None
            yield ComparisonLine(
                "indicators",
                f"family.{family}",
                translate(f"families.{family}.name"),
                tuple(map(target_quote, lines)),
                only.value if only else None,
                translate(f"families.{family}.care"),
                only.unit if only else "",
            )


def target_quote(line: IndicatorFacts) -> Statement:
    """A target in the words of the form, with how it was read and how the form says that it is measured."""
    indicator = line.indicator
    parts = (in_words(line.reading), indicator.definition or translate("comparing.no_definition"))
    text = translate("comparing.target", name=indicator.name, target=indicator.written)
    return Statement(text, line.anchor, translate("comparing.target_note", reading=parts[0], definition=parts[1]))


def finding_lines(findings: tuple[Finding, ...]) -> Iterator[ComparisonLine]:
    """What each rule found in the record, and how often."""
    told: dict[str, list[Statement]] = {}
    for severity, rules in weighed(findings):
        for rule, found in rules:
            quote = Statement(
                translate("comparing.found", count=len(found)), "checks", translate(f"checks.severity.{severity}")
            )
            told.setdefault(rule.id, []).append(quote)
    counts = Counter(finding.rule for finding in findings)
    for rule_id, quotes in sorted(told.items()):
        name = translate("comparing.finding", rule=rule_id, title=translate(f"rules.{rule_id}.title"))
        yield ComparisonLine("findings", f"rule.{rule_id}", name, tuple(quotes), Decimal(counts[rule_id]))
