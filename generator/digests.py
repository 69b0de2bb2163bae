"""Hashes that a form may not name: of a text that has what the form withholds.

With everything else published, a hash is enough to find a withheld name or amount by trying. So a form that withholds
anything names the hash of a redacted copy and of its own present text, and no other.
"""

import re
from collections.abc import Iterator, Sequence

from generator.adjustments import Misfit, undone
from generator.cells import approved_texts, digest, fingerprint, texts_in, withheld_places
from generator.clearances import text_hash
from generator.consistency import place_in
from generator.corpus import FOLDER, YearForm
from generator.model import Form
from generator.plaintext import fold
from generator.problems import Place, Problem
from generator.register import FILE, Versions
from generator.yamlfile import Fields

# Both letters and digits, and long enough to try against; also in pairs or groups.
DIGEST = re.compile(
    r"(?<![0-9a-z])[0-9a-f]{16,}(?![0-9a-z])"
    r"|(?:[0-9a-f]{2}[:-]){7,}[0-9a-f]{2}|(?<![0-9a-z])(?:[0-9a-f]{4,8}[ :-]){3,}[0-9a-f]{4,8}(?![0-9a-z])"
    r"|(?:sha(?:256|384|512)|md5)-[0-9a-z+/]{20,}",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
OF_FILES = (("source", "sha256"), ("trace", "sha256"))


def digest_holds(name: str, text: str, form: Form, root: Fields) -> list[Problem]:
    """S414 for each hash in a file whose form withholds something that is not plainly of a text without it."""
    if not withheld_places(form):
        return []
    places = [place_in(name, root, path) for path in OF_FILES if value_at(form, path)]
    if form.trace and form.trace.fingerprint != fingerprint(form):
        places.append(place_in(name, root, ("trace", "fingerprint")))
    lines = {place.line for place in places}
    places += [place for place in strays(name, text, allowed(form)) if place.line not in lines]
    return [Problem(place, "S414") for place in sorted(places)]


def value_at(form: Form, path: tuple[str, str]) -> str:
    """The text of a cell in a group that may be missing; "" where there is none."""
    return str(getattr(getattr(form, path[0]), path[1], None) or "")


def allowed(form: Form) -> frozenset[str]:
    """The hashes that a form which withholds something may name: also those of its own texts, in its clearances."""
    paths = (("source", "redacted_sha256"), ("trace", "redacted_sha256"), ("trace", "fingerprint"))
    of_texts = (text_hash(text.text) for text in texts_in(form, ()))
    return frozenset((*(value_at(form, path) for path in paths), *of_texts))


def strays(name: str, text: str, known: frozenset[str]) -> Iterator[Place]:
    """Where a text has a hash that is not known; what stands in the address of a page is none."""
    for number, line in enumerate(fold(text).split("\n"), start=1):
        blanked = ADDRESS.sub(lambda match: " " * len(match[0]), line)
        for match in DIGEST.finditer(blanked):
            has_both = re.search("[a-z]", match[0], re.IGNORECASE) and re.search("[0-9]", match[0])
            if has_both and match[0] not in known:
                yield Place(name, number, match.start() + 1)


def same_document_holds(name: str, form: Form, root: Fields, other: Form) -> list[Problem]:
    """S414 for the hashes of the document of a form, where another form of the same document withholds something."""
    if not withheld_places(other) or withheld_places(form):
        return []
    names = ("title", "number", "url")
    is_same = any(value_at(form, ("source", key)) == value_at(other, ("source", key)) != "" for key in names)
    return [Problem(place_in(name, root, path), "S414") for path in OF_FILES if is_same and value_at(form, path)]


def same_address_holds(forms: Sequence[YearForm]) -> list[Problem]:
    """S414 for each form that names the hash of a document, from the address of which another form withholds."""
    withheld = {source.record.source.url for source in forms if withheld_places(source.record)} - {None, ""}
    return [
        Problem(Place(source.file), "S414")
        for source in forms
        if source.record.source.url in withheld
        and not withheld_places(source.record)
        and any(value_at(source.record, path) for path in OF_FILES)
    ]


def register_holds(form: Form, versions: Versions) -> list[Problem]:
    """S415 for each registered hash of a form that withholds something, unless it is of a text without that."""
    known = open_digests(form)
    return [
        Problem(Place(f"{FOLDER}/{FILE}", version.line), "S415")
        for version in versions
        if known is not None and version.sha256 and version.sha256 not in known
    ]


def open_digests(form: Form) -> frozenset[str] | None:
    """The hashes of the text of a form as it is and as it was, back to where that is not known; None for any hash.

    A row that came to be withheld cannot be undone, so no text that still had it is among these.
    """
    if not withheld_places(form):
        return None
    texts = approved_texts(form)
    found = {digest(texts)}
    for adjustment in reversed(form.adjustments or ()):
        try:
            texts = undone(texts, adjustment, type(form))
        except Misfit:
            break
        found.add(digest(texts))
    return frozenset(found)
