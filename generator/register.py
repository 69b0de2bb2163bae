"""content/register.yml: each record as it was first published, and as it was after each approved adjustment.

    records:
      - zhanjiang/zhengfawei/2021 2026-11-22 a46dea8e…
      - zhanjiang/zhengfawei/2021 2027-03-01 51b0c2d4… 1

A line for each text: the record, the day on which it was registered, the SHA-256 of the approved text (adjustments.py
says what that is), and how many adjustments the record told of by then. A record is in order when its text is the
registered one, or becomes that when its latest adjustments are undone.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.adjustments import Texts, anchor_of, approved_texts, digest, undone
from generator.amounts import Misread, day
from generator.consistency import place_in
from generator.model import Adjustment, Change, Record
from generator.problems import Problem
from generator.typed import NeededWords, Part, Rows, cell
from generator.yamlfile import Fields

FILE = "register.yml"
LINE = re.compile(
    r"(?P<record>[a-z0-9-]+/[a-z0-9-]+/(?:19|20)[0-9]{2}) (?P<day>[0-9-]+) (?P<sha256>[0-9a-f]{64})"
    r"(?: (?P<told>[1-9][0-9]{0,3}))?"
)
State = Literal["unregistered", "unchanged", "adjusted", "changed"]


class Register(Part):
    """The register as its file has it: a line for each text that was registered."""

    records: Rows[NeededWords] = cell("登记的记录", needed=True)


@dataclass(frozen=True, slots=True)
class Version:
    """A text that was registered: its hash, the day, and how many adjustments had led to it."""

    sha256: str
    first_seen: date
    told: int = 0


Versions = tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands to the register: registered when first, and whether its text is still accounted for.

    unregistered   nobody has registered it
    unchanged      the text is the one first registered
    adjusted       the text was registered with the adjustments it tells of, or is so when the latest are undone
    changed        it is neither
    """

    state: State
    since: date | None = None
    sha256: str = ""


def standing(record: Record, versions: Versions) -> Standing:
    """How a record stands to what was registered of it; an adjustment that was told of may not be forgotten."""
    texts = approved_texts(record)
    now = digest(texts)
    if not versions:
        return Standing("unregistered", None, now)
    since = versions[0].first_seen
    told = list(record.adjustments or ())
    earlier: Texts | None = texts if len(told) >= versions[-1].told else None
    while earlier is not None and (digest(earlier), len(told)) not in {
        (known.sha256, known.told) for known in versions
    }:
        earlier = undone(earlier, told.pop()) if told else None
    if earlier is None:
        return Standing("changed", since, now)
    return Standing("adjusted" if record.adjustments else "unchanged", since, now)


@dataclass(frozen=True, slots=True)
class History:
    """How a record stands, and the adjustments it tells of, newest first: each change with the anchor of its cell."""

    standing: Standing
    adjustments: tuple[tuple[Adjustment, tuple[tuple[Change, str], ...]], ...]


def history_of(record: Record, versions: Versions) -> History | None:
    """The history of a record as its page shows it; None for one that nobody registered or adjusted."""
    found = standing(record, versions)
    if found.state == "unregistered" and not record.adjustments:
        return None
    told = sorted(record.adjustments or (), key=lambda adjustment: adjustment.date, reverse=True)
    placed = ((entry, tuple((change, anchor_of(change.cell, record)) for change in entry.changes)) for entry in told)
    return History(found, tuple(placed))


def remarked_rules(record: Record) -> tuple[str, ...]:
    """The rules of whose findings something is said: confirmed against the original, or explained."""
    confirmed = [entry.rule for entry in record.as_published or ()]
    answered = [entry.rule for entry in record.replies or ()]
    return tuple(dict.fromkeys(confirmed + answered))


def version_in(line: str) -> tuple[str, Version]:
    """The address of the record that a line of the register is about, and what it says; Misread for any other line."""
    found = LINE.fullmatch(line)
    if not found:
        raise Misread("E333")
    version = Version(found["sha256"], day(found["day"]), int(found["told"] or 0))
    return f"{found['record']}/", version


def line_of(path: str, version: Version) -> str:
    """A registered text as a line of the register."""
    told = f" {version.told}" if version.told else ""
    return f"{path.rstrip('/')} {version.first_seen.isoformat()} {version.sha256}{told}"


def registered(name: str, register: Register, root: Fields) -> tuple[dict[str, Versions], list[Problem]]:
    """What was registered, by the address of the record, the first text first; and every line that cannot be read."""
    found: dict[str, Versions] = {}
    problems = []
    title = Register.model_fields["records"].title
    for number, line in enumerate(register.records):
        try:
            path, version = version_in(line)
        except Misread as misread:
            problems.append(Problem(place_in(name, root, ("records", number)), misread.code, line, cell=title))
        else:
            found[path] = (*found.get(path, ()), version)
    return found, problems
