"""Files of an older data format are rewritten line by line; a newer format is refused."""

from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.check import check_path
from generator.cli.main import main
from generator.cli.scaffold import RECORD, new_site, upgrade
from generator.content.config import read_config
from generator.content.examples import STARTER
from generator.content.file_names import CONFIG_FILE
from generator.content.format_versions import (
    FORMAT,
    UPGRADE_STEPS,
    Step,
    move_indicator_clearances,
    old_forms,
    upgraded_files,
)
from generator.problems import Problem, UsageError
from generator.text.yaml import MappingNode, read_text
from generator.words import format_problem

FIRST_CONFIG = "name: 示例网站\n"
CHECKOUT = Path(__file__).parent.parent.parent
SECOND_CONFIG = f"{FIRST_CONFIG}\n# 数据格式的版本：由 gongkai upgrade 改写，请不要手工改\nformat: 2\n"

OLD = """\
title: 表
# 指标
indicators:
  - family: 产出指标
    type: 成本指标
    name: 成本
    # 照抄
    target: ≤420万元
    # 与不公开的事项无关
    cleared:
      basis: "与：不公开事项无关"
      # 当天
      decided_on: 2026-01-15
      decided_by: 示例局
  - family: 效益指标
    type: 社会效益指标
    name: 满意
    target: 是

notes:
  - 一条
"""
NEW = """\
title: 表
# 指标
indicators:
  - family: 产出指标
    type: 成本指标
    name: 成本
    # 照抄
    target: ≤420万元
    # 与不公开的事项无关
      # 当天
  - family: 效益指标
    type: 社会效益指标
    name: 满意
    target: 是

notes:
  - 一条

clearances:
  - cell: 绩效指标 第1行 指标值
    sha256: {hash}
    basis: "与：不公开事项无关"
    decided_on: 2026-01-15
    decided_by: 示例局
"""


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def step(text: str) -> tuple[str, list[str]]:
    """A text after the step from version 1 to 2, and what is left."""
    reading = read_text("a.yml", text.encode())
    assert reading.root is not None
    lines, left = move_indicator_clearances("a.yml", reading.root, text.split("\n"))
    return "\n".join(lines), [f"{at.place} {at.code}" for at in left]


def project(root: Path, config: str, **files: str) -> Path:
    (root / "content/shili/ju").mkdir(parents=True)
    (root / CONFIG_FILE).write_bytes(config.encode())
    for name, text in files.items():
        (root / "content/shili/ju" / f"{name.removeprefix('y')}.yml").write_bytes(text.encode())
    return root


def test_the_newest_version_follows_from_the_steps() -> None:
    assert len(UPGRADE_STEPS) + 1 == FORMAT
    for file in (CHECKOUT / CONFIG_FILE, STARTER / CONFIG_FILE):
        assert file.read_text(encoding="utf-8").endswith(f"\nformat: {FORMAT}\n")


def test_a_decision_of_an_indicator_becomes_one_of_the_form() -> None:
    assert step(OLD) == (NEW.format(hash=hashed("≤420万元")), ["a.yml W705"])


def test_a_decision_follows_those_that_are_there() -> None:
    entry = "clearances:\n  - cell: 甲\n    sha256: b\n    basis: c\n    decided_on: d\n    decided_by: e\n"
    new, left = step(f"{entry}# 说明\n{OLD}")
    assert new.split("\n")[6:8] == ["  - cell: 绩效指标 第1行 指标值", f"    sha256: {hashed('≤420万元')}"]
    assert new.split("\n")[11] == "# 说明"
    assert left == ["a.yml W705"]


@pytest.mark.parametrize(
    "row",
    [
        "  - cleared:\n      basis: a\n      decided_on: b\n      decided_by: c\n    target: x\n",
        "  - target: x\n    cleared: {basis: a, decided_on: b, decided_by: c}\n",
        "  - target: x\n    cleared:\n      basis: a\n",
        "  - target: x\n    cleared:\n      basis: |\n        a\n      decided_on: b\n      decided_by: c\n",
        "  - target:\n    cleared:\n      basis: a\n      decided_on: b\n      decided_by: c\n",
    ],
)
def test_what_cannot_be_rewritten_is_left_and_told(row: str) -> None:
    text = f"indicators:\n{row}"
    line = text[: text.index("cleared")].count("\n") + 1
    new, left = step(text)
    assert new == text
    assert [at.split(":")[1] for at in left] == [str(line)]
    assert left[0].endswith("E220")


def test_a_file_of_the_newest_version_stays_as_it_is() -> None:
    text = NEW.format(hash="x")
    assert step(text) == (text, [])


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_project_comes_to_the_newest_version(tmp_path: Path, ends: str, mark: str) -> None:
    def bytes_of(text: str) -> str:
        return mark + text.replace("\n", ends)

    root = project(tmp_path, bytes_of(FIRST_CONFIG), y2026=bytes_of(OLD), y2025="title: 别的\n")
    files, messages = upgraded_files(root, CONFIG_FILE)
    assert [format_problem(at) for at in messages] == [
        "content/shili/ju/2026.yml: “绩效指标 第1行 指标值”可以照登的决定，按新的数据格式改写了：只管这一格现在的文字；"
        "请保密审查人员对照不公开的金额再看一遍；不能照登的，把这一格写成“依规不公开”，"
        "并删去 clearances 里的这一条 [W705]"
    ]
    new = NEW.format(hash=hashed("≤420万元"))
    assert {path: data.decode() for path, data in files.items()} == {
        "content/shili/ju/2026.yml": bytes_of(new),
        CONFIG_FILE: bytes_of(SECOND_CONFIG),
    }


def test_a_project_stays_at_its_version_while_something_is_left(tmp_path: Path) -> None:
    root = project(tmp_path, FIRST_CONFIG, y2026=OLD, y2025="a: [\n", y2024=OLD.replace("≤420万元", ""))
    files, messages = upgraded_files(root, CONFIG_FILE)
    assert list(files) == ["content/shili/ju/2026.yml"]
    assert [(at.place.path, at.place.line, at.code) for at in old_forms(messages)] == [
        ("content/shili/ju/2024.yml", 10, "E220"),
        ("content/shili/ju/2025.yml", 0, "E220"),
    ]


def test_a_project_of_the_newest_version_is_not_read(tmp_path: Path) -> None:
    assert upgraded_files(project(tmp_path, SECOND_CONFIG, y2025="a: [\n"), CONFIG_FILE) == ({}, [])


def first_line(mark: str) -> Step:
    """A step that puts a comment before each file."""

    def put(name: str, root: MappingNode, lines: list[str]) -> tuple[list[str], list[Problem]]:
        return [f"# {mark} {name} {len(root)}", *lines], []

    return put


@pytest.mark.parametrize(
    ("setting", "marks", "version"),
    [
        ("", "cba", 4),
        ("format: 2\n", "cb", 4),
        ("format: 3\n", "c", 4),
        ("format: 0\n", "cba", 4),
        ("format:\n", "cba", 4),
    ],
)
def test_steps_are_taken_in_their_order(
    tmp_path: Path, setting: str, marks: str, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.content.format_versions.FORMAT", 4)
    root = project(tmp_path, f"name: 甲\n{setting}", y2026="a: b\n")
    files, _ = upgraded_files(root, CONFIG_FILE, tuple(first_line(mark) for mark in "abc"))
    path = "content/shili/ju/2026.yml"
    assert files[path].decode() == "".join(f"# {mark} {path} 1\n" for mark in marks) + "a: b\n"
    assert files[CONFIG_FILE].decode().rstrip("\n").endswith(f"format: {version}")


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("build",),
        ("upgrade",),
        ("new", "shili", "wenhuaju", "2026"),
        ("register", "--date", "2026-01-01"),
        ("register", "--withdraw", "shili/shiliju/2026", "--date", "2026-01-01"),
    ],
    ids=" ".join,
)
def test_no_command_touches_a_project_of_a_newer_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    new_site(tmp_path / "a")
    config = tmp_path / "a" / CONFIG_FILE
    config.write_text(
        config.read_text(encoding="utf-8").replace(f"format: {FORMAT}\n", "format: 99\n"), encoding="utf-8"
    )
    before = {path: path.read_bytes() for path in (tmp_path / "a").rglob("*") if path.is_file()}
    monkeypatch.chdir(tmp_path / "a")
    done = CliRunner().invoke(main, command)
    assert (done.exit_code, "[E219]" in done.output) == (2, True), done.output
    after = {path: path.read_bytes() for path in (tmp_path / "a").rglob("*") if path.is_file()}
    assert {path: text for path, text in after.items() if ".site.work" not in path.parts} == before


def test_a_newer_format_is_refused_at_its_line(tmp_path: Path) -> None:
    root = project(tmp_path, f"{FIRST_CONFIG}unheard: of\nformat: 9\n")
    for call in (lambda: read_config(root), lambda: upgrade(root)):
        with pytest.raises(UsageError) as caught:
            call()
        assert [format_problem(at) for at in caught.value.problems] == [
            "site_config.yml:3:9: 项目的文件按较新的数据格式写成，这一版程序只认到第 2 版，读到“9”；"
            "请换用新版的程序；数据格式的版本写在 site_config.yml 的 format 一栏，不要为了通过而改小 [E219]"
        ]


def test_a_version_that_is_no_number_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path, f"{FIRST_CONFIG}format: 二\n")
    with pytest.raises(UsageError) as caught:
        upgrade(root)
    assert [f"{at.place} {at.code}" for at in caught.value.problems] == ["site_config.yml:2:9 E204"]


def test_an_upgraded_record_is_read(tmp_path: Path) -> None:
    new_site(tmp_path / "a")
    config, record = tmp_path / "a" / CONFIG_FILE, tmp_path / "a" / RECORD
    config.write_text(config.read_text(encoding="utf-8").replace("format: 2\n", ""), encoding="utf-8")
    text = record.read_text(encoding="utf-8")
    name = "    target: ≤420万元\n"
    decision = "    cleared:\n      basis: 无关\n      decided_on: 2026-01-15\n      decided_by: 示例局保密审查小组\n"
    assert text.count(name) == 1
    record.write_text(text.replace(name, name + decision), encoding="utf-8")
    before = check_path(tmp_path / "a")
    assert [at.code for at in before.problems] == ["E305"]
    assert "gongkai upgrade" in format_problem(before.problems[0])
    paths, messages = upgrade(tmp_path / "a")
    assert ([at.code for at in messages], {RECORD, CONFIG_FILE} <= set(paths)) == (["W705"], True)
    assert check_path(tmp_path / "a").problems == ()


def test_the_command_says_what_is_left_and_what_to_look_at(tmp_path: Path) -> None:
    root = project(tmp_path, FIRST_CONFIG, y2026=OLD, y2024=OLD.replace("≤420万元", ""))
    ended = CliRunner().invoke(main, ["upgrade", "--root", str(root)])
    assert ended.exit_code == 1
    assert "content/shili/ju/2026.yml\n" in ended.stdout
    lines = ended.stderr.splitlines()
    assert [line.rpartition("[")[2] for line in lines] == ["W705]", "E220]", "共 1 处要改。"]
    assert lines[0].startswith("提醒：content/shili/ju/2026.yml: ")
    assert (root / CONFIG_FILE).read_text(encoding="utf-8") == FIRST_CONFIG
