"""The benchmark: what is measured of all processes of a command, the ratios, and the sizes by kind of file."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import cases
from measure import CommandFailed, Measurement, measure
from output_sizes import output_sizes
from run import RATIOS, ratios

CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"
BUSY = "import time\nwhile time.process_time() < 0.3: pass"
LARGE = "import time; held = bytearray(b'x') * 80_000_000; time.sleep(1.5)"


def of_child(code: str) -> Measurement:
    """The measurement of a process that runs some code in a child process."""
    return measure([sys.executable, "-c", CHILD, code], Path.cwd())


@pytest.mark.slow
def test_time_and_memory_of_child_processes_are_measured() -> None:
    busy, large = of_child(BUSY), of_child(LARGE)
    assert busy.cpu >= 0.3 and busy.wall >= 0.3
    assert large.wall >= 1.5 > large.cpu
    assert busy.memory < 80 < large.memory


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(CommandFailed, match="the reason"):
        measure([sys.executable, "-c", "raise SystemExit('the reason')"], Path.cwd())


def test_ratios_are_medians_over_rounds_of_what_was_measured() -> None:
    runs = {
        cases.COLD: [Measurement(cpu, 1, 1) for cpu in (2, 8, 30)],
        cases.HUGO: [Measurement(1, 1, 1)] * 3,
        cases.PAGEFIND: [Measurement(1, 3, 1)] * 3,
        cases.MKDOCS: [Measurement(4, 1, 1)],
        cases.TENTH: [],
    }
    assert ratios(runs) == {
        "cold / (Hugo + Pagefind), CPU": 4,
        "cold / (Hugo + Pagefind), wall": 0.25,
        "cold / MkDocs, CPU": 0.5,
    }
    assert len({name for name, *_ in RATIOS}) == len(RATIOS)


def test_sizes_by_kind_leave_out_third_party_assets(tmp_path: Path) -> None:
    sizes = {
        "assets/0123456789/site.css": 10,
        "assets/plotly-7.1.0/plotly.min.js": 5000,
        "city-0001/bureau-01/2021/index.html": 400,
        "city-0001/bureau-01/2022/index.html": 500,
        "city-0001/bureau-01/2021/form/index.html": 80,
        "city-0001/bureau-01/index.html": 7,
        "index.html": 3,
    }
    for path, size in sizes.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x" * size)
    assert output_sizes(tmp_path, 2) == {
        "files_per_form": 3.0,
        "kb_per_form": 0.5,
        "kinds": {
            "third-party assets": {"files": 1, "bytes": 5000},
            "record pages": {"files": 2, "bytes": 900},
            "form pages": {"files": 1, "bytes": 80},
            "own assets": {"files": 1, "bytes": 10},
            "department pages": {"files": 1, "bytes": 7},
            "other pages": {"files": 1, "bytes": 3},
        },
    }
