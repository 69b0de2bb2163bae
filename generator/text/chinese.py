"""Simplified forms of characters, and pinyin of names; the tables come from OpenCC and pypinyin."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LAST_UNIT = "\uffff"


@cache
def simplified_forms() -> Mapping[str, str]:
    """Return the simplified form of each traditional character that is one UTF-16 unit, as is its simplified form."""
    table = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = dict(line.split()[:2] for line in table.splitlines() if not line.startswith("#"))
    # A few are simplified twice: 薴, 苧, 苎.
    simple = {character: pairs.get(plain, plain) for character, plain in pairs.items()}
    return {character: plain for character, plain in simple.items() if max(character, plain) <= LAST_UNIT}


def pinyin(name: str) -> str:
    """Return the syllables of a name without tones, separated by spaces: 湛江市 -> zhan jiang shi."""
    # The tables of pypinyin take a fifth of a second to load, which only a changed department should cost.
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(name, errors="ignore"))
