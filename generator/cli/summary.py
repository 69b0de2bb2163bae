"""The messages about a published site: counts, archives, and warnings."""

from collections.abc import Iterator
from pathlib import Path

from generator.build.archive import record_archive, rewrite_archives, write_zip
from generator.build.baseline import addresses_of_files
from generator.build.options import BuildOptions
from generator.build.publish import Published
from generator.content.corpus import current_path
from generator.content.registration import NAME as REGISTER, moved_folders
from generator.problems import Place, Problem
from generator.system.manifest import Manifest, read_manifest
from generator.words import format_problem, translate

MEGABYTE = 1_000_000
# The file by which a project publishes to a host, key and name of the host, and its limit in megabytes.
HOSTS = (
    (".gitlab-ci.yml", "gitlab", "GitLab Pages", 100),
    (".github/workflows", "github", "GitHub Pages", 1000),
)
# The percentage of the limit from which a warning is given.
NEAR = 80


def published_lines(published: Published, target: Path) -> Iterator[str]:
    """The counts of a published site, and its folder."""
    key = "done" if published.changed or published.removed else "same"
    yield translate(f"cli.build.{key}", pages=published.pages, files=published.files, changed=published.changed)
    yield translate("cli.build.where", target=target, size=megabytes(published.size))


def archive_lines(options: BuildOptions, published: Published, archive: Path | None) -> Iterator[str]:
    """Write the requested archive, and all others where held files were left out; yields a message for each."""
    if archive:
        size = write_zip(options.target, archive.absolute())
        yield translate("cli.build.zipped", archive=archive, size=size)
        record_archive(options.target, archive)
    if options.skip_held:
        if not published.left_out:
            yield translate("cli.build.nothing_held")
        yield from map(format_problem, published.left_out)
        yield from (translate("cli.build.suspended", path=path) for path in published.suspended)
        # Archives outside the project may be of another site.
        parent = options.target.parent.resolve()
        folders = {options.root, parent} if parent.is_relative_to(options.root) else {options.root}
        for rewritten in rewrite_archives(options.target, folders):
            yield translate("cli.build.packed_anew", archive=rewritten)


def megabytes(size: int) -> str:
    """A size in megabytes, rounded up to a tenth."""
    tenths = -(-size * 10 // MEGABYTE)
    return f"{tenths // 10}.{tenths % 10}"


def site_warnings(root: Path, site: Path) -> list[Problem]:
    """All warnings about the site of a project; none where there is no site. Raises OSError."""
    manifest = read_manifest(site)
    if manifest is None:
        return []
    return [*size_warnings(root, site, manifest), *register_warnings(root, manifest)]


def size_warnings(root: Path, site: Path, manifest: Manifest) -> list[Problem]:
    """W703 for each host whose limit is near."""
    place, shown, files = Place.whole(site.name), megabytes(manifest.size), len(manifest.files)
    return [
        Problem(place, "W703", form=form, host=host, most=most, size=shown, files=files)
        for file, form, host, most in HOSTS
        if (root / file).exists() and manifest.size * 100 >= most * MEGABYTE * NEAR
    ]


def register_warnings(root: Path, manifest: Manifest) -> list[Problem]:
    """W704 where a project registers its forms and some that are public are not registered."""
    missing = addresses_of_files(manifest.files) - manifest.registered.keys()
    if missing:
        # Registered at an earlier address of the department.
        moved = moved_folders(root)
        missing -= {current_path(path, moved) for path in manifest.registered}
    if not missing or not (root / REGISTER).is_file():
        return []
    return [Problem(Place.whole(REGISTER), "W704", count=len(missing))]
