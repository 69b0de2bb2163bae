"""Converts documents of old office programs to DOCX with LibreOffice, where it is installed, in a limited process."""

import os
import shutil
import signal
import subprocess
from functools import partial
from pathlib import Path

from generator.importing.source import refusal
from generator.importing.untrusted_files import ReadLimits
from generator.system.limited_process import LimitReached, run_limited

# The endings of documents that only an office program reads, and its names on the path.
ENDINGS = (".doc", ".wps", ".rtf", ".odt")
PROGRAMS = ("soffice", "libreoffice")
TARGET = ".docx"
LIMITS = ReadLimits(size=20_000_000, seconds=90, megabytes=1_500)
# Settings of the office program: no macro is run, and no picture or text that a file names is fetched.
SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
SETTINGS = (("DisableMacrosExecution", "true"), ("BlockUntrustedRefererLinks", "true"), ("MacroSecurityLevel", "3"))
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'


def converted_document(data: bytes, suffix: str, name: str, folder: Path) -> Path:
    """Convert the bytes of a document to a DOCX file in a folder; raises UsageError where that cannot be done."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise refusal(name, "office")
    # A copy under a plain name, so that no name of a file is read as an option or as an address.
    source = folder / f"document{suffix}"
    source.write_bytes(data)
    try:
        run_limited(partial(run_office, program, source, LIMITS.seconds - 5), LIMITS.seconds, LIMITS.megabytes)
    except LimitReached as reached:
        raise refusal(name, reached.limit) from reached
    target = source.with_suffix(TARGET)
    if not target.is_file():
        raise refusal(name, "converted")
    return target


def run_office(program: str, source: Path, seconds: float) -> None:
    """Run the office program on a file, with a profile of its own: without macros, links and settings of the user."""
    folder = source.parent
    settings = folder / "profile/user/registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    items = (ITEM.format(path=SECURITY, name=name, value=value) for name, value in SETTINGS)
    settings.write_text(PROFILE.format(items="\n".join(items)), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ("--headless", "--norestore", "--nolockcheck", "--nologo", "--convert-to", "docx", "--outdir")
    process = subprocess.Popen(  # noqa: S603
        [program, profile, *options, str(folder), str(source)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as expired:
        raise LimitReached("time") from expired
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
