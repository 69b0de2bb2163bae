"""The order of keys in files of content that the program writes: that of the form, then that of the model."""

from collections.abc import Iterable
from functools import lru_cache

from generator.forms.drawings.collection import data_table
from generator.forms.drawings.drawing import FormDrawing, Path
from generator.forms.drawings.vocabulary import fields_of, kind_of_shape
from generator.forms.fields import PROSE, FieldGroup, group_at

# The keys at the head of each form.
HEAD = ("form", "title", "unit")
DOCUMENT, FIRST_OF_DOCUMENTS = "document", "source"
# The keys of an amount in words.
WORDED = ("text", "value")


class KeyOrder:
    """The order of keys in the files of a model; that of a form follows its drawing."""

    def __init__(self, shape: type[FieldGroup], drawing: FormDrawing | None = None) -> None:
        self.shape = shape
        self.drawn: dict[Path, int] = {}
        self.ranks: dict[Path, dict[str, tuple[int, int]]] = {}
        self.prose: frozenset[Path] = frozenset()
        if kind := kind_of_shape(shape):
            slots = (drawing or data_table(kind)).slots
            for slot in slots:
                for length in range(1, len(slot.path) + 1):
                    self.drawn.setdefault(slot.path[:length], len(self.drawn))
            fields = fields_of(kind).items()
            self.prose = frozenset(path for path, field in fields if field.kind == PROSE and not field.rows)

    def sorted(self, keys: Iterable[str], above: Path) -> list[str]:
        """Return the keys of a group in their order: head, cells as drawn, cells of the form's own, all others."""
        ranks = self.ranks.setdefault(above, {})
        for key in keys:
            if key not in ranks:
                ranks[str(key)] = self.rank(str(key), above)
        return sorted(keys, key=ranks.__getitem__)

    def rank(self, key: str, above: Path) -> tuple[int, int]:
        """Return the rank of a key in its group."""
        group = group_at(self.shape, above)
        declared = list(group.model_fields) if group else []
        if not above and key in HEAD:
            return 0, HEAD.index(key)
        if (*above, key) in self.drawn:
            return 1, self.drawn[*above, key]
        if key not in declared:
            return 2, WORDED.index(key) if key in WORDED else 0
        # The name of a document is in place of the parts that the document has.
        return 3, declared.index(FIRST_OF_DOCUMENTS if key == DOCUMENT and not above else key)


@lru_cache(maxsize=256)
def key_order(shape: type[FieldGroup], drawing: FormDrawing | None = None) -> KeyOrder:
    """Return the order of keys in the files of a model and a drawing."""
    return KeyOrder(shape, drawing)
