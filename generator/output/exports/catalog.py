"""The DCAT catalogue of all downloads, for data portals that harvest it.

Addresses are relative to the catalogue where the site's own address is unknown.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.analysis.site_facts import CityFacts, Facts
from generator.output.exports.feeds import address, newest
from generator.output.exports.outputs import DATA, Export, json_bytes
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
TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def catalog(
    export: Export, whole: Sequence[str], sets: Mapping[str, CityFacts], files: Mapping[str, FileEntry]
) -> bytes:
    """Return the catalogue of all files: `whole` are those of everything, `sets` the zip of each city and year."""
    name = str(export.config.name)
    title = translate("tables.catalog.whole", site=name)
    everything = dataset(export, "", title, [(path, files[path]) for path in whole], export.facts)
    parts = []
    for path, of_set in sets.items():
        title = translate("tables.catalog.set", city=of_set.city.about.name, year=of_set.year)
        parts.append(dataset(export, path, title, [(path, files[path])], of_set, of_set.year))
    return json_bytes(
        {
            "@context": CONTEXT,
            "@id": "",
            "@type": "dcat:Catalog",
            **common_fields(export, name, str(export.config.description), export.facts),
            "foaf:homepage": {"@id": address(export, DATA, "")},
            "dcat:dataset": [everything, *parts],
        }
    )


def dataset(
    export: Export,
    fragment: str,
    title: str,
    files: Sequence[tuple[str, FileEntry]],
    facts: Facts | CityFacts,
    year: int | None = None,
) -> dict[str, Any]:
    """Return a dataset with each of its distributions."""
    named = fragment.rpartition("/")[2].removesuffix(".zip") or "all"
    period = {
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": f"{year}-01-01"},
            "dcat:endDate": {"@type": "xsd:date", "@value": f"{year}-12-31"},
        }
    }
    return {
        "@id": f"#{named}",
        "@type": "dcat:Dataset",
        **common_fields(export, title, translate("tables.catalog.description"), facts),
        **(period if year else {}),
        "dcat:landingPage": {"@id": address(export, DATA, "data/")},
        "dcat:distribution": [distribution(export, path, entry) for path, entry in files],
    }


def common_fields(export: Export, title: str, about: str, facts: Facts | CityFacts) -> dict[str, Any]:
    """Return the common fields of a catalogue and a dataset; an unknown publisher or day is left out."""
    operator, modified = str(export.config.operator), newest((*facts.records, *facts.projects))
    return {
        "dct:title": {"@language": "zh-CN", "@value": title},
        "dct:description": {"@language": "zh-CN", "@value": about},
        "dct:language": {"@id": "http://id.loc.gov/vocabulary/iso639-1/zh"},
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": translate("tables.licence")},
        **({"dct:publisher": {"@type": "foaf:Agent", "foaf:name": operator}} if operator else {}),
        **({"dct:modified": {"@type": "xsd:date", "@value": modified.isoformat()}} if modified else {}),
    }


def distribution(export: Export, path: str, entry: FileEntry) -> dict[str, Any]:
    """Return one file as a distribution: its address, media type, size and hash."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": path.rpartition("/")[2],
        "dcat:downloadURL": {"@id": address(export, DATA, path)},
        "dcat:mediaType": {"@id": MEDIA + TYPES[path.rpartition(".")[2]]},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(entry.size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": entry.sha256},
        },
    }
