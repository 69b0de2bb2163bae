"""Marks of secrecy in every place where text can stand: in the files of a project, their names, and the built site."""

import html
import json
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from marking import LOOK_ALIKES, MARKS
from reading import HERE, project

from generator.content.config import read_config
from generator.content.loader import Loader
from generator.forms.schema import project_schema, record_schema
from generator.problems import GongkaiError
from generator.secrecy.marks import find_marks
from generator.secrecy.text_gate import gate_text

__all__ = ["project"]
OURS = HERE.parent / "content"
SPELLINGS = [mark for mark, _ in MARKS]
# Files with all cells that a form can have, beside those of the good project.
ADDED = {
    "content/shili/jiaoyuju/2026.yml": OURS / "_example.yml",
    "content/shili/jiaoyuju/2026/anli.yml": OURS / "_project.yml",
    "content/register.yml": OURS / "register.yml",
}
# How a mark comes into a line of a file.
WAYS: tuple[Callable[[str, str], str], ...] = (
    lambda line, mark: f"{line.partition(':')[0]}: {mark}",
    lambda line, mark: f"{line[: len(line) - len(line.lstrip())]}{mark}: 一般工作",
    lambda line, mark: f"{line}  # {mark}",
    lambda line, mark: f"{line[: len(line) - len(line.lstrip())]}- {mark}",
    lambda line, mark: f"{line[: len(line) - len(line.lstrip())]}{mark}",
)


def files_of(root: Path) -> dict[Path, list[str]]:
    """The lines of every file of the project that is read, the fullest examples among them."""
    for place, source in ADDED.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    paths = sorted(path for path in root.rglob("*") if path.suffix in (".yml", ".md"))
    return {path: path.read_text(encoding="utf-8").split("\n") for path in paths}


def spoiled(lines: list[str], turn: int, mark: str) -> str:
    """The text of a file with a mark in the line whose turn it is."""
    place = turn % len(lines)
    way = WAYS[(turn // len(lines) + turn) % len(WAYS)]
    return "\n".join([*lines[:place], way(lines[place], mark), *lines[place + 1 :]])


def held_files(root: Path) -> set[str]:
    """The files of a project that are held for a mark."""
    reader = Loader(root)
    reader.corpus()
    holds = list(reader.holds)
    try:
        read_config(root)
    except GongkaiError as error:
        holds.extend(error.problems)
    return {problem.place.path for problem in holds if problem.code == "S401"}


def passed(root: Path, turns: range) -> Iterator[tuple[str, str, str]]:
    """File, line and mark of each mark that the reader let pass; in each turn every file has a mark in one line."""
    files = files_of(root)
    for turn in turns:
        marks = {path: SPELLINGS[(turn * 11 + number * 29) % len(SPELLINGS)] for number, path in enumerate(files)}
        for path, lines in files.items():
            path.write_text(spoiled(lines, turn, marks[path]), encoding="utf-8")
        held = held_files(root)
        for path, lines in files.items():
            if path.relative_to(root).as_posix() not in held:
                yield path.name, lines[turn % len(lines)], marks[path]


@pytest.mark.slow
def test_a_mark_in_some_lines_of_every_file_holds_it(project: Path) -> None:
    assert list(passed(project, range(0, 186, 15))) == []


@pytest.mark.slow
def test_a_mark_in_other_lines_of_every_file_holds_it(project: Path) -> None:
    assert list(passed(project, range(7, 186, 9))) == []


@pytest.mark.deep
def test_a_mark_in_any_line_of_any_file_holds_it(project: Path) -> None:
    assert list(passed(project, range(186))) == []


def keys_of(schema: object) -> Iterator[str]:
    """All names of cells in a schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from keys_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keys_of(part)


def test_a_mark_in_any_cell_of_a_form_is_found() -> None:
    keys = sorted({*keys_of(record_schema()), *keys_of(project_schema())})
    assert len(keys) > 60
    texts = {(key, mark): f"a: 1\n  {key}: {mark}\n" for key, mark in zip(keys * 5, SPELLINGS, strict=False)}
    assert [
        at for at, text in texts.items() if not any(p.code == "S401" for p in gate_text("content/a.yml", text))
    ] == []


def test_a_mark_in_the_name_of_a_file_is_found() -> None:
    legal = [mark for mark in SPELLINGS if not set(mark) & set("/\n\\<>%&*")]
    assert len(legal) > 600
    paths = [(mark, f"content/{mark}.yml") for mark in legal]
    assert [mark for mark, path in paths if not any(p.code == "S401" for p in gate_text(path, ""))] == []


# What pages and files make of a text.
OUTPUTS: dict[str, Callable[[str], str]] = {
    "cell": lambda text: f"<tr><td>一般工作</td><td>{html.escape(text)}</td><td>20</td></tr>",
    "paragraph with a link": lambda text: f'<p>开展有关工作。<a href="/a/">{html.escape(text)}</a></p>',
    "attribute": lambda text: f'<p title="{html.escape(text)}">一般工作</p>',
    "chart": lambda text: f"<svg><text>一般工作</text><text>{html.escape(text)}</text></svg>",
    "JSON": lambda text: json.dumps({"name": "一般工作", "content": text}, ensure_ascii=False),
    "JSON in ASCII": lambda text: json.dumps([text]),
    "JSON in a page": lambda text: (
        "<script>" + json.dumps([text], ensure_ascii=False).replace("<", r"\u003c") + "</script>"
    ),
    "CSV": lambda text: '一般工作,"{}",20\r\n'.format(text.replace('"', '""')),
    "workbook": lambda text: (
        f'<row><c t="inlineStr"><is><t xml:space="preserve">{html.escape(text)}</t></is></c></row>'
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("output", OUTPUTS)
def test_marks_are_found_in_the_built_site(output: str) -> None:
    # Escaped twice, a mark that is written with tags or escapes is no longer one.
    marks = [mark for mark in SPELLINGS if not set(mark) & set("\\&<%\n")]
    assert [mark for mark in marks if not find_marks(OUTPUTS[output](mark))] == []


@pytest.mark.slow
@pytest.mark.parametrize("output", OUTPUTS)
def test_look_alikes_are_not_held_in_the_built_site(output: str) -> None:
    assert [text for text, _ in LOOK_ALIKES if find_marks(OUTPUTS[output](text))] == []


def test_marks_and_look_alikes_beside_each_other() -> None:
    texts = [f"name: {text}\ncontent: {mark}\n" for (text, _), mark in zip(LOOK_ALIKES, SPELLINGS, strict=False)]
    assert [text for text in texts if not find_marks(text)] == []


def test_every_way_into_a_line_is_tried_in_every_turn_of_five() -> None:
    lines = ["a: 1", "  b: 2"]
    ways = {spoiled(lines, turn, "机密").split("\n")[turn % 2] for turn in range(10)}
    assert len(ways) == len(list(product(WAYS, lines)))
