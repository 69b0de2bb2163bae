"""The one place where work is given to other processes: what they find comes back in order, as if it were done here.

A process is a copy of this one, so the work may use all that is known here and only results travel. Where a system
cannot copy processes, and where one process is asked for, the work is done here, when its results are asked for.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

COPY = "fork"
_numbers = count()
# What the processes are to do, by a number that can travel; a copy of this process finds it here.
_works: dict[int, Callable[[Any], Any]] = {}


def processors() -> int:
    """How many processes can work at the same time on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """The results of the work on each item, in order; the work begins at once, in as many processes as `jobs` says.

    Raises what the work raises. Results have to be such that pickle takes them.
    """
    if jobs < 2 or not items or not hasattr(os, COPY):
        return map(work, items)
    # Not at the top: these take a while, and most verbs work alone.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    number = next(_numbers)
    _works[number] = work
    crew = ProcessPoolExecutor(min(jobs, len(items)), get_context(COPY), initializer=_end_with_parent)
    futures = [crew.submit(_done, number, item) for item in items]

    def results() -> Iterator[Result]:
        try:
            for future in futures:
                yield future.result()
        finally:
            crew.shutdown(wait=False, cancel_futures=True)
            del _works[number]

    return results()


def aside(work: Callable[[], Result], jobs: int) -> Callable[[], Result]:
    """Begins the work in another process; what is returned here waits for its result. With one job it is done then."""
    results = spread(lambda _: work(), (None,), jobs)
    return lambda: next(results)


def _done(number: int, item: Any) -> Any:
    return _works[number](item)


def _end_with_parent() -> None:
    """A copy whose parent is gone has nobody to work for, and would hold what the parent held."""
    from multiprocessing import parent_process

    def watch() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
