"""What `register` does: hold the records against the register, and write down what is new in it.

A record that changed is registered anew where its adjustments account for the change: undone, they lead back to a
registered text, or one that was not told of before says that whole rows changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import disk
from generator.adjustments import approved_texts, changes_rows
from generator.consistency import place_in
from generator.corpus import FOLDER, YearForm, read_corpus
from generator.problems import Place, Problem, Refused
from generator.register import FILE, Standing, Version, Versions, line_of, standing
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
    stands = {source.path: (source, standing(source.record, source.registered)) for source in corpus.forms}
    problems = [refusal(source, stand) for source, stand in stands.values() if not is_accounted_for(source, stand)]
    if problems:
        raise Refused(problems)
    added = [path for path, (_, stand) in stands.items() if stand.state == "unregistered"]
    renewed = [path for path, (source, stand) in stands.items() if source.registered and is_new(source, stand)]
    known = dict(corpus.registered)
    for path in (*added, *renewed):
        source, stand = stands[path]
        version = Version(stand.sha256, day, len(source.record.adjustments or ()))
        known[path] = (*source.registered, version)
    if added or renewed:
        write(root, known)
    gone = sorted(set(known) - set(stands))
    return Registered(tuple(added), tuple(renewed), tuple(gone), len(stands) - len(added) - len(renewed))


def is_accounted_for(source: YearForm, stand: Standing) -> bool:
    """Whether the text of a record is registered, may be, or became what it is by what its adjustments tell."""
    if stand.state != "changed":
        return True
    told = (source.record.adjustments or ())[source.registered[-1].told :]
    texts = approved_texts(source.record)
    return any(changes_rows(adjustment, texts, type(source.record)) for adjustment in told)


def is_new(source: YearForm, stand: Standing) -> bool:
    """Whether a record differs from the version registered last."""
    latest = source.registered[-1]
    return (stand.sha256, len(source.record.adjustments or ())) != (latest.sha256, latest.told)


def refusal(source: YearForm, stand: Standing) -> Problem:
    """What is said of a record that changed and does not account for it."""
    place = place_in(source.file, source.nodes, stand.where) if stand.where else Place(source.file)
    return Problem(place, "E336", since=source.registered[0].first_seen.isoformat(), why=stand.why)


def write(root: Path, known: Mapping[str, Versions]) -> None:
    """Puts the whole register in the place of the old one in one step."""
    lines = [line_of(path, version) for path, versions in sorted(known.items()) for version in versions]
    draft = root / DRAFT
    with disk.told(Place.whole(NAME)):
        draft.unlink(missing_ok=True)
        disk.write_file(draft, (say("register.head") + "".join(f"  - {line}\n" for line in lines)).encode("utf-8"))
        draft.replace(root / NAME)
