"""Forms that get lost: held against the old site, a published manifest, a commit."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build.baseline import Baseline, addresses_of_files, baseline_of_sources, lost_forms, with_identities
from generator.cli.against import baseline_of
from generator.cli.main import main
from generator.cli.scaffold import new_site
from generator.problems import UsageError
from generator.system.manifest import parse_manifest

pytestmark = pytest.mark.usefixtures("shared_results")

SHA = "0" * 64


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("zhanjiang/jiwei/2021/index.html", "zhanjiang/jiwei/2021/"),
        ("zhanjiang/jiwei/2021/weixiu/index.html", "zhanjiang/jiwei/2021/weixiu/"),
        ("zhanjiang/jiwei/2021/form/index.html", None),
        ("zhanjiang/jiwei/2021/weixiu/form/index.html", None),
        ("zhanjiang/jiwei/2021/embed/index.html", None),
        ("zhanjiang/jiwei/2021/embed/tasks/index.html", None),
        ("zhanjiang/2021/departments/index.html", None),
        ("zhanjiang/jiwei/index.html", None),
        ("zhanjiang/jiwei/2021/record.json", None),
        ("checks/v20/index.html", None),
    ],
)
def test_which_pages_are_forms(file: str, form: str | None) -> None:
    assert addresses_of_files([file]) == ({form} if form else set())


SOURCES = [
    "content/register.yml",
    "content/_example.yml",
    "content/zhanjiang/jurisdiction.yml",
    "content/zhanjiang/jiwei/department.yml",
    "content/zhanjiang/jiwei/2021.yml",
    "content/zhanjiang/jiwei/2021/weixiu.yml",
    "content/zhanjiang/jiwei/2021/_weixiu.yml",
    "content/zhanjiang/jiwei/2021.md",
    "content/zhanjiang/jiwei/1821.yml",
    "content/notices/zhanjiang/2021.md",
]
REGISTER = f"""# head
records:
  - zhanjiang/jiwei/2021 2026-01-01 {SHA}
  - zhanjiang/jiwei/2021 2026-02-01 {SHA} 1
  - zhanjiang/jiwei/2020 2026-01-01 {SHA}
  - zhanjiang/jiwei/2020 2026-03-01 撤下
"""


def test_what_a_commit_tells() -> None:
    assert baseline_of_sources("HEAD", SOURCES, REGISTER) == Baseline(
        "HEAD",
        frozenset({"zhanjiang/jiwei/2021/", "zhanjiang/jiwei/2021/weixiu/"}),
        {
            "zhanjiang/jiwei/2021/": (f"2026-01-01 {SHA}", f"2026-02-01 {SHA} 1"),
            "zhanjiang/jiwei/2020/": (f"2026-01-01 {SHA}", "2026-03-01 撤下"),
        },
    )


def departments(count: int) -> set[str]:
    return {f"shi/bumen-{number}/2026/" for number in range(count)}


def projects(count: int) -> set[str]:
    return {f"shi/bumen/2026/xiangmu-{number}/" for number in range(count)}


@pytest.mark.parametrize(
    ("before", "now", "withdrawn", "found"),
    [
        (departments(300), departments(100), set(), ["E707 部门整体的 300 100"]),
        (departments(10), departments(9), set(), []),
        (departments(9), departments(8), set(), ["E707 部门整体的 9 8"]),
        (departments(2), departments(1), departments(2) - departments(1), []),
        (projects(20), projects(17), set(), ["E707 项目的 20 17"]),
        (projects(180) | departments(20), projects(180), set(), ["E707 部门整体的 20 0"]),
        (projects(20) | departments(180), departments(180), set(), ["E707 项目的 20 0"]),
        (projects(2) | departments(2), set(), set(), ["E707 部门整体的 2 0", "E707 项目的 2 0"]),
        (departments(3), {"shi/gaiming/2026/"} | departments(2), set(), []),
        (set(), departments(3), set(), []),
    ],
)
def test_a_tenth_of_the_forms_of_one_kind_is_not_lost_unnoticed(
    before: set[str], now: set[str], withdrawn: set[str], found: list[str]
) -> None:
    told = lost_forms(Baseline("HEAD", frozenset(before), {}), now, {}, withdrawn)
    values = [(problem.code, dict(problem.values)) for problem in told]
    assert [f"{code} {one['kind']} {one['old']} {one['new']}" for code, one in values] == found


@pytest.mark.parametrize(
    ("before", "own", "now", "found"),
    [
        # The site of one department becomes that of its city, and back.
        ({"2026/", "2026/c/", "2026/c/results/"}, "", {"a/b/2026/", "a/b/2026/c/", "a/b/2026/c/results/"}, []),
        ({"2026/", "2025/"}, "", {"a/b/2026/"}, ["部门整体的 2 1 2025/"]),
        ({"a/b/2026/", "a/b/2026/c/"}, "a/b/", {"a/b/2026/", "a/b/2026/c/"}, []),
        ({"2026/", "2026/c/"}, "a/b/", {"a/b/2026/"}, ["项目的 1 0 a/b/2026/c/"]),
    ],
)
def test_the_site_of_a_department_is_compared_with_that_of_its_city(
    before: set[str], own: str, now: set[str], found: list[str]
) -> None:
    known = with_identities(Baseline("HEAD", frozenset(before), {}), own, now)
    values = [dict(problem.values) for problem in lost_forms(known, now, {}, ())]
    assert [f"{one['kind']} {one['old']} {one['new']} {one['gone']}" for one in values] == found


def names(addresses: set[str]) -> dict[str, tuple[str, ...]]:
    """A register as manifests of earlier versions tell it, without its lines."""
    return dict.fromkeys(addresses, ())


@pytest.mark.parametrize(
    ("before", "now", "gone"),
    [
        ({"a/b/2021/"}, {"a/b/2021/"}, None),
        ({"a/b/2021/"}, {"a/b/2021/", "a/b/2022/"}, None),
        ({"a/b/2021/", "a/b/2021/c/"}, set(), "a/b/2021.yml、a/b/2021/c.yml"),
        ({"a/b/2021/", "a/b/2022/"}, {"a/b/2022/"}, "a/b/2021.yml"),
        (set(), set(), None),
    ],
)
def test_a_registered_form_is_not_forgotten_unnoticed(before: set[str], now: set[str], gone: str | None) -> None:
    told = list(lost_forms(Baseline("HEAD", frozenset(), names(before)), (), names(now), ()))
    assert [(problem.code, dict(problem.values)["files"]) for problem in told] == ([("E732", gone)] if gone else [])


ONE, TWO = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("before", "now", "altered"),
    [
        # What the published site had stands.
        ([f"2026-01-01 {ONE}"], [f"2026-01-01 {ONE}"], ""),
        # Lines are added: an adjustment, a correction, a withdrawal, a form that is back.
        ([f"2026-01-01 {ONE}"], [f"2026-01-01 {ONE}", f"2026-02-01 {TWO} 1"], ""),
        ([f"2026-01-01 {ONE}"], [f"2026-01-01 {ONE}", "2026-02-01 撤下"], ""),
        ([f"2026-01-01 {ONE}", "2026-02-01 撤下"], [f"2026-01-01 {ONE}", "2026-02-01 撤下", f"2026-03-01 {ONE}"], ""),
        # A hash is not kept any longer, or was not told.
        ([f"2026-01-01 {ONE}"], ["2026-01-01 不留"], ""),
        ([f"2026-01-01 {ONE} 1"], ["2026-01-01 不留 1"], ""),
        (["2026-01-01 不留"], [f"2026-01-01 {ONE}"], ""),
        # Only the addresses are known.
        ([], [f"2026-01-01 {ONE}"], ""),
        # Registered anew, with another text, another day, another number of adjustments.
        ([f"2026-01-01 {ONE}"], [f"2026-01-01 {TWO}"], "a/b/2026.yml（2026-01-01 aaaaaaaa…）"),
        ([f"2026-01-01 {ONE}"], [f"2026-01-02 {ONE}"], "a/b/2026.yml（2026-01-01 aaaaaaaa…）"),
        ([f"2026-01-01 {ONE}"], ["2026-01-02 不留"], "a/b/2026.yml（2026-01-01 aaaaaaaa…）"),
        (["2026-01-01 不留"], [f"2026-01-02 {ONE}"], "a/b/2026.yml（2026-01-01 不留）"),
        ([f"2026-01-01 {ONE} 1"], [f"2026-01-01 {ONE} 2"], "a/b/2026.yml（2026-01-01 aaaaaaaa… 1）"),
        # A line of several is gone: of an adjustment, of a withdrawal.
        (
            [f"2026-01-01 {ONE}", f"2026-02-01 {TWO} 1"],
            [f"2026-01-01 {ONE}"],
            "a/b/2026.yml（2026-02-01 bbbbbbbb… 1）",
        ),
        ([f"2026-01-01 {ONE}", "2026-02-01 撤下"], [f"2026-01-01 {ONE}"], "a/b/2026.yml（2026-02-01 撤下）"),
        (
            [f"2026-01-01 {ONE}", "2026-02-01 撤下"],
            [],
            "a/b/2026.yml（2026-01-01 aaaaaaaa…）、a/b/2026.yml（2026-02-01 撤下）",
        ),
    ],
)
def test_a_line_of_the_register_is_not_altered_unnoticed(before: list[str], now: list[str], altered: str) -> None:
    found = Baseline("HEAD", frozenset(), {"a/b/2026/": tuple(before)})
    told = list(lost_forms(found, (), {"a/b/2026/": tuple(now)}, ()))
    assert [(problem.code, dict(problem.values)["lines"]) for problem in told] == (
        [("E735", altered)] if altered else []
    )


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        (
            {"a/b/2026/": [f"2026-01-01 {ONE}", "2026-02-01 撤下"]},
            {"a/b/2026/": (f"2026-01-01 {ONE}", "2026-02-01 撤下")},
        ),
        (["a/b/2026/"], {"a/b/2026/": ()}),
        (None, {}),
        ("a/b/2026/", None),
        ({"a/b/2026/": 7}, None),
    ],
)
def test_what_a_manifest_tells_of_the_register(registered: object, expected: dict[str, tuple[str, ...]] | None) -> None:
    whole = {"generator": "gongkai", "version": "", "commit": "", "files": {}, "registered": registered}
    found = parse_manifest(json.dumps({key: value for key, value in whole.items() if value is not None}).encode())
    assert (found.registered if found else None) == expected
    if found:
        assert parse_manifest(found.to_bytes()) == found


# On a real project


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of three forms that was committed, registered and built: its first commit holds one form alone."""
    root = tmp_path_factory.mktemp("published") / "project"
    new_site(root)
    git(root, "init", "--quiet")
    commit(root)
    example = root / "content/shili/shiliju"
    for number in (1, 2):
        copy = example.with_name(f"ju{number}")
        shutil.copytree(example, copy)
        for file in copy.iterdir():
            file.write_text(file.read_text(encoding="utf-8").replace("示例局", f"示例{number}局"), encoding="utf-8")
    for words in (["register", "--date", "2026-01-01"], ["build", "--jobs", "1"]):
        assert run(root, *words).exit_code == 0
    commit(root)
    return root


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "state")


def run(root: Path, verb: str, *words: str) -> Result:
    return CliRunner().invoke(main, [verb, "--root", str(root), *words])


def without_department(root: Path) -> None:
    """A form goes, and its line of the register with it."""
    shutil.rmtree(root / "content/shili/ju1")
    register = root / "content/register.yml"
    lines = [line for line in register.read_text(encoding="utf-8").splitlines() if "/ju1/" not in line]
    register.write_text("\n".join(lines) + "\n", encoding="utf-8")


def without_register(root: Path) -> None:
    (root / "content/register.yml").unlink()


def registered_anew(root: Path) -> None:
    """A text changes, and the register is lost and made again with the same day."""
    without_register(root)
    for file in (root / "content/shili").glob("*/2026.yml"):
        text = file.read_text(encoding="utf-8")
        assert "服务群众办事" in text
        file.write_text(text.replace("服务群众办事", "服务群众"), encoding="utf-8")
    assert run(root, "register", "--date", "2026-01-01").exit_code == 0


def on_another_day(root: Path) -> None:
    without_register(root)
    assert run(root, "register", "--date", "2026-01-02").exit_code == 0


def withdrawn(root: Path) -> None:
    for file in (root / "content/shili/ju1").glob("2026*"):
        file.unlink()
    done = run(root, "register", "--withdraw", "shili/ju1/2026", "--date", "2026-02-01")
    assert done.exit_code == 0, done.output


def as_it_was(root: Path) -> None:
    """Nothing changes."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "against", "codes"),
    [
        (as_it_was, "HEAD", []),
        (as_it_was, "HEAD^", []),
        (as_it_was, "MANIFEST.json", []),
        (without_department, "HEAD", ["E707", "E732"]),
        (without_department, "HEAD^", []),
        (without_department, "MANIFEST.json", ["E707", "E732"]),
        (without_department, "site", ["E707", "E732"]),
        (without_department, None, []),
        (without_register, "HEAD", ["E732"]),
        (without_register, "MANIFEST.json", ["E732"]),
        (without_register, None, []),
        (registered_anew, "HEAD", ["E735"]),
        (registered_anew, "MANIFEST.json", ["E735"]),
        (registered_anew, None, []),
        (on_another_day, "HEAD", ["E735"]),
        (on_another_day, "site", ["E735"]),
        (withdrawn, "HEAD", []),
        (withdrawn, "MANIFEST.json", []),
    ],
)
def test_where_no_old_site_lies_a_build_is_held_against_what_was_published(
    published: Path, tmp_path: Path, change: Callable[[Path], None], against: str | None, codes: list[str]
) -> None:
    root = tmp_path / "project"
    shutil.copytree(published, root)
    shutil.move(root / "site", tmp_path / "site")
    # What the build before has worked out may be there, as on a machine that restores it; the site may not.
    (root / ".site.work/made-from").unlink()
    change(root)
    places = {"MANIFEST.json": tmp_path / "site/MANIFEST.json", "site": tmp_path / "site"}
    words = ["--against", str(places.get(against, against))] if against else []
    done = run(root, "build", "--jobs", "1", *words)
    assert (done.exit_code, [code for code in ("E707", "E732", "E735") if f"[{code}]" in done.stderr]) == (
        int(bool(codes)),
        codes,
    )
    assert (root / "site").exists() == (not codes)
    if codes:
        assert run(root, "build", "--jobs", "1", "--allow-shrink", *words).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize(("change", "code"), [(without_register, "E732"), (registered_anew, "E735")])
def test_a_register_that_was_deleted_is_noticed_beside_the_old_site(
    published: Path, tmp_path: Path, change: Callable[[Path], None], code: str
) -> None:
    root = tmp_path / "project"
    shutil.copytree(published, root)
    change(root)
    before = (root / "site/MANIFEST.json").read_bytes()
    done = run(root, "build", "--jobs", "1")
    assert (done.exit_code, f"[{code}]" in done.stderr) == (1, True)
    assert (root / "site/MANIFEST.json").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing", "没有这个文件，git 也不认识这个提交"),
        ("--upload-pack=x", "没有这个文件，git 也不认识这个提交"),
        ("", "没有这个文件，git 也不认识这个提交"),
        ("0" * 40, "没有这个文件，git 也不认识这个提交"),
        ("README.md", "不是本程序的清单"),
        ("content", "不是本程序的清单"),
    ],
)
def test_what_is_nothing_to_compare_with(
    published: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.chdir(published)
    done = run(published, "build", f"--against={name}")
    assert (done.exit_code, said in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_a_folder_without_git_knows_no_commit(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as trouble:
        baseline_of(tmp_path, "HEAD")
    assert [problem.code for problem in trouble.value.problems] == ["E731"]
