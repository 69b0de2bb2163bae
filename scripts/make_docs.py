"""Write the parts of docs/ that follow from the code: the data format and the picture of the packages.

`make docs` runs it; tests/test_made_docs.py fails while a written file is not what the code gives.
"""

import ast
import configparser
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from itertools import chain
from pathlib import Path
from textwrap import wrap
from typing import Any

from generator.bulk.columns import SHEETS, titles_of_sheet
from generator.cli.scaffold import with_cells
from generator.content.config import Config
from generator.content.examples import EXAMPLE, PROJECT
from generator.content.register import Register
from generator.forms.cells import CellPath, cell_texts, tables_of
from generator.forms.drawings.collection import data_table, kind_of_form
from generator.forms.drawings.draft import DraftValues, draft_of_form
from generator.forms.fields import FieldGroup, validate
from generator.forms.model import (
    Decision,
    Department,
    DepartmentResults,
    DocumentFile,
    Form,
    Jurisdiction,
    Notice,
    Project,
    ProjectResults,
    ProsePage,
    Record,
    Task,
)
from generator.importing.answers import Answers
from generator.text.yaml import read_text
from generator.words import catalogue_map

ROOT = Path(__file__).parent.parent
PACKAGE = "generator"
PICTURE, FORMAT_PAGE = "docs/architecture.svg", "docs/data-format.md"

# ---- docs/data-format.md

# Each file of a project: its heading, where it lies, the group at its root.
FILES: tuple[tuple[str, str, type[FieldGroup]], ...] = (
    ("部门整体支出绩效目标", "`content/<地区>/<部门>/<年份>.yml`", Record),
    ("项目支出绩效目标", "`content/<地区>/<部门>/<年份>/<项目>.yml`", Project),
    ("部门整体支出绩效自评", "`content/<地区>/<部门>/<年份>.results.yml`", DepartmentResults),
    ("项目支出绩效自评", "`content/<地区>/<部门>/<年份>/<项目>.results.yml`", ProjectResults),
    (
        "几张表共用的",
        "`content/<地区>/<部门>/<年份>/<名称>.document.yml`：几个项目列在同一份文件里的，各表写 `document: <名称>`",
        DocumentFile,
    ),
    ("部门", "`content/<地区>/<部门>/department.yml`", Department),
    ("地区", "`content/<地区>/jurisdiction.yml`", Jurisdiction),
    ("登记簿", "`content/register.yml`，由 `gongkai register` 写", Register),
    ("通知", "`content/notices/*.md` 开头两行 `---` 之间；后面是正文", Notice),
    ("说明文字", "`content/pages/*.md` 开头两行 `---` 之间；后面是正文", ProsePage),
    ("网站设置", "`site_config.yml`", Config),
    ("导入的答复", "核对页存下的文件，由 `gongkai import --signed` 收回，不放在项目里", Answers),
)
# What stands below this line of the page is written by this script.
MARK = "<!-- 以下由 make docs 生成 -->\n"
TABLE = "| 栏目 | 名称 | 类型 | 必写 | 说明 |\n|---|---|---|---|---|\n"


def data_format() -> str:
    """docs/data-format.md: its own head, and below it the tables of the model."""
    head, mark, _ = (ROOT / FORMAT_PAGE).read_text(encoding="utf-8").partition(MARK)
    parts = [head, mark]
    shared: set[str] = set()
    for heading, path, shape in FILES:
        schema = schema_of(shape)
        parts.append(f"\n## {heading}\n\n{path}\n\n{table_of(shape.__name__, schema)}")
        for name, group in groups_in_order(schema):
            if name in shared:
                continue
            shared.add(name)
            parts.append(f"\n### {name}\n\n{used_in(name)}\n\n{table_of(name, group)}")
    return "".join([*parts, workbook_part()])


def workbook_part() -> str:
    """The sheets of the workbook of the content, with the names of their columns."""
    texts = catalogue_map("bulk")
    lines = [f"| {sheet.title} | {'、'.join(titles_of_sheet(sheet))} |\n" for sheet in SHEETS]
    last = f"| {texts['sheets']['comments']} | {texts['columns']['above']}、{texts['columns']['lines']} |\n"
    keys = "、".join(texts["keys"].values())
    head = f"\n## 工作簿的栏目\n\n每张工作表的前几栏是{keys}，后面的栏目如下；表上自己的栏目写在它那一组的后面。\n\n"
    return f"{head}| 工作表 | 栏目 |\n|---|---|\n{''.join(lines)}{last}{lists_part()}"


def lists_part() -> str:
    """The names of columns that lists of other programs may have, by what they are."""
    words = catalogue_map("bulk")["lists"]
    keys = {key: titles for key, titles in words["keys"].items() if key != "skipped"}
    rows = [f"| {text} | 哪一份表 |\n" for text in keys.values()]
    rows += [f"| {text} | `{key}` |\n" for key, text in words["cells"].items()]
    rows.append(f"| {words['keys']['skipped']} | 不录 |\n")
    head = "\n## 清单的栏目\n\n同一行里的名称是同一个意思；写在后面的是记录里的栏目，表式上印着的名称另外也认。\n\n"
    return f"{head}| 清单里的名称 | 是什么 |\n|---|---|\n{''.join(rows)}"


@cache
def schema_of(shape: type[FieldGroup]) -> Mapping[str, Any]:
    """The JSON Schema of a file, as pydantic gives it."""
    return shape.model_json_schema()


def groups_in_order(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The groups inside a group, each before the groups that only it holds, and each once."""
    definitions: Mapping[str, Any] = schema.get("$defs", {})
    seen: list[str] = []
    waiting = list(references(schema["properties"]))
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen.append(name)
            waiting = [*references(definitions[name]["properties"]), *waiting]
    yield from ((name, definitions[name]) for name in seen)


def references(node: Any) -> Iterator[str]:
    """The names of the groups that a piece of a schema refers to."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        yield from chain.from_iterable(references(value) for value in node.values())
    elif isinstance(node, list):
        yield from chain.from_iterable(map(references, node))


def used_in(name: str) -> str:
    """Where a group is used, by the titles of the cells that hold it."""
    schemas = [schema_of(shape) for _, _, shape in FILES]
    owners = [owner for schema in schemas for owner in (schema, *schema.get("$defs", {}).values())]
    titles = [
        f"`{key}`（{cell['title']}）"
        for owner in owners
        for key, cell in owner["properties"].items()
        if name in list(references(cell))
    ]
    return f"写在 {'、'.join(dict.fromkeys(titles))}里。"


def table_of(name: str, group: Mapping[str, Any]) -> str:
    """The cells of a group as a table; KeyError for a cell without its sentence."""
    sentences, needed = catalogue_map("schema")[name], group.get("required", [])
    rows = (
        f"| `{key}` | {cell['title']} | {kind_of(cell)} | {'是' if key in needed else ''} | {sentences[key]} |\n"
        for key, cell in group["properties"].items()
    )
    return TABLE + "".join(rows)


def kind_of(cell: Mapping[str, Any]) -> str:
    """What may stand in a cell, in words."""
    shapes = [shape for shape in cell.get("anyOf", [cell]) if shape != {"type": "null"}]
    shape = shapes[0]
    if "anyOf" in shape:
        return kind_of(shape)
    if "$ref" in shape:
        return group_link(shape["$ref"])
    if shape.get("type") == "array":
        return f"列表，每项{kind_of(shape['items'])}"
    if "enum" in shape:
        return "只能写 " + "、".join(f"`{word}`" for word in shape["enum"])
    return scalar_kind(shape)


def group_link(reference: str) -> str:
    """A link to the table of a group."""
    name = reference.rpartition("/")[2]
    return f"一组：[{name}](#{name.lower()})"


def scalar_kind(shape: Mapping[str, Any]) -> str:
    """What may stand in a cell that holds one text; by the traits of its JSON Schema."""
    types, pattern = shape.get("type", ()), shape.get("pattern", "")
    if shape.get("format") == "date":
        return "日期" if "null" in types else "日期，不能空"
    if shape.get("minimum") == 1900:
        return "四位年份"
    if "integer" in types:
        return "整数"
    if pattern.startswith("^(https"):
        return "网址"
    if "[0-9a-f]" in pattern:
        return "SHA-256，64 位十六进制"
    if pattern:
        return "数字"
    return "文字，不能空" if shape.get("minLength") else "文字"


# ---- docs/architecture.svg

WIDTH, MARGIN, GAP, PADDING, LINE = 960, 16, 12, 10, 16
# A character of 12 px is about this wide.
CHARACTER = 6.3
STYLE = """\
    text { font: 12px system-ui, sans-serif; fill: #3c4043 }
    .name { font-weight: 600; font-size: 14px; fill: #111 }
    .uses { fill: #5a6068 }
    rect { fill: #f5f7fa; stroke: #7b8794 }
    .page { fill: #fff; stroke: none }
    @media (prefers-color-scheme: dark) {
      text { fill: #c9d1d9 }
      .name { fill: #fff }
      .uses { fill: #a3acb7 }
      rect { fill: #1c2430; stroke: #66717f }
      .page { fill: #0d1117 }
    }
"""


def layers() -> list[list[str]]:
    """The packages and modules of the program from the top to the bottom, as .importlinter orders them."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    rows = contracts["importlinter:contract:layers"]["layers"].split("\n")
    return [[name.strip() for name in row.split("|")] for row in rows if row.strip()]


def sources(name: str) -> list[Path]:
    """The files of a package or of a module."""
    folder = ROOT / PACKAGE / name
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def first_sentence(name: str) -> str:
    """The first line of the docstring of a package or module."""
    folder = ROOT / PACKAGE / name
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n")[0]


@cache
def imported(name: str) -> set[str]:
    """The packages of the program that a package imports, itself left out."""
    found: set[str] = set()
    for file in sources(name):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                modules = [node.module] if node.module != PACKAGE else [f"{PACKAGE}.{at.name}" for at in node.names]
            found |= {module.split(".")[1] for module in modules if module.startswith(f"{PACKAGE}.")}
    return found - {name, "__version__"}


def box_lines(name: str, width: float, order: list[str]) -> list[tuple[str, str]]:
    """The lines of a box with their classes: name and size, what it is, what it imports."""
    most = int((width - 2 * PADDING) / CHARACTER)
    uses = [other for other in order if other in imported(name)]
    count = len([file for file in sources(name) if file.name != "__init__.py"])
    title = f"{name}/ · {count} modules" if count > 1 else name
    about = [("", line) for line in wrap(first_sentence(name), most)]
    below = [("uses", line) for line in wrap(f"imports {', '.join(uses)}", most)] if uses else []
    return [("name", title), *about, *below]


def architecture() -> str:
    """docs/architecture.svg: a row for each layer, a box for each package, and below each what it imports."""
    rows = layers()
    order = [name for row in rows for name in row]
    top, parts = MARGIN, list[str]()
    for row in rows:
        width = (WIDTH - 2 * MARGIN - GAP * (len(row) - 1)) / len(row)
        boxes = [box_lines(name, width, order) for name in row]
        height = 2 * PADDING + LINE * max(map(len, boxes))
        for at, lines in enumerate(boxes):
            left = MARGIN + at * (width + GAP)
            parts.append(f'  <rect x="{left:.0f}" y="{top}" width="{width:.0f}" height="{height}" rx="6"/>')
            for number, (kind, text) in enumerate(lines, 1):
                mark = f' class="{kind}"' if kind else ""
                y = top + PADDING - 4 + LINE * number
                parts.append(f'  <text x="{left + PADDING:.0f}" y="{y}"{mark}>{escape(text, quote=False)}</text>')
        top += height + GAP
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + MARGIN - GAP}" role="img">',
        "  <title>The packages of gongkai in their layers; each imports only from rows below it</title>",
        f"  <style>\n{STYLE}  </style>",
        '  <rect class="page" width="100%" height="100%"/>',
    ]
    return "\n".join([*head, *parts, "</svg>", ""])


# ---- content/_example.yml, content/_project.yml


def example(path: str, shape: type[Form]) -> str:
    """An example, whose cells are those that a draft of the product's own table has with the values of the example."""
    text = (ROOT / path).read_text(encoding="utf-8")
    root = read_text(path, text.encode()).root
    form, problems = validate(shape, root, path) if root else (None, [])
    if form is None:
        raise ValueError(problems)
    values = DraftValues(cell_texts(form) | decisions(form))
    drawing = data_table(kind_of_form(form))
    return with_cells(text, draft_of_form(drawing, "", is_named=False, values=values))


def decisions(form: Form) -> dict[CellPath, str]:
    """The texts of the decisions to withhold rows of tasks, by their paths."""
    return {
        (*table, number, key): str(getattr(row, key))
        for table, rows in tables_of(form)
        for number, row in enumerate(rows)
        if isinstance(row, Task) and row.withheld
        for key in Decision.model_fields
    }


def made_files() -> dict[str, str]:
    """Every file that follows from the code: path -> text."""
    examples = {EXAMPLE: example(EXAMPLE, Record), PROJECT: example(PROJECT, Project)}
    return {PICTURE: architecture(), FORMAT_PAGE: data_format(), **examples}


if __name__ == "__main__":
    for path, text in made_files().items():
        (ROOT / path).write_text(text, encoding="utf-8")
