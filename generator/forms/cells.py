"""The cells of a form in its order: path, title, kind, value, and whether the cell is withheld.

Everything that reads a form cell by cell reads it through here, so that no two readers disagree about its columns,
titles or withheld cells. Fields and titles come from the model; editorial fields (a decision, a match) are no cells.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, wraps
from hashlib import sha256
from typing import Any, Concatenate, Literal, NamedTuple, ParamSpec, TypeVar, get_args, get_type_hints

from generator.forms.fields import (
    BLANK,
    CODE,
    COUNT,
    MONEY,
    OWN_NAME,
    PROSE,
    WITHHELD,
    FieldGroup,
    OwnCells,
    OwnMoney,
    group_inside,
    is_amount,
    titles_of,
)
from generator.forms.figures import text_of
from generator.forms.model import (
    DepartmentResults,
    Disclosure,
    Form,
    Indicator,
    ListDocument,
    Project,
    ProjectResults,
    Record,
    ResultIndicator,
    Task,
    form_keys,
)
from generator.problems import Place
from generator.text.word_list import word_list
from generator.text.yaml import MappingNode, place_in

Result = TypeVar("Result")
Rest = ParamSpec("Rest")

CellPath = tuple[str | int, ...]
Kind = Literal["text", "prose", "money", "count", "code", "table"]
Table = Literal["tasks", "indicators"]

TEXT: Kind = "text"
KINDS: tuple[Kind, ...] = (MONEY, COUNT, CODE, PROSE)
TABLES: tuple[Table, ...] = get_args(Table)
FORM_TITLE = "form-title"
WITHHELD_TOTAL: CellPath = ("tasks", "withheld_total")
# The cells and groups outside of tables that have an id of their own on the page of a form.
SECTIONS = frozenset(
    word_list("""
    budget narrative overall_goal goal tasks indicators supervisor staff subordinate_units implementer nature category
    code starts ends execution_weight execution actual_goal explanation other
    """)
)
# The keys of the cells that a task withholds, by the value of its `withheld`.
WITHHELD_KEYS = {
    "amount": frozenset(("amount",)),
    "content": frozenset(("content", "expected")),
    "all": frozenset(titles_of(Task)),
}


NOTHING: frozenset[str] = frozenset()
# Between the keys of a group of money and the number of one of its own lines, in the id of the line.
OWN_LINE = "own"
# The key of the money that is last in its group on forms.
LAST = "other"
# The groups of the budget that are no way of splitting it: their cells are shown and not added up.
REFERENCE_GROUPS = ("prior", "shares")


class Column(NamedTuple):
    """A field of a group or a table: its key, its title on the form and the kind of its values."""

    key: str
    title: str
    kind: Kind


class Cell(NamedTuple):
    """One cell of a form: its path, its title, its kind and its value.

    `value` is a Decimal, a number of people or units, or text ("" for a blank cell). A `hidden` cell is withheld: its
    text is in no file. A table without rows is one cell of kind "table".
    """

    path: CellPath
    title: str
    kind: Kind
    value: Any
    hidden: bool = False

    @property
    def row(self) -> CellPath:
        """The path of the row that the cell is in; empty for a cell outside of tables."""
        return row_of(self.path)

    @property
    def text(self) -> str:
        """The text of the cell with the digits that it was written with; the word for withheld for a withheld one."""
        return WITHHELD if self.hidden else text_of(self.value)

    def place(self, file: str, nodes: MappingNode) -> Place:
        """Return the line and column of the cell in its file."""
        return place_in(file, nodes, self.path)


def row_of(path: CellPath) -> CellPath:
    """Return the path of the row that the cell at a path is in; empty for a cell outside of tables."""
    return path[:-1] if len(path) > 1 and isinstance(path[-2], int) else ()


def part_at(form: Form, path: CellPath) -> Any:
    """Return the group, row or value at a path of a form."""
    part: Any = form
    for step in path:
        part = part[step] if isinstance(step, int) else getattr(part, step)
    return part


@cache
def columns_of(shape: type[FieldGroup]) -> tuple[Column, ...]:
    """Return the fields of a group or a table row that are on the form, in its order."""
    hints = get_type_hints(shape, include_extras=True)
    return tuple(Column(key, title, kind_of(hints[key])) for key, title in titles_of(shape).items())


def columns_in(part: FieldGroup) -> tuple[Column, ...]:
    """Return the fields of a form, a group or a row that are on the form, then the cells that only this form has.

    其他资金 comes after these, as it is the last of its group on forms.
    """
    columns = columns_of(type(part))
    if not part.own:
        return columns
    rest = columns[-1:] if isinstance(part, OwnMoney) and columns[-1:] and columns[-1].key == LAST else ()
    return (*columns[: len(columns) - len(rest)], *(own_column(part, key) for key in part.own), *rest)


def own_column(part: FieldGroup, key: str) -> Column:
    """Return a cell that only this form has, which is called by its printed name."""
    own_kind = part.own_kind if isinstance(part, OwnCells) else TEXT
    return Column(key, key, MONEY if is_amount(part.own.get(key)) else own_kind)


def kind_of(annotation: Any) -> Kind:
    """Return the kind of the values of a field with an annotation."""
    marks = getattr(annotation, "__metadata__", ())
    own = [kind for kind in KINDS if kind in marks]
    inside = [kind for part in get_args(annotation) if (kind := kind_of(part)) != "text"]
    return (*own, *inside, TEXT)[0]


@cache
def figure_keys() -> frozenset[str]:
    """Return the keys under which the forms have an amount, a number of people or units, or a code."""
    columns = [column for shape in groups_within(*get_args(Form)) for column in columns_of(shape)]
    return frozenset(column.key for column in columns if column.kind in (MONEY, COUNT, CODE))


def groups_within(*roots: type[FieldGroup]) -> tuple[type[FieldGroup], ...]:
    """Return some groups and all groups inside them, each once."""
    groups: dict[type[FieldGroup], None] = {}
    waiting = [*roots]
    while waiting:
        shape = waiting.pop()
        if shape not in groups:
            groups[shape] = None
            waiting += [inside for field in shape.model_fields.values() if (inside := group_inside(field.annotation))]
    return tuple(groups)


def rows_of(form: Form, table: Table) -> Sequence[FieldGroup]:
    """Return the rows of a table of the form; a project has no tasks."""
    if table == "indicators":
        return form.indicators
    return form.tasks.rows if isinstance(form, Record) else ()


@cache
def row_shapes(shape: type[Form]) -> Mapping[Table, type[FieldGroup]]:
    """Return the type of the rows of each table of a kind of form."""
    results = issubclass(shape, DepartmentResults | ProjectResults)
    return {"tasks": Task, "indicators": ResultIndicator if results else Indicator}


def tables_of(form: Form) -> Iterator[tuple[CellPath, Sequence[Task | Indicator]]]:
    """Yield the path and the rows of each group of tasks, which only a department has, and of the indicators."""
    if isinstance(form, Record):
        yield ("tasks", "key"), form.tasks.key or ()
        yield ("tasks", "other"), form.tasks.other or ()
    yield ("indicators",), form.indicators


class SameForm:
    """A form as a key that is equal only to itself; a form has no quick hash of its content."""

    __slots__ = ("form",)

    def __init__(self, form: Form) -> None:
        self.form = form

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameForm) and self.form is other.form


def cached_for_latest_forms(
    function: Callable[Concatenate[Form, Rest], Result],
) -> Callable[Concatenate[Form, Rest], Result]:
    """Return a function of a form that keeps its results for the latest forms, because every check asks for them."""

    @lru_cache(maxsize=128)
    def cached(same: SameForm, *rest: Rest.args, **named: Rest.kwargs) -> Result:
        return function(same.form, *rest, **named)

    @wraps(function)
    def for_form(form: Form, /, *rest: Rest.args, **named: Rest.kwargs) -> Result:
        return cached(SameForm(form), *rest, **named)  # type: ignore[arg-type]

    return for_form


@cached_for_latest_forms
def table_columns(form: Form, table: Table) -> tuple[Column, ...]:
    """Return the columns that a table of the form has: those with a filled, blank or withheld cell in some row.

    Rows that are withheld whole are not counted; where there are no others, the table has all columns. A row whose
    "content" or "amount" alone is withheld has the column of that name, unless other rows show which columns that is.
    """
    rows = rows_of(form, table)
    every = columns_of(row_shapes(type(form))[table])
    shown = {column.key for column in every if any(getattr(row, column.key) is not None for row in rows)}
    partly = {row.withheld for row in rows if isinstance(row, Task) and row.withheld}
    unseen = {part for part in partly if shown.isdisjoint(WITHHELD_KEYS[part])}
    columns = tuple(column for column in every if column.key in shown or column.key in unseen)
    own = {key: own_column(row, key) for row in rows for key in row.own}
    return (*columns, *own.values()) if columns or not rows else every


def withheld_cells(row: FieldGroup) -> frozenset[str]:
    """Return the keys of the cells that a row or a group withholds, by its decision or cell by cell."""
    values = row.values
    keys = {key for key, value in values.items() if value == WITHHELD} if WITHHELD in values.values() else ()
    return frozenset((*keys, *hidden_by_decision(row)))


def hidden_by_decision(row: FieldGroup) -> frozenset[str]:
    """Return the keys of the cells that a task withholds by its `withheld`; none for other rows and groups.

    The columns of its own go with them, because nobody knows how they are related.
    """
    if not isinstance(row, Task) or not row.withheld:
        return NOTHING
    keys = WITHHELD_KEYS.get(row.withheld, NOTHING)
    return keys.union(row.own) if row.own else keys


@cached_for_latest_forms
def cells(form: Form) -> tuple[Cell, ...]:
    """Return all cells of a form in its order, blank and withheld ones too; no source, review, notes or decisions."""
    own = form_keys(type(form))
    columns = [column for column in columns_of(type(form)) if column.key in own]
    tables = {shape: table_columns(form, table) for table, shape in row_shapes(type(form)).items()}
    return tuple(cells_in(form, (), columns, tables))


def cells_in(
    part: FieldGroup, path: CellPath, columns: Iterable[Column], tables: Mapping[type[FieldGroup], Sequence[Column]]
) -> list[Cell]:
    """Return the cells of a form, a group or a row at a path; rows have the columns that `tables` names."""
    hidden, values = hidden_by_decision(part), part.values
    found: list[Cell] = []
    for key, title, kind in columns:
        value = values.get(key)
        if key in hidden or value == WITHHELD:
            found.append(Cell((*path, key), title, kind, None, hidden=True))
        elif isinstance(value, FieldGroup):
            found += cells_in(value, (*path, key), columns_in(value), tables)
        elif isinstance(value, tuple):
            if not value:
                found.append(Cell((*path, key), title, "table", BLANK))
            for number, row in enumerate(value):
                found += cells_in(row, (*path, key, number), tables[type(row)], tables)
        elif value is not None:
            found.append(Cell((*path, key), title, kind, value))
    return found


def shown_values(row: FieldGroup, columns: Iterable[Column]) -> dict[str, Any]:
    """Return the values of a row that are on the form and not withheld, by their keys."""
    hidden, values = hidden_by_decision(row), row.values
    return {
        key: value
        for key, _, _ in columns
        if (value := values.get(key)) is not None and value != WITHHELD and key not in hidden
    }


def row_cells(row: FieldGroup, columns: Iterable[Column]) -> dict[str, Cell]:
    """Return the cells of one row of a table with these columns, by their keys; paths begin at the row."""
    return {str(cell.path[0]): cell for cell in cells_in(row, (), columns, {})}


def named_cells(part: FieldGroup | None) -> list[tuple[str, str, Any]]:
    """Return the cells of a group that are on the form: key, title, value."""
    if part is None:
        return []
    filled = ((key, title, getattr(part, key)) for key, title, _ in columns_in(part))
    return [cell for cell in filled if cell[2] is not None]


def texts_outside_form(form: Form) -> Iterator[Cell]:
    """Yield every text in the file of a form that is no cell of it: source, review, notes, decisions, adjustments."""
    on_form = {cell.path for cell in cells(form)}
    return (cell for cell in texts_in(form, ()) if cell.path not in on_form)


def texts_in(part: FieldGroup, path: CellPath) -> Iterator[Cell]:
    """Yield every text under a part, cells of the form and others."""
    for key, field in type(part).model_fields.items():
        for at, value in values_under(part, path, key):
            if isinstance(value, FieldGroup):
                yield from texts_in(value, at)
            elif value is not None:
                yield Cell(at, field.title or key, "text", value)
    yield from (Cell((*path, key), key, "text", value) for key, value in part.own.items())


def parts_in(part: FieldGroup, path: CellPath = ()) -> Iterator[tuple[CellPath, FieldGroup]]:
    """Yield a part and every group and row of the form under it, each with its path."""
    yield path, part
    for key in group_keys(type(part)):
        for at, value in values_under(part, path, key):
            if isinstance(value, FieldGroup):
                yield from parts_in(value, at)


@cache
def group_keys(shape: type[FieldGroup]) -> tuple[str, ...]:
    """Return the keys of a group that are on the form and under which there are groups or rows."""
    return tuple(key for key in titles_of(shape) if group_inside(shape.model_fields[key].annotation))


def values_under(part: FieldGroup, path: CellPath, key: str) -> Iterator[tuple[CellPath, Any]]:
    """Yield the value under a key of a part with its path, or each row under it with its own."""
    value = getattr(part, key)
    if isinstance(value, tuple):
        yield from (((*path, key, number), row) for number, row in enumerate(value))
    else:
        yield (*path, key), value


def html_id(*keys: str) -> str:
    """Return an id in HTML that is made of the keys of a group and a cell."""
    return "-".join(keys).replace("_", "-")


def anchor(path: CellPath, form: Form) -> str:
    """Return the id that the cell, row or group at a path has on the page of the form.

    Lines of the budget are "by-type-basic", rows "task-3" and "indicator-7", counted from 1 through both groups of
    tasks. What has no id of its own is in the "summary".
    """
    match path:
        case ("indicators", int(number), *_):
            return f"indicator-{number + 1}" if number < len(form.indicators) else "indicators"
        case ("title",):
            return FORM_TITLE
        case ("disclosure", str(day)):
            return html_id(day)
        case ("budget", str(split), str(line)) if line in (own := own_lines(form, split)):
            return html_id(split, OWN_LINE, str(own.index(line) + 1))
        case ("budget", str(split), *line) if len(line) < 2:
            return html_id(split, *map(str, line))
        case ("tasks", str(group), int(number), *_) if isinstance(form, Record):
            before = len(form.tasks.key or ()) if group == "other" else 0
            rows = len(getattr(form.tasks, group) or ())
            return f"task-{before + number + 1}" if number < rows else "tasks"
        case (str(part), *_) if part in SECTIONS:
            return html_id(part)
    return "summary"


def own_lines(form: Form, split: str) -> list[str]:
    """Return the printed names of the lines of a split of the money that only this form has."""
    group: FieldGroup | None = getattr(form.budget, split, None)
    return list(group.own) if group else []


def anchored_path(anchor: str, form: Form) -> CellPath:
    """Return the path of the cell, row or group that has an id on the page of the form."""
    table, _, number = anchor.rpartition("-")
    if table == "indicator":
        return "indicators", int(number) - 1
    if table == "task" and isinstance(form, Record):
        row, keys = int(number) - 1, len(form.tasks.key or ())
        return ("tasks", "key", row) if row < keys else ("tasks", "other", row - keys)
    for split in titles_of(type(form.budget)):
        if anchor.startswith(html_id(split)):
            line = anchor.removeprefix(html_id(split)).strip("-").replace("-", "_")
            kind, _, at = line.partition("_")
            if kind == OWN_LINE and at.isdecimal():
                line = own_lines(form, split)[int(at) - 1]
            return ("budget", split, line) if line else ("budget", split)
    key = "title" if anchor == FORM_TITLE else anchor.replace("-", "_")
    return ("disclosure", key) if key in Disclosure.model_fields else (key,)


@cached_for_latest_forms
def own_cells(form: Form) -> tuple[Cell, ...]:
    """Return the cells that only this form has, in its order."""
    return tuple(cell for cell in cells(form) if OWN_NAME.search(str(cell.path[-1])))


def document_of(form: Form) -> ListDocument | None:
    """Return the document that a form was published in with others; None where it names none."""
    return form.document if isinstance(form, Project | ProjectResults) else None


def document_cells(form: Form) -> tuple[Cell, ...]:
    """Return the cells around the forms in the document of a form, such as rows of sums; none where it names none."""
    document = document_of(form)
    own = document.other.own if document and document.other else {}
    return tuple(Cell(("document", "other", key), key, TEXT, value) for key, value in own.items())


def hidden_cells(form: Form) -> tuple[Cell, ...]:
    """Return the withheld cells of a form, in its order."""
    return tuple(cell for cell in cells(form) if cell.hidden)


def count_withheld(form: Form) -> int:
    """Count the rows, and the cells outside of rows, that withhold something."""
    return len({cell.row or cell.path for cell in hidden_cells(form)})


def cell_texts(form: Form) -> dict[CellPath, str]:
    """Return the text of every cell by its path, in order; "" for a blank cell, no entry for one not on the form."""
    return {path: WITHHELD if hidden else text_of(value) for path, _, _, value, hidden in cells(form)}


def digest(texts: Mapping[CellPath, str]) -> str:
    """Return the SHA-256 of the texts of cells with their paths, in order."""
    lines = "".join([f"{dotted(path)}\0{text}\0" for path, text in texts.items()])
    return sha256(lines.encode("utf-8")).hexdigest()


# The cells of all forms have the same few thousand paths.
@lru_cache(maxsize=4096)
def dotted(path: CellPath) -> str:
    """Return a path as one text."""
    return ".".join(map(str, path))


def fingerprint(form: Form) -> str:
    """Return the SHA-256 of the text of all cells; each withheld cell is one fixed word in it."""
    return digest(cell_texts(form))


def has_changed_since_trace(form: Form) -> bool:
    """Whether the text of a form has changed since it was compared with its original; False where it never was."""
    return form.trace is not None and form.trace.fingerprint != fingerprint(form)
