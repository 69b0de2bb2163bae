"""One zip of the published folder, for those who carry it to the portal's web server by hand."""

import zipfile
from contextlib import suppress
from pathlib import Path

from generator.disk import told
from generator.manifest import NAME, Entry, Manifest, read_manifest
from generator.problems import EnvironmentTrouble, Place, Problem, Refused
from generator.verify import fault
from generator.words import say

EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE_FILE = 0o100644


def write_zip(site: Path, archive: Path) -> int:
    """Packs the files of the manifest, each held against its hash, and returns the size of the archive.

    Names sorted, dates fixed: the same site packs to the same bytes wherever the same zlib is at work.
    Raises EnvironmentTrouble for a folder we did not publish and for a full disk, Refused for a changed file.
    An older archive stays as it is until the new one is whole.
    """
    shown = Place(archive.name)
    part = archive.with_name(f".{archive.name}.part")
    with told(shown):
        manifest = read_manifest(site)
        if manifest is None:
            raise EnvironmentTrouble([Problem(Place(site.name), "E704", reason=say("publish.place.foreign"))])
        try:
            _pack(site, manifest, part)
            part.replace(archive)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return archive.stat().st_size


def _pack(site: Path, manifest: Manifest, part: Path) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted([NAME, *manifest.files]):
            content = (site / path).read_bytes()
            if path != NAME and Entry.of(content) != manifest.files[path]:
                raise Refused([fault("altered", path)])
            member = zipfile.ZipInfo(path, EARLIEST)
            member.create_system = UNIX
            member.external_attr = READABLE_FILE << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(member, content)
