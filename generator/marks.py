"""Marks of secrecy in raw text: 密级 with brackets, stars, terms or labels, and notes on handling (内部资料).

The patterns read the plain form, in which no white space stands, so a mark may be spaced out or broken over
lines; where a rule asks what stands at its sides, the gaps answer. The words are those of the state secret
sign (密级★保密期限) and of the notes that offices print on internal papers. Out of scope: pinyin and Latin
letters, pieces of characters, pictures, numbers of secret documents.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from generator.plaintext import BLANKS, NAMED, NO_GAP, Plain, plain_form


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where a mark begins, line and column from 1, and the rule that found it; never the text."""

    line: int
    column: int
    rule: str


PAPERS = ("文件", "资料", "材料", "使用", "参考", "刊物", "传阅", "发行", "掌握", "明电", "电报")
STUDY = ("交流", "阅读", "学习")
URGENCY = ("特急", "加急", "平急", "特提", "急件", "急")
NUMERALS = "一二三四五六七八九十百两半"
NO_TERM = ("长期", "永久", "永远")
EVENTS = (
    "会议", "会议开始", "会议结束", "会议召开", "启用", "使用", "公布", "公开", "发布", "解密", "开考",
    "开标", "考试", "考试结束", "评标", "结束", "实施",
)  # fmt: skip
CONDITIONS = tuple(f"{event}前" for event in EVENTS)
COMMANDS = ("请勿", "切勿", "不得", "严禁", "禁止", "勿")
CARE = ("注意保存", "注意保管", "注意保密", "妥善保管")
READ_AND_RETURN = (
    "阅后即焚", "阅后即毁", "阅后收回", "阅后退回", "阅后归还", "阅后交回", "阅后销毁", "会后收回",
)  # fmt: skip
KEPT_INSIDE = ("不予公开", "不宜公开", "不公开", "不对外", "注意", *COMMANDS, *CARE)
SPREADING = ("外传", "外泄", "扩散", "复制", "复印", "翻印", "转载", "转发", "公开", "仅供", "仅限", "限")
NOUNS = (
    "文件", "资料", "材料", "事项", "信息", "内容", "项目", "部分", "任务", "电报", "电", "件", "级", "版",
    "请", "表", "本", "此", "该", "项", "属于", "属", "为", "系", "是", "列为", "定为", "的", "略", "省略",
    "隐去", "密级", "定密", "等级", "级别", "保密期限", "保密期", "期限",
)  # fmt: skip
# What may stand beside a level in one pair of brackets without making anything but a mark of it.
FITTINGS = (
    *PAPERS, *URGENCY, *NO_TERM, *CONDITIONS, *KEPT_INSIDE, *READ_AND_RETURN, *SPREADING, *NOUNS,
    "个月", *"年月日天", *NUMERALS,
)  # fmt: skip
LABELS = (
    "密级", "定密", "密别", "秘密等级", "机密等级", "保密等级", "保密级别", "保密程度",
    "涉密等级", "涉密级别", "涉密程度",
)  # fmt: skip
HAN = "\u4e00-\u9fff"
FILLED_LETTERS = "".join(char for char in BLANKS if char.isalnum())


def one_of(words: Iterable[str]) -> str:
    """Any of the words, the longest first so that none hides another."""
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"


LEVEL = r"极?[绝机秘][.\-_~]{0,2}密"
TRADE = "(?:核心|普通)?商密"
TAIL = "(级?(?:文件|资料|材料|事项|电报?)|级|件)?"
YEARS = rf"(?:[0-9]{{1,2}}|[{NUMERALS}]{{1,3}}|[xX×]{{1,2}})(?:年|个?月|日|天)"
TERM = rf"(?:{YEARS}|{one_of((*NO_TERM, *CONDITIONS))})"
SEPARATOR = r"[★☆:,;.。、/\-_~+|!=●○◆※?#\"'0-9]"
# 绝密、机密、秘密 all together are the levels spoken of, and not a level given.
ALL_LEVELS = "(?:绝密[、/,和及]机密[、/,和及]秘密|秘密[、/,和及]机密[、/,和及]绝密)"
BRACKETED = (
    rf"(?:{LEVEL}|(?:核心|普通)商密|(?:工作|核心|重要)秘密|[涉保]密(?!等级|级|期|程)|密(?!级)"
    rf"|内部{one_of(PAPERS)}?(?!项|信|部|任|内|级|期)|内参)"
)
# 涉密, 保密 and 内部 are also plain words; these are not.
CERTAIN = rf"{LEVEL}|(?<![涉保])密(?!级)|内部{one_of(PAPERS)}"
FITTING = rf"(?:{SEPARATOR}|{one_of(FITTINGS)})"
IN_BRACKETS = rf"(?!.*{ALL_LEVELS})(?:(?!{BRACKETED}){FITTING})*+{BRACKETED}(?:{BRACKETED}|{FITTING})*+"
PAPER = rf"(?:内部{one_of(PAPERS)}|内参)"
LABEL = rf"{one_of(LABELS)}(?:[^\w(]|[为是定]|标识|标志){{0,8}}\(?"
THIS_IS = rf"[本此该]{one_of(NOUNS)}?(?:属于|确定为|属|系|为|是)"


class Span(NamedTuple):
    """A stretch of the plain text that may be a mark; it may end before any of its tails."""

    plain: Plain
    start: int
    ends: tuple[int, ...]

    def gap(self, index: int) -> str:
        """What stands before a character; after the last one the text ends like a line."""
        return self.plain.gaps[index] if index < len(self.plain.gaps) else "\n"

    def side(self, index: int, neighbour: int) -> str:
        """What the stretch meets there: "hard" a line end or a sign, "soft" a space, or "" running text."""
        char = self.plain.text[neighbour : neighbour + 1] if neighbour >= 0 else ""
        if self.gap(index) == "\n":
            return "hard"
        if char and char in "、/":
            return ""
        if not "\u4e00" <= char <= "\u9fff":
            return "hard"
        return "soft" if self.gap(index) == " " else ""

    def left(self) -> str:
        """The side before the stretch; a line that goes on from 国家 or its like is running text."""
        text, start = self.plain.text, self.start
        lone_line = self.gap(start) == "\n" and self.gap(self.ends[-1]) == "\n"
        if text.endswith(("国家", "商业", "个人"), 0, start) and not lone_line:
            return ""
        return self.side(start, start - 1)

    def rights(self) -> set[str]:
        """The side behind the stretch, for each way to end it."""
        return {self.side(end, end) for end in self.ends}


def anywhere(span: Span) -> bool:
    """The words are a mark wherever they stand."""
    return True


def begins(span: Span) -> bool:
    """The words are a mark where nothing runs into them."""
    return span.left() != ""


def ends(span: Span) -> bool:
    """The words are a mark where they do not run on."""
    return span.rights() != {""}


def alone(span: Span) -> bool:
    """The words are a mark where they stand by themselves: a line, a cell, before or behind a sentence."""
    left, rights = span.left(), span.rights()
    return (left == "hard" and rights != {""}) or (left == "soft" and "hard" in rights)


def quite_alone(span: Span) -> bool:
    """A single character is a mark where it is alone and no letter or figure touches it."""
    text, start, end = span.plain.text, span.start, span.ends[0]
    if span.gap(start) == NO_GAP and text[start - 1].isalnum():
        return False
    if span.gap(end) == NO_GAP and text[end].isalnum():
        return False
    return alone(span)


def no_quality(span: Span) -> bool:
    """内部资料性出版物 and 机密性 speak of a kind, and are no mark."""
    end = span.ends[0]
    return span.plain.text[end : end + 1] != "性" or span.gap(end) == "\n"


def only_fittings(span: Span) -> bool:
    """A bracket is a mark when a level stands in it and nothing that makes anything else of it.

    安全（保密）管理 is no mark: a plain word in the midst of running text.
    """
    inside = span.plain.text[span.start + 1 : span.ends[0] - 1]
    if not re.fullmatch(IN_BRACKETS, inside):
        return False
    return begins(span) or ends(span) or re.search(CERTAIN, inside) is not None


def left_open(span: Span) -> bool:
    """A bracket that nobody closed is a mark at the end of its sentence or cell."""
    return any(
        char in ".。;,!" or span.gap(end) == " " or (span.gap(end) == "\n" and not "\u4e00" <= char <= "\u9fff")
        for end in span.ends
        for char in [span.plain.text[end : end + 1]]
    )


Check = Callable[[Span], bool]
RULES: tuple[tuple[str, Check, str], ...] = (
    ("circled-level", anywhere, "㊙"),
    ("bracketed-level", only_fittings, r"\([^()]{1,80}\)"),
    ("bracketed-level", left_open, rf"\((?:{LEVEL}|密){TAIL}"),
    ("level-star", anywhere, rf"(?:{LEVEL}|{TRADE}){TAIL}[.\-]?★"),
    ("level-star", anywhere, rf"{TRADE}{TAIL}[▲△]"),
    ("level-star", anywhere, rf"(?:{LEVEL}|内部){TAIL}☆{TERM}"),
    ("level-star", begins, rf"(?:密|内部|涉密|保密){TAIL}★"),
    ("level-star", begins, rf"(?:{LEVEL}|密){TAIL}☆"),
    ("level-term", begins, rf"{LEVEL}级?\W{{0,3}}{TERM}"),
    ("level-term", anywhere, rf"保密(?:期限|期|时限)\W{{0,4}}{TERM}"),
    ("level-term", anywhere, r"解密(?:日期|时间)\W{1,4}[12][0-9]{3}"),
    ("level-label", no_quality, rf"{LABEL}(?:{LEVEL}|{TRADE}|工作秘密)(?![、/和或及与]{LEVEL})"),
    ("level-label", ends, rf"{LABEL}(?:内部|涉密|密){TAIL}"),
    ("level-label", ends, r"涉密(?:项目|事项|内容|信息|情况|文件)?\W{1,4}是"),
    ("declared-level", ends, rf"(?:{THIS_IS}|定密?为|列为|标注?为)(?:{LEVEL}|密件)(级)?{TAIL}"),
    ("level-line", alone, rf"(?:{LEVEL}|(?:核心|普通)商密|密件|密电){TAIL}"),
    ("level-line", alone, rf"{LEVEL}级?{SEPARATOR}?{one_of(URGENCY)}"),
    ("level-line", quite_alone, "密"),
    ("handling-note", no_quality, "内部资料|注意保存"),
    ("handling-note", anywhere, r"此件(?:依规)?不予?公开|\(不予?公开\)"),
    ("handling-note", anywhere, rf"{one_of(COMMANDS)}(?:[对向]外)?外传"),
    ("handling-note", anywhere, rf"(?:{PAPER}\W{{0,3}}|工作秘密\W{{1,3}}){one_of(KEPT_INSIDE)}"),
    ("handling-note", anywhere, rf"[仅只][供限][^。;]{{0,6}}内部{one_of((*PAPERS, *STUDY))}"),
    ("handling-note", begins, rf"限于?内部{one_of((*PAPERS, *STUDY))}"),
    ("handling-note", alone, rf"{PAPER}|请?注意保[密管]|{one_of(READ_AND_RETURN)}"),
)


@cache
def patterns() -> tuple[tuple[str, Check, re.Pattern[str]], ...]:
    """The rules ready to use; most runs meet no suspicion and never need them."""
    return tuple((rule, check, re.compile(pattern)) for rule, check, pattern in RULES)


def forms(chars: str) -> str:
    """The characters and all their traditional forms."""
    return "".join(sorted({*chars, *(form for form, plain in NAMED.items() if plain in chars)}))


def spellings(char: str) -> str:
    """A class of the character and all its traditional forms."""
    return f"[{forms(char)}]"


def written(words: Iterable[str]) -> str:
    """Any of the words, simplified or traditional, as they stand in a raw text."""
    return re.sub(rf"[{HAN}]", lambda match: spellings(match[0]), one_of(words))


def suspicions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns of which every text with a mark matches one before it is folded, and hardly any other text does.

    A level or 内部 gives ground for suspicion where only characters of the words of marks follow it up to
    the next sign, so 密度, 保密审查 and 内部审计 do not; a tag inside a word and an escape that may be one do.

    Each way is a character that it begins with and the rest. The patterns are told by that character, which most texts
    have not, and which is found in the others many times faster than one of several.
    """
    kinds = ("期", "时限", "日期", "时间", "程度", "情况", "别", "标识", "标志")
    fittings = rf"[{forms(''.join((*FITTINGS, *STUDY, *kinds)))}]*+(?![{HAN}])"
    # What the two readings drop between two characters: signs; or tags and comments too, with what stands in them.
    signs = rf"[\x00-\x7f\W{FILLED_LETTERS}]"
    noises = (f"{signs}*+", rf"(?:<!--(?s:.){{0,400}}?-->|<[^<>]*+>|{signs})*+")
    given = rf"{written('为是定标识志')}{{0,8}}{written('绝机秘核普商工')}"
    spread = [
        (word[0], noise + noise.join(map(spellings, word[1:])))
        for word in ("内参", "注意保", "外传", "阅后", "后收", "此件")
        for noise in noises
    ]
    ways = [
        ("㊙", ""),
        ("密", fittings),
        ("密", rf"(?:{written(['级', '期', '期限', '时限'])})?{written([*NO_TERM, *CONDITIONS, *NUMERALS])}"),
        ("密", written(("级", "别", "等级", "级别", "程度")) + given),
        ("密", rf"(?<={spellings('定')}.){given}"),
        *(
            ("内", noise + spellings("部") + behind)
            for noise in noises
            for behind in (fittings, written((*PAPERS, *STUDY)))
        ),
        *spread,
        # 不公开 where no word runs into it or on from it, as in brackets.
        *(("不", rf"(?<![{HAN}].)(?:{noise}予)?{noise}公{noise}{spellings('开')}(?![{HAN}])") for noise in noises),
        ("&", r"(?:amp;)*+#(?:[0-9]{4}|[xX][0-9a-fA-F]{4})"),
        # An escape of a character that a mark begins with, or any escape behind one.
        *escapes("㊙定密内注外阅后此不"),
        *((sign, f"(?<=[{forms('内注意外阅后此不予公')}].)") for sign in "%\\"),
    ]
    for head in sorted({char for first, _ in ways for char in forms(first)}):
        rests = "|".join(rest for first, rest in ways if head in forms(first))
        yield head, re.compile(f"{re.escape(head)}(?:{rests})")


def escapes(chars: str) -> Iterator[tuple[str, str]]:
    """Ways to escape the characters, or their traditional forms, in JSON and in addresses."""
    codes = "|".join(f"{ord(char):04x}" for char in forms(chars) if ord(char) <= 0xFFFF)
    yield "\\", rf"(?i:u(?:{codes})|U000(?:0(?:{codes})|{'|'.join(f'{ord(char):05x}' for char in forms(chars))}))"
    yield "%", f"(?i:{'|'.join(quote(char)[1:] for char in forms(chars))})"


SUSPICIONS = tuple(suspicions())


def is_suspect(text: str) -> bool:
    """Whether a text must be looked at closely: there is no mark in any other."""
    return any(head in text and pattern.search(text) for head, pattern in SUSPICIONS)


def find_marks(text: str) -> tuple[Mark, ...]:
    """The marks of secrecy in the text, the first of each line; looks inside tags and comments too."""
    if not is_suspect(text):
        return ()
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    first_of: dict[int, Mark] = {}
    for keep_markup in (False, True) if "<" in text else (False,):
        for position, rule in sorted(scan(plain_form(text, keep_markup))):
            line = bisect_right(lines, position)
            if line not in first_of:
                first_of[line] = Mark(line, position - lines[line - 1] + 1, rule)
    return tuple(sorted(first_of.values()))


def scan(plain: Plain) -> Iterator[tuple[int, str]]:
    """Place in the raw text and rule of each mark of one reading; no rule takes what one before it took."""
    taken: set[int] = set()
    for rule, check, pattern in patterns():
        for match in pattern.finditer(plain.text):
            start, end = match.span()
            if start in taken:
                continue
            tails = (match.start(group) for group in range(1, pattern.groups + 1) if match[group])
            if check(Span(plain, start, (end, *tails) if pattern.groups else (end,))):
                taken.update(range(start, end))
                yield plain.origin(start), rule
