"""Exports: each a function from the facts to downloadable files of the site.

To add one, write its function and add it to one of the registries.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from generator.output.exports.board import board_files
from generator.output.exports.data_sets import data_files
from generator.output.exports.feeds import feed_files
from generator.output.exports.form import form_files
from generator.output.exports.outputs import Export, FileInfo
from generator.output.exports.projects import project_files
from generator.output.exports.records import record_files
from generator.output.exports.summaries import summary_files
from generator.output.exports.web import robots, schema, sitemap
from generator.system.manifest import Content

Kind = TypeVar("Kind", bound=Content)
Shelf = tuple[Callable[[Export], Iterator[tuple[str, Kind]]], ...]

# Exports of the whole site, and of one department.
OF_THE_SITE: Shelf[Content] = (data_files, board_files, schema, summary_files, feed_files)
OF_DEPARTMENTS: Shelf[bytes] = (record_files, project_files, form_files)

__all__ = ["OF_DEPARTMENTS", "OF_THE_SITE", "Export", "FileInfo", "exported", "robots", "sitemap"]


def exported(shelf: Shelf[Kind], export: Export) -> Iterator[tuple[str, Kind]]:
    """Yield the files that the exports of a registry make, as (path, content)."""
    for write in shelf:
        yield from write(export)
