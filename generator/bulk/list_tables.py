"""Reads lists of other programs: one row for each indicator, or for each form, of many bodies and projects."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from generator.bulk.drafts import FileDraft, Origin, Origins
from generator.bulk.file_keys import FileKey
from generator.bulk.list_columns import (
    CITY,
    DEPARTMENT,
    NAME,
    PUBLISHED,
    ROWS,
    TITLE,
    YEAR,
    folded_name,
    list_words,
    names,
)
from generator.bulk.list_headings import headed_table, list_title, money_units
from generator.bulk.list_resolution import Defaults, ListColumns, Places, is_year
from generator.bulk.row_tables import RowTable, without_names
from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import Path
from generator.forms.drawings.filled import without_separators
from generator.forms.drawings.vocabulary import fields_of
from generator.forms.fields import COUNT, MONEY, MONEY_UNITS
from generator.problems import Place, Problem
from generator.secrecy.marks import find_marks, forms_mark
from generator.text.files import FORBIDDEN, forbidden, has_forbidden
from generator.text.yaml import MappingNode
from generator.text.yaml_nodes import collection_at
from generator.words import translate

CODES = "computesign"
# The doubts about a form whose list has no title, or no indicators.
UNTITLED, BARE = "untitled", "bare"


@dataclass(slots=True)
class ListForm:
    """The rows of a list that are of one form, with the names that say which it is."""

    keys: tuple[str, ...]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


class ListReader:
    """Reads one list into drafts; `remarks` has the parts that are not read, by place."""

    def __init__(self, table: RowTable, origins: Origins, places: Places, defaults: Defaults) -> None:
        self.table = table = without_names(table)
        self.origins = origins
        self.places = places
        self.remarks: list[tuple[str, str]] = []
        self.headed = headed_table(table)
        self.columns = ListColumns(self.headed, origins, places, defaults)
        self.problems = self.columns.problems

    def drafts(self) -> Iterator[FileDraft]:
        """Yield the draft of each form in the list."""
        if not self.columns.resolve():
            return
        self.check_unit()
        forms = self.forms()
        self.check_marks({number for form in forms for number, _ in form.rows})
        for form in forms:
            if self.is_public(form) and (key := self.file_key(form)):
                yield self.with_details(self.draft_of(key, form))

    def with_details(self, draft: FileDraft) -> FileDraft:
        """Return a draft with what the list says of all its forms, and blank cells for what no list says."""
        drawing = self.places.form_drawing(draft.key.city, draft.key.year, self.columns.kind)
        unit = next(iter(money_units(self.headed)), "") or (drawing.unit if drawing else MONEY_UNITS[0])
        draft.put(("unit",), self.origins.scalar(unit, draft.origin))
        title = list_title(self.headed)
        named = title or (drawing.titled(draft.key.year) if drawing else self.table.title)
        if draft.put(TITLE, self.origins.scalar(named, draft.origin)) and not title:
            draft.doubts[TITLE] = [(((UNTITLED,), ""), draft.origin)]
        if not draft.count(ROWS):
            draft.put(ROWS, self.origins.scalar("", draft.origin))
            draft.doubts[ROWS] = [(((BARE,), ""), draft.origin)]
        draft.add_blank_details(title or named, self.table.sha256)
        return draft

    def check_unit(self) -> None:
        """E860 where the list has amounts, and no unit of money or more than one."""
        units = money_units(self.headed)
        fields = fields_of(self.columns.kind)
        has_money = any(path in fields and fields[path].kind == MONEY for path in self.columns.cells.values())
        if len(units) > 1 or (has_money and not units):
            self.report(1, 0, "E860", form="two" if units else "none")

    def report(self, row: int, column: int, code: str, seen: str | None = None, **values: str) -> None:
        """Add a problem of a cell."""
        self.problems.append(self.origins.problem((self.headed, row, column), code, seen, **values))

    def forms(self) -> list[ListForm]:
        """Return the forms of the list in their order; sums and notes are left out with a remark."""
        forms: dict[tuple[str, ...], ListForm] = {}
        keys: tuple[str, ...] = ("",) * 4
        columns, totals = self.columns, tuple(names(list_words()["totals"]))
        keys_at = {*columns.keys.values()}
        for number, row in self.headed.rows():
            texts = {at: text for at in (*keys_at, *columns.cells) if (text := columns.text(row, at))}
            if not texts:
                continue
            if any(folded_name(texts[at]).endswith(totals) for at in keys_at & texts.keys()):
                self.remark(number, "total")
                continue
            if len(texts) == 1 and not self.is_row(texts):
                self.remark(number, "lone")
                continue
            keys = self.columns.keys_of(row, keys)
            forms.setdefault(keys, ListForm(keys)).rows.append((number, row))
        return list(forms.values())

    def check_marks(self, rows: Collection[int]) -> None:
        """E825 for each mark of secrecy in a cell of no value: above or between the rows of forms, or in no column.

        It may be one of the whole list.
        """
        read = {*self.columns.keys.values(), *self.columns.cells}
        for number, row in enumerate(self.table.rows, 1):
            for at, (text, beside) in enumerate(pairwise([*row, ""]), 1):
                is_value = number in rows and at in read
                if not is_value and (find_marks(text) or forms_mark(text, beside)):
                    # The place has no name of a column, which may be what bears the mark.
                    whole = Place.whole(self.table.file)
                    self.problems.append(Problem(whole, "E825", form="marked", at=self.table.place(number, at)))

    def is_row(self, texts: Mapping[int, str]) -> bool:
        """Whether a row with one text is of a form: an indicator, or a body or project of its own."""
        paths = (self.columns.cells.get(at, ()) for at in texts)
        return any(path[:1] == ROWS and path[-1] in ("name", "target") for path in paths)

    def remark(self, number: int, kind: str) -> None:
        """Add a row that was not read."""
        self.remarks.append((self.table.place(number, 1), translate(f"bulk.lists.{kind}")))

    def is_public(self, form: ListForm) -> bool:
        """Whether the list does not say that a form is not public; such a form is left out with a remark."""
        at = self.columns.keys.get(PUBLISHED)
        refused = {*names(list_words()["refused"])}
        if at is None or all(folded_name(self.columns.text(row, at)) not in refused for _, row in form.rows):
            return True
        self.remark(form.rows[0][0], "closed")
        return False

    def file_key(self, form: ListForm) -> FileKey | None:
        """Return what the file of a form is of; None where its rows do not say."""
        city_name, department_name, year, project_name = form.keys
        number = form.rows[0][0]
        city = self.places.city_named(city_name)
        checks = ((CITY, "city", city_name, bool(city)), (DEPARTMENT, "department", "", bool(department_name)))
        for key, form_of, seen, is_right in (*checks, (YEAR, "years", year, is_year(year))):
            if not is_right:
                self.report(number, self.columns.keys.get(key, 0), "E853", seen, form=form_of)
        is_project = self.columns.kind.startswith("project")
        if is_project and not project_name:
            self.report(number, self.columns.keys.get(NAME, 0), "E853", "", form="project")
        if not (city and department_name and is_year(year)) or (is_project and not project_name):
            return None
        department = self.places.department_named(city, department_name)
        name = project_name if is_project else ""
        project = self.places.project_named(city, department, year, name) if name else ""
        kind = "results" if self.columns.kind.endswith("results") else "targets"
        return FileKey(city, department, year, project, kind)

    def draft_of(self, key: FileKey, form: ListForm) -> FileDraft:
        """Return the draft of a form."""
        first = (self.headed, form.rows[0][0], 1)
        draft = FileDraft(key, collection_at(MappingNode(), self.origins.scalar("", first)), first, is_list=True)
        for at, path in self.columns.cells.items():
            if path[:1] != ROWS:
                self.put_head(draft, form, at, path)
        columns = {at: path for at, path in self.columns.cells.items() if path[:1] == ROWS}
        above: dict[int, str] = {}
        for number, row in form.rows:
            texts = {at: self.columns.text(row, at) for at in columns}
            if any(texts.values()):
                self.put_row(draft, number, columns, texts, above)
        return draft

    def put_head(self, draft: FileDraft, form: ListForm, at: int, path: Path) -> None:
        """Put a cell that a form has once: the text in any of its rows, blank where none has one."""
        filled = [(number, text) for number, row in form.rows if (text := self.columns.text(row, at))]
        number, text = filled[0] if filled else (form.rows[0][0], "")
        for other, differing in filled[1:]:
            if differing != text:
                self.report(other, at, "E851", differing)
        self.put(draft, path, text, (self.headed, number, at))

    def put_row(
        self, draft: FileDraft, number: int, columns: Mapping[int, Path], texts: dict[int, str], above: dict[int, str]
    ) -> None:
        """Put the cells of an indicator; a blank family or type is that of the row above, which merged cells are."""
        item = draft.count(ROWS)
        for at, path in columns.items():
            text = texts[at]
            if path[-1] in ("family", "type"):
                text = above[at] = text or above.get(at, "")
                if texts[at] and path[-1] == "family":
                    above.update({other: "" for other, each in columns.items() if each[-1] == "type"})
            if path[-1] == "comparator" and folded_name(self.headed.heads[at - 1]) == CODES and text.isdecimal():
                if text not in list_words()["comparators"]:
                    self.report(number, at, "E852", text, form="code")
                text = list_words()["comparators"].get(text, text)
            self.put(draft, (*ROWS, item, *path[1:]), text, (self.headed, number, at))

    def put(self, draft: FileDraft, path: CellPath, text: str, origin: Origin) -> None:
        """Put a text at a path, figures without separators, with the doubts of its cell."""
        if has_forbidden(text):
            char = next(match[0] for match in FORBIDDEN.finditer(text))
            self.problems.append(forbidden(self.origins.place(origin), char))
            return
        declared = fields_of(self.columns.kind).get(tuple(step for step in path if isinstance(step, str)))
        plain = without_separators(text) if declared and declared.kind in (MONEY, COUNT) else text
        draft.put(path, self.origins.scalar(plain, origin))
        if doubt := self.table.doubts.get(origin[1:]):
            draft.doubts.setdefault(path, []).append((doubt, origin))
