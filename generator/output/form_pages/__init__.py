"""The official forms of departments and projects: the drawing of each, filled in."""

from functools import lru_cache
from typing import NamedTuple

from generator.content.corpus import AnyFormSource
from generator.forms.cells import SameForm
from generator.forms.drawings.collection import data_table, kind_of_form
from generator.forms.drawings.drawing import FormDrawing
from generator.forms.drawings.fit import Misfit, misfit
from generator.output.form_pages.drawn import filled_grid
from generator.output.form_pages.grid import Grid
from generator.words import translate


class FormPage(NamedTuple):
    """The grid of a form; `misfit` is why it is not laid out as its own drawing, which is `form`.

    `form` is None where there is no drawing of it.
    """

    grid: Grid
    year: int
    form: FormDrawing | None
    misfit: Misfit | None = None

    @property
    def is_official(self) -> bool:
        """Whether the grid is laid out as the form itself."""
        return self.form is not None and self.misfit is None

    @property
    def lead(self) -> str:
        """The sentence on whose layout the page has: that of its form, or the product's own table with the reason."""
        if self.form is None:
            return translate("forms.lead.table", why=translate("forms.why.none"))
        if self.misfit is None:
            title = self.form.titled(self.year).replace("\n", "")
            return translate("forms.lead.official", name=self.form.name, title=title)
        why = translate("forms.why.misfit", name=self.form.name, cells=self.misfit.words(self.form))
        return translate("forms.lead.table", why=why)


def form_of(source: AnyFormSource) -> FormPage:
    """Return a form in its drawing, or in the table of the product's own where there is no drawing that fits.

    The page and the spreadsheet of a form are drawn one after the other, for all years of a department.
    """
    return latest_form(SameForm(source.record), source.year, source.drawing)


@lru_cache(maxsize=32)
def latest_form(same: SameForm, year: int, drawing: FormDrawing | None) -> FormPage:
    """Return the form of a record that may have been asked for before."""
    form = same.form
    trouble = misfit(form, drawing) if drawing else None
    fitting = data_table(kind_of_form(form)) if drawing is None or trouble else drawing
    return FormPage(filled_grid(form, year, fitting), year, drawing, trouble or None)
