"""The cells that only one form has: on its pages and spreadsheet, in search, in its JSON and in the data sets."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from corpora import forms_with_own_cells, loaded_corpus
from openpyxl import load_workbook
from prose_pages import add_prose_pages
from reading import HERE

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.forms.cells import cell_texts, own_cells
from generator.forms.drawings.collection import data_table, kind_of_form, shipped_drawings
from generator.forms.drawings.vocabulary import fields_of
from generator.forms.model import Form
from generator.output.form_pages import form_of
from generator.system.manifest import Revision

REVISION = Revision("0123456789", "2026-01-02", "0")
OWN = HERE / "content/own"
RECORD, PROJECT, ZHANJIANG = "shili/shiliju/2026/", "shili/shiliju/2026/weihu/", "zhanjiang/rensheju/2023/"
UNDRAWN = "shili/shuiwuju/2025/"
SHARES = "shili/banshichu/2021/"
LIST = "xiangxi/texiao/2023/huoshifei/"
WORDED = "yueyangxian/nongyeju/2022/gaobiaozhun-nongtian/"
WORDS = "854万(高标准农田建设400万元,示范建设295万元,畅通工程159万元)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the forms with cells of their own."""
    root = forms_with_own_cells(tmp_path_factory.mktemp("own") / "project")
    add_prose_pages(root)
    build(BuildOptions(root, root / "site", REVISION, True), lambda step: None)
    return root / "site"


def words(site: Path, path: str) -> str:
    """The words of a page without tags and white space."""
    page = (site / path / "index.html").read_text(encoding="utf-8")
    return "".join(unescape(re.sub("<[^>]*>", "", page)).split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (RECORD, "专项资金30.59.2%合计计算值331.00"),
        (RECORD, "市级资金：50.00自筹：原表空白"),
        (RECORD, "门槛值≥85%挑战值原表填“无”≥90%"),
        (RECORD, "财政供养人员数编制数核定30名填报单位:(盖章)示例市示例局"),
        (PROJECT, "中央资金原表空白市级资金153.5184100.0%区级资金原表空白其他资金原表空白年度资金总额153.5184"),
        (PROJECT, "申报单位示例市示例局"),
        (PROJECT, "具体实施单位"),
        (PROJECT, "项目年度目标"),
        (ZHANJIANG, "部门预算支出单位：万元"),
        (ZHANJIANG, "下属二级单位数"),
        (ZHANJIANG, "财政专项资金原表空白其他事业发展性支出原表空白"),
        (ZHANJIANG, "2023年预算8.28亿元（82800.92万元），项目支出占87.2%"),
        (LIST, "学生补助标准反映学生每天用餐标准评(扣分标准)按标准发放得10分,每少1元扣1分指标值类型定量"),
        (LIST, "“168”没有单位。"),
        (SHARES, "部门职能概述、年度工作任务部门职能概述贯彻执行示例方面的方针政策。年度工作任务任务1:完成示例工作。"),
        (
            "xiangtan/huanweichu/2023/wupaoche/",
            "年度本级预算金额250万100.0%该项目支出上级资金0原表填零0.0%合计计算值250",
        ),
        (WORDED, "2022年安排854万元。"),
        (WORDED, f"其他资金原表空白年度资金总额{WORDS}"),
        (WORDED, "其他资金原表空白，合计不明，无法核对。"),
        ("ningde/dangshi/2019/", "按支出类型合计=资金总额相符V07"),
        ("ningde/dangshi/2019/", "基本支出：这一行写171.41，基本支出是110.61，不一致。"),
        ("fuliang/", "没有可以核对的合计—"),
        (
            "shili/jianceju/2020/",
            "没有设部门预算金额的栏目。金额最大的一项任务是“任务1：示例监测”，300.00万元。",
        ),
        ("shili/zhenzhengfu/2023/ludeng/", "2023年安排750000.50元。"),
        ("shili/zhenzhengfu/2023/ludeng/", "预算数750,000.50"),
        ("shili/yuanlinju/2025/weihu/", "所在的列表2025年项目支出绩效目标表列表里还有：示例设施新建项目合计500.00"),
        (LIST, "所在的列表2023年项目支出绩效目标表公开部门505_湘西州教育和体育局505006州民族特殊教育学校30.00"),
        (LIST, "实施期绩效目标原表空白年度总体目标未设此栏"),
        (SHARES, "近两年收支金额单位：万元项目原表所写财政拨款2020年498.2"),
        (SHARES, "占比项目原表所写财政拨款占比100%其他资金占比原表空白"),
        (SHARES, "按收入来源合计=按支出类型合计相符V07合计515.5=515.5万元"),
        (SHARES, "主要实施内容：未设此栏项目类型：常年性"),
    ],
)
def test_the_page_of_a_form_shows_them(path: str, expected: str, site: Path) -> None:
    assert expected in words(site, path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "form"),
    [
        (RECORD, "bumen"),
        (ZHANJIANG, "zhanjiang-2023"),
        (PROJECT, "rongchang-project"),
        ("fuliang/linyeju/2026/", "fuliang-department"),
        ("qingshan/jiaoyuju/2020/xuexiao-gaizao/", "wuhan-special"),
        ("rongchang/linyeju/2022/lvhua-meihua/", "rongchang-project"),
        (LIST, "hunan-list"),
        (SHARES, "zhanbi"),
        ("shili/jianceju/2020/", "shaanxi-2020"),
        ("shili/zhenzhengfu/2023/ludeng/", "sichuan-list"),
        (WORDED, "hunan-rural"),
        ("xiangtan/huanweichu/2023/wupaoche/", "xiangtan-project"),
        ("ningde/dangshi/2019/", "ningde-department"),
    ],
)
def test_the_form_is_laid_out_as_its_own(path: str, form: str, site: Path) -> None:
    assert f"（表式{form}），" in words(site, f"{path}form/")
    assert "本站自己的数据表" not in words(site, f"{path}form/")
    sheet = load_workbook(site / path / "form/form.xlsx").active
    assert sheet is not None
    texts = (cell for row in sheet.values for cell in row if cell)
    shown = words(site, f"{path}form/")
    assert [text for text in texts if "".join(str(text).split()) not in shown] == []


def foreign_words(form: Form) -> set[str]:
    """The printed words of the shipped drawings of forms of other cities that are neither standard nor in a form."""
    own = {field.title for field in fields_of(kind_of_form(form)).values()} | set(
        data_table("department").titles.values()
    )
    # Two words beside each other must not make a third.
    known = "\n".join((*map(str, cell_texts(form).values()), *own))
    printed = {title for drawing in shipped_drawings() for title in drawing.titles.values()}
    return {title for title in printed - own if len(title) > 3 and title not in known}


@pytest.mark.slow
def test_a_form_without_a_drawing_has_the_words_of_no_other_form(site: Path) -> None:
    [source] = [form for form in loaded_corpus(OWN).forms if form.path == UNDRAWN]
    page, form = (words(site, f"{UNDRAWN}{part}") for part in ("", "form/"))
    assert source.drawing is None
    assert "这是本站自己的数据表，栏目的名称和次序不是原表的：本站没有这张表的表式。" in form
    assert "原表版式" not in page + form
    assert "本级使用资金900.5" in page and "对下转移支付资金30" in page
    foreign = foreign_words(source.record)
    assert {"市本级使用资金", "拟转移支付市县资金", "年度资金申请总额"} <= foreign
    # The standard names of two groups, and two words of the page itself.
    assert {title for title in foreign if title in page + form} == {
        *("按支出类型划分", "按预算级次划分", "指标类型", "任务名称")
    }


def test_no_form_of_real_cities_has_a_cell_without_a_home() -> None:
    sources = (*loaded_corpus(OWN).forms, *loaded_corpus(HERE.parent).forms)
    real = [source for source in sources if source.city_slug != "shili"]
    assert [source.path for source in real if not form_of(source).is_official] == []
    assert len(real) > 15


def test_the_data_table_leaves_none_out() -> None:
    city = next(city for city in loaded_corpus(OWN).departments if city.path == "shili/shiliju/")
    [source] = city.records
    grid = form_of(source).grid
    shown = {key for cell in grid.cells for key in cell.piece.keys}
    assert {cell.path for cell in own_cells(source.record)} <= shown
    table = form_of(replace(source, drawings=())).grid
    texts = [cell.text for cell in table.cells]
    assert ("按支出类型划分 专项资金" in "".join(texts)) and (
        "任务 年度重点工作任务 第1行 市级资金",
        "100",
    ) in pairwise(texts)


def typed(row: list[str]) -> list[str | int | float]:
    """The cells of a row of own cells as a spreadsheet has them: numbers for the year, the rows and the amount."""
    numbers = {2: int, 4: int, 6: int, 10: float}
    return [numbers[at](text) if text and at in numbers else text for at, text in enumerate(row)]


@pytest.mark.slow
def test_every_format_of_the_data_has_them(site: Path) -> None:
    data = site / "data"
    for name, title in (("own_cells", "自有栏目"),):
        heads, *rows = csv.reader(io.StringIO((data / f"{name}.csv").read_bytes().decode("utf-8-sig")))
        sheet = load_workbook(data / "all.xlsx")[title]
        cells = [["" if cell is None else cell for cell in row] for row in sheet.values]
        assert cells == [heads, *(typed(row) for row in rows)]
        with zipfile.ZipFile(data / "all.sqlite.zip") as packed:
            (site.parent / "all.sqlite").write_bytes(packed.read("all.sqlite"))
        with sqlite3.connect(site.parent / "all.sqlite") as database:
            stored = database.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
        of_database = [["" if cell is None else cell for cell in row] for row in stored]
        assert sorted(of_database, key=str) == sorted(map(typed, rows), key=str)
        assert name in (data / "datapackage.json").read_text(encoding="utf-8")
    rows = [
        row for row in csv.reader(io.StringIO((data / "project_budget.csv").read_text("utf-8-sig"))) if WORDS in row
    ]
    assert [row[6:9] for row in rows] == [[WORDS, "万元", "854"]]
    with (data / "own_cells.csv").open(encoding="utf-8-sig") as file:
        lines = [*csv.reader(file)]
    found = {tuple(row[5:8]): row[8] for row in lines if row[-1] == RECORD}
    assert found["绩效指标", "1", "门槛值"] == "≥40处"
    assert found["任务 年度重点工作任务", "2", "市级资金"] == "50.00"
    assert found["表上其他栏目", "", "填报单位:(盖章)"] == "示例市示例局"
    # Columns that are money by the drawing have their amounts in 万元.
    assert [row[7:12] for row in lines if row[-1] == "shili/jianceju/2020/"] == [
        ["财政拨款", "260.00", "万元", "260.00", "已知"],
        ["其他资金", "40.00", "万元", "40.00", "已知"],
        ["财政拨款", "80.50", "万元", "80.50", "已知"],
        ["其他资金", "0", "万元", "0", "已知"],
        ["金额合计 总额", "380.50", "万元", "380.50", "已知"],
        ["金额合计 财政拨款", "340.50", "万元", "340.50", "已知"],
        ["金额合计 其他资金", "40.00", "万元", "40.00", "已知"],
    ]
    assert [row[8] for row in lines if row[-1] == PROJECT and row[7] == "申报单位"] == ["示例市示例局"]


@pytest.mark.slow
def test_the_json_of_a_form_and_its_search_documents_have_them(site: Path) -> None:
    tree = json.loads((site / RECORD / "record.json").read_text(encoding="utf-8"))
    assert tree["record"]["budget"]["by_type"]["专项资金"] == "30.5"
    assert tree["record"]["indicators"]["columns"][-2:] == ["门槛值", "挑战值"]
    assert ["部门预算", "专项资金", "30.5", "by-type-own-1"] in tree["derived"]["budget_lines"]
    places = json.dumps(tree["search"], ensure_ascii=False)
    assert '"填报单位:(盖章)"' in places
    project = json.loads((site / PROJECT / "project.json").read_text(encoding="utf-8"))
    assert project["project"]["other"] == {"申报单位": "示例市示例局"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "has", "lacks"),
    [
        (
            "shili/yuanlinju/2025/",
            [
                "这份表没有设部门预算金额的栏目。这份表没有设任务的栏目，共列3条绩效指标。",
                "预算合计未设此栏",
                "任务未设此栏",
            ],
            ["0项任务", "原表空白", "V10", "V43"],
        ),
        ("shili/yuanlinju/2025/weihu/", ["年度总体目标未设此栏", "2025年安排420万元"], ["V43"]),
        ("shili/yuanlinju/", ["2025未设此栏未设此栏3/3"], ["0项任务"]),
        ("shili/yuanlinju/2025/form/", ["这是本站自己的数据表"], ["原表版式", "照“"]),
    ],
)
def test_a_block_that_no_form_has_is_called_so_and_nothing_else(
    path: str, has: list[str], lacks: list[str], site: Path
) -> None:
    text = words(site, path)
    assert [each for each in has if each not in text] == []
    assert [each for each in lacks if each in text] == []
    tree = json.loads((site / "shili/yuanlinju/2025/record.json").read_text(encoding="utf-8"))
    assert (tree["derived"]["task_count"], tree["derived"]["total"]) == (None, None)
