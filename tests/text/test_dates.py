"""Days, months and years in cells that hold nothing else."""

import pytest

from generator.text.dates import days_in


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("202601", (2026, 1), (2026, 1)),
        ("202612", (2026, 12), (2026, 12)),
        ("20260131", (2026, 1, 31), (2026, 1, 31)),
        ("2026-01", (2026, 1), (2026, 1)),
        ("2026.1", (2026, 1), (2026, 1)),
        ("2026/1/5", (2026, 1, 5), (2026, 1, 5)),
        ("2026-01-05 00:00:00", (2026, 1, 5), (2026, 1, 5)),
        ("2026年1月", (2026, 1), (2026, 1)),
        ("2026年2月28日", (2026, 2, 28), (2026, 2, 28)),
        ("2026年底", (2026,), (2026,)),
        ("2026年12月31日前", (2026, 12, 31), (2026, 12, 31)),
        ("2026", (2026,), (2026,)),
        ("202601-202612", (2026, 1), (2026, 12)),
        ("2026年1月至12月", (2026, 1), (2026, 12)),
    ],
)
def test_a_cell_that_holds_only_a_date(text: str, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    assert days_in(text) == (first, last)


@pytest.mark.parametrize("text", ["202613", "20260230", "1月", "长期", ""])
def test_a_cell_that_names_no_sure_day(text: str) -> None:
    assert days_in(text) is None
