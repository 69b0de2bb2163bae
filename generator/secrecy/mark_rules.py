"""Rules for marks of secrecy: their words, their patterns in folded text, and checks of the text on either side.

The patterns match the plain form, which has no white space, so a mark may be spaced out or broken over lines;
the checks read the gaps to see what is on either side of a match. The words are those of the state secret
sign (密级★保密期限), of the notes that offices print on internal papers, and of the sentences that say the same. Out of
scope: pinyin and Latin letters, pieces of characters, pictures, numbers of secret documents.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from generator.targets.units import any_of
from generator.text.folding import CLOSERS, NO_GAP, OPENERS, FoldedText
from generator.text.patterns import lazy_pattern
from generator.text.word_list import word_list

PAPERS = word_list("文件 资料 材料 使用 参考 参阅 刊物 传阅 发行 掌握 明电 电报")
STUDY = word_list("交流 阅读 学习")
URGENCY = word_list("特急 加急 平急 特提 急件 急")
NUMERALS = "一二三四五六七八九十百两半"
NO_TERM = word_list("长期 永久 永远")
EVENTS = word_list("""
    会议 会议开始 会议结束 会议召开 启用 使用 公布 公开 发布 解密 开考 开标 考试 考试结束 评标 结束 实施
""")
CONDITIONS = tuple(f"{event}前" for event in EVENTS)
COMMANDS = word_list("请勿 切勿 不得 不准 严禁 禁止 勿")
CARE = word_list("注意保存 注意保管 注意保密 妥善保管")
READ_AND_RETURN = word_list("""
    阅后即焚 阅后即毁 阅后收回 阅后退回 阅后归还 阅后交回 阅后销毁 会后收回 会后退回 会后销毁 用后收回 用后退回
    用后销毁 阅毕收回 阅毕退回 阅毕销毁
""")
KEPT_INSIDE = ("不予公开", "不宜公开", "不公开", "不对外", "注意", *COMMANDS, *CARE)
SPREADING = word_list("外传 外泄 扩散 复制 复印 翻印 转载 转发 公开 仅供 仅限 限")
NOUNS = word_list("""
    文件 资料 材料 事项 信息 内容 项目 部分 任务 电报 电 件 级 版 请 表 本 此 该 项 属于 属 为 系 是 列为 定为 的 略
    省略 隐去 密级 定密 等级 级别 保密期限 保密期 期限
""")
# What may be beside a level in one pair of brackets that is still a mark.
FITTINGS = (
    *PAPERS, *URGENCY, *NO_TERM, *CONDITIONS, *KEPT_INSIDE, *READ_AND_RETURN, *SPREADING, *NOUNS,
    "个月", *"年月日天", *NUMERALS, "编号", "极",
)  # fmt: skip
LABELS = word_list("""
    密级 定密 密别 秘密等级 机密等级 保密等级 保密级别 保密程度 涉密等级 涉密级别 涉密程度
""")
HAN = "\u4e00-\u9fff"


def one_of(words: Iterable[str]) -> str:
    """A group that matches any of the words."""
    return f"(?:{any_of(*words)})"


# Signs may separate the two characters of a level: 机.密, 秘、密.
LEVEL = r"[绝机秘](?:[^\w()★☆]|_){0,2}密"
TAIL = "(级?(?:文件|资料|材料|事项|电报?|项目|任务|内容)|级|件)?"
YEARS = rf"(?:[0-9]{{1,2}}|[{NUMERALS}]{{1,3}}|[xX×]{{1,2}})(?:年|个?月|日|天)"
TERM = rf"(?:{YEARS}|{one_of((*NO_TERM, *CONDITIONS))})"
SEPARATOR = r"[★☆:,;.。、/\-_~+|!=●○◆※?#\"'0-9]"
# 绝密、机密、秘密 all together are the levels spoken of, and not a level given.
ALL_LEVELS = "(?:绝密[、/,和及]机密[、/,和及]秘密|秘密[、/,和及]机密[、/,和及]绝密)"
# One character of a level is enough where nothing touches it: （机）, 秘★5年.
SINGLE = rf"(?<![{HAN}])[绝机秘](?:级|(?<!机)件)?(?:(?![{HAN}])|(?={TERM}))"
BRACKETED = (
    rf"(?:{LEVEL}|(?:核心|普通)商密|(?:工作|核心|重要)秘密|[涉保]密(?!等级|级|期|程)|密(?!级)"
    rf"|内部{one_of(PAPERS)}?(?!项|信|部|任|内|级|期)|内参|{SINGLE})"
)
# 涉密, 保密 and 内部 are also plain words; these are not.
CERTAIN = rf"{LEVEL}|(?<![涉保])密(?!级)|内部{one_of(PAPERS)}|{SINGLE}"
FITTING = rf"(?:{SEPARATOR}|{one_of(FITTINGS)})"
IN_BRACKETS = rf"(?!.*{ALL_LEVELS})(?:(?!{BRACKETED}){FITTING})*+{BRACKETED}(?:{BRACKETED}|{FITTING})*+"
# What a piece of a bracket says that is a mark, whatever else is in the bracket.
MATTERS = word_list("""
    表 件 行 项 项目 任务 工作 内容 金额 数据 数字 名称 事项 信息 部分 情况 资金 文件 资料 材料 文 页
""")
MATTER = one_of(MATTERS)
SPEAKS_OF_LEVELS = rf"级|性|计算|战线|载体|信息|系统|档案|[文柜]柜|室|(?:文件|件|资料|材料|电报)[{HAN}]"
PIECE = re.compile(
    rf"(?:注|备注|密级|级别)?[为是属系]?★*"
    rf"(?:[绝机]密(?!{SPEAKS_OF_LEVELS}).*|(?:{LEVEL}级?|密(?!级)|内部{one_of(PAPERS)}){FITTING}*+|{SINGLE})"
    rf"|(?!工作秘密)(?:[本此该其某为属]|部分|有关|{MATTER}){{1,4}}{LEVEL}级?{MATTER}?略?"
    rf"|(?:[本此该其]|部分|有关|全部|{MATTER}|均|都|因|由于|已){{0,4}}涉密{MATTER}?略?"
)
FIRST_PIECE = re.compile(rf"(?:因|属于?|涉及)*(?:党和)?国家{LEVEL}级?{MATTER}?")
# 秘密 is also a plain word (秘密投票) and must be separate from what follows it.
SPACED_SECRET = re.compile(r"(?:注|备注|密级|级别)?[为是属系]?★*秘 ?密 ")
PIECES = re.compile(r"[,;。.|/—\-]|: ?(?![无否0]|没有|不涉|非涉)")
# Words that end with 密 and are no mark.
BEFORE_MI = "加严紧周缜精亲稠茂商国新高泄失保涉非解定细稀疏致隐告机秘绝浓厚繁"
PAPER = rf"(?:内部(?:工作)?{one_of(PAPERS)}|内参)"
LABEL = rf"(?<![绝机秘]){one_of(LABELS)}(?:[^\w(]|[为是定]|标识|标志){{0,8}}\(?极?"
THIS_IS = rf"[本此该]{one_of(NOUNS)}{{0,2}}?(?:属于|确定为|属|系|为|是)极?"
# Sentences that say that something is classified, or is not to be public.
THIS = rf"(?:[本此该]{MATTER}{{1,2}}|(?:以[上下]|上述|下列)内容)"
OWNER = "(?:(?:党和)?国家|党的?|(?:党政)?机关|单位|工作|商业|警务|军事|内部){0,2}"
CLASSIFIED = rf"(?:(?:{LEVEL}级)?{OWNER}{LEVEL}级?(?:{MATTER}|范围|范畴)?|(?:涉密|保密|密)(?:{MATTER}|范围|范畴))"
SAYS = "(?:属于?|涉及|列入|列为|纳入|确定为|认定为|划为|[核被]?定密?为|标注?为|标明为)"
LEFT_OUT = (
    "(?:不(?:予|宜|便|得|能|再)?(?:对外|向社会)?(?:公开|公布|公示|列示|列出?|填写?|写明?|反映|体现|登载)|从?略|省略"
    "|已?(?:隐去|删除|删去|遮盖)|未(?:公开|公布|列出?|填|写)|另行?(?:报送?|列|附)|单独(?:报送|上报|列出?))"
)
OUTWARD = "(?:对外|向外|[向对](?:社会|公众)|上网|在(?:互联)?网上?)"
PUBLISHED = "(?:公开(?:发布|传播|披露)?|公布|发布|披露|透露|泄露|提供|传播|扩散)"
FORBIDDEN = "(?:不[得宜便准许]|不允许|严禁|禁止|[请切]?勿)"


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u4e00" <= char <= "\u9fff"


class Span(NamedTuple):
    """A match in the folded text that may be a mark; it may end before any of its tails."""

    plain: FoldedText
    start: int
    ends: tuple[int, ...]

    def gap(self, index: int) -> str:
        """The gap before a character; after the last one a line end."""
        return self.plain.gaps[index] if index < len(self.plain.gaps) else "\n"

    def side(self, index: int, neighbour: int) -> str:
        """The boundary at a position: "hard" for a line end or a sign, "soft" for a space, "" for running text."""
        char = self.plain.text[neighbour : neighbour + 1] if neighbour >= 0 else ""
        if self.gap(index) == "\n":
            return "hard"
        if char and char in "、/":
            return ""
        if not is_han(char):
            return "hard"
        return "soft" if self.gap(index) == " " else ""

    def left(self) -> str:
        """The kind of boundary before the match; a line continued from 国家 or the like is running text."""
        text, start = self.plain.text, self.start
        lone_line = self.gap(start) == "\n" and self.gap(self.ends[-1]) == "\n"
        if text.endswith(("国家", "商业", "个人"), 0, start) and not lone_line:
            return ""
        return self.side(start, start - 1)

    def clause(self) -> str:
        """The text before the match in its clause, at most sixteen characters."""
        begin = max(0, self.start - 16)
        last = max((index for index in range(begin, self.start + 1) if self.gap(index) == "\n"), default=begin)
        return re.split(r"[^\w、/]", self.plain.text[last : self.start])[-1]

    def rights(self) -> set[str]:
        """The kinds of boundary after the match, for each way to end it."""
        return {self.side(end, end) for end in self.ends}


def in_any_context(span: Span) -> bool:
    """The words are a mark in any context."""
    return True


def after_boundary(span: Span) -> bool:
    """The words are a mark after a boundary."""
    return span.left() != ""


def before_boundary(span: Span) -> bool:
    """The words are a mark before a boundary."""
    return span.rights() != {""}


def by_itself(span: Span) -> bool:
    """The words are a mark on a line or in a cell of their own, or before or after a sentence."""
    left, rights = span.left(), span.rights()
    return (left == "hard" and rights != {""}) or (left == "soft" and "hard" in rights)


def between_boundaries(span: Span) -> bool:
    """The words are a mark between two boundaries."""
    return after_boundary(span) and before_boundary(span)


def single_character(span: Span) -> bool:
    """A single character is a mark when no letter or figure is next to it."""
    text, start, end = span.plain.text, span.start, span.ends[0]
    if span.gap(start) == NO_GAP and text[start - 1].isalnum():
        return False
    if span.gap(end) == NO_GAP and text[end].isalnum():
        return False
    return by_itself(span)


def is_given(span: Span) -> bool:
    """A word is a mark on its own, unless its value denies it: 涉密：否 is none."""
    return by_itself(span) and value_behind(span) not in ("否", "无", "不涉及", "不涉密", "非涉密", "没有")


def value_behind(span: Span) -> str:
    """The value after a label in the same line, up to the next sign or space; at most six characters."""
    text, value = span.plain.text, ""
    for at in range(span.ends[0], min(span.ends[0] + 8, len(text))):
        is_word = text[at].isalnum()
        if span.gap(at) == "\n" or (value and (not is_word or span.gap(at) == " ")):
            break
        value += text[at] if is_word else ""
    return value


def forbids_spreading(span: Span) -> bool:
    """不得扩散 is a mark, unless it is said of what spreads by itself: 污染物不得扩散."""
    return before_boundary(span) and (after_boundary(span) or not SPREADS.search(span.clause()))


def no_quality(span: Span) -> bool:
    """内部资料性出版物 and 机密性 speak of a kind, and are no mark."""
    end = span.ends[0]
    return span.plain.text[end : end + 1] != "性" or span.gap(end) == "\n"


def holds_level(span: Span) -> bool:
    """A bracket is a mark when it, or a piece of it, is a level and its other words do not change that.

    安全（保密）管理 is no mark: a plain word in the midst of running text; nor is 化“危”为“机”.
    """
    inside = span.plain.text[span.start + 1 : span.ends[0] - 1]
    if inside[0] in "\"'" and span.plain.sign(span.start) in "[{":
        # A list of quoted texts.
        return False
    if is_plain_word(span, inside):
        return False
    if re.fullmatch(IN_BRACKETS, inside):
        if inside in "绝机秘" and span.plain.sign(span.start) in QUOTES:
            return between_boundaries(span)
        return after_boundary(span) or before_boundary(span) or re.search(CERTAIN, inside) is not None
    spaced = "".join(
        f" {char}" if span.gap(index) in " \n" else char for index, char in enumerate(inside, span.start + 1)
    )
    pieces = [piece.strip() for piece in PIECES.split(spaced)]
    if FIRST_PIECE.fullmatch(pieces[0].replace(" ", "")):
        return True
    return not re.search(ALL_LEVELS, inside) and any(
        PIECE.fullmatch(piece.replace(" ", "")) or SPACED_SECRET.match(piece) for piece in pieces if piece
    )


def is_title(plain: FoldedText, opener: int) -> bool:
    """Whether an opening bracket begins the title of a work within a sentence: 放映电影《秘密》."""
    text = plain.text
    runs_in = plain.gaps[opener : opener + 1] == NO_GAP and is_han(text[opener - 1 : opener])
    return runs_in and text[opener] == "(" and plain.sign(opener) == "《" and text[opener + 1 : opener + 4] == "秘密)"


def no_title(span: Span) -> bool:
    """A level by itself is a mark, unless it is the title of a work."""
    return by_itself(span) and not (span.start and is_title(span.plain, span.start - 1))


def is_plain_word(span: Span, inside: str) -> bool:
    """Whether a bracket is a part of a plain word or the title of a work: 计算机（涉密）, 电影《秘密》."""
    text, start, end = span.plain.text, span.start, span.ends[0]
    if is_title(span.plain, start):
        return True
    before = text[max(0, start - 6) : start] if span.gap(start) == NO_GAP else ""
    behind = text[end : end + 6] if span.gap(end) == NO_GAP else ""
    if inside == "涉密":
        return CARRIER_BEFORE.search(before) is not None or CARRIER_BEHIND.match(behind) is not None
    return inside == "保密" and KEEPING.match(behind) is not None


def is_open(span: Span) -> bool:
    """Whether the bracket that the stretch closes was opened before it, by one of the same kind."""
    plain, opened = span.plain, 0
    kind = kind_of(plain, span.ends[0] - 1)
    for index in range(max(0, span.start - 80), span.start):
        if plain.text[index] in "()" and kind in ("", kind_of(plain, index)):
            opened = opened + 1 if plain.text[index] == "(" else max(0, opened - 1)
    return opened > 0


def kind_of(plain: FoldedText, index: int) -> str:
    """The kind of bracket at a position, by its opening character; empty for a disguised one."""
    char = plain.sign(index)
    opener = OPENERS[CLOSERS.index(char)] if char in CLOSERS else char
    return "(" if opener == "（" else opener if opener in OPENERS else ""


def before_unopened_bracket(span: Span) -> bool:
    """The level before a closing bracket without an opening one is a mark, unless it ends a longer word."""
    text, start = span.plain.text, span.start
    before = text[max(0, start - 80) : start]
    if is_open(span) or before.endswith(("国家", "商业", "个人", "守", *"非不未否无")):
        return False
    if text[start] == "密":
        return before[-1:] not in tuple(BEFORE_MI)
    return text[start : start + 2] == "涉密" or re.match(LEVEL, text[start:]) is not None or after_boundary(span)


def states(span: Span) -> bool:
    """A sentence says it of something: it does not run on, and is no negation, condition or question."""
    is_ended = any(span.side(end, end) and not runs_on(span, end) for end in span.ends)
    return is_ended and not DENIES.search(span.clause())


def states_secret(span: Span) -> bool:
    """A sentence says it of something; 涉及商业秘密 alone speaks of a firm's secrets, and is no mark."""
    words, before = span.plain.text[span.start : span.ends[0]], span.clause()
    return states(span) and (words != "涉及商业秘密" or re.search("[本此该]|金额|名称|内容", before) is not None)


def runs_on(span: Span, end: int) -> bool:
    """Whether a sentence continues in the next line: 涉及国家秘密 / 的政府信息."""
    return span.plain.text.startswith(("的", "除外"), end)


def states_wholly(span: Span) -> bool:
    """The sentence is about the whole text: 涉密内容不公开，其余照录 is no mark."""
    return states(span) and not re.match("[,;](?:其余|其他|其它|余)", span.plain.text[span.ends[0] :])


def states_level(span: Span) -> bool:
    """The sentence gives one level: 机密级国家秘密, and no list of levels."""
    return states(span) and not LISTS.search(span.plain.text, max(0, span.start - 8), span.start)


def states_from_beginning(span: Span) -> bool:
    """The sentence begins here: 为国家秘密, 系机密."""
    return after_boundary(span) and states(span)


def is_asserted(span: Span) -> bool:
    """The words are a mark unless they are denied: 此项不涉及."""
    return not DENIES.search(span.clause())


def is_headed(span: Span) -> bool:
    """A label is a mark after a boundary and before a separate value: 知悉范围：市委常委."""
    end = span.ends[0]
    return after_boundary(span) and (span.gap(end) != NO_GAP or not is_han(span.plain.text[end : end + 1]))


def on_paper(span: Span) -> bool:
    """内部资料 is a mark, except as the object of a verb (编印内部资料2期) or in a noun (内部资料出版物审批)."""
    return before_boundary(span) and (after_boundary(span) or not MAKES.search(span.clause()))


def asks_to_keep_papers(span: Span) -> bool:
    """注意保存 alone or of papers is a mark; 注意保存温度 and 药品注意保存 speak of things."""
    following = span.plain.text[span.ends[0] : span.ends[0] + 1]
    is_counted = following.isdigit() and span.gap(span.ends[0]) == NO_GAP
    is_of_papers = span.plain.text.endswith(KEPT_PAPERS, 0, span.start)
    return before_boundary(span) and not is_counted and (after_boundary(span) or is_of_papers)


def left_open(span: Span) -> bool:
    """An unclosed bracket is a mark at the end of its sentence or cell."""
    return any(
        span.gap(end) in " \n" or char in tuple(".。:;,!\"'|]")
        for end in span.ends
        for char in [span.plain.text[end : end + 1]]
    )


CARRIERS = "(?:信息(?:系统|网络)|计算机|电脑|载体|人员|设备|网络|打印机|复印机|传真机|服务器|终端|机房|会议室)"
CARRIER_BEFORE = re.compile(CARRIERS + "$")
CARRIER_BEHIND = re.compile(CARRIERS)
KEEPING = re.compile("工作|管理|宣传|教育|检查|培训|审查|技术|委员会|办公室|局|制度|协议")
# What spreads by itself and is no paper.
SPREADS = re.compile("(?:[物烟气水火油污液染菌毒尘虫害]|疫情|谣言|辐射|污染|风险)$")
QUOTES = "“”‘’„‟‚「『〝"
# What makes of a statement a denial, a question or a condition: at its end, or at its beginning.
DENIES = re.compile(
    "(?:不|未|没有|无|非)(?:得|应|可|能|会|再|曾|直接|要|宜|存在)?$|(?:对|对于|将|把|防止|避免|禁止|严禁|哪些)$"
    "|是否|^(?:如(?![期实下])|若|凡|一旦|除(?![险草尘雪害湿]))"
)
MANAGED = "(?:管理|保管|保存|处理|对待|办理|存放)"
LISTS = re.compile(f"{LEVEL}级?[、和及或与,/]$")
MAKES = re.compile(
    "(?:编印|印刷|编辑|编写|印发|编发|编制|编纂|刊印|印制|征订|购买|购置|订阅|整理|收集|查阅|出版|报送|制作|审批|管理|发放|赠送|审读|核发|归档|保管)$"
)
KEPT_PAPERS = word_list("资料 文件 材料 件 表")

Check = Callable[[Span], bool]
WITHHELD = rf"不(?:予|宜|便|得|能|可|应|准|许|要)?{OUTWARD}?公开"
SUBJECTS = "金额|数额|名称|项目名称|任务名称|经费|资金|预算|数据|数字|内容|明细"
SUBJECT = f"(?:具体|部分|有关|全部)?(?:{SUBJECTS}){{1,2}}"
BEFORE_RELEASE = "(?:脱密|解密|审查|审核|审批|批准|公布|定稿|发布|通过)(?:处理|同意|程序)?[以之]?前"
NOT_ONLINE = "(?:严禁|禁止|不[得准许要可能宜]|[请切]?勿|切莫)(?:擅自)?(?:上(?:互联|外)?网|挂网|上传(?:互联网|网络))"
KEPT_THINGS = rf"(?:{THIS}|[本此该](?:表|件|项|行|文)|(?:具体|项目|任务)?(?:{SUBJECTS}))"
KEPT_SECRET = rf"(?:{THIS}|[本此该][表件项行文]|金额|数额|(?:项目|任务)?名称|具体内容)(?:均|都|须|应|需|要|已|暂)*保密"
# Characters that are read like 密: 机蜜★.
LIKE_MI = "[蜜谧泌宓]"
THING_IS_CLASSIFIED = rf"(?:{THIS}|内容|金额|数据|名称)(?:均|都|已|全部)?[为系是属]?涉密{MATTER}?"
MANAGED_AS = (
    rf"(?:按照?|[参比]照)(?:{OWNER}{LEVEL}级?|涉密|密级?|内部(?={MATTER})){MATTER}?"
    rf"(?:的?(?:要求|规定|标准))?(?:进行)?{MANAGED}"
)
NOT_SHOWN = (
    rf"(?<!非)[涉保]密(?:{MATTER}|原因|需要|要求)?[,:;、\-(]?(?:金额|名称|内容|数据)?"
    rf"(?:依法|依规|按规定|均|都)?{LEFT_OUT}"
)
FOR_SECRECY = rf"(?:因|由于|按照?|依据|根据|出于)[^,。;:|]{{0,6}}保密[^。;:|]{{0,8}}{WITHHELD}"
UNAPPROVED = (
    rf"未经[^。;]{{0,10}}{one_of(COMMANDS)}(?:擅自|随意)?{OUTWARD}?(?:{PUBLISHED}|外传|外泄|翻印|复[制印]|摘抄)"
)
KEPT_PAPER = rf"(?:{PAPER}\W{{0,3}}|工作秘密\W{{1,3}}){one_of((*KEPT_INSIDE, '免费交流', '编号', '仅供'))}"
INSIDERS = one_of((*PAPERS, *STUDY))
CHECKS = (
    in_any_context, after_boundary, before_boundary, by_itself, between_boundaries, single_character, is_given,
    forbids_spreading, no_quality, holds_level, no_title, before_unopened_bracket, states, states_secret,
    states_wholly, states_level, states_from_beginning, is_asserted, is_headed, on_paper, asks_to_keep_papers,
    left_open,
)  # fmt: skip
# A rule a line: characters of which a mark of it holds at least one, its name, the check of its sides, its pattern.
MARK_RULES = rf"""
㊙       circled-level   in_any_context          ㊙
(        bracketed-level holds_level             \([^()]{{1,80}}\)
(        bracketed-level left_open               \((?:(?:{LEVEL}|涉密|密){TAIL}|[绝机秘]级?)
)        bracketed-level before_unopened_bracket [绝机秘](?:(?:[^\w()★☆]|_){{0,2}}密{TAIL}|级?)\)
)        bracketed-level before_unopened_bracket (?:涉密|密){TAIL}\)
★        level-star      in_any_context          {LEVEL}{TAIL}[.\-]?★
蜜谧泌宓 level-star      in_any_context          [绝机秘]{LIKE_MI}{TAIL}[.\-]?[★☆]
蜜谧泌宓 level-line      by_itself               [绝机秘]{LIKE_MI}级?
★▲△      level-star      in_any_context          (?:核心商密|普通商密|商密){TAIL}[.\-]?[★▲△]
☆        level-star      in_any_context          {LEVEL}{TAIL}☆{TERM}
☆        level-star      in_any_context          内部{TAIL}☆{TERM}
★        level-star      after_boundary          (?:密|内部|涉密|保密){TAIL}★
★        level-star      after_boundary          [绝机秘]级?件?★
☆        level-star      after_boundary          {LEVEL}{TAIL}☆
☆        level-star      after_boundary          密{TAIL}☆
☆        level-star      after_boundary          [绝机秘]级?件?☆{TERM}
密       level-term      after_boundary          {LEVEL}级?\W{{0,3}}{TERM}
密       level-term      in_any_context          保密(?:期限|期|时限)\W{{0,4}}{TERM}(?![内后以])
密       level-term      in_any_context          解密(?:日期|时间)\W{{0,4}}[12][0-9]{{3}}
密       level-term      in_any_context          保密(?:期限|期|时限)\W{{0,4}}[至到]?[12][0-9]{{3}}(?:年|[./\-])
密       level-term      after_boundary          {LEVEL}级?(?:至|到|期限)\W{{0,2}}[12][0-9]{{3}}(?:年|[./\-])
密       level-term      after_boundary          {LEVEL}级?[一二三四五]?[角颗]?星{TERM}
密       level-term      before_boundary         (?:(?:尚|还|暂)?未|没有|[等正]?待)解密
密       level-term      between_boundaries      国家秘密\W{{0,3}}{TERM}
密       level-label     no_quality              {LABEL}(?:{LEVEL}|(?:核心|普通)?商密|工作秘密)(?![、/和或及与]{LEVEL})
密       level-label     in_any_context          (?<![绝机秘]){one_of(LABELS)}(?:[^\w★☆(]){{0,4}}[★☆]
密       level-label     before_boundary         {LABEL}(?:内部|涉密|[密绝机秘]){TAIL}
密       level-label     before_boundary         涉密(?:项目|事项|内容|信息|情况|文件)?\W{{1,4}}(?:是|涉密)
号       paper-label     after_boundary          (?:份号|副本号|副本编号|密级编号)\W{{0,3}}第?[0-9]
号       paper-label     by_itself               份号|副本号|副本编号|密级编号
号       paper-label     after_boundary          (?:密件|保密|涉密(?:文件|资料)?)编号\W{{0,3}}第?[0-9]|副本\W第?[0-9]+号
悉       paper-label     is_headed               知悉(?:范围|人员)
悉       paper-label     after_boundary          知悉(?:范围(?:为|仅?限|控制)|人:|人员范围)
密       paper-label     after_boundary          解密条件:
围       paper-label     after_boundary          (?:接触|传达|阅读|知密|涉密)范围:
件       paper-label     in_any_context          [本此]件发至?[县省市地厅处科团军乡各]
密       declared-level  before_boundary         (?:{THIS_IS}|定密?为|列为|标注?为)(?:{LEVEL}|密件)(级)?{TAIL}
密       declared-level  states_secret           {SAYS}{CLASSIFIED}(?:,?(?:依法|依规|按规定)?{LEFT_OUT})?
密       declared-level  states                  {THIS_IS}{CLASSIFIED}
密       declared-level  states                  (?:涉|含有?|包含){OWNER}{LEVEL}级?{MATTER}?
密       declared-level  states                  {THIS}(?:包?含有?|有){CLASSIFIED}
密       declared-level  is_asserted             {THIS}(?:属于?|涉及){CLASSIFIED}的
密       declared-level  states_from_beginning   {SAYS}{CLASSIFIED}的(?:项目|任务|事项|内容|工作|文件|资料)
密       declared-level  states_from_beginning   [系为是](?:{CLASSIFIED}|涉密)
密       declared-level  states                  {THING_IS_CLASSIFIED}
密       declared-level  states_level            {LEVEL}级?(?:国家|工作)秘密{MATTER}?
密部     declared-level  states                  {MANAGED_AS}
密       declared-level  states_wholly           {NOT_SHOWN}
密       declared-level  states                  {FOR_SECRECY}
密       level-line      by_itself               (?:绝对|高度|最高|核心|重大|党内|军事|极){LEVEL}{TAIL}
密       level-line      no_title                {LEVEL}{TAIL}
密       level-line      by_itself               (?:核心商密|普通商密|密件|密电){TAIL}
密       level-line      by_itself               国家(?:绝密|机密){TAIL}
密       declared-level  states                  {KEPT_SECRET}
密       level-line      by_itself               {LEVEL}级?{SEPARATOR}?{one_of(URGENCY)}
密       level-line      is_given                涉密(?!\))
密       level-line      single_character        密
部       handling-note   on_paper                内部资料
注       handling-note   asks_to_keep_papers     请?注意保存
公       handling-note   in_any_context          此件(?:依规)?不予?公开|\((?:内容)?不予?公开\)
外会众网 handling-note   before_boundary         (?:{FORBIDDEN}(?:擅自|随意)?|不[可能应予]?){OUTWARD}{PUBLISHED}
公       handling-note   between_boundaries      不(?:能|应|可|准|许|要)公开
公       handling-note   by_itself               {SUBJECT}(?:依法|依规|按规定|暂时|暂|均|都|一律|也)*{WITHHELD}
公       handling-note   states                  {BEFORE_RELEASE},?(?:{FORBIDDEN}|不[能可应宜予])(?:擅自)?{OUTWARD}?公开
网传     handling-note   between_boundaries      {NOT_ONLINE}
网传     handling-note   states                  {KEPT_THINGS}{NOT_ONLINE}
部       handling-note   states                  {KEPT_THINGS}(?:仅|只|限于?|供|由|作)*内部(?:掌握|使用|参考|传阅|参阅)
公       handling-note   between_boundaries      {FORBIDDEN}(?:擅自|随意)?公开(?:发布|传播|披露)?
翻       handling-note   between_boundaries      (?:严禁|不得)翻印
经       handling-note   before_boundary         {UNAPPROVED}
敏       handling-note   before_boundary         (?:敏感|涉敏)[^。;:|]{{0,8}}(?:{WITHHELD}|不对外)
公       handling-note   before_boundary         {THIS}(?:依法|依规|按规定|暂时|暂|均|一律|现)*{WITHHELD}
部参     handling-note   before_boundary         (?:{THIS}[为是属系]|属于?|列为|作为){PAPER}
传       handling-note   in_any_context          (?:不[许可要能准]|莫|别)(?:[对向]外)?外传(?!播)
导       handling-note   before_boundary         限领导(?:同志|干部)?(?:个人)?(?:参?阅|阅[示知览]|传阅|掌握)
传       handling-note   in_any_context          {one_of(COMMANDS)}(?:[对向]外)?外传(?!播)
散泄     handling-note   forbids_spreading       {one_of(COMMANDS)}(?:[对向]外)?(?:扩散|外泄)
部参密   handling-note   in_any_context          {KEPT_PAPER}
部       handling-note   in_any_context          [仅只][供限][^。;]{{0,6}}内部{INSIDERS}
导       handling-note   before_boundary         [仅只][供限]领导[^。;]{{0,4}}(?:参阅|参考|掌握|传阅)
部       handling-note   between_boundaries      (?:限于?|供)内部{INSIDERS}
参部     handling-note   by_itself               {PAPER}
注后毕   handling-note   by_itself               请?注意保[密管]|{one_of(READ_AND_RETURN)}
"""


@cache
def patterns() -> tuple[tuple[str, str, Check, re.Pattern[str]], ...]:
    """The rules with their patterns, each compiled when a text first has a character that it needs."""
    checks = {check.__name__: check for check in CHECKS}
    rows = (line.split() for line in MARK_RULES.strip().splitlines())
    return tuple((needs, rule, checks[check], lazy_pattern(pattern)) for needs, rule, check, pattern in rows)
