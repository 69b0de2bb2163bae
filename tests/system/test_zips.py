"""Archives without a clock: deflated, written piece by piece, known by what they hold whatever packed them."""

import json
import os
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from generator.build.archive import write_zip
from generator.output.exports.workbook import plain_sheet, workbook
from generator.system.manifest import NAME, FileEntry, pieces, read_manifest
from generator.system.zips import (
    contents_hash,
    packed_archive,
    packed_file,
    stored_file,
    write_members,
    zip_bytes,
    zip_file,
)
from tests.publishing import project, put

__all__ = ["project"]
TEXT = "预算绩效目标，".encode() * 500
FILES = {"a.csv": TEXT, "b/c.json": b"{}", "empty.txt": b""}


def packed(files: dict[str, bytes], level: int = 6, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The files as another machine might pack them."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", method, compresslevel=level) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_an_archive_is_deflated_and_has_no_trace_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    one = zip_bytes((name, [text]) for name, text in FILES.items())
    monkeypatch.setattr(time, "time", lambda: 1.0)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    before = os.umask(0o077)
    try:
        assert zip_bytes((name, [text[:7], text[7:]]) for name, text in FILES.items()) == one
    finally:
        os.umask(before)
    assert len(one) < len(TEXT) / 5
    with zipfile.ZipFile(BytesIO(one)) as archive:
        assert {member.filename: archive.read(member) for member in archive.infolist()} == FILES
        seen = {(one.date_time, one.create_system, one.external_attr >> 16) for one in archive.infolist()}
        assert seen == {((1980, 1, 1, 0, 0, 0), 3, 0o100644)}


def test_what_is_deflated_already_is_stored() -> None:
    inner = packed(FILES)
    with zipfile.ZipFile(zip_file([("all.xlsx", [inner]), ("a.csv", [TEXT])])) as archive:
        methods = {one.filename: one.compress_type for one in archive.infolist()}
    assert methods == {"all.xlsx": zipfile.ZIP_STORED, "a.csv": zipfile.ZIP_DEFLATED}


def test_a_spreadsheet_is_deflated() -> None:
    content = workbook([plain_sheet("表", ["栏"], [10], [["文字"]] * 500)])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_DEFLATED}
        assert len(content) < sum(one.file_size for one in archive.infolist()) / 4


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (packed(FILES, 1), True),
        (packed(FILES, 9), True),
        (packed(FILES, method=zipfile.ZIP_STORED), True),
        (packed(FILES | {"a.csv": TEXT + b"1"}), False),
        (packed({"a.csv": TEXT, "b/d.json": b"{}", "empty.txt": b""}), False),
        (packed({"a.csv": TEXT, "b/c.json": b"{}"}), False),
    ],
)
def test_archives_of_the_same_are_known_as_such_whatever_packed_them(other: bytes, same: bool) -> None:
    ours = zip_bytes((name, [text]) for name, text in FILES.items())
    assert ours != other
    assert (contents_hash(BytesIO(ours)) == contents_hash(BytesIO(other))) == same
    around, around_other = packed({"in.xlsx": ours}), packed({"in.xlsx": other})
    assert (contents_hash(BytesIO(around)) == contents_hash(BytesIO(around_other))) == same


def test_files_that_were_packed_once_are_members_of_several_archives() -> None:
    files = {name: packed_file([text[:9], text[9:]]) for name, text in FILES.items()}
    inner = packed_archive(files.items())
    whole = packed_archive([("in.xlsx", stored_file(inner)), *files.items()])
    with zipfile.ZipFile(BytesIO(b"".join(pieces(whole)))) as archive:
        assert archive.testzip() is None
        assert archive.read("in.xlsx") == b"".join(pieces(inner))
        assert {name: archive.read(name) for name in FILES} == FILES
        methods = [one.compress_type for one in archive.infolist()]
    assert methods == [zipfile.ZIP_STORED, *[zipfile.ZIP_DEFLATED] * len(FILES)]
    assert b"".join(pieces(inner)) == zip_bytes((name, [text]) for name, text in FILES.items())
    for content in (inner, whole):
        unpacked = b"".join(pieces(content))
        assert content.entry == FileEntry.of(unpacked)
        assert content.entry.contents == contents_hash(BytesIO(unpacked))


def test_the_manifest_tells_what_archives_hold(project: Path) -> None:
    content = packed(FILES)
    site = {"index.html": b"<p>", "all.zip": content, "form.xlsx": content}
    put(project / "site", site)
    told = json.loads((project / "site" / NAME).read_bytes())["files"]
    assert {path: one.get("contents") for path, one in told.items()} == {
        "index.html": None,
        "all.zip": contents_hash(BytesIO(content)),
        "form.xlsx": contents_hash(BytesIO(content)),
    }
    manifest = read_manifest(project / "site")
    assert manifest is not None and json.loads(manifest.to_bytes())["files"] == told


@pytest.mark.slow
def test_a_large_site_is_packed_without_being_held(project: Path) -> None:
    put(project / "site", {"index.html": b"<p>", "data.csv": os.urandom(16_000_000).hex().encode()})
    tracemalloc.start()
    try:
        write_zip(project / "site", project / "site.zip")
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_large_archive_is_written_without_being_held(tmp_path: Path) -> None:
    def content() -> Iterator[bytes]:
        for number in range(32):
            yield str(number).encode() * 1_000_000

    tracemalloc.start()
    try:
        write_members(tmp_path / "a.zip", [("a.csv", content())])
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
