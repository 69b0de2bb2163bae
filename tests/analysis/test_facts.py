"""What follows from the records, held against figures worked out by hand."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from corpora import loaded_corpus, loaded_facts, three_documents
from hypothesis import given, strategies as st
from reading import GOOD, HERE

from generator.analysis.facts import RecordFacts, record_facts
from generator.analysis.rules import ledger
from generator.analysis.site_facts import Facts
from generator.analysis.table_rows import withheld_words
from generator.content.corpus import RecordSource
from generator.forms.figures import absence, figure, in_large_units, in_wan, percent
from generator.forms.model import Budget, ByLevel, BySource, ByType, Task, Tasks
from generator.words import translate


def facts(root: Path | None = None) -> Facts:
    """The facts of a project's content; of the three documents where no other is named."""
    return loaded_facts(root or three_documents())


def of(path: str) -> RecordFacts:
    """The facts of one of our records."""
    return next(found for found in facts().records if found.source.path == path)


def told(found: RecordFacts) -> dict[str, object]:
    """The figures of a record as a person would write them down."""
    return {
        "total": found.total,
        "about": found.total_reading,
        "splits": {
            split.name: {line.name: (str(line.value), line.share) for line in split.lines} | {"": split.total}
            for split in found.splits
        },
        "tasks": [(line.anchor, line.group, line.task.amount, line.share) for line in found.tasks],
        "families": {
            family.name: (family.count, {name: len(rows) for name, rows in family.types}) for family in found.families
        },
        "counts": (found.task_count, found.indicator_count, found.withheld_count),
        "listed": found.listed,
        "unlisted": (found.unlisted, found.unlisted_share),
        "largest": found.largest and found.largest.task.name,
        "staff": found.staff,
        "summary": found.summary,
    }


def shares(*cells: str) -> list[tuple[str, str, object, object]]:
    """Rows of tasks written as `group amount share`, a dash for none."""
    rows = [cell.split() for cell in cells]
    return [
        (f"task-{number}", group, number_or_none(amount), number_or_none(share))
        for number, (group, amount, share) in enumerate(rows, 1)
    ]


def number_or_none(text: str) -> Decimal | None:
    """The figure, or None for a dash."""
    return None if text == "-" else Decimal(text)


def test_zhanjiang_zhengfawei_2021() -> None:
    total = Decimal("3583.68")
    assert told(of("zhanjiang/zhengfawei/2021/")) == {
        "total": total,
        "about": "",
        "splits": {
            "按支出类型划分": {
                "基本支出": ("1674.21", Decimal("46.7")),
                "项目支出": ("1909.47", Decimal("53.3")),
                "": total,
            },
            "按收入来源划分": {"财政拨款": ("3583.68", Decimal("100.0")), "其他资金": ("0", Decimal("0.0")), "": total},
            "按预算级次划分": {
                "市本级使用资金": ("3583.68", Decimal("100.0")),
                "拟转移支付市县资金": ("0", Decimal("0.0")),
                "": total,
            },
        },
        # The first row is the basic expenditure, the last two say 无: no shares of project expenditure.
        "tasks": shares(
            "key 1674.21 -", "key 948 49.6", "key 340.8 17.8", "key 120 6.3", "key 54 2.8", "other 0 -", "other 0 -"
        ),
        "families": {
            "产出指标": (13, {"数量指标": 4, "质量指标": 3, "时效指标": 3, "成本指标": 3}),
            "效益指标": (5, {"经济效益指标": 3, "社会效益指标": 2, "生态效益指标": 2, "可持续影响指标": 2}),
            "满意度指标": (1, {"服务对象满意度指标": 1}),
        },
        "counts": (4, 19, 0),
        "listed": Decimal("1462.8"),
        "unlisted": (Decimal("446.67"), Decimal("23.4")),
        "largest": "政法信息网（二期）工程",
        "staff": 71,
        "summary": "2021 年，中共湛江市委政法委员会的预算是 3583.68 万元，在职 71 人。"
        "其中基本支出 1674.21 万元，占 46.7%，项目支出 1909.47 万元，占 53.3%。"
        "金额最大的一项任务是“政法信息网（二期）工程”，948 万元，占项目支出的 49.6%。"
        "这份表共列 4 项任务、19 条绩效指标。",
    }


def test_zhanjiang_jiwei_2021() -> None:
    total = Decimal("15724.94")
    amounts = "2645 120 28.8 96 350 5 10 53 28 54 65 14.4 19.2 6000 453 500 289.8".split()  # noqa: SIM905 - a list to be read
    parts = "24.6 1.1 0.3 0.9 3.3 0.05 0.09 0.5 0.3 0.5 0.6 0.1 0.2 55.9 4.2 4.7 2.7".split()  # noqa: SIM905 - a list to be read
    assert told(of("zhanjiang/jiwei/2021/")) == {
        "total": total,
        "about": "约 1.57 亿元",
        "splits": {
            "按支出类型划分": {
                "基本支出": ("4993.74", Decimal("31.8")),
                "项目支出": ("10731.2", Decimal("68.2")),
                "": total,
            },
            # 其他资金 is blank, so nobody knows what the sources come to.
            "按收入来源划分": {"财政拨款": ("15724.94", None), "其他资金": ("", None), "": None},
            "按预算级次划分": {
                "市本级使用资金": ("15032.94", Decimal("95.6")),
                "拟转移支付市县资金": ("692", Decimal("4.4")),
                "": total,
            },
        },
        "tasks": shares(*(f"key {amount} {part}" for amount, part in zip(amounts, parts, strict=True))),
        "families": {
            "产出指标": (7, {"数量指标": 1, "质量指标": 2, "时效指标": 2, "成本指标": 2}),
            "效益指标": (4, {"经济效益指标": 1, "社会效益指标": 2, "生态效益指标": 1, "可持续影响指标": 2}),
            "满意度指标": (1, {"服务对象满意度指标": 1}),
        },
        "counts": (17, 12, 0),
        # As floats the seventeen amounts add up to 10731.199999999999.
        "listed": Decimal("10731.20"),
        "unlisted": (Decimal("0"), Decimal("0.0")),
        "largest": "市纪委监委留置点改扩建",
        "staff": 224,
        "summary": "2021 年，湛江市纪委监委的预算是 15724.94 万元（约 1.57 亿元），在职 224 人。"
        "其中基本支出 4993.74 万元，占 31.8%，项目支出 10731.2 万元，占 68.2%。"
        "金额最大的一项任务是“市纪委监委留置点改扩建”，6000 万元，占项目支出的 55.9%。"
        "这份表共列 17 项任务、12 条绩效指标。",
    }


def test_jieyang_zhengfawei_2022() -> None:
    total = Decimal("1823.37")
    found = of("jieyang/zhengfawei/2022/")
    assert told(found) == {
        "total": total,
        "about": "",
        "splits": {
            "部门预算支出": {
                "基本支出": ("1263.12", Decimal("69.3")),
                "项目支出": ("560.25", Decimal("30.7")),
                "": total,
            },
            "收入来源": {"财政拨款": ("1823.37", None), "其他资金": ("", None), "": None},
        },
        "tasks": shares(
            *("key 100 17.8", "key - -", "key - -", "other - -", "other 43 7.7", "other 30 5.4"),
            *("other 137.22 24.5", "other 10 1.8", "other - -", "other 102.03 18.2"),
        ),
        "families": {
            "产出指标": (9, {"数量指标": 4, "质量指标": 3, "时效指标": 1, "成本指标": 1}),
            "效益指标": (2, {"社会效益指标": 2}),
            "满意度指标": (1, {"服务对象满意度指标": 1}),
        },
        "counts": (10, 12, 5),
        "listed": Decimal("422.25"),
        "unlisted": (Decimal("0"), Decimal("0.0")),
        "largest": "政法信息网二期网络",
        "staff": 69,
        "summary": "2022 年，中共揭阳市委政法委员会的预算是 1823.37 万元，财政供养 69 人。"
        "其中基本支出 1263.12 万元，占 69.3%，项目支出 560.25 万元，占 30.7%。"
        "写明金额的任务中，最大的是“政法信息网二期网络”，137.22 万元，占项目支出的 24.5%。"
        "这份表共列 10 项任务、12 条绩效指标。",
    }
    assert found.source.record.tasks.withheld_total == Decimal("138")


def test_the_whole() -> None:
    found = facts()
    cities = [
        (
            city.city.slug,
            city.year,
            city.total_wan,
            city.indicator_count,
            [record.source.path for record in city.records],
        )
        for city in found.cities
    ]
    assert cities == [
        ("jieyang", 2022, Decimal("1823.37"), 12, ["jieyang/zhengfawei/2022/"]),
        # The larger budget comes first.
        ("zhanjiang", 2021, Decimal("19308.62"), 31, ["zhanjiang/jiwei/2021/", "zhanjiang/zhengfawei/2021/"]),
    ]
    assert (found.indicator_count, found.task_count, sum(one.withheld_count for one in found.forms)) == (43, 31, 5)


def test_forms_in_yuan_are_added_up_in_wan_yuan() -> None:
    found = facts(GOOD)
    assert [(record.total, record.total_wan, record.total_reading) for record in found.records] == [
        (Decimal("3234567.89"), Decimal("323.456789"), "约 323.46 万元"),
        (Decimal("2015.01"), Decimal("2015.01"), ""),
    ]
    assert [(city.year, city.total_wan) for city in found.cities] == [
        (2026, Decimal("2015.01")),
        (2025, Decimal("323.456789")),
    ]


TOTAL = "，合计 7 万元"


@pytest.mark.parametrize(
    ("withheld", "total", "words"),
    [
        ([None, None], "", ""),
        ([None, "all", "all"], TOTAL, f"2 项任务依规不公开{TOTAL}"),
        (["content"], "", "1 项任务只不公开内容"),
        (["amount"], "", "1 项任务只不公开金额"),
        # The amount of the one whose content alone is withheld is shown, and is no part of the sum.
        (["all", "content", "all", None], TOTAL, f"2 项任务依规不公开{TOTAL}；1 项任务只不公开内容"),
        (["content", "all"], "", "1 项任务依规不公开；1 项任务只不公开内容"),
    ],
)
def test_what_is_withheld_is_counted_apart_from_what_hides_its_content_only(
    withheld: list[str | None], total: str, words: str
) -> None:
    form = of("zhanjiang/zhengfawei/2021/").source.record
    rows = tuple(form.tasks.key[0].model_copy(update={"withheld": how}) for how in withheld)
    tasks = form.tasks.model_copy(update={"key": rows, "other": None})
    assert withheld_words((form.model_copy(update={"tasks": tasks}),), total) == words


def test_the_sum_of_what_is_withheld_is_said_with_what_is_withheld_whole() -> None:
    found = facts(HERE / "content/years")
    told = {one.source.year: one.withheld_with_total for one in found.records if one.source.path.startswith("shili/")}
    assert told[2025] == "2 项任务依规不公开，合计 1800000 元；1 项任务只不公开内容"
    assert facts().withheld == "4 项任务依规不公开；1 条指标的指标值依规不公开"


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (None, "not_on_form", "未设此栏"),
        ("", "blank", "原表空白"),
        ("无", "none", "原表填“无”"),
        (Decimal("0"), "zero", "原表填零"),
        (Decimal("0.00"), "zero", "原表填零"),
        (0, "zero", "原表填零"),
        (Decimal("0.01"), None, None),
        (71, None, None),
        ("≥88%", None, None),
        ("0", None, None),
        ("无法量化评估", None, None),
        (date(2021, 3, 11), None, None),
    ],
)
def test_absence_has_its_names(value: object, kind: str | None, words: str | None) -> None:
    assert absence(value) == kind
    assert kind is None or translate(f"absence.{kind}") == words


def test_five_absences_and_what_nobody_knows_have_six_texts() -> None:
    kinds = ("not_on_form", "blank", "none", "zero", "withheld", "unknown")
    assert [translate(f"absence.{kind}") for kind in kinds] == [
        *("未设此栏", "原表空白", "原表填“无”", "原表填零", "依规不公开", "未知"),
    ]


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        *[("1", "3", "33.3"), ("2", "3", "66.7"), ("1", "8", "12.5"), ("12.25", "100", "12.3"), ("5", "10000", "0.05")],
        # Nearly all is not all, and nearly nothing is not nothing.
        *[
            ("9999", "10000", "99.99"),
            ("999999", "1000000", "99.9999"),
            ("10001", "10000", "100.01"),
            ("1", "99999", "0.001"),
        ],
        *[("0", "5", "0.0"), ("5", "5", "100.0"), ("5", "0", None), (None, "5", None), ("5", None, None)],
    ],
)
def test_shares_are_rounded_half_up(part: str | None, whole: str | None, share: str | None) -> None:
    values = [None if text is None else Decimal(text) for text in (part, whole, share)]
    assert percent(values[0], values[1]) == values[2]


@pytest.mark.parametrize(
    ("amount", "unit", "wan", "words"),
    [
        ("9999.99", "万元", "9999.99", ""),
        ("10000", "万元", "10000", "1 亿元"),
        ("15724.94", "万元", "15724.94", "约 1.57 亿元"),
        ("9999", "元", "0.9999", ""),
        ("10000", "元", "1", "1 万元"),
        ("100000", "元", "10", "10 万元"),
        ("14600000.00", "元", "1460", "1460 万元"),
        ("123456789.01", "元", "12345.678901", "约 1.23 亿元"),
        ("999999999999999.999999", "元", "99999999999.9999999999", "约 10000000 亿元"),
    ],
)
def test_large_amounts_are_said_in_words(amount: str, unit: str, wan: str, words: str) -> None:
    assert figure(in_wan(Decimal(amount), unit)) == wan
    assert in_large_units(Decimal(amount), unit) == words


CELLS = st.one_of(
    st.none(), st.sampled_from(["", "无"]), st.decimals(0, 10**14, places=6).map(lambda value: f"{value:f}")
)
ROWS = st.lists(
    st.builds(Task, name=st.sampled_from(["甲", "乙", "基本支出（人员）", "无", ""]), amount=CELLS), max_size=6
)


def with_budget(budget: Budget, tasks: Tasks) -> RecordSource:
    """The good record with another budget and other tasks."""
    source = read_corpus_once()
    record = source.record.model_copy(update={"budget": budget, "tasks": tasks})
    return RecordSource(
        source.city_slug,
        source.city,
        source.department_slug,
        source.department,
        2026,
        record,
        source.file,
        source.nodes,
    )


@cache
def read_corpus_once() -> RecordSource:
    """The good record."""
    return loaded_corpus(GOOD).records[1]


@given(
    st.builds(
        Budget,
        by_type=st.builds(ByType, basic=CELLS, project=CELLS, development=CELLS),
        by_source=st.none() | st.builds(BySource, fiscal=CELLS, carryover=CELLS, other=CELLS),
        by_level=st.none() | st.builds(ByLevel, own_level=CELLS, transfers=CELLS),
    ),
    st.builds(Tasks, key=ROWS.map(tuple), other=st.none() | ROWS.map(tuple)),
)
def test_whatever_is_blank_the_sums_are_exact(budget: Budget, tasks: Tasks) -> None:
    found = record_facts(with_budget(budget, tasks))
    named = [row.amount for row in tasks.rows if not row.is_basic and not row.is_empty]
    assert found.listed == sum_but_for_blanks(named)
    assert found.unlisted is None or found.listed + found.unlisted == found.project
    for split in found.splits:
        assert split.total == sum_but_for_blanks([line.value for line in split.lines])
    assert found.summary
    for line in ledger(found):
        assert (line.state == "unknown") == (line.against is None)


def sum_but_for_blanks(cells: list[object]) -> Decimal | None:
    """The sum of the figures; None where there is none, or where a cell is blank."""
    amounts = [value for value in cells if isinstance(value, Decimal)]
    return sum(amounts, Decimal(0)) if amounts and "" not in cells else None


def test_a_row_without_a_name_but_with_money_is_not_dropped() -> None:
    tasks = Tasks(key=(Task(name="", amount="100"), Task(name="甲", amount="50")))
    found = record_facts(with_budget(Budget(by_type=ByType(project="150")), tasks))
    assert found.listed == 150
