"""The site in pieces of work, each of which makes some of its files and can be done in any process.

What stands in the folder of a department is made from what is known of that department alone, whole departments at a
time; everything else from what is known of the whole site.
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
from generator.system.cache import NOT_KEPT, Cache, CacheEntry, key_of, packed, program
from generator.system.manifest import FileEntry

File = tuple[str, bytes]
# Departments, and pages that share a template, that are made together.
DEPARTMENTS = 4
PAGES = 40


@dataclass(frozen=True, slots=True)
class TaskOutput:
    """Some files of the site, and which they are for a build that finds them in its place."""

    files: list[File]
    result: CacheEntry = NOT_KEPT


Making = Callable[[], list[TaskOutput]]


@dataclass(frozen=True, slots=True)
class PreviousOutput:
    """What the build before has left: what it kept, and its site."""

    kept: Cache
    site: Path

    def made(self, key: str) -> TaskOutput | None:
        """The files that were made under a key, where each still is what it was."""
        result = self.kept.found(key)
        if result is None:
            return None
        files: list[File] = []
        for path, entry in result.value:
            try:
                content = (self.site / path).read_bytes()
            except OSError:
                return None
            if FileEntry.of(content) != entry:
                return None
            files.append((path, content))
        return TaskOutput(files, result)


def of_departments(site: Site, artist: Renderer, keys: Mapping[str, str], past: PreviousOutput) -> list[Making]:
    """All that stands in the folders of departments; each piece of work has with it all that it needs.

    `keys` tell by the address of a department what went into it.
    """
    drawn_with = key_of((), program(), artist)
    works: list[Making] = []
    for part in site.parted(DEPARTMENTS):
        of_part = {
            bureau.path: key_of((), drawn_with, keys[bureau.path], part.beside.get(bureau.path))
            for bureau in part.corpus.bureaus
            if keys.get(bureau.path)
        }
        works.append(partial(render_departments, part, artist, of_part, past))
    return works


def of_the_site(site: Site, cuts: Sequence[IndexedDocument], own: Sequence[Page], artist: Renderer) -> list[Making]:
    """The search index, and the site's own pages but those that tell of the files to take home."""
    drawn = (partial(render_pages, some, artist) for some in page_batches(page for page in own if not page.late))
    return [partial(index_files, site, cuts, own), *drawn]


def render_departments(part: Site, artist: Renderer, keys: Mapping[str, str], past: PreviousOutput) -> list[TaskOutput]:
    """Everything that stands in the folders of some departments, each as it is now or was made before."""
    return [render_department(one, artist, keys.get(one.corpus.bureaus[0].path, ""), past) for one in part.parted(1)]


def render_department(part: Site, artist: Renderer, key: str, past: PreviousOutput) -> TaskOutput:
    """Everything that stands in the folder of one department."""
    return past.made(key) or render_new(part, artist, key)


def render_new(part: Site, artist: Renderer, key: str) -> TaskOutput:
    """Everything that stands in the folder of one department, made anew."""
    beside = run_exports(exports.DEPARTMENT_EXPORTS, part)
    files = [*beside, *artist.drawn(pages_of(pages.OF_DEPARTMENTS, part))]
    return TaskOutput(files, CacheEntry(key, packed([(path, FileEntry.of(content)) for path, content in files])))


def render_pages(some: Iterable[Page], artist: Renderer) -> list[TaskOutput]:
    """Some pages of the site's own."""
    return [TaskOutput(artist.drawn(some))]


def page_batches(planned: Iterable[Page]) -> Iterator[list[Page]]:
    """Pages by template, so that few processes make the same one ready."""
    kinds: dict[str, list[Page]] = {}
    for page in planned:
        kinds.setdefault(page.template, []).append(page)
    for same in kinds.values():
        yield from (same[start : start + PAGES] for start in range(0, len(same), PAGES))


def index_files(site: Site, cuts: Iterable[IndexedDocument], own: Iterable[Page]) -> list[TaskOutput]:
    """The search index, of the forms that are cut already and of all other texts."""
    return [TaskOutput(list(build_index(chain(cuts, map(index_document, texts(site.corpus, own))))))]
