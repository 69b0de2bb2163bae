"""Reads the rows of CSV and TSV files."""

import csv
from functools import partial
from io import StringIO

from generator.importing.source import Contents, SourceCell, SourceTable, refusal
from generator.text.files import decoded
from generator.words import translate

MOST_CELLS = 50_000


def read_plain_table(delimiter: str, name: str, data: bytes) -> Contents:
    """Return the rows of a file as a table without merged cells; raises UsageError for one that is no text."""
    text, problems = decoded(name, data)
    if problems and ("form", "GBK") in problems[0].values:
        text, problems = decoded(name, data.decode("gb18030", "replace").encode("utf-8"))
    if problems:
        raise refusal(name, "mismatch")
    try:
        rows = list(csv.reader(StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise refusal(name, "broken") from error
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise refusal(name, "cells")
    cells = [
        SourceCell(row, column, text, place=translate("importing.place.cell", row=row, column=column))
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate([*texts, *[""] * (width - len(texts))], 1)
    ]
    if not any(cell.text.strip() for cell in cells):
        raise refusal(name, "empty")
    return [SourceTable(name, tuple(cells))], []


read_csv = partial(read_plain_table, ",")
read_tsv = partial(read_plain_table, "\t")
