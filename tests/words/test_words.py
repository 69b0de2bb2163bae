"""The catalogue: every text that is asked for is there, whole, and fills its gaps."""

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reading import HERE

from generator.content.config import Config
from generator.content.register import Register
from generator.forms.fields import FieldGroup, group_inside, group_of
from generator.forms.model import (
    Department,
    DepartmentResults,
    Jurisdiction,
    Notice,
    Project,
    ProjectResults,
    ProsePage,
    Record,
)
from generator.problems import Place, Problem
from generator.text.files import has_forbidden
from generator.text.plain_yaml import plain_root
from generator.text.yaml import SYNTAX
from generator.words import (
    FOLDER,
    area,
    catalogue,
    catalogue_map,
    catalogue_text,
    explain_code,
    format_problem,
    problem_text,
    translate,
)

ROOT = HERE.parent
ASKED = re.compile(r"""\btranslate\(\s*["']([a-z0-9_.-]+)["']""", re.IGNORECASE)


def sources() -> Iterator[tuple[str, str]]:
    """The texts of the program and of the templates."""
    for folder, ending in (("generator", "*.py"), ("templates", "*.html")):
        for path in sorted(Path(ROOT, folder).rglob(ending)):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_every_text_that_is_asked_for_is_there() -> None:
    asked = {(key, file) for file, text in sources() for key in ASKED.findall(text)}
    assert len(asked) > 100
    assert sorted((key, file) for key, file in asked if not there(key)) == []


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yml")), ids=lambda file: file.stem)
def test_a_file_of_the_catalogue_is_read_without_pyyaml(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not has_forbidden(text)
    assert plain_root(text.split("\n")) == area(file.stem)


def there(key: str) -> bool:
    """Whether the catalogue has a text of that key, or texts under one that is still to be completed."""
    try:
        return bool(catalogue_map(key[:-1]) if key.endswith(".") else catalogue_text(key))
    except KeyError:
        return False


def leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a tree with its dotted key."""
    if isinstance(tree, dict):
        for key, child in tree.items():
            yield from leaves(child, f"{path}.{key}" if path else str(key))
    else:
        assert isinstance(tree, str), f"{path} is a list"
        yield path, tree


def test_every_text_of_the_problems_can_be_filled() -> None:
    texts = dict(leaves(catalogue_map("problems")))
    assert len(texts) > 100
    names = {key: [name for _, name, _, _ in string.Formatter().parse(text) if name] for key, text in texts.items()}
    assert [key for key, found in names.items() if any(not re.fullmatch("[a-z_]+", name) for name in found)] == []


def test_every_problem_says_what_and_how_to_mend() -> None:
    wrong = []
    for code, entry in catalogue_map("problems").items():
        mends = list(entry["mend"].values()) if isinstance(entry["mend"], dict) else [entry["mend"]]
        for text in [entry["what"], *mends]:
            if not text or text.strip() != text or text[-1] in "。；，,;.":
                wrong.append((code, text))
    assert wrong == []


MODELS = (Record, Project, DepartmentResults, ProjectResults, Department, Jurisdiction, Notice, ProsePage)
SHAPES = {
    "record",
    "project",
    "departmentresults",
    "projectresults",
    "department",
    "jurisdiction",
    "notice",
    "prosepage",
    "config",
    "register",
}


RESULTS = {"departmentresults", "projectresults"}


# The groups of cells that must say something, each with a remedy of its own.
GROUPS = {
    *("form", "source", "decision", "review", "adjustment", "change", "confirmation", "reply", "storedtrace"),
    *("clearance", "rosterentry", "legalbasis", "clause"),
    *("department", "jurisdiction", "config", "notice", "prosepage", "register"),
}


def blanks(part: type[FieldGroup], shape: type[FieldGroup], path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all cells of a file, with 0 for the row of each list."""
    for key, field in part.model_fields.items():
        member = group_inside(field.annotation)
        row = (0,) if "tuple" in str(field.annotation) else ()
        yield from blanks(member, shape, (*path, key, *row)) if member else [(*path, key, *row)]


def test_every_cell_has_a_remedy_of_its_group() -> None:
    shapes = (*MODELS, Config, Register)
    groups = {group_of(shape, path) for shape in shapes for path in blanks(shape, shape)}
    # Groups in which nothing must be said, and those of closed lists.
    assert (
        groups - {"disclosure", "portalcolumn", "record", "project", "publicationparts", "listdocument"} - RESULTS
        == GROUPS
    )


def test_every_form_of_a_mend_is_one_that_the_program_names() -> None:
    assert {shape.__name__.lower() for shape in (*MODELS, Config, Register)} == SHAPES
    forms = {
        code: set(entry["mend"]) for code, entry in catalogue_map("problems").items() if isinstance(entry["mend"], dict)
    }
    reading = {code: found for code, found in forms.items() if code[:2] in ("E1", "E3", "E5")}
    assert reading == {
        "E100": {form for form, _, _ in SYNTAX} | {"indent", "after"},
        "E103": {"GBK", "UTF-16", "UTF-32", "damaged", "unknown"},
        "E106": {"char", "cr"},
        "E116": {"first", "next", "folded"},
        "E122": {"whole", "mark"},
        "E301": SHAPES | {"choice", "choices", "emptied", "printed", "sheet"},
        "E302": SHAPES,
        "E303": GROUPS | {"rows", "type"},
        "E305": {"near", "inside", "list", "upgrade", "days"},
        "E316": {"department", "jurisdiction"},
        "E331": {"near", "none"},
        "E341": {f"{form}{of}" for form in ("near", "none", "first") for of in ("", "_targets")},
        "E346": {"digits", "province", "name", "other", "parent", "level"},
        "E370": {"cell", "changed"},
        "E373": {"near", "none"},
        "E501": {"name", "copy", "ending"},
        "E503": {"content", "city", "forms", "department", "year", "prose"},
        "E543": {"empty", "kind", "folder"},
    }


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            Problem(Place("content/a/b/2021.yml", 23, 15), "E204", "1,674.21万元", cell="基本支出"),
            "content/a/b/2021.yml:23:15: “基本支出”应为数字，读到“1,674.21万元”；"
            "只用半角数字和小数点，不加逗号、空格、括号和单位，如 1674.21；"
            "原表写的是符号或文字的（如 /、—），下一层写 text:，照抄，其中有数的再写 value: [E204]",
        ),
        (
            Problem(Place("x.yml", 7, 3), "E110", "amount", first=5),
            "x.yml:7:3: 同一栏写了两次，第一次在第 5 行，读到“amount”；请只保留一处 [E110]",
        ),
        (
            Problem(Place("x.yml"), "E305", "预算金額", form="near", near="amount"),
            "x.yml:1:1: 没有这个栏目名，读到“预算金額”；是不是 amount？ [E305]",
        ),
        # Gaps that nobody fills, and braces in what was read.
        (
            Problem(Place("x.yml"), "E204"),
            "x.yml:1:1: “…”应为数字；只用半角数字和小数点，不加逗号、空格、括号和单位，如 1674.21；"
            "原表写的是符号或文字的（如 /、—），下一层写 text:，照抄，其中有数的再写 value: [E204]",
        ),
        (
            Problem(Place("x.yml"), "E305", "{seen} {0} {", form="list", allowed="{a}"),
            "x.yml:1:1: 没有这个栏目名，读到“{seen} {0} {”；这里可以写：{a} [E305]",
        ),
        (Problem(Place("x.yml"), "E999"), "x.yml:1:1: E999 [E999]"),
    ],
)
def test_sentences(problem: Problem, said: str) -> None:
    assert format_problem(problem) == said
    assert problem_text(problem) in said


def test_a_code_is_explained_with_no_gap_left_open() -> None:
    """What is wrong, why it matters, how to mend it; a brace may only be a sign that the text speaks of."""
    for code in catalogue_map("problems"):
        text = explain_code(code) or ""
        said, because, *mends = text.splitlines()[1:]
        assert said.startswith("说的是：") and because.startswith("为什么：") and mends, code
        assert not re.search(r"\{\{|\}|\{\w|：$", text), code
        assert not re.search(r"\{\{|\}\}", format_problem(Problem(Place("x.yml"), code))), code


def test_a_text_that_is_not_there_is_named() -> None:
    for key in ("nothing.here", "absence", "absence.blank.more"):
        with pytest.raises(KeyError, match=re.escape(key)):
            translate(key)


def test_texts_are_filled() -> None:
    assert translate("absence.blank") == "原表空白"
    assert translate("facts.about_yi", amount="1.57") == "约 1.57 亿元"
    with pytest.raises(KeyError):
        translate("facts.about_yi", other="1.57")


def test_the_catalogue_is_whole() -> None:
    areas = {path.stem for path in Path(ROOT, "generator/words/zh-CN").glob("*.yml")}
    assert set(catalogue()) == areas | {"problems"}
    texts = dict(leaves({key: tree for key, tree in catalogue().items() if key != "problems"}))
    # A line of arithmetic that ties, or that cannot be unknown, needs no word beside its state.
    silent = re.compile(r"checks\.lines\.\w+\.(ties|unknown)")
    assert [key for key, text in texts.items() if not text.strip() and not silent.fullmatch(key)] == []
