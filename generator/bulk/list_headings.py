"""Finds the row with the names of the columns of a list, and what stands above it: title and unit of money."""

from generator.bulk.drafts import HeadedTable
from generator.bulk.list_columns import MONEY_UNIT, cell_names, folded_name, key_names
from generator.bulk.row_tables import RowTable
from generator.forms.drawings.vocabulary import SHAPES

# How many rows at the top may be above the names of columns.
MOST_ABOVE = 10


def all_names() -> set[str]:
    """Return all names of columns that are known without a drawing."""
    return {*key_names(), *(name for kind in SHAPES for name in cell_names(kind))}


def headed_table(table: RowTable) -> HeadedTable:
    """Return a list with the names of its columns: the row near the top with the most names that are known.

    A cell without a name there has that of the row above, for a name may be merged over two rows.
    """
    known = all_names()
    best: tuple[int, int, list[str]] = (0, 1, [])
    for number, row in enumerate(table.rows[:MOST_ABOVE], 1):
        before = table.rows[number - 2] if number > 1 else []
        width = max(len(row), len(before))
        pairs = ((row[at] if at < len(row) else "", before[at] if at < len(before) else "") for at in range(width))
        heads = [" ".join((text.strip() or above.strip()).split()) for text, above in pairs]
        count = sum(folded_name(head) in known for head in heads)
        if count > best[0]:
            best = count, number + 1, heads
    return HeadedTable(table, best[2], best[1])


def money_units(headed: HeadedTable) -> set[str]:
    """Return the units of money that a list names above its rows."""
    texts = [text for row in headed.table.rows[: headed.first - 1] for text in row if text]
    return {match[1] for text in texts for match in MONEY_UNIT.finditer(text)}


def list_title(headed: HeadedTable) -> str:
    """Return the title of a list: the first text above the names of its columns that is alone in its row."""
    for row in headed.table.rows[: headed.first - 2]:
        filled = [text for text in row if text.strip()]
        if len(filled) == 1 and not MONEY_UNIT.search(filled[0]):
            return " ".join(filled[0].split())
    return ""
