"""The rendering of a site as tasks that can run in any process: each returns some of its files.

The folder of a department is rendered from that department alone, everything else from the whole site.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from generator.output import exports, pages
from generator.output.exports import run_exports
from generator.output.pages import Page, Site, pages_of
from generator.output.render import Renderer
from generator.output.search_documents import texts
from generator.output.search_index import IndexedDocument, build_index, index_document
from generator.system.cache import UNCACHED, Cache, CacheEntry, key_of, program_hash, serialized
from generator.system.manifest import FileEntry

File = tuple[str, bytes]
DEPARTMENTS_PER_TASK = 4
PAGES_PER_TASK = 40


@dataclass(frozen=True, slots=True)
class TaskOutput:
    """Some files of the site, and for the files of a department the cache entry that lists their hashes."""

    files: list[File]
    entry: CacheEntry = UNCACHED


RenderTask = Callable[[], list[TaskOutput]]


@dataclass(frozen=True, slots=True)
class PreviousOutput:
    """The cache and the site of the previous build."""

    cache: Cache
    site: Path

    def get(self, key: str) -> TaskOutput | None:
        """The files that were rendered under a key, where all of them are unchanged in the site."""
        cached = self.cache.get(key)
        if cached is None:
            return None
        files: list[File] = []
        for path, entry in cached.value:
            try:
                content = (self.site / path).read_bytes()
            except OSError:
                return None
            if FileEntry.of(content) != entry:
                return None
            files.append((path, content))
        return TaskOutput(files, cached)


def department_tasks(
    site: Site, renderer: Renderer, keys: Mapping[str, str], previous: PreviousOutput
) -> list[RenderTask]:
    """Render tasks for the folders of all departments; each includes all its data, so that any process can run it.

    `keys` are the cache keys of the analysed departments by address.
    """
    renderer_key = key_of((), program_hash(), renderer)
    tasks: list[RenderTask] = []
    for part in site.parted(DEPARTMENTS_PER_TASK):
        output_keys = {
            department.path: key_of((), renderer_key, keys[department.path], part.beside.get(department.path))
            for department in part.corpus.departments
            if keys.get(department.path)
        }
        tasks.append(partial(render_departments, part, renderer, output_keys, previous))
    return tasks


def site_tasks(
    site: Site, documents: Sequence[IndexedDocument], own_pages: Sequence[Page], renderer: Renderer
) -> list[RenderTask]:
    """Tasks for the search index and for all pages outside the folders of departments but the late ones."""
    batches = page_batches(page for page in own_pages if not page.late)
    return [
        partial(render_search_index, site, documents, own_pages),
        *(partial(render_pages, batch, renderer) for batch in batches),
    ]


def render_departments(
    part: Site, renderer: Renderer, keys: Mapping[str, str], previous: PreviousOutput
) -> list[TaskOutput]:
    """The files of some departments, each from the previous output where nothing has changed."""
    outputs = []
    for department in part.parted(1):
        key = keys.get(department.corpus.departments[0].path, "")
        outputs.append(previous.get(key) or render_department(department, renderer, key))
    return outputs


def render_department(part: Site, renderer: Renderer, key: str) -> TaskOutput:
    """The files of one department, rendered."""
    files = [*run_exports(exports.DEPARTMENT_EXPORTS, part), *renderer.drawn(pages_of(pages.DEPARTMENT_PAGES, part))]
    return TaskOutput(files, CacheEntry(key, serialized([(path, FileEntry.of(content)) for path, content in files])))


def render_pages(batch: Iterable[Page], renderer: Renderer) -> list[TaskOutput]:
    """Some pages."""
    return [TaskOutput(renderer.drawn(batch))]


def page_batches(planned: Iterable[Page]) -> Iterator[list[Page]]:
    """Pages grouped by template, so that few processes compile the same one."""
    by_template: dict[str, list[Page]] = {}
    for page in planned:
        by_template.setdefault(page.template, []).append(page)
    for group in by_template.values():
        yield from (group[start : start + PAGES_PER_TASK] for start in range(0, len(group), PAGES_PER_TASK))


def render_search_index(
    site: Site, documents: Iterable[IndexedDocument], own_pages: Iterable[Page]
) -> list[TaskOutput]:
    """The search index, from the documents of all forms and from all other texts."""
    return [TaskOutput(list(build_index(chain(documents, map(index_document, texts(site.corpus, own_pages))))))]
