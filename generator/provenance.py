"""Which state of the content a site is made from: the commit and its day, as git or the environment tell."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from generator import __version__
from generator.exports import Stamp

SHORT = 10


def stamp_of(root: Path) -> Stamp:
    """The stamp of a site project; what is not known is empty, and the clock is never asked."""
    commit, _, seconds = asked(root, "log", "-1", "--format=%H %ct").partition(" ")
    changed = "+" if commit and asked(root, "status", "--porcelain", "--", "content", "site_config.yml") else ""
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or seconds
    day = datetime.fromtimestamp(int(seconds), UTC).date().isoformat() if seconds.isdigit() else ""
    return Stamp(commit[:SHORT] + changed, day, __version__)


def asked(root: Path, *words: str) -> str:
    """What git answers, or nothing where there is no git or no repository."""
    try:
        answer = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *words],  # noqa: S607
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
