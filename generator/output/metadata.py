"""Metadata of pages: the meta tags of government sites, without those that have no value, and schema.org descriptions.

The tags are in three groups: of the site, of its column, and of an article.
"""

from collections.abc import Sequence

from generator.analysis.facts import FormFacts, RecordFacts
from generator.content.config import Config
from generator.content.corpus import AnyFormSource
from generator.forms.figures import figure
from generator.output.charts import figure_json
from generator.output.exports.feeds import feed_entry
from generator.output.exports.outputs import MEDIA_TYPES
from generator.output.exports.web import address
from generator.words import translate

Tags = tuple[tuple[str, str], ...]


def filled(*tags: tuple[str, object]) -> Tags:
    """Leave out tags without a value."""
    return tuple((name, str(value)) for name, value in tags if value)


def site_tags(config: Config) -> Tags:
    """The tags that every page has."""
    return filled(("SiteName", config.name), ("SiteDomain", config.domain), ("SiteIDCode", config.site_id_code))


def column_tags(config: Config) -> Tags:
    """The tags of a column and of the pages in it."""
    column = config.column
    return filled(
        ("ColumnName", column.name),
        ("ColumnDescription", column.description),
        ("ColumnKeywords", column.keywords),
        ("ColumnType", column.type),
    )


def article_tags(config: Config, source: AnyFormSource, title: str) -> Tags:
    """The tags of one disclosure; without a day of publication where it is unknown."""
    disclosure = source.record.disclosure
    published = f"{disclosure.published_on.isoformat()} 00:00" if disclosure.published_on else ""
    origin = disclosure.issuer or config.content_source or config.operator
    return filled(("ArticleTitle", title), ("PubDate", published), ("ContentSource", origin))


def dataset(config: Config, facts: FormFacts, files: Sequence[str]) -> str:
    """A record as schema.org/Dataset in JSON-LD; addresses are whole where the site knows its own."""
    source = facts.source
    base = address(config, source.path) if config.url else ""
    news = feed_entry(facts)
    published = source.record.disclosure.published_on
    tree = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": facts.title,
        "description": facts.summary,
        "inLanguage": "zh-CN",
        "temporalCoverage": str(source.year),
        "spatialCoverage": {"@type": "AdministrativeArea", "name": source.city.name, "identifier": source.city.code},
        "creator": {"@type": "GovernmentOrganization", "name": source.department.name},
        "license": {"@type": "CreativeWork", "name": translate("tables.licence")},
        "isAccessibleForFree": True,
        "variableMeasured": variables(facts),
        "isBasedOn": {"@type": "CreativeWork", "name": source.record.source.title},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": MEDIA_TYPES[name.rpartition(".")[2]],
                "contentUrl": base + name,
            }
            for name in files
        ],
        **({"url": base} if base else {}),
        **({"datePublished": published.isoformat()} if published else {}),
        **({"dateModified": news.day.isoformat()} if news else {}),
    }
    return figure_json(tree)


def variables(facts: FormFacts) -> list[dict[str, object]]:
    """The figures of a form as schema.org/PropertyValue; one that is unknown has no value."""
    total = None if facts.total is None else figure(facts.total)
    counts = [("indicators", facts.indicator_count)]
    if isinstance(facts, RecordFacts) and facts.has_tasks:
        counts.insert(0, ("tasks", facts.task_count))
    rows = [
        ("total", total, facts.unit),
        *((key, count, translate(f"record.tiles.{key}_unit")) for key, count in counts),
    ]
    return [
        {
            "@type": "PropertyValue",
            "name": translate(f"record.tiles.{key}"),
            "unitText": unit,
            **({} if value is None else {"value": value}),
        }
        for key, value, unit in rows
    ]
