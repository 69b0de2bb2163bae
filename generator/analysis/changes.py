"""The changes recorded in the register, newest first: forms first registered, adjusted, or withdrawn.

A form counts from the day on which it was first registered. An adjustment has the day on which the form was
registered with it, or without that the day of its document. A form that is gone has a day where its withdrawal was
registered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import Literal

from generator.content.addresses import department_address, site_address
from generator.content.adjustments import anchor_of
from generator.content.cell_names import printed_name
from generator.content.corpus import AnyFormSource, Corpus, DepartmentForms, current_path
from generator.content.register import Versions
from generator.forms.model import Adjustment, Change

# Longer texts are not quoted.
BRIEF = 40


@dataclass(frozen=True, slots=True)
class Event:
    """A change on one day: forms of one city that were first registered, or one form that was adjusted."""

    day: date
    kind: Literal["first", "adjusted", "again"]
    records: tuple[AnyFormSource, ...]
    adjustments: tuple[Adjustment, ...] = ()
    is_registered: bool = True

    def cells(self, adjustment: Adjustment) -> Iterator[tuple[Change, str, str, bool]]:
        """Yield each change of an adjustment with the name and the id of its cell, and whether its texts are short."""
        source = self.records[0]
        for change in adjustment.changes:
            is_brief = max(len(change.before), len(change.after)) <= BRIEF
            name = printed_name(change.cell, source.record, source.titles)
            yield change, name, anchor_of(change.cell, source.record), is_brief


@dataclass(frozen=True, slots=True)
class WithdrawnForm:
    """A registered form that is not in the content: its address, its department, and its days.

    `project` is the last part of its address; a form that is held by the secrecy review is suspended.
    """

    path: str
    name: str
    year: int
    project: str
    since: date
    latest: date
    withdrawn: date | None
    is_suspended: bool = False


def events(corpus: Corpus) -> tuple[Event, ...]:
    """Return all events, newest first; adjustments of a day before first registrations of it."""
    adjustments = [event for source in corpus.forms for event in adjusted(source)]
    return tuple(sorted([*adjustments, *first_registered(corpus)], key=lambda event: event.day, reverse=True))


def first_registered(corpus: Corpus) -> Iterator[Event]:
    """Yield the first registrations, grouped by day and city."""
    sources = sorted(
        (source.registered[0].first_seen, source.city_slug, source.path, source)
        for source in corpus.forms
        if source.registered
    )
    for (day, _), group in groupby(sources, key=lambda entry: entry[:2]):
        yield Event(day, "first", tuple(source for *_, source in group))


def adjusted(source: AnyFormSource) -> Iterator[Event]:
    """Yield the adjustments of a form, those of one registration together."""
    adjustments = (source.record.adjustments or ()) if source.traits.is_adjusted else ()
    versions = source.registered
    first = versions[0].adjustments if versions else 0
    for before, version in pairwise(versions):
        kind: Literal["again", "adjusted"] = "again" if before.withdrawn else "adjusted"
        yield Event(version.first_seen, kind, (source,), adjustments[before.adjustments : version.adjustments])
    last = versions[-1].adjustments if versions else 0
    for others, is_registered in ((adjustments[:first], True), (adjustments[last:], False)):
        for adjustment in others:
            yield Event(adjustment.date, "adjusted", (source,), (adjustment,), is_registered)


def withdrawn_forms(corpus: Corpus) -> tuple[WithdrawnForm, ...]:
    """Return the registered forms that are not in the content, by their addresses."""
    present = {source.identity for source in corpus.forms}
    names = {department.identity: department.about.name for department in corpus.departments}
    addresses = corpus.moved
    lost = ((current_path(path, addresses), versions) for path, versions in corpus.registered)
    forms = (withdrawn_form(path, versions, names) for path, versions in lost if path not in present)
    return tuple(replace(form, is_suspended=site_address(form.path, corpus.own) in corpus.suspended) for form in forms)


def moved(corpus: Corpus) -> tuple[tuple[str, DepartmentForms], ...]:
    """Return the former addresses of departments, each with the department, in order."""
    departments = corpus.departments
    pairs = ((address, department) for department in departments for address in department.about.moved_from or ())
    return tuple(sorted(pairs, key=lambda pair: pair[0]))


def withdrawn_form(path: str, versions: Versions, names: dict[str, str]) -> WithdrawnForm:
    """Return one form that is not in the content; its department is named by its address where that is gone too."""
    city, department, year, *project = path.strip("/").split("/")
    name = names.get(department_address(city, department), f"{city}/{department}")
    days = (versions[0].first_seen, versions[-1].first_seen, versions[-1].withdrawn)
    return WithdrawnForm(path, name, int(year), "".join(project), *days)
