"""A saved record is seen before the whole site is made; what may not be shown is not seen at any moment."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any

import pytest
from previewing import Stage, recorded, running, until

from generator.build.options import BuildOptions
from generator.cli import instant_preview, serve
from generator.cli.instant_preview import DepartmentPreview, EditState, LastBuild, build_for_preview, department_of
from generator.cli.scaffold import new_site
from generator.system.manifest import Revision

OWN = "shili/shiliju/"
NAME = "示例市示例局"
MARK = "秘密★1年"
LISTENING = re.compile(rb'<script type="module" src="/_gongkai/reload\.js\?.*</script>\n')
# Long enough to be told something that should not be told.
WHILE = 1.0


@dataclass
class Writing(Stage):
    """A real project whose real build ends when it may: `hold` is asked when the site is switched in or refused."""

    begun: int = 0
    edits: EditState | None = None
    reports: list[list[Path]] = field(default_factory=list)

    def rebuild(self, order: BuildOptions, stop: Event) -> Any:
        self.begun += 1
        try:
            return instant_preview.rebuild(order, stop)
        finally:
            self.hold.wait(60)
            self.builds += 1

    @property
    def record(self) -> Path:
        return self.root / "content" / f"{OWN}2026.yml"

    def page(self, path: str = f"{OWN}2026/") -> bytes:
        return LISTENING.sub(b"", self.ask(f"/{path}").read())

    def rest(self) -> None:
        """Waits until everything that was saved is in the site.

        Each of the two watchers reports in order, however late: all that was saved before it reports this.
        """
        self.hold.set()
        self.reports.clear()
        content = self.root / "content"
        content.touch()
        until(lambda: sum(content in paths for paths in self.reports) > 1, 60)
        until(lambda: self.edits and not self.edits.changed_at and self.told[-1].startswith("built"), 60)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writing]:
    root = tmp_path_factory.mktemp("ahead") / "project"
    new_site(root)
    stage = Writing(root)
    stage.hold.set()

    class Recorded(EditState):
        def __init__(self, root: Path) -> None:
            super().__init__(root)
            stage.edits = self

        def add_changes(self, paths: Iterable[Path]) -> bool:
            reported = [*paths]
            is_previewed = super().add_changes(reported)
            stage.reports.append(reported)
            return is_previewed

    with pytest.MonkeyPatch.context() as patch, recorded(stage):
        patch.setattr(serve, "EditState", Recorded)
        with running(stage):
            until(lambda: any(line.startswith("built") for line in stage.told), 60)
            stage.rest()
            yield stage


@pytest.fixture
def writing(project: Writing) -> Iterator[Writing]:
    """The project at rest, and as it was when the test is over."""
    kept = {path: path.read_bytes() for path in project.root.rglob("*.yml") if "site/" not in str(path)}
    project.hold.clear()
    yield project
    project.hold.set()
    for path, content in kept.items():
        if path.read_bytes() != content:
            path.write_bytes(content)
    project.rest()


def titled(text: str) -> Callable[[str], str]:
    """The record with another title."""
    return lambda record: re.sub("^title: .*$", f"title: {text}", record, flags=re.MULTILINE)


def save(file: Path, change: Callable[[str], str]) -> None:
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.slow
def test_a_saved_record_is_seen_before_the_site_is_made(writing: Writing, capsys: pytest.CaptureFixture[str]) -> None:
    events = writing.events()
    next(events)
    before = writing.builds
    waits = []
    for number in range(5):
        start = monotonic()
        save(writing.record, titled(f"第{number}次保存的表"))
        assert next(events)["sentences"] == []
        assert f"第{number}次保存的表".encode() in writing.page()
        waits.append(monotonic() - start)
    with capsys.disabled():
        print(f"\nseen after {sorted(waits)[2] * 1000:.0f} ms (median of 5, while the site is made)")
    assert writing.builds == before
    assert "第4次保存的表".encode() not in (writing.site / f"{OWN}2026/index.html").read_bytes()
    writing.rest()
    assert writing.page() == (writing.site / f"{OWN}2026/index.html").read_bytes()
    assert "第4次保存的表".encode() in writing.page()


@pytest.mark.slow
def test_a_build_does_not_take_back_what_was_saved_while_it_went_on(writing: Writing) -> None:
    begun = writing.begun
    save(writing.record, titled("第一次"))
    until(lambda: "第一次".encode() in writing.page())
    until(lambda: writing.begun > begun)
    until(lambda: "第一次".encode() in (writing.site / f"{OWN}2026/index.html").read_bytes(), 60)
    save(writing.record, titled("第二次"))
    until(lambda: "第二次".encode() in writing.page())
    turn = writing.builds
    writing.hold.set()
    until(lambda: writing.builds > turn)
    while "第二次".encode() not in (writing.site / f"{OWN}2026/index.html").read_bytes():
        assert "第二次".encode() in writing.page()
        sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda record: f"# {MARK}\n{titled('标密的表')(record)}", "S401"),
        (lambda record: titled("没写完的表")(record)[:-400] + '\ngoal: "', "E"),
        (lambda record: titled("写错的表")(record).replace("unit: 万元", "unit: 亿"), "E"),
    ],
    ids=["marked", "broken", "mistaken"],
)
def test_what_may_not_be_shown_never_is(writing: Writing, change: Callable[[str], str], told: str) -> None:
    events = writing.events()
    next(events)
    old = writing.page()
    save(writing.record, change)
    end = monotonic() + WHILE
    while monotonic() < end:
        assert writing.page() == old
        sleep(0.01)
    writing.hold.set()
    news = next(events)
    assert any(f"[{told}" in sentence for sentence in news["sentences"]), news
    assert MARK not in str(news)
    assert writing.page() == old


@pytest.mark.slow
@pytest.mark.parametrize("file", ["site_config.yml", "content/shili/jurisdiction.yml", "content/pages/about.md"])
def test_all_else_is_seen_when_the_site_is_made(writing: Writing, file: str) -> None:
    news = writing.events()
    first = next(news)["name"]
    save(writing.root / file, lambda text: text.replace("示例市", "样本市").replace("本站", "本网"))
    sleep(WHILE)
    assert f'reload.js?{first}"'.encode() in writing.ask(f"/{OWN}2026/").read()
    # The site may be there already, which nobody is told before the build ends.
    until(lambda: writing.page() == (writing.site / OWN / "2026/index.html").read_bytes())


@pytest.mark.slow
def test_every_file_is_the_one_that_the_site_has(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    _, last_build = build_for_preview(
        BuildOptions(root, tmp_path / "site", Revision("0123456789", "2026-11-22", "0"), True)
    )
    for path in last_build.departments:
        department = last_build.department(path)
        assert department
        files = {file.relative_to(tmp_path / "site").as_posix() for file in (tmp_path / "site" / path).rglob("*.*")}
        assert {*department.pages, *department.downloads} == files
        for file in files:
            assert department.content(file) == (tmp_path / "site" / file).read_bytes(), file


@pytest.mark.parametrize(
    ("path", "department"),
    [
        ("content/city/bureau/2026.yml", "city/bureau/"),
        ("content/city/bureau/2026/school.yml", "city/bureau/"),
        ("content/city/bureau", None),
        ("content/city/jurisdiction.yml", None),
        ("content/pages/a/b.md", None),
        ("content/notices/a/b.md", None),
        ("content/register.yml", None),
        ("templates/city/bureau/2026.yml", None),
        ("site_config.yml", None),
    ],
)
def test_the_department_of_a_file(path: str, department: str | None) -> None:
    assert department_of(Path("/root"), Path("/root", path)) == department


class Drawn:
    """Stands in for a department: pages that say what they are told to."""

    def __init__(self, **pages: str) -> None:
        self.pages = pages

    def rendered(self, page: str) -> str:
        return page


def department(**drawn: str) -> DepartmentPreview:
    made = DepartmentPreview.__new__(DepartmentPreview)
    made.pages, made.is_held, made.downloads, made.cleared = drawn, False, {}, ()  # type: ignore[assignment, misc]
    made.renderer = Drawn()  # type: ignore[assignment]
    return made


def test_a_mark_on_one_page_hides_the_department() -> None:
    made = department(**{"a.html": "一", "b.html": f"二{MARK}", "c.html": "三"})
    assert [made.content(f"{name}.html") for name in "abcad"] == ["一".encode(), None, None, None, None]


HELD = "held"


class Bare(LastBuild):
    """A last_build on which departments are what a test says."""

    def __init__(self, known: dict[str, Any]) -> None:
        object.__setattr__(self, "known", known)
        object.__setattr__(self, "renderer", SimpleNamespace(templates=()))

    def department(self, path: str) -> Any:
        found = self.known.get(path)  # type: ignore[attr-defined]
        return None if found == HELD else found

    def is_held(self, path: str) -> bool:
        return self.known.get(path) == HELD  # type: ignore[attr-defined]

    def compile_templates(self) -> None:
        pass


A, B, ELSE = Path("/content/city/a/1.yml"), Path("/content/city/b/1.yml"), Path("/site_config.yml")


def test_what_is_previewed() -> None:
    known: dict[str, Any] = {"city/a/": department(**{"city/a/index.html": "一"}), "city/b/": department()}
    edits, last_build = EditState(Path("/")), Bare(known)
    assert not edits.add_changes([A]), "nothing is known before the first build"
    edits.add_build(last_build, edits.changes)
    assert edits.content("city/a/index.html") is None
    assert edits.add_changes([A, A])
    assert (edits.content("city/a/index.html"), edits.has_page("city/a/index.html")) == ("一".encode(), True)
    assert edits.content("city/a/other.html") is edits.content("city/b/index.html") is edits.content("x") is None
    assert edits.add_changes([B])
    edits.add_build(last_build, edits.changes)
    assert not edits.has_page("city/a/index.html"), "the site has caught up"
    assert edits.add_changes([A])
    known["city/a/"] = None
    assert not edits.add_changes([A])
    assert edits.has_page("city/a/index.html"), "a mistake leaves what was seen"
    known["city/a/"] = HELD
    assert not edits.add_changes([A])
    assert not edits.has_page("city/a/index.html"), "what is held is not shown any longer"
    known["city/a/"] = None
    assert not edits.add_changes([A])
    assert not edits.add_changes([B]), "while one department has a mistake, the build tells"
    edits.add_build(last_build, edits.changes)
    assert not edits.add_changes([A, B]), "several departments at once"
    assert not edits.add_changes([B])
    turn = edits.changes
    assert not edits.add_changes([ELSE])
    edits.add_build(last_build, turn)
    assert not edits.add_changes([B]), "something else has stirred since that build began"
    edits.add_build(last_build, edits.changes)
    assert edits.add_changes([B])
