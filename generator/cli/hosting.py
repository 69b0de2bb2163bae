"""What is to be said of a finished site before it is handed to a host: its size, and what nobody has registered."""

from pathlib import Path

from generator.build.baseline import form_addresses
from generator.content.corpus import current_path
from generator.content.registration import NAME as REGISTER
from generator.content.registration import moved_folders
from generator.problems import Place, Problem
from generator.system.manifest import Manifest, read_manifest

MEGABYTE = 1_000_000
# The hosts that a project may publish to, by the file that does it: name, and how many megabytes a site may have.
HOSTS = (
    (".gitlab-ci.yml", "gitlab", "GitLab Pages", 100),
    (".github/workflows", "github", "GitHub Pages", 1000),
)
# Told before the limit is met: from so many of a hundred parts on.
NEAR = 80


def megabytes(size: int) -> str:
    """A number of bytes in megabytes, rounded up to a tenth."""
    tenths = -(-size * 10 // MEGABYTE)
    return f"{tenths // 10}.{tenths % 10}"


def site_remarks(root: Path, site: Path) -> list[Problem]:
    """What is to be said of the site of a project; nothing of a folder that is none. Raises OSError."""
    manifest = read_manifest(site)
    if manifest is None:
        return []
    return [*size_remarks(root, site, manifest), *register_remarks(root, manifest)]


def size_remarks(root: Path, site: Path, manifest: Manifest) -> list[Problem]:
    """W703 for each host of the project whose limit the site comes near to."""
    size = sum(entry.size for entry in manifest.files.values())
    place, shown, files = Place.whole(site.name), megabytes(size), len(manifest.files)
    return [
        Problem(place, "W703", form=form, host=host, most=most, size=shown, files=files)
        for file, form, host, most in HOSTS
        if (root / file).exists() and size * 100 >= most * MEGABYTE * NEAR
    ]


def register_remarks(root: Path, manifest: Manifest) -> list[Problem]:
    """W704 where a project registers its forms and some that are public are not registered."""
    missing = form_addresses(manifest.files) - manifest.registered.keys()
    if missing:
        # What was registered where its department stood before is registered.
        moved = moved_folders(root)
        missing -= {current_path(path, moved) for path in manifest.registered}
    if not missing or not (root / REGISTER).is_file():
        return []
    return [Problem(Place.whole(REGISTER), "W704", count=len(missing))]
