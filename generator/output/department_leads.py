"""The first sentence of a department's page, and the titles of its pictures, as HTML."""

from collections.abc import Sequence
from decimal import Decimal

from generator.analysis.budget_totals import TotalsFinding, YearTotal
from generator.analysis.facts import RecordFacts
from generator.analysis.indicator_series import IndicatorSeries
from generator.analysis.rules import ties
from generator.analysis.total_changes import is_slip, total_change
from generator.content.markdown import Html
from generator.forms.figures import WAN, figure, percent
from generator.output.amounts import in_large_unit, in_sentence
from generator.output.cell_html import amount_html, translate_html
from generator.output.leads import lead_of, total_html
from generator.words import translate


def department_lead(records: Sequence[RecordFacts]) -> Html | str:
    """The first sentence on a department: its first total, its newest, and the last change; forms newest first."""
    newest, oldest = records[0], records[-1]
    if not has_comparable_ends(newest, oldest):
        return lead_of(newest, records[1] if len(records) > 1 else None)
    then, now = oldest.total_wan or Decimal(), newest.total_wan or Decimal()
    values = {
        "first": oldest.source.year,
        "before": amount_html(*in_sentence(then)),
        "last": newest.source.year,
        "now": total_html(newest.total or now, newest.unit),
    }
    if now == then:
        return translate_html("totals.lead.same", **values)
    way = "more" if now > then else "less"
    if len(records) == 2:
        end = translate(f"totals.lead.{way}_share", share=percent(abs(now - then), then))
    else:
        end = last_change(newest, records[1])
    return translate_html(f"totals.lead.{way}", end=end, **values)


def has_comparable_ends(newest: RecordFacts, oldest: RecordFacts) -> bool:
    """Whether the newest and the oldest of several totals are known, contradict nothing and are no slip of units."""
    if newest is oldest or not newest.total_wan or not oldest.total_wan:
        return False
    return not is_slip(newest.total_wan, oldest.total_wan) and ties(newest) and ties(oldest)


def last_change(newest: RecordFacts, before: RecordFacts) -> str:
    """The change from the year before in words; empty where there is no form of it, or the change is doubtful."""
    change = total_change(newest, before)
    if before.source.year != newest.source.year - 1 or change is None or change.is_doubtful:
        return ""
    key = "last_same" if not change.share else "last_more" if change.share > 0 else "last_less"
    return translate(f"totals.lead.{key}", year=newest.source.year, share=abs(change.share))


def totals_title(found: TotalsFinding) -> Html:
    """The finding on totals by year, as a title."""
    years = translate("facts.between").join(map(str, found.years))
    places = {f"year{at}": year for at, year in enumerate(found.years)}
    written = [amount_html(*in_one_unit(amount, found.amounts)) for amount in found.amounts]
    amounts = {f"amount{at}": amount for at, amount in enumerate(written)}
    return translate_html(f"totals.finding.{found.key}", years=years, share=found.share, **places, **amounts)


def in_one_unit(wan: Decimal, others: Sequence[Decimal]) -> tuple[str, str]:
    """An amount of a sentence that names several of them; all in 亿元 where one is and none is far below."""
    return in_large_unit(wan) if max(others) >= WAN and min(others) >= WAN / 10 else in_sentence(wan)


def totals_exceptions(totals: Sequence[YearTotal]) -> list[str]:
    """The totals of a department that the picture does not show as they are."""
    sentences = [
        translate("totals.excess", year=one.year, amount=figure(one.excess)) for one in totals if one.excess is not None
    ]
    cut = translate("facts.between").join(str(one.year) for one in totals if one.is_cut)
    return [*sentences, *([translate("totals.cut", years=cut)] if cut else [])]


def series_title(series: Sequence[IndicatorSeries], year: int) -> str:
    """The finding on indicators of several years: how many there are, and how those of the newest year moved."""
    moves = [one.move(year) for one in series]
    kept = moves.count("kept") + moves.count("harder")
    counts = {"kept": kept, "easier": moves.count("easier")}
    parts = [translate(f"series.moves.{key}", count=count) for key, count in counts.items() if count]
    if not parts:
        return translate("series.title", count=len(series))
    return translate("series.title_moves", count=len(series), year=year, moves="，".join(parts))


def unchanged_words(series: Sequence[IndicatorSeries], most: int) -> str:
    """The indicators whose targets never changed, in one sentence; empty without any."""
    if not series:
        return ""
    names = translate("facts.between").join(
        translate("series.unchanged_one", name=one.name, target=one.points[-1].written) for one in series[:most]
    )
    key = "unchanged" if len(series) <= most else "unchanged_many"
    return translate(f"series.{key}", names=names, count=len(series))
