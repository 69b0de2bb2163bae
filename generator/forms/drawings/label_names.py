"""The fields that a printed word may name, by all drawings of the product and the names of other forms."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from generator.forms.drawings.collection import all_shipped
from generator.forms.drawings.drawing import FormDrawing, FormKind, Path
from generator.forms.drawings.headings import name_in
from generator.forms.drawings.titles import LEAD, OPTIONAL
from generator.forms.drawings.vocabulary import fields_of, groups_of, lists_of, own_groups
from generator.text.person_names import ACTIONS, ROLES
from generator.text.word_list import word_list
from generator.words import catalogue_map, catalogue_text

AREA = "labels"
OTHER_WORDS = ("neutral", "numbers", "totals")
LONGEST = 40
BRACKETED = re.compile(r"\([^()]*\)")
AT_END = re.compile(r"\([^()]*\)$")
# Words in names of projects and indicators that end as personal words do.
ACTIVITIES = (
    "接听|拨打|开通|热线|群众|培训|购|维护|安装|投诉|举报|咨询|回访|宣传|走访|慰问|资格|开展|完成(?!责任人)|做好"
)
PERSONAL = re.compile(
    rf"(?!.*(?:{ACTIVITIES}))[^(，。；、,;.:]{{0,8}}(?:{ROLES}员?|联系方式|电话|手机|邮箱|身份证号码?)"
    r"(?:(?:及|和|、|/)?(?:联系)?(?:电话|方式)|签[字名章])?"
    rf"|(?:财务|单位|部门|项目|主管)?(?:{ACTIONS}|[局处科]长)(?:签[字名章])?"
)
EXECUTION = "execution"
# The groups whose groups have the same columns.
SAME_COLUMNS = (EXECUTION, "tasks")
# The groups whose words are the same on all kinds of forms.
SHARED = ("goal", "indicators")


@dataclass(frozen=True)
class LabelNames:
    """The printed words of a kind of form, folded: the fields and groups that each may name, and other words.

    own      words for cells that only forms have
    columns  words for columns of lists that only forms have
    printed  words over groups of cells
    """

    kind: FormKind
    paths: Mapping[str, frozenset[Path]]
    own: frozenset[str]
    columns: frozenset[str]
    printed: frozenset[str]

    def fields(self, text: str) -> frozenset[Path]:
        """Return the fields and groups that a printed word may name."""
        return next((self.paths[word] for word in foldings(text) if word in self.paths), frozenset())

    def is_label(self, text: str) -> bool:
        """Whether a text is a printed word."""
        if not text.strip() or len(text) > LONGEST:
            return False
        known = (self.paths, self.own, self.columns, self.printed, *map(words_at, OTHER_WORDS))
        return is_personal(text) or any(word in words for word in foldings(text) for words in known)

    def is_own(self, text: str, *, in_list: bool) -> bool:
        """Whether a printed word is a known one for a cell or a column that only forms have, and for no field."""
        return self.may_be_own(text, in_list=in_list) and (in_list or not self.fields(text))

    def may_be_own(self, text: str, *, in_list: bool = False) -> bool:
        """Whether a printed word is a known one for a cell or a column that only forms have."""
        return any(word in (self.columns if in_list else self.own) for word in foldings(text))


def folded(text: str) -> str:
    """Return a printed word without white space, numbering, 其中 and the brackets and the colon at its end."""
    plain = unicodedata.normalize("NFKC", "".join(text.split())).replace("〔", "(").replace("〕", ")")
    plain = LEAD.sub("", OPTIONAL.sub("", plain.rstrip(":"))).lstrip("①②③④⑤⑥⑦⑧⑨•·★▲")
    while (shorter := AT_END.sub("", plain).rstrip(":")) != plain and shorter:
        plain = shorter
    return plain


def foldings(text: str) -> Iterator[str]:
    """Yield a printed word folded, then without the brackets inside of it."""
    word = folded(text)
    yield word
    plain = word
    while (shorter := BRACKETED.sub("", plain)) != plain:
        plain = shorter
    if plain and plain != word:
        yield plain


def is_personal(text: str) -> bool:
    """Whether a printed word asks for personal data."""
    return any(PERSONAL.fullmatch(word) for word in foldings(text))


def is_number(text: str) -> bool:
    """Whether a printed word is that of the number of a row."""
    return any(word in words_at("numbers") for word in foldings(text))


def is_total(text: str) -> bool:
    """Whether a printed word begins a row of sums."""
    return any(word in words_at("totals") for word in foldings(text))


def is_neutral(text: str) -> bool:
    """Whether a printed word says nothing about its cell but that it is one."""
    return any(word in words_at("neutral") for word in foldings(text))


@cache
def words_at(key: str) -> frozenset[str]:
    """Return the words under a key of the catalogue."""
    return frozenset(word_list(catalogue_text(f"{AREA}.{key}")))


def names_from(kind: FormKind, drawings: Iterable[FormDrawing]) -> LabelNames:
    """Return the printed words of a kind of form by some drawings and the catalogue."""
    fields = fields_of(kind)
    places = fields.keys() | groups_of(kind)
    names: dict[str, set[Path]] = defaultdict(set)
    words = {"own": {*words_at("own.cells")}, "columns": {*words_at("own.columns")}, "printed": set[str]()}
    for path, name in (*listed_names(places), *((path, field.title) for path, field in fields.items())):
        if path in places:
            names[folded(name)].add(path)
    for drawing in drawings:
        is_alike = drawing.kind.startswith(kind.partition("-")[0])
        for path, name in drawing.titles.items():
            if path in places and path[0] != EXECUTION and (is_alike or path[0] in SHARED):
                names[folded(name)].add(path)
            elif path[:-1] in own_groups(drawing.kind) and path[:-1] not in lists_of(drawing.kind):
                words["own"].add(folded(name))
            elif path[:-1] in lists_of(drawing.kind) and path not in fields_of(drawing.kind):
                words["columns"].add(folded(name))
        words["printed"].update(folded(name_in(cell)) for cell in drawing.cells if cell.scope and not cell.values)
    names.pop("", None)
    own, columns, printed = (frozenset(each - {""}) for each in words.values())
    return LabelNames(kind, {word: frozenset(paths) for word, paths in names.items()}, own, columns, printed)


def listed_names(places: Collection[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the names in the catalogue, each with the path of a field or a group.

    The columns of one line of 预算执行情况 and of one list of tasks are those of the others.
    """
    for key, words in catalogue_map(f"{AREA}.names").items():
        path = tuple(key.split("."))
        is_column = path[0] in SAME_COLUMNS and len(path) == 3
        beside = [each for each in places if is_column and (each[:1], each[2:]) == (path[:1], path[2:])]
        yield from ((each, word) for each in beside or [path] for word in word_list(words))


@cache
def label_names(kind: FormKind) -> LabelNames:
    """Return the printed words of a kind of form by all drawings of the product."""
    return names_from(kind, all_shipped().values())
