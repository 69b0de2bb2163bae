"""Files that machines look for at the root of a site, and the schema for editors."""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from generator.exports.outputs import Export, json_bytes
from generator.model import record_schema


def sitemap(export: Export) -> Iterator[tuple[str, bytes]]:
    """sitemap.xml with every page; addresses are whole where the configuration knows the site's address."""
    day = f"<lastmod>{escape(export.stamp.date)}</lastmod>" if export.stamp.date else ""
    rows = "".join(
        f"<url><loc>{escape(address(export, path))}</loc>{day}</url>\n"
        for path in export.pages
        if not path.endswith(".html")
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )
    yield "sitemap.xml", text.encode("utf-8")


def address(export: Export, path: str) -> str:
    """The address of a page: whole when the site's own is known, else the way from the site's root."""
    base = str(export.config.url).rstrip("/")
    return f"{base}/{quote(path)}" if base else quote(path) or "./"


def robots(export: Export) -> Iterator[tuple[str, bytes]]:
    """robots.txt: everything may be read."""
    lines = ["User-agent: *", "Allow: /"]
    if export.config.url:
        lines.append(f"Sitemap: {address(export, 'sitemap.xml')}")
    yield "robots.txt", ("\n".join(lines) + "\n").encode("utf-8")


def schema(export: Export) -> Iterator[tuple[str, bytes]]:
    """The JSON Schema of a record."""
    yield "data/record.schema.json", json_bytes(record_schema())
