"""The revision of a project from git and the environment, and the baseline of the published site."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from generator import __version__
from generator.build.baseline import REGISTER, Baseline, baseline_of_manifest, baseline_of_sources
from generator.content.config import FILE
from generator.content.corpus import FOLDER
from generator.problems import Place, Problem, UsageError
from generator.system.filesystem import translated_os_errors
from generator.system.manifest import NAME, Revision, parse_manifest
from generator.words import translate

SHORT = 10


def revision_of(root: Path) -> Revision:
    """The revision of a project; "" for what is unknown. The date is that of the commit, not of today.

    A repository that does not track the project, as where it was made inside another's, says nothing of it.
    """
    is_tracked = git_line(root, "ls-files", "--", FILE)
    commit, _, seconds = git_line(root, "log", "-1", "--format=%H %ct").partition(" ") if is_tracked else ("", "", "")
    changed = "+" if commit and git_line(root, "status", "--porcelain", "--", "content", "site_config.yml") else ""
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or seconds
    day = datetime.fromtimestamp(int(seconds), UTC).date().isoformat() if seconds.isdigit() else ""
    return Revision(commit[:SHORT] + changed, day, __version__)


def baseline_of(root: Path, name: str) -> Baseline:
    """The baseline to compare with: `name` is a published site, a manifest or a commit.

    Raises UsageError for anything else, HostError for a file that cannot be read.
    """
    if name and Path(name).exists():
        return baseline_of_file(name)
    commit = git_line(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    files = git_output(root, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", commit, "--", f"{FOLDER}/")
    if not commit or files is None:
        raise not_comparable(name, "unknown")
    names = files.splitlines()
    register = git_output(root, "show", f"{commit}:./{REGISTER}") if REGISTER in names else ""
    if register is None:
        raise not_comparable(name, "unread")
    return baseline_of_sources(name, names, register)


def baseline_of_file(name: str) -> Baseline:
    """The baseline of a manifest or of a published site."""
    path = Path(name)
    with translated_os_errors(Place.whole(name)):
        file = path / NAME if path.is_dir() else path
        manifest = parse_manifest(file.read_bytes()) if file.is_file() else None
    if manifest is None:
        raise not_comparable(name, "foreign")
    return baseline_of_manifest(name, manifest)


def not_comparable(name: str, reason: str) -> UsageError:
    """The error for a baseline that cannot be used."""
    return UsageError(
        [Problem(Place.whole(f"--against {name}"), "E731", reason=translate(f"publish.against.{reason}"))]
    )


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
