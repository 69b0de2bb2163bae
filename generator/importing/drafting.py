"""Turns a table that a drawing fits into the values of a draft, with each doubt at the cell that it is about."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.forms.cells import CellPath
from generator.forms.drawings.draft import DOUBT, DraftValues, draft_of_form
from generator.forms.drawings.filled import without_separators
from generator.forms.drawings.read_cells import bare, bare_title, title_pattern
from generator.forms.drawings.vocabulary import kind_of_slot
from generator.forms.fields import COUNT, MONEY, MONEY_UNITS, WITHHELD
from generator.importing.derived_drawing import DerivedDrawing
from generator.importing.fits import LEFT_OVER, PERSONAL_CELL, Fit, is_in_row, reason_unknown, row_paths
from generator.importing.slips import shortened, slipped, wrong_sums
from generator.importing.source import BESIDE_MARK, MARKED, PERSON, SourceCell
from generator.problems import LONGEST_SEEN, visible
from generator.text.person_names import ROLES
from generator.words import translate

LONGEST_LEFT_OVER = 60
# A figure with blanks around it.
NUMBER = re.compile(r"\s*[0-9]+(?:\.[0-9]+)?\s*")
# A day beside personal data, such as that of filling in the form.
DATE = re.compile(r"(?:19|20)[0-9]{2}\s*[-./年]\s*[0-9]{1,2}\s*[-./月]\s*[0-9]{1,2}")
ROLE = re.compile(ROLES)


@dataclass(slots=True)
class FormDraft:
    """The values of a form to draft, their places in the file, and its doubts; those of no value have the path ().

    `derived` is the drawing where it was derived from the table itself.
    """

    fit: Fit
    year: str
    values: dict[CellPath, str] = field(default_factory=dict)
    places: dict[CellPath, str] = field(default_factory=dict)
    doubts: dict[CellPath, list[str]] = field(default_factory=lambda: defaultdict(list))
    derived: DerivedDrawing | None = None

    @property
    def doubt_count(self) -> int:
        """The number of doubts."""
        return sum(map(len, self.doubts.values()))

    @property
    def withholds(self) -> bool:
        """Whether some value is withheld."""
        return WITHHELD in self.values.values()

    def yaml(self, *, is_named: bool) -> str:
        """Return the cells of the draft as YAML, below the doubts that are about no cell of it."""
        remarks = {path: [f"{DOUBT} {doubt}" for doubt in some] for path, some in self.doubts.items()}
        values = DraftValues(self.values, remarks)
        cells = draft_of_form(self.fit.drawing, self.year, is_named=is_named, values=values)
        written = Counter(line.lstrip().removeprefix("# ") for line in cells.splitlines() if line.lstrip()[:1] == "#")
        others = Counter(remark for some in remarks.values() for remark in some) - written
        return "".join(f"# {remark}\n" for remark in others.elements()) + cells


def drafted(fit: Fit, year: str) -> FormDraft:
    """Return the draft of a table that was read by a drawing."""
    draft = FormDraft(fit, year, dict(fit.form.values))
    sources: dict[CellPath, SourceCell] = {
        path: cell for path, cell in fit.form.sources.items() if isinstance(cell, SourceCell)
    }
    draft.places = {path: cell.place for path, cell in sources.items()}
    withheld = [*withhold_rows(draft, sources)]
    unnamed = {path for path, cell in sources.items() if PERSON in cell.doubts and ROLE.search(draft.values[path])}
    fill_merged(draft)
    plain_figures(draft)
    reported: set[SourceCell] = set()
    for path, cell in sources.items():
        if path in unnamed or cell not in reported:
            doubts = (doubt for doubt in cell.doubts if (doubt != PERSON and cell not in reported) or path in unnamed)
            draft.doubts[path] += [doubt_of(cell, doubt) for doubt in doubts]
            reported.add(cell)
    for path, doubt in withheld:
        draft.doubts[path] = draft.doubts[path] or [doubt_of(sources[path], doubt)]
    for path, doubt in slipped(fit.drawing, draft.values):
        if doubt != "needed" or not draft.doubts[path]:
            draft.doubts[path].append(doubt_sentence(doubt, sources.get(path), text=shown(draft.values[path])))
    for path, found in wrong_sums(draft.values):
        draft.doubts[path].append(doubt_sentence("sum", sources.get(path), sum=str(found)))
    for path in shortened(fit.form):
        draft.doubts[path].append(doubt_sentence("short", sources[path]))
    for path, sentence in problem_doubts(fit, sources):
        draft.doubts[path].append(sentence)
    for cell in fit.cells_of(LEFT_OVER):
        draft.doubts[()].append(left_over_doubt(cell))
    draft.doubts[()] += [doubt_of(cell, reason_unknown(cell)) for cell in fit.unknown]
    personal = [cell for cell in fit.cells_of(PERSONAL_CELL) if cell not in sources.values()]
    draft.doubts[()] += [doubt_of(cell, "day_lost") for cell in personal if DATE.search(cell.text)]
    if wrong := other_year(fit, year):
        draft.doubts["title",].append(doubt_sentence("year", sources.get(("title",)), year=wrong, wanted=year))
    draft.doubts = {path: some for path, some in draft.doubts.items() if some}
    return draft


def withhold_rows(draft: FormDraft, sources: dict[CellPath, SourceCell]) -> Iterator[tuple[CellPath, str]]:
    """Withhold all that is in one row of a list with a cell that bears a mark, seen or not; family and type stay.

    A cell over several rows is beside a mark in the first of them. Yields the doubt of each cell that is withheld.
    """
    marked = [path for path, cell in sources.items() if cell.is_marked]
    beside = {cell: path for path, cell in reversed(sources.items()) if cell.shares_row_with_mark and is_in_row(path)}
    rows = (other for path in (*marked, *beside.values()) for other in row_paths(draft.fit.form, path))
    for path in dict.fromkeys(rows):
        if path[-1] not in ("family", "type") or path in marked:
            draft.values[path] = WITHHELD
            yield path, MARKED if path in marked else BESIDE_MARK


def fill_merged(draft: FormDraft) -> None:
    """Fill blank cells of merged columns with the text above them, with a doubt at the first of each run."""
    merged = [slot for slot in draft.fit.drawing.slots if slot.rows and slot.is_merged]
    for slot in merged:
        above, is_reported = "", False
        for path in sorted(path for path in draft.values if path[:-2] == slot.rows and path[-1] == slot.path[-1]):
            text = draft.values[path]
            if text or not above:
                above, is_reported = text, False
                continue
            draft.values[path] = above
            if not is_reported:
                draft.doubts[path].append(translate("importing.doubts.filled", text=shown(above)))
            is_reported = True


def plain_figures(draft: FormDraft) -> None:
    """Write figures without the separators of thousands, as records have them."""
    kinds = {slot.path: kind_of_slot(slot, draft.fit.drawing) for slot in draft.fit.drawing.slots}
    for path, text in draft.values.items():
        kind = kinds.get(tuple(step for step in path if isinstance(step, str)))
        if kind in (MONEY, COUNT):
            draft.values[path] = without_separators(text)
        elif NUMBER.fullmatch(text):
            draft.values[path] = text.strip()


def problem_doubts(fit: Fit, sources: dict[CellPath, SourceCell]) -> Iterator[tuple[CellPath, str]]:
    """Yield each difference from the drawing as a doubt: at the value in its cell or its row, else at the whole form.

    Rows that the drawing has not are left over cell by cell.
    """
    cells = {(cell.row, cell.column): cell for cell in fit.states}
    paths = {(cell.row, cell.column): path for path, cell in reversed(sources.items())}
    rows = {cell.row: path for path, cell in reversed(sources.items()) if path != ("title",)}
    for problem in fit.form.problems:
        if problem.code == "E820":
            continue
        at = (problem.place.line, problem.place.column)
        is_missing = problem.code == "E821"
        path: CellPath = () if is_missing else paths.get(at, rows.get(at[0], ()))
        cell = None if is_missing else cells.get(at)
        is_quoted = problem.seen and cell is not None and not cell.shares_row_with_mark
        seen = translate("importing.doubts.seen", text=problem.seen) if is_quoted else ""
        values = dict(problem.values) | {"words": problem.seen or "", "seen": seen}
        other = other_unit(str(values.get("wanted", "")), problem.seen or "") if problem.code == "E822" else ()
        is_empty = problem.code == "E822" and not str(values.get("wanted", "")).strip()
        # In a row with a mark nothing is quoted, not even a unit.
        is_unit = bool(other) and is_quoted
        what = (
            translate("importing.doubts.units", unit=other[0], other=other[1], words=problem.seen)
            if is_unit
            else translate(f"importing.doubts.{'empty' if is_empty else problem.code}", **values)
        )
        yield ("title",) if problem.code == "E823" else path, with_place(what, cell)


def other_unit(wanted: str, seen: str) -> tuple[str, ...]:
    """Return the unit of money in the words of a drawing and the one in a cell where nothing but these differs."""
    pattern = "|".join(MONEY_UNITS)
    before, after = (re.findall(pattern, text) for text in (wanted, seen))
    is_same = re.sub(pattern, "", bare(wanted)) == re.sub(pattern, "", bare(seen))
    return next(((one, other) for one, other in zip(before, after, strict=False) if one != other and is_same), ())


def left_over_doubt(cell: SourceCell) -> str:
    """Return the doubt for a cell that has no place in the drawing; its text is quoted unless it is withheld."""
    if cell.is_marked:
        return doubt_of(cell, MARKED)
    return doubt_sentence("left", cell, text=shown(cell.text, LONGEST_LEFT_OVER))


def shown(text: str, longest: int = LONGEST_SEEN) -> str:
    """Return the text of a cell as a doubt quotes it: on one line, with blanks for all white space."""
    return visible(" ".join(text.split()), longest)


def doubt_of(cell: SourceCell, doubt: str) -> str:
    """Return a doubt of a cell of a file."""
    return doubt_sentence(doubt, cell, text=shown(cell.text), stored=shown(cell.stored))


def doubt_sentence(key: str, cell: SourceCell | None, **values: str) -> str:
    """Return the sentence of a doubt, with the place of its cell."""
    key = BESIDE_MARK if cell is not None and cell.shares_row_with_mark else key
    return with_place(translate(f"importing.doubts.{key}", **values), cell)


def with_place(sentence: str, cell: SourceCell | None) -> str:
    """Return a sentence with the place of a cell in brackets."""
    return translate("importing.doubts.at", sentence=sentence, place=cell.place) if cell and cell.place else sentence


def other_year(fit: Fit, year: str) -> str:
    """Return the year in the title of a form where it is another one; "" where it is the same or there is none."""
    match = re.fullmatch(title_pattern(fit.drawing), bare_title(fit.form.values.get(("title",), "")))
    years = [found for found in match.groups() if found != year] if match else []
    return years[0] if years else ""
