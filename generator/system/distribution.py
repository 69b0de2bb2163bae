"""What the product consists of, in a checkout and installed, and the wheel that holds it.

The wheel is made from the files that the program runs from, so that a project can keep exactly the program that it is
made with and needs no package index for it.
"""

import re
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib import metadata
from io import BytesIO
from pathlib import Path

from generator import __version__
from generator.problems import EnvironmentTrouble, Place, Problem
from generator.system.zips import UNKNOWN, pack

NAME = "gongkai"
PACKAGE = Path(__file__).parents[1]
TEMPLATES = "templates"
LOCK = "requirements.lock"
# Files of the package that a checkout keeps elsewhere: path in the package -> path in the checkout.
IN_CHECKOUT = {
    TEMPLATES: TEMPLATES,
    LOCK: LOCK,
    "starter/content/_example.yml": "content/_example.yml",
    "starter/content/_project.yml": "content/_project.yml",
    "starter/content/pages/glossary.md": "content/pages/glossary.md",
}
SKIPPED = re.compile(r"(?:^|/)__pycache__/|\.py[co]$|~$|\.sw[op]$|(?:^|/)(?:\.DS_Store|Thumbs\.db)$")
TAG = "py3-none-any"
WHEEL = f"Wheel-Version: 1.0\nGenerator: {NAME} {__version__}\nRoot-Is-Purelib: true\nTag: {TAG}\n"


def package_path(path: str) -> Path:
    """Where a file or folder of the package lies: in the package, or for a checkout outside of it."""
    inside = PACKAGE / path
    return inside if inside.exists() or path not in IN_CHECKOUT else PACKAGE.parent / IN_CHECKOUT[path]


def package_files() -> dict[str, Path]:
    """Every file of the package by its path inside it, sorted."""
    found = dict(files_in(PACKAGE, ""))
    for path in IN_CHECKOUT:
        found |= dict(files_in(package_path(path), path))
    return dict(sorted(found.items()))


def files_in(place: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    """A file under the name `prefix`, or every file of a folder under it, without what Python and editors leave."""
    if place.is_file():
        yield prefix, place
    for path in place.rglob("*"):
        name = f"{prefix}/{path.relative_to(place).as_posix()}".lstrip("/")
        if path.is_file() and not SKIPPED.search(name):
            yield name, path


def wheel_name() -> str:
    """The file name of the wheel of this version."""
    return f"{NAME}-{__version__}-{TAG}.whl"


def wheel() -> bytes:
    """The wheel of this program: the same bytes from the same files on every machine, for nothing in it is deflated.

    Raises OSError, EnvironmentTrouble where the program was never installed.
    """
    files = {f"generator/{path}": file.read_bytes() for path, file in package_files().items()}
    folder = f"{NAME}-{__version__}.dist-info"
    files |= {f"{folder}/{path}": text.encode() for path, text in sorted(metadata_files().items())}
    rows = [f"{path},{record_hash(content)},{len(content)}" for path, content in files.items()]
    record = f"{folder}/RECORD"
    files[record] = "\n".join([*rows, f"{record},,", ""]).encode()
    packed = BytesIO()
    pack(packed, ((path, [content], UNKNOWN) for path, content in files.items()), zipfile.ZIP_STORED)
    return packed.getvalue()


def record_hash(content: bytes) -> str:
    """The hash of a file as the RECORD of a wheel writes it."""
    return "sha256=" + urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()


def metadata_files() -> dict[str, str]:
    """What a wheel tells of itself, as the installation of this program has it, without the long description."""
    try:
        installed = metadata.distribution(NAME)
    except metadata.PackageNotFoundError as error:
        raise EnvironmentTrouble([Problem(Place.whole(NAME), "E730")]) from error
    head = (installed.read_text("METADATA") or "").partition("\n\n")[0]
    head = re.sub(r"(?m)^Description-Content-Type: .*\n?", "", head)
    texts = {
        "METADATA": re.sub(r"(?m)^Version: .*$", f"Version: {__version__}", head).rstrip("\n") + "\n",
        "WHEEL": WHEEL,
        "entry_points.txt": installed.read_text("entry_points.txt") or "",
        "licenses/LICENSE": installed.read_text("licenses/LICENSE") or "",
    }
    return {path: text for path, text in texts.items() if text}
