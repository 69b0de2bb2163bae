"""Finds marks of secrecy in raw text: 密级 with brackets, stars, terms or labels, and notes on handling (内部资料).

The words and rules are in mark_rules. A prefilter on the raw text dismisses texts in which no mark can be.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from generator.secrecy.mark_rules import (
    CONDITIONS,
    FITTINGS,
    HAN,
    LEFT_OUT,
    MANAGED,
    MATTER,
    NO_TERM,
    NUMERALS,
    OUTWARD,
    PAPERS,
    STUDY,
    SUBJECTS,
    Span,
    one_of,
    patterns,
)
from generator.text.files import line_and_column
from generator.text.folding import BLANKS, NAMED, NO_GAP, STROKES, FoldedText, plain_form
from generator.text.word_list import word_list


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where a mark begins, line and column from 1, and the rule that found it; never the text."""

    line: int
    column: int
    rule: str


FILLED_LETTERS = "".join(char for char in BLANKS + STROKES if char.isalnum())


@cache
def variants(chars: str) -> str:
    """The characters and all their traditional forms."""
    return "".join(sorted({*chars, *(form for form, plain in NAMED.items() if plain in chars)}))


def spellings(char: str) -> str:
    """A class of the character and all its traditional forms."""
    return f"[{variants(char)}]"


def word_pattern(words: Iterable[str]) -> str:
    """A pattern for any of the words in raw text, simplified or traditional."""
    return re.sub(rf"[{HAN}]", lambda match: spellings(match[0]), one_of(words))


# What the two readings drop between two characters: signs; or tags and comments too, with their content.
SIGNS = rf"[\x00-\x7f\W{FILLED_LETTERS}]"
MARKUP = r"<!--(?s:.){0,400}?-->|<(?:[^<>]|<!--(?s:.){0,400}?-->)*+>"
NOISE = rf"(?:{MARKUP}|{SIGNS})*+"
NOISES = (f"{SIGNS}*+", NOISE)
# Where no word runs on.
STOPS = f"(?![{HAN}])"
# Characters of which the words consist that may follow a level in a mark.
KINDS = (
    "期时限日间程度情况别标识志范围畴原因需要求规定准进行依法按均都",
    *re.findall(f"[{HAN}]", LEFT_OUT + MANAGED + OUTWARD + MATTER),
)
STEMS = word_list("""
    内参 注意保 外传 外泄 扩散 阅后 阅毕 后收 后退 后销 此件 未经 翻印 份号 副本 密件编 知悉范 知悉人 达范围 读范围
    触范围 件发 供领 限领
""")
ADVERBS = "表件行项目任务工作内容金额数据字名称事信息部分情况资料材文页依法规按定暂时均一律现"


def spaced_word(text: str) -> str:
    """The characters of a word with any noise between them."""
    return NOISE.join(map(spellings, text))


def filler_pattern(chars: str) -> str:
    """Any noise, and any of the characters that may separate two words of a sentence."""
    return rf"(?:{MARKUP}|{SIGNS}|[{variants(chars)}])*+"


def prefilter_patterns() -> Iterator[tuple[str, str]]:
    """Patterns of which every text with a mark matches one before it is folded, and hardly any other text does.

    Each is a first character and the pattern of the rest. A text without the first character, as most are, is
    dismissed by a plain substring search.
    """
    ways = [*level_prefilters(), *paper_prefilters(), *disclosure_prefilters(), *escape_prefilters()]
    for head in sorted({char for first, _ in ways for char in variants(first)}):
        rests = "|".join(rest for first, rest in ways if head in variants(first))
        yield head, f"{re.escape(head)}(?:{rests})"


def level_prefilters() -> Iterator[tuple[str, str]]:
    """Prefilters of levels of secrecy."""
    assigned = rf"{word_pattern('为是定标识志')}{{0,8}}{word_pattern('绝机秘核普商工')}"
    yield "㊙", ""
    yield "密", rf"[{variants(''.join((*FITTINGS, *STUDY, *KINDS)))}]*+{STOPS}"
    yield "密", rf"(?:{word_pattern(['级', '期', '期限', '时限'])})?{word_pattern([*NO_TERM, *CONDITIONS, *NUMERALS])}"
    yield "密", word_pattern(("级", "别", "等级", "级别", "程度")) + assigned
    yield "密", rf"(?<={spellings('定')}.){assigned}"
    yield "密", rf"{NOISE}(?<!标密)的"
    yield "密", NOISE + spaced_word("条件")
    yield "密", rf"(?:{NOISE}级)?{NOISE}[至到期一二三四五角颗星]"
    for level in "绝机秘":
        yield level, rf"{NOISE}[{variants('密蜜谧泌宓')}]"
        yield level, rf"(?<![{HAN}].)(?:{NOISE}[{variants('级件')}])?{STOPS}"


def paper_prefilters() -> Iterator[tuple[str, str]]:
    """Prefilters of notes on internal papers and of labels of classified ones."""
    following = (rf"[{variants(''.join((*FITTINGS, *STUDY)))}]*+{STOPS}", word_pattern((*PAPERS, *STUDY)))
    for noise in NOISES:
        for behind in following:
            yield "内", rf"{noise}{spellings('部')}(?:{noise}工{noise}作)?{behind}"
        for stem in STEMS:
            yield stem[0], noise + noise.join(map(spellings, stem[1:]))


def disclosure_prefilters() -> Iterator[tuple[str, str]]:
    """Prefilters of 不公开 as a separate word, and of 不得公开 and the like at the end of a phrase."""
    published = "|".join(map(spaced_word, ("发布", "传播", "披露")))
    public = rf"公{NOISE}{spellings('开')}(?:{NOISE}(?:{published}))?{STOPS}"
    modals = filler_pattern("予宜便得能准许允可应要止对外向社会擅自随意在互联网上")
    outward = rf"{modals}(?:公{NOISE}{spellings('众')})?{modals}"
    not_public = rf"不{outward}{public}"
    for noise in NOISES:
        yield "不", rf"(?<![{HAN}].)(?:{noise}予)?{noise}公{noise}{spellings('开')}{STOPS}"
    yield "不", rf"{NOISE}[{variants('得宜便准许允可能应要予对向')}]{outward}{public}"
    verbs = "|".join(map(spaced_word, ("公布", "发布", "披露", "透露", "泄露", "提供", "传播")))
    for head, rest in (("外", ""), ("社", "会"), ("公", "众"), ("网", ""), ("网", "上")):
        yield head, rf"{NOISE}{rest and f'{spaced_word(rest)}{NOISE}'}(?:{verbs}){STOPS}"
    for head in "禁勿":
        yield head, outward + public
    for head in "本此该":
        yield head, filler_pattern(ADVERBS) + not_public
    for head in SUBJECTS.replace("项目名称|任务名称|", "").split("|"):
        yield head[0], rf"{NOISE}{spellings(head[1])}{filler_pattern(ADVERBS + '也都')}{not_public}"
    for noise in NOISES:
        for online in ("网", "互联网", "外网", "传互联网", "传网络"):
            yield "上", rf"{noise}{spaced_word(online)}{STOPS}"
        yield "挂", rf"{noise}网{STOPS}"
    yield "内", rf"{NOISE}容{filler_pattern(ADVERBS)}{not_public}"
    yield "敏", rf"(?:{MARKUP}|{SIGNS}|[{HAN}]){{0,30}}?不{filler_pattern('予宜便得能')}{spaced_word('对外')}{STOPS}"
    for head in "敏密":
        yield head, rf"(?:{MARKUP}|{SIGNS}|[{HAN}]){{0,30}}?{not_public}"


def escape_prefilters() -> Iterator[tuple[str, str]]:
    """Prefilters of escaped characters with which a mark begins, and of any escape after one."""
    yield "&", r"(?:amp;)*+#(?:[0-9]{4}|[xX][0-9a-fA-F]{4})"
    chars = variants("㊙定密内注外阅后此不绝机秘份副知敏未扩禁勿本该达读触件社翻供限上挂金名数经资预明")
    short, long = ("|".join(f"{ord(char):0{size}x}" for char in chars if ord(char) < 16**size) for size in (4, 8))
    yield "\\", f"(?i:u(?:{short})|U(?:{long}))"
    yield "%", f"(?i:{'|'.join(quote(char)[1:] for char in chars)})"
    for sign in "%\\":
        yield (
            sign,
            f"(?<=[{variants('内注意外阅后此不予公绝机秘份副本知悉敏未扩禁勿该达读触件发社会翻供限上挂金名数经资预明')}].)",
        )


PREFILTERS = dict(prefilter_patterns())


@cache
def prefilter(head: str) -> re.Pattern[str]:
    """The compiled prefilter of a first character."""
    return re.compile(PREFILTERS[head])


def may_hold_marks(text: str) -> bool:
    """Whether a text needs the full search; no other text has a mark."""
    return any(head in text and prefilter(head).search(text) for head in PREFILTERS)


def find_marks(text: str) -> tuple[Mark, ...]:
    """The marks of secrecy in the text, the first of each line; looks inside tags and comments too."""
    if not may_hold_marks(text):
        return ()
    place_of = line_and_column(text)
    first_of: dict[int, Mark] = {}
    for keep_markup in (False, True) if "<" in text else (False,):
        for position, rule in sorted(marks_of_reading(plain_form(text, keep_markup))):
            line, column = place_of(position)
            first_of.setdefault(line, Mark(line, column, rule))
    return tuple(sorted(first_of.values()))


def marks_of_reading(plain: FoldedText) -> Iterator[tuple[int, str]]:
    """Position in the raw text and rule of each mark of one folded text; matches of different rules do not overlap."""
    taken: set[int] = set()
    present = set(plain.text)
    for needs, rule, check, pattern in patterns():
        if present.isdisjoint(needs):
            continue
        for match in pattern.finditer(plain.text):
            start, end = match.span()
            if start not in taken and check(Span(plain, start, tuple(possible_ends(plain, match)))):
                taken.update(range(start, end))
                yield plain.origin(start), rule


def possible_ends(plain: FoldedText, match: re.Match[str]) -> Iterator[int]:
    """The positions at which a match may end: its end, before each of its tails, and line or word ends within it."""
    start, end = match.span()
    yield end
    for group in range(1, match.re.groups + 1):
        if match[group]:
            yield match.start(group)
    for place in range(start + 1, end):
        if plain.gaps[place] != NO_GAP and match.re.fullmatch(plain.text, start, place):
            yield place
