"""What stands in docs/ and follows from the code is what the code gives."""

import re
import runpy
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from generator.content.format_versions import FORMAT
from generator.forms.fields import FieldGroup
from generator.words import catalogue_map

ROOT = Path(__file__).parent.parent
SCRIPT = "scripts/make_docs.py"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / SCRIPT))


@pytest.fixture(scope="module")
def made(script: dict[str, Any]) -> dict[str, str]:
    return script["made_files"]()


MADE = ["content/_example.yml", "content/_project.yml", "docs/architecture.svg", "docs/data-format.md"]


@pytest.mark.slow
@pytest.mark.parametrize("path", MADE)
def test_a_written_file_is_what_the_code_gives(made: dict[str, str], path: str) -> None:
    assert sorted(made) == MADE
    assert made[path] == (ROOT / path).read_text(encoding="utf-8"), f"run make docs: {path} is not up to date"


def test_the_picture_has_every_package_and_what_it_imports(script: dict[str, Any], made: dict[str, str]) -> None:
    picture = ElementTree.fromstring(made["docs/architecture.svg"])  # noqa: S314
    texts = [text.text or "" for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    parts = [
        path for path in (ROOT / "generator").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    ]
    names = {path.stem for path in parts} - {"__init__"}
    assert {text.split("/ ")[0] for text in texts} >= names
    assert script["imported"]("forms") == {"problems", "text", "words"}
    box = next(path for path in texts if path.startswith("forms/"))
    assert texts[texts.index(box) + 2] == "imports words, text, problems"


def test_a_package_imports_only_from_rows_below_it(script: dict[str, Any]) -> None:
    rows = script["layers"]()
    for at, row in enumerate(rows):
        below = {name for other in rows[at + 1 :] for name in other}
        assert [(name, script["imported"](name) - below) for name in row if script["imported"](name) - below] == []


def test_every_cell_of_every_file_has_its_row(script: dict[str, Any], made: dict[str, str]) -> None:
    page = made["docs/data-format.md"]
    for heading, _, shape in script["FILES"]:
        part = page.split(f"\n## {heading}\n")[1].split("\n## ")[0].split("\n### ")[0]
        assert re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) == list(shape.model_fields)


def test_every_sentence_of_the_catalogue_is_of_a_cell() -> None:
    groups = {group.__name__: set(group.model_fields) for group in every_group(FieldGroup)}
    sentences = {name: set(cells) for name, cells in catalogue_map("schema").items() if name != "files"}
    assert {(name, key) for name, cells in sentences.items() for key in cells - groups.get(name, set())} == set()


def every_group(group: type[FieldGroup]) -> list[type[FieldGroup]]:
    """A group and all that derive from it."""
    return [group, *(inner for below in group.__subclasses__() for inner in every_group(below))]


def test_the_page_tells_of_every_version_of_the_format() -> None:
    page = (ROOT / "docs/data-format.md").read_text(encoding="utf-8")
    versions = page.split("| 版本 | 变化 |")[1].split("\n\n")[0]
    assert [int(number) for number in re.findall(r"^\| ([0-9]+) \|", versions, re.MULTILINE)] == [*range(1, FORMAT + 1)]
    assert f"现在是第 {FORMAT} 版" in page
