"""Personal numbers that must hold, in every way of writing them, and numbers that only look like them."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from sources import ORIGINALS, needs_obtained, obtained
from stating import BODY, project_form, site_project

from generator.cli.check import check_path
from generator.forms.cells import figure_keys
from generator.secrecy.personal_data import CHECKS, WEIGHTS, find_private, personal_kinds
from generator.secrecy.text_gate import gate_text

# All made up: the figures prove themselves, nobody is known to hold them.
IDENTITY = "11010119900307451"
MOBILE = "13800138000"
CARD = "622202100111624570"


def checked_identity(first: str) -> str:
    """An identity number with its check character."""
    return first + CHECKS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def checked_card(first: str) -> str:
    """A card number with its Luhn figure."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(first))]
    return first + str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def codes(text: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    return [found.code for found in find_private(text, allowed)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (checked_identity(IDENTITY), "S410"),
        (checked_identity("44080119850229001"[:10] + "0228001"), "S410"),
        ("11010119900307002X", "S410"),
        ("11010119900307002x", "S410"),
        ("110101 19900307 002X", "S410"),
        ("110101-19900307-002X", "S410"),
        ("1101 0119 9003 0700 2X", "S410"),
        ("1 1 0 1 0 1 1 9 9 0 0 3 0 7 0 0 2 X", "S410"),
        ("１１０１０１１９９００３０７００２Ｘ", "S410"),
        ("110101\u200b19900307\u200b002X", "S410"),
        ("身份证号110101199003070 02X", "S410"),
        ("<b>110101</b>19900307002X", "S410"),
        ("&#49;10101199003070 02X", "S410"),
        ("440801850228001", "S410"),
        ("440801 850228 001", "S410"),
        (MOBILE, "S411"),
        ("138 0013 8000", "S411"),
        ("138-0013-8000", "S411"),
        ("１３８００１３８０００", "S411"),
        ("138\u200b0013\u200b8000", "S411"),
        ("+86 13800138000", "S411"),
        ("+86-138-0013-8000", "S411"),
        ("8613800138000", "S411"),
        ("008613800138000", "S411"),
        ("电话13800138000。", "S411"),
        ("phone: 19912345678", "S411"),
        ("content: 联系16612345678张三", "S411"),
        (checked_card("622202100111624570"), "S412"),
        (checked_card("621700123456789"), "S412"),
        (checked_card("436742123456789"), "S412"),
        (checked_card("955880123456789012"), "S412"),
        ("6222 0210 0111 6245 702", "S412"),
        ("6222-0210-0111-6245-702", "S412"),
        ("622202 1001116245702", "S412"),
        ("６２２２０２１００１１１６２４５７０２", "S412"),
        ("账号：4400 1001 2345 6789 0", "S412"),
        ("开户账号: 201009876543210", "S412"),
    ],
)
def test_numbers_that_hold(text: str, code: str) -> None:
    assert codes(f"a: 1\nb: {text}\nc: 2\n") == [code]
    assert [(found.line, found.code) for found in find_private(f"a: 1\n# {text}")] == [(2, code)]


@pytest.mark.parametrize(
    "text",
    [
        # Identity numbers with a wrong check character, province or date
        "110101199003070021",
        "990101199003070023",
        "110101199013070021",
        "110101199002300021",
        "440801851328001",
        # Unified social credit codes, with and without letters
        "11440800007045120K",
        "91440800MA4UKXYZ1X",
        "12440800455912345Q",
        # Index numbers, project codes, classification codes
        "11440800007045120K/2021-00012",
        "440800210000000012345",
        "44080021T000000012345",
        "440800220010000012",
        "2010301",
        "30299",
        "湛财绩〔2021〕2号",
        # Telephones that are not personal
        "0759-3336688",
        "(0759)3336688",
        "0759 12345678",
        "400-812-3123",
        "4008123123",
        "12388",
        "12345",
        "95588",
        "020-83133344-8001",
        # Amounts
        "13800138000元",
        "13800138000.00",
        "1,380,013,800",
        "¥13800138000",
        "15000000000万元",
        "6222021001116245702.00",
        # Hashes, addresses, dates
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256: 13800138000afbf4c8996fb92427ae41e4649b934ca495991b7852b855aa",
        "https://www.example.gov.cn/art/2021/3/11/art_10025_2750123.html",
        "20210311101530",
        "2021-03-11 10:15:30",
        "2021-01-01 2021-12-31",
        "1674.21 1909.47 3583.68",
        "71 38 1674 3583",
        # Masked numbers
        "110101********002X",
        "138****8000",
        "6222 **** **** 5702",
        # Eleven figures of another kind
        "10800138000",
        "12800138000",
        "1380013800",
        "138001380001",
        "A13800138000",
        "A\u200b13800138000",
    ],
)
def test_numbers_that_pass(text: str) -> None:
    assert codes(text) == []


FIGURE_CELLS = [
    "amount: 13800138000",
    'amount: "13800138000"',
    "  - amount: 13800138000",
    "total: 13812345678",
    "    total: 13812345678  # 年度资金总额",
    "total: 13812345678\r",
    "budget: {total: 13812345678, fiscal: 13812345678}",
    '"fiscal": 13812345678',
    "in_service: 13812345678",
    "share: 13812345678",
    "code: 13812345678",
    f"code: {checked_card('622202100111624570')}",
    "code: 440801850228001",
    f"index_number: {checked_card('621700123456789')}",
]


@pytest.mark.parametrize("cell", FIGURE_CELLS)
def test_an_amount_a_count_or_a_code_is_no_personal_number(cell: str) -> None:
    assert [found.code for found in find_private(f"title: 表\n{cell}\n", figures=figure_keys())] == []
    # Only the table of fields says so.
    assert set(codes(f"title: 表\n{cell}\n")) < {"S410", "S411", "S412"} and codes(f"title: 表\n{cell}\n")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # A cell of words, or words beside the number
        ("name: 13812345678", "S411"),
        ("supervisor: 13812345678", "S411"),
        ("total: 13812345678 张三", "S411"),
        ("total: 电话13812345678", "S411"),
        ("total: 138 1234 5678 王", "S411"),
        ("grand_total: 13812345678", "S411"),
        ("# total 13812345678", "S411"),
        ("content: 联系 total: 13812345678", "S411"),
        # Running text that looks like a cell
        ("goal: |\n  完成任务\n  total: 13812345678\n", "S411"),
        ("goal: >-\n  total: 13812345678\n", "S411"),
        ("tasks:\n  key:\n    - name: 甲\n      content: |\n        total: 13812345678\n", "S411"),
        # An identity number proves itself in any cell
        (f"code: {checked_identity(IDENTITY)}", "S410"),
        (f"total: {checked_identity(IDENTITY)}", "S410"),
        ("联系人: 13812345678", "S411"),
    ],
)
def test_the_scan_skips_nothing_else(text: str, code: str) -> None:
    assert [found.code for found in find_private(f"title: 表\n{text}\n", figures=figure_keys())] == [code]


def test_every_cell_of_money_and_counts_is_known_from_the_table_of_fields() -> None:
    assert sorted(figure_keys()) == [
        *("adjusted", "amount", "basic", "carryover", "code", "development", "fiscal", "in_service", "index_number"),
        *("initial", "other", "own_level", "project", "retired", "share", "spent", "subordinate_units", "total"),
        *("transfers", "withheld_total"),
    ]


def test_a_file_of_content_passes_with_such_figures_and_prose_does_not(tmp_path: Path) -> None:
    form = project_form(unit="元", budget__annual={"total": "13812345678", "fiscal": "13812345678"}, code="13912345678")
    root = site_project(tmp_path, {"shili/ju/department.yml": {"name": BODY}, "shili/ju/2026/weihu.yml": form})
    assert check_path(root).problems == ()
    (root / "content/pages/guide.md").write_text("---\ntitle: 指南\n---\n\ntotal: 13812345678\n", encoding="utf-8")
    assert [problem.code for problem in check_path(root).problems] == ["S411"]


def test_figures_of_two_lines_or_cells_are_not_put_together() -> None:
    assert codes("138\n0013\n8000") == []
    assert codes("138\t0013\t8000") == []
    assert codes("- 110101\n- 19900307\n- 002X") == []


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        (MOBILE, "电话 138 0013 8000"),
        ("联系电话：138-0013-8000，邮箱 a@example.gov.cn", "phone: 13800138000"),
        ("值班手机 １３８００１３８０００", "phone: +8613800138000"),
    ],
)
def test_declared_contacts_pass_however_they_are_written(contact: str, text: str) -> None:
    assert codes(text) == ["S411"]
    assert codes(text, frozenset([contact])) == []
    assert codes(text + "\nsecond: 13900139000", frozenset([contact])) == ["S411"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("邮箱 zhang.san@example.com", "email"),
        ("护照 E12345678", "passport"),
        ("护照 EA1234567", "passport"),
        ("车牌粤G12345", "plate"),
        ("粤G·D12345", "plate"),
        ("联系人：张三", "person"),
        ("责任人：张三", "person"),
        ("部门联络员: 张三", "person"),
        ("咨询张三0731-28686655", "telephone"),
        ("电话：28686655", "telephone"),
        ("身份证号：110101199003070021", "identity-like"),
    ],
)
def test_what_a_person_must_look_at(text: str, kind: str) -> None:
    assert personal_kinds(f"a: {text}\n") == [kind]
    assert gate_text("content/a.yml", f"a: {text}\n") == ()


@pytest.mark.parametrize(
    "text",
    [
        "粤财绩函〔2019〕15号",
        "E0123456789",
        "a @ b",
        "负责人数：3",
        "粤港澳大湾区",
        "2024-0731-28686655",
        "012345678",
        "电话费 1234567.89",
    ],
)
def test_what_nobody_need_look_at(text: str) -> None:
    assert personal_kinds(text) == []


BETWEEN = st.lists(
    st.sampled_from(["", "", "\u200b", "\u200d ", "\ufeff", " \u2060", "\u00ad-", " ", "-", "\u3000", "\u00a0"]),
    min_size=18,
    max_size=18,
)


@settings(deadline=None)
@given(st.sampled_from([IDENTITY, "11010119900307002", "44080119850228001"]), st.booleans(), BETWEEN)
def test_signs_and_widths_never_hide_an_identity_number(first: str, wide: bool, between: list[str]) -> None:
    number = checked_identity(first)
    if wide:
        number = number.translate({code: code + 0xFEE0 for code in range(0x30, 0x5B)})
    written = "".join(char + sign for char, sign in zip(number, between, strict=True))
    assert "S410" in codes(f"content: {written}\n")


@settings(deadline=None)
@given(st.integers(0, 10**8 - 1), st.sampled_from("3456789"))
def test_every_mobile_number_holds(rest: int, second: str) -> None:
    assert codes(f"a: 1{second}{rest:09d}。") == ["S411"]


@settings(deadline=None)
@given(st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2))
def test_no_amount_is_taken_for_a_person(one: object, two: object) -> None:
    assert codes(f"amount: {one}\n合计{two}万元，{one} {two}\n") == []


@pytest.mark.parametrize("path", ORIGINALS)
def test_originals_hold_no_personal_numbers(path: str) -> None:
    assert find_private(ORIGINALS[path].read_text(encoding="utf-8")) == ()


@needs_obtained
@pytest.mark.parametrize("number", ["000", "002", "003"])
def test_documents_as_obtained_hold_no_personal_numbers(number: str) -> None:
    assert find_private(obtained(number)) == ()
