"""What the tests of what the site says of departments share: small site projects, and the words of their pages.

A form is written as the cells that differ from a plain one: `{"budget.by_type.project": ""}` leaves a cell blank,
None takes it off the form.
"""

import html
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from prose_pages import add_prose_pages
from reading import GOOD, HERE

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.system.manifest import Revision

OURS = HERE.parent
CITY, BODY = "示例市", "示例市示例局"
BESIDE: dict[str, Any] = {
    "framework": "before-101",
    "source": {"title": "示例表"},
    "disclosure": {
        "attribute": "主动公开",
        "approved_on": "2026-02-20",
        "published_on": "2026-03-05",
        "budget_published_on": "2026-03-05",
    },
    "review": {"by": "示例局保密审查小组", "on": "2026-02-15", "conclusion": "同意公开"},
}
INDICATORS = [
    {"family": "产出指标", "type": "数量指标", "name": "维护设施数量", "target": "≥42处"},
    {"family": "效益指标", "type": "社会效益指标", "name": "每天使用设施的群众", "target": "≥5000人"},
    {"family": "满意度指标", "type": "服务对象满意度指标", "name": "群众满意度", "target": "≥90%"},
]
RECORD: dict[str, Any] = {
    "title": "2026年部门整体绩效目标表",
    "unit": "万元",
    "department": BODY,
    "budget": {"by_type": {"basic": "100", "project": "200"}},
    "goal": "完成示例设施的维护。",
    "tasks": {"key": [{"name": "示例维护", "content": "日常维护", "amount": "200", "expected": "完好"}]},
    "indicators": INDICATORS,
    **BESIDE,
}
PROJECT: dict[str, Any] = {
    "title": "2026年项目支出绩效目标表",
    "unit": "万元",
    "name": "示例设施维护",
    "supervisor": BODY,
    "budget": {"annual": {"total": "420", "fiscal": "420"}},
    "goal": "完成42处示例设施的年度维护。",
    "indicators": INDICATORS,
    **BESIDE,
}
JURISDICTION: dict[str, Any] = {
    "name": CITY,
    "level": "地级市",
    "code": "449900",
    "finance_bureau": "示例市财政局",
    "roster": [BODY],
}


def changed(form: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A form with other cells: paths of keys and positions lead to them, None takes a cell off the form."""
    tree: Any = dict(form)
    for path, value in changes.items():
        tree = put(tree, path.split("."), value)
    return dict(tree)


def put(tree: Any, steps: list[str], value: Any) -> Any:
    """A tree with another value at a path."""
    step, *rest = steps
    if isinstance(tree, list):
        rows = [*tree]
        rows[int(step)] = put(rows[int(step)], rest, value)
        return rows
    cells = dict(tree or {})
    if not rest and value is None:
        cells.pop(step, None)
    else:
        cells[step] = put(cells.get(step), rest, value) if rest else value
    return cells


def record(**changes: Any) -> dict[str, Any]:
    """The plain record with other cells; `__` stands for a dot."""
    return changed(RECORD, {key.replace("__", "."): value for key, value in changes.items()})


def project_form(**changes: Any) -> dict[str, Any]:
    """The plain project with other cells; `__` stands for a dot."""
    return changed(PROJECT, {key.replace("__", "."): value for key, value in changes.items()})


def written(tree: Mapping[str, Any]) -> str:
    """A tree as a YAML file; a blank cell has nothing behind its colon."""
    return re.sub(r": ''$", ":", yaml.safe_dump(dict(tree), allow_unicode=True, sort_keys=False), flags=re.MULTILINE)


def site_project(root: Path, files: Mapping[str, Mapping[str, Any]]) -> Path:
    """A site project with these files under content/, the plain city and the pages of a new project beside them."""
    add_prose_pages(root)
    shutil.copy(GOOD / "site_config.yml", root)
    for path, tree in {"shili/jurisdiction.yml": JURISDICTION, **files}.items():
        (root / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / path).write_text(written(tree), encoding="utf-8")
    return root


def built(root: Path) -> Path:
    """The site of a project."""
    build(BuildOptions(root, root / "site", Revision("0123456789", "2026-11-22", "0"), True), lambda step: None)
    return root / "site"


def words_of(page: Path) -> str:
    """What a page says, without its frame, its scripts and its markup; one space between pieces."""
    text = page.read_text(encoding="utf-8")
    text = text[text.index("<h1") : text.index("</article>")]
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(text)).strip()
