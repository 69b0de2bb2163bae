"""Warnings about likely slips of transcription, reported by `check` only.

They stop no build and reach no page: a form may be as odd as it looks.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from generator.analysis.facts import FormFacts, ProjectFacts, RecordFacts, ResultsFacts
from generator.content.cell_problems import placed
from generator.content.row_matches import name_warnings
from generator.forms.fields import FieldGroup, money, title_of
from generator.forms.figures import WAN, figure
from generator.forms.model import Record
from generator.problems import Problem
from generator.text.yaml import place_in

YUAN = "元"
# Bounds of the basic expenditure per person and year, in yuan.
LEAST_PER_HEAD, MOST_PER_HEAD = Decimal(2_000), Decimal(20_000_000)
# Bounds of a factor of ten thousand, allowing for the change of a budget from year to year.
LEAST_RATIO, MOST_RATIO = Decimal(2_000), Decimal(50_000)
# Yuan that no budget of a department or project reaches.
MOST_BUDGET = Decimal(1_000_000_000_000)
# Yuan that every budget of a department, and of a project, reaches.
LEAST_BUDGET, LEAST_PROJECT = Decimal(10_000), Decimal(1_000)
# How many times all projects of its department a project must be to count as written in the wrong unit.
MOST_OF_PROJECTS = 100


def warnings(forms: Sequence[FormFacts], today: date | None, asked: Sequence[FormFacts] | None = None) -> list[Problem]:
    """Return every warning about the forms of a department, or about `asked`; no warnings of days without `today`.

    Places are those in the files of the forms.
    """
    of = forms if asked is None else asked
    return [
        warning
        for form in of
        for warning in (*unit_warnings(form, forms), *row_warnings(form), *future_days(form, today))
    ]


def unit_warnings(form: FormFacts, forms: Sequence[FormFacts]) -> Iterator[Problem]:
    """Yield W208 where the amounts of a form look as if 元 were 万元, or 万元 were 元; for the surest reason only.

    A self-evaluation in another unit than its targets is W386 where its amounts look right.
    """
    if isinstance(form, ResultsFacts):
        reasons: Iterable[Problem | None] = (against_targets(form), other_unit(form))
    else:
        of_money = (per_head(form), against_earlier(form, forms), against_department(form))
        reasons = (*of_money, too_little(form), too_much(form))
    yield from [reason for reason in reasons if reason][:1]


def unit_warning(form: FormFacts, path: tuple[str | int, ...], kind: str, **values: Any) -> Problem:
    """Return a warning at a cell, with the unit of the form and the other one."""
    other = "万元" if form.unit == YUAN else YUAN
    place = place_in(form.source.file, form.source.nodes, path)
    return Problem(place, "W208", form=kind, own_unit=form.unit, other_unit=other, **values)


def form_amount_in_yuan(amount: Decimal | None, form: FormFacts) -> Decimal | None:
    """Return an amount of a form in yuan."""
    return None if amount is None else amount * (1 if form.unit == YUAN else WAN)


def total_path(form: FormFacts) -> tuple[str | int, ...]:
    """Return the path of the cells that a form's total comes from."""
    return ("budget", "by_type") if isinstance(form.form, Record) else ("budget", "annual", "total")


def per_head(form: FormFacts) -> Problem | None:
    """Return a warning where basic expenditure per person is next to nothing, or millions."""
    record = form.form
    if not isinstance(form, RecordFacts) or not isinstance(record, Record) or not form.staff:
        return None
    basic = form_amount_in_yuan(money(record.budget.by_type.basic), form)
    if not basic or LEAST_PER_HEAD <= (each := basic / form.staff) <= MOST_PER_HEAD:
        return None
    return unit_warning(form, ("budget", "by_type", "basic"), "head", people=form.staff, each=rounded(each))


def against_earlier(form: FormFacts, forms: Sequence[FormFacts]) -> Problem | None:
    """Return a warning where a total is about ten thousand times that of the earlier form, or a ten thousandth."""
    source = form.source
    earlier = [
        other
        for other in forms
        if (other.source.slug, type(other)) == (source.slug, type(form))
        and other.source.year < source.year
        # An earlier form with a slip of its own is no standard.
        and not (per_head(other) or too_little(other))
    ]
    before = max(earlier, key=lambda other: other.source.year, default=None)
    now, then = form_amount_in_yuan(form.total, form), form_amount_in_yuan(before.total, before) if before else None
    if before is None or not now or not then or not LEAST_RATIO <= max(now / then, then / now) <= MOST_RATIO:
        return None
    values = {"total": figure(form.total or now), "then": figure(before.total or then)}
    return unit_warning(form, total_path(form), "year", year=before.source.year, then_unit=before.unit, **values)


def against_department(form: FormFacts) -> Problem | None:
    """Return a warning where a project is far from all projects of its department, and fits in the other unit."""
    if not isinstance(form, ProjectFacts) or form.record is None:
        return None
    own, whole = form_amount_in_yuan(form.total, form), form_amount_in_yuan(form.record.project, form.record)
    if not own or not whole:
        return None
    is_cheap = own < LEAST_BUDGET and own * WAN <= whole
    is_dear = own > whole * MOST_OF_PROJECTS and own / WAN <= whole
    if not (is_cheap if form.unit == YUAN else is_dear):
        return None
    record = form.record
    values = {"total": figure(form.total or own), "whole": figure(record.project or whole)}
    return unit_warning(form, total_path(form), "projects", whole_unit=record.unit, **values)


def against_targets(form: ResultsFacts) -> Problem | None:
    """Return a warning where the money of a year is about ten thousand times that of the targets, or a part of it."""
    answered, total = form.answered, form.form.execution.total
    whole = form_amount_in_yuan(answered.total, answered) if answered else None
    for key in ("initial", "adjusted", "spent"):
        amount = money(getattr(total, key))
        own = form_amount_in_yuan(amount, form)
        if answered and amount and own and whole and LEAST_RATIO <= max(own / whole, whole / own) <= MOST_RATIO:
            values = {"amount": figure(amount), "then": figure(answered.total or whole), "then_unit": answered.unit}
            return unit_warning(form, ("execution", "total", key), "targets", **values)
    return None


def other_unit(form: ResultsFacts) -> Problem | None:
    """Return a warning where a self-evaluation has another unit than its targets."""
    if form.answered is None or form.answered.unit == form.unit:
        return None
    place = place_in(form.source.file, form.source.nodes, ("unit",))
    return Problem(place, "W386", form.unit, unit=form.answered.unit)


def row_warnings(form: FormFacts) -> list[Problem]:
    """Return W387 and W388 for rows of a self-evaluation probably matched with the wrong target, or with none."""
    if not isinstance(form, ResultsFacts) or form.answered is None:
        return []
    source = form.source
    return placed(name_warnings(form.form, source.year, form.answered.form), source.file, source.nodes)


def too_little(form: FormFacts) -> Problem | None:
    """Return a warning where a form in 元 has a total that is too small for any department or project."""
    total = form_amount_in_yuan(form.total, form)
    least = LEAST_BUDGET if isinstance(form, RecordFacts) else LEAST_PROJECT
    if form.unit != YUAN or not total or total >= least:
        return None
    return unit_warning(form, total_path(form), "little", total=figure(form.total or total))


def too_much(form: FormFacts) -> Problem | None:
    """Return a warning where a form in 万元 has a total that is too large for any department or project."""
    total = form_amount_in_yuan(form.total, form)
    if form.unit == YUAN or not total or total < MOST_BUDGET:
        return None
    return unit_warning(form, total_path(form), "much", total=figure(form.total or total))


def rounded(amount: Decimal) -> str:
    """Return an amount of yuan without decimals."""
    return figure(amount.quantize(Decimal(1)))


def future_days(form: FormFacts, today: date | None) -> Iterator[Problem]:
    """Yield W209 for each day in a form's file that is in the future."""
    if today is None:
        return
    record = form.form
    for path, day in days_in(record, ()):
        if day > today:
            place = place_in(form.source.file, form.source.nodes, path)
            yield Problem(place, "W209", str(day), cell=title_of(type(record), *path), today=today)


def days_in(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], date]]:
    """Yield every day below a value with its path."""
    children: Iterable[tuple[str | int, Any]] = enumerate(value) if isinstance(value, tuple) else ()
    if isinstance(value, date):
        yield path, value
    elif isinstance(value, FieldGroup):
        children = ((key, getattr(value, key)) for key in type(value).model_fields)
    for key, child in children:
        yield from days_in(child, (*path, key))
