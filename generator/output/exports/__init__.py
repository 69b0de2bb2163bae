"""Exports: each a function from the facts to downloadable files of the site.

To add one, write its function and add it to one of the registries.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from generator.output.exports.board_sheet import board_files
from generator.output.exports.data_sets import data_files, set_files
from generator.output.exports.feeds import feed_files
from generator.output.exports.form import form_files
from generator.output.exports.lists import indicator_files, list_files
from generator.output.exports.outputs import Export
from generator.output.exports.questions import question_files
from generator.output.exports.records import comparison_files, project_files, record_files, results_files
from generator.output.exports.summaries import summary_files
from generator.output.exports.web import schema_files
from generator.system.manifest import Content, HashedContent

Kind = TypeVar("Kind", bound=Content)
Registry = tuple[Callable[[Export], Iterator[tuple[str, Kind]]], ...]
SiteExport = Callable[[Export], Iterator[tuple[str, Content]]]

# Exports of the whole site, of one city, and of one department.
SITE_EXPORTS: Registry[Content] = (
    *(data_files, board_files, question_files),
    *(schema_files, feed_files, list_files, comparison_files),
)
CITY_EXPORTS: Registry[Content] = (set_files, summary_files, indicator_files)
DEPARTMENT_EXPORTS: Registry[bytes | HashedContent] = (record_files, project_files, results_files, form_files)


def run_exports(registry: Registry[Kind], export: Export) -> Iterator[tuple[str, Kind]]:
    """Yield the files that the exports of a registry make, as (path, content)."""
    for write in registry:
        yield from write(export)
