"""Documentation that lies fails here."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from generator import __version__
from generator.cli.main import main
from generator.words import catalogue_map, explain_code

HERE = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
TEXTS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md")
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
    links = re.findall(r"\]\(([^)#:]+)\)", read(name))
    named = re.findall(r"`((?:generator|templates|tests|content|docs)/[\w./-]+)`", read(name))
    assert [path for path in links + named if not (HERE / path).exists()] == []


@pytest.mark.parametrize("name", TEXTS)
def test_named_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", read(name), re.MULTILINE)) - targets == set()


def test_every_runtime_dependency_is_explained() -> None:
    declared = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
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
