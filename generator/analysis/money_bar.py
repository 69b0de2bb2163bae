"""The parts of the money of a form, in the order of its picture, and the finding of that picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts, once_per_form
from generator.analysis.rules import ties
from generator.analysis.table_rows import TaskFacts, sum_of
from generator.forms.fields import money
from generator.forms.figures import ZERO, figure, percent
from generator.words import translate

PartKind = Literal["basic", "task", "rest", "withheld", "unlisted", "unclear", "later"]
# The tasks with a segment of their own, by size.
MOST_TASKS = 5
# From which share of the whole on a finding is worth a title, in percent.
NOTABLE_REST = Decimal(10)
NOTABLE_TASK = Decimal(25)
NOTABLE_PAIR = Decimal(50)
LARGEST = 3


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """A part of the money: amount in the unit of the form, share of the whole in percent, cell, count of items."""

    kind: PartKind
    name: str
    amount: Decimal
    share: Decimal | None
    anchor: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class MoneyBar:
    """The whole money of a form and its parts; `excess` is what the tasks are more than the project expenditure.

    `split` has the sides that are named over the bar: basic and project expenditure of a department; this year and the
    other years of a project whose form has its whole money.
    """

    total: Decimal
    unit: str
    split: tuple[MoneyPart, ...]
    parts: tuple[MoneyPart, ...]
    excess: Decimal | None = None


@once_per_form
def money_bar(facts: FormFacts) -> MoneyBar | None:
    """Return the money of a form and its parts.

    None where the whole, or one side of a department's, is unknown, or where the types are not the total of the form.
    """
    total, lines = facts.total, facts.total_split.lines
    if not total or any(line.amount is not None and line.amount < 0 for line in lines):
        return None
    amounts = [(line, line.amount) for line in lines if line.amount]
    if isinstance(facts, ProjectFacts):
        return project_bar(facts, total)
    if not isinstance(facts, RecordFacts) or facts.project is None or sum_of([line.value for line in lines]) != total:
        return None
    split = tuple(
        MoneyPart("task" if line.key == "project" else "basic", line.name, amount, line.share, line.anchor)
        for line, amount in amounts
    )
    basic = tuple(part for part in split if part.kind == "basic")
    tasks = tuple(task_parts(facts, total))
    rest = facts.project - sum((part.amount for part in tasks), ZERO)
    if rest > 0:
        tasks = (*tasks, rest_part(facts, rest, total))
    return MoneyBar(total, facts.unit, split, (*basic, *tasks), -rest if rest < 0 else None)


def project_bar(facts: ProjectFacts, annual: Decimal) -> MoneyBar | None:
    """Return the money of a project's year by source, within its whole money where that is more.

    None where the sources do not add up to the year, or nothing is there to compare.
    """
    whole = next((split.total for split in facts.splits if split.key == "whole"), None)
    total = whole if whole and whole > annual else annual
    lines = [(line, line.amount) for line in facts.total_split.lines if line.amount]
    parts = tuple(MoneyPart("task", line.name, amount, percent(amount, total), line.anchor) for line, amount in lines)
    if sum((part.amount for part in parts), ZERO) != annual or (total == annual and len(parts) == 1):
        return None
    if total == annual:
        return MoneyBar(total, facts.unit, (), parts)
    year = translate("pictures.money.year", year=facts.source.year)
    rest = total - annual
    later = MoneyPart("later", translate("pictures.money.later"), rest, percent(rest, total))
    return MoneyBar(
        total, facts.unit, (MoneyPart("task", year, annual, percent(annual, total)), later), (*parts, later)
    )


def by_amount(facts: RecordFacts) -> list[tuple[TaskFacts, Decimal]]:
    """Return the tasks with money, the largest first."""
    amounts = [(line, line.amount) for line in facts.counted_tasks if line.amount]
    return sorted(amounts, key=lambda pair: -pair[1])


def task_parts(facts: RecordFacts, total: Decimal) -> list[MoneyPart]:
    """Return the largest tasks one by one, the others as one part, and the one sum of those that are withheld."""
    tasks = by_amount(facts)
    # One task that is left would be named as shortly as it is counted.
    shown = len(tasks) if len(tasks) == MOST_TASKS + 1 else MOST_TASKS
    parts = [
        MoneyPart("task", line.label, amount, percent(amount, total), line.anchor) for line, amount in tasks[:shown]
    ]
    if others := [amount for _, amount in tasks[shown:]]:
        amount = sum(others, ZERO)
        name = translate("pictures.money.rest", count=len(others))
        parts.append(MoneyPart("rest", name, amount, percent(amount, total), "tasks", len(others)))
    if withheld := money(facts.form.tasks.withheld_total):
        name = translate("pictures.money.withheld", count=hidden_tasks(facts))
        parts.append(MoneyPart("withheld", name, withheld, percent(withheld, total), "withheld"))
    return parts


def hidden_tasks(facts: RecordFacts) -> int:
    """Return how many tasks do not show their amounts."""
    return sum(line.hides_amount for line in facts.counted_tasks)


def rest_part(facts: RecordFacts, rest: Decimal, total: Decimal) -> MoneyPart:
    """Return what the tasks leave of the project expenditure: not listed, or hidden among withheld or blank cells."""
    if facts.unlisted is not None:
        return MoneyPart("unlisted", translate("pictures.money.unlisted"), rest, percent(rest, total), "tasks")
    is_hidden = hidden_tasks(facts) and facts.form.tasks.withheld_total is None
    key = "unclear" if is_hidden else "blank" if facts.has_task_amounts else "unpriced"
    return MoneyPart("unclear", translate(f"pictures.money.{key}"), rest, percent(rest, total), "tasks")


def money_finding(facts: RecordFacts, bar: MoneyBar) -> str:
    """Return what the picture of the money shows, in one sentence: the first finding that holds."""
    values = {"unit": bar.unit, "total": figure(bar.total)}
    if bar.excess is not None:
        return translate("pictures.money.finding.excess", excess=figure(bar.excess), **values)
    if not ties(facts):
        return translate("pictures.money.finding.plain", **values)
    unlisted = facts.unlisted or ZERO
    if facts.project and facts.unlisted_share is not None and facts.unlisted_share >= NOTABLE_REST:
        amounts = {"project": figure(facts.project), "rest": figure(unlisted), "share": facts.unlisted_share}
        return translate("pictures.money.finding.unlisted", **amounts, **values)
    return finding_of_tasks(facts, bar, values)


def finding_of_tasks(facts: RecordFacts, bar: MoneyBar, values: dict[str, str]) -> str:
    """Return the finding on the tasks: what is withheld, or the largest of them."""
    tasks = [part for part in bar.parts if part.kind == "task"]
    basic = sum((part.amount for part in bar.parts if part.kind == "basic"), ZERO)
    basic_share = share_in_words(percent(basic, bar.total))
    withheld = next((part for part in bar.parts if part.kind == "withheld"), None)
    if withheld:
        counts = {"count": facts.task_count, "hidden": hidden_tasks(facts), "amount": figure(withheld.amount)}
        return translate("pictures.money.finding.withheld", basic=basic_share, **counts, **values)
    if hidden_tasks(facts) or not tasks:
        key = "hidden" if facts.task_count and facts.has_task_amounts else "no_tasks"
        return translate(f"pictures.money.finding.{key}", basic=basic_share, count=facts.task_count, **values)
    return finding_of_largest(facts, tasks, bar.total, basic_share)


def finding_of_largest(facts: RecordFacts, tasks: Sequence[MoneyPart], total: Decimal, basic: str) -> str:
    """Return the finding on the largest task, the two largest, or the three."""
    names = [part.name for part in tasks]
    shares = [percent(sum((part.amount for part in tasks[:count]), ZERO), total) or ZERO for count in (1, 2)]
    if shares[0] >= NOTABLE_TASK:
        if len(tasks) > 1 and shares[1] >= NOTABLE_PAIR:
            return translate("pictures.money.finding.two", first=names[0], second=names[1], share=shares[1])
        return translate("pictures.money.finding.one", name=names[0], share=shares[0])
    if facts.project and len(tasks) > LARGEST:
        share = percent(sum((part.amount for part in tasks[:LARGEST]), ZERO), facts.project)
        return translate("pictures.money.finding.largest", count=LARGEST, share=share)
    share = percent(sum((part.amount for part in tasks), ZERO), total)
    return translate("pictures.money.finding.all_tasks", basic=basic, count=facts.task_count, share=share)


def share_in_words(share: Decimal | None) -> str:
    """Return a share as the next tenth in words where it is less than one point below it, else as its figure."""
    if share is None:
        return ""
    tenths = (share / 10).to_integral_value(ROUND_CEILING)
    if not 0 < tenths * 10 - share <= 1 or tenths >= 10:
        return f"{share}%"
    return translate("pictures.nearly", tenths=translate(f"pictures.tenths.{int(tenths)}"))
