"""The command `register`: compares forms with the register, and records new versions and withdrawals.

A record that changed is registered anew where its adjustments account for the change: undone, they lead back to a
registered text, or one that was not told of before says that whole rows changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.content.adjustments import changes_rows
from generator.content.config import refuse_newer_format
from generator.content.corpus import FOLDER, AnyFormSource, current_path
from generator.content.digests import open_digests
from generator.content.loader import Loader, load_corpus, refusal_of
from generator.content.register import FILE, RegisterState, Version, Versions, file_of, lines_of, register_state
from generator.forms.cells import cell_texts
from generator.forms.model import Department
from generator.problems import ContentError, Place, Problem, UsageError
from generator.system import filesystem
from generator.text.yaml import place_in
from generator.words import translate

NAME = f"{FOLDER}/{FILE}"


@dataclass(frozen=True, slots=True)
class RegistrationResult:
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
    stands = {source.path: (source, register_state(source.record, source.registered)) for source in corpus.forms}
    problems = [refusal(source, stand) for source, stand in stands.values() if not is_accounted_for(source, stand)]
    if problems:
        raise ContentError(problems)
    added = [path for path, (_, stand) in stands.items() if stand.state == "unregistered"]
    renewed = [path for path, (source, stand) in stands.items() if source.registered and is_new(source, stand)]
    registered = dict(corpus.registered)
    for path in (*added, *renewed):
        source, stand = stands[path]
        version = Version(stand.sha256, day, len(source.record.adjustments or ()))
        registered[path] = (*source.registered, version)
    open_ones = {path: without_withheld(source, registered.get(path, ())) for path, (source, _) in stands.items()}
    cleared = tuple(path for path, versions in open_ones.items() if versions != registered.get(path, ()))
    registered |= {path: open_ones[path] for path in cleared}
    if registered != dict(corpus.registered):
        write(root, registered)
    moved = corpus.moved
    gone = sorted(
        path for path in registered if current_path(path, moved) not in stands and not registered[path][-1].withdrawn
    )
    return RegistrationResult(
        tuple(added), tuple(renewed), tuple(gone), len(stands) - len(added) - len(renewed), cleared
    )


def without_withheld(source: AnyFormSource, versions: Versions) -> Versions:
    """The versions of a form without the hashes of texts that had what it withholds."""
    open_ones = open_digests(source.record)
    if open_ones is None:
        return versions
    return tuple(version if version.sha256 in open_ones else replace(version, sha256="") for version in versions)


def withdraw(root: Path, record: str, day: date) -> None:
    """Record that a registered form was withdrawn; UsageError for one that has a file, or was not registered.

    Only the register is read: whether the rest is in order has nothing to do with it.
    """
    refuse_newer_format(root)
    reader = Loader(root)
    if (root / NAME).is_file():
        reader.register(root / NAME)
    if refusal := refusal_of(reader):
        raise refusal
    path = f"{record.removeprefix(f'{FOLDER}/').removesuffix('.yml').strip('/')}/"
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
        f"{address}/": f"{folder.relative_to(root / FOLDER).as_posix()}/"
        for folder, about in folders
        if about
        for address in about.moved_from or ()
    }


def is_accounted_for(source: AnyFormSource, stand: RegisterState) -> bool:
    """Whether the text of a form is registered, or its adjustments may explain it."""
    if stand.state != "changed":
        return True
    new = (source.record.adjustments or ())[source.registered[-1].adjustments :]
    texts = cell_texts(source.record)
    return any(changes_rows(adjustment, texts, type(source.record)) for adjustment in new)


def is_new(source: AnyFormSource, stand: RegisterState) -> bool:
    """Whether a form differs from its latest version, or is back after it was withdrawn."""
    latest = source.registered[-1]
    now = (stand.sha256, len(source.record.adjustments or ()), None)
    return now != (latest.sha256, latest.adjustments, latest.withdrawn)


def refusal(source: AnyFormSource, stand: RegisterState) -> Problem:
    """The problem of a form that changed without an adjustment that explains it."""
    place = place_in(source.file, source.nodes, stand.where) if stand.where else Place(source.file)
    return Problem(place, "E336", since=source.registered[0].first_seen.isoformat(), why=stand.why)


def write(root: Path, registered: Mapping[str, Versions]) -> None:
    """Replace the register atomically."""
    lines = [
        line
        for path, versions in sorted(registered.items())
        for version in versions
        for line in lines_of(path, version)
    ]
    with filesystem.translated_os_errors(Place.whole(NAME)):
        filesystem.replace_file(
            root / NAME, (translate("register.head") + "".join(f"  - {line}\n" for line in lines)).encode()
        )
