"""The journey from content/ to site/: gather everything, then write anything."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import chain, zip_longest
from pathlib import Path

from generator.analysis.comparison import prepared_comparisons
from generator.analysis.disclosure import limit_of
from generator.analysis.questions import questions
from generator.analysis.summaries import summaries
from generator.build.departments import DepartmentStage
from generator.build.links import INDEX
from generator.build.losses import Baseline
from generator.build.origins import traced_back
from generator.build.publish import KEPT, Published, publish, work_folder
from generator.build.tasks import PreviousOutput, of_departments, of_the_site
from generator.build.up_to_date import discard_state, save_state, state_key, up_to_date_site
from generator.build.verify import Expectations
from generator.content.config import Config, read_config
from generator.content.corpus import FOLDER, Corpus, current_path
from generator.content.markdown import page_html
from generator.content.readiness import readiness_problems
from generator.content.register import manifest_lines, missing_registered
from generator.content.registration import without_withheld
from generator.forms.fields import FieldGroup
from generator.output import exports
from generator.output.charts import plotly_module, plotly_name, plotly_script
from generator.output.exports import FileInfo, exported, robots, sitemap
from generator.output.exports.projects import DOWNLOADS as OF_PROJECT
from generator.output.exports.records import DOWNLOADS as OF_RECORD
from generator.output.exports.records import browser_tables
from generator.output.exports.summaries import DOWNLOADS as OF_SUMMARY
from generator.output.overrides import template_folders, template_problems
from generator.output.pages import OF_DEPARTMENTS, OF_THE_SITE, SECTIONS, Page, Site, beside, pages_of
from generator.output.render import (
    THEME_FOLDER,
    THEME_SHELL,
    Renderer,
    SiteContext,
    Templates,
    own_templates,
    precompile,
    templates_of,
)
from generator.output.theme_shell import Section, ThemeShell, make_theme_shell
from generator.problems import GongkaiError, Held, Refused, UsageTrouble
from generator.secrecy.clearances import marked_words
from generator.secrecy.raw_text import find_marks
from generator.secrecy.templates import template_holds
from generator.system.cache import Cache, CacheEntry, CacheWriter, key_of, program
from generator.system.filesystem import files_under, named_os_errors
from generator.system.manifest import BUILD, Content, Revision, read_manifest
from generator.system.workers import pool_of, submit
from generator.words import catalogue, translate

Files = Iterator[tuple[str, Content]]
Tell = Callable[[str], None]
BROWSER = "browser_"
SHARED = ("comparing",)


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a build is asked for: the site project, the folder to publish to, its revision, and who does the work.

    `jobs` processes of this machine; with the address of a scheduler, other machines draw the departments. What was
    public `against` this baseline must still be there. `leaves_out` says whether the site is made without the files
    that are held.
    """

    root: Path
    target: Path
    revision: Revision
    allow_shrink: bool = False
    jobs: int = 1
    scheduler: str = ""
    against: Baseline | None = None
    leaves_out: bool = False


def build_if_changed(options: BuildOptions, tell: Tell) -> Published:
    """The site as it should be: left as it is where nothing has changed that goes into it, else made anew.

    Raises GongkaiError.
    """
    with named_os_errors(options.root):
        return build_changed(options, tell)


def build_changed(options: BuildOptions, tell: Tell) -> Published:
    """The same; raises OSError too, for files of the project that cannot be read."""
    tell("read")
    source = state_key(options.root, options.revision)
    # A site that stands was never compared with this baseline.
    found = None if options.against else up_to_date_site(options.target, source, options.jobs)
    if found:
        return found
    published = build(options, tell)
    if published.left_out:
        # The same content must not pass for what it is not without that option.
        discard_state(options.target)
        return published
    # What was changed while the site was made may be in it or not.
    if state_key(options.root, options.revision) == source:
        save_state(options.target, source)
    return published


@dataclass(frozen=True, slots=True)
class SitePlan:
    """All that is gathered before anything is written: what the site is made from, its pages, and who draws them.

    own          the pages that do not stand in the folder of a department
    listed       whether search engines list a page, by the path of each
    departments  how they were worked out, and what this build finds of the one before and leaves for the next
    """

    site: Site
    own: tuple[Page, ...]
    listed: Mapping[str, bool]
    assets: dict[str, bytes]
    artist: Renderer
    departments: DepartmentStage


def build(options: BuildOptions, tell: Tell) -> Published:
    """Make the site of a project and switch it in; the old one stands until the new one is whole."""
    with forget_if_held(options):
        return write_site(plan(options, tell), options, tell)


@contextmanager
def forget_if_held(options: BuildOptions) -> Iterator[None]:
    """Removes what earlier builds kept where this one is held: they may have been allowed to keep what is held now."""
    try:
        yield
    except GongkaiError as error:
        if options.leaves_out or isinstance(error, Held):
            CacheWriter(work_folder(options.target) / KEPT).settle()
        raise


def plan(options: BuildOptions, tell: Tell) -> SitePlan:
    """Gather everything that a site is made from."""
    tell("read")
    config = read_config(options.root)
    results = CacheWriter(work_folder(options.target) / KEPT)
    folders = template_folders(options.root)
    unusable = template_problems(options.root)
    if unusable and not options.leaves_out:
        raise UsageTrouble(unusable)
    if unusable or (options.leaves_out and any(template_holds(options.root))):
        folders = folders[-1:]
    templates = templates_of(folders)
    framed = submit(partial(theme_shell_result, config, frame_folders(folders), results.kept), options.jobs)
    ready = submit(partial(compiled_templates, templates, results.kept), options.jobs)
    departments = DepartmentStage(results, limit_of(config), options.jobs)
    corpus, facts, findings = departments.of_project(options.root, public_addresses(options))
    gone = []
    if not options.allow_shrink:
        now = partial(current_path, moved=corpus.moved)
        gone = missing_registered(options.root / FOLDER, corpus.registered, now, corpus.left_out)
    # What is held has to go whatever else is not ready.
    unready = [] if options.leaves_out else readiness_problems(options.root, config, corpus)
    if problems := [*gone, *unready]:
        raise Refused(problems)
    tell("work")
    sheets = prepared_comparisons(facts, findings)
    site = Site(
        facts,
        config,
        findings,
        corpus,
        sheets=sheets,
        questions=questions(facts, sheets),
        beside=beside(sheets),
        revision=options.revision,
    )
    own = tuple(pages_of(OF_THE_SITE, site))
    listed = {page.path: page.listed for page in chain(own, pages_of(OF_DEPARTMENTS, site))}
    folder, assets = own_assets(folders)
    results.note(of_frame := framed())
    results.note(of_templates := ready())
    frame: ThemeShell = of_frame.value
    around = SiteContext(config, folder, terms(corpus))
    own_names = own_templates(folders)
    artist = Renderer(((THEME_SHELL, frame.template), *templates), around, of_templates.value, own_names)
    return SitePlan(site, own, listed, {**frame.assets, **assets}, artist, departments)


def write_site(plan: SitePlan, options: BuildOptions, tell: Tell) -> Published:
    """Write everything that was planned, and switch it in."""
    tell("write")
    try:
        published = publish_site(plan, options)
    except (Refused, Held) as refusal:
        found = (traced_back(problem, options.root, plan.site.corpus) for problem in refusal.problems)
        raise type(refusal)(list(found)) from refusal
    plan.departments.results.settle()
    corpus = plan.site.corpus
    return replace(published, left_out=corpus.left_out, suspended=corpus.suspended)


def publish_site(plan: SitePlan, options: BuildOptions) -> Published:
    """Write the files of the site beside the old one, verify them and switch."""
    return publish(
        options.target,
        site_files(plan, options),
        source_root=options.root,
        revision=options.revision,
        allow_shrink=options.allow_shrink,
        expect=expectations(plan.site, plan.listed),
        scan=find_marks,
        withdrawn=removable_addresses(plan.site.corpus),
        registered=published_register(plan.site.corpus),
        against=options.against,
        jobs=options.jobs,
        results=plan.departments.results,
    )


def published_register(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """The lines of the register as the manifest tells them, by the address of the form, each without it.

    The hash of a text that the site does not have would give it away to one who guesses it, and is not told.
    """
    forms, moved = {source.path: source for source in corpus.forms}, corpus.moved
    told = {}
    for path, versions in corpus.registered:
        source = forms.get(current_path(path, moved))
        shown = without_withheld(source, versions) if source else tuple(replace(one, sha256="") for one in versions)
        told[path] = manifest_lines(path, shown)
    return told


def removable_addresses(corpus: Corpus) -> frozenset[str]:
    """The addresses of forms that may be missing in a site that had them: withdrawn, or left out because of a hold."""
    withdrawn = (path for path, versions in corpus.registered if versions[-1].withdrawn)
    return frozenset((*withdrawn, *corpus.suspended))


def public_addresses(options: BuildOptions) -> frozenset[str] | None:
    """The addresses that were public, where held files are to be left out; None where not.

    They are those of the site that stands and of the baseline.
    """
    if not options.leaves_out:
        return None
    manifest = read_manifest(options.target)
    files = manifest.files if manifest else ()
    forms = options.against.forms if options.against else frozenset()
    return forms | {path.removesuffix(INDEX) for path in files if path.endswith(INDEX)}


def site_files(plan: SitePlan, options: BuildOptions) -> Files:
    """Every file of the site, as soon as it is made; the pages that tell of files come after these."""
    site, artist, departments = plan.site, plan.artist, plan.departments
    yield from sorted(plan.assets.items())
    yield plotly_name(), plotly_script()
    with pool_of(options.scheduler, options.jobs) as crew:
        of_all = of_departments(
            site, artist, departments.keys, PreviousOutput(departments.results.kept, options.target)
        )
        works = crew.results(of_all, of_the_site(site, departments.cuts, plan.own, artist))
        # In turn, so that neither fills the memory while the other is written.
        for offered, some in zip_longest(exported(exports.OF_THE_SITE, site), works):
            if offered:
                site.files[offered[0]] = FileInfo.of(*offered)
                yield offered
            for made in some or ():
                departments.results.note(made.result)
                yield from made.files
    yield "sitemap.xml", sitemap(site.config, sorted(path for path, is_listed in plan.listed.items() if is_listed))
    yield "robots.txt", robots(site.config)
    yield BUILD, options.revision.to_bytes()
    yield from artist.drawn(page for page in plan.own if page.late)


def theme_shell_result(config: Config, folders: tuple[Path, ...], kept: Cache) -> CacheEntry:
    """The frame of all pages, as it was for the build before where nothing has changed that goes into it."""
    key = key_of([folder.parent for folder in folders], program(), config, sections())
    return kept.result(key, partial(make_theme_shell, config, sections(), folders))


def compiled_templates(templates: Templates, kept: Cache) -> CacheEntry:
    """The templates as code, as they were for the build before where nothing has changed in them."""
    key = key_of((), program(), templates)
    return kept.result(key, partial(precompile, templates))


def sections() -> tuple[Section, ...]:
    """The main pages, for tabs and drawer."""
    return tuple(Section(key, translate(f"pages.{key}.name"), "" if key == "home" else f"{key}/") for key in SECTIONS)


def frame_folders(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Where overrides of the frame are looked for, in the same order; each stands among the templates of pages."""
    return tuple(folder / THEME_FOLDER for folder in folders)


def own_assets(folders: Sequence[Path]) -> tuple[str, dict[str, bytes]]:
    """The style sheets and modules of the pages, a site's own in place of the product's, and the browser's words.

    They stand in a folder named by their content, so that a page always finds the modules it was made with.
    """
    found = {
        path.name: path.read_bytes()
        for folder in reversed(folders)
        for path in files_under(folder / "assets")
        if path.parent.name == "assets"
    }
    found |= {"words.js": browser_words(), "chart_library.js": plotly_module()}
    digest = sha256()
    for name, content in sorted(found.items()):
        digest.update(name.encode() + b"\0" + content + b"\0")
    folder = f"assets/{digest.hexdigest()[:10]}/"
    return folder, {folder + name: content for name, content in found.items()}


def browser_words() -> bytes:
    """The part of the catalogue that the browser needs, as a module."""
    words = {"tables": browser_tables()} | {
        area.removeprefix(BROWSER): texts
        for area, texts in catalogue().items()
        if area.startswith(BROWSER) or area in SHARED
    }
    return f"export default {json.dumps(words, ensure_ascii=False, indent=1)};\n".encode()


def terms(corpus: Corpus) -> dict[str, str]:
    """The words that the glossary explains, each with its anchor there."""
    glossary = next((page for page in corpus.pages if page.slug == "glossary"), None)
    return {text: anchor for _, anchor, text in page_html(glossary.body, "").headings} if glossary else {}


def files_of(corpus: Corpus) -> Iterator[FieldGroup]:
    """What the files of content hold in which a decision may let a text stand."""
    yield from (source.record for source in corpus.forms)
    yield from (bureau.about for bureau in corpus.bureaus)
    yield from (city.about for city in corpus.cities)


def prose_of(corpus: Corpus) -> Iterator[tuple[FieldGroup, str]]:
    """The heads and bodies of notices and pages, in which a decision may let a text stand too."""
    yield from ((document.head, document.body) for document in corpus.notices)
    yield from ((document.head, document.body) for document in corpus.pages)


def expectations(site: Site, pages: Iterable[str]) -> Expectations:
    """What the finished site must hold before it may take the old one's place."""
    records = [facts.source.path for facts in site.facts.records]
    projects = [facts.source.path for facts in site.facts.projects]
    files = [path + name for path in records for name in OF_RECORD]
    files += [path + name for path in projects for name in OF_PROJECT]
    files += [table.path + name for table in summaries(site.facts) for name in OF_SUMMARY]
    return Expectations(
        pages=tuple(path for path in pages if not path.endswith(".html")),
        files=("404.html", "sitemap.xml", "robots.txt", BUILD, *files),
        searchable=(*records, *projects),
        address=str(site.config.url),
        # Scripts of others, and the shards of the index: cut-up pieces of texts that are scanned whole elsewhere.
        unscanned=("assets/", "search/g/"),
        cleared=marked_words(files_of(site.corpus), prose_of(site.corpus)),
        suspended=site.corpus.suspended,
    )
