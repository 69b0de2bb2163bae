"""content/register.yml: the hash of each form as first published, and after each approved adjustment.

    records:
      - zhanjiang/zhengfawei/2021 2026-11-22 a46dea8e…
      - zhanjiang/zhengfawei/2021 2027-03-01 51b0c2d4… 1
      - zhanjiang/zhengfawei/2021 2027-06-01 撤下

A line for each text: the record, the day on which it was registered, the SHA-256 of the approved text, and the number
of adjustments that the record had by then. A record is in order when its text is the registered one, or becomes that
when its latest adjustments are undone. A last line records its withdrawal. 不留 replaces the hash of a text that had
what the record withholds now, which the hash would disclose.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from generator.content.addresses import file_of
from generator.content.adjustments import AdjustmentMismatch, anchor_of, before_adjustment
from generator.content.file_names import REGISTER_FILE
from generator.forms.cells import CellPath, cell_texts, digest, fingerprint
from generator.forms.fields import FieldGroup, NeededWords, Rows, required, title_of
from generator.forms.model import Adjustment, Change, Form
from generator.problems import Place, Problem, visible
from generator.text.amounts import FigureError, day
from generator.text.yaml import MappingNode, place_in
from generator.words import translate

HASH_REMOVED = "不留"
LINE = re.compile(
    r"(?P<record>[a-z0-9-]+/[a-z0-9-]+/(?:19|20)[0-9]{2}(?:/[a-z0-9-]+)?(?:/results)?) (?P<day>[0-9-]+) "
    r"(?:(?P<sha256>[0-9a-f]{64}|不留)(?: (?P<adjustments>[1-9][0-9]{0,3}))?|撤下)"
)
HASH = re.compile(r"\b[0-9a-f]{64}\b")
# The folders of cities and departments, and the files that describe these.
ABOUT = re.compile(r"content/[^/.]+(?:/[^/.]+)?(?:/(?:jurisdiction|department)\.yml)?")


class Register(FieldGroup):
    """The content of register.yml: a line for each registered text."""

    records: Rows[NeededWords] = required("登记的记录")


@dataclass(frozen=True, slots=True)
class Version:
    """A registered text: its hash, the day, the number of adjustments before it, and its line in the register.

    The hash is "" where it is not kept.
    `withdrawn` is the day on which the record was withdrawn with this text; None while it was not.
    """

    sha256: str
    first_seen: date
    adjustments: int = 0
    withdrawn: date | None = None
    line: int = field(default=1, compare=False)


Versions = tuple[Version, ...]


class RegisterState(NamedTuple):
    """The state of a record in the register: since when it is registered, and whether its text is accounted for.

    unregistered   it is not registered
    unchanged      the text is the one first registered
    adjusted       the text was registered with its adjustments, or is so when the latest are undone
    changed        it is neither; `why` says what does not fit, and `where` is the cell of the record that says so
    """

    state: Literal["unregistered", "unchanged", "adjusted", "changed"]
    since: date | None = None
    sha256: str = ""
    why: str = ""
    where: CellPath = ()


def register_state(record: Form, versions: Versions) -> RegisterState:
    """The state of a record among its registered versions; an adjustment that was registered may not disappear."""
    now = fingerprint(record)
    if not versions:
        return RegisterState("unregistered", None, now)
    since = versions[0].first_seen
    if reason := change_reason(record, versions):
        return RegisterState("changed", since, now, *reason)
    return RegisterState("adjusted" if record.adjustments else "unchanged", since, now)


def change_reason(record: Form, versions: Versions) -> tuple[str, CellPath] | None:
    """Reason and cell where the text of a record is not accounted for; None where it is."""
    adjustments, registered = record.adjustments or (), versions[-1].adjustments
    texts, left = cell_texts(record), len(adjustments)
    if left < registered:
        return translate("register.why.forgotten", told=registered, left=left), ()
    known = {(version.sha256, version.adjustments) for version in versions}
    while (digest(texts), left) not in known:
        if not left:
            return unregistered_before(record, registered)
        left -= 1
        try:
            texts = before_adjustment(texts, adjustments[left], type(record))
        except AdjustmentMismatch as mismatch:
            if left < registered:
                return unregistered_before(record, registered)
            return unlike_after(adjustments[left].changes[mismatch.row], left, mismatch)
    return None


def unregistered_before(record: Form, count: int) -> tuple[str, CellPath]:
    """Reason and cell where undoing the new adjustments does not lead to a registered text."""
    new = (record.adjustments or ())[count:]
    changes = [change for adjustment in new for change in adjustment.changes]
    cells = [translate("register.why.cell", cell=entry.cell, before=visible(entry.before)) for entry in changes]
    if not cells:
        return translate("register.why.untold"), ()
    return translate("register.why.before", cells=translate("register.why.between").join(cells)), ("adjustments", count)


def unlike_after(change: Change, number: int, mismatch: AdjustmentMismatch) -> tuple[str, CellPath]:
    """Reason and cell where an adjustment does not end in the present text."""
    where = ("adjustments", number, "changes", mismatch.row, "after")
    if mismatch.now is None:
        return translate("register.why.row", cell=change.cell), where
    return translate(
        "register.why.after", cell=change.cell, now=visible(mismatch.now), after=visible(change.after)
    ), where


class History(NamedTuple):
    """The register state of a record and its adjustments, newest first, each change with the anchor of its cell."""

    standing: RegisterState
    adjustments: tuple[tuple[Adjustment, tuple[tuple[Change, str], ...]], ...]


def history_of(record: Form, versions: Versions) -> History | None:
    """The history of a record for its page; None for one that was never registered or adjusted."""
    if not versions and not record.adjustments:
        return None
    adjustments = sorted(record.adjustments or (), key=lambda adjustment: adjustment.date, reverse=True)
    return History(
        register_state(record, versions),
        tuple(
            (entry, tuple((change, anchor_of(change.cell, record)) for change in entry.changes))
            for entry in adjustments
        ),
    )


def remarked_rules(record: Form) -> tuple[str, ...]:
    """The rules whose findings are confirmed against the original, or explained."""
    confirmed = [entry.rule for entry in record.as_published or ()]
    answered = [entry.rule for entry in record.replies or ()]
    return tuple(dict.fromkeys(confirmed + answered))


def add_line(registered: dict[str, Versions], text: str, line: int) -> None:
    """Add one line of the register; FigureError for no line of one, or a withdrawal of what is not registered."""
    match = LINE.fullmatch(text)
    if not match:
        raise FigureError("E333")
    path, on = f"{match['record']}/", day(match["day"])
    versions = registered.get(path, ())
    if match["sha256"]:
        sha256 = match["sha256"].removesuffix(HASH_REMOVED)
        registered[path] = (*versions, Version(sha256, on, int(match["adjustments"] or 0), line=line))
    elif versions and not versions[-1].withdrawn:
        registered[path] = (*versions[:-1], replace(versions[-1], withdrawn=on))
    else:
        raise FigureError("E333")


def lines_of(path: str, version: Version) -> Iterator[str]:
    """The lines of the register for a version."""
    count = f" {version.adjustments}" if version.adjustments else ""
    yield f"{path.rstrip('/')} {version.first_seen.isoformat()} {version.sha256 or HASH_REMOVED}{count}"
    if version.withdrawn:
        yield f"{path.rstrip('/')} {version.withdrawn.isoformat()} 撤下"


def line_parts(text: str) -> tuple[str, str] | None:
    """The address of the form and the rest of one line of the register; None for anything else."""
    match = LINE.fullmatch(text)
    return (f"{match['record']}/", text.removeprefix(f"{match['record']} ")) if match else None


def manifest_lines(path: str, versions: Versions) -> tuple[str, ...]:
    """The lines of the register for a form, each without the address."""
    return tuple(line.partition(" ")[2] for version in versions for line in lines_of(path, version))


def line_remains(line: str, now: Collection[str]) -> bool:
    """Whether a registered line, without its address, is still present, with or without its hash."""
    open_line = HASH.sub(HASH_REMOVED, line)
    alike = {other for other in now if HASH.sub(HASH_REMOVED, other) == open_line}
    return line in alike or open_line in alike or (line == open_line and bool(alike))


def parse_register(name: str, register: Register, root: MappingNode) -> tuple[dict[str, Versions], list[Problem]]:
    """The versions of each form by its address, and a problem for each line that cannot be parsed."""
    registered: dict[str, Versions] = {}
    problems = []
    for number, text in enumerate(register.records):
        place = place_in(name, root, ("records", number))
        try:
            add_line(registered, text, place.line)
        except FigureError as misread:
            problems.append(Problem(place, misread.code, text, cell=title_of(Register, "records")))
    return registered, problems


def missing_registered(
    content: Path,
    registered: Iterable[tuple[str, Versions]],
    now: Callable[[str], str],
    problems: Iterable[Problem],
) -> Iterator[Problem]:
    """E338 for each form that was registered, not withdrawn, and has no file any more.

    `now` maps an address to the present one, since a department may have moved. While there are `problems` of a city
    or department, which may be the new folder of one that moved, forms of folders that are gone are not reported.
    """
    is_known = not any(ABOUT.fullmatch(problem.place.path) for problem in problems)
    for path, versions in registered:
        file, folder = content / file_of(now(path)), content.joinpath(*now(path).split("/")[:2])
        if not versions[-1].withdrawn and not file.is_file() and (is_known or folder.is_dir()):
            place = Place(f"{content.name}/{REGISTER_FILE}", versions[0].line)
            yield Problem(place, "E338", file=file.relative_to(content.parent).as_posix(), record=path.rstrip("/"))
