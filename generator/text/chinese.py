"""Simplified forms of characters, and pinyin of names, from the tables of OpenCC and pypinyin.

Neither package is imported: pypinyin would build all its tables first, for a quarter of a second and 60 MB in every
process.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from unicodedata import normalize

LAST_UNIT = "\uffff"
# The marks of the four tones on a vowel, decomposed; what is left is a syllable without its tone.
TONES = str.maketrans("", "", "\u0304\u0301\u030c\u0300")
PHRASE = re.compile(r'"([^"]+)": ?(?=\[)')
LONGEST_PHRASE = 10


def package_file(package: str, path: str) -> str:
    """The text of a file of an installed package."""
    spec = find_spec(package)
    return (Path(str(spec and spec.origin)).parent / path).read_text(encoding="utf-8")


@cache
def simplified_forms() -> Mapping[str, str]:
    """The simplified form of each traditional character that is one UTF-16 unit, as is its simplified form."""
    table = package_file("opencc", "dictionary/TSCharacters.txt")
    pairs = dict(line.split()[:2] for line in table.splitlines() if not line.startswith("#"))
    # A few are simplified twice: 薴, 苧, 苎.
    simple = {character: pairs.get(plain, plain) for character, plain in pairs.items()}
    return {character: plain for character, plain in simple.items() if max(character, plain) <= LAST_UNIT}


@dataclass(frozen=True, slots=True)
class PinyinTables:
    """The tables of pypinyin: readings by code point, and the text of the phrases with the place of each reading."""

    readings: Mapping[str, str]
    text: str
    phrases: Mapping[str, int]
    in_order: Sequence[str]

    def syllables(self, name: str) -> Iterator[str]:
        """The syllables of the Chinese characters of a name, with tones: those of the longest phrases, else of each."""
        for is_chinese, run in groupby(name, lambda character: str(ord(character)) in self.readings):
            if is_chinese:
                yield from self.syllables_of_run("".join(run))

    def syllables_of_run(self, text: str) -> Iterator[str]:
        """The syllables of Chinese characters alone."""
        while text:
            lengths = range(min(LONGEST_PHRASE, len(text)), 1, -1)
            if phrase := next((text[:end] for end in lengths if text[:end] in self.phrases), ""):
                yield from (readings[0] for readings in self.readings_of_phrase(phrase))
                text = text[len(phrase) :]
                continue
            # As pypinyin does it: where the text is the beginning of a phrase, no part of it is looked up as a phrase.
            single = text if self.is_beginning(text) else text[0]
            yield from (self.readings[str(ord(character))].split(",")[0] for character in single)
            text = text[len(single) :]

    def readings_of_phrase(self, phrase: str) -> list[list[str]]:
        """The readings of each character of a phrase; only those of a phrase that is looked up are parsed."""
        readings: list[list[str]]
        readings, _ = json.JSONDecoder().raw_decode(self.text, self.phrases[phrase])
        return readings

    def is_beginning(self, text: str) -> bool:
        """Whether some phrase begins with a text."""
        place = bisect_left(self.in_order, text)
        return place < len(self.in_order) and self.in_order[place].startswith(text)


@cache
def pinyin_tables() -> PinyinTables:
    """The tables of pypinyin."""
    text = package_file("pypinyin", "phrases_dict.json")
    phrases = {match[1]: match.end() for match in PHRASE.finditer(text)}
    return PinyinTables(json.loads(package_file("pypinyin", "pinyin_dict.json")), text, phrases, sorted(phrases))


def pinyin(name: str) -> str:
    """The syllables of a name without tones, separated by spaces: 湛江市 -> zhan jiang shi."""
    syllables = " ".join(pinyin_tables().syllables(name))
    return normalize("NFC", normalize("NFD", syllables).translate(TONES)).replace("ü", "v")
