"""The view of a form's page: key facts, tasks by amount and targets, with the values of the previous year."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.analysis.disclosure import form_term
from generator.analysis.facts import FormFacts, RecordFacts, ResultsFacts, once_per_form
from generator.analysis.money_bar import money_bar, money_finding
from generator.analysis.readings import in_words
from generator.analysis.rules import SEVERITIES, Finding, Identity, severity_of
from generator.analysis.rules.identities import CHECKED, SHARE, TOLERANCE
from generator.analysis.table_rows import FamilyFacts, IndicatorFacts, TaskFacts, sum_of
from generator.analysis.verdicts import ResultLine, lines_by_target
from generator.analysis.years import YearPair
from generator.forms.fields import BLANK, NONE_WRITTEN, money
from generator.forms.figures import ZERO, figure, percent
from generator.forms.model import is_placeholder
from generator.output.pictures import Picture, money_picture
from generator.words import translate

# A longer list of tasks shows so many, and folds the rest.
MOST_TASKS, OPEN_TASKS = 7, 5
DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class KeyFact:
    """A key fact at the head of a page: value, label, and the anchor of its section."""

    value: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with its amount a year before, None where there is none; `is_new` only where the years are compared."""

    line: TaskFacts
    before: Any = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class TaskList:
    """A list of tasks; `fold` is the summary of its collapsed section, empty for a list that is open."""

    fold: str
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """An indicator with the one of the year before, and the results of both; None where there is none."""

    line: IndicatorFacts
    before: IndicatorFacts | None = None
    is_new: bool = False
    result: ResultLine | None = None
    result_before: ResultLine | None = None

    @property
    def reads_apart(self) -> bool:
        """Whether the reading of the target has a figure that the target itself does not show."""
        written = set(DIGITS.findall(self.line.indicator.written))
        return self.line.reading.measurable and not set(DIGITS.findall(in_words(self.line.reading))) <= written


@dataclass(frozen=True, slots=True)
class TargetFamily:
    """The indicators of a family that are filled in, and how many of them can be measured."""

    name: str
    rows: tuple[tuple[str, TargetRow], ...]
    measurable: int

    @property
    def words(self) -> str:
        """How many indicators the family has, and how many of them can be measured."""
        key = "all" if self.measurable == len(self.rows) else "some"
        values = {"count": len(self.rows), "measurable": self.measurable}
        return translate(f"record.indicators.{key}_measurable", **values)


def key_facts(facts: FormFacts, lines: Sequence[Identity] | None) -> tuple[KeyFact, ...]:
    """Return the facts of a form: targets that can be measured, sums that tie, the day of publication.

    A site that shows no sums has None for their identities.
    """
    sums = () if lines is None else (sums_fact(lines),)
    return (measurable_fact(facts), *sums, day_fact(facts))


def measurable_fact(facts: FormFacts) -> KeyFact:
    """Return how many of the indicators have a target that can be measured."""
    if not facts.indicator_count:
        return KeyFact("—", translate("record.facts.no_targets"), "indicators")
    key = "measurable_read" if facts.unread_count else "measurable"
    words = translate(f"record.facts.{key}", unread=facts.unread_count)
    return KeyFact(f"{facts.measurable_count} / {facts.indicator_count}", words, "indicators")


def sums_fact(lines: Sequence[Identity]) -> KeyFact:
    """Return how many of the sums that can be checked tie."""
    states = states_of_sums(lines)
    if not states:
        return KeyFact("—", translate("record.facts.no_sums"), "checks")
    return KeyFact(f"{len(states) - states.count('differs')} / {len(states)}", translate("record.facts.ties"), "checks")


def states_of_sums(lines: Iterable[Identity]) -> list[str]:
    """Return the states of the sums that can be checked; a rate, or a figure that is only repeated, is no sum."""
    return [line.state for line in lines if is_total(line) and line.state in CHECKED]


def is_total(line: Identity) -> bool:
    """Whether an identity is a sum, not a rate or a repeated figure."""
    return line.is_sum and line.kind != SHARE


def day_fact(facts: FormFacts) -> KeyFact:
    """Return the day on which the form was published, counted from its approval where that is known."""
    disclosure = facts.disclosure
    term = form_term(facts)
    if term.used is not None and term.used >= 0:
        key = "published_late" if term.state == "late" else "published"
        words = translate(f"record.facts.{key}", limit=term.limit)
        return KeyFact(translate("record.facts.day", day=term.used), words, "published-on")
    if disclosure.published_on:
        return KeyFact(disclosure.published_on.isoformat(), translate("record.facts.published_on"), "published-on")
    return KeyFact(translate("record.facts.unknown"), translate("record.facts.no_day"), "published-on")


def task_lists(facts: RecordFacts, pair: YearPair | None) -> tuple[TaskList, ...]:
    """Return the tasks by amount, largest first: the open list, the collapsed rest, and the uncounted rows."""
    earlier = earlier_tasks(pair) if pair else {}
    rows = [task_row(line, earlier, is_compared=pair is not None) for line in facts.tasks]
    tasks = sorted((row for row in rows if row.line.is_counted), key=lambda row: -(row.line.amount or ZERO))
    count = len(tasks) if len(tasks) <= MOST_TASKS else OPEN_TASKS
    others = tuple(row for row in rows if not row.line.is_counted)
    lists = (
        TaskList("", tuple(tasks[:count])),
        TaskList(rest_of_tasks(facts, tasks[count:]), tuple(tasks[count:])),
        TaskList(translate("record.tasks.no_tasks", count=len(others)), others),
    )
    return tuple(some for some in lists if some.rows)


def task_row(line: TaskFacts, earlier: Mapping[str, Any], *, is_compared: bool) -> TaskRow:
    """Return a task with its amount of the previous year."""
    is_new = is_compared and line.is_counted and line.anchor in earlier and earlier[line.anchor] is None
    return TaskRow(line, earlier.get(line.anchor), is_new)


def earlier_tasks(pair: YearPair) -> dict[str, Any]:
    """Return the earlier amount of each task by id, None for a new one.

    Tasks that are only alike are left out, and those whose amount is withheld now; where the earlier form hides names
    of tasks, none is known to be new.
    """
    found: dict[str, Any] = {}
    for change in pair.tasks:
        match = change.match
        if not match.now or not match.is_sure or match.now.hides_amount or pair.units_differ:
            continue
        if match.before:
            found[match.now.anchor] = money(match.before.task.amount)
        elif not pair.hides_earlier_names:
            found[match.now.anchor] = None
    return found


def target_families(
    facts: FormFacts, pair: YearPair | None, results: Mapping[str, ResultsFacts] | None = None
) -> tuple[TargetFamily, ...]:
    """Return the indicators that are filled in by family, each with that of the previous year and with the results.

    `results` are the self-evaluations by the address of the targets that they answer.
    """
    earlier, known = earlier_targets(pair) if pair else {}, results or {}
    now = lines_by_target(known.get(facts.source.path))
    before = lines_by_target(known.get(pair.before.source.path)) if pair else {}

    def row_of(line: IndicatorFacts) -> TargetRow:
        """Return the row of an indicator."""
        last = earlier.get(line.anchor)
        is_new = pair is not None and earlier.get(line.anchor, line) is None
        return TargetRow(line, last, is_new, now.get(line.anchor), before.get(last.anchor) if last else None)

    return tuple(family for one in facts.families if (family := target_family(one, row_of)).rows)


def target_family(family: FamilyFacts, row_of: Callable[[IndicatorFacts], TargetRow]) -> TargetFamily:
    """Return the indicators of one family that are filled in."""
    rows = tuple((type_, row_of(line)) for type_, lines in family.types for line in lines if not says_nothing(line))
    return TargetFamily(family.name, rows, sum(row.line.reading.measurable for _, row in rows))


def earlier_targets(pair: YearPair) -> dict[str, IndicatorFacts | None]:
    """Return the earlier indicator of each by id, None for a new one; those that are only alike are left out."""
    return {
        change.match.now.anchor: change.match.before
        for _, changes in pair.indicators
        for change in changes
        if change.match.now and change.match.is_sure
    }


def says_nothing(line: IndicatorFacts) -> bool:
    """Whether a row names no indicator, of the year or the whole project, and has no target, definition or weight."""
    indicator = line.indicator
    rest = (indicator.target, indicator.definition, indicator.weight, indicator.whole_target)
    return indicator.names_nothing and all(map(is_placeholder, rest))


def empty_indicators(facts: FormFacts) -> list[tuple[str, list[IndicatorFacts]]]:
    """Return the rows of indicators that were left blank, those that are written 无, and those with a dash or slash."""
    rows: dict[str, list[IndicatorFacts]] = {"blank": [], "none": [], "dash": []}
    for line in filter(says_nothing, facts.rows):
        rows[{BLANK: "blank", NONE_WRITTEN: "none"}.get(line.indicator.name, "dash")].append(line)
    return [(kind, some) for kind, some in rows.items() if some]


def checks_heading(lines: Sequence[Identity], findings: Iterable[Finding]) -> str:
    """Return the result of all checks: how many sums tie, how many cannot be checked, what asks for attention."""
    states = states_of_sums(lines)
    tie = len(states) - states.count("differs")
    unknown = sum(is_total(line) and line.state == "unknown" for line in lines)
    whole = "one_tie" if tie == 1 or unknown else "all_tie"
    key = "no_sums" if not states else whole if tie == len(states) else "some_tie"
    parts = [translate(f"record.checks.{key}", count=len(states), tie=tie)]
    parts += [translate("record.checks.unknown", count=unknown)] if unknown and states else []
    counts = Counter(map(severity_of, findings))
    heeded = [severity for severity in SEVERITIES if severity != "info" and counts[severity]]
    # The heading stays short on a phone.
    name = translate(f"checks.severity.{heeded[0]}" if len(heeded) == 1 else "record.checks.several")
    count = sum(counts[severity] for severity in heeded)
    parts += [translate("record.checks.heed", count=count, severity=name)] if heeded else []
    return translate("record.checks.heading", parts=translate("record.checks.and").join(parts))


def rest_of_tasks(facts: RecordFacts, rows: Sequence[TaskRow]) -> str:
    """Return how many tasks are folded, how many hide their amount, and what the others add up to."""
    shown = [row.line.task.amount for row in rows if not row.line.hides_amount]
    amount, hidden = sum_of(shown), len(rows) - len(shown)
    share = percent(amount, facts.project)
    if hidden:
        key = "rest_all_hidden" if not shown else "rest_hidden" if amount is None else "rest_partly_hidden"
    else:
        key = "rest_of" if amount is None else "rest_sum" if share is None else "rest_share"
    values = {"count": len(rows), "hidden": hidden, "shown": len(shown), "unit": facts.unit, "share": share}
    return translate(f"record.tasks.{key}", amount="" if amount is None else figure(amount), **values)


def listing_of(facts: RecordFacts) -> str:
    """Return whether the tasks are known to add up to the project expenditure: full, partly, unknown; else plain."""
    if not facts.has_task_amounts:
        return "plain"
    if facts.unlisted is None:
        return "unknown"
    return "partly" if facts.unlisted > TOLERANCE else "full"


@once_per_form
def picture_of(facts: FormFacts) -> Picture | None:
    """Return the picture of the money; None where it cannot be drawn."""
    bar = money_bar(facts)
    if bar is None:
        return None
    values = {"year": facts.source.year, "total": figure(bar.total), "unit": bar.unit}
    if isinstance(facts, RecordFacts):
        return money_picture(bar, money_finding(facts, bar), translate("pictures.money.note", **values))
    key, share = ("whole", bar.split[0].share) if bar.split else ("project", None)
    title = translate(f"pictures.money.title_{key}", share=share, **values)
    return money_picture(bar, title, translate(f"pictures.money.note_{key}", **values))
