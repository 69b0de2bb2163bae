"""A lazy pattern does what a compiled one does, and is compiled on first use."""

import re
from typing import Any

import pytest

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
