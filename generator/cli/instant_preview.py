"""Preview the pages of one department as soon as its files are saved, before the site is built again.

The folder of a department is loaded through the same gate as in a build, with the data of the last successful build,
and each of its files is rendered on request. Where other files have changed, and where the folder has a problem or a
hold, there is no preview and only the build reports.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Event, Lock

from generator.analysis.rules import Finding, RuleInput, find, public, rule_inputs, shown_rules
from generator.build.department_facts import load_department
from generator.build.options import BuildOptions
from generator.build.published import Published
from generator.build.site import build
from generator.content.config import Config
from generator.content.corpus import Corpus
from generator.content.department_reader import SourceFolder
from generator.content.file_names import FOLDER, NOTICES, PAGES
from generator.content.register import Versions
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.model import Jurisdiction
from generator.output import exports, pages
from generator.output.exports import run_exports
from generator.output.pages import Site, pages_of
from generator.output.render import Renderer
from generator.problems import GongkaiError
from generator.secrecy.clearances import marked_words
from generator.secrecy.file_texts import is_marked
from generator.secrecy.marks import find_marks
from generator.system.manifest import pieces
from generator.system.workers import run_in_process

# City, department, and at least the name of a file below the content's folder.
DEPTH = 3


@dataclass(frozen=True, slots=True)
class LastBuild:
    """The data of a successful build that departments are loaded and rendered with; small enough to be pickled."""

    root: Path
    config: Config
    renderer: Renderer
    cities: Mapping[str, Jurisdiction]
    departments: frozenset[str]
    registered: dict[str, Versions]
    drawings: Mapping[str, tuple[FormDrawing, ...]]

    def department(self, path: str) -> "DepartmentPreview | None":
        """A preview of a department as it is now; None for a new one, and while one of its files may not be shown."""
        folder = self.source_folder(path)
        if folder is None:
            return None
        loaded, facts = load_department(folder)
        if loaded.department is None or not loaded.is_clean:
            return None
        findings = Findings(rule_inputs(facts.forms), shown_rules(self.config))
        site = Site(facts, self.config, findings, Corpus.of([loaded.department]))
        return DepartmentPreview(site, self.renderer)

    def is_held(self, path: str) -> bool:
        """Whether a file of a department is held now."""
        folder = self.source_folder(path)
        return folder is not None and bool(folder.read().holds)

    def source_folder(self, path: str) -> SourceFolder | None:
        """The folder of a department; None for a new one."""
        if path not in self.departments:
            return None
        city = path.partition("/")[0]
        return SourceFolder(
            *(self.root, city, self.cities[city], self.root / FOLDER / path, self.registered),
            drawings=self.drawings.get(city, ()),
            has_own_site=self.config.is_of_department,
        )

    def compile_templates(self) -> None:
        """Render one department and drop the result, so that the templates are compiled before a form is saved."""
        if preview := self.department(min(self.departments, default="")):
            for path in preview.pages:
                preview.content(path)


class Findings(dict[str, tuple[Finding, ...]]):
    """The public findings of each form by its address; the rules run when they are requested."""

    def __init__(self, inputs: Iterable[RuleInput], rules: Collection[str]) -> None:
        super().__init__()
        self.rules = rules
        self.inputs = {case.facts.source.path: case for case in inputs}

    def __missing__(self, path: str) -> tuple[Finding, ...]:
        self.update(public({path: find(self.inputs[path])}, self.rules))
        return self[path]


class DepartmentPreview:
    """The files of one department as the next build will render them, each rendered on request."""

    def __init__(self, part: Site, renderer: Renderer) -> None:
        self.part = part
        self.renderer = renderer
        self.pages = {page.file: page for page in pages_of(pages.DEPARTMENT_PAGES, part)}
        self.is_held = False

    @cached_property
    def downloads(self) -> dict[str, bytes]:
        """The generated downloads of the department's forms, by path."""
        files = run_exports(exports.DEPARTMENT_EXPORTS, self.part)
        return {path: b"".join(pieces(content)) for path, content in files}

    @cached_property
    def cleared(self) -> tuple[str, ...]:
        """The words in the department's forms that look like marks and were cleared."""
        return marked_words(facts.source.record for facts in self.part.facts.forms)

    def content(self, path: str) -> bytes | None:
        """A file; None where there is none, where it cannot be rendered, and for all files once one has a mark."""
        try:
            page = self.pages.get(path)
            content = self.renderer.rendered(page).encode() if page else self.downloads.get(path)
        except GongkaiError:
            return None
        has_mark = content is not None and is_marked(path, content, find_marks, cleared=self.cleared)
        self.is_held = self.is_held or has_mark
        return None if self.is_held else content


class EditState:
    """The departments that were edited since the last successful build, and their previews.

    changes     how many changes there were
    changed_at  the number of the last change of each department; None is for all other files
    faulty      the edited departments without a current preview
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.changes = 0
        self.changed_at: dict[str | None, int] = {}
        self.last_build: LastBuild | None = None
        self.previews: dict[str, DepartmentPreview] = {}
        self.faulty: set[str] = set()
        self._lock = Lock()

    def add_changes(self, paths: Iterable[Path]) -> bool:
        """Load the department of the changed files; returns whether all edits since the last build can be previewed."""
        departments = {department_of(self.root, path) for path in paths}
        with self._lock:
            self.changes += 1
            department = departments.pop() if len(departments) == 1 else None
            self.changed_at[department] = self.changes
            return department is not None and self._load([department])

    def add_build(self, last_build: LastBuild, changes: int) -> None:
        """Replace the last build by one that began after so many changes; later ones are still previewed."""
        if self.last_build is None or self.last_build.renderer.templates != last_build.renderer.templates:
            last_build.compile_templates()
        with self._lock:
            self.last_build = last_build
            self.changed_at = {path: number for path, number in self.changed_at.items() if number > changes}
            self.faulty = set()
            edited = [path for path in self.changed_at if path]
            self._load(edited)
            self.previews = {path: preview for path, preview in self.previews.items() if path in edited}

    def content(self, path: str) -> bytes | None:
        """A previewed file; None for all others."""
        preview = self._preview(path)
        return preview.content(path) if preview else None

    def has_page(self, path: str) -> bool:
        """Whether a file is a previewed page."""
        preview = self._preview(path)
        return preview is not None and path in preview.pages

    def _preview(self, path: str) -> DepartmentPreview | None:
        return self.previews.get("".join(f"{part}/" for part in path.split("/")[:2]))

    def _load(self, paths: Iterable[str]) -> bool:
        """Load departments again; returns whether all edits can be previewed."""
        if self.last_build is None or None in self.changed_at:
            return False
        # Other threads read the previews, so the dict is replaced and never changed.
        for path in paths:
            if preview := self.last_build.department(path):
                self.faulty.discard(path)
                self.previews = {**self.previews, path: preview}
            else:
                self.faulty.add(path)
                if path in self.previews and self.last_build.is_held(path):
                    self.previews = {other: preview for other, preview in self.previews.items() if other != path}
        return not self.faulty


def department_of(root: Path, path: Path) -> str | None:
    """The address of the department in whose folder a path is; None for all other paths."""
    content = root / FOLDER
    parts = path.relative_to(content).parts if path.is_relative_to(content) else ()
    is_inside = len(parts) >= DEPTH and parts[0] not in (NOTICES, PAGES)
    return f"{parts[0]}/{parts[1]}/" if is_inside else None


def rebuild(options: BuildOptions, stop: Event) -> tuple[Published, LastBuild] | None:
    """Build in another process; None where `stop` is set before it is done."""
    return run_in_process(partial(build_for_preview, options), stop)


def build_for_preview(options: BuildOptions) -> tuple[Published, LastBuild]:
    """Build a site, and return the state that previews need."""
    published, plan = build(options, lambda step: None)
    site, corpus = plan.site, plan.site.corpus
    return published, LastBuild(
        options.root,
        site.config,
        plan.output.renderer,
        {city.slug: city.about for city in corpus.cities},
        frozenset(department.path for department in corpus.departments),
        dict(corpus.registered),
        {form.city_slug: form.drawings for form in corpus.forms if form.drawings},
    )
