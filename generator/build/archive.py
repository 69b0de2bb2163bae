"""A ZIP archive of the published site, for upload by hand."""

import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from generator.build.file_checks import fault
from generator.build.published import ARCHIVE_LIST, work_folder
from generator.problems import ContentError, Place, Problem, UsageError
from generator.system.filesystem import SOURCES, translated_os_errors
from generator.system.manifest import NAME, FileEntry, Manifest, pieces, read_manifest
from generator.system.zips import write_members
from generator.words import translate

ENDING = ".zip"


def check_archive_target(archive: Path, site: Path, root: Path) -> None:
    """Check before the build that an archive may and can be written.

    Raises UsageError with all reasons against the path, HostError where it is not writable.
    """
    shown = Place.whole(archive)
    with translated_os_errors(shown):
        reasons = list(_reasons_against(archive, site, root))
        if reasons:
            raise UsageError([Problem(shown, "E714", reason=translate("publish.between").join(reasons))])
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
    """Write the files of the manifest, each compared with its hash, and return the size of the archive.

    Raises UsageError for a folder that is no published site, HostError for a full disk, ContentError for a
    changed file. An older archive is replaced when the new one is complete.
    """
    part = unfinished_path(archive)
    with translated_os_errors(Place.whole(archive), "zip"):
        manifest = read_manifest(site)
        if manifest is None:
            foreign = translate("publish.place.foreign")
            raise UsageError([Problem(Place.whole(site), "E704", reason=foreign)])
        try:
            paths = sorted([NAME, *manifest.files])
            sizes = {path: entry.size for path, entry in manifest.files.items()}
            write_members(part, ((path, _checked_pieces(site, path, manifest)) for path in paths), sizes=sizes)
            part.replace(archive)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return archive.stat().st_size


def unfinished_path(archive: Path) -> Path:
    """The path of the temporary file for an archive, in the same folder."""
    return archive.with_name(f".{archive.name}.part")


def record_archive(site: Path, archive: Path) -> None:
    """Record the path of an archive of a site, relative to the parent of the site; disk errors are ignored."""
    here = site.resolve()
    archives = {*recorded_archives(site), archive.parent.resolve() / archive.name}
    data = {"site": str(here), "archives": sorted(os.path.relpath(path, here.parent) for path in archives)}
    with suppress(OSError):
        (work_folder(site) / ARCHIVE_LIST).write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def recorded_archives(site: Path) -> list[Path]:
    """The recorded archives of a site; in a copy of a project only those inside the copy."""
    here = site.resolve()
    try:
        data = json.loads((work_folder(site) / ARCHIVE_LIST).read_text(encoding="utf-8"))
        paths, is_original = list(map(Path, data["archives"])), data["site"] == str(here)
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [
        Path(os.path.normpath(here.parent / path))
        for path in paths
        if is_original or not (path.is_absolute() or os.pardir in path.parts)
    ]


def rewrite_archives(site: Path, folders: Iterable[Path]) -> list[Path]:
    """Write all archives of a site again: the recorded ones and those in some folders; returns their paths.

    Unfinished archives are deleted.
    """
    places = {folder.resolve() for folder in folders}
    recorded = set(recorded_archives(site))
    candidates = {path for folder in places for path in folder.glob(f"*{ENDING}")} | recorded
    unfinished = {path for folder in places for path in folder.glob(f".*{ENDING}.part")}
    for path in unfinished | set(map(unfinished_path, recorded)):
        with translated_os_errors(Place.whole(path), "zip"):
            path.unlink(missing_ok=True)
    archives = sorted(path for path in candidates if is_site_archive(path))
    for archive in archives:
        write_zip(site, archive)
    return archives


def is_site_archive(path: Path) -> bool:
    """Whether a file is an archive of a published site."""
    try:
        with zipfile.ZipFile(path) as archive:
            return NAME in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _checked_pieces(site: Path, path: str, manifest: Manifest) -> Iterator[bytes]:
    """A file of the site in pieces; ContentError at its end where it differs from the manifest."""
    digest, size = sha256(), 0
    with (site / path).open("rb") as file:
        for piece in pieces(file):
            digest.update(piece)
            size += len(piece)
            yield piece
    if path != NAME and FileEntry(digest.hexdigest(), size) != manifest.files[path]:
        raise ContentError([fault("altered", path)])
