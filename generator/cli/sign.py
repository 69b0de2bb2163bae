"""Take the answers of a review page back into the drafts of an import, all of them or none."""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from generator.cli.drafts import draft_text, draft_titles, takes, with_framework
from generator.cli.project_address import after_move, is_project, moved_project, new_paths
from generator.cli.review import YAML, reviewed_file, text_of
from generator.content.config import refuse_newer_format
from generator.content.file_names import FOLDER, RESULTS_ENDING, slug_of
from generator.content.loader import Loader, refusal_of
from generator.importing.answers import Answers, FormAnswers, WrongAnswer, changes_of
from generator.importing.open_doubts import form_cells, open_doubts_in
from generator.importing.sign_off import SignOff, signed_draft
from generator.problems import Place, Problem, UsageError
from generator.system import filesystem
from generator.text.files import file_bytes
from generator.text.person_names import names_person
from generator.text.yaml import place_in
from generator.text.yaml_edits import root_of
from generator.words import translate

LONGEST_NAME = 60
RESULTS = RESULTS_ENDING.removesuffix(YAML)


def sign(root: Path, file: Path) -> list[str]:
    """Write the answers in a file into the drafts that it names; returns the lines of the report.

    Raises UsageError for answers to other drafts and for those that fit no doubt or cell, HeldError and ContentError
    for a file that cannot be read.
    """
    refuse_newer_format(root)
    reader = Loader(file.absolute().parent)
    if remedy := remedy_without_answers(file_bytes(file, file.name)):
        raise UsageError([Problem(Place.whole(file.name), "E845", form=remedy)])
    answers, nodes = reader.load(Answers, file.absolute())
    if answers is None or nodes is None or reader.problems or reader.holds:
        raise refusal_of(reader) or UsageError([Problem(Place.whole(file.name), "E845", form="form")])
    signed: dict[Path, str] = {}
    addresses: list[str] = []
    for number, form in enumerate(answers.forms):
        try:
            path = form_file(root, form, answers)
            if path in signed:
                raise WrongAnswer("again", "form")
            if form.address and not has_free_address(root, path, form.address, signed, addresses):
                raise WrongAnswer("address", "address")
            signed[path] = signed_text(root, path, answers, form)
            addresses.append(form.address or "")
        except WrongAnswer as wrong:
            place = place_in(reader.name(file.absolute()), nodes, ("forms", number, *wrong.path))
            raise UsageError([Problem(place, "E845", form=wrong.form)]) from wrong
    for path, text in signed.items():
        with filesystem.translated_os_errors(Place.whole(path)):
            filesystem.replace_file(root / path, text.encode())
    moved = [*signed]
    for at, address in enumerate(addresses):
        if address:
            moved = after_move(moved, moved[at], moved_project(root, moved[at], address))
    lines = [translate("importing.signed.done", file=path.as_posix()) for path in moved]
    forms = " ".join(path.relative_to(FOLDER).as_posix().removesuffix(YAML) for path in moved)
    return [*lines, translate("importing.signed.next", forms=forms)]


def remedy_without_answers(data: bytes) -> str:
    """Return the key of the remedy for a file that is a page or holds no answers; "" for one with answers."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return "page"
    if re.search(rb"^forms *:|\"forms\" *:", data, re.MULTILINE) is None:
        return "other"
    return "none" if re.search(rb"\"forms\" *: *\[ *\]|^forms *:\s*\Z", data, re.MULTILINE) else ""


def form_file(root: Path, form: FormAnswers, answers: Answers) -> Path:
    """Return the file of a form; raises UsageError where there is none, WrongAnswer where the answers have moved it."""
    try:
        return reviewed_file(root, form.form)
    except UsageError as missing:
        ending = RESULTS if form.form.endswith(RESULTS) else ""
        name = f"{form.form.rpartition('/')[0]}/{form.address}{ending}"
        try:
            moved = text_of(root, reviewed_file(root, name))
        except UsageError:
            raise missing from None
        if sign_off_of(answers).note not in moved:
            raise
        raise WrongAnswer("twice", "form") from missing


def sign_off_of(answers: Answers) -> SignOff:
    """Return who signs some answers, and when."""
    return SignOff(answers.by.strip(), answers.on)


def has_free_address(root: Path, path: Path, address: str, others: Iterable[Path], addresses: Sequence[str]) -> bool:
    """Whether a form is of a project that an address can be given to; `others` are forms with their new addresses."""
    if not is_project(path):
        return False
    try:
        new_paths(root, path, address)
    except UsageError:
        return False
    in_folder = [(other, each) for other, each in zip(others, addresses, strict=True) if other.parent == path.parent]
    # Targets and results of one project move together.
    return not any(
        each == address if slug_of(other) != slug_of(path) else each not in ("", address) for other, each in in_folder
    )


def signed_text(root: Path, path: Path, answers: Answers, form: FormAnswers) -> str:
    """Return a draft with its answers. Raises WrongAnswer."""
    text = draft_text(root, path)
    doubts, cells = open_doubts_in(text), form_cells(text)
    sign_off = sign_off_of(answers)
    if "\n" in sign_off.by or len(sign_off.by) > LONGEST_NAME:
        raise WrongAnswer("by")
    if sha256(text.encode()).hexdigest() != form.draft:
        source = str(root_of(text).get("source", {}).get("sha256", ""))
        is_twice = sign_off.note in text
        raise WrongAnswer("twice" if is_twice else "source" if source != form.source else "draft", "draft")
    changes, titles = changes_of(form, doubts, cells), draft_titles(root, path)
    if not all(takes(titles, cell, changed) for cell, changed in changes.items()):
        raise WrongAnswer("figure")
    if any(map(names_person, changes.values())):
        raise WrongAnswer("person")
    try:
        return with_framework(signed_draft(text, changes, titles, sign_off), form.framework or "")
    except ValueError as error:
        raise WrongAnswer("text") from error
