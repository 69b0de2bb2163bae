"""Citations: the national standard, a sentence, BibTeX; nothing is made up, and nothing breaks the entry."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from corpora import loaded_facts
from reading import HERE

from generator.analysis.facts import RecordFacts
from generator.content.config import read_config
from generator.content.register import Version
from generator.output.exports.citation import Citation, citation_of, latex
from generator.output.pages.embeds import embed_code
from generator.output.pages.records import EMBEDS

ROOT = HERE.parent
CONFIG = read_config(ROOT)
OURS = loaded_facts(ROOT)
FINGERPRINT = "a46dea8e3aaddf115feff808a45e80402804b19ace0d92817c3624b2190db9ed"
WHOLE = Citation(
    key="shili-jiaoyuju-2026",
    department="示例市教育局",
    title="2026年部门整体绩效目标表",
    year=2026,
    site="示例市绩效目标公开",
    day="2026-03-01",
    how="published",
    fingerprint=FINGERPRINT,
    address="https://a.example/shili/jiaoyuju/2026/",
)
NOTHING_KNOWN = {"day": "", "how": "", "address": "/shili/jiaoyuju/2026/"}


@pytest.mark.parametrize(
    ("known", "cited"),
    [
        (
            {},
            "示例市教育局. 2026年部门整体绩效目标表[EB/OL]. 内容指纹 a46dea8e3aad. 示例市绩效目标公开(2026-03-01). ",
        ),
        (
            {"day": ""},
            "示例市教育局. 2026年部门整体绩效目标表[EB/OL]. 内容指纹 a46dea8e3aad. 示例市绩效目标公开. ",
        ),
        (
            NOTHING_KNOWN,
            "示例市教育局. 2026年部门整体绩效目标表[EB/OL]. 内容指纹 a46dea8e3aad. 示例市绩效目标公开. ",
        ),
        # The year is said once.
        (
            {"title": "部门整体绩效目标表"},
            "示例市教育局. 部门整体绩效目标表: 2026 年[EB/OL]. 内容指纹 a46dea8e3aad. 示例市绩效目标公开(2026-03-01). ",
        ),
    ],
)
def test_by_the_national_standard(known: dict[str, str], cited: str) -> None:
    assert replace(WHOLE, **known).national == cited


@pytest.mark.parametrize(
    ("known", "cited"),
    [
        (
            {},
            "示例市教育局：《2026年部门整体绩效目标表》，2026 年。见“示例市绩效目标公开”"
            "（公开于 2026-03-01，内容指纹 a46dea8e3aad），",
        ),
        (
            {"how": "registered"},
            "示例市教育局：《2026年部门整体绩效目标表》，2026 年。见“示例市绩效目标公开”"
            "（登记于 2026-03-01，内容指纹 a46dea8e3aad），",
        ),
        (
            {"how": "adjusted"},
            "示例市教育局：《2026年部门整体绩效目标表》，2026 年。见“示例市绩效目标公开”"
            "（调整登记于 2026-03-01，内容指纹 a46dea8e3aad），",
        ),
        (
            NOTHING_KNOWN,
            "示例市教育局：《2026年部门整体绩效目标表》，2026 年。见“示例市绩效目标公开”（内容指纹 a46dea8e3aad），",
        ),
    ],
)
def test_as_a_sentence(known: dict[str, str], cited: str) -> None:
    assert replace(WHOLE, **known).sentence == cited


def test_as_bibtex() -> None:
    assert WHOLE.bibtex == (
        "@misc{shili-jiaoyuju-2026,\n"
        "  author = {{示例市教育局}},\n"
        "  title = {{2026年部门整体绩效目标表}},\n"
        "  year = {2026},\n"
        "  howpublished = {示例市绩效目标公开},\n"
        "  url = {https://a.example/shili/jiaoyuju/2026/},\n"
        f"  note = {{公开于 2026-03-01，内容指纹 {FINGERPRINT}}},\n"
        "}\n"
    )


def test_bibtex_leaves_out_what_nobody_knows() -> None:
    assert replace(WHOLE, **NOTHING_KNOWN).bibtex == (
        "@misc{shili-jiaoyuju-2026,\n"
        "  author = {{示例市教育局}},\n"
        "  title = {{2026年部门整体绩效目标表}},\n"
        "  year = {2026},\n"
        "  howpublished = {示例市绩效目标公开},\n"
        f"  note = {{内容指纹 {FINGERPRINT}}},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("教育局", "教育局"),
        ("100% 完成", r"100\% 完成"),
        ("甲 & 乙 #1 $2 _3", r"甲 \& 乙 \#1 \$2 \_3"),
        ("{未闭合", r"\textbraceleft{}未闭合"),
        ("多余}", r"多余\textbraceright{}"),
        (r"\input{x}", r"\textbackslash{}input\textbraceleft{}x\textbraceright{}"),
        ("约~2^10", r"约\textasciitilde{}2\textasciicircum{}10"),
        ("两\n 行", "两 行"),
        ("“引号”《书名》〔2021〕", "“引号”《书名》〔2021〕"),
    ],
)
def test_latex_prints_every_sign(text: str, written: str) -> None:
    assert latex(text) == written


def test_no_text_of_a_form_opens_or_closes_an_entry() -> None:
    entry = replace(WHOLE, title="a} , evil = {b", site="{", address="https://a.example/{x}/").bibtex
    depth = 0
    for sign in entry:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert entry.count(" = {") == 6 and "  evil" not in entry
    assert "url = {https://a.example/%7Bx%7D/}" in entry


def cited(facts: RecordFacts, url: str = "") -> Citation:
    """The citation of a record on a site that knows its address or does not."""
    return citation_of(facts, CONFIG.model_copy(update={"url": url}))


def test_what_a_citation_of_a_real_record_says() -> None:
    facts = next(facts for facts in OURS.records if facts.source.path == "zhanjiang/zhengfawei/2021/")
    assert cited(facts, "https://a.example/x/") == Citation(
        key="zhanjiang-zhengfawei-2021",
        department="中共湛江市委政法委员会",
        title="2021年市级部门整体预算绩效目标表",
        year=2021,
        site="预算绩效目标公开示范站",
        # No day of disclosure is known, so it is the day of registration.
        day="2026-11-22",
        how="registered",
        fingerprint=FINGERPRINT,
        address="https://a.example/x/zhanjiang/zhengfawei/2021/",
    )
    assert cited(facts).address == "/zhanjiang/zhengfawei/2021/"


@pytest.mark.parametrize(
    ("published", "registered", "day", "how"),
    [
        (None, (), "", ""),
        (date(2021, 3, 20), (), "2021-03-20", "published"),
        (date(2021, 3, 20), (Version("0" * 64, date(2021, 4, 1)),), "2021-03-20", "published"),
        (None, (Version("0" * 64, date(2021, 4, 1)),), "2021-04-01", "registered"),
        # After an adjustment the text is of the day on which that was registered.
        (
            date(2021, 3, 20),
            (Version("0" * 64, date(2021, 4, 1)), Version("1" * 64, date(2021, 9, 1), 1)),
            "2021-09-01",
            "adjusted",
        ),
    ],
)
def test_the_day_of_a_citation(published: date | None, registered: tuple[Version, ...], day: str, how: str) -> None:
    (facts, *_) = OURS.records
    disclosure = facts.source.record.disclosure.model_copy(update={"published_on": published})
    record = facts.source.record.model_copy(update={"disclosure": disclosure})
    found = cited(replace(facts, source=replace(facts.source, content=record, registered=registered)))
    assert (found.day, found.how) == (day, how)


def test_each_record_has_its_entry() -> None:
    entries = [cited(facts).bibtex for facts in OURS.records]
    assert all(entry.startswith("@misc{") for entry in entries)
    assert len(set(entries)) == len(OURS.records) > 1


@pytest.mark.parametrize("part", EMBEDS)
def test_the_code_of_a_part_is_one_frame_whatever_the_names_are(part: str) -> None:
    code = embed_code(WHOLE, '"><script>甲&乙', part, "绩效<指标>", (413, 317))
    read = Frames()
    read.feed(f"{code.opening}{code.address}{code.closing}")
    assert read.tags == [
        (
            "iframe",
            {
                "src": f"https://a.example/shili/jiaoyuju/2026/?v=a46dea8e3aad#embed-{part}",
                "title": '"><script>甲&乙：绩效<指标>',
                "width": "100%",
                "height": "413",
                "loading": "lazy",
            },
        )
    ]


class Frames(HTMLParser):
    """The tags of a code with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
