"""The normal form of a text for search: one for the index and for what a reader types (templates/assets/folding.js).

`folded` goes character by character: full width, letter case, brackets, quotation marks, traditional characters. The
browser has no table of these: the head of the index has the pairs of characters that occur. `normal_figures` goes by
figures: grouping, trailing zeros, 亿 and 元, comparators of two signs, numbers of documents. A text can be found in
both forms, so that any piece of it, even one that ends within a figure, is found as it is written too.
"""

import re
from collections.abc import Callable, Iterable
from unicodedata import category, normalize

from generator.text.chinese import simplified_forms

INVISIBLE = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf"))
PRIVATE = "Co"
UNKNOWN = "\ufffd"
END = "\n"
# Stands between texts that are folded together, and becomes END: no text has it, it is no character.
JOINT = "\uffff"
# Signs that people write for one another, after NFKC.
EQUAL_SIGNS = {
    **dict.fromkeys("〔【[{﹝", "("),
    **dict.fromkeys("〕】]}﹞", ")"),
    **dict.fromkeys("“”「」『』", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("—–―‐‑−~〜", "-"),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
}
# The words of figures, which the browser has from the head of the index.
UNITS = {"yi": "亿", "wan": "万", "yuan": "元", "year": "年", "nth": "第", "number": "号"}
YI, WAN, YUAN, YEAR, NTH, NUMBER = UNITS.values()
WAN_DIGITS = 4
SIGNS = re.compile("[><]=")
GROUPING = re.compile("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
ZEROS = re.compile(r"(?<![0-9.])([0-9]+)\.([0-9]*?)0+(?![0-9.])")
IN_YI = re.compile(r"(?<![0-9.])([0-9]+)(?:\.([0-9]+))?" + YI)
IN_YUAN = re.compile(r"(?<![0-9.])([0-9]+)([0-9]{4})(?:\.([0-9]+))?" + YUAN)
DOCUMENT_NUMBER = re.compile(
    rf"(?:\((?:19|20)[0-9]{{2}}\)|(?<![0-9])(?:19|20)[0-9]{{2}}{YEAR}?){NTH}?0*([0-9]{{1,4}}){NUMBER}"
)


def folded(text: str) -> str:
    """Return a text with each character in its plainest form, without invisible ones.

    Characters of private use, which mean nothing to others, are all one: their numbers are needed for n-grams.
    """
    return text.translate(_FOLDING)


def normal_figures(text: str) -> str:
    """Return a folded text with its figures as they would be written plainly: 1.070亿元 -> 10700万元."""
    for sign, pattern, replacement in _STEPS:
        # Looking for one sign takes far less time than trying a pattern at every figure.
        if sign in text:
            text = pattern.sub(replacement, text)
    return text


def equal_characters(occurring: Iterable[str]) -> str:
    """Return the pairs of a character and its plain form that a browser needs for texts with these characters."""
    plain = {*occurring}
    traditional = ((one, other) for one, other in simplified_forms().items() if one != other and other[0] in plain)
    return "".join(map("".join, (*EQUAL_SIGNS.items(), *traditional)))


def _without_zeros(found: re.Match[str]) -> str:
    return f"{found[1]}.{found[2]}" if found[2] else found[1]


def _shifted(whole: str, fraction: str) -> tuple[str, str]:
    filled = fraction.ljust(WAN_DIGITS, "0")
    return whole + filled[:WAN_DIGITS], filled[WAN_DIGITS:]


def _figure(whole: str, fraction: str) -> str:
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _document_number(found: re.Match[str]) -> str:
    year = found[0].lstrip("(")[:4]
    return f"({year}){found[1]}{NUMBER}"


_STEPS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("=", SIGNS, lambda found: "≥" if found[0] == ">=" else "≤"),
    (",", GROUPING, lambda found: ""),
    (".", ZEROS, _without_zeros),
    (YUAN, IN_YUAN, lambda found: f"{_figure(found[1], found[2] + (found[3] or ''))}{WAN}{YUAN}"),
    (YI, IN_YI, lambda found: f"{_figure(*_shifted(found[1], found[2] or ''))}{WAN}"),
    (NUMBER, DOCUMENT_NUMBER, _document_number),
)


class _Folding(dict[int, str]):
    """Character -> folded character, filled on demand: str.translate() asks for what is missing."""

    def __missing__(self, code: int) -> str:
        plain = normalize("NFKC", chr(code)).lower()
        visible = (char for char in plain if category(char) not in INVISIBLE)
        self[code] = text = "".join(map(_plain_character, visible))
        return text


def _plain_character(char: str) -> str:
    if category(char) == PRIVATE:
        return UNKNOWN
    return EQUAL_SIGNS.get(char) or simplified_forms().get(char, char)


_FOLDING = _Folding({ord(JOINT): END})
