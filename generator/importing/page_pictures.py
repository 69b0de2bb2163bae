"""Draws the pages of PDF files as pictures with pypdfium2 and Pillow, which no other module imports."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from generator.importing.source import PageBox
from generator.system.limited_process import LimitReached, run_limited

# Pixels to a point, and the step from a grey to the next, with which a picture is a third smaller.
SCALE, STEP = 1.6, 17
# What is left around a table, in points, and what a covered cell takes in beside its box.
MARGIN, BLEED = 2.0, 1.0
COVER = 210
SECONDS, MEGABYTES = 60, 400


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A part of a page as a PNG picture: its box on the page in points, and the address that has its data."""

    box: PageBox
    address: str


def page_pictures(path: Path, parts: Sequence[PageBox], covered: Sequence[PageBox]) -> list[PagePicture]:
    """Return the pictures of parts of pages, in which some boxes are covered; none where pages cannot be drawn."""
    try:
        import pypdfium2
    except ImportError:
        return []
    try:
        task = partial(drawn_parts, pypdfium2, path.read_bytes(), parts, covered)
        return run_limited(task, SECONDS, MEGABYTES)
    except (LimitReached, pypdfium2.PdfiumError, ValueError, OSError):
        return []


def drawn_parts(library: Any, data: bytes, parts: Sequence[PageBox], covered: Sequence[PageBox]) -> list[PagePicture]:
    """Return the pictures of parts of the pages of a document; comments and fields are not drawn."""
    document = library.PdfDocument(data)
    pictures = []
    for part in parts:
        page = document[part.page - 1].render(scale=SCALE, grayscale=True, draw_annots=False, may_draw_forms=False)
        image = page.to_pil()
        for box in (box for box in covered if box.page == part.page):
            image.paste(COVER, pixels(box, BLEED))
        picture = image.crop(pixels(part, MARGIN)).point(lambda grey: grey // STEP * STEP)
        file = BytesIO()
        picture.save(file, "PNG")
        address = f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
        pictures.append(PagePicture(around(part, MARGIN), address))
    return pictures


def parts_of(boxes: Sequence[PageBox]) -> list[PageBox]:
    """Return the box around the boxes of each page."""
    pages = {page: [box for box in boxes if box.page == page] for page in sorted({box.page for box in boxes})}
    return [
        PageBox(
            page,
            min(box.left for box in some),
            min(box.top for box in some),
            max(box.right for box in some),
            max(box.bottom for box in some),
        )
        for page, some in pages.items()
    ]


def around(box: PageBox, margin: float) -> PageBox:
    """Return a box with a margin."""
    return PageBox(box.page, box.left - margin, box.top - margin, box.right + margin, box.bottom + margin)


def pixels(box: PageBox, margin: float) -> tuple[int, int, int, int]:
    """Return a box with a margin in pixels of the picture of its page."""
    wide = around(box, margin)
    left, top, right, bottom = (round(SCALE * edge) for edge in (wide.left, wide.top, wide.right, wide.bottom))
    return max(0, left), max(0, top), right, bottom
