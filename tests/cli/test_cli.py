"""The command line: what it says to wrong commands, and how it ends when nobody hears it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reading import HERE, project

from generator import problems
from generator.cli.main import main
from generator.cli.scaffold import new_site

__all__ = ["project"]
LATIN = re.compile(r"[A-Za-z]{2,}")
# Words of the command itself, and what was typed.
OURS = re.compile(r"gongkai|OPTIONS|ARGS|COMMAND|[A-Z]{4,}|--[a-z-]+|\b(chek|nope|github|json|text)\b")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), prog_name="gongkai")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "没有 chek 这个命令"),
        (["build", "--alow-shrink"], "没有 --alow-shrink 这个选项。 是不是 '--allow-shrink'？"),
        (["build", "--output"], "选项 --output 后面要写上内容"),
        (["build", "--allow-shrink=1"], "选项 --allow-shrink 后面不写内容"),
        (["build", "--root", "nope"], "'--root' 写得不对，没有“nope”这个文件夹"),
        (["check", "nope"], "没有“nope”这个文件或文件夹"),
        (["check", "--format", "12"], "'--format' 写得不对，读到“12”；可以写：'github', 'json', 'text'"),
        (["new"], "缺少 'CITY'"),
        (["schema", "1"], "多写了 1，不知道是什么"),
        (["serve", "--port", "1.5"], "'--port' 写得不对，读到“1.5”；请写整数"),
        (["serve", "--port", "99999"], "'--port' 写得不对，读到“99999”；要在 0<=x<=65535 之间"),
        (["register", "--date", "11月22日"], "'--date' 写得不对，读到“11月22日”；请写成年月日，如 2026-11-22"),
    ],
)
def test_a_wrong_command_is_told_in_chinese(words: list[str], said: str) -> None:
    told = run(*words)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert set(LATIN.findall(OURS.sub("", told.stderr))) <= set(main.commands)


@pytest.mark.parametrize("verb", [None, *main.commands])
def test_help_has_chinese_headings(verb: str | None) -> None:
    told = run(*([verb] if verb else []), "--help")
    assert told.exit_code == 0
    assert told.stdout.startswith("用法：")
    assert "显示这份说明" in told.stdout
    assert re.search("Usage|Options|Commands|Show|default", told.stdout) is None


def test_the_main_help_tells_every_exit_code() -> None:
    errors = [error for error in vars(problems).values() if hasattr(error, "exit_code")]
    told = re.sub(r"\s", "", run("--help").stdout).partition("结束时的代码：")[2].partition("。")[0]
    assert {int(code) for code in re.findall("[0-9]+", told)} == {error.exit_code for error in errors} | {0, 130, 141}


@pytest.mark.usefixtures("shared_results")
@pytest.mark.parametrize("option", [["--zip", "site_config.yml"], ["--zip", "nowhere/a.zip"], ["--output", "content"]])
def test_a_place_that_cannot_be_meant_is_a_wrong_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: list[str]
) -> None:
    new_site(tmp_path / "a")
    monkeypatch.chdir(tmp_path / "a")
    before = Path("site_config.yml").read_bytes()
    told = run("build", *option)
    assert (told.exit_code, told.stdout, Path("site").exists()) == (2, "", False)
    assert Path("site_config.yml").read_bytes() == before


# Where what it says goes


def ended(command: str, here: Path, **settings: str) -> tuple[int, str]:
    """The exit code of `gongkai` in a shell where `head` and its friends may go away, and what is on the terminal."""
    temporary = here / "tmp"
    temporary.mkdir(exist_ok=True)
    done = subprocess.run(
        ["bash", "-c", command.replace("gongkai", f'"{sys.executable}" -m generator') + '; exit "${PIPESTATUS[0]}"'],
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "TMPDIR": str(temporary), **settings},
        cwd=here,
        capture_output=True,
        text=True,
    )
    assert list(temporary.glob("gongkai-*.log")) == []
    return done.returncode, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("verb", ["check .", "schema", "--help", "explain E204"])
def test_a_closed_pipe_ends_it_without_a_word(project: Path, verb: str, unbuffered: str) -> None:
    # Nobody reads from the start: beside a program that ends at once, it might have written before that.
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "generator", *verb.split()],
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONUNBUFFERED": unbuffered},
        cwd=project,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.slow
def test_nobody_to_hear_mistakes_is_no_fault_either(project: Path) -> None:
    assert ended("gongkai check nope 2>&1 | true", project) == (141, "")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("verb", ["check .", "schema", "--help"])
def test_a_full_disk_behind_the_output_is_told_as_one(project: Path, verb: str, unbuffered: str) -> None:
    code, said = ended(f"gongkai {verb} > /dev/full", project, PYTHONUNBUFFERED=unbuffered)
    assert code == 5
    assert said.startswith("要做的已经做完，只是结果没能写到标准输出：")
    assert said.count("\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize(("where", "code"), [("| true", 141), ("> /dev/full", 5)])
def test_a_site_is_switched_and_packed_before_anything_is_said(tmp_path: Path, where: str, code: int) -> None:
    shutil.copytree(HERE / "content/good", tmp_path / "a")
    for name in ("guide", "glossary", "accessibility"):
        (tmp_path / f"a/content/pages/{name}.md").write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")
    found, said = ended(f"gongkai build --jobs 1 --zip site.zip {where}", tmp_path / "a")
    assert (found, "没有动" in said, "没有改动" in said) == (code, False, False)
    assert (tmp_path / "a/site/index.html").is_file()
    assert (tmp_path / "a/site.zip").is_file()


def test_a_fault_of_the_program_does_not_say_that_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret word")

    monkeypatch.setattr("generator.cli.check.check_path", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    told = run("check", str(tmp_path))
    assert (told.exit_code, told.stdout) == (4, "")
    assert "没有改动" not in told.stderr and "程序自身出错" in told.stderr
    assert len(list(tmp_path.glob("gongkai-*.log"))) == 1


ZHANJIANG = "zhanjiang-2021：部门整体支出绩效目标表，440800 2021-2022，《××××年市级部门整体预算绩效目标表》"
OWN = """\
title: 项目表
for: {kind: project}
unit: 万元
widths: 10 30
sheet: |
  项目 | {name!}

  指标 | 目标
  {indicators.name!} | {.target!}
"""


def test_the_drawings_are_listed_with_those_of_the_cities(project: Path) -> None:
    folder = project / "content/shili/forms"
    folder.mkdir()
    (folder / "xiangmu.yml").write_text(OWN, encoding="utf-8")
    lines = run("form", "list", "--root", str(project)).stdout.splitlines()
    assert lines[0] == "xiangmu：项目支出绩效目标表，由 form 指明，《项目表》"
    assert ZHANJIANG in lines
    shown = run("form", "show", "xiangmu", "--root", str(project), "--width", "40")
    assert shown.stdout.splitlines() == [
        "项目表",
        "┌─────────┬───────────────────────────┐",
        "│项目     │{name!}                    │",
        "├─────────┼───────────────────────────┤",
        "│指标     │目标                       │",
        "├─────────┼───────────────────────────┤",
        "│{indicato│{indicators.target!}       │",
        "│rs.name!}│                           │",
        "└─────────┴───────────────────────────┘",
    ]
    # A mistake in one drawing is that of no other.
    (folder / "cuo.yml").write_text(OWN.replace("{name!}", "{nam!}"), encoding="utf-8")
    assert run("form", "show", "xiangmu", "--root", str(project), "--width", "40").stdout == shown.stdout
    again = run("form", "list", "--root", str(project)).stdout.splitlines()
    assert again == ["content/shili/forms/cuo.yml：有错，写法见 gongkai check", *lines]
    wrong = run("form", "show", "cuo", "--root", str(project))
    assert (wrong.exit_code, "[E806]" in wrong.stderr) == (1, True)


def test_a_drawing_is_shown_as_a_page(tmp_path: Path) -> None:
    page = tmp_path / "form.html"
    assert run("form", "show", "central-project", "--html", str(page)).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<td>{indicators.target!}" in text
    assert "style=" not in text


def test_a_drawing_is_checked_against_a_filled_form(tmp_path: Path) -> None:
    drawing, filled = tmp_path / "own.yml", tmp_path / "filled.html"
    drawing.write_text(OWN, encoding="utf-8")
    table = "<table><caption>项目表</caption><tr><th>项目<td>修路<tr><th>指标<th>目标<tr><td>里程<td>5公里</table>"
    filled.write_text(table, encoding="utf-8")
    good = run("form", "check", str(drawing), str(filled))
    assert (good.exit_code, good.stdout) == (0, f"{filled} 与表式 own 一致，读出 4 格。\n")
    filled.write_text(table.replace("项目<", "项目名称<"), encoding="utf-8")
    other = run("form", "check", str(drawing), str(filled))
    assert (other.exit_code, "“项目”，读到“项目名称”" in other.stderr) == (1, True)
    drawing.write_text(OWN.replace("{name!}", "{nane!}"), encoding="utf-8")
    wrong = run("form", "check", str(drawing), str(filled))
    assert (wrong.exit_code, f"{drawing}:6:8: 没有这个栏目，读到“nane”；是不是 name" in wrong.stderr) == (1, True)
    unknown = run("form", "check", "nothing", str(filled))
    assert (unknown.exit_code, "没有这个表式，读到“nothing”；可以写：central-project、" in unknown.stderr) == (2, True)


def test_each_command_has_a_summary_of_one_sentence() -> None:
    listed = CliRunner().invoke(main, ["--help"]).output.partition("命令:")[2]
    assert [line for line in listed.splitlines() if line.strip() and not line.endswith("。")] == []
