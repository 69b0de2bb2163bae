"""The sitemap, robots.txt, and the JSON Schemas for editors."""

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from generator.content.config import Config
from generator.forms.schema import project_schema, record_schema
from generator.output.exports.outputs import Export, Files, json_bytes

SITEMAP = "sitemap.xml"
SCHEMA = "data/record.schema.json"
PROJECT_SCHEMA = "data/project.schema.json"


def sitemap(config: Config, pages: Iterable[str]) -> bytes:
    """Return sitemap.xml with every page; an empty one where the site does not know its address.

    Sitemaps have no relative addresses. The script of Material asks for the file on every page.
    """
    shown = [path for path in pages if config.url and not path.endswith(".html")]
    rows = "".join(f"<url><loc>{escape(address(config, path))}</loc></url>\n" for path in shown)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )
    return text.encode("utf-8")


def address(config: Config, path: str, folder: str = "") -> str:
    """Return the address of a page: absolute where the site's own is known, else relative to a folder of the site."""
    base = str(config.url).rstrip("/")
    return f"{base}/{quote(path)}" if base else "../" * folder.count("/") + (quote(path) or "./")


def robots(config: Config) -> bytes:
    """Return a robots.txt that allows everything."""
    lines = ["User-agent: *", "Allow: /"]
    if config.url:
        lines.append(f"Sitemap: {address(config, SITEMAP)}")
    return ("\n".join(lines) + "\n").encode("utf-8")


def schema_files(_: Export) -> Files:
    """Yield the JSON Schema of a record, and that of a project."""
    yield SCHEMA, json_bytes(record_schema())
    yield PROJECT_SCHEMA, json_bytes(project_schema())
