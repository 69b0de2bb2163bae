"""Holds the forms of content/ against the documents they were transcribed from, in redacted copies.

Every part of a form must stand in its document (white space aside) at a place of its own, beside its label
or inside its row. What is left of the document after that is compared, whole, with the list of what may be.
Where the documents as obtained are at hand, the copies are compared with them, whole.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sources import FORMS_OBTAINED, SECRECY_MARK, bare, needs_obtained, obtained, windows, withheld_pieces

from generator.secrecy.marks import find_marks
from generator.text.yaml import read_file, read_text

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
ORIGINALS = ROOT / "tests" / "originals"
# What we say of an indicator ourselves, and not the form.
OURS = ("cleared", "earlier", "withheld", "basis", "decided_on", "decided_by")
# The parts of a file that are tables of the form, and those that are about the form.
TABLES = ("tasks", "indicators")
ABOUT = ("unit", "form", "framework", "document", "source", "disclosure", "review", "notes", "trace")
# The cells of a task and of an indicator, in the order of the forms.
CELLS = ("family", "type", "name", "content", "amount", "expected")
CELLS += ("definition", "comparator", "target", "unit", "weight")
REDACTED = "〔已遮盖〕"
TAG = re.compile(r"</?p>")
FIGURE = re.compile(r"\d+(\.\d+)?")
GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)")

MARKUP = "markup of the text file"
POSITION = "序号: said by the order of the tasks"
SERIAL_LINES = (14, 19, 20, 21, 22, 24)
# Of the indicator of this name the amount is redacted.
HIDDEN_AMOUNT = ("平安工作宣传成本", "target")


@dataclass(frozen=True, slots=True)
class Form:
    """One transcription: the file, its document and which lines of it, and how they are printed.

    `cells` are labels and the fields that stand right after them; `labels` is what else is printed on the
    form; `left` is what nothing in the file accounts for: line, how many characters, why; `marked` are the
    lines of marked tasks, withheld whole; `merged` are the columns of indicators that the form does not repeat,
    `columns` all of them in their order.
    """

    path: str
    document: str
    lines: Container[int]
    cells: dict[str, str]
    labels: str
    left: tuple[tuple[int, int, str], ...] = ()
    marked: tuple[int, ...] = ()
    merged: tuple[str, ...] = ("family", "type")
    columns: tuple[str, ...] = CELLS


ZHANJIANG_CELLS = {
    "title": "",
    "department": "预算单位名称",
    "supervisor": "主管部门名称",
    "staff in_service": "在职人数",
    "staff retired": "离退休人数",
    "budget by_type basic": "其中：基本支出",
    "budget by_type project": "项目支出",
    "budget by_source fiscal": "其中：财政拨款",
    "budget by_source other": "其他资金",
    "budget by_level own_level": "其中：市本级使用资金",
    "budget by_level transfers": "拟转移支付市县资金",
    "goal": "总体绩效目标",
}
ZHANJIANG_LABELS = (
    "财政供养人员数 预算整体情况 按支出类型划分 按收入来源划分 按预算级次划分 预算金额（万元） "
    "年度重点工作任务 名称 主要实施内容 拟投入的资金（万元） 期望达到的目标（概述） "
    "绩效指标 一级指标 二级指标 三级指标 指标值"
)
DISPLACED = ("department", "supervisor", "budget by_level own_level", "budget by_level transfers", "goal")
ZHENGFAWEI = Form(
    path="zhanjiang/zhengfawei/2021.yml",
    document="zhanjiang-zhengfawei-2021.txt",
    lines=range(1, 352),
    cells=ZHANJIANG_CELLS | dict.fromkeys(DISPLACED, ""),
    labels=" ".join(
        [ZHANJIANG_LABELS, "附件1 其他需完成的任务（可选填）", *(ZHANJIANG_CELLS[key] for key in DISPLACED)]
    ),
)
JIWEI = Form(
    path="zhanjiang/jiwei/2021.yml",
    document="zhanjiang-jiwei-2021.txt",
    lines=range(1, 50),
    cells=ZHANJIANG_CELLS,
    labels=f"{ZHANJIANG_LABELS} 其他需完成的任务(可选填)",
    left=((12, 105, MARKUP),),
)
JIEYANG = Form(
    path="jieyang/zhengfawei/2022.yml",
    document="jieyang-zhengfawei-2022.txt",
    lines=range(1, 41),
    cells={
        "title": "",
        "department": "部门名称",
        "supervisor": "资金主管部门",
        "staff total": "财政供养人员数",
        "subordinate_units": "二级预算单位数",
        "budget by_type basic": "基本支出",
        "budget by_type project": "项目支出",
        "budget by_source fiscal": "财政拨款",
        "budget by_source other": "其他资金",
        "goal": "总体绩效目标",
    },
    labels="基本信息 预算整体情况 部门预算支出 收入来源 预算金额(万元) 年度重点工作任务 其他需完成任务 "
    "序号 名称 主要实施内容 拟投入金额(万元) 部门履职的整体绩效指标 "
    "一级指标 二级指标 三级指标 三级指标解释 对比符号 指标值 计量单位",
    left=tuple((line, 1, POSITION) for line in SERIAL_LINES),
    marked=(15, 16, 18, 23),
    merged=(),
)
# Of a notice that is given out on request only the copy has nothing but its particulars.
NOTICE = Form(
    path="notices/zhancaiji-2021-2.md",
    document="zhanjiang-notice-2021.txt",
    lines=range(1, 12),
    cells={"number": "", "title": "", "issuer": "", "attribute": "公开方式：", "date": ""},
    labels="印发 湛江市财政局办公室",
    left=((1, 2, "文件 after the issuer's name"),),
)
BUREAU_CELLS = {
    "title": "",
    "department": "部门名称",
    "staff total": "财政供养人员数",
    "subordinate_units": "下属二级单位数",
    "budget by_type basic": "基本支出",
    "budget by_type project": "项目支出",
    "budget by_source fiscal": "财政拨款",
    "budget by_source other": "其他资金",
    "budget by_level own_level": "市本级使用资金",
    "budget by_level transfers": "拟用于对下转移支付资金",
    "budget development 财政专项资金": "财政专项资金",
    "budget development 其他事业发展性支出": "其他事业发展性支出",
    "goal": "总体绩效目标",
}
BUREAU_LABELS = (
    "基本信息 预算整体情况 部门预算支出 收入来源 事业发展性支出 按预算级次划分 预算金额（万元） "
    "年度重点工作任务 名称 主要实施内容 拟投入的资金（万元） 期望达到的目标（概述） "
    "其他需完成的任务（可选填） 绩效指标 一级指标 二级指标 三级指标 指标值"
)
BUREAU = [
    Form(f"zhanjiang/rensheju/{year}.yml", f"zhanjiang-rensheju-{year}.txt", range(1, 50), BUREAU_CELLS, BUREAU_LABELS)
    for year in (2023, 2024)
]
OBSERVATORY = [
    Form(
        path=f"central/tianwentai/2023/{project}.yml",
        document=f"central-tianwentai-2023-{project}.txt",
        lines=range(1, 50),
        cells={
            "title": "",
            "name": "项目名称",
            "supervisor": "主管部门及代码",
            "implementer": "实施单位",
            "budget annual total": "年度资金总额：",
            "budget annual fiscal": "其中：财政拨款",
            "budget annual carryover": "上年结转资金",
            "budget annual other": "其他资金",
            "execution_weight": "执行率分值（",
            "goal": "年度总体目标",
        },
        labels="中国科学院国家天文台2023年部门预算 附表：中国科学院国家天文台项目预算绩效目标表 项目资金（万元） ） "
        "绩效指标 一级指标 二级指标 三级指标 指标值 分值权重（90）",
        merged=("family",),
    )
    for project in ("kexue-gongcheng-yunxing", "jiben-keyan-yewufei", "dalou-gaizao")
]
SUBDISTRICT_CELLS = {
    "title": "",
    "name": "项目名称",
    "nature": "项目性质",
    "category": "项目类别",
    "supervisor": "主管部门",
    "implementer": "实施单位",
    "starts": "计划开始日期",
    "ends": "计划完成日期",
    "budget annual total": "年度资金申请总额",
    "budget annual fiscal": "其中：当年财政拨款",
    "budget annual carryover": "上年结转资金",
    "budget annual other": "",
    "budget whole total": "项目资金总额",
    "budget whole fiscal": "其中：财政资金",
    "budget whole other": "其他资金",
    "overall_goal": "",
    "goal": "",
}
SUBDISTRICT_LABELS = (
    "上海市普陀区2023年区级部门预算 预算主管部门：上海市普陀区人民政府万里街道办事处 项目资金（元） 其他资金 "
    "项目绩效目标 项目总目标 年度总体目标 绩效指标 一级指标 二级指标 三级指标 年度(/项目)指标值"
)
SUBDISTRICT = [
    Form(
        path=f"putuo/wanli/2023/{project}.yml",
        document=f"putuo-wanli-2023-{project}.txt",
        lines=range(1, 60),
        cells=SUBDISTRICT_CELLS,
        labels=SUBDISTRICT_LABELS,
    )
    for project in ("shequ-fuwu-zhongxin", "gonggong-sheshi")
]
# Of these the document is a page of a site, with a line of the site above the form.
QINGSHAN = Form(
    path="qingshan/jiaoyuju/2020/xuexiao-gaizao.yml",
    document="qingshan-jiaoyuju-2020-xuexiao-gaizao.txt",
    lines=range(1, 50),
    cells={
        "title": "",
        "name": "项目名称",
        "supervisor": "项目主管部门",
        "implementer": "项目执行单位",
        "budget annual total": "年度资金总额:",
        "budget annual 上级资金": "其中:上级资金",
        "goal": "",
    },
    labels="资金情况(万元) 总体目标 年度目标 绩效指标 一级指标 二级指标 指标内容 指标值",
)
XIANGXI = Form(
    path="xiangxi/texiao/2023/huoshifei.yml",
    document="xiangxi-texiao-2023-huoshifei.txt",
    # Without the lines of the page and of the department, which are in the file of the list.
    lines=(2, 4, *range(6, 30)),
    cells={
        "title": "",
        "other 单位代码": "",
        "name": "",
        "budget annual total": "",
        "overall_goal": "",
    },
    labels="单位代码 单位(专项)名称 资金总额 实施期绩效目标 一级指标 二级指标 三级指标 指标值 指标值内容 评(扣分标准) "
    "度量单位 指标值类型 备注",
    columns=("family", "type", "name", "target", "definition", "评(扣分标准)", "unit", "指标值类型", "备注"),
)
YUEYANG = Form(
    path="yueyangxian/nongyeju/2022/gaobiaozhun-nongtian.yml",
    document="yueyangxian-nongyeju-2022-gaobiaozhun-nongtian.txt",
    lines=range(2, 24),
    cells={
        "title": "",
        "name": "项目名称",
        "supervisor": "主管部门",
        "implementer": "实施单位",
        "budget annual total text": "年度资金总额:",
        "budget annual fiscal text": "其中:财政拨款",
        "budget annual other": "其他资金",
        "goal": "年度目标",
    },
    labels="资金情况(万元) 总体目标 一级指标 二级指标 三级指标 指标值",
)
XIANGTAN = Form(
    path="xiangtan/huanweichu/2023/wupaoche.yml",
    document="xiangtan-huanweichu-2023-wupaoche.txt",
    lines=range(2, 50),
    cells={
        "title": "",
        "name": "项目支出名称",
        "supervisor": "预算部门",
        "budget annual 本级预算金额 text": "年度本级预算金额",
        "budget annual 上级资金": "该项目支出上级资金",
        "other 填报单位:(盖章)": "填报单位:(盖章)",
        "other 项目支出实施期": "项目支出实施期",
        "overall_goal": "实施期绩效目标",
        "goal": "本年度绩效目标",
        "other 财政部门审核意见": "财政部门审核意见",
    },
    labels="单位:万元 一级指标 二级指标 三级指标 指标值及单位 绩效标准",
    columns=(*CELLS, "绩效标准"),
)
PAGES = [QINGSHAN, XIANGXI, YUEYANG, XIANGTAN]
YUZHONG = Form(
    path="yuzhong/rensheju/2021/jiuye-buzhu.results.yml",
    document="yuzhong-rensheju-2021-jiuye-buzhu.results.txt",
    lines=range(1, 50),
    cells={
        "title": "",
        "name": "项目名称",
        "implementer": "项目实施单位",
        "supervisor": "项目主管部门",
        "execution total adjusted": "",
        "execution total spent": "",
        "goal": "",
        "actual_goal": "",
        "weight_total": "",
        "score_total": "",
        "explanation": "说明",
    },
    labels="项目预算执行情况（万元） 全年预算数（A）（上年结转+年初预算+本年追加追减预算（不含年底收回）） "
    "全年执行数（B） 当年绩效目标 全年绩效目标 全年目标实际完成情况 指标类型 指标名称 指标性质 指标值 计量单位 "
    "指标权重 全年完成值 评价标准 合计 "
    "备注：1.表中标黑部分内容须与部门编报的《项目支出绩效目标申报表》中的内容一致。"
    "2.各填报单位对数据真实性、准确性负责，并有充分的佐证材料后期备查。",
    merged=("family",),
    columns=("family", "name", "comparator", "target", "unit", "weight", "actual", "standard"),
)
RECORDS = [ZHENGFAWEI, JIWEI, JIEYANG, *BUREAU, *OBSERVATORY, *SUBDISTRICT, *PAGES, YUZHONG]
FORMS = [*RECORDS, NOTICE]


def is_withheld(line: str) -> bool:
    """Whether a line is a task withheld whole: name, content and amount are redacted."""
    return line.count(REDACTED) == 3


class Ground:
    """The characters of a document to be accounted for, each once; marked lines are no part of it."""

    def __init__(self, form: Form) -> None:
        self.text = ""
        self.lines: list[int] = []
        self.tags: Counter[int] = Counter()
        self.marked: dict[int, int] = {}
        for number, line in numbered_lines(form.document):
            if number not in form.lines:
                continue
            if is_withheld(line):
                self.marked[number] = len(bare(line))
                continue
            said = bare(TAG.sub("", line))
            self.tags[number] = len(bare(line)) - len(said)
            self.text += said
            self.lines += [number] * len(said)
        self.free = [True] * len(self.text)

    def take(self, piece: str) -> bool:
        """Account for the first place of a piece that is still wholly free; False when there is none."""
        start = self.text.find(piece)
        while start >= 0 and not all(self.free[start : start + len(piece)]):
            start = self.text.find(piece, start + 1)
        if start < 0:
            return False
        self.free[start : start + len(piece)] = [False] * len(piece)
        return True

    def left(self) -> list[tuple[int, int]]:
        """The lines that hold characters nobody has accounted for, and how many in each."""
        untaken = Counter(line for line, free in zip(self.lines, self.free, strict=True) if free)
        return sorted((+(untaken + self.tags)).items())

    def size(self) -> int:
        """How many characters the document has, tags and marked lines with them."""
        return len(self.text) + self.tags.total() + sum(self.marked.values())


@cache
def numbered_lines(document: str) -> list[tuple[int, str]]:
    """The lines of a document with their numbers, from 1, and without the commas within amounts."""
    text = GROUPED.sub("", (ORIGINALS / document).read_text(encoding="utf-8"))
    return list(enumerate(text.splitlines(), start=1))


@cache
def content(path: str) -> Any:
    """The fields of a record, or of the front matter of a notice whose body must be empty."""
    if not path.endswith(".md"):
        reading = read_file(CONTENT / path, path)
    else:
        before, front, body = (CONTENT / path).read_text(encoding="utf-8").split("---\n")
        assert (before, body) == ("", "")
        reading = read_text(path, front.encode())
    assert reading.problems == ()
    return reading.root


def field(node: Any, keys: str) -> str:
    """The text at a path of keys; a date as a Chinese document writes it."""
    for key in keys.split():
        node = node[key]
    return re.sub(r"^(\d{4})-0?(\d+)-0?(\d+)$", r"\1年\2月\3日", bare(node)) if keys == "date" else bare(node)


def field_names(node: Any, *path: str) -> Iterator[str]:
    """The keys to every field of a form that is no row of a table and says something of the form itself."""
    for key, value in node.items():
        if not path and key in (*TABLES, *ABOUT):
            continue
        if isinstance(value, Mapping):
            yield from field_names(value, *path, key)
        elif key != "value":
            yield " ".join([*path, key])


def shown_tasks(record: Any) -> list[Any]:
    """The tasks of a record that are not withheld, in its order."""
    tasks = [*record.get("tasks", {}).get("key", []), *record.get("tasks", {}).get("other", [])]
    return [task for task in tasks if "withheld" not in task]


def is_redacted(node: Any, key: str) -> bool:
    """Whether a cell of a row is redacted in the document."""
    return (node.get("name"), key) == HIDDEN_AMOUNT


def row(node: Any, form: Form) -> str:
    """The cells of a task or an indicator as one text; family and type only where the form repeats them."""
    cells = (
        REDACTED if is_redacted(node, key) else node.get(key, "") for key in form.columns if key not in form.merged
    )
    return bare("".join(cells))


def pieces(form: Form) -> list[str]:
    """Everything a file says that must be in its document, the longest first."""
    record = content(form.path)
    cells = [label + field(record, keys) for keys, label in form.cells.items()]
    rows = [row(node, form) for node in [*shown_tasks(record), *record.get("indicators", [])]]
    return sorted((piece for piece in [*cells, *rows] if piece), key=len, reverse=True)


def printed_labels(form: Form) -> list[str]:
    """What the form has printed on it besides the cells, the longest first."""
    indicators = content(form.path).get("indicators", [])
    kinds = {node[key] for node in indicators for key in form.merged}
    return sorted([*form.labels.split(), *kinds], key=len, reverse=True)


def figures(texts: list[str]) -> list[str]:
    """Those of the texts that are figures and nothing else, in order of their characters."""
    return sorted(text for text in texts if FIGURE.fullmatch(text))


def share(form: Form, ground: Ground, by_file: int) -> str:
    """How much of a document its file accounts for, and what is left over, in words."""
    by_labels = ground.free.count(False) - by_file
    parts = (("file", by_file), ("labels", by_labels), ("withheld tasks", sum(ground.marked.values())))
    told = ", ".join(f"{name} {count} ({count / ground.size():.2%})" for name, count in parts)
    left = "".join(f"\n  line {line}: {count} left, {reason}" for line, count, reason in form.left)
    return f"\n{form.path}, {ground.size()} characters: {told}{left}"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.path)
def test_every_part_stands_in_the_document_and_the_rest_is_known(form: Form) -> None:
    ground = Ground(form)
    absent = [piece for piece in pieces(form) if not ground.take(piece)]
    by_file = ground.free.count(False)
    unprinted = [label for label in printed_labels(form) if not ground.take(label)]
    for label in printed_labels(form):
        while ground.take(label):
            pass
    print(share(form, ground, by_file))
    assert (absent, unprinted) == ([], [])
    assert ground.left() == [(line, count) for line, count, _ in form.left]
    assert tuple(ground.marked) == form.marked


@pytest.mark.parametrize("form", RECORDS, ids=lambda form: form.path)
def test_every_figure_of_the_document_is_in_the_record(form: Form) -> None:
    record = content(form.path)
    said = [field(record, keys) for keys, label in form.cells.items() if not label.endswith("（")]
    said += [field(node, key) for node in shown_tasks(record) for key in node]
    indicators = [(node, key) for node in record["indicators"] for key in node if key not in OURS]
    said += [field(node, key) for node, key in indicators if not is_redacted(node, key)]
    lines = [(number, line.split()) for number, line in numbered_lines(form.document) if number in form.lines]
    printed = [cell for number, cells in lines if number not in form.marked for cell in cells]
    serials = [cells[0] for number, cells in lines if form is JIEYANG and number in SERIAL_LINES]
    assert figures(printed) == figures(said + serials)


@pytest.mark.parametrize("form", RECORDS, ids=lambda form: form.path)
def test_tasks_and_indicators_stand_in_the_order_of_the_form(form: Form) -> None:
    record, text = content(form.path), Ground(form).text
    rows = [row(node, form) for node in [*shown_tasks(record), *record["indicators"]]]
    places = [text.index(cells) for cells in rows if len(cells) > len("无无0无")]
    assert places == sorted(places)


@pytest.mark.parametrize("form", RECORDS, ids=lambda form: form.path)
def test_every_field_of_the_form_is_compared(form: Form) -> None:
    assert set(field_names(content(form.path))) == set(form.cells)


@pytest.mark.parametrize("form", RECORDS, ids=lambda form: form.path)
def test_the_source_is_the_document(form: Form) -> None:
    record = content(form.path)
    if "document" in record:
        document = content(f"{form.path.rpartition('/')[0]}/{record['document']}.document.yml")
        record = {**record, "source": document["source"]}
    text = bare("".join(line for _, line in numbered_lines(form.document)))
    named = record["source"].get("redacted_sha256" if REDACTED in text else "sha256")
    assert named == hashlib.sha256((ORIGINALS / form.document).read_bytes()).hexdigest()
    about = bare("".join(line for _, line in numbered_lines(NOTICE.document))) if form is JIWEI else text
    assert record["source"]["title"] in about
    assert record["source"]["number"] in about
    assert re.search(rf"[（(:]{record['unit']}", text)


# The sheets and the pages of which copies are here whole but for persons, with the headings that stand before them.
OBTAINED = {
    BUREAU[0].document: ("02_zhanjiang_2023_hrss_bureau.xlsx", 1),
    BUREAU[1].document: ("07_zhanjiang_2024_hrss_bureau.xlsx", 1),
    OBSERVATORY[0].document: ("08_national_observatory_2023_budget_nine_projects.pdf", 28),
    OBSERVATORY[1].document: ("08_national_observatory_2023_budget_nine_projects.pdf", 29),
    OBSERVATORY[2].document: ("08_national_observatory_2023_budget_nine_projects.pdf", 35),
    SUBDISTRICT[0].document: ("05_shanghai_putuo_2023_wanli_subdistrict.pdf", 31),
    SUBDISTRICT[1].document: ("05_shanghai_putuo_2023_wanli_subdistrict.pdf", 35),
    YUZHONG.document: ("06_chongqing_yuzhong_2021_employment_self_evaluation.xlsx", 1),
}


def cells_of(path: Path, page: int) -> str:
    """The text of all cells of a sheet as it shows them, or of the table on a page, row by row."""
    if path.suffix == ".pdf":
        with pytest.importorskip("pdfplumber").open(path) as document:
            return bare("".join(cell or "" for row in document.pages[page - 1].extract_tables()[0] for cell in row))
    sheet = load_workbook(path, data_only=True).worksheets[page - 1]
    return bare("".join(shown_in_sheet(cell) for row in sheet.iter_rows() for cell in row))


def shown_in_sheet(cell: Any) -> str:
    """The text of a cell of a sheet; of an amount all digits that it has."""
    if not isinstance(cell.value, int | float):
        return cell.value or ""
    is_share = "%" in cell.number_format
    return format(cell.value * (100 if is_share else 1), ".15g") + "%" * is_share


@needs_obtained
@pytest.mark.parametrize("document", OBTAINED)
def test_the_copies_have_every_cell_of_their_documents(document: str) -> None:
    file, page = OBTAINED[document]
    text = bare((ORIGINALS / document).read_text(encoding="utf-8"))
    obtained_cells = cells_of(FORMS_OBTAINED / file, page)
    obtained_cells = obtained_cells.replace("项目联系人（略）", "")
    assert len(obtained_cells) > 300
    assert text.endswith(obtained_cells)


def test_withheld_tasks_keep_their_places_and_their_sum() -> None:
    record = content(JIEYANG.path)
    tasks = record["tasks"]
    rows = [line.split("\t") for _, line in numbered_lines(JIEYANG.document)]
    numbered = [row for row in rows if len(row) > 4 and row[1].isdigit()]
    places = ["withheld" in task for task in [*tasks["key"], *tasks["other"]]]
    assert places == [row.count(REDACTED) == 3 for row in numbered]
    shown = sum(Decimal(row[4]) for row in numbered if REDACTED not in row)
    assert Decimal(tasks["withheld_total"]) == Decimal(record["budget"]["by_type"]["project"]) - shown


def test_redacted_copies_have_one_mark_for_each_withheld_cell_and_no_other_sign_of_it() -> None:
    texts = {form.document: "".join(line for _, line in numbered_lines(form.document)) for form in FORMS}
    assert {name: text.count(REDACTED) for name, text in texts.items() if REDACTED in text} == {JIEYANG.document: 13}
    assert [name for name, text in texts.items() if find_marks(text) or "校对" in text] == []


def telling_files(pieces_of_it: set[str]) -> list[str]:
    """Names of the files of content and of the redacted copies that have any of the pieces, which are not told."""
    files = sorted(path for folder in (CONTENT, ORIGINALS) for path in folder.rglob("*") if path.is_file())
    texts = [(path.relative_to(ROOT).as_posix(), bare(path.read_text(encoding="utf-8"))) for path in files]
    return [name for name, text in texts if any(piece in text for piece in pieces_of_it)]


def test_no_mark_of_secrecy_is_in_content_or_in_a_redacted_copy() -> None:
    assert telling_files({SECRECY_MARK, "(密)", "（密)", "(密）"}) == []


@needs_obtained
def test_nothing_of_a_withheld_task_is_in_content() -> None:
    secret = withheld_pieces()
    how_many = len(secret)
    assert how_many > 50
    assert telling_files(secret) == []


@needs_obtained
def test_the_text_of_the_notice_is_not_in_content() -> None:
    lines = {number: bare(line) for number, line in enumerate(obtained("003").splitlines(), start=1)}
    body = [lines[number] for number in (11, 13, 15, 17, 19, 36)]
    public = "".join(lines[number] for number in (7, *range(38, max(lines) + 1)))
    text = set().union(*(windows(line, min(12, len(line))) for line in body)) - windows(public, 12)
    assert telling_files(text) == []
