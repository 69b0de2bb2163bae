"""Rows of the tables that compare two forms of a department.

They are most of a department's page, so what HTML and the style sheet can do without is left out: end tags of cells,
the scope of the first heading of a row, the class of a cell without a link.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from generator.analysis.facts import FormFacts
from generator.analysis.matching import Match
from generator.analysis.table_rows import IndicatorFacts, TaskFacts
from generator.analysis.text_diff import TextDiff
from generator.analysis.years import FigureChange, IndicatorChange, TaskChange, YearFigure, YearPair
from generator.content.markdown import Html
from generator.output.cell_html import figure_html, target_words, text_html
from generator.words import translate

# The elements of words that one of two texts has.
EDITS = {"gone": "del", "new": "ins"}


def listed_tasks(lines: Sequence[TaskFacts], unit: str) -> Html:
    """Tasks with their amounts, as items of a list."""
    tail = f' <span class="unit">{text_html(unit)}</span>'
    return Html("".join(f"<li>{text_html(line.label)}<b>{amount_words(line.task.amount, tail)}</b>" for line in lines))


def amount_words(value: Any, unit: str) -> str:
    """An amount with its unit, or the word for its absence alone."""
    text = figure_html(value)
    return text if text.endswith("</span>") else f"{text}{unit}"


def figure_rows(pair: YearPair, rows: Iterable[FigureChange]) -> Html:
    """The rows of a table of figures: name, both figures, and their difference."""
    derived = f' <span class="derived">{translate("record.derived")}</span>'
    return Html(
        "".join(
            f"<tr><th>{text_html(row.name)}{derived if row.is_derived else ''}"
            f"<td>{linked_figure(row.before, pair.before, row.is_derived)}"
            f"<td>{linked_figure(row.now, pair.now, row.is_derived)}<td>{moved_words(row.moved)}"
            for row in rows
        )
    )


def linked_figure(value: YearFigure, facts: FormFacts, is_derived: bool = False) -> str:
    """A figure of a year, linked to its cell on the page of the form; one that the form lacks is linked to nothing."""
    if value.value is None:
        return text_html(translate("absence.not_on_form"))
    text = figure_html(value.value, is_derived)
    return f'<a href="{facts.source.year}/#{value.anchor}">{text}</a>{note_html(value.wan)}'


def moved_words(text: str) -> str:
    """The difference of two years in words, or that there is none."""
    return text_html(text) if text else f'<span class="absence">{text_html(translate("years.moved.none"))}</span>'


def target_rows(pair: YearPair, changes: Iterable[IndicatorChange]) -> Html:
    """The rows of a table of targets: name, both targets, and their difference."""
    missing = text_html(translate("years.absent"))
    return Html(
        "".join(
            f"<tr><th>{name_words(change.match, pair)}"
            f"<td>{linked_target(change.match.before, pair.before) or missing}"
            f"<td>{linked_target(change.match.now, pair.now) or missing}<td>{change_words(change)}"
            f"{text_changes(change.texts)}"
            for change in changes
        )
    )


def linked_target(line: IndicatorFacts | None, facts: FormFacts) -> str:
    """A target, linked to its row on the page of the form; empty where the form does not have it."""
    return f'<a href="{facts.source.year}/#{line.anchor}">{target_words(line.indicator)}</a>' if line else ""


def change_words(change: IndicatorChange) -> str:
    """The difference of a target or the kind of its change, and what that asks."""
    words = change.moved or translate(f"years.indicators.kinds.{change.kind}")
    return f"{text_html(words)}{note_html(change.asks)}"


def note_html(words: str) -> str:
    """A note below the words of a cell; empty without words."""
    return f"<small>{text_html(words)}</small>" if words else ""


def name_words(match: Match[IndicatorFacts] | Match[TaskFacts], pair: YearPair) -> str:
    """The name of a row, and what it was called before where that differs."""
    line = match.now or match.before
    if line is None:
        return ""
    name = line.indicator.name if isinstance(line, IndicatorFacts) else str(line.task.name)
    return f"{text_html(name)}{note_html(name_note(match, pair.before.source.year))}"


def name_note(match: Match[IndicatorFacts] | Match[TaskFacts], year: int) -> str:
    """How a row was matched with one of another name; empty for one of the same name."""
    if not match.before or not match.now:
        return translate("years.indicators.new_by_hand") if match.by_hand else ""
    if not match.earlier_name:
        return ""
    was = translate(f"years.indicators.{'was' if match.is_sure else 'had'}", year=year, name=match.earlier_name)
    unsure = "contained" if match.alike is None else "may_differ"
    key = "by_hand" if match.by_hand else "one_name" if match.is_sure else unsure
    return f"{was}；{translate(f'years.indicators.{key}', share=match.alike)}"


def task_rows(pair: YearPair) -> Html:
    """The rows of a table of tasks: name, both amounts, their difference, and below them the changes of texts."""
    missing = text_html(translate("years.absent"))
    return Html(
        "".join(
            f"<tr><th>{name_words(change.match, pair)}"
            f"<td>{linked_figure(change.before, pair.before) if change.match.before else missing}"
            f"<td>{linked_figure(change.now, pair.now) if change.match.now else missing}"
            f"<td>{task_change_words(change, pair)}{text_changes(change.texts)}"
            for change in pair.tasks
        )
    )


def task_change_words(change: TaskChange, pair: YearPair) -> str:
    """The difference of the amounts of a task, or why there is none."""
    match = change.match
    if not match.is_sure:
        return text_html(translate("years.tasks.alike"))
    if match.before and match.now:
        return moved_words(change.moved)
    return text_html(translate("years.tasks.only", year=(pair.now if match.now else pair.before).source.year))


def changed_texts(texts: Iterable[tuple[str, TextDiff]]) -> Html:
    """Texts that differ between two years, each collapsed below its name."""
    return Html(
        "".join(
            f"<details><summary>{text_html(translate('years.tasks.words', name=name, counts=words.counts))}</summary>"
            f"{diff_html(words)}</details>"
            for name, words in texts
        )
    )


def text_changes(texts: Iterable[tuple[str, TextDiff]]) -> str:
    """A row with the changes of the texts of a task or an indicator; empty without any."""
    changes = changed_texts(texts)
    return f'<tr class="step__texts"><td colspan="4">{changes}' if changes else ""


def diff_html(words: TextDiff) -> Html:
    """Two texts in one; nothing may be between the pieces that is not in the texts."""
    pieces = (
        f"<{EDITS[piece.edit]}>{text_html(piece.text)}</{EDITS[piece.edit]}>"
        if piece.edit in EDITS
        else text_html(piece.text)
        for piece in words.pieces
    )
    return Html(f'<p class="words">{"".join(pieces)}</p>')
