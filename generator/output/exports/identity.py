"""The identifier of a site for programs, by which the data of two sites can be joined, and the licence of its data."""

from urllib.parse import urlsplit

from generator.content.config import Config
from generator.output.exports.outputs import Tree
from generator.words import translate


def site_key(config: Config) -> str:
    """Return the identifier of a site: its code, else its host, else its domain, else its name."""
    host = urlsplit(str(config.url)).netloc
    return str(config.site_id_code or host or config.domain or config.name)


def site_tree(config: Config) -> Tree:
    """Return the identifier, the name and the homepage of a site."""
    return {"id": site_key(config), "name": str(config.name), "homepage": str(config.url) or None}


def licence_of(config: Config) -> str:
    """Return the licence of the data: the site's setting, or the statement that there is none beyond the law."""
    return str(config.licence or translate("tables.licence"))
