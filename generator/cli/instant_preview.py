"""The pages of one department, rendered when its record is saved and before the whole site is built again.

What stands in the folder of a department follows from that folder and from little else, which the last good build has
left here. So the folder is read again, through the same gate, and each of its files is made when somebody asks for it.
Where anything else has changed, and where the folder has a mistake or a hold, nothing is shown: only the build tells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Event, Lock

from generator.analysis.disclosure import days_to_publish
from generator.analysis.rules import Finding, RuleInput, find, public, rule_inputs
from generator.analysis.site_facts import corpus_facts
from generator.build.publish import Published
from generator.build.site import BuildOptions, SitePlan, forget_if_held, plan, write_site
from generator.content.config import Config
from generator.content.corpus import FOLDER, Corpus
from generator.content.loader import NOTICES, PAGES, LoadResult, SourceFolder
from generator.content.register import Versions
from generator.forms.model import Jurisdiction
from generator.output import exports, pages
from generator.output.exports import run_exports
from generator.output.pages import Site, pages_of
from generator.output.pages.page import Links
from generator.output.render import Renderer
from generator.problems import GongkaiError
from generator.secrecy.clearances import marked_words
from generator.secrecy.raw_text import find_marks
from generator.secrecy.scanning import is_marked
from generator.system.workers import run_in_process

# City, department, and at least the name of a file below the content's folder.
DEPTH = 3


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What a good build knew that a department is read and drawn with; little enough to travel between processes."""

    root: Path
    config: Config
    artist: Renderer
    cities: Mapping[str, Jurisdiction]
    departments: frozenset[str]
    registered: dict[str, Versions]
    beside: Mapping[str, Links]

    @classmethod
    def of(cls, root: Path, known: SitePlan) -> "LastBuild":
        """What is kept of the plan of a project in `root`."""
        site = known.site
        return cls(
            root,
            site.config,
            known.artist,
            {city.slug: city.about for city in site.corpus.cities},
            frozenset(bureau.path for bureau in site.corpus.bureaus),
            dict(site.corpus.registered),
            site.beside,
        )

    def department(self, path: str) -> "DepartmentPreview | None":
        """A department as its files are now; None for one that is new, and while one of its files may not be shown."""
        read = self.read(path)
        if read is None or read.bureau is None or not read.is_clean:
            return None
        corpus = Corpus.of([read.bureau])
        facts = corpus_facts(corpus)
        findings = Findings(rule_inputs(facts.forms, days_to_publish(self.config)))
        return DepartmentPreview(Site(facts, self.config, findings, corpus, beside=self.beside), self.artist)

    def is_held(self, path: str) -> bool:
        """Whether a file of a department is held now."""
        read = self.read(path)
        return read is not None and bool(read.holds)

    def read(self, path: str) -> LoadResult | None:
        """What the files of a department say now; None for one that is new."""
        if path not in self.departments:
            return None
        city = path.partition("/")[0]
        return SourceFolder(self.root, city, self.cities[city], self.root / FOLDER / path, self.registered).read()

    def warm_up_templates(self) -> None:
        """Renders one department and drops the result, so that the templates are compiled before a record is saved."""
        first = self.department(min(self.departments, default=""))
        if first:
            for path in first.pages:
                first.content(path)


class Findings(dict[str, tuple[Finding, ...]]):
    """What the site may show of the findings of each form, by its path: looked for when somebody asks."""

    def __init__(self, known: Iterable[RuleInput]) -> None:
        super().__init__()
        self.cases = {case.facts.source.path: case for case in known}

    def __missing__(self, path: str) -> tuple[Finding, ...]:
        self.update(public({path: find(self.cases[path])}))
        return self[path]


class DepartmentPreview:
    """The files of one department as the next build will make them, each made when somebody asks for it."""

    def __init__(self, part: Site, artist: Renderer) -> None:
        self.part = part
        self.artist = artist
        self.pages = {page.file: page for page in pages_of(pages.OF_DEPARTMENTS, part)}
        self.is_held = False

    @cached_property
    def downloads(self) -> dict[str, bytes]:
        """The files beside the pages."""
        return dict(run_exports(exports.DEPARTMENT_EXPORTS, self.part))

    @cached_property
    def cleared(self) -> tuple[str, ...]:
        """The words in the department's forms that look like marks and that a decision lets stand."""
        return marked_words(facts.form for facts in self.part.facts.forms)

    def content(self, path: str) -> bytes | None:
        """A file; None where there is none, where it cannot be drawn, and for all files once one bears a mark."""
        try:
            page = self.pages.get(path)
            made = self.artist.rendered(page).encode() if page else self.downloads.get(path)
        except GongkaiError:
            return None
        self.is_held = self.is_held or (made is not None and is_marked(path, made, find_marks, cleared=self.cleared))
        return None if self.is_held else made


class EditState:
    """The departments that are ahead of the site, and everything that has stirred since the site was made.

    `turn` counts how often something has stirred; `since` holds when each department last did, and under None
    whatever is not one department alone.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.turn = 0
        self.since: dict[str | None, int] = {}
        self.last_build: LastBuild | None = None
        self.ahead: dict[str, DepartmentPreview] = {}
        self.faulty: set[str] = set()
        self._lock = Lock()

    def heed(self, paths: Iterable[Path]) -> bool:
        """Looks at what has changed; whether something new can be seen."""
        stirred = {department_of(self.root, path) for path in paths}
        with self._lock:
            self.turn += 1
            one = stirred.pop() if len(stirred) == 1 else None
            self.since[one] = self.turn
            return one is not None and self._look([one])

    def settle(self, last_build: LastBuild, turn: int) -> None:
        """Takes over from a build that has published and had begun at a turn: what stirred later stays ahead of it."""
        if self.last_build is None or self.last_build.artist.templates != last_build.artist.templates:
            last_build.warm_up_templates()
        with self._lock:
            self.last_build = last_build
            self.since = {path: at for path, at in self.since.items() if at > turn}
            self.faulty = set()
            later = [path for path in self.since if path]
            self._look(later)
            self.ahead = {path: department for path, department in self.ahead.items() if path in later}

    def content(self, path: str) -> bytes | None:
        """A file of the site that is ahead of it; None for all others."""
        department = self._department(path)
        return department.content(path) if department else None

    def has_page(self, path: str) -> bool:
        """Whether a page that is ahead of the site stands in this file."""
        department = self._department(path)
        return department is not None and path in department.pages

    def _department(self, path: str) -> DepartmentPreview | None:
        return self.ahead.get("".join(f"{part}/" for part in path.split("/")[:2]))

    def _look(self, paths: Iterable[str]) -> bool:
        """Reads departments again; whether all that has stirred can be seen."""
        if self.last_build is None or None in self.since:
            return False
        for path in paths:
            found = self.last_build.department(path)
            if not found and path in self.ahead and self.last_build.is_held(path):
                self.ahead = {known: department for known, department in self.ahead.items() if known != path}
            if found:
                self.faulty.discard(path)
                self.ahead = {**self.ahead, path: found}
            else:
                self.faulty.add(path)
        return not self.faulty


def department_of(root: Path, path: Path) -> str | None:
    """The department in whose folder a path is; None for all other paths."""
    content = root / FOLDER
    parts = path.relative_to(content).parts if path.is_relative_to(content) else ()
    is_inside = len(parts) >= DEPTH and parts[0] not in (NOTICES, PAGES)
    return f"{parts[0]}/{parts[1]}/" if is_inside else None


def rebuild(options: BuildOptions, stop: Event) -> tuple[Published, LastBuild] | None:
    """Builds in a process of its own, so that nobody here waits; None when `stop` was set before it was done."""
    return run_in_process(partial(built, options), stop)


def built(options: BuildOptions) -> tuple[Published, LastBuild]:
    """What was published, and what is kept of its plan."""
    with forget_if_held(options):
        known = plan(options, lambda step: None)
        return write_site(known, options, lambda step: None), LastBuild.of(options.root, known)
