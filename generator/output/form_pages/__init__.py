"""The record given back as the official form of its city and year.

To add a form, write its layout as a file here and name it in FORMS.
"""

from collections.abc import Callable

from generator.forms.model import Record
from generator.output.form_pages import jieyang, zhanjiang
from generator.output.form_pages.grid import Grid

FORMS: tuple[tuple[Callable[[Record], bool], Callable[[Record], Grid]], ...] = (
    (jieyang.fits, jieyang.layout),
    (zhanjiang.fits, zhanjiang.layout),
)


def form_of(record: Record) -> Grid:
    """The record on the first form that its columns belong to; Zhanjiang's takes whatever none claims."""
    return next((layout for fits, layout in FORMS if fits(record)), zhanjiang.layout)(record)
