"""Find out which held files are public: in the published site or in the register."""

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

from generator.build.baseline import SLUG, address_of_file, public_addresses
from generator.content.file_names import FOLDER, NOTICES, PAGES, REGISTER
from generator.content.loader import Loader
from generator.problems import Problem
from generator.secrecy.template_gate import TEMPLATES
from generator.words import translate

# Pages, notices, departments and cities.
OTHER = re.compile(
    rf"{FOLDER}/(?:(?:{PAGES}/({SLUG})|({NOTICES}/{SLUG}))\.md|({SLUG}(?:/{SLUG})?)/(?:department|jurisdiction)\.yml)"
)


def held_public_addresses(root: Path, target: Path, problems: Iterable[Problem]) -> tuple[str, ...] | None:
    """The addresses of held files that are public; None where that is unknown, without a site and a register.

    Also None where a hold is on a file without an address: a template, or a file whose name is not shown. Holds outside
    content and templates do not count.
    """
    places = (f"{FOLDER}/", f"{TEMPLATES}/")
    paths = [problem.place.path for problem in problems if problem.code.startswith("S")]
    held = [address_of(path) for path in paths if path.startswith(places)]
    if not held:
        return ()
    public = public_addresses(target) | registered_addresses(root)
    addresses = tuple(sorted({address for address in held if address in public}))
    return addresses if addresses or (public and None not in held) else None


def takedown_advice(root: Path, output: Path | None, archive: Path | None, problems: tuple[Problem, ...]) -> str | None:
    """The command that takes down held files that are public, or may be; None where none is."""
    addresses = held_public_addresses(root.resolve(), (output or root / "site").absolute(), problems)
    if addresses == ():
        return None
    options = (("--root", None if root == Path() else root), ("--output", output), ("--zip", archive))
    words = [word for name, value in options if value for word in (name, shlex.quote(str(value)))]
    command = " ".join(["gongkai build --hold-back", *words])
    if addresses is None:
        return translate("cli.build.takedown.perhaps", command=command)
    return translate("cli.build.takedown.surely", paths="、".join(addresses), command=command)


def registered_addresses(root: Path) -> set[str]:
    """The addresses of registered forms that were not withdrawn, as far as the register can be read."""
    reader = Loader(root)
    path = root / REGISTER
    if path.is_file():
        reader.register(path)
    return {address for address, versions in reader.registered.items() if not versions[-1].withdrawn}


def address_of(file: str) -> str | None:
    """The address of the page of a content file; None where it has none."""
    match = OTHER.fullmatch(file)
    return f"{next(filter(None, match.groups()))}/" if match else address_of_file(file)
