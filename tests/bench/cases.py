"""The cases of the benchmark: what is prepared before each, and the command that is measured."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpus import write
from peers import is_installed, write_hugo_site, write_menu, write_mkdocs_site

ROOT = Path(__file__).parents[2]
COLD, ONE_PROCESS = "gongkai, cold", "gongkai, cold, one process"
UNCHANGED, ONE_CHANGED, NEW_COMMIT = "gongkai, nothing changed", "gongkai, one changed", "gongkai, new commit"
TENTH, THREE, HELP = "gongkai, cold, a tenth", "gongkai, cold, three records", "gongkai, --help"
HUGO, PAGEFIND, MKDOCS = "Hugo", "Pagefind over Hugo's pages", "MkDocs + Material"
# MkDocs is measured up to this size and in one round, for it takes long.
MKDOCS_MOST = 1000
GIT = ["git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "commit.gpgsign=false"]
GONGKAI = [sys.executable, "-m", "generator"]


@dataclass(frozen=True, slots=True)
class Case:
    """A command that is measured in each of some rounds: its folder, and what is done before the measurement."""

    name: str
    command: list[str]
    folder: Path = ROOT
    prepare: Callable[[], object] = field(default=int)
    most_rounds: int = 100


def git(project: Path, *words: str) -> None:
    """Run git in a project."""
    subprocess.run([*GIT, "-C", str(project), *words], check=True, capture_output=True)


def commit_all(project: Path) -> None:
    """Commit all changes of a project, or nothing; the revision is a new one in any case."""
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--allow-empty", "--message", "change")


def change_one(project: Path) -> None:
    """Change a word in one record and commit it."""
    record = max((project / "content").glob("*/*/[0-9][0-9][0-9][0-9].yml"))
    record.write_text(record.read_text(encoding="utf-8").replace("1. ", "1. 又", 1), encoding="utf-8")
    commit_all(project)


def remove(*folders: Path) -> None:
    """Remove folders."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def build_case(name: str, project: Path, prepare: Callable[[], object] | None = None, *options: str) -> Case:
    """A build of a project into the folder `site` beside it; without `prepare` a cold one."""
    site, work = project.with_name(f"{project.name}-site"), project.with_name(f".{project.name}-site.work")
    command = [*GONGKAI, "build", "--root", str(project), "--output", str(site), *options]
    return Case(name, command, prepare=prepare or (lambda: remove(site, work)))


def write_projects(work: Path, size: int) -> None:
    """Write the projects of all cases: `size` records, a tenth of them, and the records of this repository."""
    write(size, work / "all")
    write(size // 10, work / "tenth")
    shutil.copytree(ROOT / "content", work / "three/content")
    shutil.copy(ROOT / "site_config.yml", work / "three")
    for project in ("all", "tenth", "three"):
        git(work, "init", "--quiet", project)
        git(work / project, "config", "gc.auto", "0")
        commit_all(work / project)


def own_cases(work: Path) -> list[Case]:
    """The cases of this program, of which some need the site of the case before."""
    project = work / "all"
    return [
        build_case(ONE_PROCESS, project, None, "--jobs", "1"),
        build_case(COLD, project),
        build_case(UNCHANGED, project, int),
        build_case(ONE_CHANGED, project, lambda: change_one(project)),
        build_case(NEW_COMMIT, project, lambda: commit_all(project)),
        build_case(TENTH, work / "tenth"),
        build_case(THREE, work / "three"),
        Case(HELP, [*GONGKAI, "--help"]),
    ]


def peer_cases(work: Path, programs: Path, size: int) -> tuple[list[Case], list[str]]:
    """The cases of other programs, and the names of those that are left out."""
    hugo, python = programs / "hugo", programs / "python"
    folder, public = work / "hugo", work / "hugo/public"
    cases, missing = [], []

    def prepare_hugo() -> None:
        if not folder.exists():
            write_hugo_site(work / "all", folder)
            write_menu(folder, hugo, work / "all-site")
        remove(public)

    if is_installed(hugo, "version"):
        cases.append(Case(HUGO, [str(hugo), "--quiet"], folder, prepare_hugo))
    if cases and is_installed(python, "-m", "pagefind", "--version"):
        index = [str(python), "-m", "pagefind", "--site", str(public)]
        cases.append(Case(PAGEFIND, index, work, lambda: remove(public / "pagefind")))
    if size <= MKDOCS_MOST:
        write_mkdocs_site(work / "all", work / "mkdocs")
        cases.append(Case(MKDOCS, [sys.executable, "-m", "mkdocs", "build", "--quiet"], work / "mkdocs", most_rounds=1))
    names = {case.name for case in cases}
    missing = [name for name in (HUGO, PAGEFIND, MKDOCS) if name not in names]
    return cases, missing
