"""Files and folders that may not be read: each is named in Chinese, with the code of disks and permissions."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starting import forked

from generator.cli.scaffold import new_site

HERE = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    os.geteuid() == 0 and sys.platform != "linux", reason="permissions do not hold for root, who gives that up on Linux"
)


# CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, with which root reads and writes what its permissions forbid.
OVERRIDING = (1, 2)
DROP_FROM_BOUNDING_SET = 24
CAPABILITY_VERSION = 0x20080522


def heed_permissions() -> None:
    """Give up, with all programs started from here, what lets root pass over permissions."""
    if os.geteuid() != 0:
        return
    system = ctypes.CDLL(None)
    header, sets = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
    assert system.capget(header, sets) == 0
    for capability in OVERRIDING:
        assert system.prctl(DROP_FROM_BOUNDING_SET, capability, 0, 0, 0) == 0
        # Effective, permitted, inheritable.
        for at in range(3):
            sets[at] &= ~(1 << capability)
    assert system.capset(header, sets) == 0


def gongkai(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forked(*words, cwd=root, before=heed_permissions)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with templates of its own that was built."""
    root = tmp_path_factory.mktemp("built") / "project"
    new_site(root)
    for name in ("home.html", "assets/site.css", "theme/slots/title.html"):
        (root / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HERE / "templates" / name, root / "templates" / name)
    assert gongkai(root, "register", "--date", "2026-01-02").returncode == 0
    assert gongkai(root, "build", "--jobs", "1").returncode == 0
    return root


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Iterator[Path]:
    root = tmp_path / "project"
    shutil.copytree(built, root)
    yield root
    subprocess.run(["chmod", "-R", "u+rwX", str(root)], check=True)


BUILD = ("build", "--jobs", "1")
CLOSED = [
    # what may not be read, the command, its code, what is named
    (".site.work", BUILD, 5, ".site.work: 没有写入权限"),
    (".site.work/kept", BUILD, 0, ""),
    ("site", BUILD, 5, "site: 没有写入权限"),
    ("content", BUILD, 5, "content/"),
    ("content", ("check",), 5, "content/"),
    ("content/shili", ("check",), 1, "content/shili:1:1: 打不开"),
    # What is registered of it is not missed: nobody knows.
    ("content/shili/shiliju", ("check",), 1, "content/shili/shiliju:1:1: 打不开"),
    ("content/shili/shiliju", BUILD, 1, "content/shili/shiliju:1:1: 打不开"),
    ("content/shili", ("new", "shili", "ju", "2026"), 5, "content/shili/ju"),
    ("content/shili/shiliju/2026.yml", BUILD, 1, "content/shili/shiliju/2026.yml:1:1: 打不开"),
    ("site_config.yml", BUILD, 2, "site_config.yml:1:1: 打不开"),
    ("templates", BUILD, 5, "templates: 这个文件或文件夹用不了；没有权限"),
    ("templates/home.html", BUILD, 5, "templates/home.html: 这个文件或文件夹用不了；没有权限"),
    ("templates/assets", BUILD, 5, "templates/assets: 这个文件或文件夹用不了；没有权限"),
    ("templates/assets/site.css", BUILD, 5, "templates/assets/site.css: 这个文件或文件夹用不了；没有权限"),
    ("templates/theme", BUILD, 5, "templates/theme: 这个文件或文件夹用不了；没有权限"),
    ("templates/theme/slots/title.html", BUILD, 5, "templates/theme/slots/title.html: 这个文件或文件夹用不了"),
    ("server", (*BUILD, "--output", "server/site"), 5, "server/site: 没有写入权限"),
    ("server", (*BUILD, "--against", "server/MANIFEST.json"), 5, "server/MANIFEST.json: 这个文件或文件夹用不了"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "words", "code", "said"), CLOSED)
def test_what_may_not_be_read_is_named(project: Path, path: str, words: tuple[str, ...], code: int, said: str) -> None:
    (project / path).chmod(0)
    done = gongkai(project, *words)
    told = done.stderr + done.stdout
    assert (done.returncode, said in told.replace(f"{project}/", ""), "Traceback" in told) == (code, True, False), told


@pytest.mark.slow
@pytest.mark.parametrize("name", ["home.html", "assets/site.css", "theme/slots/title.html"])
def test_a_template_that_leads_nowhere_is_named(project: Path, name: str) -> None:
    (project / "templates" / name).unlink()
    (project / "templates" / name).symlink_to("/nowhere")
    done = gongkai(project, *BUILD)
    assert (done.returncode, f"templates/{name}: 这个文件或文件夹用不了；它不在" in done.stderr) == (5, True), (
        done.stderr
    )
