"""What a preview adds to the finished site: news of each build, and pages that listen to them.

The files on disk are those that are published; the listening is put into the response alone.
"""

import json
import secrets
import string
from dataclasses import dataclass
from html import escape
from pathlib import Path
from threading import Condition
from urllib.parse import unquote

from generator.build.publish import PART
from generator.words import LANGUAGE, translate

OWN = "/_gongkai/"
EVENTS = OWN + "events"
WAITING = "waiting.html"
END_OF_PAGE = b"</body>"


@dataclass(frozen=True, slots=True)
class BuildEvent:
    """How the last build went: a name that no other build has, and the sentences of what stopped it."""

    name: str
    sentences: tuple[str, ...] = ()


class EventHub:
    """The news of the moment, and a way to wait for other news."""

    def __init__(self) -> None:
        self._turn = Condition()
        self._session = secrets.token_hex(4)
        self._count = 0
        self.news = BuildEvent(self._session)
        self.is_closed = False

    def post(self, sentences: tuple[str, ...] = ()) -> None:
        """Lets everybody know that a build has ended."""
        with self._turn:
            self._count += 1
            self.news = BuildEvent(f"{self._session}-{self._count}", sentences)
            self._turn.notify_all()

    def close(self) -> None:
        """Sends everybody home who waits."""
        with self._turn:
            self.is_closed = True
            self._turn.notify_all()

    def other_than(self, known: BuildEvent | None, patience: float) -> BuildEvent | None:
        """The news as soon as they are not the known ones; None when so many seconds pass before."""
        with self._turn:
            self._turn.wait_for(lambda: self.is_closed or self.news != known, patience)
            return None if self.news == known else self.news


def file_of(folder: Path, path: str) -> Path | None:
    """The file or folder that an address means; None for names that no published site has, `..` among them."""
    parts = [unquote(part) for part in path.split("/") if part]
    return folder.joinpath(*parts) if all(map(PART.fullmatch, parts)) else None


def content_of(path: Path | None) -> bytes | None:
    """The bytes of a file; None where there is none."""
    try:
        return path.read_bytes() if path else None
    except OSError:
        return None


def listening(page: bytes, news: BuildEvent) -> bytes:
    """The page with the script that waits for other news than these."""
    head, end, tail = page.rpartition(END_OF_PAGE)
    script = f'<script type="module" src="{OWN}reload.js?{news.name}"></script>\n'.encode()
    return head + script + end + tail if end else page + script


def waiting_page(own: Path, news: BuildEvent) -> bytes:
    """The page that stands in for a site that could not be built yet."""
    count = len(news.sentences)
    heading = translate("cli.serve.panel.heading", count=count) if count else translate("cli.serve.panel.building")
    hint = translate("cli.serve.panel.hint" if count else "cli.serve.panel.building_hint")
    items = "".join(f"<li>{escape(sentence)}</li>\n" for sentence in news.sentences)
    page = string.Template((own / WAITING).read_text(encoding="utf-8"))
    return page.substitute(language=LANGUAGE, heading=escape(heading), hint=escape(hint), items=items).encode()


def event_of(news: BuildEvent) -> bytes:
    """The news as one server-sent event, with the words that the page shows around them."""
    told = {
        "name": news.name,
        "sentences": news.sentences,
        "heading": translate("cli.serve.panel.heading", count=len(news.sentences)),
        "hint": translate("cli.serve.panel.hint"),
        "close": translate("cli.serve.panel.close"),
    }
    return f"data: {json.dumps(told)}\n\n".encode()
