"""The files of this program, installed or in a checkout, and a wheel of them.

A project keeps the wheel, so that it can be built with exactly this program and without a package index.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from generator import __version__
from generator.problems import HostError, Place, Problem
from generator.system.cache import PACKAGE, TEMPLATES

NAME = "gongkai"
LOCK = "requirements.lock"
# Files of the package that are elsewhere in a checkout: path in the package -> path in the checkout.
IN_CHECKOUT = {
    TEMPLATES: TEMPLATES,
    LOCK: LOCK,
    "starter/content/_example.yml": "content/_example.yml",
    "starter/content/_project.yml": "content/_project.yml",
    "starter/content/pages/glossary.md": "content/pages/glossary.md",
    "starter/docs/data-format.md": "docs/data-format.md",
    "starter/docs/forms.md": "docs/forms.md",
}
SKIPPED = re.compile(r"(?:^|/)__pycache__/|\.py[co]$|~$|\.sw[op]$|(?:^|/)(?:\.DS_Store|Thumbs\.db)$")
TAG = "py3-none-any"
WHEEL = f"Wheel-Version: 1.0\nGenerator: {NAME} {__version__}\nRoot-Is-Purelib: true\nTag: {TAG}\n"


def package_path(path: str) -> Path:
    """The path of a file or folder of the package, installed or in a checkout."""
    inside = PACKAGE / path
    return inside if inside.exists() or path not in IN_CHECKOUT else PACKAGE.parent / IN_CHECKOUT[path]


def package_files() -> dict[str, Path]:
    """Every file of the package by its path inside it, sorted."""
    files = dict(files_in(PACKAGE, ""))
    for path in IN_CHECKOUT:
        files |= dict(files_in(package_path(path), path))
    return dict(sorted(files.items()))


def files_in(place: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    """A file named `prefix`, or all files of a folder below that name, without those that Python and editors leave."""
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
    """The wheel of this program, uncompressed, so that its bytes are the same on every machine.

    Raises OSError, HostError where the program is not installed.
    """
    # Imported here, as in metadata_files, for most commands ask for paths alone.
    from zipfile import ZIP_STORED

    from generator.system.zips import zip_bytes

    files = {f"generator/{path}": file.read_bytes() for path, file in package_files().items()}
    folder = f"{NAME}-{__version__}.dist-info"
    files |= {f"{folder}/{path}": text.encode() for path, text in sorted(metadata_files().items())}
    rows = [f"{path},{record_hash(content)},{len(content)}" for path, content in files.items()]
    record = f"{folder}/RECORD"
    files[record] = "\n".join([*rows, f"{record},,", ""]).encode()
    return zip_bytes(((path, [content]) for path, content in files.items()), ZIP_STORED)


def record_hash(content: bytes) -> str:
    """The hash of a file in the notation of RECORD."""
    return "sha256=" + urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()


def metadata_files() -> dict[str, str]:
    """The metadata files of the wheel, from the installed package, without the long description."""
    from importlib import metadata

    try:
        installed = metadata.distribution(NAME)
    except metadata.PackageNotFoundError as error:
        raise HostError([Problem(Place.whole(NAME), "E730")]) from error
    head = (installed.read_text("METADATA") or "").partition("\n\n")[0]
    head = re.sub(r"(?m)^Description-Content-Type: .*\n?", "", head)
    texts = {
        "METADATA": re.sub(r"(?m)^Version: .*$", f"Version: {__version__}", head).rstrip("\n") + "\n",
        "WHEEL": WHEEL,
        "entry_points.txt": installed.read_text("entry_points.txt") or "",
        "licenses/LICENSE": installed.read_text("licenses/LICENSE") or "",
    }
    return {path: text for path, text in texts.items() if text}
