"""The first sentences of the pages of a city, and the titles of their pictures, as HTML."""

from collections.abc import Sequence
from decimal import Decimal

from generator.analysis.budget_totals import YearTotal
from generator.analysis.city_years import PublicationCount, SizeFinding
from generator.analysis.facts import RecordFacts
from generator.analysis.site_facts import CityFacts
from generator.analysis.table_rows import sum_of
from generator.content.markdown import Html
from generator.forms.figures import in_wan, percent
from generator.output.amounts import in_sentence
from generator.output.cell_html import translate_html
from generator.output.leads import strong_amount, total_html
from generator.words import translate


def city_lead(facts: CityFacts, total: YearTotal, count: PublicationCount | None) -> Html | str:
    """The first sentence on a city: the sum of its newest budgets, its change, and who published in time."""
    if facts.total_wan is None or facts.without_total:
        return facts.summary
    published = ""
    if count:
        key = "published" if count.is_known else "unknown"
        published = translate(f"city.lead.{key}", within=count.within)
    return translate_html(
        "city.lead.whole",
        count=len(facts.records),
        year=translate("city.lead.year", year=facts.year),
        total=total_html(facts.total_wan, "万元"),
        change=change_words(total),
        published=published,
    )


def year_lead(facts: CityFacts, total: YearTotal, largest: RecordFacts | None) -> Html | str:
    """The first sentence on a city and year: the sum of its budgets, its change, projects, the largest department."""
    if facts.total_wan is None or facts.without_total:
        return facts.summary
    share = percent(project_sum(facts.records), facts.total_wan)
    lead = translate_html(
        "city.lead.of_year",
        count=len(facts.records),
        total=total_html(facts.total_wan, "万元"),
        change=change_words(total),
        share="" if share is None else translate("record.lead.share", share=share),
    )
    if largest is None or largest.total_wan is None:
        return lead
    amount = strong_amount(*in_sentence(largest.total_wan))
    return Html(lead + translate_html("city.lead.largest", name=largest.name, amount=amount))


def project_sum(records: Sequence[RecordFacts]) -> Decimal | None:
    """The sum of project expenditures in 万元; None where one of them is unknown."""
    if any(facts.project is None for facts in records):
        return None
    return sum_of([in_wan(facts.project, facts.unit) for facts in records if facts.project is not None])


def change_words(total: YearTotal) -> str:
    """The change of a sum from the year before in words; of the departments with both years where some have one."""
    if total.change is None:
        return ""
    share = total.change.share
    key = "same" if not share else "more" if share > 0 else "less"
    of = translate("city.lead.both", count=total.compared) if total.compared else ""
    return translate(f"city.lead.{key}", of=of, year=total.year - 1, share=abs(share))


def sums_exceptions(totals: Sequence[YearTotal]) -> list[str]:
    """The sums of a city that the picture leaves out."""
    uncounted = sum(one.uncounted for one in totals)
    sentences = [translate("city.uncounted", count=uncounted)] if uncounted else []
    if any(one.compared for one in totals):
        sentences.append(translate("city.compared"))
    cut = translate("facts.between").join(str(one.year) for one in totals if one.is_cut)
    return [*sentences, *([translate("totals.cut", years=cut)] if cut else [])]


def times_title(counts: Sequence[PublicationCount]) -> str:
    """How many departments published in time in the last two years, newest first."""
    known = [one for one in counts if one.is_known]
    if not known:
        return translate("city.times.none_known")
    years = translate("city.times.between").join(
        translate("city.times.year", year=one.year, count=one.within) for one in known[:2]
    )
    return translate("city.times.title", years=years)


def size_title(found: SizeFinding, year: int) -> str:
    """The finding on the sizes of the departments of a year."""
    names = dict(zip(("first", "second"), found.names, strict=False))
    return translate(f"city.sizes.{found.key}", year=year, count=found.count, share=found.share, **names)
