"""content/register.yml: each record as it was first published, and as it was after each approved adjustment.

    records:
      - zhanjiang/zhengfawei/2021 2026-11-22 a46dea8e…
      - zhanjiang/zhengfawei/2021 2027-03-01 51b0c2d4… 1
      - zhanjiang/zhengfawei/2021 2027-06-01 撤下

A line for each text: the record, the day on which it was registered, the SHA-256 of the approved text (adjustments.py
says what that is), and how many adjustments the record told of by then. A record is in order when its text is the
registered one, or becomes that when its latest adjustments are undone. A last line tells that it was withdrawn.
不留 stands in the place of the hash of a text that had what the record withholds now: it would give that away.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from generator.content.adjustments import AdjustmentMismatch, anchor_of, undone
from generator.content.consistency import place_in
from generator.forms.cells import CellPath, cell_texts, digest
from generator.forms.fields import FieldGroup, NeededWords, Rows, required, title_of
from generator.forms.model import Adjustment, Change, Form
from generator.problems import Place, Problem, visible
from generator.text.amounts import Misread, day
from generator.text.yaml import MappingNode
from generator.words import translate

FILE = "register.yml"
NOT_KEPT = "不留"
LINE = re.compile(
    r"(?P<record>[a-z0-9-]+/[a-z0-9-]+/(?:19|20)[0-9]{2}(?:/[a-z0-9-]+)?) (?P<day>[0-9-]+) "
    r"(?:(?P<sha256>[0-9a-f]{64}|不留)(?: (?P<told>[1-9][0-9]{0,3}))?|撤下)"
)
HASH = re.compile(r"\b[0-9a-f]{64}\b")
# The folders of cities and departments, and the files that tell of these.
ABOUT = re.compile(r"content/[^/.]+(?:/[^/.]+)?(?:/(?:jurisdiction|department)\.yml)?")
State = Literal["unregistered", "unchanged", "adjusted", "changed"]


class Register(FieldGroup):
    """The register as its file has it: a line for each text that was registered."""

    records: Rows[NeededWords] = required("登记的记录")


@dataclass(frozen=True, slots=True)
class Version:
    """A text that was registered: its hash, the day, how many adjustments had led to it, and where that stands.

    The hash is "" where it is not kept.
    `withdrawn` is the day on which the record was withdrawn with this text; None while it was not.
    """

    sha256: str
    first_seen: date
    told: int = 0
    withdrawn: date | None = None
    line: int = field(default=1, compare=False)


Versions = tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class RegisterState:
    """How a record stands to the register: registered when first, and whether its text is still accounted for.

    unregistered   nobody has registered it
    unchanged      the text is the one first registered
    adjusted       the text was registered with the adjustments it tells of, or is so when the latest are undone
    changed        it is neither; `why` says what does not fit, and `where` is the cell of the record that says so
    """

    state: State
    since: date | None = None
    sha256: str = ""
    why: str = ""
    where: CellPath = ()


def register_state(record: Form, versions: Versions) -> RegisterState:
    """How a record stands to what was registered of it; an adjustment that was told of may not be forgotten."""
    texts = cell_texts(record)
    now = digest(texts)
    if not versions:
        return RegisterState("unregistered", None, now)
    since = versions[0].first_seen
    told = record.adjustments or ()
    left = len(told)
    if left < versions[-1].told:
        return RegisterState(
            "changed", since, now, translate("register.why.forgotten", told=versions[-1].told, left=left)
        )
    known = {(version.sha256, version.told) for version in versions}
    while (digest(texts), left) not in known:
        if not left:
            return RegisterState("changed", since, now, *unregistered_before(record, versions[-1].told))
        left -= 1
        try:
            texts = undone(texts, told[left], type(record))
        except AdjustmentMismatch as misfit:
            if left < versions[-1].told:
                return RegisterState("changed", since, now, *unregistered_before(record, versions[-1].told))
            return RegisterState("changed", since, now, *unlike_after(told[left].changes[misfit.row], left, misfit))
    return RegisterState("adjusted" if told else "unchanged", since, now)


def unregistered_before(record: Form, known: int) -> tuple[str, CellPath]:
    """What is said where the adjustments that are new, undone, do not lead back to a registered text; and where."""
    new = (record.adjustments or ())[known:]
    changes = [change for adjustment in new for change in adjustment.changes]
    cells = [translate("register.why.cell", cell=one.cell, before=visible(one.before)) for one in changes]
    if not cells:
        return translate("register.why.untold"), ()
    return translate("register.why.before", cells=translate("register.why.between").join(cells)), ("adjustments", known)


def unlike_after(change: Change, number: int, misfit: AdjustmentMismatch) -> tuple[str, CellPath]:
    """What is said where an adjustment does not end in what the form has now; and where."""
    where = ("adjustments", number, "changes", misfit.row, "after")
    if misfit.now is None:
        return translate("register.why.row", cell=change.cell), where
    return translate(
        "register.why.after", cell=change.cell, now=visible(misfit.now), after=visible(change.after)
    ), where


@dataclass(frozen=True, slots=True)
class History:
    """How a record stands, and the adjustments it tells of, newest first: each change with the anchor of its cell."""

    standing: RegisterState
    adjustments: tuple[tuple[Adjustment, tuple[tuple[Change, str], ...]], ...]


def history_of(record: Form, versions: Versions) -> History | None:
    """The history of a record as its page shows it; None for one that nobody registered or adjusted."""
    if not versions and not record.adjustments:
        return None
    found = register_state(record, versions)
    told = sorted(record.adjustments or (), key=lambda adjustment: adjustment.date, reverse=True)
    placed = ((entry, tuple((change, anchor_of(change.cell, record)) for change in entry.changes)) for entry in told)
    return History(found, tuple(placed))


def remarked_rules(record: Form) -> tuple[str, ...]:
    """The rules of whose findings something is said: confirmed against the original, or explained."""
    confirmed = [entry.rule for entry in record.as_published or ()]
    answered = [entry.rule for entry in record.replies or ()]
    return tuple(dict.fromkeys(confirmed + answered))


def entered(known: Versions, said: re.Match[str], line: int) -> Versions:
    """What is known of a record with one line more; Misread where it was withdrawn without being there."""
    on = day(said["day"])
    if said["sha256"]:
        sha256 = "" if said["sha256"] == NOT_KEPT else said["sha256"]
        return (*known, Version(sha256, on, int(said["told"] or 0), line=line))
    if not known or known[-1].withdrawn:
        raise Misread("E333")
    return (*known[:-1], replace(known[-1], withdrawn=on))


def lines_of(path: str, version: Version) -> Iterator[str]:
    """A registered text as lines of the register."""
    told = f" {version.told}" if version.told else ""
    yield f"{path.rstrip('/')} {version.first_seen.isoformat()} {version.sha256 or NOT_KEPT}{told}"
    if version.withdrawn:
        yield f"{path.rstrip('/')} {version.withdrawn.isoformat()} 撤下"


def line_parts(text: str) -> tuple[str, str] | None:
    """The address of the form and the rest of one line of the register; None for anything else."""
    said = LINE.fullmatch(text)
    return (f"{said['record']}/", text.removeprefix(f"{said['record']} ")) if said else None


def manifest_lines(path: str, versions: Versions) -> tuple[str, ...]:
    """What was registered of a form as lines of the register, each without the address."""
    lines = (line_parts(line) for version in versions for line in lines_of(path, version))
    return tuple(parts[1] for parts in lines if parts)


def is_kept(line: str, now: Collection[str]) -> bool:
    """Whether a registered line, without its address, still stands; that its hash is not kept alters nothing."""
    open_line = HASH.sub(NOT_KEPT, line)
    alike = {one for one in now if HASH.sub(NOT_KEPT, one) == open_line}
    return line in alike or open_line in alike or (line == open_line and bool(alike))


def registered(name: str, register: Register, root: MappingNode) -> tuple[dict[str, Versions], list[Problem]]:
    """What was registered, by the address of the record, the first text first; and every line that cannot be read."""
    found: dict[str, Versions] = {}
    problems = []
    title = title_of(Register, "records")
    for number, text in enumerate(register.records):
        place = place_in(name, root, ("records", number))
        try:
            said = LINE.fullmatch(text)
            if not said:
                raise Misread("E333")
            path = f"{said['record']}/"
            found[path] = entered(found.get(path, ()), said, place.line)
        except Misread as misread:
            problems.append(Problem(place, misread.code, text, cell=title))
    return found, problems


def missing_registered(
    content: Path,
    registered: Iterable[tuple[str, Versions]],
    now: Callable[[str], str] = lambda path: path,
    told: Iterable[Problem] = (),
) -> list[Problem]:
    """E338 for each record that was registered, not withdrawn, and whose file is no longer among the content.

    `now` tells where the page of a record stands now, whose department may have moved. Where something else is `told`
    of a city or department, that may be what a department moved to: what stood in a folder that is gone is not missed
    before that is mended.
    """
    is_known = not any(ABOUT.fullmatch(problem.place.path) for problem in told)
    return [
        Problem(
            Place(f"{content.name}/{FILE}", versions[0].line),
            "E338",
            file=f"{content.name}/{file_of(now(path))}",
            record=path.rstrip("/"),
        )
        for path, versions in registered
        if not versions[-1].withdrawn
        and not (content / file_of(now(path))).is_file()
        and (is_known or department_of(content, now(path)).is_dir())
    ]


def department_of(content: Path, path: str) -> Path:
    """The folder of the department of a form."""
    city, department = path.split("/")[:2]
    return content / city / department


def file_of(path: str) -> str:
    """The file of a form, from the content's folder."""
    return f"{path.rstrip('/')}.yml"
