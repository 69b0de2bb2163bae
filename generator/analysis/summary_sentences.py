"""The summary of a form: a few whole sentences that say what it says."""

from collections.abc import Iterator, Sequence

from generator.analysis.money_splits import Split, SplitLine
from generator.analysis.table_rows import TaskFacts
from generator.content.corpus import ProjectSource, RecordSource
from generator.forms.cells import withheld_cells
from generator.forms.fields import BLANK, NONE_WRITTEN, money
from generator.forms.figures import ZERO, NoTotal, absence, figure, reading
from generator.forms.model import Record
from generator.text.dates import day_words, days_in
from generator.words import translate


def people_of(source: RecordSource) -> str:
    """The people of the department in the words of its form, or nothing."""
    staff = source.record.staff
    if staff and isinstance(staff.in_service, int):
        return translate("facts.summary.in_service", count=staff.in_service)
    if staff and isinstance(staff.total, int):
        return translate("facts.summary.on_payroll", count=staff.total)
    return ""


def total_sentences(source: RecordSource, split: Split) -> Iterator[str]:
    """What the budget comes to, or why that is unknown, with its parts, and the people."""
    who = {"year": source.year, "name": source.record.department}
    people = people_of(source)
    if split.total is not None:
        also = translate("facts.summary.also", people=people) if people else ""
        values = {**who, **said_total(split, source.record.unit), "people": also}
        if len(split.lines) == 1:
            yield translate("facts.summary.only", **values, cell=split.lines[0].name)
            return
        yield translate("facts.summary.total", **values)
        yield from parts_sentence("shares", split, source.record.unit)
        return
    gone = split.total_cell
    yield translate(f"facts.summary.{absence(gone)}", **who, cells=translate("facts.between").join(split.unseen))
    if gone in (NoTotal.UNKNOWN, NoTotal.WITHHELD):
        yield from parts_sentence("known", split, source.record.unit)
    if people:
        yield translate("facts.summary.people", people=people)


def parts_sentence(key: str, split: Split, unit: str) -> Iterator[str]:
    """The parts of a budget with their figures; nothing where none has one, or where the whole is zero."""
    if split.total == 0 or all(money(line.value) is None for line in split.lines):
        return
    yield translate(
        f"facts.summary.{key}", lines="，".join(filter(None, (said_part(line, unit) for line in split.lines)))
    )


def said_part(line: SplitLine, unit: str) -> str:
    """One part of a budget; nothing for one that was left blank, which is said of the whole."""
    amount = money(line.value)
    if amount is None:
        return translate("facts.summary.written_none", name=line.name) if line.value == NONE_WRITTEN else ""
    key = "amount" if line.share is None else "share"
    return translate(f"facts.summary.{key}", name=line.name, amount=figure(amount), unit=unit, share=line.share)


def largest_sentence(record: Record, tasks: Sequence[TaskFacts]) -> Iterator[str]:
    """The task with the largest amount, or how many share it; nothing where no task has money."""
    amounts = [amount for line in tasks if (amount := money(line.task.amount)) is not None]
    most = max(amounts, default=ZERO)
    if not most:
        return
    first = [line for line in tasks if money(line.task.amount) == most]
    hides = any("amount" in withheld_cells(line.task) or line.task.amount == BLANK for line in tasks)
    values = {"amount": figure(most), "unit": record.unit, "count": len(first), "name": called(first[0])}
    has_share = len(first) == 1 and first[0].share is not None
    share = translate("facts.summary.of_project", share=first[0].share) if has_share else ""
    form = f"{'shown' if hides else 'all'}.{'one' if len(first) == 1 else 'several'}"
    yield translate(f"facts.summary.largest.{form}", **values, share=share)


def called(line: TaskFacts) -> str:
    """A task by its name in quotation marks, or by its row where that was left blank."""
    has_name = line.task.name not in (None, BLANK)
    return translate("facts.summary.named", name=line.label) if has_name else line.label


def summary_of(source: RecordSource, split: Split, tasks: Sequence[TaskFacts], indicators: int) -> str:
    """A few whole sentences that tell a citizen what the record says; `tasks` are those that name a task."""
    counts = translate("facts.summary.counts", tasks=len(tasks), indicators=indicators)
    return "".join([*total_sentences(source, split), *largest_sentence(source.record, tasks), counts])


def project_summary(source: ProjectSource, splits: tuple[Split, ...], counts: dict[str, int]) -> str:
    """A few sentences that tell a citizen what the project's form says."""
    project = source.record
    pieces = [
        translate("facts.project.who", year=source.year, department=source.department.name, name=project.name),
        *(funds_sentence(split, project.unit) for split in splits),
    ]
    cells = (project.starts, project.ends)
    if all(text not in (None, BLANK, NONE_WRITTEN) for text in cells):
        pieces.append(period_sentence(*map(str, cells)))
    return "".join([*pieces, translate(f"facts.project.{'some_read' if counts['unread'] else 'counts'}", **counts)])


def period_sentence(starts: str, ends: str) -> str:
    """From when to when a project is planned; both cells in their own words where one names a period."""
    periods = [days for text in (starts, ends) if (days := days_in(text)) and days[0] != days[1]]
    if periods and starts == ends:
        return translate("facts.project.one_period", period=starts)
    key = "as_written" if periods else "period"
    return translate(f"facts.project.{key}", starts=day_words(starts), ends=day_words(ends))


def funds_sentence(split: Split, unit: str) -> str:
    """What the money of a project comes to, or why that is unknown."""
    if split.total is not None:
        return translate(f"facts.project.{split.key}", **said_total(split, unit))
    if split.is_denied and not split.unseen:
        return translate("facts.project.denied", split=split.name, total=split.total_name)
    names = translate("facts.between").join(split.unseen)
    return translate(f"facts.project.{absence(split.total_cell)}", split=split.name, cells=names)


def said_total(split: Split, unit: str) -> dict[str, str]:
    """A total with its unit, and in larger words where it is large."""
    total = split.total or ZERO
    about = reading(total, unit)
    about = translate("facts.summary.about", about=about) if about else ""
    return {"total": figure(total), "unit": unit, "about": about}
