"""Rules of self-evaluations: scales, scores and weights, reasons, and the money of the year."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from generator.analysis.execution import SpendingFacts, execution_facts
from generator.analysis.facts import FormFacts, ResultsFacts
from generator.analysis.rules.cells import points_of, shortened, total_in, weight_in
from generator.analysis.rules.identities import (
    TOLERANCE,
    Identity,
    Operand,
    compared_identity,
    sum_of_operands,
    unknown_identity,
)
from generator.analysis.rules.projects import parts_above
from generator.analysis.rules.rule import Finding, RuleInput, at_indicator
from generator.analysis.rules.timeliness import at_day
from generator.analysis.verdicts import ResultLine, result_lines
from generator.forms.cells import anchor
from generator.forms.drawings.label_names import folded
from generator.forms.fields import BLANK, NONE_WRITTEN, WITHHELD, money
from generator.forms.figures import CENT, WHOLE, ZERO, figure, percent
from generator.forms.model import LEVELS, Results, is_dash
from generator.text.amounts import amount_or_none
from generator.words import translate

EXECUTION = "execution"
# The columns of money, whose parts add up to the total of the year.
MONEY = ("initial", "adjusted", "spent")


def reported(case: RuleInput) -> Iterator[tuple[ResultLine, FormFacts]]:
    """Yield the lines of a self-evaluation that have a row of it."""
    if isinstance(case.facts, ResultsFacts):
        yield from ((line, case.facts) for line in result_lines(case.facts) if line.result)


def at_result(line: ResultLine, seen: str = "", **values: str) -> Iterator[Finding]:
    """Yield a finding at the row of a self-evaluation."""
    if line.result:
        yield at_indicator(line.result, shortened(seen), **values)


def scales_differ(case: RuleInput) -> Iterator[Finding]:
    """V17: an actual value that may be a share of one where its target is a percentage, or the other way round."""
    for line, _ in reported(case):
        if line.judgement.why == "share" and line.row:
            yield from at_result(line, line.row.actual, target=shortened(line.row.written))


def scores(line: ResultLine) -> tuple[Decimal, Decimal] | None:
    """Return the weight and the score of a row; None where one of them is no figure."""
    weight, score = (weight_in(line.row.weight), weight_in(line.row.score)) if line.row else (None, None)
    return None if weight is None or score is None else (weight, score)


def score_above_weight(case: RuleInput) -> Iterator[Finding]:
    """V58: a score that is higher than its weight or below zero, of an indicator, of the execution or in all."""
    for line, _ in reported(case):
        if line.row and (score := weight_in(line.row.score)) is not None and score < ZERO:
            yield from at_result(line, figure(score), form="negative")
        if (both := scores(line)) and both[1] > both[0]:
            yield from at_result(line, figure(both[1]), form="row", weight=figure(both[0]))
    if not isinstance(case.facts, ResultsFacts):
        return
    for each in execution_facts(case.facts).rows:
        weight, score = weight_in(each.row.weight), weight_in(each.row.score)
        if weight is not None and score is not None and score > weight:
            path = (EXECUTION, each.key, "score")
            cell = case.facts.titles.full_title(*path)
            yield Finding(EXECUTION, cell, figure(score), form="row", weight=figure(weight)).at_cell(path)
    total, full = total_in(case.facts.form.score_total), full_score(case.facts.form)
    if total is not None and total > full:
        cell = case.facts.titles.title("score_total")
        yield Finding("indicators", cell, figure(total), form="total", weight=figure(full)).at_cell(("score_total",))


def full_score(form: Results) -> Decimal:
    """Return the highest total of scores: 100, or the sum of the weights where that is more."""
    total = sum_of_known([*weights_of(form), weight_in(form.execution.total.weight)])
    return max(WHOLE, total, weight_in(form.weight_total) or ZERO)


def full_score_missed(case: RuleInput) -> Iterator[Finding]:
    """V59: the full score for a target that was missed."""
    for line, _ in reported(case):
        if line.verdict == "missed" and line.row and (both := scores(line)) and both[0] and both[1] >= both[0]:
            target, (weight, score) = shortened(line.stated.indicator.written), map(figure, both)
            yield from at_result(line, line.row.actual, target=target, weight=weight, score=score)


def reason_missing(case: RuleInput) -> Iterator[Finding]:
    """V60: a target that was missed, with the cell for the reason left blank, or with a dash or 无 in it."""
    for line, _ in reported(case):
        reason = line.row.reason if line.verdict == "missed" and line.row else None
        if line.row and reason is not None and (reason == NONE_WRITTEN or is_dash(reason)):
            target = shortened(line.stated.indicator.written)
            form = "blank" if reason == BLANK else "dash"
            yield from at_result(line, line.row.actual, target=target, form=form, reason=reason)


def rate_differs(case: RuleInput) -> Iterator[Finding]:
    """V61: a rate of execution that is not the money spent in percent of the budget."""
    for line in rates_fit(case.facts):
        if line.state == "differs" and line.against:
            spent, adjusted = line.operands
            values = {"spent": spent.text, "adjusted": adjusted.text, "computed": line.result}
            rate = line.against
            yield Finding(EXECUTION, rate.name, rate.text, **values).at_cell(rate.path)


def scores_differ(case: RuleInput) -> Iterator[Finding]:
    """V62: the scores do not add up to the total that the form states."""
    for line in scores_add_up(case.facts):
        if line.state == "differs" and line.against:
            total = line.against
            yield Finding("indicators", total.name, total.text, sum=line.result).at_cell(total.path)


def spending_adds_up(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of the parts of the money of a year and its total, for each column of money."""
    if not isinstance(facts, ResultsFacts):
        return
    execution = execution_facts(facts)
    keys = {each.key for each in execution.rows}
    inside = LEVELS if "fiscal" in keys else ()
    parts = [each for each in execution.rows if each.key not in ("total", *inside)]
    for column in execution.columns:
        stated = money(getattr(execution.total.row, column.key)) if execution.total else None
        values = [(each, getattr(each.row, column.key)) for each in parts if getattr(each.row, column.key) is not None]
        if column.key not in MONEY or stated is None or not values or execution.total is None:
            continue
        operands = tuple(Operand(each.name, figure(value), EXECUTION) for each, value in figures_in(values))
        blank = [each.name for each, value in values if value == BLANK]
        if blank or not operands:
            words = translate("results.blank", names="、".join(blank), column=column.title) if blank else ""
            yield unknown_identity("spending", operands, facts.unit, words)
            continue
        if any(value == WITHHELD for _, value in values):
            yield Identity("spending", operands, facts.unit, "withheld")
            continue
        total = sum_of_operands(operands)
        if own := tuple(own_spending(facts, column.title)) if total != stated else ():
            operands, total = (*operands, *own), total + sum_of_operands(own)
            # Lines of the form's own may also be parts of other lines.
            if abs(total - stated) > TOLERANCE:
                continue
        path = (EXECUTION, execution.total.key, column.key)
        against = Operand(f"{execution.total.name} {column.title}", figure(stated), EXECUTION, path)
        yield compared_identity("spending", operands, against, total - stated, facts.unit, result=figure(total))


def own_spending(facts: ResultsFacts, column: str) -> Iterator[Operand]:
    """Yield the amounts of the form's own cells in a column of money, whose names end with that of the column."""
    for name, text in (facts.form.other.own if facts.form.other else {}).items():
        spent = amount_or_none(text) if name.endswith(f" {folded(column)}") and isinstance(text, str) else None
        if spent is not None:
            yield Operand(name, figure(spent), anchor(("other", name), facts.form))


def figures_in(values: Iterable[tuple[SpendingFacts, object]]) -> Iterator[tuple[SpendingFacts, Decimal]]:
    """Yield the rows that have a figure in a column."""
    return ((each, amount) for each, value in values if (amount := money(value)) is not None)


def rates_fit(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of each rate of execution that the form states and the one of its money."""
    if not isinstance(facts, ResultsFacts):
        return
    for each in execution_facts(facts).rows:
        stated, spent, adjusted = weight_in(each.row.rate), money(each.row.spent), money(each.row.adjusted)
        if stated is None or spent is None or not adjusted:
            continue
        exact = spent * WHOLE / adjusted
        computed = percent(spent, adjusted) or ZERO
        operands = tuple(
            Operand(facts.titles.full_title("execution", each.key, key), figure(amount), EXECUTION)
            for key, amount in (("spent", spent), ("adjusted", adjusted))
        )
        path = (EXECUTION, each.key, "rate")
        against = Operand(facts.titles.full_title(*path), str(each.row.rate), EXECUTION, path)
        rest = ZERO if is_rounded(stated, exact) else stated - computed
        yield compared_identity("rate", operands, against, rest, "", result=f"{figure(computed)}%")


def is_rounded(stated: Decimal, exact: Decimal) -> bool:
    """Whether a rate is an exact one with fewer decimals, in percent or as a share of one."""
    step = Decimal(1).scaleb(min(int(stated.as_tuple().exponent), 0))
    # A share of one with one decimal is at most half of that away from the exact one.
    allowed = max(min(step, CENT), step / 2 if step < 1 else ZERO)
    return abs(stated - exact) <= step or (stated <= 1 and abs(stated - exact / WHOLE) <= allowed)


def scores_add_up(facts: FormFacts) -> Iterator[Identity]:
    """Yield the identity of the scores and their total, with the score of the execution where the form adds it."""
    if not isinstance(facts, ResultsFacts):
        return
    form = facts.form
    stated, own = total_in(form.score_total), points_of(form.indicators, "score")
    figures, unit = [score for _, score in own if score is not None], translate("results.scores.unit")
    if stated is None or not figures:
        return
    rows, execution = sum(figures, ZERO), weight_in(form.execution.total.score)
    if len(figures) < len(own):
        blank, column = [row.name for row, _ in own if row.score == BLANK], facts.titles.title("indicators", "score")
        words = translate("results.blank", names="、".join(blank), column=column) if blank else ""
        yield unknown_identity("scores", (), unit, words)
        return
    if execution is None and ZERO < stated - rows <= room_for_execution(form):
        return
    operands = [Operand(translate("results.scores.indicators"), figure(rows), "indicators")]
    total = rows
    if execution is not None and adds_execution(form, rows, execution, stated):
        operands.append(Operand(translate("results.scores.execution"), figure(execution), EXECUTION))
        total += execution
    against = Operand(facts.titles.title("score_total"), figure(stated), "indicators", ("score_total",))
    yield compared_identity("scores", tuple(operands), against, total - stated, unit, result=figure(total))


def room_for_execution(form: Results) -> Decimal:
    """Return the highest possible score of the execution where none is stated: its weight, or 100 less the others."""
    weight = weight_in(form.execution.total.weight)
    return WHOLE - sum_of_known(weights_of(form)) if weight is None else weight


def weights_of(form: Results) -> list[Decimal | None]:
    """Return the weights of the indicators that have a part in their sum; None where a cell has no figure."""
    return [weight for _, weight in points_of(form.indicators, "weight")]


def sum_of_known(figures: Iterable[Decimal | None]) -> Decimal:
    """Return the sum of the figures that are known."""
    return sum((each for each in figures if each is not None), ZERO)


def adds_execution(form: Results, rows: Decimal, execution: Decimal, stated: Decimal) -> bool:
    """Whether the total of the scores includes the execution: as that of the weights does, else as the sum fits."""
    weights, whole = weights_of(form), weight_in(form.weight_total)
    of_execution = weight_in(form.execution.total.weight)
    if whole is not None and of_execution and None not in weights:
        of_rows = sum_of_known(weights)
        if whole == of_rows + of_execution:
            return True
        if whole == of_rows:
            return rows != stated and rows + execution == stated
    return rows != stated


def spending_differs(case: RuleInput) -> Iterator[Finding]:
    """V07: the money of a year by source is not the total that a self-evaluation states."""
    for line in spending_adds_up(case.facts):
        if line.state == "differs" and line.against:
            values = {"sum": line.result, "difference": line.difference, "unit": line.unit}
            total = line.against
            yield Finding(EXECUTION, total.name, total.text, form="parts", **values).at_cell(total.path)


def spending_exceeds(case: RuleInput) -> Iterator[Finding]:
    """V09: the money of a source is more than the total that a self-evaluation states."""
    if not isinstance(case.facts, ResultsFacts):
        return
    execution = execution_facts(case.facts)
    for column in execution.columns:
        stated = money(getattr(execution.total.row, column.key)) if execution.total and column.key in MONEY else None
        parts = ((each, getattr(each.row, column.key)) for each in execution.rows if each.key != "total")
        amounts = ((EXECUTION, f"{each.name} {column.title}", amount) for each, amount in figures_in(parts))
        whole = f"{execution.total.name} {column.title}" if execution.total else ""
        yield from parts_above(amounts, whole, stated, case.facts.unit)


def spent_above_budget(case: RuleInput) -> Iterator[Finding]:
    """V63: more was spent than the budget of the year; than the first one where the form has no other."""
    if not isinstance(case.facts, ResultsFacts):
        return
    rows = execution_facts(case.facts).rows
    key = "initial" if all(each.row.adjusted is None for each in rows) else "adjusted"
    for each in rows:
        spent, budget = money(each.row.spent), money(getattr(each.row, key))
        if spent is None or budget is None or spent <= budget + TOLERANCE:
            continue
        path = (EXECUTION, each.key, "spent")
        name, of = (case.facts.titles.full_title(*path[:2], column) for column in ("spent", key))
        values = {"of": of, "budget": figure(budget), "over": figure(spent - budget), "unit": case.facts.unit}
        yield Finding(EXECUTION, name, figure(spent), form=key, **values).at_cell(path)


def published_before_approved(case: RuleInput) -> Iterator[Finding]:
    """V64: a self-evaluation was published before it was approved."""
    approved, published = case.facts.disclosure.approved_on, case.facts.disclosure.published_on
    if approved and published and published < approved:
        yield at_day("published_on", published, approved=approved)
