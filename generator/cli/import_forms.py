"""Import filled forms from files of other programs as drafts of records."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator.cli.drafts import framework_problems
from generator.cli.project_address import address_problems, places_path, projects_in
from generator.cli.review import with_entry
from generator.cli.review_page import review_page
from generator.cli.scaffold import (
    blank_example,
    drawings_of,
    files_of_draft,
    form_path,
    name_problems,
    with_cells,
    write_missing,
)
from generator.content.config import refuse_newer_format
from generator.content.file_names import DEPARTMENT_FILE, FOLDER, FORMS, RESULTS_ENDING, slug_of
from generator.forms.cells import dotted
from generator.forms.drawings.collection import chosen_drawing, drawing_names, shipped_drawings
from generator.forms.drawings.drawing import FormDrawing, FormKind
from generator.forms.drawings.read_cells import bare
from generator.forms.drawings.vocabulary import KINDS
from generator.importing.derived_drawing import DerivedDrawing
from generator.importing.drafting import FormDraft, drafted
from generator.importing.fits import LEFT_OVER, VALUE, best_fit, nearest_fit
from generator.importing.label_drafts import add_drawing_doubts, label_draft
from generator.importing.open_doubts import DOUBT_LINE
from generator.importing.reading import read_source
from generator.importing.review_form import ReviewedForm
from generator.importing.source import SourceFile, SourceTable, refusal, words_of
from generator.importing.table_parts import parts_of
from generator.problems import Place, Problem, UsageError
from generator.text.chinese import pinyin
from generator.text.yaml_writer import yaml_entry
from generator.words import translate

# The forms that one name may be given to.
MOST_FORMS = 10_000
YAML = ".yml"
PAGE_ENDING, ANSWERS_ENDING = ".review.html", ".answers.yml"
RESULTS_KINDS: tuple[FormKind, ...] = ("department-results", "project-results")
LONGEST_ADDRESS = 40
# The places of hidden cells that a doubt names.
MOST_PLACES = 5
# The least share of a table that a drawing covers to be worth naming, in percent.
NEAR = 50
# Headings of the tables of indicators.
HEADINGS = ("三级指标", "指标值", "指标名称")
# The code of a table with several values of a cell that a form has once.
SEVERAL = "E830"
COST, OLD, NEW = "成本", "before-101", "after-101"


@dataclass(frozen=True, slots=True)
class Destination:
    """The department and year that forms are imported for, with the drawings of the city and its code.

    `unsigned` are the drawings that were derived from a form, and by which the city has no record without doubts.
    """

    root: Path
    city: str
    department: str
    year: str
    code: str
    drawings: tuple[FormDrawing, ...]
    unsigned: tuple[FormDrawing, ...]

    def chosen(self, kind: FormKind) -> FormDrawing | None:
        """The drawing of a kind of form of the city and year; None where only a name chooses one."""
        return chosen_drawing("", self.code, kind, int(self.year), self.drawings)

    def new_form(self, derived: Sequence[DerivedDrawing]) -> str:
        """A name that no drawing has: those of the city, those of the product, those derived from other forms."""
        taken = {*drawing_names(self.drawings), *(each.drawing.name for each in derived)}
        names = numbered(f"{self.department}-{self.year}")
        return next(name for name in names if name not in taken and not (self.root / self.form_file(name)).exists())

    def form_file(self, name: str) -> PurePosixPath:
        """The path of a drawing of the city."""
        return PurePosixPath(FOLDER, self.city, FORMS, f"{name}{YAML}")


@dataclass(frozen=True, slots=True)
class ImportedForm:
    """A draft with the contents of the file that it comes from, the path that it is written to, and that file."""

    source: SourceFile
    draft: FormDraft
    path: PurePosixPath
    file: Path

    @property
    def place(self) -> str:
        """The file with the cell that names the form."""
        places = self.draft.places
        return f"{self.source.name} {places.get(('name',)) or places.get(('title',)) or self.draft.fit.place}"

    @property
    def is_results(self) -> bool:
        """Whether the form is a self-evaluation."""
        return self.draft.fit.drawing.kind in RESULTS_KINDS

    @property
    def name(self) -> str:
        """The name of the project; "" where the form is of a department."""
        return self.draft.values.get(("name",), "") if self.draft.fit.drawing.kind.startswith("project") else ""

    @property
    def address(self) -> str:
        """The address of the project, or the year."""
        return slug_of(self.path)

    @property
    def table(self) -> SourceTable:
        """The table that the draft was read from."""
        return max(self.source.tables, key=lambda table: sum(cell in self.draft.fit.states for cell in table.cells))


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """Choices that no form states: the addresses of projects, in their order, and the framework of indicators."""

    addresses: Sequence[str] = ()
    framework: str = ""


def import_forms(root: Path, files: Sequence[Path], to: str, choices: ImportChoices) -> list[str]:
    """Write the drafts of all forms in some files, all of them or none; returns the lines of the report.

    `to` is CITY/DEPARTMENT/YEAR. Raises UsageError for a file that cannot be read, a form that no drawing fits and a
    record that exists.
    """
    refuse_newer_format(root)
    target = target_of(root, to)
    found: list[tuple[SourceFile, FormDraft, Path]] = []
    unread: list[str] = []
    derived: list[DerivedDrawing] = []
    problems = [problem for address in choices.addresses for problem in address_problems(address)]
    problems += framework_problems(choices.framework) if choices.framework else []
    for file in files:
        source = read_source(file)
        drafts = [*drafts_in(source, target, derived)]
        unread += unread_tables(source, {draft.fit.place for draft in drafts})
        found += ((source, draft, file) for draft in drafts)
        problems += [] if drafts else [no_form(source, target)]
    forms = [*placed(target, found, choices.addresses)]
    if problems := [*problems, *duplicates(root, forms, choices.addresses)]:
        raise UsageError(problems)
    written_files = [files_for(form, target, choices.framework) for form in forms]
    page = {page_path(target): page_of(forms, written_files, target)}
    written = [path for some in (*written_files, page) for path in write_missing(root, some)]
    lines = [*report(forms), *unread, *(translate("importing.written", path=path) for path in written)]
    return [*lines, translate("importing.next_page", page=next(iter(page)))]


def unread_tables(source: SourceFile, places: Collection[str]) -> Iterator[str]:
    """Yield the lines about the tables of a file that are not read: those that look like forms, then all others."""
    parts = (part for table in source.tables for part in parts_of(table))
    others = [table for table in parts if table.place not in places and any(cell.text for cell in table.cells)]
    forms = [table.place for table in others if has_indicators(table)]
    yield from (translate("importing.unread", file=source.name, place=place) for place in forms)
    if rest := list(dict.fromkeys(table.place for table in others if table.place not in forms)):
        yield translate("importing.other_tables", file=source.name, places="、".join(rest))


def placed(
    target: Destination, found: Sequence[tuple[SourceFile, FormDraft, Path]], addresses: Sequence[str]
) -> Iterator[ImportedForm]:
    """Yield each form with its path; the projects get the addresses in their order, as far as there are any.

    Raises UsageError where there are more addresses than projects.
    """
    projects = [draft for _, draft, _ in found if draft.fit.drawing.kind.startswith("project")]
    if len(addresses) > len(projects):
        raise UsageError([Problem(Place.whole("--address"), "E848", count=len(projects))])
    chosen = dict(zip(map(id, projects), addresses, strict=False))
    taken: list[PurePosixPath] = []
    folder = form_path(target.city, target.department, target.year, "").with_suffix("")
    targets = [*projects_in(target.root, folder, results=False)] if projects else []
    for source, draft, file in found:
        path = free_path(target, draft, taken, chosen.get(id(draft), ""), targets)
        taken.append(path)
        yield ImportedForm(source, draft, path, file)


def duplicates(root: Path, forms: Sequence[ImportedForm], addresses: Sequence[str]) -> Iterator[Problem]:
    """Yield E712 for each form that is there already, and E847 for each that another form of the import is too.

    A project whose address was given may have the name of another.
    """
    seen: dict[tuple[str, ...], ImportedForm] = {}
    existing = {
        (form.path.parent, form.is_results): [*projects_in(root, form.path.parent, results=form.is_results)]
        for form in forms
        if form.name
    }
    for form in forms:
        name = "" if form.address in addresses else bare(form.name)
        others = existing[form.path.parent, form.is_results] if name else ()
        same = (path for path, each in others if each == name)
        for path in dict.fromkeys([*([form.path] if (root / form.path).exists() else []), *same]):
            yield Problem(Place.whole(path), "E712")
        keys = [(form.path.as_posix(),), *([(name, str(form.is_results))] if name else [])]
        if first := next((seen[key] for key in keys if key in seen), None):
            yield Problem(Place.whole(form.place), "E847", first=first.place)
        seen |= {key: form for key in keys if key not in seen}


def page_of(forms: Sequence[ImportedForm], files: Sequence[Mapping[PurePosixPath, str]], target: Destination) -> str:
    """Return the review page of some forms with their files."""
    numbered_forms = enumerate(zip(forms, files, strict=True), 1)
    reviewed = [
        ReviewedForm(number, form.path, some[form.path], form.draft, form.source, form.table, form.file)
        for number, (form, some) in numbered_forms
    ]
    return review_page(target.root, reviewed, f"{target.year}{ANSWERS_ENDING}")


def page_path(target: Destination) -> PurePosixPath:
    """The path of a new review page of a department and year."""
    folder = PurePosixPath(FOLDER, target.city, target.department)
    paths = (folder / f"_{name}{PAGE_ENDING}" for name in numbered(target.year))
    return next(path for path in paths if not (target.root / path).exists())


def target_of(root: Path, to: str) -> Destination:
    """Return the department and year that an argument names. Raises UsageError."""
    parts = to.strip("/").split("/")
    if len(parts) != 3:
        raise UsageError([Problem(Place.whole("--to"), "E842", to)])
    city, department, year = parts
    if problems := name_problems(root, city, department, year, ""):
        raise UsageError(problems)
    code, own = drawings_of(root, city)
    return Destination(root, city, department, year, code, own, tuple(unsigned_drawings(root, city, own)))


def unsigned_drawings(root: Path, city: str, drawings: Iterable[FormDrawing]) -> Iterator[FormDrawing]:
    """Yield the derived drawings of a city that no record without open doubts uses."""
    head = f"# {translate('importing.derived.head')}"
    derived = [each for each in drawings if (root / each.file).read_text(encoding="utf-8").startswith(head)]
    files = (root / FOLDER / city).rglob(f"[!_]*{YAML}") if derived else ()
    records = [file.read_text(encoding="utf-8").splitlines() for file in files]
    signed = {line for lines in records if not any(map(DOUBT_LINE.fullmatch, lines)) for line in lines}
    yield from (each for each in derived if f"form: {each.name}" not in signed)


def drafts_in(source: SourceFile, target: Destination, derived: list[DerivedDrawing]) -> Iterator[FormDraft]:
    """Yield the draft of each form in a file, and add the drawings that are derived from them to those of other files.

    Raises UsageError where a mark of secrecy is in no cell of a form, and where one table has several forms.
    """
    first, others = drawings_for(target)
    for whole in source.marked_as_whole:
        raise marked(source, whole.place or translate(f"importing.remarks.{whole.kind}"))
    for whole_table, table in ((each, part) for each in source.tables for part in parts_of(each)):
        fit = best_fit(table, first, others)
        if fit and (several := [each for each in fit.form.problems if each.code == SEVERAL]):
            raise UsageError([each.at(Place.whole(f"{source.name} {table.place}")) for each in several])
        draft = drafted(fit, target.year) if fit else label_draft(table, target.year, target.new_form(derived), derived)
        if draft and fit and fit.drawing in target.unsigned:
            add_drawing_doubts(draft, table)
        other_cells = draft.fit.cells_of(LEFT_OVER) if draft else table.cells
        for cell in (cell for cell in (*table.texts, *table.below, *other_cells) if cell.is_marked):
            raise marked(source, cell.place)
        if draft is None:
            continue
        if unseen := [*unseen_doubts(source, whole_table.place)]:
            draft.doubts.setdefault((), []).extend(unseen)
        if draft.derived and draft.derived not in derived:
            derived.append(draft.derived)
        yield draft


def unseen_doubts(source: SourceFile, place: str) -> Iterator[str]:
    """Yield the doubts about what is not seen of a file: each mark, and the hidden rows and columns of one table."""
    for at in dict.fromkeys(each.place for each in source.unseen_marks):
        yield translate("importing.doubts.unseen_mark", place=at or place)
    if hidden := source.hidden_in(place):
        more = translate("importing.doubts.more", count=len(hidden)) if len(hidden) > MOST_PLACES else ""
        yield translate("importing.doubts.hidden", places="、".join(hidden[:MOST_PLACES]) + more)


def marked(source: SourceFile, place: str) -> UsageError:
    """Return the error for a mark of secrecy that may be one of the whole file."""
    return refusal(source.name, "marked", at=place)


def drawings_for(target: Destination) -> tuple[list[FormDrawing], list[FormDrawing]]:
    """Return the drawings of the city and year, and all others."""
    first = [drawing for drawing in map(target.chosen, KINDS) if drawing]
    return first, [each for each in (*target.drawings, *shipped_drawings()) if each not in first]


def no_form(source: SourceFile, target: Destination) -> Problem:
    """E840 for a file in which no form was found, with the nearest drawing where some table looks like a form."""
    tables = [table for table in source.tables if has_indicators(table)]
    fits = [fit for fit in (nearest_fit(table, *drawings_for(target)) for table in tables) if fit]
    if not fits:
        return Problem(Place.whole(source.name), "E840", form="none")
    near = max(fits, key=lambda fit: fit.coverage)
    share = int(100 * near.coverage)
    form = "near" if share >= NEAR else "unknown"
    return Problem(Place.whole(source.name), "E840", form=form, name=near.drawing.name, table=near.place, share=share)


def has_indicators(table: SourceTable) -> bool:
    """Whether a table has the headings of indicators, as forms have."""
    return any(bare(cell.text).startswith(HEADINGS) for cell in table.cells)


def free_path(
    target: Destination,
    draft: FormDraft,
    taken: Sequence[PurePosixPath],
    chosen: str,
    targets: Iterable[tuple[PurePosixPath, str]],
) -> PurePosixPath:
    """Return the path of a draft: that of a project is the address chosen for it, or its name in pinyin.

    In pinyin it gets a number where another project has it. The results of a project whose targets are there are
    named as these; `targets` are the paths of those in the year, with the names of their projects.
    """
    kind = draft.fit.drawing.kind
    ending = RESULTS_ENDING if kind in RESULTS_KINDS else YAML
    if not kind.startswith("project"):
        return form_path(target.city, target.department, target.year, "", ending)
    if chosen:
        return form_path(target.city, target.department, target.year, chosen, ending)
    name = draft.values.get(("name",), "")
    same = (path for path, each in targets if name and each == bare(name) and ending == RESULTS_ENDING)
    paths = (
        form_path(target.city, target.department, target.year, each, ending)
        for each in (*(path.stem for path in same), *numbered(address(name)))
    )
    return next(path for path in paths if path not in taken and not (target.root / path).exists())


def numbered(name: str) -> list[str]:
    """Return a name, then the same name with numbers."""
    return [name, *(f"{name}-{number}" for number in range(2, MOST_FORMS))]


def address(name: str) -> str:
    """Return the address of a project: the syllables of its name, as many as fit."""
    syllables = re.findall("[a-z0-9]+", pinyin_words(name))
    fitting = ""
    for syllable in syllables:
        if len(fitting) + len(syllable) < LONGEST_ADDRESS:
            fitting = f"{fitting}-{syllable}".strip("-")
    return fitting or "xiangmu"


def pinyin_words(name: str) -> str:
    """Return the syllables of a name, and its letters and digits as they are."""
    parts = re.findall("[A-Za-z0-9]+|[^A-Za-z0-9]+", name)
    return " ".join(part.lower() if part[0].isascii() and part[0].isalnum() else pinyin(part) for part in parts)


def files_for(form: ImportedForm, target: Destination, framework: str) -> dict[PurePosixPath, str]:
    """Return the files of a draft: the record, what it belongs to, and the places of its values.

    `framework` is that of a form that leaves it open.
    """
    drawing = form.draft.fit.drawing
    cells = form.draft.yaml(is_named=drawing is not target.chosen(drawing.kind))
    text = with_publication(with_cells(blank_example(drawing.kind), cells), form, framework)
    file = translate("importing.draft.head", file=Path(form.source.name).name, place=form.draft.fit.place)
    head = file + translate("importing.draft.unsigned")
    places = "".join(f"{dotted(path)}\t{place}\n" for path, place in form.draft.places.items())
    derived = form.draft.derived
    if derived:
        # It has no file before the import writes one.
        drawing = replace(drawing, file=target.form_file(drawing.name).as_posix())
    files = files_of_draft(form.path, f"{head}\n{text}", drawing)
    about = PurePosixPath(FOLDER, target.city, target.department, DEPARTMENT_FILE)
    # A new department has the name that its form has.
    name = form.draft.values.get(("department",), "")
    named = files[about].replace("\nname:\n", f"\n{yaml_entry('name', name, '')}\n", 1)
    drawings = {target.form_file(derived.drawing.name): derived.text} if derived else {}
    return {**files, about: named, places_path(form.path): places, **drawings}


def with_publication(text: str, form: ImportedForm, framework: str) -> str:
    """Return a draft in which what follows from the file is filled in: framework, title and hash of the source."""
    classes = {path[-1]: text for path, text in form.draft.values.items() if path[0] == "indicators" and COST in text}
    framework = NEW if "family" in classes else OLD if "type" in classes else framework
    title = form.draft.values.get(("title",), "").replace("\n", "")
    for key, value in {"framework": framework, "  title": title}.items():
        text = text.replace(f"\n{key}:\n", f"\n{key}: {value}".rstrip() + "\n", 1)
    return (
        text
        if form.draft.withholds or form.source.unseen_marks
        else with_entry(text, "source", "sha256", form.source.sha256)
    )


def report(forms: Sequence[ImportedForm]) -> Iterator[str]:
    """Yield the lines of the report: each form with its doubts, and what of its file was not written."""
    for form in forms:
        fit = form.draft.fit
        counts = {"values": len(fit.cells_of(VALUE)), "doubts": form.draft.doubt_count, "cells": len(fit.states)}
        yield translate("importing.form", path=form.path, name=fit.drawing.name, place=fit.place, **counts)
        if derived := form.draft.derived:
            yield translate("importing.derived.written", name=derived.drawing.name)
        for doubt in (doubt for some in form.draft.doubts.values() for doubt in some):
            yield translate("importing.doubt", doubt=doubt)
    for source in dict.fromkeys(form.source for form in forms):
        for omission in source.omissions:
            yield translate("importing.remark", file=source.name, place=omission.place, what=words_of(omission))
