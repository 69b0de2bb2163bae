"""Reads content/ as a whole: every file is read and every mistake collected before a Corpus is returned.

    content/<city>/jurisdiction.yml
    content/<city>/forms/<name>.yml
    content/<city>/<department>/department.yml
    content/<city>/<department>/<year>.yml
    content/<city>/<department>/<year>/<project>.yml
    content/notices/*.md     content/pages/*.md     content/register.yml     content/words.yml

The path is the identity and the address. Files and folders whose names begin with an underscore are not read.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from generator.content.addresses import city_address, department_address, notice_address, prose_address
from generator.content.cell_problems import placed
from generator.content.consistency import basis_problems, code_problems
from generator.content.corpus import City, Corpus, DepartmentForms, current_path, moved_addresses
from generator.content.department_reader import (
    DepartmentReader,
    FolderReader,
    LoadResult,
    SourceFolder,
    duplicate_claims,
    read_in_order,
)
from generator.content.digests import same_address_holds
from generator.content.divisions import UNKNOWN
from generator.content.drawings import read_drawings, unchecked_forms
from generator.content.file_names import (
    CITY_FILE,
    FOLDER,
    FORMS,
    MOST_FILES,
    MOST_TOGETHER,
    NOTICES,
    PAGES,
    PROSE,
    REGISTER_FILE,
    RESERVED,
    SLUG,
    WORDS_FILE,
    YEAR,
    too_much,
)
from generator.content.register import Versions
from generator.content.roster import roster_problems, roster_warnings
from generator.content.site_words import read_overrides
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.model import Jurisdiction, Notice, ProsePage
from generator.problems import ContentError, GongkaiError, HeldError, Problem
from generator.secrecy.template_gate import template_holds
from generator.text.yaml import MappingNode


class Loader(DepartmentReader):
    """Reads the content of one site project.

    With `public`, the addresses that the site had, files that are held or have mistakes are left out.
    """

    def __init__(
        self, root: Path, registered: Mapping[str, Versions] | None = None, public: Collection[str] | None = None
    ) -> None:
        super().__init__(root, registered)
        self.public = public
        self.left_out: list[Problem] = []
        self.suspended: list[str] = []
        self.city_drawings: dict[str, tuple[FormDrawing, ...]] = {}
        self.rosters: dict[str, tuple[Path, Jurisdiction, MappingNode]] = {}

    def add(self, result: LoadResult) -> None:
        """Add the problems, claims and counts of a department that was read."""
        self.problems += result.problems
        self.holds += result.holds
        self.claims += result.claims
        self.files += result.files
        self.warnings += result.warnings
        self.left_out += result.left_out
        self.suspended += result.suspended
        self.unchecked += result.unchecked

    @property
    def mistakes(self) -> list[Problem]:
        """Every problem, also between files."""
        return [*self.problems, *duplicate_claims(self.claims)]

    def jurisdiction(self, path: Path) -> Jurisdiction | None:
        """The content of a city's jurisdiction.yml, with a claim of its code."""
        about, root = self.load(Jurisdiction, path)
        if about and root:
            self.report_cells(chain(code_problems(about), basis_problems(about)), path, root)
            if about.code != UNKNOWN:
                self.claim((about.code,), path, root, "code")
            self.rosters[path.parent.name] = (path, about, root)
        return about

    def overrides(self, path: Path) -> None:
        """Check the file of the texts that the project overrides."""
        read_overrides(self, path)

    def city(self, folder: Path) -> tuple[Jurisdiction | None, list[Path]]:
        """The content of jurisdiction.yml in one city's folder, and the folders of its departments.

        The drawings of the city are added to `city_drawings`.
        """
        about: Jurisdiction | None = None
        folders = []
        entries = self.entries(folder)
        for path in entries:
            if path.name == CITY_FILE:
                about = self.jurisdiction(path)
            elif path.is_dir() and path.name == FORMS:
                self.city_drawings[folder.name] = read_drawings(self, path)
            elif path.is_dir() and YEAR.fullmatch(path.name):
                # The address of the summary of the city's year.
                self.report(path, "E505")
            elif path.is_dir():
                folders.append(path)
            else:
                self.report(path, "E503", form="city")
        if folder / CITY_FILE not in entries:
            self.report(folder, "E316", missing=CITY_FILE, form="jurisdiction")
        return about, folders

    def check_city(self, path: Path) -> None:
        """Read a city's jurisdiction.yml and check its roster without the departments."""
        if about := self.jurisdiction(path):
            self.report_cells(roster_problems(about, ()), path, self.rosters[path.parent.name][2])

    def check_roster(self, slug: str, departments: Sequence[DepartmentForms]) -> None:
        """Check the roster of a city against its departments."""
        path, about, root = self.rosters[slug]
        self.report_cells(roster_problems(about, departments), path, root)
        self.warnings += placed(roster_warnings(about, root, departments), self.name(path), root)

    def source_folders(self, departments: Sequence[tuple[str, Jurisdiction | None, Path]]) -> list[SourceFolder]:
        """The folders of departments, each with the registered versions of its forms."""
        registered = grouped_by_folder(self.registered)
        # A form that is in no folder any more may have been in the former one of any department.
        present = {(slug, folder.name) for slug, _, folder in departments}
        lost = {
            path: versions for key, some in registered.items() if key not in present for path, versions in some.items()
        }
        return [
            SourceFolder(
                *(self.root, slug, about, folder, registered.get((slug, folder.name), {}) | lost),
                public=self.public_in(folder),
                drawings=self.city_drawings.get(slug, ()),
            )
            for slug, about, folder in departments
        ]

    def cities(self, folders: Iterable[Path], read: FolderReader) -> Iterator[City]:
        """The cities in some folders, with the departments that could be read."""
        about_cities = [(folder.name, *self.city(folder)) for folder in folders]
        sources = self.source_folders(
            [(slug, about, folder) for slug, about, inside in about_cities for folder in inside]
        )
        by_city: dict[str, list[DepartmentForms]] = defaultdict(list)
        for source, result in zip(sources, read(sources), strict=True):
            self.add(result)
            if result.department:
                by_city[source.city_slug].append(result.department)
        self.problems += unchecked_forms(self.unchecked)
        moved = moved_addresses(chain.from_iterable(by_city.values()))
        now = {current_path(path, moved): versions for path, versions in self.registered.items()} | self.registered
        for slug, about, _ in about_cities:
            if about:
                departments = tuple(by_city[slug])
                self.check_roster(slug, departments)
                paths = (
                    path for path in now if path.startswith(city_address(slug)) and current_path(path, moved) == path
                )
                suspended = tuple(path for path in self.suspended_addresses() if path.startswith(city_address(slug)))
                yield City(slug, about, departments, tuple((path, now[path]) for path in paths), suspended)
            else:
                self.suspended.append(city_address(slug))

    def corpus(self, read: FolderReader = read_in_order) -> Corpus:
        """Everything under content/; what cannot be used is missing from it and reported in the problems.

        `read` reads the folders of departments and yields the results in their order.
        """
        content = self.root / FOLDER
        if too_much(content):
            self.report(content, "E512", most=MOST_FILES, together=MOST_TOGETHER)
            return Corpus((), (), ())
        folders = self.city_folders(content)
        cities = tuple(self.cities(folders, read))
        pages = self.documents(ProsePage, content / PAGES)
        for page in pages:
            if page.slug in RESERVED - PROSE or content / page.slug in folders:
                self.report(self.root / page.file, "E505")
        notices = self.documents(Notice, content / NOTICES)
        corpus = Corpus(cities, notices, pages, tuple(self.registered.items()))
        self.holds += same_address_holds(corpus.forms)
        self.holds += template_holds(self.root)
        if not corpus.forms and not self.mistakes and not self.holds and not self.left_out:
            self.report(content, "E319")
        return corpus if self.public is None else self.without_faulty(corpus)

    def city_folders(self, content: Path) -> list[Path]:
        """The folders of cities; reads the register on the way."""
        folders = []
        for path in self.entries(content) if content.is_dir() else []:
            if path.name in (NOTICES, PAGES) and path.is_dir():
                continue
            if path.name == REGISTER_FILE:
                self.register(path)
            elif path.name == WORDS_FILE:
                self.overrides(path)
            elif path.name in RESERVED:
                self.report(path, "E505")
            elif path.is_dir():
                folders.append(path)
            else:
                self.report(path, "E503", form="content")
        return folders

    def without_faulty(self, corpus: Corpus) -> Corpus:
        """The corpus without all that is held or has mistakes; problems of the register remain."""
        register = self.name(self.root / FOLDER / REGISTER_FILE)
        reasons = [*self.holds, *self.problems]
        stays = [reason for reason in reasons if reason.place.path == register and reason.code != "S415"]
        self.left_out += [reason for reason in reasons if reason not in stays]
        self.problems = [problem for problem in self.problems if problem in stays]
        self.holds = [hold for hold in self.holds if hold in stays]
        present = {notice_address(notice.slug) for notice in corpus.notices} | {
            prose_address(page.slug) for page in corpus.pages
        }
        self.suspended += [address for address in self.prose_addresses() if address not in present]
        return replace(corpus, suspended=self.suspended_addresses(), left_out=tuple(sorted(set(self.left_out))))

    def public_in(self, folder: Path) -> frozenset[str] | None:
        """The addresses that the site had of a department; None where nothing is left out."""
        if self.public is None:
            return None
        return frozenset(
            path for path in self.public if path.startswith(department_address(folder.parent.name, folder.name))
        )

    def suspended_addresses(self) -> tuple[str, ...]:
        """The addresses of held files that were public: on the previous site, or by the register."""
        known = {*(self.public or ()), *self.registered}
        return tuple(sorted({address for address in self.suspended if address in known}))

    def prose_addresses(self) -> Iterator[str]:
        """The addresses of the files of notices and pages."""
        for folder, address_of in ((NOTICES, notice_address), (PAGES, prose_address)):
            for path in sorted((self.root / FOLDER / folder).glob("*.md")):
                if SLUG.fullmatch(path.stem):
                    yield address_of(path.stem)


def grouped_by_folder(registered: Mapping[str, Versions]) -> dict[tuple[str, ...], dict[str, Versions]]:
    """The registered versions by the folders of city and department."""
    folders: dict[tuple[str, ...], dict[str, Versions]] = defaultdict(dict)
    for path, versions in registered.items():
        folders[tuple(path.split("/")[:2])][path] = versions
    return folders


def load_corpus(
    root: Path, read: FolderReader = read_in_order, ignored: str = "", public: Collection[str] | None = None
) -> Corpus:
    """The content of the site project in `root`; raises HeldError or ContentError with all mistakes of all files.

    `ignored` is the code of holds that do not count, for a command that mends them. With `public`, the addresses that
    the site had, files that are held or have mistakes are left out.
    """
    reader = Loader(root, public=public)
    corpus = reader.corpus(read)
    reader.holds = [hold for hold in reader.holds if hold.code != ignored]
    refusal = refusal_of(reader)
    if refusal:
        raise refusal
    return corpus


def refusal_of(reader: Loader) -> GongkaiError | None:
    """The error to raise after reading: HeldError where anything is held, ContentError for mistakes, else None."""
    mistakes = reader.mistakes
    if reader.holds:
        return HeldError([*reader.holds, *mistakes])
    return ContentError(mistakes) if mistakes else None
