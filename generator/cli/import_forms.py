"""Import filled forms from files of other programs as drafts of records."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

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
from generator.content.file_names import DEPARTMENT_FILE, FOLDER, FORMS, RESULTS_ENDING, is_results
from generator.forms.cells import dotted
from generator.forms.drawings.collection import chosen_drawing, drawing_names, shipped_drawings
from generator.forms.drawings.drawing import FormDrawing, FormKind
from generator.forms.drawings.read_cells import bare
from generator.forms.drawings.vocabulary import KINDS
from generator.importing.derived_drawing import DerivedDrawing
from generator.importing.drafting import FormDraft, drafted
from generator.importing.fits import LEFT_OVER, VALUE, best_fit, nearest_fit
from generator.importing.label_drafts import label_draft
from generator.importing.reading import read_source
from generator.importing.review_form import ReviewedForm
from generator.importing.source import SourceFile, SourceTable, refusal
from generator.importing.table_parts import parts_of
from generator.problems import Place, Problem, UsageError
from generator.text.chinese import pinyin
from generator.text.yaml import read_file
from generator.text.yaml_writer import yaml_entry
from generator.words import translate

# The forms that one name may be given to.
MOST_FORMS = 10_000
YAML = ".yml"
PAGE_ENDING, ANSWERS_ENDING = ".review.html", ".answers.yml"
RESULTS_KINDS: tuple[FormKind, ...] = ("department-results", "project-results")
LONGEST_ADDRESS = 40
# Headings of the tables of indicators.
HEADINGS = ("三级指标", "指标值", "指标名称")
COST, OLD, NEW = "成本", "before-101", "after-101"


@dataclass(frozen=True, slots=True)
class Destination:
    """The department and year that forms are imported for, with the drawings of the city and its code."""

    root: Path
    city: str
    department: str
    year: str
    code: str
    drawings: tuple[FormDrawing, ...]

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
    def table(self) -> SourceTable:
        """The table that the draft was read from."""
        return max(self.source.tables, key=lambda table: sum(cell in self.draft.fit.states for cell in table.cells))


def import_forms(root: Path, files: Sequence[Path], to: str) -> list[str]:
    """Write the drafts of all forms in some files, all of them or none; returns the lines of the report.

    `to` is CITY/DEPARTMENT/YEAR. Raises UsageError for a file that cannot be read, a form that no drawing fits and a
    record that exists.
    """
    refuse_newer_format(root)
    target = target_of(root, to)
    forms: list[ImportedForm] = []
    unread: list[str] = []
    derived: list[DerivedDrawing] = []
    for file in files:
        source = read_source(file)
        drafts = [*drafts_in(source, target, derived)]
        places = {draft.fit.place for draft in drafts}
        others = [table.place for table in source.tables if table.place not in places and has_indicators(table)]
        unread += (translate("importing.unread", file=source.name, place=place) for place in others)
        if not drafts:
            raise UsageError([no_form(source, target)])
        for draft in drafts:
            forms.append(ImportedForm(source, draft, free_path(target, draft, [form.path for form in forms]), file))
    counts = Counter(form.path for form in forms)
    if taken := [path for path, count in counts.items() if count > 1 or (root / path).exists()]:
        raise UsageError([Problem(Place.whole(path), "E712") for path in taken])
    written_files = [files_for(form, target) for form in forms]
    page = {page_path(target): page_of(forms, written_files, target)}
    written = [path for some in (*written_files, page) for path in write_missing(root, some)]
    lines = [*report(forms), *unread, *(translate("importing.written", path=path) for path in written)]
    return [*lines, translate("importing.next_page", page=next(iter(page)))]


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
    return Destination(root, city, department, year, code, own)


def drafts_in(source: SourceFile, target: Destination, derived: list[DerivedDrawing]) -> Iterator[FormDraft]:
    """Yield the draft of each form in a file, and add the drawings that are derived from them to those of other files.

    Raises UsageError where a mark of secrecy is in no cell of a form.
    """
    first, others = drawings_for(target)
    for table in (part for each in source.tables for part in parts_of(each)):
        fit = best_fit(table, first, others)
        draft = drafted(fit, target.year) if fit else label_draft(table, target.year, target.new_form(derived), derived)
        if draft is None:
            continue
        if any(cell.is_marked for cell in (*table.texts, *table.below, *draft.fit.cells_of(LEFT_OVER))):
            raise refusal(source.name, "marked")
        if draft.derived and draft.derived not in derived:
            derived.append(draft.derived)
        yield draft


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
    return Problem(Place.whole(source.name), "E840", form="near", name=near.drawing.name, table=near.place, share=share)


def has_indicators(table: SourceTable) -> bool:
    """Whether a table has the headings of indicators, as forms have."""
    return any(bare(cell.text).startswith(HEADINGS) for cell in table.cells)


def free_path(target: Destination, draft: FormDraft, taken: Sequence[PurePosixPath]) -> PurePosixPath:
    """Return the path of a draft: that of a project is its name in pinyin, with a number where another has it.

    The results of a project whose targets are there are named as these.
    """
    kind = draft.fit.drawing.kind
    ending = RESULTS_ENDING if kind in RESULTS_KINDS else YAML
    if not kind.startswith("project"):
        return form_path(target.city, target.department, target.year, "", ending)
    name = draft.values.get(("name",), "")
    choices = [targets_named(target, name)] if ending == RESULTS_ENDING else []
    paths = (
        form_path(target.city, target.department, target.year, each, ending)
        for each in (*filter(None, choices), *numbered(address(name)))
    )
    return next(path for path in paths if path not in taken and not (target.root / path).exists())


def targets_named(target: Destination, name: str) -> str:
    """Return the address of the targets of a project of a name; "" where there are none."""
    folder = target.root / form_path(target.city, target.department, target.year, "").with_suffix("")
    for path in sorted(folder.glob(f"*{YAML}")) if folder.is_dir() else ():
        root = None if is_results(path) else read_file(path, path.name).root
        if root is not None and bare(str(root.get("name", ""))) == bare(name):
            return path.stem
    return ""


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


def files_for(form: ImportedForm, target: Destination) -> dict[PurePosixPath, str]:
    """Return the files of a draft: the record, what it belongs to, and the places of its values."""
    drawing = form.draft.fit.drawing
    cells = form.draft.yaml(is_named=drawing is not target.chosen(drawing.kind))
    text = with_publication(with_cells(blank_example(drawing.kind), cells), form)
    file = translate("importing.draft.head", file=Path(form.source.name).name, place=form.draft.fit.place)
    head = file + translate("importing.draft.unsigned")
    places = "".join(f"{dotted(path)}\t{place}\n" for path, place in form.draft.places.items())
    places_file = form.path.with_name(f"_{form.path.name.removesuffix(YAML)}.places.tsv")
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
    return {**files, about: named, places_file: places, **drawings}


def with_publication(text: str, form: ImportedForm) -> str:
    """Return a draft in which what follows from the file is filled in: framework, title and hash of the source."""
    classes = {path[-1]: text for path, text in form.draft.values.items() if path[0] == "indicators" and COST in text}
    framework = NEW if "family" in classes else OLD if "type" in classes else ""
    title = form.draft.values.get(("title",), "").replace("\n", "")
    for key, value in {"framework": framework, "  title": title}.items():
        text = text.replace(f"\n{key}:\n", f"\n{key}: {value}".rstrip() + "\n", 1)
    return text if form.draft.withholds else with_entry(text, "source", "sha256", form.source.sha256)


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
            what = translate(f"importing.remarks.{omission.kind}")
            yield translate("importing.remark", file=source.name, place=omission.place, what=what)
