"""Sentences and pictures of results: the outcomes of targets, and the money spent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import NamedTuple

from generator.analysis.execution import ExecutionFacts, execution_facts
from generator.analysis.facts import FormFacts, ResultsFacts, grouped
from generator.analysis.verdicts import Funnel, ResultLine, exceeded_count, funnel_of, verdict_counts
from generator.forms.fields import money
from generator.forms.figures import figure, percent, signed
from generator.output.pictures import Picture
from generator.output.pictures.result_bars import BarRow, bars_picture
from generator.output.pictures.result_years import ResultYear, years_picture
from generator.words import translate

FUNNEL_ROW, MONEY_ROW = 30, 36
# The most self-evaluations of a list that are shown at once.
MOST_SHOWN = 10
# The steps of a funnel, each among those before it.
STEPS = ("promised", "measurable", "reported", "checkable", "reached")


def results_lead(facts: ResultsFacts) -> str:
    """Return the first sentences of the page: how many targets were reached, and what was spent."""
    pieces = [funnel_words(funnel_of(facts), exceeded_count(facts))]
    total = execution_facts(facts).total
    spent = money(total.row.spent) if total else None
    if total and spent is not None:
        key = "spent" if total.rate is None else "spent_of"
        pieces.append(translate(f"results.lead.{key}", amount=figure(spent), unit=facts.unit, rate=total.rate))
    return "".join(pieces)


def funnel_words(funnel: Funnel, exceeded: int) -> str:
    """Return how many targets there are, and how many of those that can be checked were reached, or even exceeded."""
    if not funnel.checkable:
        lead = translate(f"results.lead.{'none' if funnel.measurable else 'words'}", **asdict(funnel))
        return lead + agreeing_words(funnel)
    also = translate("results.lead.exceeded", count=exceeded) if exceeded else ""
    key = how_many_reached(funnel)
    missed = funnel.checkable - funnel.reached
    return translate(f"results.lead.{key}", missed=missed, exceeded=also, **asdict(funnel)) + agreeing_words(funnel)


def how_many_reached(funnel: Funnel) -> str:
    """Return the key of the sentence on how many of the targets that can be checked were reached."""
    if not funnel.checkable:
        return "none"
    if funnel.reached < funnel.checkable:
        return "some"
    return "one" if funnel.checkable == 1 else "all"


def agreeing_words(funnel: Funnel) -> str:
    """Return how many targets agree with what was reached and could not have been missed; empty for none."""
    if not funnel.agreeing:
        return ""
    return translate(f"results.lead.{'agreeing' if funnel.checkable else 'agreeing_alone'}", count=funnel.agreeing)


class ResultItem(NamedTuple):
    """A self-evaluation in a list: its facts, and how many of the targets that can be checked were reached."""

    facts: ResultsFacts
    reached: str


class ResultList(NamedTuple):
    """A list of self-evaluations: those that are shown, others in folds with titles, and how many are left out."""

    shown: list[ResultItem]
    folds: list[tuple[str, list[ResultItem]]]
    left_out: int


def results_by_year(results: Iterable[ResultsFacts]) -> ResultList:
    """Return the self-evaluations of a department, newest first, its own before those of its projects.

    Of many, the earlier years are folded.
    """
    ordered = sorted(results, key=lambda facts: (-facts.source.year, bool(facts.source.slug)))
    if len(ordered) <= MOST_SHOWN:
        return ResultList(result_items(ordered), [], 0)
    (newest, first), *earlier = grouped(ordered, lambda facts: facts.source.year).items()
    some = [("more", newest, first[MOST_SHOWN:]), *(("year", year, others) for year, others in earlier)]
    folds = [
        (translate(f"results.list.{key}", year=year, count=len(others)), result_items(others))
        for key, year, others in some
        if others
    ]
    return ResultList(result_items(first[:MOST_SHOWN]), folds, 0)


def first_results(results: Sequence[ResultsFacts]) -> ResultList:
    """Return the first self-evaluations of a city, those of whole departments before those of projects."""
    ordered = sorted(results, key=lambda facts: bool(facts.source.slug))
    return ResultList(result_items(ordered[:MOST_SHOWN]), [], max(len(ordered) - MOST_SHOWN, 0))


def result_items(results: Iterable[ResultsFacts]) -> list[ResultItem]:
    """Return some self-evaluations as items of a list."""
    return [ResultItem(facts, reached_words(funnel_of(facts))) for facts in results]


def reached_words(funnel: Funnel) -> str:
    """Return how many of the targets that can be checked were reached, in short."""
    if not funnel.checkable:
        return translate("results.years.unchecked")
    return translate("results.years.end", reached=funnel.reached, checkable=funnel.checkable)


def some_results_lead(results: Sequence[ResultsFacts], year: int) -> str:
    """Return how many self-evaluations of a year there are, and how many of their targets were reached."""
    funnel = sum(map(funnel_of, results), Funnel())
    key = how_many_reached(funnel)
    words = translate(f"results.several.{key}", year=year, count=len(results), **asdict(funnel))
    return words + agreeing_words(funnel)


def funnel_title(funnel: Funnel) -> str:
    """Return the finding of a funnel."""
    key = how_many_reached(funnel)
    return translate(f"results.funnel.{key}", **asdict(funnel))


def funnel_of_year(results: Sequence[ResultsFacts]) -> Picture | None:
    """Return the picture of the funnel of the newest year of some self-evaluations; None without any."""
    year = max((facts.source.year for facts in results), default=0)
    newest = [facts for facts in results if facts.source.year == year]
    return funnel_picture(sum(map(funnel_of, newest), Funnel()), year, len(newest))


def funnel_picture(funnel: Funnel, year: int, forms: int = 1) -> Picture | None:
    """Return the picture of the funnel of some forms of a year; None where no target can be measured."""
    if not funnel.measurable:
        return None
    counts = [getattr(funnel, key) for key in STEPS]
    rows = []
    for at, (key, count) in enumerate(zip(STEPS, counts, strict=True)):
        agreeing = funnel.agreeing if key == "checkable" else 0
        lost = counts[at - 1] - count - agreeing if at and key != "reached" else 0
        notes = [translate(f"results.funnel.lost.{key}", count=lost)] if lost else []
        notes += [translate("results.funnel.lost.agreeing", count=agreeing)] if agreeing else []
        note = "，".join(notes)
        role = "v-ok" if key == "reached" else "p-basic"
        rows.append(BarRow(translate(f"results.funnel.{key}"), Decimal(count), str(count), note, role))
    note = translate(f"results.funnel.{'note' if forms == 1 else 'note_of_some'}", year=year, forms=forms)
    return bars_picture(funnel_title(funnel), note, rows, FUNNEL_ROW, is_funnel=True)


def pictures_of(**pictures: Picture | None) -> list[tuple[str, Picture]]:
    """Return the pictures that there are, by their names in the page."""
    return [(name.replace("_", "-"), picture) for name, picture in pictures.items() if picture]


def result_years(forms: Iterable[FormFacts], results: Sequence[ResultsFacts]) -> Picture | None:
    """Return the picture of promise and result by year of a department and its projects.

    None without a self-evaluation, and for a single year, of which the funnel tells the same.
    """
    by_year = grouped(results, lambda facts: facts.source.year)
    targets = Counter[int]()
    for facts in forms:
        targets[facts.source.year] += facts.indicator_count
    years = [
        ResultYear(year, targets[year], sum(map(funnel_of, by_year[year]), Funnel()) if year in by_year else None)
        for year in sorted({*by_year, *targets})
    ]
    if not by_year or len(years) < 2:
        return None
    funnel, checked = sum((one.funnel for one in years if one.funnel), Funnel()), sorted(by_year)
    key = "title_none" if not funnel.checkable else "title_one" if len(checked) == 1 else "title"
    key += "_all" if how_many_reached(funnel) == "all" else ""
    title = translate(f"results.years.{key}", first=checked[0], last=checked[-1], **asdict(funnel))
    note = translate(f"results.years.{'note_agreeing' if funnel.agreeing else 'note'}")
    return years_picture(title, note, years)


def execution_picture(facts: ResultsFacts) -> Picture | None:
    """Return the picture of the budget of a year and the money spent; None where the form has neither."""
    execution = execution_facts(facts)
    total = execution.total
    if total is None or (money(total.row.adjusted) is None and money(total.row.spent) is None):
        return None
    rows = [money_row(execution, key) for key in ("initial", "adjusted", "spent")]
    note = translate("results.execution.note", year=facts.source.year, unit=facts.unit)
    return bars_picture(execution_title(execution), note, rows, MONEY_ROW)


def execution_title(execution: ExecutionFacts) -> str:
    """Return the finding of the picture of the money."""
    total, change = execution.total, change_of(execution)
    if total is None or total.rate is None:
        return translate("results.execution.title")
    if not change:
        return translate("results.execution.rate", rate=total.rate)
    key = "more" if change > 0 else "less"
    return translate(f"results.execution.{key}", change=figure(abs(change)), rate=total.rate)


def change_of(execution: ExecutionFacts) -> Decimal | None:
    """Return the change of the budget within the year in percent; None where one of the figures is unknown."""
    total = execution.total
    initial, adjusted = (money(total.row.initial), money(total.row.adjusted)) if total else (None, None)
    if initial is None or adjusted is None:
        return None
    return percent(adjusted - initial, initial)


def money_row(execution: ExecutionFacts, key: str) -> BarRow:
    """Return one bar of the money of a year."""
    total, name = execution.total, translate(f"results.execution.{key}")
    value = getattr(total.row, key) if total else None
    amount = money(value)
    if amount is None:
        return BarRow(name, None, "", translate("absence.not_on_form" if value is None else "absence.blank"), "")
    note, change = "", change_of(execution)
    if key == "adjusted" and change:
        note = f"{signed(change)}%"
    if key == "spent" and total and total.rate is not None:
        note = f"{total.rate}%"
    return BarRow(name, amount, figure(amount), note, "p-t1" if key == "spent" else "p-later outline-bar")


def heading_of(lines: Sequence[ResultLine]) -> str:
    """Return the heading of the table: how many targets, how many were missed, changed or not reported, and added."""
    promised = [line for line in lines if not line.is_added]
    counts = verdict_counts(promised)
    odd = [
        translate(f"results.counts.{verdict}", count=counts[verdict])
        for verdict in ("missed", "changed", "unreported")
        if counts.get(verdict)
    ]
    odd += [translate("results.counts.added", count=len(lines) - len(promised))] if len(lines) > len(promised) else []
    key = "heading_odd" if odd else "heading"
    return translate(f"results.{key}", count=len(promised), odd="，".join(odd))


def counts_words(lines: Sequence[ResultLine]) -> str:
    """Return how many results of a family have which verdict."""
    counts = verdict_counts(lines)
    if len(counts) == 1:
        return translate(
            "results.family.one", count=len(lines), verdict=translate(f"results.verdicts.{next(iter(counts))}")
        )
    parts = (
        translate("results.family.part", verdict=translate(f"results.verdicts.{verdict}"), count=count)
        for verdict, count in counts.items()
    )
    return translate("results.family.several", count=len(lines), parts="，".join(parts))


def why_words(line: ResultLine) -> str:
    """Return the note on a verdict: why a result cannot be compared, or the target that was published; else empty."""
    why = line.judgement.why
    notes = [translate("results.added")] if line.is_added else []
    notes += [translate(f"results.why.{why}")] if why else []
    if line.verdict == "changed" or why == "target":
        notes.append(translate("results.was", target=line.stated.indicator.written))
    return "；".join(notes)
