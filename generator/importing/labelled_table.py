"""Reads a table by its printed words: which of its cells hold which fields of a record."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.forms.drawings.drawing import Path
from generator.forms.drawings.label_names import LabelNames, folded, is_neutral, is_number, is_personal, is_total
from generator.forms.drawings.vocabulary import OTHER
from generator.forms.fields import COUNT, MONEY
from generator.importing.box_grid import Box, BoxGrid, Region, is_word
from generator.importing.label_matching import INDICATORS, TASKS, LabelMatcher
from generator.importing.slips import DASHES, POINTS

# What the drawing has in a cell: a field, personal data, the number of a row, words among which there are fields.
PERSONAL, NUMBER = ("-",), ("#",)
INLINE = re.compile(r"(?P<word>[^\s:：，。；、]{2,16})[:：](?:\s*[（(](?:盖章|公章|签章|章)[）)])?")
UNITS = re.compile(r"(?P<word>(?:金额|货币)?单位[:：]\s*)(?P<unit>万元|元)")
# The signs of names of own fields that the language of drawings has for itself.
SIGNS = re.compile(r"[！～？：＝.:=!~?{}｛｝|\s]")
IDEOGRAPH = re.compile("[\u3400-\u9fff]")
EXECUTION_WEIGHT = ("execution_weight",)
IN_BRACKETS = re.compile(r"(?P<word>[^（()）]{2,12})(?P<open>[（(])[0-9]{1,3}(?:\.[0-9]+)?(?P<close>分?[)）])")
NOTES = re.compile("(?:注|备注|填表说明|注意)[:：]")
SPENT = ("budget", "by_type")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about the value at a path, or about the form where that is (): a key of the catalogue, and a box."""

    path: Path
    key: str
    box: Box


@dataclass(slots=True)
class LabelledTable:
    """The result of reading a table by its words.

    paths   the field of each box that holds one; of a list those of its first row
    inline  the words and fields of boxes with words before their values
    lists   the rows of each list
    skipped the rows that are no part of the form as it is read
    """

    paths: dict[Box, Path] = field(default_factory=dict)
    inline: dict[Box, list[str | Path]] = field(default_factory=dict)
    printed: set[Box] = field(default_factory=set)
    lists: dict[Path, range] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)


class TableLabels:
    """Reads one table by the words of one kind of form."""

    def __init__(self, grid: BoxGrid, names: LabelNames) -> None:
        self.grid = grid
        self.names = names
        self.matcher = LabelMatcher(names, tuple(box.text for box in grid.boxes if box.is_label))
        self.table = LabelledTable()
        self.headings: dict[Box, Box] = {}
        self.used: set[Box] = set()
        self.slipped: set[Box] = set()

    def read(self) -> LabelledTable:
        """Return the fields of all boxes."""
        self.read_regions()
        rows = {row for some in self.table.lists.values() for row in some}
        for box in (box for box in self.grid.boxes if box.row not in rows and box.row not in self.table.skipped):
            (self.read_points if box.is_label else self.read_box)(box)
        self.drop_conflicts()
        self.doubt_unused()
        return self.table

    def read_regions(self) -> None:
        """Find the rows of headings, and the lists and the values below them."""
        row = 0
        while row < self.grid.height:
            headings = self.grid.headings(row, self.matcher.list_names)
            region = self.grid.region(row, headings, self.may_be_value) if headings else None
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

    def may_be_value(self, text: str) -> bool:
        """Whether a printed word may be the name of a task."""
        return any(path[:2] == SPENT for path in self.names.fields(text)) and self.names.kind == "department"

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
            boxes = (self.grid.at(row, heading.column) for row in region.rows)
            yield heading.text, [box.text for box in boxes if box]

    def ordered_tasks(self, words: Sequence[str]) -> list[Path]:
        """Return the lists of tasks that these words may be over, the nearest first."""
        if self.names.kind != "department":
            return []
        groups = Counter(path for word in words for path in self.names.fields(word))
        return sorted(TASKS, key=lambda path: -groups[path])

    def add_list(self, rows: Path, region: Region, columns: Sequence[Path | None]) -> None:
        """Add the columns of a list."""
        self.table.lists[rows] = region.rows
        self.used.update(region.headings)
        for heading, path in zip(region.headings, columns, strict=True):
            box = self.grid.at(region.rows.start, heading.column)
            found = path or self.own_column(rows, heading)
            if box and found:
                self.table.paths[box] = found
                if heading in self.slipped:
                    self.doubt(found, "headless", heading)

    def own_column(self, rows: Path, heading: Box) -> Path | None:
        """Return what a column holds that is no field: personal data, a number, or a column of the form's own."""
        if is_personal(heading.text):
            return PERSONAL
        if is_number(heading.text):
            return NUMBER
        name = own_name(folded(heading.text))
        if name and not self.names.is_own(heading.text, in_list=True):
            self.doubt((*rows, name), "own", heading)
        return (*rows, name) if name else None

    def read_further_list(self, region: Region) -> int:
        """Read the rows of another list of tasks below the same headings; returns the row after it."""
        start = region.rows.stop
        group = self.grid.at(start, region.headings[0].column - 1) if start < self.grid.height else None
        if group is None or not group.is_label or group.row != start or INDICATORS in self.table.lists:
            return start
        lists = [path for path in TASKS if path in self.names.fields(group.text) and path not in self.table.lists]
        end = self.grid.end_of_region(start - 1, region.headings, self.may_be_value) if lists else start
        rows = range(start, min(end, group.bottom))
        further = Region(region.headings, rows)
        columns = self.matcher.columns(lists[0], [*self.columns(further)]) if rows else None
        if not columns:
            return start
        self.add_list(lists[0], further, columns)
        self.used.add(group)
        return rows.stop

    def doubt_headless(self, region: Region) -> None:
        """Doubt all columns of a region where some column of texts has no heading, as rows have that have slipped."""
        first = region.rows.start
        is_headless = any(
            box.is_filled
            and not box.is_label
            and box.column >= region.headings[0].column
            and not any(box.is_under(heading) for heading in region.headings)
            and box.row == first
            for box in self.grid.row(first)
        )
        self.slipped.update(region.headings if is_headless else ())

    def take_headings(self, headings: Sequence[Box], rows: range) -> None:
        """Note the heading of each value in some rows that are in no list."""
        for row in rows:
            for heading in headings:
                box = self.grid.at(row, heading.column)
                if box and box.is_under(heading) and not box.is_label:
                    self.headings.setdefault(box, heading)

    def read_box(self, box: Box) -> None:
        """Find the field of a box that is no label and in no list."""
        if box in self.table.paths or box in self.table.printed or self.is_note(box):
            return
        if box.is_filled and self.read_inline(box):
            return
        labels = self.direct_labels(box)
        if not labels:
            self.read_unlabelled(box)
            self.doubt_short_row(box)
            return
        self.used.update(labels)
        around = [each for label in labels for each in (*self.grid.labels_left(label), *self.grid.labels_above(label))]
        words, others = [label.text for label in labels], [each.text for each in (*around, *self.grid.section(box.row))]
        if any(map(is_personal, words)):
            self.table.paths[box] = PERSONAL
        elif (total := self.total(words)) and total in self.matcher.fields:
            self.add_field(box, total)
        elif path := self.matcher.field(words, others):
            self.add_field(box, path)
            if any(map(self.is_mixed, around)):
                self.doubt(path, "tie", box)
        elif path := self.matcher.field(words, (*others, *self.matcher.words)):
            self.add_field(box, path)
            self.doubt(path, "tie", box)
        elif box.is_filled or (len(words) == 1 and not self.is_group(words[0])):
            self.add_own(box, labels)

    def direct_labels(self, box: Box) -> list[Box]:
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

    def is_note(self, box: Box) -> bool:
        """Whether a box is a note over a whole row."""
        return box.colspan == self.grid.width and NOTES.match(box.text.strip()) is not None

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

    def add_field(self, box: Box, path: Path) -> None:
        """Add the field of a box; a dash where a figure would be is printed."""
        kind = self.matcher.fields[path].kind
        if (kind in (MONEY, COUNT) or path[-1] in (*POINTS, "rate")) and DASHES.fullmatch(box.text.strip()):
            self.table.printed.add(box)
            return
        self.table.paths[box] = path
        if self.headings.get(box) in self.slipped:
            self.doubt(path, "headless", box)
        if self.has_other_value(box):
            self.doubt(path, "beside", box)
        if contained_label(box.text, self.names):
            self.doubt(path, "inside", box)

    def has_other_value(self, box: Box) -> bool:
        """Whether another text without a label of its own is at the right of a value, or below its label."""
        right, left = self.grid.right(box), self.grid.left(box)
        below = self.grid.at(left.bottom, left.column) if left and left.is_label and left.column else None
        after = self.grid.right(below) if below else None
        is_value = below and left and below.is_under(left) and not (after and after.is_label)
        return any(
            each and each.is_filled and not each.is_label and each not in self.headings and not self.is_inline(each)
            for each in (right, below if is_value else None)
        )

    def add_own(self, box: Box, labels: Sequence[Box]) -> None:
        """Add a cell of the form's own, which its words name."""
        if name := own_name(" ".join(folded(label.text) for label in labels)):
            path = (*OTHER, name)
            self.table.paths[box] = path
            if not (len(labels) == 1 and self.names.is_own(labels[0].text, in_list=False)):
                self.doubt(path, "own", labels[0])
            if contained_label(box.text, self.names):
                self.doubt(path, "inside", box)

    def read_unlabelled(self, box: Box) -> None:
        """Read a word that is not known, and the value at its right."""
        value = self.grid.right(box)
        if box.is_filled and is_word(box.text) and self.is_over_rows(box):
            self.table.printed.add(box)
            self.doubt((), "word", box)
            return
        if not box.is_filled or box in self.headings or not is_word(box.text) or value is None or value.is_label:
            return
        if value.row != box.row or value in self.headings or self.is_inline(value):
            return
        if name := own_name(folded(box.text)):
            self.table.printed.add(box)
            self.table.paths[value] = (*OTHER, name)
            self.doubt((*OTHER, name), "own", box)

    def is_mixed(self, label: Box) -> bool:
        """Whether a value is at the right of the first row of a label, and another label at that of a further one."""
        first, *others = (self.grid.at(row, label.end) for row in range(label.row, label.bottom))
        has_value = first is not None and first.is_filled and not first.is_label
        return has_value and any(each and each.is_label for each in others)

    def doubt_short_row(self, box: Box) -> None:
        """Doubt the last value of a row of several labels and values behind which one blank cell ends the row."""
        last = self.grid.left(box)
        if box.is_filled or box.end < self.grid.width or box.colspan > 1 or last not in self.table.paths:
            return
        values = [each for each in self.grid.row(box.row) if each in self.table.paths and each not in self.headings]
        if last and len(values) > 1:
            self.doubt(self.table.paths[last], "short", last)

    def is_over_rows(self, box: Box) -> bool:
        """Whether a box is at the left of several rows that begin with labels."""
        beside = [self.grid.at(row, box.end) for row in range(box.row, box.bottom)]
        return box.column == 0 and len(beside) > 1 and all(each and each.is_label for each in beside)

    def is_inline(self, box: Box) -> bool:
        """Whether a box begins with a printed word and a colon."""
        return bool(inline_parts(box.text, self.names))

    def read_inline(self, box: Box) -> bool:
        """Read a box with printed words and their values; returns whether it is one."""
        parts: list[str | Path] = []
        for word, value in inline_parts(box.text, self.names):
            parts.append(word)
            bare = folded(word)
            if UNITS.match(word + value):
                parts.append(("unit",))
            elif is_personal(bare):
                parts.append(PERSONAL)
            else:
                path = self.matcher.field([bare], [each.text for each in self.grid.section(box.row)])
                name = own_name(bare)
                if path is None and not (name and self.names.is_own(bare, in_list=False)):
                    return False
                parts.append(path or (*OTHER, name))
        self.table.inline.update({box: parts} if parts else {})
        return bool(parts)

    def read_points(self, box: Box) -> None:
        """Read a label with points in brackets at its end, such as those for the rate of execution."""
        match = IN_BRACKETS.fullmatch(box.text.strip())
        if match and EXECUTION_WEIGHT in self.names.fields(match["word"]) and EXECUTION_WEIGHT in self.matcher.fields:
            self.table.inline[box] = [match["word"] + match["open"], EXECUTION_WEIGHT, match["close"]]
            self.used.add(box)

    def drop_conflicts(self) -> None:
        """Take fields away that several boxes would hold, and cells in which nothing is where one has a text."""
        inside = [part for parts in self.table.inline.values() for part in parts if isinstance(part, tuple)]
        counts = Counter([*self.table.paths.values(), *inside])
        for box, path in [*self.table.paths.items()]:
            if counts[path] > 1 and path not in (PERSONAL, NUMBER):
                del self.table.paths[box]
        for box, parts in [*self.table.inline.items()]:
            if any(
                isinstance(part, tuple) and part not in (PERSONAL, ("unit",)) and counts[part] > 1 for part in parts
            ):
                del self.table.inline[box]
        left = {*self.table.paths.values()}
        self.table.doubts = [doubt for doubt in self.table.doubts if not doubt.path or doubt.path in left]

    def doubt_unused(self) -> None:
        """Doubt the words of fields that have no value, and words that are not known as words."""
        for box in self.grid.boxes:
            is_group = self.is_group(box.text) or (self.is_over_labels(box) and self.may_be_group(box))
            if box.is_label and box not in self.used and not is_neutral(box.text) and not is_group:
                self.doubt((), "unused", box)

    def may_be_group(self, label: Box) -> bool:
        """Whether a label is over several rows or columns, or its words may name a group of fields."""
        groups = any(path not in self.matcher.fields for path in self.names.fields(label.text))
        return groups or label.rowspan > 1 or label.colspan > 1

    def is_over_labels(self, box: Box) -> bool:
        """Whether other labels that are used are at the right of a label or below it."""
        beside = [self.grid.at(row, box.end) for row in range(box.row, box.bottom)]
        below = [self.grid.at(box.bottom, column) for column in range(box.column, box.end)]
        return any(each and each.is_label and each in self.used for each in (*beside, *below))

    def doubt(self, path: Path, key: str, box: Box) -> None:
        """Add a doubt."""
        self.table.doubts.append(Doubt(path, key, box))


def own_name(text: str) -> str:
    """Return a printed word as the name of an own field; "" where it can be none."""
    name = SIGNS.sub("", text) if " " not in text.strip() else " ".join(SIGNS.sub("", part) for part in text.split())
    return name if IDEOGRAPH.search(name) else ""


def inline_parts(text: str, names: LabelNames) -> list[tuple[str, str]]:
    """Return the printed words in a text that begins with one, each with its colon, and the values behind them."""
    starts = [match for match in INLINE.finditer(text) if names.is_label(match["word"]) or UNITS.match(match[0] + "元")]
    if not starts or text[: starts[0].start()].strip():
        return []
    ends = [*(match.start() for match in starts[1:]), len(text)]
    return [(match[0], text[match.end() : end].strip()) for match, end in zip(starts, ends, strict=True)]


def contained_label(text: str, names: LabelNames) -> bool:
    """Whether a value contains the name of a field with a colon, as texts do into which several cells have run."""
    words: Iterator[str] = (match["word"] for match in INLINE.finditer(text))
    return any(names.fields(word) or is_personal(word) for word in words if not is_neutral(word))
