"""schema.org descriptions of records, for search engines that look for data."""

from collections.abc import Sequence

from generator.analysis.facts import FormFacts
from generator.content.config import Config
from generator.output.charts import figure_json
from generator.output.exports.outputs import MEDIA_TYPES


def dataset(config: Config, facts: FormFacts, title: str, files: Sequence[str]) -> str:
    """A record as schema.org/Dataset in JSON-LD; addresses are whole where the site knows its own."""
    source = facts.source
    base = f"{str(config.url).rstrip('/')}/{source.path}" if config.url else ""
    published = source.record.disclosure.published_on
    tree = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": facts.summary,
        "inLanguage": "zh-CN",
        "temporalCoverage": str(source.year),
        "spatialCoverage": {"@type": "AdministrativeArea", "name": source.city.name, "identifier": source.city.code},
        "creator": {"@type": "GovernmentOrganization", "name": source.department.name},
        "isBasedOn": {"@type": "CreativeWork", "name": source.record.source.title},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": MEDIA_TYPES[name.rpartition(".")[2]],
                "contentUrl": base + name,
            }
            for name in files
        ],
    }
    if base:
        tree["url"] = base
    if published:
        tree["datePublished"] = published.isoformat()
    return figure_json(tree)
