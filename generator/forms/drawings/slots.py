"""Reads the words of a cell of a drawing: printed words and slots in braces."""

import difflib
import re
from dataclasses import dataclass, field, replace

from generator.forms.drawings.drawing import NUMBER, PERSONAL, SUM, UNIT, VALUE, YEAR, FormKind, Path, Slot, SlotKind
from generator.forms.drawings.vocabulary import OTHER, fields_of, groups_of, lists_of, own_groups, roles_in
from generator.forms.fields import FieldGroup, OwnMoney
from generator.problems import Place, Problem

NOTE = "'"
EMPTY = "''"
BRACED = re.compile(r"\{([^{}]*)\}")
BRACES = re.compile("[{}｛｝]")
INSIDE = re.compile(r"(?P<path>[^:=!~?]*)(?::(?P<role>[^:=!~?]*))?(?:=(?P<name>[^:=!~?]+))?(?P<marks>[!~?]*)")
# The name of a field of the form's own: it has an ideograph, and none of the signs of the language.
OWN = re.compile("[^！～？：＝.]*[\u3400-\u9fff][^！～？：＝.]*")
HANZI, WIDE = re.compile("[\u3400-\u9fff]"), re.compile("[！～？：＝]")
SPECIAL: dict[str, SlotKind] = {"-": PERSONAL, "#": NUMBER, "unit": UNIT, "year": YEAR}
EXECUTION = "execution"
# How a row of money of a form's own is drawn among those of the execution.
LINE = "{other.} | {.} | {.}"
FORMS = {"{": "open", "}": "close"}


@dataclass(slots=True)
class SlotReader:
    """Reads the slots of a drawing of one kind of form, and collects their problems.

    `group` are the keys of the group of the last field in the row; None at its beginning.
    """

    kind: FormKind
    problems: list[Problem] = field(default_factory=list)
    group: Path | None = None

    def parts(self, text: str, place: Place) -> tuple[str | Slot, ...]:
        """Return the printed words and the slots of the text of a cell."""
        if text == EMPTY:
            return ("",)
        if is_plain_note(text):
            return (text.removeprefix(NOTE),)
        found: list[str | Slot] = []
        at = 0
        for match in BRACED.finditer(text):
            found += self.words(text[at : match.start()], moved(place, at))
            slot = self.slot(match[1].strip(), moved(place, match.start()))
            found += [slot] if slot else []
            at = match.end()
        return (*found, *self.words(text[at:], moved(place, at)))

    def words(self, text: str, place: Place) -> list[str]:
        """Return the printed words between two slots; E807 for a brace without its other."""
        if stray := BRACES.search(text):
            self.report(moved(place, stray.start()), "E807", text.strip(), form=FORMS.get(stray[0], "wide"))
        return [text] if text else []

    def report(self, place: Place, code: str, seen: str, **values: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(place, code, seen, **values))

    def slot(self, text: str, place: Place) -> Slot | None:
        """Return the slot that a text in braces describes; None with a problem where it describes none."""
        if text in SPECIAL:
            return Slot(SPECIAL[text])
        match = INSIDE.fullmatch(text)
        if match is None or len(set(match["marks"])) < len(match["marks"]):
            self.report(place, "E807", text, form="marks")
            return None
        written, role, name, marks = match["path"], match["role"], match["name"] or "", match["marks"]
        if written.startswith(".") and self.group is None:
            self.report(place, "E808", text)
            return None
        steps = tuple(written.removeprefix(".").split("."))
        path = (*(self.group or ()), *steps) if written.startswith(".") else steps
        is_own = not path[-1] or OWN.fullmatch(path[-1]) is not None
        path = (*OTHER, *path) if is_own and len(path) == 1 else path
        if not self.is_field(path, written, place, is_own=is_own) or not self.is_role(role, path, place):
            return None
        self.group = path[:-1]
        rows = self.group if self.group in lists_of(self.kind) else ()
        path = (*self.group, path[-1] or name)
        is_money = role not in (None, SUM) and not self.is_of_money(self.group)
        slot = Slot(VALUE, path, rows, role or "", name, is_own=is_own, is_money=is_money)
        return replace(slot, is_needed="!" in marks, is_merged="~" in marks, is_optional="?" in marks)

    def is_role(self, role: str | None, path: Path, place: Place) -> bool:
        """Whether a role is one of money of the form's own in its group, or a sum in no group; E806 where not."""
        if role is None or (role == SUM and path[:-1] == OTHER):
            return True
        if path in fields_of(self.kind) and not self.is_of_money(path[:-1]):
            self.report(place, "E806", role, form="no_money")
            return False
        if role not in (allowed := roles_in(self.kind, path[:-1])):
            self.report(place, "E806", role, form="role", allowed="、".join(allowed))
            return False
        return True

    def is_of_money(self, group: Path) -> bool:
        """Whether the own cells of a group are all money."""
        return issubclass(own_groups(self.kind).get(group, FieldGroup), OwnMoney)

    def is_field(self, path: Path, written: str, place: Place, *, is_own: bool) -> bool:
        """Whether a record can have a value at a path: a field, or an own cell of a group that may have some.

        E806 where not.
        """
        fields = fields_of(self.kind)
        if path in fields or (is_own and path[:-1] in own_groups(self.kind)):
            return True
        if is_own and path[:-1] in groups_of(self.kind):
            # The rows of the execution are the same on all forms, and each is drawn whole.
            form = "line" if path[:-1] == (EXECUTION,) else "own"
            inside = [".".join(each) for each in own_groups(self.kind) if each[: len(path) - 1] == path[:-1]]
            values = {"allowed": "、".join(inside or [".".join(OTHER)]), "example": LINE}
            self.report(place, "E806", written, form=form, group=".".join(path[:-1]), **values)
            return False
        if HANZI.search(path[-1]) and WIDE.search(path[-1]):
            self.report(place, "E807", written, form="name")
            return False
        choices = [".".join(each) for each in fields]
        same_key = [each for each in choices if each.rpartition(".")[2] == path[-1]]
        near = difflib.get_close_matches(".".join(path), same_key or choices, 1, 0 if same_key else 0.5)
        values = {"form": "near", "near": near[0]} if near else {"form": "none"}
        self.report(place, "E806", written, **values)
        return False


def moved(place: Place, by: int) -> Place:
    """Return a place further to the right."""
    return replace(place, column=place.column + by)


def is_plain_note(text: str) -> bool:
    """Return whether the text of a cell is a note, in which nothing is a sign of the language."""
    return text.startswith(NOTE) and text != EMPTY
