"""Dismisses texts that have no mark of secrecy without folding them.

A text is split into runs of characters beyond ASCII, which recur from page to page. Where a mark may begin in a run is
found once; whether it goes on is then seen at the places of the run alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from generator.secrecy.mark_rules import (
    CONDITIONS,
    FITTINGS,
    HAN,
    LEFT_OUT,
    MANAGED,
    MATTER,
    MATTERS,
    NO_TERM,
    NUMERALS,
    OUTWARD,
    PAPERS,
    STUDY,
    SUBJECTS,
    is_han,
    one_of,
)
from generator.text.folding import BLANKS, COMMENT, ESCAPE, FOLDS, NAMED, STROKES, VARIANTS, unescaped
from generator.text.word_list import word_list

# What the two readings drop between two characters: signs; or tags and comments too, with their content.
SIGNS = r"[\x00-\x7f\W]"
MARKUP = r"<!--(?s:.){0,400}?-->|<(?:[^<>]|<!--(?s:.){0,400}?-->)*+>"
NOISE = rf"(?:{MARKUP}|{SIGNS})*+"
NOISES = (f"{SIGNS}*+", NOISE)
# What two words may be apart that need not follow each other.
WITHIN = f"(?:{MARKUP}|(?s:.)){{0,30}}?"
# The key of 不公开 in any context, and the end of the keys of what matches only in a text that has it.
DENIED = "不…公开"
OF_DENIAL = "…不公开"
# Where no word runs on.
STOPS = f"(?![{HAN}])"
# Characters of which the words consist that may follow a level in a mark.
KINDS = (
    "期时限日间程度情况别标识志范围畴原因需要求规定准进行依法按均都",
    *re.findall(f"[{HAN}]", LEFT_OUT + MANAGED + OUTWARD + MATTER),
)
STEMS = word_list("""
    内参 注意保 外传 外泄 扩散 阅后 阅毕 后收 后退 后销 此件 未经 翻印 份号 副本 密件编 知悉范 知悉人 达范围 读范围
    触范围 本件发 供领 限领
""")
# The words of two characters with which a denial begins.
NAMES = SUBJECTS.replace("项目名称|任务名称|", "").split("|")
ADVERBS = "表件行项目任务工作内容金额数据字名称事信息部分情况资料材文页依法规按定暂时均一律现"


def filler_pattern(chars: str, noise: str = NOISE) -> str:
    """Any noise, and any of the characters that may separate two words of a sentence."""
    dropped = SIGNS if noise == NOISES[0] else f"{MARKUP}|{SIGNS}"
    return rf"(?:{dropped}|[{chars}])*+"


def level_prefilters() -> Iterator[tuple[str, str]]:
    """Prefilters of levels of secrecy."""
    levels = "绝机秘核普商工"
    assigned = filler_pattern("".join(sorted({*"".join(FITTINGS), *"为是定标识志"} - {*levels}))) + f"[{levels}]"
    yield "㊙", ""
    yield "密", f"[{''.join((*FITTINGS, *STUDY, *KINDS))}]*+{STOPS}"
    terms = f"[{''.join(sorted({word[0] for word in (*NO_TERM, *CONDITIONS, *NUMERALS)}))}]"
    yield "密", f"(?:级|期限?|时限)?{terms}"
    yield "密", f"(?:级别?|别|等级|程度){assigned}"
    yield "定", f"{NOISE}密{assigned}"
    yield "密", f"{filler_pattern(''.join(MATTERS) + '范围畴')}的(?<!标密的)"
    yield "密", f"{NOISE}条{NOISE}件"
    yield "密", rf"(?:{NOISE}级)?{NOISE}[至到期一二三四五角颗星]"
    yield "绝机秘", f"{NOISE}[密蜜谧泌宓]"
    yield "绝机秘", f"(?<![{HAN}].)(?:{NOISE}[级件])?(?:{STOPS}|{terms})"


def paper_prefilters() -> Iterator[tuple[str, str]]:
    """Prefilters of notes on internal papers and of labels of classified ones."""
    following = f"(?:[{''.join((*FITTINGS, *STUDY))}]*+{STOPS}|{one_of((*PAPERS, *STUDY))})"
    for noise in NOISES:
        yield "内", f"{noise}部(?:{noise}工{noise}作)?{following}"
        yield "按", f"{noise}(?:照{noise})?内{noise}部"
        yield "照", f"{noise}内{noise}部"
        for stem in STEMS:
            yield stem[0], noise + noise.join(stem[1:])


def disclosure_prefilters() -> Iterator[tuple[str, str]]:
    """Prefilters of 不公开 as a separate word, of what forbids to publish, and of DENIED itself."""
    for noise in NOISES:
        outward, public = public_patterns(noise)
        yield "不", f"(?<![{HAN}].)(?:{noise}予)?{noise}公{noise}开{STOPS}"
        yield "不", f"{noise}[得宜便准许允可能应要予对向在上]{outward}{public}"
        yield DENIED, outward + public
        yield "禁勿", outward + public
    verbs = "|".join(map(NOISE.join, ("公布", "发布", "披露", "透露", "泄露", "提供", "传播")))
    for head, rest in (("外", ""), ("社", "会"), ("公", "众"), ("网", ""), ("网", "上")):
        yield head, f"{NOISE}{rest and rest + NOISE}(?:{verbs}){STOPS}"
    for noise in NOISES:
        for online in ("网", "互联网", "外网", "传互联网", "传网络"):
            yield "上", f"{noise}{NOISE.join(online)}{STOPS}"
        yield "挂", f"{noise}网{STOPS}"
    yield "敏", f"{WITHIN}不{filler_pattern('予宜便得能')}对{NOISE}外{STOPS}"


def denial_prefilters() -> Iterator[tuple[str, str]]:
    """Prefilters of sentences that say of something that it is not public."""
    for noise in NOISES:
        not_public = "不" + "".join(public_patterns(noise))
        yield "本此该" + OF_DENIAL, filler_pattern(ADVERBS, noise) + not_public
        # Any first character of a subject and any second one: one pattern for all, and hardly a text more that it fits.
        first, second = ("".join(dict.fromkeys(chars)) for chars in zip(*NAMES, strict=True))
        yield first + OF_DENIAL, f"{noise}[{second}]{filler_pattern(ADVERBS + '也都', noise)}{not_public}"
        yield "敏密" + OF_DENIAL, f"{WITHIN}{not_public}"


def public_patterns(noise: str) -> tuple[str, str]:
    """The pattern of the characters between 不 and 公开, and of 公开 at the end of a phrase."""
    published = "|".join(map(noise.join, ("发布", "传播", "披露")))
    modals = filler_pattern("予宜便得能准许允可应要止对外向社会擅自随意在互联网上", noise)
    return f"{modals}(?:公{noise}众)?{modals}", f"公{noise}开(?:{noise}(?:{published}))?{STOPS}"


@cache
def prefilters() -> dict[str, tuple[str, ...]]:
    """Patterns of which every text with a mark matches one before it is folded, and hardly any other text does.

    A key begins with the first characters of what its patterns match, which the patterns leave out. They are for texts
    in simplified characters.
    """
    rests = defaultdict(list)
    for prefilters_of in (level_prefilters, paper_prefilters, disclosure_prefilters, denial_prefilters):
        for key, rest in prefilters_of():
            rests[key].append(rest)
    return {key: tuple(rests[key]) for key in rests}


def first_characters(key: str) -> str:
    """The characters with which the patterns of a key begin."""
    return key.partition("…")[0]


@cache
def keys_of_characters() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """A class of the characters with which patterns begin, and the keys of the patterns that begin with each."""
    keys = defaultdict(list)
    for key in prefilters():
        for char in first_characters(key):
            keys[char].append(key)
    return re.compile(f"[{''.join(keys)}]"), dict(keys)


def joined_pattern(key: str, rests: Iterable[str]) -> re.Pattern[str]:
    """The compiled pattern of a key with what may follow its first characters."""
    return re.compile(f"[{first_characters(key)}](?:{'|'.join(dict.fromkeys(rests))})")


@cache
def prefilter(key: str) -> re.Pattern[str]:
    """The compiled patterns of a key."""
    return joined_pattern(key, prefilters()[key])


# A group that only looks, a class, or a Chinese character.
ELEMENT = re.compile(rf"\(\?<?[=!][^)]*\)|\[(?:\\.|[^\]])*\]|[{HAN}]")


@cache
def run_prefilter(key: str) -> re.Pattern[str]:
    """The compiled patterns of a key for a run: a text without ASCII but < and >.

    Only noise contains the rest of ASCII, so a match that leaves a run leaves it in noise; from there on the end of
    the run counts as anything that the pattern asks for.
    """

    def may_follow(element: re.Match[str]) -> str:
        return element[0] if element[0][0] == "(" else rf"(?:{element[0]}|\Z)"

    return joined_pattern(key, (ELEMENT.sub(may_follow, without_ascii(rest)) for rest in prefilters()[key]))


def without_ascii(pattern: str) -> str:
    """A pattern without what matches ASCII alone, so that patterns which differ in nothing else become equal."""
    return pattern.replace(NOISE, NOISES[0]).replace(f"{MARKUP}|", "").replace(SIGNS, r"\W")


@cache
def simplified_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    """A class of the characters that are folded to Chinese ones (traditional forms, radicals), and what each becomes.

    Letters that are folded to signs become a space.
    """
    codes = (*range(0x2E80, 0x3400), *range(0xF900, 0xFB00), *range(0x1F200, 0x1F300), *range(0x2F800, 0x2FA20))
    table = {chr(code): FOLDS[code] for code in codes if is_han(FOLDS[code]) and not is_han(chr(code))}
    table |= {form: NAMED[form] for form in VARIANTS[::2]}
    table |= {char: " " for char in BLANKS + STROKES if char.isalnum()}
    plane = "".join(char for char in table if ord(char) < 0x10000)
    return re.compile(f"[{plane}\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"), table


def in_simplified(text: str) -> str:
    """The text in simplified characters."""
    unusual, table = simplified_forms()
    return unusual.sub(lambda match: table.get(match[0], match[0]), text)


# Every ASCII character as a space, or every one but < and >.
BLANK = bytes(code if code > 0x7F else 0x20 for code in range(256))
SPACED = bytes(code if code > 0x7F or code in b"<>" else 0x20 for code in range(256))
# The signs of escapes of characters beyond ASCII, and how such an escape begins.
ESCAPES = {
    "&": re.compile("&(?:amp;)*+#(?:[0-9]{4}|[xX][0-9a-fA-F]{4})"),
    "\\": re.compile(r"\\[uU][0-9a-fA-F]{4}"),
    "%": re.compile("%[0-9a-fA-F]{2}%"),
}
# A key of runs that are not in simplified characters.
UNUSUAL = "unusual"


class Beginnings(dict[bytes, tuple[str, ...]]):
    """The keys of the prefilters that match in a run or may go on behind it, found on first use.

    They are remembered, because the files of a site have most of their runs in common.
    """

    most = 30_000

    def __missing__(self, run: bytes) -> tuple[str, ...]:
        if len(self) >= self.most:
            self.clear()
        written = run.decode("utf-8", "surrogatepass")
        text = in_simplified(written)
        first, keys_of = keys_of_characters()
        begun = {key for char in {*first.findall(text)} for key in keys_of[char]}
        keys = [key for key in begun if run_prefilter(key).search(text)]
        self[run] = found = (*keys, *([UNUSUAL] if text != written else []))
        return found


BEGINNINGS = Beginnings()


def may_hold_marks(text: str) -> bool:
    """Whether a text needs the full search; no other text has a mark."""
    if any(sign in text and escape.search(text) for sign, escape in ESCAPES.items()):
        text = ESCAPE.sub(unescaped, text)
    if text.isascii():
        return False
    runs = set(text.encode("utf-8", "surrogatepass").translate(BLANK).split())
    begun = {*chain.from_iterable(map(BEGINNINGS.__getitem__, runs))}
    keys = begun - {DENIED, UNUSUAL} if DENIED in begun else {key for key in begun if OF_DENIAL not in key} - {UNUSUAL}
    if not keys:
        return False
    if UNUSUAL in begun:
        text = in_simplified(text)
    if DENIED in begun and not prefilter(DENIED).search(text):
        keys = {key for key in keys if OF_DENIAL not in key}
    counting = {key for key in keys if any(WITHIN in rest for rest in prefilters()[key])}
    if any(prefilter(key).search(text) for key in keys - counting):
        return True
    # White space is not counted between two words, nor what is in a comment.
    texts = {*map(spaced, (text, COMMENT.sub("", text)))} if counting else set()
    return any(prefilter(key).search(text) for key in counting for text in texts)


def spaced(text: str) -> str:
    """The text with a space for what is ASCII between two runs."""
    return b" ".join(text.encode("utf-8", "surrogatepass").translate(SPACED).split()).decode("utf-8", "surrogatepass")
