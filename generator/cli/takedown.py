"""Which of the files that are held were public already: what the site that stands shows, and what was registered."""

import re
from collections.abc import Iterable
from pathlib import Path

from generator.build.links import INDEX
from generator.content.corpus import FOLDER
from generator.content.file_names import NOTICES, PAGES
from generator.content.loader import Loader
from generator.content.register import FILE as REGISTER
from generator.problems import Problem
from generator.secrecy.template_gate import TEMPLATES as TEMPLATES
from generator.system.manifest import read_manifest

FORM = re.compile(rf"{FOLDER}/(?P<address>[a-z0-9-]+/[a-z0-9-]+/[0-9]{{4}}(?:/[a-z0-9-]+)?)\.yml")
PROSE = re.compile(rf"{FOLDER}/(?:{PAGES}/(?P<page>[a-z0-9-]+)|(?P<notice>{NOTICES}/[a-z0-9-]+))\.md")
ABOUT = re.compile(rf"{FOLDER}/(?P<address>[a-z0-9-]+(?:/[a-z0-9-]+)?)/(?:department|jurisdiction)\.yml")


def held_and_public(root: Path, target: Path, problems: Iterable[Problem]) -> tuple[str, ...] | None:
    """The addresses of what is held and was public; None where nobody can tell: no site stands, nothing is registered.

    Also None where a hold concerns what has no address of its own, a template or a file whose name is not shown. What
    is neither content nor a template cannot be left out.
    """
    places = (f"{FOLDER}/", f"{TEMPLATES}/")
    holds = [one for one in problems if one.code.startswith("S") and one.place.path.startswith(places)]
    manifest = read_manifest(target)
    public = {path.removesuffix(INDEX) for path in manifest.files if path.endswith(INDEX)} if manifest else set()
    public |= registered_addresses(root)
    held = [address_of(hold.place.path) for hold in holds]
    if not holds:
        return ()
    found = tuple(sorted({address for address in held if address in public}))
    return found if found or (public and None not in held) else None


def registered_addresses(root: Path) -> set[str]:
    """The addresses of the forms that were registered, as far as the register can be read."""
    reader = Loader(root)
    path = root / FOLDER / REGISTER
    if path.is_file():
        reader.register(path)
    return {address for address, versions in reader.registered.items() if not versions[-1].withdrawn}


def address_of(file: str) -> str | None:
    """The address of the page of a file of the content; None where it has none."""
    for pattern in (FORM, PROSE, ABOUT):
        match = pattern.fullmatch(file)
        if match:
            return f"{next(part for part in match.groups() if part)}/"
    return None
