"""A made-up site project of any size, for looking at large sites and for measuring: the same bytes for the same size.

    python tests/bench/corpus.py 300 FOLDER

Cities of twenty departments with five years each; a record has about 15 tasks and 25 indicators, most of them the same
from year to year with other figures. Names of places are made up and say so; the words are those of such tables
everywhere. The first record of a site is as long as records get: 40 tasks, 60 indicators, names of 40 characters,
amounts of twelve digits. One form of the first city has its amounts in 元 although it says 万元.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEPARTMENTS = 20
YEARS = range(2021, 2026)

BUREAUS = (
    "教育局", "民政局", "司法局", "财政局", "水利局", "商务局", "审计局", "统计局", "信访局", "林业局", "体育局",
    "气象局", "档案馆", "图书馆", "博物馆", "生态环境局", "交通运输局", "农业农村局", "卫生健康局", "文化旅游局",
    "应急管理局", "市场监督管理局", "医疗保障局", "退役军人事务局", "自然资源局", "住房城乡建设局", "城市管理局",
    "人力资源社会保障局", "科学技术局", "工业信息化局",
)  # fmt: skip
PROVINCES = (
    *(11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54),
    *(61, 62, 63, 64, 65),
)
# The department of the first city and the year whose amounts are in 元.
IN_YUAN = ("财政局", 2022)
# The shares of its tasks and of its indicators that a department has again each year.
SAME_TASKS, SAME_INDICATORS = 0.6, 0.75
ACTIONS = (
    "开展", "推进", "完善", "落实", "加强", "实施", "组织", "做好", "保障", "深化", "提升", "支持",
)  # fmt: skip
OBJECTS = (
    "基层治理", "惠民补助", "设施维护", "人才培养", "普法宣传", "信息系统运行", "公共服务", "安全生产检查",
    "环境整治", "河道管护", "农田改造", "校舍维修", "疫病防控", "文物保护", "图书采购", "道路养护", "防汛抢险",
    "困难群众救助", "就业培训", "食品抽检", "群众体育", "统计调查", "档案数字化", "法律援助", "森林防火", "公共卫生",
    "养老服务", "残疾人康复", "数据治理", "招商推介", "预算评审", "村级活动",
)  # fmt: skip
KINDS = (
    "专项经费", "工作经费", "补助资金", "项目", "工程", "服务采购", "奖补资金",
)  # fmt: skip
SENTENCES = (
    "按照年度工作安排，分批组织{a}，覆盖全市各县区，做到任务到人、责任到岗、进度按月通报",
    "委托有资质的单位承担{a}的具体工作，签订合同，明确质量要求、交付时间和付款节点",
    "对列入计划的{a}逐项建立台账，开展不少于两次现场检查，发现问题限期整改",
    "面向基层群众提供{a}，公开办事指南和监督电话，及时回应群众关切",
    "购置必要的设备和材料，用于{a}，登记入账，专人保管，定期盘点",
)
RESULTS = (
    "按期完成年度任务，群众获得感增强",
    "资金使用规范，项目按计划验收",
    "服务水平稳步提高，投诉明显减少",
    "形成可以推广的做法，长期发挥作用",
)
GOALS = (
    "围绕中心工作，统筹推进{a}和{b}，确保年度目标任务全面完成",
    "健全{a}长效机制，补齐短板弱项，提高公共资金使用效益",
    "聚焦群众急难愁盼，办好{a}、{b}等民生实事",
    "规范预算执行，严格绩效管理，保障{a}各项支出及时到位",
)
# Family, type, name, targets.
INDICATORS = (
    ("产出指标", "数量指标", "{a}数量", ("{n}个", "≥{n}次", "{n}场次", "约{n}人次", "{n}")),
    ("产出指标", "数量指标", "{a}参加人数", ("≥{n}人次", "{n}人", "约{n}人")),
    ("产出指标", "质量指标", "{a}验收合格率", ("100%", "≥{p}%", "≧{p}%")),
    ("产出指标", "质量指标", "{a}达标情况", ("达标", "符合要求", "≥{p}%")),
    ("产出指标", "时效指标", "{a}完成及时率", ("≥{p}%", "100%", "当年完成")),
    ("产出指标", "时效指标", "{a}完成时间", ("{y}年12月底前", "{y}年1月至12月完成", "当年完成")),
    ("产出指标", "成本指标", "{a}成本", ("≤{m}万元", "{m}万元", "不超预算")),
    ("效益指标", "经济效益指标", "{a}带动投入", ("≥{m}万元", "稳步提高", "无")),
    ("效益指标", "社会效益指标", "{a}覆盖率", ("≥{p}%", "{p}%", "进一步扩大")),
    ("效益指标", "社会效益指标", "{a}知晓率", ("≥{p}%", "逐步提高")),
    ("效益指标", "生态效益指标", "{a}环境改善程度", ("明显改善", "无", "")),
    ("效益指标", "可持续影响指标", "{a}长效机制", ("建立健全", "持续发挥作用", "中长期")),
    ("满意度指标", "服务对象满意度指标", "{a}服务对象满意度", ("≥{p}%", "≥90%", "{p}%")),
)
DEFINITIONS = (
    "反映{a}年度计划的完成情况，按验收单和台账统计",
    "实际完成的{a}占计划的比重，由主管科室汇总",
    "年底由第三方抽样调查{a}的情况，样本不少于三百份",
)
LONG = "关于统筹推进全市基层公共服务设施提质改造与长效运行管护若干具体工作任务的年度安排"


def quoted(text: str) -> str:
    """The text as a quoted YAML scalar; an empty one is left blank."""
    return f'"{text}"' if text else ""


def number(index: int) -> str:
    """A number in Chinese digits, one character for each digit."""
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(index))


def amount(hundredths: int) -> str:
    """An amount of 万元 as tables write it, without the zeros that nobody writes."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def files(size: int) -> Iterator[tuple[str, str]]:
    """Path and text of every file of a site project with so many records."""
    yield "site_config.yml", (ROOT / "site_config.yml").read_text(encoding="utf-8")
    for page in (*sorted((ROOT / "generator/starter/content/pages").iterdir()), ROOT / "content/pages/glossary.md"):
        yield f"content/pages/{page.name}", page.read_text(encoding="utf-8")
    per_city = DEPARTMENTS * len(YEARS)
    for index in range(-(-size // per_city)):
        yield from city_files(index, min(per_city, size - index * per_city))


def city_files(index: int, size: int) -> Iterator[tuple[str, str]]:
    """The files of one city, with so many records."""
    city = f"示例{number(index + 1)}市"
    slug = f"content/city-{index + 1:04d}"
    names = [f"{city}{bureau}" for bureau in BUREAUS[:DEPARTMENTS]]
    roster = "".join(f"  - {name}\n" for name in names)
    # No place has the figures 55 to 89 behind those of its province.
    code = f"{PROVINCES[index // 35]}{index % 35 + 55}00"
    yield (
        f"{slug}/jurisdiction.yml",
        (
            f"name: {city}\nshort_name: 示例{number(index + 1)}\nlevel: 地级市\ncode: {code}\n"
            f"finance_bureau: {city}财政局\nroster:\n{roster}"
        ),
    )
    for at, name in enumerate(names[: -(-size // len(YEARS))]):
        bureau = name.removeprefix(city)
        folder = f"{slug}/bureau-{at + 1:02d}"
        yield f"{folder}/department.yml", f"name: {name}\nshort_names:\n  - 市{bureau}\npeer_group: {bureau}\n"
        for year in list(YEARS)[: size - at * len(YEARS)]:
            yield (
                f"{folder}/{year}.yml",
                record(name, year, index == 0 and at == 0, index == 0 and bureau == IN_YUAN[0]),
            )


def record(department: str, year: int, is_extreme: bool, may_use_yuan: bool) -> str:
    """One record; an extreme one is as long as records get; one of them may have its amounts in 元."""
    rng, fixed_rng = random.Random(f"{department}{year}"), random.Random(department)
    is_long = is_extreme and year == YEARS[0]
    topics = fixed_rng.sample(OBJECTS, 8)
    same_names = [
        f"{fixed_rng.choice(ACTIONS)}{topics[at % 8]}{fixed_rng.choice(KINDS)}（{number(at + 1)}）" for at in range(19)
    ]
    scale = 10**7 if is_long else 10**4 if may_use_yuan and year == IN_YUAN[1] else 1
    amounts = [rng.randrange(300, 90000) * scale for _ in range(40 if is_long else rng.randrange(11, 19))]
    project = sum(amounts) if rng.random() < 0.6 else sum(amounts) + rng.randrange(1000, 50000)
    basic = rng.randrange(20000, 900000) * scale
    lines = [
        f"title: {year}年市级部门整体预算绩效目标表",
        "unit: 万元",
        f"department: {department}",
        "supervisor:",
        f"staff:\n  in_service: {rng.randrange(12, 400)}\n  retired: {rng.randrange(0, 200)}",
        f"budget:\n  by_type:\n    basic: {amount(basic)}\n    project: {amount(project)}",
        f"  by_source:\n    fiscal: {amount(basic + project)}\n    other: 0",
        "goal: |",
        *(f"  {at}. {text}；" for at, text in enumerate(goals(rng, topics), 1)),
        "tasks:\n  key:",
    ]
    for at, cost in enumerate(amounts):
        topic = topics[at % len(topics)]
        name = LONG if is_long and at < 3 else f"{rng.choice(ACTIONS)}{topic}{rng.choice(KINDS)}"
        name = same_names[at] if not is_long and rng.random() < SAME_TASKS else f"{name}（{number(at + 1)}）"
        lines += [
            f"    - name: {quoted(name)}",
            f"      content: {quoted(joined_sentences(SENTENCES, 4, rng, topic))}",
            f"      amount: {amount(cost)}",
            f"      expected: {quoted(joined_sentences(RESULTS, 2, rng, topic))}",
        ]
    lines.append("indicators:")
    for row in indicators(rng, fixed_rng, topics, year, 60 if is_long else rng.randrange(20, 31)):
        lines += [
            f"  - family: {row[0]}",
            *(f"    {key}: {quoted(text)}" for key, text in zip(KEYS, row[1:], strict=True)),
        ]
    published = f"{year}-{rng.randrange(2, 5):02d}-{rng.randrange(1, 28):02d}"
    lines += [
        "framework: before-101",
        f"source:\n  title: {department}{year}年部门预算\n  number:\n  pages:\n  url:\n  sha256:",
        f"disclosure:\n  attribute: 主动公开\n  approved_on: {year}-02-01\n  published_on: {published}",
        f"  budget_published_on: {published}\n  issuer: {department}\n  index_number:",
        f"review:\n  by: {department}保密审查小组\n  on: {year}-02-01\n  conclusion: 同意公开",
    ]
    return "\n".join(lines) + "\n"


KEYS = ("type", "name", "definition", "target")


def joined_sentences(sentences: tuple[str, ...], count: int, rng: random.Random, topic: str) -> str:
    """Some sentences about one topic, joined."""
    return "；".join(rng.sample(sentences, count)).format(a=topic)


def goals(rng: random.Random, topics: list[str]) -> list[str]:
    """The numbered goals of a record."""
    return [text.format(a=rng.choice(topics), b=rng.choice(topics)) for text in rng.sample(GOALS, 4)]


def indicators(
    rng: random.Random, fixed_rng: random.Random, topics: list[str], year: int, count: int
) -> list[tuple[str, ...]]:
    """The rows of the indicator table in the order of the form: most of them those of every year, with new figures."""
    pairs = [(row, topic) for row in range(len(INDICATORS)) for topic in topics]
    fixed_rng.shuffle(pairs)
    definitions = [fixed_rng.choice(DEFINITIONS) for _ in INDICATORS]
    target_texts = [fixed_rng.choice(targets) for *_, targets in INDICATORS]
    first = [pair for pair in pairs[:count] if rng.random() < SAME_INDICATORS]
    pairs = sorted([*first, *rng.sample(pairs[count:], min(count - len(first), len(pairs) - count))])
    rows = []
    for row, topic in pairs:
        family, kind, name, _ = INDICATORS[row]
        values = {
            "n": rng.randrange(1, 500),
            "p": rng.randrange(80, 100),
            "m": rng.randrange(5, 900),
            "y": year,
        }
        texts = (name, definitions[row], target_texts[row])
        rows.append((family, kind, *(text.format(a=topic, **values) for text in texts)))
    return rows


def write(size: int, folder: Path) -> None:
    """Write a site project with so many records."""
    for path, text in files(size):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
