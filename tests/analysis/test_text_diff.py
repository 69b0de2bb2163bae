"""What became of a text: nothing is lost, nothing is added, and a reader sees what changed."""

import pytest
from hypothesis import given, strategies as st

from generator.analysis.text_diff import TextDiff, text_diff


def marked(found: TextDiff) -> str:
    """The pieces as one text: [gone] and {new}."""
    signs = {"same": "{}", "gone": "[{}]", "new": "{{{}}}"}
    return "".join(signs[piece.edit].format(piece.text) for piece in found.pieces)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("修缮文物3处", "修缮文物3处", "修缮文物3处"),
        ("", "", ""),
        ("", "新增的话。", "{新增的话。}"),
        ("删去的话。", "", "[删去的话。]"),
        # A figure is one thing, however many of its digits agree.
        ("采购图书10000册", "采购图书12000册", "采购图书[10000册]{12000册}"),
        ("合格率达到98.5%以上", "合格率达到99.5%以上", "合格率达到[98.5%]{99.5%}以上"),
        ("全年开放图书馆；办好展览。", "全年免费开放图书馆；办好展览。", "全年{免费}开放图书馆；办好展览。"),
        # A clause that moved away goes as a whole; the others stay.
        ("一是甲事要做。二是乙事要做。", "一是甲事要做。", "一是甲事要做。[二是乙事要做。]"),
        # Two texts that only share a word here and there are two texts.
        (
            "办好公共文化服务，全年免费开放图书馆。",
            "让群众就近看书看戏。",
            "[办好公共文化服务，全年免费开放图书馆。]{让群众就近看书看戏。}",
        ),
        # White space belongs to the text.
        ("一、办好服务；\n二、保护文物。", "一、办好服务；\n\n二、保护文物。", "一、办好服务；\n{\n}二、保护文物。"),
    ],
)
def test_what_changed(before: str, now: str, expected: str) -> None:
    found = text_diff(before, now)
    assert marked(found) == expected
    assert whole(found) == (before, now)
    assert found.is_same == (before == now)


def whole(found: TextDiff) -> tuple[str, str]:
    """Both texts, put together again."""
    before = "".join(piece.text for piece in found.pieces if piece.edit != "new")
    return before, "".join(piece.text for piece in found.pieces if piece.edit != "gone")


TEXTS = st.text(alphabet="甲乙丙丁文化服务0123.%，。；\n abc", max_size=80)


@given(TEXTS, TEXTS)
def test_both_texts_are_there_character_for_character(before: str, now: str) -> None:
    found = text_diff(before, now)
    assert whole(found) == (before, now)
    assert all(piece.text for piece in found.pieces)
    assert all(one.edit != other.edit for one, other in zip(found.pieces, found.pieces[1:], strict=False))


def test_how_much_changed_is_told_without_white_space() -> None:
    assert text_diff("修缮文物3处", "修缮 文物5处").counts == "删 2 字，添 2 字"
    assert text_diff("开放", "免费开放").counts == "添 2 字"
