"""Pinyin is that of pypinyin, which is not imported by the program."""

import random

import pytest
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from generator.text.chinese import LONGEST_PHRASE, pinyin, pinyin_tables, simplified_forms

PHRASES = sorted(PHRASES_DICT)


def of_the_package(name: str) -> str:
    return " ".join(lazy_pinyin(name, errors="ignore"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("湛江市", "zhan jiang shi"),
        ("重庆市长沙县", "chong qing shi zhang sha xian"),
        ("中共湛江市委政法委员会（本级）", "zhong gong zhan jiang shi wei zheng fa wei yuan hui ben ji"),
        ("旅顺口区ABC绿化局1", "lv shun kou qu lv hua ju"),
        ("", ""),
        ("A，1", ""),
    ],
)
def test_pinyin(name: str, expected: str) -> None:
    assert (pinyin(name), of_the_package(name)) == (expected, expected)


@pytest.mark.slow
def test_every_character_and_every_phrase_is_read_as_by_the_package() -> None:
    assert max(map(len, PHRASES)) == LONGEST_PHRASE and min(map(len, PHRASES)) == 2
    assert set(pinyin_tables().phrases) == set(PHRASES)
    texts = [*map(chr, PINYIN_DICT), *PHRASES]
    assert [text for text in texts if pinyin(text) != of_the_package(text)] == []


@pytest.mark.parametrize("count", [3_000, pytest.param(300_000, marks=pytest.mark.deep)])
def test_any_text_is_read_as_by_the_package(count: int) -> None:
    chance = random.Random(count)
    characters = list(map(chr, PINYIN_DICT))

    def piece() -> str:
        phrase = chance.choice(PHRASES)
        parts = (phrase, phrase[: chance.randint(1, 4)], phrase[chance.randint(0, 3) :], chance.choice(characters))
        return chance.choice([*parts, chance.choice("（）a，·市县局")])

    texts = ["".join(piece() for _ in range(chance.randint(1, 4))) for _ in range(count)]
    assert [text for text in texts if pinyin(text) != of_the_package(text)] == []


def test_simplified_forms() -> None:
    forms = simplified_forms()
    assert (forms["廳"], forms["薴"], len(forms) > 2_900) == ("厅", "苎", True)
