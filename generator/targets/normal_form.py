"""The normal form of a 指标值: one spelling for widths, spaces, brackets, dashes, comparators and numerals."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from generator.targets.comparators import SIGN
from generator.targets.units import FACTORS, any_of, scaled
from generator.text.patterns import lazy_pattern
from generator.text.word_list import word_list

GAP = lazy_pattern(r"[0-9０-９][.,．，]?[\s\u200b\ufeff]+[.,．，]?[0-9０-９]")
INVISIBLE = lazy_pattern(
    r"[\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff\ufe00-\ufe0f]+"
)

# Folded before width, because folding width would make plain digits of them.
RAISED = str.maketrans(
    {"²": "^2", "³": "^3"}
    | {char: f"^{digit}" for digit, char in zip("01456789", "⁰¹⁴⁵⁶⁷⁸⁹", strict=False)}
    | {char: f"_{digit}" for digit, char in enumerate("₀₁₂₃₄₅₆₇₈₉")}
    | {chr(0x2460 + number): f"第{number + 1}" for number in range(20)}
)
LOOKALIKES = str.maketrans(
    dict.fromkeys("【〔〖[{﹙", "(")
    | dict.fromkeys("】〕〗]}﹚", ")")
    | dict.fromkeys("–—―‐‑‒−─━﹣", "-")
    | dict.fromkeys("〜∼˜", "~")
    | dict.fromkeys("≧⩾≽⪰⋝≮", "≥")
    | dict.fromkeys("≦⩽≼⪯⋜≯", "≤")
    | dict(zip("﹦﹥﹤〉〈≈≒∶˃˂═", "=><><约约:><=", strict=True))
    | dict.fromkeys("•∙⋅・‧", "·")
    | dict.fromkeys("“”„‟\"'‘’「」『』`", None)
)
# A long dash before a figure, with nothing that it joins to it, is a stroke and no minus: it stays long.
LONG_DASH = lazy_pattern("[–—―─━]")
LEADING_DASH = lazy_pattern(r"(?<![\w%‰°℃)）–—―─━~～-])[–—―─━](?=\d)")
SIGNS = lazy_pattern(r"!=|≥=|>=|=>|=≥|≤=|<=|=<|=≤|==")
SIGN_OF = (
    {"!=": "≠", "==": "="} | dict.fromkeys(word_list("≥= >= => =≥"), "≥") | dict.fromkeys(word_list("≤= <= =< =≤"), "≤")
)
STOPS = "。;,、!:?"
BULLETS = STOPS + "★☆*●◆■○▪"
WRAPPED = lazy_pattern(r"\(([^()]*)\)")
# [90%,100%] is an interval and (90%,100%) may be a list: neither is taken out of its brackets. (948,000) is one figure.
PAIR = lazy_pattern(r"-?[0-9.]+[^0-9,;()]{0,4}[,;]-?(?!000)[0-9.]+[^0-9,;()]{0,4}")

METRES = lazy_pattern(
    r"(?<![A-Za-z])(?P<size>[kcdm]?)m\^?(?P<power>[23])(?![0-9])|(?P<han>[厘分千]?米)\^(?P<han_power>[23])"
)
SIZES = {"": "米", "k": "公里", "c": "厘米", "d": "分米", "m": "毫米"}
YEAR = "(?:19|20)[0-9]{2}"
DAY_IN_FIGURES = lazy_pattern(
    rf"(?<![0-9])(?P<year>{YEAR})(?P<gap>[-./])(?P<month>1[0-2]|0?[1-9])(?P=gap)(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])日?"
)
MONTH_IN_FIGURES = lazy_pattern(
    rf"(?<![0-9.])(?P<year>{YEAR})[./](?P<month>1[0-2]|0?[1-9])(?:月|(?=[-~至到前底末止]|以前|之前))"
    rf"|(?<=[-~至到])(?P<later>{YEAR})[./](?P<later_month>1[0-2]|0?[1-9])(?![0-9])"
)

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
DIGIT_WORD = "[一二三四五六七八九两]"
# A whole numeral below ten thousand: neither 三五 (three to five) nor 一百二, which is a hundred and twenty.
NUMERAL = (
    rf"(?:{DIGIT_WORD}千(?:{DIGIT_WORD}百(?:{DIGIT_WORD}十{DIGIT_WORD}?|零{DIGIT_WORD})?|零{DIGIT_WORD}十?{DIGIT_WORD}?)?"
    rf"|{DIGIT_WORD}百(?:{DIGIT_WORD}十{DIGIT_WORD}?|零{DIGIT_WORD})?|{DIGIT_WORD}?十{DIGIT_WORD}?|{DIGIT_WORD})(?![零一二三四五六七八九十百千两])"
)
# Ten thousands and what is below them, which names its place: 三万五千, 三万零五十; 三万五 may be 35 000.
MYRIADS = rf"{NUMERAL}万(?:零(?:{NUMERAL})|(?=[一二三四五六七八九两]千)(?:{NUMERAL}))"
# The figures of cheques: 壹佰万元整.
FORMAL = lazy_pattern("(?:人民币)?[≥≤<>=]?(?P<figure>[零壹贰叁肆伍陆柒捌玖拾佰仟万]{1,12}(?=[元圆]))")
OF_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
# Units after which a Chinese numeral is surely a number of things, and not part of a word (一批, 一致, 二期).
COUNTED = any_of(
    *word_list("""
        次 人次 场 场次 个 名 人 份 篇 本 册 件 项 家 套 台 辆 座 所 间 条 处 户 元 年 个月 天 周 小时 个工作日 工作日
        篇次 批次 期次 轮 分钟 亩 公里 平方米 米 吨 株 棵 元整 课时 学时
    """)
)
VERBS_BEFORE = word_list("达到 完成 开展 举办 组织 召开 每年 每月 每季度 每半年 每周 每天 每日 全年")
WORDS_BEFORE = f"{SIGN}|{any_of(*VERBS_BEFORE)}"
COUNT_IN_WORDS = lazy_pattern(
    rf"(?P<before>(?:{WORDS_BEFORE})*)(?P<numeral>{MYRIADS}|{NUMERAL})(?P<after>[余多]?万?(?:{COUNTED})(?:及?以上|以内|内|左右|以下|/[年月季周天日]度?)?)"
)
# Neither 1月3次 nor 一季度1次, which may be said of January and of the first quarter, nor 1日3次.
PER_ONE = lazy_pattern(
    rf"(?:一(?P<per>年|个季度|个月|周|天|日|学期)|1(?P<per_digit>年|个季度|个月|周|天|学期))(?P<count>{NUMERAL}|[0-9]+)(?P<unit>次|场|期|篇|份|个|轮)"
)
YUAN_SIGN = lazy_pattern(r"¥(?P<figure>[0-9][0-9.,]*[万亿]?)(?![万亿元0-9.,])")
PARTS_IN_WORDS = lazy_pattern(
    rf"(?P<of>[百千])分之(?P<figure>[0-9.]+|(?:{NUMERAL}|零(?=点))(?:点[零一二三四五六七八九]+)?|百)(?![零一二三四五六七八九十百千两])"
)
FRACTION_IN_WORDS = lazy_pattern(
    rf"(?<![0-9一二三四五六七八九十百千万])(?P<under>{DIGIT_WORD}|十)分之(?P<over>{DIGIT_WORD})(?![一二三四五六七八九十百千])"
)
TENTHS = lazy_pattern(
    r"(?<![零一二三四五六七八九十百千两0-9.])(?P<figure>[一二三四五六七八九1-9])成(?P<half>[一二三四五六七八九]?)(?=$|以上|及以上|左右|以下|以内|[,;。])"
)
WHOLLY = lazy_pattern("(?<![零一二三四五六七八九十百千两第])百分百(?![之一二三四五六七八九])")
# 二〇二六年十二月三十一日; the year alone only where it is the whole cell or a limit follows.
DAY_IN_WORDS = lazy_pattern(
    r"(?<![零〇○一二三四五六七八九十])(?P<year>[一二][九〇○零][零〇○一二三四五六七八九]{2})年"
    r"(?:(?P<month>十[一二]?|[一二三四五六七八九])月(?:(?P<day>三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])日)?"
    r"|(?=$|[底末前内]|完成))"
)
MONTH_IN_WORDS = lazy_pattern(
    r"(?<![零一二三四五六七八九十每])(?P<month>十[一二]|[一二三四五六七八九十])月(?=[底末份前中上下至-]|完成)"
)
# 1亿2千万元: each step has one name below the other. 1亿2千 is left alone; it may mean 千万.
STEPS = lazy_pattern(
    r"(?<![0-9.,万亿千百])(?P<first>[0-9]{1,4})"
    r"(?:(?P<of>亿)(?P<second>[0-9]{1,4})(?P<second_of>千万|百万|万)|(?P<wan>万)(?P<qian>[1-9])千|(?P<thousand>千)(?P<hundreds>[1-9])百)"
    r"(?![0-9万亿千百])"
)
# 202601-202612: months, or days, without a mark between year, month and day.
COMPACT = "(?P<year{0}>20[0-9]{{2}})(?P<month{0}>0[1-9]|1[0-2])(?P<day{0}>[0-3][0-9])?"
COMPACT_SPAN = lazy_pattern(
    rf"(?<![0-9.]){COMPACT.format('')}(?:[-~]{{1,2}}|至|到){COMPACT.format('_2')}(?=$|[,;。)、]|完成)"
)
COMPACT_LIMIT = lazy_pattern(rf"(?<![0-9.]){COMPACT.format('')}(?=[之以]?前)")
# An English full stop for the dot between two units: 元/人.天.
DOT_OF_UNITS = lazy_pattern(
    r"(?<=[人户亩台车生名次吨套件])\.(?=每?(?:人|天|日|月|年|次|期|学期|公里|小时)(?:$|[^一-龥]|以[上下内]|左右))"
)


def has_gap(text: str) -> bool:
    """Whether white space inside or between figures makes it unclear whether they are one or two."""
    return GAP.search(text) is not None


def plain(text: str) -> str:
    """The text in normal form; a text in normal form does not change."""
    if LONG_DASH.search(text):
        text = LEADING_DASH.sub("--", INVISIBLE.sub("", text))
    folded = unicodedata.normalize("NFKC", text.translate(RAISED)).translate(LOOKALIKES)
    folded = INVISIBLE.sub("", folded)
    if "=" in folded:
        folded = SIGNS.sub(lambda match: SIGN_OF[match[0]], folded)
    folded = edges(folded)
    return in_figures(folded) if folded else folded


def edges(text: str) -> str:
    """The text without the punctuation, stars and brackets that wrap all of it."""
    before = None
    while before != text:
        before = text
        text = text.lstrip(BULLETS).rstrip(STOPS) or text
        if text.startswith("(") and (match := WRAPPED.fullmatch(text)) and not PAIR.fullmatch(match[1]):
            text = match[1]
    return text


def in_figures(text: str) -> str:
    """Dates, metres, shares and counts in words or symbols rewritten as figures with one unit word."""
    hints = ALL_HINTS.intersection(text)
    for characters, pattern, replacement in REWRITES if hints else ():
        if not hints.isdisjoint(characters):
            text = pattern.sub(replacement, text)
    if match := FORMAL.match(text):
        text = text[: match.end()].translate(OF_FORMAL) + text[match.end() :]
    if match := PER_ONE.fullmatch(text):
        return f"每{match['per'] or match['per_digit']}{numeral(match['count'])}{match['unit']}"
    if match := COUNT_IN_WORDS.fullmatch(text):
        return f"{match['before']}{numeral(match['numeral'])}{match['after']}"
    return text


def metres(match: re.Match[str]) -> str:
    """Square and cubic metres in words."""
    power = "平方" if (match["power"] or match["han_power"]) == "2" else "立方"
    return power + (match["han"] or SIZES[match["size"]])


def month_in_figures(match: re.Match[str]) -> str:
    """A month written 2023.07 next to another one or before 前, as 2023年07月."""
    year, month = match["year"] or match["later"], match["month"] or match["later_month"]
    return f"{year}年{month}月"


def compact_day(match: re.Match[str], mark: str = "") -> str:
    """A month 202601 or a day 20260101 with its marks."""
    day = match[f"day{mark}"]
    return f"{match[f'year{mark}']}年{match[f'month{mark}']}月{f'{day}日' if day else ''}"


def compact_span(match: re.Match[str]) -> str:
    """A stretch 202601-202612 with its marks; unchanged where one end is a month and the other a day."""
    if bool(match["day"]) != bool(match["day_2"]):
        return match[0]
    return f"{compact_day(match)}至{compact_day(match, '_2')}"


def in_one_step(match: re.Match[str]) -> str:
    """A figure in steps as one figure: 1亿2千万 is 1.2亿; unchanged where the second step is not below the first."""
    if match["thousand"]:
        return f"{match['first']}{match['hundreds']}00"
    if match["wan"]:
        return f"{match['first']}.{match['qian']}万"
    below = scaled(Decimal(match["second"]), FACTORS[match["second_of"]] - FACTORS["亿"])
    return f"{(Decimal(match['first']) + below).normalize():f}亿" if below < 1 else match[0]


def day_in_figures(match: re.Match[str]) -> str:
    """A year, a month or a day in Chinese numerals, in figures."""
    year = "".join(str(DIGITS[char.replace("○", "〇")]) for char in match["year"])
    month = f"{numeral(match['month'])}月" if match["month"] else ""
    day = f"{numeral(match['day'])}日" if match["day"] else ""
    return f"{year}年{month}{day}"


def tenths_in_figures(match: re.Match[str]) -> str:
    """九成 and 九成五 as a share: 90%, 95%."""
    return f"{numeral(match['figure'])}{numeral(match['half']) if match['half'] else '0'}%"


def part_in_figures(match: re.Match[str]) -> str:
    """百分之九十 and 千分之三 in figures: 90%, 3‰."""
    return numeral(match["figure"]) + ("%" if match["of"] == "百" else "‰")


def month_in_words(match: re.Match[str]) -> str:
    """A month in Chinese numerals, in figures."""
    return f"{numeral(match['month'])}月"


def fraction_in_figures(match: re.Match[str]) -> str:
    """三分之二 in figures: 3分之2."""
    return f"{numeral(match['under'])}分之{numeral(match['over'])}"


def numeral(text: str) -> str:
    """A Chinese numeral below a hundred million in figures; figures stay as they are."""
    if text[0].isascii():
        return text
    if "万" in text:
        myriads, _, rest = text.partition("万")
        return str(int(numeral(myriads)) * 10000 + int(numeral(rest)))
    whole, _, decimals = text.partition("点")
    total, digit = 0, 0
    for char in whole:
        if char in TENS:
            total, digit = total + (digit or 1) * TENS[char], 0
        else:
            digit = DIGITS[char]
    tail = "".join(str(DIGITS[char]) for char in decimals)
    return f"{total + digit}.{tail}" if tail else str(total + digit)


# What is rewritten in figures, in this order: characters of which a text has at least one, the pattern, what it becomes.
REWRITES: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("m^", METRES, metres),
    ("-./", DAY_IN_FIGURES, r"\g<year>年\g<month>月\g<day>日"),
    ("./", MONTH_IN_FIGURES, month_in_figures),
    ("-~至到", COMPACT_SPAN, compact_span),
    ("前", COMPACT_LIMIT, compact_day),
    ("¥", YUAN_SIGN, r"\g<figure>元"),
    ("百", WHOLLY, "100%"),
    ("之", PARTS_IN_WORDS, part_in_figures),
    ("之", FRACTION_IN_WORDS, fraction_in_figures),
    ("成", TENTHS, tenths_in_figures),
    ("年", DAY_IN_WORDS, day_in_figures),
    ("月", MONTH_IN_WORDS, month_in_words),
    ("亿万千", STEPS, in_one_step),
    (".", DOT_OF_UNITS, "·"),
)
ALL_HINTS = frozenset("".join(hints for hints, *_ in REWRITES))
