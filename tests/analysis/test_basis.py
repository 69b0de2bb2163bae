"""Whose law a page cites: national law for everyone, a notice for the city that it binds."""

import pytest

from generator.analysis.basis import BasisLine, local_documents, rule_basis
from generator.analysis.rules import RULES
from generator.content.consistency import basis_problems
from generator.content.corpus import City
from generator.forms.basis import Clause, LegalBasis
from generator.forms.model import Jurisdiction
from generator.output.pages.board import criteria_words, scoring_words
from generator.words import catalogue_map

NOTICE = {"V06": "要求同步公开", "criteria": "把及时性列入评价"}
LAW = "据《预算法》第十四条，经财政部门批复的部门预算、决算及报表，应当在批复后二十日内由各部门向社会公开。"
PRACTICE = "常见做法，未据法规条文；本地没有要求的，只供参考。"


def city(name: str, number: str = "", clauses: dict[str, str] = NOTICE, scope: str | None = None) -> City:
    """A city, with a notice where a number is given."""
    rows = tuple(Clause(subject=subject, text=text) for subject, text in clauses.items())
    notice = LegalBasis(tag="a", title="通知", number=number, scope=scope, clauses=rows)
    basis = (notice,) if number else None
    about = Jurisdiction(
        name=name,
        level="地级市",
        code="000000",
        finance_bureau="财政局",
        roster=(),
        basis=basis,
    )
    return City(name, about, ())


OWN, OTHER, NONE = city("甲市", "甲财〔2026〕1号"), city("乙市", "乙财〔2026〕2号"), city("丙市")


@pytest.mark.parametrize(
    ("rule", "cities", "lines"),
    [
        ("V05", [NONE], [(LAW, "statute")]),
        ("V05", [OWN, NONE], [(LAW, "statute")]),
        ("V06", [NONE], [(PRACTICE, "practice")]),
        ("V06", [], [(PRACTICE, "practice")]),
        ("V06", [OWN], [("甲财〔2026〕1号要求同步公开。", "local")]),
        (
            "V06",
            [OWN, NONE],
            [("甲市：甲财〔2026〕1号要求同步公开。", "local"), (f"其他地区：{PRACTICE}", "practice")],
        ),
        (
            "V06",
            [OWN, OTHER],
            [("甲市：甲财〔2026〕1号要求同步公开。", "local"), ("乙市：乙财〔2026〕2号要求同步公开。", "local")],
        ),
        (
            "V07",
            [city("甲市", "甲市2026年的表", {"V07": "这样列了两遍"}), NONE],
            [("表的格式：表上把同一笔钱这样列了两遍。", "layout"), ("甲市2026年的表这样列了两遍。", "local")],
        ),
    ],
)
def test_what_a_rule_rests_on(rule: str, cities: list[City], lines: list[tuple[str, str]]) -> None:
    assert rule_basis(rule, cities) == [BasisLine(*line) for line in lines]


@pytest.mark.parametrize(
    ("cities", "words"),
    [
        ([NONE], "列出"),
        ([OWN], "和甲财〔2026〕1号的三项要求列出"),
        ([OWN, NONE], "列出；甲市并照甲财〔2026〕1号的三项要求"),
        ([OWN, OTHER], "列出；甲市并照甲财〔2026〕1号的三项要求，乙市并照乙财〔2026〕2号的三项要求"),
        ([OWN, OTHER, OWN, OTHER], "列出；有自己规定的地区并照它的规定"),
    ],
)
def test_the_board_names_whose_criteria_they_are(cities: list[City], words: str) -> None:
    assert criteria_words(cities) == words


@pytest.mark.parametrize(
    ("of", "limit", "parts"),
    [
        (
            OWN,
            20,
            (
                "甲财〔2026〕1号把及时性列入评价。本站的算法",
                "只管甲市；",
                "同步：甲财〔",
                "《预算法》第十四条，",
            ),
        ),
        (city("甲市", "甲财", scope="甲市级部门"), 20, ("", "只管甲市级部门；", "", "")),
        (
            NONE,
            10,
            (
                "本站没有收录这个地区",
                "",
                "没有收录本地要求",
                "后 10 天；《预算法》第十四条规定的是 20 天",
            ),
        ),
    ],
)
def test_how_the_scores_of_a_city_come_about(of: City, limit: int, parts: tuple[str, ...]) -> None:
    words = scoring_words(of, str(limit))
    places = ("lead", "lead", "together", "term")
    assert [part for place, part in zip(places, parts, strict=True) if part not in words[place]] == []


def test_mistakes_in_a_basis_are_told_at_their_cell() -> None:
    about = city("甲市", "甲财", {"V06": "要求", "V99": "要求", "criteria": "要求", "及时性": "要求"}).about
    twice = about.model_copy(update={"basis": (about.basis or ()) * 2})
    assert [(each.path, each.code) for each in basis_problems(twice)] == [
        (("basis", 0, "clauses", 1, "subject"), "E348"),
        (("basis", 0, "clauses", 3, "subject"), "E348"),
        (("basis", 1, "tag"), "E349"),
        (("basis", 1, "clauses", 1, "subject"), "E348"),
        (("basis", 1, "clauses", 3, "subject"), "E348"),
    ]
    document, *_ = about.basis or ()
    never = document.model_copy(update={"from_year": 2024, "until_year": 2023, "clauses": ()})
    reported = basis_problems(about.model_copy(update={"basis": (never,)}))
    assert [(each.path, each.code) for each in reported] == [(("basis", 0, "from_year"), "E355")]
    assert [*basis_problems(NONE.about)] == []


def test_national_law_names_rules_that_there_are() -> None:
    documents = catalogue_map("basis.national")
    assert {rule for each in documents.values() for rule in each["clauses"]} <= {rule.id for rule in RULES}
    assert [each.title for each in local_documents(OWN)] == ["通知（甲财〔2026〕1号）"]
