"""Reading a cell that holds only a date, such as 计划开始日期: 202601, 2026-01-05, 2026.1, 2026年1月."""

import re
from datetime import date

from generator.targets.days import NoSuchDay, time_of
from generator.targets.plain import plain

COMPACT = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])?")
MONTH = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[-./](?P<month>0?[1-9]|1[0-2])")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# What a spreadsheet adds to a day.
CLOCK = re.compile(r"[ T]00:00(?::00)?$")


def days_of(text: str) -> tuple[date, date] | None:
    """The first and the last day of the date that a cell names; None where it cannot be read.

    A month is its first to its last day, a year 1 January to 31 December, a day that day twice. A cell of a target
    does not read a bare 202601 so, since it may be a number there; a cell for a date holds nothing else.
    """
    body = plain(CLOCK.sub("", text.strip()))
    if match := COMPACT.fullmatch(body):
        day = f"{match['day']}日" if match["day"] else ""
        body = f"{match['year']}年{match['month']}月{day}"
    elif match := MONTH.fullmatch(body):
        body = f"{match['year']}年{match['month']}月"
    elif YEAR.fullmatch(body):
        body = f"{body}年"
    try:
        time = time_of(body)
    except NoSuchDay:
        return None
    if time is None or time.start is None or time.end is None or time.code not in ("none", "eq"):
        return None
    return (time.end, time.end) if time.is_point else (time.start, time.end)
