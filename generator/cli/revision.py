"""The revision of a project from git and the environment."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from generator import __version__
from generator.content.file_names import CONFIG_FILE, FOLDER
from generator.system.manifest import Revision

SHORT = 10


def revision_of(root: Path) -> Revision:
    """The revision of a project; "" for what is unknown. The date is that of the commit, not of today.

    A repository that does not track the project, as where it was made inside another's, says nothing of it.
    """
    is_tracked = git_line(root, "ls-files", "--", CONFIG_FILE)
    commit, _, seconds = git_line(root, "log", "-1", "--format=%H %ct").partition(" ") if is_tracked else ("", "", "")
    changed = "+" if commit and git_line(root, "status", "--porcelain", "--", FOLDER, CONFIG_FILE) else ""
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or seconds
    day = datetime.fromtimestamp(int(seconds), UTC).date().isoformat() if seconds.isdigit() else ""
    return Revision(commit[:SHORT] + changed, day, __version__)


def git_line(root: Path, *words: str) -> str:
    """The output of git without surrounding white space, "" where it fails."""
    return (git_output(root, *words) or "").strip()


def git_output(root: Path, *words: str) -> str | None:
    """The output of git, None where it fails or is not installed."""
    try:
        process = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *words],  # noqa: S607
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return None
    return process.stdout if process.returncode == 0 else None
