"""Rules of 完整性: every block of the form is there and filled in, and references can be found."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from generator.analysis.facts import FormFacts
from generator.analysis.rules.cells import shortened, task_name
from generator.analysis.rules.rule import Finding, RuleInput, at_indicator, at_task, at_text
from generator.analysis.table_rows import IndicatorFacts
from generator.forms.cells import anchor
from generator.forms.drawings.drawing import YEAR_SIGN
from generator.forms.fields import BLANK, NONE_WRITTEN, title_of, titles_of
from generator.forms.indicator_tree import COST, SATISFACTION, families_of
from generator.forms.model import Task, is_dash
from generator.text.dates import NUMERALS
from generator.words import translate

DANGLING = re.compile(r"(?:详见|参见|见附|见后附|另附|请见)[^。；;，,\n]{0,24}(?:附件|附表|目标表|明细表|清单|表|方案)")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?(?:[-—~至]|年)")
# The cells at the top of the forms.
HEAD = ("nature", "category", "supervisor", "subordinate_units", "implementer", "starts", "ends", "goal")


def empty_rows(case: RuleInput) -> Iterator[Finding]:
    """V33: a type of indicator is on the form and nothing is filled in, or only dashes or slashes."""
    yield from by_type(
        line
        for line in case.facts.rows
        if line.indicator.names_nothing and is_dash(line.indicator.name) and is_dash(line.indicator.target)
    )


def filler_rows(case: RuleInput) -> Iterator[Finding]:
    """V34: rows that only say 无."""
    yield from by_type(line for line in case.facts.rows if line.indicator.name == NONE_WRITTEN)
    tasks = [line for line in case.facts.tasks if line.task.withheld is None and line.task.name == NONE_WRITTEN]
    if tasks:
        yield at_task(tasks[0], count=len(tasks))


def by_type(lines: Iterable[IndicatorFacts]) -> Iterator[Finding]:
    """Yield one finding for the rows of each type, at the first of them."""
    for _, group in groupby(lines, lambda line: line.indicator.type):
        same = list(group)
        yield at_indicator(same[0], count=len(same))


def families_missing(case: RuleInput) -> Iterator[Finding]:
    """V35: the form has no target for output, benefit or satisfaction, or none for cost where it has that family.

    Of a form with families of its own, only those of these that it has rows for.
    """
    forms = {SATISFACTION: "satisfaction", COST: "cost"}
    for family in families_of(line.indicator for line in case.facts.rows):
        if family.filling != "filled":
            yield Finding("indicators", f"{family.name}指标", form=forms.get(family.name, "needed"))


def blank_cells(case: RuleInput) -> Iterator[Finding]:
    """V43: a cell of the form that should be filled in was left blank."""
    facts = case.facts
    record = facts.form
    for key in HEAD:
        if getattr(record, key, None) == BLANK:
            yield Finding(anchor((key,), record), facts.titles.title(key), form="cell")
    for _, title, value in facts.titles.cells(getattr(record, "staff", None), "staff"):
        if value == BLANK:
            whole = facts.titles.title("staff")
            yield Finding("staff", title if title == whole else f"{whole}·{title}", form="cell")
    for split in facts.splits:
        if split.stated == BLANK:
            yield Finding(split.total_anchor, split.total_name, form="cell")
        for line in split.lines:
            if line.value == BLANK:
                yield Finding(line.anchor, line.name, form="cell" if split.key == "by_type" else "money")
    yield from blank_tasks(facts)


def blank_tasks(facts: FormFacts) -> Iterator[Finding]:
    """Yield the blank cells of tasks that have a name."""
    for line in facts.tasks:
        if line.task.withheld is None and not line.task.is_empty:
            for key in titles_of(Task):
                if getattr(line.task, key) == BLANK:
                    title = facts.titles.title("tasks", line.group, key)
                    name = translate("findings.of", row=task_name(line), cell=title)
                    yield Finding(line.anchor, name, form="cell")


def dangling(case: RuleInput) -> Iterator[Finding]:
    """V47: a text refers to another table that is not part of the record."""
    for cell, match in case.matches(DANGLING):
        yield at_text(cell, shortened(match[0]))


def year_of_title(case: RuleInput) -> Iterator[Finding]:
    """V54: the title of the form names no year, as its drawing does, or another one than that of the record."""
    source = case.facts.source
    prints_year = source.drawing is None or YEAR_SIGN in source.drawing.title
    title = source.record.title
    years = YEAR.findall(re.sub(r"\s+", "", title.translate(NUMERALS)) + "年")
    at, cell = anchor(("title",), source.record), title_of(type(source.record), "title")
    if not years and prints_year:
        yield Finding(at, cell, shortened(title), form="missing")
    elif years and not min(years) <= str(source.year) <= max(years):
        yield Finding(at, cell, shortened(title), form="other", years="、".join(years), year=source.year)
