"""How much of a form is withheld, item by item and in words."""

from collections import Counter
from collections.abc import Iterable

from generator.forms.cells import hidden_cells
from generator.forms.model import Form, Record
from generator.words import translate

WITHHELD_KINDS = ("all", "content", "amount", "target", "cell")


def withheld_items(form: Form) -> list[str]:
    """Return the kind of each withheld item: a task whole, its content or its amount, a target, another cell."""
    tasks = form.tasks.rows if isinstance(form, Record) else ()
    rows = [str(task.withheld) for task in tasks if task.withheld]
    return [*rows, *("target" if cell.row else "cell" for cell in hidden_cells(form) if cell.path[0] != "tasks")]


def withheld_words(forms: Iterable[Form], total: str = "") -> str:
    """Return how much some forms withhold, in words; `total` is the sum of tasks withheld whole."""
    kinds = Counter(kind for form in forms for kind in withheld_items(form))
    phrases = [
        translate(f"facts.withheld.{kind}", count=kinds[kind], total=total) for kind in WITHHELD_KINDS if kinds[kind]
    ]
    return translate("facts.withheld.and").join(phrases)
