"""The home page: the site in numbers, search, three leads with pictures, what is new, and the cities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.highlights import Highlight, highlights
from generator.analysis.money_bar import money_bar
from generator.analysis.site_numbers import CityLine, added_last, city_lines, site_numbers
from generator.analysis.total_changes import total_change
from generator.content.addresses import question_address
from generator.content.markdown import Html
from generator.forms.figures import CENT, WAN, figure
from generator.output.amounts import in_sentence
from generator.output.cell_html import amount_html, translate_html
from generator.output.exports.lists import listed_departments
from generator.output.list_rows import signed_percent
from generator.output.pages.department_list import span_of
from generator.output.pages.form_rows import picture_of
from generator.output.pages.page import Page, Site
from generator.output.pictures import Picture
from generator.output.pictures.cards import bar_card, columns_card, squares_card
from generator.output.pictures.spark import Spark, spark
from generator.words import translate

MOST_NEWS, MOST_CITIES, MOST_QUESTIONS = 5, 12, 3
# The letters of a goal that is the title of a card.
MOST_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Card:
    """A lead of the home page: what it is about, its finding with a picture, its form, and a link to more."""

    kicker: Html | str
    title: str
    form: str
    picture: Picture | None
    foot: str
    link: str
    path: str


@dataclass(frozen=True, slots=True)
class NewForm:
    """A form that was added lately, with its change or its total in words."""

    facts: FormFacts
    day: date | None
    words: Html | str


def home(site: Site) -> Iterator[Page]:
    """The home page, as short on a large site as on a small one."""
    departments = listed_departments(site.facts)
    found = highlights(departments, site.facts.projects)
    lines = city_lines(site.facts)
    numbers = site_numbers(site.facts, departments)
    has_ranking = any(one.kind != "form" for one in found)
    by_path = {facts.source.path: facts for facts in site.facts.targets}
    yield Page(
        "",
        "home.html",
        str(site.config.name),
        str(site.config.description),
        "home",
        (),
        site.tags,
        {
            "numbers": numbers,
            "total": in_sentence(numbers.total),
            "span": span_of(range(numbers.years[0], numbers.years[-1] + 1)) if numbers.years else "",
            "cards": [card_of(one) for one in found],
            "news": [new_form(facts, day, by_path) for facts, day in added_last(site.facts.targets, MOST_NEWS)],
            "cities": [(line, city_amount(line), city_spark(line)) for line in lines[:MOST_CITIES]],
            "questions": () if has_ranking else site.questions[:MOST_QUESTIONS],
            "count": len(departments),
        },
    )


def new_form(facts: FormFacts, day: date | None, by_path: Mapping[str, FormFacts]) -> NewForm:
    """A form that was added lately; its change from the year before where it is no slip of units."""
    change = total_change(facts, by_path.get(facts.source.year_before))
    if change and not change.is_doubtful:
        return NewForm(facts, day, translate("home.news.change", share=signed_percent(change.share)))
    total = facts.total_wan
    return NewForm(
        facts, day, translate("absence.unknown_total") if total is None else amount_html(*in_sentence(total))
    )


def card_of(one: Highlight) -> Card:
    """The card of a highlight."""
    cards = {"change": change_card, "unlisted": unlisted_card, "measurable": measurable_card, "form": form_card}
    return cards[one.kind](one)


def change_card(one: Highlight) -> Card:
    """The largest change: the totals of the department by year."""
    now, before = one.years[-1], one.years[-2]
    change = total_change(now, before)
    share = change.share if change else Decimal(0)
    key = "times" if share >= 100 else "more" if share > 0 else "less"
    times = figure((1 + share / 100).quantize(Decimal("0.1")))
    title = translate(f"home.change.{key}", name=now.name, year=now.source.year, times=times, share=figure(abs(share)))
    years = one.years[-5:]
    is_large = all(facts.total_wan is None or facts.total_wan >= WAN / 10 for facts in years)
    in_yi = is_large and max(facts.total_wan or 0 for facts in years) >= WAN
    unit = translate("record.lead.hundred_million") if in_yi else "万元"
    by_year = {facts.source.year: facts.total_wan for facts in years}
    columns = [
        (year, total := by_year.get(year), "" if total is None else column_words(total, in_yi))
        for year in range(years[0].source.year, now.source.year + 1)
    ]
    note = translate("home.change.note", unit=unit, span=span_of(range(years[0].source.year, now.source.year + 1)))
    picture = columns_card(columns, title, note)
    return Card(
        translate("home.change.kicker"),
        title,
        now.source.path,
        picture,
        note,
        translate("home.change.link"),
        "departments/?sort=change&order=desc",
    )


def column_words(total: Decimal, in_yi: bool) -> str:
    """A total over its column, in 亿元 with two places or in 万元 as it is."""
    return figure((total / WAN).quantize(CENT)) if in_yi else figure(total)


def unlisted_card(one: Highlight) -> Card:
    """The form whose tasks are listed least: the bar of its money."""
    facts = one.facts
    title = translate("home.unlisted.title", name=facts.name, year=facts.source.year, share=one.share)
    note = translate("home.unlisted.note", count=one.count)
    return Card(
        translate("home.unlisted.kicker"),
        title,
        facts.source.path,
        form_picture(facts, title),
        note,
        translate("home.unlisted.link"),
        question_address("unlisted"),
    )


def measurable_card(one: Highlight) -> Card:
    """The form with the largest share of targets that can be measured, and the median of all."""
    facts = one.facts
    count, filled = facts.indicator_count, facts.measurable_count
    key = "all" if filled == count else "some"
    title = translate(f"home.measurable.{key}", name=facts.name, year=facts.source.year, count=count, filled=filled)
    middle = one.middle or Decimal(0)
    rows = [
        (translate("home.form", name=facts.name, year=facts.source.year), filled, count, f"{filled} / {count}"),
        (
            translate("home.measurable.middle", count=one.count),
            round(middle * count / 100),
            count,
            f"{figure(middle)}%",
        ),
    ]
    note = translate("home.measurable.note")
    return Card(
        translate("home.measurable.kicker"),
        title,
        facts.source.path,
        squares_card(rows, title, note),
        note,
        translate("home.measurable.link"),
        "departments/?sort=share&order=desc",
    )


def form_card(one: Highlight) -> Card:
    """A form on its own: who, year and amount, the finding of its money, its targets."""
    facts = one.facts
    name = translate("home.form", name=facts.full_name, year=facts.source.year)
    total = (
        translate("absence.unknown_total") if facts.total_wan is None else amount_html(*in_sentence(facts.total_wan))
    )
    picture = picture_of(facts)
    kind = "department" if isinstance(facts, RecordFacts) else "project"
    title = (picture.title if picture else goal_words(facts)) or translate(f"home.goal_of.{kind}")
    key = "targets" if facts.indicator_count else "no_targets"
    note = translate(f"home.card.{key}", filled=facts.measurable_count, count=facts.indicator_count)
    return Card(
        translate_html("home.card.kicker", name=name, total=total),
        title,
        facts.source.path,
        form_picture(facts, title),
        note,
        translate("home.card.link"),
        facts.source.path,
    )


def goal_words(facts: FormFacts) -> str:
    """The first line of the goal, shortened where it is long."""
    line = facts.goal.strip().partition("\n")[0]
    return line if len(line) <= MOST_LETTERS else f"{line[:MOST_LETTERS]}…"


def form_picture(facts: FormFacts, title: str) -> Picture | None:
    """The small picture of a form's money; None where it cannot be drawn."""
    bar = money_bar(facts)
    return bar_card(bar, title, "") if bar else None


def city_amount(line: CityLine) -> str:
    """The total of a city in 亿元 with two places below 100."""
    if line.total is None:
        return ""
    yi = line.total / WAN
    return figure(yi.quantize(CENT if yi < 10 else Decimal("0.1")))


def city_spark(line: CityLine) -> Spark | None:
    """The totals of a city by year; None where fewer than two years compare."""
    return spark(line.totals) if sum(total is not None for total in line.totals) > 1 else None
