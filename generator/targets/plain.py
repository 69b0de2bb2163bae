"""One plain spelling for every way to write the same 指标值: width, spaces, brackets, dashes, signs, numerals."""

import re
import unicodedata

from generator.targets.units import either

GAP = re.compile(r"[0-9０-９][.,．，]?[\s\u200b\ufeff]+[.,．，]?[0-9０-９]")
INVISIBLE = re.compile(
    r"[\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff\ufe00-\ufe0f]+"
)

# Folded before width, because folding width would make plain digits of them.
RAISED = str.maketrans(
    {"²": "^2", "³": "^3"}
    | {char: f"^{digit}" for digit, char in zip("01456789", "⁰¹⁴⁵⁶⁷⁸⁹", strict=False)}
    | {char: f"_{digit}" for digit, char in enumerate("₀₁₂₃₄₅₆₇₈₉")}
    | {chr(0x2460 + number): f"第{number + 1}" for number in range(20)}
)
ALIKE = str.maketrans(
    dict.fromkeys("【〔〖[{﹙", "(")
    | dict.fromkeys("】〕〗]}﹚", ")")
    | dict.fromkeys("–—―‐‑‒−─━﹣", "-")
    | dict.fromkeys("〜∼˜", "~")
    | dict.fromkeys("≧⩾≽⪰⋝≮", "≥")
    | dict.fromkeys("≦⩽≼⪯⋜≯", "≤")
    | {"﹦": "=", "﹥": ">", "﹤": "<", "〉": ">", "〈": "<", "≈": "约", "≒": "约", "∶": ":", "˃": ">", "˂": "<"}
    | dict.fromkeys("•∙⋅・‧", "·")
    | dict.fromkeys("“”„‟\"'‘’「」『』`", None)
)
SIGNS = re.compile(r"≥=|>=|=>|=≥|≤=|<=|=<|=≤|==")
SIGN_OF = {"≥=": "≥", ">=": "≥", "=>": "≥", "=≥": "≥", "≤=": "≤", "<=": "≤", "=<": "≤", "=≤": "≤", "==": "="}
STOPS = "。;,、!:?"
BULLETS = STOPS + "★☆*●◆■○▪"
WRAPPED = re.compile(r"\(([^()]*)\)")

METRES = re.compile(
    r"(?<![A-Za-z])(?P<size>[kcdm]?)m\^?(?P<power>[23])(?![0-9])|(?P<han>[厘分千]?米)\^(?P<han_power>[23])"
)
SIZES = {"": "米", "k": "公里", "c": "厘米", "d": "分米", "m": "毫米"}
YEAR = "(?:19|20)[0-9]{2}"
DAY_IN_FIGURES = re.compile(
    rf"(?<![0-9])(?P<year>{YEAR})(?P<gap>[-./])(?P<month>1[0-2]|0?[1-9])(?P=gap)(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])日?"
)
MONTH_IN_FIGURES = re.compile(
    rf"(?<![0-9.])(?P<year>{YEAR})[./](?P<month>1[0-2]|0?[1-9])(?:月|(?=[-~至到前底末止]|以前|之前))"
    rf"|(?<=[-~至到])(?P<later>{YEAR})[./](?P<later_month>1[0-2]|0?[1-9])(?![0-9])"
)

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[一二三四五六七八九十两][一二三四五六七八九十百千两]*"
# Units after which a Chinese numeral is surely a number of things, and not part of a word (一批, 一致, 二期).
COUNTED = either(
    "次", "人次", "场", "场次", "个", "名", "人", "份", "篇", "本", "册", "件", "项", "家", "套", "台", "辆", "座", "所", "间",
    "条", "处", "户", "元", "年", "个月", "天", "周", "小时", "个工作日", "工作日", "篇次", "批次", "期次", "轮",
)  # fmt: skip
WORDS_BEFORE = either(
    "至少", "不少于", "不低于", "不超过", "大于等于", "小于等于", "大于", "等于", "超过", "约", "达到", "完成", "开展", "举办",
    "组织", "召开", "每年", "每月", "每季度", "每半年", "每周", "每天", "每日", "全年", "≥", "≤", "=", ">", "<", "不多于",
)  # fmt: skip
COUNT_IN_WORDS = re.compile(
    rf"(?P<before>(?:{WORDS_BEFORE})*)(?P<numeral>{NUMERAL})(?P<after>[余多]?万?(?:{COUNTED})(?:及?以上|以内|内|左右|以下|/[年月季周天日]度?)?)"
)
PER_ONE = re.compile(
    rf"[一1](?P<per>年|季度|季|个月|月|周|天|日|学期)(?P<count>{NUMERAL}|[0-9]+)(?P<unit>次|场|期|篇|份|个|轮)"
)
YUAN_SIGN = re.compile(r"¥(?P<figure>[0-9][0-9.,]*[万亿]?)(?![万亿元0-9.,])")
HUNDREDTHS = re.compile(rf"百分之(?P<figure>[0-9.]+|{NUMERAL}(?:点[零一二三四五六七八九]+)?|百)")
TENTHS = re.compile(r"(?P<figure>[一二三四五六七八九1-9])成(?=$|以上|及以上|左右|以下|以内|[,;。])")
MONTH_IN_WORDS = re.compile(r"(?P<month>十[一二]|[一二三四五六七八九十])月(?=[底末份前中上下至-]|完成)")


def has_gap(text: str) -> bool:
    """Whether white space stands inside or between figures, so that nobody can tell one figure from two."""
    return GAP.search(text) is not None


def plain(text: str) -> str:
    """The text in one plain spelling; plain text stays as it is."""
    folded = unicodedata.normalize("NFKC", text.translate(RAISED)).translate(ALIKE)
    folded = INVISIBLE.sub("", folded)
    if "=" in folded:
        folded = SIGNS.sub(lambda match: SIGN_OF[match[0]], folded)
    folded = edges(folded)
    return in_figures(folded) if folded else folded


def edges(text: str) -> str:
    """The text without the stops, stars and brackets that wrap the whole of it."""
    before = None
    while before != text:
        before = text
        text = text.lstrip(BULLETS).rstrip(STOPS) or text
        if text.startswith("(") and (match := WRAPPED.fullmatch(text)):
            text = match[1]
    return text


def in_figures(text: str) -> str:
    """Dates, metres, shares and counts that are written in words or symbols, as figures with one unit word."""
    if "m" in text or "^" in text:
        text = METRES.sub(metres, text)
    if "19" in text or "20" in text:
        text = DAY_IN_FIGURES.sub(r"\g<year>年\g<month>月\g<day>日", text)
        text = MONTH_IN_FIGURES.sub(month_in_figures, text)
    if "¥" in text:
        text = YUAN_SIGN.sub(r"\g<figure>元", text)
    if "百分之" in text:
        text = HUNDREDTHS.sub(lambda match: f"{numeral(match['figure'])}%", text)
    if "成" in text:
        text = TENTHS.sub(lambda match: f"{numeral(match['figure'])}0%", text)
    if "月" in text:
        text = MONTH_IN_WORDS.sub(lambda match: f"{numeral(match['month'])}月", text)
    if match := PER_ONE.fullmatch(text):
        return f"每{match['per']}{numeral(match['count'])}{match['unit']}"
    if match := COUNT_IN_WORDS.fullmatch(text):
        return f"{match['before']}{numeral(match['numeral'])}{match['after']}"
    return text


def metres(match: re.Match[str]) -> str:
    """Square and cubic metres in words."""
    power = "平方" if (match["power"] or match["han_power"]) == "2" else "立方"
    return power + (match["han"] or SIZES[match["size"]])


def month_in_figures(match: re.Match[str]) -> str:
    """A month written 2023.07 beside another one or before 前, as 2023年07月."""
    year, month = match["year"] or match["later"], match["month"] or match["later_month"]
    return f"{year}年{month}月"


def numeral(text: str) -> str:
    """A Chinese numeral below ten thousand in figures; figures stay as they are."""
    if text[0].isascii():
        return text
    whole, _, decimals = text.partition("点")
    total, digit = 0, 0
    for char in whole:
        if char in TENS:
            total, digit = total + (digit or 1) * TENS[char], 0
        else:
            digit = DIGITS[char]
    tail = "".join(str(DIGITS[char]) for char in decimals)
    return f"{total + digit}.{tail}" if tail else str(total + digit)
