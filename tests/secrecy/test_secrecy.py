"""The gate for marks of secrecy: what must hold, what must not, and that nothing it says quotes what it saw."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st
from marking import LOOK_ALIKES, MARKS
from sources import ORIGINALS, needs_obtained, obtained

from generator.secrecy.mark_prefilter import may_hold_marks
from generator.secrecy.marks import find_marks, marks_of_reading
from generator.secrecy.personal_data import personal_kinds
from generator.secrecy.text_gate import REVIEW, gate_text, safe_path, sensitive_kinds
from generator.text.folding import NAMED, fold, plain_form
from generator.words import format_problem

# Spellings without a disguise of their own, which can be given one.
OPEN_MARKS = [mark for mark, _ in MARKS if not set(mark) & set("\\&<%\n")]

PLACES: dict[str, Callable[[str], str]] = {
    "value": "name: 一般工作\ncontent: {}\namount: 20\n".format,
    "key": "name: 一般工作\n{}: 20\n".format,
    "comment": "name: 一般工作\n# {}\namount: 20\n".format,
    "comment behind a value": "name: 一般工作  # {}\namount: 20\n".format,
    "double quotes": 'content: "{}"\n'.format,
    "single quotes": "content: '{}'\n".format,
    "list item": "tasks:\n  - {}\n  - 其他\n".format,
    "flow list": "tasks: [其他, {}, 一般]\n".format,
    "behind a sentence": "content: 开展有关工作。{}\namount: 10\n".format,
    "before a paragraph": "content: {} 开展有关工作\n".format,
    "block text": "goal: |\n  开展有关工作。\n  {}\n  做好其他工作。\n".format,
    "tab-separated row": "1\t一般工作\t{}\t20\n".format,
    "comma-separated row": "1,一般工作,{},20\n".format,
    "broken file": "a: [1, {{ ]\n  {}\n\t- :".format,
    "Markdown heading": "# 通知\n\n## {}\n".format,
    "Markdown emphasis": "前文。**{}**\n".format,
    "Markdown table": "| 名称 | {} | 20 |\n".format,
    "HTML cell": "<tr><td>一般</td><td>{}</td></tr>".format,
    "HTML attribute": '<img alt="{}" src="a.png">'.format,
    "HTML comment": "<p>一般</p><!-- {} -->".format,
}
DISGUISES: dict[str, Callable[[str], str]] = {
    "split over lines": lambda mark: "\n  ".join(mark),
    "split over comment lines": lambda mark: "\n  # ".join(mark),
    "spaced": " ".join,
    "wide spaces": "　".join,
    "zero width": "\u200b".join,
    "decimal entities": lambda mark: "".join(f"&#{ord(char)};" for char in mark),
    "hexadecimal entities": lambda mark: "".join(f"&#x{ord(char):x};" for char in mark),
    "escaped for JSON": lambda mark: json.dumps(mark)[1:-1],
    "escaped line ends": r"\n".join,
    "tags": lambda mark: "".join(f"<b>{char}</b>" for char in mark),
    "HTML comments": "<!-- 注 -->".join,
    "emphasis": lambda mark: "".join(f"**{char}**" for char in mark),
    "traditional": lambda mark: "".join(TRADITIONAL.get(char, char) for char in mark),
}
TRADITIONAL = {plain: form for form, plain in NAMED.items() if "\u4e00" <= plain <= "\u9fff"}


def test_lists_are_long_enough() -> None:
    assert len({mark for mark, _ in MARKS}) == len(MARKS) >= 550
    assert len({text for text, _ in LOOK_ALIKES}) == len(LOOK_ALIKES) >= 420


def test_each_mark_alone_is_found_once_by_its_rule() -> None:
    found = [(mark, " ".join(found.rule for found in find_marks(mark))) for mark, _ in MARKS]
    assert [row for row in found if row not in MARKS] == []


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_marks_hold_in_every_place(place: str) -> None:
    assert [mark for mark, _ in MARKS if not find_marks(PLACES[place](mark))] == []


@pytest.mark.slow
@pytest.mark.parametrize("disguise", DISGUISES)
def test_marks_hold_in_every_disguise(disguise: str) -> None:
    texts = {mark: PLACES["block text"](DISGUISES[disguise](mark)) for mark in OPEN_MARKS}
    assert [mark for mark, text in texts.items() if not find_marks(text)] == []


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_look_alikes_never_hold(place: str) -> None:
    assert [text for text, _ in LOOK_ALIKES if find_marks(PLACES[place](text))] == []


def test_look_alikes_are_reviewed_or_passed() -> None:
    found = {text: "review" if sensitive_kinds(text) else "clear" for text, _ in LOOK_ALIKES}
    assert found == dict(LOOK_ALIKES)


@pytest.mark.parametrize(
    "text",
    [
        "name: 内部\ncontent: 资料归档\n",
        "- 内部\n- 资料\n",
        "- 手机\n- 密码\n",
        "name: 注意\nunit: 保存\n",
        "name: 阅\nunit: 后收回\n",
        "加强保密\n★二是做好宣传\n",
        "保守国家 秘密。\n",
        "国家\n秘密保护\n",
    ],
)
def test_what_stands_in_two_fields_is_not_put_together(text: str) -> None:
    assert find_marks(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "1\t涉及国家秘密\t外事工作\t20\n",
        "涉及国家秘密\n外事经费\n",
        "- 本表涉密\n- 等级评定\n",
        "content: 拆除工程涉及国家秘密\n",
        "content: 如期完成的任务涉及国家秘密\n",
        "content: 本表可能涉及国家秘密\n",
        "a: 该任务涉及工作秘密\n\n# 项目资金\n",
    ],
)
def test_what_stands_in_the_next_field_does_not_hide_a_sentence(text: str) -> None:
    assert [mark.rule for mark in find_marks(text)] == ["declared-level"]


def test_the_quick_look_sees_past_long_tags_between_a_bracket_and_its_words() -> None:
    tag = f'<span class="{"x" * 400}">'
    assert [mark.rule for mark in find_marks(f"（{tag}不公开</span>）")] == ["handling-note"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "不得上⽹",
            "㊟意保存",
            "内 \\u90e8资料",
            "不得 %E5%85%AC开",
            "（机长期）",
            "该任务属涉密项目的",
            "敏感Ａ不公开",
        ),
        *("不<得<公开>", "0不<可对外<公开a>", "定*密为机", "密级極機", "【機長<!--工-->期】"),
        f"较敏感，{' ' * 60}暂不公开<!-- -->",
    ],
)
def test_a_mark_is_found_although_a_part_is_disguised_or_follows_directly(text: str) -> None:
    assert find_marks(text)


def test_a_mark_is_placed_at_its_first_character_and_each_line_counts_once() -> None:
    text = "a: 1\r\ncontent: 工作。（&#23494;）又（密）\r\nb: |\r\n  （\r\n  密）\r\n"
    assert [(mark.line, mark.column, mark.rule) for mark in find_marks(text)] == [
        (2, 13, "bracketed-level"),
        (4, 3, "bracketed-level"),
    ]


CHARACTERS = (
    "密绝机秘内部注意保存外传阅后会后收回（）()【】★☆*●:：，。、/-_.| \n\t#<>'\"0年5级件性的是为定本此国家度云审查機內"
    "份号副本知悉范围人员发至县不得宜便对外向社会公开予禁止勿敏感依法扩散泄按管理属涉及列入系该表项"
    "金额⽹⾦㊟秘祕＿﹎ＡⒶ％丨ㅣ㎡"
)
WORDS = (
    "绝密 机密 秘密 商密 密级 涉密 保密 内部 资料 文件 特急 长期 ㊙ <b> </td> <!-- --> &#23494; &nbsp; "
    "\\u5bc6 \\n %E5%AF%86 \u200b \u3164 \u00ad 国家秘密 涉及 属于 本表 内容 不公开 不得 对外 公开 未经批准 敏感 "
    "知悉范围 份号 副本号 传达范围 此件 发至 注意保存 按照 管理 因 略 仅限 \\u673a \\u4e0d \\u516c %E6%9C%BA abc "
    '<td\xa0title="金额"> <密> %E4%B8%8D%E5%85%AC &#x4e0d;'
)
PIECES = st.sampled_from([*CHARACTERS, *WORDS.split(" ")])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_mark_escapes_the_first_quick_look(text: str) -> None:
    keeps = (False, True) if "<" in text else (False,)
    found = [mark for keep in keeps for mark in marks_of_reading(plain_form(text, keep))]
    assert not found or may_hold_marks(text)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([*"涉泄失解定密级件绝机秘码内部參参不予宜得对外公开警辅协力留置工 ", "不予公开", "看守所"])
    ).map("".join)
)
def test_no_word_for_a_reviewer_escapes_the_first_quick_look(text: str) -> None:
    assert sensitive_kinds(text) == {match.lastgroup for match in REVIEW.finditer(text)}


NOISE = st.text(st.sampled_from(" \u3000\t\n\u200b\u200d\ufeff\u2060\u00ad\ufe0f\u202e\x00"), max_size=3)


@pytest.mark.slow
def test_a_line_break_inside_a_mark_never_hides_it() -> None:
    broken = [f"{mark[:at]}\n{mark[at:]}" for mark in OPEN_MARKS for at in range(1, len(mark))]
    assert [mark for mark in broken if not find_marks(f"content: 开展有关工作。{mark}\namount: 20\n")] == []


@settings(deadline=None)
@given(st.sampled_from(OPEN_MARKS), st.data())
def test_noise_inside_a_mark_never_hides_it(mark: str, data: st.DataObject) -> None:
    noisy = "".join(char + data.draw(NOISE) for char in mark)
    assert find_marks(f"content: 开展有关工作。{noisy}\namount: 20\n")


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    gate_text("content/a.yml", text)
    sensitive_kinds(text)
    personal_kinds(text)
    assert len(fold(text)) == len(text)


CANARY = "凤凰计划"


@settings(deadline=None)
@given(st.sampled_from([mark for mark, _ in MARKS]), st.sampled_from(sorted(PLACES)))
def test_no_message_quotes_what_was_seen(mark: str, place: str) -> None:
    text = f"name: {CANARY}7413\n" + PLACES[place](f"{CANARY} {mark} {CANARY}") + PLACES[place](mark)
    text += f"note: {CANARY} 13800138000\ncost: 7413万元\n"
    path = f"content/{CANARY}（密）.yml"
    problems = gate_text(path, text)
    said = "".join(format_problem(problem) + repr(problem) for problem in problems)
    assert {"S401", "S411"} <= {problem.code for problem in problems}
    assert not any(secret in said for secret in (CANARY, "7413", "13800138000", "（密）"))


def test_the_gate_says_line_column_and_rule() -> None:
    text = "name: 一般工作\ncontent: 开展工作。（密）\nphone: 13800138000\n"
    assert [format_problem(problem).partition("；")[0] for problem in gate_text("content/a.yml", text)] == [
        "content/a.yml:2:15: 有密级或内部管理的标志（括号里的密级标志），整份文件不能发布",
        "content/a.yml:3:8: 有手机号码（手机号码），整份文件不能发布",
    ]


@pytest.mark.parametrize(
    ("path", "shown", "codes"),
    [
        ("content/zhanjiang/zhengfawei/2021.yml", "content/zhanjiang/zhengfawei/2021.yml", []),
        ("content/a/2021（密）.yml", "content/a/＊＊＊", ["S401"]),
        ("content/机密/2021.yml", "content/＊＊＊/2021.yml", ["S401"]),
        ("content/a/机密-2021年工作.md", "content/a/＊＊＊", ["S401"]),
        ("content/a/2021_绝密_工作.md", "content/a/＊＊＊", ["S401"]),
        ("content/a/涉密信息系统.md", "content/a/涉密信息系统.md", []),
        ("content/a/13800138000.yml", "content/a/＊＊＊", ["S411"]),
    ],
)
def test_file_names_are_read_and_not_quoted(path: str, shown: str, codes: list[str]) -> None:
    assert safe_path(path) == shown
    assert [(problem.place.path, problem.code) for problem in gate_text(path, "a: 1\n")] == [
        (shown, code) for code in codes
    ]


def test_declared_contacts_pass() -> None:
    contact = frozenset(["联系电话：138 0013 8000"])
    assert gate_text("content/a.yml", "contact: 13800138000\n", contact) == ()


@needs_obtained
@pytest.mark.parametrize(
    ("number", "lines"),
    [
        ("000", []),
        ("002", [("S401", 15), ("S401", 16), ("S401", 18), ("S401", 23)]),
        ("003", []),
    ],
)
def test_documents_as_obtained_hold_where_they_are_marked_and_nowhere_else(
    number: str, lines: list[tuple[str, int]]
) -> None:
    found = gate_text("original.txt", obtained(number))
    assert [(problem.code, problem.place.line) for problem in found] == lines


@pytest.mark.parametrize("path", ORIGINALS)
def test_a_redacted_copy_is_not_held(path: str) -> None:
    assert gate_text("original.txt", ORIGINALS[path].read_text(encoding="utf-8")) == ()
