"""The zip of the published folder."""

import os
import zipfile
from pathlib import Path

import pytest

from generator.archive import write_zip
from generator.manifest import NAME
from generator.problems import EnvironmentTrouble, Refused
from tests.publishing import SITE, code_of, project, put

__all__ = ["project"]


def test_the_zip_holds_the_site_and_is_the_same_every_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(project / "site", SITE)
    one, two = project / "one.zip", project / "two.zip"
    assert write_zip(project / "site", one) == one.stat().st_size
    for path in (project / "site").rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    write_zip(project / "site", two)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert archive.namelist() == sorted([NAME, *SITE])
        assert {name: archive.read(name) for name in SITE} == SITE
        assert {member.external_attr >> 16 for member in archive.infolist()} == {0o100644}
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_zip_is_not_made_of_other_folders_or_of_changed_files(project: Path) -> None:
    archive = project / "site.zip"
    (project / "other").mkdir()
    with pytest.raises(EnvironmentTrouble) as trouble:
        write_zip(project / "other", archive)
    assert code_of(trouble) == (5, "E704", "other")
    put(project / "site", SITE)
    (project / "site" / "a" / "data.csv").write_bytes(b"2\n")
    with pytest.raises(Refused) as refused:
        write_zip(project / "site", archive)
    assert code_of(refused) == (1, "E706", "a/data.csv")
    assert sorted(path.name for path in project.glob("*.zip*")) == [] == list(project.glob(".*.part"))
