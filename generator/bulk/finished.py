"""Checks the drafts of files from lists, and writes each as YAML; a file with a problem is not written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from generator.bulk.columns import column_title
from generator.bulk.drafts import FileDraft, Origin, Origins
from generator.bulk.key_order import key_order
from generator.bulk.layout import END, Layout, anchors, usual_lines
from generator.bulk.list_columns import list_words
from generator.bulk.row_tables import PERCENT
from generator.bulk.yaml_files import yaml_text
from generator.content.cell_names import use_drawn_money
from generator.content.documents import KEY as DOCUMENT, doubled_keys, named_document, with_document
from generator.content.file_names import DOCUMENT_ENDING
from generator.forms.cells import CellPath, dotted, figure_keys
from generator.forms.drawings.draft import DOUBT
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.fields import validate
from generator.problems import Place, Problem, visible
from generator.secrecy.clearances import clearance_problems, without_cleared
from generator.secrecy.gate import gate_rows
from generator.secrecy.text_gate import gate_text
from generator.secrecy.withheld_rows import withheld_spans
from generator.text.yaml import MappingNode, place_in, read_text
from generator.words import translate


class DraftContext(Protocol):
    """The context of drafts: the drawings of their forms, and the documents that they name."""

    def drawing_of(self, draft: FileDraft) -> FormDrawing | None:
        """Return the drawing of the form in a file; None where there is none."""

    def document_of(self, draft: FileDraft, name: str) -> MappingNode | None:
        """Return the nodes of the document of a name that a form is in; None where there is none."""


# The doubts that are told and not left open: of a percentage what the spreadsheet shows is what was typed.
SETTLED = (PERCENT,)
# The problem of a withheld row that still has its text.
STILL_THERE = "S402"
# The problem of a cell that a file lacks.
MISSING = "E301"


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A file as it is to be written, or what is wrong with its cells; `held` are marks and personal data."""

    draft: FileDraft
    text: str
    problems: tuple[Problem, ...] = ()
    held: tuple[Problem, ...] = ()


def finished(draft: FileDraft, origins: Origins, around: DraftContext) -> FinishedFile:
    """Return a draft as it is to be written, with the problems of its cells."""
    layout, lost = layout_of_draft(draft, origins)
    text = text_of_draft(draft, layout, around)
    held = tuple(holds_of(draft, text, origins))
    problems = [] if held else [*lost, *problems_of(draft, origins, around)]
    return FinishedFile(draft, text, tuple(problems), held)


def text_of_draft(draft: FileDraft, layout: Layout, around: DraftContext) -> str:
    """Return a draft as YAML, with the lines above its cells."""
    return yaml_text(draft.root, key_order(draft.key.shape, around.drawing_of(draft)), layout)


def problems_of(draft: FileDraft, origins: Origins, around: DraftContext) -> Iterator[Problem]:
    """Yield the mistakes in the cells of a file, unquoted where the file withholds anything."""
    root, shape = draft.root, draft.key.shape
    if name := named_document(root):
        document = around.document_of(draft, name)
        if document is None or any(doubled_keys(root)):
            code, values = ("E379", {"key": "source"}) if document else ("E378", {"file": f"{name}{DOCUMENT_ENDING}"})
            yield origins.moved(Problem(place_in(draft.key.path, root, (DOCUMENT,)), code, name, **values))
            return
        root = with_document(root, document)
    if drawing := around.drawing_of(draft):
        use_drawn_money(root, drawing)
    value, problems = validate(shape, root, draft.key.path)
    entries = getattr(value, "clearances", None) or ()
    problems = [*problems, *clearance_problems(draft.key.path, shape, entries, root, "")]
    withholds = bool(withheld_spans(root))
    for problem in problems:
        # What no list has is filled in by hand, and checked then.
        if draft.is_list and not problem.place.line:
            continue
        yield at_cell(problem, draft, origins, withholds)


def at_cell(problem: Problem, draft: FileDraft, origins: Origins, withholds: bool) -> Problem:
    """Return a problem with its place in the list; a missing cell has the place of the empty cell in its column."""
    values = dict(problem.values)
    if problem.code != MISSING or "path" not in values:
        return origins.moved(problem.unquoted() if withholds else problem)
    emptied = emptied_cell(draft, values["path"], origins)
    place = origins.place(emptied) if emptied else origins.moved(problem).place
    form = "sheet" if not emptied else "choices" if "allowed" in values else "emptied"
    return Problem(place, MISSING, **(values | {"form": form}))


def holds_of(draft: FileDraft, text: str, origins: Origins) -> Iterator[Problem]:
    """Yield the marks of secrecy and personal data in a file, and the withheld rows that still have their text."""
    name, shape = draft.key.path, draft.key.shape
    for hold in gate_rows(name, draft.root):
        if hold.code == STILL_THERE:
            yield origins.moved(hold)
    if not gate_text(name, text, figures=figure_keys()):
        return
    root = read_text(name, text.encode("utf-8")).root
    if root is None:
        yield Problem(origins.place(draft.origin), "S401")
        return
    cleared = without_cleared(text, shape, root, True)
    lines = {line: path for path, line, _ in anchors(root, ())}
    nodes = dict(node_lines(draft))
    for hold in gate_text(name, cleared, figures=figure_keys()):
        line = max((line for line in lines if line <= hold.place.line), default=0)
        number = nodes.get(lines.get(line, END), 0)
        at = origins.moved(hold.at(Place(name, number))).place if number else origins.place(draft.origin)
        yield hold.unquoted().at(at)


def node_lines(draft: FileDraft) -> Iterator[tuple[CellPath, int]]:
    """Yield the path of each text of a draft with the number of its cell."""
    return ((path, line) for path, line, _ in anchors(draft.root, ()))


def layout_of_draft(draft: FileDraft, origins: Origins) -> tuple[Layout, list[Problem]]:
    """Return the lines above the cells of a draft, its doubts among them; E855 for lines above no cell."""
    if not draft.lines and not draft.doubts and not draft.is_list:
        return {}, []
    paths = [path for path, _, _ in anchors(draft.root, ())]
    named = {dotted(path): path for path in (*paths, END)}
    layout = {named[name]: lines for name, (lines, _) in draft.lines.items() if name in named}
    lost = []
    for name, (_, origin) in draft.lines.items():
        if name not in named:
            emptied = emptied_cell(draft, name, origins)
            form, at = ("emptied", emptied) if emptied else ("lost", origin)
            lost.append(origins.problem(at, "E855", form=form, name=name, comment=name_of(origin)))
    if draft.is_list:
        first = key_order(draft.key.shape).sorted(draft.root, ())[0]
        layout[first,] = draft_head(draft.origin[0].table.file, name_of(draft.origin))
    for path, sentences in doubts_of(draft).items():
        indent = "  " * (len(path) - 1)
        remarks = tuple(f"{indent}# {DOUBT} {sentence}" for sentence in sentences)
        layout[path] = (*layout.get(path, usual_lines(path, False)), *remarks)
    return layout, lost


def doubts_of(draft: FileDraft, *, is_settled: bool = False) -> dict[CellPath, list[str]]:
    """Return the sentences of the doubts of the cells of a draft: those that are open, or those that are settled."""
    return {
        path: some
        for path, doubts in draft.doubts.items()
        if (
            some := [
                doubt_sentence(kind, draft, path, stored, name_of(origin))
                for (kinds, stored), origin in doubts
                for kind in kinds
                if (kind in SETTLED) is is_settled
            ]
        )
    }


def emptied_cell(draft: FileDraft, name: str, origins: Origins) -> Origin | None:
    """Return the cell of a workbook that is empty, by the dotted path that it had; None where its row is gone too."""
    match = re.match(r".+\.[0-9]+\.", name)
    item = match[0] if match else ""
    rows = tuple(step for step in item.split(".") if step and not step.isdecimal())
    title = column_title(draft.key.shape, rows, tuple(name.removeprefix(item).split(".")))
    for path, _, text in anchors(draft.root, ()):
        is_beside = dotted(path).startswith(item) if item else not any(isinstance(step, int) for step in path)
        if text is not None and is_beside and text.line:
            headed, row, _ = origins.cells[text.line - 1]
            if title in headed.heads:
                return headed, row, headed.heads.index(title) + 1
    return None


def name_of(origin: Origin) -> str:
    """Return the name of a cell in its file."""
    headed, row, column = origin
    return headed.table.place(row, max(column, 1))


def draft_head(file: str, place: str) -> tuple[str, ...]:
    """Return the lines at the top of a draft."""
    head = str(list_words()["head"]).format(file=file.rpartition("/")[2], place=place)
    return (*head.rstrip("\n").split("\n"), "")


def doubt_sentence(kind: str, draft: FileDraft, path: CellPath, stored: str, place: str) -> str:
    """Return the sentence of a doubt of a cell, with its place."""
    node: Any = draft.root
    for step in path:
        node = node[step]
    sentence = translate(f"importing.doubts.{kind}", text=visible(str(node)), stored=visible(stored))
    return translate("importing.doubts.at", sentence=sentence, place=place)
