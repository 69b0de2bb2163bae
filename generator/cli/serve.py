"""Looking at a site while it is written: built, shown on this machine alone, built anew when something changes.

    watching   two threads that only notice: one for the project's own folder, one for the trees in it
    building   one thread that waits for a process; whatever changes while it builds leads to one more build afterwards
    showing    a thread for each request; open pages hear of every build through server-sent events

A department whose files alone have changed is shown at once (ahead.py); the build follows.

The only door to watchfiles and http.server.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote, urlsplit

from watchfiles import Change, watch

from generator.build.site import BuildOptions
from generator.cli.instant_preview import EditState, rebuild
from generator.cli.reload import (
    EVENTS,
    OWN,
    BuildEvent,
    EventHub,
    content_of,
    event_of,
    file_of,
    listening,
    waiting_page,
)
from generator.content.config import FILE
from generator.output.overrides import template_folders
from generator.output.theme_shell import CSP, policy_for
from generator.problems import EnvironmentTrouble, GongkaiError, Held, Place, Problem
from generator.words import format_problem

Tell = Callable[..., None]
Heed = Callable[[Iterable[Path]], None]

ADDRESS = "127.0.0.1"
NAMES = frozenset({ADDRESS, "localhost"})
TREES = ("content", "templates")
INDEX, NOT_FOUND = "index.html", "404.html"

# Milliseconds: how long nothing more may change before a change counts, and the longest wait for that.
RHYTHM: dict[str, Any] = {"step": 20, "debounce": 200, "raise_interrupt": False}
JUNK_STARTS, JUNK_ENDS = (".", "~", "#", "4913"), ("~", ".swp", ".swx", ".tmp", ".bak")
# Seconds after which a page that was told nothing hears that we are still there.
SIGN_OF_LIFE = 15.0
# Seconds between two looks whether the other threads are well.
POLL = 0.1

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}
UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class ServedFolders:
    """Where the site is, and where the few files are that only a preview has."""

    site: Path
    own: Path


def serve(root: Path, port: int, options: Callable[[], BuildOptions], tell: Tell) -> None:
    """Builds, shows and rebuilds a project until Ctrl-C; `tell` gets a key of `cli.serve` and its values.

    Raises EnvironmentTrouble when the port cannot be had; port 0 takes a free one.
    """
    bulletin, desk, stirred, trees, stop = EventHub(), EditState(root), Event(), Event(), Event()

    def heed(paths: Iterable[Path]) -> None:
        if desk.heed(paths):
            bulletin.post()
        stirred.set()

    shelves = ServedFolders(options().target, template_folders(root)[-1] / "serve")
    with opened(port, partial(RequestHandler, shelves, desk, bulletin)) as server, ThreadPoolExecutor(3) as threads:
        try:
            tell("ready", address=f"http://{ADDRESS}:{server.server_port}/")
            stirred.set()
            server.jobs = (
                threads.submit(keep_building, options, desk, bulletin, tell, stirred, stop),
                threads.submit(watch_project, root, heed, trees, stop),
                threads.submit(watch_trees, root, heed, trees, stop),
            )
            server.serve_forever(POLL)
        except KeyboardInterrupt:
            tell("ended")
        finally:
            for event in (stop, stirred, trees):
                event.set()
            bulletin.close()


@contextmanager
def opened(port: int, handler: Callable[..., "RequestHandler"]) -> Iterator["Server"]:
    """A server on this machine's own address."""
    try:
        server = Server((ADDRESS, port), handler)
    except OSError as error:
        trouble = Problem(Place(f"{ADDRESS}:{port}"), "E710", port=port, reason=error.strerror)
        raise EnvironmentTrouble([trouble]) from error
    with server:
        yield server


def keep_building(
    options: Callable[[], BuildOptions], desk: EditState, bulletin: EventHub, tell: Tell, stirred: Event, stop: Event
) -> None:
    """Builds whenever something has stirred, until the end."""
    while stirred.wait() and not stop.is_set():
        stirred.clear()
        tell("building")
        turn = desk.turn
        try:
            made = rebuild(options(), stop)
        except GongkaiError as error:
            sentences = tuple(format_problem(problem) for problem in error.problems)
            bulletin.post(sentences)
            tell("failed", count=len(sentences))
            for text in sentences:
                tell("problem", sentence=text)
            if isinstance(error, Held):
                tell("held")
        else:
            if made is None:
                return
            published, ground = made
            desk.settle(ground, turn)
            bulletin.post()
            tell("built", changed=published.changed)


def watch_project(root: Path, heed: Heed, trees: Event, stop: Event) -> None:
    """Notices changes of the settings, and trees that come or go."""

    def concerns(_change: Change, path: str) -> bool:
        return Path(path).name in (FILE, *TREES)

    for changes in watch(root, watch_filter=concerns, recursive=False, stop_event=stop, **RHYTHM):
        if any(Path(path).name in TREES and change != Change.modified for change, path in changes):
            trees.set()
        heed(Path(path) for _, path in changes)


def watch_trees(root: Path, heed: Heed, trees: Event, stop: Event) -> None:
    """Notices changes in the trees that are there, and looks again which are when `trees` is set."""
    while not stop.is_set():
        trees.clear()
        there = [root / name for name in TREES if (root / name).is_dir()]
        if not there:
            trees.wait()
            continue
        # A tree can go between the look and the watch; then `trees` is set again.
        with suppress(FileNotFoundError):
            for changes in watch(*there, watch_filter=is_written_by_people, stop_event=trees, **RHYTHM):
                heed(Path(path) for _, path in changes)


def is_written_by_people(_change: Change, path: str) -> bool:
    """Whether a file is not one that an editor or file manager keeps for itself."""
    name = Path(path).name
    return not (name.startswith(JUNK_STARTS) or name.endswith(JUNK_ENDS))


class Server(ThreadingHTTPServer):
    """A server that open pages do not keep from ending, and a thread that comes to grief does."""

    jobs: tuple[Future[None], ...] = ()
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    # Elsewhere this frees a port that was just in use; on Windows it would share one that is.
    allow_reuse_address = sys.platform != "win32"

    def service_actions(self) -> None:
        """Raises here, in the main thread, what one of the other threads raised."""
        for job in self.jobs:
            if job.done():
                job.result()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing for a browser that has gone away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class RequestHandler(BaseHTTPRequestHandler):
    """Answers one request; every file is opened by its path, so the site may be replaced at any moment."""

    def __init__(self, shelves: ServedFolders, desk: EditState, bulletin: EventHub, *args: Any) -> None:
        self.shelves = shelves
        self.desk = desk
        self.bulletin = bulletin
        super().__init__(*args)

    def do_GET(self) -> None:
        """A page, a file, or the events."""
        path = urlsplit(self.path).path
        # Pages of other sites must not read a draft here by giving this machine a name of their own.
        if self.headers.get("Host", "").partition(":")[0] not in NAMES:
            self.send(HTTPStatus.MISDIRECTED_REQUEST, b"", ".txt")
        elif path == EVENTS:
            self.send_events()
        elif path.startswith(OWN):
            self.send_own(path.removeprefix(OWN))
        else:
            self.send_site(path)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what matters is told elsewhere."""

    def send_site(self, path: str) -> None:
        """A file of the site, the index of a folder, or the page that says that there is none."""
        # Before the file: so a page can only seem older than it is, which costs a reload.
        news = self.bulletin.news
        file = file_of(self.shelves.site, path)
        if file and path.endswith("/"):
            file = file / INDEX
        elif file and (file.is_dir() or self.desk.has_page(self.name(file / INDEX))):
            self.send_on(file)
            return
        content = (file and self.desk.content(self.name(file))) or content_of(file)
        if file and content is not None:
            self.send_page(HTTPStatus.OK, content, file.suffix, news)
            return
        content = content_of(self.shelves.site / NOT_FOUND)
        if content is not None:
            self.send_page(HTTPStatus.NOT_FOUND, content, ".html", news)
        else:
            self.send_page(HTTPStatus.SERVICE_UNAVAILABLE, waiting_page(self.shelves.own, news), ".html", news)

    def name(self, file: Path) -> str:
        """The path of a file or folder from the site's root."""
        return file.relative_to(self.shelves.site).as_posix()

    def send_on(self, folder: Path) -> None:
        """The browser to the folder's own address, which ends in a slash."""
        query = urlsplit(self.path).query
        way = quote(f"/{self.name(folder)}/")
        self.send(HTTPStatus.MOVED_PERMANENTLY, b"", ".txt", {"Location": way + (f"?{query}" if query else "")})

    def send_own(self, path: str) -> None:
        """A file that only a preview has."""
        file = file_of(self.shelves.own, path)
        content = content_of(file)
        if file and content is not None:
            self.send(HTTPStatus.OK, content, file.suffix)
        else:
            self.send(HTTPStatus.NOT_FOUND, b"", ".txt")

    def send_page(self, status: HTTPStatus, content: bytes, suffix: str, news: BuildEvent) -> None:
        """A file, and when it is a page, one that listens."""
        self.send(status, listening(content, news) if suffix == ".html" else content, suffix)

    def send(self, status: HTTPStatus, content: bytes, suffix: str, more: dict[str, str] | None = None) -> None:
        """An answer with the headers that the site is published with."""
        self.send_response(status)
        # What is shown in the place of a page that is not there is no page of a form.
        policy = policy_for(urlsplit(self.path).path) if status == HTTPStatus.OK else CSP
        for name, value in (HEADERS | {"Content-Security-Policy": policy} | (more or {})).items():
            self.send_header(name, value)
        self.send_header("Content-Type", TYPES.get(suffix, UNKNOWN_TYPE))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "GET":
            # A browser that has gone on to the next page is no trouble.
            with suppress(ConnectionError):
                self.wfile.write(content)

    def send_events(self) -> None:
        """The news now, and all further news for as long as the page is open."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        known: BuildEvent | None = None
        with suppress(ConnectionError):
            while self.command == "GET" and not self.bulletin.is_closed:
                news = self.bulletin.other_than(known, SIGN_OF_LIFE)
                self.wfile.write(event_of(news) if news else b":\n\n")
                known = news or known
