"""Whole words of the forms: which may be next to a comparator, a figure or its unit, and which change a meaning.

Chinese is written without spaces, so 约 in 预约500人次 looks like the sign 约. A word next to a sign or a figure is
therefore taken only when it is known whole: the longest known word wins, and where two cuts are possible there is none.
"""

import re
from functools import lru_cache

from generator.targets.units import any_of
from generator.targets.vocabulary import (  # fmt: skip
    ACTS,
    CHANGE_DOWN,
    CHANGE_UP,
    DOING,
    EVENTS,
    GRADES,
    MEASURE,
    QUALITY_WORDS,
    STANDARDS,
)
from generator.targets.wordlists import (
    BEGINS_LIKE_A_UNIT,
    ENDS_LIKE_A_SIGN,
    HARMLESS,
    HEADS,
    MANNER,
    NOUNS,
    PLAIN_NOUNS,
)

CACHE_SIZE = 4096
# Negations, conditions and the words of scoring.
CHANGES_MEANING = re.compile(
    "[不未没无非莫勿毋否别免禁止防杜绝拒戒忌难缺失除避若如倘凡则扣罚负少约近达超]|满分|[计赋记]分|分值|权重|取消|淘汰|退出|剔除|一旦|假如|假设|反对|[以之][外后]|"
    "[高低大小多少长短早晚迟]于|超过|超出|突破|至少|至多|最多|最少|以[上下内]|之[上下内]|左右|上下"
)
# Here a word of the harmless ones does not begin: 决不合格 is no 不合格, 严禁烧 no 禁烧.
STRESSED = re.compile("[从决绝毫并严谨切尚皆][不非无未没禁防]|[至最]少")
# Behind a figure even a harmless denial speaks of it: 100%不合格.
DENIAL = re.compile("[不没无]|未(?!成年)")
# What makes a second clause a rule of scoring, or a case apart, instead of a second target.
SCORING = re.compile("得分|扣|满分|[计赋记]分|否则|则|其余|其他|[高低大小多少]于|超过|不足|除")
KNOWN = frozenset(
    word
    for word in (
        *NOUNS, *PLAIN_NOUNS, *MANNER, *DOING, *MEASURE, *ACTS, *QUALITY_WORDS, *EVENTS, *STANDARDS, *GRADES, *CHANGE_UP, *CHANGE_DOWN,
        *HARMLESS,
    )
    if len(word) > 1
)  # fmt: skip
NOUN_WORDS = KNOWN & {*NOUNS, *PLAIN_NOUNS, *MEASURE, *DOING, *STANDARDS, *EVENTS}
# Words that name things, and nothing that is done with them.
THINGS = KNOWN & {*NOUNS, *MEASURE}
PLAIN_NOUN = re.compile(any_of(*PLAIN_NOUNS))
# What ends an unknown word that names somebody or some place: 话务员.
PERSONS_AND_PLACES = frozenset("员户者师站馆校院所园")
JOINTS = frozenset("的、()和与及")
# Known words in which a sign is only the end, and which may not be beside a figure themselves.
LOOKALIKES = frozenset(ENDS_LIKE_A_SIGN) - KNOWN
LONGER_THAN_UNITS = frozenset(BEGINS_LIKE_A_UNIT)
LONGEST_WORD = max(len(word) for word in {*KNOWN, *LONGER_THAN_UNITS})
HARMLESS_WORD = re.compile(
    any_of(*HARMLESS, *(word for word in (*KNOWN, *ENDS_LIKE_A_SIGN) if re.search("^[^不未没无]*[约近达超]", word)))
)
YEAR_IN_HAN = re.compile(r"[一二][九〇][〇一二三四五六七八九]{2}年度?$")
# A bracket, a colon, a Latin name or a stand-in for a title ends a label as a whole word does.
CLOSED = re.compile(r"[:)々]$|(?<![A-Za-z])[A-Za-z]{2,}$")


@lru_cache(maxsize=CACHE_SIZE)
def known_end(text: str) -> str:
    """The longest known word at the end of a text; empty where none is."""
    for length in range(min(LONGEST_WORD, len(text)), 1, -1):
        if text[-length:] in KNOWN:
            return text[-length:]
    if text[-1:] in HEADS and len(text) > 1 and "一" <= text[-2] <= "龥" and not may_change_meaning(text):
        return text[-2:]
    match = CLOSED.search(text) or YEAR_IN_HAN.search(text)
    return match[0] if match else ""


@lru_cache(maxsize=CACHE_SIZE)
def known_start(text: str) -> str:
    """The longest known word at the start of a text; empty where none is."""
    for length in range(min(LONGEST_WORD, len(text)), 1, -1):
        if text[:length] in KNOWN:
            return text[:length]
    return text[:1] if text[:1] == "々" else ""


@lru_cache(maxsize=CACHE_SIZE)
def may_change_meaning(text: str) -> bool:
    """Whether the text contains a negation, condition or comparison outside of harmless words."""
    return STRESSED.search(text) is not None or CHANGES_MEANING.search(HARMLESS_WORD.sub("々", text)) is not None


@lru_cache(maxsize=CACHE_SIZE)
def is_noun_phrase(text: str) -> bool:
    """Whether a text begins and ends with a known word and has no single character outside of all words."""
    at, loose = len(known_start(text)), 0
    if not at:
        return False
    while at < len(text):
        word = known_start(text[at:])
        if word or (not loose and (text[at] in JOINTS or text[at] in HEADS)):
            if loose == 1:
                return False
            loose = 0
        else:
            loose = 0 if loose >= 2 and text[at] in PERSONS_AND_PLACES else loose + 1
        at += len(word) or 1
    return not loose


def begins_longer_word(text: str, start: int, end: int) -> bool:
    """Whether the unit at text[start:end] may be the beginning of a longer word that is none."""
    longest = min(LONGEST_WORD, len(text) - start)
    return any(text[start : start + length] in LONGER_THAN_UNITS for length in range(longest, end - start, -1))
