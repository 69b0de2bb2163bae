"""The verification of a finished site: every fault of it, at its place, and nothing else."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from generator.build.file_checks import FileChecks, fault
from generator.build.integrity import signatures_in
from generator.build.staging import FileWriter
from generator.build.verify import Expectations, VerificationResult, verify
from generator.problems import Place
from generator.system.manifest import NAME, FileEntry, Manifest, Revision, read_manifest
from generator.words import catalogue_map, catalogue_text, problem_text
from tests.publishing import NOTHING

Files = dict[str, str | bytes]
Seen = tuple[str, str, int, str | None]

HOME: Files = {"index.html": '<h1 id="top-of">首页</h1><a href="a/#x">a</a><a href="#top-of">b</a>'}
WHOLE: Files = HOME | {
    "a/index.html": '<link rel="stylesheet" href="../s.css"><p id="x"><a href="../">首页</a><a href="#top">上</a>',
    "s.css": "a{b:url(i.svg)}",
    "i.svg": '<svg><g id="g"/></svg>',
    "search/d/0.json": '["a/record.json", {"path": "c/"}]',
}


def no_marks(_text: str) -> tuple[str, ...]:
    return ()


UNMARKED = FileChecks(scan=no_marks)


def in_brackets(text: str) -> list[str]:
    return ["（密）"] * text.count("（密）")


def verified(
    tree: Path, files: Files, expect: Expectations = NOTHING, checks: FileChecks = UNMARKED
) -> VerificationResult:
    """The result of the verification of a site with these files."""
    tree.mkdir(exist_ok=True)
    written = FileWriter(tree, Place("site"), checks).write(contents_of(files).items())
    return verify(tree, signatures_in(tree), written.entries, written.report, expect)


def contents_of(files: Files) -> dict[str, bytes]:
    return {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}


def written(folder: Path, files: Files) -> Manifest:
    contents = contents_of(files)
    manifest = Manifest(
        Revision("abc", version="1.0"), {path: FileEntry.of(content) for path, content in contents.items()}
    )
    (folder / NAME).write_bytes(manifest.to_bytes())
    return manifest


def found_in(verdict: VerificationResult) -> list[Seen]:
    return sorted((dict(one.values)["form"], one.place.path, one.place.line, one.seen) for one in verdict.faults)


def test_a_whole_site_has_no_faults(tmp_path: Path) -> None:
    expect = replace(NOTHING, pages=("", "a/"), files=("s.css",), searchable=("a/", "c/"))
    assert verified(tmp_path, WHOLE, expect) == VerificationResult((), ())


FAULTS: list[tuple[str, Files, Expectations, list[Seen]]] = [
    ("no page at all", {"s.css": ""}, NOTHING, [("empty", "index.html", 1, None)]),
    (
        "a link to nothing",
        HOME | {"a/index.html": '<p id="x">\n\n<a href="../b/">'},
        NOTHING,
        [("missing", "a/index.html", 3, "../b/")],
    ),
    (
        "a folder without its slash",
        WHOLE | {"b.html": '<a href="a">'},
        NOTHING,
        [("missing", "b.html", 1, "a")],
    ),
    (
        "a link that differs in case",
        WHOLE | {"b.html": '<a href="A/">'},
        NOTHING,
        [("missing", "b.html", 1, "A/")],
    ),
    (
        "a style sheet, a picture, a script and a form that are not there",
        {
            "index.html": '<link rel="stylesheet" href="s.css">\n<img src="i.png" srcset="j.png 2x">\n'
            '<script src="m.js"></script>\n<form action="search/">'
        },
        NOTHING,
        [
            ("missing", "index.html", 1, "s.css"),
            ("missing", "index.html", 2, "i.png"),
            ("missing", "index.html", 2, "j.png"),
            ("missing", "index.html", 3, "m.js"),
            ("missing", "index.html", 4, "search/"),
        ],
    ),
    (
        "what a style sheet and a module ask for",
        WHOLE | {"s.css": "\na{b:url(no.png)}", "m.js": 'import "./no.js";'},
        NOTHING,
        [("missing", "m.js", 1, "./no.js"), ("missing", "s.css", 2, "no.png")],
    ),
    (
        "fragments: of the page itself, of another page, of a picture, of a file that has none",
        WHOLE
        | {
            "b.html": '<a href="#no">\n<a href="a/#no">\n<svg><use href="i.svg#no"/></svg>'
            '<svg><use href="i.svg#g"/></svg><a href="search/d/0.json#page=2">'
        },
        NOTHING,
        [
            ("fragment", "b.html", 1, "#no"),
            ("fragment", "b.html", 2, "a/#no"),
            ("fragment", "b.html", 3, "i.svg#no"),
        ],
    ),
    (
        "links that no reader can follow",
        WHOLE | {"b.html": '<a href="/a/">\n<a href="../">\n<a href="javascript:x">\n<a href="a\\b">'},
        NOTHING,
        [
            ("broken", "b.html", 4, "a\\b"),
            ("leaves", "b.html", 2, "../"),
            ("rooted", "b.html", 1, "/a/"),
            ("scheme", "b.html", 3, "javascript:x"),
        ],
    ),
    (
        "things loaded from elsewhere; links to elsewhere are fine",
        WHOLE
        | {
            "b.html": '<a href="https://b.example/"></a><link rel="canonical" href="https://b.example/">\n'
            '<script src="https://b.example/x.js"></script>\n<iframe src="//b.example/"></iframe>'
        },
        NOTHING,
        [("outside", "b.html", 2, "https://b.example/x.js"), ("outside", "b.html", 3, "//b.example/")],
    ),
    (
        "the public address names our own files",
        WHOLE
        | {
            "sitemap.xml": "<loc>https://b.example/jx/a/</loc>\n<loc>https://b.example/jx/no/</loc>",
            "404.html": '<a href="/jx/a/">',
        },
        NOTHING,
        [("missing", "sitemap.xml", 2, "https://b.example/jx/no/")],
    ),
    (
        "a page, a download and a search entry that were promised",
        WHOLE,
        replace(NOTHING, pages=("", "b/"), files=("a/data.csv",), searchable=("a/", "b/")),
        [("file", "a/data.csv", 1, None), ("page", "b/index.html", 1, None), ("search", "b/", 1, None)],
    ),
    (
        "a page in GBK",
        HOME | {"a/index.html": "<p id=x>湛江".encode("gbk")},
        NOTHING,
        [("encoding", "a/index.html", 1, None), ("fragment", "index.html", 1, "a/#x")],
    ),
]


@pytest.mark.parametrize(("files", "expect", "expected"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_every_fault_is_found(tmp_path: Path, files: Files, expect: Expectations, expected: list[Seen]) -> None:
    address = "https://b.example/jx" if "sitemap.xml" in files else ""
    assert found_in(verified(tmp_path, files, expect, FileChecks(address, scan=no_marks))) == expected


def test_a_fault_of_the_frame_is_one_fault_and_says_how_often_it_stands(tmp_path: Path) -> None:
    files: Files = {f"a{n}/index.html": '<a href="../no/"><a href="../a0/#no">' for n in range(30)}
    verdict = verified(tmp_path, files)
    assert [(problem_text(one), one.place.path) for one in verdict.faults] == [
        (problem_text(fault("missing", "", "../no/", places=30)), "a0/index.html"),
        (problem_text(fault("fragment", "", "../a0/#no", places=30)), "a0/index.html"),
    ]
    assert "共 30 处" in problem_text(verdict.faults[0])


def test_what_a_zip_holds_is_looked_for_where_it_is_not_seen_elsewhere(tmp_path: Path) -> None:
    member = "事项（密）"
    archive: Files = {"a/all.zip": zipped(member, "a/data.csv")}
    for number, beside in enumerate(({"a/data.csv": member}, {})):
        verdict = verified(tmp_path / str(number), WHOLE | beside | archive, NOTHING, FileChecks(scan=in_brackets))
        assert [problem.place.path for problem in verdict.marked] == [*beside, *(() if beside else ("a/all.zip",))]


def test_a_folder_is_compared_with_what_was_written(tmp_path: Path) -> None:
    written = FileWriter(tmp_path, Place("site"), FileChecks(scan=no_marks)).write(contents_of(WHOLE).items())
    (tmp_path / "s.css").write_text("a{}", encoding="utf-8")
    (tmp_path / "i.svg").unlink()
    (tmp_path / "a" / "new.txt").write_text("x", encoding="utf-8")
    (tmp_path / "linked").symlink_to(tmp_path / "a")
    assert found_in(verify(tmp_path, signatures_in(tmp_path), written.entries, written.report, NOTHING)) == [
        ("altered", "s.css", 1, None),
        ("lost", "i.svg", 1, None),
        ("stray", "a/new.txt", 1, None),
        ("stray", "linked", 1, None),
    ]


def zipped(text: str, name: str = "xl/sharedStrings.xml") -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return packed.getvalue()


MARKED: list[tuple[str, str | bytes]] = [
    ("a/index.html", '<p id="x">事项（密）'),
    ("a/attribute.html", '<p title="事项（密）">'),
    ("a/data.csv", "\ufeff名称\n事项（密）\n"),
    ("a/data.json", '{"name": "\\uff08\\u5bc6\\uff09"}'),
    ("a/feed.xml", "<title>（密）</title>"),
    ("robots.txt", "# （密）"),
    ("a/chart.svg", "<text>（密）</text>"),
    ("words.js", 'export default {"a": "（密）"}'),
    ("a/data.xlsx", zipped("<t>事项（密）</t>")),
    ("a/data.sqlite", b"SQLite format 3\x00\xff\xfe" + "事项（密）".encode() + b"\xff"),
]


@pytest.mark.parametrize(("path", "content"), MARKED, ids=[path for path, _ in MARKED])
def test_a_mark_in_any_file_is_told_apart_and_never_quoted(tmp_path: Path, path: str, content: str | bytes) -> None:
    verdict = verified(tmp_path, WHOLE | {path: content}, NOTHING, FileChecks(scan=in_brackets))
    assert verdict == VerificationResult((), (fault("mark", path),))
    assert "（密）" not in problem_text(verdict.marked[0])


def test_other_peoples_files_are_not_searched_for_marks(tmp_path: Path) -> None:
    files = WHOLE | {"assets/plotly.min.js": "（密）"}
    assert verified(
        tmp_path, files, NOTHING, FileChecks(unscanned=("assets/",), scan=lambda text: text)
    ) == VerificationResult((), tuple(fault("mark", path) for path in sorted(WHOLE)))


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    manifest = written(tmp_path, WHOLE)
    assert read_manifest(tmp_path) == manifest
    assert manifest.pages == 2
    text = manifest.to_bytes().decode()
    assert text.endswith("}\n") and "\r" not in text
    assert text.index('"a/index.html"') < text.index('"i.svg"') < text.index('"index.html"')


FOREIGN = [
    "",
    "[]",
    "{}",
    "{",
    '{"generator": "mkdocs", "version": "1", "commit": "", "files": {}}',
    '{"generator": "gongkai", "version": "1", "commit": ""}',
    '{"generator": "gongkai", "version": "1", "commit": "", "files": []}',
    '{"generator": "gongkai", "version": "1", "commit": "", "files": {"a": 1}}',
    '{"generator": "gongkai", "version": "1", "commit": "", "files": {"a": {"sha256": "", "bytes": "x"}}}',
    "[" * 100_000,
]


@pytest.mark.parametrize("text", FOREIGN, ids=range(len(FOREIGN)))
def test_other_manifests_are_not_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) is None


def test_a_linked_manifest_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    written(tmp_path, WHOLE)
    (tmp_path / "site" / NAME).symlink_to(tmp_path / NAME)
    assert read_manifest(tmp_path / "site") is None


def test_every_fault_says_what_and_how_to_mend_it() -> None:
    mends = catalogue_map("problems.E706.mend")
    assert set(mends) == set(catalogue_map("publish.faults"))
    for kind in mends:
        said = problem_text(fault(kind, "a", "b", places=3))
        assert catalogue_text(f"publish.faults.{kind}") in said and mends[kind] in said
