"""The labels that the drawing of a form prints, and where they are in a document."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from generator.forms.cells import CellPath, document_cells
from generator.forms.drawings.collection import all_shipped, kind_of_form
from generator.forms.drawings.drawing import DrawnCell, FormDrawing, Slot
from generator.forms.drawings.headings import name_in
from generator.forms.drawings.titles import FormTitles
from generator.forms.drawings.vocabulary import fields_of
from generator.forms.model import Form

PREFIX = r"(?:[一二三四五六七八九十]{1,2}、|其中:)?"
SUFFIX = r"(?:\([^()0-9]{1,8}\))?:?"
# What is printed above and below forms: the number of the annex, the unit of money.
AROUND = re.compile(r"附件:?(?:[0-9]{1,2})?|(?:金额)?单位(?::(?:万)?元)?")
FOLDS = str.maketrans("（）［］：﹕", "()[]::")
BRACKET_AT_END = re.compile(r"\([^()]*\)$")


class FormLabels:
    """The labels of one form: those of its drawing; of a form without one those of all drawings of the product."""

    def __init__(self, form: Form, drawing: FormDrawing | None) -> None:
        self.titles = FormTitles.of(form, drawing)
        kind = kind_of_form(form)
        self.drawings = (drawing,) if drawing else tuple(all_shipped().values())
        standard = () if drawing else (field.title for field in fields_of(kind).values())
        printed = (*printed_words(self.drawings), *(str(cell.title) for cell in document_cells(form)))
        bracketed = (word for word in map(bare_folded, printed) if word.endswith(")"))
        self.words = frozenset(filter(None, (*map(folded, (*standard, *printed)), *bracketed)))
        self.around_slots = tuple(pattern for each in self.drawings for pattern in slot_patterns(each))
        self.of_kind = tuple(each for each in self.drawings if each.kind == kind)

    def names_of(self, path: CellPath) -> tuple[str, ...]:
        """Return the labels that may be printed before a cell outside of tables."""
        keys = tuple(step for step in path if isinstance(step, str))
        printed = (each.titles[keys] for each in self.of_kind if keys in each.titles)
        return tuple(dict.fromkeys((self.titles.title(*path), *printed)))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern of a label in a folded text without white space."""
        words = "|".join(sorted(map(re.escape, self.words), key=lambda word: (-len(word), word)))
        return re.compile(f"{PREFIX}(?:{words}){SUFFIX}")

    def spans(self, bare: str, starts: Iterable[int], ends: frozenset[int]) -> list[tuple[int, int]]:
        """Return the places of whole labels in a text, each from the start of a word to the end of one."""
        text = bare.translate(FOLDS)
        spans = []
        for start in starts:
            labels = (whole_match(pattern, text, start, ends) for pattern in (AROUND, self.pattern))
            spans += sorted(filter(None, labels))[-1:]
            around = (pattern.match(text, start) for pattern in self.around_slots)
            spans += [each.span(part) for each in around if each and each.end() in ends for part in (1, 2)]
        return spans


def whole_match(pattern: re.Pattern[str], text: str, start: int, ends: frozenset[int]) -> tuple[int, int] | None:
    """Return the place of the longest match at a place that ends a word or with a colon; None for none."""
    match = pattern.match(text, start)
    while match and match.end() not in ends and not match[0].endswith(":"):
        match = pattern.match(text, start, match.end() - 1)
    return match.span() if match else None


def printed_words(drawings: Iterable[FormDrawing]) -> Iterator[str]:
    """Yield the printed words of drawings, and the titles that follow from them."""
    for drawing in drawings:
        yield from drawing.titles.values()
        for cell in drawing.cells:
            yield from words_of(cell)


def words_of(cell: DrawnCell) -> Iterator[str]:
    """Yield the printed words of a cell: all of them, and those between its slots."""
    yield name_in(cell)
    yield from (part for part in cell.parts if isinstance(part, str))


def slot_patterns(drawing: FormDrawing) -> Iterator[re.Pattern[str]]:
    """Yield a pattern for each cell that prints words before and after its one slot; the words are its two groups."""
    for cell in drawing.cells:
        match cell.parts:
            case (str(before), Slot(path=path), str(after)) if before and after and path != ("unit",):
                words = re.escape(bare_folded(before)), re.escape(bare_folded(after))
                yield re.compile(".{1,20}?".join(f"({each})" for each in words))


def bare_folded(words: str) -> str:
    """Return printed words without white space, brackets and colons in one form."""
    return "".join(words.split()).translate(FOLDS)


def folded(words: str) -> str:
    """Return printed words without white space, brackets and colons in one form, without those at the end."""
    return BRACKET_AT_END.sub("", bare_folded(words).rstrip(":")).strip("()")
