"""The content that was read, frozen: cities, their departments, the records and projects of each, notices and pages.

The path of a file is its identity and the address of its page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Generic, TypeVar

from generator.content.addresses import city_address, department_address, form_address, results_address, site_address
from generator.content.form_files import FormFile, FormTraits
from generator.content.register import Versions
from generator.forms.drawings.collection import drawing_of
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.titles import FormTitles
from generator.forms.model import Department, Form, Jurisdiction, Notice, Project, ProsePage, Record, Results
from generator.problems import Problem
from generator.text.yaml import MappingNode

Head = TypeVar("Head", Notice, ProsePage)
Kind = TypeVar("Kind", bound=Form)


@dataclass(frozen=True, slots=True)
class FormSource(Generic[Kind]):
    """A form with its city, department and year, the slug of its project, if any, and the drawings of the city.

    `content` is the form itself, or its file where it is read when it is needed. `own` is the identity of the
    department whose site it is, "" for the site of a city. `path` is the address of the form's page, from the site's
    root.
    """

    city_slug: str
    city: Jurisdiction
    department_slug: str
    department: Department
    year: int
    content: Kind | FormFile[Kind]
    file: str
    nodes: MappingNode = field(repr=False)
    registered: Versions = ()
    slug: str = ""
    drawings: tuple[FormDrawing, ...] = ()
    own: str = ""
    path: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A site asks for it several hundred times.
        object.__setattr__(self, "path", self.address_in(self.year))

    @property
    def record(self) -> Kind:
        """The form itself."""
        return self.content.form if isinstance(self.content, FormFile) else self.content

    @property
    def drawing(self) -> FormDrawing | None:
        """The drawing of the form; None where there is none."""
        return drawing_of(self.record, self.city.code, self.year, self.drawings)

    @property
    def titles(self) -> FormTitles:
        """The titles of the cells of the form."""
        return FormTitles.of(self.record, self.drawing, self.year)

    @property
    def digest(self) -> str:
        """The SHA-256 of the file of a form that is not in memory; "" for any other."""
        return self.content.digest if isinstance(self.content, FormFile) else ""

    @property
    def traits(self) -> FormTraits:
        """The traits of the form, for which it is not read again."""
        return self.content.traits if isinstance(self.content, FormFile) else FormTraits.of(self.content)

    @property
    def identity(self) -> str:
        """The address that the form has on the site of its city, by which it is registered whatever the site."""
        return self.own + self.path

    @property
    def of_targets(self) -> str:
        """The address of the page of the form of targets that has the form's place and year."""
        return FormSource.address_in(self, self.year)

    @property
    def of_department(self) -> str:
        """The address of the department's page, from the site's root."""
        return site_address(department_address(self.city_slug, self.department_slug), self.own)

    @property
    def of_year(self) -> str:
        """The address of the page of the department and year, from the site's root."""
        return site_address(form_address(self.city_slug, self.department_slug, self.year), self.own)

    @property
    def year_before(self) -> str:
        """The address of the same form's page of the year before, whether there is one or not."""
        return self.address_in(self.year - 1)

    def address_in(self, year: int) -> str:
        """The address of the same form's page of a year, whether there is one or not."""
        return site_address(form_address(self.city_slug, self.department_slug, year, self.slug), self.own)


@dataclass(frozen=True, slots=True)
class RecordSource(FormSource[Record]):
    """One record with its city, department and year."""


@dataclass(frozen=True, slots=True)
class ProjectSource(FormSource[Project]):
    """One project with its city, department, year and slug."""


@dataclass(frozen=True, slots=True)
class ResultsSource(FormSource[Results]):
    """One self-evaluation with its city, department and year, and the slug of its project where it is of one."""

    def address_in(self, year: int) -> str:
        """The address of the same form's page of a year, whether there is one or not."""
        return results_address(FormSource.address_in(self, year))


AnyFormSource = RecordSource | ProjectSource | ResultsSource


@dataclass(frozen=True, slots=True)
class DepartmentForms:
    """A department with its records, newest year first, its projects, and its self-evaluations.

    Projects and self-evaluations are year by year, newest first, in the order of their paths.

    `suspended` are the addresses of its forms that were public and are left out because they are held, `own` is its
    identity on a site of its own.
    """

    city_slug: str
    city: Jurisdiction
    slug: str
    about: Department
    records: tuple[RecordSource, ...]
    projects: tuple[ProjectSource, ...] = ()
    results: tuple[ResultsSource, ...] = ()
    suspended: tuple[str, ...] = ()
    own: str = ""

    @property
    def path(self) -> str:
        """The address of the department's page, from the site's root."""
        return site_address(self.identity, self.own)

    @property
    def identity(self) -> str:
        """The city and the department, whatever the site."""
        return department_address(self.city_slug, self.slug)

    @property
    def on_own_site(self) -> "DepartmentForms":
        """The department with the addresses that it has on a site of its own."""
        own = self.identity
        return replace(
            self,
            records=tuple(replace(source, own=own) for source in self.records),
            projects=tuple(replace(source, own=own) for source in self.projects),
            results=tuple(replace(source, own=own) for source in self.results),
            suspended=tuple(site_address(path, own) for path in self.suspended),
            own=own,
        )

    def of_year(self, year: int) -> str:
        """The address of the page of a year, from the site's root."""
        return site_address(form_address(self.city_slug, self.slug, year), self.own)

    @property
    def targets(self) -> tuple[RecordSource | ProjectSource, ...]:
        """All records, then all projects."""
        return (*self.records, *self.projects)

    @property
    def forms(self) -> tuple[AnyFormSource, ...]:
        """All records, then all projects, then all self-evaluations."""
        return (*self.targets, *self.results)


@dataclass(frozen=True, slots=True)
class City:
    """A jurisdiction with its departments, in the order of their paths.

    `suspended` are the addresses of forms that were public and are left out of the site because they are held.
    """

    slug: str
    about: Jurisdiction
    departments: tuple[DepartmentForms, ...]
    registered: tuple[tuple[str, Versions], ...] = ()
    suspended: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The address of the city's page, from the site's root."""
        return city_address(self.slug)


def moved_addresses(departments: Iterable[DepartmentForms]) -> dict[str, str]:
    """The former addresses of departments, each with the current one."""
    return {
        f"{address}/": department.identity
        for department in departments
        for address in department.about.moved_from or ()
    }


def current_path(path: str, moved: Mapping[str, str]) -> str:
    """The present address of a form's page, in the folder to which its department moved."""
    city, department, rest = (*path.split("/", 2), "", "")[:3]
    old = department_address(city, department)
    return f"{moved[old]}{rest}" if old in moved else path


@dataclass(frozen=True, slots=True)
class ProseDocument(Generic[Head]):
    """A notice or a page of prose: its head, and its text with the lines of the file."""

    slug: str
    head: Head
    body: str
    file: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All content that was read, frozen.

    `suspended` are the addresses of pages that were public and are left out, `left_out` the reasons.
    """

    cities: tuple[City, ...]
    notices: tuple[ProseDocument[Notice], ...]
    pages: tuple[ProseDocument[ProsePage], ...]
    registered: tuple[tuple[str, Versions], ...] = ()
    suspended: tuple[str, ...] = ()
    left_out: tuple[Problem, ...] = ()

    @property
    def own(self) -> str:
        """The identity of the department whose site it is; "" for the site of a city."""
        return next((department.own for department in self.departments), "")

    @property
    def on_site(self) -> "Corpus":
        """The corpus with the addresses of suspended pages on the site."""

        def on_site(paths: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(site_address(path, self.own) for path in paths)

        cities = tuple(replace(city, suspended=on_site(city.suspended)) for city in self.cities)
        return replace(self, cities=cities, suspended=on_site(self.suspended))

    @classmethod
    def of(cls, departments: Iterable[DepartmentForms]) -> "Corpus":
        """Some departments, in the order of their paths, and nothing else of a corpus."""
        cities = [(slug, tuple(some)) for slug, some in groupby(departments, lambda department: department.city_slug)]
        return cls(tuple(City(slug, some[0].city, some) for slug, some in cities), (), ())

    @property
    def moved(self) -> dict[str, str]:
        """The former addresses of departments, each with the current one."""
        return moved_addresses(self.departments)

    @property
    def departments(self) -> tuple[DepartmentForms, ...]:
        """All departments of all cities."""
        return tuple(department for city in self.cities for department in city.departments)

    @property
    def records(self) -> tuple[RecordSource, ...]:
        """All records of all departments."""
        return tuple(record for department in self.departments for record in department.records)

    @property
    def projects(self) -> tuple[ProjectSource, ...]:
        """All projects of all departments."""
        return tuple(project for department in self.departments for project in department.projects)

    @property
    def targets(self) -> tuple[RecordSource | ProjectSource, ...]:
        """All records, then all projects."""
        return (*self.records, *self.projects)

    @property
    def results(self) -> tuple[ResultsSource, ...]:
        """All self-evaluations of all departments."""
        return tuple(results for department in self.departments for results in department.results)

    @property
    def forms(self) -> tuple[AnyFormSource, ...]:
        """All records, then all projects, then all self-evaluations."""
        return (*self.targets, *self.results)
