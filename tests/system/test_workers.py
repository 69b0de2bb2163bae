"""Work given to other processes: the same results as without them, and nobody left behind."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from publishing import tree
from reading import HERE

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.problems import HeldError, HostError, Place, Problem
from generator.system.manifest import Revision
from generator.system.workers import (
    QUEUED_PER_WORKER,
    delay_interrupts,
    map_unordered,
    processors,
    run_in_process,
    submit,
)

JOBS = pytest.mark.parametrize("jobs", [1, 2, 5])
ORPHANS = """
import os, time
from generator.system.workers import map_unordered
def wait():
    # In one piece: two processes write into the same pipe.
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)
list(map_unordered([wait, wait], 2))
"""


@JOBS
@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_each_piece_of_work_is_done_once(count: int, jobs: int) -> None:
    known = list(range(100, 100 + count))
    works = [partial(lambda number: known[number] * 2, number) for number in range(count)]
    assert sorted(map_unordered(works, jobs)) == [2 * number for number in known]


def test_a_long_work_keeps_nobody_waiting() -> None:
    assert list(map_unordered([partial(slow, 0.5), partial(slow, 0), partial(slow, 0)], 2)) == [0, 0, 0.5]


def test_no_more_is_begun_than_can_be_kept(tmp_path: Path) -> None:
    results = map_unordered([partial((tmp_path / str(number)).touch) for number in range(100)], 2)
    next(results)
    time.sleep(0.2)
    assert len(list(tmp_path.iterdir())) <= 2 * QUEUED_PER_WORKER + 1
    assert len(list(results)) == 99


def test_with_several_jobs_it_is_done_elsewhere_and_with_one_here() -> None:
    assert submit(os.getpid, 1)() == os.getpid()
    assert submit(os.getpid, 2)() != os.getpid()
    assert processors() >= 1


@JOBS
def test_what_goes_wrong_elsewhere_is_told_here_with_all_its_problems(jobs: int) -> None:
    problems = (Problem(Place("b.yml", 2, 3), "S401"), Problem(Place("a.yml", 1), "S402"))

    def work() -> int:
        raise HeldError(problems)

    with pytest.raises(HeldError) as refusal:
        list(map_unordered([work, work], jobs))
    assert (refusal.value.problems, refusal.value.exit_code) == (tuple(reversed(problems)), 3)


def gone() -> None:
    """What the system does when memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_lost_is_told_in_words() -> None:
    for begun in (lambda: list(map_unordered([gone, gone], 2)), lambda: run_in_process(gone, Event())):
        with pytest.raises(HostError) as trouble:
            begun()
        assert [problem.code for problem in trouble.value.problems] == ["E723"]


def test_nobody_goes_on_working_for_a_process_that_was_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until = time.monotonic() + 20
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [worker for worker in workers if alive(worker)] == []


def test_one_work_apart() -> None:
    assert run_in_process(os.getpid, Event()) != os.getpid()
    with pytest.raises(ZeroDivisionError):
        run_in_process(lambda: 1 / 0, Event())


def test_a_work_apart_ends_when_it_is_not_wanted_any_more(tmp_path: Path) -> None:
    def work() -> None:
        try:
            (tmp_path / "begun").touch()
            time.sleep(60)
        finally:
            (tmp_path / "begun").unlink()

    stop = Event()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(run_in_process, work, stop)
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        stop.set()
        assert waiting.result(10) is None
    assert not (tmp_path / "begun").exists()


def slow(seconds: float) -> float:
    """Takes so many seconds."""
    time.sleep(seconds)
    return seconds


def alive(process: int) -> bool:
    """Whether a process is still there and at work."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.slow
def test_a_site_is_the_same_however_many_processes_make_it(tmp_path: Path) -> None:
    for jobs in (1, 2, 3):
        build(
            BuildOptions(HERE.parent, tmp_path / str(jobs), Revision("0123456789", "2026-11-22", "0"), True, jobs),
            lambda _: None,
        )
    one, two, three = (tree(tmp_path / str(jobs)) for jobs in (1, 2, 3))
    assert one == two == three


def test_an_interrupt_waits_until_the_copies_are_made() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), delay_interrupts():
        signal.raise_signal(signal.SIGINT)
        done.append("inside")
    assert done == ["inside"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
