"""Matches between the indicators of a form and the one before: normalized names, and matches made by hand.

`earlier` in a row of indicators holds the name that the indicator had on the department's form before this one, or
无 where it continues none of them. The form before is that of the nearest earlier year, not always of last year.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from generator.content.cell_problems import CellProblem
from generator.forms.fields import BLANK, NONE_WRITTEN, row_number
from generator.forms.model import DepartmentResults, Form, Indicator, ProjectResults
from generator.text.normalize import normalized

# Years as forms write them: in figures, or in words of one character for each.
IN_WORDS = str.maketrans("0123456789", "〇一二三四五六七八九")
NO_FIGURE = "[0-9〇零一二三四五六七八九]"


def folded(text: str, year: int) -> str:
    """The normalized text without white space, with 本年 for the year of its own form."""
    return normalized(text).replace(f"{year}年", "本年")


@lru_cache(maxsize=4096)
def folded_name(text: str, year: int) -> str:
    """A name for comparing two years: 本年 for the year of its form however written, 上年 for the year before."""
    plain = normalized(text)
    for number, word in ((year, "本年"), (year - 1, "上年")):
        spoken = str(number).translate(IN_WORDS)
        either = f"{number}|{spoken}|{spoken.replace('〇', '零')}"
        plain = re.sub(f"(?<!{NO_FIGURE})(?:{either})年?(?!{NO_FIGURE})", word, plain)
    return plain


def is_new(row: Indicator) -> bool:
    """Whether the form marks the indicator as one that continues none of the form before."""
    return row.earlier == NONE_WRITTEN


def earlier_name(row: Indicator) -> str:
    """The name that the indicator had on the form before, where the form says so; else empty."""
    return "" if row.earlier in (None, BLANK, NONE_WRITTEN) else str(row.earlier)


def name_warnings(results: Form, year: int, targets: Form) -> Iterator[CellProblem]:
    """W387 for a second row of a name that fewer targets have, W388 for 无 where there is a target of the name.

    Both forms are of the same year.
    """
    rows = [(number, row) for number, row in enumerate(results.indicators) if not row.is_empty]
    free = Counter(folded_name(row.name, year) for row in targets.indicators if not row.is_empty)
    free.subtract(folded_name(earlier_name(row) or row.name, year) for _, row in rows if not is_new(row))
    first: dict[str, int] = {}
    for number, row in rows:
        key = folded_name(row.name, year)
        if is_new(row) and free[key] > 0:
            yield CellProblem(("indicators", number, "earlier"), "W388", NONE_WRITTEN, name=row.name)
        elif row.earlier in (None, BLANK) and first.setdefault(key, number) != number and free[key] < 0:
            names = {"row": row_number(number), "first": row_number(first[key])}
            yield CellProblem(("indicators", number, "name"), "W387", row.name, **names)


def earlier_problems(record: Form, before: tuple[int, Form] | None) -> Iterator[CellProblem]:
    """E341 for a match with an unknown indicator of the form before, E342 for a second match with the same.

    A row that has the name of the indicator itself matches it too. The form before a self-evaluation is the one with
    its targets.
    """
    year, names = 0, []
    if before:
        year, names = before[0], [row.name for row in before[1].indicators if not row.is_empty]
    by_key = {folded_name(earlier, year): earlier for earlier in names}
    free = Counter(folded_name(earlier, year) for earlier in names)
    first: dict[str, int] = {}
    of = "_targets" if isinstance(record, DepartmentResults | ProjectResults) else ""
    for number, row in enumerate(record.indicators):
        name = earlier_name(row)
        if not name:
            continue
        path = ("indicators", number, "earlier")
        key = folded_name(name, year)
        if key not in by_key:
            near = difflib.get_close_matches(key, by_key, 1, 0.3)
            form = "near" if near else "none" if before else "first"
            yield CellProblem(path, "E341", name, form=form + of, year=year, near=by_key[near[0]] if near else "")
        elif not free[key]:
            rows = {"row": row_number(number), "first": row_number(first[key])}
            yield CellProblem(path, "E342", name, **rows)
        else:
            free[key] -= 1
        first.setdefault(key, number)
    for number, row in enumerate(record.indicators):
        key = folded_name(row.name, year)
        if key in first and key in by_key and row.earlier in (None, BLANK) and not free[key]:
            rows = {"row": row_number(number), "first": row_number(first[key])}
            yield CellProblem(("indicators", number, "name"), "E342", row.name, **rows)
