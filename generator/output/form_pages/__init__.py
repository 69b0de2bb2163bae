"""Records in the layout of the official form of their city and year.

To add a form, write its layout as a file here and name it in FORMS.
"""

from collections.abc import Callable
from functools import lru_cache

from generator.forms.model import Record
from generator.output.form_pages import jieyang, zhanjiang
from generator.output.form_pages.grid import Grid

FORMS: tuple[tuple[Callable[[Record], bool], Callable[[Record], Grid]], ...] = (
    (jieyang.fits, jieyang.layout),
    (zhanjiang.fits, zhanjiang.layout),
)


# The page and the spreadsheet of a form are drawn one after the other, for all years of a department.
@lru_cache(maxsize=32)
def form_of(record: Record) -> Grid:
    """The record on the first form that fits it, else on Zhanjiang's."""
    return next((layout for fits, layout in FORMS if fits(record)), zhanjiang.layout)(record)
