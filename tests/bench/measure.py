"""Run a command and measure the time and memory of all its processes."""

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

# Seconds between two samples of memory.
INTERVAL = 0.05
# A sample may take this share of the time, so that large processes are not slowed down.
MOST_SAMPLING = 0.05


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of a command: seconds of CPU (user and system) of all processes, wall seconds, peak memory in MB."""

    cpu: float
    wall: float
    memory: float


class CommandFailed(Exception):
    """A measured command ended with an error; the end of its messages."""


def group_memory(group: int) -> int:
    """The proportional set size of all processes of a group in bytes: shared pages are divided among their users."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == group:
                lines = (process / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
        except OSError:
            # It has ended meanwhile.
            continue
    return total


def sample_memory(group: int, ended: threading.Event, samples: list[int]) -> None:
    """Append the memory of a process group to `samples` until it has ended."""
    pause = 0.0
    while not ended.wait(pause):
        start = time.perf_counter()
        samples.append(group_memory(group))
        pause = max(INTERVAL, (time.perf_counter() - start) / MOST_SAMPLING)


def measure(command: list[str], folder: Path) -> Measurement:
    """Run a command in a folder and measure it. Raises CommandFailed."""
    samples = [0]
    ended = threading.Event()
    with tempfile.TemporaryFile() as messages:
        start = time.perf_counter()
        # A session of its own, whose processes form one group.
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=messages, start_new_session=True
        )
        sampler = threading.Thread(target=sample_memory, args=(process.pid, ended, samples))
        sampler.start()
        # The usage of a process includes that of its children that have ended.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        sampler.join()
        if process.returncode:
            messages.seek(0)
            raise CommandFailed(messages.read().decode(errors="replace")[-2000:])
    return Measurement(usage.ru_utime + usage.ru_stime, wall, max(samples) / 1e6)
