"""The house: floors and doors hold, planted faults are caught, and what must never be done is not done."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parent.parent
PRODUCT = ROOT / "generator"
TEMPLATES = ROOT / "templates"
BIN = Path(sys.executable).parent

MODULES = sorted(PRODUCT.rglob("*.py"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
SCRIPTS = sorted(TEMPLATES.rglob("*.js"))

# Who may ask for what, by file.
PRINTS = {"cli/main.py"}
CLOCK = {"cli/main.py", "cli/revision.py", "cli/serve.py"}
CLOCKS = {
    *("now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime", "strftime", "getmtime"),
    *("environ", "environb", "getenv", "setlocale", "getlocale", "getpreferredencoding", "gethostname", "getlogin"),
}
# Strings of the frame's config pass through Material's own filters; a page has these.
FORBIDDEN_FILTERS = {"safe", "sum", "sort", "dictsort", "groupby", "round", "random", "tojson", "xmlattr", "striptags"}
ADDING = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
# Words of the official form and of the glossary: names that the data is looked up by, not words of ours.
VOCABULARY = {
    *("主管部门", "财政供养人员", "二级预算单位", "年度重点工作任务", "其他需完成的任务"),
    *("指标值", "三级指标", "分值权重", "批复", "保密审查"),
}
# What is the same in every language: the name of a sum, names of files, fields of a text that is no Jinja.
LETTERS = re.compile(r"SHA-256|[\w.]+\.json|\$\w+")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def program(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """One of the tools that look at the code."""
    return subprocess.run(
        [str(BIN / words[0]), *words[1:]], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_no_two_modules_of_tests_have_one_name() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("lint-imports", "--no-cache"),
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--check", "--no-cache", "."),
        ("mypy", "--strict", "generator"),
    ],
    ids=" ".join,
)
def test_the_tree_passes(words: tuple[str, ...]) -> None:
    done = program(*words)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


# file, what is added to it, what the report names
PLANTED = [
    ("analysis/facts.py", "from generator.output import pages", "generator.analysis.facts -> generator.output"),
    ("problems.py", "import generator.words", "generator.problems -> generator.words"),
    ("text/folding.py", "import generator.targets", "generator.text.folding -> generator.targets"),
    ("analysis/facts.py", "import yaml", "generator.analysis.facts -> yaml"),
    ("output/pages/page.py", "from jinja2 import Template", "generator.output.pages.page -> jinja2"),
    ("output/exports/web.py", "import click", "generator.output.exports.web -> click"),
    ("stairs.py", "", "generator.stairs"),
]


@pytest.mark.slow
def test_planted_faults_are_caught(tmp_path: Path) -> None:
    shutil.copytree(PRODUCT, tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for file, planted, _ in PLANTED:
        with (tmp_path / "generator" / file).open("a", encoding="utf-8") as target:
            target.write(f"\n{planted}\n")
    done = program("lint-imports", "--no-cache", cwd=tmp_path)
    assert done.returncode == 1
    # The report of the tree as it is names none of them, as the test above holds.
    assert [named for _, _, named in PLANTED if named not in done.stdout] == []


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {part for path in (ROOT / "tests").rglob("test_*.py") for part in path.relative_to(ROOT).parts[:-1]}
    assert [name for name in sorted(folders) if any(fnmatch(name, pattern) for pattern in passed_over)] == []


def name_of(path: Path) -> str:
    """A file of the program as the lists above name it."""
    return path.relative_to(PRODUCT).as_posix() if path.is_relative_to(PRODUCT) else path.name


def faults(path: Path) -> Iterator[tuple[int, str]]:
    """What a file of the product must not do, by line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Call(func=ast.Name(id="print")) if name_of(path) not in PRINTS:
                yield line, "print"
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr" | "exit") if (
                name_of(path) not in PRINTS
            ):
                yield line, f"sys.{node.attr}"
            case ast.Assert():
                yield line, "assert"
            case ast.ExceptHandler(type=None):
                yield line, "bare except"
            case ast.Attribute(value=ast.Name() | ast.Attribute(), attr=name) if (
                name in CLOCKS and name_of(path) not in CLOCK and ast.unparse(node.value) in CLOCK_OWNERS
            ):
                yield line, ast.unparse(node)
            case ast.Import(names=names) if {name.name for name in names} & {"locale", "time", "socket", "getpass"}:
                if name_of(path) not in CLOCK:
                    yield line, ast.unparse(node)
            case ast.ImportFrom(module="locale" | "time" | "os") if name_of(path) not in CLOCK:
                if node.module != "os" or {name.name for name in node.names} & CLOCKS:
                    yield line, ast.unparse(node)


CLOCK_OWNERS = {"datetime", "date", "datetime.datetime", "datetime.date", "time", "os", "os.path", "locale", "socket"}


def classes_by_name(paths: Iterable[Path]) -> dict[str, list[str]]:
    """The files that define a class, by its name, for names that several files define."""
    files: dict[str, list[str]] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                files.setdefault(node.name, []).append(named(path))
    return {name: places for name, places in files.items() if len(places) > 1}


@pytest.mark.slow
def test_a_name_of_a_class_means_one_thing() -> None:
    assert classes_by_name(MODULES) == {}


@pytest.mark.slow
def test_nothing_is_done_that_must_never_be() -> None:
    found = [f"{named(path)}:{line}: {fault}" for path in MODULES for line, fault in faults(path)]
    print(f"{len(MODULES)} files of the product, {len(found)} faults")
    assert found == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print(1)", ["print"]),
        ("import sys\nsys.exit(1)", ["sys.exit"]),
        ("assert x", ["assert"]),
        ("try:\n  x\nexcept:\n  pass", ["bare except"]),
        ("from datetime import date\ndate.today()", ["date.today"]),
        ("import datetime\ndatetime.datetime.now()", ["datetime.datetime.now"]),
        ("import time\ntime.time()", ["import time", "time.time"]),
        ("from time import time", ["from time import time"]),
        ("import os\nos.environ['A']", ["os.environ"]),
        ("from os import environ", ["from os import environ"]),
        ("import locale", ["import locale"]),
        ("import os\nos.replace(a, b)\nx.time", []),
    ],
)
def test_what_must_never_be_done_is_seen(tmp_path: Path, code: str, expected: list[str]) -> None:
    file = tmp_path / "file.py"
    file.write_text(code, encoding="utf-8")
    assert sorted(fault for _, fault in faults(file)) == sorted(expected)


def syntax(text: str) -> nodes.Template:
    return Environment(autoescape=True).parse(text)


def marked_safe(text: str) -> list[str]:
    """Filters and sums that a template must leave to Python."""
    template = syntax(text)
    filters = [node.name for node in template.find_all(nodes.Filter) if node.name in FORBIDDEN_FILTERS]
    return filters + [type(node).__name__ for node in template.find_all(ADDING)]


def own_words(text: str) -> set[str]:
    """Chinese in a template that is not a name the data is looked up by."""
    template = syntax(text)
    pieces = [node.data for node in template.find_all(nodes.TemplateData)]
    pieces += [node.value for node in template.find_all(nodes.Const) if isinstance(node.value, str)]
    return {piece.strip() for piece in pieces if IDEOGRAPH.search(piece)} - VOCABULARY


def unsaid(text: str) -> set[str]:
    """Letters of a page that no expression prints: between its tags, or in an attribute that is read out."""
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<style>.*?</style>", "", text, flags=re.DOTALL)
    read_out = re.findall(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"', bare)
    between = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;", "\n", bare, flags=re.DOTALL).splitlines()
    said = {LETTERS.sub("", words).strip() for words in (*read_out, *between)}
    return {words for words in said if re.search(r"[^\W\d_]", words)}


def put_together(text: str) -> list[str]:
    """The addresses of pages that code puts together itself: f-strings of values that end in a slash."""
    strings = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.JoinedStr) and node.values]
    return [
        ast.unparse(node)
        for node in strings
        if isinstance(last := node.values[-1], ast.Constant)
        and str(last.value).endswith("/")
        and not all(
            isinstance(value, ast.Constant)
            or (isinstance(value, ast.FormattedValue) and ast.unparse(value.value).isupper())
            for value in node.values
        )
    ]


def test_addresses_of_pages_are_made_in_one_module() -> None:
    for path in MODULES:
        if path.relative_to(PRODUCT).parts[0] in ("analysis", "output"):
            assert (named(path), put_together(path.read_text(encoding="utf-8"))) == (named(path), [])


def test_an_address_put_together_is_seen() -> None:
    assert put_together('f"{a}/{b}/", f"data/{FOLDER}/", f"{a}/{b}"') == ["f'{a}/{b}/'"]


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_template_shows_and_does_nothing_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert marked_safe(text) == []
    assert own_words(text) == set()
    assert unsaid(text) == set()


@pytest.mark.parametrize(
    ("text", "look", "expected"),
    [
        ("{{ a | safe }}", marked_safe, ["safe"]),
        (
            "{{ a | sort | sum }}{{ a + 1 }}",
            marked_safe,
            ["sum", "sort", "Add"],
        ),
        ("{# 说明 #}<p>部门</p>{{ translate('a') }}", own_words, {"<p>部门</p>"}),
        ("{{ term('指标值') }}{{ '金额' }}", own_words, {"金额"}),
        ('<a title="Go {{ x }}" class="b">{{ y }} on</a>', unsaid, {"Go", "on"}),
        ('<a title="{{ x }}" class="b">{{ y }}：1</a>', unsaid, set()),
    ],
)
def test_what_a_template_must_not_do_is_seen(text: str, look: Callable[[str], object], expected: object) -> None:
    assert look(text) == expected


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_takes_its_words_from_the_catalogue(path: Path) -> None:
    assert IDEOGRAPH.findall(path.read_text(encoding="utf-8")) == []
