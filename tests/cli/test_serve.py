"""The preview: what it answers, when it builds, what open pages hear, and that it ends without a sound."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
from previewing import MISTAKE, Stage, running, staged, until

from generator.build.options import BuildOptions
from generator.cli import serve
from generator.cli.scaffold import new_site
from generator.output.theme_shell import CSP, FRAMED_CSP
from generator.problems import HostError
from generator.system import filesystem
from generator.system.manifest import Revision
from generator.words import format_problem


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path / "project") as stage:
        yield stage


@pytest.fixture
def served(stage: Stage) -> Iterator[Stage]:
    """A preview after its first build."""
    with running(stage):
        stage.built(1)
        yield stage


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The same for tests that only look."""
    with staged(tmp_path_factory.mktemp("shown") / "project") as stage, running(stage):
        stage.built(1)
        yield stage


# What it answers


def test_a_page_listens_in_the_response_and_not_on_the_disk(shown: Stage) -> None:
    response = shown.ask("/a/")
    text = response.read().decode()
    script = r'<script type="module" src="/_gongkai/reload\.js\?[0-9a-f]{8}-1"></script>\n'
    assert re.fullmatch(f".*<h1>正文</h1></main>{script}</body><!-- 1 -->", text)
    assert "script" not in (shown.site / "a/index.html").read_text(encoding="utf-8")
    assert response.getheader("Content-Length") == str(len(text.encode()))


def test_the_headers_are_those_of_the_published_site(shown: Stage) -> None:
    for path in ("/", "/a/index.html", "/_gongkai/reload.js", "/_gongkai/reload.css"):
        response = shown.ask(path)
        kept = {name: response.getheader(name) for name in (*serve.HEADERS, "Cache-Control")}
        assert kept == {
            "Content-Security-Policy": CSP,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }


def test_pages_of_forms_and_comparisons_may_be_framed(shown: Stage) -> None:
    paths = {"a/b/2021/": FRAMED_CSP, "compare/a--b/": FRAMED_CSP, "a/2021/departments/": CSP, "a/": CSP}
    for path, policy in paths.items():
        (shown.site / path).mkdir(parents=True, exist_ok=True)
        (shown.site / path / "index.html").write_text("1", encoding="utf-8")
        assert shown.ask(f"/{path}").getheader("Content-Security-Policy") == policy
    missing = shown.ask("/a/b/1999/")
    assert (missing.status, missing.getheader("Content-Security-Policy")) == (404, CSP)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.xml", "application/xml; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.xlsx", "application/octet-stream"),
        ("plain", "application/octet-stream"),
    ],
)
def test_types(shown: Stage, name: str, kind: str) -> None:
    (shown.site / name).write_bytes(b"1")
    response = shown.ask(f"/{name}")
    assert (response.status, response.getheader("Content-Type")) == (200, kind)


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ("/", 200, None),
        ("/?q=1", 200, None),
        ("/a/", 200, None),
        ("/a", 301, "/a/"),
        ("/a?q=%E5%85%AC", 301, "/a/?q=%E5%85%AC"),
        ("//a", 301, "/a/"),
        ("/a/index.html", 200, None),
        ("/a/index.html/", 404, None),
        ("/b", 404, None),
        ("/empty", 301, "/empty/"),
        ("/empty/", 404, None),
        ("/_gongkai/reload.js?x", 200, None),
        ("/_gongkai/", 404, None),
        ("/_gongkai/nothing.js", 404, None),
    ],
)
def test_addresses(shown: Stage, path: str, status: int, place: str | None) -> None:
    (shown.site / "empty").mkdir(exist_ok=True)
    response = shown.ask(path)
    assert (response.status, response.getheader("Location")) == (status, place)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html",
        "/a/../../secret.html",
        "/%2e%2e/secret.html",
        "/..%2fsecret.html",
        "/..%5csecret.html",
        "/%252e%252e/secret.html",
        "/a/%00/../../../secret.html",
        "/./../secret.html",
        "/.../secret.html",
        "/_gongkai/../secret.html",
        "/_gongkai/..%2f..%2fsecret.html",
        "/_gongkai/%2e%2e/assets/site.css",
    ],
)
def test_nothing_outside_the_site_can_be_had(shown: Stage, path: str) -> None:
    (shown.root / "secret.html").write_text("secret", encoding="utf-8")
    response = shown.ask(path)
    assert (response.status, b"secret" in response.read()) == (404, False)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("localhost", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("", 421),
    ],
)
def test_only_this_machine_is_answered_by_its_own_name(shown: Stage, host: str, status: int) -> None:
    assert shown.ask("/", Host=host.format(port=shown.port)).status == status


def test_head_says_the_same_without_the_content(shown: Stage) -> None:
    got, head = shown.ask("/a/"), shown.ask("/a/", method="HEAD")
    assert head.getheader("Content-Length") == got.getheader("Content-Length")
    assert (head.status, head.read()) == (200, b"")
    assert shown.ask("/_gongkai/events", method="HEAD").read() == b""
    assert shown.ask("/", method="POST").status == 501


def test_a_site_may_be_replaced_while_it_is_read(shown: Stage) -> None:
    other = shown.root / "other"
    shutil.copytree(shown.site, other)
    answers: list[int] = []

    def read() -> None:
        for _ in range(60):
            answers.append(shown.ask("/a/").status)

    readers = [Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    switches = 0
    while any(reader.is_alive() for reader in readers):
        assert filesystem.exchange(other, shown.site)
        switches += 1
    assert (answers, switches > 30) == ([200] * 180, True)


# When it builds


@pytest.mark.parametrize(
    "path", ["content/city/2026.yml", "content/notices/new/a.md", "site_config.yml", "templates/home.html"]
)
def test_a_change_of_what_the_site_is_made_of_leads_to_a_build(served: Stage, path: str) -> None:
    (served.root / path).parent.mkdir(parents=True, exist_ok=True)
    sleep(0.3)
    before = served.builds
    (served.root / path).write_text("a", encoding="utf-8")
    until(lambda: served.builds > before)


OTHERS = (
    "site/index.html",
    "notes.txt",
    ".git/index",
    "content/city/.2026.yml.swp",
    "content/city/2026.yml~",
    "content/city/.#2026.yml",
    "content/city/4913",
    "content/.DS_Store",
    "content/city/~$2026.yml",
)


def test_changes_of_other_files_lead_to_none(served: Stage) -> None:
    for path in OTHERS:
        (served.root / path).parent.mkdir(parents=True, exist_ok=True)
    sleep(0.3)
    before = served.builds
    for path in OTHERS:
        (served.root / path).write_text("a", encoding="utf-8")
    sleep(0.5)
    assert served.builds == before


@pytest.mark.slow
def test_a_change_is_noticed_at_once(served: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    sleep(0.3)
    delays = []
    for number in range(5):
        before = served.builds
        start = monotonic()
        (served.root / "content/city/2026.yml").write_text(str(number), encoding="utf-8")
        until(lambda: served.builds > before)  # noqa: B023 - called before the next round
        delays.append(monotonic() - start)
        sleep(0.3)
    with capsys.disabled():
        print(f"\nnoticed after {sorted(delays)[2] * 1000:.0f} ms (median of 5, with the stand-in of a build)")
    assert sorted(delays)[2] < 0.3


@pytest.mark.slow
def test_an_editor_that_replaces_the_file_is_noticed_every_time(served: Stage) -> None:
    sleep(0.3)
    for name in ("site_config.yml", "content/city/2026.yml"):
        for number in range(3):
            before = served.builds
            (served.root / "new").write_text(str(number), encoding="utf-8")
            (served.root / "new").replace(served.root / name)
            until(lambda: served.builds > before)  # noqa: B023 - called before the next round
            sleep(0.3)


@pytest.mark.slow
def test_changes_during_a_build_lead_to_one_more(served: Stage) -> None:
    sleep(0.3)
    before = served.builds
    served.hold.clear()
    (served.root / "content/city/2026.yml").write_text("0", encoding="utf-8")
    until(lambda: served.builds == before + 1)
    for number in range(5):
        (served.root / f"content/city/202{number}.yml").write_text("1", encoding="utf-8")
        sleep(0.15)
    served.hold.set()
    sleep(1)
    assert served.builds == before + 2


@pytest.mark.slow
def test_trees_that_go_and_come_are_watched_again(served: Stage) -> None:
    for name in ("content", "templates"):
        shutil.rmtree(served.root / name, ignore_errors=True)
        sleep(0.3)
        before = served.builds
        (served.root / name / "city").mkdir(parents=True)
        until(lambda: served.builds > before)  # noqa: B023 - called before the next round
        sleep(0.3)
        before = served.builds
        (served.root / name / "city/2026.yml").write_text("1", encoding="utf-8")
        until(lambda: served.builds > before)  # noqa: B023 - called before the next round


# What open pages hear


def test_open_pages_hear_of_every_build(served: Stage) -> None:
    events = served.events()
    first = next(events)
    assert (first["sentences"], first["name"].endswith("-1")) == ([], True)
    served.mistakes = [MISTAKE]
    (served.root / "site_config.yml").write_text("1", encoding="utf-8")
    second = next(events)
    assert second["sentences"] == [format_problem(MISTAKE)]
    assert second["heading"] == "网站没有重做，有 1 处要改"
    assert served.ask("/a/").status == 200
    served.mistakes = []
    (served.root / "site_config.yml").write_text("2", encoding="utf-8")
    third = next(events)
    assert third["sentences"] == []
    assert len({first["name"], second["name"], third["name"]}) == 3
    assert third["name"] in served.ask("/a/").read().decode()


def test_a_first_build_that_fails_is_told_on_a_page_that_waits(stage: Stage) -> None:
    stage.mistakes = [MISTAKE]
    with running(stage):
        stage.built(1)
        response = stage.ask("/a/")
        text = response.read().decode()
        assert response.status == 503
        assert "&lt;b&gt;1674.21万元" in text and "<b>" not in text
        assert re.search(r'<script type="module" src="/_gongkai/reload\.js\?[0-9a-f]{8}-1">', text)
        assert stage.told[1:] == ["building", "failed 1", f"problem {format_problem(MISTAKE)}"]
        stage.mistakes = []
        (stage.root / "site_config.yml").write_text("1", encoding="utf-8")
        stage.built(2)
        assert stage.ask("/a/").status == 200


def test_before_the_first_build_ends_a_page_waits(stage: Stage) -> None:
    stage.hold.clear()
    with running(stage):
        until(lambda: stage.builds)
        response = stage.ask("/")
        assert (response.status, "正在生成网站" in response.read().decode()) == (503, True)


# How it ends


def test_a_busy_port_is_told_in_a_sentence(tmp_path: Path) -> None:
    order = BuildOptions(tmp_path, tmp_path / "site", Revision("", "", ""), True)
    with socket.create_server(("127.0.0.1", 0)) as busy, pytest.raises(HostError) as caught:
        serve.serve(tmp_path, busy.getsockname()[1], lambda: order, lambda key, **values: None)
    [problem] = caught.value.problems
    assert (problem.code, f"端口 {busy and problem.values[0][1]} 用不了" in format_problem(problem)) == ("E710", True)


def test_a_fault_of_the_program_ends_the_preview_and_is_raised(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(serve, "rebuild", fault)
    order = BuildOptions(stage.root, stage.site, Revision("", "", ""), True)
    with pytest.raises(ZeroDivisionError):
        serve.serve(stage.root, 0, lambda: order, stage.tell)


def heeding() -> None:
    """Ctrl-C ends a program unless the program says otherwise."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.parametrize("is_early", [True, False])
def test_ctrl_c_ends_cleanly(tmp_path: Path, is_early: bool) -> None:
    new_site(tmp_path / "project")
    command = [sys.executable, "-m", "generator", "serve", "--root", str(tmp_path / "project"), "--port", "0"]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"}
    pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    # A shell that started the tests in the background has told them all to ignore Ctrl-C.
    with subprocess.Popen(command, env=here, preexec_fn=heeding, **pipes) as started:
        assert started.stderr
        lines = [started.stderr.readline() for _ in range(2 if is_early else 3)]
        started.send_signal(signal.SIGINT)
        said, complained = started.communicate(timeout=60)
    assert lines[0].startswith("预览网址：http://127.0.0.1:")
    assert is_early or lines[2].startswith("网站做好了")
    assert (started.returncode, said, "Traceback" in complained) == (0, "", False)
    assert not (tmp_path / "project/.site.work/staging").exists()
