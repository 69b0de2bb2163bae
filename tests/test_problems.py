"""Mistakes as values: their order, what they quote, and that every code is known, hit and told."""

import re
from pathlib import Path

import pytest
from reading import BROKEN, HERE, hostile_table

from generator import problems
from generator.problems import (
    ConcurrentBuildError,
    ContentError,
    GongkaiError,
    HeldError,
    HostError,
    Place,
    Problem,
    UsageError,
    visible as seen_as,
)
from generator.words import catalogue_map, format_problem, problem_text

GENERATOR = HERE.parent / "generator"
SHARED = HERE.parent.parent / "shared" / "hostile-inputs.tsv"
AT = Place("a.yml", 3, 5)
CODE = re.compile(r"\b[EW][1-8][0-9]{2}\b")
# The files that read content; codes of the gate, of publishing and of the command line have tests of their own.
READERS = (
    "text.amounts",
    "text.files",
    "text.yaml",
    "forms.fields",
    "content.consistency",
    "content.department_reader",
    "content.file_names",
    "content.file_reader",
    "content.loader",
)


def test_exit_codes() -> None:
    codes = {GongkaiError: 4, ContentError: 1, UsageError: 2, HeldError: 3, HostError: 5, ConcurrentBuildError: 75}
    assert {error: error.exit_code for error in codes} == codes
    known = {kind for kind in vars(problems).values() if isinstance(kind, type) and issubclass(kind, GongkaiError)}
    assert known == set(codes)


def test_problems_are_told_once_and_sorted() -> None:
    places = [Place("b.yml"), Place("a.yml", 10), Place("a.yml", 9, 2), Place("a.yml", 9, 1)]
    found = [Problem(place, "E204") for place in places] + [Problem(places[0], "E107"), Problem(places[0], "E107")]
    told = [(at.place.path, at.place.line, at.place.column, at.code) for at in ContentError(found).problems]
    assert told == [
        ("a.yml", 9, 1, "E204"),
        ("a.yml", 9, 2, "E204"),
        ("a.yml", 10, 1, "E204"),
        ("b.yml", 1, 1, "E107"),
        ("b.yml", 1, 1, "E204"),
    ]


def test_problems_of_one_place_and_code_have_an_order_too() -> None:
    """Two missing cells of one group, for instance, must not change places from run to run."""
    found = [Problem(Place("a.yml"), "E301", cell=f"第{number}栏", key=f"k{number}") for number in range(20)]
    assert list(ContentError(found).problems) == sorted(found, key=lambda at: (at.place, at.code, at.values))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("1,674.21万元", "1,674.21万元"),
        ("a\nb\r\tc", "a<U+000A>b<U+000D><U+0009>c"),
        ("\x1b[31m红", "<U+001B>[31m红"),
        ("::error::x", "::error::x"),
        ("密\u200b", "密<U+200B>"),
        ("\u202e元", "<U+202E>元"),
        ("\ud800", "<U+D800>"),
        ("绩" * 61, "绩" * 60 + "…"),
        ("", ""),
    ],
)
def test_what_was_read_is_quoted_on_one_line(text: str, seen: str) -> None:
    assert seen_as(text) == seen
    assert Problem(Place("a.yml"), "E204", text, cell=text).seen == seen
    assert "\n" not in format_problem(Problem(Place("a.yml"), "E204", text, cell=text))


def test_a_problem_of_a_held_file_quotes_nothing() -> None:
    problem = Problem(Place("a.yml", 3, 5), "E305", "平安建设", form="near", near="title")
    assert problem.unquoted() == Problem(Place("a.yml", 3, 5), "E305", form="near")
    assert format_problem(problem.unquoted()) == "a.yml:3:5: 没有这个栏目名 [E305]"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            Problem(AT, "E100", "甲: 乙", form="colon"),
            "YAML 写法有误，这里读不下去；内容里有“: ”（冒号加空格），请整段加英文双引号",
        ),
        (
            Problem(AT, "E116", "甲 乙", form="next"),
            "文字折成了几行，换行处会多出空格；请接到上一行的后面，写成一行；确要分段的，用竖线“|”另起一行书写",
        ),
        (Problem(AT, "E104"), "有制表符（Tab）；请改用空格"),
        # Of a remedy only what needs no value.
        (
            Problem(AT, "E122", form="whole", middle=5, last=7),
            "两人改动冲突：两个人改了同一处，git 留下了标记，还没有选定用哪一份；"
            "请与改动的人核对，留下对的，再删去 <<<<<<<、=======、>>>>>>> 这三行",
        ),
        (Problem(AT, "E305", "平安", form="list", allowed="title、unit"), "没有这个栏目名"),
    ],
)
def test_a_problem_of_a_held_file_says_how_to_mend_it(problem: Problem, said: str) -> None:
    assert problem_text(problem.unquoted()) == said


def test_an_error_names_files_and_codes_only() -> None:
    assert str(HeldError([Problem(Place("a.yml"), "S401", "平安建设")])) == "a.yml:S401"


def raised(*modules: str) -> set[str]:
    """Every code that stands in these files of the program, or in all of it."""
    some = [GENERATOR / f"{module.replace('.', '/')}.py" for module in modules]
    paths = some or GENERATOR.rglob("*.py")
    return {code for path in paths for code in re.findall(r"[\"']([ESW][0-9]{3})[\"']", path.read_text("utf-8"))}


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    assert raised() == set(catalogue_map("problems"))


def hit() -> set[str]:
    """Every code that the table of hostile inputs or the broken project hits."""
    rows = [code for row in hostile_table() if row.where != "later" for code in CODE.findall(row.expected)]
    return {*rows, *CODE.findall((BROKEN / "sentences.txt").read_text(encoding="utf-8"))}


def test_every_code_of_reading_is_hit() -> None:
    codes = {code for code in raised(*READERS) if code.startswith("E")}
    assert len(codes) > 50
    assert codes - hit() == set()


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared table is not at hand")
def test_every_shared_hostile_input_about_reading_has_rows_here() -> None:
    ids = {line.split("\t")[0] for line in SHARED.read_text(encoding="utf-8").splitlines()}
    about_reading = {name for name in ids if re.fullmatch("[ABCDG][0-9]{2}", name)}
    assert len(about_reading) > 40
    assert about_reading - {row.id for row in hostile_table()} == set()


def test_the_letters_have_no_gaps() -> None:
    """Hostile inputs are numbered through in each section, so that a forgotten neighbour is seen."""
    ids = {row.id for row in hostile_table()}
    for letter in "ABCDG":
        numbers = sorted(int(name[1:]) for name in ids if name[0] == letter)
        assert numbers == list(range(1, len(numbers) + 1))


def test_what_nobody_looks_at_yet_is_a_short_list() -> None:
    assert [row.id for row in hostile_table() if row.where == "later"] == ["C14", "D13", "D15"]


def test_sentences_of_the_broken_project_name_their_file() -> None:
    for line in (BROKEN / "sentences.txt").read_text(encoding="utf-8").splitlines():
        path = re.match(r"(.+?):[0-9]+:[0-9]+: ", line)
        assert path and Path(BROKEN, path[1]).exists(), line
