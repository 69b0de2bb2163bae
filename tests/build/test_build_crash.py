"""A build that is killed at any moment: the site is whole, old or new, and the next build equals a fresh one."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from corpora import three_documents
from publishing import tree
from reading import HERE

from generator.system.manifest import FileEntry, read_manifest

COMMAND = (sys.executable, "-m", "generator", "build", "--allow-shrink", "--jobs", "2")


def build(root: Path, site: Path) -> "subprocess.Popen[bytes]":
    """A build in a process group of its own."""
    return subprocess.Popen(
        [*COMMAND, "--root", str(root), "--output", str(site)],
        cwd=HERE.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def edited(root: Path, number: int) -> None:
    """Another text of a record and of a page of the whole site."""
    record = root / "content/zhanjiang/jiwei/2021.yml"
    original = (HERE.parent / "content/zhanjiang/jiwei/2021.yml").read_text(encoding="utf-8")
    record.write_text(original.replace("。", f"{'甲乙'[number % 2]}。", 1), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=pytest.mark.deep)])
@pytest.mark.parametrize(
    "is_group", [pytest.param(True, marks=pytest.mark.deep, id="with its workers"), pytest.param(False, id="alone")]
)
def test_a_killed_build_leaves_a_whole_site(tmp_path: Path, kills: int, is_group: bool) -> None:
    root, site, fresh = tmp_path / "project", tmp_path / "site", tmp_path / "fresh"
    shutil.copytree(three_documents() / "content", root / "content")
    shutil.copy(HERE.parent / "site_config.yml", root)
    start = time.monotonic()
    assert build(root, site).wait() == 0
    longest = time.monotonic() - start
    dice = random.Random(20210311)
    for number in range(kills):
        edited(root, number)
        process = build(root, site)
        time.sleep(dice.uniform(0, longest))
        with suppress(ProcessLookupError):
            (os.killpg if is_group else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        manifest = read_manifest(site)
        assert manifest and {path: FileEntry.of(content) for path, content in tree(site).items()} == manifest.files
    edited(root, kills)
    assert build(root, site).wait() == 0 == build(root, fresh).wait()
    assert tree(site) == tree(fresh)
    assert {path.name for path in (tmp_path / ".site.work").iterdir()} == {
        "lock",
        "mirror",
        "kept",
        "rows",
        "made-from",
    }
