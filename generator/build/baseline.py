"""Compare the forms of a new site with those published before, to detect missing ones.

What was public is known from the site that is replaced, from the manifest of a published site, or from a commit.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.content.addresses import PROJECT_JSON, RECORD_JSON, RESULTS, RESULTS_JSON, address_of, file_of
from generator.content.corpus import Corpus, current_path
from generator.content.file_names import FOLDER, REGISTER
from generator.content.register import line_parts, line_remains, manifest_lines
from generator.content.registration import moved_folders, without_withheld
from generator.problems import Place, Problem
from generator.system.manifest import Manifest, RegisteredLines, read_manifest
from generator.words import translate

SLUG = "[a-z0-9-]+"
# A form of a department, or of one of its projects, and the self-evaluation of either. form/ holds another view of the
# same form, as embed/ did in sites that earlier versions built.
OF_YEAR = rf"(?:19|20)[0-9]{{2}}/(?:(?!form/|embed/|{RESULTS}/){SLUG}/)?(?:{RESULTS}/)?"
FORM = rf"{SLUG}/{SLUG}/{OF_YEAR}"
PAGE = re.compile(rf"((?:{SLUG}/{SLUG}/)?{OF_YEAR})index\.html")
FORM_ADDRESS = re.compile(FORM)
JSON = (RECORD_JSON, PROJECT_JSON, RESULTS_JSON)
LONG_HASH = re.compile(r"([0-9a-f]{8})[0-9a-f]{56}")
# The kinds of targets, the depths of their addresses, and those on the site of one department.
KINDS = ("department", "project")
DEPTHS = {3: "department", 4: "project", 1: "department", 2: "project"}


@dataclass(frozen=True, slots=True)
class Baseline:
    """The previously published state: addresses of forms, and lines of the register by the address of the form.

    `name` is what messages call it: a site, a manifest or a commit.
    """

    name: str
    forms: frozenset[str]
    registered: RegisteredLines


def baseline_of_manifest(name: str, manifest: Manifest) -> Baseline:
    """The baseline of a published site."""
    return Baseline(name, addresses_of_files(manifest.files), manifest.registered)


def baseline_of_sources(name: str, files: Iterable[str], register: str) -> Baseline:
    """The baseline of a commit: `files` are its paths relative to the project, `register` the text of its register."""
    lines: dict[str, tuple[str, ...]] = {}
    for address, line in filter(None, (line_parts(line.strip().removeprefix("- ")) for line in register.splitlines())):
        lines[address] = (*lines.get(address, ()), line)
    return Baseline(name, frozenset(filter(None, map(address_of_file, files))), lines)


def address_of_file(file: str) -> str | None:
    """The address of the form in a file, whose path is relative to the project; None for any other file."""
    address = address_of(file.removeprefix(f"{FOLDER}/"))
    return address if file.endswith(".yml") and FORM_ADDRESS.fullmatch(address) else None


def addresses_of_files(files: Iterable[str]) -> frozenset[str]:
    """The addresses of the forms in a site."""
    return frozenset(page[1] for page in map(PAGE.fullmatch, files) if page)


def identities(addresses: Iterable[str], own: str) -> frozenset[str]:
    """The identities of forms by their addresses; `own` is that of the department whose site it is."""
    return frozenset(address if FORM_ADDRESS.fullmatch(address) else own + address for address in addresses)


def with_identities(before: Baseline, own: str, now: Collection[str]) -> Baseline:
    """The baseline with the identities of its forms, as far as they are known.

    Those of the former site of one department are found among the forms `now`, by their ends where only one has it.
    """
    ends = Counter(end_of(form) for form in now)
    whole = {end_of(form): form for form in now if ends[end_of(form)] == 1}
    return replace(before, forms=frozenset(whole.get(form, form) for form in identities(before.forms, own)))


def end_of(form: str) -> str:
    """Return the identity of a form without city and department."""
    return form.split("/", 2)[2]


def unregistered_forms(root: Path, manifest: Manifest, own: str) -> int:
    """The number of forms in a site that are not registered; 0 in a project without a register."""
    # The page of a year of a department is no form, and has no file of its own in JSON.
    forms = {
        path for path in addresses_of_files(manifest.files) if any(f"{path}{name}" in manifest.files for name in JSON)
    }
    missing = identities(forms, own) - manifest.registered.keys()
    if not missing or not (root / REGISTER).is_file():
        return 0
    # Registered at an earlier address of the department.
    moved = moved_folders(root)
    return len(missing - {current_path(path, moved) for path in manifest.registered})


def public_addresses(target: Path, baseline: Baseline | None = None) -> frozenset[str]:
    """The addresses of the pages of the published site, and of the forms of a baseline."""
    manifest = read_manifest(target)
    pages = manifest.addresses if manifest else frozenset()
    return pages | (baseline.forms if baseline else frozenset())


def removable_addresses(corpus: Corpus) -> frozenset[str]:
    """The addresses of forms that may be missing: those that were withdrawn, or left out because they are held."""
    withdrawn = (path for path, versions in corpus.registered if versions[-1].withdrawn)
    return frozenset((*withdrawn, *(corpus.own + path for path in corpus.suspended)))


def published_register(corpus: Corpus) -> RegisteredLines:
    """The lines of the register for the manifest, by the address of the form.

    Without the hash of a text that the site does not show: it would confirm a guess of that text.
    """
    sources, moved = {source.identity: source for source in corpus.forms}, corpus.moved
    lines = {}
    for path, versions in corpus.registered:
        source = sources.get(current_path(path, moved))
        if source:
            shown = without_withheld(source, versions)
        else:
            shown = tuple(replace(version, sha256="") for version in versions)
        lines[path] = manifest_lines(path, shown)
    return lines


def kind_of(form: str) -> str:
    """The kind of a form by its address."""
    return RESULTS if form.endswith(f"/{RESULTS}/") else DEPTHS[form.count("/")]


def lost_forms(
    before: Baseline, now: Collection[str], registered: Mapping[str, Collection[str]], withdrawn: Collection[str]
) -> Iterator[Problem]:
    """The previously published forms that are missing.

    More than a tenth of the departments' or the projects' targets, or of the self-evaluations (E707; not counting those
    that were `withdrawn`), a form that was registered and that the register does not name any more (E732), or a line of
    it that is gone or differs (E735).
    """
    for kind in (*KINDS, RESULTS):
        missed = {form for form in before.forms if kind_of(form) == kind} - set(withdrawn)
        left = {form for form in now if kind_of(form) == kind}
        if (len(missed) - len(left)) * 10 > len(missed):
            gone = translate("publish.between").join(sorted(missed - left))
            of_kind = translate(f"publish.forms.{kind}")
            yield Problem(Place.whole(before.name), "E707", kind=of_kind, old=len(missed), new=len(left), gone=gone)
    if forgotten := sorted(before.registered.keys() - registered.keys()):
        files = translate("publish.between").join(file_of(form) for form in forgotten)
        yield Problem(Place.whole(REGISTER), "E732", baseline=before.name, count=len(forgotten), files=files)
    if altered := sorted(altered_lines(before.registered, registered)):
        shown = (translate("publish.registered", file=file_of(form), line=line) for form, line in altered)
        lines = translate("publish.between").join(shown)
        yield Problem(Place.whole(REGISTER), "E735", baseline=before.name, count=len(altered), lines=lines)


def altered_lines(before: Mapping[str, Iterable[str]], now: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """The form and the text of each registered line that is gone or was altered, for forms that are still there.

    Hashes are cut to their first characters, which are enough to find the line.
    """
    for form in before.keys() & now.keys():
        yield from ((form, LONG_HASH.sub(r"\1…", line)) for line in before[form] if not line_remains(line, now[form]))
