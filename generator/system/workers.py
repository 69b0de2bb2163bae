"""Run tasks in other processes: forks of this one or the workers of a Dask cluster.

A forked worker has all data of this process, so only results are pickled. Without fork, and with one job, tasks run
in this process when their results are requested. Tasks for a cluster are pickled and must carry their data.
"""

import gc
import os
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from generator import __version__
from generator.problems import HostError, Place, Problem, UsageError

if TYPE_CHECKING:
    from concurrent.futures import Future

Result = TypeVar("Result")
Shared = TypeVar("Shared")
Item = TypeVar("Item")
Task = Callable[[], Result]

FORK = "fork"
# Tasks that are submitted for each process before results are taken; more would only use memory.
QUEUED_PER_WORKER = 2
# Seconds between two checks whether a running task was cancelled.
POLL = 0.05
# The niceness of builds in the background.
NICE = 10
# Seconds.
CONNECT_TIMEOUT = 10
ADDRESS = re.compile(r"[a-z]+://\S+:[0-9]{1,5}")
# The tasks of a forked worker, which are not pickled, but named by their place in this list.
_tasks: list[Task[Any]] = []


def processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_unordered(tasks: Sequence[Task[Result]], jobs: int) -> Iterator[Result]:
    """The results of all tasks in the order of completion; they start at once, in `jobs` processes.

    A single task runs here, and leaves what it has loaded and compiled to the processes that come after it. Raises what
    a task raises, and HostError where a process is killed. Results must be picklable.
    """
    if jobs < 2 or len(tasks) < 2 or not hasattr(os, FORK):
        return (task() for task in tasks)
    return _run_in_processes(tasks, jobs)


def _run_in_processes(tasks: Sequence[Task[Result]], jobs: int) -> Iterator[Result]:
    """The results of tasks that run in other processes, in the order of completion."""
    # Imported here, for they are slow to import and most commands do without.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # Existing objects need no garbage collection, which would copy their memory pages in the workers.
    gc.freeze()

    def results() -> Iterator[Any]:
        try:
            yield None
            yield from completed
        except BrokenProcessPool as error:
            raise worker_lost() from error
        finally:
            executor.shutdown(cancel_futures=True)

    with delay_interrupts():
        executor = ProcessPoolExecutor(min(jobs, len(tasks)), get_context(FORK), _init_worker, (tasks,))
        completed = _as_completed(lambda place: executor.submit(_run_task, place), len(tasks), jobs)
        # Started here, so that `finally` also runs where no result is ever requested.
        started = results()
        next(started)
    return started


@contextmanager
def delay_interrupts() -> Iterator[None]:
    """Delay Ctrl-C while processes are forked, which would otherwise be lost or hang."""
    if threading.current_thread() is not threading.main_thread():
        # Only a main thread is interrupted, but the fork of any other thread starts as one.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return
    # A mask does not help here: another thread would receive the signal.
    received: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: received.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if received:
        signal.raise_signal(signal.SIGINT)


def map_in_order(tasks: Sequence[Task[Result]], jobs: int) -> Iterator[Result]:
    """The results of all tasks in the order of the tasks, as they are done; raises what `map_unordered` raises."""
    return _in_order(map_unordered([partial(_numbered, number, task) for number, task in enumerate(tasks)], jobs))


def _in_order(numbered: Iterable[tuple[int, Result]]) -> Iterator[Result]:
    """The results in the order of their numbers; one that comes early waits for those before it."""
    early: dict[int, Result] = {}
    following = 0
    for number, result in numbered:
        early[number] = result
        while following in early:
            yield early.pop(following)
            following += 1


def _numbered_call(
    function: Callable[[Shared, Item], Result], shared: Shared, number: int, item: Item
) -> tuple[int, Result]:
    return number, function(shared, item)


def _numbered(number: int, task: Task[Result]) -> tuple[int, Result]:
    return number, task()


def _as_completed(submit: Callable[[int], "Future[Result]"], count: int, capacity: int) -> Iterator[Result]:
    """Submit some tasks by number, and another one for each that is done; yields results in the order of completion."""
    from concurrent.futures import FIRST_COMPLETED, wait

    places = iter(range(count))
    running = {submit(place): place for place in islice(places, QUEUED_PER_WORKER * capacity)}

    def results() -> Iterator[Result]:
        while running:
            done = wait(running, return_when=FIRST_COMPLETED).done
            for future in sorted(done, key=running.__getitem__):
                del running[future]
                running.update((submit(place), place) for place in islice(places, 1))
                yield future.result()

    return results()


def submit(task: Task[Result], jobs: int) -> Task[Result]:
    """Start a task in another process and return a function that waits for its result; with one job that runs it."""
    if jobs < 2 or not hasattr(os, FORK):
        return task
    results = _run_in_processes((task,), jobs)
    return lambda: next(results)


def run_in_process(task: Task[Result], stop: threading.Event) -> Result | None:
    """Run a task in a new process and return its result; None where `stop` is set before, which ends the process.

    Raises what the task raises.
    """
    if not hasattr(os, FORK):
        return task()
    from multiprocessing import get_context

    context: Any = get_context(FORK)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_result, args=(task, sender))
    with delay_interrupts():
        process.start()
    sender.close()
    try:
        while not receiver.poll(POLL):
            if stop.is_set():
                process.terminate()
                return None
        result: tuple[Result, Exception | None] = receiver.recv()
    except EOFError as error:
        raise worker_lost() from error
    finally:
        process.join()
        receiver.close()
    if result[1]:
        raise result[1]
    return result[0]


def _send_result(task: Task[Any], sender: Any) -> None:
    """Run a task and send its result or exception; SIGTERM interrupts it, so that it can clean up."""
    _init_worker()
    os.nice(NICE)
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        sender.send((task(), None))
    except Exception as error:
        from traceback import format_tb

        # A traceback cannot be pickled.
        error.add_note("".join(format_tb(error.__traceback__)))
        sender.send((None, error))
    except KeyboardInterrupt:
        return


@dataclass(frozen=True, slots=True)
class Pool:
    """Processes of this machine, and the client of a cluster where there is one.

    `capacity` is the number of its workers, `errors` are those by which it is lost.
    """

    jobs: int
    client: Any = None
    capacity: int = 0
    scheduler: str = ""
    errors: tuple[type[Exception], ...] = ()

    def results_in_order(
        self, function: Callable[[Shared, Item], Result], shared: Shared, items: Sequence[Item]
    ) -> Iterator[Result]:
        """The results of a function for each item in order, as they are done; on the cluster where there is one.

        `shared` is the first argument of all calls, and is sent to each worker once.
        """
        if self.client is None:
            return map_in_order([partial(function, shared, item) for item in items], self.jobs)
        sent = self.client.scatter(shared, broadcast=True)
        executor = self.client.get_executor()

        def submit(place: int) -> "Future[tuple[int, Result]]":
            future: Future[tuple[int, Result]] = executor.submit(_numbered_call, function, sent, place, items[place])
            return future

        remote = _as_completed(submit, len(items), self.capacity)
        return _in_order(self._translated(remote))

    def _translated(self, results: Iterator[Result]) -> Iterator[Result]:
        try:
            yield from results
        except self.errors as error:
            raise cluster_unreachable(self.scheduler, error) from error


@contextmanager
def pool_of(scheduler: str, jobs: int) -> Iterator[Pool]:
    """The processes of this machine and, with the address of a scheduler, the workers of its cluster.

    Raises UsageError where Dask is not installed or the workers have another version of this program,
    HostError where the scheduler does not answer or the workers are lost.
    """
    if not scheduler:
        yield Pool(jobs)
        return
    place = Place.whole(scheduler)
    if not ADDRESS.fullmatch(scheduler):
        raise UsageError([Problem(place, "E724")])
    try:
        import logging
        from concurrent.futures import CancelledError

        from distributed import Client, KilledWorker
    except ImportError as error:
        raise UsageError([Problem(place, "E720")]) from error
    # Its errors are reported by our own messages.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    errors = (OSError, KilledWorker, CancelledError)
    try:
        client: Any = Client(scheduler, timeout=CONNECT_TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]
        versions = list(client.run(_version).values())
    except (*errors, ValueError) as error:
        raise cluster_unreachable(scheduler, error) from error
    with client:
        others = sorted({str(version) for version in versions if version != __version__})
        if not versions:
            raise HostError([Problem(place, "E725")])
        if others:
            raise UsageError([Problem(place, "E722", found="、".join(others), own=__version__)])
        yield Pool(jobs, client, len(versions), scheduler, errors)


def cluster_unreachable(scheduler: str, error: Exception) -> HostError:
    """The error for a cluster that does not answer."""
    reason = str(error) or type(error).__name__
    return HostError([Problem(Place.whole(scheduler), "E721", reason=reason)])


def _version() -> str:
    return __version__


def worker_lost() -> HostError:
    """The error for a process that was killed."""
    return HostError([Problem(Place.whole("gongkai"), "E723")])


def _run_task(place: int) -> Any:
    return _tasks[place]()


def _init_worker(tasks: Sequence[Task[Any]] = ()) -> None:
    """Take over the tasks, leave Ctrl-C to the parent process, and exit when that is gone."""
    from multiprocessing import parent_process

    _tasks[:] = tasks
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
