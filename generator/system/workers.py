"""The one place where work is given to other processes: what they find is the same as if it were done here.

A process is a copy of this one, so the work may use all that is known here and only results travel. Where a system
cannot copy processes, and where one process is asked for, the work is done here, when its results are asked for.
Whoever outgrows one machine names the scheduler of a Dask cluster: work that has all it needs with it travels there.
"""

import gc
import logging
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, count, islice
from operator import itemgetter
from traceback import format_tb
from typing import TYPE_CHECKING, Any, TypeVar

from generator import __version__
from generator.problems import EnvironmentTrouble, Place, Problem, UsageTrouble

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Result = TypeVar("Result")
Task = Callable[[], Result]

FORK = "fork"
# So many pieces of work are begun for each process before results are taken: more would only fill the memory.
QUEUED_PER_WORKER = 2
# Seconds between two looks whether a work that is done apart is wanted still.
POLL = 0.05
# How far a work that is done apart stands back where there is not room for all.
NICE = 10
# Seconds that a scheduler has to answer.
CONNECT_TIMEOUT = 10
ADDRESS = re.compile(r"[a-z]+://\S+:[0-9]{1,5}")
_numbers = count()
# What the processes are to do, by a number that can travel; a copy of this process finds it here.
_task_lists: dict[int, Sequence[Task[Any]]] = {}


def processors() -> int:
    """How many processes can work at the same time on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_unordered(works: Sequence[Task[Result]], jobs: int) -> Iterator[Result]:
    """The results of all works, those first that are done first; they begin at once, `jobs` at a time.

    Raises what a work raises, and EnvironmentTrouble where a process is lost. Results have to be such that pickle
    takes them.
    """
    if jobs < 2 or not works or not hasattr(os, FORK):
        return (work() for work in works)
    # Not at the top: these take a while, and most verbs work alone.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    number = next(_numbers)
    _task_lists[number] = works
    # What is there already is not looked through for what could be forgotten, here or in the copies.
    gc.freeze()

    def results() -> Iterator[Any]:
        try:
            yield None
            yield from found
        except BrokenProcessPool as error:
            raise worker_lost() from error
        finally:
            copies.shutdown(cancel_futures=True)
            del _task_lists[number]

    with delay_interrupts():
        copies = ProcessPoolExecutor(min(jobs, len(works)), get_context(FORK), initializer=_init_worker)
        found = _as_completed(lambda place: copies.submit(_run_task, number, place), len(works), jobs)
        # Begun here, so that the processes are sent home too where nobody ever asks for a result.
        begun = results()
        next(begun)
    return begun


@contextmanager
def delay_interrupts() -> Iterator[None]:
    """Ctrl-C waits while copies of this process are made: what is interrupted there is lost or hangs."""
    if threading.current_thread() is not threading.main_thread():
        # Only the main thread is ever interrupted; the copy of another one begins as a main thread.
        heeded = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heeded)
        return
    # A mask alone does not help: another thread takes the signal for this one.
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        signal.raise_signal(signal.SIGINT)


def map_in_order(works: Sequence[Task[Result]], jobs: int) -> Iterator[Result]:
    """The results of all works in the order of the works, when all are done; raises what `spread` raises."""
    found = map_unordered([partial(_numbered, number, work) for number, work in enumerate(works)], jobs)
    return (result for _, result in sorted(found, key=itemgetter(0)))


def _numbered(number: int, work: Task[Result]) -> tuple[int, Result]:
    return number, work()


def _as_completed(submit: Callable[[int], "Future[Result]"], count: int, room: int) -> Iterator[Result]:
    """Begins some works at once, each by its place, and one more for each that is done; yields what is done first."""
    from concurrent.futures import FIRST_COMPLETED, wait

    places = iter(range(count))
    running = {submit(place): place for place in islice(places, QUEUED_PER_WORKER * room)}

    def results() -> Iterator[Result]:
        while running:
            done = wait(running, return_when=FIRST_COMPLETED).done
            for future in sorted(done, key=running.__getitem__):
                del running[future]
                running.update((submit(place), place) for place in islice(places, 1))
                yield future.result()

    return results()


def submit(work: Task[Result], jobs: int) -> Task[Result]:
    """Begins the work in another process; what is returned here waits for its result. With one job it is done then."""
    results = map_unordered((work,), jobs)
    return lambda: next(results)


def run_in_process(work: Task[Result], stop: threading.Event) -> Result | None:
    """The result of one work, done in a process of its own; None when `stop` was set before, which ends the process.

    Raises what the work raises.
    """
    if not hasattr(os, FORK):
        return work()
    from multiprocessing import get_context

    context: Any = get_context(FORK)
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send_result, args=(work, there))
    with delay_interrupts():
        process.start()
    there.close()
    try:
        while not here.poll(POLL):
            if stop.is_set():
                process.terminate()
                return None
        answer: tuple[Result, Exception | None] = here.recv()
    except EOFError as error:
        raise worker_lost() from error
    finally:
        process.join()
        here.close()
    if answer[1]:
        raise answer[1]
    return answer[0]


def _send_result(work: Task[Any], there: Any) -> None:
    """Sends the result of a work, or what it raised; being told to end, it puts its things away and says nothing."""
    _init_worker()
    os.nice(NICE)
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        there.send((work(), None))
    except Exception as error:
        # The stack stays here; the log of a fault would not know where it was.
        error.add_note("".join(format_tb(error.__traceback__)))
        there.send((None, error))
    except KeyboardInterrupt:
        return


@dataclass(frozen=True, slots=True)
class Pool:
    """Who does the work: processes of this machine, and an executor that reaches further, where there is one."""

    jobs: int
    executor: "Executor | None" = None
    room: int = 0
    scheduler: str = ""
    losses: tuple[type[Exception], ...] = ()

    def results(self, carried: Sequence[Task[Result]], own: Sequence[Task[Result]]) -> Iterator[Result]:
        """What all works find, those first that are done first; the `carried` have with them all that they need."""
        if self.executor is None:
            return map_unordered([*carried, *own], self.jobs)
        submit = self.executor.submit
        far = _as_completed(lambda place: submit(carried[place]), len(carried), self.room)
        return chain(map_unordered(own, self.jobs), self._come_back(far))

    def _come_back(self, far: Iterator[Result]) -> Iterator[Result]:
        try:
            yield from far
        except self.losses as error:
            raise cluster_unreachable(self.scheduler, error) from error


@contextmanager
def pool_of(scheduler: str, jobs: int) -> Iterator[Pool]:
    """The processes of this machine and, with the address of a scheduler, the workers of its cluster.

    Raises UsageTrouble where the package for that is missing or the workers have another version of this program,
    EnvironmentTrouble where nobody answers or the workers are lost.
    """
    if not scheduler:
        yield Pool(jobs)
        return
    place = Place.whole(scheduler)
    if not ADDRESS.fullmatch(scheduler):
        raise UsageTrouble([Problem(place, "E724")])
    try:
        from concurrent.futures import CancelledError

        from distributed import Client, KilledWorker
    except ImportError as error:
        raise UsageTrouble([Problem(place, "E720")]) from error
    # What is told of a cluster is told in our words.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    losses = (OSError, KilledWorker, CancelledError)
    try:
        client: Any = Client(scheduler, timeout=CONNECT_TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]
        versions = list(client.run(_version).values())
    except (*losses, ValueError) as error:
        raise cluster_unreachable(scheduler, error) from error
    with client:
        others = sorted({str(found) for found in versions if found != __version__})
        if not versions:
            raise EnvironmentTrouble([Problem(place, "E725")])
        if others:
            raise UsageTrouble([Problem(place, "E722", found="、".join(others), own=__version__)])
        yield Pool(jobs, client.get_executor(), len(versions), scheduler, losses)


def cluster_unreachable(scheduler: str, error: Exception) -> EnvironmentTrouble:
    """What is told when a cluster does not answer, or not any more."""
    reason = str(error) or type(error).__name__
    return EnvironmentTrouble([Problem(Place.whole(scheduler), "E721", reason=reason)])


def _version() -> str:
    return __version__


def worker_lost() -> EnvironmentTrouble:
    """What is told when a process has gone before its work was done."""
    return EnvironmentTrouble([Problem(Place.whole("gongkai"), "E723")])


def _run_task(number: int, place: int) -> Any:
    return _task_lists[number][place]()


def _init_worker() -> None:
    """A copy leaves Ctrl-C to its parent; without a parent it has nobody to work for, and would hold what that held."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
