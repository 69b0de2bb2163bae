"""Word lists as blocks of text, and texts made comparable."""

from generator.text.normalize import normalized, normalized_case, without_radicals, without_spaces
from generator.text.word_list import word_list, word_map


def test_words_stand_once_and_in_their_order() -> None:
    assert word_list("\n    次 场\n    件 次\n") == ("次", "场", "件")


def test_pairs_of_a_map() -> None:
    assert word_map("百分比=% 个年度=年度\n    圆=元") == {"百分比": "%", "个年度": "年度", "圆": "元"}


def test_widths_and_white_space_are_made_one() -> None:
    assert without_spaces(" 示例\u3000市 局\n") == "示例市局"
    assert normalized("示例（Ａ） ２０２６") == "示例(A)2026"
    assert normalized_case("示例 Ａb") == "示例 ab"


def test_radicals_are_the_characters_that_look_the_same() -> None:
    assert without_radicals("主管部⻔ 填表⼈ 项⽬⽀出 ⾩阳市 ㈠①") == "主管部门 填表人 项目支出 阜阳市 ㈠①"
