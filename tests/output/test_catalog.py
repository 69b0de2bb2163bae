"""The DCAT catalogue: the properties that DCAT-AP 3 requires of each class, the classes of their values, the files."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpora import loaded_corpus, loaded_facts, three_documents

from generator.build.options import BuildOptions
from generator.build.site import build
from generator.content.config import Config, read_config
from generator.output.exports.api import IN_JSON
from generator.output.exports.catalog import catalog
from generator.output.exports.outputs import Export
from generator.output.exports.tables import TABLES
from generator.system.manifest import FileEntry, Revision

ROOT = Path(__file__).parents[2]
YEARS = {(path.parts[-3], path.name[:4]) for path in ROOT.glob("content/*/*/20??*")}
SETS = [f"{city}-{year}" for city, year in sorted(YEARS, key=lambda of: (of[0], -int(of[1])))]
# What the profile requires of each class, and what a useful catalogue has besides.
REQUIRED = {
    "dcat:Catalog": "dct:title dct:description dct:publisher dcat:dataset dct:license foaf:homepage dct:identifier",
    "dcat:Dataset": "dct:title dct:description dct:publisher dct:license dct:identifier dcat:distribution dcat:theme "
    "dct:spatial dct:temporal dcat:contactPoint dct:conformsTo dcat:keyword",
    "dcat:Distribution": "dcat:accessURL dcat:downloadURL dct:license dcat:mediaType dct:format dcat:byteSize",
    "dcat:DataService": "dct:title dcat:endpointURL dct:license dcat:servesDataset",
    "foaf:Agent": "foaf:name",
    "skos:Concept": "skos:prefLabel",
    "skos:ConceptScheme": "dct:title",
    "spdx:Checksum": "spdx:algorithm spdx:checksumValue",
    "dct:LicenseDocument": "",
    "vcard:Kind": "vcard:fn",
}
# The classes of the values of properties, and the properties that a node has at most once.
RANGES = {
    "dct:publisher": "foaf:Agent",
    "dct:license": "dct:LicenseDocument",
    "dct:language": "dct:LinguisticSystem",
    "dct:spatial": "dct:Location",
    "dct:temporal": "dct:PeriodOfTime",
    "dct:accrualPeriodicity": "dct:Frequency",
    "dct:conformsTo": "dct:Standard",
    "dct:format": "dct:MediaTypeOrExtent",
    "dcat:mediaType": "dct:MediaType",
    "dcat:theme": "skos:Concept",
    "dcat:themeTaxonomy": "skos:ConceptScheme",
    "dcat:contactPoint": "vcard:Kind",
    "dcat:dataset": "dcat:Dataset",
    "dcat:distribution": "dcat:Distribution",
    "dcat:service": "dcat:DataService",
    "dcat:servesDataset": "dcat:Dataset",
    "dcat:landingPage": "foaf:Document",
    "foaf:homepage": "foaf:Document",
    "spdx:checksum": "spdx:Checksum",
}
ONCE = (
    "dct:license",
    "dct:publisher",
    "dct:modified",
    "dcat:mediaType",
    "dct:format",
    "spdx:checksum",
    "dcat:byteSize",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository's own content."""
    folder = tmp_path_factory.mktemp("site") / "site"
    build(BuildOptions(ROOT, folder, Revision("0123456789", "2026-01-02", "0"), True), lambda step: None)
    return folder


def as_list(value: Any) -> list[Any]:
    """One value or several."""
    return value if isinstance(value, list) else [value]


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every node of a tree of JSON-LD, the outer ones first; contexts and literals are none."""
    if isinstance(tree, list):
        for part in tree:
            yield from nodes(part)
    elif isinstance(tree, dict) and "@value" not in tree:
        yield tree
        for key, part in tree.items():
            if key != "@context":
                yield from nodes(part)


def merged(tree: Any) -> dict[str, dict[str, list[Any]]]:
    """The properties of each node by its address, from all its mentions; nodes without an address by their number."""
    found: dict[str, dict[str, list[Any]]] = {}
    for number, node in enumerate(nodes(tree)):
        properties = found.setdefault(node.get("@id", f"_:{number}"), {})
        for key, value in node.items():
            if key not in ("@id", "@context"):
                properties.setdefault(key, []).extend(one for one in as_list(value) if one not in properties[key])
    return found


def catalog_of(root: Path, **changes: Any) -> Any:
    """The catalogue of a project in the repository without files, with other settings."""
    facts, config = loaded_facts(root), read_config(root).model_copy(update=changes)
    entry = FileEntry("0" * 64, 1)
    export = Export(facts, config, {})
    sets = {f"data/{of_set.set_name}.zip": of_set for of_set in facts.cities}
    return json.loads(catalog(export, ["data/all.xlsx"], sets, {"data/all.xlsx": entry, **dict.fromkeys(sets, entry)}))


def violations(tree: Any) -> list[tuple[str, str]]:
    """The properties that are missing, that are there too often, or whose value is of another class."""
    known = merged(tree)
    missing = [
        (address, key)
        for address, node in known.items()
        for kind in node.get("@type", ())
        for key in REQUIRED.get(kind, "").split()
        if not node.get(key)
    ]
    repeated = [(address, key) for address, node in known.items() for key in ONCE if len(node.get(key, ())) > 1]
    strange = [
        (node.get("@id", ""), key)
        for node in nodes(tree)
        for key, kind in RANGES.items()
        if key in node
        for value in as_list(node[key])
        if kind not in (known[value["@id"]] if "@id" in value else value).get("@type", ())
    ]
    return [*missing, *repeated, *strange]


SETTINGS: list[dict[str, Any]] = [
    {},
    {"url": "https://example.gov.cn/jixiao/", "operator": "", "description": ""},
    {"licence": "https://creativecommons.org/licenses/by/4.0/", "site_id_code": "4408000000"},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=["own", "address", "licence"])
@pytest.mark.parametrize("project", ["", "tests/content/projects", "tests/content/years"])
def test_every_node_has_what_the_profile_requires(project: str, settings: dict[str, Any]) -> None:
    assert violations(catalog_of(ROOT / project, **settings)) == []


def test_what_is_missing_is_found() -> None:
    tree = catalog_of(ROOT)
    del tree["dcat:dataset"][0]["dcat:distribution"][0]["dcat:accessURL"]
    tree["dcat:dataset"][0]["dct:license"] = {"@id": "#elsewhere"}
    assert sorted(key for _, key in violations(tree)) == ["dcat:accessURL", "dct:license"]


def test_no_two_sites_have_one_identifier() -> None:
    settings = [{"url": "https://a.gov.cn/"}, {"url": "https://b.gov.cn/"}, {"site_id_code": "4408000000"}, {}]
    told = [
        {tree["dct:identifier"], *(one["dct:identifier"] for one in tree["dcat:dataset"])}
        for tree in (catalog_of(ROOT, **changes) for changes in settings)
    ]
    assert [min(one) for one in told] == ["a.gov.cn", "b.gov.cn", "4408000000", "预算绩效目标公开示范站"]
    assert len(set.union(*told)) == sum(map(len, told))


def test_a_city_has_its_code_and_a_dataset_its_years() -> None:
    codes = {place["@id"]: place.get("dct:identifier") for place in catalog_of(ROOT)["dct:spatial"]}
    cities = {city.slug: city.about.code for city in loaded_corpus(ROOT).cities}
    assert codes == {f"#place-{slug}": None if slug == "central" else f"CN-{code}" for slug, code in cities.items()}
    assert (cities["central"], cities["putuo"]) == ("000000", "310107")
    tree = catalog_of(three_documents())
    periods = [
        [one["dct:temporal"][key]["@value"] for key in ("dcat:startDate", "dcat:endDate")]
        for one in tree["dcat:dataset"]
    ]
    assert periods == [["2021-01-01", "2022-12-31"], ["2022-01-01", "2022-12-31"], ["2021-01-01", "2021-12-31"]]


def test_the_licence_is_the_setting_or_says_that_there_is_none() -> None:
    own, named, linked = (
        catalog_of(ROOT, licence=words)["dct:license"] for words in (None, "某许可", "https://example.org/l")
    )
    assert own["rdfs:label"]["@value"].startswith("表格是政府部门公开的文件，本站转录，不另设许可。")
    assert named["rdfs:label"]["@value"] == "某许可"
    assert linked == {"@id": "https://example.org/l", "@type": "dct:LicenseDocument"}
    assert "licence" in Config.model_fields


@pytest.mark.slow
def test_the_catalogue_names_each_file_with_size_and_hash(site: Path) -> None:
    tree = json.loads((site / "data/catalog.jsonld").read_bytes())
    assert violations(tree) == []
    assert (tree["@type"], [one["@id"] for one in tree["dcat:dataset"]]) == (
        "dcat:Catalog",
        ["#all", *(f"#{name}" for name in SETS)],
    )
    files = [one for dataset in tree["dcat:dataset"] for one in dataset["dcat:distribution"]]
    assert len(files) == len(TABLES) + len(IN_JSON) + 3 + len(SETS)
    for file in files:
        content = (site / "data" / file["dcat:downloadURL"]["@id"].removeprefix("../data/")).resolve().read_bytes()
        known = (file["dcat:byteSize"]["@value"], file["spdx:checksum"]["spdx:checksumValue"]["@value"])
        assert known == (str(len(content)), hashlib.sha256(content).hexdigest())
