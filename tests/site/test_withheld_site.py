"""A site whose form withholds single cells: what it says of them, and that no file has what they would give away."""

import re
from pathlib import Path

import pytest
from prose_pages import add_prose_pages
from reading import RECORD, project

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.secrecy.file_texts import texts_in
from generator.system.manifest import Revision
from generator.text.folding import fold

pytestmark = pytest.mark.usefixtures("shared_results")

__all__ = ["project"]
WHY = "{basis: 《中华人民共和国政府信息公开条例》第十四条, decided_on: 2026-01-15, decided_by: 示例市教育局}"
TASK = "      withheld: amount\n      basis: 条例\n      decided_on: 2026-01-15\n      decided_by: 示例市教育局\n"
CHANGES = (
    ("    project: 340.80\n", f"    project: 依规不公开\n    withheld: {WHY}\n"),
    ("    fiscal: 2015.01\n    other: 0\n", f"    fiscal: 依规不公开\n    other: 0\n    withheld: {WHY}\n"),
    ("    own_level: 2015.01\n", f"    own_level: 依规不公开\n    withheld: {WHY}\n"),
    ("      amount: 300.5\n      expected: 校舍安全\n", f"      amount:\n      expected: 校舍安全\n{TASK}"),
    ("    target: 42\n", f"    target: 依规不公开\n    withheld: {WHY}\n"),
    ("conclusion: 同意公开", "conclusion: 部分公开"),
)
# The figures that are withheld, and those that could only be worked out from them.
SECRET = ("340.8", "2015.01", "300.5", "1974.71", "1714.51", "16.9", "83.1", "88.2")


@pytest.fixture
def site(project: Path) -> Path:
    """The site of the good project with single cells of one form withheld."""
    text = (project / RECORD).read_text(encoding="utf-8")
    for old, new in CHANGES:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (project / RECORD).write_text(text, encoding="utf-8")
    add_prose_pages(project)
    build(BuildOptions(project, project / "site", Revision("", "", "0")), lambda step: None)
    return project / "site"


def words_of(page: Path) -> str:
    """The words of a page without its markup."""
    text = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text))


@pytest.mark.slow
def test_what_is_withheld_is_said_to_be_and_nothing_else_is_said_of_it(site: Path) -> None:
    page = words_of(site / "shili/jiaoyuju/2026/index.html")
    for said in (
        "2026 年，示例市教育局的项目支出依规不公开，合计也不公布。写明的有：基本支出 1674.21 万元。在职 71 人。",
        "写明金额的任务中，最大的是“教师培训”，40.30 万元。",
        "预算合计 依规不公开",
        "1 项任务只不公开金额；1 条指标的指标值依规不公开；3 格依规不公开",
        "按收入来源合计 = 按支出类型合计 不作核对",
        "任务合计与项目支出 不作核对",
        "校舍维修 依规不公开 依据条例，由示例市教育局于 2026-01-15 决定",
    ):
        assert said in page
    findings = page[page.index("核对：") :]
    assert [word for word in ("不一致", "项目支出 ：", "财政拨款", "维修校舍数量") if word in findings] == []
    city = words_of(site / "shili/2026/departments/index.html")
    assert "（1 张表空白、不公开或合计不明，没有加进去）" in city


@pytest.mark.slow
def test_no_file_of_the_site_has_what_would_give_it_away(site: Path) -> None:
    own = [path for path in sorted(site.rglob("*")) if path.is_file() and "jiaoyuju/2026" in path.as_posix()]
    names = {path.as_posix().partition("jiaoyuju/2026/")[2] for path in own}
    assert names >= {"index.html", "record.json", "form/index.html", "form/form.xlsx"}
    found = {
        (path.relative_to(site).as_posix(), figure)
        for path in own
        for text in texts_in(path.suffix, path.read_bytes(), ())
        for figure in SECRET
        if figure in fold(text)
    }
    assert found == set()
