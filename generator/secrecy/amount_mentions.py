"""Finds amounts of money in running text, indicators and notes: 450000元, 45万以内, 45W, 肆拾伍万, 3.2%的项目支出.

The text is read in its folded form (full-width digits, traditional numerals, tags and escapes), and positions are
those of the raw text. Where it is unclear whether a number is money, it counts as money.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from generator.targets.normal_form import DIGITS, TENS, numeral
from generator.targets.units import COUNTS, TIMES, YUAN, any_of, unit_of
from generator.targets.vocabulary import DOING
from generator.text.folding import FILLER, fold
from generator.text.normalize import without_spaces
from generator.text.patterns import lazy_pattern
from generator.text.word_list import word_list

HAN = "一-龥"
DIGIT = "".join(DIGITS)
# 数十万, 45万余元, 四十多万: what is said is not the amount itself.
VAGUE = "多来几廿卅卌"
HAN_CHARACTER = lazy_pattern(f"[{HAN}]")
# Financial and traditional numerals that are not folded elsewhere.
NUMERALS = str.maketrans("壹贰貳弐叁叄肆伍陆陸柒捌玖拾佰仟萬億圓円", "一二二二三三四五六六七八九十百千万亿圆圆")
# How many characters before and after a number are its context.
REACH = 24
CLAUSE = lazy_pattern(r"[。;,\n]")
TIMES_SIGN = lazy_pattern(r"(?<=[0-9０-９])\*(?=[0-9０-９])")
CIRCLED = lazy_pattern(r"[①-⑳⑴-⒛](?=[0-9０-９])")
# Signs without meaning between a figure and its unit, or between the digits of one: 45／万, “45”万, 45’0000元.
UNIT_BEHIND = "(?:[万亿]|[百千]{1,2}(?:元|$)|元|[Ww](?:an)?(?![A-Za-z]))"
ENDS_IN_UNIT = "(?:[万亿百千]{0,2}元|(?:[万亿]|[百千]{1,2}|[Ww](?:an)?)(?![A-Za-z一-龥]))"
BRACKETED_FIGURE = lazy_pattern(
    rf"(?<=[一-龥:=])\(([0-9.,]{{1,20}})\)(?={UNIT_BEHIND})|\(([0-9.,]{{1,20}})\)(?={ENDS_IN_UNIT})"
)
BETWEEN = lazy_pattern(
    rf"(?<=[0-9{DIGIT}十])(?:[\s]?(?:[/_|'\"\-~^])+[\s]?(?={UNIT_BEHIND})|[\s]?[:;,。、.][\s]?(?={ENDS_IN_UNIT}))"
    r"|(?<=[0-9])_(?=[0-9])"
)
APOSTROPHE = lazy_pattern(r"(?<=[0-9０-９])[’‘＇′`´](?=[0-9０-９])")

# No amount has more digits than these, and longer runs take long to read.
FIGURE = (
    r"(?:[0-9]{1,3}(?:[, ][0-9]{3}){1,6}(?![0-9])(?:\.[0-9]{1,9})?"
    r"|[0-9]{1,9}(?:,[0-9]{4}){1,4}(?![0-9])(?:\.[0-9]{1,9})?"
    r"|[0-9](?: [0-9]){1,18}(?![0-9])(?:\.[0-9]{1,9})?|[0-9]{1,20}(?:\.[0-9]{1,9})?)"
)
HAN_NUMBER = rf"(?:[{DIGIT}十百千]{{1,12}}(?:点[{DIGIT}]{{1,12}})?)"
NUMBER = lazy_pattern(
    rf"(?<![0-9])(?:[数几](?=[十百千万亿])\s*|[上近]?半个?(?=[十百千]?[万亿])|[上近](?=[十百千]))?"
    rf"(?:{FIGURE}|[{DIGIT}十百千廿卅卌]|(?<=[数几半个])[万亿])"
    rf"(?:\s{{0,2}}(?:[{DIGIT}十百千万亿{VAGUE}]|余(?![额款])|点[0-9]{{0,9}}(?=[0-9{DIGIT}])|个(?=[余多]?[万亿]|[百千]元|[Ww](?![A-Za-z])))"
    rf"|(?<=[万亿百千十点])\s?{FIGURE}){{0,24}}"
)
# What makes a number a part of a longer one that cannot be read with certainty: 45000 0, 450'000, 4,5, 4.5×10.
BROKEN = lazy_pattern(rf"[0-9*]\s?[ .,'×*^xX|]\s?$|[0-9{DIGIT}]$")
# 4.5e5, 4.5×10^5: a continuation of the number that is not supported.
GOES_ON = lazy_pattern(r"\s?(?:[eE]\+?[0-9]|[×*^]\s?[0-9])")
SCALED = lazy_pattern("[万亿]|[0-9]{2}\\s?[百千]{1,3}$|[0-9百十]\\s?[百千]{2}$|十\\s?[百千]$")
SCALES = (("亿", 10**8), ("万", 10**4))
# A number below ten thousand: 450, 四百五十, 2千3百.
BELOW = lazy_pattern(rf"(?:{FIGURE}|{HAN_NUMBER}|(?:(?:{FIGURE}|[{DIGIT}])[千百十])+(?:{FIGURE}|[{DIGIT}])?)?")
PART = lazy_pattern(rf"({FIGURE}|[{DIGIT}])?([十百千])?")
# 元 that begins another word or is part of one: 元旦, 元件, 二元结构, 一元化.
YUAN_WORD = r"元(?![旦月素宵器件首宇老帅组勋年化论区]|结构|经济|复始|催化|里[^/]|一次|二次)"
YUAN_IN_LETTERS = "(?:CN)?¥(?!\\s?[0-9])|(?i:RMB|CNY|(?:Chinese )?yuan|renminbi)(?![A-Za-z])"
AFTER_YUAN = lazy_pattern(
    rf"\s{{0,2}}(?:{YUAN_WORD}|圆(?![满桌形圈通规盘柱周顶珠梦])|块钱|人民币|{YUAN_IN_LETTERS}|块(?=$|[^{HAN}]))"
)
MINOR = lazy_pattern(rf"\s?零?(?P<jiao>[0-9{DIGIT}])角(?:(?P<fen>[0-9{DIGIT}])分)?")
FOREIGN = lazy_pattern(r"\s?(?:[美欧日港澳加韩]元|港币|美金|英镑|(?i:USD|EUR|HKD))")
CURRENCY = lazy_pattern(
    r"(?:¥|人民币|(?i:RMB|CNY|renminbi|yuan))(?:\([^()]{0,6}\))?[\s:=≈≤<~_\-为约计是共]{0,4}$"
    # The query of an address: ?jine=450000.
    r"|(?i:jine|money|amount|yusuan|budget|cost|price|fee)s?=$"
)
DOLLARS = lazy_pattern(r"(?:\$|(?i:USD|EUR|HKD))\s?$")
SCALE_UNITS = {"百": 2, "千": 3, "k": 3, "万": 4, "w": 4, "百万": 6, "千万": 7, "亿": 8}
CURRENCY_IN_NAME = lazy_pattern(r"\((?i:¥|人民币|RMB|CNY)\)")
CURRENCY_UNIT = lazy_pattern("(?i:¥|人民币|RMB|CNY|yuan|块|圆)")
WAN_LETTER = lazy_pattern(r"\s?(?:[Ww]|(?i:wan))(?![A-Za-z0-9])")
HIGH_DEFINITION = lazy_pattern("[248]")
UNIT_IN_BRACKETS = lazy_pattern(
    r"\s?\((?:单位)?[:\s]*(?P<unit>(?:[万亿千百]|千万|百万|十万)?元|[万亿]|[Ww])(?:[/每][^()]*)?\)"
)
THOUSAND_LETTER = lazy_pattern(r"\s?[Kk](?![A-Za-z0-9])")
ENGLISH = lazy_pattern(r"\s?(?i:(thousand|million|billion|mn?))(?![A-Za-z])")
ENGLISH_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "m": 10**6, "mn": 10**6}
POWER = lazy_pattern("功率|光源|光伏|电源|充电|照明|路灯|灯|瓦|LED|投影|适配器", re.IGNORECASE)

# Nouns of money: a bare number that is said of one of them is an amount.
MONEY_NOUN = (
    "(?:成本|经费|资金|金额|预算|支出|开支|费用|拨款|投资|投入|补助|补贴|奖补|奖金|工资|薪酬|价款|总价|单价|造价|价格|限价|控制价|招标价|报价|定价"
    "|合同价|中标价|租金|收入|产值|余额|总额|额度|款项|拨付|结余|下达|税收|利润|贷款|债务|罚款|捐款|善款|赔偿|赔付|花销|耗资|决算|概算|估算|结算|财力|津贴|补偿|保证金|(?<![名员])额|(?<![消免自公])费)"
)
LINK = (
    r"(?:[\s:=≤≥<>~(\"'约近共为是达至到计在]|总计|合计|共计|控制|不超过|不超|不高于|不低于|不少于|不多于|不大于|小于|大于|超过|低于|高于"
    r"|安排|总额|总量|标准|核定|批复|限额|上限|最高|最多|最低|至少|以内|调整|增加|减少|追加)*"
)
AFTER_MONEY_NOUN = lazy_pattern(MONEY_NOUN + LINK + "$")
COST_FAMILY = lazy_pattern("成本指标")
# A title that names money speaks of it, unless what it ends with is no money: 经费支付次数, 资金使用合规率.
NAMES_MONEY = lazy_pattern(f"{MONEY_NOUN}|消费|采购|花费|开销|支付|付款|报销|列支|出资")
ENDS_WITH_SUM = lazy_pattern("(?:安排|共|共计|总共|合计|总计|小计|需要?|花)$")
NO_MONEY_NAME = lazy_pattern(
    "(?:[率度性期比例重]|(?:次|人|户|个|天|笔|家|批|期|件|项目?|场|台|套|份|宗|起|对象|受益)数|(?<![总金资款])量|人次|批次|场次|对象|及时|合规"
    "|合格|时间|时限|时效|日期|名额|覆盖|满意|人员|项目|单位|企业|机构|家庭|设备|物资)$"
)
ACTS = (
    "投入|安排|下达|下拨|拨付|划拨|支付|付款|花费|花销|花|耗资|斥资|出资|消费|采购|追加|筹集|筹措|落实|争取|补助|奖励|列支|支出|开支|报销"
    "|申请|核定|需要?|共计?|总共|合计|总计|小计|累计"
    "|预留|配套|增拨|拨|给|用|付|支|投|掏|(?<![统设审会预估])计|(?<!条)款|钱"
)
SPENDING = lazy_pattern(f"(?:{ACTS}|不超过|不超|约|近|≤|<|达)$")
# A bare number directly behind one of these is taken for money, unless it is a count, a year or a code.
SPENT = lazy_pattern(rf"(?:{ACTS})了?{LINK}$|(?:安排|投入|拨付|下达)的{LINK}$")
# 安排45-50, and no unit behind it.
RANGE_ENDS = lazy_pattern(rf"\s?(?:-|~|—|至|到){{1,2}}\s?{FIGURE}(?![\s0-9.%‰/-]|[A-Za-z{HAN}])")
# Behind a word, a long number without a unit is taken for money too, unless it is a number of something else.
LONG = lazy_pattern(rf"[{DIGIT}]{{5,}}|" r"[0-9]{5,}(?:\.[0-9]+)?|[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?")
BEHIND_A_WORD = lazy_pattern(rf"[{HAN}][\s:=≤≥<>()]*$")
NUMBERED = lazy_pattern("[号码]|电话|热线|邮编|编[制]?$|传真|索引|账户|拨打|致电|平台|网址|文件")
# What is counted with a word that is no unit of the forms: 共5大工程, 共3类.
OTHER_COUNT = lazy_pattern(
    r"\s?(?:大|类|重|层|级|线|星|条|型|代|维|轮|流|省|市|乡|国|阶段|中心|步|环|号|学|世纪)|[)\"']?(?:热线|专线|平台|工单|举报|便民|政务|市民|服务)|[.、]\s?[一-龥]"
)
# Nouns that are counted and are not money: 点击量45万, 服务人口45万.
COUNTED_NOUN = lazy_pattern(
    r"(?:量|数|人口|人次|面积|粉丝|用户|读者|观众|网民|会员|播放|点击|浏览|阅读|访问|关注|里程|产能|装机|藏书|字数|字|户)"
    r"(?:[\s:=≤≥<>~达超约近到为是共]|突破|达到|超过|不少于|不低于|不超过|累计|合计|总计|新增)*$"
)
# What is counted in 万 without a unit word, beside the units of the forms.
PEOPLE = word_list("""
    群众 市民 居民 农民 公民 国民 学生 师生 考生 学员 新生 党员 干部 职工 员工 工人 民工 网民 网友 粉丝 用户 游客
    旅客 乘客 观众 读者 听众 儿童 老人 老年 村民 移民 民众 百姓 青年 妇女 残疾 贫困 脱贫 农户 家庭 常住 户籍 人口
    从业 劳动力 军民
""")
THINGS = word_list("英里 里 英尺 级 岁 分之 千瓦 兆瓦 吉瓦 安时 词条 担 石 平 余名")
# Units that are seldom counted in 万 and begin what money is spent on: 45万系统建设, 45万面向群众, 45万包干.
SELDOM = word_list("""
    项目 单位 企业 机构 部门 系统 平台 课 馆 园 院 校 所 路 线 口 面 道 门 节 段 站 厂 店 库 网点 站点 点位 岗 岗位
    回 把 副 双 分 区 县 村 镇 社区 街道 组 队 班 对 席 期 版 稿 部 度 档 款 种 层 包 方 集 卷 级 圈 座 处 片 根 支
    轮 批 届
""")
COUNTED = lazy_pattern(
    rf"\s?(?:[余多]\s?)?(?:人(?!民币)|{any_of(*PEOPLE, *THINGS)}"
    rf"|(?!条幅|份额)(?P<unit>{any_of(*COUNTS, *TIMES)})(?!级))"
)
DOES = lazy_pattern(rf"\s?(?:{any_of(*DOING)})")
MAYBE_MONEY = lazy_pattern(f"[万亿](?![人户名])|[0-9][kKwW]|{YUAN_WORD}|¥|(?i:rmb|cny|yuan)")
NO_MONEY_AFTER = lazy_pattern(r"\s?(?:[%‰年月日号期级届倍折岁时分秒]|个(?!万)|百分点|[A-Za-z]|[./\-:][0-9])")
OTHER_YUAN = "|".join(sorted((unit for unit in YUAN if unit != "元"), key=len, reverse=True))
BEFORE_A_CODE = lazy_pattern(r"[第〔\[]\s?$|[A-Za-z]$")
STARTS_WITH_HAN = lazy_pattern(rf"\s?[{HAN}]")
BOUND = lazy_pattern(r"\s?(?:[及或]?以[上下内]|之内|左右|上下)")
# The name or the column gives the unit: 成本（万元）, 经费 元, 万元/年.
UNIT_IN_NAME = lazy_pattern(
    rf"(?<![0-9{DIGIT}十百千万亿])(?:(?P<scaled>{OTHER_YUAN})(?![旦月素宵器件首宇])|(?<![{HAN}])(?P<plain>元)(?![旦月素宵器件首宇]))"
)
EMPTY_UNIT = lazy_pattern(r"[/\-—_.。无]+|不适用|空白?")
CLEAN_UNIT = lazy_pattern(
    rf"(?:单位:)?(?:人民币)?(?:{OTHER_YUAN}|[Ww]?元)整?(?:\(?(?:人民币|(?i:rmb|cny)|¥)\)?)?(?:[/每(\[·、,或][^0-9]*)?"
)
LABELLED = lazy_pattern(
    rf"(?:\((?:单位)?[:\s]*(?P<unit>{OTHER_YUAN}|元)(?:[/每][^()]*)?\)"
    rf"|(?<![0-9{DIGIT}十百千万亿 ])(?P<open>{OTHER_YUAN}|(?<![{HAN}])元(?=[:\s])))[\s:=≤≥<>~约为]*$"
)
RANGE = lazy_pattern(rf"(?P<number>{FIGURE}|[{DIGIT}十百千]{{1,12}})\s?(?:-{{1,2}}|~|至|到|—{{1,2}}|或)\s?$")
LISTED = lazy_pattern(rf"(?<=[{HAN}≤≥<>=:、/])(?P<number>{FIGURE})\s?(?:[、/和与及])\s?$")

SHARE = (
    rf"(?:(?P<percent>{FIGURE}\s?[%‰])|百分之(?P<hundredths>{FIGURE}|{HAN_NUMBER})|千分之(?P<thousandths>{FIGURE}|{HAN_NUMBER})"
    rf"|(?P<tenths>[{DIGIT}1-9])成(?P<half>半)?(?![员立本果品年效人功都为绩套熟])|(?P<halves>一半|半数)"
    rf"|(?P<below>[{DIGIT}十百0-9]{{1,12}})分之(?P<above>[{DIGIT}十百0-9]{{1,12}})|(?P<over>[0-9]{{1,12}})/(?P<under>[0-9]{{1,12}})"
    rf"|(?<=[的之为是约])(?P<multiple>{FIGURE}|[{DIGIT}十百]{{1,12}})倍"
    rf"|(?<=[占的之为比重例约以乘×*])(?P<decimal>0\.[0-9]{{1,12}})(?![0-9%‰万亿元]))"
)
WHOLE = (
    f"(?P<whole>(?:(?!占)[{HAN}]){{0,12}}?(?:预算|支出|资金|经费|拨款|投入|投资|收入|费用|金额|成本|总额)"
    "(?:总额|总量|总数|合计|总计)?)"
)
RATIO = "(?:占比|比例|比重|份额|百分比)"
SHARE_OF_WHOLE = lazy_pattern(
    rf"(?P<of>占)?{WHOLE}(?(of)[的之]?{RATIO}?{LINK}|(?:(?:[的之中里]{RATIO}?|占比|比重|乘以?|[×*]){LINK}|\()?){SHARE}"
)
WHOLE_AFTER_SHARE = lazy_pattern(rf"{SHARE}(?:左右|以[上下内])?的{WHOLE}")
SHARE_NAME = lazy_pattern(rf"(?P<of>占)?{WHOLE}(?(of)|(?:占比|比重))")
ANY_SHARE = lazy_pattern(SHARE)
# What a share or a comparison is said of that is no money: 女性占30%, 案件较上年下降5%.
NO_MONEY = lazy_pattern(
    "[率度量数次人户员女男亩地林绿水气车案岁龄]|面积|游客|学生|儿童|居民|群众|职称|学历|干部|GDP|生产总值|增加值|产值|事故|信访|投诉|发生"
    "|分值|得分|权重|评分|题"
)
SHARE_WORD = "占比|比重|份额|之比|比值|占"
COMPARED = "(?:较|比|同比|环比|相比|比起)"
CHANGED = "(?:增长|增加|增幅|增|减少|下降|降低|降幅|压减|压缩|减|上升|上涨|提高|多|少|高|低|翻)"
SHARE_SAID = lazy_pattern(rf"(?:{SHARE_WORD})[一-龥]{{0,12}}?[\s:≤≥<>=约]*{SHARE}")
CHANGE_SAID = lazy_pattern(rf"{COMPARED}[0-9一-龥]{{0,12}}?{CHANGED}[了约至为近\s:≤≥<>=]*(?:{SHARE}|{FIGURE}倍|一番)")
SHARE_NAMED = lazy_pattern(rf"(?:{SHARE_WORD})|{COMPARED}[0-9一-龥]{{1,12}}?{CHANGED}")
FINANCIAL = lazy_pattern(f"{MONEY_NOUN}|款")
ANY_FIGURE = lazy_pattern(FIGURE)


Totals = Sequence[tuple[str, Decimal | Fraction]]


class Mention(NamedTuple):
    """An amount that a text names, `text[start:end]`: in yuan, or None where the words do not say how much."""

    start: int
    end: int
    yuan: Fraction | None


class NumberSuffix(NamedTuple):
    """The suffix of a number: its length, its factor (None: unknown), and its 角 and 分 in yuan."""

    length: int
    size: int | None
    minor: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class AmountContext:
    """The folded name and unit of a cell; `power` is the power of ten of a bare number, None where it is no money.

    `is_unclear` says that a bare number is money and its unit is not known.
    """

    name: str
    unit: str
    power: int | None
    form_power: int
    is_unclear: bool = False

    @property
    def is_money(self) -> bool:
        """Whether the name is that of an amount of money."""
        return self.power is not None or self.is_unclear or is_money_name(self.name)


def find_amounts(
    text: str | None,
    *,
    name: str | None = "",
    unit: str | None = "",
    form_unit: str = "万元",
    totals: Totals = (),
    rows: Sequence[str] = (),
) -> tuple[Mention, ...]:
    """Every amount of money that `text` names, in the order of the text; of a range both ends.

    `name` and `unit` are the title and the unit column of the cell: where they say 元, 万元 and so on, a bare number is
    that many; under a title of money (成本, 经费) without a unit, and behind a verb of spending, it is in `form_unit`.
    `totals` are titles and amounts, in `form_unit`, of which the text may give a share; `rows` are titles of rows that
    show amounts. A unit price is the price of one. `yuan` is None for vague amounts (数十万元), foreign money, unclear
    units, and shares of what is not in `totals`.
    """
    if not text:
        return ()
    plain, places = compact(text)
    context = context_of(folded(name), folded(unit), YUAN[form_unit])
    stated = [*amounts(plain, context), *shares(plain, context, totals)]
    taken = {place for mention in stated for place in range(mention.start, mention.end)}
    compared = comparisons(plain, context, rows)
    unknown = (mention for mention in compared if taken.isdisjoint(range(mention.start, mention.end)))
    mentions = sorted([*stated, *unknown], key=lambda mention: (mention.start, mention.end))
    return tuple(Mention(places[start], places[end - 1] + 1, yuan) for start, end, yuan in mentions)


def names_money_unit(text: str) -> bool:
    """Whether a text names a unit of money (万元, 元/人) without a number."""
    return UNIT_IN_NAME.search(folded(text)) is not None


def compact(text: str) -> tuple[str, list[int]]:
    """The text folded, without fillers, and the position in the raw text of each character."""
    spread = fold(APOSTROPHE.sub("'", TIMES_SIGN.sub("×", CIRCLED.sub(" ", text)))).translate(NUMERALS)
    signs = [(sign, place) for place, char in enumerate(spread) if char != FILLER for sign in digits_of(char)]
    plain = BRACKETED_FIGURE.sub(without_brackets, "".join(sign for sign, _ in signs))
    plain = BETWEEN.sub(lambda match: FILLER * len(match[0]), plain)
    shown = [(sign, place) for sign, (_, place) in zip(plain, signs, strict=True) if sign != FILLER]
    return "".join(sign for sign, _ in shown), [place for _, place in shown]


def digits_of(char: str) -> str:
    """The digits that a character represents (㊺, ⒌, ४), or the character itself."""
    if char.isascii() or HAN_CHARACTER.match(char):
        return char
    if (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    return plain.strip(".()") if plain.strip(".()").isdecimal() else char


def without_brackets(match: re.Match[str]) -> str:
    """The figure in a pair of brackets, as long as before."""
    return f"{FILLER}{match[0][1:-1]}{FILLER}"


def folded(text: str | None) -> str:
    """A title or a unit in its folded form without white space."""
    return without_spaces(compact(text)[0]) if text else ""


def is_money_name(name: str) -> bool:
    """Whether a title, or the bracket at its end, names money and does not end with something else."""
    pieces = re.split(r"[()]", name.rstrip(")"))
    says = (piece for piece in (pieces[0], pieces[-1]) if not NO_MONEY_NAME.search(piece))
    return COST_FAMILY.search(name) is not None or any(
        NAMES_MONEY.search(piece) or ENDS_WITH_SUM.search(piece) for piece in says
    )


def is_no_money(name: str) -> bool:
    """Whether a title ends with what is counted or measured and is no money."""
    return NO_MONEY_NAME.search(folded(name)) is not None


def context_of(name: str, unit: str, form_power: int) -> AmountContext:
    """The context that name and unit give to a bare number."""
    unit = "" if EMPTY_UNIT.fullmatch(unit) else unit
    power = None
    if UNIT_IN_NAME.search(unit) and not CLEAN_UNIT.fullmatch(unit):
        return AmountContext(name, unit, None, form_power, is_unclear=True)
    if re.fullmatch("[Ww]元", unit):
        power = YUAN["万元"]
    elif stated := UNIT_IN_NAME.search(unit or name):
        power = YUAN[stated[0]]
    elif CURRENCY_UNIT.fullmatch(unit) or (not unit and CURRENCY_IN_NAME.search(name)):
        power = 0
    elif scale := SCALE_UNITS.get(unit.removesuffix("元").lower()):
        is_other = POWER.search(name) if unit in ("W", "w") else COUNTED_NOUN.search(name)
        power = scale if is_money_name(name) or (scale > 3 and not is_other) else None
    elif not unit and is_money_name(name):
        power = form_power
    return AmountContext(
        name, unit, power, form_power, is_unclear=power is None and bool(unit) and is_unclear(name, unit)
    )


def is_unclear(name: str, unit: str) -> bool:
    """Whether an unknown unit may be one of money: 0万元, 10k, 个万, or any unit of 成本."""
    if unit_of(unit).listed or (POWER.search(name) and unit in ("W", "w")):
        return False
    return is_money_name(name) or MAYBE_MONEY.search(unit) is not None


def amounts(plain: str, context: AmountContext) -> Iterator[Mention]:
    """The amounts that are written as numbers."""
    for match in NUMBER.finditer(plain):
        for end in number_ends(match):
            mention = amount_at(plain, match.start(), end, context)
            if mention:
                yield from numbers_before(plain, mention, context)
                yield mention
                break


def number_ends(match: re.Match[str]) -> Iterator[int]:
    """The positions at which a number may end: its end, and after its last 万 or 亿 (45万一次性)."""
    yield match.end()
    whole = match[0].rstrip()
    last = max(whole.rfind("万"), whole.rfind("亿"))
    if 0 < last < len(whole) - 1:
        yield match.start() + last + 1


def amount_at(plain: str, start: int, end: int, context: AmountContext) -> Mention | None:
    """The amount that the number at a place is, or None for a number of something else."""
    before, after = plain[max(0, start - REACH) : start], plain[end : end + REACH]
    clause = CLAUSE.split(before)[-1]
    number = None if BROKEN.search(before) or GOES_ON.match(after) else value(plain[start:end])
    for read in (with_currency, with_letter, with_scale, without_unit):
        if suffix := read(plain[start:end], clause, after, context):
            length, size, minor = suffix
            yuan = None if number is None or size is None else number * size + minor
            return Mention(start, end + length, yuan)
    return None


def with_currency(written: str, clause: str, after: str, context: AmountContext) -> NumberSuffix | None:
    """A number with a word or sign for yuan, or for foreign money, before or behind it."""
    if match := FOREIGN.match(after):
        return NumberSuffix(match.end(), None)
    if DOLLARS.search(clause):
        return NumberSuffix(0, None)
    if match := AFTER_YUAN.match(after):
        return NumberSuffix(match.end(), 1, minor_of(MINOR.match(after, match.end())))
    if match := UNIT_IN_BRACKETS.match(after):
        unit = match["unit"]
        return NumberSuffix(match.end(), 10 ** YUAN["万元" if unit in "Ww" else f"{unit.removesuffix('元')}元"])
    if match := ENGLISH.match(after):
        behind = AFTER_YUAN.match(after, match.end())
        length = behind.end() if behind else match.end()
        return NumberSuffix(length, ENGLISH_SCALES[match[1].lower()]) if behind or leads_to_money(clause) else None
    if CURRENCY.search(clause) and not (WAN_LETTER.match(after) or THOUSAND_LETTER.match(after)):
        return NumberSuffix(0, 1)
    return None


def leads_to_money(clause: str) -> bool:
    """Whether the text before a number marks it as money: a currency, a noun of money or a verb of spending."""
    return any(pattern.search(clause) for pattern in (CURRENCY, AFTER_MONEY_NOUN, SPENT))


def with_letter(written: str, clause: str, after: str, context: AmountContext) -> NumberSuffix | None:
    """A number with w for 万, where no power is spoken of, or with k for 千, where money is."""
    if match := WAN_LETTER.match(after):
        is_other = POWER.search(clause + after[:8]) or POWER.search(context.name) or COUNTED.match(after, match.end())
        return None if is_other else NumberSuffix(match.end(), 10**4)
    if match := THOUSAND_LETTER.match(after):
        is_money = leads_to_money(clause) or context.is_money or AFTER_YUAN.match(after, match.end())
        return NumberSuffix(match.end(), 10**3) if is_money and not HIGH_DEFINITION.fullmatch(written) else None
    return None


def with_scale(written: str, clause: str, after: str, context: AmountContext) -> NumberSuffix | None:
    """A number with 万 or 亿, or with digits before 百 or 千, and without 元."""
    return NumberSuffix(0, 1) if SCALED.search(written) and is_amount(written, clause, after, context) else None


def is_amount(written: str, clause: str, after: str, context: AmountContext) -> bool:
    """Whether a number with 万 or 亿 and without 元 is money, by the words before and after it."""
    if not re.search(rf"[0-9{DIGIT}数几半]", written) and not (
        SPENDING.search(clause) or AFTER_MONEY_NOUN.search(clause)
    ):
        return False
    if re.search("[万亿][^万亿]+$|^[^万亿]+$", written) and STARTS_WITH_HAN.match(after) and not BOUND.match(after):
        return False
    if (match := COUNTED.match(after)) and match["unit"] not in SELDOM and not DOES.match(after):
        return False
    if AFTER_MONEY_NOUN.search(clause):
        return True
    if COUNTED_NOUN.search(clause):
        return re.search(MONEY_NOUN + "[总数额]*$", COUNTED_NOUN.sub("", clause)) is not None
    says_nothing = not HAN_CHARACTER.search(re.sub(LINK, "", clause))
    is_count = not context.is_money and (context.unit != "" or COUNTED_NOUN.search(context.name) is not None)
    return not (says_nothing and is_count)


def without_unit(written: str, clause: str, after: str, context: AmountContext) -> NumberSuffix | None:
    """A number without any unit, where its label, its name or its column gives the unit."""
    is_numeral = re.match(rf"[0-9{DIGIT}]", written) is not None
    if RANGE_ENDS.match(after) and SPENT.search(clause):
        return NumberSuffix(0, None)
    if (
        re.search("[万亿]", written)
        or not is_numeral
        or (NO_MONEY_AFTER.match(after) and not GOES_ON.match(after))
        or COUNTED.match(after)
        or BEFORE_A_CODE.search(clause)
    ):
        return None
    in_words = not re.match("[0-9]", written)
    if in_words and (STARTS_WITH_HAN.match(after) and not BOUND.match(after)):
        return None
    if label := LABELLED.search(clause):
        return NumberSuffix(0, 10 ** YUAN[label["unit"] or label["open"]])
    if context.is_unclear:
        return NumberSuffix(0, None)
    if context.power is not None:
        return NumberSuffix(0, 10**context.power)
    if is_spent(written.strip(), clause) and not OTHER_COUNT.match(after):
        return NumberSuffix(0, 10**context.form_power)
    if AFTER_MONEY_NOUN.search(clause) and not (in_words and len(written) < 2):
        return NumberSuffix(0, None if re.search("[百千]", written) else 10**context.form_power)
    return None


def is_spent(written: str, clause: str) -> bool:
    """Whether a bare number directly follows a verb of spending, or is long and follows a word."""
    if LONG.fullmatch(written) and BEHIND_A_WORD.search(clause) and not NUMBERED.search(clause[-10:]):
        return True
    return SPENT.search(clause) is not None and (written[0] in "0123456789" or len(written) > 1)


def numbers_before(plain: str, mention: Mention, context: AmountContext) -> Iterator[Mention]:
    """The numbers that share the unit of the one after them: 40 of 40-50万元, 45 of 45、30万元."""
    upper = re.match(rf"{FIGURE}|[{DIGIT}十百千]{{1,12}}", plain[mention.start : mention.end])
    size = value(upper[0]) if upper else None
    start = mention.start
    while size and mention.yuan is not None and (match := number_before(plain, start)):
        start = match.start()
        number = value(match["number"])
        if number is None or amount_at(plain, start, match.end("number"), context):
            return
        yield Mention(start, match.end("number"), number * mention.yuan / size)


def number_before(plain: str, end: int) -> re.Match[str] | None:
    """The number that a range or a list joins to the one that begins at `end`."""
    begin = max(0, end - REACH)
    return RANGE.search(plain, begin, end) or LISTED.search(plain, begin, end)


def value(written: str) -> Fraction | None:
    """The number in Chinese or Arabic numerals, or both; None for one that is vague (数十万, 四五十)."""
    text = without_spaces(written).replace("个", "")
    if re.search(rf"[数上近余半{VAGUE}]|(?<![{DIGIT}])[一二两三四五六七八九]{{2}}(?![{DIGIT}])", text):
        return None
    return whole(text) if all(BELOW.fullmatch(piece) for piece in re.split("[万亿]", text)) else None


def whole(text: str) -> Fraction:
    """The value of a numeral, composed of 亿, 万 and units below ten thousand."""
    for scale, size in SCALES:
        if scale in text:
            head, _, tail = text.rpartition(scale)
            rest = (
                Fraction(numeral(tail)) * size / 10 if re.fullmatch("[一二两三四五六七八九1-9]", tail) else whole(tail)
            )
            return whole(head or "1") * size + rest
    return below_ten_thousand(text)


def below_ten_thousand(text: str) -> Fraction:
    """The value of a numeral without 万 and 亿."""
    text = re.sub(r"[,\s]", "", text).removeprefix("零")
    if not text:
        return Fraction(0)
    if re.fullmatch(r"[0-9.]+", text):
        return Fraction(text)
    if re.fullmatch(rf"[{DIGIT}]{{2,}}", text):
        return Fraction("".join(str(DIGITS[char]) for char in text))
    if re.fullmatch(".*十.*[百千]|.*百.*千", text):
        return below_ten_thousand(text[:-1]) * TENS[text[-1]]
    if not re.search("[0-9]", text):
        return Fraction(numeral(text))
    parts = [(figure, ten) for figure, ten in PART.findall(text) if figure or ten]
    return sum((Fraction(numeral(figure or "1")) * TENS.get(ten, 1) for figure, ten in parts), Fraction(0))


def minor_of(minor: re.Match[str] | None) -> Fraction:
    """The 角 and 分 after an amount, in yuan."""
    return Fraction(f"0.{numeral(minor['jiao'])}{numeral(minor['fen'] or '0')}") if minor else Fraction(0)


def shares(plain: str, context: AmountContext, totals: Totals) -> Iterator[Mention]:
    """The amounts that are given as a share of a total."""
    taken: set[int] = set()
    for start, end, share, total in [*shares_in_words(plain), *shares_by_name(plain, context)]:
        if not taken & set(range(start, end)):
            taken.update(range(start, end))
            yield Mention(start, end, of_total(share, total, totals, context.form_power))


def comparisons(plain: str, context: AmountContext, rows: Sequence[str]) -> Iterator[Mention]:
    """Mentions of another row or year as a share or a change: 培训占比7.5%, 较示例宣传少20%, 示例宣传的一半."""
    names = [re.escape(name) for row in rows if len(name := folded(row)) > 1]
    patterns = [SHARE_SAID, CHANGE_SAID, *([of_rows("|".join(names))] if names else [])]
    for pattern in patterns:
        for match in pattern.finditer(plain):
            clause = CLAUSE.split(plain[max(0, match.start() - REACH) : match.start()])[-1]
            words = clause + match[0] + ("" if HAN_CHARACTER.search(clause) else context.name)
            if pattern not in (SHARE_SAID, CHANGE_SAID) or FINANCIAL.search(words) or not NO_MONEY.search(words):
                yield Mention(*match.span(), None)
    if is_comparison(context.name) or (names and re.search(of_row("|".join(names)), context.name)):
        yield from (Mention(*match.span(), None) for match in ANY_FIGURE.finditer(plain))


def of_rows(names: str) -> re.Pattern[str]:
    """A share of one of some rows."""
    whole = "(?:的?(?:经费|资金|支出|预算|金额|投入|任务|项目))?"
    return re.compile(rf"(?:{names}){whole}(?:的|之)?(?:{CHANGED})?约?(?:{SHARE})")


def of_row(names: str) -> str:
    """A title that says that it compares with one of some rows: 培训为示例宣传的, 相当于示例宣传."""
    return rf"(?:为|是|占|约|等于|相当于|比|较|与|和)(?:{names})|(?:{names})的$"


def is_comparison(name: str) -> bool:
    """Whether a title is that of a share, a ratio or a change of money, or of what may be money."""
    is_named = SHARE_NAMED.search(name) is not None
    return is_named and (FINANCIAL.search(name) is not None or not NO_MONEY.search(name))


def shares_in_words(plain: str) -> Iterator[tuple[int, int, Fraction, str]]:
    """The shares next to the words for their total: 占项目支出的3.2%, 三成的项目支出."""
    for pattern in (SHARE_OF_WHOLE, WHOLE_AFTER_SHARE):
        for match in pattern.finditer(plain):
            yield *match.span(), share_of(match), match["whole"]


def shares_by_name(plain: str, context: AmountContext) -> Iterator[tuple[int, int, Fraction, str]]:
    """The shares in a cell whose name gives the total: 占项目支出比例."""
    if named := SHARE_NAME.search(context.name):
        for match in ANY_SHARE.finditer(plain):
            yield *match.span(), share_of(match), named["whole"]
        if context.unit in ("%", "‰"):
            size = 100 if context.unit == "%" else 1000
            for match in ANY_FIGURE.finditer(plain):
                yield *match.span(), whole(without_spaces(match[0])) / size, named["whole"]


def share_of(match: re.Match[str]) -> Fraction:
    """The share that a match of SHARE names."""
    if written := match["percent"]:
        return whole(re.sub(r"[\s%‰]", "", written)) / (1000 if "‰" in written else 100)
    if match["multiple"]:
        return whole(match["multiple"])
    if match["halves"] or match["decimal"]:
        return Fraction(match["decimal"] or "0.5")
    if match["tenths"]:
        return Fraction(numeral(match["tenths"])) / 10 + (Fraction(1, 20) if match["half"] else 0)
    if figure := match["hundredths"] or match["thousandths"]:
        return whole(figure) / (100 if match["hundredths"] else 1000)
    above, below = whole(match["above"] or match["over"]), whole(match["below"] or match["under"])
    return above / below if below else above


def of_total(share: Fraction, words: str, totals: Totals, power: int) -> Fraction | None:
    """The share of the one total that the words name, in yuan; None where they name none or several."""
    fitting = {Fraction(amount) for title, amount in totals if title and (title in words or words in title)}
    return share * fitting.pop() * 10**power if words and len(fitting) == 1 else None
