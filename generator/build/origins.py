"""Which file of a site project a fault of the finished site comes from: the file that somebody has to mend."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from generator.content.addresses import notice_address, prose_address
from generator.content.corpus import Corpus
from generator.problems import Place, Problem
from generator.words import translate

FAULT = "E706"
TEMPLATES = "templates"
# What texts of a site are made with.
SOURCES = (".html", ".css", ".js", ".svg")


def traced_back(problem: Problem, root: Path, corpus: Corpus) -> Problem:
    """A fault of the finished site at the file and line that it comes from; any other problem as it is."""
    if problem.code != FAULT:
        return problem
    output, seen = problem.place.path, problem.seen
    own = content_file(output, corpus)
    if seen:
        for file in (*([own] if own else ()), *template_files(root)):
            if line := line_of(root / file, seen):
                return moved(problem, Place(file, line))
    return moved(problem, Place(own)) if own else problem


def moved(problem: Problem, place: Place) -> Problem:
    """A fault at the place that it comes from, which says where it shows."""
    values = dict(problem.values)
    values["more"] = values.get("more", "") + translate("publish.output", file=problem.place.path)
    return Problem(place, problem.code, problem.seen, **values)


def content_file(output: str, corpus: Corpus) -> str | None:
    """The file that a page or download is made from, if it is made from one; paths are relative to site and project."""
    files = {
        **{prose_address(page.slug): page.file for page in corpus.pages},
        **{notice_address(notice.slug): notice.file for notice in corpus.notices},
        **{form.path: form.file for form in corpus.forms},
    }
    known = [path for path in files if output.startswith(path)]
    return files[max(known, key=len)] if known else None


def template_files(root: Path) -> Iterator[str]:
    """The templates that a project has of its own."""
    for path in sorted((root / TEMPLATES).rglob("*")):
        if path.suffix in SOURCES and path.is_file():
            yield path.relative_to(root).as_posix()


def line_of(path: Path, seen: str) -> int | None:
    """The first line of a file that has a text, as it is or with its escapes undone; None where none has."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    wanted = {seen, unquote(seen)}
    return next((number for number, line in enumerate(lines, 1) if any(text in line for text in wanted)), None)
