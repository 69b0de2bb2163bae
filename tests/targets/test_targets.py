"""The reader of targets: every rule by its own examples, real targets by a table, and what must never change.

A reading is written on one line: kind, comparator, low..high (one figure when they are the same), unit, ~ when
approximate, @ and what it is said of, a day or first/last day, [parts], and ! with the remarks.
"""

import csv
import string
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, example, given, strategies as st

from generator.targets import READING_RULES, Target, read_target
from generator.targets.comparators import BEFORE_WORDS, COMPARED, DENIED, FIRM, OPPOSITE
from generator.targets.lexicon import HARMLESS_WORD, KNOWN, LOOKALIKES
from generator.targets.normal_form import plain
from generator.targets.target import Comparator, Kind
from generator.targets.units import COUNTS, MONEY, SHARES, TIMES
from generator.targets.wordlists import HEADS
from generator.text.word_list import word_list
from generator.words import catalogue_map

KINDS, COMPARATORS = get_args(Kind), get_args(Comparator)
# What a reading may remark: doubts about the wording, and what was left as it stands.
FLAGS = word_list("""
    approximate at-ceiling blank called-qualitative comparator-conflict comparator-unknown deadline-inexact
    doubled-comparator figures-apart figures-in-note inexact-fraction leading-two no-such-day no-value
    not-quantifiable odd-sign over-100-percent percent-lost range-reversed recurring repeats-name several-targets
    stub-left too-long undetermined unit-ambiguous unit-conflict unit-in-name unit-missing unit-repeated
    unit-unlisted written-none year-missing
""")
CLASSES = ("seed", "form", "domain", "field", "unseen", "trap")
FIGURES = "0123456789.,，．０１２３４５６７８９"


def notation(target: Target) -> str:
    """Everything that a reading says beside the verbatim texts, on one line."""
    bounds = ["" if bound is None else format(bound, "f") for bound in (target.low, target.high)]
    words = [
        target.kind,
        "" if target.comparator == "none" else target.comparator,
        bounds[0] if bounds[0] == bounds[1] else "..".join(bounds),
        target.unit,
        target.deadline.isoformat() if target.deadline else "",
        "/".join(day.isoformat() for day in target.period) if target.period else "",
        "~" if target.approximate else "",
        f"@{target.refers_to}" if target.refers_to else "",
        f"[{'; '.join(notation(part) for part in target.parts)}]" if target.parts else "",
        f"!{','.join(target.flags)}" if target.flags else "",
    ]
    return " ".join(word for word in words if word)


def read_row(row: dict[str, str]) -> Target:
    """The reading of one row of the table."""
    return read_target(row["text"], comparator=row["comparator"] or None, unit=row["unit"] or None, name=row["name"])


def sign_and_figure(target: Target) -> str:
    """The same line without what the figure is said of and without the remarks; nothing but the word when unread."""
    if target.kind == "unread":
        return "unread"
    parts = tuple(replace(part, refers_to="", flags=()) for part in target.parts)
    return notation(replace(target, refers_to="", flags=(), parts=parts))


def table(name: str = "targets.tsv") -> list[dict[str, str]]:
    """The rows of a table of targets; a line break inside a cell is written as two characters."""
    with Path(__file__).parents[1].joinpath(name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row | {"text": row["text"].replace("\\n", "\n")} for row in rows]


TABLE = table()
WHOLE_WORDS = table("targets_whole_words.tsv")
TEXTS = sorted({row["text"] for row in (*TABLE, *WHOLE_WORDS) if row["text"]})


def examples() -> list[tuple[str, str, str]]:
    """The examples in the docstrings of the rules: rule, cell with its columns, reading."""
    lines = (
        (rule.__name__, line) for rule in READING_RULES for line in (rule.__doc__ or "").splitlines() if " => " in line
    )
    return [(name, *line.strip(" \n").split(" => ")) for name, line in lines]


def test_the_table_is_read_as_it_says():
    wrong = []
    for number, row in enumerate(TABLE, 2):
        target = read_row(row)
        read = (notation(target), target.rule, target.text, target.comparator_text, target.unit_text)
        said = (row["reading"], row["rule"], row["text"], row["comparator"] or None, row["unit"] or None)
        if read != said:
            wrong.append((f"targets.tsv:{number}", row["class"], {"read": read, "said": said}))
    assert wrong == []


def test_only_whole_words_make_a_sign_or_a_figure():
    readings = [sign_and_figure(read_row(row)) for row in WHOLE_WORDS]
    wrong = [
        (f"targets_whole_words.tsv:{number}", row["kind"], row["text"], {"read": reading, "said": row["reading"]})
        for number, (row, reading) in enumerate(zip(WHOLE_WORDS, readings, strict=True), 2)
        if reading != row["reading"]
    ]
    assert wrong == []


def test_the_table_of_whole_words_holds_each_cell_once_and_ordinary_ones_too():
    cells = [(row["text"], row["comparator"], row["unit"], row["name"]) for row in WHOLE_WORDS]
    assert len(cells) == len(set(cells)) >= 1000
    assert sum(row["reading"] != "unread" for row in WHOLE_WORDS) >= 400


SURE_WORDS = ("不低于", "低于", "不超过", "超过", "至少", "大于", "约", "近", "达到", "达")
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
LETTERS_OF_LISTS = frozenset(
    "".join((*BEFORE_WORDS, *KNOWN, *LOOKALIKES, *HEADS, *COUNTS, *MONEY, *SHARES, *TIMES))
    + "余多几内起每第零百千万亿十之且"
)


@given(HAN, st.sampled_from(SURE_WORDS))
@example("不", "低于")
@example("预", "约")
@example("下", "达")
@example("最", "近")
def test_a_character_before_a_sign_turns_it_only_as_a_known_word(char, sign):
    alone, target = read_target(f"{sign}90%"), read_target(f"{char}{sign}90%")
    allowed = {alone.comparator, FIRM.get(char + sign, alone.comparator)}
    if char in BEFORE_WORDS:
        allowed |= {"ge", "gt"}
    if char + sign in KNOWN:
        allowed |= {"none"}
    assert target.kind == "unread" or target.comparator in allowed
    assert target.kind == "unread" or Decimal(90) in (target.low, target.high)


@given(HAN.filter(lambda char: char not in LETTERS_OF_LISTS), st.sampled_from(SURE_WORDS))
def test_an_unknown_character_beside_a_sign_a_figure_or_a_unit_leaves_the_cell_unread(char, sign):
    for text in (f"{char}{sign}90%", f"{sign}{char}90%", f"{sign}90{char}%", f"{char}90%", f"{sign}100人{char}"):
        assert read_target(text).kind == "unread", text


def test_every_denied_comparison_is_the_opposite_one():
    pairs = {denial + word: OPPOSITE[code] for denial in DENIED for word, code in COMPARED.items()}
    assert {pair: read_target(f"{pair}90%").comparator for pair in pairs} == pairs


@given(
    st.sampled_from(TEXTS), st.sampled_from(("不", "未", "不应", "不得", "避免", "严禁", "禁止", "如果", "除", "难以"))
)
def test_a_denial_or_condition_never_leaves_a_cell_as_it_was(text, denial):
    before, after = read_target(text), read_target(denial + text)
    assume(before.low is not None or before.high is not None)
    assume(not (match := HARMLESS_WORD.search(denial + text)) or match.start() >= len(denial))
    assert (after.comparator, after.low, after.high) != (before.comparator, before.low, before.high)


@given(st.sampled_from(TEXTS), st.sampled_from(("不得分", "扣1分", "得满分", "一票否决", "的不予验收", "则扣分")))
def test_a_clause_that_scores_is_no_target(text, clause):
    target = read_target(text.rstrip("。；;.!") + clause)
    assert (target.low, target.high, target.deadline) == (None, None, None)


def test_the_table_holds_enough_different_targets_of_every_class():
    distinct = {(row["text"], row["comparator"], row["unit"]) for row in TABLE}
    unseen = {(row["text"], row["comparator"], row["unit"]) for row in TABLE if row["class"] == "unseen"}
    assert {row["class"] for row in TABLE} == set(CLASSES)
    assert len(distinct) >= 600
    assert len(unseen) >= 300


def test_of_the_real_targets_at_least_97_in_100_are_read():
    real = [row for row in TABLE if row["class"] in ("seed", "form", "domain", "field", "unseen")]
    unread = [row["text"] for row in real if read_row(row).kind == "unread"]
    assert len(unread) / len(real) < 0.03, unread


def test_the_examples_of_each_rule_are_true():
    wrong = []
    for rule, cell, reading in examples():
        text, comparator, unit = (*(part.strip(" ") for part in cell.split("|")), "", "")[:3]
        target = read_target(text, comparator=comparator or None, unit=unit or None)
        if (notation(target), target.rule) != (reading, rule):
            wrong.append((rule, cell, {"read": (notation(target), target.rule), "said": reading}))
    assert wrong == []


def test_each_rule_has_a_sentence_and_examples():
    assert {rule.__name__ for rule in READING_RULES} == {name for name, _, _ in examples()}
    for rule in READING_RULES:
        assert (rule.__doc__ or "").split("\n")[0].endswith(".")


def test_the_catalogue_has_words_for_everything_that_a_reading_may_say():
    words = catalogue_map("targets")
    assert set(words["kinds"]) == set(KINDS)
    assert set(words["comparators"]) == set(COMPARATORS)
    assert set(words["directions"]) == {"up", "down", "exact", "none"}
    assert set(words["flags"]) == set(FLAGS)
    assert set(words["rules"]) == {rule.__name__ for rule in READING_RULES} | {"unread", "withheld"}
    assert all(rule["says"].endswith("。") for rule in words["rules"].values())


@pytest.mark.parametrize(
    ("text", "value", "in_yuan"),
    [
        ("340.8万元", "340.8", "3408000"),
        ("1,234.56万元", "1234.56", "12345600"),
        ("1674.21万元", "1674.21", "16742100"),
        ("≤1.2亿元", "1.2", "120000000"),
        ("0.01元", "0.01", "0.01"),
        ("≦财政预算拨款（120万元）", "120", "1200000"),
        ("10万元-20万元", None, None),
        ("200元/人·月", "200", None),
        ("120万", "1200000", None),
        ("100万美元", "100", None),
        ("约5.5万人次", "55000", None),
        ("0.1亿千瓦时", "10000000", None),
        ("效果良好", None, None),
    ],
)
def test_money_and_factors_are_exact(text, value, in_yuan):
    target = read_target(text)
    assert target.value == (value and Decimal(value))
    assert target.in_yuan == (in_yuan and Decimal(in_yuan))
    assert "E" not in f"{target.low}{target.high}{target.in_yuan}"


@pytest.mark.parametrize(
    ("text", "direction", "measurable"),
    [
        ("≥88%", "up", True),
        ("超过500万元", "up", True),
        ("≤20万元", "down", True),
        ("=100%", "exact", True),
        ("100%", "none", True),
        ("约20人", "none", True),
        ("80%-90%", "none", True),
        ("2021年12月31日前", "down", True),
        ("当年完成", "none", True),
        ("1600人、200人", "none", True),
        ("不低于上年度水平", "up", False),
        ("1:15", "none", False),
        ("效果良好", "none", False),
        ("无", "none", False),
        ("≥90% ≤", "none", False),
    ],
)
def test_direction_and_measurability(text, direction, measurable):
    target = read_target(text)
    assert (target.direction, target.measurable) == (direction, measurable)


@pytest.mark.parametrize(
    ("text", "comparator", "unit", "name", "type_", "flags"),
    [
        ("1", "=", "%", "技术人员的培训要求", "质量指标", ["percent-lost"]),
        ("1", None, None, "资金在规定时间内下达率", "时效指标", ["percent-lost", "unit-missing"]),
        ("0.95", None, None, "合格率", "质量指标", ["percent-lost", "unit-missing"]),
        ("1", None, None, "服务对象评价", "服务对象满意度指标", ["percent-lost", "unit-missing"]),
        ("1", None, None, "培训次数", "数量指标", ["unit-missing"]),
        ("1%", None, None, "差错率", "质量指标", []),
        ("≥1%", None, None, "税收增长率", "经济效益指标", []),
        ("≤1%", None, None, "合格率", "质量指标", []),
        ("满意度", None, None, "居民满意度", "服务对象满意度指标", ["no-value", "repeats-name"]),
        ("宣传工作覆盖面不断扩大", None, None, "宣传工作覆盖面不断扩大", "", ["repeats-name"]),
        ("无", None, None, "无", "", ["written-none"]),
        ("5", None, None, "城镇新增就业人数（万人）", "数量指标", ["unit-in-name", "unit-missing"]),
        ("292%", None, None, "设备更新验收合格率", "质量指标", ["leading-two", "over-100-percent"]),
    ],
)
def test_the_name_raises_doubts_and_changes_no_reading(text, comparator, unit, name, type_, flags):
    target = read_target(text, comparator=comparator, unit=unit, name=name, type=type_)
    assert list(target.flags) == flags
    assert replace(target, flags=()) == replace(read_target(text, comparator=comparator, unit=unit), flags=())


def test_a_target_is_a_value_that_cannot_change():
    target = read_target("≥88%")
    assert target == read_target("≥88%")
    assert hash(target) == hash(read_target("≥88%"))
    with pytest.raises(AttributeError):
        target.low = Decimal(1)


def test_the_whole_value_of_one_reading():
    assert read_target("≦本年度预算（948万元）") == Target(
        text="≦本年度预算（948万元）",
        comparator_text=None,
        unit_text=None,
        kind="amount",
        comparator="le",
        low=None,
        high=Decimal(948),
        unit="万元",
        approximate=False,
        deadline=None,
        period=None,
        parts=(),
        refers_to="本年度预算",
        flags=(),
        rule="referred_amount",
    )
    assert read_target("2024年2月底前").deadline == date(2024, 2, 29)


def without_words(target: Target) -> Target:
    """The reading without the verbatim texts, its own and those of its parts."""
    return replace(target, text="", parts=tuple(without_words(part) for part in target.parts))


WIDE = {char: chr(ord(char) + 0xFEE0) for char in string.printable[:94]}


@given(st.sampled_from(TEXTS), st.data())
def test_width_never_changes_the_reading(text, data):
    wide = "".join(WIDE.get(char, char) if data.draw(st.booleans()) else char for char in text)
    assert without_words(read_target(wide)) == without_words(read_target(text))
    assert without_words(read_target(unicodedata.normalize("NFKC", wide))) == without_words(
        read_target(unicodedata.normalize("NFKC", text))
    )


@given(st.sampled_from(TEXTS), st.data())
def test_spaces_never_change_the_reading(text, data):
    places = [place for place in range(len(text) + 1) if not between_figures(text, place)]
    place = data.draw(st.sampled_from(places))
    space = data.draw(st.sampled_from((" ", "　", "\t", "\u200b", "\u00a0", "  ")))
    assert without_words(read_target(text[:place] + space + text[place:])) == without_words(read_target(text))


def between_figures(text: str, place: int) -> bool:
    """Whether a space at this place would stand in a figure, where nobody can tell one figure from two."""
    before, after = text[:place].rstrip(), text[place:].lstrip()
    return before[-1:] in FIGURES and after[:1] in FIGURES and bool(before and after)


BRACKETS = ("()", "（）", "【】", "〔〕", "[]", "［］", "{}", "｛｝")


@given(st.sampled_from([text for text in TEXTS if "（" in text or "(" in text]), st.sampled_from(BRACKETS))
def test_the_kind_of_brackets_never_changes_the_reading(text, pair):
    other = text.translate(str.maketrans({"（": pair[0], "(": pair[0], "）": pair[1], ")": pair[1]}))
    assert without_words(read_target(other)) == without_words(read_target(text))


@given(st.sampled_from(TEXTS))
def test_the_plain_form_reads_the_same_and_is_its_own_plain_form(text):
    once = plain(text)
    assert plain(once) == once
    if "\n" not in text and "figures-apart" not in read_target(text).flags:
        assert without_words(read_target(once)) == without_words(read_target(text))


WORDS = (
    "不低于", "以上", "以内", "约", "万", "元", "人次", "年", "月", "日", "前", "底", "至", "每", "第", "率", "零",
    "十", "百分之", "成", "完成", "提高",
)  # fmt: skip
PIECES = st.sampled_from([*WORDS, *"≥≤%-、，（）/*X：01\n ", "12", "2021", "90.5", "1,000"])


@given(
    st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)),
    st.none() | st.text(max_size=6),
    st.none() | st.text(max_size=6),
    st.text(max_size=20),
)
@example("2021年0月0日", None, None, "")
@example("0/0", None, None, "")
@example("1:0", "≥", "%", "")
@example("9" * 40 + "%", None, None, "")
@example("\ud800", None, None, "")
def test_any_text_is_answered_and_kept(text, comparator, unit, name):
    target = read_target(text, comparator=comparator, unit=unit, name=name, type=name)
    assert (target.text, target.comparator_text, target.unit_text) == (text, comparator, unit)
    assert target == read_target(text, comparator=comparator, unit=unit, name=name, type=name)
    assert target.kind in KINDS
    assert target.comparator in COMPARATORS
    assert set(target.flags) <= set(FLAGS)
    if target.low is not None and target.high is not None:
        assert target.low <= target.high
    if target.kind in ("qualitative", "none", "unread"):
        assert (target.low, target.high, target.deadline, target.period, target.unit) == (None, None, None, None, "")


@given(st.integers(0, 10**9), st.sampled_from(("个", "人次", "平方米", "万元", "%", "天", "册")))
def test_a_plain_figure_with_a_unit_is_that_figure(figure, unit):
    target = read_target(f"≥{figure}{unit}")
    assert (target.comparator, target.low, target.high, target.unit) == ("ge", Decimal(figure), None, unit)


@pytest.mark.parametrize("piece", ["完成", "1", "1,", " ", "1 ", "(", "≥", "2021年12月", "、", "≥*", "每年", "一", "a"])
def test_a_very_long_cell_is_no_target_and_costs_nothing(piece):
    assert read_target(piece * (20_000 // len(piece))).kind in ("unread", "none")
    assert read_target((piece * 1000)[:1999]).kind in ("unread", "none", "qualitative")
