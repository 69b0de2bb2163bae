"""The columns of a list: which of them say of which form a row is, and which cells of forms the others are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from generator.bulk.drafts import HeadedTable, Origins
from generator.bulk.list_columns import (
    CITY,
    DEPARTMENT,
    NAME,
    ROWS,
    YEAR,
    cell_names,
    department_names,
    drawn_names,
    folded_name,
    key_names,
)
from generator.bulk.list_headings import all_names
from generator.content.file_names import YEAR as YEAR_PATTERN
from generator.forms.drawings.drawing import FormDrawing, FormKind, Path
from generator.forms.drawings.vocabulary import KINDS
from generator.problems import Problem
from generator.words import translate

# The least number of known names of columns that a list has.
LEAST_NAMES = 3
# The columns that only self-evaluations have.
OF_RESULTS = ("actual", "score", "reason")
IMPLEMENTER: Path = ("implementer",)
YEAR_WORD = re.compile("(?<=[0-9]{4})年度?$")


class Places(Protocol):
    """The folders of a project that the rows of lists name."""

    def city_named(self, name: str) -> str:
        """Return the folder of a city; "" where there is none of this name."""

    def department_named(self, city: str, name: str) -> str:
        """Return the folder of a department, that of a new one where there is none of this name."""

    def project_named(self, city: str, department: str, year: str, name: str) -> str:
        """Return the address of a project, that of a new one where there is none of this name."""

    def form_drawing(self, city: str, year: str, kind: FormKind) -> FormDrawing | None:
        """Return the drawing of a kind of form of a city and year; None where there is none."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """The city, the department and the year of rows that do not say them."""

    city: str = ""
    department: str = ""
    year: str = ""


class ListColumns:
    """The columns of one list, by their numbers from 1, and the kind of its forms."""

    def __init__(self, headed: HeadedTable, origins: Origins, places: Places, defaults: Defaults) -> None:
        self.headed = headed
        self.origins = origins
        self.places = places
        self.defaults = defaults
        self.problems: list[Problem] = []
        self.keys: dict[str, int] = {}
        self.cells: dict[int, Path] = {}
        self.kind: FormKind = "project"

    def report(self, column: int, seen: str | None, form: str) -> None:
        """Add E850 for the name of a column, or for a list without such names."""
        row = self.headed.first - 1 if column else 1
        self.problems.append(self.origins.problem((self.headed, row, column), "E850", seen, form=form))

    def resolve(self) -> bool:
        """Find what each column is; False where the list has no row with the names of columns."""
        heads = {at: folded_name(head) for at, head in enumerate(self.headed.heads, 1) if head}
        named = {at: name for at, name in heads.items() if translate("bulk.computed") not in self.headed.heads[at - 1]}
        if len([name for name in named.values() if name in all_names()]) < LEAST_NAMES:
            self.report(0, None, "heads")
            return False
        found = set(named.values())
        results = {name for name, path in cell_names("project-results").items() if path[-1] in OF_RESULTS}
        kinds = KINDS[2:] if found & results else KINDS[:2]
        self.kind = kinds[1]
        self.find_keys(named)
        if NAME not in self.keys:
            self.find_drawn_project(named)
        if NAME not in self.keys:
            self.kind = kinds[0]
            self.find_keys(named)
        drawing = self.drawing()
        # The words of the form itself win over those of lists.
        paths = {**cell_names(self.kind), **(drawn_names(drawing) if drawing else {})}
        for at, name in named.items():
            self.add_column(at, name, paths)
        return True

    def find_keys(self, named: Mapping[int, str]) -> None:
        """Find the columns that say which form a row is of."""
        for at, name in named.items():
            key = key_names().get(name, "")
            if key and key != DEPARTMENT:
                self.keys.setdefault(key, at)
        if not self.defaults.department:
            target = next((at for at, name in named.items() if cell_names(self.kind).get(name) == (*ROWS, "target")), 0)
            choices = [(department_names().index(name), at) for at, name in named.items() if name in department_names()]
            before = [(rank, at) for rank, at in choices if not target or at < target]
            if before:
                self.keys[DEPARTMENT] = min(before)[1]

    def find_drawn_project(self, named: Mapping[int, str]) -> None:
        """Find the column of project names by their label on the form of the city."""
        drawing = self.drawing()
        words = drawn_names(drawing) if drawing else {}
        if column := next((at for at, name in named.items() if words.get(name) == (NAME,)), 0):
            self.keys[NAME] = column

    def add_column(self, at: int, name: str, paths: Mapping[str, Path]) -> None:
        """Add a column of cells; E850 for one that nothing is known of, or whose cell another column has."""
        own = NAME if self.kind.startswith("project") else DEPARTMENT
        path = (own,) if at == self.keys.get(own) else paths.get(name)
        if path is None or (path == IMPLEMENTER and at in self.keys.values()):
            # The body that a row is of is not for that the one that carries the project out.
            if at not in self.keys.values():
                self.report(at, self.headed.heads[at - 1], "list")
        elif path in self.cells.values():
            self.report(at, self.headed.heads[at - 1], "doubled")
        else:
            self.cells[at] = path

    def drawing(self) -> FormDrawing | None:
        """Return the drawing of the forms of the list, by its first row."""
        for _, row in self.headed.rows():
            keys = self.keys_of(row, ("",) * 4)
            city = self.places.city_named(keys[0])
            return self.places.form_drawing(city, keys[2], self.kind) if city and is_year(keys[2]) else None
        return None

    def keys_of(self, row: list[str], before: tuple[str, ...]) -> tuple[str, ...]:
        """Return city, department, year and project of a row; a blank one is that of the row before."""
        found: list[str] = []
        usual = self.defaults.city, self.defaults.department, self.defaults.year, ""
        for number, key in enumerate((CITY, DEPARTMENT, YEAR, NAME)):
            text = self.text(row, self.keys[key]) if key in self.keys else ""
            # Below another body there is no project of the row before.
            is_carried = found == [*before[:number]]
            found.append(text or (before[number] if is_carried else "") or usual[number])
        city, department, year, name = found
        return city, department, YEAR_WORD.sub("", year), name

    def text(self, row: list[str], at: int) -> str:
        """Return the text of a cell without white space around its lines."""
        text = row[at - 1] if at <= len(row) else ""
        return "\n".join(line.strip() for line in text.split("\n")).strip() if text else ""


def is_year(text: str) -> bool:
    """Whether a text is a year."""
    return YEAR_PATTERN.fullmatch(text) is not None
