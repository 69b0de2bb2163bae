"""Matches cells of a table with the fields of a form by their row labels and column headings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.forms.drawings.drawing import Path
from generator.forms.drawings.label_names import LabelNames, is_neutral
from generator.forms.drawings.vocabulary import DrawnField, fields_of, lists_of
from generator.importing.slips import CLASSES
from generator.targets.comparators import sign_code

TOTAL = "total"
COMPARATOR, DIRECTION = "comparator", "direction"
INDICATORS: Path = ("indicators",)
TASKS: tuple[Path, ...] = (("tasks", "key"), ("tasks", "other"))


@dataclass(frozen=True)
class LabelMatcher:
    """The fields of a kind of form, and the printed words of one table."""

    names: LabelNames
    words: tuple[str, ...]

    @property
    def fields(self) -> Mapping[Path, DrawnField]:
        """The fields of the kind of form."""
        return fields_of(self.names.kind)

    def field(self, direct: Sequence[str], others: Sequence[str]) -> Path | None:
        """Return the one field that each of the words directly at a cell may name, and words around it decide for.

        None where no field or several are named.
        """
        named = {path for word in direct for path in self.names.fields(word)}
        found = [
            path
            for path, field in self.fields.items()
            if path in named and not field.rows and all(self.explains(word, path) for word in direct)
        ]
        return self.nearest(found, (*direct, *others))

    def explains(self, word: str, path: Path) -> bool:
        """Whether a word may be printed at a field: its name, that of a group around it, or one of no meaning."""
        return is_neutral(word) or any(path[: len(each)] == each for each in self.names.fields(word))

    def nearest(self, paths: Sequence[Path], words: Iterable[str]) -> Path | None:
        """Return the path whose groups the nearest words name; None where several are as near."""
        best = [*paths]
        for word in words:
            named = self.names.fields(word)
            best = [path for path in best if names_group_of(path, named)] or best
        if len({(path[0], path[-1]) for path in best}) == 1 < len(best):
            best = [path for path in best if path[-2] == TOTAL]
        return best[0] if len(best) == 1 else None

    def list_names(self, text: str) -> int:
        """Return how many lists have a column of a name, at most one."""
        lists = lists_of(self.names.kind)
        return int(any(path[:-1] in lists for path in self.names.fields(text)))

    def columns(self, rows: Path, columns: Sequence[tuple[str, Sequence[str]]]) -> list[Path | None] | None:
        """Return the fields of a list that columns hold by their headings and texts.

        None where a needed one is missing or one is there twice.
        """
        choices = [self.column_choices(rows, heading, texts) for heading, texts in columns]
        sure = {some[0] for some in choices if len(some) == 1}
        found = [(some if len(some) == 1 else [each for each in some if each not in sure])[:1] for some in choices]
        keys = [path[-1] for some in found for path in some]
        is_whole = has_needed(rows, {*keys}) and len({*keys}) == len(keys)
        return [some[0] if some else None for some in found] if is_whole else None

    def column_choices(self, rows: Path, heading: str, texts: Sequence[str]) -> list[Path]:
        """Return the fields of a list that a heading names; comparators where some text is one, else directions."""
        fields = self.fields
        paths = sorted(path for path in self.names.fields(heading) if path in fields and fields[path].rows == rows)
        other = DIRECTION if is_comparator_column(texts) else COMPARATOR
        return [path for path in paths if path[-1] != other or (len(paths) == 1 and not any(map(str.strip, texts)))]

    def is_of_list_alone(self, text: str) -> bool:
        """Whether a word names columns of lists, and no other field."""
        fields = self.fields
        paths = [path for path in self.names.fields(text) if path in fields]
        return bool(paths) and all(fields[path].rows for path in paths) and not is_neutral(text)


def has_needed(rows: Path, keys: Collection[str]) -> bool:
    """Whether a list has the columns that it must have: of indicators their classes and targets, of tasks one more."""
    if rows == INDICATORS:
        return {"name", "target"} <= {*keys} and not {*CLASSES}.isdisjoint(keys)
    return "name" in keys and len(keys) > 1


def names_group_of(path: Path, named: frozenset[Path]) -> bool:
    """Whether the fields that a word may name are the innermost group of a path, or all inside of it."""
    group = path[:-1]
    return bool(group) and (group in named or (bool(named) and all(each[: len(group)] == group for each in named)))


def is_comparator_column(texts: Iterable[str]) -> bool:
    """Whether some text of a column is a comparator, and not only a direction."""
    return any(sign_code(text.strip()) for text in texts) or all(not text.strip() for text in texts)
