"""Rules for figures: shares, money, rates, stretches of time, counts, changes, ranks and proportions."""

from decimal import Decimal

from generator.targets.cell import TargetCell
from generator.targets.comparators import AFTER, SIGN_OR_SOFT, resolve_comparators, sign_code
from generator.targets.days import NoSuchDayError, time_clause
from generator.targets.figure_context import parse_prefix
from generator.targets.figures import Phrase, bounds, needs_sign, phrase_of, subject
from generator.targets.lexicon import known_end, known_start, may_change_meaning
from generator.targets.normal_form import NUMERAL, numeral
from generator.targets.target import Reading, flagged
from generator.targets.timed import with_comparator
from generator.targets.units import EITHER_WORD, MONEY, SHARES, TIMES, any_of, kind_of
from generator.targets.vocabulary import CHANGE_AT_END, CHANGE_DOWN, CHANGE_UP, EVENTS, STANDARD
from generator.text.patterns import lazy_pattern
from generator.text.word_list import word_list

REFERRED = lazy_pattern(
    rf"(?P<sign>{SIGN_OR_SOFT})?(?P<noun>[^()0-9≥≤<>=]{{2,24}})"
    rf"(?:\((?P<inner>[^()]*[0-9][^()]*)\)|(?P<open>[0-9][0-9.,]*[万亿]?元))(?P<suffix>{any_of(*AFTER)})?"
)
RANK = lazy_pattern(
    r"(?P<label>(?:全国|全省|全市|全县|全区|国内|省内|市内|同类|同级|系统|行业|地区|排名|排位|名次|综合|考核|成绩|总分|在|为|保持|力争|争取|确保|进入|位居|位列|排|居|列|进|省|国|市|县|区|:)*)"
    rf"前(?P<figure>[0-9]{{1,3}}|{NUMERAL})(?P<unit>名|位|列|强)?(?:以内|之内|以上|行列|之列)?"
)
RANKED = lazy_pattern("排|名|位|列|居|进|省|国|市|县|区")
# 零件 and 零报告 are words of their own.
NOTHING_OF = tuple(event for event in EVENTS if event not in word_list("起 人 件 个 报告 见面"))
ZERO = lazy_pattern(
    rf"(?:全年|年度|确保|实现|力争|保证|做到|达到|为)*(?P<subject>[一-龥]{{0,10}}?)"
    rf"(?:(?:零|0)(?P<event>{any_of(*NOTHING_OF)})率?|(?P<named>{any_of(*EVENTS)})(?:次数|起数|件数|数量|率|数)?(?:为|是)(?:零|0))"
)
STARTS_WITH_TIME = lazy_pattern(
    r"(?:到|至|于|在|截至|截止到?)?(?:(?:19|20)[0-9]{2}年|[0-9]{1,2}月|年底|年末|[上下]半年|第?[一二三四1-4]季)"
)
BOTH = lazy_pattern(r"(?P<first>[^且]{2,30}?),?(?:并且|而且|且|同时)(?P<second>[^且]{2,30})")
FROM_TO = lazy_pattern(
    rf"(?P<label>[^0-9由从]{{0,16}})[由从](?P<start>[0-9][0-9.,]*[^0-9]{{0,6}}?)(?P<change>(?:{any_of(*CHANGE_UP, *CHANGE_DOWN)}|[升增降减])[到至])(?P<level>.+)"
)
MEASURED = word_list("起 次 例 人 件 个")
PROPORTION = lazy_pattern(
    r"(?P<before>[^0-9。;,!?%]{0,24})(?P<over>[0-9]{1,6}(?:\.[0-9]+)?)(?P<mark>[:/])(?P<under>[1-9][0-9]{0,5}(?:\.[0-9]+)?)(?:的?比例)?"
)
PART = lazy_pattern(
    rf"(?P<before>[^0-9。;,!?%]{{0,24}})(?P<under>[1-9][0-9]{{0,3}})(?P<mark>分之)(?P<over>[1-9][0-9]{{0,3}})(?P<after>{any_of(*AFTER)})?"
)
# 9:30 is rather a time of day.
LIKE_A_TIME = lazy_pattern("(?:[2-9]|1[0-9]|2[0-4]):[1-5][0-9]")


def referred_amount(cell: TargetCell) -> Reading | None:
    """An amount in brackets behind what it is drawn from, such as a budget, is a target of that amount.

    ≦财政预算拨款（120万元） => amount le ..120 万元 @财政预算拨款
    不超过预算金额100万元 => amount le ..100 万元 @预算金额
    不超过本年度预算（948万元） => amount le ..948 万元 @本年度预算
    """
    if not (match := REFERRED.fullmatch(cell.body)) or not STANDARD.search(match["noun"]):
        return None
    if may_change_meaning(match["noun"]) or not (known_start(match["noun"]) and known_end(match["noun"])):
        return None
    codes = {sign_code(match["sign"]), AFTER.get(match["suffix"] or ""), cell.code} - {None, ""}
    if len(codes) > 1 or ("控制" in match["noun"] and not codes):
        return None
    phrase = phrase_of(match["inner"] or match["open"], "".join(map(str, codes)), cell.unit)
    if phrase is None or phrase.trouble or phrase.label or phrase.tail:
        return None
    return figure_reading(phrase) | {"refers_to": match["noun"]}


def dated_figure(cell: TargetCell) -> Reading | None:
    """A figure behind a day or a stretch of time is that figure, to be reached by or in that time.

    2021年12月底前完成率达到90% => ratio ge 90.. % 2021-12-31 @完成率
    2025年达到95%以上 => ratio ge 95.. % 2025-01-01/2025-12-31
    """
    try:
        dated = time_clause(cell.body) if STARTS_WITH_TIME.match(cell.body) else None
    except NoSuchDayError:
        return None
    phrase = phrase_of(dated[1], cell.code, cell.unit) if dated else None
    if dated is None or phrase is None or phrase.trouble:
        return None
    time, reading = dated[0], figure_reading(phrase)
    reading["flags"] += time.flags
    if time.start and time.end:
        reading |= {"deadline": time.end} if time.is_point else {"period": (time.start, time.end)}
    return reading


def bounded(cell: TargetCell) -> Reading | None:
    """A floor and a ceiling of one figure, joined by 且, are a range.

    ≥90%且≤95% => ratio range 90..95 %
    不少于5人且不超过10人 => quantity range 5..10 人
    """
    if not (match := BOTH.fullmatch(cell.words)):
        return None
    first, second = (phrase_of(match[name], cell.code, cell.unit) for name in ("first", "second"))
    if first is None or second is None or second.label or first.unit != second.unit:
        return None
    sides = {phrase.words.code: phrase for phrase in (first, second)}
    if set(sides) != {"ge", "le"} or any(not is_plain_bound(phrase) for phrase in (first, second)):
        return None
    low, high = sides["ge"].low, sides["le"].high
    return figure_reading(first) | {"comparator": "range", "low": low, "high": high} if low <= high else None


def is_plain_bound(phrase: Phrase) -> bool:
    """Whether a phrase is one exact figure with one firm comparator and nothing after its unit."""
    return not (phrase.trouble or phrase.is_approximate or phrase.is_range or phrase.tail) and phrase.words.firm > 0


def raised(cell: TargetCell) -> Reading | None:
    """A level that is to be reached from an earlier one is a floor when it rises and a ceiling when it falls.

    由85%提高到90% => ratio ge 90.. %
    从30天缩短至20天 => quantity le ..20 天
    """
    if not (match := FROM_TO.fullmatch(cell.words)):
        return None
    start = phrase_of(match["start"], "", cell.unit)
    level = phrase_of(f"{match['label']}{match['change']}{match['level']}", cell.code, cell.unit)
    if start is None or level is None or start.trouble or level.trouble or start.unit != level.unit:
        return None
    is_rise = level.words.code == "ge" and level.low > start.high
    is_fall = level.words.code == "le" and level.high < start.low
    direction = CHANGE_AT_END.search(match["change"])
    says_rise = direction is not None and bool(direction["up"] or direction["short_up"])
    return figure_reading(level) if (is_rise and says_rise) or (is_fall and not says_rise) else None


def change(cell: TargetCell) -> Reading | None:
    """A figure by which something is to grow or shrink is read as that change, and not as a level.

    同比增长5%以上 => ratio ge 5.. % @同比增长
    较上年下降2个百分点 => ratio 2 百分点 @较上年下降
    """
    phrase = cell.phrase
    return figure_reading(phrase) if phrase and CHANGE_AT_END.search(phrase.label) else None


def share(cell: TargetCell) -> Reading | None:
    """A figure with %, 百分比, ‰ or 成 is a share.

    ≥88% => ratio ge 88.. %
    不低于５０％ => ratio ge 50.. %
    ≥90.00(%) => ratio ge 90.00.. %
    九成以上 => ratio ge 90.. %
    80%-90% => ratio range 80..90 %
    100 | = | % => ratio eq 100 %
    """
    return figure_in(cell, SHARES)


def rate(cell: TargetCell) -> Reading | None:
    """A figure per unit, such as 元/人·月 or 次/年, is read with that unit.

    ≥200元每人每月 => amount ge 200.. 元/人·月
    每年4次 => quantity 4 次/年
    1 | = | 条/天 => quantity eq 1 条/天
    """
    phrase = cell.phrase
    counted = phrase is not None and "/" in phrase.unit.word and phrase.unit.word not in EITHER_WORD
    return figure_reading(phrase) if phrase and counted else None


def money(cell: TargetCell) -> Reading | None:
    """A figure with 元, 万元 or 亿元 is an amount in the unit as written.

    340.8万元 => amount 340.8 万元
    控制在4,100,000.00元以内 => amount le ..4100000.00 元
    """
    return figure_in(cell, MONEY)


def duration(cell: TargetCell) -> Reading | None:
    """A figure with a unit of time is a quantity of time, and no deadline.

    ≤5个工作日 => quantity le ..5 工作日
    30天内 => quantity le ..30 天
    3 | = | 年 => quantity eq 3 年
    """
    return figure_in(cell, TIMES)


def count(cell: TargetCell) -> Reading | None:
    """A figure with any other unit is a quantity; 万 and 亿 are multiplied out.

    284个 => quantity 284 个
    约20人 => quantity about 20 人 ~ !approximate
    约5.5万人次 => quantity about 55000 人次 ~ !approximate
    >6.00(次) => quantity gt 6.00.. 次
    """
    return figure_reading(cell.phrase) if cell.phrase and cell.phrase.unit.word else None


def bare_figure(cell: TargetCell) -> Reading | None:
    """A figure without any unit is a quantity whose unit is missing.

    650 => quantity 650 !unit-missing
    """
    return figure_reading(cell.phrase) if cell.phrase else None


def rank(cell: TargetCell) -> Reading | None:
    """A place among the first so many is a rank that shall not be lower.

    全省排名前10 => quantity le ..10 名 @全省排名
    """
    if "前" not in cell.body or not (match := RANK.fullmatch(cell.body)):
        return None
    if not (match["unit"] or RANKED.search(match["label"])):
        return None
    reading = {"kind": "quantity", "high": Decimal(numeral(match["figure"])), "unit": "名", "refers_to": match["label"]}
    return with_comparator(cell, "le", reading)


def zero(cell: TargetCell) -> Reading | None:
    """零 or 0 with an event that shall not happen is a quantity of exactly zero.

    零投诉 => quantity eq 0 @投诉
    安全生产零事故 => quantity eq 0 @安全生产事故
    """
    if not ("零" in cell.body or "0" in cell.body) or not (match := ZERO.fullmatch(cell.body)):
        return None
    subject, event = match["subject"], match["event"] or match["named"]
    if may_change_meaning(subject):
        return flagged("unread")
    if subject and match["event"] and not known_end(subject):
        return None
    if cell.has_figure and event in MEASURED:
        return None
    unit, about = (event, subject) if event in MEASURED else ("", subject + event)
    nothing = Decimal(0)
    reading = {"kind": "quantity", "low": nothing, "high": nothing, "unit": unit, "refers_to": about}
    return with_comparator(cell, "eq", reading)


def proportion(cell: TargetCell) -> Reading | None:
    """Two figures with : or / between them, or 分之, are a proportion, read where the division comes out exactly.

    1:1 => ratio 1
    3/5 => ratio 0.6
    1:15 => ratio !inexact-fraction
    四分之三以上 => ratio ge 0.75..
    """
    if not (cell.has_figure and (match := PROPORTION.fullmatch(cell.words) or PART.fullmatch(cell.words))):
        return None
    before, over, under = parse_prefix(match["before"]), Decimal(match["over"]), Decimal(match["under"])
    if before is None or before.per or before.average or before.is_negative or (match["mark"] != ":" and over > under):
        return None
    if LIKE_A_TIME.fullmatch(f"{over}{match['mark']}{under}") and not before.label:
        return None
    after = AFTER[match["after"]] if match.groupdict().get("after") else ""
    words = resolve_comparators((*before.firm, after), before.soft)
    if words.is_conflict or "about" in (*before.firm, after) or needs_sign(before.label, words.code):
        return None
    reading = with_comparator(cell, words.code, {"kind": "ratio", "refers_to": before.label})
    if reading["kind"] == "unread":
        return reading
    value = quotient(over, under)
    if value is None:
        return reading | {"flags": ("inexact-fraction",)}
    return reading | bounds(reading["comparator"], value, value)


def quotient(over: Decimal, under: Decimal) -> Decimal | None:
    """The quotient where it comes out exactly, else None."""
    value = over / under
    return value if value * under == over and len(value.as_tuple().digits) < 20 else None


def figure_in(cell: TargetCell, units: tuple[str, ...]) -> Reading | None:
    """The reading of the cell's figure where its unit is one of these; else None."""
    return figure_reading(cell.phrase) if cell.phrase and cell.phrase.unit.word in units else None


def figure_reading(phrase: Phrase) -> Reading:
    """The reading that a figure phrase gives."""
    flags = (*phrase.flags, *(("approximate",) if phrase.is_approximate else ()), *share_flags(phrase))
    code = "range" if phrase.is_range else phrase.words.code
    if code == "none" and phrase.is_approximate:
        code = "about"
    return bounds(code, phrase.low, phrase.high) | {
        "kind": kind_of(phrase.unit),
        "unit": phrase.unit.word,
        "approximate": phrase.is_approximate,
        "refers_to": subject(phrase),
        "flags": flags,
    }


def share_flags(phrase: Phrase) -> tuple[str, ...]:
    """The flags of an odd level of a share, which is flagged and not corrected."""
    code, figure = phrase.words.code, phrase.high
    if phrase.unit.word != "%" or figure < 100 or CHANGE_AT_END.search(phrase.label):
        return ()
    if figure == 100:
        return {"ge": ("at-ceiling",), "gt": ("over-100-percent",)}.get(code, ())
    # A sign ≥ that was scanned as the figure 2.
    return ("leading-two", "over-100-percent") if 250 <= figure <= 300 else ("over-100-percent",)
