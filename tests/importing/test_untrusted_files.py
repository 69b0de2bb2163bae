"""Files that nobody has checked: each that is dangerous or no form is refused with a sentence."""

import resource
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tblib import pickling_support
from workbooks import far_cell, official_book, saved, with_members, with_sheet

from generator.importing.reading import read_source
from generator.problems import ContentError, GongkaiError, UsageError
from generator.system.limited_process import LimitReached, run_limited
from generator.words import format_problem

BOMB = b"0" * 1_000_000


def book() -> bytes:
    """A sound workbook."""
    return saved(official_book()[0])


def package(**members: bytes) -> bytes:
    """A ZIP file of some members."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return target.getvalue()


def bomb() -> bytes:
    """A workbook of half a megabyte with 300 MB in it."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet1.xml", "w") as member:
        for _ in range(300):
            member.write(BOMB)
    return target.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
MERGE = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
DANGEROUS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a cell far away": ("a.xlsx", lambda: far_cell(book()), "cells"),
    "a merge of a whole sheet": ("a.xlsx", lambda: with_sheet(book(), "</sheetData>", f"</sheetData>{MERGE}"), "cells"),
    "a bomb": ("a.xlsx", bomb, "size"),
    "entities": ("a.xlsx", lambda: with_members(book(), {"xl/workbook.xml": ENTITY}), "entities"),
    "a name that leads out": ("a.xlsx", lambda: with_members(book(), {"../../etc/x": b""}), "names"),
    "a password": ("a.xlsx", lambda: ENCRYPTED, "password"),
    "an old format": ("a.xlsx", lambda: ENCRYPTED[:100], "old"),
    "a truncated file": ("a.xlsx", lambda: book()[:-300], "broken"),
    "a damaged member": ("a.xlsx", lambda: book()[:100] + b"xxxxxxxx" + book()[108:], "broken"),
    "no XML": ("a.xlsx", lambda: with_members(book(), {"xl/workbook.xml": b"<a"}), "broken"),
    "no workbook": ("a.xlsx", lambda: package(a=b"x"), "mismatch"),
    "another kind": ("a.xlsx", lambda: b"%PDF-1.7", "mismatch"),
    "an empty file": ("a.xlsx", bytes, "blank"),
    "an unknown kind": ("a.exe", lambda: b"MZ", "kind"),
    "entities in a document": ("a.docx", lambda: package(**{"word/document.xml": ENTITY}), "entities"),
    "a bomb of a document": ("a.docx", lambda: package(**{f"word/media/{at}": BOMB for at in range(70)}), "size"),
    "pages of another kind": ("a.pdf", lambda: b"PK" + bytes(99), "mismatch"),
    "truncated pages": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj", "broken"),
    "a page without tables": ("a.html", lambda: b"<p>" + b"<div>" * 20_000, "empty"),
    "a page that is none": ("a.html", lambda: b"\x00\x01\xff\xfe" * 99, "mismatch"),
    "a table of tables": ("a.html", lambda: b"<table><tr><td colspan=1000 rowspan=1000>x" * 9, "cells"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DANGEROUS)
def test_a_dangerous_file_is_refused_for_what_it_is(name: str, tmp_path: Path) -> None:
    file, make, form = DANGEROUS[name]
    path = tmp_path / file
    path.write_bytes(make())
    with pytest.raises(GongkaiError) as warm:
        read_source(path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with pytest.raises(UsageError) as refused:
        read_source(path)
    assert [(each.code, dict(each.values)["form"]) for each in refused.value.problems] == [("E825", form)]
    assert "不能从这个文件里读表；" in format_problem(warm.value.problems[0])
    # The children of the whole run of tests count, so that only growth says something.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before < 200_000


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(ContentError):
        read_source(path)


def test_macros_and_links_are_reported_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_members(book(), {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<a/>"}))
    assert [remark.kind for remark in read_source(path).omissions] == ["links", "macros"]


def grow() -> int:
    """Use more memory than there is for it."""
    return len([bytes(10_000_000) for _ in range(100)])


@pytest.mark.slow
def test_a_task_ends_at_its_limits() -> None:
    assert run_limited(lambda: 7, 5, 100) == 7
    for task, limit in ((grow, "memory"), (lambda: [None for _ in iter(int, 1)], "time")):
        with pytest.raises(LimitReached) as reached:
            run_limited(task, 0.5 if limit == "time" else 5, 300)
        assert reached.value.limit == limit
    with pytest.raises(ZeroDivisionError):
        run_limited(lambda: 1 // 0, 5, 100)


def test_an_error_is_sent_without_its_cause() -> None:
    def fail() -> None:
        pickling_support.install()
        try:
            raise Unsendable
        except Unsendable as cause:
            raise ValueError("甲") from cause

    with pytest.raises(ValueError, match="甲") as raised:
        run_limited(fail, 5, 300)
    assert raised.value.__cause__ is None


class Unsendable(Exception):
    """An error that pickle cannot send, as those of some libraries."""

    def __reduce__(self) -> str:
        raise TypeError
