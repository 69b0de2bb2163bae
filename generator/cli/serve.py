"""Build and serve a site on loopback, and rebuild it on change.

    watch     two threads: one for the root folder of the project, one for content/ and templates/
    build     one thread, which waits for a process; changes during a build lead to one more build
    respond   a thread for each request; open pages receive server-sent events of builds

A department of which alone files have changed is previewed before it is built (instant_preview.py).

The only door to watchfiles and http.server.
"""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote, urlsplit

from watchfiles import Change, watch

from generator.build.links import NOT_FOUND
from generator.build.options import BuildOptions
from generator.cli.instant_preview import EditState, rebuild
from generator.cli.reload import (
    EVENTS,
    OWN,
    BuildEvent,
    EventHub,
    content_of,
    file_of,
    server_sent_event,
    waiting_page,
    with_reload_script,
)
from generator.cli.standalone import with_palette
from generator.content.file_names import CONFIG_FILE
from generator.output.template_folders import template_folders
from generator.output.theme_shell import CSP, policy_for
from generator.problems import GongkaiError, HeldError, HostError, Place, Problem
from generator.system.manifest import INDEX
from generator.text.word_list import word_map
from generator.words import format_problem

Report = Callable[..., None]
OnChange = Callable[[Iterable[Path]], None]

ADDRESS = "127.0.0.1"
HOSTS = frozenset({ADDRESS, "localhost"})
WATCHED_FOLDERS = ("content", "templates")

# Milliseconds without further changes after which a change is reported, and the longest wait for that.
WATCH_OPTIONS: dict[str, Any] = {"step": 20, "debounce": 200, "raise_interrupt": False}
IGNORED_PREFIXES, IGNORED_SUFFIXES = (".", "~", "#", "4913"), ("~", ".swp", ".swx", ".tmp", ".bak")
# Seconds between comments on an event stream without events, by which a closed connection is noticed.
KEEP_ALIVE = 15.0
# Seconds between two checks whether another thread has failed.
POLL = 0.1

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# The types of text files, all in UTF-8.
TYPES = word_map("""
    .css=text/css .csv=text/csv .html=text/html .js=text/javascript .json=application/json .svg=image/svg+xml
    .txt=text/plain .xml=application/xml
""")
UNKNOWN_TYPE = "application/octet-stream"


class WatchEvents:
    """The events by which threads wait for each other.

    changed          something has changed since the last build began
    folders_changed  a watched folder was created or deleted
    stop             the server is shut down
    """

    def __init__(self) -> None:
        self.changed, self.folders_changed, self.stop = Event(), Event(), Event()


def serve(root: Path, port: int, options: Callable[[], BuildOptions], report: Report) -> None:
    """Build, serve and rebuild a project until Ctrl-C; `report` receives a key of `cli.serve` and its values.

    Raises HostError where the port is not available; port 0 is any free one.
    """
    hub, edits, events = EventHub(), EditState(root), WatchEvents()

    def on_change(paths: Iterable[Path]) -> None:
        if edits.add_changes(paths):
            hub.post()
        events.changed.set()

    handler = partial(RequestHandler, options().target, template_folders(root)[-1] / "serve", edits, hub)
    with opened(port, handler) as server, ThreadPoolExecutor(3) as threads:
        try:
            report("ready", address=f"http://{ADDRESS}:{server.server_port}/")
            events.changed.set()
            server.jobs = (
                threads.submit(keep_building, options, edits, hub, report, events),
                threads.submit(watch_project, root, on_change, events),
                threads.submit(watch_trees, root, on_change, events),
            )
            server.serve_forever(POLL)
        except KeyboardInterrupt:
            report("ended")
        finally:
            for event in (events.stop, events.changed, events.folders_changed):
                event.set()
            hub.close()


def opened(port: int, handler: Callable[..., "RequestHandler"]) -> "Server":
    """A server on loopback; HostError where the port is not available."""
    try:
        return Server((ADDRESS, port), handler)
    except OSError as error:
        trouble = Problem(Place(f"{ADDRESS}:{port}"), "E710", port=port, reason=error.strerror)
        raise HostError([trouble]) from error


def keep_building(
    options: Callable[[], BuildOptions], edits: EditState, hub: EventHub, report: Report, events: WatchEvents
) -> None:
    """Build after every change until the server stops."""
    while events.changed.wait() and not events.stop.is_set():
        events.changed.clear()
        report("building")
        changes = edits.changes
        try:
            built = rebuild(options(), events.stop)
        except GongkaiError as error:
            sentences = tuple(format_problem(problem) for problem in error.problems)
            hub.post(sentences)
            report("failed", count=len(sentences))
            for sentence in sentences:
                report("problem", sentence=sentence)
            if isinstance(error, HeldError):
                report("held")
        else:
            if built is None:
                return
            published, last_build = built
            edits.add_build(last_build, changes)
            hub.post()
            report("built", changed=published.changed)


def watch_project(root: Path, on_change: OnChange, events: WatchEvents) -> None:
    """Report changes of the settings, and watched folders that are created or deleted."""

    def is_watched(_change: Change, path: str) -> bool:
        return Path(path).name in (CONFIG_FILE, *WATCHED_FOLDERS)

    for changes in watch(root, watch_filter=is_watched, recursive=False, stop_event=events.stop, **WATCH_OPTIONS):
        if any(Path(path).name in WATCHED_FOLDERS and change != Change.modified for change, path in changes):
            events.folders_changed.set()
        on_change(Path(path) for _, path in changes)


def watch_trees(root: Path, on_change: OnChange, events: WatchEvents) -> None:
    """Report changes in the watched folders that exist."""
    while not events.stop.is_set():
        events.folders_changed.clear()
        folders = [root / name for name in WATCHED_FOLDERS if (root / name).is_dir()]
        if not folders:
            events.folders_changed.wait()
            continue
        # A folder may be deleted before it is watched; then the event is set again.
        with suppress(FileNotFoundError):
            for changes in watch(
                *folders, watch_filter=is_source_file, stop_event=events.folders_changed, **WATCH_OPTIONS
            ):
                on_change(Path(path) for _, path in changes)


def is_source_file(_change: Change, path: str) -> bool:
    """Whether a file is not a temporary file of an editor or file manager."""
    name = Path(path).name
    return not (name.startswith(IGNORED_PREFIXES) or name.endswith(IGNORED_SUFFIXES))


class Server(ThreadingHTTPServer):
    """An HTTP server that stops even while browsers hold connections open, and when another thread fails."""

    jobs: tuple[Future[None], ...] = ()
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    # On Windows this would share a port that another server uses.
    allow_reuse_address = sys.platform != "win32"

    def service_actions(self) -> None:
        """Raise in the main thread what another thread raised."""
        for job in self.jobs:
            if job.done():
                job.result()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore connections that the browser has closed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class RequestHandler(BaseHTTPRequestHandler):
    """Respond to one request; files are opened by path, so the site may be replaced at any time.

    `site` is the folder of the site, `own` that of the files that only this server has.
    """

    def __init__(self, site: Path, own: Path, edits: EditState, hub: EventHub, *args: Any) -> None:
        self.site = site
        self.own = own
        self.edits = edits
        self.hub = hub
        super().__init__(*args)

    def do_GET(self) -> None:
        """Send a page, a file, or the event stream."""
        path = urlsplit(self.path).path
        # Against DNS rebinding: other sites must not read drafts through a name of their own for this machine.
        if self.headers.get("Host", "").partition(":")[0] not in HOSTS:
            self.send(HTTPStatus.MISDIRECTED_REQUEST, b"", ".txt")
        elif path == EVENTS:
            self.send_events()
        elif path.startswith(OWN):
            self.send_own(path.removeprefix(OWN))
        else:
            self.send_site(path)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def send_site(self, path: str) -> None:
        """Send a file of the site, the index of a folder, or the 404 page."""
        # Read before the file: a build in between leads to a needless reload, not to an outdated page.
        event = self.hub.last_event
        file = file_of(self.site, path)
        if file and path.endswith("/"):
            file = file / INDEX
        elif file and (file.is_dir() or self.edits.has_page(self.name(file / INDEX))):
            self.redirect(file)
            return
        content = (file and self.edits.content(self.name(file))) or content_of(file)
        if file and content is not None:
            self.send_page(HTTPStatus.OK, content, file.suffix, event)
        elif (not_found := content_of(self.site / NOT_FOUND)) is not None:
            self.send_page(HTTPStatus.NOT_FOUND, not_found, ".html", event)
        else:
            self.send_page(HTTPStatus.SERVICE_UNAVAILABLE, waiting_page(self.own, event), ".html", event)

    def name(self, file: Path) -> str:
        """The path of a file or folder relative to the site."""
        return file.relative_to(self.site).as_posix()

    def redirect(self, folder: Path) -> None:
        """Redirect to the address of a folder, which ends in a slash."""
        query = urlsplit(self.path).query
        address = quote(f"/{self.name(folder)}/")
        self.send(HTTPStatus.MOVED_PERMANENTLY, b"", ".txt", {"Location": address + (f"?{query}" if query else "")})

    def send_own(self, path: str) -> None:
        """Send a file that exists on this server alone; a style sheet follows the colours of the site that it uses."""
        file = file_of(self.own, path)
        content = content_of(file)
        if file and content is not None:
            if file.suffix == ".css":
                content = with_palette(content.decode()).encode()
            self.send(HTTPStatus.OK, content, file.suffix)
        else:
            self.send(HTTPStatus.NOT_FOUND, b"", ".txt")

    def send_page(self, status: HTTPStatus, content: bytes, suffix: str, event: BuildEvent) -> None:
        """Send a file; a page with the script that reloads it."""
        self.send(status, with_reload_script(content, event) if suffix == ".html" else content, suffix)

    def send(self, status: HTTPStatus, content: bytes, suffix: str, more: dict[str, str] | None = None) -> None:
        """Send a response with the headers of the published site."""
        headers = {
            # Pages of forms may be framed, but not an error page at their address.
            "Content-Security-Policy": policy_for(urlsplit(self.path).path) if status == HTTPStatus.OK else CSP,
            "Content-Type": f"{TYPES[suffix]}; charset=utf-8" if suffix in TYPES else UNKNOWN_TYPE,
            "Content-Length": str(len(content)),
        }
        self.send_head(status, headers | (more or {}))
        if self.command == "GET":
            with suppress(ConnectionError):
                self.wfile.write(content)

    def send_head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        """Send the status and headers of a response."""
        self.send_response(status)
        for name, value in (HEADERS | {"Cache-Control": "no-store"} | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def send_events(self) -> None:
        """Send the last event, and all further ones until the page is closed."""
        self.send_head(HTTPStatus.OK, {"Content-Type": "text/event-stream; charset=utf-8"})
        sent: BuildEvent | None = None
        with suppress(ConnectionError):
            while self.command == "GET" and not self.hub.is_closed:
                event = self.hub.wait_for_next(sent, KEEP_ALIVE)
                self.wfile.write(server_sent_event(event) if event else b":\n\n")
                sent = event or sent
