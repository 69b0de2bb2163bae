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
from generator.output.exports import exported
from generator.output.pages import Page, Site, pages_of
from generator.output.render import Artist
from generator.output.search_documents import texts
from generator.output.search_index import Cut, build_index, cut
from generator.system.cache import NOT_KEPT, Kept, Result, key_of, packed, program
from generator.system.manifest import Entry

File = tuple[str, bytes]
# Departments, and pages that share a template, that are made together.
DEPARTMENTS = 4
PAGES = 40


@dataclass(frozen=True, slots=True)
class Made:
    """Some files of the site, and which they are for a build that finds them in its place."""

    files: list[File]
    result: Result = NOT_KEPT


Making = Callable[[], list[Made]]


@dataclass(frozen=True, slots=True)
class Past:
    """What the build before has left: what it kept, and its site."""

    kept: Kept
    site: Path

    def made(self, key: str) -> Made | None:
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
            if Entry.of(content) != entry:
                return None
            files.append((path, content))
        return Made(files, result)


def of_departments(site: Site, artist: Artist, keys: Mapping[str, str], past: Past) -> list[Making]:
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
        works.append(partial(made_of, part, artist, of_part, past))
    return works


def of_the_site(site: Site, cuts: Sequence[Cut], own: Sequence[Page], artist: Artist) -> list[Making]:
    """The search index, and the site's own pages but those that tell of the files to take home."""
    drawn = (partial(drawn_of, some, artist) for some in portions(page for page in own if not page.late))
    return [partial(indexed, site, cuts, own), *drawn]


def made_of(part: Site, artist: Artist, keys: Mapping[str, str], past: Past) -> list[Made]:
    """Everything that stands in the folders of some departments, each as it is now or was made before."""
    return [made_of_one(one, artist, keys.get(one.corpus.bureaus[0].path, ""), past) for one in part.parted(1)]


def made_of_one(part: Site, artist: Artist, key: str, past: Past) -> Made:
    """Everything that stands in the folder of one department."""
    return past.made(key) or drawn(part, artist, key)


def drawn(part: Site, artist: Artist, key: str) -> Made:
    """Everything that stands in the folder of one department, made anew."""
    beside = exported(exports.OF_DEPARTMENTS, part)
    files = [*beside, *artist.drawn(pages_of(pages.OF_DEPARTMENTS, part))]
    return Made(files, Result(key, packed([(path, Entry.of(content)) for path, content in files])))


def drawn_of(some: Iterable[Page], artist: Artist) -> list[Made]:
    """Some pages of the site's own."""
    return [Made(artist.drawn(some))]


def portions(planned: Iterable[Page]) -> Iterator[list[Page]]:
    """Pages by template, so that few processes make the same one ready."""
    kinds: dict[str, list[Page]] = {}
    for page in planned:
        kinds.setdefault(page.template, []).append(page)
    for same in kinds.values():
        yield from (same[start : start + PAGES] for start in range(0, len(same), PAGES))


def indexed(site: Site, cuts: Iterable[Cut], own: Iterable[Page]) -> list[Made]:
    """The search index, of the forms that are cut already and of all other texts."""
    return [Made(list(build_index(chain(cuts, map(cut, texts(site.corpus, own))))))]
