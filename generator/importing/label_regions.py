"""Finds the rows of headings of a table, the lists below them, and the headings of values that are in no list."""

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.forms.drawings.drawing import Path
from generator.forms.drawings.label_names import folded, is_number, is_personal, is_total
from generator.importing.inline_labels import own_name
from generator.importing.label_matching import INDICATORS, TASKS, LabelMatcher
from generator.importing.labelled_table import NUMBER, PERSONAL, LabelledTable
from generator.importing.table_grid import FEWEST_NAMES, MayBeValue, PlacedCell, Region, TableGrid

DEPARTMENT = "department"
SPENT = ("budget", "by_type")


class RegionReader:
    """Reads the lists of one table.

    `headings` are those of the values in no list, `slipped` the headings of columns beside one without.
    """

    def __init__(self, grid: TableGrid, matcher: LabelMatcher, table: LabelledTable) -> None:
        self.grid = grid
        self.names = matcher.names
        self.matcher = matcher
        self.table = table
        self.headings: dict[PlacedCell, PlacedCell] = {}
        self.slipped: set[PlacedCell] = set()

    def read(self) -> None:
        """Find the rows of headings, and the lists and the values below them."""
        row = 0
        while row < self.grid.height:
            headings = self.grid.headings(row, self.matcher.list_names)
            region = self.grid.region(row, headings, self.values_below(headings)) if headings else None
            if region is None:
                row += 1
                continue
            row = region.rows.stop
            self.doubt_headless(region)
            if not self.read_list(region):
                self.take_headings(region.headings, region.rows)
                row = region.rows.start
                continue
            row = self.read_further_list(region)
            if row < self.grid.height and any(is_total(box.text) for box in self.grid.row(row) if box.row == row):
                self.take_headings(region.headings, range(row, row + 1))

    def values_below(self, headings: Sequence[PlacedCell]) -> MayBeValue:
        """Return whether the cells of a row may be values below some headings.

        The name of a task may be that of a kind of spending, and that of an indicator the name of a field.
        """
        is_list = sum(self.matcher.is_of_list_alone(heading.text) for heading in headings) >= FEWEST_NAMES

        def are_values(row: Sequence[PlacedCell]) -> bool:
            labels = [box for box in row if box.is_label and not self.is_spending(box.text)]
            return not labels or (is_list and len(labels) == 1 and not row[0].is_label and not is_total(labels[0].text))

        return are_values

    def is_spending(self, text: str) -> bool:
        """Whether a word names a kind of spending of a department."""
        return any(path[:2] == SPENT for path in self.names.fields(text)) and self.names.kind == DEPARTMENT

    def read_list(self, region: Region) -> bool:
        """Read the columns of a list; returns whether the headings are those of one.

        The rows of a list that is not known are no part of the form as it is read.
        """
        upper = [box.text for heading in region.headings for box in self.grid.labels_above(heading)]
        upper += [box.text for box in self.grid.labels_left(region.headings[0])]
        for rows in (INDICATORS, *self.ordered_tasks(upper)):
            columns = None if rows in self.table.lists else self.matcher.columns(rows, [*self.columns(region)])
            if columns is not None:
                self.add_list(rows, region, columns)
                return True
        is_list = sum(self.matcher.is_of_list_alone(heading.text) for heading in region.headings) > 1
        self.table.skipped.update(region.rows if is_list else ())
        return is_list

    def columns(self, region: Region) -> Iterator[tuple[str, list[str]]]:
        """Yield the heading of each column of a region, and its texts."""
        for heading in region.headings:
            yield heading.text, [box.text for box in self.cells_below(heading, region)]

    def cells_below(self, heading: PlacedCell, region: Region) -> list[PlacedCell]:
        """Return the cells under a heading, row by row."""
        boxes = (self.grid.below(heading, row, region.headings) for row in region.rows)
        return [box for box in boxes if box]

    def ordered_tasks(self, words: Sequence[str]) -> list[Path]:
        """Return the lists of tasks that these words may be over, the nearest first."""
        if self.names.kind != DEPARTMENT:
            return []
        groups = Counter(path for word in words for path in self.names.fields(word))
        return sorted(TASKS, key=lambda path: -groups[path])

    def add_list(self, rows: Path, region: Region, columns: Sequence[Path | None]) -> None:
        """Add the columns of a list."""
        self.table.lists[rows] = region.rows
        self.table.used.update(region.headings)
        # The heading of an own column may be no known word.
        self.table.printed.update(region.headings)
        for heading, path in zip(region.headings, columns, strict=True):
            cells = self.cells_below(heading, region)
            if found := path or self.own_column(rows, heading):
                self.table.paths[cells[0]] = found
                self.table.columns[cells[0]] = tuple(cells)
                if heading in self.slipped:
                    self.table.doubt(found, "headless", heading)

    def own_column(self, rows: Path, heading: PlacedCell) -> Path | None:
        """Return what a column holds that is no field: personal data, a number, or a column of the form's own."""
        if is_personal(heading.text):
            return PERSONAL
        if is_number(heading.text):
            return NUMBER
        name = own_name(folded(heading.text))
        if name and not self.names.is_own(heading.text, in_list=True):
            self.table.doubt((*rows, name), "own", heading)
        return (*rows, name) if name else None

    def read_further_list(self, region: Region) -> int:
        """Read the rows of another list of tasks below the same headings; returns the row after it."""
        start = region.rows.stop
        group = self.grid.at(start, region.headings[0].column - 1) if start < self.grid.height else None
        if group is None or not group.is_label or group.row != start or INDICATORS in self.table.lists:
            return start
        lists = [path for path in TASKS if path in self.names.fields(group.text) and path not in self.table.lists]
        end = (
            self.grid.end_of_region(start - 1, region.headings, self.values_below(region.headings)) if lists else start
        )
        rows = range(start, min(end, group.bottom))
        further = Region(region.headings, rows)
        columns = self.matcher.columns(lists[0], [*self.columns(further)]) if rows else None
        if not columns:
            return start
        self.add_list(lists[0], further, columns)
        self.table.used.add(group)
        return rows.stop

    def doubt_headless(self, region: Region) -> None:
        """Doubt all columns of a region where some column of texts has no heading, as rows have that have slipped."""
        first = region.rows.start
        under = {self.grid.below(heading, first, region.headings) for heading in region.headings}
        is_headless = any(
            box.is_filled
            and not box.is_label
            and box.column >= region.headings[0].column
            and box not in under
            and box.row == first
            for box in self.grid.row(first)
        )
        self.slipped.update(region.headings if is_headless else ())

    def take_headings(self, headings: Sequence[PlacedCell], rows: range) -> None:
        """Record the heading of each value in some rows that are in no list."""
        for row in rows:
            for heading in headings:
                box = self.grid.at(row, heading.column)
                if box and box.is_under(heading) and not box.is_label:
                    self.headings.setdefault(box, heading)
