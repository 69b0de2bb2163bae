"""Reads a table by its printed words: which of its cells hold which fields of a record."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generator.forms.drawings.drawing import Path
from generator.forms.drawings.label_names import LabelNames, folded, is_neutral, is_personal, is_total
from generator.forms.drawings.vocabulary import OTHER
from generator.forms.fields import COUNT, MONEY
from generator.importing.inline_labels import IN_BRACKETS, UNITS, contained_label, inline_parts, own_name
from generator.importing.label_matching import INDICATORS, LabelMatcher
from generator.importing.label_places import is_mixed, is_note, is_over_rows, labels_beside, texts_beside
from generator.importing.label_regions import RegionReader
from generator.importing.labelled_table import NUMBER, PERSONAL, UNIT, LabelledTable
from generator.importing.own_money import own_money
from generator.importing.slips import DASHES, POINTS
from generator.importing.table_grid import PlacedCell, TableGrid, is_word

EXECUTION_WEIGHT: Path = ("execution_weight",)
NAMES: tuple[Path, ...] = (("department",), ("name",))
# The fields that several cells may hold.
SHARED = (PERSONAL, NUMBER, UNIT)


class CellReader:
    """Reads one table by the words of one kind of form."""

    def __init__(self, grid: TableGrid, names: LabelNames) -> None:
        self.grid = grid
        self.names = names
        self.matcher = LabelMatcher(names, tuple(box.text for box in grid.boxes if box.is_label))
        self.table = LabelledTable()
        regions = RegionReader(grid, self.matcher, self.table)
        regions.read()
        self.headings, self.slipped = regions.headings, regions.slipped
        self.over_columns = frozenset(self.headings.values())

    def read(self) -> LabelledTable:
        """Return the fields of all boxes."""
        rows = {row for some in self.table.lists.values() for row in some} | self.table.skipped
        for box in (box for box in self.grid.boxes if box.row not in rows):
            (self.read_points if box.is_label else self.read_box)(box)
        self.drop_conflicts()
        self.move_own_money()
        self.doubt_unused()
        return self.table

    def read_box(self, box: PlacedCell) -> None:
        """Find the field of a box that is no label and in no list."""
        if box in self.table.paths or box in self.table.printed or is_note(self.grid, box):
            return
        if box.is_filled and self.read_inline(box):
            return
        if labels := self.direct_labels(box):
            self.read_labelled(box, labels)
            self.table.used.update(labels if box in self.table.paths or box in self.table.printed else ())
        else:
            self.read_unlabelled(box)
            self.doubt_short_row(box)

    def read_labelled(self, box: PlacedCell, labels: Sequence[PlacedCell]) -> None:
        """Find the field of a box with labels of its own."""
        # A blank cell beside the last heading of a row is no value of it.
        if not box.is_filled and len(labels) == 1 and box not in self.headings and labels[0] in self.over_columns:
            return
        around = [each for label in labels for each in (*self.grid.labels_left(label), *self.grid.labels_above(label))]
        words, others = [label.text for label in labels], [each.text for each in (*around, *self.grid.section(box.row))]
        if any(map(is_personal, words)):
            self.table.paths[box] = PERSONAL
        elif (total := self.total(words)) and total in self.matcher.fields:
            self.add_field(box, total)
        elif path := self.matcher.field(words, others):
            self.add_field(box, path, is_sure=not any(is_mixed(self.grid, each) for each in around))
        elif path := self.matcher.field(words, (*others, *self.matcher.words)):
            self.add_field(box, path, is_sure=False)
        elif box.is_filled or (len(words) == 1 and not self.is_group(words[0])):
            self.add_own(box, labels)

    def direct_labels(self, box: PlacedCell) -> list[PlacedCell]:
        """Return the label of the row of a box and the heading above it; without a heading the label next to it.

        A label that is over the row of the headings too is that of a group.
        """
        left, heading = self.grid.left(box), self.headings.get(box)
        if heading is None:
            is_alone = left and left.is_label and not (box.is_filled and self.is_group(left.text))
            return [left] if left and is_alone else []
        while left and left in self.headings:
            left = self.grid.left(left)
        if left and left.row > heading.row and left.is_filled and not left.is_label:
            return []
        is_of_row = left and left.is_label and left.row > heading.row
        return [left, heading] if left and is_of_row else [heading]

    def total(self, words: Sequence[str]) -> Path:
        """Return the field of the sum of a column of points; () for other cells."""
        if not any(map(is_total, words)):
            return ()
        keys = {path[-1] for word in words for path in self.names.fields(word) if path[:1] == INDICATORS}
        return next(((f"{key}_total",) for key in ("weight", "score") if key in keys), ())

    def is_group(self, word: str) -> bool:
        """Whether a word is over groups alone, and names no field."""
        fields = self.matcher.fields
        return not any(path in fields and not fields[path].rows for path in self.names.fields(word)) and not (
            self.names.is_own(word, in_list=False) or is_personal(word)
        )

    def add_field(self, box: PlacedCell, path: Path, *, is_sure: bool = True) -> None:
        """Add the field of a box; a dash where a figure would be is printed."""
        kind = self.matcher.fields[path].kind
        if (kind in (MONEY, COUNT) or path[-1] in (*POINTS, "rate")) and DASHES.fullmatch(box.text.strip()):
            self.table.printed.add(box)
            if kind in (MONEY, COUNT):
                self.table.doubt((), "dash", box)
            return
        self.table.paths[box] = path
        beside = texts_beside(self.grid, box)
        doubts = {
            "tie": not is_sure,
            "headless": self.headings.get(box) in self.slipped,
            "beside": any(each not in self.headings and not self.is_inline(each) for each in beside),
            "inside": contained_label(box.text, self.names),
        }
        for key in (key for key, is_doubted in doubts.items() if is_doubted):
            self.table.doubt(path, key, box)

    def add_own(self, box: PlacedCell, labels: Sequence[PlacedCell]) -> None:
        """Add a cell of the form's own, which its words name."""
        if name := own_name(" ".join(folded(label.text) for label in labels)):
            path = (*OTHER, name)
            self.table.paths[box] = path
            if not (len(labels) == 1 and self.names.is_own(labels[0].text, in_list=False)):
                self.table.doubt(path, "own", labels[0])
            if contained_label(box.text, self.names):
                self.table.doubt(path, "inside", box)

    def read_unlabelled(self, box: PlacedCell) -> None:
        """Read a word that is not known, and the value at its right."""
        value = self.grid.right(box)
        if box.is_filled and is_word(box.text) and is_over_rows(self.grid, box):
            self.table.printed.add(box)
            self.table.doubt((), "word", box)
            return
        if not box.is_filled or box in self.headings or not is_word(box.text) or value is None or value.is_label:
            return
        if value.row != box.row or value in self.headings or self.is_inline(value):
            return
        if name := own_name(folded(box.text)):
            self.table.printed.add(box)
            self.table.paths[value] = (*OTHER, name)
            self.table.doubt((*OTHER, name), "own", box)

    def doubt_short_row(self, box: PlacedCell) -> None:
        """Doubt the last value of a row of several labels and values behind which one blank cell ends the row."""
        last = self.grid.left(box)
        if box.is_filled or box.end < self.grid.width or box.colspan > 1 or last not in self.table.paths:
            return
        values = [each for each in self.grid.row(box.row) if each in self.table.paths and each not in self.headings]
        if last and len(values) > 1:
            self.table.doubt(self.table.paths[last], "short", last)

    def is_inline(self, box: PlacedCell) -> bool:
        """Whether a box begins with a printed word and a colon."""
        return bool(inline_parts(box.text, self.names))

    def read_inline(self, box: PlacedCell) -> bool:
        """Read a box with printed words and their values; returns whether it is one."""
        parts: list[str | Path] = []
        for word, value in inline_parts(box.text, self.names):
            parts.append(word)
            bare = folded(word)
            if UNITS.match(word + value):
                parts.append(UNIT)
            elif is_personal(bare):
                parts.append(PERSONAL)
            else:
                left = self.grid.left(box)
                beside = [folded(each) for each, _ in inline_parts(left.text, self.names)] if left else []
                path = self.matcher.field([bare], [*beside, *(each.text for each in self.grid.section(box.row))])
                name = own_name(bare)
                if path is None and not (name and self.names.is_own(bare, in_list=False)):
                    return False
                parts.append(path or (*OTHER, name))
        self.table.inline.update({box: parts} if parts else {})
        return bool(parts)

    def read_points(self, box: PlacedCell) -> None:
        """Read a label with points in brackets at its end, such as those for the rate of execution."""
        match = IN_BRACKETS.fullmatch(box.text.strip())
        if match and EXECUTION_WEIGHT in self.names.fields(match["word"]) and EXECUTION_WEIGHT in self.matcher.fields:
            self.table.inline[box] = [match["word"] + match["open"], EXECUTION_WEIGHT, match["close"]]
            self.table.used.add(box)

    def drop_conflicts(self) -> None:
        """Take fields away that several boxes would hold; a word that may name an own cell gives way to another."""
        self.rename_own()
        inside = [part for parts in self.table.inline.values() for part in parts if isinstance(part, tuple)]
        counts = Counter([*self.table.paths.values(), *inside])
        double = {path for path, count in counts.items() if count > 1 and path not in SHARED}
        self.table.paths = {box: path for box, path in self.table.paths.items() if path not in double}
        self.table.inline = {box: parts for box, parts in self.table.inline.items() if double.isdisjoint(parts)}
        self.doubt_names()
        kept = {*self.table.paths.values(), *(part for parts in self.table.inline.values() for part in parts)}
        self.table.doubts = [doubt for doubt in self.table.doubts if not doubt.path or doubt.path in kept]

    def move_own_money(self) -> None:
        """Put own lines of money into the groups that they are parts of."""
        moved = own_money(self.grid, self.names, self.table.paths)
        old = {self.table.paths[box]: path for box, path in moved.items()}
        self.table.paths.update(moved)
        self.table.doubts = [replace(doubt, path=old.get(doubt.path, doubt.path)) for doubt in self.table.doubts]

    def rename_own(self) -> None:
        """Name cells of the form's own by words that may be theirs, where another cell has the field."""
        counts = Counter([*self.table.paths.values(), *(part for some in self.table.inline.values() for part in some)])
        for box, path in [*self.table.paths.items()]:
            word = left.text if (left := self.grid.left(box)) else ""
            if counts[path] > 1 and self.names.may_be_own(word):
                self.table.paths[box] = (*OTHER, own_name(folded(word)))
        for parts in self.table.inline.values():
            for at, part in enumerate(parts):
                word = str(parts[at - 1])
                if isinstance(part, tuple) and counts[part] > 1 and self.names.may_be_own(word):
                    parts[at] = (*OTHER, own_name(folded(word)))

    def doubt_names(self) -> None:
        """Doubt the name of a department or a project under a word that is another cell's on other forms."""
        for box, path in self.table.paths.items():
            left = self.grid.left(box)
            if path in NAMES and left and self.names.may_be_own(left.text):
                self.table.doubt(path, "tie", box)
        for box, parts in self.table.inline.items():
            for word, part in zip(parts[::2], parts[1::2], strict=False):
                if part in NAMES and self.names.may_be_own(str(word)):
                    self.table.doubt(tuple(part), "tie", box)

    def doubt_unused(self) -> None:
        """Doubt the words of fields that have no value, and are not those of a group."""
        for box in self.grid.boxes:
            if not box.is_label or box in self.table.used:
                continue
            if self.has_label_for_value(box) or not (is_neutral(box.text) or self.is_over_labels(box)):
                self.table.doubt((), "unused", box)

    def has_label_for_value(self, label: PlacedCell) -> bool:
        """Whether the cell for the value of a label holds another label that has no value."""
        right = self.grid.right(label)
        is_beside = right and right.is_label and (right.row, right.rowspan) == (label.row, label.rowspan)
        return bool(is_beside) and right not in self.table.used and not self.is_group(label.text)

    def is_over_labels(self, label: PlacedCell) -> bool:
        """Whether a label is that of a group: by its words alone, or over other labels that have values."""
        fields = self.matcher.fields
        may_be_group = any(path not in fields for path in self.names.fields(label.text))
        is_large = label.rowspan > 1 or label.colspan > 1
        has_used = not self.table.used.isdisjoint(labels_beside(self.grid, label))
        return self.is_group(label.text) or ((may_be_group or is_large) and has_used)
