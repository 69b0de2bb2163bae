"""Find the source file and line of a fault in the finished site."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from generator.content.addresses import notice_address, prose_address
from generator.content.corpus import Corpus
from generator.problems import Place, Problem
from generator.system.cache import TEMPLATES
from generator.system.filesystem import files_under
from generator.words import translate

FAULT = "E706"
# The kinds of templates that contain text.
SOURCES = (".html", ".css", ".js", ".svg")


def at_source(problem: Problem, root: Path, corpus: Corpus) -> Problem:
    """A fault of the finished site, moved to the source file and line that cause it; any other problem unchanged."""
    if problem.code != FAULT:
        return problem
    output, seen = problem.place.path, problem.seen
    own = source_file(output, corpus)
    if seen:
        for file in (*([own] if own else ()), *template_files(root)):
            if line := line_with(root / file, seen):
                return with_source_place(problem, Place(file, line))
    return with_source_place(problem, Place(own)) if own else problem


def with_source_place(problem: Problem, place: Place) -> Problem:
    """A fault at its source; its message also names the file of the site."""
    values = dict(problem.values)
    values["more"] = values.get("more", "") + translate("publish.output", file=problem.place.path)
    return Problem(place, problem.code, problem.seen, **values)


def source_file(output: str, corpus: Corpus) -> str | None:
    """The content file that a page or download is rendered from, relative to the project; None for other files."""
    files = {
        **{prose_address(page.slug): page.file for page in corpus.pages},
        **{notice_address(notice.slug): notice.file for notice in corpus.notices},
        **{form.path: form.file for form in corpus.forms},
    }
    return files.get(max(filter(output.startswith, files), key=len, default=""))


def template_files(root: Path) -> Iterator[str]:
    """The templates of the project, relative to it."""
    for path in files_under(root / TEMPLATES):
        if path.suffix in SOURCES and path.is_file():
            yield path.relative_to(root).as_posix()


def line_with(path: Path, seen: str) -> int | None:
    """The number of the first line with a text, as it is or percent-decoded; None where there is none."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    wanted = {seen, unquote(seen)}
    return next((number for number, line in enumerate(lines, 1) if any(text in line for text in wanted)), None)
