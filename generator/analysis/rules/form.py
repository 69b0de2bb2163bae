"""Rules of 规范性 for columns: amounts, signs, units, weights, and the type of an indicator."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from generator.analysis.facts import FormFacts, grouped
from generator.analysis.rules.cells import (
    NO_UNIT,
    line_amounts,
    names_quantity,
    names_share,
    points_of,
    task_amounts,
    weight_in,
    written_target,
)
from generator.analysis.rules.measurability import with_flag
from generator.analysis.rules.rule import Finding, RuleInput, at_indicator, at_target, at_text
from generator.analysis.table_rows import IndicatorFacts
from generator.forms.fields import BLANK
from generator.forms.figures import figure
from generator.forms.indicator_tree import OUTPUT, is_cost, is_misfiled, is_satisfaction, short_name
from generator.forms.model import DepartmentResults, Form, Project, ProjectResults
from generator.targets.comparators import FIRM
from generator.targets.normal_form import SIGN_OF, plain
from generator.targets.units import TIMES
from generator.text.word_list import word_list
from generator.words import translate

# What follows an amount without 元: the end of a text or a mark, and no noun (5.5万人次).
NO_YUAN = re.compile(r"(?<![\d.,])\d+(?:,\d{3})*(?:\.\d+)?[万亿](?=[)）,，.。;；、:：\s]|$)")
# Faster, for it begins with a character.
MAYBE_NO_YUAN = re.compile(r"万(?=[)）,，.。;；、:：\s]|$)(?<=\d万)|亿(?=[)）,，.。;；、:：\s]|$)(?<=\d亿)")
# Indicators that are counted in money.
MONEY_NAMED = re.compile(
    "资金|经费|金额|总额|成本|费|款|投资|收入|支出|预算|产值|税|补助|补贴|工资|造价|价值|单价|奖金|利润|债"
)
MOST_DECIMALS = {"万元": 4, "元": 2}
SIGNS = "≥≤><="
UNIT_FLAGS = word_list("unit-in-name unit-missing unit-conflict unit-repeated unit-ambiguous unit-unlisted")
FEW, MANY = 3, 40
SOFT = 80
WHOLE_WEIGHT = Decimal(100)
WEIGHTS = (Decimal(90), WHOLE_WEIGHT)

# Words for occasions, and for spans of time.
OCCASIONS = word_list("次 回 遍 轮 轮次 期 场 场次 批 批次 趟 频次")
SPANS = TIMES + word_list("月 月份 半年 每年 每月")
PASS_RATE = re.compile("(?:验收|培训|工程|施工|竣工|检验|产品)[一-龥]{0,4}合格率")
ON_TIME = re.compile("及时[率性]|准时率|按[时期](?:完成|办结)率")
COST = re.compile("(?:成本|费用|经费)$")


def no_unit_of_money(case: RuleInput) -> Iterator[Finding]:
    """V14: an amount with 万 or 亿 and without 元; of targets, only those that may be money and have no unit."""
    lines = {line.anchor: line for line in case.facts.targets}
    for cell, match in case.matches(NO_YUAN, MAYBE_NO_YUAN):
        line = lines.get(cell.anchor) if cell.path[-1] == "target" else None
        if line is None or lacks_yuan(line):
            yield at_text(cell, match[0])


def lacks_yuan(line: IndicatorFacts) -> bool:
    """Whether a target with 万 is money, and neither its cell nor its column says in which unit."""
    indicator = line.indicator
    if (indicator.unit or "").strip() or line.reading.kind == "amount":
        return False
    return is_cost(line.indicator) or MONEY_NAMED.search(indicator.name) is not None


def too_many_decimals(case: RuleInput) -> Iterator[Finding]:
    """V15: amounts with more decimals than a form of that unit needs."""
    unit = case.facts.unit
    fine = [entry for entry in amounts(case.facts) if -int(entry[2].as_tuple().exponent) > MOST_DECIMALS[unit]]
    if fine:
        anchor, name, amount = fine[0]
        yield Finding(anchor, name, figure(amount), count=len(fine), most=MOST_DECIMALS[unit], unit=unit)


def amounts(facts: FormFacts) -> Iterator[tuple[str, str, Decimal]]:
    """Yield every amount of the tables: id, name of the cell, figure."""
    for split in facts.splits:
        yield from line_amounts(split.lines)
    yield from task_amounts(facts.tasks)


def signs_vary(case: RuleInput) -> Iterator[Finding]:
    """V18: signs and words of comparison in another spelling than ≥ ≤ > < =, each once."""
    for spelled, lines in grouped(case.facts.targets, spelling).items():
        if spelled:
            yield at_indicator(lines[0], spelled[0], sign=spelled[1], count=len(lines))


def spelling(line: IndicatorFacts) -> tuple[str, str] | None:
    """Return the spelling of the comparator of a figure and the sign that it is read as, where they differ."""
    if not line.reading.measurable:
        return None
    return spelling_in(f"{line.reading.comparator_text or ''}{line.reading.text}", line.reading.comparator)


@lru_cache(maxsize=4096)
def spelling_in(written: str, comparator: str) -> tuple[str, str] | None:
    """Return the spelling of a comparator in a target and the sign that it is read as, where they differ."""
    sign = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "="}.get(comparator)
    if sign is None:
        return None
    for char in written:
        if char not in SIGNS and not char.isalnum() and plain(char) == sign:
            return char, sign
    twofold = next(
        (pair for pair, meant in SIGN_OF.items() if pair in written and meant == sign and pair != "=="), None
    )
    words = next((word for word in FIRM if len(word) > 1 and word in written and FIRM[word] == comparator), None)
    seen = twofold or words
    return (seen, sign) if seen else None


def signs_doubled(case: RuleInput) -> Iterator[Finding]:
    """V20: two comparators in one cell, remains of the empty form, or signs that contradict each other."""
    yield from with_flag(case, "doubled-comparator", "stub-left", "comparator-conflict", "odd-sign")


def units_odd(case: RuleInput) -> Iterator[Finding]:
    """V27: a figure without a unit, or with one that does not fit."""
    for line in case.facts.targets:
        name, flags = line.indicator.name, line.reading.flags
        form = next((flag for flag in UNIT_FLAGS if flag in flags and not goes_with_name(flag, name)), "")
        if not form and rate_in_pieces(line):
            form = "rate"
        # Where a percent may have been lost, V16 says so; of 万 without 元, V14.
        if form == "unit-missing" and NO_YUAN.search(line.reading.text) and lacks_yuan(line):
            continue
        if form and ("percent-lost" not in flags or names_quantity(name)):
            yield at_target(line, form=form)


def goes_with_name(flag: str, name: str) -> bool:
    """Whether a flag of a unit is right for a quantity of that name: 赫兹 for a 频率."""
    if flag == "unit-missing":
        return NO_UNIT.search(name) is not None
    return flag == "unit-unlisted" and names_quantity(name)


def rate_in_pieces(line: IndicatorFacts) -> bool:
    """Whether a share is counted in things instead of percent; units with "/" are rates too."""
    reading = line.reading
    is_counted = reading.kind == "quantity" and reading.unit not in ("", "分", "次", "倍") and "/" not in reading.unit
    return line.indicator.name.endswith("率") and names_share(line.indicator.name) and is_counted


def misfiled(case: RuleInput) -> Iterator[Finding]:
    """V28: a type in a family that it does not belong to, or an indicator that belongs to another type."""
    framework = case.facts.form.framework
    for line in case.facts.indicators:
        family, kind = line.indicator.family or BLANK, line.indicator.type or BLANK
        if is_misfiled(framework, family, kind):
            yield at_indicator(line, kind, form="tree", family=family)
        elif kind and (form := doubt_of_type(line, short_name(family), short_name(kind))):
            yield at_indicator(line, kind, form=form[0], meant=form[1], target=written_target(line))


def doubt_of_type(line: IndicatorFacts, family: str, kind: str) -> tuple[str, str] | None:
    """Return why the type of an indicator is doubtful, and the type that its name suggests."""
    name, reading = line.indicator.name, line.reading
    in_output = family == OUTPUT
    if kind != "质量" and "满意" not in kind and (PASS_RATE.search(name) or (in_output and "合格率" in name)):
        return "name", "质量指标"
    if in_output and kind != "时效" and ON_TIME.search(name):
        return "name", "时效指标"
    if in_output and kind in ("数量", "质量", "时效") and COST.search(name) and reading.kind == "amount":
        return "name", "成本指标"
    if kind == "质量" and reading.rule == "duration":
        return "span", ""
    if kind == "时效" and reading.kind == "quantity" and reading.unit and not tells_time(reading.unit):
        return "count", ""
    return None


def tells_time(unit: str) -> bool:
    """Whether a unit is one of time or frequency: 天, 小时/件, 次/月."""
    head, _, per = unit.partition("/")
    return head in TIMES or (head in OCCASIONS and any(part in SPANS for part in per.split("·")))


def satisfaction(case: RuleInput) -> Iterator[Finding]:
    """V29: satisfaction in another family, or a target of satisfaction below 80 percent."""
    for line in case.facts.targets:
        indicator, reading = line.indicator, line.reading
        if not is_satisfaction(indicator):
            if indicator.classes and re.search("满意[度率]", indicator.name):
                yield at_indicator(line, indicator.type or BLANK, form="misplaced")
        elif reading.unit == "%" and reading.value is not None and reading.value < SOFT:
            yield at_target(line, form="soft", usual=SOFT)


def weights_off(case: RuleInput) -> Iterator[Finding]:
    """V36: the weights of the indicators are neither 90 nor 100, or with that of the execution not 100.

    The total that a self-evaluation states has to be one of these sums.
    """
    record = case.facts.form
    weighted = points_of((line.indicator for line in case.facts.rows), "weight")
    weights = [weight for row, weight in weighted if row.weight]
    figures = [weight for weight in weights if weight is not None]
    if not figures or len(figures) < len(weights):
        return
    total = sum(figures, Decimal(0))
    execution = weight_in(execution_weight(record))
    cell = "indicators", case.facts.titles.title("indicators", "weight"), figure(total)
    if execution is None:
        if total not in WEIGHTS:
            yield Finding(*cell, form="alone", count=len(figures))
    elif total + execution != WHOLE_WEIGHT:
        together = {"execution": figure(execution), "sum": figure(total + execution)}
        yield Finding(*cell, form="together", count=len(figures), **together)
    yield from stated_total_off(case, len(figures), total, execution)


def stated_total_off(case: RuleInput, count: int, total: Decimal, execution: Decimal | None) -> Iterator[Finding]:
    """Yield a finding where the stated total of weights is not their sum, with or without the execution."""
    form = case.facts.form
    stated = weight_in(form.weight_total) if isinstance(form, DepartmentResults | ProjectResults) else None
    # Where the form has no weight of the execution, it is what the others lack to 100.
    whole = max(total, WHOLE_WEIGHT) if execution is None else total + execution
    if stated is None or stated in (total, whole):
        return
    sums = {"count": str(count), "rows": figure(total)}
    if execution is not None:
        sums |= {"execution": figure(execution), "sum": figure(whole)}
    sentence = "total_alone" if execution is None else "total_together"
    title = case.facts.titles.title("weight_total")
    yield Finding("indicators", title, figure(stated), form=sentence, **sums).at_cell(("weight_total",))


def execution_weight(form: Form) -> str | None:
    """Return the weight of the execution of the budget; None where the form has none."""
    if isinstance(form, DepartmentResults | ProjectResults):
        return form.execution.total.weight
    return form.execution_weight if isinstance(form, Project) else None


def few_or_many(case: RuleInput) -> Iterator[Finding]:
    """V37: very few indicators, or very many."""
    count = case.facts.indicator_count
    if 0 < count <= FEW or count > MANY:
        form, bound = ("many", MANY) if count > MANY else ("few", FEW)
        yield Finding("indicators", translate("record.indicators.title"), form=form, count=count, bound=bound)
