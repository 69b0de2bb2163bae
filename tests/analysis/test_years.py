"""Two forms of one department: every figure as on its form, every row with the one that it goes on with."""

import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from ruling import CLEAN, facts_of
from yearly import DEPARTMENT, YEARS, known_steps, whole_project, year_pairs

from generator.analysis.facts import RecordFacts
from generator.analysis.money_bar import money_bar
from generator.analysis.rules import RuleInput, find
from generator.analysis.table_rows import IndicatorFacts
from generator.analysis.task_differences import task_differences
from generator.analysis.years import (
    IndicatorChange,
    TaskChange,
    YearFigure,
    YearPair,
    comparable,
    difference_in_words,
    pair_of,
)
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.check import check_path
from generator.forms.cells import cell_texts, fingerprint
from generator.forms.fields import money
from generator.forms.figures import figure
from generator.system.manifest import Revision
from generator.targets import read_target
from generator.words import format_problem

pytestmark = pytest.mark.usefixtures("shared_results")

KNOWN = known_steps()


def targets(step: YearPair) -> dict[str, list[str]]:
    """What became of each indicator, by kind: name, both targets, by how much, what it asks, why it was matched."""
    return {kind: [told(change) for change in changes] for kind, changes in step.indicators}


def told(change: IndicatorChange) -> str:
    """One indicator as one line."""
    match = change.match
    line = match.now or match.before
    assert line
    sides = [side.indicator.written if side else "" for side in (match.before, match.now)]
    was = match.before.indicator.name if match.before and match.now and match.before is not line else ""
    renamed = was if was != line.indicator.name else ""
    how = "hand" if match.by_hand else f"{match.alike}%" if match.alike is not None else ""
    return " | ".join((line.indicator.name, *sides, change.moved, change.asks, renamed, how))


def test_indicators_after_a_gap_of_a_year() -> None:
    step = KNOWN[2024]
    assert (step.before.source.year, step.gap) == (2022, (2023,))
    assert targets(step) == {
        "raised": [
            "采购图书数量 | ≥10000册 | ≥12000册 | 增加 2000 册（20.0%） | 至少要达到的数高了，要求更高 |  | ",
            "修缮文物 | 3处 | 5处 | 增加 2 处（66.7%） |  |  | ",
        ],
        "lowered": [
            "文物修缮工程的验收合格率 | 100% | ≥98% | 减少 2 个百分点 | 至少要达到的数低了，要求更低"
            " | 文物修缮工程验收合格率 | 85.7%",
            "演出补贴 | ≤80万元 | ≤75万元 | 减少 5 万元（6.3%） | 上限低了，要求更严 | 送戏下乡成本 | hand",
            "服务投诉 | ≤10件 | ≤6件 | 减少 4 件（40.0%） | 上限低了，要求更严 |  | ",
        ],
        "added": ["数字文化馆数量 |  | 1个 |  |  |  | hand"],
        "dropped": ["送戏下乡演出场次 | ≥60场 |  |  |  |  | "],
        "reworded": ["群众文化生活 | 逐步丰富 | 明显丰富 |  |  |  | "],
        "same": [
            "2024年各项工作完成时间 | 2022年12月31日前 | 2024年12月31日前 |  | 只有写法或年份不同"
            " | 2022年各项工作完成时间 | ",
            "读者满意度 | ≥85% | ≧85% |  | 只有写法或年份不同 |  | ",
        ],
    }


def test_indicators_on_another_form_and_in_another_unit() -> None:
    assert targets(KNOWN[2025]) == {
        "raised": [
            "演出补贴 | ≤75万元 | ≤800000元 | 增加 5 万元（6.7%） | 上限高了，要求更宽 |  | ",
            "服务投诉 | ≤6件 | ≤8件 | 增加 2 件（33.3%） | 上限高了，要求更宽 |  | ",
            "读者满意度 | ≧85% | ≥90% | 增加 5 个百分点 | 至少要达到的数高了，要求更高 |  | ",
        ],
        "lowered": ["修缮文物 | 5处 | =4处 | 减少 1 处（20.0%） |  |  | "],
        "dropped": [
            "数字文化馆数量 | 1个 |  |  |  |  | ",
            "文物修缮工程的验收合格率 | ≥98% |  |  |  |  | ",
            "2024年各项工作完成时间 | 2024年12月31日前 |  |  |  |  | ",
            "群众文化生活 | 明显丰富 |  |  |  |  | ",
        ],
        "same": ["采购图书数量 | ≥12000册 | ≥12000册 |  |  |  | "],
    }


def amounts(before: YearFigure, now: YearFigure) -> str:
    """Two figures as their forms have them, with what they are in 万元."""
    return " -> ".join(shown(side) for side in (before, now))


def shown(side: YearFigure) -> str:
    """One figure as its form has it."""
    amount = money(side.value)
    text = figure(amount) if amount is not None else str(side.value)
    return f"{text}（{side.wan}）" if side.wan else text


def test_money_and_people_line_by_line() -> None:
    assert [(row.name, amounts(row.before, row.now), row.moved) for row in KNOWN[2024].budget] == [
        ("预算合计", "1400.50 -> 1424.50", "增加 24.00 万元（1.7%）"),
        ("按支出类型划分：基本支出", "800.50 -> 850", "增加 49.50 万元（6.2%）"),
        ("按支出类型划分：项目支出", "600 -> 574.50", "减少 25.50 万元（4.3%）"),
        ("按收入来源划分：财政拨款", "1400.50 -> 1424.50", "增加 24.00 万元（1.7%）"),
        ("按收入来源划分：其他资金", "0 -> 0", "没有变"),
        ("按预算级次划分：本级使用资金", "1400.50 -> 1400", "减少 0.50 万元（0.04%）"),
        ("按预算级次划分：对下转移支付资金", "0 -> 24.50", "增加 24.50 万元"),
    ]
    assert [(row.name, amounts(row.before, row.now), row.moved) for row in KNOWN[2025].budget] == [
        ("预算合计", "1424.50 -> 14600000（合 1460 万元）", "增加 35.50 万元（2.5%）"),
        ("按支出类型划分：基本支出", "850 -> 8600000（合 860 万元）", "增加 10 万元（1.2%）"),
        ("按支出类型划分：项目支出", "574.50 -> 6000000（合 600 万元）", "增加 25.50 万元（4.4%）"),
        ("按收入来源划分：财政拨款", "1424.50 -> 14600000（合 1460 万元）", "增加 35.50 万元（2.5%）"),
        ("按收入来源划分：其他资金", "0 -> 0（合 0 万元）", "没有变"),
        ("按预算级次划分：本级使用资金", "1400 -> None", ""),
        ("按预算级次划分：对下转移支付资金", "24.50 -> None", ""),
    ]
    assert [(row.name, amounts(row.before, row.now), row.moved) for row in KNOWN[2024].people] == [
        ("在职人数", "40 -> 42", "增加 2（5.0%）"),
        ("离退休人数", "12 -> 12", "没有变"),
    ]
    assert [(row.name, row.moved) for row in KNOWN[2025].people] == [
        ("财政供养人员数", ""),
        ("二级预算单位数", ""),
        ("在职人数", ""),
        ("离退休人数", ""),
    ]


def task(change: TaskChange) -> str:
    """One task as one line; a text with what went and what came."""
    line = change.match.now or change.match.before
    assert line
    texts = [f"{name}：{words.counts}" for name, words in change.texts]
    return " | ".join((str(line.task.name), amounts(change.before, change.now), change.moved, *texts))


def test_tasks_by_name() -> None:
    assert [task(change) for change in KNOWN[2024].tasks] == [
        "公共图书馆运行 | 320 -> 350 | 增加 30 万元（9.4%） | 主要实施内容：删 6 字，添 8 字",
        "文物修缮 | 200 -> 200 | 没有变 | 主要实施内容：删 2 字，添 2 字",
        "数字文化馆 | None -> 24.50 | ",
        "送戏下乡 | 80 -> None | ",
    ]


def test_nothing_is_said_of_what_is_withheld() -> None:
    """The words of last year stand on last year's page; beside what is withheld now they would say too much."""
    step = KNOWN[2025]
    assert [task(change) for change in step.tasks] == [
        "公共图书馆运行 | 350 -> 3600000（合 360 万元） | 增加 10 万元（2.9%） | 主要实施内容：添 7 字",
        "数字文化馆 | 24.50 -> 245000（合 24.5 万元） | 没有变",
        "文物修缮 | 200 -> None | ",
    ]
    assert step.withheld == ((2025, "2 项任务依规不公开；1 项任务只不公开内容"),)


def test_what_only_one_form_has() -> None:
    assert (KNOWN[2024].only_before, KNOWN[2024].only_now, KNOWN[2024].frameworks_differ) == ((), (), False)
    assert KNOWN[2025].only_now == ("三级指标解释", "对比符号", "计量单位")
    assert KNOWN[2025].only_before == ("其他需完成的任务", "期望达到的目标（概述）")
    assert (KNOWN[2025].frameworks_differ, KNOWN[2025].units_differ) == (True, True)


@pytest.mark.parametrize(
    ("before", "now", "kind", "by", "asks"),
    [
        ("≥88%", "≥90%", "raised", "增加 2 个百分点", "至少要达到的数高了，要求更高"),
        ("≥90%", "≥88%", "lowered", "减少 2 个百分点", "至少要达到的数低了，要求更低"),
        ("≤20万元", "≤25万元", "raised", "增加 5 万元（25.0%）", "上限高了，要求更宽"),
        ("不超过25万元", "≤200000元", "lowered", "减少 5 万元（20.0%）", "上限低了，要求更严"),
        ("284个", "300个", "raised", "增加 16 个（5.6%）", ""),
        ("约20人", "约15人", "lowered", "减少 5 人（25.0%）", ""),
        # Of a rate of which more is better a figure without a sign is the least.
        ("90%", "≥95%", "raised", "增加 5 个百分点", "至少要达到的数高了，要求更高"),
        ("≧98%", "100%", "raised", "增加 2 个百分点", "至少要达到的数高了，要求更高"),
        ("100%", "≥95%", "lowered", "减少 5 个百分点", "至少要达到的数低了，要求更低"),
        # Nothing is below zero.
        ("≤3件", "0件", "lowered", "减少 3 件（100.0%）", "上限低了，要求更严"),
        ("≥20人", "25人", "raised", "增加 5 人（25.0%）", "符号也变了，要求是高是低看不出"),
        ("90%", "≤95%", "raised", "增加 5 个百分点", "符号也变了，要求是高是低看不出"),
        # Figures that say different things are not held against each other.
        ("≥90%", "≤95%", "reworded", "", ""),
        ("≥90%", "100人", "reworded", "", ""),
        ("3场", "3次", "reworded", "", ""),
        ("1600人、200人", "1800人、200人", "reworded", "", ""),
        ("达标", "100%", "reworded", "", ""),
        ("效果良好", "效果优秀", "reworded", "", ""),
        # The figure is the same, the sign is not.
        ("100%", "≥100%", "reworded", "", "数没有变，写法或符号变了"),
        ("约20人", "20人", "reworded", "", "数没有变，写法或符号变了"),
        # A turn from more to less, whatever the figures.
        ("增长3%", "下降3%", "reworded", "", "增减的方向相反"),
        ("增长3%", "下降5%", "reworded", "", "增减的方向相反"),
        ("≤5%", "≥5%", "reworded", "", ""),
        ("增长3%", "3%", "reworded", "", "只有一年写明增减"),
        ("增长3%", "增长5%", "raised", "增加 2 个百分点", ""),
        ("下降3%", "降低5%", "raised", "增加 2 个百分点", ""),
        # Only the spelling, or the year of the form, is another.
        ("≥88%", "≧８８％", "same", "", "只有写法或年份不同"),
        ("2025年12月前", "2026年12月前", "same", "", "只有写法或年份不同"),
        ("当年完成", "当年完成", "same", "", ""),
        ("2025万元", "2026万元", "raised", "增加 1 万元（0.05%）", ""),
        ("2025年12月前", "2026年6月前", "reworded", "", ""),
    ],
)
def test_what_became_of_a_target(before: str, now: str, kind: str, by: str, asks: str) -> None:
    name, target = "name: 维修验收合格率\n    target: ", '"100%"'
    earlier, later = (CLEAN.replace(name + target, f'{name}"{text}"') for text in (before, now))
    (step,) = year_pairs([facts_of(later, 2026), facts_of(earlier, 2025)])
    ((found, change),) = [
        (kind, change)
        for kind, changes in step.indicators
        for change in changes
        if change.match.now and change.match.now.indicator.name == "维修验收合格率"
    ]
    assert (found, change.moved, change.asks) == (kind, by, asks)


def test_two_forms_are_compared_once() -> None:
    before, now, other = (facts_of(CLEAN, year) for year in (2025, 2026, 2025))
    assert pair_of(before, now) is pair_of(before, now)
    assert pair_of(other, now) is not pair_of(before, now)
    assert money_bar(now) is money_bar(now)
    assert money_bar(now) is not money_bar(before)


def test_days_are_not_figures() -> None:
    assert comparable(read_target("2025年12月前"), read_target("2026年6月前")) is None


@pytest.mark.parametrize(
    ("before", "now", "unit", "expected"),
    [
        ("1", "1", "万元", "没有变"),
        ("1.0", "1.00", "万元", "没有变"),
        ("0", "5", "万元", "增加 5 万元"),
        ("5", "0", "万元", "减少 5 万元（100.0%）"),
        ("0.1", "0.3", "%", "增加 0.2 个百分点"),
        ("10000", "10001", "元", "增加 1 元（0.01%）"),
        (None, "1", "万元", ""),
        ("1", None, "万元", ""),
    ],
)
def test_by_how_much(before: str | None, now: str | None, unit: str, expected: str) -> None:
    figures = [None if text is None else Decimal(text) for text in (before, now)]
    assert difference_in_words(*figures, unit) == expected


ROW = "  - family: 产出指标\n    type: {}\n    name: {}\n    target: 1项\n"


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        # White space, width and the form's own year make no other name.
        (
            [("质量指标", "2025年验收（合格）率")],
            [("质量指标", "2026年 验收(合格)率")],
            [("2025年验收（合格）率", None)],
        ),
        # However the year is written; and a year that both names have is no year of their forms.
        (
            [("质量指标", "二〇二五年度验收合格率")],
            [("质量指标", "2026年度验收合格率")],
            [("二〇二五年度验收合格率", None)],
        ),
        ([("质量指标", "2024-2025学年合格率")], [("质量指标", "2025-2026学年合格率")], [("2024-2025学年合格率", None)]),
        (
            [("质量指标", "2025年受助学生合格率")],
            [("质量指标", "2025年受助学生合格率")],
            [("2025年受助学生合格率", None)],
        ),
        # A name alone decides, and its 二级指标 where the name stands twice.
        ([("质量指标", "资金使用")], [("时效指标", "资金使用")], [("资金使用", None)]),
        (
            [("质量指标", "资金使用"), ("时效指标", "资金使用")],
            [("时效指标", "资金使用"), ("质量指标", "资金使用")],
            [("资金使用 时效指标", None), ("资金使用 质量指标", None)],
        ),
        # The most alike find each other first; each row has one partner.
        (
            [("数量指标", "文物修缮工程验收合格率"), ("数量指标", "文物修缮工程的验收合格率情况")],
            [("数量指标", "文物修缮工程的验收合格率")],
            [("文物修缮工程的验收合格率情况", "91.7")],
        ),
        # Other things under like names are not alike enough, or not of one 二级指标.
        ([("数量指标", "学术培训人数")], [("数量指标", "学术培训次数")], [("", None)]),
        (
            [("时效指标", "政法信息网（二期）工程交付")],
            [("社会效益指标", "政法信息网二期工程交付")],
            [("", None)],
        ),
        # The tree after 财预〔2021〕101号 calls 成本 by another name.
        ([("成本指标", "送戏下乡演出成本")], [("经济成本指标", "送戏下乡的演出成本")], [("送戏下乡演出成本", "80.0")]),
    ],
)
def test_which_row_is_which(
    before: list[tuple[str, str]], now: list[tuple[str, str]], expected: list[tuple[str, str | None]]
) -> None:
    head, tail = CLEAN[: CLEAN.index("  - family")], CLEAN[CLEAN.index("\nframework") :]
    earlier, later = (head + "".join(ROW.format(*row) for row in rows) + tail for rows in (before, now))
    (step,) = year_pairs([facts_of(later, 2026), facts_of(earlier, 2025)])
    found = [change.match for _, changes in step.indicators for change in changes if change.match.now]
    twice = len(before) > 1 and before[0][1] == before[1][1]
    assert [(partner(match.before, twice), alike(match.alike)) for match in found] == expected


# Names that look alike and are not of one thing: never in one row, never a rename.
APART = (
    ("PM2.5年均浓度", "PM10年均浓度"), ("A区道路维修合格率", "B区道路维修合格率"),
    ("1号楼装修验收合格率", "2号楼装修验收合格率"),
    ("政务A系统故障修复及时率", "政务B系统故障修复及时率"), ("参加体检的男职工人数", "参加体检的女职工人数"),
    ("高中阶段毛入学率情况", "初中阶段毛入学率情况"), ("义务教育小学教师培训率", "义务教育中学教师培训率"),
    ("省级重点项目验收合格率", "市级重点项目验收合格率"), ("甲级资质单位检查完成率", "乙级资质单位检查完成率"),
    ("东片区污水管网建设长度", "西片区污水管网建设长度"), ("公共男厕改造完成数量", "公共女厕改造完成数量"),
    ("道路一标段工程验收合格率", "道路二标段工程验收合格率"), ("第一季度补助资金发放率", "第四季度补助资金发放率"),
    ("上半年补助资金发放率", "下半年补助资金发放率"), ("新建农村公路验收里程", "改建农村公路验收里程"),
    ("食品抽检合格率", "食品抽检不合格率"), ("工程按时完成率", "工程未按时完成率"),
    ("2025年度第1批补助发放率", "2026年度第2批补助发放率"),
)  # fmt: skip


@pytest.mark.parametrize(("before", "now"), APART)
def test_names_that_tell_things_apart_are_not_matched(before: str, now: str) -> None:
    assert became(before, "90%", now, "95%") == [("added", now, "", ""), ("dropped", before, "", "")]
    assert renames(before, "90%", now, "90%") == []


@pytest.mark.parametrize(
    ("before", "now", "targets", "expected", "is_rename"),
    [
        # Of what is only alike nothing is said of more or less.
        ("市区文物修缮工程完工验收合格率", "市区文物修缮工程竣工验收合格率", ("90%", "95%"), "alike", False),
        ("赤岭路道路维修工程验收合格率", "黄岭路道路维修工程验收合格率", ("90%", "90%"), "alike", False),
        # More words and another target: it may be another thing. With the same target a person is asked.
        ("学生家长满意度", "家长满意度", ("90%", "95%"), "alike", False),
        ("学生家长满意度", "家长满意度", ("90%", "90%"), "alike", True),
        # Only words that name nothing.
        ("文物修缮工程的验收合格率", "文物修缮工程验收合格率", ("90%", "95%"), "raised", True),
        ("文物修缮、保护合格率", "文物修缮和保护合格率", ("90%", "90%"), "renamed", True),
        # Only the year.
        ("2025年道路修缮合格率", "2026年道路修缮合格率", ("90%", "95%"), "raised", False),
    ],
)
def test_what_is_said_of_names_that_are_alike(
    before: str, now: str, targets: tuple[str, str], expected: str, *, is_rename: bool
) -> None:
    ((kind, name, was, by),) = became(before, targets[0], now, targets[1])
    assert (kind, name, was, bool(by)) == (expected, now, before, expected == "raised")
    assert renames(before, targets[0], now, targets[1]) == ([f"V51 renamed {before}"] if is_rename else [])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (
            ["促进就业专项资金", "创业贷款贴息"],
            ["促进就业专项资金（含创业贷款贴息）"],
            [
                ("促进就业专项资金", "促进就业专项资金（含创业贷款贴息）"),
                ("创业贷款贴息", "促进就业专项资金（含创业贷款贴息）"),
            ],
        ),
        (
            ["校舍维修和教师培训"],
            ["校舍维修", "教师培训"],
            [("校舍维修和教师培训", "校舍维修"), ("校舍维修和教师培训", "教师培训")],
        ),
        # Words of every form do not say what a task is of.
        (["专项资金"], ["残疾人专项资金"], []),
        (["校舍维修"], ["教师培训"], []),
    ],
)
def test_a_task_named_within_another_is_neither_new_nor_dropped(
    before: list[str], now: list[str], expected: list[tuple[str, str]]
) -> None:
    head, tail = CLEAN[: CLEAN.index("    - name: 校舍维修")], CLEAN[CLEAN.index("\nindicators") :]
    earlier, later = (
        facts_of(head + "".join(f"    - name: {name}\n      amount: 250\n" for name in names) + tail, year)
        for names, year in ((before, 2025), (now, 2026))
    )
    (difference,) = task_differences([later, earlier])
    unsure = [match for match in difference.pair.task_matches if not match.is_sure]
    assert [(match.before.task.name, match.now.task.name) for match in unsure if match.before and match.now] == expected
    told = [[line.task.name for line in some.tasks] for some in (difference.dropped, difference.added)]
    assert (told, difference.alike) == ([[], []] if expected else [before, now], len(expected))


def two_years(before: str, old: str, now: str, new: str) -> tuple[RecordFacts, RecordFacts]:
    """The forms of two years with one indicator each, of this name and target."""
    head, tail = CLEAN[: CLEAN.index("  - family")], CLEAN[CLEAN.index("\nframework") :]
    rows = [ROW.format("质量指标", name).replace("1项", f'"{target}"') for name, target in ((before, old), (now, new))]
    return facts_of(head + rows[0] + tail, 2025), facts_of(head + rows[1] + tail, 2026)


def became(before: str, old: str, now: str, new: str) -> list[tuple[str, str, str, str]]:
    """What the page of years says: kind, name, the earlier name that it shows, by how much."""
    earlier, later = two_years(before, old, now, new)
    return [
        (kind, str((change.match.now or change.match.before).indicator.name), change.match.earlier_name, change.moved)
        for kind, changes in YearPair(earlier, later).indicators
        for change in changes
    ]


def renames(before: str, old: str, now: str, new: str) -> list[str]:
    """What V51 says of the indicator."""
    earlier, later = two_years(before, old, now, new)
    case = RuleInput(later, before=earlier)
    findings = [one for one in find(case) if one.rule == "V51" and one.form == "renamed"]
    return [f"{one.rule} {one.form} {dict(one.values)['name']}" for one in findings]


def partner(line: IndicatorFacts | None, twice: bool) -> str:
    """The name of an indicator, with its 二级指标 where the name stands twice."""
    if line is None:
        return ""
    return f"{line.indicator.name} {line.indicator.type}" if twice else line.indicator.name


def alike(share: Decimal | None) -> str | None:
    """The share as text."""
    return None if share is None else str(share)


@pytest.mark.parametrize(
    ("year", "old", "new", "said"),
    [
        (2024, "earlier: 送戏下乡成本", "earlier: 送戏 下乡成本", []),
        (2024, "earlier: 送戏下乡成本", "earlier:", []),
        (
            2024,
            "earlier: 送戏下乡成本",
            "earlier: 送戏下乡的成本",
            [
                "content/shili/wenhuaju/2024.yml:70:14: earlier 写的指标，它所接的那张表上没有，读到“送戏下乡的成本”；"
                "请照 2022 年表上的三级指标写，也许是“送戏下乡成本”；确是新增的，写“无” [E341]"
            ],
        ),
        (
            2024,
            "earlier: 送戏下乡成本",
            "earlier: 防汛",
            [
                "content/shili/wenhuaju/2024.yml:70:14: earlier 写的指标，它所接的那张表上没有，读到“防汛”；"
                "请照 2022 年表上的三级指标写；确是新增的，写“无” [E341]"
            ],
        ),
        (
            2024,
            "earlier: 无",
            "earlier: 送戏下乡成本",
            [
                "content/shili/wenhuaju/2024.yml:70:14: 绩效指标第3行和第6行对应的是同一条指标，"
                "读到“送戏下乡成本”；一条只对应一条；请核对这两行的三级指标和 earlier："
                "earlier 写错的改正，在那张表上没有的一行写“无” [E342]"
            ],
        ),
        (
            2022,
            "target: ≤80万元",
            "target: ≤80万元\n    earlier: 演出补贴",
            [
                "content/shili/wenhuaju/2022.yml:70:14: earlier 写的指标，它所接的那张表上没有，读到“演出补贴”；"
                "本站没有这个部门更早的表，请删去这一行 [E341]"
            ],
        ),
        # Where a year cannot be read, nobody knows what the one after it goes on with.
        (
            2022,
            "unit: 万元",
            "unit: 亿元",
            [
                "content/shili/wenhuaju/2022.yml:3:7: “金额单位”只能从几个词里选，读到“亿元”；"
                "请写其中之一：万元、元 [E304]"
            ],
        ),
    ],
)
def test_a_match_by_hand_is_held_against_the_form_before(
    tmp_path: Path, year: int, old: str, new: str, said: list[str]
) -> None:
    root = Path(shutil.copytree(YEARS, tmp_path / "project"))
    file = root / f"content/shili/wenhuaju/{year}.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert [format_problem(problem) for problem in check_path(root).problems] == said


def test_a_draft_alone_is_held_against_the_form_beside_it(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(YEARS / "content/shili/wenhuaju", tmp_path / "wenhuaju"))
    draft = folder / "2024.yml"
    assert check_path(draft).problems == ()
    draft.write_text(draft.read_text(encoding="utf-8").replace("earlier: 送戏", "earlier: 唱戏"), encoding="utf-8")
    assert [(at.code, at.seen, at.place.line) for at in check_path(draft).problems] == [("E341", "唱戏下乡成本", 70)]
    # A day that is wrong hides nothing of that.
    whole = draft.read_text(encoding="utf-8")
    draft.write_text(whole.replace(" published_on: ", " published_on: 3月5日 "), encoding="utf-8")
    assert [at.code for at in check_path(draft).problems] == ["E341", "E206"]
    draft.write_text(whole, encoding="utf-8")
    (folder / "2022.yml").unlink()
    assert check_path(draft).problems == ()


def test_a_match_by_hand_changes_neither_the_approved_text_nor_what_was_traced() -> None:
    texts = (CLEAN, CLEAN.replace("    target: 42所\n", "    target: 42所\n    earlier: 无\n"))
    plain, matched = (facts_of(text).source.record for text in texts)
    assert plain != matched
    assert cell_texts(plain) == cell_texts(matched)
    assert fingerprint(plain) == fingerprint(matched)


def test_an_indicator_with_another_name_and_the_same_target_was_renamed() -> None:
    by_hand = CLEAN.replace("name: 家长满意度", "name: 家长和学生满意度\n    earlier: 家长满意度")
    alike = CLEAN.replace("name: 维修验收合格率", "name: 维修的验收合格率")
    for text, expected in ((by_hand, "hand"), (alike, "76.9%")):
        (step,) = year_pairs([facts_of(text, 2026), facts_of(CLEAN, 2025)])
        (renamed,) = targets(step)["renamed"]
        assert renamed.endswith(expected)
        assert len(targets(step)["same"]) == 5
    (step,) = year_pairs([facts_of(CLEAN, 2026), facts_of(CLEAN, 2025)])
    assert ("renamed" in targets(step), len(targets(step)["same"])) == (False, 6)


def test_steps_are_between_neighbours_newest_first() -> None:
    facts = [facts_of(CLEAN, year) for year in (2026, 2025, 2021)]
    assert [(step.before.source.year, step.now.source.year, step.gap) for step in year_pairs(facts)] == [
        (2025, 2026, ()),
        (2021, 2025, (2022, 2023, 2024)),
    ]
    assert year_pairs(facts[:1]) == ()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site with the department of three years in it; its links lead somewhere, or it would not have been built."""
    root = whole_project(tmp_path_factory.mktemp("project"))
    build(BuildOptions(root, root / "site", Revision("0123456789", "2026-11-24", "0")), lambda step: None)
    yield root / "site"


def article(site: Path, path: str) -> str:
    """The HTML of what a page itself says."""
    html = (site / path / "index.html").read_text(encoding="utf-8")
    return html[html.index("<article") : html.index("</article")]


def links(html: str) -> list[str]:
    """The links of a page to other years and to comparisons."""
    return re.findall(r'href="((?:\.\./)+(?:20\d\d/|#change-\d+|compare/\?r=[^"&]+))"', html)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{DEPARTMENT}2022/", ["../2024/", "../2025/"]),
        (f"{DEPARTMENT}2024/", ["../2022/", "../2025/", "../#change-2024"]),
        (f"{DEPARTMENT}2025/", ["../2022/", "../2024/", "../#change-2025"]),
        ("zhanjiang/zhengfawei/2021/", []),
        (DEPARTMENT, [f"../../compare/?r={DEPARTMENT}2025"]),
        ("zhanjiang/zhengfawei/", ["../../compare/?r=zhanjiang/zhengfawei/2021"]),
    ],
)
def test_years_and_peers_are_linked(site: Path, path: str, expected: list[str]) -> None:
    assert links(article(site, path)) == expected


@pytest.mark.slow
def test_the_department_page_shows_both_forms_as_they_are(site: Path) -> None:
    html = article(site, DEPARTMENT)
    parts = [html[html.index(f'id="change-{year}"') :] for year in (2025, 2024)]
    newest, older = (part.split('<details class="fold swap')[0] for part in parts)
    assert [newest.count(text) for text in ("≤75万元", "合 1460 万元", "依规不公开")] == [1, 2, 2]
    # What was public of a task last year is not shown beside what is withheld of it now.
    assert ("建成数字文化馆" in newest, "网上能用" in newest, "数字文化馆" in newest) == (False, False, True)
    assert "全年<ins>免费</ins>开放图书馆和文化馆；\n2. 保护好文物，完成<del>3</del><ins>5</ins>处文物的修缮。" in older
    assert 'href="2022/#indicator-6"' in older
    assert "本站没有 2023 年的表" in older


def test_a_match_by_hand_says_nothing_of_a_form_before_the_last() -> None:
    # 2025 has the name of 2024 for another thing, which 2026 goes on with under a new name.
    first = CLEAN.replace("家长满意度", "群众满意度")
    second = CLEAN.replace("name: 家长满意度", "name: 群众满意度\n    earlier: 无")
    third = CLEAN.replace("name: 家长满意度", "name: 家长和学生评价\n    earlier: 群众满意度")
    forms = [facts_of(third, 2026), facts_of(second, 2025), facts_of(first, 2024)]
    found = {
        (one.pair.before.source.year, one.pair.now.source.year): dict(one.indicators) for one in task_differences(forms)
    }
    assert found == {
        # The day in 2026 is another deadline for the form of 2026 than for the others.
        (2025, 2026): {"changed": 1},
        (2024, 2025): {"added": 1, "dropped": 1},
    }


OWN = """{clean}
other:
  填报单位: 示例市教育局
  等级: {grade}
"""


def with_own(standard: str, kind: str, grade: str) -> str:
    """The clean record with a column of its own in each table, and cells outside of them."""
    text = CLEAN.replace("\nindicators:\n  - family:", f"\nindicators:\n  - 绩效标准: {standard}\n    family:", 1)
    text = text.replace("  key:\n    - name:", f"  key:\n    - 项目类型: {kind}\n      name:", 1)
    return OWN.format(clean=text.rstrip("\n"), grade=grade)


def test_what_both_forms_print_under_the_same_name_is_compared() -> None:
    before, now = (
        facts_of(with_own("历史标准", "一次性", "二级"), 2025),
        facts_of(with_own("行业标准", "经常性", "一级")),
    )
    pair = YearPair(before, now)
    texts = [change.texts for _, changes in pair.indicators for change in changes if change.texts]
    assert [(name, words.counts) for some in texts for name, words in some] == [("绩效标准", "删 2 字，添 2 字")]
    assert [[name for name, _ in change.texts] for change in pair.tasks if change.texts] == [["项目类型"]]
    assert [(name, words.is_same) for name, words in pair.own_cells] == [("填报单位", True), ("等级", False)]
    other = YearPair(facts_of(CLEAN, 2025), now)
    assert other.own_cells == ()
    assert not any(change.texts for _, changes in other.indicators for change in changes)


def test_an_own_amount_is_compared_with_its_unit() -> None:
    text = CLEAN.replace("  by_level:\n", "  prior:\n    上年数: 50\n  by_level:\n")
    forms = facts_of(text, 2024), facts_of(text, 2025), facts_of(text.replace("unit: 万元", "unit: 元"))
    pairs = [YearPair(before, now).own_cells for before, now in pairwise(forms)]
    assert [[words.is_same for _, words in own] for own in pairs] == [[True], [False]]
