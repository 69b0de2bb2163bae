"""How many rows the lists of a page show."""

MOST_ROWS = 120
# A list of more rows than the first shows the second, and the browser loads the others.
LONG_LIST, FIRST_ROWS = 100, 50
# Indicators take up more room than departments.
FIRST_INDICATORS = 25


def first_rows(count: int, first: int = FIRST_ROWS) -> int:
    """How many rows of a long list are in the page."""
    return count if count <= LONG_LIST else first
