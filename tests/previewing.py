"""A preview of a project whose build is a stand-in, for tests that look at it from outside."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any

import pytest

from generator.build.options import BuildOptions
from generator.cli import serve
from generator.cli.serve import Server
from generator.problems import ContentError, Place, Problem
from generator.system.manifest import Revision

HEAD = '<!doctype html><html lang="zh-CN"><title>页</title><link rel="icon" href="data:,">'
PAGE = f"{HEAD}<body><main><h1>正文</h1></main></body>"
MISTAKE = Problem(Place("content/a.yml", 3), "E205", seen="<b>1674.21万元", cell="金额")
PATIENCE = 10.0


@dataclass
class Stage:
    """A project whose build is a stand-in: it writes three files, or says what is wrong."""

    root: Path
    mistakes: list[Problem] = field(default_factory=list)
    builds: int = 0
    told: list[str] = field(default_factory=list)
    hold: Event = field(default_factory=Event)
    server: Server | None = None
    port: int = 0

    @property
    def ground(self) -> SimpleNamespace:
        """What the stand-in leaves for departments to be drawn with: nothing."""
        renderer = SimpleNamespace(templates=())
        return SimpleNamespace(renderer=renderer, compile_templates=lambda: None, department=lambda _: None)

    @property
    def site(self) -> Path:
        return self.root / "site"

    def rebuild(self, order: BuildOptions, _stop: Event) -> tuple[SimpleNamespace, SimpleNamespace]:
        self.builds += 1
        self.hold.wait(PATIENCE)
        if self.mistakes:
            raise ContentError(self.mistakes)
        for path in ("index.html", "a/index.html", "404.html"):
            (order.target / path).parent.mkdir(parents=True, exist_ok=True)
            (order.target / path).write_text(f"{PAGE}<!-- {self.builds} -->", encoding="utf-8")
        return SimpleNamespace(changed=3), self.ground

    def tell(self, key: str, **values: Any) -> None:
        self.told.append(key if not values else f"{key} {' '.join(map(str, values.values()))}")

    def ask(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse()

    def events(self) -> Iterator[dict[str, Any]]:
        response = self.ask("/_gongkai/events")
        while line := response.readline():
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))

    def built(self, times: int) -> None:
        """Waits until so many builds have ended."""
        until(lambda: sum(key.startswith(("built", "failed")) for key in self.told) >= times)


def until(is_so: Callable[[], object], patience: float = PATIENCE) -> None:
    """Waits until it is so."""
    end = monotonic() + patience
    while not is_so():
        assert monotonic() < end, "waited in vain"
        sleep(0.01)


@contextmanager
def staged(root: Path) -> Iterator[Stage]:
    """A stage whose stand-ins are in place."""
    stage = Stage(root)
    stage.hold.set()
    (root / "content/city").mkdir(parents=True)
    (root / "site_config.yml").write_text("name: a", encoding="utf-8")

    with recorded(stage):
        yield stage


@contextmanager
def recorded(stage: Stage) -> Iterator[None]:
    """The server of a preview is known to the stage, whose own way to build takes the place of the real one."""

    class Recorded(Server):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            stage.server, stage.port = self, self.server_port

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serve, "Server", Recorded)
        patch.setattr(serve, "rebuild", stage.rebuild)
        yield


@contextmanager
def running(stage: Stage) -> Iterator[Stage]:
    """A preview of the stage, in a thread of its own."""
    order = BuildOptions(stage.root, stage.site, Revision("", "", ""), True)
    thread = Thread(target=serve.serve, args=(stage.root, 0, lambda: order, stage.tell))
    thread.start()
    until(lambda: stage.server)
    assert stage.server
    try:
        yield stage
    finally:
        stage.hold.set()
        stage.server.shutdown()
        thread.join(PATIENCE)
    assert not thread.is_alive()
