"""One zip of the published folder, for those who carry it to the portal's web server by hand."""

import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from generator.build.publish import ARCHIVE_LIST, work_folder
from generator.build.verify import fault
from generator.problems import Place, Problem, Refused, UsageTrouble
from generator.system.filesystem import SOURCES, translated_os_errors
from generator.system.manifest import NAME, PIECE, FileEntry, Manifest, read_manifest
from generator.system.zips import Member, pack
from generator.words import translate

ENDING = ".zip"


def check_archive_target(archive: Path, site: Path, root: Path) -> None:
    """Sees, before anything is built, that a zip may and can be written there.

    Raises UsageTrouble with everything that speaks against the place, EnvironmentTrouble when the disk says no.
    """
    shown = Place.whole(archive.as_posix())
    with translated_os_errors(shown):
        reasons = list(_reasons_against(archive, site, root))
        if reasons:
            raise UsageTrouble([Problem(shown, "E714", reason=translate("publish.between").join(reasons))])
        trial = archive.with_name(f".{archive.name}.trial")
        trial.touch()
        trial.unlink()


def _reasons_against(archive: Path, site: Path, root: Path) -> Iterator[str]:
    around = archive.resolve().parents
    if archive.suffix.lower() != ENDING:
        yield translate("publish.zip.ending")
    if site.resolve() in around:
        yield translate("publish.zip.site")
    for folder in SOURCES:
        if root.resolve() / folder in around:
            yield translate("publish.place.inside", folder=folder)
    if not archive.parent.is_dir():
        yield translate("publish.zip.nowhere", folder=archive.parent.as_posix())
    elif archive.exists() and not (archive.is_file() and is_zip(archive)):
        yield translate("publish.zip.foreign")


def is_zip(file: Path) -> bool:
    """Whether a file is a zip. Raises OSError for one that cannot be read."""
    with file.open("rb") as content:
        return zipfile.is_zipfile(content)


def write_zip(site: Path, archive: Path) -> int:
    """Packs the files of the manifest, each held against its hash, and returns the size of the archive.

    Raises UsageTrouble for a folder we did not publish, EnvironmentTrouble for a full disk, Refused for a changed
    file. An older archive stays as it is until the new one is whole.
    """
    part = unfinished_path(archive)
    with translated_os_errors(Place.whole(archive.as_posix()), "zip"):
        manifest = read_manifest(site)
        if manifest is None:
            raise UsageTrouble(
                [Problem(Place.whole(site.as_posix()), "E704", reason=translate("publish.place.foreign"))]
            )
        try:
            pack(part, _members(site, manifest))
            part.replace(archive)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return archive.stat().st_size


def unfinished_path(archive: Path) -> Path:
    """The file beside an archive in which it is written, until it is whole."""
    return archive.with_name(f".{archive.name}.part")


def record_archive(site: Path, archive: Path) -> None:
    """Notes where a site was packed to, as seen from the folder around it; what the disk does not take is not noted."""
    here = site.resolve()
    known = {*recorded_archives(site), archive.parent.resolve() / archive.name}
    note = {"site": str(here), "archives": sorted(os.path.relpath(path, here.parent) for path in known)}
    with suppress(OSError):
        (work_folder(site) / ARCHIVE_LIST).write_text(json.dumps(note, ensure_ascii=False, indent=1), encoding="utf-8")


def recorded_archives(site: Path) -> list[Path]:
    """Where a site was packed to, as far as that was noted.

    In a copy of a project only what lies in the copy counts: what lies beside the original is the archive of that.
    """
    here = site.resolve()
    try:
        note = json.loads((work_folder(site) / ARCHIVE_LIST).read_text(encoding="utf-8"))
        ways, is_noted_here = [Path(way) for way in note["archives"]], note["site"] == str(here)
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [
        Path(os.path.normpath(here.parent / way))
        for way in ways
        if is_noted_here or not (way.is_absolute() or os.pardir in way.parts)
    ]


def rewrite_archives(site: Path, folders: Iterable[Path]) -> list[Path]:
    """Packs the site anew into each archive of it that was noted or lies in one of the folders; returns these.

    What was left of one that was half written goes.
    """
    places = {folder.resolve() for folder in folders}
    noted = set(recorded_archives(site))
    found = {path for folder in places for path in folder.glob(f"*{ENDING}")} | noted
    parts = {part for folder in places for part in folder.glob(f".*{ENDING}.part")} | set(map(unfinished_path, noted))
    for part in parts:
        with translated_os_errors(Place.whole(part.as_posix()), "zip"):
            part.unlink(missing_ok=True)
    ours = sorted(path for path in found if is_site_archive(path))
    for archive in ours:
        write_zip(site, archive)
    return ours


def is_site_archive(path: Path) -> bool:
    """Whether a file is a zip of a published site."""
    try:
        with zipfile.ZipFile(path) as packed:
            return NAME in packed.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _members(site: Path, manifest: Manifest) -> Iterator[Member]:
    """The files of a site in the order of their names; Refused where one is not what the manifest says."""
    for path in sorted([NAME, *manifest.files]):
        entry = manifest.files.get(path)
        yield path, _checked_pieces(site / path, path, entry), entry.size if entry else (site / path).stat().st_size


def _checked_pieces(file: Path, path: str, entry: FileEntry | None) -> Iterator[bytes]:
    """A file piece by piece; Refused at its end where it was not what its entry says."""
    known, size = sha256(), 0
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            known.update(piece)
            size += len(piece)
            yield piece
    if entry and FileEntry(known.hexdigest(), size) != entry:
        raise Refused([fault("altered", path)])
