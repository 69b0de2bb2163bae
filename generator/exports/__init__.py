"""What can be taken home: each export a function from the facts to files of the site.

To add one, write its file and put its function on one of the shelves.
"""

from collections.abc import Callable, Iterator

from generator.exports.board import board_files
from generator.exports.cards import card_files
from generator.exports.citation import citation_files
from generator.exports.feeds import feed_files
from generator.exports.form import form_files
from generator.exports.outputs import Export, Offer, Stamp
from generator.exports.projects import project_files
from generator.exports.records import record_files
from generator.exports.summaries import summary_files
from generator.exports.takehome import data_files
from generator.exports.web import robots, schema, sitemap

Shelf = tuple[Callable[[Export], Iterator[tuple[str, bytes]]], ...]

OF_THE_SITE: Shelf = (data_files, board_files, schema)
BESIDE_PAGES: Shelf = (record_files, project_files, summary_files, form_files, card_files, feed_files, citation_files)

__all__ = ["BESIDE_PAGES", "OF_THE_SITE", "Export", "Offer", "Stamp", "exported", "robots", "sitemap"]


def exported(shelf: Shelf, export: Export) -> Iterator[tuple[str, bytes]]:
    """All files of the exports of a shelf as (path, bytes)."""
    for write in shelf:
        yield from write(export)
