"""Answers to the doubts of an import: a file from outside, taken whole if all of it fits its draft, else refused."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment
from workbooks import HERE, office_book, saved

from generator.cli.main import main
from generator.text.yaml_edits import parsed_texts

FORM = "zhanjiang/rensheju2/2024"
DRAFT = f"content/{FORM}.yml"


def run(*words: str | Path) -> tuple[int, str]:
    """Run the command; returns its exit code and all it wrote."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an imported form of four doubts."""
    root = tmp_path_factory.mktemp("answers")
    copytree(HERE / "content/own", root / "project")
    (root / "表.xlsx").write_bytes(saved(office_book()))
    code, output = run("import", root / "表.xlsx", "--to", FORM, "--root", root / "project")
    assert code == 0, output
    return root / "project"


@pytest.fixture
def project(imported: Path) -> Path:
    """That project, with the draft as it was imported."""
    (imported / DRAFT).write_bytes((imported / "draft").read_bytes() if (imported / "draft").exists() else b"")
    return imported


@pytest.fixture(scope="module", autouse=True)
def draft(imported: Path) -> str:
    """The draft as it was imported, of which a copy stays."""
    (imported / "draft").write_bytes((imported / DRAFT).read_bytes())
    return (imported / DRAFT).read_text(encoding="utf-8")


@pytest.fixture
def answers(draft: str, imported: Path) -> dict[str, Any]:
    """Answers that accept three doubts and correct one."""
    form = {
        "form": FORM,
        "draft": sha256(draft.encode()).hexdigest(),
        "source": sha256((imported.parent / "表.xlsx").read_bytes()).hexdigest(),
        "doubts": [{"number": str(number), "answer": "accept"} for number in range(1, 5)],
        "changes": [],
    }
    return {"by": "人社局财务科", "on": "2024-02-01", "forms": [form]}


def sign(project: Path, answers: Any) -> tuple[int, str, str]:
    """Take answers back; returns the exit code, what was written, and the draft after it."""
    file = project.parent / "2024.answers.yml"
    file.write_text(answers if isinstance(answers, str) else json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    code, output = run("import", "--signed", file, "--root", project)
    return code, output, (project / DRAFT).read_text(encoding="utf-8")


def test_hidden_content_counts_as_omitted_and_not_as_a_cell(tmp_path: Path) -> None:
    book = office_book()
    book.worksheets[0]["B2"].comment = Comment("批注", "某人")
    file, project = tmp_path / "表.xlsx", copytree(HERE / "content/own", tmp_path / "project")
    file.write_bytes(saved(book))
    code, output = run("import", file, "--to", FORM, "--root", project)
    assert code == 0, output
    [page] = project.rglob("_*.review.html")
    cells, doubts, omitted, *_ = re.findall("<dd>(.*?)</dd>", page.read_text(encoding="utf-8"))
    read, _, filled = cells.partition(" / ")
    assert (read == filled, doubts, omitted) == (True, "4", "1"), cells


def test_answers_change_what_they_name_and_nothing_else(project: Path, draft: str, answers: dict[str, Any]) -> None:
    answers["forms"][0]["doubts"][3] = {"number": "4", "answer": "correct", "text": "1"}
    texts = {"goal": '一: "甲"\n  <script>alert(1)</script>\n# 乙', "indicators.8.name": "=1+1"}
    answers["forms"][0]["changes"] = [{"cell": cell, "text": text} for cell, text in texts.items()]
    code, output, after = sign(project, answers)
    assert code == 0, output
    assert f"gongkai review {FORM}" in output
    before, found = parsed_texts(draft), parsed_texts(after)
    changed = {path: text for path, text in found.items() if before.get(path) != text}
    assert changed == {("indicators", 5, "target"): "1", ("goal",): texts["goal"], ("indicators", 8, "name"): "=1+1"}
    notes = [line.strip() for line in after.split("\nnotes:\n")[1].split("\n#")[0].splitlines() if "- " in line][:4]
    assert [note for note in notes if "导入时读作“100%”，对照原件改为“1”" in note]
    assert "人社局财务科对照原件核对了导入的内容" in notes[3]
    # Neither the review nor the attribute is entered.
    assert "\n  attribute:\n" in after
    assert "\n  conclusion:\n" in after
    code, output, again = sign(project, answers)
    assert (code, "已经收下过" in output, again) == (2, True, after)


Change = Callable[[dict[str, Any]], object]


def in_form(**values: Any) -> Change:
    """A change of the answers for the form."""
    return lambda answers: answers["forms"][0].update(values)


def in_doubt(**values: Any) -> Change:
    """A change of the answer to the first doubt."""
    return lambda answers: answers["forms"][0]["doubts"][0].update(values)


def cell(name: str, text: str = "甲") -> Change:
    """A change of one cell more."""
    return in_form(changes=[{"cell": name, "text": text}])


# What is wrong with the answers, the code of the message and words of it.
WRONG: tuple[tuple[Change, str, str], ...] = (
    (in_form(draft="0" * 64), "E845", "草稿在核对页写好以后改过"),
    (in_form(draft="0" * 64, source="1" * 64), "E845", "照另一个原件"),
    (in_form(draft="x"), "E372", ""),
    (in_form(form="zhanjiang/rensheju2/2025"), "E843", ""),
    (in_form(form="../../etc/passwd"), "E843", ""),
    (in_form(form="content/../zhanjiang"), "E843", ""),
    (in_form(doubts=[]), "E845", "缺了或多了"),
    (in_form(review={"by": "甲"}), "E3", ""),
    (in_form(address="bieming"), "E845", "只有项目能改"),
    (in_form(framework="甲"), "E304", ""),
    (lambda answers: answers["forms"][0]["doubts"].pop(), "E845", "缺了或多了"),
    (lambda answers: answers["forms"][0]["doubts"].reverse(), "E845", "缺了或多了"),
    (lambda answers: answers["forms"].append(deepcopy(answers["forms"][0])), "E845", "两种答复"),
    (lambda answers: answers.pop("by"), "E301", ""),
    (lambda answers: answers.update(by="甲\n乙"), "E845", "写一行"),
    (lambda answers: answers.update(on="昨天"), "E206", ""),
    (in_doubt(answer="delete"), "E304", ""),
    (in_doubt(text="甲"), "E845", "不该再带文字"),
    (in_doubt(answer="correct", cell="goal", text="甲"), "E845", "不是一格里的字"),
    (in_doubt(answer="belongs", cell="goal", text="10891.615675"), "E845", "已经有字"),
    (in_doubt(answer="belongs", cell="indicators.8.name", text="甲"), "E845", "不是这一格里的字"),
    (in_doubt(answer="belongs", cell="nowhere", text="10891.615675"), "E845", "没有这一格"),
    (cell("review.conclusion", "同意公开"), "E845", "没有这一格"),
    (cell("disclosure.attribute", "主动公开"), "E845", "没有这一格"),
    (cell("form"), "E845", "没有这一格"),
    (cell("indicators.99.name"), "E845", "没有这一格"),
    (cell("goal", "甲\u202e乙"), "E1", ""),
    (cell("goal", "甲\n# ? 乙"), "E845", "不能写进文件"),
    (cell("staff.total", "7,37"), "E845", "只能是数字"),
    (cell("budget.by_type.basic", "八百万"), "E845", "只能是数字"),
    (cell("goal", "代号甲的工程（机密★10年）"), "S401", ""),
    (cell("goal", "联系电话13800138000"), "S41", ""),
    (cell("goal", "全年完成（责任人：王强）"), "E845", "个人的姓名"),
)


def test_answers_that_do_not_fit_are_refused_and_nothing_is_written(
    project: Path, draft: str, answers: dict[str, Any]
) -> None:
    failed = []
    for number, (change, code, words) in enumerate(WRONG):
        wrong = deepcopy(answers)
        change(wrong)
        exit_code, output, after = sign(project, wrong)
        is_refused = exit_code in (1, 2, 3) and f"[{code}" in output and words in output and after == draft
        if not is_refused or any(secret in output for secret in ("代号甲", "13800138000")):
            failed.append((number, output))
    assert failed == []


def test_a_file_that_is_no_answers_is_refused_for_what_it_is(project: Path, draft: str) -> None:
    page = next(project.rglob("_*.review.html")).read_text(encoding="utf-8")
    failed = []
    for text, words in (
        ("", "不是核对页存的答复"),
        ("a: [", "不是核对页存的答复"),
        ("[]", "不是核对页存的答复"),
        ('{"a": 1}', "不是核对页存的答复"),
        ("\x00", "不是核对页存的答复"),
        (draft, "不是核对页存的答复"),
        (page, "这是网页，不是答复"),
        ("<p>forms: 甲", "这是网页，不是答复"),
        ('{"by": "甲", "on": "2024-02-01", "forms": []}', "一份表也没有"),
        ("by: 甲\non: 2024-02-01\nforms:\n", "一份表也没有"),
        ("by: 甲\nby: 乙\nforms: 甲\n", "E1"),
        ("&a b: *a\nforms: 甲\n", "E1"),
        ("forms: !!python/object:os.system\n", "E1"),
    ):
        exit_code, output, after = sign(project, text)
        is_right = exit_code in (1, 2) and words in output and after == draft and "Traceback" not in output
        if not is_right or (not words.startswith("E") and output.count("[E") != 1):
            failed.append((text[:40], output[:400]))
    assert failed == []


def test_a_moved_text_leaves_its_cell(project: Path, answers: dict[str, Any]) -> None:
    answers["forms"][0]["doubts"][3] |= {"answer": "belongs", "cell": "indicators.8.target", "text": "100%"}
    code, output, after = sign(project, answers)
    assert code == 0, output
    found = parsed_texts(after)
    assert (found["indicators", 5, "target"], found["indicators", 8, "target"]) == ("", "100%")
    assert [text for path, text in found.items() if path[0] == "notes"] == []
    code, output = run("import", "--signed", project.parent / "2024.answers.yml", "--to", FORM, "--root", project)
    assert (code, "只写 --signed" in output) == (2, True)
