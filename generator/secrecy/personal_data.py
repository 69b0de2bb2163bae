"""Finds personal data in raw text: identity cards, mobile phones, bank cards, and texts for a person to check.

A number counts only when it passes a check (check digit, birth date, issued prefix), so that project codes,
credit codes, amounts, hotlines and hashes pass. Full-width digits, spaces, hyphens, markup and invisible
characters inside a number do not hide it; a number broken over two lines is not put together.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.text.files import line_and_column
from generator.text.folding import FILLER, fold
from generator.text.person_names import NAMED
from generator.text.word_list import word_list


@dataclass(frozen=True, slots=True, order=True)
class PersonalDatum:
    """Line and column of personal data, from 1, with its code and kind; never the text."""

    line: int
    column: int
    code: str
    kind: str


PROVINCES = word_list("""
    11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83
""")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
# First figures of the cards of Chinese banks; 62 is UnionPay.
CARD_PREFIXES = word_list("""
    62 9558 9559 6013 6034 6858 3568 4033 4041 4096 4270 4336 4367 4380 4392 4518 4563 4581 4895 5149 5187 5264 5309
    5453 5491 5525 5589
""")
MONEY_BEFORE = re.compile(r"[¥$.,]\Z")
MONEY_AFTER = re.compile(r"[\0 \"']*(?:[.,][0-9]|[十百千万亿]*元|%|[万亿])")
LONGEST_BEFORE = 24
# A cell of a YAML file whose whole value is one number: the text before the number, and the text behind it.
CELL_BEFORE = re.compile(r"(?:^|[{,])[ ]*(?:-[ ]+)?[\"']?(?P<key>[a-z_]+)[\"']?[ ]*:[ ]*[\"']?$")
CELL_AFTER = re.compile(r"[\"']?[ ]*(?:[,}]|$|[ ]#)")
BLOCK = re.compile(r"(?:^|[ ])[|>][+-]?[0-9]?[+-]?[ ]*(?:#.*)?$")
# What an amount, a count or a code may look like; an identity number is one in any cell.
TAKEN_FOR = ("mobile", "card", "old-identity")

JOINT = r"\0*+[ -]?\0*+"
EDGE = r"(?<![0-9A-Za-z])"
STOP = r"(?!\0*+[0-9A-Za-z])"
DIGITS = r"[0-9](?:\0*+[0-9])"


def groups(*sizes: str) -> str:
    """A pattern of digits in groups of these sizes, with one space or hyphen between the groups."""
    return r"\0*+[ -]\0*+".join(rf"{DIGITS}{{{size}}}" for size in sizes)


REVIEW_PATTERNS = {
    # Called one, or built like one with its province and birth date; a wrong check figure may be a slip of the pen.
    "identity-like": (
        r"(?:身份证[^0-9\n]{0,8}|(?<![0-9A-Za-z.])(?=[1-6][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])"
        r"(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]))([0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9A-Za-z])"
    ),
    "email": r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)",
    "passport": r"(?<![0-9A-Za-z])([EG][0-9]{8}|E[A-H][0-9]{7})(?![0-9A-Za-z])",
    "plate": (
        r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·]?"
        r"(?=[A-Z]{0,3}[0-9]{2})[A-HJ-NP-Z0-9]{5,6})(?![0-9A-Za-z])"
    ),
    "person": NAMED.pattern,
    # An office has one too, so that it does not hold a file.
    "telephone": (
        r"((?<![0-9-])0[0-9]{2,3}[-—－–][1-9][0-9]{6,7}(?![0-9-])"
        r"|(?:电话|☎)[^0-9\n]{0,4}[1-9][0-9]{6,7}(?![0-9.,]))"
    ),
}
# What is in every text in which the pattern of that kind matches, and is found much sooner.
REVIEW_SIGNS = {"identity-like": "[0-9]{15}", "email": "[@＠]", "passport": "[EG]", "telephone": "[0-9]{7}"}
# A text without nine figures in a row, whatever is between them, has none of these numbers.
DIGIT = r"[\d²³¹\u2070-\u2089\u2460-\u2473\u24ea]"
SUSPECT = re.compile(rf"{DIGIT}(?:[^\w]*+{DIGIT}){{8}}|&#|\\[uUx]|[0-9]<|%3[0-9]%")


def is_day(year: str, month: str, day: str) -> bool:
    """Whether the calendar has the day."""
    return 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(int(year), int(month))[1]


def is_identity(number: str) -> bool:
    """An identity number of GB 11643: province, birth date and check character are right."""
    return (
        number.startswith(PROVINCES)
        and number[6:8] in ("18", "19", "20")
        and is_day(number[6:10], number[10:12], number[12:14])
        and CHECKS[sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11]
        == number[17].upper()
    )


def is_old_identity(number: str) -> bool:
    """An identity number of 15 figures, as issued before 1999: province and birth date are right."""
    return number.startswith(PROVINCES) and is_day("19" + number[6:8], number[8:10], number[10:12])


def is_mobile(number: str) -> bool:
    """A number of a mobile network of the mainland."""
    return number[0] == "1" and number[1] in "3456789"


def is_card(number: str) -> bool:
    """A number that a Chinese bank may have issued and whose Luhn check is right."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    luhn = sum(value - 9 if value > 9 else value for value in doubled)
    return number.startswith(CARD_PREFIXES) and luhn % 10 == 0


class NumberKind(NamedTuple):
    """A kind of personal number: the code of its hold, its pattern in folded text, and the check of its digits."""

    code: str
    pattern: re.Pattern[str]
    is_valid: Callable[[str], bool]


NUMBERS = {
    "identity": NumberKind(
        "S410",
        re.compile(
            rf"{EDGE}(?=((?:[0-9]{JOINT}){{6}}(?:1{JOINT}[89]|2{JOINT}0){JOINT}(?:[0-9]{JOINT}){{9}}[0-9Xx]){STOP})"
        ),
        is_identity,
    ),
    "old-identity": NumberKind(
        "S410", re.compile(rf"{EDGE}(?=({groups('14')}|{groups('5', '5', '2')}){STOP})"), is_old_identity
    ),
    "mobile": NumberKind(
        "S411",
        re.compile(rf"{EDGE}(?=(?:(?:\+|00)?86{JOINT})?({groups('10')}|{groups('2', '3', '3')}){STOP})"),
        is_mobile,
    ),
    "card": NumberKind(
        "S412",
        re.compile(
            rf"{EDGE}(?=({groups('15,18')}|{groups('3', '3', '3', '3')}(?:{JOINT}{DIGITS}{{0,2}})?"
            rf"|{groups('5', '9,12')}){STOP})"
        ),
        is_card,
    ),
    # Anything that is called an account number is one.
    "account": NumberKind(
        "S412",
        re.compile(rf"(?:[账帐][号户]|卡号)[号码]*+[\0 ]*+[:=]?[\0 \"']*+((?:[0-9]{JOINT}){{8,29}}[0-9]){STOP}"),
        bool,
    ),
}


def find_private(
    text: str, allowed: frozenset[str] = frozenset(), figures: frozenset[str] = frozenset()
) -> tuple[PersonalDatum, ...]:
    """Numbers that must not be published; those in `allowed`, the declared public contacts, may.

    `figures` are the keys of a YAML file whose cells hold amounts, counts and codes.
    """
    if not SUSPECT.search(text):
        return ()
    # Nobody's identity number or bank card is a public contact.
    public = {number for contact in allowed for _, kind, number in numbers(contact) if kind == "mobile"}
    place_of = line_and_column(text)
    first: dict[tuple[int, str], PersonalDatum] = {}
    for position, kind, number in sorted(numbers(text, figures)):
        if number not in public:
            line, column = place_of(position)
            code = NUMBERS[kind].code
            first.setdefault((line, code), PersonalDatum(line, column, code, kind))
    return tuple(sorted(first.values()))


def personal_kinds(text: str) -> list[str]:
    """The kinds of possible personal data that a person must check, such as a number plate or a named person."""
    return sorted(
        kind
        for kind, pattern in REVIEW_PATTERNS.items()
        if re.search(REVIEW_SIGNS.get(kind, ""), text) and re.search(pattern, text)
    )


def numbers(text: str, figures: frozenset[str] = frozenset()) -> Iterator[tuple[int, str, str]]:
    """Position, kind and digits of every number that passes its check and does not fill a cell of figures."""
    folded = fold(text)
    for kind, (_, pattern, is_valid) in NUMBERS.items():
        for match in pattern.finditer(folded):
            number = re.sub("[^0-9Xx]", "", match[1])
            place = match.span(1)
            is_private = is_valid(number) and is_separate_number(folded, *place, kind)
            if is_private and not (kind in TAKEN_FOR and fills_cell(text, *place, figures)):
                yield place[0], kind, number


def fills_cell(text: str, start: int, end: int, keys: frozenset[str]) -> bool:
    """Whether a number is the whole value of a cell with one of these keys."""
    first = text.rfind("\n", 0, start) + 1
    cell = CELL_BEFORE.search(text[first:start])
    rest = text[end:].partition("\n")[0].removesuffix("\r")
    return cell is not None and cell["key"] in keys and bool(CELL_AFTER.match(rest)) and not in_block(text, first)


def in_block(text: str, start: int) -> bool:
    """Whether the line that begins at a position belongs to a YAML block text."""
    lines = text[:start].splitlines()
    line = text[start:].partition("\n")[0]
    indent = len(line) - len(line.lstrip(" "))
    for before in reversed(lines):
        depth = len(before) - len(before.lstrip(" "))
        if before.strip() and depth < indent:
            if BLOCK.search(before):
                return True
            indent = depth
    return False


def is_separate_number(folded: str, start: int, end: int, kind: str) -> bool:
    """Whether the number is a whole word and not an amount of money."""
    before = folded[max(0, start - LONGEST_BEFORE) : start].rstrip(FILLER)
    if before and before[-1].isascii() and before[-1].isalnum() and not before.endswith("86"):
        return False
    is_money = MONEY_BEFORE.search(before) or MONEY_AFTER.match(folded, end)
    return kind not in ("mobile", "card") or not is_money
