"""Problems of cells before their place in a file is known, so that a check needs the form and not its file."""

from collections.abc import Iterable
from typing import Any

from generator.forms.cells import CellPath
from generator.problems import Problem
from generator.text.yaml import MappingNode, place_in


class CellProblem:
    """A problem of the cell, row or group at a path, with the other arguments of the Problem."""

    def __init__(self, path: CellPath, code: str, seen: str | None = None, **values: Any) -> None:
        self.path, self.code, self.seen, self.values = path, code, seen, values


def placed(problems: Iterable[CellProblem], name: str, root: MappingNode) -> list[Problem]:
    """The problems of a file with their places in it."""
    return [Problem(place_in(name, root, each.path), each.code, each.seen, **each.values) for each in problems]
