"""Prepare the renderer of a site, and render the site as tasks that can run in any process.

The folder of a department is rendered from that department alone, everything else from the whole site.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from generator.content.config import Config
from generator.content.corpus import Corpus
from generator.content.markdown import page_html
from generator.output import exports, pages
from generator.output.assets import site_assets
from generator.output.charts import plotly_name, plotly_script
from generator.output.exports import run_exports
from generator.output.exports.feeds import has_day
from generator.output.overrides import template_folders, template_problems
from generator.output.pages import SECTIONS, Page, Site, pages_of
from generator.output.render import (
    THEME_FOLDER,
    THEME_SHELL,
    Renderer,
    Templates,
    own_templates,
    precompile,
    site_context,
    templates_of,
)
from generator.output.search_index import IndexedDocument, build_index, index_document
from generator.output.search_site_documents import site_documents
from generator.output.theme_shell import Section, ThemeShell, make_theme_shell
from generator.problems import UsageError
from generator.secrecy.template_gate import template_holds
from generator.system.cache import UNCACHED, Cache, CacheEntry, CacheWriter, key_of, program_hash, serialized
from generator.system.manifest import FileEntry
from generator.system.workers import submit
from generator.words import translate

File = tuple[str, bytes]
DEPARTMENTS_PER_TASK = 4
PAGES_PER_TASK = 40


def usable_template_folders(root: Path, skip_held: bool) -> tuple[Path, ...]:
    """The template folders of a site, the project's first; raises UsageError for templates that cannot be used.

    With `skip_held`, the project's folder is left out where its templates are held or cannot be used.
    """
    folders = template_folders(root)
    problems = template_problems(root)
    if problems and not skip_held:
        raise UsageError(problems)
    return folders[-1:] if problems or (skip_held and any(template_holds(root))) else folders


def prepare_renderer(
    config: Config, folders: Sequence[Path], cache: CacheWriter, jobs: int
) -> Callable[[Corpus], tuple[Renderer, dict[str, bytes]]]:
    """Start making the theme shell and compiling the templates in other processes.

    The function that is returned waits for both; it gives the renderer and the asset files that its pages load.
    """
    templates = templates_of(folders)
    shell_result = submit(partial(theme_shell_result, config, folders, cache.previous), jobs)
    code_result = submit(partial(compiled_templates, templates, cache.previous), jobs)

    def finish(corpus: Corpus) -> tuple[Renderer, dict[str, bytes]]:
        cache.add(shell_entry := shell_result())
        cache.add(code_entry := code_result())
        shell: ThemeShell = shell_entry.value
        folder, assets = site_assets(folders)
        has_feed = any(map(has_day, corpus.forms))
        context = site_context(config, folder, glossary_terms(corpus), has_feed=has_feed)
        all_templates = ((THEME_SHELL, shell.template), *templates)
        renderer = Renderer(all_templates, context, code_entry.value, own_templates(folders))
        return renderer, {**shell.assets, **assets, plotly_name(): plotly_script()}

    return finish


def theme_shell_result(config: Config, folders: Sequence[Path], cache: Cache) -> CacheEntry:
    """The theme shell of all pages, from the cache where nothing has changed that it is made from."""
    sections = tuple(Section(key, translate(f"frame.sections.{key}"), f"{key}/") for key in SECTIONS)
    key = key_of(folders, program_hash(), config, sections)
    overrides = tuple(folder / THEME_FOLDER for folder in folders)
    return cache.get_or_compute(key, partial(make_theme_shell, config, sections, overrides))


def compiled_templates(templates: Templates, cache: Cache) -> CacheEntry:
    """The templates as bytecode, from the cache where they have not changed."""
    return cache.get_or_compute(key_of((), program_hash(), templates), partial(precompile, templates))


def glossary_terms(corpus: Corpus) -> dict[str, str]:
    """The words that the glossary page explains, each with the id of its heading."""
    glossary = next((page for page in corpus.pages if page.slug == "glossary"), None)
    return {text: anchor for _, anchor, text in page_html(glossary.body, "").headings} if glossary else {}


@dataclass(frozen=True, slots=True)
class TaskOutput:
    """Some files of the site, and for the files of a department the cache entry that lists their hashes."""

    files: list[File]
    entry: CacheEntry = UNCACHED


RenderTask = Callable[[], list[TaskOutput]]


@dataclass(frozen=True, slots=True)
class PreviousOutput:
    """The cache and the site of the previous build."""

    cache: Cache
    site: Path

    def get(self, key: str) -> TaskOutput | None:
        """The files that were rendered under a key, where all of them are unchanged in the site."""
        cached = self.cache.get(key)
        if cached is None:
            return None
        files: list[File] = []
        for path, entry in cached.value:
            content = entry.content_at(self.site / path)
            if content is None:
                return None
            files.append((path, content))
        return TaskOutput(files, cached)


def department_tasks(
    site: Site, renderer: Renderer, keys: Mapping[str, str], previous: PreviousOutput
) -> list[RenderTask]:
    """Render tasks for the folders of all departments; each includes all its data, so that any process can run it.

    `keys` are the cache keys of the analysed departments by address.
    """
    renderer_key = key_of((), program_hash(), renderer)
    tasks: list[RenderTask] = []
    for part in site.parted(DEPARTMENTS_PER_TASK):
        output_keys = {
            department.path: key_of((), renderer_key, key)
            for department in part.corpus.departments
            if (key := keys.get(department.path))
        }
        tasks.append(partial(render_departments, part, renderer, output_keys, previous))
    return tasks


def site_tasks(
    site: Site, documents: Sequence[IndexedDocument], own_pages: Sequence[Page], renderer: Renderer
) -> list[RenderTask]:
    """Tasks for the search index and for all pages outside the folders of departments but the late ones."""
    batches = page_batches(page for page in own_pages if not page.late)
    return [
        partial(render_search_index, site, documents, own_pages),
        *(partial(render_pages, batch, renderer) for batch in batches),
    ]


def render_departments(
    part: Site, renderer: Renderer, keys: Mapping[str, str], previous: PreviousOutput
) -> list[TaskOutput]:
    """The files of some departments, each from the previous output where nothing has changed."""
    outputs = []
    for department in part.parted(1):
        key = keys.get(department.corpus.departments[0].path, "")
        outputs.append(previous.get(key) or render_department(department, renderer, key))
    return outputs


def render_department(part: Site, renderer: Renderer, key: str) -> TaskOutput:
    """The files of one department, rendered."""
    files = [*run_exports(exports.DEPARTMENT_EXPORTS, part), *renderer.drawn(pages_of(pages.DEPARTMENT_PAGES, part))]
    return TaskOutput(files, CacheEntry(key, serialized([(path, FileEntry.of(content)) for path, content in files])))


def render_pages(batch: Iterable[Page], renderer: Renderer) -> list[TaskOutput]:
    """Some pages."""
    return [TaskOutput(renderer.drawn(batch))]


def page_batches(planned: Iterable[Page]) -> Iterator[list[Page]]:
    """Pages grouped by template, so that few processes compile the same one."""
    by_template: dict[str, list[Page]] = {}
    for page in planned:
        by_template.setdefault(page.template, []).append(page)
    for group in by_template.values():
        yield from (group[start : start + PAGES_PER_TASK] for start in range(0, len(group), PAGES_PER_TASK))


def render_search_index(
    site: Site, documents: Iterable[IndexedDocument], own_pages: Iterable[Page]
) -> list[TaskOutput]:
    """The search index, from the documents of all forms and from all other texts."""
    others = map(index_document, site_documents(site.corpus, own_pages))
    return [TaskOutput(list(build_index(chain(documents, others))))]
