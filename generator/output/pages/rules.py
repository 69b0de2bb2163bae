"""The rule book, and a page for each rule with the forms in which it found something."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import Any

from markupsafe import escape

from generator.analysis.basis import BasisLine, basis_groups, cities_without, rule_basis
from generator.analysis.facts import FormFacts, grouped
from generator.analysis.rules import CRITERIA, SEVERITIES, Remark, RuleCount, Severity, rule_counts, shown_rules
from generator.analysis.spread import plain
from generator.content.addresses import section_address
from generator.content.markdown import Html
from generator.forms.figures import in_wan
from generator.output.cell_html import aligned_html
from generator.output.exports.data_sets import table_address
from generator.output.pages.list_tables import ListCell, ListColumn, ListRow, ListTable
from generator.output.pages.page import Page, Site, crumbs, distinct
from generator.output.pages.pickers import CityChoice
from generator.targets import READING_RULES as READINGS
from generator.words import catalogue_map, translate

# More forms than this are a bar and no squares, 13 pixels each with 2 between.
MOST_SQUARES, SQUARE, GAP, BAR = 24, 13, 2, 200
# Outlines are drawn inside their boxes.
HALF = 0.5
# The rows that are open, and the findings of a row.
OPEN_ROWS, OPEN_CELLS = 10, 1
# The most lines of the legal basis of a rule that are open.
MOST_BASIS = 6
# The most forms of a table with sentences.
MOST_FORMS = 80

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many of some forms, drawn: the boxes as (place, width, whether filled), and the width of all."""

    boxes: tuple[tuple[float, float, bool], ...]
    width: float


def checks(site: Site) -> Iterator[Page]:
    """The rule book, and the pages of its rules."""
    shown = shown_rules(site.config)
    known = tuple(found for found in rule_counts(site.facts.forms, site.findings) if found.rule.id in shown)
    if not known:
        return
    yield book_page(site, known)
    for found in known:
        yield rule_page(site, found)


def book_page(site: Site, known: Sequence[RuleCount]) -> Page:
    """The rule book: rules that found something by criterion, the others in a fold."""
    forms = len(site.facts.forms)
    shown = [found for found in known if found.rule.public]
    weights: Counter[Severity] = Counter()
    for found in shown:
        weights.update(dict(found.weights))
    view = {
        "book": [
            (criterion, members)
            for criterion in CRITERIA
            if (members := [found for found in known if found.rule.criterion == criterion])
        ],
        "forms": forms,
        "findings": sum(found.count for found in shown),
        "weights": [(key, weights[key]) for key in SEVERITIES],
        "ratios": {found.rule.id: ratio(len(found.records), found.checked) for found in known if found.count},
        "severities": SEVERITIES,
        "rules": len(known),
        "quiet": sum(rule_is_quiet(found) for found in known),
        "unseen": sum(found.rule.find is None for found in known),
        "basis": basis_groups(site.corpus.cities, all_documents=True),
        "without": cities_without(site.corpus.cities),
        "readings": [reading.__name__ for reading in READINGS],
        "csv": table_address(site, "findings"),
    }
    title, words = translate("checks.title"), translate("checks.description")
    return Page(
        section_address("checks"), "checks.html", title, words, "checks", crumbs((title, None)), site.tags, view
    )


def rule_is_quiet(found: RuleCount) -> bool:
    """Whether a rule that is checked found nothing."""
    return found.rule.find is not None and not found.count


def ratio(count: int, total: int) -> Ratio:
    """Draw how many of some forms: a square for each, or a bar for many."""
    if total > MOST_SQUARES:
        filled = max(2.0, round(count / total * BAR, 1)) if count else 0.0
        return Ratio(((HALF, BAR - 1, False), (HALF, filled - 1, True)), BAR)
    step = SQUARE + GAP
    return Ratio(tuple((at * step + HALF, SQUARE - 1, at < count) for at in range(total)), total * step)


def rule_page(site: Site, found: RuleCount) -> Page:
    """One rule: what it tests and how, and the forms that have its findings."""
    rule, title = found.rule, translate("checks.title")
    basis = rule_basis(rule.id, site.corpus.cities)
    name = translate(f"rules.{rule.id}.title")
    return Page(
        rule.path,
        "rule.html",
        translate("checks.rule.title", id=rule.id, title=name),
        translate(f"rules.{rule.id}.what"),
        "checks",
        crumbs((title, section_address("checks")), (rule.id, None)),
        site.tags,
        partial(rule_view, site, found, basis),
        depends=(len(site.facts.forms), found.checked, table_address(site, "findings"), states_hash(found), basis),
    )


def states_hash(found: RuleCount) -> str:
    """The hash of the findings of a rule, each with the names of its form that the page shows."""
    digest = sha256()
    for facts, some in found.records:
        digest.update(f"{facts.source.path}\0{facts.full_name}\0{facts.source.city.name}\0".encode())
        digest.update(some.content)
    return digest.hexdigest()


def rule_view(site: Site, found: RuleCount, basis: Sequence[BasisLine]) -> dict[str, Any]:
    """The template context of one rule."""
    rule = found.rule
    tables = list(tables_of(found)) if rule.public else []
    rows = [row for _, table in tables for row in table.rows]
    return {
        "rule": rule,
        "found": found,
        "counted": checked_words(site, found),
        "quiet": found.checked - len(found.records),
        "tables": tables,
        "years": distinct(row.year for row in rows)[::-1],
        "cities": [CityChoice("", {}), *(CityChoice(name, {}) for name in distinct(row.city for row in rows))],
        "basis": basis[:MOST_BASIS],
        "more_basis": basis[MOST_BASIS:],
        "lighter": "、".join(dict.fromkeys(translate(f"checks.severity.{one}") for one in rule.lighter.values())),
        "csv": table_address(site, "findings"),
    }


def checked_words(site: Site, found: RuleCount) -> str:
    """How many forms a rule checks, and how many it cannot check."""
    forms = len(site.facts.forms)
    key = "every" if found.checked == forms else "part" if found.checked else "no_form"
    return translate(f"checks.rule.checked.{key}", forms=found.checked, others=forms - found.checked)


def tables_of(found: RuleCount) -> Iterator[tuple[str, ListTable]]:
    """The forms with findings of a rule by severity, each with the words of its heading with {count} to fill in."""
    kinds = catalogue_map("checks.kinds").get(found.rule.id, {})
    groups = grouped(found.remarks, lambda pair: (pair[1].severity, pair[1].form if pair[1].form in kinds else ""))
    for severity, form in sorted(groups, key=lambda key: (SEVERITIES.index(key[0]), key[1] != "", key[1])):
        members = groups[severity, form]
        words = kinds.get(form) or translate("checks.rule.kind", severity=severity_word(severity), count="{count}")
        if all(is_number(remark, "difference") and "unit" in remark.values for _, remark in members):
            yield words, difference_table(members, words)
        else:
            yield words, words_table(members, words)


def is_number(remark: Remark, key: str) -> bool:
    """Whether a finding has a number under a key."""
    return NUMBER.fullmatch(remark.values.get(key, "")) is not None


def severity_word(severity: Severity) -> str:
    """The word for a severity."""
    return translate(f"checks.severity.{severity}")


def difference_table(members: Sequence[tuple[FormFacts, Remark]], words: str) -> ListTable:
    """One row for each finding: the sum and the difference in 万元, the largest difference first."""
    keys = [key for key in ("sum", "difference", "share") if all(is_number(remark, key) for _, remark in members)]
    columns = tuple(
        ListColumn(translate(f"checks.rule.columns.{key}"), on_phone=key != "sum", is_strong=key == "difference")
        for key in keys
    )
    rows = [
        row_of(facts, [remark], tuple(number_cell(key, remark) for key in keys), at)
        for at, (facts, remark) in enumerate(members, 1)
    ]
    at = keys.index("difference")
    rows.sort(key=lambda row: -Decimal(row.cells[at].value))
    caption = words.replace("{count}", str(len(rows)))
    head = translate("checks.rule.columns.who")
    return ListTable(caption, head, columns, rows, at, "found", has_years=True, open_rows=OPEN_ROWS)


def number_cell(key: str, remark: Remark) -> ListCell:
    """A number of a finding: an amount in 万元, or a share."""
    value = Decimal(remark.values[key])
    if key == "share":
        return ListCell(f"{remark.values[key]}%", plain(value))
    amount = in_wan(abs(value), remark.values["unit"])
    return ListCell(
        aligned_html(plain(amount) if remark.values["unit"] != "万元" else remark.values[key]), plain(amount)
    )


def words_table(members: Sequence[tuple[FormFacts, Remark]], words: str) -> ListTable:
    """One row for each form: how many findings it has and where, the most first."""
    by_form = grouped(members, lambda pair: pair[0].source.path)
    columns = (
        ListColumn(translate("checks.rule.columns.count"), is_strong=True),
        ListColumn(translate("checks.rule.columns.where"), ""),
    )
    rows = []
    for same in by_form.values():
        remarks = [remark for _, remark in same]
        cells = (ListCell(str(len(remarks))), ListCell(places(same[0][0], remarks)))
        rows.append(row_of(same[0][0], remarks, cells))
    rows.sort(key=lambda row: -int(str(row.cells[0].html)))
    caption = words.replace("{count}", str(len(rows)))
    head = translate("checks.rule.columns.who")
    return ListTable(
        caption, head, columns, rows, 0, "found found--words", has_years=True, open_rows=OPEN_ROWS, most_rows=MOST_FORMS
    )


def places(facts: FormFacts, remarks: Sequence[Remark]) -> Html:
    """Where the findings are, each with its sentence; many are folded, and share a sentence that is the same."""
    links = [
        Html(f'<a href="../../{escape(facts.source.path)}#{escape(remark.anchor)}">{escape(remark.cell)}</a>')
        for remark in remarks
    ]
    if len({remark.sentence for remark in remarks}) == 1:
        return Html(f"{escape(translate('facts.between')).join(links)}：{escape(remarks[0].sentence)}")
    paragraphs = [f"<p>{link}：{escape(remark.sentence)}</p>" for link, remark in zip(links, remarks, strict=True)]
    if len(paragraphs) <= OPEN_CELLS + 1:
        return Html("".join(paragraphs))
    summary = escape(translate("checks.rule.more", count=len(paragraphs) - OPEN_CELLS))
    rest = "".join(paragraphs[OPEN_CELLS:])
    return Html(f"{''.join(paragraphs[:OPEN_CELLS])}<details><summary>{summary}</summary>{rest}</details>")


def row_of(facts: FormFacts, remarks: Sequence[Remark], cells: tuple[ListCell, ...], number: int = 1) -> ListRow:
    """The row of a form, linked to the first of its findings."""
    source = facts.source
    path = f"{source.path}#{remarks[0].anchor}"
    key = f"{source.path.replace('/', '-')}{remarks[0].severity[0]}{number}"
    return ListRow(facts.full_name, path, cells, str(source.city.name), str(source.year), key)
