"""The code that shows one part of a form's page in a frame on another site."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from generator.analysis.facts import ProjectFacts, RecordFacts
from generator.output.exports.citation import Citation, citation_of
from generator.output.pages.page import Site
from generator.words import translate

# In pixels. The browser measures each part at this width; without scripts the code keeps the height and scrolls.
FRAME_WIDTH, FRAME_HEIGHT = 600, 600


@dataclass(frozen=True, slots=True)
class EmbedCode:
    """The code of one part in the order in which it is written: opening, address, attributes, height, closing.

    `anchor` is where the part stands on the page of the form, `target` the address as seen from there.
    """

    name: str
    anchor: str
    opening: str
    target: str
    address: str
    attributes: str
    height: int
    closing: str


def citing(site: Site, facts: RecordFacts | ProjectFacts, parts: Mapping[str, str]) -> dict[str, Any]:
    """The context of a form's page for citations and embed codes; `parts` are names by the ends of anchors."""
    citation = citation_of(facts, site.config)
    return {
        "citation": citation,
        "embeds": [embed_code(citation, facts.title, part, name) for part, name in parts.items()],
        "frame_width": FRAME_WIDTH,
        "frame_height": FRAME_HEIGHT,
    }


def embed_code(citation: Citation, title: str, part: str, name: str) -> EmbedCode:
    """The embed code of one part; its address includes the fingerprint of the form, to detect later changes."""
    name_of_frame = translate("citing.embed.frame_title", form=title, part=name)
    anchor = f"#embed-{part}"
    target = f"?v={citation.short}{anchor}"
    return EmbedCode(
        name,
        anchor,
        '<iframe src="',
        target,
        citation.address + target,
        f'" title="{escape(name_of_frame)}" width="100%" height="',
        FRAME_HEIGHT,
        '" loading="lazy"></iframe>',
    )
