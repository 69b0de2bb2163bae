"""Rows of tables of one row for each body, of which pages of topics and questions consist."""

from collections.abc import Iterable

from markupsafe import escape

from generator.content.markdown import Html
from generator.output.cell_html import text_html
from generator.output.pages.list_tables import ListRow, ListTable


def list_rows(table: ListTable, rows: Iterable[ListRow], root: str) -> Html:
    """Some rows of a table; `root` leads from the page to its site."""
    starts = [
        f'<td{attribute("class", column.role)} data-label="{text_html(column.title)}"' for column in table.columns
    ]
    return Html("".join(list_row(row, starts, root, has_year=table.has_years) for row in rows))


def list_row(row: ListRow, starts: Iterable[str], root: str, *, has_year: bool) -> str:
    """One row, whose cells begin with these start tags."""
    year = f'<span class="list__year">{text_html(row.year)}</span> ' if has_year else ""
    cells = "".join(
        f"{start}{attribute('data-value', cell.value)}>{escape(cell.html)}</td>"
        for start, cell in zip(starts, row.cells, strict=True)
    )
    return (
        f"<tr{attribute('id', row.id)}{attribute('data-city', row.city)}{attribute('data-year', row.year)}>"
        f'<th scope="row">{year}<a href="{root}{escape(row.path)}">{text_html(row.name)}</a></th>{cells}</tr>\n'
    )


def attribute(name: str, value: str) -> str:
    """An attribute of an element; none for an empty value."""
    return f' {name}="{text_html(value)}"' if value else ""
