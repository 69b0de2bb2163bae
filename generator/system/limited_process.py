"""Runs a task on untrusted files in a child process with limits of time and memory."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, TypeVar

Result = TypeVar("Result")
Limit = Literal["time", "memory", "crash"]
FORK = "fork"
MEGABYTE = 1_000_000
# The pages of data of this process, in the numbers of Linux.
STATM = Path("/proc/self/statm")
DATA_FIELD = 5


class LimitReached(Exception):
    """The process of a task has used too much time or memory, or has crashed."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit = limit


def run_limited(task: Callable[[], Result], seconds: float, megabytes: int) -> Result:
    """Run a task in a forked process and return its result; raises what the task raises, and LimitReached.

    `megabytes` are those that it may use beside the data of this process. Without fork it runs in this process.
    """
    if not hasattr(os, FORK):
        return task()
    from multiprocessing import get_context

    context: Any = get_context(FORK)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(task, sender, int(seconds) + 1, megabytes * MEGABYTE))
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise LimitReached("time")
        result: tuple[Result, Exception | None] = receiver.recv()
    except (EOFError, OSError) as error:
        raise LimitReached("crash") from error
    finally:
        if process.is_alive():
            process.kill()
        process.join()
        receiver.close()
    if result[1] is not None:
        raise result[1]
    return result[0]


def _run(task: Callable[[], Any], sender: Any, seconds: int, size: int) -> None:
    """Run a task within its limits and send its result or exception."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(seconds, size)
    try:
        sender.send((task(), None))
    except MemoryError:
        sender.send((None, LimitReached("memory")))
    except RecursionError:
        sender.send((None, LimitReached("crash")))
    except Exception as error:
        # Where Dask is loaded, errors are sent with their causes, and not every library's error can be sent.
        error.__cause__ = error.__context__ = None
        sender.send((None, error.with_traceback(None)))


def _limit(seconds: int, size: int) -> None:
    """Limit the time and the memory of this process, as far as its system can."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError, IndexError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        used = int(STATM.read_text(encoding="ascii").split()[DATA_FIELD]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_DATA, (used + size, used + size))
