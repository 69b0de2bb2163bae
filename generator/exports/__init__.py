"""What can be taken home: each export a function from the facts to files of the site.

To add one, write its file and put its function on the shelf.
"""

from collections.abc import Callable, Iterator

from generator.exports.board import board_files
from generator.exports.form import form_files
from generator.exports.outputs import Export, Stamp
from generator.exports.records import corpus_files, record_files
from generator.exports.web import robots, schema, sitemap

EXPORTS: tuple[Callable[[Export], Iterator[tuple[str, bytes]]], ...] = (
    record_files,
    form_files,
    corpus_files,
    board_files,
    schema,
    sitemap,
    robots,
)

__all__ = ["EXPORTS", "Export", "Stamp", "exported"]


def exported(export: Export) -> Iterator[tuple[str, bytes]]:
    """All files of all exports as (path, bytes)."""
    for write in EXPORTS:
        yield from write(export)
