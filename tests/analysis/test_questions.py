"""Questions are answered from the content by year and city, and one without an answer is not asked."""

import csv
import io
import re
from decimal import Decimal

import pytest
from corpora import loaded_facts, three_documents
from ruling import CLEAN, CLEAN_RESULTS, facts_of, results_of

from generator.analysis.comparison import prepared_comparisons
from generator.analysis.facts import RecordFacts
from generator.analysis.question_kinds import QuestionYear
from generator.analysis.questions import answer_words, finding_words, question_years, questions
from generator.analysis.rules import examine, public
from generator.analysis.site_facts import Facts
from generator.content.config import read_config
from generator.output.exports.outputs import Export
from generator.output.exports.questions import question_files

OURS = loaded_facts(three_documents())
FINDINGS = public(examine(OURS.records))


def test_what_our_documents_answer() -> None:
    told = [
        (question.text, question.answer, question.path)
        for question in questions(question_years(OURS), prepared_comparisons(OURS, FINDINGS))
    ]
    assert told == [
        (
            "哪些部门的项目支出没有全部列在任务表里？",
            "全部年度，3 份表里有 1 份，2021 年 446.67 万元没有列出用在哪项任务；其中 1 份超过项目支出的一成。",
            "questions/unlisted/",
        ),
        (
            "哪些部门的满意度目标定得最高？",
            "全部年度，3 份表里有 1 份定到 90%；写了百分数的 3 份从 88% 到 90%。",
            "questions/satisfaction/",
        ),
        (
            "哪些部门的目标可以衡量？",
            "全部年度，3 份表里没有一份的目标全部可以衡量；可衡量比例从 66.7% 到 91.7%。",
            "questions/measurable/",
        ),
        (
            "哪些目标没法衡量？",
            "全部年度，43 条目标里有 9 条，分在 2 份表，共 3 份表。没法衡量，不说明没有做事。",
            "questions/unmeasurable/",
        ),
        ("人均基本支出差多少？", "2021 年，2 个部门里 2 个算得出，从 22.29 到 23.58 万元。", "questions/per-head/"),
        (
            "中共揭阳市委政法委员会 与 中共湛江市委政法委员会，预算差多少？",
            "多的是少的 2.0 倍；人口和职责不同，差多少不等于好坏。",
            "compare/jieyang-zhengfawei-2022--zhanjiang-zhengfawei-2021/#money",
        ),
    ]


def test_what_has_no_answer_is_not_asked() -> None:
    assert questions(question_years(Facts((), ())), ()) == ()


def answer(key: str, records: tuple[RecordFacts, ...] = OURS.records) -> QuestionYear:
    """The answer of a question for 2021, or for the one year of some records."""
    (found,) = [
        of
        for of_kind in question_years(Facts(records, ()))
        for of in of_kind
        if of.kind.key == key and of.year == (2021 if records is OURS.records else records[-1].source.year)
    ]
    return found


def test_the_answer_of_a_year_counts_all_forms_of_the_year() -> None:
    of = answer("unlisted")
    assert (of.total, len(of.rows), of.unknown, len(of.hits)) == (2, 2, 0, 1)
    assert [(row.facts.source.path, row.cells, str(row.value)) for row in of.listed] == [
        ("zhanjiang/zhengfawei/2021/", (Decimal("1909.47"), Decimal("446.67"), Decimal("23.4")), "23.4")
    ]
    assert answer_words(of) == (
        "2 个部门里有 1 个",
        "，合计 446.67 万元没有列出用在哪项任务；其中 1 个超过项目支出的一成。",
    )
    assert finding_words(of) == "1 个部门有没列出的项目支出"
    assert (of.of_city("湛江市").total, of.of_city("揭阳市").total) == (2, 0)


def form(approved: str, published: str) -> RecordFacts:
    """The facts of a form without faults that was approved and published on these days."""
    text = re.sub("(?m)^  approved_on:.*$", f"  approved_on: {approved}", CLEAN)
    return facts_of(re.sub("(?m)^  published_on:.*$", f"  published_on: {published}", text))


@pytest.mark.parametrize(
    ("published", "rows", "words"),
    [
        ("2026-03-11", [0], "没有。写明日期的 1 个部门都在批复后 20 天内公开。"),
        ("2026-03-31", [20], "没有。写明日期的 1 个部门都在批复后 20 天内公开。"),
        ("2026-04-01", [21], "1 个部门里有 1 个是在批复 20 天以后公开的；最长的是示例市教育局，用了 21 天。"),
    ],
)
def test_late_is_after_the_last_day(published: str, rows: list[int], words: str) -> None:
    of = answer("late", (form("2026-03-11", published),))
    assert [int(row.value) for row in of.rows] == rows
    name = of.rows[0].facts.form.department
    assert "".join(answer_words(of)) == words.replace("示例市教育局", name)


@pytest.mark.parametrize("published", ["", "2026-03-10"])
def test_a_form_without_a_day_or_with_days_that_contradict_is_never_late(published: str) -> None:
    late = [of for of in question_years(Facts((form("2026-03-11", published),), ())) if of[0].kind.key == "late"]
    assert late == []


def test_a_self_evaluation_that_stands_alone_is_asked_for_its_targets_and_not_for_its_budget_and_days() -> None:
    alone = results_of(CLEAN_RESULTS.replace("approved_on:", "approved_on: 2027-01-30"))
    found = {of.kind.key: answer_words(of) for (of, *_) in question_years(Facts((), (), results=(alone,)))}
    assert found == {
        "satisfaction": ("1 份表里有 1 份定到 90%", "；写了百分数的 1 份是 90%。"),
        "measurable": ("1 份表里有 1 份的目标全部可以衡量", "；1 份表的可衡量比例是 100%。"),
        "unmeasurable": ("没有。写明的目标，程序读得出的都可以衡量。", ""),
    }


def test_each_question_has_its_rows_as_csv_and_as_a_spreadsheet() -> None:
    export = Export(OURS, read_config(three_documents()), FINDINGS, answers=question_years(OURS))
    files = dict(file for some in question_files(export) for file in some.make())
    keys = ("unlisted", "satisfaction", "measurable", "unmeasurable", "per-head")
    assert sorted(files) == sorted(f"questions/{key}/{key}.{ending}" for key in keys for ending in ("csv", "xlsx"))
    rows = list(csv.reader(io.StringIO(files["questions/unlisted/unlisted.csv"].decode("utf-8-sig"))))
    assert rows == [
        ["地区", "部门", "年度", "项目支出（万元）", "未列示（万元）", "占项目支出（%）", "网页路径"],
        ["湛江市", "中共湛江市委政法委员会", "2021", "1909.47", "446.67", "23.4", "zhanjiang/zhengfawei/2021/"],
    ]
