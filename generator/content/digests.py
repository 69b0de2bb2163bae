"""Checks that no hash of a text with withheld cells is published.

With everything else published, a hash is enough to find a withheld name or amount by trying. So a form that withholds
anything names the hash of a redacted copy and of its own present text, and no other.
"""

import re
from collections.abc import Iterator, Sequence

from generator.content.adjustments import AdjustmentMismatch, before_adjustment
from generator.content.cell_problems import CellProblem
from generator.content.corpus import AnyFormSource
from generator.content.file_names import REGISTER
from generator.content.register import Versions
from generator.forms.cells import cell_texts, count_withheld, digest, has_changed_since_trace, texts_in
from generator.forms.model import Form
from generator.problems import Place, Problem
from generator.secrecy.clearances import text_hash
from generator.text.folding import fold
from generator.text.yaml import MappingNode, place_in

# Long enough to try against; in one piece or in groups, of hexadecimal digits or base64.
SPLIT = r"[ \t,，、:;_./|-]{1,2}"
DIGEST = re.compile(
    rf"(?<![0-9a-z])(?:[0-9a-f]{{2,16}}{SPLIT}){{2,}}[0-9a-f]{{2,16}}(?![0-9a-z])"
    r"|(?<![0-9a-z])[0-9a-f]{12,}(?![0-9a-z])"
    r"|(?:sha-?(?:1|256|384|512)|md5|sm3|crc32|hash|digest|checksum|散列|哈希|指纹|摘要|校验[码和值])[^0-9a-z\n]{0,6}"
    r"(?P<named>[0-9a-f]{6,}(?![0-9a-z])|[0-9a-z+/_-]{20,})"
    r"|(?<![0-9a-z+/=_-])(?:[0-9a-z+/_-]{43}=|[0-9a-z+/_-]{27}=|[0-9a-z+/_-]{22}==|[0-9a-z+/_-]{86}==)(?![0-9a-z=])"
    r"|(?<![0-9a-z+/=_-])[0-9a-z+/_-]{43}(?![0-9a-z+/=_-])",
    re.IGNORECASE,
)
# So few digits are a code or a list as well as a hash.
FEWEST = 12
ADDRESS = re.compile(r"https?://[^\s\"'<>，。；）]+")
# In an address, which may name its file by a hash: the text behind ? and #, as long as hashes are, or named as one.
IN_ADDRESS = re.compile(
    r"(?:(?<![0-9a-z])(?:sha-?(?:1|256|384|512)|md5|sm3|hash|digest|checksum|etag)[-=:/_]+[0-9a-z+/_%-]{6,}"
    r"|(?<=[?#&=/])(?<![0-9a-f])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f]))",
    re.IGNORECASE,
)
OF_FILES = (("source", "sha256"), ("trace", "sha256"))
OF_DOCUMENTS = (("source", "title"), ("source", "number"), ("source", "url"))


def digest_holds(name: str, text: str, form: Form, root: MappingNode) -> list[Problem]:
    """S414 for each hash in the file of a form that withholds something, unless it is of a text without that."""
    if not count_withheld(form):
        return []
    places = [place_in(name, root, path) for path in OF_FILES if value_at(form, path)]
    if has_changed_since_trace(form):
        places.append(place_in(name, root, ("trace", "fingerprint")))
    lines = {place.line for place in places}
    places += [place for place in stray_hashes(name, text, allowed_hashes(form)) if place.line not in lines]
    return [Problem(place, "S414") for place in sorted(places)]


def value_at(form: Form, path: tuple[str, str]) -> str:
    """The text of a cell in a group that may be missing; "" where there is none."""
    return str(getattr(getattr(form, path[0]), path[1], None) or "")


def allowed_hashes(form: Form) -> frozenset[str]:
    """The hashes that a form which withholds something may name: also those of its own texts, in its clearances."""
    paths = (("source", "redacted_sha256"), ("trace", "redacted_sha256"), ("trace", "fingerprint"))
    of_texts = (text_hash(text.text) for text in texts_in(form, ()))
    return frozenset((*(value_at(form, path) for path in paths), *of_texts))


def stray_hashes(name: str, text: str, allowed: frozenset[str]) -> Iterator[Place]:
    """The first hash in each line of a text that is not known, by its place."""
    for number, line in enumerate(fold(text).split("\n"), start=1):
        column = next(columns(line, allowed), None)
        if column is not None:
            yield Place(name, number, column + 1)


def columns(line: str, allowed: frozenset[str]) -> Iterator[int]:
    """The columns at which a line has an unknown hash; a hash in the path of an address is allowed."""
    for address in ADDRESS.finditer(line):
        path = re.split("[?#]", address[0], maxsplit=1)[0]
        if IN_ADDRESS.search(address[0], len(path)):
            yield address.start()
    for match in DIGEST.finditer(ADDRESS.sub(lambda address: " " * len(address[0]), line)):
        text = match["named"] or match[0]
        if is_hash(text, is_named=bool(match["named"])) and text not in allowed:
            yield match.start()


def is_hash(text: str, is_named: bool) -> bool:
    """Whether letters and digits that look like a hash are not a code, a date or a list of numbers."""
    if not (re.search("[a-z]", text, re.IGNORECASE) and re.search("[0-9]", text)):
        return False
    if not re.fullmatch(rf"[0-9a-f]+(?:{SPLIT}[0-9a-f]+)*", text, re.IGNORECASE):
        return is_named or text.endswith("=") or bool(re.search("[a-z]", text) and re.search("[A-Z]", text))
    groups = re.findall("[0-9a-f]+", text, re.IGNORECASE)
    # Equal groups, but for the last, or such as no list of short codes has.
    is_even = len({len(group) for group in groups[:-1]}) <= 1 or all(len(group) >= 4 for group in groups)
    return is_named or (is_even and sum(map(len, groups)) >= FEWEST + 4 * (len(groups) > 1))


def same_document_holds(form: Form, withholding: Sequence[Form]) -> Iterator[CellProblem]:
    """S414 for the hashes of the document of a form, for each form of the same document that withholds something."""
    if not withholding or count_withheld(form):
        return
    paths = [path for path in OF_FILES if value_at(form, path)]
    for other in withholding:
        if any(value_at(form, path) == value_at(other, path) != "" for path in OF_DOCUMENTS):
            yield from (CellProblem(path, "S414") for path in paths)


def same_address_holds(forms: Sequence[AnyFormSource]) -> list[Problem]:
    """S414 for each form that names the hash of a document, from the address of which another form withholds."""
    known = [(source.file, source.traits) for source in forms]
    withheld = {form.url for _, form in known if form.withholds and form.url}
    return [
        Problem(Place(file), "S414")
        for file, form in known
        if form.url in withheld and not form.withholds and form.has_hashes
    ]


def register_holds(form: Form, versions: Versions) -> list[Problem]:
    """S415 for each registered hash of a form that withholds something, unless it is of a text without that."""
    known = open_digests(form)
    return [
        Problem(Place(REGISTER, version.line), "S415")
        for version in versions
        if known is not None and version.sha256 and version.sha256 not in known
    ]


def open_digests(form: Form) -> frozenset[str] | None:
    """The hashes of the text of a form as it is and as it was, back to where that is not known; None for any hash.

    A row that came to be withheld cannot be undone, so no text that still had it is among these.
    """
    if not count_withheld(form):
        return None
    texts = cell_texts(form)
    digests = {digest(texts)}
    for adjustment in reversed(form.adjustments or ()):
        try:
            texts = before_adjustment(texts, adjustment, type(form))
        except AdjustmentMismatch:
            break
        digests.add(digest(texts))
    return frozenset(digests)
