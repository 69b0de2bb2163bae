"""Rules for days, deadlines and periods."""

import re

from generator.targets.cell import TargetCell
from generator.targets.days import RECURRING, is_act
from generator.targets.lexicon import may_change_meaning
from generator.targets.target import Reading, flagged

STARTS = re.compile("每|次月|当月|季后|月后")


def recurring_day(cell: TargetCell) -> Reading | None:
    """A day that comes round every month, quarter or year is a date without a calendar day.

    每月10日前 => date le !recurring
    每季度末 => date !recurring
    每季度末10日内 => date le !recurring
    """
    if not STARTS.search(cell.body) or not (match := RECURRING.fullmatch(cell.body)):
        return None
    if not is_act(match["tail"]) or may_change_meaning(match["label"]):
        return None
    return with_comparator(cell, "le" if match["limit"] or match["span"] else "none", flagged("date", "recurring"))


def deadline(cell: TargetCell) -> Reading | None:
    """A day, the end of a month or year, or anything with 前 is a date; 前 makes it a limit that includes the day.

    2021年12月31日前 => date le 2021-12-31
    2021年12月前 => date le 2021-12-31 !deadline-inexact
    2021年底前完成 => date le 2021-12-31
    2021-12-31 => date 2021-12-31
    12月底前 => date le !year-missing
    次年1月底前 => date le !year-missing
    年底前完成验收 => date le !year-missing
    """
    time = cell.time
    if time is None or not time.is_point:
        return None
    return with_comparator(cell, time.code, flagged("date", *time.flags) | {"deadline": time.end})


def period(cell: TargetCell) -> Reading | None:
    """A month, quarter, half-year, year or a stretch between two days is a period.

    2021年1月至12月完成 => period 2021-01-01/2021-12-31
    2023.07-2024.01 => period 2023-07-01/2024-01-31
    当年完成 => period !year-missing
    第一季度 => period !year-missing
    """
    time = cell.time
    if time is None:
        return None
    span = (time.start, time.end) if time.start and time.end else None
    return with_comparator(cell, time.code, flagged("period", *time.flags) | {"period": span})


def with_comparator(cell: TargetCell, code: str, reading: Reading) -> Reading:
    """The reading with the comparator of the cell or of its column; a conflict where the two differ."""
    if cell.code and code != "none" and code != cell.code:
        return flagged("unread", "comparator-conflict")
    return reading | {"comparator": code if code != "none" else cell.code or "none"}
