"""What `register` does: hold the records against the register, and write down what is new in it.

A record that changed is registered anew where its adjustments account for the change: undone, they lead back to a
registered text, or one that was not told of before says that whole rows changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import disk
from generator.adjustments import approved_texts, changes_rows
from generator.corpus import FOLDER, YearRecord, read_corpus
from generator.problems import Place, Problem, Refused
from generator.register import FILE, Entry, Register, Standing, Version, standing
from generator.words import say

NAME = f"{FOLDER}/{FILE}"
DRAFT = f"{FOLDER}/.{FILE}.draft"


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of it: records registered for the first time, anew, and those that are no longer there."""

    added: tuple[str, ...]
    renewed: tuple[str, ...]
    gone: tuple[str, ...]
    same: int


def register(root: Path, day: date) -> Registered:
    """Registers every record of a project that is new or was adjusted; Refused for one that changed otherwise."""
    corpus = read_corpus(root)
    stands = {source.path: (source, standing(source.record, source.registered)) for source in corpus.records}
    problems = [refusal(source) for source, stand in stands.values() if not is_accounted_for(source, stand)]
    if problems:
        raise Refused(problems)
    added = [path for path, (_, stand) in stands.items() if stand.state == "unregistered"]
    renewed = [path for path, (source, stand) in stands.items() if source.registered and is_new(source, stand)]
    entries = {entry.path: entry for city in corpus.cities for entry in city.registered}
    for path in (*added, *renewed):
        source, stand = stands[path]
        versions = (*source.registered, version_of(source, stand, day))
        entries[path] = Entry(record=path.rstrip("/"), versions=versions)
    if added or renewed:
        write(root, Register(records=tuple(entries[path] for path in sorted(entries))))
    gone = sorted(set(entries) - set(stands))
    return Registered(tuple(added), tuple(renewed), tuple(gone), len(stands) - len(added) - len(renewed))


def is_accounted_for(source: YearRecord, stand: Standing) -> bool:
    """Whether the text of a record is registered, may be, or became what it is by what its adjustments tell."""
    if stand.state != "changed":
        return True
    told = (source.record.adjustments or ())[source.registered[-1].told :]
    texts = approved_texts(source.record)
    return any(changes_rows(adjustment, texts) for adjustment in told)


def is_new(source: YearRecord, stand: Standing) -> bool:
    """Whether a record differs from the version registered last."""
    latest = source.registered[-1]
    return (stand.sha256, len(source.record.adjustments or ())) != (latest.sha256, latest.told)


def refusal(source: YearRecord) -> Problem:
    """What is said of a record that changed without an adjustment."""
    return Problem(Place(source.file), "E336", since=source.registered[0].first_seen.isoformat())


def version_of(source: YearRecord, stand: Standing, day: date) -> Version:
    """The text of a record as it is registered on a day."""
    told = len(source.record.adjustments or ())
    return Version.model_validate({"sha256": stand.sha256, "first_seen": day.isoformat(), "adjustments": str(told)})


def write(root: Path, entries: Register) -> None:
    """Puts the whole register in the place of the old one in one step."""
    draft = root / DRAFT
    with disk.told(Place(NAME)):
        draft.unlink(missing_ok=True)
        disk.write_file(draft, "".join(lines(entries)).encode("utf-8"))
        draft.replace(root / NAME)


def lines(entries: Register) -> Iterator[str]:
    """The register as YAML: there are only paths, hashes, days and counts in it, and none of them needs quotes."""
    yield say("register.file_head")
    yield "records:\n"
    for entry in entries.records:
        yield f"  - record: {entry.record}\n    versions:\n"
        for version in entry.versions:
            yield f"      - sha256: {version.sha256}\n        first_seen: {version.first_seen.isoformat()}\n"
            if version.told:
                yield f"        adjustments: {version.told}\n"
