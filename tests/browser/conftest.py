"""A real browser on a real build: one site for all workers, one Chromium for each, and pages that are watched."""

import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from corpora import three_documents
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Dialog, Page, Playwright, sync_playwright
from prose_pages import add_prose_pages

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.output.theme_shell import policy_for
from generator.system.manifest import Revision

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from corpus import write

ROOT = Path(__file__).parents[2]
SUB_PATH = "a/b/"
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
THREE = ("zhanjiang/zhengfawei/2021/", "zhanjiang/jiwei/2021/", "jieyang/zhengfawei/2022/")
RECORDS = (*THREE, *(f"zhanjiang/rensheju/{year}/" for year in (2023, 2024)))
KINDS = {
    "home": "",
    "departments": "departments/",
    "city": "zhanjiang/",
    "department": "zhanjiang/zhengfawei/",
    "summary of departments": "zhanjiang/2021/departments/",
    **{f"record {path}": path for path in THREE[::2]},
    "form": f"{RECORDS[2]}form/",
    **{f"embedded {part}": f"{RECORDS[2]}#embed-{part}" for part in ("budget", "tasks", "indicators")},
    "rules": "checks/",
    "rule": "checks/v10/",
    "disclosure": "disclosure/",
    "board": "disclosure/zhanjiang/",
    "questions": "questions/",
    "question": "questions/unlisted/",
    "indicators": "indicators/",
    "family": "indicators/satisfaction/",
    "comparisons": "compare/",
    "changes": "changes/",
    "basket": "compare/?r=zhanjiang/jiwei/2021&r=jieyang/zhengfawei/2022&r=zhanjiang/zhengfawei/2021",
    "comparison": "compare/jieyang-zhengfawei-2022--zhanjiang-zhengfawei-2021/",
    "search": "search/",
    "search with results": "search/?q=政法",
    "search with an answer": "search/?q=市纪委监委",
    "search for words that do not meet": "search/?q=雷州 留置点 满意度",
    "search without results": "search/?q=蘑菇",
    "data": "data/",
    "api": "data/api/",
    "notices": "notices/",
    "notice": "notices/zhancaiji-2021-2/",
    "guide": "guide/",
    "glossary": "glossary/",
    "about": "about/",
    "accessibility": "accessibility/",
    "404": "404.html",
    "department with projects": "projects/putuo/wanli/",
    "record with projects": "projects/shili/jiaoyuju/2026/",
    "project": "projects/putuo/wanli/2023/shequ-fuwu-zhongxin/",
    "form of a project": "projects/putuo/wanli/2023/shequ-fuwu-zhongxin/form/",
    "summary of projects": "projects/putuo/2023/projects/",
    "results": "projects/shili/minzhengju/2024/results/",
    "targets with results": "projects/shili/minzhengju/2024/",
    "department with results": "projects/shili/minzhengju/",
}
# Other pages of these kinds' templates are looked at in every run; these are, in the long one.
LIKE_OTHERS = {
    *(f"record {THREE[0]}", "embedded tasks", "embedded indicators", "search for words that do not meet"),
    *("about", "accessibility", "summary of projects", "department with results"),
}
# What the policy refused becomes a message of the console, where everything else that goes wrong is told too.
LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
# As if no chart came into view: for tests of something else, which would pay for charts that they scroll past.
UNDRAWN = "IntersectionObserver.prototype.observe = function () {};"
# How a tab shows its pages if nothing else is asked for.
MEDIA = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "reduce"}
# A page that has no origin, or is no page of a site, has nothing stored.
FORGET = """() => {
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {}
}"""
DRAW = """async () => {
  const charts = [...document.querySelectorAll("[data-chart]")].filter((chart) => chart.checkVisibility());
  for (const chart of charts) {
    chart.scrollIntoView({ block: "center" });
    while (!("drawn" in chart.dataset)) await new Promise((done) => setTimeout(done, 20));
  }
  scrollTo(0, document.documentElement.scrollHeight);
  await new Promise((done) => setTimeout(done, 50));
  scrollTo(0, 0);
  return charts.length;
}"""


@dataclass
class Visit:
    """A page in the browser, with what it complained of, what it asked for, and what of that it did not get."""

    page: Page
    protocol: CDPSession
    charts: int = 0
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Note everything anew, as for a page that was just opened."""
        for noted in (self.complaints, self.requests, self.failures, self.first):
            noted.clear()
        self.charts = 0

    def open_folds(self) -> None:
        """Open all that is folded, as a reader would one after the other."""
        self.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")

    def draw(self) -> int:
        """Scroll through the page until all its charts are drawn; how many there are."""
        self.charts = int(self.page.evaluate(DRAW))
        return self.charts

    def ready(self) -> None:
        """Wait until what the address asks for, a search or a comparison, has been answered."""
        if "?q=" in self.page.url and self.page.locator(".no-js").count() == 0:
            self.page.locator("[data-search=count]:not(:empty)").wait_for()
        if "compare/?r=" in self.page.url and self.page.locator(".no-js").count() == 0:
            self.page.locator("[data-chosen] .chips").wait_for()

    def text(self, selector: str = "body") -> str:
        """What a reader sees, without white space."""
        return "".join(self.page.locator(selector).inner_text().split())


class Served(SimpleHTTPRequestHandler):
    """The site at the root with the policy in its pages alone, and at a sub-path with the policy as a header too."""

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(f"/{SUB_PATH}"))

    def end_headers(self) -> None:
        if self.path.startswith(f"/{SUB_PATH}"):
            self.send_header("Content-Security-Policy", policy_for(urlsplit(self.path).path))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def log_message(self, *ignored: object) -> None:
        """Say nothing: the browser reports what it could not get."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Served, directory=str(folder)))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Builds a site in a folder of a name that all workers share; the first who asks for it builds."""

    def of_name(name: str, make: Callable[[Path], None]) -> Path:
        base = tmp_path_factory.getbasetemp()
        folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "site").exists():
                make(folder)
        return folder / "site"

    return of_name


@pytest.fixture(scope="session")
def site(built: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The site of content/, in its folder `projects` one that has projects, in `three` that of three documents."""

    def make(folder: Path) -> None:
        build(BuildOptions(ROOT, folder / "site", Revision("a1b2c3d4e5", "2026-11-22", "0"), True), lambda step: None)
        shutil.copytree(site_with_projects(folder), folder / "site/projects")
        options = BuildOptions(three_documents(), folder / "three", Revision("a1b2c3d4e5", "2026-11-22", "0"), True)
        build(options, lambda step: None)
        shutil.copytree(folder / "three", folder / "site/three")

    return built("browser-site", make)


@pytest.fixture(scope="session")
def many_folder(built: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The three documents beside 300 made-up records: 63 departments."""

    def make(folder: Path) -> None:
        write(300, folder)
        shutil.copytree(three_documents() / "content", folder / "content", dirs_exist_ok=True)
        build(BuildOptions(folder, folder / "site", Revision("", "", "0"), jobs=2), lambda step: None)

    return built("many", make)


@pytest.fixture(scope="session")
def many(many_folder: Path) -> Iterator[str]:
    """Where the large site is served."""
    with serving(many_folder) as url:
        yield url


def site_with_projects(folder: Path) -> Path:
    """The site of projects and results among the tests, with the pages of prose that every page links to."""
    root = Path(shutil.copytree(ROOT / "tests/content/projects", folder / "with-projects"))
    with_results = "content/shili/minzhengju"
    shutil.copytree(ROOT / "tests/content/results" / with_results, root / with_results)
    add_prose_pages(root)
    build(BuildOptions(root, root / "site", Revision("a1b2c3d4e5", "2026-11-22", "0"), True), lambda step: None)
    return root / "site"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with serving(site) as url:
        yield url


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], AbstractContextManager[str]]:
    """Serves another folder, for as long as a test asks."""
    return serving


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    assert program, "chromium is missing: `make test` installs it or says how"
    browser = playwright.chromium.launch(executable_path=program, args=list(ARGS))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def lent(chromium: Browser) -> Callable[..., AbstractContextManager[Visit]]:
    """Lends an empty tab, each with a browser profile of its own: one that is warm loads its programs much faster."""
    idle: dict[str, list[Visit]] = {}

    @contextmanager
    def lend(width: int, height: int, media: dict[str, Any], **options: Any) -> Iterator[Visit]:
        alike = idle.setdefault(repr(sorted(options.items())), [])
        seen = alike.pop() if alike else watched(tab(chromium, width, height, **options))
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.page.emulate_media(media="null", **{**MEDIA, **media})
        yield seen
        emptied(seen)
        alike.append(seen)

    return lend


def emptied(seen: Visit) -> None:
    """Take from a tab the page, what it stored, where the mouse stood and what a test put in its way."""
    seen.page.evaluate(FORGET)
    seen.page.unroute_all()
    seen.page.mouse.move(-1, -1)
    # What the page still has to say, it says while nobody is listening.
    seen.page.goto("about:blank")
    seen.protocol.send("Page.resetNavigationHistory")
    seen.forget()


@pytest.fixture(scope="session")
def opened(lent: Callable[..., AbstractContextManager[Visit]], address: str) -> Callable[..., Any]:
    """Opens a page by its path in the site, in a tab of its own, for as long as it is looked at."""

    @contextmanager
    def go(path: str, *, at: str = address, width: int = 1280, height: int = 800, **options: Any) -> Iterator[Visit]:
        media = {name: options.pop(name) for name in MEDIA if name in options}
        with lent(width, height, media, **options) as seen:
            seen.page.goto(at + path)
            seen.ready()
            yield seen

    return go


@pytest.fixture(scope="module")
def turned(lent: Callable[..., AbstractContextManager[Visit]], address: str) -> Iterator[Callable[..., Visit]]:
    """Turns a tab that stays, known by its name, to a page."""
    with ExitStack() as stack:
        tabs: dict[str, Visit] = {}

        def go(name: str, path: str, *, at: str = address, width: int = 1280, height: int = 800) -> Visit:
            seen = tabs[name] = tabs.get(name) or stack.enter_context(lent(width, height, {}))
            emptied(seen)
            seen.page.set_viewport_size({"width": width, "height": height})
            seen.page.emulate_media(**MEDIA)
            seen.page.goto(at + path)
            seen.ready()
            return seen

        yield go


def tab(chromium: Browser, width: int, height: int, *, charts: bool = True, **options: Any) -> Page:
    """A tab in a browser profile of its own; without charts, those of its pages stay undrawn."""
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
    context.add_init_script(LISTEN if charts else LISTEN + UNDRAWN)
    return context.new_page()


@pytest.fixture
def visit(opened: Callable[..., AbstractContextManager[Visit]]) -> Iterator[Callable[..., Visit]]:
    """Opens pages until the test ends."""
    with ExitStack() as stack:
        yield lambda path, **options: stack.enter_context(opened(path, **options))


def watched(page: Page) -> Visit:
    """A page whose every complaint and request is noted."""
    seen = Visit(page, page.context.new_cdp_session(page))

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.complaints.append(f"{message.type}: {message.text}")

    def asked(dialog: Dialog) -> None:
        seen.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", heard)
    page.on("dialog", asked)
    page.on("pageerror", lambda error: seen.complaints.append(f"thrown: {error}"))
    page.on("requestfailed", lambda request: seen.failures.append(request.url))
    page.on("request", lambda request: seen.requests.append(request.url))
    return seen


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(path, id=name, marks=pytest.mark.deep if name in LIKE_OTHERS else ())
        for name, path in KINDS.items()
    ],
)
def kind(request: pytest.FixtureRequest) -> str:
    """The path of one page of each kind."""
    return str(request.param)


@pytest.fixture(scope="module", params=(*THREE, RECORDS[-1]))
def record(request: pytest.FixtureRequest) -> str:
    """The path of a record page."""
    return str(request.param)
