"""Codes of places: the table is whole, no right code is refused, and a wrong one is told with the right one."""

from collections import Counter

import pytest

from generator.content.divisions import code_fault, codes, names

# The kinds of units that China has had since 2019.
KINDS = {"市": 293, "地区": 7, "自治州": 30, "盟": 3}


def test_the_table_has_every_province_and_prefecture_once() -> None:
    prefectures = {code: name for code, name in names().items() if not code.endswith("0000")}
    kinds = Counter(next(kind for kind in KINDS if name.endswith(kind)) for name in prefectures.values())
    assert (len(names()) - len(prefectures), dict(kinds)) == (34, KINDS)
    assert len(codes()) == len(names())


def test_no_place_of_the_table_is_refused() -> None:
    refused = [
        (code, spelling, fault)
        for code, name in names().items()
        for spelling in (name, name[:2])
        if (fault := code_fault(spelling, "省级" if code.endswith("0000") else "地级市", code)) is not None
    ]
    assert refused == []


@pytest.mark.parametrize(
    ("name", "level", "code"),
    [
        ("霞山区", "市辖区", "440803"),
        ("湛江市霞山区", "市辖区", "440803"),
        ("广东省湛江市", "地级市", "440800"),
        ("广东省湛江市", "市级", "440800"),
        ("湛江市本级", "地级市", "440800"),
        ("吉林省吉林市", "地级市", "220200"),
        ("重庆市万州区", "区", "500101"),
        ("上海市浦东新区", "市辖区", "310115"),
        ("伊犁哈萨克自治州塔城地区", "地区", "654200"),
        ("大理州", "自治州", "532900"),
        ("大理市", "县级市", "532901"),
        # Counties that no prefecture has, and levels of their own.
        ("仙桃市", "县级市", "429004"),
        ("济源市", "地级市", "419001"),
        # Names and codes of other years.
        ("襄樊市", "地级市", "420600"),
        ("巢湖市", "地级市", "341400"),
        ("哈密市", "县级市", "652201"),
        ("儋州市", "地级市", "469003"),
        # Not known yet, made up, and the whole country.
        ("示例市", "地级市", "000000"),
        ("示例市", "地级市", "449900"),
        ("中央", "中央", "100000"),
    ],
)
def test_a_right_code_is_not_refused(name: str, level: str, code: str) -> None:
    assert code_fault(name, level, code) is None


@pytest.mark.parametrize(
    ("name", "level", "code", "fault"),
    [
        ("湛江市", "地级市", "4408", "digits"),
        ("湛江市", "地级市", "44080０", "digits"),
        ("湛江市", "地级市", "440800000000", "digits"),
        ("某市", "地级市", "990100", "province"),
        ("湛江市", "地级市", "440900", "name 湛江市 440800"),
        ("湛江市", "地级市", "440803", "name 湛江市 440800"),
        ("广东省湛江市", "地级市", "440801", "name 湛江市 440800"),
        ("北京市", "直辖市", "110100", "name 北京市 110000"),
        ("霞山区", "市辖区", "440800", "other 湛江市"),
        ("示例市", "地级市", "440000", "other 广东省"),
        ("湛江市霞山区", "市辖区", "440903", "parent 湛江市 4408"),
        ("重庆市万州区", "区", "510101", "parent 重庆市 50"),
        ("霞山区", "地级市", "440803", "level 地级市"),
        ("示例县", "县", "449900", "level 县"),
        ("示例市", "地级市", "440101", "level 地级市"),
    ],
)
def test_a_wrong_code_is_told_with_what_is_known(name: str, level: str, code: str, fault: str) -> None:
    kind, *values = fault.split()
    found = code_fault(name, level, code)
    assert found and (found[0], [*found[1].values()][: len(values)]) == (kind, values)
