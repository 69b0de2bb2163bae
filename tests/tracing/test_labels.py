"""The labels of a trace: those of the form's drawing, and of a form without one those of every drawing."""

import pytest
from reading import form_of, good_text

from generator.forms.drawings.collection import all_shipped
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.vocabulary import SHAPES
from generator.tracing.labels import FormLabels

DEPARTMENT = form_of(good_text())
OF_DEPARTMENTS = [each for each in all_shipped().values() if SHAPES[each.kind] is type(DEPARTMENT)]


def is_label(words: str, labels: FormLabels) -> bool:
    """Whether words are one whole label."""
    bare = "".join(words.split())
    return (0, len(bare)) in labels.spans(bare, [0], frozenset([len(bare)]))


@pytest.mark.parametrize("drawing", OF_DEPARTMENTS, ids=lambda drawing: drawing.name)
def test_every_printed_word_is_a_label(drawing: FormDrawing) -> None:
    cells = [cell for cell in drawing.cells if not cell.values and not cell.is_note]
    printed = [words for cell in cells if (words := cell.words("万元", "2023")).strip()]
    assert len(printed) > 9
    for labels in (FormLabels(DEPARTMENT, drawing), FormLabels(DEPARTMENT, None)):
        assert [words for words in printed if not is_label(words, labels)] == []


@pytest.mark.parametrize(
    ("words", "of_2021", "of_2023", "without"),
    [
        ("其中：市本级使用资金", True, True, True),
        ("拟转移支付市县资金", True, False, True),
        ("拟用于对下转移支付资金", False, True, True),
        ("一、预算单位名称：", True, False, True),
        ("附件1", True, True, True),
        ("金额单位：万元", True, True, True),
        ("指标性质", False, False, True),
        ("学位够用", False, False, False),
    ],
)
def test_the_words_of_another_form_are_no_label(words: str, of_2021: bool, of_2023: bool, without: bool) -> None:
    found = (all_shipped()["zhanjiang-2021"], all_shipped()["zhanjiang-2023"], None)
    assert [is_label(words, FormLabels(DEPARTMENT, each)) for each in found] == [of_2021, of_2023, without]


def test_the_names_before_a_cell() -> None:
    path = ("budget", "by_level", "transfers")
    assert FormLabels(DEPARTMENT, all_shipped()["zhanjiang-2023"]).names_of(path) == ("拟用于对下转移支付资金",)
    assert set(FormLabels(DEPARTMENT, None).names_of(path)) >= {
        "拟转移支付市县资金",
        "拟用于对下转移支付资金",
        "对下转移支付资金",
    }
