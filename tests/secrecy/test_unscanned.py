"""What goes to the site beside the content passes the gate as well, and what is not read is told."""

import gzip
import io
import shutil
import zipfile
from hashlib import sha512
from pathlib import Path

import pytest
from reading import GOOD, HERE

from generator.cli.check import check_path
from generator.cli.reports import FORMATS
from generator.content.loader import load_corpus
from generator.problems import HeldError, Problem
from generator.secrecy.disclosure_refusals import lines_that_refuse

ROWS = [line.split("\t") for line in (HERE / "openness.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The good project, to be changed."""
    shutil.copytree(GOOD, tmp_path / "project")
    return tmp_path / "project"


def holds(root: Path) -> list[Problem]:
    """Why a project is held."""
    try:
        load_corpus(root)
    except HeldError as held:
        return list(held.problems)
    return []


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_what_a_notice_says_of_itself(text: str, expected: str) -> None:
    lines = lines_that_refuse(f"各单位：\n\n{text}\n\n请各单位在二十日内公开。\n")
    assert lines == ([3] if expected == "hold" else [])


def test_a_label_and_its_answer_may_stand_on_two_lines() -> None:
    assert lines_that_refuse("公开方式：\n依申请公开\n") == [2]


@pytest.mark.parametrize("text", [row[0] for row in ROWS if row[1] == "hold"][:4])
def test_a_notice_that_says_otherwise_than_its_head_is_held(text: str, project: Path) -> None:
    head = "---\ntitle: 通知\nissuer: 局\ndate: 2026-01-01\nattribute: 主动公开\n---\n"
    (project / "content/notices/x.md").write_text(f"{head}各单位：\n{text}\n", encoding="utf-8")
    found = [(hold.code, hold.place.path, hold.place.line) for hold in holds(project)]
    assert found == [("S416", "content/notices/x.md", 8)]


def packed(name: str, text: str | bytes) -> bytes:
    """A zip with one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, text)
    return buffer.getvalue()


MARK = "凤凰计划（密）"
PICTURE = b"\x89PNG\r\n\0\0" + b"".join(sha512(str(at).encode()).digest() for at in range(4000))
LONG = "var a=[" + "1," * 600


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("templates/parts/footer.html", f"<p>一般</p>\n<p>{MARK}</p>\n".encode(), "S401 2"),
        ("templates/parts/footer.html", f"{{# {MARK} #}}".encode(), "S401 1"),
        ("templates/parts/footer.html", "<p>联系 13800138000</p>".encode(), "S411 1"),
        ("templates/assets/site.js", f"// {MARK}".encode(), "S401 1"),
        ("templates/assets/site.css", f"/* {MARK} */".encode("gb18030"), "S401 1"),
        ("templates/assets/a/b/notes.txt", f"\ufeff{MARK}".encode("utf-16"), "S401 1"),
        ("templates/assets/picture.svg", f"<svg><text>{MARK}</text></svg>".encode(), "S401 1"),
        ("templates/assets/picture.png", b"\x89PNG\r\n\0\0" + MARK.encode() + b"\0", "S417 0"),
        ("templates/assets/table.zip", packed("a.txt", MARK), "S417 0"),
        ("templates/assets/table.ZIP", packed("a.txt", MARK), "S417 0"),
        *((f"templates/assets/{name}", MARK.encode("utf-16-le"), "S401 1") for name in ("a.doc", "a.txt", "a.jpg")),
        *((f"templates/assets/{name}", f"a {MARK}".encode("utf-16-le"), "S417 0") for name in ("a.doc", "a.jpg")),
        ("templates/assets/a.txt", f"办公室 {MARK} a".encode("utf-16-be"), "S417 0"),
        ("templates/assets/a.pdf", b"%PDF-1.7\n\0\xff(\xfe\xff" + MARK.encode("utf-16-be") + b")", "S417 0"),
        ("templates/assets/a.png", b"\x89PNG\r\n\0\0" + MARK.encode("gb18030") + b"\0", "S417 0"),
        ("templates/assets/a.txt", "機密★5年".encode("big5hkscs"), "S417 0"),
        ("templates/assets/a.zip", packed("a.txt", MARK.encode("gb18030")), "S417 0"),
        ("templates/assets/a.zip", packed("a.txt", MARK.encode("utf-16")), "S417 0"),
        ("templates/assets/a.txt.gz", gzip.compress(MARK.encode(), mtime=0), "S417 0"),
        ("templates/assets/a.svgz", gzip.compress(packed("a.txt", MARK), mtime=0), "S417 0"),
        *(
            (f"templates/assets/a.{ending}", packed("a.xml", MARK), "S417 0")
            for ending in ("pptx", "wps", "ofd", "jar", "7z", "png")
        ),
        ("templates/assets/a.7z", b"7z\xbc\xaf\x27\x1c\0\4", "S417 0"),
        ("templates/assets/a.css", b'p::before { content: "\\79d8\\5bc6\\2605 5\\5e74" }', "S417 0"),
        ("templates/assets/a.js", b'const a = "\\u{79d8}\\u{05bc6}\\u{2605}5\\u5e74";', "S417 0"),
        ("templates/assets/a.png", PICTURE, ""),
        ("templates/assets/a.png.gz", gzip.compress(PICTURE, mtime=0), ""),
        ("templates/assets/two.zip", b"PK\0\0 broken", "S417 0"),
        ("templates/assets/（密）.png", b"\x89PNG\0", "S417 0"),
        ("templates/assets/lib.js", f"{LONG}13800138000]".encode(), ""),
        ("templates/assets/lib.js", f"{LONG}'{MARK}']".encode(), "S401 1"),
        ("templates/assets/picture.png", b"\x89PNG\r\n\0\0", ""),
        ("templates/assets/table.zip", packed("a.txt", "一般"), ""),
    ],
)
def test_templates_and_assets_pass_the_gate(name: str, content: bytes, expected: str, project: Path) -> None:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_bytes(content)
    checked = check_path(project)
    found = [problem for problem in checked.problems if problem.code.startswith("S")]
    assert " ".join(f"{hold.code} {hold.place.line}" for hold in found) == expected
    assert "凤凰" not in repr(found)
    assert checked.code == (3 if expected else 0)


def test_files_that_are_not_read_are_told_and_change_no_exit_code(project: Path) -> None:
    for name in ("_draft.yml", ".2027.yml", "2026.yml~", ".DS_Store", "_example.yml", "._x"):
        (project / "content/shili/jiaoyuju" / name).write_text(f"{MARK}\n", encoding="utf-8")
    (project / "content/shili/_draft").mkdir()
    (project / "content/notices/_later（密）.md").write_text("x", encoding="utf-8")
    checked = check_path(project)
    assert (checked.code, checked.problems) == (0, ())
    unread = [warning for warning in checked.warnings if warning.code == "W420"]
    assert [(warning.code, str(warning.place)) for warning in unread] == [
        ("W420", "content/notices/＊＊＊"),
        ("W420", "content/shili/_draft"),
        ("W420", "content/shili/jiaoyuju/.2027.yml"),
        ("W420", "content/shili/jiaoyuju/2026.yml~"),
        ("W420", "content/shili/jiaoyuju/_draft.yml"),
    ]
    for form in FORMATS.values():
        assert form(checked).count("W420") == 5
        assert "凤凰" not in form(checked)
