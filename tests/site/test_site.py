"""The whole site: what is in the files comes out of the build, and nothing else; the same bytes everywhere."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from corpora import loaded_corpus, loaded_facts, three_documents
from reading import rows_in_json
from starting import forked

from generator.analysis.topics import indicator_occurrences
from generator.build.options import BuildOptions
from generator.build.site import build
from generator.cli.scaffold import new_site
from generator.forms.fields import FieldGroup, money
from generator.forms.figures import figure
from generator.system.manifest import Revision

HERE = Path(__file__).parents[2]
REVISION = Revision("0123456789", "2026-01-02", "0")
RECORDS = ("zhanjiang/zhengfawei/2021/", "zhanjiang/jiwei/2021/", "jieyang/zhengfawei/2022/")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_results")]


def copy_project(folder: Path) -> Path:
    """Three forms of this repository as a project of its own."""
    return Path(shutil.copytree(three_documents(), folder, dirs_exist_ok=True))


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder by its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def gongkai(*words: str, cwd: Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """The program as a person starts it."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(HERE), **surroundings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository's own content."""
    root = copy_project(tmp_path_factory.mktemp("project"))
    build(BuildOptions(root, root / "site", REVISION), lambda step: None)
    return root / "site"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same content and its site, as the program makes it for a person; to be copied, not to be changed."""
    root = copy_project(tmp_path_factory.mktemp("built"))
    made = forked("build", cwd=root)
    # Every form of the repository is registered, and the page of a year is no form.
    assert (made.returncode, "W704" in made.stdout + made.stderr) == (0, False)
    return root


def visible_text(html: str) -> str:
    """What a page says, white space aside."""
    body = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", body)))


def cells(value: object) -> list[str]:
    """Every text and figure inside a record, in order."""
    if isinstance(value, FieldGroup):
        return [text for key in type(value).model_fields for text in cells(getattr(value, key))]
    if isinstance(value, tuple):
        return [text for member in value for text in cells(member)]
    if value is None or value == "":
        return []
    amount = money(value)
    return [figure(amount) if amount is not None else str(value)]


@pytest.mark.parametrize("path", RECORDS)
def test_every_word_and_figure_of_a_record_is_on_its_page(site: Path, path: str) -> None:
    record = next(found.record for found in loaded_corpus(HERE).records if found.path == path)
    said = visible_text((site / path / "index.html").read_text(encoding="utf-8"))
    shown = record.model_copy(update={"unit": None, "framework": None, "goal": None, "tasks": None, "trace": None})
    wanted = [*cells(shown), *cells(record.tasks.key), *cells(record.tasks.other), *record.goal.splitlines()]
    numbered = [re.sub(r"^\d+\.", "", line) for line in wanted]
    missing = [text for text in numbered if re.sub(r"\s+", "", text) not in said and text not in ("all", "主动公开")]
    assert [text for text in missing if not internal(record, text)] == []


def internal(record: object, text: str) -> bool:
    """Whether a text is part of a decision, which the page does not repeat word for word."""
    decisions = [*record.tasks.rows, *(row.withheld for row in record.indicators if row.withheld)]
    return any(text in (row.decided_by, row.basis, str(row.decided_on)) for row in decisions)


@pytest.mark.parametrize("path", RECORDS)
def test_figures_are_equal_in_every_format(site: Path, path: str) -> None:
    record = next(found.record for found in loaded_corpus(HERE).records if found.path == path)
    amounts = [figure(amount) for task in record.tasks.rows if (amount := money(task.amount)) is not None]
    targets = [row.target for row in record.indicators]
    html = visible_text((site / path / "index.html").read_text(encoding="utf-8"))
    tree_of = json.loads((site / path / "record.json").read_text(encoding="utf-8"))["record"]
    rows, lines = ([row for row in table_of(site, name) if row["网页路径"] == path] for name in ("tasks", "indicators"))
    groups = [tree_of["tasks"][group] for group in ("key", "other") if group in tree_of["tasks"]]
    tasks = [task for group in groups for task in rows_in_json(group)]
    in_tree = [task["amount"] for task in tasks if "amount" in task]
    assert in_tree == amounts
    assert [row["金额"] for row in rows if row["金额"] not in ("依规不公开",)] == amounts
    assert [line["指标值"] for line in lines] == targets
    assert [row["target"] for row in rows_in_json(tree_of["indicators"])] == targets
    assert [text for text in amounts + targets if text not in html] == []


def table_of(site: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table of the whole site, by the heads of its columns."""
    return list(csv.DictReader(io.StringIO((site / f"data/{name}.csv").read_text(encoding="utf-8-sig"), newline="")))


def test_the_same_bytes_in_other_surroundings(tmp_path: Path) -> None:
    trees = []
    for number, (zone, locale, seed, umask, jobs) in enumerate(
        [("Asia/Shanghai", "C", "1", 0o022, "1"), ("America/New_York", "C.UTF-8", "77", 0o077, "2")]
    ):
        root = copy_project(tmp_path / str(number) / ("deeper" * number))
        old = os.umask(umask)
        try:
            surroundings = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1700000000"}
            done = gongkai("build", "--jobs", jobs, cwd=root, **surroundings)
        finally:
            os.umask(old)
        assert done.returncode == 0, done.stderr
        trees.append(tree(root / "site"))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 50


CANARY = "金丝雀"
MARKED_ROW = """
    - name: {canary}甲
      content: {canary}乙（密）
      amount: 7654.321
      expected: {canary}丙
      unknown: {canary}丁
"""
HALF_WITHHELD_ROW = """
    - withheld: all
      name: {canary}戊
      content: {canary}己
      basis: 依据
      decided_on: 2026-01-02
      decided_by: 某人
"""


@pytest.mark.parametrize("row", [MARKED_ROW, HALF_WITHHELD_ROW])
def test_held_text_is_nowhere(built: Path, tmp_path: Path, row: str) -> None:
    root = Path(shutil.copytree(built, tmp_path / "project"))
    before = tree(root / "site")
    record = root / "content/zhanjiang/jiwei/2021.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("\n  other:", row.format(canary=CANARY) + "  other:", 1), encoding="utf-8")
    logs = tmp_path / "logs"
    logs.mkdir()
    for words in (["check"], ["check", "--format", "json"], ["check", "--format", "github"], ["build"]):
        done = forked(*words, cwd=root, TMPDIR=str(logs))
        assert done.returncode == 3, (words, done.stdout, done.stderr)
        assert CANARY not in done.stdout + done.stderr
        assert "7654" not in done.stdout + done.stderr
        assert re.search(r"S40[12]", done.stdout + done.stderr)
    assert tree(root / "site") == before
    assert [path for path in logs.rglob("*") if path.is_file() and CANARY in path.read_text(errors="replace")] == []
    assert sorted(path.name for path in (root / ".site.work").rglob("*") if path.is_file()) == ["lock", "made-from"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("content/zhanjiang/jiwei/2021.yml", "amount: 2645", "amount: 2,645万元", 1),
        ("content/zhanjiang/jiwei/2021.yml", "attribute: 主动公开", "attribute: 依申请公开", 3),
        ("site_config.yml", "name:", "nome:", 2),
    ],
)
def test_a_refused_build_leaves_the_old_site(
    built: Path, tmp_path: Path, file: str, old: str, new: str, code: int
) -> None:
    root = Path(shutil.copytree(built, tmp_path / "project"))
    before = tree(root / "site")
    text = (root / file).read_text(encoding="utf-8")
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    done = forked("build", cwd=root)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert f"{file}:" in done.stderr
    assert tree(root / "site") == before


def test_one_changed_digit_changes_exactly_the_pages_that_show_it(site: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(site.parent, tmp_path / "project"))
    before = tree(root / "site")
    record = root / "content/zhanjiang/zhengfawei/2021.yml"
    text = record.read_text(encoding="utf-8")
    assert text.count("target: 43个") == 1
    record.write_text(text.replace("target: 43个", "target: 44个"), encoding="utf-8")
    build(BuildOptions(root, root / "site", REVISION), lambda step: None)
    after = tree(root / "site")
    told = ("search/", "checks/", "disclosure/", "data/disclosure", "api/v2/disclosure")
    changed = sorted(path for path in after if before.get(path) != after[path] and not path.startswith(told))
    assert changed == [
        "MANIFEST.json",
        "api/v2/index.json",
        # The changed figure differs from the one in its name, which is one more finding of the record.
        "compare/jieyang-zhengfawei-2022--zhanjiang-zhengfawei-2021/index.html",
        "data/all.sqlite.zip",
        "data/all.xlsx",
        "data/all.zip",
        "data/catalog.jsonld",
        "data/datapackage.json",
        "data/findings.csv",
        "data/index.html",
        "data/indicators.csv",
        "data/zhanjiang-2021.zip",
        "indicators/index.html",
        "indicators/rows/zhanjiang-2021.json",
        "zhanjiang/2021/departments/index.html",
        "zhanjiang/2021/departments/summary.csv",
        "zhanjiang/2021/departments/summary.xlsx",
        "zhanjiang/zhengfawei/2021/form/form.xlsx",
        "zhanjiang/zhengfawei/2021/form/index.html",
        "zhanjiang/zhengfawei/2021/index.html",
        "zhanjiang/zhengfawei/2021/record.json",
    ]


def test_a_sites_own_template_comes_before_the_shipped_one(tmp_path: Path) -> None:
    root = tmp_path / "project"
    new_site(root)
    (root / "templates").mkdir(exist_ok=True)
    own = '{% extends "frame.html" %}{% block content %}<h1>本市的页面</h1>{% endblock %}'
    (root / "templates/404.html").write_text(own, encoding="utf-8")
    build(BuildOptions(root, root / "site", REVISION), lambda step: None)
    assert "<h1>本市的页面</h1>" in (root / "site/404.html").read_text(encoding="utf-8")


def test_pages_name_the_government_tags_and_describe_their_data(site: Path) -> None:
    page = (site / RECORDS[0] / "index.html").read_text(encoding="utf-8")
    tags = dict(re.findall(r'<meta name="([A-Z]\w+)" content="([^"]*)">', page))
    assert tags == {
        "SiteName": "预算绩效目标公开示范站",
        "ColumnName": "预算绩效目标公开",
        "ColumnDescription": tags["ColumnDescription"],
        "ColumnKeywords": tags["ColumnKeywords"],
        "ColumnType": "信息公开目录",
        "ArticleTitle": "中共湛江市委政法委员会 2021 年预算绩效目标",
        "ContentSource": "本示范站编者",
    }
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert (data["@type"], data["temporalCoverage"]) == ("Dataset", "2021")
    files = [(one["encodingFormat"], one["contentUrl"]) for one in data["distribution"]]
    assert [url.rpartition("/2021/")[2] or url for _, url in files] == ["record.json", "form/form.xlsx"]
    assert [kind for kind, _ in files] == [
        "application/json",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]


def test_record_pages_are_light(site: Path) -> None:
    pages = {path: (site / path / "index.html").read_text(encoding="utf-8") for path in RECORDS}
    sizes = {path: len(re.sub("<svg.*?</svg>", "", html, flags=re.S).encode()) for path, html in pages.items()}
    print(sizes)
    assert max(sizes.values()) <= 60 * 1024


@pytest.mark.parametrize(
    ("address", "root"),
    [("https://a.example/", "/"), ("https://a.example:8443/jx/", "/jx/"), ("https://a.example/jx", "/jx/"), ("", "/")],
)
def test_the_page_for_wrong_addresses_starts_at_the_root_of_the_site(tmp_path: Path, address: str, root: str) -> None:
    project = copy_project(tmp_path)
    config = project / "site_config.yml"
    settings = re.sub(r"(?m)^url:.*$", f"url: {address}", config.read_text(encoding="utf-8"))
    config.write_text(re.sub(r"(?m)^contact:.*$", "contact: 公开信箱", settings), encoding="utf-8")
    build(BuildOptions(project, project / "site", REVISION), lambda step: None)
    page = (project / "site/404.html").read_text(encoding="utf-8")
    targets = re.findall(r'(?:href|src)="([^"#]+)', page)
    own = [target for target in targets if not target.startswith("data:")]
    assert own
    assert [target for target in own if not target.startswith(root) and target != address] == []


def test_every_indicator_stands_once_in_the_table_and_once_in_its_family(site: Path) -> None:
    table = (site / "indicators/index.html").read_text(encoding="utf-8")
    for one in indicator_occurrences(loaded_facts(three_documents())):
        address = f"{one.facts.source.path}#{one.line.anchor}"
        assert table.count(f'"../{address}"') == 1
        if one.family:
            page = (site / "indicators" / one.family / "index.html").read_text(encoding="utf-8")
            assert page.count(f'"../../{address}"') == 1
