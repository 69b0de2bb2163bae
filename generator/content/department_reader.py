"""Reads the folder of one department: department.yml, its records, and its projects year by year."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from generator.content.addresses import RESULTS, address_of, department_address, file_of
from generator.content.cell_problems import placed
from generator.content.consistency import department_mismatch, other_project
from generator.content.corpus import DepartmentForms, Kind, ProjectSource, RecordSource, ResultsSource
from generator.content.digests import register_holds, same_document_holds
from generator.content.drawings import drawing_problems, form_warnings, undrawn_problems, undrawn_warnings
from generator.content.file_names import (
    DEPARTMENT_FILE,
    FOLDER,
    RESERVED,
    YEAR,
    YEAR_FILE,
    YEAR_RESULTS_FILE,
    is_document,
    is_results,
    slug_of,
)
from generator.content.file_reader import ADDRESS, Claim, FileReader
from generator.content.loaded_forms import LoadedFolder, LoadedForm, newest_first
from generator.content.nearby_drawings import NearbyDrawings
from generator.content.register import Versions
from generator.content.row_matches import earlier_problems
from generator.forms.cells import count_withheld
from generator.forms.drawings.collection import chosen_drawing_of
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.model import (
    Department,
    DepartmentResults,
    Form,
    Jurisdiction,
    Project,
    ProjectResults,
    Record,
    Targets,
)
from generator.problems import Problem
from generator.secrecy.gate import gate_project, gate_results

# The city with its slug, and the department with its.
DepartmentPlace = tuple[str, Jurisdiction, str, Department]
Source = TypeVar("Source", RecordSource, ProjectSource, ResultsSource)


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The result of reading one department's folder: the department, None if it cannot be read, and all problems.

    `claims` are what its files speak for, each with the cell that does. Where files that are held or have mistakes
    are left out, `left_out` are the reasons and `suspended` the addresses of their forms. `unchecked` are drawings with
    mistakes, each with a form that could not be compared with it.
    """

    department: DepartmentForms | None
    problems: Sequence[Problem]
    holds: Sequence[Problem]
    claims: Sequence[Claim]
    files: int
    warnings: Sequence[Problem] = ()
    left_out: Sequence[Problem] = ()
    suspended: Sequence[str] = ()
    unchecked: Sequence[tuple[str, str]] = ()

    @property
    def is_clean(self) -> bool:
        """Whether the department may be shown as it is; another may still have its name."""
        faults = (self.problems, self.holds, self.unchecked, duplicate_claims(self.claims))
        return self.department is not None and not any(faults)


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """The folder of one department with its city and its registered versions: all that is needed to read it.

    With `public`, the addresses that the site had of it, files that are held or have mistakes are left out.
    `drawings` are the forms that its city has drawn. `has_own_site` is whether the site is of this department alone.
    """

    root: Path
    city_slug: str
    city: Jurisdiction | None
    folder: Path
    registered: Mapping[str, Versions] = field(default_factory=dict)
    public: frozenset[str] | None = None
    drawings: tuple[FormDrawing, ...] = ()
    has_own_site: bool = False

    @property
    def name(self) -> str:
        """The folder by its slugs."""
        return f"{self.city_slug}/{self.folder.name}"

    def read(self) -> LoadResult:
        """Read the folder as it is now; the forms have their addresses on the site."""
        result = self.read_files()
        department = result.department
        return replace(result, department=department.on_own_site) if department and self.has_own_site else result

    def read_files(self) -> LoadResult:
        """Read the files of the folder."""
        reader = DepartmentReader(self.root, self.registered, self.drawings)
        department = reader.department(self.city_slug, self.city, self.folder)
        result = LoadResult(
            *(department, reader.problems, reader.holds, reader.claims, reader.files, reader.warnings),
            unchecked=reader.unchecked,
        )
        if self.public is None or (department and not (reader.holds or reader.problems or reader.unchecked)):
            return result
        return self.without_faulty(result, reader.name(self.folder), self.public)

    def without_faulty(self, result: LoadResult, shown: str, public: frozenset[str]) -> LoadResult:
        """The result without the files that are held or have mistakes; `shown` is the folder as messages name it.

        A form of a project goes with the one of its department and year, and a self-evaluation with the targets that it
        answers as well, unless it was cleared: what these withhold is unknown. Without a usable `department.yml`
        nothing remains.
        """
        reasons = [*result.holds, *result.problems]
        faulty = {reason.place.path for reason in reasons}.union(form for _, form in result.unchecked)
        addresses = addresses_in_folder(self.folder)
        department = None if f"{shown}/{DEPARTMENT_FILE}" in faulty else result.department
        if department:

            def remains(form: ProjectSource | ResultsSource) -> bool:
                """Whether neither the file of a form is faulty, nor one on which it depends."""
                others = {f"{shown}/{form.year}.yml", f"{FOLDER}/{file_of(form.of_targets)}"}
                return form.file not in faulty and (form.record.cleared is not None or faulty.isdisjoint(others))

            department = replace(
                department,
                records=tuple(record for record in department.records if record.file not in faulty),
                projects=tuple(filter(remains, department.projects)),
                results=tuple(filter(remains, department.results)),
            )
        else:
            addresses = [department_address(self.city_slug, self.folder.name), *addresses]
        present = {form.path for form in department.forms} if department else ()
        was_public = (address for address in addresses if address in public or address in self.registered)
        suspended = tuple(address for address in was_public if address not in present)
        return replace(
            result,
            department=department and replace(department, suspended=suspended),
            problems=(),
            holds=(),
            claims=[claim for claim in result.claims if claim[1].path not in faulty],
            left_out=reasons,
            suspended=suspended,
        )


# Reads several folders, in this process or in others, and yields the results in their order.
FolderReader = Callable[[Sequence[SourceFolder]], Iterable[LoadResult]]


def read_in_order(folders: Iterable[SourceFolder]) -> Iterator[LoadResult]:
    """Read the folders in this process, one after the other."""
    return (folder.read() for folder in folders)


def duplicate_claims(claims: Iterable[Claim]) -> list[Problem]:
    """E306 at each cell with an identity that another file has already claimed; E377 for a claimed address."""
    first: dict[tuple[str, ...], str] = {}
    later = [(what, at) for what, at in claims if first.setdefault(what, at.path) != at.path]
    codes = {ADDRESS: "E377"}
    return [Problem(at, codes.get(what[0], "E306"), what[-1], other=first[what]) for what, at in later]


class DepartmentReader(FileReader):
    """Reads the folders of departments of a city with drawings of its own."""

    def __init__(
        self, root: Path, registered: Mapping[str, Versions] | None = None, drawings: tuple[FormDrawing, ...] = ()
    ) -> None:
        super().__init__(root, registered)
        self.drawings = drawings
        self.unchecked: list[tuple[str, str]] = []

    def department(self, city_slug: str, city: Jurisdiction | None, folder: Path) -> DepartmentForms | None:
        """The forms in one department's folder; None without a usable department.yml or city."""
        self.nearby = NearbyDrawings((city.code if city else "", self.drawings))
        loaded = self.loaded_folder(city_slug, folder)
        if loaded.about is None:
            return None
        self.check_folder(loaded, loaded.about)
        if city is None:
            return None
        for each in loaded.forms:
            self.check_drawing(each, city.code)
        place = (city_slug, city, folder.name, loaded.about)
        return DepartmentForms(
            *place,
            self.sources(RecordSource, place, loaded.records),
            self.sources(ProjectSource, place, loaded.projects),
            self.sources(ResultsSource, place, loaded.results),
        )

    def loaded_folder(self, city_slug: str, folder: Path) -> LoadedFolder:
        """Read the files in one department's folder."""
        loaded = LoadedFolder()
        entries = self.entries(folder)
        for path in entries:
            if path.name == DEPARTMENT_FILE:
                loaded.about = self.about_department(city_slug, path)
            elif YEAR_FILE.fullmatch(path.name):
                loaded.years.append(path)
                loaded.records += self.loaded(Record, path)
            elif YEAR_RESULTS_FILE.fullmatch(path.name):
                loaded.results += self.loaded(DepartmentResults, path)
            elif YEAR.fullmatch(path.name) and path.is_dir():
                of_year = self.in_year(path)
                forms = [file for file in of_year if not is_document(file)]
                loaded.projects += self.projects(forms)
                loaded.results += self.project_results(forms)
                self.check_documents(of_year)
            else:
                self.report(path, "E503", form="department")
        if folder / DEPARTMENT_FILE not in entries:
            self.report(folder, "E316", missing=DEPARTMENT_FILE, form="department")
        return loaded

    def check_folder(self, loaded: LoadedFolder, about: Department) -> None:
        """Check the forms of a department against each other."""
        self.check_row_matches(loaded.records, loaded.years)
        self.check_forms(loaded.forms, about)
        self.check_projects(loaded.projects, {record.year: record.form for record in loaded.records})
        self.check_results(loaded.results, {(one.year, one.project): one.form for one in loaded.targets})

    def check_drawing(self, loaded: LoadedForm[Any], code: str) -> None:
        """Compare a form with its drawing; `code` is that of the city."""
        drawing = chosen_drawing_of(loaded.form, code, loaded.year, self.drawings)
        if drawing and drawing.is_broken:
            self.unchecked.append((drawing.file, self.name(loaded.path)))
        else:
            self.report_drawing(loaded, drawing, code, self.drawings)

    def report_drawing(
        self, loaded: LoadedForm[Any], drawing: FormDrawing | None, code: str, own: tuple[FormDrawing, ...]
    ) -> None:
        """Add the problems and warnings of a form whose drawing has no mistakes, or that has none.

        `own` are the drawings of its city, of which `code` is the code.
        """
        year, path, form, nodes = loaded
        if drawing is None:
            self.warnings += placed(undrawn_warnings(form, code, own), self.name(path), nodes)
            self.report_cells(undrawn_problems(form, code, year, own), path, nodes)
            return
        self.warnings += placed(form_warnings(form, drawing, code, own), self.name(path), nodes)
        self.report_cells(drawing_problems(form, drawing, year), path, nodes)

    def sources(
        self, kind: type[Source], place: DepartmentPlace, forms: Iterable[LoadedForm[Any]]
    ) -> tuple[Source, ...]:
        """The forms of a kind with their place, newest year first."""
        return tuple(
            kind(
                *(*place, each.year, each.form, self.name(each.path), each.nodes),
                *(self.versions(each.path, place[-1]), each.project),
                drawings=self.drawings,
            )
            for each in newest_first(forms)
        )

    def about_department(self, city_slug: str, path: Path) -> Department | None:
        """The content of department.yml, with claims of the department's name, its address and its former ones."""
        about, root = self.load(Department, path)
        if about and root:
            self.claim((city_slug, about.name), path, root, "name")
            self.claim((ADDRESS, f"{city_slug}/{path.parent.name}"), path, root, "name")
            for number, address in enumerate(about.moved_from or ()):
                place = self.claim((ADDRESS, address), path, root, "moved_from", number)
                if address.partition("/")[0] in RESERVED:
                    self.problems.append(Problem(place, "E505", address))
        return about

    def loaded(self, shape: type[Kind], path: Path) -> Iterator[LoadedForm[Kind]]:
        """The form in a file with its year; nothing where it cannot be used."""
        if found := self.form(shape, path):
            year = path.parent.name if YEAR.fullmatch(path.parent.name) else slug_of(path)
            yield LoadedForm(int(year), path, *found)

    def in_year(self, folder: Path) -> list[Path]:
        """The files of projects in the folder of a department and year."""
        files: list[Path] = []
        for path in self.entries(folder):
            if path.suffix != ".yml" or path.is_dir():
                self.report(path, "E503", form="year")
            elif slug_of(path) in RESERVED:
                self.report(path, "E505")
            else:
                files.append(path)
        return files

    def check_documents(self, files: Iterable[Path]) -> None:
        """E380 for each file of a document that no form names."""
        for path in filter(is_document, files):
            if path not in self.with_forms and self.document_nodes(path):
                self.report(path, "E380")

    def projects(self, files: Iterable[Path]) -> Iterator[LoadedForm[Project]]:
        """The projects of one department and year that may be public; each claims its name."""
        for path in files:
            for project in self.loaded(Project, path) if not is_results(path) else ():
                place = path.parent.relative_to(self.root / FOLDER).parts
                self.claim((*place, project.form.name), path, project.nodes, "name")
                yield project

    def project_results(self, files: Iterable[Path]) -> Iterator[LoadedForm[Any]]:
        """The self-evaluations of projects of one department and year that may be public; each claims its name."""
        for path in files:
            for results in self.loaded(ProjectResults, path) if is_results(path) else ():
                place = path.parent.relative_to(self.root / FOLDER).parts
                self.claim((*place, RESULTS, results.form.name), path, results.nodes, "name")
                yield results

    def check_row_matches(self, records: Sequence[LoadedForm[Record]], paths: Sequence[Path]) -> None:
        """Check the matches that each record names with the one before, unless a file of a year cannot be read."""
        inexact = (
            LoadedForm(int(path.stem), path, *self.but_for_days[path]) for path in paths if path in self.but_for_days
        )
        readable = newest_first([*records, *inexact])
        if len(readable) == len(paths):
            befores = [*((record.year, record.form) for record in readable[1:]), None]
            for (_, path, record, nodes), before in zip(readable, befores, strict=False):
                self.report_cells(earlier_problems(record, before), path, nodes)

    def check_forms(self, forms: Sequence[LoadedForm[Any]], about: Department) -> None:
        """Check each form against its department and the register, and the forms of each year against each other."""
        withholding: dict[int, list[Form]] = defaultdict(list)
        for year, path, form, nodes in forms:
            if count_withheld(form):
                withholding[year].append(form)
            self.report_cells(department_mismatch(form, about), path, nodes)
            self.holds += register_holds(form, self.versions(path, about))
        for year, path, form, nodes in forms:
            self.holds += placed(same_document_holds(form, withholding[year]), self.name(path), nodes)

    def check_projects(self, projects: Iterable[LoadedForm[Project]], records: Mapping[int, Record]) -> None:
        """Hold the projects that may disclose what the record of their year withholds."""
        for year, path, project, nodes in projects:
            if record := records.get(year):
                self.holds += gate_project(self.name(path), project, nodes, record)
                withholding = [record] if count_withheld(record) else []
                self.holds += placed(same_document_holds(project, withholding), self.name(path), nodes)

    def check_results(self, results: Iterable[LoadedForm[Any]], targets: Mapping[tuple[int, str], Targets]) -> None:
        """Check each self-evaluation against its targets; hold those that may disclose what these withhold.

        `targets` are those of the department and its projects, by year and slug of the project.
        """
        for loaded in results:
            year, path, form, nodes = loaded
            answered = [targets[key] for key in {(year, ""), (year, loaded.project)} if key in targets]
            own = targets.get((year, loaded.project))
            self.report_cells(earlier_problems(form, (year, own) if own else None), path, nodes)
            self.report_cells(other_project(form, own) if own else (), path, nodes)
            self.holds += gate_results(self.name(path), form, nodes, answered)
            withholding = [each for each in answered if count_withheld(each)]
            self.holds += placed(same_document_holds(form, withholding), self.name(path), nodes)


def addresses_in_folder(folder: Path) -> list[str]:
    """The addresses that the forms in the folder of a department have, whether they can be read or not."""
    files = [*sorted(folder.glob("*.yml")), *sorted(folder.glob("*/*.yml"))]
    paths = (path.relative_to(folder.parent.parent).as_posix() for path in files)
    return [address_of(path) for path in paths if YEAR.match(path.split("/")[2])]
