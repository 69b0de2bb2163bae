"""The wheel of the product: complete, whole, the same from a checkout and from where it is installed."""

import csv
import subprocess
import sys
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from generator import __version__
from generator.problems import HostError
from generator.system import distribution
from generator.system.distribution import IN_CHECKOUT, package_files, record_hash, wheel, wheel_name

CHECKOUT = Path(__file__).parents[2]
INFO = f"gongkai-{__version__}.dist-info/"


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_wheel_holds_every_file_that_git_knows_of_the_program() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "generator", *IN_CHECKOUT.values()], cwd=CHECKOUT, capture_output=True
    )
    known = [path for path in listed.stdout.decode().split("\0") if path and (CHECKOUT / path).is_file()]
    if not known:
        pytest.skip("no git here")
    inside = {path: f"generator/{inner}" for inner, path in IN_CHECKOUT.items() if inner != "templates"}
    expected = {inside.get(path, path if path.startswith("generator/") else f"generator/{path}") for path in known}
    assert expected - set(members(wheel())) == set()


def test_hatchling_is_told_of_what_lies_elsewhere() -> None:
    settings = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8").replace('"', "")
    for inner, path in IN_CHECKOUT.items():
        assert f"\n{path} = generator/{inner}\n" in settings


@pytest.mark.slow
def test_the_wheel_holds_what_hatchling_would_put_into_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    ours, theirs = members(wheel()), members((tmp_path / wheel_name()).read_bytes())
    own = (f"{INFO}METADATA", f"{INFO}WHEEL", f"{INFO}RECORD")
    assert {path: text for path, text in ours.items() if path not in own} == {
        path: text for path, text in theirs.items() if path not in own
    }


def test_the_record_tells_of_every_file_and_the_wheel_is_the_same_every_time() -> None:
    content = wheel()
    assert wheel() == content
    files = members(content)
    rows = list(csv.reader(StringIO(files[f"{INFO}RECORD"].decode())))
    whole = [[path, record_hash(text), str(len(text))] for path, text in files.items() if path != f"{INFO}RECORD"]
    assert rows == [*whole, [f"{INFO}RECORD", "", ""]]
    assert list(files) == [path for path, *_ in rows]


def test_the_wheel_says_what_it_is_and_what_it_needs() -> None:
    files = members(wheel())
    assert f"\nVersion: {__version__}\n" in files[f"{INFO}METADATA"].decode()
    assert "\nRequires-Dist: pydantic>=" in files[f"{INFO}METADATA"].decode()
    assert files[f"{INFO}entry_points.txt"].decode().split() == [
        *("[console_scripts]", "gongkai", "=", "generator.__main__:run")
    ]
    assert files[f"{INFO}licenses/LICENSE"] == (CHECKOUT / "LICENSE").read_bytes()
    assert files[f"{INFO}WHEEL"].decode().splitlines()[-1] == "Tag: py3-none-any"


@pytest.mark.parametrize(
    ("path", "is_packed"),
    [
        ("new.py", True),
        ("words/zh-CN/new.yml", True),
        ("starter/.hidden", True),
        ("__pycache__/new.cpython-311.pyc", False),
        ("targets/__pycache__/x.txt", False),
        ("old.pyc", False),
        ("new.py~", False),
        (".new.py.swp", False),
        ("starter/.DS_Store", False),
    ],
)
def test_what_python_editors_and_file_managers_leave_is_not_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, is_packed: bool
) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(b"")
    monkeypatch.setattr(distribution, "PACKAGE", tmp_path)
    assert list(package_files()) == ([path] if is_packed else [])


def test_a_program_that_was_never_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "NAME", "gongkai-that-is-not-there")
    with pytest.raises(HostError) as trouble:
        wheel()
    assert [problem.code for problem in trouble.value.problems] == ["E730"]
