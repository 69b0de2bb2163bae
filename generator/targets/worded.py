"""Rules for cells in words: no target, contradictions, comparisons without a figure, grades, yes or no, and qualities."""

import re

from generator.targets.cell import TargetCell
from generator.targets.comparators import FIRM, SIGN
from generator.targets.figure_context import is_label
from generator.targets.figures import has_figure, years_in_figures
from generator.targets.lexicon import may_change_meaning
from generator.targets.target import Reading, flagged
from generator.targets.timed import with_comparator
from generator.targets.units import any_of
from generator.targets.vocabulary import (
    CHANGE_DOWN,
    CHANGE_UP,
    GRADE,
    GRADES,
    MEASURE_ALONE,
    NEVER,
    NONE_WORDS,
    NONE_WRITTEN,
    NOT_QUANTIFIABLE,
    QUALITY,
    STANDARD,
    UNDETERMINED,
    YES_NO,
)
from generator.text.word_list import word_list

COUNTED_SURELY = word_list("人次 场次 场 次 名 份 篇 册 家 台 辆 户 亩 小时 分钟 工作日 公里 元")  # fmt: skip
LABEL = r"(?P<label>[^。;,]{0,12}?)"
THAN = re.compile(rf"(?:应|应当|必须|须|确保|力争|保持|{LABEL})(?P<sign>{SIGN})(?P<noun>[^。;,]{{1,24}})")
WITHIN = re.compile(
    LABEL + r"(?:(?:严格)?(?:控制|限制|保持|维持)?在|严控在)(?P<noun>[^。;,]{2,20}?)(?:范围)?(?:以内|之内|内|范围)"
)
INSIDE = re.compile(
    r"(?P<label>)(?P<noun>预算|概算|计划|限额|定额|标准|预算金额|预算资金)(?:范围|金额|资金)?(?:以内|之内|内)(?:完成|执行|支出|控制)?"
)
MOVED = re.compile(
    LABEL
    + rf"(?:较|比|同比|相比|相较于?|环比)(?P<noun>[^。;,]{{0,16}}?)(?:有|略有|逐年|稳步|明显|显著|大幅|大幅度|相比|所|均|进一步|有效|持续)*"
    rf"(?:(?P<up>{any_of(*CHANGE_UP, '改善', '好转', '增强', '扩大')})|(?P<down>{any_of(*CHANGE_DOWN)}))"
)
LEVEL = re.compile(LABEL + r"(?:与|同|和|较|比)?(?P<noun>[^。;,]{0,16}?)(?:基本)?(?:持平|相当|保持一致)")
SIGNED = re.compile(rf"(?P<sign>{SIGN})?(?P<rest>.*?)(?P<above>及?以上)?")
# A figure in words that no rule reads is no quality: 超九成群众满意, 组织三万人参加, 三天内办结, 完成两个项目, 国庆节前.
# 一 and 二 may be part of a word, and 五年规划 and 三个代表 are names.
SOME = "[一二三四五六七八九十两几百千万][余多几]?"
FIGURE_IN_WORDS = re.compile(
    f"{SOME}成(?![一-龥]?(?:熟|立|效|果|就|员|功|型|长|品|套|不变))|分之|过半|半数|一半|{SOME}(?:倍|个百分点)"
    "|[两二三四五六七八九十百千][余多几]?[百千万亿十](?!周年|年)"
    f"|(?<![第一二三四五六七八九十零〇])(?![一二]){SOME}(?:{any_of(*COUNTED_SURELY)})"
    f"|(?:{SOME}个?(?:天|日|年|月|周|小时|工作日)|半年)(?:以|之)?内|{SOME}[起个名人家项](?:及?以[上下内])"
    f"|(?:完成|开展|建设|建成|新建|改造|覆盖|举办|组织|培训|新增|购置|服务|维修)(?:约|近|超)?(?:{SOME})+[个项座所处条件批家名]"
    "|(?:五一|七一|八一|十一|国庆|元旦|春节|清明|端午|中秋)节?[之以]?前"
)
# Of a grade it is not sure which way 以下 goes: grade 一 is above grade 二.
BELOW = re.compile("以[下内]")
SIGNS_ONLY = re.compile(r"[≥≤<>=约%‰]*")
# A measure that is to be moved states a wish: 提高群众满意度.
WISHED = re.compile(
    "(?:不断|逐步|进一步|有效|持续|显著|明显|稳步|大力)*(?:提高|提升|增强|增加|扩大|保障|确保|促进|改善|加强|降低|减少|控制|保证|实现|达到|保持"
    "|推进|推动|稳定|优化|强化|加大|加快|落实|建立|健全|做好)"
)
COMPARES = re.compile("[高低大小多少]于|超过|超出|突破|至少|不足")


def blank(cell: TargetCell) -> Reading | None:
    """A cell with nothing in it sets no target.

    \u3000 => none !blank
    """
    has_content = cell.body or cell.trouble or "stub-left" in cell.flags
    return None if has_content else flagged("none", "blank")


def written_none(cell: TargetCell) -> Reading | None:
    """A cell that says 无, or draws a stroke, sets no target.

    无 => none !written-none
    —— => none !written-none
    不适用 => none !written-none
    """
    if cell.trouble or (cell.body not in NONE_WRITTEN and (cell.has_figure or not NONE_WORDS.fullmatch(cell.body))):
        return None
    return flagged("none", "written-none")


def placeholder(cell: TargetCell) -> Reading | None:
    """A sign without a figure, or the stub that the empty form had printed, sets no target.

    ≥**株 => none !no-value,stub-left
    ≥ => none !no-value
    """
    return flagged("none", "no-value") if not cell.trouble and SIGNS_ONLY.fullmatch(cell.body) else None


def contradiction(cell: TargetCell) -> Reading | None:
    """A cell whose words and columns cannot all be right is not read, and says which of them clash.

    不低于90%以下 => unread !comparator-conflict
    ≥90% | ≤ | % => unread !comparator-conflict
    28.8万元 | ≥ | % => unread !unit-conflict
    2021年2月30日前 => unread !no-such-day
    1 600人 => unread !figures-apart
    """
    return flagged("unread", cell.trouble) if cell.trouble else None


def not_quantifiable(cell: TargetCell) -> Reading | None:
    """A cell that says that nothing can be measured sets no target.

    无法量化评估 => none !not-quantifiable
    """
    return flagged("none", "not-quantifiable") if not cell.has_figure and NOT_QUANTIFIABLE.search(cell.body) else None


def undetermined(cell: TargetCell) -> Reading | None:
    """A cell that postpones the target, or makes it depend on need, sets none.

    根据下达任务目标要求确定 => none !undetermined
    据实结算 => none !undetermined
    """
    return flagged("none", "undetermined") if UNDETERMINED.fullmatch(cell.words) else None


def measure_without_value(cell: TargetCell) -> Reading | None:
    """A cell that names a measure and no value of it sets no target.

    及时率 => none !no-value
    满意度 => none !no-value
    """
    if (
        not MEASURE_ALONE.fullmatch(cell.words)
        or cell.words.startswith("零")
        or WISHED.match(cell.words)
        or COMPARES.search(cell.words)
    ):
        return None
    return flagged("none", "no-value")


def relative(cell: TargetCell) -> Reading | None:
    """A comparison with a budget, a standard or an earlier year, without any figure, is a quality with a direction.

    不低于上年度水平 => qualitative ge @上年度水平
    控制在预算内 => qualitative le @预算
    较上年有所提高 => qualitative gt @上年
    与上年持平 => qualitative eq @上年
    持平 => qualitative eq
    """
    if has_figure(cell.words):
        return None
    if match := THAN.fullmatch(cell.words):
        code = FIRM[match["sign"]]
        if code == "about" or not STANDARD.search(match["noun"]) or not is_label(match["label"] or ""):
            return None
    elif match := WITHIN.fullmatch(cell.words) or INSIDE.fullmatch(cell.words):
        code = "le"
        if not STANDARD.search(match["noun"]):
            return None
    elif match := MOVED.fullmatch(cell.words):
        code = "gt" if match["up"] else "lt"
    elif match := LEVEL.fullmatch(cell.words):
        code = "eq"
    else:
        return None
    if match.re is LEVEL and may_change_meaning(cell.words):
        return flagged("unread")
    if may_change_meaning(match["noun"]) or may_change_meaning(match["label"] or ""):
        return None
    return with_comparator(cell, code, {"kind": "qualitative", "refers_to": years_in_figures(match["noun"])})


def yes_or_no(cell: TargetCell) -> Reading | None:
    """是, 否 and the like say whether a thing is so.

    是 => qualitative
    """
    return qualitative(cell) if cell.body in YES_NO else None


def grade(cell: TargetCell) -> Reading | None:
    """A grade, a class or a mark in words places the result on a scale without figures.

    优良 => qualitative
    ≥A级 => qualitative ge
    Ⅲ类水质以上 => qualitative ge
    """
    name = cell.body.removesuffix("以上").removesuffix("及")
    if name in GRADES:
        return qualitative(cell) if name == cell.body else with_comparator(cell, "ge", {"kind": "qualitative"})
    match = SIGNED.fullmatch(cell.body)
    if match is None or not GRADE.fullmatch(cell.body) or BELOW.search(cell.body):
        return None
    code = FIRM[match["sign"]] if match["sign"] else "ge" if "以上" in cell.body else "none"
    return with_comparator(cell, code, {"kind": "qualitative"})


def never(cell: TargetCell) -> Reading | None:
    """A cell that says that something shall not happen, without a figure, states a quality.

    无重大安全事故 => qualitative
    安全无事故 => qualitative
    """
    return quality_in(cell, NEVER)


def quality(cell: TargetCell) -> Reading | None:
    """A cell without figures that uses a known word of quality or of getting things done states a quality.

    效果良好 => qualitative
    社会面未转化邪教人员逐步减少 => qualitative
    符合〔2012〕10号文的规定 => qualitative
    """
    return quality_in(cell, QUALITY)


def quality_in(cell: TargetCell, pattern: re.Pattern[str]) -> Reading | None:
    """A quality where a cell without figures has words of the pattern; else None."""
    figured = has_figure(cell.words) or FIGURE_IN_WORDS.search(cell.words)
    return qualitative(cell) if not figured and pattern.search(cell.words) else None


def qualitative(cell: TargetCell) -> Reading:
    """A quality, with the sign that its column gives."""
    return {"kind": "qualitative", "comparator": cell.code or "none"}
