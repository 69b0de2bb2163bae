"""Hashes of texts that hold what a form withholds: named nowhere, registered nowhere, written by no command."""

import hashlib
import re
import shutil
from base64 import b64encode
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from reading import GOOD, HERE, RECORD, good_text
from tracing import FORM, ground_of, reports, traced

from generator.cli.check import check_path
from generator.cli.main import main
from generator.content.loader import Loader, load_corpus
from generator.content.registration import register
from generator.forms.cells import cell_texts, digest, fingerprint
from generator.forms.model import Record
from generator.problems import HeldError

HASH = hashlib.sha256(b"original").hexdigest()
COPY = hashlib.sha256(b"copy").hexdigest()
GROUPS = "，".join(HASH[at : at + 12] for at in range(0, 60, 12))
PAIRS = " ".join(HASH[at : at + 2] for at in range(0, 64, 2))
BASE64 = b64encode(hashlib.sha256(b"original").digest()).decode()
ROW = """    - name: 教师培训
      content: 培训教师1600人次
      amount: 40.30
      expected: 教师水平提高
"""
WITHHELD_ROW = """    - withheld: content
      name: 教师培训
      amount: 40.30
      basis: 示例
      decided_on: 2026-01-15
      decided_by: 示例市教育局
"""
WITHHELD = good_text().replace(ROW, WITHHELD_ROW).replace("conclusion: 同意公开", "conclusion: 部分公开")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The good project, to be changed."""
    shutil.copytree(GOOD, tmp_path / "project")
    return tmp_path / "project"


def holds(text: str, folder: Path) -> list[str]:
    """The holds on one record, each with its line's text up to the colon."""
    path = folder / "2026.yml"
    path.write_text(text, encoding="utf-8")
    reader = Loader(folder)
    reader.form_at(path)
    assert reader.problems == []
    lines = text.split("\n")
    return [f"{hold.code} {lines[hold.place.line - 1].strip().partition(':')[0]}" for hold in reader.holds]


def with_trace(text: str, lines: str) -> str:
    """A record with a stored trace."""
    return f"{text}\ntrace:\n{lines}  share: 100.00\n  fingerprint: {{fingerprint}}\n"


def test_the_rows_of_this_file_are_those_of_the_good_record(tmp_path: Path) -> None:
    assert ROW in good_text()
    assert holds(WITHHELD, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  sha256:\n", f"  sha256: {HASH}\n", ["S414 sha256"]),
        ("  sha256:\n", f"  sha256: {HASH[:12]}\n", ["S414 sha256"]),
        ("  sha256:\n", f"  redacted_sha256: {COPY}\n", []),
        ("  sha256:\n", f"  redacted_sha256: {COPY}\n  sha256: {COPY}\n", ["S414 sha256"]),
        ("  pages: 12-15", f"  pages: 原件 SHA-256 {HASH}", ["S414 pages"]),
        (
            "notes:\n",
            f"notes:\n  - 原件的 MD5 是{HASH[:32].upper()}。\n",
            ["S414 - 原件的 MD5 是" + HASH[:32].upper() + "。"],
        ),
        ("notes:\n", f"# {HASH}\nnotes:\n", ["S414 # " + HASH]),
        ("notes:\n", "# ab:cd:ef:01:23:45:67:89:ab\nnotes:\n", ["S414 # ab"]),
        ("notes:\n", f"# sha256-{'aB3/' * 10}\nnotes:\n", [f"S414 # sha256-{'aB3/' * 10}"]),
        ("notes:\n", f"# https://a.example/{HASH}.pdf\nnotes:\n", []),
        ("notes:\n", f"# https://a.example/1.pdf?sha256={HASH}\nnotes:\n", ["S414 # https"]),
        ("notes:\n", f"# https://a.example/1.pdf?md5={HASH[:10]}\nnotes:\n", ["S414 # https"]),
        ("notes:\n", f"# https://a.example/1.pdf#{HASH}\nnotes:\n", ["S414 # https"]),
        ("notes:\n", f"# https://a.example/1.pdf?v={HASH[:40]}\nnotes:\n", ["S414 # https"]),
        ("notes:\n", "# https://a.example/art_1234_5678901234567890.html?id=12345\nnotes:\n", []),
        ("  url:\n", f"  url: https://a.example/1.pdf?sha256={HASH}\n", ["S414 url"]),
        ("notes:\n", f"# {HASH[:15]}\nnotes:\n", ["S414 # " + HASH[:15]]),
        ("notes:\n", f"# {GROUPS}\nnotes:\n", [f"S414 # {GROUPS}"]),
        ("notes:\n", f"# {PAIRS}\nnotes:\n", [f"S414 # {PAIRS}"]),
        ("notes:\n", f"# {BASE64}\nnotes:\n", [f"S414 # {BASE64}"]),
        ("notes:\n", f"# {BASE64[:-1]}\nnotes:\n", [f"S414 # {BASE64[:-1]}"]),
        ("notes:\n", f"# 散列前几位是{HASH[:8]}\nnotes:\n", ["S414 # 散列前几位是" + HASH[:8]]),
        ("notes:\n", "# 2026年1、2、3、4项，合计12,345,678.90；代码ab12、cd34；周一至周五9-12、14-18\nnotes:\n", []),
        ("notes:\n", "# GB/T 7714-2015，ISO 8601:2004，文号示教财〔2026〕1号\nnotes:\n", []),
        ("notes:\n", "# 2021-2022-2023-2024 11440800123456789012\nnotes:\n", []),
    ],
)
def test_a_form_that_withholds_names_no_hash_but_that_of_a_redacted_copy(
    old: str, new: str, expected: list[str], tmp_path: Path
) -> None:
    assert old in WITHHELD
    assert holds(WITHHELD.replace(old, new, 1), tmp_path) == expected
    assert holds(good_text().replace(old, new, 1), tmp_path) == []


def test_a_stored_trace_is_of_a_redacted_copy_and_of_the_present_text(tmp_path: Path) -> None:
    stored = with_trace(WITHHELD, f"  redacted_sha256: {COPY}\n")
    path = tmp_path / "2026.yml"
    path.write_text(WITHHELD, encoding="utf-8")
    found = Loader(tmp_path).form(Record, path)
    assert found is not None
    now = fingerprint(found[0])
    assert holds(stored.format(fingerprint=now), tmp_path) == []
    assert holds(stored.format(fingerprint=HASH), tmp_path) == ["S414 fingerprint"]
    of_original = with_trace(WITHHELD, f"  sha256: {HASH}\n").format(fingerprint=now)
    assert holds(of_original, tmp_path) == ["S414 sha256"]


def test_a_trace_needs_one_of_its_hashes(tmp_path: Path) -> None:
    path = tmp_path / "2026.yml"
    path.write_text(with_trace(good_text(), "").format(fingerprint=HASH), encoding="utf-8")
    assert [problem.code for problem in check_path(path).problems] == ["E301"]


PROJECT = (HERE / "content/projects/content/shili/jiaoyuju/2026/xiaoshe-weixiu.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"  title: 示例市教育局2026年部门预算\n  sha256: {HASH}\n", True),
        (f"  title: 另一份文件\n  sha256: {HASH}\n", False),
        (f"  title: 另一份文件\n  url: https://a.example/1.pdf\n  sha256: {HASH}\n", True),
        (f"  title: 示例市教育局2026年部门预算\n  redacted_sha256: {HASH}\n", False),
        ("  title: 示例市教育局2026年部门预算\n", False),
    ],
)
def test_another_form_of_the_same_document_does_not_name_its_hash(source: str, expected: bool, project: Path) -> None:
    own = "  title: 示例市教育局2026年部门预算\n  number:\n  pages:\n  url: https://a.example/1.pdf\n  sha256:\n"
    before, _, after = WITHHELD.partition("\nsource:\n")
    (project / RECORD).write_text(
        before + "\nsource:\n" + own + after[after.index("\ndisclosure:") :], encoding="utf-8"
    )
    folder = project / "content/shili/jiaoyuju/2026"
    folder.mkdir()
    before, _, after = PROJECT.partition("\nsource:\n")
    text = before + "\nsource:\n" + source + after[after.index("\ndisclosure:") :]
    decision = "cleared:\n  basis: 无关\n  decided_on: 2026-01-15\n  decided_by: 局\n"
    (folder / "weixiu.yml").write_text(text + ("" if "cleared:" in text else decision), encoding="utf-8")
    codes = {problem.code for problem in check_path(project).problems}
    assert codes == ({"S414"} if expected else set())


@pytest.mark.parametrize(("title", "codes"), [("示例市教育局2026年部门预算", {"S414"}), ("另一份文件", set())])
@pytest.mark.parametrize("withholding", ["record", "project"])
def test_neither_a_record_nor_a_project_names_the_hash_of_what_the_other_withholds(
    withholding: str, title: str, codes: set[str], project: Path
) -> None:
    folder = project / "content/shili/jiaoyuju/2026"
    folder.mkdir()
    record = good_text().replace("  sha256:\n", f"  sha256: {HASH}\n", 1)
    before, _, after = PROJECT.partition("\nsource:\n")
    with_hash = before + f"\nsource:\n  title: {title}\n  sha256: {HASH}\n" + after[after.index("\ndisclosure:") :]
    without = before + f"\nsource:\n  title: {title}\n" + after[after.index("\ndisclosure:") :]
    target = re.search("\n    target: .*\n", without)
    assert target
    decision = "    withheld: {basis: 依据, decided_on: 2026-01-15, decided_by: 某局}\n"
    hidden = without.replace(target[0], "\n    target: 依规不公开\n" + decision, 1)
    cleared = "cleared:\n  basis: 无关\n  decided_on: 2026-01-15\n  decided_by: 局\n"
    files = {"record": (WITHHELD, with_hash + cleared), "project": (record, hidden)}[withholding]
    (project / RECORD).write_text(files[0], encoding="utf-8")
    (folder / "weixiu.yml").write_text(files[1], encoding="utf-8")
    assert {problem.code for problem in check_path(project).problems} == codes


def test_the_register_keeps_no_hash_of_a_text_that_had_what_is_withheld(project: Path) -> None:
    """A row is withheld after it was registered: the build is held until the register has let go of the old hash."""
    register(project, date(2026, 3, 1))
    file = project / "content/register.yml"
    old = digest(cell_texts(load_corpus(project).records[0].record))
    told = """adjustments:
  - document: 更正录入
    date: 2026-04-01
    reason: 依规不公开
    changes:
      - cell: 任务 年度重点工作任务 第2行
        before:
        after:
"""
    paths = {source.file: digest(cell_texts(source.record)) for source in load_corpus(project).records}
    old = paths[RECORD]
    assert old in file.read_text(encoding="utf-8")
    (project / RECORD).write_text(WITHHELD + told, encoding="utf-8")
    with pytest.raises(HeldError) as held:
        load_corpus(project)
    assert [(problem.code, problem.place.path) for problem in held.value.problems] == [("S415", "content/register.yml")]
    register(project, date(2026, 4, 2))
    text = file.read_text(encoding="utf-8")
    assert old not in text
    assert "shili/jiaoyuju/2026 2026-03-01 不留\n" in text
    assert [problem.code for problem in check_path(project).problems] == []
    register(project, date(2026, 5, 1))
    assert file.read_text(encoding="utf-8") == text


MARKED = FORM.replace("培训教师1600人次", "培训教师1600人次（密）")
REDACTED = FORM.replace("培训教师1600人次", "〔已遮盖〕").replace("教师水平提高", "〔已遮盖〕")


def test_no_report_tells_the_hash_of_an_original_with_withheld_words(tmp_path: Path) -> None:
    for name, text in (("marked.txt", MARKED), ("plain.txt", FORM)):
        trace = traced(WITHHELD, ground_of(text, tmp_path, name))
        assert trace.sha256 == ""
        assert hashlib.sha256(text.encode()).hexdigest() not in reports(trace)
    trace = traced(WITHHELD, ground_of(REDACTED, tmp_path))
    assert (trace.is_faithful, trace.sha256) == (True, hashlib.sha256(REDACTED.encode()).hexdigest())


def run(*args: object) -> tuple[int, str]:
    """One command: how it ended and what it said."""
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    return result.exit_code, result.output


def test_a_redacted_copy_is_made_held_against_and_stored(tmp_path: Path) -> None:
    record, original, copy = tmp_path / "2026.yml", tmp_path / "original.txt", tmp_path / "copy.txt"
    record.write_text(WITHHELD, encoding="utf-8")
    original.write_text(MARKED, encoding="utf-8")
    code, said = run("trace", record, original, "--store")
    assert (code, "E602" in said, record.read_text(encoding="utf-8")) == (2, True, WITHHELD)
    code, said = run("trace", record, original, "--redact", copy)
    assert (code, copy.read_text(encoding="utf-8")) == (0, REDACTED)
    code, said = run("trace", record, copy, "--store")
    assert code == 0
    assert f"trace:\n  redacted_sha256: {hashlib.sha256(copy.read_bytes()).hexdigest()}\n" in record.read_text("utf-8")
    assert run("check", record)[0] == 0


def test_what_the_message_of_a_hash_advises_works(tmp_path: Path) -> None:
    record, original, copy = tmp_path / "2026.yml", tmp_path / "original.txt", tmp_path / "copy.txt"
    record.write_text(WITHHELD.replace("  sha256:\n", f"  sha256: {HASH}\n"), encoding="utf-8")
    original.write_text(MARKED, encoding="utf-8")
    assert "S414" in run("check", record)[1]
    assert run("trace", record, original, "--redact", copy)[0] == 0
    code, said = run("trace", record, copy)
    (of_copy,) = re.findall("[0-9a-f]{64}", said)
    text = record.read_text(encoding="utf-8").replace(f"  sha256: {HASH}", f"  redacted_sha256: {of_copy}")
    record.write_text(text, encoding="utf-8")
    assert (code, run("check", record)[0]) == (0, 0)


@pytest.mark.parametrize(
    "text",
    [
        FORM,
        FORM.replace("培训教师1600人次", "\n培训教师（密）\n"),
        FORM + "\n以上不含培训（密）\n",
    ],
)
def test_what_cannot_be_told_apart_is_not_redacted(text: str, tmp_path: Path) -> None:
    record, original, copy = tmp_path / "2026.yml", tmp_path / "original.txt", tmp_path / "copy.txt"
    record.write_text(WITHHELD, encoding="utf-8")
    original.write_text(text, encoding="utf-8")
    code, said = run("trace", record, original, "--redact", copy)
    assert (code, "E603" in said, copy.exists()) == (2, True, False)
