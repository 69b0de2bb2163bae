"""Units of the forms: words, synonyms, factors, and the unit of a cell combined with its 每 and its column."""

import re
from dataclasses import dataclass
from decimal import Decimal

from generator.text.word_list import word_list, word_map

YUAN = {
    "元": 0, "百元": 2, "千元": 3, "万元": 4, "十万元": 5, "百万元": 6, "千万元": 7, "亿元": 8, "万亿元": 12,
}  # fmt: skip
FOREIGN_MONEY = word_list("美元 万美元 亿美元 欧元 万欧元 日元 港元 港币 万港元")
MONEY = (*YUAN, *FOREIGN_MONEY)
SHARES = word_list("% ‰ 百分点 千分点")
# The column 计量单位 of some forms says no more than that the figure is a part of something.
PARTS = word_list("比例 比率 比重 占比")
TIMES = word_list("""
    年 年度 学年 学期 季度 季 个月 旬 周 星期 天 日 工作日 自然日 日历天 小时 分钟 秒 毫秒 ms h min
""")
# People and bodies, then things and works, then measures.
COUNTS = word_list("""
    人 名 位 户 家 户次 家次 人次 人份 人天 人日 人月 人年 人时 名次
    对 组 队 班 班级 班次 岗 岗位 席 席位 床 床位 张床位
    学位 村 村居 镇 乡镇 街道 社区 县 县区 区县 区 校 所
    单位 企业 机构 部门 项目
    个 件 项 项目 宗 起 例 单 笔 票 份 份次 册 册次 本 篇 期
    版 稿 页 字 集 部 台 套 台套 台(套) 台/套 辆 艘 架 座 栋 幢
    间 处 处次 点位 站 网点 站点 条 块 片 张 幅 面 枚 支 只
    头 匹 尾 羽 株 棵 粒 盏 盆 根 杆 扇 口 眼 道 段 节 门
    款 种 盘 箱 标箱 标准箱 袋 桶 瓶 包 盒 罐 把 双 副 副本 层
    组次 批 批次 场 场次 次 件次 项次 频次 台次 台班 车次 航次 架次
    艘次 头次 辆次 例次 点次 剂 剂次 针次 头份 轮 轮次 届 遍 回 趟
    圈 首 孔 路 线 芯 端口 路数 卷 卷宗 档 盒次 课 课时 学时 节课 帧
    厂 店 馆 园 院 库 亩次 公里次 吨次 系统 平台 人·次 人/次
    基点 位次 等次 档次
    分 星 倍 度 瓦 千瓦 兆瓦 千瓦时 千伏 千伏安 伏 吨 公斤 千克 斤
    克 毫克 微克 吨公里 吨标准煤 标准煤 升 毫升 立方 方 立方米 立方厘米 立方公里
    平方米 平方 平方公里 平方千米 平方厘米 亩 公顷 米 公里 千米 厘米 毫米
    海里 延米 延长米 皮长公里 车道公里 摄氏度 分贝 赫兹 千赫 兆赫 帕 千帕 兆帕
    千焦 兆焦 流明 勒克斯 兆 像素 千字 卡 千卡
    km m cm mm kg g mg t L ml kW kWh kw kwh MW kV kVA G
    GB TB PB T MB M Mbps Gbps mg/L μg/立方米 mg/立方米 °C dB dB(A) Hz kHz
    MHz kPa MPa ppm
""")
# Words before 个 or a noun of time that add nothing.
SAME = word_map("""
    百分比=% 百分比(%)=% %(百分比)=% 百分数=% 个百分点=百分点 个工作日=工作日 个自然日=自然日
    个小时=小时 个年度=年度 个季度=季度 个学期=学期 个学年=学年 个星期=星期
    个基点=基点 个位次=位次 个等次=等次 个档次=档次 个名次=名次 个千分点=千分点 个课时=课时
    个周=周 个日历天=日历天 元人民币=元 万元人民币=万元
    亿元人民币=亿元 元整=元 万元整=万元 平米=平方米 平方=平方米 立方=立方米
    人/次=人次 人·次=人次 人民币元=元 圆=元 h=小时 min=分钟 km=公里 kw=千瓦 kW=千瓦
    kwh=千瓦时 kWh=千瓦时 MW=兆瓦 m=米 cm=厘米 mm=毫米 kg=公斤
    台(套)=台套 台/套=台套 °C=摄氏度 dB=分贝 Hz=赫兹 kHz=千赫 MHz=兆赫
""")
FACTORS = {"万亿": 12, "千亿": 11, "百亿": 10, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2}
NAMED_FACTOR = word_list("千瓦 千伏 千米 千克 千卡 千字 千元 千赫 千帕 千焦")

# Units of one measure with their exact figure in a base unit. A day may be one of work, and a mu is no round number of
# square metres.
BASE_UNITS = {
    "秒": ("秒", Decimal(1)), "分钟": ("秒", Decimal(60)), "小时": ("秒", Decimal(3600)),
    "毫米": ("毫米", Decimal(1)), "厘米": ("毫米", Decimal(10)), "米": ("毫米", Decimal(1000)),
    "公里": ("毫米", Decimal(10**6)), "千米": ("毫米", Decimal(10**6)),
    "字": ("字", Decimal(1)), "千字": ("字", Decimal(1000)),
    "克": ("克", Decimal(1)), "千克": ("克", Decimal(1000)), "公斤": ("克", Decimal(1000)), "吨": ("克", Decimal(10**6)),
    "平方米": ("平方米", Decimal(1)), "公顷": ("平方米", Decimal(10**4)), "平方公里": ("平方米", Decimal(10**6)),
    **{unit: ("元", Decimal(10**power)) for unit, power in YUAN.items()},
}  # fmt: skip
# Two spellings of one denominator.
SYNONYMS = word_map("年度=年 季度=季 月份=月 星期=周 日=天 名=人 位=人")
CONFLICT, REPEATED = ("unit-conflict",), ("unit-repeated",)


def any_of(*words: str) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


# 2县级 is no number of counties.
KNOWN = rf"(?:{any_of(*MONEY, *SHARES, *PARTS, *TIMES, *COUNTS, *SAME)})(?!级)"
# Nouns that are counted without a unit.
UNITS_OF_NOUNS = re.compile("场馆|周岁|岁")
# Units of things and events, behind which a noun says what they are: 5家企业, 3场以上活动.
CLASSIFIERS = word_list("""
    个 家 次 场 场次 期 项 件 份 篇 批 批次 处 座 台 套 辆 所 间 条 本 册 支 名 位 人次 轮 起 例 张 块 部 种 类
""")
FACTOR = any_of(*FACTORS)
# 度 may be a kilowatt-hour, a degree or a mark; 方 a cubic or a square metre.
UNCLEAR = ("度", "方")
# Not counted by the second word: either of two words for the same thing.
EITHER_WORD = word_list("册/份 份/册 本/册 册/本 个/次 场/次 次/场 批/次 期/次 人/户 件/项 个/项")  # fmt: skip
MORE = "[余多几]"
# What follows a figure: 万人次, 余元/平方米, (人数), 元每人每月. Alternatives are tried from the most telling.
UNIT = re.compile(
    rf"(?P<more>{MORE})?(?:"
    rf"(?P<plain>{KNOWN})(?P<times>(?:·(?:{KNOWN}|月))+)?|(?P<factor>{FACTOR})(?P<more_after>{MORE})?(?P<base>{KNOWN})?"
    r"|\((?!不?含|其中|按|以|约|即)(?P<bracketed>[^()0-9]{1,12})\))?"
    rf"(?P<more_last>余)?"
    r"(?P<per>(?:(?:/|每)\(?(?:半年|[A-Za-z一-龥·*/]{1,8}?)\)?(?=$|[/每,(]|[及或]?以[上下内]|之内|左右|的|标准|发放|计算))*)"
)
SPLIT_PER = re.compile(r"[/·*()每]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit word and the power of ten that its figures are multiplied by."""

    word: str = ""
    power: int = 0
    listed: bool = True

    @property
    def head(self) -> str:
        """The unit without its denominators: 元 of 元/人·月."""
        return self.word.partition("/")[0]

    @property
    def denominators(self) -> tuple[str, ...]:
        """The words that the unit is counted by: 人 and 月 of 元/人·月."""
        return tuple(part for part in self.word.partition("/")[2].split("·") if part)


NO_UNIT = Unit()


def unit_of(text: str) -> Unit:
    """The unit that a whole text names, such as a cell of the column 计量单位, already in plain form."""
    if not text:
        return NO_UNIT
    match = UNIT.fullmatch(text)
    return unit_from(match) if match else Unit(SAME.get(text, text), 0, False)


def unit_from(match: re.Match[str]) -> Unit:
    """The unit of a match of UNIT: 万人次 counts in 人次, 万元 stays 万元."""
    if bracketed := match["bracketed"]:
        return with_denominators(unit_of(bracketed), match["per"])
    if factor := match["factor"]:
        base = match["base"] or ""
        return with_denominators(Unit(SAME.get(base, base), FACTORS[factor]), match["per"])
    word = match["plain"] or ""
    return with_denominators(Unit(SAME.get(word, word) + (match["times"] or "")), match["per"])


def with_denominators(unit: Unit, per: str) -> Unit:
    """The unit with its denominators in one spelling: 元/人/月, 元每人每月 and 元/(人·月) are 元/人·月."""
    below = [part for part in SPLIT_PER.split(per) if part]
    if not below:
        return unit
    word = f"{unit.word}/{'·'.join(SAME.get(part, part) for part in below)}"
    # 人/次 is another spelling of 人次, 人每次 is not.
    return Unit(word if "每" in per else SAME.get(word, word), unit.power, unit.listed)


def scaled(figure: Decimal, power: int) -> Decimal:
    """The figure times a power of ten, exactly, and never in the notation with an E."""
    return Decimal(format(figure.scaleb(power), "f")) if power else figure


def in_yuan(figure: Decimal, unit: str) -> Decimal | None:
    """The amount in yuan of so many `unit`; None for a unit that is no plain amount of yuan."""
    return scaled(figure, YUAN[unit]) if unit in YUAN else None


def base_unit(unit: str) -> tuple[str, Decimal]:
    """The base unit of a measure and how many of it a unit is; a unit that is none of a measure is its own."""
    return BASE_UNITS.get(unit, (unit, Decimal(1)))


def kind_of(unit: Unit) -> str:
    """The kind of target that a figure in this unit is: a ratio, an amount of money or a quantity."""
    if unit.head in SHARES + PARTS:
        return "ratio"
    return "amount" if unit.head in MONEY else "quantity"


def with_per(unit: Unit, per: tuple[str, ...]) -> Unit:
    """The unit with the denominator that 每 named: 每年4次 is 4 次/年."""
    return Unit(f"{unit.head}/{'·'.join(per + unit.denominators)}", unit.power, unit.listed) if per else unit


def with_column(unit: Unit, per: tuple[str, ...], column: Unit) -> tuple[Unit, tuple[str, ...]]:
    """The unit of the cell, counted by `per`, merged with that of the column, and the flags of the merge.

    Where they may say different things the flag is unit-conflict: 0.5亿 under 万元, 5元 under 万元, 2次 under 次/年.
    """
    unit = with_per(unit, per)
    if unit.power and scale_of(unit.head) and not is_own_unit(unit.head):
        return unit, CONFLICT
    if column == NO_UNIT:
        return unit, () if unit.head else ("unit-missing",)
    return merge_repeated_unit(unit, column) if unit.head else complete_unit(unit, column)


def complete_unit(unit: Unit, column: Unit) -> tuple[Unit, tuple[str, ...]]:
    """The column's unit for a figure with no more than 万 or 每; a factor that both have is applied once.

    250万 under 万元 is 250 万元. 0.5亿 under 万元 may be 5000 or 0.5 万元; it is a conflict.
    """
    head = column.head
    power, scale = column.power, column.power or scale_of(head)
    flags: tuple[str, ...] = ()
    if unit.power and not scale:
        power = unit.power
    elif unit.power and not column.power and is_own_unit(head):
        power = unit.power
        flags = CONFLICT if head.startswith("千字") or unit.power <= scale else ()
    elif unit.power:
        flags = REPEATED if unit.power == scale else CONFLICT
    below, column_below = unit.denominators, column.denominators
    # 每人 under 元/人次 may be either; 每人 under 元/月 is both.
    if not (denominators_agree(below, column_below) or set("".join(below)).isdisjoint("".join(column_below))):
        flags = CONFLICT
    return Unit(counted_by(head, below, column_below), power, column.listed), flags


def merge_repeated_unit(unit: Unit, column: Unit) -> tuple[Unit, tuple[str, ...]]:
    """The unit of a cell that names it completely, where the column says the same or only the unit below its 万."""
    below, column_below = unit.denominators, column.denominators
    is_same = (unit.head, unit.power) == (column.head, column.power)
    is_scaled = column.power == 0 and (
        (unit.power > 0 and unit.head == column.head) or (column.head == "元" and YUAN.get(unit.head, 0) > 0)
    )
    if not (is_same or is_scaled) or not denominators_agree(below, column_below):
        return unit, CONFLICT
    pair = (below, column_below) if len(below) > len(column_below) else (column_below, below)
    return Unit(counted_by(unit.head, *pair), unit.power, unit.listed), REPEATED


def denominators_agree(below: tuple[str, ...], column: tuple[str, ...]) -> bool:
    """Whether the denominators of cell and column are equal, or that of the cell is more precise."""
    ours, theirs = ({SYNONYMS.get(word, word) for word in words} for words in (below, column))
    return ours >= theirs or (bool(ours) and ours <= theirs)


def counted_by(head: str, first: tuple[str, ...], second: tuple[str, ...]) -> str:
    """The unit word counted by the words of both, each once."""
    counted = {SYNONYMS.get(part, part) for part in first}
    below = [*first, *(part for part in second if SYNONYMS.get(part, part) not in counted)]
    return f"{head}/{'·'.join(below)}" if below else head


def scale_of(head: str) -> int:
    """The power of ten that a unit word begins with: 4 of 万元, 3 of 千字; 0 where it begins with none."""
    if head not in MONEY and not head.startswith(NAMED_FACTOR):
        return 0
    return next((power for factor, power in FACTORS.items() if head.startswith(factor)), 0)


def is_own_unit(head: str) -> bool:
    """Whether the 千 of a unit belongs to its name, as in 千瓦."""
    return head not in MONEY and head.startswith(NAMED_FACTOR)
