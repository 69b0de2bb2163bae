"""content/ as a whole: every file read, every mistake gathered, and only then a Corpus.

    content/<city>/jurisdiction.yml
    content/<city>/<department>/department.yml
    content/<city>/<department>/<year>.yml
    content/<city>/<department>/<year>/<project>.yml
    content/notices/*.md     content/pages/*.md     content/register.yml

The path is the identity and the address. Names that begin with an underscore teach or wait and are not read.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.content.adjustments import adjustment_holds, adjustment_problems
from generator.content.consistency import (
    code_problems,
    day_problems,
    is_like_project,
    misplaced,
    place_in,
    record_problems,
)
from generator.content.corpus import (
    FOLDER,
    City,
    Corpus,
    DepartmentForms,
    Head,
    Kind,
    ProjectSource,
    ProseDocument,
    RecordSource,
    current_path,
    moved_addresses,
)
from generator.content.digests import (
    digest_holds,
    register_holds,
    same_address_holds,
    same_document_holds,
    same_documents_hold,
)
from generator.content.divisions import UNKNOWN
from generator.content.left_out import without_faulty
from generator.content.markdown import split_head
from generator.content.register import FILE as REGISTER
from generator.content.register import Register, Versions, registered
from generator.content.roster import roster_problems, roster_warnings
from generator.content.row_matches import earlier_problems
from generator.forms.cells import figure_keys
from generator.forms.fields import FieldGroup, Shape, complete_root, problems_in_rest, validate, validate_but_days
from generator.forms.model import Department, Form, Jurisdiction, Notice, Project, ProsePage, Record
from generator.problems import GongkaiError, Held, Place, Problem, Refused, visible
from generator.secrecy.clearances import KEY as CLEARANCES
from generator.secrecy.clearances import clearance_problems, without_cleared
from generator.secrecy.gate import gate_nodes, gate_project, gate_record, gate_text
from generator.secrecy.openness import lines_that_refuse
from generator.secrecy.raw_text import safe_path
from generator.secrecy.review import review_holds
from generator.secrecy.templates import template_holds
from generator.secrecy.withheld_rows import unquoted_beside, unquoted_of
from generator.text.files import decoded, file_bytes, forbidden_characters
from generator.text.yaml import MappingNode, conflict_problems, read_text
from generator.words import translate

NOTICES = "notices"
PAGES = "pages"
MOST_FILES = 50_000
MOST_TOGETHER = 500_000_000
LONGEST_NAME = 200

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
PLAIN = re.compile(r"[a-z0-9/._-]+")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
YEAR_FILE = re.compile(rf"({YEAR.pattern})\.yml")
COPY = re.compile(r"副本|复制|[- ]copy\b|[(（][0-9]+[)）]\.\w+$", re.IGNORECASE)
TABLES = frozenset((".csv", ".doc", ".docx", ".et", ".ods", ".pdf", ".wps", ".xls", ".xlsm", ".xlsx"))
JUNK = re.compile(r"\..*|~.*|.*~|Thumbs\.db|desktop\.ini|_.*")
# What file managers leave behind, and what the product itself puts there for those who write.
UNTOLD = re.compile(
    r"\.DS_Store|\._.*|\.git(?:ignore|keep|attributes)|\.register\.yml\.draft|Thumbs\.db|desktop\.ini"
    r"|_(?:example|project)\.(?:yml|md)|_(?:record|project)\.schema\.json"
)
PROSE = frozenset(("about", "accessibility", "glossary", "guide"))
RESERVED = PROSE | frozenset(
    """404 api assets changes checks compare data departments disclosure embed feed form index indicators manifest
    notices pages robots search site sitemap static year""".split()  # noqa: SIM905 - a list to be read
)
# Windows opens a device instead of a file of such a name.
DEVICES = re.compile(r"(?:aux|con|nul|prn|com[0-9]|lpt[0-9])")

# Claims of addresses, those of folders and those where departments stood before.
ADDRESS = "address"
# What a file speaks for, and the cell that does.
Claim = tuple[tuple[str, ...], Place]
Reading = Callable[[Sequence["SourceFolder"]], Iterable["LoadResult"]]


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What came of reading the folder of one department: the department where it could be read, and all Problems.

    `claims` are what its files speak for, each with the cell that does; `warnings` tell of files that are not read.
    Where held files are left out, `left_out` are the reasons and `suspended` the addresses of their forms.
    """

    bureau: DepartmentForms | None
    problems: Sequence[Problem]
    holds: Sequence[Problem]
    claims: Sequence[Claim]
    files: int
    warnings: Sequence[Problem] = ()
    left_out: Sequence[Problem] = ()
    suspended: Sequence[str] = ()

    @property
    def is_clean(self) -> bool:
        """Whether the department may be shown as it is; another may still have its name."""
        return self.bureau is not None and not (self.problems or self.holds or contested(self.claims))


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """The folder of one department, and what has to be known to read it: its city, what was registered of it.

    With `public`, the addresses that the site had of it, files that are held or have mistakes are left out.
    """

    root: Path
    city_slug: str
    city: Jurisdiction | None
    folder: Path
    registered: Mapping[str, Versions] = field(default_factory=dict)
    public: frozenset[str] | None = None

    def read(self) -> LoadResult:
        """The folder as it is now."""
        reader = Loader(self.root, self.registered)
        bureau = reader.bureau(self.city_slug, self.city, self.folder)
        read = LoadResult(bureau, reader.problems, reader.holds, reader.claims, reader.files, reader.warnings)
        return read if self.public is None else self.without_faulty(read, reader, self.public)

    def without_faulty(self, read: LoadResult, reader: "Loader", public: frozenset[str]) -> LoadResult:
        """What was read without the files that are held or have mistakes."""
        reasons = [*read.holds, *read.problems]
        if not reasons and read.bureau is not None:
            return read
        faulty = {reason.place.path for reason in reasons}
        bureau, missing = without_faulty(self.folder, reader.name(self.folder), read.bureau, faulty)
        suspended = tuple(address for address in missing if address in public or address in self.registered)
        bureau = replace(bureau, suspended=suspended) if bureau else None
        claims = [claim for claim in read.claims if claim[1].path not in faulty]
        nothing: tuple[Problem, ...] = ()
        return replace(
            read, bureau=bureau, problems=nothing, holds=nothing, claims=claims, left_out=reasons, suspended=suspended
        )


def contested(claims: Iterable[Claim]) -> list[Problem]:
    """E306 at each cell that speaks for what another file speaks for already; E377 where that is an address."""
    first: dict[tuple[str, ...], str] = {}
    later = [(what, at) for what, at in claims if first.setdefault(what, at.path) != at.path]
    codes = {ADDRESS: "E377"}
    return [Problem(at, codes.get(what[0], "E306"), what[-1], other=first[what]) for what, at in later]


def in_turn(lots: Iterable[SourceFolder]) -> Iterator[LoadResult]:
    """The lots read here, one after the other."""
    return (lot.read() for lot in lots)


class Loader:
    """Reads the files of one site project and remembers every Problem; nothing stops it before the end.

    With `public`, the addresses that the site had, files that are held or have mistakes are left out.
    """

    def __init__(
        self, root: Path, registered: Mapping[str, Versions] | None = None, public: Collection[str] | None = None
    ) -> None:
        self.root = root
        self.public = public
        # The code of holds that do not count: for who is about to mend them.
        self.ignored = ""
        self.left_out: list[Problem] = []
        self.suspended: list[str] = []
        self.problems: list[Problem] = []
        self.holds: list[Problem] = []
        self.files = 0
        self.names: dict[Path, str] = {}
        self.texts: dict[Path, str] = {}
        self.claims: list[Claim] = []
        self.registered = dict(registered or {})
        # What a person should look at and that stops nothing.
        self.warnings: list[Problem] = []
        self.rosters: dict[str, tuple[str, Jurisdiction, MappingNode]] = {}
        self.but_for_days: dict[Path, tuple[Record, MappingNode]] = {}

    def written(self, path: Path) -> str:
        """The path from the project's root on one line, with forward slashes."""
        way = path.as_posix().removeprefix(f"{self.root.as_posix()}/")
        return way if PLAIN.fullmatch(way) else "".join(map(visible, way))

    def name(self, path: Path) -> str:
        """The path as messages show it: without what the gate would hold."""
        if path not in self.names:
            self.names[path] = safe_path(self.written(path))
        return self.names[path]

    def tell(self, path: Path, code: str, **values: Any) -> None:
        """Keep a problem of a whole file or folder."""
        self.problems.append(Problem(Place(self.name(path)), code, **values))

    def claim(self, what: tuple[str, ...], path: Path, root: MappingNode, cell: str) -> None:
        """Let a file speak for something, by one of its cells."""
        self.claims.append((what, place_in(self.name(path), root, (cell,))))

    def claim_addresses(self, city_slug: str, path: Path, about: Department, root: MappingNode) -> None:
        """Let a department speak for its own address and for those at which it stood before."""
        self.claim((ADDRESS, f"{city_slug}/{path.parent.name}"), path, root, "name")
        for number, address in enumerate(about.moved_from or ()):
            place = place_in(self.name(path), root, ("moved_from", number))
            self.claims.append(((ADDRESS, address), place))
            if address.partition("/")[0] in RESERVED:
                self.problems.append(Problem(place, "E505", address))

    def take(self, read: LoadResult) -> None:
        """Keep what reading a lot has told."""
        self.problems.extend(read.problems)
        self.holds.extend(read.holds)
        self.claims.extend(read.claims)
        self.files += read.files
        self.warnings.extend(read.warnings)
        self.left_out.extend(read.left_out)
        self.suspended.extend(read.suspended)

    @property
    def mistakes(self) -> list[Problem]:
        """Every problem, also between files."""
        return [*self.problems, *contested(self.claims)]

    def text(self, path: Path, shape: type[FieldGroup] | None = None) -> str | None:
        """The text of a file that has passed the gate for raw text, or None.

        Of a file of a shape, texts that a decision lets stand pass.
        """
        name = self.written(path)
        self.files += 1
        try:
            text, problems = decoded(name, file_bytes(path, name))
        except Refused as refusal:
            text, problems = "", list(refusal.problems)
        figures = figure_keys() if path.suffix == ".yml" else frozenset()
        held = gate_text(name, text, figures=figures)
        head, body = (split_head(text) or (text, "")) if path.suffix == ".md" else (text, "")
        reading = read_text(name, head.encode("utf-8")) if held and shape else None
        if shape and reading and (root := reading.root or reading.rest) is not None:
            cleared = without_cleared(text, shape, root, reading.root is not None, body)
            held = gate_text(name, cleared, figures=figures)
            # A conclusion may look like a mark; what is wrong with it says more.
            held = (*held, *review_holds(name, root)) if held else held
        self.holds.extend(held)
        self.problems.extend(problem.unquoted() if held else problem for problem in problems)
        return None if held or problems else text

    def fitted(
        self, shape: type[Shape], path: Path, text: str, body: str = ""
    ) -> tuple[Shape | None, MappingNode | None]:
        """The typed value of a YAML text and its nodes; its Problems are kept, unquoted where a withheld row speaks."""
        name = self.name(path)
        reading = read_text(name, text.encode("utf-8"))
        readable = reading.root or reading.rest
        held = gate_nodes(name, readable) if readable else []
        told = unquoted_of(reading.problems, reading)
        self.problems.extend(problem.unquoted() if held else problem for problem in told)
        if held:
            self.holds.extend(hold for hold in held if reading.root or is_certain(hold, reading.unsure))
            return None, None
        if shape is Record and readable and is_like_project(readable):
            self.tell(path, "E343")
            return None, None
        root = complete_root(shape, reading, name)
        if root is None:
            self.problems.extend(map(as_draft, unquoted_of(problems_in_rest(shape, reading, name), reading)))
            return None, None
        value, problems = validate(shape, root, name)
        self.problems.extend(map(as_draft, unquoted_beside(problems, root)))
        entries = getattr(value, CLEARANCES, None) or ()
        self.problems.extend(clearance_problems(name, shape, entries, root, body))
        return value, root

    def shaped(self, shape: type[Shape], path: Path) -> tuple[Shape | None, MappingNode | None]:
        """The typed value of a YAML file and its nodes, or None for what cannot be used."""
        text = self.text(path, shape)
        if text is None:
            return None, None
        self.texts[path] = text
        return self.fitted(shape, path, text)

    def record(self, path: Path) -> tuple[Record, MappingNode] | None:
        """One record that may be public, with its nodes."""
        return self.form(Record, path)

    def form_at(self, path: Path) -> tuple[Form, MappingNode] | None:
        """One form: a project's in the folder of a year, a department's beside `department.yml`, else what it says."""
        if YEAR.fullmatch(path.parent.name):
            return self.form(Project, path)
        is_loose = not (path.parent / "department.yml").is_file()
        return self.form(Project, path) if is_loose and self.says_project(path) else self.form(Record, path)

    def says_project(self, path: Path) -> bool:
        """Whether the cells of a file are those of a project's form, whatever else is wrong with it."""
        text = Loader(self.root).text(path)
        reading = read_text(self.name(path), text.encode("utf-8")) if text else None
        cells = (reading.root or reading.rest) if reading else None
        return cells is not None and is_like_project(cells)

    def form(self, shape: type[Kind], path: Path) -> tuple[Kind, MappingNode] | None:
        """One form that may be public, with its nodes; one whose days are wrong is looked through and not returned."""
        fitting, root = self.shaped(shape, path)
        record = fitting or (validate_but_days(shape, root) if root is not None else None)
        if record is None or root is None:
            return None
        name = self.name(path)
        held = [*gate_record(name, record, root), *adjustment_holds(name, record, root)]
        held += digest_holds(name, self.texts.get(path, ""), record, root)
        held = [hold for hold in held if hold.code != self.ignored]
        self.holds.extend(held)
        if held:
            return None
        problems = [*record_problems(name, record, root), *adjustment_problems(name, record, root)]
        problems += day_problems(name, fitting, root) if fitting else ()
        self.problems.extend(unquoted_beside(problems, root))
        if not fitting and isinstance(record, Record):
            self.but_for_days[path] = (record, root)
        return (fitting, root) if fitting else None

    def register(self, path: Path) -> None:
        """What was registered of the records, by the addresses of their pages."""
        register, root = self.shaped(Register, path)
        if register and root:
            self.registered, problems = registered(self.name(path), register, root)
            self.problems.extend(problems)

    def versions(self, path: Path, about: Department) -> Versions:
        """What was registered of the record in a file, here or where its department stood before."""
        city, department, *rest = path.relative_to(self.root / FOLDER).with_suffix("").parts
        folders = (f"{city}/{department}", *(about.moved_from or ()))
        known = (self.registered.get("/".join((folder, *rest, ""))) for folder in folders)
        return next(filter(None, known), ())

    def document(self, shape: type[Head], path: Path) -> ProseDocument[Head] | None:
        """A notice or a page; the text of a notice that is not public may not even stand in the file."""
        text = self.text(path, shape)
        if text is None:
            return None
        lines = text.split("\n")
        # A line of = alone underlines a heading here.
        unsolved = [at for at in conflict_problems(self.name(path), lines) if lines[at.place.line - 1].strip("=")]
        self.problems.extend(unsolved)
        parts = split_head(text)
        if parts is None:
            if not unsolved:
                self.tell(path, "E320")
            return None
        self.problems.extend(forbidden_characters(self.name(path), parts[1]))
        head, _ = self.fitted(shape, path, *parts)
        if isinstance(head, Notice) and head.attribute != "主动公开" and parts[1].strip():
            self.holds.append(Problem(Place(self.name(path)), "S409"))
            return None
        if isinstance(head, Notice) and head.attribute == "主动公开" and (refused := lines_that_refuse(text)):
            self.holds.extend(Problem(Place(self.name(path), line), "S416") for line in refused)
            return None
        return ProseDocument(path.stem, head, parts[1], self.name(path)) if head else None

    def entries(self, folder: Path) -> list[Path]:
        """What stands in a folder and is meant to be read, sorted by name; links and strange names are Problems."""
        try:
            found = sorted(folder.iterdir(), key=lambda path: path.name)
        except OSError:
            self.tell(folder, "E508")
            return []
        kept = []
        folded: dict[str, Path] = {}
        for path in found:
            if JUNK.fullmatch(path.name):
                self.warnings += [] if UNTOLD.fullmatch(path.name) else [Problem(Place.whole(self.name(path)), "W420")]
                continue
            self.holds.extend(gate_text(self.written(path), ""))
            first = folded.setdefault(unicodedata.normalize("NFKC", path.name).casefold(), path)
            if first is not path:
                self.tell(path, "E502", other=self.name(first))
            code = fault(path)
            if code is None:
                kept.append(path)
            else:
                self.tell(path, code, **name_fault(path.name) if code == "E501" else {})
        return kept

    def documents(self, shape: type[Head], folder: Path) -> tuple[ProseDocument[Head], ...]:
        """The Markdown files of a folder; a folder that is not there holds none."""
        if not folder.is_dir():
            return ()
        found = []
        for path in self.entries(folder):
            if path.suffix == ".md":
                found.append(self.document(shape, path))
            else:
                self.tell(path, "E503", form="prose")
        return tuple(document for document in found if document)

    def bureau(self, city_slug: str, city: Jurisdiction | None, folder: Path) -> DepartmentForms | None:
        """One department's folder."""
        about: Department | None = None
        records: list[tuple[int, Path, tuple[Record, MappingNode]]] = []
        projects: list[tuple[int, Path, tuple[Project, MappingNode]]] = []
        readable: list[tuple[int, Path, tuple[Record, MappingNode]]] = []
        seen = False
        years = 0
        for path in self.entries(folder):
            year = YEAR_FILE.fullmatch(path.name)
            if path.name == "department.yml":
                seen = True
                about, root = self.shaped(Department, path)
                if about and root:
                    self.claim((city_slug, about.name), path, root, "name")
                    self.claim_addresses(city_slug, path, about, root)
            elif year:
                years += 1
                found = self.record(path)
                if found:
                    records.append((int(year[1]), path, found))
                readable += [(int(year[1]), path, one) for one in [found or self.but_for_days.get(path)] if one]
            elif YEAR.fullmatch(path.name) and path.is_dir():
                projects += ((int(path.name), file, project) for file, project in self.projects(path))
            else:
                self.tell(path, "E503", form="department")
        if not seen:
            self.tell(folder, "E316", missing="department.yml", form="department")
        if about is None:
            return None
        forms: list[tuple[int, Path, tuple[Form, MappingNode]]] = [*records, *projects]
        for _, path, (form, nodes) in forms:
            self.problems.extend(unquoted_beside(misplaced(self.name(path), form, nodes, about), nodes))
            self.holds.extend(register_holds(form, self.versions(path, about)))
        records.sort(key=lambda entry: -entry[0])
        readable.sort(key=lambda entry: -entry[0])
        # Where a year could not be read, nobody can say which one comes before another.
        if len(readable) == years:
            befores = [*((year, record) for year, _, (record, _) in readable[1:]), None]
            for (_, path, (record, nodes)), before in zip(readable, befores, strict=False):
                told = earlier_problems(self.name(path), record, nodes, before)
                self.problems.extend(unquoted_beside(told, nodes))
        self.weigh(projects, {year: record for year, _, (record, _) in records})
        for of in {when for when, _, _ in forms}:
            of_year = [(self.name(path), form, nodes) for when, path, (form, nodes) in forms if when == of]
            self.holds.extend(same_documents_hold(of_year))
        if city is None:
            return None
        projects.sort(key=lambda entry: -entry[0])
        place = (city_slug, city, folder.name, about)
        return DepartmentForms(
            *place,
            tuple(
                RecordSource(*place, year, record, self.name(path), nodes, self.versions(path, about))
                for year, path, (record, nodes) in records
            ),
            tuple(
                ProjectSource(*place, year, project, self.name(path), nodes, self.versions(path, about), path.stem)
                for year, path, (project, nodes) in projects
            ),
        )

    def projects(self, folder: Path) -> Iterator[tuple[Path, tuple[Project, MappingNode]]]:
        """The projects of one department and year that may be public; no two of the same name."""
        for path in self.entries(folder):
            if path.suffix != ".yml" or path.is_dir():
                self.tell(path, "E503", form="year")
            elif path.stem in RESERVED:
                self.tell(path, "E505")
            elif found := self.form(Project, path):
                place = folder.relative_to(self.root / FOLDER).parts
                self.claim((*place, found[0].name), path, found[1], "name")
                yield path, found

    def weigh(
        self, projects: Iterable[tuple[int, Path, tuple[Project, MappingNode]]], records: dict[int, Record]
    ) -> None:
        """Hold the projects that may tell what the record of their year withholds."""
        for year, path, (project, nodes) in projects:
            if year in records:
                self.holds.extend(gate_project(self.name(path), project, nodes, records[year]))
                self.holds.extend(same_document_holds(self.name(path), project, nodes, records[year]))

    def jurisdiction(self, path: Path) -> Jurisdiction | None:
        """What is said of a city; its code is its own."""
        about, root = self.shaped(Jurisdiction, path)
        if about and root:
            self.problems.extend(code_problems(self.name(path), about, root))
            if about.code != UNKNOWN:
                self.claim((about.code,), path, root, "code")
            self.rosters[path.parent.name] = (self.name(path), about, root)
        return about

    def city(self, folder: Path) -> tuple[Jurisdiction | None, list[Path]]:
        """One city's folder: what is said of the city, and the folders of its departments."""
        about: Jurisdiction | None = None
        seen = False
        folders = []
        for path in self.entries(folder):
            if path.name == "jurisdiction.yml":
                seen = True
                about = self.jurisdiction(path)
            elif path.is_dir() and YEAR.fullmatch(path.name):
                # Here stands the summary of the city's year.
                self.tell(path, "E505")
            elif path.is_dir():
                folders.append(path)
            else:
                self.tell(path, "E503", form="city")
        if not seen:
            self.tell(folder, "E316", missing="jurisdiction.yml", form="jurisdiction")
        return about, folders

    def city_alone(self, path: Path) -> None:
        """What is said of a city, without its departments."""
        if self.jurisdiction(path):
            self.problems.extend(roster_problems(*self.rosters[path.parent.name], ()))

    def hold_roster(self, slug: str, bureaus: Sequence[DepartmentForms]) -> None:
        """Hold the roster of a city against its departments."""
        self.problems.extend(roster_problems(*self.rosters[slug], bureaus))
        self.warnings.extend(roster_warnings(*self.rosters[slug], bureaus))

    def cities(self, folders: Iterable[Path], read: Reading) -> Iterator[City]:
        """The cities in some folders, with the departments that could be read."""
        known = [(folder.name, *self.city(folder)) for folder in folders]
        registered = by_folder(self.registered)
        places = [(slug, about, folder) for slug, about, departments in known for folder in departments]
        # What stands in no folder any more may have stood in the former one of any department.
        here = {(slug, folder.name) for slug, _, folder in places}
        lost = {
            path: versions for key, some in registered.items() if key not in here for path, versions in some.items()
        }
        lots = [
            SourceFolder(
                *(self.root, slug, about, folder, registered.get((slug, folder.name), {}) | lost),
                public=self.public_in(folder),
            )
            for slug, about, folder in places
        ]
        found: dict[str, list[DepartmentForms]] = {}
        for lot, one in zip(lots, read(lots), strict=True):
            self.take(one)
            if one.bureau:
                found.setdefault(lot.city_slug, []).append(one.bureau)
        moved = moved_addresses(bureau for bureaus in found.values() for bureau in bureaus)
        now = {current_path(path, moved): versions for path, versions in self.registered.items()} | self.registered
        for slug, about, _ in known:
            if about:
                bureaus = tuple(found.get(slug, ()))
                self.hold_roster(slug, bureaus)
                paths = (path for path in now if path.startswith(f"{slug}/") and current_path(path, moved) == path)
                suspended = tuple(path for path in self.were_public() if path.startswith(f"{slug}/"))
                yield City(slug, about, bureaus, tuple((path, now[path]) for path in paths), suspended)
            else:
                self.suspended.append(f"{slug}/")

    def corpus(self, read: Reading = in_turn) -> Corpus:
        """Everything under content/; what cannot be used is missing here and told in the Problems.

        `read` is who reads the lots; what it returns is in their order.
        """
        content = self.root / FOLDER
        if too_much(content):
            self.tell(content, "E512", most=MOST_FILES, together=MOST_TOGETHER)
            return Corpus((), (), ())
        folders = []
        for path in self.entries(content) if content.is_dir() else []:
            if path.name in (NOTICES, PAGES) and path.is_dir():
                continue
            if path.name == REGISTER:
                self.register(path)
            elif path.name in RESERVED:
                self.tell(path, "E505")
            elif path.is_dir():
                folders.append(path)
            else:
                self.tell(path, "E503", form="content")
        cities = tuple(self.cities(folders, read))
        pages = self.documents(ProsePage, content / PAGES)
        for page in pages:
            if page.slug in RESERVED - PROSE or content / page.slug in folders:
                self.tell(self.root / page.file, "E505")
        notices = self.documents(Notice, content / NOTICES)
        found = Corpus(cities, notices, pages, tuple(self.registered.items()))
        self.holds.extend(same_address_holds(found.forms))
        self.holds.extend(template_holds(self.root))
        if not found.forms and not self.mistakes and not self.holds and not self.left_out:
            self.tell(content, "E319")
        return found if self.public is None else self.without_faulty(found)

    def without_faulty(self, corpus: Corpus) -> Corpus:
        """The corpus without all that is held or has mistakes; what is wrong with the register stays so."""
        register = self.name(self.root / FOLDER / REGISTER)
        reasons = [*self.holds, *self.problems]
        stays = [one for one in reasons if one.place.path == register and one.code != "S415"]
        self.left_out += [one for one in reasons if one not in stays]
        self.problems = [one for one in self.problems if one in stays]
        self.holds = [one for one in self.holds if one in stays]
        there = {f"{NOTICES}/{one.slug}/" for one in corpus.notices} | {f"{one.slug}/" for one in corpus.pages}
        self.suspended += [address for address in self.addresses_of_prose() if address not in there]
        left_out = tuple(sorted(set(self.left_out)))
        return replace(corpus, suspended=self.were_public(), left_out=left_out)

    def public_in(self, folder: Path) -> frozenset[str] | None:
        """The addresses that the site had of a department; None where nothing is left out."""
        if self.public is None:
            return None
        return frozenset(one for one in self.public if one.startswith(f"{folder.parent.name}/{folder.name}/"))

    def were_public(self) -> tuple[str, ...]:
        """The addresses of what is left out and was public: on the site that stands, or by the register."""
        known = {*(self.public or ()), *self.registered}
        return tuple(sorted({address for address in self.suspended if address in known}))

    def addresses_of_prose(self) -> Iterator[str]:
        """The addresses that the files of notices and pages have."""
        for folder, before in ((NOTICES, f"{NOTICES}/"), (PAGES, "")):
            for path in sorted((self.root / FOLDER / folder).glob("*.md")):
                if SLUG.fullmatch(path.stem):
                    yield f"{before}{path.stem}/"


def is_certain(hold: Problem, unsure: frozenset[int]) -> bool:
    """Whether what can be read of a broken file is enough to hold it: a cell that stands whole and speaks for itself.

    A decision that seems to be missing may stand in what cannot be read. `unsure` are the lines that are not read as
    they stand in the file.
    """
    speaks_alone = hold.code == "S407" or (hold.code == "S408" and dict(hold.values).get("form") == "unlisted")
    return speaks_alone and unsure.isdisjoint((hold.place.line, hold.place.line + 1))


def as_draft(problem: Problem) -> Problem:
    """The line that a draft carries until it is filled in is no forgotten name of a cell."""
    is_guard = problem.code == "E305" and problem.seen == translate("starter.draft.guard")
    return Problem(problem.place, "E321", problem.seen) if is_guard else problem


def fault(path: Path) -> str | None:
    """What is wrong with a file or folder before it is opened, or None."""
    try:
        if path.is_symlink():
            return "E506"
    except OSError:
        return "E508"
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        return "E504"
    if path.suffix == ".yaml":
        return "E509"
    if path.suffix.lower() in TABLES:
        return "E514"
    named = path.stem if path.suffix in (".yml", ".md") else path.name
    if DEVICES.fullmatch(named):
        return "E505"
    return None if SLUG.fullmatch(named) else "E501"


def name_fault(name: str) -> dict[str, str]:
    """What most likely has made a name one that no address can have."""
    if re.search(r"\.yml\.|\.md\.", name):
        return {"form": "ending"}
    return {"form": "copy" if COPY.search(name) else "name"}


def too_much(folder: Path) -> bool:
    """Whether a folder holds more files, or more in them, than any site has; looks no further than it must."""
    files = size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            files += 1
            with suppress(OSError):
                size += Path(place, name).lstat().st_size
            if files > MOST_FILES or size > MOST_TOGETHER:
                return True
    return False


def by_folder(registered: Mapping[str, Versions]) -> dict[tuple[str, str], dict[str, Versions]]:
    """What was registered, by the folders of city and department."""
    found: dict[tuple[str, str], dict[str, Versions]] = {}
    for path, versions in registered.items():
        city, department, *_ = *path.split("/"), ""
        found.setdefault((city, department), {})[path] = versions
    return found


def load_corpus(
    root: Path, read: Reading = in_turn, ignored: str = "", public: Collection[str] | None = None
) -> Corpus:
    """The content of the site project in `root`; Held or Refused with all mistakes of all files.

    `ignored` is the code of holds that do not count: for who is about to mend them. With `public`, the addresses that
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
    """What a reading has to be refused with; a hold wins, and tells the other mistakes too."""
    mistakes = reader.mistakes
    if reader.holds:
        return Held([*reader.holds, *mistakes])
    return Refused(mistakes) if mistakes else None
