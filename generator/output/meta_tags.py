"""Meta tags that government sites carry: site, column and article groups; a tag nobody can fill is left out."""

from generator.content.config import Config
from generator.content.corpus import AnyFormSource

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
    """The tags of one disclosure; a day of publication that nobody knows is not made up."""
    disclosure = source.record.disclosure
    published = f"{disclosure.published_on.isoformat()} 00:00" if disclosure.published_on else ""
    origin = disclosure.issuer or config.content_source or config.operator
    return filled(("ArticleTitle", title), ("PubDate", published), ("ContentSource", origin))
