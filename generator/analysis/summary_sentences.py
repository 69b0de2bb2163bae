"""The summary of a form: a few sentences for citizens on its money, its tasks and its indicators."""

from collections.abc import Iterable, Iterator, Sequence

from generator.analysis.table_rows import Split, SplitLine, TaskFacts
from generator.content.corpus import ProjectSource, RecordSource, ResultsSource
from generator.forms.fields import BLANK, NONE_WRITTEN, is_filled, is_worded, money
from generator.forms.figures import ZERO, NoTotal, absence, figure, in_large_units
from generator.forms.model import subject_of
from generator.targets import Target
from generator.text.dates import day_words, days_in
from generator.words import translate


def people_of(source: RecordSource) -> str:
    """Return the people of the department as part of a sentence; empty where the form has no number."""
    staff = source.record.staff
    if staff and isinstance(staff.in_service, int):
        return translate("facts.summary.in_service", count=staff.in_service)
    if staff and isinstance(staff.total, int):
        return translate("facts.summary.on_payroll", count=staff.total)
    return ""


def total_sentences(source: RecordSource, split: Split) -> Iterator[str]:
    """Yield the sentences on the total, or why it is unknown, with its parts, and on the people."""
    who = {"year": source.year, "name": source.record.department}
    people = people_of(source)
    if split.total is not None:
        also = translate("facts.summary.also", people=people) if people else ""
        values = {**who, **total_values(split, source.record.unit), "people": also}
        if len(split.lines) == 1:
            yield translate("facts.summary.only", **values, cell=split.lines[0].name)
            return
        yield translate("facts.summary.total", **values)
        yield from parts_sentence("shares", split, source.record.unit)
        return
    gone = split.total_cell
    yield translate(f"facts.summary.{absence(gone)}", **who, cells=split.unseen)
    if gone in (NoTotal.UNKNOWN, NoTotal.WITHHELD):
        yield from parts_sentence("known", split, source.record.unit)
    if people:
        yield translate("facts.summary.people", people=people)


def parts_sentence(key: str, split: Split, unit: str) -> Iterator[str]:
    """Yield the sentence on the parts of a budget; none where no part has a figure, or where the total is zero."""
    if split.total == 0 or all(line.amount is None for line in split.lines):
        return
    yield translate(
        f"facts.summary.{key}", lines="，".join(filter(None, (part_in_words(line, unit) for line in split.lines)))
    )


def part_in_words(line: SplitLine, unit: str) -> str:
    """Return one part of a budget as text; empty for a blank one."""
    if line.amount is None:
        return translate("facts.summary.written_none", name=line.name) if line.value == NONE_WRITTEN else ""
    key = "amount" if line.share is None else "share"
    return translate(f"facts.summary.{key}", name=line.name, amount=figure(line.amount), unit=unit, share=line.share)


def largest_sentence(unit: str, tasks: Sequence[TaskFacts]) -> Iterator[str]:
    """Say which task has the largest amount, or how many share it; nothing where no task has money."""
    most = max((line.amount or ZERO for line in tasks), default=ZERO)
    if not most:
        return
    first = [line for line in tasks if line.amount == most]
    hides = any(line.hides_amount or line.task.amount == BLANK or is_worded(line.task.amount) for line in tasks)
    task = first[0]
    name = translate("facts.summary.named", name=task.label) if task.has_name else task.label
    has_share = len(first) == 1 and task.share is not None
    share = translate("facts.summary.of_project", share=task.share) if has_share else ""
    form = f"{'shown' if hides else 'all'}.{'one' if len(first) == 1 else 'several'}"
    values = {"amount": figure(most), "unit": unit, "count": len(first), "name": name, "share": share}
    yield translate(f"facts.summary.largest.{form}", **values)


def summary_of(source: RecordSource, split: Split, rows: Iterable[TaskFacts], indicators: int) -> str:
    """Return the summary of the form of a department; `split` is where its total comes from."""
    tasks = [line for line in rows if line.is_counted]
    key = "counts" if source.record.tasks.is_on_form else "no_tasks"
    counts = translate(f"facts.summary.{key}", tasks=len(tasks), indicators=indicators)
    return "".join([*total_sentences(source, split), *largest_sentence(source.record.unit, tasks), counts])


def project_summary(source: ProjectSource, splits: tuple[Split, ...], readings: Sequence[Target]) -> str:
    """Return the summary of the form of a project; `readings` are those of the targets of its indicators."""
    project = source.record
    pieces = [
        translate("facts.project.who", year=source.year, department=source.department.name, name=project.name),
        *(funds_sentence(split, project.unit) for split in splits),
    ]
    cells = (project.starts, project.ends)
    if all(map(is_filled, cells)):
        pieces.append(period_sentence(*map(str, cells)))
    unread = sum(target.kind == "unread" for target in readings)
    counts = {
        "indicators": len(readings),
        "measurable": sum(target.measurable for target in readings),
        "unread": unread,
    }
    return "".join([*pieces, translate(f"facts.project.{'some_read' if unread else 'counts'}", **counts)])


def results_summary(source: ResultsSource, indicators: int) -> str:
    """Return the summary of a self-evaluation of so many indicators."""
    results, money_of_year = source.record, source.record.execution.total
    key = "project" if source.slug else "department"
    values = {"year": source.year, "department": source.department.name, "name": subject_of(results)}
    pieces = [translate(f"facts.results.{key}", **values)]
    adjusted, spent = money(money_of_year.adjusted), money(money_of_year.spent)
    if adjusted is not None and spent is not None:
        amounts = {"adjusted": figure(adjusted), "spent": figure(spent), "unit": results.unit}
        pieces.append(translate("facts.results.spent", **amounts))
    return "".join([*pieces, translate("facts.results.counts", indicators=indicators)])


def period_sentence(starts: str, ends: str) -> str:
    """Return the sentence on the period of a project; the cells as they are where one of them names a period."""
    periods = [days for text in (starts, ends) if (days := days_in(text)) and days[0] != days[1]]
    if periods and starts == ends:
        return translate("facts.project.one_period", period=starts)
    key = "as_written" if periods else "period"
    return translate(f"facts.project.{key}", starts=day_words(starts), ends=day_words(ends))


def funds_sentence(split: Split, unit: str) -> str:
    """Return the sentence on the money of a project, or why it is unknown."""
    if split.total is not None:
        return translate(f"facts.project.{split.key}", **total_values(split, unit))
    if split.is_none_despite_parts and not split.unseen:
        return translate("facts.project.denied", split=split.name, total=split.total_name)
    return translate(f"facts.project.{absence(split.total_cell)}", split=split.name, cells=split.unseen)


def total_values(split: Split, unit: str) -> dict[str, str]:
    """Return the values of a sentence on a total: figure, unit, and large words where it is large."""
    total = split.total or ZERO
    about = in_large_units(total, unit)
    about = translate("facts.summary.about", about=about) if about else ""
    return {"total": figure(total), "unit": unit, "about": about}
