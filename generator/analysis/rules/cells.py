"""The texts of a form, each with its id on the page and the name that findings use for it."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from generator.analysis.facts import FormFacts
from generator.analysis.table_rows import IndicatorFacts, SplitLine, TaskFacts
from generator.forms.cells import CellPath, anchor, cells, row_of
from generator.forms.fields import BLANK
from generator.forms.figures import text_of
from generator.forms.model import Indicator, is_placeholder
from generator.targets.normal_form import NUMERAL, numeral
from generator.text.normalize import normalized
from generator.words import translate

LONGEST_NAME = 20
# A name that ends in a word for a share, with or without a note after it.
SHARE = re.compile("(.*(?:率|比例|比重|占比|满意度))(?:[（(][^（）()]*[）)])?$")
# Quantities of physics, engineering, finance and medicine whose names end in 率 and that are no shares.
NO_SHARE = re.compile(
    "(?:[频功速效帧曲斜汇税心脉倍]|(?<![收缴交免欠])费|(?<![盈获毛净])利|(?<![赋扫亮])码|分辨|清晰|采样|刷新|比特|波特|吞吐|折射"
    "|电阻|电导|磁导|导热|传热|热导|降雨|降水|径流|输沙|沉降|容积|劳动生产|周转|放射|剂量|呼吸|血流|油耗|能耗|电耗)率$"
)
LONGEST_QUOTE = 32
# A total of scores with its name and its grade: 总分98分（优）.
GRADE = "(?:优秀?|良好?|中等?|一般|合格|不合格|较?差)"
TOTAL = re.compile(
    rf"(?:(?:自评|综合)?(?:总得分|得分|总分|合计))?[为是:]?(?:(?P<words>{NUMERAL})分|(?P<figure>-?[0-9.]+分?))(?:[(,、;]?{GRADE}\)?)?"
)
# A figure with or without its unit.
WEIGHT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)[分%]?")
# Those without a unit.
NO_UNIT = re.compile("(?:容积|汇|倍|折射|斜|曲)率(?:[（(][^（）()]*[）)])?$")

Row = TypeVar("Row", bound=Indicator)


class RecordText(NamedTuple):
    """One text of a form, and its path."""

    facts: FormFacts
    path: CellPath
    text: str

    @property
    def field(self) -> str:
        """The title of its cell, which only findings need."""
        return self.facts.titles.title(*self.path)

    @property
    def anchor(self) -> str:
        """The id of its row, or of the text itself, on the page of the form."""
        return anchor(self.path, self.facts.form)

    @property
    def name(self) -> str:
        """The name that findings use for its row; its title where it is in no row."""
        at = self.anchor
        tasks = (task_name(line) for line in self.facts.tasks if line.anchor == at)
        rows = (indicator_name(line) for line in self.facts.rows if line.anchor == at)
        return next(chain(rows, tasks), self.field)


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def goal_name(facts: FormFacts) -> str:
    """Return the title of the goal on the form."""
    return facts.titles.title("goal")


def task_name(line: TaskFacts) -> str:
    """Return the name of a task in findings: its number."""
    return translate("findings.task", number=line.number)


def indicator_name(line: IndicatorFacts) -> str:
    """Return the name of an indicator in findings; its type and number where it has none."""
    indicator = line.indicator
    if indicator.is_empty:
        kind = indicator.type or indicator.family or BLANK
        return translate("findings.row", number=line.number, type=shortened(kind, LONGEST_NAME))
    return translate("findings.indicator", name=shortened(indicator.name, LONGEST_NAME))


def written_target(line: IndicatorFacts) -> str:
    """Return the target of an indicator as the form has it, with comparator and unit."""
    return shortened(" ".join(line.indicator.target_parts))


def line_amounts(lines: Iterable[SplitLine]) -> Iterator[tuple[str, str, Decimal]]:
    """Yield the id, the name and the amount of each line of a split that has an amount."""
    return ((line.anchor, line.name, line.amount) for line in lines if line.amount is not None)


def task_amounts(lines: Iterable[TaskFacts]) -> Iterator[tuple[str, str, Decimal]]:
    """Yield the id, the name in findings and the amount of each task that has an amount."""
    return ((line.anchor, task_name(line), line.amount) for line in lines if line.amount is not None)


def weight_in(text: str | None) -> Decimal | None:
    """Return the weight, score or rate in a cell; None for a text that is no figure."""
    match = WEIGHT.fullmatch(normalized(str(text)))
    return Decimal(match[1]) if match else None


def is_no_summand(row: Any, cell: Any) -> bool:
    """Whether a cell without a figure counts as zero in the sum of its column: in a row without a name, or 无."""
    return (row.is_empty and row.name is not None) or (cell not in (None, BLANK) and is_placeholder(str(cell)))


def points_of(rows: Iterable[Row], key: str) -> list[tuple[Row, Decimal | None]]:
    """Return the rows that count in the sum of a column of points, with their figures; None for other texts."""
    cells = ((row, getattr(row, key)) for row in rows)
    points = ((row, cell, weight_in(cell)) for row, cell in cells)
    return [(row, point) for row, cell, point in points if point is not None or not is_no_summand(row, cell)]


def total_in(text: str | None) -> Decimal | None:
    """Return the total of scores in a cell, which may have its name and its grade in it, or be a Chinese numeral."""
    match = TOTAL.fullmatch(normalized(str(text)))
    return weight_in(match["figure"] or numeral(match["words"])) if match else weight_in(text)


def names_share(name: str) -> bool:
    """Whether a name is that of a share of a whole, and not of a quantity that ends in 率 too (频率, 功率, 速率)."""
    return SHARE.search(name) is not None and not names_quantity(name)


def names_quantity(name: str) -> bool:
    """Whether a name ends in 率 and is that of a quantity that is no share: 频率, 功率, 速率."""
    match = SHARE.search(name)
    return match is not None and NO_SHARE.search(match[1]) is not None


def record_texts(facts: FormFacts) -> Iterator[RecordText]:
    """Yield every text that the form shows: narrative, goals, tasks, names and targets of indicators."""
    for path, _, kind, value, hidden in cells(facts.form):
        # Names of tasks and indicators, and targets.
        is_named = path[-1] in ("name", "target") and bool(row_of(path))
        if not hidden and (kind == "prose" or is_named) and (text := text_of(value)):
            yield RecordText(facts, path, text)
