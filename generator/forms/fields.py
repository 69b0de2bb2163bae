"""Field types of the content files, and their validation with pydantic, which no other module imports.

A field that is None is not on the form, "" was left blank, "无" is what the form says. A money cell is a Decimal
otherwise, which keeps the digits of the figure.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeVar, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    SerializationInfo,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from generator.problems import Place, Problem
from generator.text import amounts
from generator.text.files import MOST_PROBLEMS
from generator.text.yaml import MappingNode, ParsedFile, SequenceNode, locate, place_in
from generator.text.yaml_nodes import AbsentNode, AmountNode, WordedAmountNode

BLANK = ""
NONE_WRITTEN = "无"
# The value of a cell whose text is withheld; the text itself is in no file.
WITHHELD = "依规不公开"
# Marks an editorial field of a row or a group, which is no cell of the form.
EDITORIAL = "ours"
# The kinds of fields that are more than short text.
MONEY: Final = "money"
COUNT: Final = "count"
CODE: Final = "code"
PROSE: Final = "prose"

# The context in which a model is dumped with each amount as its text.
AS_TEXT: Final = "as-text"

NO_FIELDS_SET: set[str] = set()


class FieldGroup(BaseModel):
    """A frozen pydantic model in which unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())
    # Whether its cells are copied from the form itself.
    is_form: ClassVar[bool] = False
    # Keys that each row of a file must have, unless the drawing of its form has no such column.
    needed_columns: ClassVar[tuple[str, ...]] = ()
    # Keys of older versions of the data format, which `gongkai upgrade` rewrites.
    former_keys: ClassVar[frozenset[str]] = frozenset()
    # Keys that are in another file now, each with the key of its remedy.
    moved_keys: ClassVar[Mapping[str, str]] = {}

    @property
    def own(self) -> Mapping[str, Any]:
        """The values of the cells that only this form has, by their printed names."""
        return self.__pydantic_extra__ or {}

    @property
    def values(self) -> Mapping[str, Any]:
        """The values of all cells by their keys."""
        return {**self.__dict__, **self.__pydantic_extra__} if self.__pydantic_extra__ else self.__dict__

    def without_field_sets(self) -> Self:
        """Drop pydantic's sets of named fields, also of groups inside: they are half of the memory and are not used."""
        object.__setattr__(self, "__pydantic_fields_set__", NO_FIELDS_SET)
        for value in self.__dict__.values():
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, FieldGroup):
                    each.without_field_sets()
        return self

    def __getstate__(self) -> dict[Any, Any]:
        """Pickle the values alone: pydantic's set of named fields would double the size and is not used."""
        return self.__dict__

    def __setstate__(self, values: dict[Any, Any]) -> None:
        own = {"__dict__": values, "__pydantic_fields_set__": NO_FIELDS_SET}
        super().__setstate__({**own, "__pydantic_extra__": None, "__pydantic_private__": None})


Shape = TypeVar("Shape", bound=FieldGroup)
# The key of the pickled values of the cells that only one form has; no field has this name.
OWN_VALUES = ""
# The printed name of a cell that only one form has: it has an ideograph, so that it is the key of no field.
OWN_NAME = re.compile("[\u3400-\u9fff]")


def cell(title: str) -> Any:
    """Declare a field with its standard name; it is None where the form lacks it."""
    return Field(default=None, title=title)


def required(title: str) -> Any:
    """Declare a field that must be in the file, with its standard name."""
    return Field(default=..., title=title)


def block(title: str, shape: type[FieldGroup]) -> Any:
    """Declare a group with its standard name; where the form lacks it, it is a group without cells."""
    return Field(default_factory=shape, title=title)


def scalar(read: Callable[[str], Any], **allowed: Any) -> PlainValidator:
    """Make a validator that reads a scalar and accepts the allowed words for absence."""
    return PlainValidator(scalar_reader(read, **allowed))


def scalar_reader(read: Callable[[str], Any], **allowed: Any) -> Callable[[Any], Any]:
    """Make a function that reads a scalar and accepts the allowed words for absence."""

    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            raise PydanticCustomError("E302", "text expected")
        if value in allowed:
            return allowed[value]
        try:
            return read(str(value))
        except amounts.FigureError as misread:
            raise PydanticCustomError(misread.code, "misread", misread.values) from misread

    return validate


def money(value: Any) -> Decimal | None:
    """Return the figure of a money cell; None for every kind of absence."""
    return value if isinstance(value, Decimal) else None


def is_filled(value: Any) -> bool:
    """Whether a cell is on the form and neither blank nor 无."""
    return value not in (None, BLANK, NONE_WRITTEN)


def is_worded(value: Any) -> bool:
    """Whether the value of a money cell is words without a figure."""
    return isinstance(value, str) and value not in ABSENT


def read_amount(value: Any, read: Callable[[str], Decimal] = amounts.amount) -> Decimal | str:
    """Read a money cell: a figure, a word for absence, or `text`, its words, with a `value` where they state one."""
    if not isinstance(value, dict):
        plain: Decimal | str = scalar_reader(read, **ABSENT)(value)
        return plain
    if not {"text"} <= value.keys() <= {"text", "value"} or not all(isinstance(each, str) for each in value.values()):
        raise PydanticCustomError("E221", "words expected", {"form": "keys"})
    text = line_text(value["text"])
    if not text.strip() or text.strip() in ABSENT or amounts.PLAIN.fullmatch(text.strip()):
        raise PydanticCustomError("E221", "words expected", {"form": "plain"})
    figure = scalar_reader(read, **{BLANK: BLANK})(value.get("value", BLANK))
    return amounts.WordedAmount(figure, text) if isinstance(figure, Decimal) else text


def read_signed(value: Any) -> Decimal | str:
    """Read a money cell that may be negative."""
    return read_amount(value, amounts.signed_amount)


def amount_as_written(value: Decimal | str, info: SerializationInfo) -> str | dict[str, str]:
    """Return a money cell as a file has it; as text alone in the context `AS_TEXT`."""
    if isinstance(value, amounts.WordedAmount):
        return value.text if info.context == AS_TEXT else {"text": value.text, "value": str(value)}
    return {"text": str(value)} if is_worded(value) and info.context != AS_TEXT else str(value)


class AmountWords(str):
    """A word for absence, or words without a figure, in a cell that is money by the drawing of its form alone."""

    __slots__ = ()


def is_amount(value: Any) -> bool:
    """Whether a value of a cell of a form's own is money, with a figure or without."""
    return isinstance(value, Decimal | AmountWords)


def read_own(value: Any) -> Decimal | str:
    """Read a cell of a form's own: a text, or money where the drawing of the form says so, which may be negative."""
    if not isinstance(value, AmountNode | WordedAmountNode):
        text: str = own_text(value)
        return text
    amount = read_signed(value)
    return AmountWords(amount) if isinstance(amount, str) else amount


def own_as_written(value: Decimal | str, info: SerializationInfo) -> str | dict[str, str]:
    """Return a cell of a form's own as a file has it."""
    return str(value) if isinstance(value, str) and not is_amount(value) else amount_as_written(value, info)


def line_text(value: str) -> str:
    """Return the text of a cell without the line end of a block text."""
    return value.rstrip("\n")


def whole_number(value: str) -> int:
    """Read a number of people or things."""
    try:
        return amounts.count(value)
    except amounts.FigureError as misread:
        raise amounts.FigureError("E208") if misread.code in ("E204", "E205") else misread from misread


def text_reader(pattern: str, code: str) -> Callable[[str], str]:
    """Make a reader of texts that match a pattern; FigureError with the code for any other text."""
    compiled = re.compile(pattern)

    def read(value: str) -> str:
        text = line_text(value)
        if not compiled.fullmatch(text):
            raise amounts.FigureError(code)
        return text

    return read


# A text that is not empty.
needed_text = text_reader(r"\s*\S[\s\S]*", "E303")


def needed_day(value: str) -> date:
    """Read a day that must be known."""
    return amounts.day(needed_text(value))


KeyPath = tuple[str | int, ...]
# Names the cell at a path.
CellTitle = Callable[..., str]
SHA256 = "[0-9a-f]{64}"
SOME_DAY = "2000-01-01"
OF_DECISIONS = frozenset(("basis", "decided_on", "decided_by"))
MONEY_UNITS = ("万元", "元")
# An address with http or https, without characters that addresses escape.
ADDRESS = r"""https?://[^\s/?#"'<>\\^`{|}]+(?:[/?#][^\s"'<>\\^`{|}]*)?"""
# The address of a department in the site, `city/department`.
FOLDERS = "[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*"
ABSENT = {BLANK: BLANK, NONE_WRITTEN: NONE_WRITTEN, WITHHELD: WITHHELD}
DIGITS = rf"[0-9]+(\.[0-9]{{1,6}})?|{NONE_WRITTEN}|{WITHHELD}"
WORDED = {
    "type": "object",
    "properties": {"text": {"type": "string", "minLength": 1}, "value": {"type": ["number", "string", "null"]}},
    "required": ["text"],
    "additionalProperties": False,
}


def money_schema(sign: str = "") -> Mapping[str, Any]:
    """Return the JSON Schema of a money cell; `sign` is the pattern of what may be before its digits."""
    return {"anyOf": [{"type": ["number", "string", "null"], "pattern": f"^({sign}{DIGITS})?$"}, WORDED]}


# Of a money cell, and of one that may be negative.
AMOUNT, SIGNED = money_schema(), money_schema("-?")
Words = Annotated[str, scalar(line_text), WithJsonSchema({"type": ["string", "number", "null"]})]
own_text = scalar_reader(line_text)
OwnText = Annotated[
    Decimal | str,
    PlainValidator(read_own),
    PlainSerializer(own_as_written),
    WithJsonSchema({"type": ["string", "number", "null"]}),
]
# Long text, as opposed to a label.
Prose = Annotated[Words, PROSE]
# A code, which may look like a number.
Code = Annotated[Words, CODE]
NeededWords = Annotated[str, scalar(needed_text), WithJsonSchema({"type": "string", "minLength": 1})]
Sha256 = Annotated[
    str,
    scalar(text_reader(SHA256, "E372")),
    WithJsonSchema({"type": "string", "pattern": f"^{SHA256}$"}),
]
Address = Annotated[
    str,
    scalar(text_reader(ADDRESS, "E213"), **{BLANK: BLANK}),
    WithJsonSchema({"type": ["string", "null"], "pattern": "^(https?://|$)"}),
]
Amount = Annotated[
    Decimal | str,
    PlainValidator(read_amount),
    PlainSerializer(amount_as_written),
    WithJsonSchema(AMOUNT),
    MONEY,
]
SignedAmount = Annotated[
    Decimal | str,
    PlainValidator(read_signed),
    PlainSerializer(amount_as_written),
    WithJsonSchema(SIGNED),
    MONEY,
]
Count = Annotated[
    int | str,
    scalar(whole_number, **ABSENT),
    WithJsonSchema({"type": ["integer", "string", "null"]}),
    COUNT,
]
# Any other value is a hold of the secrecy review, and no validation error; its message quotes nothing.
AGREED, IN_PART, ALREADY_PUBLIC = CONCLUSIONS = ("同意公开", "部分公开", "已由本单位公开")
Conclusion = Annotated[str, scalar(needed_text), WithJsonSchema({"type": "string", "enum": list(CONCLUSIONS)})]
Day = Annotated[
    date | None,
    scalar(amounts.day, **{BLANK: None}),
    PlainSerializer(lambda value: value and value.isoformat()),
    WithJsonSchema({"type": ["string", "null"], "format": "date"}),
]
Year = Annotated[
    int | None,
    scalar(amounts.year, **{BLANK: None}),
    WithJsonSchema({"type": ["integer", "string", "null"], "minimum": 1900, "maximum": 2099}),
]
DepartmentAddress = Annotated[str, scalar(text_reader(FOLDERS, "E218")), WithJsonSchema({"type": "string"})]
# A group that the file itself names, and has in another file.
NAMED_ELSEWHERE = WithJsonSchema({"type": "string"})
# A row may be its name alone, or a group of fields with the name among them.
BY_NAME = BeforeValidator(lambda value: {"name": value} if isinstance(value, str) else value)
NeededDay = Annotated[
    date,
    scalar(needed_day),
    PlainSerializer(date.isoformat),
    WithJsonSchema({"type": "string", "format": "date"}),
]


class OwnCells(FieldGroup):
    """A group that may have cells which only this form has, under their printed names."""

    model_config = ConfigDict(extra="allow")
    own_kind: ClassVar[Literal["text", "money"]] = "text"

    def __getstate__(self) -> dict[Any, Any]:
        """Pickle the values alone, those of the form's own cells under a key of their own."""
        return {**self.__dict__, OWN_VALUES: self.own} if self.own else self.__dict__

    def __setstate__(self, values: dict[Any, Any]) -> None:
        super().__setstate__({key: value for key, value in values.items() if key != OWN_VALUES})
        object.__setattr__(self, "__pydantic_extra__", values.get(OWN_VALUES, {}))


class OwnTexts(OwnCells):
    """A group whose own cells are texts, or money where the drawing of a form says so."""

    __pydantic_extra__: dict[str, OwnText]


class OwnMoney(OwnCells):
    """A group whose own cells are lines of money."""

    __pydantic_extra__: dict[str, Amount]
    own_kind: ClassVar[Literal["text", "money"]] = "money"


class OwnSignedMoney(OwnMoney):
    """A group whose own cells are amounts that are no parts of a budget, and may be negative."""

    __pydantic_extra__: dict[str, SignedAmount]


Member = TypeVar("Member")
# An editorial field of a row or a group.
Editorial = Annotated[Member | None, EDITORIAL]
# A column that a form may lack; the file of a form that has it, or of one without a drawing, must have it.
Column = Annotated[Member | None, BeforeValidator(lambda value: None if isinstance(value, AbsentNode) else value)]
Rows = Annotated[tuple[Member, ...], BeforeValidator(lambda value: () if value == BLANK else value)]


def validate(
    shape: type[Shape], root: MappingNode, name: str, titles: Callable[[], CellTitle | None] = lambda: None
) -> tuple[Shape | None, list[Problem]]:
    """Validate the root of a file; return its typed value, or None and every Problem with the place of its cell.

    `titles` returns the function that names a cell in the words of its form; standard names are used where it is None.
    """
    value, errors = value_or_errors(shape, root)
    title_at = (titles() if errors else None) or partial(title_of, shape)
    return value, [problem_of(shape, root, name, error, title_at) for error in errors[:MOST_PROBLEMS]]


def value_or_errors(shape: type[Shape], root: MappingNode) -> tuple[Shape | None, list[Any]]:
    """Return the typed value of the root of a file, or None and the errors of pydantic."""
    unknown = [{"loc": path, "type": "extra_forbidden"} for path in unknown_keys(shape, root)]
    unknown += [{"loc": path, "type": "missing"} for path in missing_columns(shape, root)]
    try:
        value = shape.model_validate(root)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        paths = {each["loc"] for each in unknown}
        return None, [each for each in found if not any(start in paths for start in starts_of(each["loc"]))] + unknown
    return (None, unknown) if unknown else (value, [])


def starts_of(path: KeyPath) -> Iterator[KeyPath]:
    """Yield the paths of all groups that a path is in, and the path itself."""
    return (path[:end] for end in range(1, len(path) + 1))


def unknown_keys(shape: type[FieldGroup], node: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the paths of keys that are neither fields nor printed names, in groups that may have cells of their own.

    The keys of all other groups are checked by pydantic.
    """
    if isinstance(node, SequenceNode):
        for number, row in enumerate(node):
            yield from unknown_keys(shape, row, (*path, number))
    elif isinstance(node, MappingNode):
        if issubclass(shape, OwnCells):
            yield from ((*path, key) for key in node if key not in shape.model_fields and not OWN_NAME.search(key))
        for key, inside in open_groups(shape).items():
            if key in node:
                yield from unknown_keys(inside, node[key], (*path, key))


def missing_columns(shape: type[FieldGroup], node: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the paths of columns that rows of a file lack and must have."""
    if isinstance(node, SequenceNode):
        for number, row in enumerate(node):
            yield from missing_columns(shape, row, (*path, number))
    elif isinstance(node, MappingNode):
        yield from ((*path, key) for key in shape.needed_columns if key not in node)
        for key, inside in open_groups(shape).items():
            if key in node:
                yield from missing_columns(inside, node[key], (*path, key))


@cache
def open_groups(shape: type[FieldGroup]) -> Mapping[str, type[FieldGroup]]:
    """Return the groups in a group in which, or in whose groups, there may be cells of the form's own."""
    groups = {key: group_inside(field.annotation) for key, field in shape.model_fields.items()}
    return {
        key: group for key, group in groups.items() if group and (issubclass(group, OwnCells) or open_groups(group))
    }


def validate_but_days(shape: type[Shape], root: MappingNode) -> Shape | None:
    """Validate a root with some day in place of invalid ones; None where anything else is invalid.

    For further checks only: its days must not be shown anywhere.
    """
    value, errors = value_or_errors(shape, root)
    if {error["type"] for error in errors} != {"E206"}:
        return value
    mended = deepcopy(root)
    for error in errors:
        *way, last = error["loc"]
        parent: Any = locate(mended, tuple(way))[1]
        parent[last] = SOME_DAY
    return value_or_errors(shape, mended)[0]


def problems_in_rest(shape: type[FieldGroup], reading: ParsedFile, name: str) -> list[Problem]:
    """Return the problems in the cells of a file that could not be parsed whole; missing cells are not reported."""
    if reading.rest is None:
        return []
    return [problem for problem in validate(shape, reading.rest, name)[1] if is_sure(problem, reading)]


def is_sure(problem: Problem, reading: ParsedFile) -> bool:
    """Whether a problem in the readable part of a file is surely one of the whole file."""
    if problem.code == "E301":
        return not reading.may_lack_cells
    # A line with a Tab may have been parsed into another group, and with it the lines after it.
    if problem.code == "E305" and reading.may_lack_cells and not reading.faults:
        return False
    # A figure that cannot be read is wrong in any cell.
    is_of_figure = problem.code.startswith("E2")
    return problem.code != "E302" and (is_of_figure or problem.place.line not in reading.unsure)


# The codes of cells in groups that have no such field, and of groups that lack one.
OF_INDENTATION = ("E301", "E302", "E305")


def complete_root(shape: type[FieldGroup], reading: ParsedFile, name: str) -> MappingNode | None:
    """Return the root of a file that was parsed whole, or repaired so that every cell is in its group; else None."""
    if reading.root is not None or reading.faults or reading.rest is None:
        return reading.root
    # The repair with the fewest problems; none where a repaired line is still in a group without such a field.
    guesses = [
        (rest, [problem for problem in validate(shape, rest, name)[1] if problem.code in OF_INDENTATION])
        for rest in (reading.rest, *reading.others)
    ]
    best, problems = min(guesses, key=lambda guess: len(guess[1]))
    is_misplaced = any(problem.place.line in reading.unsure for problem in problems if problem.code != "E301")
    return None if is_misplaced else best


def problem_of(shape: type[FieldGroup], root: MappingNode, name: str, error: Any, title_at: CellTitle) -> Problem:
    """Translate one pydantic error: which cell, where, what was read, what to write."""
    path, kind = error["loc"], error["type"]
    if kind == "extra_forbidden":
        return unknown_key(shape, root, name, path)
    place, node = place_in(name, root, path), locate(root, path)[1]
    seen = node if isinstance(node, str) and node else None
    title = title_at(*path)
    if kind == "missing":
        where = ".".join(map(str, path))
        if printed := printed_key(locate(root, path[:-1])[1], title):
            return Problem(place, "E301", cell=title, key=path[-1], form="printed", printed=printed)
        return Problem(place, "E301", cell=title, key=path[-1], path=where, **remedy_of_missing(shape, path))
    if kind == "literal_error":
        return Problem(place, "E304", seen, cell=title, allowed=allowed_of(error))
    if kind.startswith("E") and kind != "E302":
        values = error.get("ctx", {}) | remedy_of(shape, path, kind)
        stated, unit = amounts.money_unit(values.get("stated", "")), str(root.get("unit"))
        # An invalid unit says nothing of the amounts.
        if stated and unit in MONEY_UNITS and amounts.money_unit(unit) != stated:
            return Problem(place, "E207", seen, cell=title, stated=stated, unit=unit)
        return Problem(place, kind, seen, cell=title, **values)
    return Problem(place, "E302", seen, cell=title, form=shape.__name__.lower())


def printed_key(group: Any, title: str) -> str:
    """Return the key of a group that is the printed name of a missing cell with a title; "" where there is none."""
    keys = group if isinstance(group, MappingNode) else ()
    return next((str(key) for key in keys if OWN_NAME.search(key) and f" {title}".endswith(f" {key}")), "")


# Codes whose remedy depends on the origin of the cell.
BY_ORIGIN = frozenset(("E201", "E202", "E203", "E211"))


def remedy_of(shape: type[FieldGroup], path: tuple[Any, ...], code: str) -> dict[str, str]:
    """Return the `form` of a problem's remedy that fits the cell at a path; empty where one remedy fits all cells."""
    group = group_of(shape, path)
    if code in BY_ORIGIN:
        return {"form": "form" if group == "form" else "own"}
    if code == "E206":
        return {"form": "unknown" if may_be_blank(shape, path) else "known"}
    return {"form": group} if code == "E303" else {}


def remedy_of_missing(shape: type[FieldGroup], path: tuple[Any, ...]) -> dict[str, str]:
    """Return the `form` of the remedy for a missing cell, and the words that it may have where these are a list."""
    field = owner_of(shape, path).model_fields.get(str(path[-1]))
    if field and get_origin(field.annotation) is Literal:
        return {"form": "choice", "allowed": "、".join(map(str, get_args(field.annotation)))}
    name = shape.__name__.lower()
    # What is not on a self-evaluation is written as beside any other form.
    is_beside = name.endswith("results") and group_of(shape, path) not in ("form", "decision")
    return {"form": "record" if is_beside else name}


def group_of(shape: type[FieldGroup], path: tuple[Any, ...]) -> str:
    """Return "form" for a cell that is copied from the form, else the name of the group that it is in."""
    owner, key = owner_of(shape, path), path[0]
    parts = [base for base in shape.__mro__ if issubclass(base, FieldGroup)]
    is_form = any("is_form" in vars(part) and key in part.model_fields for part in parts)
    if (is_form or key == "cleared") and owner is not shape and path[-1] in OF_DECISIONS:
        return "decision"
    return "form" if is_form else owner.__name__.lower()


def owner_of(shape: type[FieldGroup], path: tuple[Any, ...]) -> type[FieldGroup]:
    """Return the group that declares the cell at a path; the shape itself for a row that is no group."""
    return group_at(shape, path[:-1]) or shape


def may_be_blank(shape: type[FieldGroup], path: tuple[Any, ...]) -> bool:
    """Whether the cell at a path may be absent, as unknown days may."""
    field = owner_of(shape, path).model_fields.get(str(path[-1]))
    return field is None or type(None) in get_args(field.annotation)


def unknown_key(shape: type[FieldGroup], root: MappingNode, name: str, path: tuple[Any, ...]) -> Problem:
    """Report a key that is on no form, with the nearest one that is."""
    parent: Any = locate(root, path[:-1])[1]
    key = next(node for node in parent if node == path[-1])
    owner = owner_of(shape, path)
    allowed = list(owner.model_fields)
    near = difflib.get_close_matches(key, allowed, 1, 0.5)
    inside = [group for group in allowed if key in keys_at(owner, (group,))]
    hint = {"form": "list", "allowed": "、".join(allowed)}
    if key in owner.former_keys:
        hint = {"form": "upgrade"}
    elif key in owner.moved_keys:
        hint = {"form": owner.moved_keys[key]}
    elif len(inside) == 1:
        hint = {"form": "inside", "inside": inside[0]}
    elif near:
        hint = {"form": "near", "near": near[0]}
    return Problem(Place(name, key.line, key.column), "E305", key, **hint)


def allowed_of(error: Any) -> str:
    """Return the words that a cell with a closed list allows, by the error of pydantic."""
    return str(error["ctx"]["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")


@cache
def titles_of(shape: type[FieldGroup]) -> Mapping[str, str]:
    """Return the keys of a group that are on the form, in its order, each with its standard name."""
    return {key: field.title or key for key, field in shape.model_fields.items() if EDITORIAL not in field.metadata}


def group_inside(annotation: Any) -> type[FieldGroup] | None:
    """Return the FieldGroup inside an annotation such as `tuple[Task, ...] | None`; None where there is none."""
    if isinstance(annotation, type) and issubclass(annotation, FieldGroup):
        return annotation
    return next((group for group in map(group_inside, get_args(annotation)) if group), None)


@lru_cache(maxsize=4096)
def group_at(shape: type[FieldGroup], path: tuple[Any, ...]) -> type[FieldGroup] | None:
    """Return the group at a path or in its rows; None where the path leads to a cell."""
    current: type[FieldGroup] | None = shape
    for step in path:
        if current is not None and isinstance(step, str) and step in current.model_fields:
            current = group_inside(current.model_fields[step].annotation)
    return current


def keys_at(shape: type[FieldGroup], path: tuple[Any, ...]) -> list[str]:
    """Return the keys that are allowed at a path."""
    group = group_at(shape, path)
    return list(group.model_fields) if group else []


def row_number(step: int) -> str:
    """Return the number of a row in words, counted from 1."""
    return f"第{step + 1}行"


def field_title(shape: type[FieldGroup], path: KeyPath) -> str:
    """Return the standard name of the field at a path alone; the printed name of a cell that only one form has."""
    group, key = group_at(shape, path[:-1]), str(path[-1])
    field = group.model_fields.get(key) if group else None
    return (field and field.title) or key


@lru_cache(maxsize=4096)
def title_of(shape: type[FieldGroup], *path: str | int) -> str:
    """Return the standard name of the field at a path, after those of its groups and the number of its row."""
    current: type[FieldGroup] | None = shape
    titles: list[str] = []
    for step in path:
        if isinstance(step, int):
            titles.append(row_number(step))
        elif current is not None and step in current.model_fields:
            field = current.model_fields[step]
            titles += [field.title or step] if field.title not in titles else []
            current = group_inside(field.annotation)
        elif current is not None and issubclass(current, OwnCells):
            titles.append(step)
            current = None
    return " ".join(titles) or str(path[-1] if path else "")
