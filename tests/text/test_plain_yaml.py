"""The reader of plain YAML: it makes the same nodes as PyYAML of every file that it takes."""

import random
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from reading import good_text, hostile_table
from sources import HERE, OBTAINED

from generator.text import yaml
from generator.text.files import FORBIDDEN, has_forbidden
from generator.text.plain_yaml import plain_root

CONTENT = HERE.parent / "content"
SHARED = OBTAINED.parent
LINES = (
    'a: b|key:|  x: 1|  - y|    - name: 中文|      t: "≥90%"|goal: ¦|  一；|  二||# c|  # c|- a|-|'
    "- - a|a: 'x'|b: \"\"|c: ''| |    |a: [1]|a: {b: c}|a: &x 1|b: *x|a: !t x|a: >|a: ¦-|a: ¦2|"
    "? a|--- |---|...|a:  b|a : b|a: b |a: b # c|a: b#c|a: b: c|a: b:c|a: b:|a: http://x.y/z|"
    "a: -1|a: - b|a: ?|a: ~|a: =|<<: x|a: x\u3000y|a: \u3000y|a: y\u3000|"
    "a: y\u3000# z|a: y:\u3000z|a: \U0001f600|中: x|A: x|"
    "1: x|null: x|a: \"x\\n\"|a: 'x''y'|a: \"x\" y|a: 'x' # c|a: \"x # y\"|a: 'a: b'|a: \"x|  y\"|"
    "a: x¶  y|key:¶- i|key:¶  - i¶  - j: k¶    l: m|key:¶    z: 1¶  w: 2|t: ¦¶   deep¶  less|"
    "t: ¦¶¶  x|t: ¦¶  x¶¶|t: ¦¶  x¶¶# c|t: ¦¶  x¶    y¶  z |t: ¦¶# c¶  x|a: @x|a: `x|a: %x|"
    "%YAML 1.1|a: x,y|a: x]y|a: ,|a: #|a:¶# c¶  b: 1|a:¶¶  b: 1|<<<<<<< HEAD|=======|"
    "a: ¦¶  =======|a: \xa0x|a: x\xa0|a: x \u3000|a: 'x |- b: 1¶  c: 2|  - d:¶      e: 1|  - d:¶    e: 1|"
    '  - ¦¶    x|  - \'q\'|  - "q": 1|"q": 1|a: ¦¶ ¶  x|a: ¦¶  x¶ ¶y: 1|a: ¦   |a:   |'
    '中文: x|"a: b":|"a":|\'a\': x|"中": x|"a" : x|"": x|E-1: x|A_b:|a中:|中: 1|-a: 1|"#": 1|"- a": 1|'
    '  - "k": 1¶    "l": 2'
).replace("¶", "\n")
PIECES = [f"{line}\n".replace("¦", "|") for line in LINES.split("|")]
CHARS = " :#-|>'\"[]{}&*!%@`,?\n\n  ab1_中。\u3000~=<.\\/\xa0"


def tree(node: Any) -> Any:
    """Kind, value and places of a node and all in it."""
    at = node.line, node.column
    if isinstance(node, yaml.ScalarNode):
        return str(node), at, node.ends
    if isinstance(node, yaml.MappingNode):
        return at, [(tree(key), tree(value)) for key, value in node.items()]
    return [at, *map(tree, node)]


def is_taken(text: str) -> bool:
    """Whether the reader takes a text, which then is the same to PyYAML."""
    root = None if has_forbidden(text) else plain_root(text.split("\n"))
    if root is None:
        return False
    with patch.object(yaml, "plain_root", lambda lines: None):
        strict = yaml.read_text("x.yml", text.encode("utf-8"))
    assert strict.problems == () and strict.root is not None, text
    assert tree(root) == tree(strict.root), text
    return True


def mutated(chance: random.Random, texts: list[str]) -> str:
    """Some lines put together, or some of a file, with a few characters changed."""
    if chance.random() < 0.75:
        pieces = [chance.choice(PIECES) for _ in range(chance.randint(1, 8))]
        text = "".join(
            piece if chance.random() < 0.8 else " " * chance.randint(0, 6) + piece.lstrip(" ") for piece in pieces
        )
    else:
        lines = chance.choice(texts).split("\n")
        start = chance.randrange(len(lines))
        text = "\n".join([*lines[: chance.randint(1, 12)], *lines[start : start + chance.randint(1, 12)], ""])
    for _ in range(chance.randint(0, 3)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(["", chance.choice(CHARS)]) + text[at + chance.randint(0, 1) :]
    return text


@pytest.mark.parametrize("count", [3_000, pytest.param(1_000_000, marks=pytest.mark.deep)])
def test_mutated_files_are_read_as_pyyaml_reads_them(count: int) -> None:
    chance = random.Random(count)
    texts = [good_text(), *(path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.yml")))]
    taken = sum(is_taken(mutated(chance, texts)) for _ in range(count))
    assert taken > count / 100


@pytest.mark.parametrize("folder", [CONTENT, HERE, SHARED], ids=["content", "tests", "shared"])
def test_every_file_at_hand_is_read_as_pyyaml_reads_it(folder: Path) -> None:
    files = [path for path in sorted(folder.rglob("*.yml")) if path.is_file()]
    if not files:
        pytest.skip("no such files at hand")
    for path in files:
        is_taken(path.read_bytes().decode("utf-8", "replace"))


def test_hostile_texts_are_read_as_pyyaml_reads_them() -> None:
    for row in hostile_table():
        is_taken(row.bytes.decode("utf-8", "replace").replace("\r\n", "\n"))


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("a: 1\nb:\n  - c: '二'\n    d: |\n      三\n      四\n# e\nf:\n", True),
        ('E1-b: 1\n中文: 2\n"a: {b}":\n  c: 3\n"d":\n', True),
        ('"a": 1\na: 2\n', False),
        ("a/b: 1\n", False),
        ("a: 1", False),
        ("a: 1 # b\n", False),
        ("a: [1]\n", False),
        ("a: &b 1\n", False),
        ('a: "\\n"\n', False),
        ("a: 1\na: 2\n", False),
        ("a:\n- 1\n", False),
        ("a: 1\n  2\n", False),
        ("a: |-\n  1\n", False),
        ("a: \u30001\n", False),
        ("\n", False),
    ],
)
def test_what_is_plain(text: str, is_plain: bool) -> None:
    assert is_taken(text) is is_plain


@pytest.mark.slow
def test_forbidden_characters_are_the_same_with_and_without_the_quick_look() -> None:
    assert [code for code in range(0x110000) if has_forbidden(chr(code)) != bool(FORBIDDEN.match(chr(code)))] == []
