"""The drafts of an import: their texts, the titles of their cells, and a dialogue that settles their doubts."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from pathlib import Path
from typing import get_args

from generator.cli.review import text_of
from generator.cli.scaffold import drawings_of
from generator.content.file_names import is_results
from generator.forms.cells import CellPath
from generator.forms.drawings.collection import chosen_drawing
from generator.forms.drawings.draft import FIRST_OFF_FORM
from generator.forms.drawings.drawing import FormKind
from generator.forms.drawings.filled import is_figure, without_separators
from generator.forms.drawings.titles import FormTitles
from generator.forms.drawings.vocabulary import SHAPES, fields_of, kind_of_shape
from generator.forms.fields import COUNT, MONEY, OF_DECISIONS
from generator.forms.indicator_tree import Framework
from generator.forms.model import form_keys
from generator.importing.open_doubts import OpenDoubt, alike, form_cells, open_doubts_in, settled
from generator.importing.sign_off import SignOff, changed_draft, signed_draft
from generator.problems import ContentError, Place, Problem, UsageError
from generator.secrecy.text_gate import gate_text
from generator.system import filesystem
from generator.text.person_names import names_person
from generator.text.yaml import read_text
from generator.text.yaml_edits import leaves, root_of, with_texts
from generator.words import format_problem, translate

# The answer that leaves a doubt open.
LATER = "?"
# Asks a question by its key in the catalogue, with values for its words.
Ask = Callable[..., str]


def draft_text(root: Path, file: Path) -> str:
    """The text of a draft. Raises ContentError for one with mistakes of YAML."""
    text = text_of(root, file)
    reading = read_text(file.as_posix(), text.encode())
    if reading.root is None or reading.problems:
        raise ContentError(reading.problems)
    return text


def draft_titles(root: Path, file: Path) -> FormTitles:
    """The titles of the cells of a draft by its drawing. Raises ContentError for mistakes in the drawings."""
    city, year, kind = file.parts[1], int(file.parts[3][:4]), kind_of(file)
    code, own = drawings_of(root, city)
    name = str(root_of(draft_text(root, file)).get("form", ""))
    drawing = chosen_drawing(name, code, kind, year, own)
    return FormTitles(SHAPES[kind], drawing.titles if drawing else {})


def kind_of(file: Path) -> FormKind:
    """The kind of the form in a file of content, by its path."""
    if len(file.parts) > 4:
        return "project-results" if is_results(file) else "project"
    return "department-results" if is_results(file) else "department"


def settle_doubts(root: Path, file: Path, ask: Ask, write: Callable[[str], None]) -> None:
    """Ask about each doubt of a draft, and write after each answer, so that no answer is lost.

    Who settles the last one signs off the transcription.
    """
    if not open_doubts_in(draft_text(root, file)):
        return
    titles, skipped = draft_titles(root, file), 0
    one_by_one: set[str] = set()
    while doubts := open_doubts_in(text := draft_text(root, file))[skipped:]:
        same = [] if doubts[0].kind in one_by_one else alike(doubts)
        if same and are_right(same, titles, ask, write):
            replace(root, file, reduce(settled, reversed(same), text))
            continue
        one_by_one.add(doubts[0].kind)
        answer = answer_to(doubts[0], titles, ask, write)
        if answer is None:
            skipped += 1
        elif problem := problem_of(file, text, doubts[0], answer, titles):
            write(problem)
        else:
            replace(root, file, answered(text, doubts[0], answer, titles))
    if not skipped:
        sign_off = SignOff(ask("signed_by"), date.fromisoformat(ask("signed_on")))
        replace(root, file, signed_draft(text, {}, titles, sign_off))


def are_right(doubts: Sequence[OpenDoubt], titles: FormTitles, ask: Ask, write: Callable[[str], None]) -> bool:
    """Ask to confirm doubts of one kind together; return whether they were confirmed."""
    write(translate("cli.review.alike", count=len(doubts)))
    for doubt in doubts:
        cell = titles.full_title(*doubt.path)
        write(translate("cli.review.alike_cell", cell=cell, text=doubt.text, doubt=doubt.sentence))
    return not ask("all_right", count=len(doubts)).strip()


def answer_to(doubt: OpenDoubt, titles: FormTitles, ask: Ask, write: Callable[[str], None]) -> str | None:
    """Ask about a doubt; returns the correction, empty where the cell is right, None to leave the doubt open."""
    write(translate("cli.review.doubt", doubt=doubt.sentence))
    if doubt.path:
        write(translate("cli.review.cell", cell=titles.full_title(*doubt.path), text=doubt.text))
    answer = ask("correct" if doubt.is_correctable else "accept").strip()
    return None if answer == LATER or (answer and not doubt.is_correctable) else answer


def takes(titles: FormTitles, path: CellPath, text: str) -> bool:
    """Whether a cell of a form takes a text: one of money or people a figure without commas, or a word for none."""
    kind = kind_of_shape(titles.shape)
    field = fields_of(kind).get(tuple(step for step in path if isinstance(step, str))) if kind else None
    is_number = field is not None and field.kind in (MONEY, COUNT)
    return not is_number or (is_figure(text) and without_separators(text) == text)


def problem_of(file: Path, text: str, doubt: OpenDoubt, answer: str, titles: FormTitles) -> str:
    """Why a correction cannot be written; empty where it can."""
    if held := gate_text(file.as_posix(), answer):
        return format_problem(held[0])
    if answer and not takes(titles, doubt.path, answer):
        return format_problem(Problem(Place.whole(file), "E845", form="figure"))
    if names_person(answer):
        return format_problem(Problem(Place.whole(file), "E845", form="person"))
    try:
        settled(text, doubt, answer)
    except ValueError:
        return format_problem(Problem(Place.whole(file), "E845", form="text"))
    return ""


def answered(text: str, doubt: OpenDoubt, answer: str, titles: FormTitles) -> str:
    """A draft in which a doubt is settled, with a note on the correction."""
    is_same = not answer or answer == form_cells(text)[doubt.path]
    changed = text if is_same else changed_draft(text, {doubt.path: answer}, titles)
    return settled(changed, doubt)


def fill_in(root: Path, file: Path, ask: Ask) -> None:
    """Ask what is blank in a draft and on no form: the framework of its indicators, and decisions to withhold cells.

    All answers are written at once.
    """
    text, titles = draft_text(root, file), draft_titles(root, file)
    blank = [path for path, _, value in leaves(root_of(text)) if not value]
    framework = {path: ask("framework") for path in blank if path == (FIRST_OFF_FORM,)}
    decisions = {}
    for path in blank:
        if path[0] in form_keys(SHAPES[kind_of(file)]) and path[-1] in OF_DECISIONS:
            cell = [step for step in path[:-1] if step != "withheld"]
            decisions[path] = ask(str(path[-1]), cell=titles.full_title(*cell))
    if framework or decisions:
        replace(root, file, with_texts(text, framework | decisions))


def framework_problems(framework: str) -> list[Problem]:
    """Return what is wrong with a framework of indicators that an option names."""
    return [] if framework in get_args(Framework) else [Problem(Place.whole("--framework"), "E844", framework)]


def set_framework(root: Path, files: Sequence[Path], framework: str) -> None:
    """Write the framework of indicators into some files, all of them or none. Raises UsageError where it is none."""
    if problems := framework_problems(framework):
        raise UsageError(problems)
    texts = {file: with_framework(draft_text(root, file), framework) for file in files}
    for file, text in texts.items():
        replace(root, file, text)


def with_framework(text: str, framework: str) -> str:
    """Return a draft with a framework of indicators where it has none."""
    is_blank = root_of(text).get(FIRST_OFF_FORM) == ""
    return with_texts(text, {(FIRST_OFF_FORM,): framework}) if is_blank and framework else text


def replace(root: Path, file: Path, text: str) -> None:
    """Write the text of a draft."""
    with filesystem.translated_os_errors(Place.whole(file)):
        filesystem.replace_file(root / file, text.encode())
