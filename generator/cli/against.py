"""The baseline that `--against` names: a published site, its manifest, or a commit."""

from pathlib import Path

from generator.build.baseline import Baseline, baseline_of_manifest, baseline_of_sources
from generator.cli.revision import git_line, git_output
from generator.content.file_names import FOLDER, REGISTER
from generator.problems import Place, Problem, UsageError
from generator.system.filesystem import translated_os_errors
from generator.system.manifest import NAME, parse_manifest
from generator.words import translate


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
