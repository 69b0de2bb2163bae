"""The result of a department as builds pass it on and keep it: without the cells of its forms."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.analysis.rules import Findings
from generator.analysis.site_facts import Facts
from generator.analysis.stored_facts import DepartmentFigures
from generator.analysis.stored_findings import RuleFindings, findings_of_form
from generator.content.corpus import AnyFormSource, DepartmentForms, Kind, ProjectSource, RecordSource, ResultsSource
from generator.content.department_reader import LoadResult, SourceFolder
from generator.content.file_reader import Claim
from generator.content.form_files import FormFile, FormFiles, FormTraits
from generator.content.register import Versions
from generator.forms.model import Department, Jurisdiction, Project, Record, results_shape
from generator.output.pages import Page
from generator.problems import Problem
from generator.text.yaml import MappingNode

NO_NODES = MappingNode()


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A form without its cells: the place in the folder of its department, its traits, and the SHA-256 of its file."""

    file: str
    digest: str
    year: int
    registered: Versions
    slug: str
    traits: FormTraits

    @classmethod
    def of(cls, source: AnyFormSource, files: FormFiles) -> "StoredForm":
        """The form of a source."""
        digest = files.digest(source.file)
        return cls(source.file, digest, source.year, source.registered, source.slug, source.traits)

    @property
    def others(self) -> tuple[str, MappingNode, Versions, str]:
        """The file, no nodes, the registered versions, and the slug."""
        return self.file, NO_NODES, self.registered, self.slug

    def content(self, files: FormFiles, shape: type[Kind]) -> FormFile[Kind]:
        """The form, which is read when it is needed."""
        return FormFile(files, shape, self.file, self.digest, self.traits)


@dataclass(frozen=True, slots=True)
class StoredDepartment:
    """A department without the cells of its forms."""

    about: Department
    records: tuple[StoredForm, ...]
    projects: tuple[StoredForm, ...]
    results: tuple[StoredForm, ...]
    suspended: tuple[str, ...]
    figures: DepartmentFigures

    @classmethod
    def of(cls, department: DepartmentForms, facts: Facts, files: FormFiles) -> "StoredDepartment":
        """The department with the figures of its facts."""
        kinds = (department.records, department.projects, department.results)
        records, projects, results = (tuple(StoredForm.of(source, files) for source in some) for some in kinds)
        figures = DepartmentFigures.of(facts)
        return cls(department.about, records, projects, results, department.suspended, figures)

    def forms(self, folder: SourceFolder, city: Jurisdiction, files: FormFiles) -> DepartmentForms:
        """The department of a folder, with forms that are read when they are needed."""
        place, drawn = (folder.city_slug, city, folder.folder.name, self.about), folder.drawings
        records = (
            RecordSource(*place, one.year, one.content(files, Record), *one.others, drawn) for one in self.records
        )
        projects = (
            ProjectSource(*place, one.year, one.content(files, Project), *one.others, drawn) for one in self.projects
        )
        results = (
            ResultsSource(*place, one.year, one.content(files, results_shape(one.slug)), *one.others, drawn)
            for one in self.results
        )
        department = DepartmentForms(*place, tuple(records), tuple(projects), tuple(results), self.suspended)
        return department.on_own_site if folder.has_own_site else department


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """The result for one department: the content without cells, and publishable findings.

    `department` is None where it may not be shown; `pages` are its addresses, and whether search engines list each.
    """

    department: StoredDepartment | None
    problems: tuple[Problem, ...]
    holds: tuple[Problem, ...]
    claims: tuple[Claim, ...]
    files: int
    warnings: tuple[Problem, ...]
    left_out: tuple[Problem, ...]
    suspended: tuple[str, ...]
    findings: dict[str, tuple[RuleFindings, ...]]
    pages: dict[str, bool]

    def loaded(self, folder: SourceFolder, files: FormFiles) -> LoadResult:
        """The result of loading the department."""
        department = folder.city and self.department and self.department.forms(folder, folder.city, files)
        problems = (self.problems, self.holds, self.claims, self.files, self.warnings, self.left_out, self.suspended)
        return LoadResult(department or None, *problems)


def result_of(
    loaded: LoadResult, facts: Facts, findings: Findings, planned: Iterable[Page], files: FormFiles
) -> DepartmentResult:
    """Return the result for one department, of which `planned` are the pages."""
    department = loaded.department
    return DepartmentResult(
        StoredDepartment.of(department, facts, files) if department else None,
        tuple(loaded.problems),
        tuple(loaded.holds),
        tuple(loaded.claims),
        loaded.files,
        tuple(loaded.warnings),
        tuple(loaded.left_out),
        tuple(loaded.suspended),
        {path: tuple(findings_of_form(findings, path)) for path in findings},
        {page.path: page.listed for page in planned},
    )
