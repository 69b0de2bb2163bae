"""The roster of a city: who must publish, each name with the department's folder where there is one.

A department is found by every name that it has: its own, short names, aliases, former names. Board, city page,
summary tables, rules and `check` all ask here, so no page says that a department has published nothing while
another shows its form.
"""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from generator.content.cell_problems import CellProblem
from generator.content.corpus import City, DepartmentForms
from generator.forms.model import Jurisdiction, RosterEntry
from generator.text.normalize import normalized
from generator.text.yaml import MappingNode, place_in
from generator.words import translate

# How alike two names are, from 0 to 1, before a person is asked whether they mean one department.
MIN_SIMILARITY = 0.6


class RosterLine(NamedTuple):
    """One department: its name on the roster, its folder, and its entries; no entries where it is not on the roster."""

    name: str
    department: DepartmentForms | None
    entries: tuple[RosterEntry, ...] = ()

    @property
    def on_roster(self) -> bool:
        """Whether the department must publish in any year."""
        return bool(self.entries)

    def is_due(self, year: int) -> bool:
        """Whether the department must publish the forms of a year."""
        return any(entry.covers(year) for entry in self.entries)

    @property
    def term(self) -> str:
        """The years for which the department is on the roster, in words; nothing where that is for all years."""
        if all(entry.is_for_ever for entry in self.entries):
            return ""
        return translate("disclosure.roster.between").join(term_of(entry) for entry in self.entries)


def term_of(entry: RosterEntry) -> str:
    """The years of one entry in words."""
    bounds = {"from": entry.from_year, "until": entry.until_year}
    bounded = [key for key, year in bounds.items() if year is not None]
    return translate(f"disclosure.roster.{'_'.join(bounded) or 'always'}", first=entry.from_year, last=entry.until_year)


class NameIndex:
    """An index of the departments of a city by all their names."""

    def __init__(self, departments: Iterable[DepartmentForms]) -> None:
        self.departments = [*departments]
        self.own: dict[str, list[DepartmentForms]] = defaultdict(list)
        self.any: dict[str, list[DepartmentForms]] = defaultdict(list)
        for department in self.departments:
            self.own[normalized(department.about.name)].append(department)
            for key in {normalized(name) for name in department.about.names}:
                self.any[key].append(department)

    def named(self, name: str) -> list[DepartmentForms]:
        """The departments with this name, otherwise those with it as short name, alias or former name."""
        key = normalized(name)
        return self.own.get(key) or self.any.get(key, [])


def roster_lines(city: City) -> tuple[RosterLine, ...]:
    """The departments on the roster of a city in its order, then those with forms that are not on it.

    Several entries for one department, such as its name before and after a change, are one line.
    """
    index = NameIndex(city.departments)
    entries: dict[str, list[RosterEntry]] = defaultdict(list)
    matched: dict[str, DepartmentForms] = {}
    for entry in city.about.roster:
        named = index.named(entry.name)
        key = named[0].path if named else normalized(entry.name)
        entries[key].append(entry)
        matched |= {department.path: department for department in named[:1]}
    listed = [RosterLine(latest(some).name, matched.get(key), tuple(some)) for key, some in entries.items()]
    others = (department for department in city.departments if department.forms and department.path not in matched)
    return (*listed, *(RosterLine(department.about.name, department) for department in others))


def latest(entries: list[RosterEntry]) -> RosterEntry:
    """The entry with the latest last year."""
    return max(entries, key=lambda entry: (entry.until_year is None, entry.until_year or 0))


def unpublished(city: City, year: int) -> Iterator[str]:
    """The names of departments that had to publish a form of a year and have none."""
    for line in roster_lines(city):
        years = {form.year for form in line.department.targets} if line.department else ()
        if line.is_due(year) and year not in years:
            yield line.name


def roster_problems(about: Jurisdiction, departments: Iterable[DepartmentForms]) -> Iterator[CellProblem]:
    """E374 for an entry that ends before it begins, E375 for one that names several departments."""
    index = NameIndex(departments)
    for number, entry in enumerate(about.roster):
        if entry.from_year and entry.until_year and entry.from_year > entry.until_year:
            yield CellProblem(("roster", number), "E374", entry.name, first=entry.from_year, last=entry.until_year)
        names = [department.about.name for department in index.named(entry.name)]
        # Two folders for one department are reported at their own places.
        if len(set(map(normalized, names))) > 1:
            yield CellProblem(("roster", number), "E375", entry.name, names="、".join(names))


def roster_warnings(
    about: Jurisdiction, root: MappingNode, departments: Iterable[DepartmentForms]
) -> Iterator[CellProblem]:
    """W374 for an entry nearly a department's name, W375 for one that ends before its last form, W376 for one twice."""
    index = NameIndex(departments)
    return chain(repeated_entries(about, root), near_names(about, index), ended_entries(about, index))


def ended_entries(about: Jurisdiction, index: NameIndex) -> Iterator[CellProblem]:
    """W375 where the entries of a department end before the year of a form of it, at the one that ends last."""
    entries: dict[str, list[tuple[int, RosterEntry]]] = defaultdict(list)
    for number, entry in enumerate(about.roster):
        for department in index.named(entry.name):
            entries[department.path].append((number, entry))
    for department in index.departments:
        year = max((form.year for form in department.forms), default=0)
        some = entries[department.path]
        number, last = max(some, key=lambda numbered: numbered[1].until_year or year, default=(0, None))
        if last and last.until_year and last.until_year < year:
            yield CellProblem(("roster", number), "W375", last.name, last=last.until_year, year=year)


def near_names(about: Jurisdiction, index: NameIndex) -> Iterator[CellProblem]:
    """W374 for an entry without a folder that is nearly the name of a department that is not on the roster."""
    listed = {department.path for entry in about.roster for department in index.named(entry.name)}
    others = [department for department in index.departments if department.path not in listed]
    names = [(without_city(name, about), department) for department in others for name in department.about.names]
    for number, entry in enumerate(about.roster):
        if not names or index.named(entry.name):
            continue
        key = without_city(entry.name, about)
        similar = ((name_similarity(key, name), department) for name, department in names)
        share, near = max(similar, key=lambda pair: pair[0])
        if share >= MIN_SIMILARITY:
            folder = near.path.rstrip("/")
            yield CellProblem(("roster", number), "W374", entry.name, near=near.about.name, folder=folder)


def repeated_entries(about: Jurisdiction, root: MappingNode) -> Iterator[CellProblem]:
    """W376 for an entry with the name of one before it, where both are for one year."""
    before: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(about.roster):
        same_name = before[normalized(entry.name)]
        if same := [other for other in same_name if is_for_one_year(about.roster[other], entry)]:
            line = place_in("", root, ("roster", same[0])).line
            yield CellProblem(("roster", number), "W376", entry.name, line=line)
        same_name.append(number)


def is_for_one_year(first_entry: RosterEntry, other: RosterEntry) -> bool:
    """Whether two entries have a year in common."""
    first = max(first_entry.from_year or 0, other.from_year or 0)
    ends = [entry.until_year for entry in (first_entry, other) if entry.until_year is not None]
    return not ends or first <= min(ends)


def name_similarity(name: str, other: str) -> float:
    """The similarity of two names, from 0 to 1; 1 where one contains the other."""
    if name in other or other in name:
        return 1.0
    # Quick to compute, and most names share nearly nothing.
    if 2 * len(set(name) & set(other)) < MIN_SIMILARITY * max(len(name), len(other)):
        return 0.0
    return difflib.SequenceMatcher(None, name, other, autojunk=False).ratio()


def without_city(name: str, city: Jurisdiction) -> str:
    """A name without the prefix of its city, unchanged where it is only that prefix."""
    key = normalized(name)
    for first in ("中共", city.name, str(city.short_name or ""), "市", "县", "区"):
        key = key.removeprefix(first) or key
    return key
