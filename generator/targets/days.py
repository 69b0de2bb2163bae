"""Days, deadlines and periods as the forms write them, in plain form."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

LONGEST = 60

YEAR = r"(?:(?P<year{0}>(?:19|20)[0-9]{{2}})年?(?:年度|度)?|(?P<relative{0}>当年|本年度?|今年|全年|次年|翌年|下年度?|下一年度?|次月|当月|年内)度?的?)"
MONTH = r"(?P<month{0}>1[0-2]|0?[1-9])月份?"
DAY = r"(?P<day{0}>3[01]|[12][0-9]|0?[1-9])[日号]"
PART = r"(?P<part{0}>年底|年末|年终|底|末|上旬|中旬|下旬|上半年|下半年|第?[一二三四1-4]季度|[1-4]季度)(?P<end{0}>底|末)?"
MOMENT = rf"{YEAR}?(?:{MONTH}(?:{DAY})?)?(?:{PART})?"
# The second end of a span may be written short: 2021年1月至12月, 1-12月, 2021-2023年.
FIRST = rf"(?:{MOMENT}|(?P<bare_year>(?:19|20)[0-9]{{2}})|(?P<bare_month>1[0-2]|0?[1-9]))"
BEFORE = (
    r"(?P<sign>[≤<=≥>]|不晚于|不迟于|最迟|至迟|早于|截至|截止到?|截止至|限于|限)?(?:于|在|到|至|自|从|预计|计划|力争|争取|确保|应|须|需|按)*"
)
LABEL = r"(?P<label>[^0-9。;,!?≥≤<>=%每第]{0,20}?)"
AFTER = r"(?P<before>(?:之|以)?前|止|截止)?(?P<within>(?:以|之)?内|期间|之间)?"
TAIL = r"(?P<tail>[A-Za-z一-龥、()]{0,20})"
ONE = re.compile(LABEL + BEFORE + MOMENT.format("") + AFTER + TAIL)
SPAN = re.compile(
    LABEL + BEFORE + FIRST.format("") + r"(?:[-~]{1,2}|至|到)" + MOMENT.format("_2") + AFTER + TAIL
)
HINT = re.compile("[年月日季]|(?:19|20)[0-9]{2}")
RECURRING = re.compile(
    r"[^0-9。;]{0,14}?(?:每(?:个)?(?:年|月|季度?|半年|周|学期)(?:度)?|次月|当月|季后|月后)(?:(?:首|第一|末|次)(?:个)?月|后)?"
    r"(?:的?(?:1[0-2]|0?[1-9])月份?)?(?:[0-9]{1,2}[日号](?:[-~至到][0-9]{1,2}[日号])?|月?[底末初]|[上中下]旬)(?:之|以)?前?[一-龥]{0,14}"
)
SIGN_CODES = {
    "≤": "le", "不晚于": "le", "不迟于": "le", "最迟": "le", "至迟": "le", "截至": "le", "截止": "le", "截止到": "le",
    "截止至": "le", "限于": "le", "限": "le", "<": "lt", "早于": "lt", "=": "eq", "≥": "ge", ">": "gt",
}  # fmt: skip
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# Words after a moment that say nothing else is promised but its coming about.
NOT_A_DAY = re.compile("水平|标准|目标|任务|计划|预算|工作要点|版|以来|以后|之后|后|数据|增|减|提高|降低|下降|平均|同期|相比|比|工资|成果|考核")


class NoSuchDay(ValueError):
    """A day that no calendar has, such as 2021年2月30日."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a stretch of days; `known` is False where the cell does not say the year."""

    known: bool
    start: date | None
    end: date | None
    is_point: bool


@dataclass(frozen=True, slots=True)
class Time:
    """What a cell about time says: one moment or a span, and whether it is a limit."""

    start: date | None
    end: date | None
    known: bool
    is_point: bool
    code: str
    inexact: bool


def moment_of(found: dict[str, str | None], mark: str, year: int | None) -> Moment | None:
    """The moment that the named groups of one match describe; None when they are all empty."""
    part, month, day = (found.get(f"{name}{mark}") for name in ("part", "month", "day"))
    year_text, relative = found.get(f"year{mark}"), found.get(f"relative{mark}")
    if not any((part, month, year_text, relative)):
        return None
    if year_text:
        year = int(year_text)
    elif relative:
        year = None
    is_point = bool(day) or bool(found.get(f"end{mark}")) or part in ("底", "末", "年底", "年末", "年终")
    if year is None:
        if day and int(day) > monthrange(2000, int(month or 1))[1]:
            raise NoSuchDay
        return Moment(False, None, None, is_point)
    return Moment(True, *stretch(year, int(month) if month else None, int(day) if day else None, part), is_point)


def stretch(year: int, month: int | None, day: int | None, part: str | None) -> tuple[date, date]:
    """The first and the last day of a year, half-year, quarter, month, ten days or day."""
    if month is None:
        first, last = 1, 12
        if part and "半年" in part:
            first, last = (1, 6) if part[0] == "上" else (7, 12)
        elif part and part.endswith("季度"):
            quarter = QUARTERS[part[-3]]
            first, last = quarter * 3 - 2, quarter * 3
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    length = monthrange(year, month)[1]
    if day is not None:
        if day > length:
            raise NoSuchDay
        return date(year, month, day), date(year, month, day)
    first_day, last_day = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, length)}.get(part or "", (1, length))
    return date(year, month, first_day), date(year, month, last_day)


def time_of(body: str) -> Time | None:
    """The moment or the span that a whole cell in plain form is; NoSuchDay for a day that there is not."""
    if len(body) > LONGEST or not HINT.search(body):
        return None
    return one_moment(body) or span(body)


def one_moment(body: str) -> Time | None:
    """A cell that names one moment: 2021年12月31日前, 年底前完成, 2021年上半年, 当年完成."""
    match = ONE.fullmatch(body)
    if match is None or not sensible(match):
        return None
    found = match.groupdict()
    moment = moment_of(found, "", None)
    if moment is None or lone_month(found):
        return None
    limit = bool(found["before"]) or found["sign"] is not None
    code = SIGN_CODES.get(found["sign"] or "", "le" if found["before"] else "none")
    is_point = moment.is_point or limit
    inexact = bool(found["before"]) and not moment.is_point
    return Time(moment.start, moment.end, moment.known, is_point, code, inexact)


def sensible(match: re.Match[str]) -> bool:
    """Whether the words around a moment leave it the target of the cell."""
    words = (match["label"] or "") + (match["tail"] or "")
    return not NOT_A_DAY.search(words) and not (match["tail"] or "").startswith(("人", "个", "次"))


def lone_month(found: dict[str, str | None]) -> bool:
    """Whether 12月 stands alone, which may be December or twelve months."""
    only = not any(found[name] for name in ("year", "relative", "day", "part", "before", "sign"))
    return only and bool(found["month"]) and not (found["tail"] or "")


def span(body: str) -> Time | None:
    """A cell that names a stretch by its two ends: 2021年1月至12月完成, 1-12月, 2021-2023年."""
    match = SPAN.fullmatch(body)
    if match is None or not sensible(match):
        return None
    found = match.groupdict()
    if found["bare_year"]:
        found["year"] = found["bare_year"]
    if found["bare_month"]:
        found["month"] = found["bare_month"]
    first = moment_of(found, "", None)
    if first is None:
        return None
    if found["bare_year"] and not found["year_2"]:
        return None
    year = first.start.year if first.start else None
    second = moment_of(found, "_2", year)
    if second is None or (first.known and not second.known) or (second.known and not first.known):
        return None
    if first.start and second.end and first.start > second.end:
        raise NoSuchDay
    return Time(first.start, second.end, first.known, False, "none", False)
