"""What all tests share: how hard properties are tried, and what builds take over from each other."""

import gc
import os
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import settings
from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

from generator.system.cache import Cache, CacheEntry

# No deadline, for the machines are slow and busy. What a test asks for itself in numbers is its own affair.
settings.register_profile("patient", deadline=None, max_examples=60)
settings.register_profile("deep", deadline=None, max_examples=2000)
settings.load_profile("patient")


# The modules that take longest come first, so that none of them runs on alone when all others have ended.
LONGEST_FIRST = (
    *("test_floors", "test_baseline", "test_publishers", "test_charts"),
    *("test_takedown", "test_injection", "test_heights", "test_trace_originals"),
    *("test_up_to_date", "test_quote", "test_architecture", "test_instant_preview"),
    *("test_publish_crash", "test_other_cities", "test_site", "test_search_browser"),
    *("test_secrecy", "test_years_browser", "test_large_text", "test_serve"),
    *("test_site_words", "test_filled_forms", "test_workers", "test_reading"),
    *("test_unreadable", "test_statements", "test_downloads", "test_marks_in_places"),
    *("test_csv", "test_cluster", "test_unknown_forms", "test_drawings"),
    *("test_first_view", "test_importing", "test_large", "test_cli"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with a browser take turns with the others: who waits for a page leaves the processors to who works."""
    modules: dict[Path, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.path, []).append(item)
    ranks = {name: rank for rank, name in enumerate(LONGEST_FIRST)}
    ranked = sorted(modules.values(), key=lambda tests: ranks.get(tests[0].path.stem, len(ranks)))
    with_browser = [tests for tests in ranked if tests[0].get_closest_marker("browser")]
    others = [tests for tests in ranked if not tests[0].get_closest_marker("browser")]
    # Both kinds come to their end together.
    placed = [(place / len(kind), tests) for kind in (with_browser, others) for place, tests in enumerate(kind)]
    items[:] = [item for _, tests in sorted(placed, key=lambda at: at[0]) for item in tests]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their argument: those of a ZIP file have its time in them, and all processes must agree."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules stay to the end: the garbage collector need not visit them again and again."""
    collect_and_freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Neither need it visit, here and in each forked process, what is left of the modules that have been tested."""
    yield
    if nextitem is None or nextitem.path != item.path:
        collect_and_freeze()


def collect_and_freeze() -> None:
    """Free what nothing refers to, and exempt all else from garbage collection."""
    gc.collect()
    gc.freeze()


class CompiledTemplates(BytecodeCache):
    """Compiled templates by the hash of their name and file; Jinja compiles anew what has another text."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


class ListedTemplates(FileSystemLoader):
    """Templates of folders, of which those of Material, with its thousands of icons, are listed once."""

    MATERIAL = str(files("material") / "templates")

    def list_templates(self) -> list[str]:
        others = FileSystemLoader([folder for folder in self.searchpath if folder != self.MATERIAL])
        return sorted({*others.list_templates(), *names_in(self.MATERIAL)})


@cache
def names_in(folder: str) -> list[str]:
    """The names of the templates in a folder that stays as it is."""
    return FileSystemLoader(folder).list_templates()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """The templates of Material, which are the same for every site, are listed and compiled once in each process."""
    environment, compiled = Theme.get_env, CompiledTemplates()

    def with_compiled(theme: Theme) -> Environment:
        made = environment(theme)
        made.loader = ListedTemplates(theme.dirs)
        made.bytecode_cache = compiled
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "get_env", with_compiled)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_processor() -> Iterator[None]:
    """Commands build in one process, where tests do not say how many: the tests share all processors already."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sched_getaffinity", lambda _process: {0}, raising=False)
        yield


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="module")
def shared_results(session_folder: Path) -> Iterator[None]:
    """The builds of a module find what earlier builds of this run have worked out, as a project's next build does.

    Only for modules that look at what is built, and that change nothing of the program itself: a result is known by
    the files that went into it. That a warm build is the same as a cold one is held in test_up_to_date.
    """
    folder = session_folder / "results"
    folder.mkdir(exist_ok=True)
    find, note = Cache.get, Cache.put

    def found(kept: Cache, key: str) -> CacheEntry | None:
        own = find(kept, key)
        shared = folder / key
        return CacheEntry(key, shared.read_bytes()) if own is None and key and shared.is_file() else own

    def noted(kept: Cache, result: CacheEntry) -> CacheEntry:
        if result.key and not (folder / result.key).exists():
            # Another worker may write the same at the same moment.
            draft = folder / f"{result.key}.{os.getpid()}"
            draft.write_bytes(result.content)
            draft.replace(folder / result.key)
        return note(kept, result)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cache, "get", found)
        patch.setattr(Cache, "put", noted)
        yield
