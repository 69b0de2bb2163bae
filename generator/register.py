"""content/register.yml: each record as it was first published, and as it was after each approved adjustment.

    records:
      - record: zhanjiang/zhengfawei/2021
        versions:
          - sha256: a46dea8e…        of the approved text, see adjustments.py
            first_seen: 2026-11-22   the day on which it was registered
            adjustments: 1           how many adjustments the record told of then; left out where none

A record is in order when its text is the registered one, or becomes that when its latest adjustments are undone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.adjustments import Texts, anchor_of, approved_texts, digest, undone
from generator.consistency import place_in
from generator.model import Adjustment, Change, Record
from generator.problems import Problem
from generator.typed import Count, NeededDay, NeededWords, Part, Rows, cell
from generator.yamlfile import Fields

FILE = "register.yml"
RECORD = re.compile(r"[a-z0-9-]+/[a-z0-9-]+/(?:19|20)[0-9]{2}")
SHA256 = re.compile(r"[0-9a-f]{64}")
State = Literal["unregistered", "unchanged", "adjusted", "changed"]


class Version(Part):
    """A text that was registered: its hash, the day, and how many adjustments had led to it."""

    sha256: NeededWords = cell("内容的 SHA-256", needed=True)
    first_seen: NeededDay = cell("登记日期", needed=True)
    adjustments: Count | None = cell("登记时已有的调整")

    @property
    def told(self) -> int:
        """How many adjustments the record told of when it was registered."""
        return self.adjustments if isinstance(self.adjustments, int) else 0


class Entry(Part):
    """A record of the register: `city/department/year`, and its versions, the first one first."""

    record: NeededWords = cell("记录", needed=True)
    versions: Rows[Version] = cell("登记的内容", needed=True)

    @property
    def path(self) -> str:
        """The address that the record's page has, or had."""
        return f"{self.record}/"


class Register(Part):
    """All that was registered."""

    records: Rows[Entry] = cell("登记的记录", needed=True)


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


def standing(record: Record, versions: tuple[Version, ...]) -> Standing:
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
    """How a record stands, and the adjustments it tells of: each change with the anchor of its cell, the newest first."""

    standing: Standing
    adjustments: tuple[tuple[Adjustment, tuple[tuple[Change, str], ...]], ...]


def history_of(record: Record, versions: tuple[Version, ...]) -> History | None:
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


def register_problems(name: str, register: Register, root: Fields) -> Iterator[Problem]:
    """Everything that does not fit together in the register."""
    seen: dict[str, int] = {}
    for number, entry in enumerate(register.records):
        place = place_in(name, root, ("records", number, "record"))
        if not RECORD.fullmatch(entry.record):
            yield Problem(place, "E333", entry.record)
        if seen.setdefault(entry.record, place.line) != place.line:
            yield Problem(place, "E334", entry.record, first=seen[entry.record])
        if not entry.versions:
            at = place_in(name, root, ("records", number, "versions"))
            yield Problem(at, "E303", cell=Entry.model_fields["versions"].title)
        for row, version in enumerate(entry.versions):
            if not SHA256.fullmatch(version.sha256):
                yield Problem(place_in(name, root, ("records", number, "versions", row, "sha256")), "E335")
