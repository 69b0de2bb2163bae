"""Enter the conclusion of the review before disclosure into the file of a form."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import get_args

from generator.content.config import no_project
from generator.content.file_names import FOLDER, RESULTS_ENDING, SLUG, YEAR
from generator.content.file_reader import open_doubts
from generator.forms.fields import CONCLUSIONS
from generator.forms.indicator_tree import Framework
from generator.forms.model import Attribute
from generator.problems import ContentError, Place, Problem, UsageError
from generator.secrecy.text_gate import gate_text
from generator.system import filesystem
from generator.text.files import decoded, file_bytes
from generator.text.yaml import read_text
from generator.text.yaml_writer import INDENT, yaml_entry

# The groups and keys of the file in which the answers are written, by the question.
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "attribute": ("disclosure", "attribute"),
    "approved_on": ("disclosure", "approved_on"),
    "published_on": ("disclosure", "published_on"),
    "by": ("review", "by"),
    "on": ("review", "on"),
    "conclusion": ("review", "conclusion"),
}
# The answers that one of a list is; those that may be empty; those that are days.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "attribute": get_args(Attribute),
    "conclusion": CONCLUSIONS,
    "framework": get_args(Framework),
}
OPTIONAL = ("approved_on", "published_on", "correct", "accept", "all_right", "new_address")
# The answers that are offered again for the next form.
SAME = ("framework", "basis", "decided_on", "decided_by", "signed_by", "signed_on")
DAYS = ("approved_on", "published_on", "on", "signed_on", "decided_on")
DAY = re.compile("(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
YAML = ".yml"


def reviewed_file(root: Path, form: str) -> Path:
    """The file of a form that is named CITY/DEPARTMENT/YEAR or CITY/DEPARTMENT/YEAR/PROJECT; of results with .results.

    The path of the file is a name of it too.

    Raises UsageError where there is none.
    """
    if problems := no_project(root):
        raise UsageError(problems)
    name = form.removeprefix(f"{FOLDER}/").removesuffix(YAML)
    ending = RESULTS_ENDING if f"{name}{YAML}".endswith(RESULTS_ENDING) else YAML
    parts = name.removesuffix(ending.removesuffix(YAML)).strip("/").split("/")
    is_named = len(parts) in (3, 4) and all(SLUG.fullmatch(part) for part in parts) and YEAR.fullmatch(parts[2])
    file = Path(FOLDER, *parts[:-1], f"{parts[-1]}{ending}")
    if not is_named or not (root / file).is_file():
        raise UsageError([Problem(Place.whole("FORM"), "E843", form)])
    return file


def refuse_doubts(root: Path, files: Sequence[Path]) -> None:
    """Raise ContentError while doubts of an import are open in some files."""
    if doubts := [doubt for file in files for doubt in open_doubts(file.as_posix(), text_of(root, file))]:
        raise ContentError(doubts)


def text_of(root: Path, file: Path) -> str:
    """The text of a file of the project. Raises ContentError."""
    text, problems = decoded(file.as_posix(), file_bytes(root / file, file.as_posix()))
    if problems:
        raise ContentError(problems)
    return text


def is_answer(question: str, answer: str) -> bool:
    """Whether an answer can be written: one of the list, a day, or a text that is not blank."""
    if not answer.strip():
        return question in OPTIONAL
    if question in CHOICES:
        return answer in CHOICES[question]
    return is_day(answer) if question in DAYS else not gate_text("", answer)


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, as in 2026-01-15."""
    try:
        return DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def write_review(root: Path, file: Path, answers: Mapping[str, str]) -> None:
    """Write the answers into the file of a form, whose other lines stay as they are.

    Raises ContentError for a file that cannot be read, UsageError for answers that are none.
    """
    wrong = [Problem(Place.whole(question), "E844", answer) for question, answer in answers.items()]
    if wrong := [problem for problem in wrong if not is_answer(problem.place.path, answers[problem.place.path])]:
        raise UsageError(wrong)
    before = text_of(root, file)
    text = before
    for question, answer in answers.items():
        text = with_entry(text, *QUESTIONS[question], answer.strip())
    reading = read_text(file.as_posix(), text.encode("utf-8"))
    if reading.root is None:
        raise ContentError(reading.problems)
    with filesystem.translated_os_errors(Place.whole(file)):
        filesystem.replace_file(root / file, text.encode("utf-8"))


def with_entry(text: str, group: str, key: str, value: str) -> str:
    """A file in which a key of a group at its root has a value; both are added where they are missing."""
    lines = text.rstrip("\n").split("\n")
    entry = yaml_entry(key, value, INDENT)
    start = next((at for at, line in enumerate(lines) if re.fullmatch(rf"{group}: *", line)), None)
    if start is None:
        return "\n".join([*lines, f"{group}:", entry]) + "\n"
    end = next((at for at in range(start + 1, len(lines)) if lines[at] and not lines[at].startswith(" ")), len(lines))
    at = next((at for at in range(start + 1, end) if re.match(rf"{INDENT}{key}:(?: |$)", lines[at])), None)
    if at is None:
        return "\n".join([*lines[: start + 1], entry, *lines[start + 1 :]]) + "\n"
    return "\n".join([*lines[:at], entry, *lines[at + 1 :]]) + "\n"
