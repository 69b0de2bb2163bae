"""Pages of self-evaluations, below those of the targets that they answer."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from generator.analysis.execution import execution_facts
from generator.analysis.facts import ResultsFacts, grouped, project_of
from generator.analysis.verdicts import (
    VERDICTS,
    ResultLine,
    exceeded_count,
    funnel_of,
    result_lines,
    verdict_counts,
)
from generator.content.markdown import goal_html
from generator.forms.fields import is_filled
from generator.output.exports.records import RESULTS_FILES
from generator.output.metadata import article_tags
from generator.output.pages.form_rows import KeyFact
from generator.output.pages.page import Page, Site
from generator.output.pages.records import form_crumbs, form_view, head_cells
from generator.output.result_words import (
    counts_words,
    execution_picture,
    funnel_picture,
    heading_of,
    results_lead,
    why_words,
)
from generator.words import translate

# Who the form is of, in the order in which readers ask.
HEAD = ("supervisor", "implementer", "code")
# The columns of indicators that the table has where the form has them, besides that of reasons.
OPTIONAL = ("weight", "score")


class ResultRow(NamedTuple):
    """A target with its result: the id of its row, the line, and the note of the site."""

    anchor: str
    line: ResultLine
    note: str


class ResultFamily(NamedTuple):
    """The results of a family, and how many of them have which verdict."""

    name: str
    words: str
    rows: tuple[ResultRow, ...]


def results(site: Site) -> Iterator[Page]:
    """A page for each self-evaluation."""
    years = grouped(site.facts.results, project_of)
    for facts in site.facts.results:
        yield results_page(site, facts, [one.source.year for one in years[project_of(facts)]])


def results_page(site: Site, facts: ResultsFacts, years: Sequence[int]) -> Page:
    """The page of one self-evaluation; `years` are those of all that the department or the project has."""
    source = facts.source
    parts = {"indicators": translate("results.indicators")}
    return Page(
        source.path,
        "results.html",
        facts.title,
        facts.summary,
        "departments",
        (*form_crumbs(facts)[:-1], (translate("results.crumb"), None)),
        (*site.tags, *article_tags(site.config, source, facts.title)),
        lambda: {
            **form_view(site, facts, RESULTS_FILES, parts),
            **results_view(facts),
            "years": sorted(years),
            "head": head_cells(facts, HEAD),
            "tables": (("results", "results.indicators"),),
            "budget_chart": None,
            "tasks_chart": None,
            "total_name": "",
        },
    )


def results_view(facts: ResultsFacts) -> dict[str, object]:
    """The template context of the money and the results of a self-evaluation."""
    form, lines = facts.form, result_lines(facts)
    columns = [key for key in OPTIONAL if has_column(facts, key)]
    has_reasons = any(is_filled(line.row.reason) for line in lines if line.row)
    return {
        "lead": results_lead(facts),
        "key_facts": results_key_facts(facts),
        "funnel": funnel_picture(funnel_of(facts), facts.source.year),
        "money": execution_picture(facts),
        "execution": execution_facts(facts),
        "heading": heading_of(lines),
        "verdicts": [verdict for verdict in VERDICTS if verdict in verdict_counts(lines)],
        "result_families": result_families(lines),
        "columns": columns,
        "has_types": has_column(facts, "type"),
        "has_reasons": has_reasons,
        "span": 4 + len(columns) + has_reasons + has_column(facts, "type"),
        "standards": [row for row in form.indicators if row.standard],
        "actual_goal": goal_html(form.actual_goal or ""),
        "totals": [
            (facts.titles.title(key), value)
            for key in ("weight_total", "score_total")
            if (value := getattr(form, key)) is not None
        ],
    }


def results_key_facts(facts: ResultsFacts) -> tuple[KeyFact, ...]:
    """The three facts of a self-evaluation: what was reached, what was spent, and the score of the form."""
    funnel, total = funnel_of(facts), execution_facts(facts).total
    reached = f"{funnel.reached} / {funnel.checkable}" if funnel.checkable else "—"
    rate = total.rate if total else None
    score = facts.form.score_total
    exceeded = exceeded_count(facts)
    return (
        KeyFact(reached, translate(f"results.facts.{'reached' if funnel.checkable else 'none'}"), "indicators"),
        KeyFact("—", translate("results.facts.no_rate"), "execution")
        if rate is None
        else KeyFact(f"{rate}%", translate("results.facts.rate"), "execution"),
        KeyFact(str(score), translate("results.facts.score"), "indicators")
        if is_filled(score)
        else KeyFact(str(exceeded), translate("results.facts.exceeded"), "indicators"),
    )


def has_column(facts: ResultsFacts, key: str) -> bool:
    """Whether the table of indicators has a column."""
    return any(getattr(row.indicator, key) is not None for row in facts.rows)


def result_families(lines: Sequence[ResultLine]) -> tuple[ResultFamily, ...]:
    """Return the results by family in the order of the form, then the targets that the form does not have."""
    own = [line for line in lines if line.result]
    absent = [line for line in lines if not line.result]
    groups = [(name, [*some]) for name, some in groupby(own, lambda line: line.result and line.result.indicator.family)]
    name = "absent" if all(line.verdict == "unreported" for line in absent) else "unmatched"
    groups += [(translate(f"results.{name}"), absent)] if absent else []
    return tuple(ResultFamily(name or "", counts_words(some), tuple(map(result_row, some))) for name, some in groups)


def result_row(line: ResultLine) -> ResultRow:
    """Return the row of a target with its result."""
    at = line.result.anchor if line.result else f"target-{line.stated.number}"
    return ResultRow(at, line, why_words(line))
