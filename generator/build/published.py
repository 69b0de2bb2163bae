"""The published site: its counts, and the paths inside the work folder of its builds.

site/                 the published folder, at every moment one whole site, old or new
.site.work/lock       locked by the running build; the system releases it with the process
.site.work/staging    the new site in a folder of its own for each build, until it is verified; after the switch the
                      old one until it is removed
.site.work/mirror     hard links to all files of the published site (mirror.py)
.site.work/removed    a folder while it is removed
.site.work/previous   the old site during a switch, where the system cannot exchange two folders in one step
.site.work/made-from  the signatures and hashes of all that the site was built from (up_to_date.py)
.site.work/kept       the cache
.site.work/rows       the rows of all tables (rows.py)
.site.work/archives   the paths of archives of the site (archive.py)
"""

from dataclasses import dataclass, field
from pathlib import Path

from generator.problems import Problem
from generator.system.manifest import Manifest

STAGING = "staging"
REMOVED = "removed"
MIRROR = "mirror"
STATE = "made-from"
CACHE = "kept"
ROWS = "rows"
ARCHIVE_LIST = "archives"
IN_WORK_FOLDER = frozenset({"lock", STAGING, REMOVED, MIRROR, "previous", STATE, CACHE, ROWS, ARCHIVE_LIST})


@dataclass(frozen=True, slots=True)
class Published:
    """The counts of a published site: pages, files, bytes, and files that differ from the previous site.

    `unregistered` are the forms that the register of the project lacks, 0 without a register. `left_out` are the
    problems for which files were left out, `suspended` the addresses of their pages. `signature` is that of its files,
    "" where they were not looked at.
    """

    pages: int
    files: int
    size: int
    changed: int
    removed: int
    unregistered: int = 0
    left_out: tuple[Problem, ...] = ()
    suspended: tuple[str, ...] = ()
    signature: str = field(default="", compare=False)


def work_folder(target: Path) -> Path:
    """The path of the work folder of builds, in the parent folder of the site."""
    return target.parent / f".{target.name}.work"


def summary_of(manifest: Manifest, old: Manifest | None) -> Published:
    """The counts of a published site and of what changed."""
    before = old.files if old else {}
    return Published(
        pages=manifest.pages,
        files=len(manifest.files),
        size=manifest.size,
        changed=sum(before.get(path) != entry for path, entry in manifest.files.items()),
        removed=len(before.keys() - manifest.files.keys()),
    )
