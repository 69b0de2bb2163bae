"""Comparison of departments' forms, line by line, including lines that only some of them have.

Each form gives its lines; a comparison puts the lines of several forms into rows. Rows that all forms share come
before the others; rows in which all forms have the same are apart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations, groupby, islice

from generator.analysis.comparison_lines import MONEY, ComparisonLine, comparison_lines
from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.rules import Findings, ties
from generator.analysis.site_facts import Facts
from generator.content.addresses import comparison_address
from generator.forms.figures import TENTH, ZERO
from generator.words import translate

GROUPS = ("money", "results", "targets", "own", "splits", "findings")
# The group of cells that are not on every form: one that no other form has is compared with nothing.
OWN = "own"
# Groups of lines that are missing because nothing was written, not because the form lacks the column.
NOT_SET = ("results", "targets", "findings")
# The pairs of one kind of departments that have pages of their own; readers put any others together.
MOST_PAIRS = 3
MOST_RECORDS = 6
# A total of more than ten times the other is rather a slip of units than a finding.
MOST_TIMES = 10

Records = tuple[RecordFacts, ...]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One row of a comparison: the line of each form, None where the form has no such line."""

    group: str
    key: str
    name: str
    cells: tuple[ComparisonLine | None, ...]
    care: str

    @property
    def is_shared(self) -> bool:
        """Whether all forms have the line."""
        return all(cell and not cell.is_absent for cell in self.cells)

    @property
    def is_one_kind(self) -> bool:
        """Whether all forms have a figure of the same measure."""
        cells = [cell for cell in self.cells if cell and cell.value is not None]
        return len(cells) == len(self.cells) and len({cell.measure for cell in cells}) == 1

    @property
    def is_same(self) -> bool:
        """Whether all forms have the same figure, or the same words."""
        if None in self.cells:
            return False
        if self.is_one_kind and self.has_bars:
            return not self.differs
        texts = {tuple((quote.text, quote.name, quote.note) for quote in cell.quotes) for cell in self.cells if cell}
        return len(texts) == 1

    @property
    def has_bars(self) -> bool:
        """Whether the figures are drawn: those that a form has are of one measure."""
        cells = [cell for cell in self.cells if cell and cell.value is not None]
        return bool(cells) and all(cell.unit for cell in cells) and len({cell.measure for cell in cells}) == 1

    @property
    def unit(self) -> str:
        """The unit of the figures that are drawn."""
        return next((cell.unit for cell in self.cells if cell and cell.unit), "")

    @property
    def missing(self) -> str:
        """The word for a form that has no such line: a column, a topic or a finding that is not there."""
        key = f"comparing.missing.{self.group}" if self.group in NOT_SET else "absence.not_on_form"
        return translate(key)

    @property
    def notes(self) -> str:
        """The notes on the figures that are drawn, in the order of the forms; empty where there is none."""
        notes = [cell.quotes[0].note if cell else "" for cell in self.cells]
        return " / ".join(note or "—" for note in notes) if self.has_bars and any(notes) else ""

    @property
    def differs(self) -> bool:
        """Whether forms that can be compared have different figures."""
        return self.is_one_kind and len({cell.value for cell in self.cells if cell}) > 1

    @property
    def times(self) -> Decimal | None:
        """The largest figure as a multiple of the smallest, to one decimal; None where that has no meaning."""
        # Twice as many findings are not twice as bad.
        if not self.differs or self.group == "findings":
            return None
        return times_of([cell.value for cell in self.cells if cell and cell.value is not None])


@dataclass(frozen=True)
class Comparison:
    """Several forms side by side, with the lines of each."""

    records: Records
    lines: Callable[[RecordFacts], Iterable[ComparisonLine]]

    @cached_property
    def rows(self) -> tuple[ComparisonRow, ...]:
        """The rows; they are computed when they are first needed."""
        return rows_of(map(self.lines, self.records))

    def of(self, group: str) -> list[ComparisonRow]:
        """Return the rows of one group, those that all forms share first."""
        rows = [row for row in self.rows if row.group == group]
        return sorted(rows, key=lambda row: not row.is_shared)

    @property
    def width(self) -> int:
        """The columns of its table: what is compared, and the forms."""
        return len(self.records) + 1

    @property
    def path(self) -> str:
        """The address of the comparison, from the site's root."""
        return comparison_address(facts.source.path for facts in self.records)

    @property
    def basket(self) -> str:
        """The address at which a reader chooses more forms, from the site's root."""
        return basket_address(facts.source.path.rstrip("/") for facts in self.records)

    @property
    def scale(self) -> Decimal:
        """The largest amount of money, for the bars of all money rows."""
        cells = [cell for row in self.rows for cell in row.cells if cell and cell.measure == MONEY]
        return max((cell.value for cell in cells if cell.value is not None), default=ZERO)

    def bars(self, row: ComparisonRow) -> tuple[Decimal | None, ...]:
        """Return the length of each bar of a row in percent of the longest possible; None for no bar."""
        values = [cell.value if cell and row.has_bars else None for cell in row.cells]
        is_money = any(cell and cell.measure == MONEY for cell in row.cells)
        scale = self.scale if is_money else max((value for value in values if value is not None), default=ZERO)
        return tuple((value * 100 / scale).quantize(TENTH) if value and value > 0 else None for value in values)

    @property
    def finding(self) -> str:
        """The finding on the totals, in one sentence; empty where there is nothing to say of them."""
        departments = [facts.name for facts in self.records]
        names = departments if len(set(departments)) > 1 else record_names(self.records)
        return finding(names, [total_for_finding(facts) for facts in self.records])


def comparison_of(records: Records, findings: Findings) -> Comparison:
    """Compare some forms, in their order."""
    return Comparison(records, lambda facts: comparison_lines(facts, findings[facts.source.path]))


def rows_of(cards: Iterable[Iterable[ComparisonLine]]) -> tuple[ComparisonRow, ...]:
    """Return the rows of the lines of some forms, by group, then in the order in which the forms first have them."""
    by_key = [{line.key: line for line in lines} for lines in cards]
    first: dict[str, ComparisonLine] = {}
    for lines in by_key:
        for key, line in lines.items():
            first.setdefault(key, line)
    rows = (
        ComparisonRow(line.group, key, line.name, tuple(lines.get(key) for lines in by_key), line.care)
        for key, line in first.items()
        if line.group != OWN or sum(key in lines for lines in by_key) > 1
    )
    return tuple(sorted(rows, key=lambda row: GROUPS.index(row.group)))


def times_of(values: Iterable[Decimal]) -> Decimal | None:
    """Return the largest of some figures as a multiple of the smallest, to one decimal; None where it has none."""
    ordered = sorted(values)
    if ordered[0] <= 0:
        return None
    # A fraction is exact; a quotient of Decimals is cut after 28 digits before it is rounded.
    tenths = round(Fraction(ordered[-1]) * 10 / Fraction(ordered[0]))
    return Decimal(f"{tenths // 10}.{tenths % 10}")


def basket_address(paths: Iterable[str]) -> str:
    """Return the address that compares forms of a reader's choice, from the site's root; paths without last slash."""
    return "compare/?" + "&".join(f"r={path}" for path in paths)


def record_names(records: Records) -> list[str]:
    """Return the department and year of some forms."""
    return [translate("comparing.record", department=facts.name, year=facts.source.year) for facts in records]


def joined_names(names: Sequence[str]) -> str:
    """Return the names of some departments in one phrase."""
    return (translate("comparing.and") if len(names) < 3 else "、").join(names)


def total_for_finding(facts: FormFacts) -> Decimal | None:
    """Return the total of a form in 万元; None where it is unknown or another sum of the form contradicts it."""
    return facts.total_wan if ties(facts) else None


def finding(names: Sequence[str], totals: Sequence[Decimal | None]) -> str:
    """Return how many times the one of two totals the other is, in a sentence; empty where that is nothing to say."""
    known = [total for total in totals if total is not None]
    times = times_of(known) if len(known) == len(names) == 2 else None
    if times is None or not 1 < times <= MOST_TIMES:
        return ""
    less, more = names if known[0] < known[1] else names[::-1]
    return translate("comparing.finding_title", more=more, less=less, times=times)


def caution(years: Iterable[int], frameworks: Iterable[str], departments: Iterable[str]) -> str:
    """Return the caveat for a comparison of forms of these years, frameworks and departments."""
    different, is_one = sorted(set(map(str, years))), len(set(departments)) == 1
    key = ("own_years" if is_one else "years") if len(different) > 1 else "caution"
    text = translate(f"comparing.{key}", years="、".join(different))
    return text + translate("comparing.frameworks") if len(set(frameworks)) > 1 else text


def peer_pairs(facts: Facts) -> list[Records]:
    """Return the pairs to compare: departments of one kind in different cities, by their newest forms."""
    newest: dict[tuple[str, str], RecordFacts] = {}
    for record in sorted(facts.records, key=lambda record: -record.source.year):
        group = record.source.department.peer_group
        if group:
            newest.setdefault((group, record.source.city_slug), record)
    groups = groupby(sorted(newest), lambda key: key[0])
    return [pair for _, keys in groups for pair in islice(combinations([newest[key] for key in keys], 2), MOST_PAIRS)]


def prepared_comparisons(facts: Facts, findings: Findings) -> tuple[Comparison, ...]:
    """Return the comparisons that have pages of their own."""
    return tuple(comparison_of(pair, findings) for pair in peer_pairs(facts))
