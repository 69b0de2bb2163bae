"""Build a site, from the files of a project to the published folder.

for each department, in any process     load, guard, analyse (departments.py); draw (rendering.py)
for the whole site                      reduce and aggregate (`plan_site`); verify and publish (publish.py)
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, zip_longest

from generator.analysis.comparison import prepared_comparisons
from generator.analysis.disclosure import days_to_publish
from generator.analysis.questions import question_years, questions
from generator.build.baseline import public_addresses
from generator.build.departments import DepartmentStage
from generator.build.expectations import expectations
from generator.build.fault_sources import at_source
from generator.build.options import BuildOptions
from generator.build.publish import CACHE, Published, publish, work_folder
from generator.build.rendering import (
    PreviousOutput,
    department_tasks,
    prepare_renderer,
    site_tasks,
    usable_template_folders,
)
from generator.build.up_to_date import discard_state, save_state, state_key, up_to_date_site
from generator.content.config import Config, read_config
from generator.content.corpus import FOLDER, Corpus, current_path
from generator.content.loader import load_corpus
from generator.content.readiness import readiness_problems
from generator.content.register import missing_registered
from generator.output import exports
from generator.output.exports import run_exports
from generator.output.exports.outputs import FileInfo
from generator.output.exports.web import SITEMAP, robots, sitemap
from generator.output.pages import DEPARTMENT_PAGES, SITE_PAGES, Page, Site, pages_of
from generator.output.render import Renderer
from generator.problems import ContentError, GongkaiError, HeldError
from generator.system.cache import CacheWriter
from generator.system.filesystem import named_os_errors
from generator.system.manifest import BUILD, Content, Revision
from generator.system.workers import pool_of

# Receives the name of each step of a build as it begins: read, work, write.
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The plan of a site before its first file is written.

    own_pages    the pages outside the folders of departments
    listed       whether search engines list a page, by its address
    assets       style sheets, scripts and fonts by path
    """

    site: Site
    own_pages: tuple[Page, ...]
    listed: Mapping[str, bool]
    assets: Mapping[str, bytes]
    renderer: Renderer
    departments: DepartmentStage


def build_if_changed(options: BuildOptions, report: Report) -> Published:
    """Build a site, unless it is up to date. Raises GongkaiError."""
    with named_os_errors(options.root):
        report("read")
        state = state_key(options.root, options.revision)
        # A published site was never compared with the baseline of this build.
        current = None if options.against else up_to_date_site(options.target, state, options.jobs)
        if current:
            return current
        published, _ = build(options, report)
        if published.left_out:
            # Without `skip_held` the same content makes another site.
            discard_state(options.target)
        elif state_key(options.root, options.revision) == state:
            # A file that was changed during the build may be in the site or not.
            save_state(options.target, state)
        return published


def build(options: BuildOptions, report: Report) -> tuple[Published, SitePlan]:
    """Build and publish a site, and return its plan too; until it is verified, the previous site stays.

    Raises GongkaiError, OSError.
    """
    try:
        plan = plan_site(options, report)
        return publish_site(plan, options, report), plan
    except GongkaiError as error:
        # Earlier builds may have stored what must not be shown now.
        if options.skip_held or isinstance(error, HeldError):
            CacheWriter(work_folder(options.target) / CACHE).write_back()
        raise


def plan_site(options: BuildOptions, report: Report) -> SitePlan:
    """Load, guard and analyse every department, reduce the results to one site, and list its pages."""
    report("read")
    config = read_config(options.root)
    cache = CacheWriter(work_folder(options.target) / CACHE)
    folders = usable_template_folders(options.root, options.skip_held)
    finish_renderer = prepare_renderer(config, folders, cache, options.jobs)
    departments = DepartmentStage(cache, days_to_publish(config), options.jobs)
    public = public_addresses(options.target, options.against) if options.skip_held else None
    corpus = load_corpus(options.root, departments.analyse, public=public)
    refuse_unready(options, config, corpus)
    report("work")
    site = aggregate(config, corpus, departments, options.revision)
    own_pages = tuple(pages_of(SITE_PAGES, site))
    listed = {page.path: page.listed for page in chain(own_pages, pages_of(DEPARTMENT_PAGES, site))}
    renderer, assets = finish_renderer(corpus)
    return SitePlan(site, own_pages, listed, assets, renderer, departments)


def refuse_unready(options: BuildOptions, config: Config, corpus: Corpus) -> None:
    """ContentError where registered forms are missing, or where a site may not be published yet."""
    problems = []
    if not options.allow_shrink:
        path_now = partial(current_path, moved=corpus.moved)
        problems += [*missing_registered(options.root / FOLDER, corpus.registered, path_now, corpus.left_out)]
    # A held text must leave the site whatever else is not ready.
    if not options.skip_held:
        problems += readiness_problems(options.root, config, corpus)
    if problems:
        raise ContentError(problems)


def aggregate(config: Config, corpus: Corpus, departments: DepartmentStage, revision: Revision) -> Site:
    """Collect the input of the pages of the whole site."""
    facts, findings = departments.facts(corpus), departments.findings
    sheets = prepared_comparisons(facts, findings)
    answers = question_years(facts, days_to_publish(config))
    return Site(
        facts,
        config,
        findings,
        corpus,
        sheets=sheets,
        questions=questions(answers, sheets),
        answers=answers,
        revision=revision,
    )


def publish_site(plan: SitePlan, options: BuildOptions, report: Report) -> Published:
    """Draw every file, verify them and switch the site in; faults are reported at the source file to correct."""
    report("write")
    corpus, cache = plan.site.corpus, plan.departments.cache
    try:
        published = publish(options, site_files(plan, options), expectations(plan.site, plan.listed), cache)
    except (ContentError, HeldError) as refusal:
        raise type(refusal)([at_source(problem, options.root, corpus) for problem in refusal.problems]) from refusal
    cache.write_back()
    return replace(published, left_out=corpus.left_out, suspended=corpus.suspended)


def site_files(plan: SitePlan, options: BuildOptions) -> Iterator[tuple[str, Content]]:
    """Every file of the site as soon as it is drawn; late pages, which list other files, come last."""
    site, renderer, departments = plan.site, plan.renderer, plan.departments
    yield from sorted(plan.assets.items())
    previous = PreviousOutput(departments.cache.previous, options.target)
    with pool_of(options.scheduler, options.jobs) as pool:
        of_departments = department_tasks(site, renderer, departments.keys, previous)
        outputs = pool.results(of_departments, site_tasks(site, departments.documents, plan.own_pages, renderer))
        # Alternately, so that neither waits in memory while the other is written.
        for export, batch in zip_longest(run_exports(exports.SITE_EXPORTS, site), outputs):
            if export:
                site.files[export[0]] = FileInfo.of(*export)
                yield export
            for output in batch or ():
                departments.cache.add(output.entry)
                yield from output.files
    yield SITEMAP, sitemap(site.config, sorted(path for path, is_listed in plan.listed.items() if is_listed))
    yield "robots.txt", robots(site.config)
    yield BUILD, options.revision.to_bytes()
    yield from renderer.drawn(page for page in plan.own_pages if page.late)
