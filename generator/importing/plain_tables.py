"""Reads the rows of CSV and TSV files."""

import csv
from functools import partial
from io import StringIO
from pathlib import PurePath

from generator.importing.source import MOST_CELLS, Contents, SourceCell, SourceTable, refusal, text_of
from generator.words import translate


def read_plain_table(delimiter: str, name: str, data: bytes) -> Contents:
    """Return the rows of a file as a table without merged cells; raises UsageError for one that is no text."""
    try:
        rows = list(csv.reader(StringIO(text_of(name, data)), delimiter=delimiter, strict=True))
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
    # Without the folder of the file, for the place is written into the draft.
    return [SourceTable(PurePath(name).name, tuple(cells))], []


read_csv = partial(read_plain_table, ",")
read_tsv = partial(read_plain_table, "\t")
