"""Texts that a project overrides: each is checked against the catalogue, and shows wherever the text is used."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from publishing import tree

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.build.up_to_date import build_if_changed
from generator.cli.check import check_path
from generator.cli.scaffold import new_site
from generator.content.site_words import catalogue_texts, field_names, text_problems
from generator.problems import ContentError, HeldError
from generator.system.manifest import Revision
from generator.words import format_problem, translate, use_overrides

WORDS = "content/words.yml"


@pytest.fixture(autouse=True)
def _no_overrides() -> Iterator[None]:
    yield
    use_overrides(())


@pytest.mark.parametrize(
    ("key", "text", "problems"),
    [
        ("home.search", "找部门", []),
        ("rules.V05.finding.late", "{seen} 公开，批复是 {approved}，{days} 日，期限 {term} 日，多 {over} 日。", []),
        ("home.serach", "找部门", [("E350", "home.serach", {"near": "home.search"})]),
        ("没有这样一句", "找部门", [("E350", "没有这样一句", {})]),
        ("搜索部门、任务、指标", "找部门", [("E350", "搜索部门、任务、指标", {"near": "home.search"})]),
        ("home", "找部门", [("E350", "home", {"near": "home.data"})]),
        ("absence.blank", "零", [("E351", "absence.blank", {})]),
        ("basis.national.budget-law.name", "《预算法》", [("E351", "basis.national.budget-law.name", {})]),
        ("rules.V06.trust", "statute", [("E351", "rules.V06.trust", {})]),
        ("home.search", "", [("E352", None, {"usual": "搜索部门、任务、指标"})]),
        ("home.search", "  ", [("E352", None, {"usual": "搜索部门、任务、指标"})]),
        ("home.search", {"a": "b"}, [("E352", None, {"usual": "搜索部门、任务、指标"})]),
        ("home.search", "找{count}", [("E353", "找{count}", {"needed": "（没有）"})]),
        ("home.search", "找{{", [("E353", "找{{", {"needed": "（没有）"})]),
        ("disclosure.points", "得分", [("E353", "得分", {"needed": "{points}"})]),
        ("disclosure.points", "{point} 分", [("E353", "{point} 分", {"needed": "{points}"})]),
        ("disclosure.points", "{points} 分，{seen}", [("E353", "{points} 分，{seen}", {"needed": "{points}"})]),
        ("disclosure.points", "{points 分", [("E353", "{points 分", {"needed": "{points}"})]),
        ("disclosure.points", "{points!r} 分", [("E353", "{points!r} 分", {"needed": "{points}"})]),
        ("disclosure.points", "{points:>99999}", [("E353", "{points:>99999}", {"needed": "{points}"})]),
        ("disclosure.points", "{points.real}", [("E353", "{points.real}", {"needed": "{points}"})]),
        ("disclosure.points", "{}", [("E353", "{}", {"needed": "{points}"})]),
        ("home.search", "<b>找</b>", [("E354", "<b", {})]),
        ("home.search", "找&nbsp;部门", [("E354", "&nbsp;", {})]),
        ("home.search", "1 < 2 & 3", []),
    ],
)
def test_each_text_is_checked_against_the_one_that_it_replaces(key: str, text: object, problems: list[object]) -> None:
    found = [*text_problems(key, text, catalogue_texts())]
    near = [(code, seen, values) for code, seen, values in found if code != "E350" or key != "home"]
    assert near == [one for one in problems if key != "home"]
    assert len(found) == len(problems)


def test_every_text_of_the_catalogue_may_stand_for_itself() -> None:
    texts = catalogue_texts()
    found = {code for key, text in texts.items() for code, _, _ in text_problems(key, text, texts)}
    assert found <= {"E351", "E352"}
    assert [key for key, text in texts.items() if field_names(text) is None and not key.startswith("drawings.")] == []


@pytest.fixture
def site(tmp_path: Path) -> Path:
    new_site(tmp_path / "site")
    return tmp_path / "site"


def override(root: Path, *lines: str) -> None:
    """Override texts."""
    (root / WORDS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def options(root: Path, **settings: int | bool) -> BuildOptions:
    return replace(BuildOptions(root, root / "site", Revision("", "", "0")), **settings)


def made(root: Path, **settings: int | bool) -> dict[str, bytes]:
    """The files of the site as it is built."""
    build(options(root, **settings), lambda step: None)
    return tree(root / "site")


def test_mistakes_are_told_at_their_lines(site: Path) -> None:
    override(site, "# 自己的话", "home.search: 找部门", "home.serach: 找部门", 'disclosure.points: "得分"', "home.all:")
    told = [format_problem(problem) for problem in check_path(site).problems]
    alone = [format_problem(problem) for problem in check_path(site / WORDS).problems]
    assert alone == [f"{site}/{sentence}" for sentence in told]
    assert told == [
        f"{WORDS}:3:14: 程序的用语里没有这一句，读到“home.serach”；请对照程序的用语改正键名；"
        "是不是“home.search” [E350]",
        f"{WORDS}:4:20: 花括号里的名称与程序原来的话不一致，读到“得分”；程序在花括号处填入数和名称，"
        "少一个、多一个都不行。请照原来的写，应当有：{points} [E353]",
        f"{WORDS}:5:1: 这里应当是一句话，不能空着，也不能是列表或另一层；请写上要换成的话；不想改的，删去这一行。"
        "原来是“全部 {count} 个部门” [E352]",
    ]
    with pytest.raises(ContentError) as refused:
        build(options(site), lambda step: None)
    assert [format_problem(problem) for problem in refused.value.problems] == told


@pytest.mark.slow
def test_a_mark_of_secrecy_is_held_and_the_site_can_do_without(site: Path) -> None:
    before = made(site)
    override(site, "home.search: 找部门（机密）")
    with pytest.raises(HeldError):
        build(options(site), lambda step: None)
    assert made(site, skip_held=True).keys() == before.keys()
    assert translate("home.search") == "搜索部门、任务、指标"


@pytest.mark.slow
def test_a_text_shows_wherever_it_is_used_and_goes_when_the_file_does(site: Path) -> None:
    before = made(site)
    override(
        site,
        "home.placeholder: 随便找",
        "frame.sections.departments: 各部门",
        "browser_search.results: 找到了",
        'home.form: "{name}·{year}年"',
        "rules.V34.title: 写无的行",
    )
    changed = made(site)
    assert made(site, jobs=2) == changed
    pages = {path: content.decode() for path, content in changed.items() if path.endswith((".html", ".js"))}
    shown = {
        "随便找": ["index.html"],
        "写无的行": ["checks/v34/index.html"],
        "示例市示例局·2026年": ["index.html"],
        "各部门": ["index.html", "shili/shiliju/2026/index.html", "about/index.html"],
    }
    assert [(text, path) for text, paths in shown.items() for path in paths if text not in pages[path]] == []
    assert [path for path, text in pages.items() if path.endswith("words.js") and "找到了" in text] != []
    override(site, "home.placeholder: 换一句")
    assert "换一句" in made(site)["index.html"].decode()
    (site / WORDS).unlink()
    assert made(site) == before


@pytest.mark.slow
def test_a_site_is_up_to_date_only_with_the_same_texts(site: Path) -> None:
    override(site, "home.placeholder: 随便找")
    assert [build_if_changed(options(site), lambda step: None).changed > 0 for _ in range(2)] == [True, False]
    override(site, "home.placeholder: 换一句")
    assert build_if_changed(options(site), lambda step: None).changed > 0
    assert "换一句" in (site / "site/index.html").read_text(encoding="utf-8")
