"""Forms that were public before and are no longer: a look at the new site alone does not show that they are missing.

What was public before is known from the site that is there, from the manifest of a published one, or from a commit.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from generator.corpus import FOLDER
from generator.manifest import Manifest
from generator.problems import Place, Problem
from generator.register import FILE, LINE, file_of
from generator.words import say

PART = "[a-z0-9-]+"
# A form of a department, or of one of its projects; form/ and embed/ hold other views of the same form.
FORM = rf"{PART}/{PART}/(?:19|20)[0-9]{{2}}/(?:(?!form/|embed/){PART}/)?"
PAGE = re.compile(rf"({FORM})index\.html")
FORM_ADDRESS = re.compile(FORM)
PROJECT_DEPTH = 4
REGISTER = f"{FOLDER}/{FILE}"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was public before: the addresses of the forms, and of those that the register named.

    `name` is what messages call the site, the file or the commit that tells it.
    """

    name: str
    forms: frozenset[str]
    registered: frozenset[str]


def of_manifest(name: str, manifest: Manifest) -> Baseline:
    """The baseline that a published site gives."""
    return Baseline(name, form_pages(manifest.files), frozenset(manifest.registered))


def of_sources(name: str, files: Iterable[str], register: str) -> Baseline:
    """The baseline that a state of the content gives: its files, relative to the project, and its register's text."""
    stems = (file.removeprefix(f"{FOLDER}/").removesuffix(".yml") for file in files if file.endswith(".yml"))
    addresses = frozenset(f"{stem}/" for stem in stems if FORM_ADDRESS.fullmatch(f"{stem}/"))
    lines = (LINE.fullmatch(line.strip().removeprefix("- ")) for line in register.splitlines())
    return Baseline(name, addresses, frozenset(f"{line['record']}/" for line in lines if line))


def form_pages(files: Iterable[str]) -> frozenset[str]:
    """The addresses of the forms in a site."""
    return frozenset(page[1] for page in map(PAGE.fullmatch, files) if page)


def losses(
    before: Baseline, now: Collection[str], registered: Collection[str], withdrawn: Collection[str]
) -> Iterator[Problem]:
    """What was lost by mistake, until somebody says otherwise.

    More than a tenth of the departments' or of the projects' forms (E707; the `withdrawn` are not missed), or a form
    that was registered and that the register does not name any more (E732).
    """
    for kind, is_project in (("department", False), ("project", True)):
        missed = {form for form in before.forms if is_of_project(form) == is_project} - set(withdrawn)
        left = {form for form in now if is_of_project(form) == is_project}
        if (len(missed) - len(left)) * 10 > len(missed):
            gone = say("publish.between").join(sorted(missed - left))
            of_kind = say(f"publish.forms.{kind}")
            yield Problem(Place.whole(before.name), "E707", kind=of_kind, old=len(missed), new=len(left), gone=gone)
    if forgotten := sorted(before.registered - set(registered)):
        files = say("publish.between").join(file_of(form) for form in forgotten)
        yield Problem(Place.whole(REGISTER), "E732", name=before.name, count=len(forgotten), files=files)


def is_of_project(address: str) -> bool:
    """Whether a form is one of a project, by its address."""
    return address.count("/") == PROJECT_DEPTH
