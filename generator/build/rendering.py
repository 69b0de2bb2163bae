"""Prepare the renderer of a site: its theme shell, compiled templates and assets."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from generator.content.config import Config
from generator.content.corpus import Corpus
from generator.content.markdown import page_html
from generator.output.assets import site_assets
from generator.output.charts import plotly_name, plotly_script
from generator.output.overrides import template_folders, template_problems
from generator.output.pages import SECTIONS
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
from generator.output.theme_shell import Section, ThemeShell, make_theme_shell
from generator.problems import UsageError
from generator.secrecy.template_gate import template_holds
from generator.system.cache import Cache, CacheEntry, CacheWriter, key_of, program_hash
from generator.system.workers import submit
from generator.words import translate


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
        context = site_context(config, folder, glossary_terms(corpus))
        all_templates = ((THEME_SHELL, shell.template), *templates)
        renderer = Renderer(all_templates, context, code_entry.value, own_templates(folders))
        return renderer, {**shell.assets, **assets, plotly_name(): plotly_script()}

    return finish


def theme_shell_result(config: Config, folders: Sequence[Path], cache: Cache) -> CacheEntry:
    """The theme shell of all pages, from the cache where nothing has changed that it is made from."""
    sections = tuple(
        Section(key, translate(f"pages.{key}.name"), "" if key == "home" else f"{key}/") for key in SECTIONS
    )
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
