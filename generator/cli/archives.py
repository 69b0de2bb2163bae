"""Write the archives of a published site, with a message for each."""

from collections.abc import Iterator
from pathlib import Path

from generator.build.archive import record_archive, rewrite_archives, write_zip
from generator.build.options import BuildOptions
from generator.build.published import Published
from generator.words import format_problem, translate


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
