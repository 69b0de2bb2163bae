"""Life after approval: what is registered, which changes are accounted for, and what of it the page tells."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from corpora import corpus_facts, loaded_corpus
from prose_pages import add_prose_pages
from reading import GOOD, HERE, RECORD, good_text, project, record_of

from generator.analysis.rules import examine, remark
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.check import check_path
from generator.cli.main import main
from generator.content.adjustments import anchor_of, cell_path, is_withheld, named_path, nearest_cell
from generator.content.loader import Loader, load_corpus
from generator.content.register import Version, history_of, register_state
from generator.forms.cells import cell_texts, digest
from generator.forms.fields import title_of
from generator.forms.model import Record
from generator.problems import ContentError, HostError
from generator.system.manifest import Revision
from generator.words import format_problem

pytestmark = pytest.mark.usefixtures("shared_results")

__all__ = ["project"]
OURS = HERE.parent
PATH = "shili/jiaoyuju/2026/"
REGISTER = "content/register.yml"
FIRST = "2026-03-05"
HEAD = """
adjustments:
"""
ADJUSTED = """  - document: 示财绩〔2026〕9号
    date: 2026-09-0{day}
    reason: 年中调整预算
    changes:
      - cell: {cell}
        before: {before}
        after: {after}
"""


def good(*changes: tuple[str, str], adjustments: tuple[tuple[str, str, str], ...] = ()) -> str:
    """The good record with pieces replaced, and with adjustments of a cell from one text to another."""
    text = good_text()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    told = [
        ADJUSTED.format(day=day, cell=cell, before=before, after=after)
        for day, (cell, before, after) in enumerate(adjustments, 1)
    ]
    return text + (HEAD if told else "") + "".join(told)


def record(text: str) -> Record:
    """The record that a text holds."""
    found, problems = record_of(text)
    assert found and problems == []
    return found


def version(text: str, told: int = 0) -> Version:
    """A record as it was registered."""
    return Version(digest(cell_texts(record(text))), date.fromisoformat(FIRST), told)


SCHOOLS = ("target: 42", "target: 45")
MORE_SCHOOLS = ("target: 42", "target: 48")
TARGET = "绩效指标 第1行 指标值"
REPAIR = ("amount: 300.5", "amount: 310.5")
# The pages that tell of a form that was withdrawn.
PAGES = ("changes", "disclosure", "disclosure/shili")
AMOUNT = "任务 年度重点工作任务 第1行 拟投入的资金"
NO_ROW = (
    "    - name: 教师培训\n      content: 培训教师1600人次\n      amount: 40.30\n      expected: 教师水平提高\n",
    "",
)
ROW = "任务 年度重点工作任务 第2行"


def test_the_register_of_our_own_forms_is_up_to_date() -> None:
    found = {
        source.path: (register_state(source.record, source.registered).state, str(source.registered[0].first_seen))
        for source in loaded_corpus(OURS).forms
    }
    first = {
        "jieyang/zhengfawei/2022/": "2026-11-29",
        "zhanjiang/jiwei/2021/": "2026-11-22",
        "zhanjiang/zhengfawei/2021/": "2026-11-22",
    }
    assert len(found) > len(first)
    assert found == {path: ("unchanged", first.get(path, "2026-11-30")) for path in found}


def test_every_cell_counts_and_nothing_else_does() -> None:
    texts = cell_texts(record(good_text()))
    assert {digest(texts | {path: f"{text}0"}) for path, text in texts.items()}.isdisjoint({digest(texts)})
    ours = [
        ("  - 原表的合并单元格按顺序补全到每一行。", "  - 另一句。"),
        ("conclusion: 同意公开", "conclusion: 同意公开\n  remarks: 逐字看过"),
        ("published_on: 2026-03-05", "published_on: 2026-03-06"),
        ("pages: 12-15", "pages: 12-16"),
        ("framework: before-101", "framework: after-101"),
        ("    weight: 10\n", "    weight: 10\n    earlier: 无\n"),
    ]
    assert {digest(cell_texts(record(good(change)))) for change in ours} == {digest(texts)}


@pytest.mark.parametrize(
    "change",
    [
        ("supervisor:\n", "supervisor: 无\n"),
        ("amount: 40.30", "amount: 40.3"),
        ("transfers: 无", "transfers: 0"),
        ("subordinate_units: 12\n", ""),
        ("  other:\n    - name: 无\n      content: 无\n      amount: 0\n      expected: 无\n", "  other: []\n"),
        ("  other:\n    - name: 无\n      content: 无\n      amount: 0\n      expected: 无\n", ""),
        ("改善办学条件，校舍安全。", "改善办学条件,校舍安全。"),
    ],
)
def test_small_changes_are_changes(change: tuple[str, str]) -> None:
    first = (version(good_text()),)
    assert register_state(record(good(change)), first).state == "changed"


def test_every_cell_can_be_named_in_the_words_of_the_form() -> None:
    for source in loaded_corpus(OURS).forms:
        paths, shape = cell_texts(source.record), type(source.record)
        assert [path for path in paths if named_path(title_of(shape, *path), shape, paths) != path] == []


@pytest.mark.parametrize(
    ("words", "expected", "anchor"),
    [
        (TARGET, ("indicators", 0, "target"), "indicator-1"),
        ("绩效指标第4行指标值", ("indicators", 3, "target"), "indicator-4"),
        ("绩效指标 第9行", ("indicators", 8), "indicators"),
        ("绩效指标 第1行 三级指标", ("indicators", 0, "name"), "indicator-1"),
        ("绩效指标 第1行 三级指标解释", ("indicators", 0, "definition"), "indicator-1"),
        ("任务 其他需完成的任务 第1行 名称", ("tasks", "other", 0, "name"), "task-3"),
        ("任务 不公开各项合计", ("tasks", "withheld_total"), "tasks"),
        ("预算整体情况 按支出类型划分 项目支出", ("budget", "by_type", "project"), "by-type-project"),
        ("预算整体情况 按收入来源划分", ("budget", "by_source"), "by-source"),
        ("总体绩效目标", ("goal",), "goal"),
        ("主管部门名称", ("supervisor",), "supervisor"),
        ("财政供养人员数", ("staff", "total"), "staff"),
        ("财政供养人员数 在职人数", ("staff", "in_service"), "staff"),
        ("绩效指标 第0行", None, "summary"),
        ("绩效指标 第1行 可公开的决定", None, "summary"),
        ("指标值", None, "summary"),
        ("", None, "summary"),
    ],
)
def test_words_lead_to_cells(words: str, expected: object, anchor: str) -> None:
    assert cell_path(words) == expected
    assert anchor_of(words, record(good_text())) == anchor


@pytest.mark.parametrize(
    ("text", "versions", "expected"),
    [
        (good(), (), "unregistered"),
        (good(), (version(good()),), "unchanged"),
        (good(SCHOOLS), (version(good()),), "changed"),
        (good(SCHOOLS, adjustments=((TARGET, "42", "45"),)), (version(good()),), "adjusted"),
        # One of two changes is told.
        (good(SCHOOLS, REPAIR, adjustments=((TARGET, "42", "45"),)), (version(good()),), "changed"),
        # What is told does not fit: another text before, another after, nothing changed at all.
        (good(SCHOOLS, adjustments=((TARGET, "40", "45"),)), (version(good()),), "changed"),
        (good(SCHOOLS, adjustments=((TARGET, "42", "46"),)), (version(good()),), "changed"),
        (good(adjustments=((TARGET, "42", "45"),)), (version(good()),), "changed"),
        # Twice the same cell, and there and back.
        (good(MORE_SCHOOLS, adjustments=((TARGET, "42", "45"), (TARGET, "45", "48"))), (version(good()),), "adjusted"),
        (good(adjustments=((TARGET, "42", "45"), (TARGET, "45", "42"))), (version(good()),), "adjusted"),
        # A figure with the digits it was written with.
        (good(REPAIR, adjustments=((AMOUNT, "300.5", "310.5"),)), (version(good()),), "adjusted"),
        (good(REPAIR, adjustments=((AMOUNT, "300.50", "310.5"),)), (version(good()),), "changed"),
        # A row that is gone has to be registered; then it stands, and so does what is adjusted after it.
        (good(NO_ROW, adjustments=((ROW, "教师培训，40.30", ""),)), (version(good()),), "changed"),
        (
            good(NO_ROW, adjustments=((ROW, "教师培训，40.30", ""),)),
            (version(good()), version(good(NO_ROW), 1)),
            "adjusted",
        ),
        (
            good(NO_ROW, SCHOOLS, adjustments=((ROW, "教师培训，40.30", ""), (TARGET, "42", "45"))),
            (version(good()), version(good(NO_ROW), 1)),
            "adjusted",
        ),
        (good(NO_ROW, SCHOOLS, adjustments=((ROW, "", ""),)), (version(good()), version(good(NO_ROW), 1)), "changed"),
        # What was told once may not be forgotten, not even where the first text is back.
        (good(SCHOOLS), (version(good()), version(good(SCHOOLS), 1)), "changed"),
        (good(), (version(good()), version(good(SCHOOLS), 1)), "changed"),
        # Registered late, with an adjustment already told.
        (good(SCHOOLS, adjustments=((TARGET, "42", "45"),)), (version(good(SCHOOLS), 1),), "adjusted"),
    ],
)
def test_standing(text: str, versions: tuple[Version, ...], expected: str) -> None:
    assert register_state(record(text), versions).state == expected


def test_the_history_tells_the_newest_first() -> None:
    text = good(MORE_SCHOOLS, adjustments=((TARGET, "42", "45"), (TARGET, "45", "48")))
    history = history_of(record(text), (version(good()),))
    assert history
    told = [
        (str(entry.date), change.before, change.after, anchor)
        for entry, changes in history.adjustments
        for change, anchor in changes
    ]
    assert told == [("2026-09-02", "45", "48", "indicator-1"), ("2026-09-01", "42", "45", "indicator-1")]
    assert history_of(record(good()), ()) is None


REMARKS = """
as_published:
  - rule: {rule}
    note: 原表如此
    confirmed_on: 2026-05-01
    by: 编者
replies:
  - rule: V10
    text: 另有说明
    by: 示例市教育局
    on: 2026-06-01
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (good(adjustments=((TARGET, "40", "42"),)), []),
        (good() + REMARKS.format(rule="V43"), []),
        (good(adjustments=(("绩效指标 第1行 目标", "40", "42"),)), ["E331"]),
        (good(adjustments=(("来源 原文标题", "40", "42"),)), ["E331"]),
        (good() + HEAD + ADJUSTED.partition("      - cell")[0].format(day=1), ["E303"]),
        (good() + REMARKS.format(rule="第十条"), ["E332"]),
        (good() + "\nadjustments:\n  - document: 示财绩〔2026〕9号\n", ["E301", "E301", "E301"]),
    ],
)
def test_what_is_wrong_with_an_adjustment(project: Path, text: str, expected: list[str]) -> None:
    (project / RECORD).write_text(text, encoding="utf-8")
    reader = Loader(project)
    reader.corpus()
    assert [problem.code for problem in reader.problems] == expected


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("指标 第1行 指标值", "绩效指标 第1行 指标值"),
        ("绩效指标 第2行 目标值", "绩效指标 第2行 指标值"),
        ("绩效指标第1行 目标", "绩效指标 第1行 指标值"),
        ("项目支出", "预算整体情况 按支出类型划分 项目支出"),
        ("预算 基本支出", "预算整体情况 按支出类型划分 基本支出"),
        ("总体目标", "总体绩效目标"),
        ("任务 年度重点任务 第2行", "任务 年度重点工作任务 第2行"),
        ("随便什么", ""),
    ],
)
def test_a_cell_that_no_form_has_is_told_with_the_nearest(words: str, near: str) -> None:
    assert nearest_cell(words, record(good())) == near


WITHHELD = "content/shili/gongyuanju/2025.yml"


@pytest.mark.parametrize(
    ("adjustments", "codes"),
    [
        # An amount that the form does not publish has to be compared with the withheld ones.
        ((("绩效指标 第1行 指标值", "7元", "8元/平方米"),), {"S405"}),
        ((("绩效指标 第1行 三级指标", "花木养护", "花木养护单价"),), set()),
        ((("任务 年度重点工作任务 第2行", "", "依规不公开"),), set()),
        ((("任务 年度重点工作任务 第2行", "", "不公开"),), {"S406"}),
        ((("任务 年度重点工作任务 第2行 名称", "某某工程", "依规不公开"),), {"S406"}),
        ((("任务 年度重点工作任务 第2行 拟投入的资金", "45", "依规不公开"),), {"S406"}),
        ((("任务 年度重点工作任务 第2行 拟投入的资金", "45", "50"),), {"S406"}),
        ((("任务 年度重点工作任务", "45", "涉密，不公开"),), {"S401"}),
        ((("任务 年度重点工作任务 第1行 拟投入的资金", "45", "不予公开"),), {"S406"}),
        ((("任务 年度重点工作任务 第1行 名称", "某某工程", "按规定不公开"),), {"S406"}),
        ((("绩效指标 第1行 指标值", "45", "＊＊＊"),), {"S406"}),
        ((("绩效指标 第1行", "不宜公开", "45"),), {"S401"}),
        ((("总体绩效目标", "不对外公开", "绿化"),), {"S401"}),
        ((("任务 年度重点工作任务 第2行", "八十万元的一项", ""),), {"S405", "S406"}),
        ((("预算整体情况 按支出类型划分 项目支出", "1200000", "1234567.89"),), set()),
        ((("任务 年度重点工作任务 第9行 拟投入的资金", "45", "50"),), {"S406"}),
        ((("绩效指标 第90行", "一条", ""),), {"S406"}),
        (
            (
                ("任务 年度重点工作任务 第2行", "", "依规不公开"),
                ("任务 不公开各项合计", "150000", "200000"),
            ),
            {"S406"},
        ),
        (
            (
                ("任务 年度重点工作任务 第2行", "", "依规不公开"),
                ("预算整体情况 按支出类型划分 项目支出", "1184567.89", "1234567.89"),
            ),
            {"S406"},
        ),
    ],
)
def test_the_history_gives_nothing_withheld_away(
    project: Path, adjustments: tuple[tuple[str, str, str], ...], codes: set[str]
) -> None:
    told = [
        ADJUSTED.format(day=day, cell=cell, before=before, after=after)
        for day, (cell, before, after) in enumerate(adjustments, 1)
    ]
    with (project / WITHHELD).open("a", encoding="utf-8") as file:
        file.write(HEAD + "".join(told))
    reader = Loader(project)
    reader.corpus()
    assert {problem.code for problem in reader.holds} == codes
    assert all(problem.seen is None for problem in reader.holds)


UNSAID = (
    "依規不公開", "不公開", "〔已遮盖〕", "不能公开", "不应公开", "不可公开",
    "不再公开", "不予以公开", "无法公开", "不披露", "不列示", "不显示",
    "已隐藏", "已删去", "从略", "（略）", "金额略", "限制公开",
    "豁免公开", "免予公开", "暂缓公开", "不<b></b>公开", "不&#20844;开", "不·公·开",
    "■", "×", "＊", "另行报送",
    "根据保密审查小组二〇二六年一月十五日作出的决定，这一格的文字按照规定不予对外公开，原文另存",
)  # fmt: skip
SAID = ("42处", "公开招标3次", "信息公开率100%", "x光机2台", "政务公开专栏", "主动公开12条", "5×8米", "")


@pytest.mark.parametrize(("text", "expected"), [*((text, True) for text in UNSAID), *((text, False) for text in SAID)])
def test_words_that_say_that_a_text_is_not_said(text: str, expected: bool) -> None:
    assert is_withheld(text) is expected


LINE = f"  - shili/jiaoyuju/2026 2026-03-05 {'0' * 64}"
WITHDRAWN = "  - shili/jiaoyuju/2026 2026-09-02 撤下"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"records:\n{LINE}\n", ""),
        (f"records:\n{LINE}\n{LINE} 1\n", ""),
        (f"records:\n{LINE}\n{WITHDRAWN}\n", ""),
        (f"records:\n{LINE}\n{WITHDRAWN}\n{LINE}\n", ""),
        (f"records:\n{WITHDRAWN}\n", "E333 2"),
        (f"records:\n{LINE}\n{WITHDRAWN}\n{WITHDRAWN}\n", "E333 4"),
        (f"records:\n{LINE.replace('2026 ', '1926 ')}\n", ""),
        ("records:\n", ""),
        (f"records:\n{LINE.replace('/2026', '')}\n", "E333 2"),
        (f"records:\n{LINE}\n{LINE.replace('shili', '/shili')}\n", "E333 3"),
        (f"records:\n{LINE}0\n", "E333 2"),
        (f"records:\n{LINE} 0\n", "E333 2"),
        (f"records:\n{LINE} me\n", "E333 2"),
        (f"records:\n{LINE.replace('2026-03-05', '3月5日')}\n", "E333 2"),
        (f"records:\n{LINE.replace('2026-03-05', '2026-02-30')}\n", "E206 2"),
        (f"records:\n  - shili: {LINE[4:]}\n", "E302 2"),
        (f"record:\n{LINE}\n", "E301 1, E305 1"),
        ("records: [\n", "E100 2"),
    ],
)
def test_the_register_is_read_strictly(project: Path, text: str, expected: str) -> None:
    (project / REGISTER).write_text(text, encoding="utf-8")
    found = []
    try:
        load_corpus(project)
    except ContentError as refusal:
        assert {problem.place.path for problem in refusal.problems} == {REGISTER}
        found = sorted(f"{problem.code} {problem.place.line}" for problem in refusal.problems)
    assert ", ".join(found) == expected


def register(project: Path, *words: str) -> Result:
    """The command as a person gives it."""
    return CliRunner().invoke(main, ["register", "--root", str(project), *words])


def written(project: Path) -> list[tuple[str, list[tuple[str, int]]]]:
    """What the register says: for each record the days and the adjustments told of."""
    reader = Loader(project)
    reader.register(project / REGISTER)
    assert reader.problems == []
    return [
        (path, [(str(version.first_seen), version.adjustments) for version in versions])
        for path, versions in reader.registered.items()
    ]


def test_records_are_registered_once(project: Path) -> None:
    first = register(project, "--date", "2026-03-05")
    assert first.exit_code == 0, first.output
    bytes_then = (project / REGISTER).read_bytes()
    assert written(project) == [
        ("shili/gongyuanju/2025/", [("2026-03-05", 0)]),
        ("shili/jiaoyuju/2026/", [("2026-03-05", 0)]),
    ]
    again = register(project, "--date", "2026-12-31")
    assert (again.exit_code, again.output) == (0, "没有要登记的：2 份表都与登记的相同。\n")
    assert (project / REGISTER).read_bytes() == bytes_then
    assert sorted(path.name for path in (project / "content").iterdir() if path.is_file()) == ["register.yml"]


def test_a_change_nobody_tells_of_is_refused_and_nothing_is_written(project: Path) -> None:
    register(project, "--date", "2026-03-05")
    before = (project / REGISTER).read_bytes()
    (project / RECORD).write_text(good(SCHOOLS), encoding="utf-8")
    (project / "content/shili/jiaoyuju/2025.yml").write_text(good(), encoding="utf-8")
    refused = register(project, "--date", "2026-09-02")
    assert refused.exit_code == 1
    assert f"{RECORD}:1:1: 内容与 2026-03-05 登记的不同" in refused.stderr.replace("\n", "")
    assert (project / REGISTER).read_bytes() == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (good(SCHOOLS, adjustments=((TARGET, "42", "45"),)), 0),
        (good(NO_ROW, adjustments=((ROW, "教师培训，40.30", ""),)), 0),
        (good(NO_ROW, adjustments=((TARGET, "42", "45"),)), 1),
    ],
)
def test_an_adjusted_record_is_registered_anew(project: Path, text: str, expected: int) -> None:
    register(project, "--date", "2026-03-05")
    (project / RECORD).write_text(text, encoding="utf-8")
    assert register(project, "--date", "2026-09-02").exit_code == expected
    versions = [("2026-03-05", 0)] + [("2026-09-02", 1)] * (not expected)
    assert written(project)[1] == (PATH, versions)
    if not expected:
        source = next(source for source in load_corpus(project).records if source.path == PATH)
        assert register_state(source.record, source.registered).state == "adjusted"


def test_a_record_that_is_gone_stays_in_the_register(project: Path) -> None:
    register(project, "--date", "2026-03-05")
    folder = project / "content/shili"
    shutil.copytree(folder, project / "content/lingshi")
    other = project / "content/lingshi/jurisdiction.yml"
    text = other.read_text(encoding="utf-8").replace("449900", "449800")
    other.write_text(text, encoding="utf-8")
    shutil.rmtree(folder)
    said = register(project, "--date", "2026-09-02")
    assert said.exit_code == 1
    assert said.output.splitlines()[2:4] == [f"登记过，现在没有：{path}" for path in ("shili/gongyuanju/2025/", PATH)]
    assert [path for path, _ in written(project)][2:] == ["shili/gongyuanju/2025/", PATH]


def test_a_record_that_is_gone_stops_check_and_build(project: Path) -> None:
    register(project, "--date", "2026-03-05")
    (project / RECORD).rename(project / "2026.yml")
    (project / "content/shili/gongyuanju/2025.yml").write_text("title: [\n", encoding="utf-8")
    gone = f"{REGISTER}:7:1: 登记过的这份表不见了：没有 {RECORD} 这个文件"
    checked = check_path(project)
    assert checked.exit_code(False) == 1
    # One that is there and cannot be read is not gone.
    assert [format_problem(found).split("；")[0] for found in checked.problems if found.code == "E338"] == [gone]


def withdraw(project: Path, record: str, day: str = "2026-09-02") -> Result:
    """The command that a person gives when a record was withdrawn."""
    return register(project, "--withdraw", record, "--date", day)


@pytest.mark.parametrize("said", ["shili/jiaoyuju/2026", RECORD])
def test_a_record_that_was_withdrawn_stops_nothing(project: Path, said: str) -> None:
    register(project, "--date", "2026-03-05")
    (project / RECORD).unlink()
    assert [problem.code for problem in check_path(project).problems] == ["E338"]
    done = withdraw(project, said)
    assert (done.exit_code, done.output) == (0, f"已写入 {REGISTER}：{said} 2026-09-02 撤下。\n")
    assert (project / REGISTER).read_text(encoding="utf-8").endswith("\n  - shili/jiaoyuju/2026 2026-09-02 撤下\n")
    assert check_path(project).problems == ()
    assert register(project, "--date", "2026-09-03").exit_code == 0


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("shili/jiaoyuju/2026", "E718"),
        ("shili/jiaoyuju/2019", "E717"),
        ("../jiaoyuju/2026", "E717"),
        ("", "E717"),
        ("shili/gongyuanju/2025", "E719"),
    ],
)
def test_what_cannot_be_withdrawn(project: Path, record: str, expected: str) -> None:
    register(project, "--date", "2026-03-05")
    (project / "content/shili/gongyuanju/2025.yml").unlink()
    withdraw(project, "shili/gongyuanju/2025")
    before = (project / REGISTER).read_bytes()
    refused = withdraw(project, record)
    assert refused.exit_code == 2
    assert f"[{expected}]" in refused.stderr
    assert (project / REGISTER).read_bytes() == before


def test_a_record_that_is_back_is_registered_anew(project: Path) -> None:
    register(project, "--date", "2026-03-05")
    text = (project / RECORD).read_bytes()
    (project / RECORD).unlink()
    withdraw(project, "shili/jiaoyuju/2026")
    (project / RECORD).write_bytes(text)
    assert register(project, "--date", "2026-10-01").exit_code == 0
    days = [line.split()[2] for line in (project / REGISTER).read_text("utf-8").splitlines() if "jiaoyuju" in line]
    assert days == ["2026-03-05", "2026-09-02", "2026-10-01"]
    assert register(project, "--date", "2026-10-02").output.startswith("没有要登记的")


@pytest.mark.slow
def test_a_site_may_lose_what_was_withdrawn(project: Path) -> None:
    register(project, "--date", "2026-03-05")
    add_prose_pages(project)
    order = BuildOptions(project, project / "site", Revision("0123456789", "2026-09-02", "0"))
    build(order, lambda step: None)
    (project / RECORD).unlink()
    withdraw(project, "shili/jiaoyuju/2026")
    build(order, lambda step: None)
    said = {page: (project / f"site/{page}/index.html").read_text("utf-8") for page in PAGES}
    assert "示例市教育局 2026 年，2026-03-05 首次登记，2026-09-02 撤下" in said["changes"]
    assert "已撤下" in said["disclosure"]
    assert "已撤下" in said["disclosure/shili"] and "2026-09-02 撤下" in said["disclosure/shili"]


@pytest.mark.parametrize(("allowed", "code"), [(False, ["E338"]), (True, [])])
def test_a_record_that_is_gone_can_be_let_go(
    project: Path, monkeypatch: pytest.MonkeyPatch, allowed: bool, code: list[str]
) -> None:
    register(project, "--date", "2026-03-05")
    (project / RECORD).rename(project / "2026.yml")
    told: list[str] = []

    def tell(step: str) -> None:
        told.append(step)
        if step == "work":
            raise HostError()

    order = BuildOptions(project, project / "site", Revision("0123456789", "2026-09-03", "0"), allowed)
    with pytest.raises((ContentError, HostError)) as stopped:
        build(order, tell)
    assert [problem.code for problem in stopped.value.problems] == code
    assert told == ["read", "work"][: 1 + allowed]


WHY = [
    (good(SCHOOLS), 1, "记录里没有写明按哪份文件调整"),
    (
        good(("target: 42", "target: 5000万"), adjustments=((TARGET, "40", "5000万元"),)),
        "after",
        f"而“{TARGET}”现在是“5000万”，调整里写的“现在”是“5000万元”，两处要一字不差",
    ),
    (
        good(SCHOOLS, adjustments=((TARGET, "42所", "45"),)),
        "before",
        f"照写明的调整还原（“{TARGET}”还原为“42所”），仍不是登记时的文字：“原来”要与登记时一字不差，别处的改动也要写明",
    ),
    (
        good(SCHOOLS, REPAIR, adjustments=((TARGET, "42", "45"), (AMOUNT, "300.50", "310.5"))),
        "before",
        f"照写明的调整还原（“{TARGET}”还原为“42”、“{AMOUNT}”还原为“300.50”），仍不是登记时的文字：“原来”要与登记时一字不差，"
        "别处的改动也要写明",
    ),
]


@pytest.mark.parametrize(("text", "where", "why"), WHY)
def test_what_does_not_fit_is_named_with_its_cell(project: Path, text: str, where: str | int, why: str) -> None:
    register(project, "--date", "2026-03-05")
    (project / RECORD).write_text(text, encoding="utf-8")
    lines = text.splitlines()
    line = where if isinstance(where, int) else first_line_of(where, lines)
    refused = register(project, "--date", "2026-09-02")
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"{RECORD}:{line}:")
    assert f"内容与 2026-03-05 登记的不同，{why}；" in refused.stderr
    findings = examine(corpus_facts(load_corpus(project)).records)[PATH]
    assert [remark(finding).sentence for finding in findings if finding.rule == "V56"] == [
        f"现在的内容与 2026-03-05 登记的不同，{why}。"
    ]


def first_line_of(key: str, lines: list[str]) -> int:
    """Where the first adjustment begins, or the first cell of that key in it stands."""
    start = lines.index("adjustments:") + 1
    cell = next(number for number, line in enumerate(lines) if line.strip().startswith(f"{key}:") and number > start)
    return cell + 1 if key == "after" else start + 1


@pytest.mark.parametrize(
    ("text", "versions", "why"),
    [
        (good(SCHOOLS), (version(good()), version(good(SCHOOLS), 1)), "登记时已写明 1 次调整，现在只有 0 次"),
        (
            good(NO_ROW, adjustments=((ROW, "教师培训，40.30", ""),)),
            (version(good()),),
            f"而“{ROW}”这一处表上已经没有，或是整行的增减，要运行 gongkai register 登记",
        ),
        # What was registered with its adjustment is no longer in doubt; the change came after it.
        (
            good(SCHOOLS, REPAIR, adjustments=((TARGET, "42", "45"),)),
            (version(good()), version(good(SCHOOLS, adjustments=((TARGET, "42", "45"),)), 1)),
            "记录里没有写明按哪份文件调整",
        ),
    ],
)
def test_why_a_change_is_not_accounted_for(text: str, versions: tuple[Version, ...], why: str) -> None:
    found = register_state(record(text), versions)
    assert (found.state, found.why) == ("changed", why)


def test_without_a_date_and_without_git_there_is_nothing_to_register_with(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    refused = register(project)
    assert (refused.exit_code, "E337" in refused.stderr, (project / REGISTER).exists()) == (2, True, False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772668800")
    assert register(project).exit_code == 0
    assert written(project)[1] == (PATH, [("2026-03-05", 0)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (good(), []),
        (good(SCHOOLS), ["现在的内容与 2026-03-05 登记的不同，记录里没有写明按哪份文件调整。"]),
        (good(SCHOOLS, adjustments=((TARGET, "42", "45"),)), []),
        (
            good(SCHOOLS, REPAIR, adjustments=((TARGET, "42", "45"),)),
            [
                f"现在的内容与 2026-03-05 登记的不同，照写明的调整还原（“{TARGET}”还原为“42”），仍不是登记时的文字："
                "“原来”要与登记时一字不差，别处的改动也要写明。"
            ],
        ),
    ],
)
def test_a_change_nobody_tells_of_is_a_finding(project: Path, text: str, expected: list[str]) -> None:
    register(project, "--date", "2026-03-05")
    (project / RECORD).write_text(text, encoding="utf-8")
    findings = examine(corpus_facts(load_corpus(project)).records)[PATH]
    assert [remark(finding).sentence for finding in findings if finding.rule == "V56"] == expected


@pytest.mark.slow
def test_the_page_tells_what_was_what_is_and_why(project: Path) -> None:
    register(project, "--date", "2026-03-05")
    text = good(SCHOOLS, REPAIR, adjustments=((TARGET, "42", "45"),)) + REMARKS.format(rule="V56")
    (project / RECORD).write_text(text, encoding="utf-8")
    for name in ("guide", "glossary", "accessibility"):
        (project / f"content/pages/{name}.md").write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")
    build(BuildOptions(project, project / "site", Revision("0123456789", "2026-09-03", "0")), lambda step: None)
    page = (project / "site" / PATH / "index.html").read_text(encoding="utf-8")
    history = page.partition('<section id="history"')[2].partition("</section>")[0]
    checks = page.partition('<section id="checks"')[2].partition("</section>")[0]
    said = ("示财绩〔2026〕9号", "年中调整预算", 'href="#indicator-1"', ">42<", ">45<", "没有说全")
    assert [words for words in said if words not in history] == []
    assert [words for words in ("原表如此", "另有说明", "示例市教育局的说明") if words not in checks] == []
    other = (project / "site/shili/gongyuanju/2025/index.html").read_text(encoding="utf-8")
    assert "2026-03-05 登记以来，表上的内容没有改动。" in other


def test_the_good_project_has_no_register() -> None:
    assert not (GOOD / REGISTER).exists()
    assert {source.registered for source in loaded_corpus(GOOD).records} == {()}
