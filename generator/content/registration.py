"""The command `register`: compares forms with the register, and records new versions and withdrawals.

A record that changed is registered anew where its adjustments account for the change: undone, they lead back to a
registered text, or one that was not told of before says that whole rows changed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.content.addresses import address_of, department_address, file_of
from generator.content.adjustments import changes_rows
from generator.content.config import refuse_newer_format
from generator.content.corpus import AnyFormSource, current_path
from generator.content.digests import open_digests
from generator.content.file_names import FOLDER, REGISTER
from generator.content.loader import Loader, load_corpus, refusal_of
from generator.content.register import RegisterState, Version, Versions, lines_of, register_state
from generator.forms.cells import cell_texts
from generator.forms.model import Department
from generator.problems import ContentError, Place, Problem, UsageError
from generator.system import filesystem
from generator.text.yaml import place_in
from generator.words import translate


class RegistrationResult(NamedTuple):
    """The result: forms registered for the first time or again, and those that are gone without being withdrawn.

    Of the `cleared` ones a hash of a text that had what they withhold is not kept any longer.
    """

    added: tuple[str, ...]
    renewed: tuple[str, ...]
    gone: tuple[str, ...]
    same: int
    cleared: tuple[str, ...] = ()


def register(root: Path, day: date) -> RegistrationResult:
    """Register every form of a project that is new or was adjusted; ContentError for one that changed otherwise."""
    refuse_newer_format(root)
    corpus = load_corpus(root, ignored="S415")
    states = {source.path: (source, register_state(source.record, source.registered)) for source in corpus.forms}
    if problems := [refusal(*entry) for entry in states.values() if not is_accounted_for(*entry)]:
        raise ContentError(problems)
    registered = dict(corpus.registered)
    added = [path for path, (source, _) in states.items() if not source.registered]
    renewed = [path for path, (source, state) in states.items() if source.registered and is_new(source, state)]
    cleared: list[str] = []
    for path, (source, state) in states.items():
        versions = registered.get(path, ())
        if not source.registered or path in renewed:
            versions = (*source.registered, Version(state.sha256, day, len(source.record.adjustments or ())))
        if (open_versions := without_withheld(source, versions)) != versions:
            cleared.append(path)
        if open_versions:
            registered[path] = open_versions
    if registered != dict(corpus.registered):
        write(root, registered)
    moved = corpus.moved
    gone = [
        path
        for path, versions in sorted(registered.items())
        if not versions[-1].withdrawn and current_path(path, moved) not in states
    ]
    unchanged = len(states) - len(added) - len(renewed)
    return RegistrationResult(tuple(added), tuple(renewed), tuple(gone), unchanged, tuple(cleared))


def without_withheld(source: AnyFormSource, versions: Versions) -> Versions:
    """The versions of a form without the hashes of texts that had what it withholds."""
    known = open_digests(source.record) if source.traits.withholds else None
    if known is None:
        return versions
    return tuple(version if version.sha256 in known else replace(version, sha256="") for version in versions)


def withdraw(root: Path, record: str, day: date) -> None:
    """Record that a registered form was withdrawn; UsageError for one that has a file, or was not registered.

    Only the register is read: whether the rest is in order has nothing to do with it.
    """
    refuse_newer_format(root)
    reader = Loader(root)
    if (root / REGISTER).is_file():
        reader.register(root / REGISTER)
    if refusal := refusal_of(reader):
        raise refusal
    path = address_of(record.removeprefix(f"{FOLDER}/").strip("/"))
    versions = reader.registered.get(path, ())
    if problem := not_withdrawn(root, record, path, versions):
        raise UsageError([problem])
    last = replace(versions[-1], withdrawn=day)
    write(root, {**reader.registered, path: (*versions[:-1], last)})


def not_withdrawn(root: Path, record: str, path: str, versions: Versions) -> Problem | None:
    """The problem for which a form cannot be withdrawn, or None."""
    option = Place.whole("--withdraw")
    if not versions:
        return Problem(option, "E717", record)
    if versions[-1].withdrawn:
        return Problem(option, "E719", record, day=versions[-1].withdrawn.isoformat())
    file = file_of(current_path(path, moved_folders(root)))
    return Problem(option, "E718", record, file=f"{FOLDER}/{file}") if (root / FOLDER / file).exists() else None


def moved_folders(root: Path) -> dict[str, str]:
    """The former addresses of departments with the present ones; files that cannot be read are ignored."""
    reader = Loader(root)
    folders = ((path.parent, reader.load(Department, path)[0]) for path in (root / FOLDER).glob("*/*/department.yml"))
    return {
        f"{address}/": department_address(folder.parent.name, folder.name)
        for folder, about in folders
        if about
        for address in about.moved_from or ()
    }


def is_accounted_for(source: AnyFormSource, state: RegisterState) -> bool:
    """Whether the text of a form is registered, or its adjustments may explain it."""
    if state.state != "changed":
        return True
    new = (source.record.adjustments or ())[source.registered[-1].adjustments :]
    texts = cell_texts(source.record)
    return any(changes_rows(adjustment, texts, type(source.record)) for adjustment in new)


def is_new(source: AnyFormSource, state: RegisterState) -> bool:
    """Whether a form differs from its latest version, or is back after it was withdrawn."""
    latest = source.registered[-1]
    now = (state.sha256, len(source.record.adjustments or ()), None)
    return now != (latest.sha256, latest.adjustments, latest.withdrawn)


def refusal(source: AnyFormSource, state: RegisterState) -> Problem:
    """The problem of a form that changed without an adjustment that explains it."""
    place = place_in(source.file, source.nodes, state.where) if state.where else Place(source.file)
    return Problem(place, "E336", since=source.registered[0].first_seen.isoformat(), why=state.why)


def write(root: Path, registered: Mapping[str, Versions]) -> None:
    """Replace the register atomically."""
    versions = ((path, version) for path, some in sorted(registered.items()) for version in some)
    lines = (line for path, version in versions for line in lines_of(path, version))
    text = translate("register.head") + "".join(f"  - {line}\n" for line in lines)
    with filesystem.translated_os_errors(Place.whole(REGISTER)):
        filesystem.replace_file(root / REGISTER, text.encode())
