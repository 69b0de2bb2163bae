"""A project of another city: neither its files nor its site name the cities whose forms the product grew up with."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.scaffold import WHEELS, draft_record, new_site
from generator.system.manifest import Revision
from generator.text.folding import fold

pytestmark = [pytest.mark.usefixtures("shared_results"), pytest.mark.slow]

NAMES = ("湛江", "揭阳", "zhanjiang", "jieyang", "湛财绩", "揭陽", "zhan jiang", "jie yang")
CITY = {"示例市": "苏州市", "short_name: 示例": "short_name: 苏州", "000000": "320500", "示财绩": "苏财绩"}
BASIS = """basis:
  - tag: notice-2026-1
    title: 关于批复2026年部门整体绩效目标的通知
    number: 苏财绩〔2026〕1号
    clauses:
      - subject: criteria
        text: 把及时性、完整性、规范性列入评价
      - subject: V06
        text: 要求绩效目标与部门预算同步公开
# basis:"""
ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and all that is packed in it."""
    yield name, content
    if content.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from unpacked(f"{name}!{inner}", inner.encode() + b"\n" + archive.read(inner))
    elif content.startswith(b"\x1f\x8b"):
        yield from unpacked(f"{name}!", zlib.decompress(content, 47))


def named_in(content: bytes) -> list[str]:
    """The names that a file has in it, also with other letters or as escapes of JSON."""
    plain = ESCAPED.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "replace"), content)
    text = plain.decode("utf-8", "replace")
    others = [content.decode(code, "replace") for code in ("gb18030", "utf-16-le", "utf-16-be")]
    texts = (text.lower(), fold(text), *others)
    return [name for name in NAMES if any(name in each for each in texts)]


def suzhou(root: Path) -> None:
    """A new project with one department of Suzhou, its record, and drafts of further cities and projects."""
    new_site(root)
    (root / "content/shili").rename(root / "content/suzhou")
    for path in sorted(root.glob("content/suzhou/**/*.yml")):
        text = path.read_text(encoding="utf-8")
        for old, new in CITY.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def test_a_site_of_another_city_names_the_first_ones_nowhere(tmp_path: Path) -> None:
    root = tmp_path / "site"
    suzhou(root)
    published, _ = build(BuildOptions(root, root / "site", Revision("", "", "0")), lambda step: None)
    assert published.pages > 50
    draft_record(root, "suzhou", "jiaoyuju", "2027")
    draft_record(root, "wuxi", "jiaoyuju", "2027", "weixiu")
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    # The program itself has drawings of the forms of many cities.
    own = {name: path for name, path in files.items() if not name.startswith(f"{WHEELS}/")}
    assert "site/suzhou/shiliju/2026/index.html" in own
    found = [
        (part, name)
        for file, path in own.items()
        for part, content in unpacked(file, file.encode() + b"\n" + path.read_bytes())
        for name in named_in(content)
    ]
    assert found == []


def test_such_names_are_found_wherever_they_are() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "湛江")
    contents = [
        "揭陽".encode(),
        b"\\u6e5b\\u6c5f",
        "湛财绩".encode("gb18030"),
        "湛江".encode("utf-16-le"),
        b"ZhanJiang",
    ]
    assert [len(named_in(content)) for content in contents] == [1] * 5
    parts = list(unpacked("x.zip", packed.getvalue()))
    assert [name for name, content in parts if named_in(content)] == ["x.zip!a.txt"]


def test_a_site_of_a_city_without_a_notice_cites_only_national_law(tmp_path: Path) -> None:
    root = tmp_path / "site"
    suzhou(root)
    build(BuildOptions(root, root / "site", Revision("", "", "0")), lambda step: None)
    pages = {path: path.read_text(encoding="utf-8") for path in (root / "site").rglob("*.html")}
    number = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号")
    cited = {found for text in pages.values() for found in number.findall(text)}
    assert {found for found in cited if not found.endswith("国办发〔2017〕47号")} == set()
    board = next(text for path, text in pages.items() if path.match("disclosure/suzhou/index.html"))
    assert "本站没有收录这个地区关于公开怎样评价的规定" in board
    assert "《预算法》第十四条" in board


def test_a_notice_that_is_written_down_later_is_cited_wherever_it_counts(tmp_path: Path) -> None:
    root = tmp_path / "site"
    suzhou(root)
    options = BuildOptions(root, root / "site", Revision("", "", "0"))
    build(options, lambda step: None)
    city = root / "content/suzhou/jurisdiction.yml"
    city.write_text(city.read_text(encoding="utf-8").replace("# basis:", BASIS), encoding="utf-8")
    build(options, lambda step: None)
    warm = {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    build(replace(options, target=root / "cold"), lambda step: None)
    assert {path: content for path, content in warm.items() if content != cold(root, path)} == {}
    pages = ("checks/index.html", "checks/v06/index.html", "disclosure/suzhou/index.html", "disclosure/index.html")
    assert [page for page in pages if "苏财绩〔2026〕1号" not in warm[root / "site" / page].decode()] == []


def cold(root: Path, path: Path) -> bytes:
    """The same file of the site that was built without a previous one."""
    return (root / "cold" / path.relative_to(root / "site")).read_bytes()
