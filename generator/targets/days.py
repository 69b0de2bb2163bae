"""Days, deadlines and periods as the forms write them, in plain form."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from generator.targets.comparators import BEFORE_WORDS, DENIED
from generator.targets.lexicon import DENIAL, is_noun_phrase, known_end, known_start, may_change_meaning
from generator.targets.units import any_of
from generator.targets.vocabulary import ACTS
from generator.text.patterns import lazy_pattern
from generator.text.word_list import word_list

LONGEST = 60
RELATIVES = any_of(*word_list("当年 本年 本年度 今年 年内 年度内 次年 翌年 下年 下年度 下一年 下一年度 第二年"))


def moment_pattern(mark: str) -> str:
    """A pattern for one moment, whose group names end in `mark`."""
    year = rf"(?:(?P<year{mark}>(?:19|20)[0-9]{{2}})年度?(?:全年)?|(?P<relative{mark}>{RELATIVES})度?)"
    month = rf"(?P<month{mark}>1[0-2]|0?[1-9])月份?"
    day = rf"(?P<day{mark}>3[01]|[12][0-9]|0?[1-9])[日号]"
    part = (
        rf"(?P<part{mark}>年底|年末|年终|底|末|上旬|中旬|下旬|上半年|下半年|第?[一二三四1-4]季度)(?P<end{mark}>底|末)?"
    )
    return rf"{year}?(?:{month}(?:{day})?)?(?:{part})?"


LABEL = r"(?P<label>[^0-9。;,!?≥≤<>=%每第]{0,20}?)"
LEAD = (
    rf"(?P<sign>[≤<=≥>]|(?:{any_of(*DENIED)})[早晚迟]于|最迟|至迟|早于|截至|截止到?|截止至|限于|限)?"
    r"(?:已|于|在|到|至|自|从|预计|计划|力争|争取|确保|应|须|需|按|为)*"
)
LIMIT = r"(?P<before>(?:之|以)?前|止|截止)?(?P<within>(?:以|之)?内|期间|之间)?"
TAIL = (
    rf"(?P<tail>(?:按时|及时|全部|全面|如期|基本|按期|顺利|正式|已)*(?P<act>{any_of(*ACTS)})?[A-Za-z一-龥、()]{{0,20}})"
)
MOMENT = lazy_pattern(LABEL + LEAD + moment_pattern("") + LIMIT + TAIL)
# The two ends of a span may be written short: 2021年1月至12月, 1-12月, 2021-2023年.
BARE = r"(?:(?P<bare_year>(?:19|20)[0-9]{2})年?)?(?P<bare_month>1[0-2]|0?[1-9])|(?P<only_year>(?:19|20)[0-9]{2})"
SPAN = lazy_pattern(
    LABEL + LEAD + rf"(?:{moment_pattern('')}|{BARE})(?:[-~]{{1,2}}|至|到){moment_pattern('_2')}" + LIMIT + TAIL
)
WHEN = lazy_pattern(r"(?:到|至|于|在|截至|截止到?)?" + moment_pattern("") + LIMIT + r",?(?P<what>.+)")
# A clause behind a time begins with a whole word, too: no 期投入 that was cut from 前期投入.
CLAUSE_START = lazy_pattern(rf"[^一-龥]|{any_of(*BEFORE_WORDS)}|[每人户]")
SHARE_OR_MONEY = lazy_pattern(r"[0-9][0-9.,]*(?:%|‰|[万亿]?元).*")
# A figure with a unit of its own that is none of time: it cannot be the rest of a day.
COUNTED = lazy_pattern(r"[0-9][0-9.,]*(?!日|天|号|个?月|年|周|小时|个?工作日|[余多几])[^0-9.,].*")
HINT = lazy_pattern("[年月日季]")
# 2026年3月5日-10日: the second day is of the same month.
DAYS_OF_A_MONTH = lazy_pattern(
    r"(?<![0-9])(?P<month>1[0-2]|0?[1-9])月(?P<first>[0-3]?[0-9])(?:[日号]?[-~]{1,2}|[日号]?[至到])(?=[0-3]?[0-9][日号](?![之以]?[前内]))"
)
SAYS_WHEN = lazy_pattern("(?:时间|日期|期限|时限|周期|完成|年限|于|在|至|为|:)$")
NOT_A_DAY = lazy_pattern(
    "水平|标准|目标|预算|版|以来|以后|之后|后|数据|增|减|提高|降低|下降|平均|同期|相比|比|工资|成果"
)
# A day of every month, quarter or year: the 10th, the end of it, or so many days from its beginning or end.
RECURRING = lazy_pattern(
    r"(?P<label>[^0-9。;每]{0,14}?)(?:每(?:个)?(?:年|月|季度?|半年|周|学期)(?:度)?|次月|当月|季后|月后)(?:(?:首|第一|末|次)(?:个)?月|后)?(?:"
    r"(?:的?(?:1[0-2]|0?[1-9])月份?)?(?:(?:[0-9]{1,2}[日号]?[-~至到])?[0-9]{1,2}[日号]|月?[底末初]|[上中下]旬)(?P<limit>[之以]?前|(?<=[日号])[以之]?内)?"
    r"|(?:[底末初]|(?:结束|终了)?后)?[0-9]{1,2}个?(?:日|天|工作日)(?P<span>[以之]?内))(?P<tail>[一-龥]{0,14})"
)
SIGN_CODES = {"<": "lt", "早于": "lt", "=": "eq", "≥": "ge", ">": "gt"}
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
Groups = dict[str, str | None]


def sign_code(sign: str) -> str:
    """The code of a sign before a day: 不得晚于 is a limit, 不早于 a beginning."""
    return SIGN_CODES.get(sign) or ("ge" if sign.endswith("早于") else "le")


def is_act(tail: str) -> bool:
    """Whether the words behind a day are nothing, or known words that turn nothing round."""
    return not tail or (
        is_noun_phrase(tail) and "的" not in tail and not (may_change_meaning(tail) or DENIAL.search(tail))
    )


class NoSuchDayError(ValueError):
    """A day that no calendar has, such as 2021年2月30日."""


@dataclass(frozen=True, slots=True)
class TimeReading:
    """The reading of a cell about time; `start` and `end` are None where the cell does not say the year.

    A point is a day, or a stretch that only its end matters of; `inexact` marks 2021年12月前, where the form
    leaves open whether the month itself still counts.
    """

    start: date | None
    end: date | None
    is_point: bool
    code: str = "none"
    inexact: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags of a limit that leaves its last day open, and of a time that does not name its year."""
        flags = {"deadline-inexact": self.inexact, "year-missing": self.end is None}
        return tuple(flag for flag, is_set in flags.items() if is_set)


def parse_time(body: str) -> TimeReading | None:
    """The moment or the span that a whole cell in plain form is; NoSuchDayError for a day that there is not."""
    if len(body) > LONGEST or not HINT.search(body):
        return None
    body = DAYS_OF_A_MONTH.sub(r"\g<month>月\g<first>日至\g<month>月", body)
    return parse_moment(body) or parse_span(body)


def parse_moment(body: str) -> TimeReading | None:
    """A cell that names one moment: 2021年12月31日前, 年底前完成, 2021年上半年, 当年完成."""
    match = MOMENT.fullmatch(body)
    if match is None or not is_target(match) or is_lone_month(match.groupdict()):
        return None
    groups = match.groupdict()
    stretch = moment_range(groups, "", None)
    if stretch is None:
        return None
    exact = is_point(groups)
    code = sign_code(groups["sign"]) if groups["sign"] else "le" if groups["before"] else "none"
    limited = bool(groups["before"] or groups["sign"])
    if code in ("lt", "ge") and not exact:
        # Before a month is before its first day, and not before it is from its first day on.
        stretch = (stretch[0], stretch[0])
    return TimeReading(*stretch, exact or limited, code, bool(groups["before"]) and not exact)


def parse_span(body: str) -> TimeReading | None:
    """A cell that names a stretch by its two ends: 2021年1月至12月完成, 1-12月, 2021-2023年."""
    match = SPAN.fullmatch(body)
    if match is None or not is_target(match):
        return None
    groups = match.groupdict()
    if groups["only_year"] and not groups["year_2"]:
        return None
    groups |= {
        "year": groups["year"] or groups["bare_year"] or groups["only_year"],
        "month": groups["month"] or groups["bare_month"],
    }
    first = moment_range(groups, "", None)
    if first is None:
        return None
    second = moment_range(groups, "_2", first[0].year if first[0] else None)
    if second is None or (first[0] is None) != (second[0] is None):
        return None
    if first[0] and second[1] and first[0] > second[1]:
        raise NoSuchDayError
    return TimeReading(first[0], second[1], False)


def time_clause(body: str) -> tuple[TimeReading, str] | None:
    """A limit or stretch of time at the start of a cell, and what is to be so then: 2021年底前 and 完成80%."""
    match = WHEN.fullmatch(body)
    if match is None or not (match["year"] or match["month"] or match["part"]):
        return None
    if not CLAUSE_START.match(match["what"]) and not known_start(match["what"]):
        return None
    groups = match.groupdict()
    if groups["what"][0].isdigit() and may_be_day(groups, body[match.start("what") - 1]):
        return None
    stretch = moment_range(groups, "", None)
    if stretch is None:
        return None
    exact = is_point(groups)
    inexact = bool(groups["before"]) and not exact
    return TimeReading(*stretch, exact or bool(groups["before"]), "none", inexact), match["what"]


def may_be_day(groups: Groups, last: str) -> bool:
    """Whether a figure after a time may belong to it: 2026年12月31, 2026年12月31日前30天, 1月1次, 一季度1次.

    `last` is the character before the figure.
    """
    if last == ",":
        return False
    is_one = bool(groups["month"]) or groups["part"] in ("一季度", "1季度")
    is_lone = is_one and not groups["year"] and last != "份"
    if SHARE_OR_MONEY.fullmatch(groups["what"] or ""):
        return False
    return bool(groups["before"]) or is_lone or COUNTED.fullmatch(groups["what"] or "") is None


def is_target(match: re.Match[str]) -> bool:
    """Whether the words around the moment leave it the target: a limit, or an act that is to be done by then."""
    label, tail = match["label"] or "", match["tail"] or ""
    if NOT_A_DAY.search(label) or NOT_A_DAY.search(tail) or may_change_meaning(label) or may_change_meaning(tail):
        return False
    if not is_act(tail.removeprefix("的")) or (label and not known_end(label)):
        return False
    if match["before"]:
        return True
    if tail and not (match["act"] or match["within"]):
        return False
    return not label or bool(SAYS_WHEN.search(label)) or bool(match["act"])


def is_lone_month(groups: Groups) -> bool:
    """Whether the cell is no more than 12月 or 3月内, which may be December or twelve months."""
    others = ("year", "relative", "day", "part", "before", "sign")
    if not groups["month"] or any(groups[name] for name in others):
        return False
    return groups["within"] in ("内", "以内", "之内") or not (groups["tail"] or groups["within"])


def is_point(groups: Groups) -> bool:
    """Whether the moment is one day: a day of a month, or the end of a month, quarter or year."""
    return bool(groups["day"] or groups["end"]) or groups["part"] in ("底", "末", "年底", "年末", "年终")


def moment_range(groups: Groups, mark: str, year: int | None) -> tuple[date | None, date | None] | None:
    """The first and the last day of the moment in the groups; two None without a year; None for no moment."""
    names = ("year", "relative", "month", "day", "part")
    year_text, relative, month, day, part = (groups[name + mark] for name in names)
    if not (year_text or relative or month or part):
        return None
    if year_text:
        year = int(year_text)
    if year is None or relative:
        if day and month and int(day) > monthrange(2000, int(month))[1]:
            raise NoSuchDayError
        return None, None
    if month:
        return month_range(year, int(month), int(day) if day else None, part or "")
    first, last = months_of(part or "")
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def months_of(part: str) -> tuple[int, int]:
    """The first and the last month of a half-year, a quarter or the year."""
    if part.endswith("季度"):
        quarter = QUARTERS[part[-3]]
        return quarter * 3 - 2, quarter * 3
    return {"上半年": (1, 6), "下半年": (7, 12)}.get(part, (1, 12))


def month_range(year: int, month: int, day: int | None, part: str) -> tuple[date, date]:
    """The first and the last day of a month, of ten days of it, or of one day."""
    length = monthrange(year, month)[1]
    if day is not None:
        if day > length:
            raise NoSuchDayError
        return date(year, month, day), date(year, month, day)
    first, last = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, length)}.get(part, (1, length))
    return date(year, month, first), date(year, month, last)
