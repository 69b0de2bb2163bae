"""The program in a process of its own without starting Python anew: its modules are loaded already.

What the start of Python itself decides (hash seed, locale, buffering, import path) needs a real start.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from generator.__main__ import run


def forked(
    *words: str, cwd: Path, before: Callable[[], object] = int, **settings: str
) -> subprocess.CompletedProcess[str]:
    """What a person gets who runs `gongkai` with these words in a folder: exit code, output, messages.

    `before` is called in the new process, before the program begins.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            become(words, cwd, before, settings, (out.fileno(), err.fileno()))
        _, status = os.waitpid(child, 0)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8"))
    return subprocess.CompletedProcess(words, os.waitstatus_to_exitcode(status), *texts)


def become(
    words: tuple[str, ...],
    cwd: Path,
    before: Callable[[], object],
    settings: dict[str, str],
    ends: tuple[int, int],
) -> NoReturn:
    """Be the program until it ends, in a copy of this process; nothing of the tests goes on in it."""
    code = 99
    try:
        os.chdir(cwd)
        os.environ.update(settings)
        tempfile.tempdir = None
        for number, end in enumerate(ends, 1):
            os.dup2(end, number)
        sys.stdout, sys.stderr = (open(end, "w", encoding="utf-8", closefd=False) for end in (1, 2))  # noqa: SIM115
        sys.argv[:] = ["gongkai", *words]
        before()
        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
