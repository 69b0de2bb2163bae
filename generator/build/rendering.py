"""Prepare the renderer of a site, and render and write what belongs to the whole site as tasks for any process."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from generator.build.cities import CityPart, SearchSet, SiteOutput
from generator.build.staging import WrittenFiles
from generator.content.config import Config
from generator.content.file_names import FOLDER, PAGES
from generator.content.loader import Loader
from generator.content.markdown import page_html
from generator.content.site_words import usable_overrides
from generator.forms.model import ProsePage
from generator.output.assets import site_assets
from generator.output.charts import plotly_name, plotly_script
from generator.output.exports.outputs import SiteFiles
from generator.output.overrides import template_problems
from generator.output.pages import Page, Site
from generator.output.render import (
    THEME_SHELL,
    Code,
    Renderer,
    Templates,
    own_templates,
    precompile,
    site_context,
    templates_of,
)
from generator.output.search_index import SearchDocument, build_index, document_set, index_document
from generator.output.search_site_documents import site_documents
from generator.output.template_folders import THEME_FOLDER, template_folders
from generator.output.theme_shell import ThemeShell, make_theme_shell
from generator.problems import UsageError
from generator.secrecy.template_gate import template_holds
from generator.system.cache import BuildCache, Cache, CacheEntry, key_of, program_cache, program_hash
from generator.system.workers import submit
from generator.words import overrides_in_use, use_overrides

GLOSSARY = "glossary"
PAGES_PER_TASK = 40
# The name of the files of the search index.
SEARCH = "search"


def usable_template_folders(root: Path, skip_held: bool) -> tuple[Path, ...]:
    """The template folders of a site, the project's first; raises UsageError for templates that cannot be used.

    With `skip_held`, the project's folder is left out where its templates are held or cannot be used.
    """
    folders = template_folders(root)
    problems = template_problems(root)
    if problems and not skip_held:
        raise UsageError(problems)
    return folders[-1:] if problems or (skip_held and any(template_holds(root))) else folders


@dataclass(frozen=True, slots=True)
class ShellAndTemplates:
    """The theme shell, and the templates as bytecode; neither has anything of a site but its overrides."""

    shell: ThemeShell
    code: Code


def prepare_renderer(
    root: Path, config: Config, folders: Sequence[Path], cache: BuildCache, jobs: int
) -> tuple[Renderer, dict[str, bytes]]:
    """The renderer of a site, and the asset files that its pages load.

    Sets the overrides of the project as those of this process.
    """
    words = usable_overrides(root)
    use_overrides(words)
    templates = templates_of(folders)
    compiled = cache.value_of(compiled_templates(folders, templates, cache.entries, jobs), ShellAndTemplates)
    shell = compiled.shell
    folder, assets = site_assets(folders)
    context = site_context(config, folder, glossary_terms(root))
    all_templates = ((THEME_SHELL, shell.template), *templates)
    renderer = Renderer(all_templates, context, (*compiled.code, *shell.code), own_templates(folders), words)
    return renderer, {**shell.assets, **assets, plotly_name(): plotly_script()}


def compiled_templates(folders: Sequence[Path], templates: Templates, cache: Cache, jobs: int) -> CacheEntry:
    """The theme shell and the templates as bytecode, from the cache where they have not changed.

    Those of the product alone are cached with the bytecode of its modules, for all sites that it builds.
    """
    overrides = tuple(folder / THEME_FOLDER for folder in folders)
    key = key_of(overrides, program_hash(), templates, overrides_in_use())
    compiled = partial(cache.get_or_compute, key, partial(compile_templates, overrides, templates, jobs))
    if len(folders) > 1 or overrides_in_use():
        return compiled()
    shared = program_cache()
    return shared.get(key) or shared.put_bytecode(compiled())


def compile_templates(overrides: Sequence[Path], templates: Templates, jobs: int) -> ShellAndTemplates:
    """Make the theme shell and compile the templates, in two processes."""
    shell = submit(partial(make_theme_shell, tuple(overrides)), jobs)
    code = precompile(templates)
    return ShellAndTemplates(shell(), code)


def glossary_terms(root: Path) -> dict[str, str]:
    """The words that the glossary page explains, each with the id of its heading; none where it cannot be used."""
    pages = Loader(root).documents(ProsePage, root / FOLDER / PAGES)
    glossary = next((page for page in pages if page.slug == GLOSSARY), None)
    return {text: anchor for _, anchor, text in page_html(glossary.body, "").headings} if glossary else {}


# Renders and writes some files of the site.
RenderTask = Callable[[], WrittenFiles]


def site_tasks(
    site: Site,
    cities: Sequence[CityPart],
    files: Sequence[tuple[str, SiteFiles]],
    sets: Sequence[SearchSet],
    own_pages: Sequence[Page],
    output: SiteOutput,
) -> list[RenderTask]:
    """Tasks for the cities, the downloads, the search index, and all pages of the whole site but the late ones."""
    return [
        *(partial(city.write, output) for city in cities),
        *(partial(output.write, key, some.make) for key, some in files),
        partial(write_search_index, sets, site_documents(site.corpus, own_pages), output),
        *(partial(output.write_pages, batch) for batch in page_batches(page for page in own_pages if not page.late)),
    ]


def page_batches(planned: Iterable[Page]) -> Iterator[list[Page]]:
    """Pages grouped by template, so that few processes compile the same one."""
    by_template: dict[str, list[Page]] = {}
    for page in planned:
        by_template.setdefault(page.template, []).append(page)
    for group in by_template.values():
        yield from (group[start : start + PAGES_PER_TASK] for start in range(0, len(group), PAGES_PER_TASK))


def write_search_index(sets: Sequence[SearchSet], others: Iterable[SearchDocument], output: SiteOutput) -> WrittenFiles:
    """Write the search index: the forms of each city, and all other texts."""

    def written() -> WrittenFiles:
        of_forms = (one.documents(output.cache) for one in sets)
        every = chain((document_set("", map(index_document, others)),), of_forms)
        index = build_index(["", *(one.name for one in sets)], (one for one in every if one.parts))
        return output.write_groups(SEARCH, index)

    return output.linked_or_made(output.key_for(SEARCH), written)
