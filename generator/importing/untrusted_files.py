"""Reads an untrusted file by its suffix, in a process with limits of size, time and memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator.importing.source import refusal
from generator.secrecy.text_gate import safe_path
from generator.system.limited_process import LimitReached, run_limited
from generator.text.files import file_bytes

Contents = TypeVar("Contents")
Reader = Callable[[str, bytes], Contents]


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """The limits of a file and of the process that reads it."""

    size: int
    seconds: int
    megabytes: int


def read_untrusted(
    path: Path, readers: Mapping[str, Reader[Contents]], limits: ReadLimits, unknown: str, name: str = ""
) -> Contents:
    """Return the contents of a file, read by the reader of its suffix; raises UsageError for one that cannot be read.

    `unknown` is the remedy for a suffix that has no reader; `name` is what messages call the file instead of its path.
    """
    name = name or safe_path(path.as_posix())
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise refusal(name, unknown)
    data = file_bytes(path, name, limits.size)
    if not data:
        raise refusal(name, "blank")
    try:
        return run_limited(partial(reader, name, data), limits.seconds, limits.megabytes)
    except LimitReached as reached:
        raise refusal(name, reached.limit) from reached
