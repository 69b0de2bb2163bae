"""Reload open pages after each build: events of builds, and the script that receives them.

The script is added to responses only; the files on disk are those of the published site.
"""

import json
import secrets
import string
from dataclasses import dataclass
from html import escape
from pathlib import Path
from threading import Condition
from urllib.parse import unquote

from generator.build.staging import PART
from generator.words import LANGUAGE, translate

OWN = "/_gongkai/"
EVENTS = OWN + "events"
WAITING = "waiting.html"
END_OF_PAGE = b"</body>"


@dataclass(frozen=True, slots=True)
class BuildEvent:
    """The result of a build: a unique name, and the messages of its problems."""

    name: str
    sentences: tuple[str, ...] = ()


class EventHub:
    """The event of the last build, and a way to wait for the next one."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._session = secrets.token_hex(4)
        self._count = 0
        self.last_event = BuildEvent(self._session)
        self.is_closed = False

    def post(self, sentences: tuple[str, ...] = ()) -> None:
        """Notify all waiting threads that a build has ended."""
        with self._changed:
            self._count += 1
            self.last_event = BuildEvent(f"{self._session}-{self._count}", sentences)
            self._changed.notify_all()

    def close(self) -> None:
        """Wake all waiting threads for the last time."""
        with self._changed:
            self.is_closed = True
            self._changed.notify_all()

    def wait_for_next(self, sent: BuildEvent | None, timeout: float) -> BuildEvent | None:
        """Wait for an event other than the one that was sent; None after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_closed or self.last_event != sent, timeout)
            return None if self.last_event == sent else self.last_event


def file_of(folder: Path, path: str) -> Path | None:
    """The file or folder of an address; None for names that no site may have, such as `..`."""
    parts = [unquote(part) for part in path.split("/") if part]
    return folder.joinpath(*parts) if all(map(PART.fullmatch, parts)) else None


def content_of(path: Path | None) -> bytes | None:
    """The content of a file; None where there is none."""
    try:
        return path.read_bytes() if path else None
    except OSError:
        return None


def with_reload_script(page: bytes, event: BuildEvent) -> bytes:
    """A page with the script that reloads it after the next event."""
    head, end, tail = page.rpartition(END_OF_PAGE)
    script = f'<script type="module" src="{OWN}reload.js?{event.name}"></script>\n'.encode()
    return head + script + end + tail if end else page + script


def waiting_page(own: Path, event: BuildEvent) -> bytes:
    """The page that is shown until a first build has succeeded."""
    count = len(event.sentences)
    heading = translate("cli.serve.panel.heading", count=count) if count else translate("cli.serve.panel.building")
    hint = translate("cli.serve.panel.hint" if count else "cli.serve.panel.building_hint")
    items = "".join(f"<li>{escape(sentence)}</li>\n" for sentence in event.sentences)
    page = string.Template((own / WAITING).read_text(encoding="utf-8"))
    # Only mistakes are red.
    texts = {"heading": escape(heading), "hint": escape(hint), "items": items, "mood": "" if count else " calm"}
    return page.substitute(texts, language=LANGUAGE).encode()


def server_sent_event(event: BuildEvent) -> bytes:
    """An event as a server-sent event, with the texts that the page shows."""
    data = {
        "name": event.name,
        "sentences": event.sentences,
        "heading": translate("cli.serve.panel.heading", count=len(event.sentences)),
        "hint": translate("cli.serve.panel.hint"),
        "close": translate("cli.serve.panel.close"),
    }
    return f"data: {json.dumps(data)}\n\n".encode()
