"""Reads single files of a site project and collects every problem and hold instead of stopping at the first."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.content.addresses import address_of
from generator.content.adjustments import adjustment_holds, adjustment_problems
from generator.content.cell_problems import CellProblem, placed
from generator.content.consistency import day_problems, is_like_project, record_problems
from generator.content.corpus import Head, Kind, ProseDocument
from generator.content.digests import digest_holds
from generator.content.documents import KEY as DOCUMENT, document_file, doubled_keys, named_document, with_document
from generator.content.file_names import (
    DEPARTMENT_FILE,
    FOLDER,
    IGNORED,
    PLAIN,
    SKIPPED,
    YEAR,
    is_results,
    name_fault,
    path_fault,
)
from generator.content.markdown import split_head
from generator.content.nearby_drawings import NearbyDrawings
from generator.content.register import Register, Versions, parse_register
from generator.forms.cells import figure_keys
from generator.forms.drawings.draft import DOUBT
from generator.forms.fields import FieldGroup, Shape, complete_root, problems_in_rest, validate, validate_but_days
from generator.forms.model import (
    Department,
    DepartmentResults,
    DocumentFile,
    Form,
    Notice,
    Project,
    ProjectResults,
    Record,
    form_shape,
)
from generator.problems import ContentError, Place, Problem, visible
from generator.secrecy.clearances import KEY as CLEARANCES, clearance_problems, without_cleared
from generator.secrecy.disclosure_refusals import lines_that_refuse
from generator.secrecy.gate import gate_nodes, gate_record
from generator.secrecy.review import review_holds
from generator.secrecy.text_gate import gate_text, safe_path
from generator.secrecy.withheld_rows import unquoted_in_withheld_rows, unquoted_of
from generator.text.files import decoded, file_bytes, forbidden_characters
from generator.text.normalize import normalized_case
from generator.text.yaml import MappingNode, ParsedFile, conflict_problems, place_in, read_text
from generator.words import translate

# The first element of a claim of an address: of a department's folder, or of a former one.
ADDRESS = "address"
# What a file speaks for, and the cell that does.
Claim = tuple[tuple[str, ...], Place]


class FileReader:
    """Reads files of the site project in `root` and collects problems, holds, warnings and claims."""

    def __init__(self, root: Path, registered: Mapping[str, Versions] | None = None) -> None:
        self.root = root
        # The code of holds that do not count, for a command that mends them.
        self.ignored = ""
        self.problems: list[Problem] = []
        self.holds: list[Problem] = []
        self.warnings: list[Problem] = []
        self.claims: list[Claim] = []
        self.files = 0
        self.names: dict[Path, str] = {}
        self.texts: dict[Path, str] = {}
        self.registered = dict(registered or {})
        # The nodes of the documents that were read, and the documents that forms name.
        self.document_files: dict[Path, MappingNode | None] = {}
        self.with_forms: set[Path] = set()
        self.nearby = NearbyDrawings()
        # Records in which nothing but days is wrong.
        self.but_for_days: dict[Path, tuple[Record, MappingNode]] = {}

    def relative_path(self, path: Path) -> str:
        """The path from the project's root on one line, with forward slashes."""
        relative = path.as_posix().removeprefix(f"{self.root.as_posix()}/")
        return relative if PLAIN.fullmatch(relative) else "".join(map(visible, relative))

    def name(self, path: Path) -> str:
        """The path as messages show it: without parts that the gate would hold."""
        if path not in self.names:
            self.names[path] = safe_path(self.relative_path(path))
        return self.names[path]

    def report(self, path: Path, code: str, **values: Any) -> None:
        """Add a problem of a whole file or folder."""
        self.problems.append(Problem(Place(self.name(path)), code, **values))

    def report_cells(self, problems: Iterable[CellProblem], path: Path, root: MappingNode) -> None:
        """Add problems of the cells of a file, without quoting its withheld rows."""
        self.problems += unquoted_in_withheld_rows(placed(problems, self.name(path), root), root)

    def claim(self, what: tuple[str, ...], path: Path, root: MappingNode, *cell: str | int) -> Place:
        """Add a claim by one cell of a file, and return the place of that cell."""
        place = place_in(self.name(path), root, cell)
        self.claims.append((what, place))
        return place

    def text(self, path: Path, shape: type[FieldGroup] | None = None) -> str | None:
        """The text of a file that has passed the gate for raw text, or None.

        Of a file of a shape, texts that a decision clears pass.
        """
        name = self.relative_path(path)
        self.files += 1
        try:
            text, problems = decoded(name, file_bytes(path, name))
        except ContentError as refusal:
            text, problems = "", list(refusal.problems)
        figures = figure_keys() if path.suffix == ".yml" else frozenset()
        held = gate_text(name, text, figures=figures)
        head, body = (split_head(text) or (text, "")) if path.suffix == ".md" else (text, "")
        reading = read_text(name, head.encode("utf-8")) if held and shape else None
        if shape and reading and (root := reading.root or reading.rest) is not None:
            self.nearby.apply(shape, path, root)
            cleared = without_cleared(text, shape, root, reading.root is not None, body)
            held = gate_text(name, cleared, figures=figures)
            # A conclusion may look like a mark; what is wrong with it says more.
            held = (*held, *review_holds(name, root)) if held else held
        self.holds += held
        self.problems.extend(problem.unquoted() if held else problem for problem in problems)
        return None if held or problems else text

    def parse(
        self, shape: type[Shape], path: Path, text: str, body: str = ""
    ) -> tuple[Shape | None, MappingNode | None]:
        """The typed value of a YAML text and its nodes; its problems are added, unquoted in withheld rows."""
        name = self.name(path)
        reading = read_text(name, text.encode("utf-8"))
        joined = self.joined(shape, path, reading)
        if joined is None:
            return None, None
        reading = joined
        readable = reading.root or reading.rest
        held = gate_nodes(name, readable) if readable else []
        problems = unquoted_of(reading.problems, reading)
        self.problems.extend(problem.unquoted() if held else problem for problem in problems)
        if held:
            self.holds.extend(hold for hold in held if reading.root or is_certain(hold, reading.unsure))
            return None, None
        if shape in (Record, DepartmentResults) and readable and is_like_project(readable):
            self.report(path, "E343")
            return None, None
        root = complete_root(shape, reading, name)
        if root is not None:
            self.nearby.apply(shape, path, root)
        if root is None:
            self.problems += map(as_draft, unquoted_of(problems_in_rest(shape, reading, name), reading))
            return None, None
        value, problems = validate(shape, root, name, partial(self.nearby.title_at, shape, path, root))
        self.problems += map(as_draft, unquoted_in_withheld_rows(problems, root))
        entries = getattr(value, CLEARANCES, None) or ()
        self.problems += clearance_problems(name, shape, entries, root, body)
        return value, root

    def joined(self, shape: type[FieldGroup], path: Path, reading: ParsedFile) -> ParsedFile | None:
        """The result of reading a form with the nodes of its document; None where that cannot be read."""
        if not issubclass(shape, Project | ProjectResults) or reading.root is None:
            return reading
        name = named_document(reading.root)
        document = self.document_at(path, name, reading.root) if name else None
        if document is None:
            return None if name else reading
        return replace(reading, root=with_document(reading.root, document))

    def document_at(self, path: Path, name: str, root: MappingNode) -> MappingNode | None:
        """The nodes of the document that a form names; None where the form cannot be read together with it."""
        file = document_file(path, name)
        self.with_forms.add(file)
        doubled = list(doubled_keys(root))
        self.report_cells(doubled, path, root)
        if not file.is_file():
            self.report_cells([CellProblem((DOCUMENT,), "E378", name, file=file.name)], path, root)
        elif not doubled:
            return self.document_nodes(file)
        return None

    def document_nodes(self, file: Path) -> MappingNode | None:
        """The nodes of the file of a document, which is read once; None where it is held or has mistakes."""
        if file not in self.document_files:
            value, root = self.load(DocumentFile, file)
            self.document_files[file] = root if value else None
        return self.document_files[file]

    def load(self, shape: type[Shape], path: Path) -> tuple[Shape | None, MappingNode | None]:
        """The typed value of a YAML file and its nodes, None where invalid."""
        text = self.text(path, shape)
        if text is None:
            return None, None
        self.texts[path] = text
        self.problems += open_doubts(self.name(path), text)
        return self.parse(shape, path, text)

    def form_at(self, path: Path) -> tuple[Form, MappingNode] | None:
        """Read one form; its kind is decided by its folder and the end of its name, otherwise by its cells."""
        is_project = bool(YEAR.fullmatch(path.parent.name))
        if not is_project and not (path.parent / DEPARTMENT_FILE).is_file():
            is_project = self.has_project_cells(path)
        found: tuple[Form, MappingNode] | None = self.form(form_shape(is_project, is_results(path)), path)
        return found

    def has_project_cells(self, path: Path) -> bool:
        """Whether the cells of a file are those of a project's form, whatever else is wrong with it."""
        text = FileReader(self.root).text(path)
        reading = read_text(self.name(path), text.encode("utf-8")) if text else None
        cells = (reading.root or reading.rest) if reading else None
        return cells is not None and is_like_project(cells)

    def form(self, shape: type[Kind], path: Path) -> tuple[Kind, MappingNode] | None:
        """One form that may be public, with its nodes; one whose days are wrong is checked and not returned."""
        fitting, root = self.load(shape, path)
        record = fitting or (validate_but_days(shape, root) if root is not None else None)
        if record is None or root is None:
            return None
        name = self.name(path)
        held = [*gate_record(name, record, root), *placed(adjustment_holds(record), name, root)]
        held += digest_holds(name, self.texts.get(path, ""), record, root)
        held = [hold for hold in held if hold.code != self.ignored]
        self.holds += held
        if held:
            return None
        self.problems += unquoted_in_withheld_rows(record_problems(name, record, root), root)
        self.report_cells(adjustment_problems(record), path, root)
        if fitting:
            self.report_cells(day_problems(fitting), path, root)
            return fitting, root
        if isinstance(record, Record):
            self.but_for_days[path] = (record, root)
        return None

    def register(self, path: Path) -> None:
        """Read the register: the versions of each form, by the address of its page."""
        register, root = self.load(Register, path)
        if register and root:
            self.registered, problems = parse_register(self.name(path), register, root)
            self.problems += problems

    def versions(self, path: Path, about: Department) -> Versions:
        """The registered versions of the form in a file, at its address or at a former one of its department."""
        city, department, rest = address_of(path.relative_to(self.root / FOLDER).as_posix()).split("/", 2)
        folders = (f"{city}/{department}", *(about.moved_from or ()))
        known = (self.registered.get(f"{folder}/{rest}") for folder in folders)
        return next(filter(None, known), ())

    def document(self, shape: type[Head], path: Path) -> ProseDocument[Head] | None:
        """A notice or a page; a notice that is not public may not even have its text in the file."""
        text = self.text(path, shape)
        if text is None:
            return None
        name, lines = self.name(path), text.split("\n")
        # A line of = alone underlines a heading here.
        unsolved = [at for at in conflict_problems(name, lines) if lines[at.place.line - 1].strip("=")]
        self.problems += unsolved
        parts = split_head(text)
        if parts is None:
            if not unsolved:
                self.report(path, "E320")
            return None
        self.problems += forbidden_characters(name, parts[1])
        head, _ = self.parse(shape, path, *parts)
        if isinstance(head, Notice) and (held := notice_holds(name, head, text, parts[1])):
            self.holds += held
            return None
        return ProseDocument(path.stem, head, parts[1], name) if head else None

    def documents(self, shape: type[Head], folder: Path) -> tuple[ProseDocument[Head], ...]:
        """The Markdown files of a folder; none where there is no folder."""
        documents = []
        for path in self.entries(folder) if folder.is_dir() else []:
            if path.suffix == ".md":
                documents.append(self.document(shape, path))
            else:
                self.report(path, "E503", form="prose")
        return tuple(document for document in documents if document)

    def entries(self, folder: Path) -> list[Path]:
        """The files and folders in a folder that are to be read, sorted by name; faults of the others are added."""
        try:
            paths = sorted(folder.iterdir(), key=lambda path: path.name)
        except OSError:
            self.report(folder, "E508")
            return []
        readable = []
        first_of: dict[str, Path] = {}
        for path in paths:
            if SKIPPED.fullmatch(path.name):
                if not IGNORED.fullmatch(path.name):
                    self.warnings.append(Problem(Place.whole(self.name(path)), "W420"))
                continue
            self.holds += gate_text(self.relative_path(path), "")
            first = first_of.setdefault(normalized_case(path.name), path)
            if first is not path:
                self.report(path, "E502", other=self.name(first))
            if code := path_fault(path):
                self.report(path, code, **name_fault(path.name) if code == "E501" else {})
            else:
                readable.append(path)
        return readable


def notice_holds(name: str, head: Notice, text: str, body: str) -> list[Problem]:
    """S409 for a text that the attribute of a notice does not let be public, S416 for lines that refuse disclosure."""
    if head.attribute != "主动公开":
        return [Problem(Place(name), "S409")] if body.strip() else []
    return [Problem(Place(name, line), "S416") for line in lines_that_refuse(text)]


def is_certain(hold: Problem, unsure: frozenset[int]) -> bool:
    """Whether the readable part of a broken file is enough to hold it: a complete cell with an unambiguous mark.

    A decision that seems to be missing may stand in what cannot be read. `unsure` are the lines that are not read as
    they are in the file.
    """
    speaks_alone = hold.code == "S407" or (hold.code == "S408" and dict(hold.values).get("form") == "unlisted")
    return speaks_alone and unsure.isdisjoint((hold.place.line, hold.place.line + 1))


def open_doubts(name: str, text: str) -> list[Problem]:
    """E841 for each doubt of an imported draft that is not settled yet."""
    if f"# {DOUBT} " not in text:
        return []
    lines = enumerate(text.split("\n"), 1)
    return [Problem(Place(name, number), "E841") for number, line in lines if line.lstrip().startswith(f"# {DOUBT} ")]


def as_draft(problem: Problem) -> Problem:
    """E321 instead of E305 for the guard line of an unfinished draft; any other problem unchanged."""
    is_guard = problem.code == "E305" and problem.seen == translate("starter.draft.guard")
    return Problem(problem.place, "E321", problem.seen) if is_guard else problem
