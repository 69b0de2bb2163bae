"""The DCAT catalogue of all downloads, for data portals that harvest it.

Addresses are relative to the catalogue where the site's own address is unknown.
"""

from collections.abc import Mapping, Sequence

from generator.analysis.site_facts import CityFacts, FormCollection
from generator.content.addresses import section_address
from generator.content.config import Config
from generator.output.exports.feeds import newest
from generator.output.exports.outputs import ALL, DATA, MEDIA_TYPES, Export, Tree, json_bytes
from generator.output.exports.web import address
from generator.system.manifest import FileEntry
from generator.words import translate

PATH = f"{DATA}catalog.jsonld"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = "https://www.iana.org/assignments/media-types/"


def catalog(
    export: Export, whole: Sequence[str], sets: Mapping[str, CityFacts], files: Mapping[str, FileEntry]
) -> bytes:
    """Return the catalogue of all files: `whole` are those of everything, `sets` the zip of each city and year."""
    config, facts = export.config, export.facts
    name = str(config.name)
    title = translate("tables.catalog.whole", site=name)
    data_sets = [dataset(config, ALL, title, [(path, files[path]) for path in whole], facts)]
    for path, of_set in sets.items():
        title = translate("tables.catalog.set", city=of_set.city.about.name, year=of_set.year)
        data_sets.append(dataset(config, of_set.set_name, title, [(path, files[path])], of_set))
    return json_bytes(
        {
            "@context": CONTEXT,
            "@id": "",
            "@type": "dcat:Catalog",
            **common_fields(config, name, str(config.description), facts),
            "foaf:homepage": {"@id": address(config, "", DATA)},
            "dcat:dataset": data_sets,
        }
    )


def dataset(
    config: Config, name: str, title: str, files: Sequence[tuple[str, FileEntry]], facts: FormCollection
) -> Tree:
    """Return a dataset with each of its distributions; that of a city and year has a period."""
    period = {}
    if isinstance(facts, CityFacts):
        period["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": f"{facts.year}-01-01"},
            "dcat:endDate": {"@type": "xsd:date", "@value": f"{facts.year}-12-31"},
        }
    return {
        "@id": f"#{name}",
        "@type": "dcat:Dataset",
        **common_fields(config, title, translate("tables.catalog.description"), facts),
        **period,
        "dcat:landingPage": {"@id": address(config, section_address("data"), DATA)},
        "dcat:distribution": [distribution(config, path, entry) for path, entry in files],
    }


def common_fields(config: Config, title: str, about: str, facts: FormCollection) -> Tree:
    """Return the common fields of a catalogue and a dataset; an unknown publisher or day is left out."""
    operator, modified = str(config.operator), newest((*facts.records, *facts.projects))
    return {
        "dct:title": {"@language": "zh-CN", "@value": title},
        "dct:description": {"@language": "zh-CN", "@value": about},
        "dct:language": {"@id": "http://id.loc.gov/vocabulary/iso639-1/zh"},
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": translate("tables.licence")},
        **({"dct:publisher": {"@type": "foaf:Agent", "foaf:name": operator}} if operator else {}),
        **({"dct:modified": {"@type": "xsd:date", "@value": modified.isoformat()}} if modified else {}),
    }


def distribution(config: Config, path: str, entry: FileEntry) -> Tree:
    """Return one file as a distribution: its address, media type, size and hash."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": path.rpartition("/")[2],
        "dcat:downloadURL": {"@id": address(config, path, DATA)},
        "dcat:mediaType": {"@id": MEDIA + MEDIA_TYPES[path.rpartition(".")[2]]},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(entry.size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": entry.sha256},
        },
    }
