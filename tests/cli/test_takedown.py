"""What was public and is held goes at once, with one command, out of everything that was made from it."""

import io
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from corpora import three_documents
from reading import HERE

from generator.build.options import BuildOptions
from generator.cli.instant_preview import build_for_preview
from generator.cli.main import main
from generator.problems import HeldError
from generator.system.cache import DIGEST_SIZE
from generator.system.manifest import Revision, read_manifest

CANARY = "凤凰计划"
MARKED = f"{CANARY}（密）"
RECORD = "content/zhanjiang/jiwei/2021.yml"
PAGE = "zhanjiang/jiwei/2021/"


def gongkai(*words: str) -> Result:
    """One command as a person gives it."""
    return CliRunner().invoke(main, list(words))


def commanded(result: Result) -> list[str]:
    """The words of the command that a message gives."""
    (command,) = re.findall("请运行：gongkai (.*)", result.output)
    return command.split()


def bytes_in(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and everything that is packed in it."""
    yield name, content
    if name.startswith("kept/"):
        yield name, zlib.decompress(content[DIGEST_SIZE:])
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.namelist():
                yield from bytes_in(f"{name}!{member}", packed.read(member))


def telling(root: Path, canary: str = CANARY) -> list[str]:
    """The files of a project beside its content and templates that have the canary, also packed or escaped."""
    spellings = (canary.encode(), json.dumps(canary).encode(), canary.encode("utf-16-le"))
    found = []
    for path in sorted(root.rglob("*")):
        way = path.relative_to(root).as_posix()
        if path.is_file() and not way.startswith(("content/", "templates/")):
            inside = bytes_in(way.removeprefix(".site.work/"), path.read_bytes())
            found += [name for name, content in inside if any(spelling in content for spelling in spellings)]
    return found


# The files of the site that have the text of a task.
TELLING = (
    *(f"{PAGE}{name}" for name in ("index.html", "record.json", "form/index.html", "form/form.xlsx")),
    *(f"data/{name}" for name in ("tasks.csv", "all.xlsx", "all.sqlite.zip", "all.zip", "zhanjiang-2021.zip")),
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own site with a canary in one record, published and packed; to be copied, not to be changed."""
    root = tmp_path_factory.mktemp("published")
    shutil.copytree(three_documents() / "content", root / "content")
    shutil.copy(HERE.parent / "site_config.yml", root)
    replace(root / RECORD, "name: 暗访工作", f"name: {CANARY}")
    (root / "packed").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert gongkai("build", "--jobs", "1", "--zip", "packed/site.zip").exit_code == 0
    shutil.copy(root / "packed/site.zip", root / "copy.zip")
    files = {name.partition("!")[0] for name in telling(root)}
    assert files >= {f"site/{file}" for file in TELLING} | {"copy.zip", "packed/site.zip"}
    # The search index has no text of a form as a whole: it reads the JSON of the form.
    assert any(file.startswith("kept/") for file in files)
    assert not any(file.startswith("site/search/") for file in files)
    return root


@pytest.fixture
def project(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that site, as the folder where commands are given."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    """Change a file in one place."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def pages(root: Path) -> set[str]:
    """The addresses of the pages of the site."""
    manifest = read_manifest(root / "site")
    assert manifest is not None
    return {path.removesuffix("index.html") for path in manifest.files if path.endswith("/index.html")}


@pytest.mark.slow
def test_a_row_that_is_marked_goes_out_of_everything(project: Path) -> None:
    (project / ".copy.zip.part").write_bytes((project / "copy.zip").read_bytes()[:5000])
    replace(project / RECORD, f"name: {CANARY}", f"name: {MARKED}")
    held = gongkai("build", "--jobs", "1")
    assert held.exit_code == 3
    assert f"已经公开的有：{PAGE}。" in held.output
    assert commanded(gongkai("check")) == commanded(held) == ["build", "--hold-back"]
    assert telling(project) != []
    taken = gongkai(*commanded(held), "--jobs", "1")
    assert taken.exit_code == 0
    assert (f"暂停公开：{PAGE}" in taken.output, "[S401]" in taken.output, CANARY in taken.output) == (
        True,
        True,
        False,
    )
    assert telling(project) == []
    assert telling(project, "追逃工作") == []
    page = (project / "site" / PAGE / "index.html").read_text(encoding="utf-8")
    assert ("本表暂停公开" in page, re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", page)) == (True, None)
    left = {"zhanjiang/zhengfawei/2021/", "jieyang/zhengfawei/2022/", "zhanjiang/jiwei/", PAGE}
    assert left <= pages(project)
    assert f"{PAGE}form/" not in pages(project)
    index = json.loads((project / "site/api/v2/index.json").read_text(encoding="utf-8"))
    assert index["suspended"] == [PAGE]
    assert PAGE not in [record["path"] for record in index["records"]]
    assert "暂停公开" in (project / "site/changes/index.html").read_text(encoding="utf-8")
    assert "暂停公开" in (project / "site/zhanjiang/jiwei/index.html").read_text(encoding="utf-8")
    assert "暂停公开" in (project / "site/disclosure/index.html").read_text(encoding="utf-8")
    assert "暂停公开" in (project / "site/data/disclosure.csv").read_text(encoding="utf-8")
    # Neither a build without the order nor the same one again bring anything back.
    assert gongkai("build", "--jobs", "1").exit_code == 3
    assert gongkai(*commanded(held), "--jobs", "1").exit_code == 0
    assert telling(project) == []
    assert PAGE in pages(project)
    # What was mended is public again, without a trace of the pause.
    replace(project / RECORD, f"name: {MARKED}", "name: 暗访工作")
    assert gongkai("build", "--jobs", "1").exit_code == 0
    assert "暂停公开" not in (project / "site" / PAGE / "index.html").read_text(encoding="utf-8")


WHOLE = ("zhanjiang/jiwei/", PAGE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "suspended"),
    [
        (RECORD, "conclusion: 同意公开", "conclusion: 驳回", (PAGE,)),
        (RECORD, "attribute: 主动公开", "attribute: 依申请公开", (PAGE,)),
        (RECORD, "title: 2021年", "\ttitle: （密） [2021年", (PAGE,)),
        ("content/zhanjiang/jiwei/department.yml", "peer_group: 纪检监察", "peer_group: 纪检监察（密）", WHOLE),
        ("content/zhanjiang/jurisdiction.yml", "level: 地级市", "level: 地级市（密）", None),
        ("content/pages/about.md", "---\ntitle:", "---\n# （密）\ntitle:", ("about/",)),
    ],
)
def test_whatever_is_held_leaves_its_place_and_nothing_else(
    file: str, old: str, new: str, suspended: tuple[str, ...] | None, project: Path
) -> None:
    before = pages(project)
    replace(project / file, old, new)
    held = gongkai("build", "--jobs", "1")
    assert held.exit_code == 3
    taken = gongkai(*commanded(held), "--jobs", "1")
    assert taken.exit_code == 0, taken.output
    of_city = tuple(sorted(page for page in before if re.fullmatch(r"zhanjiang/(?:[a-z]+/(?:[0-9]{4}/)?)?", page)))
    told = tuple(re.findall("暂停公开：(.*)", taken.output))
    assert told == (suspended or of_city)
    assert set(told) <= pages(project)
    if file.startswith("content/zhanjiang"):
        assert telling(project) == []


@pytest.mark.slow
def test_all_forms_of_a_site_can_be_taken_down(project: Path) -> None:
    for path in (project / "content").glob("*/*/20??.yml"):
        replace(path, "\n  conclusion: ", "\n  conclusion: 不")
    held = gongkai("build", "--jobs", "1")
    taken = gongkai(*commanded(held), "--jobs", "1")
    assert (taken.exit_code, telling(project)) == (0, []), taken.output
    assert {"zhanjiang/zhengfawei/2021/", "jieyang/zhengfawei/2022/", PAGE} <= pages(project)


@pytest.mark.slow
def test_templates_that_are_held_give_way_to_those_of_the_product(project: Path) -> None:
    (project / "templates/assets").mkdir(parents=True)
    (project / "templates/assets/notes.txt").write_text(CANARY, encoding="utf-8")
    (project / "templates/404.html").write_text(
        '{% extends "frame.html" %}{% block content %}<h1>' + CANARY + "</h1>{% endblock %}", encoding="utf-8"
    )
    assert gongkai("build", "--jobs", "1").exit_code == 0
    (project / "templates/assets/notes.txt").write_text(MARKED, encoding="utf-8")
    held = gongkai("build", "--jobs", "1")
    assert held.exit_code == 3
    replace(project / RECORD, f"name: {CANARY}", "name: 暗访工作")
    taken = gongkai(*commanded(held), "--jobs", "1")
    assert (taken.exit_code, telling(project)) == (0, []), taken.output


@pytest.mark.slow
def test_a_preview_keeps_nothing_of_what_is_held(project: Path) -> None:
    replace(project / RECORD, f"name: {CANARY}", f"name: {MARKED}")
    assert any(name.startswith("kept/") for name in telling(project))
    with pytest.raises(HeldError):
        build_for_preview(BuildOptions(project, project / "site", Revision("c0ffee", "2026-01-01", "0"), True))
    assert [name for name in telling(project) if name.startswith("kept/")] == []


@pytest.mark.slow
def test_without_anything_held_the_command_is_a_build(project: Path) -> None:
    done = gongkai("build", "--hold-back", "--jobs", "1")
    assert (done.exit_code, "没有要扣下的" in done.output) == (0, True)


def test_what_was_never_public_gives_no_command(tmp_path: Path) -> None:
    shutil.copytree(three_documents() / "content", tmp_path / "content")
    shutil.copy(HERE.parent / "site_config.yml", tmp_path)
    new = tmp_path / "content/zhanjiang/jiwei/2022.yml"
    text = (tmp_path / RECORD).read_text(encoding="utf-8")
    new.write_text(text.replace("name: 暗访工作", f"name: {MARKED}"), encoding="utf-8")
    checked = gongkai("check", str(tmp_path))
    assert (checked.exit_code, "--hold-back" in checked.output) == (3, False)
    (tmp_path / "content/register.yml").unlink()
    checked = gongkai("check", str(tmp_path))
    assert (checked.exit_code, "如果其中有已经公开的" in checked.output) == (3, True)
    assert commanded(checked)[2:] == ["--root", str(tmp_path)]
