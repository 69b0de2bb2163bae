"""The messages about a site that was published, and about its archives."""

from collections.abc import Iterator
from pathlib import Path

from generator.build.archive import record_archive, rewrite_archives, write_zip
from generator.build.options import BuildOptions
from generator.build.publish import Published
from generator.cli.hosting import megabytes
from generator.words import format_problem, translate


def published_lines(published: Published, target: Path) -> Iterator[str]:
    """What was published, and to which folder."""
    key = "done" if published.changed or published.removed else "same"
    yield translate(f"cli.build.{key}", pages=published.pages, files=published.files, changed=published.changed)
    yield translate("cli.build.where", target=target, size=megabytes(published.size))


def archive_lines(options: BuildOptions, published: Published, archive: Path | None) -> Iterator[str]:
    """Write the archive that was requested, and all others where held files were left out; yields what was done."""
    if archive:
        size = write_zip(options.target, archive.absolute())
        yield translate("cli.build.zipped", archive=archive, size=size)
        record_archive(options.target, archive)
    if options.skip_held:
        if not published.left_out:
            yield translate("cli.build.nothing_held")
        yield from map(format_problem, published.left_out)
        yield from (translate("cli.build.suspended", path=path) for path in published.suspended)
        for rewritten in rewrite_archives(options.target, archive_folders(options)):
            yield translate("cli.build.packed_anew", archive=rewritten)


def archive_folders(options: BuildOptions) -> list[Path]:
    """The folders of the project that may have archives of its site; those elsewhere may be of another site."""
    parent = options.target.parent.resolve()
    return [options.root, *([parent] if parent.is_relative_to(options.root) else [])]
