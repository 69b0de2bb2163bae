"""The DCAT catalogue of all downloads after DCAT-AP 3, for data portals that harvest it.

Addresses are relative to the catalogue where the site's own address is unknown. Every node has its class, vocabularies
of other sites too, so that the shapes of the profile can be checked without them.
"""

from collections.abc import Iterable, Mapping, Sequence

from generator.analysis.facts import FormFacts
from generator.analysis.site_facts import CityFacts
from generator.content.addresses import section_address
from generator.content.config import Config
from generator.content.corpus import City
from generator.output.exports.feeds import newest
from generator.output.exports.identity import licence_of, site_key
from generator.output.exports.outputs import ALL, ANSWERS, DATA, MEDIA_TYPES, Export, Tree, json_bytes
from generator.output.exports.web import SCHEMA, address
from generator.system.manifest import FileEntry
from generator.words import translate

PATH = f"{DATA}catalog.jsonld"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = "https://www.iana.org/assignments/media-types/"
# The theme of government of the European portals, and the standard that the data package follows.
THEMES = "http://publications.europa.eu/resource/authority/data-theme"
THEME = f"{THEMES}/GOVE"
CHINESE = "http://id.loc.gov/vocabulary/iso639-1/zh"
PACKAGES = "https://specs.frictionlessdata.io/tabular-data-package/"
PUBLISHER = {"@id": "#publisher"}
CHINA = "https://www.iso.org/obp/ui/#iso:code:3166:CN"


def catalog(
    export: Export, whole: Sequence[str], sets: Mapping[str, CityFacts], files: Mapping[str, FileEntry]
) -> bytes:
    """Return the catalogue of all files: `whole` are those of everything, `sets` the zip of each city and year."""
    config, facts = export.config, export.facts
    name = str(config.name)
    title = translate("tables.catalog.whole", site=name)
    data_sets = [dataset(config, ALL, title, [(path, files[path]) for path in whole], facts.cities)]
    for path, of_set in sets.items():
        title = translate("tables.catalog.set", city=of_set.city.about.name, year=of_set.year)
        data_sets.append(dataset(config, of_set.set_name, title, [(path, files[path])], (of_set,)))
    return json_bytes(
        {
            "@context": CONTEXT,
            "@id": "",
            "@type": "dcat:Catalog",
            **common_fields(config, name, about(config), facts.forms),
            "dct:identifier": site_key(config),
            "dct:license": licence(config),
            "dct:publisher": {**PUBLISHER, "@type": "foaf:Agent", "foaf:name": publisher(config)},
            "foaf:homepage": document(config, ""),
            "dcat:themeTaxonomy": {
                "@id": THEMES,
                "@type": "skos:ConceptScheme",
                "dct:title": text(translate("tables.catalog.themes")),
            },
            "dct:spatial": places(facts.cities),
            "dcat:service": service(config),
            "dcat:dataset": data_sets,
        }
    )


def about(config: Config) -> str:
    """Return the description of the site; a general one where it has none."""
    return str(config.description) or translate("tables.catalog.description")


def dataset(
    config: Config, name: str, title: str, files: Sequence[tuple[str, FileEntry]], years: Sequence[CityFacts]
) -> Tree:
    """Return a dataset of some cities and years with each of its distributions."""
    forms = [facts for of_set in years for facts in (*of_set.records, *of_set.projects)]
    return {
        "@id": f"#{name}",
        "@type": "dcat:Dataset",
        **common_fields(config, title, translate("tables.catalog.description"), forms),
        "dct:identifier": f"{site_key(config)}#{name}",
        "dcat:theme": {
            "@id": THEME,
            "@type": "skos:Concept",
            "skos:prefLabel": text(translate("tables.catalog.theme")),
        },
        "dcat:keyword": [text(word) for word in translate("tables.catalog.keywords").split("、")],
        "dct:spatial": places(years),
        **temporal([of_set.year for of_set in years]),
        "dct:accrualPeriodicity": {
            "@id": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
            "@type": "dct:Frequency",
        },
        "dcat:contactPoint": contact(config),
        "dct:conformsTo": {"@id": PACKAGES, "@type": "dct:Standard"},
        "dcat:landingPage": document(config, section_address("data")),
        "dcat:distribution": [distribution(config, path, entry) for path, entry in files],
    }


def common_fields(config: Config, title: str, description: str, forms: Iterable[FormFacts]) -> Tree:
    """Return the common fields of a catalogue and a dataset; an unknown day is left out."""
    modified = newest(forms)
    return {
        "dct:title": text(title),
        "dct:description": text(description),
        "dct:language": {"@id": CHINESE, "@type": "dct:LinguisticSystem"},
        "dct:license": {"@id": licence(config)["@id"]},
        "dct:publisher": PUBLISHER,
        **({"dct:modified": {"@type": "xsd:date", "@value": modified.isoformat()}} if modified else {}),
    }


def text(words: str) -> Tree:
    """Return a text in Chinese."""
    return {"@language": "zh-CN", "@value": words}


def document(config: Config, path: str) -> Tree:
    """Return a page of the site."""
    return {"@id": address(config, path, DATA), "@type": "foaf:Document"}


def publisher(config: Config) -> str:
    """Return the name of who runs the site; that of the site where it is not set."""
    return str(config.operator or config.name)


def contact(config: Config) -> Tree:
    """Return the contact point: the organization, with the page about the site."""
    return {
        "@id": "#contact",
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": publisher(config),
        "vcard:hasURL": {"@id": address(config, "about/", DATA)},
    }


def licence(config: Config) -> Tree:
    """Return the licence of the data, by its address where the setting is one."""
    words = licence_of(config)
    if words.startswith(("https://", "http://")):
        return {"@id": words, "@type": "dct:LicenseDocument"}
    return {"@id": "#licence", "@type": "dct:LicenseDocument", "rdfs:label": text(words)}


def places(years: Sequence[CityFacts]) -> list[Tree]:
    """Return the cities of some cities and years, each by its code."""
    cities = {of_set.city.slug: of_set.city for of_set in years}
    return [place(city) for city in cities.values()]


def place(city: City) -> Tree:
    """Return a place with its code of GB/T 2260, where it has one."""
    return {
        "@id": f"#place-{city.slug}",
        "@type": "dct:Location",
        "skos:prefLabel": text(str(city.about.name)),
        **({"dct:identifier": f"CN-{city.about.code}"} if city.about.has_code else {}),
        "dct:isPartOf": {"@id": CHINA},
    }


def temporal(years: Sequence[int]) -> Tree:
    """Return the period of some years; nothing without years."""
    if not years:
        return {}
    return {
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": f"{min(years)}-01-01"},
            "dcat:endDate": {"@type": "xsd:date", "@value": f"{max(years)}-12-31"},
        }
    }


def service(config: Config) -> Tree:
    """Return the API."""
    return {
        "@id": "#api",
        "@type": "dcat:DataService",
        "dct:title": text(translate("api.title")),
        "dct:description": text(translate("api.description")),
        "dcat:endpointURL": {"@id": address(config, ANSWERS, DATA)},
        "dcat:endpointDescription": {"@id": address(config, f"{DATA}api/", DATA)},
        "dct:license": {"@id": licence(config)["@id"]},
        "dct:publisher": PUBLISHER,
        "dcat:contactPoint": contact(config),
        "dcat:servesDataset": {"@id": f"#{ALL}"},
        "dct:conformsTo": {"@id": address(config, SCHEMA, DATA), "@type": "dct:Standard"},
    }


def distribution(config: Config, path: str, entry: FileEntry) -> Tree:
    """Return one file as a distribution: its address, media type, licence, size and hash."""
    file = {"@id": address(config, path, DATA)}
    media = {"@id": MEDIA + MEDIA_TYPES[path.rpartition(".")[2]], "@type": "dct:MediaType"}
    return {
        "@id": f"#file-{path.replace('/', '-')}",
        "@type": "dcat:Distribution",
        "dct:title": text(path.rpartition("/")[2]),
        "dcat:accessURL": file,
        "dcat:downloadURL": file,
        "dcat:mediaType": media,
        "dct:format": {"@id": media["@id"], "@type": "dct:MediaTypeOrExtent"},
        "dct:license": {"@id": licence(config)["@id"]},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(entry.size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": entry.sha256},
        },
    }
