"""Reads the sheets of a workbook of content: each row says of which file it is, each column of which cell."""

from collections.abc import Iterable

from generator.bulk.cell_texts import read_back, signs
from generator.bulk.columns import SHEETS, Sheet, column_path
from generator.bulk.drafts import FileDraft, HeadedTable, Origin, Origins, item_path, list_path, without_names
from generator.bulk.file_keys import KEYS, FileKey
from generator.bulk.row_tables import RowTable
from generator.bulk.sheet_rows import extra_titles, key_titles
from generator.content.file_names import SLUG, YEAR
from generator.forms.cells import CellPath
from generator.forms.drawings.drawing import Path
from generator.forms.model import Form, form_keys
from generator.problems import Problem
from generator.text.files import FORBIDDEN, forbidden, has_forbidden
from generator.text.yaml import MappingNode
from generator.text.yaml_nodes import collection_at
from generator.words import catalogue_map, translate

# The columns of keys that a kind of file needs, and those that it may have besides.
NEEDED = {
    "jurisdiction": ("city",),
    "department": ("city", "department"),
    "targets": ("city", "department", "year"),
    "results": ("city", "department", "year"),
    "document": ("city", "department", "year", "project"),
}
ALLOWED = {"targets": ("project",), "results": ("project",)}
COMMENTS = ("above", "lines")
# The doubt of a cell that is a day.
DAY = "day"


def is_own(table: RowTable) -> bool:
    """Whether a list has the columns of keys that a workbook of content has."""
    return bool(table.rows) and {*key_titles()} <= {head.strip() for head in table.rows[0]}


class OwnTables:
    """The drafts of the files in the sheets of a workbook of content, and the problems of its cells."""

    def __init__(self, origins: Origins) -> None:
        self.origins = origins
        self.drafts: dict[FileKey, FileDraft] = {}
        # The hashes of the files from which the workbook was made; None where it does not say.
        self.exported: dict[FileKey, str] | None = None
        self.problems: list[Problem] = []

    def read(self, tables: Iterable[RowTable]) -> None:
        """Read some sheets, those of nested lists after the lists that they are in, comments at last."""
        named = {table.title: OwnSheet(self, table) for table in tables}
        comments, exported = translate("bulk.sheets.comments"), translate("bulk.sheets.exported")
        known = [*(sheet.title for sheet in SHEETS), comments, exported]
        for title, reader in named.items():
            if title not in known:
                reader.report(1, 0, "E850", form="sheet", known="、".join(known))
        for sheet in sorted(SHEETS, key=lambda sheet: sheet.is_nested):
            if sheet.title in named:
                named[sheet.title].read_rows(sheet)
        if comments in named:
            named[comments].read_comments()
        if exported in named:
            self.exported = named[exported].read_exported()
        for draft in self.drafts.values():
            without_names(draft.root)
            draft.exported = None if self.exported is None else self.exported.get(draft.key, "")


class OwnSheet:
    """Reads the rows of one sheet; columns are counted from 1, 0 is the row as a whole."""

    def __init__(self, tables: OwnTables, table: RowTable) -> None:
        self.tables = tables
        self.origins = tables.origins
        self.headed = HeadedTable(table, [head.strip() for head in table.rows[0]], 2)
        heads = self.headed.heads
        self.columns = {head: heads.index(head) + 1 for head in heads if head}
        self.kinds = {word: kind for kind, word in catalogue_map("bulk.kinds").items()}
        self.found: dict[tuple[str, ...], FileKey | None] = {}

    def report(self, row: int, column: int, code: str, seen: str | None = None, **values: str) -> None:
        """Add a problem of a cell."""
        self.tables.problems.append(self.origins.problem((self.headed, row, column), code, seen, **values))

    def text(self, row: list[str], title: str) -> str:
        """Return the text of a row in the column of a name; blank where there is no such column."""
        column = self.columns.get(title, 0)
        return row[column - 1].strip() if 0 < column <= len(row) else ""

    def read_rows(self, sheet: Sheet) -> None:
        """Read the rows of a sheet into the drafts of their files."""
        keys = {*key_titles(), *extra_titles(sheet)}
        computed = translate("bulk.computed")
        columns = [(head, at) for head, at in self.columns.items() if head not in keys and computed not in head]
        for number, row in self.headed.rows():
            draft = self.draft_of(number, row)
            target = self.target_of(sheet, draft, number, row) if draft else None
            if draft is None or target is None:
                continue
            for head, at in columns:
                if at <= len(row) and row[at - 1]:
                    self.read_cell(draft, *target, head, (self.headed, number, at))

    def read_cell(self, draft: FileDraft, rows: Path, item: CellPath, head: str, origin: Origin) -> None:
        """Read one cell; `rows` are the keys of the list that its row is in, `item` the path of its item there."""
        shape, (_, number, column) = draft.key.shape, origin
        text = self.headed.table.rows[number - 1][column - 1]
        path = column_path(shape, rows, head)
        if path is None or (not rows and path[0] not in shape.model_fields):
            self.report(number, column, "E850", head, form="column")
        elif has_forbidden(text):
            char = next(match[0] for match in FORBIDDEN.finditer(text))
            self.tables.problems.append(forbidden(self.origins.place(origin), char))
        elif not draft.put(at := item_path(item, path), self.origins.scalar(read_back(text), origin)):
            self.report(number, column, "E851", text)
        elif doubt := self.headed.table.doubts.get((number, column)):
            # Only on the form itself days are written in other ways too.
            is_of_form = issubclass(shape, Form) and (*rows, *path)[0] in form_keys(shape)
            if is_of_form or doubt[0] != (DAY,):
                draft.doubts.setdefault(at, []).append((doubt, origin))

    def target_of(self, sheet: Sheet, draft: FileDraft, number: int, row: list[str]) -> tuple[Path, CellPath] | None:
        """Return the keys of the list of a row and the path of its item; None where it does not say."""
        shape = draft.key.shape
        rows: Path | None = ()
        if sheet.lists:
            rows = self.list_of(sheet, number, row)
        if rows is None:
            return None
        names = rows[:1] or sheet.parts
        if (names and shape.model_fields.keys().isdisjoint(names)) or (sheet.shapes and shape not in sheet.shapes):
            self.report(number, 0, "E850", form="kind", name=sheet.title)
            return None
        if not sheet.is_nested:
            return rows, list_path(rows, draft.count(rows), 0) if rows else ()
        title = translate("bulk.columns.owner")
        text = self.text(row, title)
        owner = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
        if not 0 < owner <= draft.count(rows[:-1]):
            self.report(number, self.columns.get(title, 0), "E852", text, form="owner", name=title)
            return None
        return rows, list_path(rows, draft.count((*rows[:-1], owner - 1, rows[-1])), owner)

    def list_of(self, sheet: Sheet, number: int, row: list[str]) -> Path | None:
        """Return the keys of the list that a row is in; None where its column does not say."""
        if len(sheet.lists) == 1:
            return sheet.lists[0]
        title = translate("bulk.columns.group")
        names = {translate(f"bulk.groups.{path[-1]}"): path for path in sheet.lists}
        text = self.text(row, title)
        if text not in names:
            allowed = "、".join(names)
            self.report(number, self.columns.get(title, 0), "E852", text, form="list", allowed=allowed, name=title)
        return names.get(text)

    def draft_of(self, number: int, row: list[str]) -> FileDraft | None:
        """Return the draft of the file of a row, a new one where no row was of it; None where it names no file."""
        key = self.key_of(number, row)
        drafts, origin = self.tables.drafts, (self.headed, number, self.columns[key_titles()[0]])
        if key and key not in drafts:
            drafts[key] = FileDraft(key, collection_at(MappingNode(), self.origins.scalar("", origin)), origin)
        return drafts[key] if key else None

    def key_of(self, number: int, row: list[str]) -> FileKey | None:
        """Return the key of the file of a row; None where its key columns name no file."""
        texts = tuple(self.text(row, title) for title in key_titles())
        if texts not in self.found:
            kind = self.kinds.get(texts[-1])
            if kind is None:
                title, allowed = key_titles()[-1], "、".join(self.kinds)
                self.report(number, self.columns[title], "E852", texts[-1], form="list", allowed=allowed, name=title)
            is_right = kind is not None and self.has_right_keys(number, texts, kind)
            self.found[texts] = FileKey(texts[0], texts[1], texts[2], texts[3], str(kind)) if is_right else None
        return self.found[texts]

    def has_right_keys(self, number: int, texts: tuple[str, ...], kind: str) -> bool:
        """Whether the columns of keys name a file of a kind; what is wrong is added to the problems."""
        is_right = True
        for key, title, text in zip(KEYS[:-1], key_titles(), texts, strict=False):
            is_needed, is_allowed = key in NEEDED[kind], key in ALLOWED.get(kind, ())
            pattern = YEAR if key == "year" else SLUG
            if pattern.fullmatch(text) if is_needed or (is_allowed and text) else not text:
                continue
            form = "year" if key == "year" else "address"
            self.report(number, self.columns[title], "E853", text, form=form if is_needed or is_allowed else "none")
            is_right = False
        return is_right

    def read_exported(self) -> dict[FileKey, str]:
        """Return the hashes of the files from which the workbook was made."""
        title = translate("bulk.columns.exported")
        keys = ((self.key_of(number, row), self.text(row, title)) for number, row in self.headed.rows())
        return {key: text for key, text in keys if key}

    def read_comments(self) -> None:
        """Read the comments and blank lines of files."""
        titles = [translate(f"bulk.columns.{name}") for name in COMMENTS]
        if not {*titles} <= self.columns.keys():
            self.report(1, 0, "E850", form="comments")
            return
        above, column = (self.columns[title] for title in titles)
        for number, row in self.headed.rows():
            draft = self.draft_of(number, row)
            if draft is None:
                continue
            text = row[column - 1] if column <= len(row) else ""
            lines = () if text == signs()[1] else tuple(read_back(text).split("\n"))
            if wrong := next((line for line in lines if not is_comment(line)), None):
                self.report(number, column, "E854", wrong)
            draft.lines[self.text(row, titles[0])] = lines, (self.headed, number, above)


def is_comment(line: str) -> bool:
    """Whether a line is blank or a comment."""
    return not line.strip(" ") or (line.lstrip(" ").startswith("#") and not has_forbidden(line))
