"""The execution of a budget in a self-evaluation: the rows and columns of money that a form has."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.analysis.facts import ResultsFacts, once_per_form
from generator.forms.cells import Column, columns_of
from generator.forms.fields import money, titles_of
from generator.forms.figures import percent
from generator.forms.model import Execution, Spending


@dataclass(frozen=True, slots=True)
class SpendingFacts:
    """The money of one source in a year, with the title of its row."""

    key: str
    name: str
    row: Spending

    @property
    def rate(self) -> Decimal | None:
        """The money spent in percent of the adjusted budget; None where one of them is no figure."""
        return percent(money(self.row.spent), money(self.row.adjusted))


@dataclass(frozen=True, slots=True)
class ExecutionFacts:
    """The rows of money that a form has, and the columns that it has in any of them."""

    rows: tuple[SpendingFacts, ...]
    columns: tuple[Column, ...]

    @property
    def total(self) -> SpendingFacts | None:
        """The money of the year in all; None where the form has no such row."""
        return next((each for each in self.rows if each.key == "total"), None)

    def values(self, each: SpendingFacts) -> tuple[Any, ...]:
        """Return the values of a row by column; None for a cell that is not on the form."""
        return tuple(getattr(each.row, column.key) for column in self.columns)


@once_per_form
def execution_facts(facts: ResultsFacts) -> ExecutionFacts:
    """Return the rows and columns of the execution of a budget that a form has, with the words of the form."""
    execution, columns = facts.form.execution, columns_of(Spending)
    rows = [
        SpendingFacts(key, facts.titles.title("execution", key), row)
        for key in titles_of(Execution)
        if (row := getattr(execution, key)) is not None
        and any(getattr(row, column.key) is not None for column in columns)
    ]
    used = (column for column in columns if any(getattr(each.row, column.key) is not None for each in rows))
    named = (column._replace(title=facts.titles.title("execution", "total", column.key)) for column in used)
    return ExecutionFacts(tuple(rows), tuple(named))
