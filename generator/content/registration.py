"""What `register` does: hold the records against the register, and write down what is new in it, or withdrawn.

A record that changed is registered anew where its adjustments account for the change: undone, they lead back to a
registered text, or one that was not told of before says that whole rows changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.content.adjustments import changes_rows
from generator.content.consistency import place_in
from generator.content.corpus import FOLDER, AnyFormSource, current_path
from generator.content.digests import open_digests
from generator.content.loader import Loader, load_corpus, refusal_of
from generator.content.register import FILE, RegisterState, Version, Versions, file_of, lines_of, register_state
from generator.forms.cells import cell_texts
from generator.forms.model import Department
from generator.problems import Place, Problem, Refused, UsageTrouble
from generator.system import filesystem
from generator.words import translate

NAME = f"{FOLDER}/{FILE}"


@dataclass(frozen=True, slots=True)
class RegistrationResult:
    """What came of it: records registered for the first time, anew, and those that are gone and nobody withdrew.

    Of the `cleared` ones a hash of a text that had what they withhold is not kept any longer.
    """

    added: tuple[str, ...]
    renewed: tuple[str, ...]
    gone: tuple[str, ...]
    same: int
    cleared: tuple[str, ...] = ()


def register(root: Path, day: date) -> RegistrationResult:
    """Registers every record of a project that is new or was adjusted; Refused for one that changed otherwise."""
    corpus = load_corpus(root, ignored="S415")
    stands = {source.path: (source, register_state(source.record, source.registered)) for source in corpus.forms}
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
    open_ones = {path: without_withheld(source, known.get(path, ())) for path, (source, _) in stands.items()}
    cleared = tuple(path for path, versions in open_ones.items() if versions != known.get(path, ()))
    known |= {path: open_ones[path] for path in cleared}
    if known != dict(corpus.registered):
        write(root, known)
    moved = corpus.moved
    gone = sorted(path for path in known if current_path(path, moved) not in stands and not known[path][-1].withdrawn)
    return RegistrationResult(
        tuple(added), tuple(renewed), tuple(gone), len(stands) - len(added) - len(renewed), cleared
    )


def without_withheld(source: AnyFormSource, versions: Versions) -> Versions:
    """The versions of a form without the hashes of texts that had what it withholds."""
    open_ones = open_digests(source.record)
    if open_ones is None:
        return versions
    return tuple(one if one.sha256 in open_ones else replace(one, sha256="") for one in versions)


def withdraw(root: Path, record: str, day: date) -> None:
    """Writes down that a registered form was withdrawn; UsageTrouble for one that is there, or was not registered.

    Only the register is read: whether the rest is in order has nothing to do with it.
    """
    reader = Loader(root)
    if (root / NAME).is_file():
        reader.register(root / NAME)
    if refusal := refusal_of(reader):
        raise refusal
    path = f"{record.removeprefix(f'{FOLDER}/').removesuffix('.yml').strip('/')}/"
    versions = reader.registered.get(path, ())
    if problem := not_withdrawn(root, record, path, versions):
        raise UsageTrouble([problem])
    last = replace(versions[-1], withdrawn=day)
    write(root, {**reader.registered, path: (*versions[:-1], last)})


def not_withdrawn(root: Path, record: str, path: str, versions: Versions) -> Problem | None:
    """Why a form cannot be withdrawn; None where it can."""
    option = Place.whole("--withdraw")
    if not versions:
        return Problem(option, "E717", record)
    if versions[-1].withdrawn:
        return Problem(option, "E719", record, day=versions[-1].withdrawn.isoformat())
    file = file_of(current_path(path, moved_folders(root)))
    return Problem(option, "E718", record, file=f"{FOLDER}/{file}") if (root / FOLDER / file).exists() else None


def moved_folders(root: Path) -> dict[str, str]:
    """The addresses at which departments stood before, with those where they stand now; what cannot be read is none."""
    reader = Loader(root)
    folders = ((path.parent, reader.shaped(Department, path)[0]) for path in (root / FOLDER).glob("*/*/department.yml"))
    return {
        f"{address}/": f"{folder.relative_to(root / FOLDER).as_posix()}/"
        for folder, about in folders
        if about
        for address in about.moved_from or ()
    }


def is_accounted_for(source: AnyFormSource, stand: RegisterState) -> bool:
    """Whether the text of a record is registered, may be, or became what it is by what its adjustments tell."""
    if stand.state != "changed":
        return True
    told = (source.record.adjustments or ())[source.registered[-1].told :]
    texts = cell_texts(source.record)
    return any(changes_rows(adjustment, texts, type(source.record)) for adjustment in told)


def is_new(source: AnyFormSource, stand: RegisterState) -> bool:
    """Whether a record differs from the version registered last, or is back after it was withdrawn."""
    latest = source.registered[-1]
    now = (stand.sha256, len(source.record.adjustments or ()), None)
    return now != (latest.sha256, latest.told, latest.withdrawn)


def refusal(source: AnyFormSource, stand: RegisterState) -> Problem:
    """What is said of a record that changed and does not account for it."""
    place = place_in(source.file, source.nodes, stand.where) if stand.where else Place(source.file)
    return Problem(place, "E336", since=source.registered[0].first_seen.isoformat(), why=stand.why)


def write(root: Path, known: Mapping[str, Versions]) -> None:
    """Puts the whole register in the place of the old one in one step."""
    lines = [
        line for path, versions in sorted(known.items()) for version in versions for line in lines_of(path, version)
    ]
    with filesystem.translated_os_errors(Place.whole(NAME)):
        filesystem.replace_file(
            root / NAME, (translate("register.head") + "".join(f"  - {line}\n" for line in lines)).encode()
        )
