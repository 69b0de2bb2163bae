"""Problems, each with its place in a file, and the errors of this program.

GongkaiError
├── ContentError          exit 1   the input has Problems; raised after all of them are gathered
├── UsageError            exit 2   a wrong argument or an unusable site_config.yml
├── HeldError             exit 3   a secrecy or privacy hold; wins over ContentError
├── HostError             exit 5   disk, permission, a missing tool
└── ConcurrentBuildError  exit 75  somebody else is building into the same folder
"""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

# How much a finding weighs, the heaviest first.
Severity = Literal["block", "error", "warn", "info"]
SEVERITIES: tuple[Severity, ...] = ("block", "error", "warn", "info")

LONGEST_SEEN = 60
LONGEST_VALUE = 400


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file: its path relative to the project, a line and a column, both from 1.

    Line 0 stands for something without lines: a folder, an archive, an argument of the command.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path

    @classmethod
    def whole(cls, path: str | PurePath) -> "Place":
        """The place of something without lines."""
        return cls(path if isinstance(path, str) else path.as_posix(), 0, 0)


@dataclass(frozen=True, slots=True, order=True, init=False)
class Problem:
    """A mistake in the content: its place, its code in the catalogue, and the text at the place.

    `values` fill the placeholders of the message for `code`; `seen` is quoted after it.
    """

    place: Place
    code: str
    seen: str | None
    values: tuple[tuple[str, str], ...]

    def __init__(self, place: Place, code: str, seen: str | None = None, **values: Any) -> None:
        object.__setattr__(self, "place", place)
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "seen", None if seen is None else visible(seen))
        pairs = tuple(sorted((name, visible(str(value), LONGEST_VALUE)) for name, value in values.items()))
        object.__setattr__(self, "values", pairs)

    def at(self, place: Place) -> "Problem":
        """The same problem at another place."""
        return Problem(place, self.code, self.seen, **dict(self.values))

    def unquoted(self) -> "Problem":
        """The same problem without any text of the file, for a file that is held; `form` selects a remedy."""
        return Problem(self.place, self.code, None, **{name: value for name, value in self.values if name == "form"})


def problem_order(problem: Problem) -> tuple[Any, ...]:
    """The sort key of problems: the place, then the message."""
    return problem.place, problem.code, problem.seen or "", problem.values


def visible(text: str, longest: int = LONGEST_SEEN) -> str:
    """The text on one line, control and invisible characters as <U+XXXX>, truncated."""
    cut = text if len(text) <= longest else text[:longest] + "…"
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in cut)


class GongkaiError(Exception):
    """Base of all errors of this program, with the problems that caused it."""

    exit_code = 4

    def __init__(self, problems: tuple[Problem, ...] | list[Problem] = ()) -> None:
        super().__init__(", ".join(f"{problem.place.path}:{problem.code}" for problem in problems))
        self.problems = tuple(sorted(set(problems), key=problem_order))

    def __reduce__(self) -> tuple[type["GongkaiError"], tuple[tuple[Problem, ...]]]:
        """Pickle the error with its problems."""
        return type(self), (self.problems,)


class ContentError(GongkaiError):
    """The content has mistakes; raised once, with all of them."""

    exit_code = 1


class UsageError(GongkaiError):
    """The command or the configuration cannot be used as given."""

    exit_code = 2


class HeldError(GongkaiError):
    """A text has a mark of secrecy or personal data; raised by the gate, without quoting it."""

    exit_code = 3


class HostError(GongkaiError):
    """The system does not allow an operation: disk, permissions, missing tools."""

    exit_code = 5


class ConcurrentBuildError(GongkaiError):
    """Another process is building into the same folder."""

    exit_code = 75
