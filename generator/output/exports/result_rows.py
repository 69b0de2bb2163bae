"""The rows of self-evaluations: one for each form with money and funnel, one for each target with its result."""

from collections.abc import Iterator

from generator.analysis.execution import execution_facts
from generator.analysis.facts import ResultsFacts
from generator.analysis.verdicts import ResultLine, funnel_of, result_lines
from generator.forms.cells import columns_of, table_columns
from generator.forms.figures import text_or_absence
from generator.forms.model import Indicator, ResultIndicator
from generator.output.exports.rows import row_texts
from generator.output.exports.values import Row, amount_in_wan
from generator.words import translate

MONEY = ("initial", "adjusted", "spent")


def self_evaluation_row(facts: ResultsFacts) -> Row:
    """Return the row of a self-evaluation: its money, its rate and score, and its funnel."""
    form, funnel = facts.form, funnel_of(facts)
    total, computed = form.execution.total, execution_facts(facts).total
    values = [getattr(total, key) for key in MONEY]
    amounts = [cell for value in values for cell in (text_or_absence(value), amount_in_wan(value, facts.unit))]
    return [
        *(*amounts, facts.unit, text_or_absence(total.rate), computed.rate if computed else None),
        text_or_absence(form.score_total),
        *(funnel.promised, funnel.measurable, funnel.reported, funnel.checkable, funnel.reached, funnel.agreeing),
        facts.source.of_targets if facts.answered else "",
    ]


def result_rows(facts: ResultsFacts) -> Iterator[Row]:
    """Yield the rows of targets with their results; those that the form does not have are numbered after its own."""
    absent = len(facts.form.indicators)
    for line in result_lines(facts):
        absent += line.result is None
        why = line.judgement.why
        yield [
            line.result.number if line.result else absent,
            *line_texts(line, facts),
            line.stated.indicator.written if facts.answered and not line.is_added else "",
            translate(f"results.verdicts.{line.verdict}"),
            translate(f"results.why.{why}") if why else "",
        ]


def line_texts(line: ResultLine, facts: ResultsFacts) -> list[str]:
    """Return the texts of a row of the form; of a target that the form does not have, those that were published."""
    if line.row:
        return row_texts(line.row, table_columns(facts.form, "indicators"))
    published = {column.key: getattr(line.stated.indicator, column.key) for column in columns_of(Indicator)}
    return [text_or_absence(published.get(column.key)) for column in columns_of(ResultIndicator)]
