"""Where a build spends its time: by part of the program, then by function.

python tests/bench/where.py --size 300
"""

import argparse
import cProfile
import pstats
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

from corpus import write  # noqa: E402

from generator.build.options import BuildOptions  # noqa: E402
from generator.build.site import build  # noqa: E402
from generator.system.manifest import Revision  # noqa: E402

MOST = 30


def part_of(file: str) -> str:
    """The part of the program, or the package, that a file belongs to."""
    path = Path(file)
    if path.is_relative_to(ROOT / "generator"):
        return "generator." + path.relative_to(ROOT / "generator").parts[0].removesuffix(".py")
    if path.is_relative_to(ROOT / "templates") or file == "<template>":
        return "templates"
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1]
    return "Python"


def main() -> None:
    """Profile a build in one process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=300)
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(size, root)
        profile = cProfile.Profile()
        profile.runcall(build, BuildOptions(root, root / "site", Revision("", "", "0")), lambda step: None)
    stats = pstats.Stats(profile)
    parts: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        parts[part_of(file)] += own
    whole = sum(parts.values())
    print(f"{size} records: {whole:.1f} s under the profiler")
    for name, seconds in parts.most_common(MOST):
        print(f"{seconds:9.2f} s {seconds / whole:7.1%}  {name}")
    stats.sort_stats("cumulative").print_stats(r"generator/|templates/", MOST)


if __name__ == "__main__":
    main()
