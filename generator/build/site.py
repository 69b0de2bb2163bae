"""Build a site, from the files of a project to the published folder.

each department, in any process     load, guard, analyse, draw, write and check (departments.py)
the whole site                      aggregate, draw and write (rendering.py); verify and publish (publish.py)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from generator.analysis.comparison import prepared_comparisons
from generator.analysis.question_kinds import LATE
from generator.analysis.questions import question_years, questions
from generator.build.baseline import identities, public_addresses
from generator.build.cities import CityPart, SearchSet, SiteOutput, city_parts, search_sets
from generator.build.departments import DepartmentBuild, DepartmentStage, build_key, saved_folders
from generator.build.expectations import data_of, expectations, prose_of
from generator.build.fault_sources import at_source
from generator.build.file_checks import FileChecks
from generator.build.options import BuildOptions
from generator.build.publish import OpenTarget, opened_target, publish
from generator.build.published import CACHE, MIRROR, ROWS, Published, work_folder
from generator.build.rendering import SEARCH, prepare_renderer, site_tasks, usable_template_folders
from generator.build.rows import RowDatabase
from generator.build.staging import FileWriter, WrittenFiles
from generator.content.addresses import department_address
from generator.content.config import Config, read_config
from generator.content.corpus import Corpus, current_path
from generator.content.file_names import CONFIG_FILE, DEPARTMENT_FILE, FOLDER
from generator.content.loader import load_corpus
from generator.content.readiness import readiness_problems
from generator.content.register import missing_registered
from generator.output.exports import site_files
from generator.output.exports.data_sets import catalog_files
from generator.output.exports.feeds import has_day
from generator.output.exports.outputs import FileInfo, SiteFiles
from generator.output.exports.web import SITEMAP, robots, sitemap
from generator.output.overrides import ASSETS
from generator.output.pages import OWN_SITE_PAGES, SITE_PAGES, Page, Site, pages_of
from generator.problems import ContentError, GongkaiError, HeldError, Place, Problem
from generator.secrecy.clearances import marked_words
from generator.system import filesystem
from generator.system.cache import BuildCache, delete_cache, key_of
from generator.system.manifest import BUILD, Revision
from generator.system.workers import map_unordered, pool_of

# Receives the name of each step of a build as it begins: read, work, write.
Report = Callable[[str], None]


# Third-party scripts, and the shards of the search index: n-grams of texts that are scanned whole elsewhere.
UNSCANNED = (f"{ASSETS}/", "search/g/")


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The plan of a site when its departments are finished, and before the first file of the whole site is written.

    own_pages    the pages of the whole site
    files        its downloads, each with the key of what it is made from
    listed       whether search engines list a page, by its address
    assets       style sheets, scripts and fonts by path
    """

    site: Site
    own_pages: tuple[Page, ...]
    files: tuple[tuple[str, SiteFiles], ...]
    cities: tuple[CityPart, ...]
    search_sets: tuple[SearchSet, ...]
    listed: Mapping[str, bool]
    assets: Mapping[str, bytes]
    output: SiteOutput
    departments: DepartmentStage

    @property
    def keys(self) -> Iterator[str]:
        """The cache keys of all files of the whole site."""
        yield from (city.key for city in self.cities)
        yield from (key for city in self.cities for key, _ in city.zip_keys(self.output))
        yield from (one.key for one in self.search_sets)
        yield from self.output.page_keys.values()
        yield from (key for key, _ in self.files)
        yield from (self.output.key_for(SEARCH), self.output.key_of_groups(SEARCH))


def build(options: BuildOptions, report: Report) -> tuple[Published, SitePlan]:
    """Build and publish a site, and return its plan too; until it is verified, the previous site stays.

    Raises GongkaiError, OSError.
    """
    try:
        with opened_target(options.target, options.root) as target:
            if options.fresh:
                discard_results(options.target)
                filesystem.remove(target.staging)
                filesystem.make_folder(target.staging)
            plan = plan_site(options, target, report)
            return publish_site(plan, options, target, report), plan
    except GongkaiError as error:
        # Earlier builds may have stored what must not be shown now.
        if options.skip_held or isinstance(error, HeldError):
            discard_results(options.target)
        raise


def discard_results(target: Path) -> None:
    """Delete all that builds keep for the next one."""
    delete_cache(work_folder(target) / CACHE)
    RowDatabase(work_folder(target) / ROWS).discard()
    filesystem.remove(work_folder(target) / MIRROR)


def plan_site(options: BuildOptions, target: OpenTarget, report: Report) -> SitePlan:
    """Finish every department, reduce the results to one site, and list its pages."""
    report("read")
    config = read_config(options.root)
    cache = BuildCache(work_folder(options.target) / CACHE)
    templates = usable_template_folders(options.root, options.skip_held)
    renderer, assets = prepare_renderer(options.root, config, templates, cache, options.jobs)
    writer = FileWriter(target.staging, target.shown, FileChecks(str(config.url), UNSCANNED))
    key, folders = build_key(config, renderer), saved_folders(cache.entries)
    finishing = DepartmentBuild(config, renderer, writer, cache.entries, target.path, key, folders)
    public = None
    if options.skip_held:
        public = identities(public_addresses(options.target, options.against), own_identity(options.root, config))
    with pool_of(options.scheduler, options.jobs) as pool:
        departments = DepartmentStage(options.root, finishing, cache, pool)
        corpus = load_corpus(options.root, departments.finish, public=public)
    refuse_unready(options, config, corpus)
    corpus = corpus.on_site
    report("work")
    rows = RowDatabase(target.work / ROWS)
    rows.update(departments.rows, corpus.cities if config.has_board else ())
    departments.discard_rows()
    site = aggregate(config, corpus, departments, rows, options.revision)
    own_pages = tuple(pages_of(OWN_SITE_PAGES if corpus.own else SITE_PAGES, site))
    has_feed = any(map(has_day, site.facts.forms))
    cleared = marked_words(data_of(corpus), prose_of(corpus))
    writer = replace(writer, checks=replace(writer.checks, cleared=cleared))
    key = key_of((), finishing.key, has_feed, cleared)
    output = SiteOutput(renderer.with_feed(has_feed), writer, cache.entries, target.path, key)
    cities = tuple(city_parts(site, rows, departments.keys, key))
    sets = search_sets(cities, rows)
    output = replace(output, site_key=site_key(key, corpus, cities))
    output = replace(output, page_keys={page.path: output.key_of(page) for page in own_pages})
    files = tuple((output.key_of_files(some, rows), some) for some in site_files(site))
    pages = chain(own_pages, *(city.pages for city in cities))
    listed = {page.path: page.listed for page in pages} | departments.pages
    plan = SitePlan(site, own_pages, files, cities, sets, listed, assets, output, departments)
    cache.used.update(plan.keys)
    return plan


def own_identity(root: Path, config: Config) -> str:
    """The identity of the department whose site it is, by its folder; "" for the site of a city."""
    folders = (
        [path.parent for path in (root / FOLDER).glob(f"*/*/{DEPARTMENT_FILE}")] if config.is_of_department else []
    )
    return department_address(folders[0].parent.name, folders[0].name) if len(folders) == 1 else ""


def site_key(key: str, corpus: Corpus, cities: Sequence[CityPart]) -> str:
    """The hash of all content; "" where a city has no key."""
    keys = [city.key for city in cities]
    content = (corpus.pages, corpus.notices, corpus.registered, corpus.suspended)
    return key_of((), key, keys, content) if all(keys) else ""


def refuse_unready(options: BuildOptions, config: Config, corpus: Corpus) -> None:
    """ContentError where registered forms are missing, or where a site may not be published yet."""
    problems = []
    if not options.allow_shrink:
        path_now = partial(current_path, moved=corpus.moved)
        problems += [*missing_registered(options.root / FOLDER, corpus.registered, path_now, corpus.left_out)]
    if config.is_of_department and len(corpus.departments) != 1:
        problems += [Problem(Place.whole(CONFIG_FILE), "E740", count=len(corpus.departments))]
    # A held text must leave the site whatever else is not ready.
    if not options.skip_held:
        problems += readiness_problems(options.root, config, corpus)
    if problems:
        raise ContentError(problems)


def aggregate(
    config: Config, corpus: Corpus, departments: DepartmentStage, rows: RowDatabase, revision: Revision
) -> Site:
    """Collect the input of the pages of the whole site."""
    facts, findings = departments.facts(corpus, rows), departments.findings
    sheets = prepared_comparisons(facts, findings)
    # The questions are about departments, and a site without the board does not say who was late.
    known = () if corpus.own else question_years(facts)
    answers = tuple(of_kind for of_kind in known if config.has_board or of_kind[0].kind.key != LATE)
    return Site(
        facts,
        config,
        findings,
        corpus,
        sheets=sheets,
        questions=questions(answers, sheets),
        answers=answers,
        revision=revision,
        rows=rows,
    )


def publish_site(plan: SitePlan, options: BuildOptions, target: OpenTarget, report: Report) -> Published:
    """Write every file, verify them and switch the site in; faults are reported at the source file to correct."""
    report("write")
    corpus, staging = plan.site.corpus, plan.departments.staging
    for written in written_files(plan, options):
        staging.add(written)
    try:
        published = publish(target, options, staging, expectations(plan.site, plan.listed))
    except (ContentError, HeldError) as refusal:
        raise type(refusal)([at_source(problem, options.root, corpus) for problem in refusal.problems]) from refusal
    plan.departments.save_folders()
    plan.departments.cache.delete_unused()
    return replace(published, left_out=corpus.left_out, suspended=corpus.suspended)


def written_files(plan: SitePlan, options: BuildOptions) -> Iterator[WrittenFiles]:
    """The files of the whole site as they are written; late pages, which list others, come last."""
    site, writer = plan.site, plan.output.writer
    yield writer.write(sorted(plan.assets.items()))
    tasks = site_tasks(site, plan.cities, plan.files, plan.search_sets, plan.own_pages, plan.output)
    for written in map_unordered(tasks, options.jobs):
        site.files.update({path: FileInfo(entry, written.rows.get(path)) for path, entry in written.entries.items()})
        yield written
    catalog = writer.write(catalog_files(site, {path: info.entry for path, info in site.files.items()}))
    site.files.update({path: FileInfo(entry) for path, entry in catalog.entries.items()})
    yield catalog
    listed = sorted(path for path, is_listed in plan.listed.items() if is_listed)
    yield writer.write([(SITEMAP, sitemap(site.config, listed)), ("robots.txt", robots(site.config))])
    yield writer.write([(BUILD, options.revision.to_bytes())])
    yield plan.output.write_pages(page for page in plan.own_pages if page.late)
