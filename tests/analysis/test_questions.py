"""Questions are answered from the content, and one without an answer is not asked."""

from corpora import loaded_facts
from reading import HERE
from ruling import CLEAN, facts_of

from generator.analysis.comparison import prepared_comparisons
from generator.analysis.questions import questions
from generator.analysis.rules import examine, public
from generator.analysis.site_facts import Facts

OURS = loaded_facts(HERE.parent)
FINDINGS = public(examine(OURS.records))


def test_what_our_documents_answer() -> None:
    told = [
        (question.text, question.answer, question.path)
        for question in questions(OURS, prepared_comparisons(OURS, FINDINGS))
    ]
    assert told == [
        (
            "哪些部门的项目支出没有全部列在任务表里？",
            "1 份表。最多的是中共湛江市委政法委员会 2021 年，有 446.67 万元（23.4%）未在任务表列示。",
            "checks/v10/",
        ),
        ("各部门的满意度目标是多少？", "量得出来的有 3 条，从 88% 到 90%。", "indicators/satisfaction/"),
        (
            "哪些目标没法衡量？",
            "42 条指标里有 9 条。没法衡量，不说明没有做事。",
            "indicators/?measurable=%E4%B8%8D%E5%8F%AF%E8%A1%A1%E9%87%8F",
        ),
        (
            "中共揭阳市委政法委员会 与 中共湛江市委政法委员会，预算差多少？",
            "多的是少的 2.0 倍；人口和职责不同，差多少不等于好坏。",
            "compare/jieyang-zhengfawei-2022--zhanjiang-zhengfawei-2021/#money",
        ),
    ]


def test_what_has_no_answer_is_not_asked() -> None:
    assert questions(Facts((), ()), ()) == ()
    clean = facts_of(CLEAN)
    asked = [question.path for question in questions(Facts((clean,), ()), ())]
    assert asked == ["indicators/satisfaction/"]
