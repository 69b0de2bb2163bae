"""Workbooks of offices that hold no form, though many have words that forms have."""

from collections.abc import Iterator

from openpyxl import Workbook
from workbooks import saved

Rows = list[list[object]]
YEAR = (2021, 2022, 2023, 2024, 2025)


def amounts(rows: list[str], *columns: int) -> Rows:
    """Rows of a word and figures."""
    return [[word, *(column * (number + 3) + 0.5 for column in columns)] for number, word in enumerate(rows)]


def sheets(year: int) -> Iterator[tuple[str, Rows]]:
    """Ten tables of a year, each with its title in the first row."""
    spent = ["基本支出", "项目支出", "事业单位经营支出", "上年结转", "合计"]
    yield (
        "收支总表",
        [
            [f"{year}年部门收支预算总表"],
            ["部门名称：示例市某局", "", "单位：万元"],
            ["收入", "预算数", "支出"],
            *amounts(spent, 7, year % 100),
        ],
    )
    yield (
        "项目明细",
        [
            [f"{year}年项目支出绩效目标汇总表"],
            ["序号", "项目名称", "预算金额（万元）", "年度绩效目标", "备注"],
            *(
                [number, f"示例项目{number}", number * 10, f"完成事项{number}项", ""]
                for number in range(1, year % 10 + 4)
            ),
        ],
    )
    yield (
        "花名册",
        [
            ["工作人员花名册"],
            ["序号", "姓名", "部门名称", "职务", "入职日期", "备注"],
            *([number, f"张{number}", "办公室", "科员", f"{year}-03-0{number}", ""] for number in range(1, 9)),
        ],
    )
    yield (
        "值班表",
        [
            [f"{year}年春节值班安排表"],
            ["日期", "星期", "带班领导", "值班人员", "值班地点"],
            *([f"{year}-02-0{day}", "一二三四五六日"[day % 7], f"李{day}", f"王{day}", "三楼"] for day in range(1, 8)),
        ],
    )
    yield (
        "统计",
        [
            [f"{year}年主要统计指标完成情况"],
            ["指标名称", "计量单位", "目标值", "实际完成值", "完成率"],
            *([f"地区生产总值{number}", "亿元", 100 + number, 101 + number, "101%"] for number in range(6)),
        ],
    )
    yield (
        "合同台账",
        [
            ["合同台账"],
            ["合同编号", "项目名称", "甲方", "乙方", "合同金额（元）", "开始时间", "结束时间"],
            *(
                [f"HT{year}{number}", f"采购{number}", "某局", "某公司", 1000 * number, "1月", "9月"]
                for number in range(1, 6)
            ),
        ],
    )
    yield (
        "评价体系",
        [
            [f"{year}年某项目支出绩效评价指标体系评分表"],
            ["项目名称", "某工程", "主管部门", "某局", "评价机构", "某所"],
            ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "得分"],
            ["决策", "项目立项", "立项依据充分性", 5, "依据充分得满分", 5],
            ["产出", "产出数量", "实际完成率", 20, "按比例得分", 18],
            ["效益", "项目效益", "社会效益", 20, "按程度得分", 19],
        ],
    )
    yield (
        "绩效考核",
        [
            [f"{year}年部门绩效考核目标表"],
            ["部门名称", "销售部", "负责人", "赵某"],
            ["指标类别", "指标名称", "目标值", "权重"],
            ["财务", "销售收入", f"{year}万元", 40],
            ["客户", "客户满意度", "≥90%", 30],
            ["学习", "培训次数", "≥4次", 30],
        ],
    )
    yield (
        "工资表",
        [
            [f"{year}年绩效工资发放表"],
            ["单位名称：某中心"],
            ["姓名", "基本工资", "绩效工资", "合计"],
            *amounts([f"陈{number}" for number in range(5)], 30, 12, 42),
        ],
    )
    yield (
        "通知",
        [
            [f"关于报送{year}年度绩效目标的通知"],
            ["各预算单位：请于本月底前报送绩效目标表，联系科室：绩效科。"],
            ["附件：", "1.部门整体支出绩效目标表", "2.项目支出绩效目标表"],
        ],
    )


def workbooks() -> Iterator[tuple[str, bytes]]:
    """Fifty workbooks of one sheet, the title over all columns, each with its name."""
    for year in YEAR:
        for name, rows in sheets(year):
            book = Workbook()
            sheet = book.worksheets[0]
            sheet.title = name
            for row in rows:
                sheet.append([cell or None for cell in row])
            sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=max(map(len, rows)))
            yield f"{name} {year}", saved(book)
