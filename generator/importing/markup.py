"""Parses HTML and XML with lxml, which no other module imports: without entities, networks or external files."""

from typing import Any

from generator.importing.source import refusal

# Elements of HTML whose texts are not shown.
UNSEEN = frozenset(("script", "style", "template", "noscript", "head", "title", "textarea", "select", "svg"))


def html_root(name: str, text: str) -> Any:
    """Return the root of an HTML page; raises UsageError where there is none."""
    try:
        from lxml import etree
        from lxml.html import HTMLParser, document_fromstring
    except ImportError as missing:
        raise refusal(name, "library") from missing
    try:
        parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
        return document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise refusal(name, "empty") from error


def xml_root(name: str, data: bytes) -> Any:
    """Return the root of an XML part of an office file; raises UsageError for one that is broken or has entities."""
    try:
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    except ImportError as missing:
        raise refusal(name, "library") from missing
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise refusal(name, "entities") from error
    except ParseError as error:
        raise refusal(name, "broken") from error
