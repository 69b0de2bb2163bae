"""Approved changes of a form after its publication: parsing of cell names, reversal, and checks.

A change names its cell in the words of the form (`绩效指标 第3行 指标值`). What it did to a whole
row, or to a cell that is no longer there, cannot be undone.
"""

import difflib
import re
from collections.abc import Iterable, Iterator

from generator.content.cell_problems import CellProblem
from generator.content.consistency import CONFIRMED
from generator.forms.cells import WITHHELD_TOTAL, CellPath, anchor, cell_texts, cells, values_under
from generator.forms.fields import BLANK, OWN_NAME, WITHHELD, FieldGroup, group_inside, title_of, titles_of
from generator.forms.model import Adjustment, Change, Form, Record, form_keys
from generator.text.folding import plain_form
from generator.text.normalize import normalized, without_spaces

Texts = dict[CellPath, str]

ROW = re.compile("第([1-9][0-9]{0,3})行")
RULE = re.compile(f"V[0-9]{{2}}|{'|'.join(CONFIRMED)}")
UNSAID = frozenset((BLANK, WITHHELD))
# What a change has in place of a text that is not quoted: strong words in a text of any length, weak ones where
# little else is beside them. Both are searched in the folded form of a text.
STRONG_UNSAID = re.compile(
    r"(?:[不未非无免]|不[能应可再]|暂[缓不]|限制|豁免|免[予于]|无法)(?:[予以宜便得对外做作再向社会]{0,4})(?:公[开布示]|披露|列示|显示)"
    r"|[依按](?:法|照?[规規]定?)(?:不|未|隐|略|省|遮)|隐[去藏]|遮[盖蔽掩]|略去|从略|另行报送|已删[去除]"
)
WEAK_UNSAID = re.compile(r"依[法规規]|[涉保秘机绝]密|\(密\)|^密$|省略|略$|^\(?略\)?$|删去|敏感|脱密|不[详便]")
SIGNS_UNSAID = re.compile(r"^[\W_×xX]*[*×xX■□█▇◼●○〇]+[\W_×xX万元]*$|[*×xX■█▇◼]{2,}")
LONGEST_UNSAID = 30


def cell_path(words: str, shape: type[FieldGroup] = Record) -> CellPath | None:
    """The path of a cell, row or group named in the words of the form; None for any other words."""
    rest = without_spaces(words)
    for key in titles_of(shape):
        title = without_spaces(title_of(shape, key))
        if not rest.startswith(title):
            continue
        group, left = group_inside(shape.model_fields[key].annotation), rest.removeprefix(title)
        # A cell that is named like its group is named once: 财政供养人员数.
        names = {field.title for field in group.model_fields.values()} if group else ()
        rest_path = path_in(left or (title if title in names else ""), group)
        if rest_path is not None:
            return (key, *rest_path)
    return None


def named_path(words: str, shape: type[Form], paths: Iterable[CellPath]) -> CellPath | None:
    """The path of a cell named in the words of the form, which may be one of its own cells, among these paths."""
    if path := cell_path(words, shape):
        return path
    own = (path for path in paths if OWN_NAME.search(str(path[-1])))
    plain = without_spaces(words)
    return next((path for path in own if without_spaces(title_of(shape, *path)) == plain), None)


def path_in(rest: str, shape: type[FieldGroup] | None) -> CellPath | None:
    """The rest of a path inside a field: nothing, a row, or one of its own fields."""
    row = ROW.match(rest)
    number = (int(row[1]) - 1,) if row else ()
    rest = rest[row.end() :] if row else rest
    if not rest:
        return number
    rest_path = cell_path(rest, shape) if shape else None
    return None if rest_path is None else (*number, *rest_path)


class AdjustmentMismatch(Exception):
    """A change that cannot be reversed: its number, and the present text of its cell, None where there is no cell."""

    def __init__(self, row: int, now: str | None) -> None:
        super().__init__(row)
        self.row = row
        self.now = now


def before_adjustment(texts: Texts, adjustment: Adjustment, shape: type[Form] = Record) -> Texts:
    """The cells before an adjustment; AdjustmentMismatch where a change does not fit the present text."""
    earlier = dict(texts)
    for row, change in reversed(list(enumerate(adjustment.changes))):
        path = named_path(change.cell, shape, earlier)
        if path is None or earlier.get(path) != change.after:
            raise AdjustmentMismatch(row, earlier.get(path) if path else None)
        earlier[path] = change.before
    return earlier


def changes_rows(adjustment: Adjustment, texts: Texts, shape: type[Form] = Record) -> bool:
    """Whether an adjustment changes a whole row, or a cell that is not in the form now."""
    return any(named_path(change.cell, shape, texts) not in texts for change in adjustment.changes)


def anchor_of(words: str, record: Form) -> str:
    """The anchor on the record's page of the cell that the words name."""
    return anchor(named_path(words, type(record), cell_texts(record)) or (), record)


def changes_of(record: Form) -> Iterator[tuple[CellPath, CellPath | None, Change]]:
    """Every change of every adjustment of a record, with its own path and that of the cell that it names."""
    paths = [cell.path for cell in cells(record)]
    for number, adjustment in enumerate(record.adjustments or ()):
        for where, change in values_under(adjustment, ("adjustments", number), "changes"):
            yield where, named_path(change.cell, type(record), paths), change


def adjustment_problems(record: Form) -> Iterator[CellProblem]:
    """E303 for an adjustment without changes, E331 for a change of an unknown cell, E332 for an unknown rule."""
    for number, adjustment in enumerate(record.adjustments or ()):
        if not adjustment.changes:
            path = ("adjustments", number, "changes")
            yield CellProblem(path, "E303", cell=title_of(type(record), *path), form="adjustment")
    for where, cell, change in changes_of(record):
        if cell is None or cell[0] not in form_keys(type(record)):
            near = nearest_cell(change.cell, record)
            yield CellProblem((*where, "cell"), "E331", change.cell, form="near" if near else "none", near=near)
    for part in ("as_published", "replies"):
        for number, entry in enumerate(getattr(record, part) or ()):
            if not RULE.fullmatch(entry.rule):
                yield CellProblem((part, number, "rule"), "E332", entry.rule)


def nearest_cell(words: str, record: Form) -> str:
    """The name of the cell or row of a form most similar to some words; empty where none is similar."""
    shape = type(record)
    paths = cell_texts(record)
    plain, digits = without_spaces(words), re.findall("[0-9]+", words)
    # A whole row is meant only where the words end with one.
    wanted = (path[:-1] for path in paths if isinstance(path[-2:][0], int)) if plain.endswith("行") else paths
    names = {without_spaces(title): title for path in wanted if (title := title_of(shape, *path))}
    if plain and (ends := [name for name in names if name.endswith(plain)]):
        return names[ends[0]]
    same_row = [name for name in names if digits and re.findall("[0-9]+", name) == digits]
    for choices in (same_row, list(names)):
        if near := difflib.get_close_matches(plain, choices, 1, 0.5):
            return names[near[0]]
    return ""


def adjustment_holds(record: Form) -> Iterator[CellProblem]:
    """S406 where the history discloses what a form withholds: its words, or earlier and later sums.

    A change that says 不公开 on one side, that names a withheld cell or the row or group of one, or a cell that is not
    there, says nothing on either side.
    """
    if not record.adjustments:
        return
    paths = {cell.path: cell.hidden for cell in cells(record)}
    hidden = [path for path, is_hidden in paths.items() if is_hidden]
    changes = [(path or (), change, where) for where, path, change in changes_of(record)]
    sums_reveal = any(touches(path, hidden) for path, _, _ in changes)
    states_sum = WITHHELD_TOTAL in paths
    for path, change, where in changes:
        is_gone = bool(hidden) and path != WITHHELD_TOTAL and not any(cell[: len(path)] == path for cell in paths)
        is_about = touches(path, hidden) or is_gone or (is_withheld(change.before) != is_withheld(change.after))
        is_about |= path == WITHHELD_TOTAL and bool(hidden) and not states_sum
        sums = path == WITHHELD_TOTAL or path[:1] == ("budget",)
        if (is_about or (sums_reveal and sums)) and not {change.before, change.after} <= UNSAID:
            yield CellProblem(where, "S406")


def is_withheld(side: str) -> bool:
    """Whether one side of a change is a word for a withheld text."""
    plain = plain_form(side).text
    if len(plain) <= LONGEST_UNSAID and (WEAK_UNSAID.search(plain) or SIGNS_UNSAID.search(normalized(side))):
        return True
    return bool(STRONG_UNSAID.search(plain))


def touches(path: CellPath, hidden: Iterable[CellPath]) -> bool:
    """Whether a path is that of a withheld cell, or of a row or a group that holds one."""
    return bool(path) and any(cell[: len(path)] == path for cell in hidden)
