"""The conclusion of the secrecy review: three words let a form be public, and everything else holds it."""

from pathlib import Path

import pytest
from reading import good_text

from generator.content.loader import Loader
from generator.problems import Problem
from generator.secrecy.gate import gate_nodes
from generator.secrecy.review import remarks_refuse, review_holds
from generator.text.yaml import read_text

HERE = Path(__file__).parents[1]
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


def test_every_other_conclusion_is_a_hold() -> None:
    conclusions = [*UNLISTED, *SPACED]
    known = {words: (forms(words), forms(words, rest=WITHHELD)) for words in conclusions}
    assert known == {words: (["unlisted"], ["unlisted"]) for words in conclusions}


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


NOWHERE = (
    *(
        "-",
        "——",
        "/",
        "？",
        "N/A",
        "null",
        "无",
        "待定",
        "（待补）",
        "0",
        "TBD",
        "xxx",
        "忘了",
        "未知文件",
        "某文件",
        "见附件",
    ),
    *(
        "尚未公开",
        "未公开",
        "不公开",
        "待公开",
        "暂未公开",
        "拟于下月公开",
        "依规不公开",
        "没有公开过",
        "正在公开",
        "即将发布",
    ),
)
ONLY_AT = ("单位内网", "内部刊物", "http://10.1.2.3/a", "http://oa/1")
SOMEWHERE = (
    "示例市示例局2026年部门预算",
    "示预〔2026〕1号",
    "https://a.example/1.pdf",
    "关于未成年人保护项目预算的公告",
)


def published_already(words: str) -> tuple[list[str], list[str]]:
    """What is said of words that tell where it was published: as a document, and as a place."""
    place = f"  published_at: '{words}'\n  published_on: 2026-03-01\n"
    return forms("已由本单位公开", f"  document: '{words}'\n"), forms("已由本单位公开", place)


def test_what_was_not_published_is_not_published_already() -> None:
    nowhere = [*NOWHERE, *ONLY_AT]
    assert {words: published_already(words) for words in nowhere} == dict.fromkeys(nowhere, (["where"], ["where"]))


def test_what_was_published_already_is_named() -> None:
    assert {words: published_already(words) for words in SOMEWHERE} == dict.fromkeys(SOMEWHERE, ([], []))


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-03-01", []), ("2026-03-02", []), ("2026-03-03", ["later"]), ("2099-01-01", ["later"])],
)
def test_it_was_published_before_the_review(day: str, expected: list[str]) -> None:
    more = f"  on: 2026-03-02\n  published_at: 门户网站\n  published_on: {day}\n"
    assert forms("已由本单位公开", more) == expected
    assert forms("已由本单位公开", f"{more}  document: 一份文件\n") == expected


NOBODY = (
    "保密审查未通过",
    "未审查",
    "未经审查",
    "待审",
    "-",
    "——",
    "无",
    "待定",
    "没有人",
    "无人审查",
    "不同意",
    "N/A",
    "尚未审查",
)
SOMEBODY = (
    "示例局保密审查小组",
    "保密办",
    "示例市未央区保密办",
    "尚某某",
    "无锡市保密局",
    "办公室",
    "张三、李四",
    "免某",
)


def test_a_review_is_by_somebody() -> None:
    known = {by: forms("同意公开", f"  by: '{by}'\n") for by in (*NOBODY, *SOMEBODY)}
    assert known == {by: ["by"] if by in NOBODY else [] for by in (*NOBODY, *SOMEBODY)}


@pytest.mark.parametrize("key", ["basis", "decided_by"])
@pytest.mark.parametrize(
    ("words", "is_held"),
    [
        *((words, True) for words in ("待定", "无", "-", "——", "N/A", "待补", "不详")),
        ("条例第十四条", False),
        ("局", False),
    ],
)
def test_a_decision_needs_words_that_say_something(key: str, words: str, is_held: bool) -> None:
    decision = {"basis": "依据", "decided_on": "2026-01-15", "decided_by": "某局"} | {key: words}
    inside = ", ".join(f"{name}: '{value}'" for name, value in decision.items())
    for text in (
        f"tasks: {{key: [{{withheld: all, {inside}}}]}}\n",
        f"budget: {{by_type: {{basic: 依规不公开, withheld: {{{inside}}}}}}}\n",
        f"cleared: {{{inside}}}\n",
    ):
        root = read_text("x.yml", text.encode()).root
        assert root is not None
        assert [problem.code for problem in gate_nodes("x.yml", root)] == (["S403"] if is_held else [])


REMARKS = [line.split("\t") for line in (HERE / "remarks.tsv").read_text(encoding="utf-8").splitlines()[1:]]
OUTCOMES = {"pass": (False, False), "withheld": (True, False), "hold": (True, True)}


def test_remarks_do_not_say_the_contrary() -> None:
    wrong = [
        (remarks, {"said": said, "expected": expected})
        for remarks, expected in REMARKS
        if (said := tuple(remarks_refuse(remarks, withholds=some) for some in (False, True))) != OUTCOMES[expected]
    ]
    assert wrong == []


CANARY = "凤凰计划"


def test_a_hold_of_the_review_is_told_beside_other_mistakes_and_quotes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "2026.yml"
    text = (
        good_text()
        .replace("conclusion: 同意公开", f"conclusion: 驳回{CANARY}")
        .replace("unit: 万元", f"unit: {CANARY}")
    )
    path.write_text(text, encoding="utf-8")
    reader = Loader(tmp_path)
    assert reader.form_at(path) is None
    told: list[Problem] = [*reader.holds, *reader.problems]
    assert [(problem.code, problem.place.line) for problem in told] == [("S408", 95)]
    assert CANARY not in repr(told)


@pytest.mark.parametrize(
    ("conclusion", "change", "told"),
    [
        # the conclusion, what else is changed, and what is told: holds first, then mistakes, their remedies without
        # any word of the file
        ("同意", "unit: 亿元", "S408 95"),
        ("同意", "unit:万元", "S408 95, E100 2 nocolon"),
        ("同意公开", "unit:万元", "E100 2 nocolon"),
        ("驳回", "\tunit: 万元", "S408 95, E104 2 char"),
        ("驳回", 'unit: "万元', "S408 95, E100 2 unclosed"),
        ("驳回", "unit: 万元\n  亿元", "S408 96, E116 2 first"),
        # Of a form that cannot be read whole, nobody can say that it withholds nothing.
        ("部分公开", "unit:万元", "E100 2 nocolon"),
    ],
)
def test_a_form_that_cannot_be_read_is_held_by_its_conclusion(
    tmp_path: Path, conclusion: str, change: str, told: str
) -> None:
    path = tmp_path / "2026.yml"
    text = good_text().replace("conclusion: 同意公开", f"conclusion: {conclusion}")
    path.write_text(text.replace("unit: 万元", change, 1), encoding="utf-8")
    reader = Loader(tmp_path)
    reader.form_at(path)
    found = [*reader.holds, *reader.problems]
    assert told == ", ".join(" ".join([one.code, str(one.place.line), *form_of(one)]) for one in found)


def form_of(problem: Problem) -> list[str]:
    """Which remedy a mistake has."""
    return [value for name, value in problem.values if name == "form" and problem.code.startswith("E")]
