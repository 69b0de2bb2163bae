"""Templates of a project that replace the product's: checks for unusable, unused and outdated ones.

The first line of a copy has the first digits of the SHA-256 of the template that it was made from, so that a copy is
reported when the product's template changes.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.output.template_folders import (
    FOLDER,
    PREVIEW,
    STANDALONE,
    THEME_FOLDER,
    template_folders,
    theme_files,
)
from generator.problems import Place, Problem
from generator.system.cache import TEMPLATES
from generator.system.filesystem import named_files

ASSETS = "assets"
# What is taken from the product alone.
NEVER = (PREVIEW, STANDALONE)
LEFT_BY_OTHERS = re.compile(r"(?:^|/)(?:\..*|Thumbs\.db|.*~)$")
DIGITS = 12
# How like a name must be, of 1, to be offered.
LIKE = 0.8
MADE_FROM = re.compile(rf"gongkai ([0-9a-f]{{{DIGITS}}})\b")
COMMENTS = {".html": "{{# {} #}}", ".css": "/* {} */", ".js": "/* {} */", ".svg": "<!-- {} -->"}


def template_problems(root: Path) -> list[Problem]:
    """E543 for an unusable template of a project: no folder, no regular file, or an empty override.

    Nothing is opened that is no file: a read from a pipe would never end. Raises OSError.
    """
    if os.path.lexists(root / TEMPLATES) and not (root / TEMPLATES).is_dir():
        return [Problem(Place.whole(TEMPLATES), "E543", form="folder")]
    folders = template_folders(root)
    if len(folders) < 2:
        return []
    shipped, problems = files_in(folders[-1]), []
    for name, path in files_in(folders[0]).items():
        is_page = name in shipped and path.suffix == ".html" and not name.startswith((*NEVER, f"{THEME_FOLDER}/"))
        # A broken link is reported when it is opened.
        if path.exists() and not path.is_file():
            problems.append(Problem(Place.whole(FOLDER + name), "E543", form="kind"))
        elif is_page and path.exists() and not path.read_bytes().strip():
            problems.append(Problem(Place(FOLDER + name), "E543", form="empty"))
    return problems


def override_remarks(folders: Sequence[Path]) -> list[Problem]:
    """The warnings about the templates of a project. Raises OSError.

    `folders` are those of the project and of the product; the product's alone for a project without templates.
    """
    if len(folders) < 2:
        return []
    files, shipped = files_in(folders[0]), files_in(folders[-1])
    usable = [name for name in shipped if not name.startswith(NEVER)]
    usable += [f"{THEME_FOLDER}/{name}" for name in theme_files()]
    texts = {name: path.read_bytes() for name, path in files.items() if not path.exists() or path.is_file()}
    remarks: list[Problem] = []
    for name, content in texts.items():
        if name in shipped and name in usable:
            remarks += hidden(name, content, shipped[name].read_bytes())
        elif name not in usable and not is_named(name, texts):
            near = nearest(name, usable)
            form = "product" if name.startswith(NEVER) else "near" if near else "none"
            remarks.append(Problem(Place.whole(FOLDER + name), "W701", form=form, near=FOLDER + near))
    return remarks


def files_in(folder: Path) -> dict[str, Path]:
    """The files of a template folder by name, without files of systems and editors."""
    return {name: path for name, path in named_files(folder).items() if not LEFT_BY_OTHERS.search(name)}


def nearest(name: str, usable: Sequence[str]) -> str:
    """The template that a file was probably meant to replace: one of the same file name, else one of a similar name."""
    elsewhere = (other for other in usable if PurePosixPath(other).name == PurePosixPath(name).name)
    return next(elsewhere, "") or next(iter(get_close_matches(name, usable, 1, LIKE)), "")


def is_named(name: str, texts: Mapping[str, bytes]) -> bool:
    """Whether another file of the project refers to this one; never for files that cannot be used."""
    path = PurePosixPath(name)
    if name.startswith(NEVER) or (path.suffix != ".html" and path.parts[0] not in (ASSETS, THEME_FOLDER)):
        return False
    reference = path.name if path.parts[0] == ASSETS else name.removeprefix(f"{THEME_FOLDER}/")
    return any(reference.encode() in text for other, text in texts.items() if other != name)


def hidden(name: str, own: bytes, shipped: bytes) -> Iterator[Problem]:
    """W702 for a copy without a mark of the template that it was made from, or made from another version of it."""
    comment = COMMENTS.get(PurePosixPath(name).suffix)
    if comment is None or own == shipped:
        return
    now = sha256(shipped).hexdigest()[:DIGITS]
    mark = MADE_FROM.search(own.partition(b"\n")[0].decode("utf-8", "replace"))
    if mark is None or mark[1] != now:
        form = "unmarked" if mark is None else "changed"
        was = mark[1] if mark else ""
        yield Problem(Place(FOLDER + name), "W702", form=form, mark=comment.format(f"gongkai {now}"), was=was)
