"""The links and ids in the text of an HTML, CSS, JavaScript, SVG or XML file, and the file that a link leads to.

HTML is parsed by one regular expression, which knows comments, raw text (script, style, title, textarea) and quoted
attributes, and passes over the tags without links and ids; a test compares it with html.parser.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.system.manifest import INDEX
from generator.text.word_list import word_list


class Link(NamedTuple):
    """A link: its target as written, and whether the browser loads it (from this site alone)."""

    target: str
    own: bool


class BadLink(Exception):
    """A link that cannot be followed; its text is the name of the fault."""


class FileLinks(NamedTuple):
    """The different links of one file in order, each with the number of its places, and the ids of the file."""

    links: Mapping[Link, int]
    ids: tuple[str, ...] = ()


ATTRIBUTES = r"""((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)"""
# The rest of a plain tag without links and ids, which most tags of a page are.
WITHOUT_LINKS = (
    r"[a-z0-9-]*+(?:>|(?:\s(?!(?:id|href|src|action|background|formaction|poster|data|srcset|imagesrcset|http-equiv)=)"
    r"""[a-z-]++="[^"<]*+")++/?>)"""
)
TAG = re.compile(
    rf"<(?!/)(?:!--.*?(?:-->|\Z)"
    rf"|((?i:script|style|title|textarea))\b{ATTRIBUTES}>.*?(?:</(?i:\1)\b|\Z)"
    rf"|([a-zA-Z](?!{WITHOUT_LINKS})[^\s/>]*+)[\s/]{ATTRIBUTES}>)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s[^,]*)?(?:,|$)")
REFRESH = re.compile(r"""[;,]\s*url\s*=\s*['"]?(.+?)['"]?\s*$""", re.IGNORECASE)
STYLE_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
STYLE_LINK = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^'")\s][^)\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""")
MODULE_LINK = re.compile(
    r"""^\s*(?:import|export)\b(?:[^"';()]*\bfrom)?\s*["']([^"'\n]+)["']|\bimport\(\s*["'](\.[^"'\n]+)["']\s*\)""",
    re.MULTILINE,
)
PLAIN_LINK = re.compile(r"""<(?:loc|link)>\s*([^<\s]+)\s*</|\s(?:xlink:)?(?:href|src)="([^"]*)\"""")
PLAIN_ID = re.compile(r'\sid="([^"]*)"')

# Folders and a name that do not begin with a point, as normpath leaves them.
SIMPLE_PATH = re.compile(r"(?:[^./][^/]*+/)*+(?:[^./][^/]*+)?")
NOT_FOUND = "404.html"
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):|//")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
STRIPPED_BY_BROWSERS = "".join(map(chr, range(0x21)))
DROPPED_BY_BROWSERS = dict.fromkeys(map(ord, "\t\n\r"))

# Links that the browser loads by itself, which must be files of the site; other rel values only name a page.
FETCHED = frozenset(
    word_list("""
    apple-touch-icon dns-prefetch icon manifest mask-icon modulepreload preconnect prefetch preload stylesheet
    """)
)
FETCHING = frozenset(word_list("action background formaction poster src"))


def read_page(text: str) -> FileLinks:
    """The links and ids of an HTML page."""
    links: dict[Link, int] = {}
    ids: list[str] = []
    for tag, places in Counter(TAG.findall(text)).items():
        name, targets = _read_tag(*tag)
        if name:
            ids.append(name)
        for link in targets:
            links[link] = links.get(link, 0) + places
    return FileLinks(links, tuple(ids))


def page_places(text: str) -> Iterator[tuple[int, Link]]:
    """The links of an HTML page, each with its offset."""
    return ((tag.start(), link) for tag in TAG.finditer(text) for link in _read_tag(*tag.groups(""))[1])


@lru_cache(maxsize=8192)
def _read_tag(raw: str, raw_attributes: str, tag: str, attributes: str) -> tuple[str, tuple[Link, ...]]:
    """The id of a tag or "", and its links; the arguments are groups of TAG.

    Cached, for most tags are on many pages.
    """
    pairs = ATTRIBUTE.findall(raw_attributes or attributes)
    values = {name.lower(): html.unescape("".join(value)) for name, *value in pairs}
    return values.get("id", ""), tuple(_links_of_tag((raw or tag).lower(), values))


def _links_of_tag(tag: str, attributes: dict[str, str]) -> Iterator[Link]:
    for name, value in attributes.items():
        if name in ("href", "xlink:href"):
            yield Link(value, _is_fetched(tag, attributes))
        elif name in FETCHING or (name == "data" and tag == "object"):
            yield Link(value, True)
        elif name in ("srcset", "imagesrcset"):
            yield from (Link(target, True) for target in CANDIDATE.findall(value))
        elif name == "content" and tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            yield from (Link(target, False) for target in REFRESH.findall(value))


def _is_fetched(tag: str, attributes: dict[str, str]) -> bool:
    if tag == "link":
        return not FETCHED.isdisjoint(attributes.get("rel", "").lower().split())
    return tag not in ("a", "area")


def style_places(text: str) -> Iterator[tuple[int, Link]]:
    """The links of a style sheet outside its comments, each with its offset."""
    blank = STYLE_COMMENT.sub(lambda comment: " " * len(comment[0]), text)
    return _matches(STYLE_LINK, blank, own=True)


def module_places(text: str) -> Iterator[tuple[int, Link]]:
    """The modules that a script imports by a quoted name, each with its offset."""
    return _matches(MODULE_LINK, text, own=True)


def plain_places(text: str) -> Iterator[tuple[int, Link]]:
    """The links of a sitemap, a feed or an SVG, each with its offset."""
    return _matches(PLAIN_LINK, text, own=False)


def _matches(pattern: re.Pattern[str], text: str, own: bool) -> Iterator[tuple[int, Link]]:
    for match in pattern.finditer(text):
        yield match.start(), Link(html.unescape(next(filter(None, match.groups()), "")), own)


# The links of a file with their offsets, by the suffix of its name.
PLACES: dict[str, Callable[[str], Iterable[tuple[int, Link]]]] = {
    ".html": page_places,
    ".css": style_places,
    ".js": module_places,
    ".mjs": module_places,
    ".svg": plain_places,
    ".xml": plain_places,
}


def read_links(suffix: str, text: str) -> FileLinks:
    """The links and ids of a file whose name has one of the suffixes of PLACES."""
    if suffix == ".html":
        return read_page(text)
    links = Counter(link for _, link in PLACES[suffix](text))
    return FileLinks(links, tuple(PLAIN_ID.findall(text)) if suffix == ".svg" else ())


def link_target(page: str, link: Link, address: str) -> tuple[str, str] | None:
    """The file of the site and the fragment that a link points to; None for an external link. Raises BadLink.

    `page` is the file of the link, `address` the public address of the site or "".
    """
    folder = page[: page.rfind("/") + 1]
    resolved = _resolved(link.target, link.own, address, page == NOT_FOUND, folder.count("/"))
    if resolved is None:
        return None
    file, path, fragment = resolved
    return file or (_file(folder, path) if path else page), fragment


@lru_cache(maxsize=8192)
def _resolved(target: str, own: bool, address: str, rooted: bool, depth: int) -> tuple[str, str, str] | None:
    """The file of a link that leads to the site's root, or "" and its path; and its fragment. None for an external one.

    Cached, for most links of a page climb to the root first, as those of all pages in folders of the same depth.
    """
    resolved = _resolved_path(target, own, address, rooted)
    if resolved is None:
        return None
    from_root, path, fragment = resolved
    climbs = "../" * depth
    if from_root:
        file = _file("", path)
    elif climbs and path.startswith(climbs) and SIMPLE_PATH.fullmatch(path, len(climbs)):
        file = _file("", path[len(climbs) :])
    else:
        file = ""
    return file, path, _decoded(fragment)


def _resolved_path(target: str, own: bool, address: str, rooted: bool) -> tuple[bool, str, str] | None:
    """Whether a link starts at the site's root, its path and its fragment; None for an external link."""
    target = target.strip(STRIPPED_BY_BROWSERS).translate(DROPPED_BY_BROWSERS)
    scheme = SCHEME.match(target)
    address = address and address.rstrip("/") + "/"
    root = ""
    if target.startswith("/") and not scheme:
        root = _site_root(target, address, rooted)
    elif address and not own and target.startswith(address):
        root = address
    elif scheme:
        _refuse_foreign((scheme[1] or "https").lower(), own)
        return None
    path, _, fragment = target[len(root) :].partition("#")
    path = _decoded(path.partition("?")[0])
    if "\\" in path:
        raise BadLink("broken")
    return bool(root), path, fragment if root else fragment.partition(":~:")[0]


def _site_root(target: str, address: str, rooted: bool) -> str:
    """The path of the site's root on its server, with which only links of the 404 page may begin."""
    root = urlsplit(address).path or "/"
    if not rooted or not target.startswith(root):
        raise BadLink("rooted")
    return root


def _refuse_foreign(scheme: str, own: bool) -> None:
    """BadLink for a file that a page would load from another site, and for an unknown scheme."""
    if own and scheme in ("http", "https"):
        raise BadLink("outside")
    if scheme != "data" and (own or scheme not in SCHEMES):
        raise BadLink("scheme")


def _decoded(text: str) -> str:
    try:
        return unquote(text, errors="strict") if "%" in text else text
    except UnicodeDecodeError as error:
        raise BadLink("broken") from error


def _file(folder: str, path: str) -> str:
    """The file of a path in a folder ("" or with / at its end); a path that ends in / leads to an index.html."""
    inside, rest = folder, path
    while rest.startswith("../") and inside:
        inside, rest = inside[: inside.rfind("/", 0, -1) + 1], rest[3:]
    if SIMPLE_PATH.fullmatch(rest):
        joined = inside + rest
        return joined + INDEX if joined.endswith("/") or not joined else joined
    joined = normpath(folder + path)
    if joined == ".." or joined.startswith("../"):
        raise BadLink("leaves")
    if path.rpartition("/")[2] not in ("", ".", ".."):
        return joined
    return INDEX if joined == "." else f"{joined}/{INDEX}"
