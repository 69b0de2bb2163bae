"""Exports: each a function from the facts to downloadable files of the site.

To add one, write its function and add it to one of the registries.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import TypeVar

from generator.output.exports.board_sheet import board_files
from generator.output.exports.data_sets import data_files
from generator.output.exports.feeds import feed_files
from generator.output.exports.form import form_files
from generator.output.exports.lists import indicator_files, list_files
from generator.output.exports.outputs import Export, SiteFiles
from generator.output.exports.questions import question_files
from generator.output.exports.records import comparison_files, project_files, record_files, results_files
from generator.output.exports.summaries import summary_files
from generator.output.exports.tables import DISCLOSURE
from generator.output.exports.web import schema_files
from generator.system.manifest import Content, HashedContent

Kind = TypeVar("Kind", bound=Content)
Registry = tuple[Callable[[Export], Iterator[tuple[str, Kind]]], ...]

# Exports of the whole site besides those of its tables, of one city, and of one department.
SITE_EXPORTS: Registry[bytes | HashedContent] = (schema_files, feed_files, list_files, comparison_files)
CITY_EXPORTS: Registry[bytes | HashedContent] = (summary_files, indicator_files)
DEPARTMENT_EXPORTS: Registry[bytes | HashedContent] = (record_files, project_files, results_files, form_files)


def site_files(export: Export) -> Iterator[SiteFiles]:
    """Yield the downloads of the whole site in groups, each with the tables that it is made from."""
    yield from chain(data_files(export), question_files(export))
    if export.config.has_board:
        yield SiteFiles(board_files.__name__, partial(board_files, export), (DISCLOSURE.name,))
    yield from (SiteFiles(one.__name__, partial(one, export)) for one in SITE_EXPORTS)


def run_exports(registry: Registry[Kind], export: Export) -> Iterator[tuple[str, Kind]]:
    """Yield the files that the exports of a registry make, as (path, content)."""
    for write in registry:
        yield from write(export)
