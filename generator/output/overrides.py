"""Templates that a project has in the place of the product's: which cannot be used, never are, or hide a newer one.

The first line of a copy tells which template of the product it was made from, by the first digits of its SHA-256. When
the product's template changes, the copy hides that, and its owner is told.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.output.render import FOLDER, THEME_FOLDER
from generator.output.theme_shell import theme_files
from generator.problems import Place, Problem
from generator.system.cache import TEMPLATES
from generator.system.distribution import package_path
from generator.system.filesystem import named_files

ASSETS = "assets"
# The preview takes these from the product alone.
NEVER = "serve/"
LEFT_BY_OTHERS = re.compile(r"(?:^|/)(?:\..*|Thumbs\.db|.*~)$")
DIGITS = 12
# How like a name must be, of 1, to be offered.
LIKE = 0.8
MADE_FROM = re.compile(rf"gongkai ([0-9a-f]{{{DIGITS}}})\b")
COMMENTS = {".html": "{{# {} #}}", ".css": "/* {} */", ".js": "/* {} */", ".svg": "<!-- {} -->"}


def template_folders(root: Path) -> tuple[Path, ...]:
    """The template folders in order of precedence: that of the project, then that of the product."""
    own, product = root / TEMPLATES, package_path(TEMPLATES)
    return (own, product) if own.is_dir() and own.resolve() != product.resolve() else (product,)


def template_problems(root: Path) -> list[Problem]:
    """E543 for what cannot be a template of a project: no folder, no file, or a template of ours left empty.

    Nothing is opened that is no file: a read from a pipe would never end. Raises OSError.
    """
    if os.path.lexists(root / TEMPLATES) and not (root / TEMPLATES).is_dir():
        return [Problem(Place.whole(TEMPLATES), "E543", form="folder")]
    folders = template_folders(root)
    if len(folders) < 2:
        return []
    shipped, problems = files_in(folders[-1]), []
    for name, path in files_in(folders[0]).items():
        is_page = name in shipped and path.suffix == ".html" and not name.startswith((NEVER, f"{THEME_FOLDER}/"))
        # A link that leads nowhere is told by whoever opens it.
        if path.exists() and not path.is_file():
            problems.append(Problem(Place.whole(FOLDER + name), "E543", form="kind"))
        elif is_page and path.exists() and not path.read_bytes().strip():
            problems.append(Problem(Place(FOLDER + name), "E543", form="empty"))
    return problems


def override_remarks(folders: Sequence[Path]) -> list[Problem]:
    """What is to be said of the templates of a project, beside what stops a build. Raises OSError.

    `folders` are those of the project and of the product; the product's alone for a project without templates.
    """
    if len(folders) < 2:
        return []
    files, shipped = files_in(folders[0]), files_in(folders[-1])
    known = [name for name in shipped if not name.startswith(NEVER)]
    known += [f"{THEME_FOLDER}/{name}" for name in theme_files()]
    texts = {name: path.read_bytes() for name, path in files.items() if not path.exists() or path.is_file()}
    remarks: list[Problem] = []
    for name, content in texts.items():
        if name in shipped and name in known:
            remarks += hidden(name, content, shipped[name].read_bytes())
        elif name not in known and not is_named(name, texts):
            near = nearest(name, known)
            place = Place.whole(FOLDER + name)
            remarks.append(Problem(place, "W701", form="near" if near else "none", near=FOLDER + near))
    return remarks


def files_in(folder: Path) -> dict[str, Path]:
    """The files of a template folder by name, without files of systems and editors."""
    return {name: path for name, path in named_files(folder).items() if not LEFT_BY_OTHERS.search(name)}


def nearest(name: str, known: Sequence[str]) -> str:
    """The template that a file was probably meant to be: of the same name in another folder, or spelled nearly so."""
    elsewhere = (one for one in known if PurePosixPath(one).name == PurePosixPath(name).name)
    return next(elsewhere, "") or next(iter(get_close_matches(name, known, 1, LIKE)), "")


def is_named(name: str, texts: Mapping[str, bytes]) -> bool:
    """Whether another file of the project names this one, and so may use it; files that nobody can use never count."""
    path = PurePosixPath(name)
    if name.startswith(NEVER) or (path.suffix != ".html" and path.parts[0] not in (ASSETS, THEME_FOLDER)):
        return False
    asked = path.name if path.parts[0] == ASSETS else name.removeprefix(f"{THEME_FOLDER}/")
    return any(asked.encode() in text for other, text in texts.items() if other != name)


def hidden(name: str, own: bytes, shipped: bytes) -> Iterator[Problem]:
    """What is said of a copy that does not tell which template it was made from, or was made from another one."""
    comment = COMMENTS.get(PurePosixPath(name).suffix)
    if comment is None or own == shipped:
        return
    now = sha256(shipped).hexdigest()[:DIGITS]
    found = MADE_FROM.search(own.partition(b"\n")[0].decode("utf-8", "replace"))
    if found is None or found[1] != now:
        form = "unmarked" if found is None else "changed"
        was = found[1] if found else ""
        yield Problem(Place(FOLDER + name), "W702", form=form, mark=comment.format(f"gongkai {now}"), was=was)
