"""Work that travels: a cluster of two workers makes the same site, byte for byte, and says what is wrong with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster
from publishing import tree
from reading import HERE

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.problems import GongkaiError, HostError, UsageError
from generator.system.manifest import Revision
from generator.system.workers import pool_of

REVISION = Revision("0123456789", "2026-11-22", "0")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", host="127.0.0.1") as workers:
        yield workers


def test_a_cluster_makes_the_same_site(cluster: LocalCluster, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    build(BuildOptions(HERE.parent, here, REVISION, True), lambda _: None)
    build(BuildOptions(HERE.parent, there, REVISION, True, 2, cluster.scheduler_address), lambda _: None)
    assert tree(there) == tree(here)
    done = cluster.scheduler.transition_log
    assert any("_numbered_call" in str(entry[0]) and entry[2] == "memory" for entry in done)


def trouble_with(scheduler: str) -> tuple[type[GongkaiError], str]:
    """What is told of a cluster that cannot be used: the kind of trouble and its code."""
    with pytest.raises(GongkaiError) as refused, pool_of(scheduler, 1):
        pass
    return type(refused.value), refused.value.problems[0].code


def test_what_cannot_be_reached_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.system.workers.CONNECT_TIMEOUT", 1)
    assert trouble_with("tcp://127.0.0.1:1") == (HostError, "E721")
    assert trouble_with("nonsense://x:1") == (HostError, "E721")
    assert trouble_with("foo") == trouble_with("tcp://foo") == (UsageError, "E724")
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    assert trouble_with("tcp://127.0.0.1:1") == (UsageError, "E720")


def test_a_scheduler_without_workers_is_said() -> None:
    with LocalCluster(n_workers=0, dashboard_address=":0", host="127.0.0.1") as empty:
        assert trouble_with(empty.scheduler_address) == (HostError, "E725")


def test_workers_with_another_version_are_refused(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.system.workers.__version__", "99.0")
    assert trouble_with(cluster.scheduler_address) == (UsageError, "E722")
