"""Documentation that lies fails here."""

import ast
import configparser
import posixpath
import re
import tomllib
from functools import cache
from pathlib import Path

import click
import pytest

from generator import __version__
from generator.analysis.rules import RULES
from generator.cli.main import main
from generator.words import catalogue_map, explain_code

HERE = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
GUIDES = (
    "docs/architecture.md",
    "docs/code-glossary.md",
    "docs/data-format.md",
    "docs/forms.md",
    "docs/operating.md",
    "SECURITY.md",
)
PRESENT = (*READMES, "CONTRIBUTING.md", *GUIDES)
TEXTS = (*PRESENT, "CHANGELOG.md")
SECTIONS = [
    ("Why", "为什么做"),
    ("Five minutes", "五分钟上手"),
    ("How a department edits a record", "部门怎样录入一份表"),
    ("How to publish", "怎样发布"),
    ("Commands", "命令"),
    ("Can it be trusted?", "信得过吗"),
    ("Layout", "文件怎样放"),
    ("Licence", "许可"),
]


def read(name: str) -> str:
    """A text of the project."""
    return (HERE / name).read_text(encoding="utf-8")


def test_both_readmes_have_the_same_sections() -> None:
    english, chinese = (re.findall(r"^## (.+)$", read(name), re.MULTILINE) for name in READMES)
    assert list(zip(english, chinese, strict=True)) == SECTIONS


@pytest.mark.parametrize("name", READMES)
def test_the_readme_counts_the_rules(name: str) -> None:
    unseen = sum(rule.find is None for rule in RULES)
    counted = re.findall(r"\b(\d+)(?: rules, each|(?: 条核对规则)|(?: of them say)|(?: 条说明了为什么))", read(name))
    assert counted == [str(len(RULES)), str(unseen)]


@pytest.mark.parametrize("name", READMES)
def test_every_verb_is_documented_and_no_other(name: str) -> None:
    documented = re.findall(r"^\| `([a-z]+)[^`]*` \|", read(name), re.MULTILINE)
    assert sorted(documented) == sorted(main.commands)


@pytest.mark.parametrize("name", READMES)
def test_every_option_of_the_readme_exists(name: str) -> None:
    known = {
        option
        for command in main.commands.values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", read(name))) - known - {"--help", "--no-deps"} == set()


@pytest.mark.parametrize("name", READMES)
def test_exit_codes_are_the_ones_that_the_errors_carry(name: str) -> None:
    from generator import problems

    errors = [error for error in vars(problems).values() if isinstance(error, type) and hasattr(error, "exit_code")]
    codes = {error.exit_code for error in errors}
    told = re.search(r"(?:Exit codes|结束代码)：?:? ?(.+?)[.。]\n", read(name), re.DOTALL)[1]
    assert {int(code) for code in re.findall(r"\b(\d+) ", told)} == codes | {0}


@pytest.mark.parametrize("name", TEXTS)
def test_named_files_exist(name: str) -> None:
    pictures = re.findall(r'src="([^":]+)"', read(name))
    links = [
        posixpath.join(posixpath.dirname(name), to) for to in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(name))
    ]
    named = re.findall(r"`((?:generator|templates|tests|content|docs)/[\w./-]+)`", read(name))
    # What a guide for operators names may be of the project that `init` writes.
    homes = (HERE, HERE / "generator/starter") if name == "docs/operating.md" else (HERE,)
    assert [path for path in pictures + links + named if not any((home / path).exists() for home in homes)] == []


@pytest.mark.parametrize("name", PRESENT)
def test_named_sections_exist(name: str) -> None:
    headings = re.findall(r"^#+ (.+)$", read(name), re.MULTILINE)
    slugs = {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", read(name))) - slugs == set()


def test_every_guide_is_read_here_and_led_to() -> None:
    assert sorted(GUIDES) == sorted([*(f"docs/{path.name}" for path in (HERE / "docs").glob("*.md")), "SECURITY.md"])
    texts = "".join(read(name) for name in ("README.md", "CONTRIBUTING.md"))
    assert [name for name in GUIDES if f"({name})" not in texts] == []


@pytest.mark.parametrize("name", TEXTS)
def test_named_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    assert "docs" in targets
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", read(name), re.MULTILINE)) - targets == set()


def test_every_runtime_dependency_is_explained() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["import"]]
    names = {re.match(r"[\w.-]+", line)[0] for line in declared}
    section = read("CONTRIBUTING.md").split("## Runtime dependencies")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| ([\w-]+) \| (?!why)", section, re.MULTILINE)) - {"package"} == names


def test_every_code_explains_itself() -> None:
    silent = [code for code in catalogue_map("problems") if len((explain_code(code) or "").splitlines()) < 3]
    assert silent == []


def test_the_changelog_names_this_version() -> None:
    assert f"## {__version__}" in read("CHANGELOG.md")


@pytest.mark.parametrize("name", ["content/pages/guide.md", "generator/starter/README.md"])
def test_commands_in_the_guides_exist(name: str) -> None:
    used = set(re.findall(r"gongkai ([a-z]+)", read(name)))
    assert used - set(main.commands) == set()
    assert used


@cache
def defined_names() -> set[str]:
    """The classes and constants of the modules of the program."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (HERE / "generator").rglob("*.py")]
    names: set[str] = set()
    for node in (node for tree in trees for node in tree.body):
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def is_module(name: str) -> bool:
    """Whether a dotted name is a module or a package of the program."""
    path = HERE / name.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


@pytest.mark.parametrize("name", PRESENT)
def test_named_modules_exist(name: str) -> None:
    assert [module for module in re.findall(r"`(generator(?:\.\w+)+)`", read(name)) if not is_module(module)] == []


@pytest.mark.parametrize("name", PRESENT)
def test_named_problem_codes_exist(name: str) -> None:
    codes = set(re.findall(r"\b[ESWV][0-9]{2,3}\b", read(name)))
    assert [code for code in codes if explain_code(code) is None] == []


def options_of(verb: str) -> set[str]:
    """The options of a verb of the command line."""
    command = main.commands[verb]
    every = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    options = [parameter for each in every for parameter in each.params if isinstance(parameter, click.Option)]
    return {name for option in options for name in option.opts}


@pytest.mark.parametrize("name", READMES)
def test_every_option_belongs_to_the_verb_of_its_row(name: str) -> None:
    rows = re.findall(r"^\| `([a-z]+)[^`]*` \|(.+)$", read(name), re.MULTILINE)
    given = {(verb, option) for verb, text in rows for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)}
    assert len(given) > 8
    assert {(verb, option) for verb, option in given if option not in options_of(verb)} == set()


@pytest.mark.parametrize("name", [name for name in PRESENT if name not in READMES])
def test_named_commands_and_their_options_exist(name: str) -> None:
    used = re.findall(r"gongkai ([a-z]+)([^`\n]*)", read(name))
    wrong = [(verb, "") for verb, _ in used if verb not in main.commands and f"gongkai {verb}" in code_of(name)]
    for verb, rest in used:
        if verb in main.commands:
            given = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", rest))
            wrong += [(verb, option) for option in given - options_of(verb) - {"--help"}]
    assert wrong == []


def code_of(name: str) -> str:
    """What stands between backticks in a text."""
    return "\n".join(re.findall(r"`([^`\n]+)`", read(name)))


@pytest.mark.slow
def test_every_term_of_the_code_exists() -> None:
    terms = re.findall(r"^\| [^|]+ \| [^|]+ \| `([^`]+)` \|", read("docs/code-glossary.md"), re.MULTILINE)
    assert len(terms) > 50
    names = defined_names()
    assert [term for term in terms if not (is_module(term) if "." in term else term in names)] == []


def test_the_tuples_to_which_something_is_added_exist() -> None:
    table = read("docs/architecture.md").split("## I want to add")[1]
    names = set(re.findall(r"`([A-Z][A-Z_]+)`", table))
    assert len(names) > 5
    assert names - defined_names() == set()


def test_the_doors_are_those_that_are_held() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(HERE / ".importlinter", encoding="utf-8")
    allowed = [contract.get("ignore_imports", "") for contract in contracts.values()]
    doors = {line.split(" -> ")[0].strip() for text in allowed for line in text.splitlines() if "->" in line}
    table = read("docs/architecture.md").split("## Doors")[1].split("\n## ")[0]
    assert set(re.findall(r"\| `(generator[\w.]+)` \|", table)) == doors


def test_the_way_of_a_record_names_every_package_but_the_side_doors() -> None:
    page = read("docs/architecture.md")
    way = page.split("## The way of one record")[1].split("\n## ")[0]
    packages = {path.parent.name for path in (HERE / "generator").glob("*/__init__.py")}
    rows = set(re.findall(r"^\| `(\w+)` \|", way, re.MULTILINE))
    assert rows - packages == set()
    assert {name for name in packages - rows if f"`{name}`" not in way} == set()
