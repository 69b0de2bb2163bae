"""A made-up list of indicators of any length, in the files that the browser loads, and how long tasks take there."""

from collections.abc import Iterator
from pathlib import Path

from generator.output.exports.lists import OF_INDICATORS, RowSet, index_file, row_files
from generator.output.list_rows import INDICATOR_KEYS, Row

# Every task of the page longer than 50 ms, as the browser reports them.
WATCH = """
window.tasks = [];
new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration))))
  .observe({ type: "longtask", buffered: true });
"""
NAMES = (
    "养老床位",
    "道路养护",
    "校舍维修",
    "河道巡查",
    "档案整理",
    "普法宣讲",
    "困难救助",
    "文物修缮",
    "森林防火",
    "食品抽检",
)
UNITS = ("个", "次", "人次", "%")
OF_A_SET = 1_200


def made_up_row(number: int, city: str, year: int) -> Row:
    """One row; every number makes another name and target."""
    unit = UNITS[number % len(UNITS)]
    row = dict.fromkeys(INDICATOR_KEYS, "")
    return row | {
        "name": f"{NAMES[number % len(NAMES)]}第{number % 9_973}项",
        "about": f"反映{NAMES[number % 7]}年度计划的完成情况，按第{number % 641}号台账统计",
        "sign": "≥",
        "figure": str(number % 5_003),
        "measure_unit": unit,
        "page": f"made-up/bureau-{number % 60}/{year}/",
        "anchor": f"indicator-{number % 24}",
        "department": f"{city}第{number % 60}局",
        "year": str(year),
        "city": city,
        "second_level": "数量指标",
        "kind": "数量",
        "sign_word": "不低于",
        "measurable": "可衡量",
        "measure": f"{unit} {number % 5_003}",
    }


def made_up_sets(count: int) -> Iterator[RowSet]:
    """The rows by city and year."""
    for at in range(count // OF_A_SET):
        city, year = ("示例一市", "示例二市", f"第{at // 5}市")[min(at // 5, 2)], 2025 - at % 5
        rows = [(made_up_row(at * OF_A_SET + number, city, year), ()) for number in range(OF_A_SET)]
        yield RowSet(f"set-{at}", city, str(year), rows)


def write_list(site: Path, count: int) -> int:
    """Put a made-up list in the place of the indicators of a site; the size of its largest file."""
    sizes = []
    sets = [*made_up_sets(count)]
    files = [file for one in sets for file in row_files("indicators", OF_INDICATORS, one)]
    for path, content in (*files, index_file("indicators", OF_INDICATORS, (one.counted for one in sets))):
        # A file of a copy may be a link to that of the site.
        (site / path).unlink(missing_ok=True)
        (site / path).write_bytes(content)
        sizes.append(len(content))
    return max(sizes)
