"""A lazy pattern does what a compiled one does, and is compiled on first use."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from reading import HERE

from generator.text import patterns
from generator.text.patterns import lazy_pattern

TEXT = "a1b22"


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("search", (TEXT,)),
        ("match", (TEXT,)),
        ("fullmatch", (TEXT,)),
        ("findall", (TEXT,)),
        ("finditer", (TEXT,)),
        ("split", (TEXT,)),
        ("sub", ("-", TEXT)),
        ("subn", ("-", TEXT, 1)),
    ],
)
def test_the_methods_are_those_of_a_compiled_pattern(method: str, arguments: tuple[Any, ...]) -> None:
    def outcome(pattern: re.Pattern[str]) -> str:
        result = getattr(pattern, method)(*arguments)
        return str([match.span() for match in result] if method == "finditer" else result)

    for source, flags in ((r"[0-9]+", 0), (r"(?P<letter>A)(1)", re.IGNORECASE)):
        assert outcome(lazy_pattern(source, flags)) == outcome(re.compile(source, flags))


def test_a_pattern_is_compiled_once_and_not_for_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_pattern = re.compile

    def counted(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return compile_pattern(source, flags)

    monkeypatch.setattr(patterns.re, "compile", counted)
    pattern = lazy_pattern("[a-z]")
    assert (pattern.pattern, compiled) == ("[a-z]", [])
    assert pattern.search(TEXT) and pattern.findall(TEXT) == ["a", "b"]
    assert compiled == ["[a-z]"]
    with pytest.raises(AttributeError):
        getattr(pattern, "other")  # noqa: B009


MODULES = [path for path in (HERE.parent / "generator").rglob("*.py") if "= lazy_pattern(" in path.read_text("utf-8")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_lazy_pattern_is_used_by_its_methods_alone(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)]
    lazy = {ast.unparse(node.targets[0]) for node in calls if ast.unparse(node.value).startswith("lazy_pattern(")}
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    passed = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
    ]
    sides = [side for node in compared for side in (node.left, *node.comparators)]
    sides += [argument for node in passed for argument in node.args]
    assert lazy and {ast.unparse(side) for side in sides} & lazy == set()
