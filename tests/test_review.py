"""The conclusion of the secrecy review: three words let a form be public, and everything else holds it."""

from pathlib import Path

import pytest
from reading import good_text

from generator.problems import Problem
from generator.reader import Reader
from generator.review import contradicts, review_holds
from generator.yamlfile import read_text

HERE = Path(__file__).parent
WITHHELD = "tasks:\n  key:\n    - withheld: all\n"


def forms(conclusion: str, more: str = "", rest: str = "") -> list[str]:
    """Which sentences of S408 a review with a conclusion leads to."""
    quoted = conclusion.replace('"', '\\"')
    text = f'review:\n  conclusion: "{quoted}"\n{more}{rest}'
    root = read_text("x.yml", text.encode()).root
    assert root is not None
    return [dict(problem.values)["form"] for problem in review_holds("x.yml", root)]


UNLISTED = (HERE / "conclusions.txt").read_text(encoding="utf-8").split("\n")[:-1]
SPACED = (
    "同意 公开",
    " 同意公开",
    "同意公开 ",
    "　同意公开",
    "部分公开 ",
    " 已由本单位公开",
    "同意公开\\n部分公开",
    "同意\\u200b公开",
)


@pytest.mark.parametrize("conclusion", [*UNLISTED, *SPACED])
def test_every_other_conclusion_is_a_hold(conclusion: str) -> None:
    assert forms(conclusion) == forms(conclusion, rest=WITHHELD) == ["unlisted"]


@pytest.mark.parametrize(
    ("conclusion", "more", "rest", "expected"),
    [
        ("同意公开", "", "", []),
        ("同意公开", "", WITHHELD, []),
        ("部分公开", "", WITHHELD, []),
        ("部分公开", "", "indicators:\n  - withheld: amount\n", []),
        ("部分公开", "", "", ["part"]),
        ("部分公开", "", "tasks:\n  withheld_total: 3\n", ["part"]),
        ("已由本单位公开", "", "", ["where"]),
        ("已由本单位公开", "  published_at: https://a.example/\n", "", ["where"]),
        ("已由本单位公开", "  published_on: 2026-03-05\n", "", ["where"]),
        ("已由本单位公开", "  published_at: 无\n  published_on: 2026-03-05\n", "", ["where"]),
        ("已由本单位公开", "  published_at:\n  published_on:\n  document:\n", "", ["where"]),
        ("已由本单位公开", "  document: 不详\n", "", ["where"]),
        ("已由本单位公开", "  document: [一份文件]\n", "", ["where"]),
        ("已由本单位公开", "  published_at: 单位门户网站\n  published_on: 2026-03-05\n", "", []),
        ("已由本单位公开", "  document: 示例市示例局2026年部门预算\n", "", []),
        ("已由本单位公开", "  document: 示例市示例局2026年部门预算\n", WITHHELD, []),
        ("同意公开", "  remarks: 不同意公开\n", "", ["remarks"]),
        ("同意", "  remarks: 不同意公开\n", "", ["unlisted", "remarks"]),
        ("", "", "", []),
        ("  ", "", "", []),
    ],
)
def test_each_conclusion_needs_what_it_says(conclusion: str, more: str, rest: str, expected: list[str]) -> None:
    assert forms(conclusion, more, rest) == expected


# Remarks, and whether they hold a form that withholds nothing, and one that withholds something.
REMARKS = {
    "逐字看过，没有密级标记，没有个人信息": (False, False),
    "不涉密": (False, False),
    "经审查不涉及国家秘密、工作秘密": (False, False),
    "未发现涉密内容；涉及办案场所的文字照录原表": (False, False),
    "经三人审查，一致同意": (False, False),
    "审查记录存档备查": (False, False),
    "原表已经在门户网站公开": (False, False),
    "其中两项任务依规不予公开": (True, False),
    "名称、内容和金额都不公开；其余文字逐字看过": (True, False),
    "第3行不宜公开，已经删去": (True, False),
    "不同意公开": (True, True),
    "不 同 意": (True, True),
    "不、同意": (True, True),
    "不予同意": (True, True),
    "未通过审查": (True, True),
    "没有经过审查": (True, True),
    "尚未审查": (True, True),
    "待领导审定": (True, True),
    "暂缓公开": (True, True),
    "审核中": (True, True),
    "驳回": (True, True),
    "退回修改": (True, True),
    "依申请公开": (True, True),
    "仅限内部": (True, True),
    "仅供内部使用": (True, True),
    "建议不公开": (True, True),
    "本表涉密": (True, True),
    "本表属于国家秘密": (True, True),
    "全表不予公开": (True, True),
    "整份都不公开": (True, True),
    "内容敏感": (True, True),
    "并不是没有涉密内容": (True, True),
}


@pytest.mark.parametrize(("remarks", "expected"), REMARKS.items())
def test_remarks_do_not_say_the_contrary(remarks: str, expected: tuple[bool, bool]) -> None:
    assert (contradicts(remarks, withholds=False), contradicts(remarks, withholds=True)) == expected


CANARY = "凤凰计划"


def test_a_hold_of_the_review_is_told_beside_other_mistakes_and_quotes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "2026.yml"
    text = (
        good_text()
        .replace("conclusion: 同意公开", f"conclusion: 驳回{CANARY}")
        .replace("unit: 万元", f"unit: {CANARY}")
    )
    path.write_text(text, encoding="utf-8")
    reader = Reader(tmp_path)
    assert reader.form_at(path) is None
    told: list[Problem] = [*reader.holds, *reader.problems]
    assert [(problem.code, problem.place.line) for problem in told] == [("S408", 95)]
    assert CANARY not in repr(told)
