"""Strict YAML: what is refused and where, and that no text is ever changed without a word."""

import json
import re
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st
from reading import RECORD, Hostile, good_text, hostile, told

from generator.problems import Place
from generator.text.files import FORBIDDEN, MOST_PROBLEMS
from generator.text.yaml import MappingNode, ParsedFile, ScalarNode, SequenceNode, locate, read_file, read_text

LETTERS = "绩效目标（密）“”‘’：，。≥≦%-–#&*!?|>'\"@`{}[]=~<\\/.0１三 \u3000\xa0é"
LINES = st.text(st.sampled_from(LETTERS) | st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
TEXTS = st.text(st.sampled_from(LETTERS + "\n") | st.characters(exclude_categories=("Cs", "Cc")), max_size=80)


def read(text: str) -> ParsedFile:
    """The reading of a text."""
    return read_text("x.yml", text.encode())


def outcome(reading: ParsedFile, expected: str) -> str:
    """What came of a reading, in the words of the table."""
    if reading.problems or reading.root is None:
        return told(reading.problems, expected)
    return f"= {reading.root['a']}".rstrip(" ").replace("\n", "\\n")


@pytest.mark.slow
@hostile("file")
def test_hostile_files(row: Hostile, tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(row.bytes)
    begun = time.process_time()
    reading = read_file(path, "x.yml")
    assert outcome(reading, row.expected) == row.expected
    assert time.process_time() - begun < 2


SCALARS = [
    "340.80", "10731.2", "0440", "010", "12:30", "no", "on", "null", "~", "1e3", "0x1F", "=", "2021-03-11",
    "2021-02-30", ".nan", "+5", "1_000", "≥88%", "≦本年度预算（948万元）", "1600人、200人", "项目#2工程",
    "揭市政法委[2012]10号", "a  b", "<b>",
]  # fmt: skip


@pytest.mark.parametrize("text", SCALARS)
def test_every_scalar_is_the_text_of_the_file(text: str) -> None:
    root = read(f"plain: {text}\nquoted: \"{text}\"\nsingle: '{text}'\nblock: |\n  {text}\nlist:\n  - {text}\n").root
    assert root == {"plain": text, "quoted": text, "single": text, "block": f"{text}\n", "list": [text]}


def test_the_same_file_by_other_editors_is_read_the_same() -> None:
    plain = good_text()
    spaced = plain.replace("\n", "   \n")
    variants = [
        plain.encode("utf-8-sig"),
        plain.replace("\n", "\r\n").encode(),
        plain.replace("\n", "\r\n").encode("utf-8-sig"),
        plain.rstrip("\n").encode(),
        spaced.encode(),
        spaced.replace("\n", "\r\n").rstrip().encode("utf-8-sig"),
    ]
    expected = flat(read(plain).root)
    assert len(expected) > 100
    assert [flat(read_text(RECORD, variant).root) for variant in variants] == [expected] * len(variants)


def flat(node: object) -> list[tuple[str, int, int]]:
    """Every text of a tree with its place."""
    if isinstance(node, ScalarNode):
        return [(str(node).rstrip("\n"), node.line, node.column)]
    children = [child for pair in node.items() for child in pair] if isinstance(node, MappingNode) else node
    assert isinstance(children, list)
    return [place for child in children for place in flat(child)]


def test_everything_knows_its_place() -> None:
    root = read("a: 1\nb:\n  - c: 2\n    d:\n  - x\ne: |\n  文\n").root
    assert root is not None
    places = [
        (("a",), 1, 4),
        (("b",), 2, 1),
        (("b", 0), 3, 5),
        (("b", 0, "c"), 3, 8),
        # A blank cell has no place but its key's.
        (("b", 0, "d"), 4, 5),
        (("b", 0, "missing"), 3, 5),
        (("b", 1), 5, 5),
        (("b", 9), 2, 1),
        (("e",), 6, 4),
    ]
    assert [locate(root, path)[0] for path, _, _ in places] == [Place("", line, column) for _, line, column in places]
    assert isinstance(root["b"], SequenceNode)


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = 'a: &x 1\na: 2\nb: !!str 3\nc: 资金\n  使用\nd: >\ne: 项目 #2\nf: "\\0"\n[g]: 4\nh: 办\ufffd好\n'
    expected = "E107 1:4, E110 2:1, E109 3:4, E116 4:4, E118 6:4, E117 7:4, E106 8:4, E112 9:1, E106 10:5"
    assert told(read(text).problems, expected) == expected


def test_a_file_of_mistakes_stops_at_a_thousand() -> None:
    for text in ["a: 1\n" * 5000, "\t\n" * 5000, "a:\n" + "- *b\n" * 5000]:
        assert len(read(text).problems) == MOST_PROBLEMS


# Arabic and Indic number signs are seen, whatever their category says.
SEEN_SIGNS = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


def test_no_character_that_hides_or_controls_gets_by() -> None:
    hidden = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    every = [chr(point) for point in range(sys.maxunicode + 1)]
    allowed = {char for char in every if unicodedata.category(char) in hidden and not FORBIDDEN.match(char)}
    assert allowed == SEEN_SIGNS | {"\n"}
    assert [char for char in LETTERS if FORBIDDEN.match(char)] == []


@given(LINES)
@example("|")
@example(">2")
@example("- ")
@example("x #y")
@example("x: y")
@example("? y")
@example("%")
@example("x:")
def test_a_text_without_quotes_is_kept_or_refused(text: str) -> None:
    reading = read(f"a: {text}\nb: 1\n")
    begins_otherwise = text.strip(" ")[:1] in ('"', "'", "[", "{")
    if not reading.problems and not begins_otherwise:
        assert reading.root == {"a": text.strip(" "), "b": "1"}


@given(TEXTS)
def test_a_text_in_quotes_is_kept_or_refused(text: str) -> None:
    reading = read(f"a: {json.dumps(text, ensure_ascii=False)}\n")
    assert reading.root == {"a": text} or FORBIDDEN.search(text)


@given(LINES, LINES)
@example("", " ")
def test_a_block_is_kept_or_refused(first: str, second: str) -> None:
    reading = read(f"a: |\n  x{first}\n  {second}\nb: 1\n")
    kept = f"x{first}".rstrip(" ") + "\n" + second.rstrip(" ") + "\n"
    if not reading.problems:
        assert reading.root == {"a": re.sub("\n+$", "\n", kept), "b": "1"}


@given(st.binary(max_size=300))
@settings(max_examples=3 * settings.default.max_examples)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reading = read_text("x.yml", data)
    assert reading.problems or isinstance(reading.root, MappingNode)


PIECES = [
    "a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", ", ", '"', "'", "#", " #", "&a ", "*a", "!", "|", ">", "%", "---",
    "...", "?", "\\", "绩", "\t", "\r", "\u200b", "<<", "@", "`",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=5 * settings.default.max_examples)
@example("[\n: \n\t")
def test_any_yaml_is_read_or_refused(text: str) -> None:
    reading = read(text)
    assert reading.problems or isinstance(reading.root, MappingNode)
    lines = text.count("\n") + 2
    assert all(1 <= problem.place.line <= lines and problem.place.column >= 1 for problem in reading.problems)
