"""A site whose tables are too large for one file: its downloads, package, catalogue and pages name those of cities."""

import json
import re
from pathlib import Path

import pytest
from corpora import three_documents

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.output.exports import data_sets
from generator.system.manifest import Revision

ROOT = three_documents()
pytestmark = pytest.mark.usefixtures("shared_results")
SETS = {"jieyang-2022.zip", "zhanjiang-2021.zip"}
FORMATS = ("all.xlsx", "all.zip", "all.sqlite.zip")


def built(target: Path, monkeypatch: pytest.MonkeyPatch, largest: int) -> Path:
    """The site of the repository's own content, with another limit."""
    monkeypatch.setattr(data_sets, "LARGEST", largest)
    build(BuildOptions(ROOT, target, Revision("0123456789", "2026-01-02", "0"), True), lambda step: None)
    return target


@pytest.mark.slow
@pytest.mark.parametrize(
    ("largest", "missing"),
    [(50_000_000, set()), (20_000, set(FORMATS)), (12_000, {*FORMATS, "indicators.csv"}), (0, {*FORMATS, "tasks.csv"})],
)
def test_what_is_too_large_is_in_the_zips_of_cities_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest: int, missing: set[str]
) -> None:
    # That every link resolves is verified before a site is published.
    data = built(tmp_path / "site", monkeypatch, largest) / "data"
    files = {path.name for path in data.iterdir()}
    assert not missing & files
    assert files >= SETS
    page = (data / "index.html").read_text(encoding="utf-8")
    package = json.loads((data / "datapackage.json").read_bytes())
    catalog = json.loads((data / "catalog.jsonld").read_bytes())
    listed = {one["path"] for one in package["resources"]}
    is_divided = any(name.endswith(".csv") for name in missing)
    assert listed == {name for name in files if name.endswith(".csv")} | (SETS if is_divided else set())
    assert ("超过 50 MB" in page) == bool(missing)
    assert ("超过 50 MB，见各地区" in page) == is_divided
    distributions = {
        file["dct:title"]["@value"] for one in catalog["dcat:dataset"] for file in one["dcat:distribution"]
    }
    assert distributions >= SETS and not distributions & missing
    listing = (data.parent / "indicators/index.html").read_text(encoding="utf-8")
    assert ("data/indicators.csv" in listing) == ("indicators.csv" in files)
    assert len(re.findall(r"data/#sets", listing)) == 2 - ("all.xlsx" in files) - ("indicators.csv" in files)
