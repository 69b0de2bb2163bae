"""Pages of self-evaluations, below those of the targets that they answer."""

from collections.abc import Iterator
from typing import NamedTuple

from generator.analysis.execution import execution_facts
from generator.analysis.facts import ResultsFacts
from generator.analysis.table_rows import IndicatorFacts
from generator.content.markdown import goal_html
from generator.forms.cells import anchor
from generator.forms.fields import titles_of
from generator.output.exports.records import RESULTS_FILES
from generator.output.metadata import article_tags
from generator.output.pages.form_rows import day_fact, says_nothing
from generator.output.pages.page import Page, Site
from generator.output.pages.records import form_crumbs, form_view
from generator.words import translate

# Who the form is of, in the order in which readers ask.
HEAD = ("supervisor", "implementer", "code")
# The columns of indicators that the table has where the form has them.
OPTIONAL = ("reason", "weight", "score")


class ResultFamily(NamedTuple):
    """The indicators of a family that are filled in."""

    name: str
    rows: tuple[IndicatorFacts, ...]


def results(site: Site) -> Iterator[Page]:
    """A page for each self-evaluation."""
    for facts in site.facts.results:
        yield results_page(site, facts)


def results_page(site: Site, facts: ResultsFacts) -> Page:
    """The page of one self-evaluation."""
    source, form = facts.source, facts.form
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
            "lead": facts.summary,
            "key_facts": (day_fact(facts, 0),),
            "head": [
                (anchor((key,), form), facts.titles.title(key), getattr(form, key))
                for key in HEAD
                if key in titles_of(type(form))
            ],
            "execution": execution_facts(facts),
            "result_families": result_families(facts),
            "columns": [key for key in OPTIONAL if has_column(facts, key)],
            "has_types": has_column(facts, "type"),
            "span": 3 + sum(has_column(facts, key) for key in ("type", *OPTIONAL)),
            "standards": [row for row in form.indicators if row.standard],
            "actual_goal": goal_html(form.actual_goal or ""),
            "totals": [
                (facts.titles.title(key), value)
                for key in ("weight_total", "score_total")
                if (value := getattr(form, key)) is not None
            ],
            "tables": (("indicators", "results.indicators"),),
            "budget_chart": None,
            "tasks_chart": None,
            "total_name": "",
            "pair": None,
        },
    )


def has_column(facts: ResultsFacts, key: str) -> bool:
    """Whether the table of indicators has a column."""
    return any(getattr(row.indicator, key) is not None for row in facts.rows)


def result_families(facts: ResultsFacts) -> tuple[ResultFamily, ...]:
    """Return the indicators that are filled in by family."""
    families = (
        ResultFamily(family.name, tuple(line for _, lines in family.types for line in lines if not says_nothing(line)))
        for family in facts.families
    )
    return tuple(family for family in families if family.rows)
