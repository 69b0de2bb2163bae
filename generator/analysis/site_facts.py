"""Facts derived from all forms of a city and year, and of the site."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain, groupby

from generator.analysis.facts import (
    AnyFacts,
    FormFacts,
    Kind,
    ProjectFacts,
    RecordFacts,
    ResultsFacts,
    grouped,
    project_facts,
    record_facts,
    results_facts,
)
from generator.analysis.outcomes import Outcome
from generator.analysis.table_rows import sum_of, withheld_words
from generator.analysis.verdicts import outcomes_of
from generator.content.corpus import City, ProjectSource, RecordSource, ResultsSource
from generator.forms.figures import ZERO, NoTotal, figure, percent
from generator.words import translate

# The most departments that a sentence names one by one.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class FormCollection:
    """Some forms of departments and of projects, and the counts of their indicators."""

    records: tuple[RecordFacts, ...]
    projects: tuple[ProjectFacts, ...]
    results: tuple[ResultsFacts, ...] = field(default=(), kw_only=True)

    @property
    def targets(self) -> tuple[RecordFacts | ProjectFacts, ...]:
        """The targets of departments, then those of projects."""
        return (*self.records, *self.projects)

    @property
    def with_indicators(self) -> tuple[FormFacts, ...]:
        """The forms that state targets: those of departments and projects, and self-evaluations that stand alone."""
        return (*self.targets, *(facts for facts in self.results if facts.answered is None))

    @property
    def indicator_count(self) -> int:
        """How many indicators the forms have."""
        return sum(facts.indicator_count for facts in self.with_indicators)

    @property
    def measurable_count(self) -> int:
        """How many targets can be measured."""
        return sum(facts.measurable_count for facts in self.with_indicators)

    @property
    def measurable_share(self) -> Decimal | None:
        """How many of the indicators have a target that can be measured, in percent."""
        return percent(Decimal(self.measurable_count), Decimal(self.indicator_count))

    @property
    def unread_count(self) -> int:
        """How many targets the program cannot read."""
        return sum(facts.unread_count for facts in self.with_indicators)


@dataclass(frozen=True, slots=True)
class CityFacts(FormCollection):
    """The forms of one city and year, in the order of their totals."""

    city: City
    year: int

    @property
    def set_name(self) -> str:
        """The name of the city and year."""
        return f"{self.city.slug}-{self.year}"

    @property
    def total_wan(self) -> Decimal | None:
        """The sum of the known totals of departments in 万元; None where none is known."""
        return sum_of([facts.total_wan for facts in self.records])

    @property
    def unknown(self) -> tuple[str, ...]:
        """The departments whose total is unknown."""
        return dict(self.without_total).get(NoTotal.UNKNOWN, ())

    @property
    def form_count(self) -> int:
        """How many forms there are, of departments and of projects, self-evaluations among them."""
        return len(self.records) + len(self.projects) + len(self.results)

    @property
    def without_total(self) -> tuple[tuple[NoTotal, tuple[str, ...]], ...]:
        """The departments whose form has no total, by the reason."""
        by_reason = ((why, tuple(facts.name for facts in self.records if facts.total_cell is why)) for why in NoTotal)
        return tuple((why, names) for why, names in by_reason if names)

    @property
    def only_projects(self) -> tuple[str, ...]:
        """The departments that have forms of projects only."""
        with_form = {facts.source.department_slug for facts in self.records}
        others = (facts.source for facts in self.projects if facts.source.department_slug not in with_form)
        return tuple(dict.fromkeys(source.department.name for source in others))

    @property
    def summary(self) -> str:
        """The sentences on the departments of the city: how many, their total, their targets."""
        key = "some_read" if self.unread_count else "indicators" if self.indicator_count else "no_indicators"
        last = translate(
            f"city.summary.{key}",
            indicators=self.indicator_count,
            measurable=self.measurable_count,
            unread=self.unread_count,
            share=self.measurable_share,
        )
        whole = translate("city.summary.count", count=len(self.records)) + city_total(self)
        whole += translate("city.summary.with_projects") + last if self.projects else last
        others = self.only_projects
        return whole + translate("city.summary.also", count=len(others), names=some_names(others)) if others else whole


@dataclass(frozen=True, slots=True)
class Facts(FormCollection):
    """Facts derived from all forms of the site, or from those of some departments."""

    cities: tuple[CityFacts, ...] = ()

    @property
    def task_count(self) -> int:
        """How many tasks the forms of departments have."""
        return sum(facts.task_count for facts in self.records)

    @property
    def withheld(self) -> str:
        """How much the forms of departments withhold, in words; empty where nothing is."""
        return withheld_words(facts.form for facts in self.records if facts.withheld_count)

    @property
    def forms(self) -> tuple[FormFacts, ...]:
        """The targets of departments, then those of projects, then all self-evaluations."""
        return (*self.targets, *self.results)

    def of_city(self, city: City) -> tuple[CityFacts, ...]:
        """Return the years of one city, newest first."""
        return tuple(facts for facts in self.cities if facts.city is city)

    def projects_by_year(self) -> dict[str, list[ProjectFacts]]:
        """Return the projects of each department and year, the largest first, by the address of its page."""
        return grouped(sorted(self.projects, key=size_order), lambda facts: facts.source.of_year)


def city_total(facts: CityFacts) -> str:
    """Return the total of a city and year as part of a sentence, with the departments that have none and why."""
    without = facts.without_total
    if facts.total_wan is None:
        if len(without) == 1:
            return translate(f"city.summary.every.{without[0][0].value}")
        return translate("city.summary.divided", without=lacking_totals(without)) if without else ""
    if not without:
        return translate("city.summary.total", total=figure(facts.total_wan))
    count = len(facts.records) - sum(len(names) for _, names in without)
    values = {"total": figure(facts.total_wan), "known": count, "without": lacking_totals(without)}
    return translate("city.summary.partly", **values)


def lacking_totals(without: Iterable[tuple[NoTotal, tuple[str, ...]]]) -> str:
    """Return how many departments have no total for which reason, and which they are."""
    phrases = (
        translate(f"city.summary.some.{why.value}", count=len(names), names=some_names(names)) for why, names in without
    )
    return translate("city.summary.between").join(phrases)


def some_names(names: Sequence[str]) -> str:
    """Return the first of some departments, by name."""
    named = translate("facts.between").join(names[:MOST_NAMED])
    return named if len(names) <= MOST_NAMED else translate("city.summary.names", names=named)


def by_city(forms: Iterable[Kind]) -> dict[str, list[Kind]]:
    """Group forms by the slug of the city."""
    return grouped(forms, lambda facts: facts.source.city_slug)


def by_total(forms: Iterable[Kind]) -> dict[int, tuple[Kind, ...]]:
    """Group forms by year, the largest total first, those without one last."""
    ordered = sorted(forms, key=lambda facts: (-facts.source.year, *size_order(facts), facts.source.path))
    return {year: tuple(group) for year, group in groupby(ordered, lambda facts: facts.source.year)}


def size_order(facts: FormFacts) -> tuple[bool, Decimal]:
    """Return a key that sorts forms by total, the largest first, those without one last."""
    return facts.total_wan is None, -(facts.total_wan or ZERO)


def city_facts(
    city: City, records: Iterable[RecordFacts], projects: Iterable[ProjectFacts], results: Iterable[ResultsFacts]
) -> Iterator[CityFacts]:
    """Yield the years of one city, newest first, with targets in the order of their totals."""
    of_departments, of_projects = by_total(records), by_total(projects)
    of_results = grouped(results, lambda facts: facts.source.year)
    for year in sorted({*of_departments, *of_projects, *of_results}, reverse=True):
        targets = (of_departments.get(year, ()), of_projects.get(year, ()))
        yield CityFacts(*targets, city, year, results=tuple(of_results.get(year, ())))


def department_facts(
    records: Iterable[RecordSource], projects: Iterable[ProjectSource], results: Iterable[ResultsSource] = ()
) -> Facts:
    """Derive the facts from the forms of some departments."""
    of_departments = {source.path: record_facts(source) for source in records}
    of_projects = {source.path: project_facts(source, of_departments.get(source.of_year)) for source in projects}
    answered: dict[str, RecordFacts | ProjectFacts] = {**of_departments, **of_projects}
    evaluated = [results_facts(source, answered.get(source.of_targets)) for source in results]
    outcomes = {facts.source.of_targets: outcomes_of(facts) for facts in evaluated}
    return Facts(
        tuple(with_outcomes(facts, outcomes.get(path)) for path, facts in of_departments.items()),
        tuple(with_outcomes(facts, outcomes.get(path)) for path, facts in of_projects.items()),
        results=tuple(
            facts if facts.answered else with_outcomes(facts, outcomes[facts.source.of_targets]) for facts in evaluated
        ),
    )


def with_outcomes(facts: AnyFacts, outcomes: Mapping[str, Outcome] | None) -> AnyFacts:
    """Return the facts of a form with the outcomes of its indicators, by their ids."""
    if not outcomes:
        return facts
    families = tuple(
        replace(
            family,
            types=tuple(
                (key, tuple(replace(row, outcome=outcomes.get(row.anchor)) for row in rows))
                for key, rows in family.types
            ),
        )
        for family in facts.families
    )
    return replace(facts, families=families)


def merge_facts(cities: Iterable[City], departments: Iterable[Facts]) -> Facts:
    """Merge the facts of all departments, and add those of each city and year."""
    parts = list(departments)
    records = tuple(facts for part in parts for facts in part.records)
    projects = tuple(facts for part in parts for facts in part.projects)
    results = tuple(facts for part in parts for facts in part.results)
    of_records, of_projects, of_results = by_city(records), by_city(projects), by_city(results)
    years = (
        city_facts(city, of_records.get(city.slug, ()), of_projects.get(city.slug, ()), of_results.get(city.slug, ()))
        for city in cities
    )
    return Facts(records, projects, tuple(chain.from_iterable(years)), results=results)
