"""Forms that were public before and are no longer: a look at the new site alone does not show that they are missing.

What was public before is known from the site that is there, from the manifest of a published one, or from a commit.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.content.corpus import FOLDER
from generator.content.register import FILE, file_of, is_kept, line_parts
from generator.problems import Place, Problem
from generator.system.manifest import Manifest
from generator.words import translate

SLUG = "[a-z0-9-]+"
# A form of a department, or of one of its projects. form/ holds another view of the same form, as embed/ did in sites
# that earlier versions built.
FORM = rf"{SLUG}/{SLUG}/(?:19|20)[0-9]{{2}}/(?:(?!form/|embed/){SLUG}/)?"
PAGE = re.compile(rf"({FORM})index\.html")
FORM_ADDRESS = re.compile(FORM)
LONG_HASH = re.compile(r"([0-9a-f]{8})[0-9a-f]{56}")
PROJECT_DEPTH = 4
REGISTER = f"{FOLDER}/{FILE}"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was public before: the addresses of the forms, and the lines of the register by the address of the form.

    `name` is what messages call the site, the file or the commit that tells it.
    """

    name: str
    forms: frozenset[str]
    registered: Mapping[str, tuple[str, ...]]


def baseline_of_manifest(name: str, manifest: Manifest) -> Baseline:
    """The baseline that a published site gives."""
    return Baseline(name, form_addresses(manifest.files), manifest.registered)


def baseline_of_sources(name: str, files: Iterable[str], register: str) -> Baseline:
    """The baseline that a state of the content gives: its files, relative to the project, and its register's text."""
    stems = (file.removeprefix(f"{FOLDER}/").removesuffix(".yml") for file in files if file.endswith(".yml"))
    addresses = frozenset(f"{stem}/" for stem in stems if FORM_ADDRESS.fullmatch(f"{stem}/"))
    lines: dict[str, tuple[str, ...]] = {}
    for address, line in filter(None, (line_parts(line.strip().removeprefix("- ")) for line in register.splitlines())):
        lines[address] = (*lines.get(address, ()), line)
    return Baseline(name, addresses, lines)


def form_addresses(files: Iterable[str]) -> frozenset[str]:
    """The addresses of the forms in a site."""
    return frozenset(page[1] for page in map(PAGE.fullmatch, files) if page)


def lost_forms(
    before: Baseline, now: Collection[str], registered: Mapping[str, Collection[str]], withdrawn: Collection[str]
) -> Iterator[Problem]:
    """What was lost by mistake, until somebody says otherwise.

    More than a tenth of the departments' or of the projects' forms (E707; the `withdrawn` are not missed), a form that
    was registered and that the register does not name any more (E732), or a line of it that is gone or differs (E735).
    """
    for kind, is_project in (("department", False), ("project", True)):
        missed = {form for form in before.forms if is_project_address(form) == is_project} - set(withdrawn)
        left = {form for form in now if is_project_address(form) == is_project}
        if (len(missed) - len(left)) * 10 > len(missed):
            gone = translate("publish.between").join(sorted(missed - left))
            of_kind = translate(f"publish.forms.{kind}")
            yield Problem(Place.whole(before.name), "E707", kind=of_kind, old=len(missed), new=len(left), gone=gone)
    if forgotten := sorted(before.registered.keys() - registered.keys()):
        files = translate("publish.between").join(file_of(form) for form in forgotten)
        yield Problem(Place.whole(REGISTER), "E732", baseline=before.name, count=len(forgotten), files=files)
    if altered := sorted(altered_lines(before.registered, registered)):
        told = (translate("publish.registered").format(file=file_of(form), line=line) for form, line in altered)
        lines = translate("publish.between").join(told)
        yield Problem(Place.whole(REGISTER), "E735", baseline=before.name, count=len(altered), lines=lines)


def altered_lines(before: Mapping[str, Iterable[str]], now: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """The form and the beginning of each line that does not stand any more in the lines of a form that is still there.

    A hash is cut to its first characters: they are enough to find the line by.
    """
    for form in before.keys() & now.keys():
        yield from ((form, LONG_HASH.sub(r"\1…", line)) for line in before[form] if not is_kept(line, now[form]))


def is_project_address(address: str) -> bool:
    """Whether a form is one of a project, by its address."""
    return address.count("/") == PROJECT_DEPTH
