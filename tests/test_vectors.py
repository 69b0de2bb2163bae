"""What Python and JavaScript both do, by the tables that both run: tests/js runs them against templates/assets."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any, cast

import pytest
from indexing import index_of

from generator.analysis.comparison import (
    GROUPS,
    MOST_RECORDS,
    NOT_SET,
    Comparison,
    ComparisonRow,
    basket_address,
    caution,
    finding,
    joined_names,
    rows_of,
)
from generator.analysis.comparison_lines import ComparisonLine, Statement
from generator.content.file_names import SLUG, YEAR
from generator.output import search_index, search_shards
from generator.output.assets import BROWSER, SHARED
from generator.output.search_folding import UNITS, equal_characters, folded, normal_figures
from generator.output.search_index import (
    SearchDocument,
    SearchEntry,
    index_document,
)
from generator.output.search_ngrams import pairs_of
from generator.output.search_postings import code_digits, packed_numbers
from generator.words import catalogue, catalogue_map, catalogue_text, translate

VECTORS = Path(__file__).with_name("vectors")
OF_PROJECT = f"/(?!form$|results(?:$|/)){SLUG.pattern}"
RECORD = re.compile(f"({SLUG.pattern}/{SLUG.pattern}/)?{YEAR.pattern}({OF_PROJECT})?(/results)?")


def table(name: str) -> dict[str, Any]:
    """A table of vectors."""
    found: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def cases(name: str, label: Callable[[dict[str, Any]], str], part: str = "cases") -> pytest.MarkDecorator:
    """A test for each case of a table; the label has only signs that every terminal can show."""
    found = table(name)[part]
    labels = [re.sub(r"[^\w ./-]+", "", label(case), flags=re.ASCII)[:60] for case in found]
    return pytest.mark.parametrize("case", found, ids=labels)


SEARCH = table("search")


@cases("folding", lambda case: case["what"])
def test_a_text_is_folded(case: dict[str, Any]) -> None:
    repeat = case.get("repeat", 1)
    assert folded(case["text"] * repeat) == case["folded"] * repeat


def test_the_browser_has_the_pairs_of_characters_of_these_texts() -> None:
    found = table("folding")
    assert equal_characters("".join(case["folded"] for case in found["cases"])) == found["equal"]


def test_the_browser_has_the_words_of_figures() -> None:
    assert table("figures")["units"] == UNITS


@cases("figures", lambda case: case["text"])
def test_figures_are_written_plainly(case: dict[str, Any]) -> None:
    assert normal_figures(case["text"]) == case["plain"]
    assert normal_figures(case["plain"]) == case["plain"]


@cases("ngrams", lambda case: case["word"])
def test_what_a_word_is_looked_up_by_are_ngrams_of_the_text(case: dict[str, Any]) -> None:
    pairs = pairs_of([case["text"]])
    indexed = pairs | {pair & 0xFFFF for pair in pairs}
    looked_up = [int.from_bytes(gram.encode("utf-16-le", "surrogatepass"), "little") for gram in case["grams"]]
    assert looked_up
    assert set(looked_up) <= indexed


@cases("postings", lambda case: case["packed"])
def test_numbers_of_documents_are_packed(case: dict[str, Any]) -> None:
    packed = ""
    for code, ranks in case["sets"]:
        packed += code_digits(code)
        packed += "".join(packed_numbers(rank, numbers) for rank, numbers in enumerate(ranks) if numbers)
    assert packed == case["packed"]


def searched() -> list[SearchDocument]:
    made = []
    for page in SEARCH["documents"]:
        entries = tuple(SearchEntry(*entry) for entry in page["entries"])
        names, pinyin = tuple(page.get("names", ())), tuple(page.get("pinyin", ()))
        made.append(SearchDocument(page["path"], page["title"], page["city"], page["year"], entries, names, pinyin))
    return made


def test_the_index_has_the_files_in_which_the_browser_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_shards, "SHARD_SIZE", SEARCH["shard_size"])
    monkeypatch.setattr(search_index, "PART_SIZE", SEARCH["part_size"])
    files = {path: json.loads(content) for path, content in index_of(map(index_document, searched()))}
    assert files == SEARCH["files"]
    assert files["search/index.json"]["shards"] > 2
    assert max(len(parts) for *_, parts in files["search/index.json"]["sets"]) > 1


@cases("search", lambda case: case["query"])
def test_a_query_finds_the_pages_in_which_its_words_stand(case: dict[str, Any]) -> None:
    filters = case.get("filters", {})
    query = re.sub(r"(?<=[0-9])\s+(?=[亿万])", "", case["query"])
    words = [word for part in re.split(r"\s+", query) for word in words_in(folded(part)) if word]
    found = {page.path for page in searched() if words and is_found(page, words, filters)}
    assert found == set(case["paths"])
    assert len(found) == len(case["paths"])


def words_in(word: str) -> tuple[str, ...]:
    """A name with a year behind it, apart."""
    found = re.fullmatch(r"([一-龥]{2,})((?:19|20)[0-9]{2}年?)", word)
    return found.groups() if found else (word,)


def is_found(page: SearchDocument, words: list[str], filters: dict[str, Any]) -> bool:
    """Whether all words are in one place of a page or in what the page is of, and one of them in the place."""
    context = [*page.names, page.city, page.year and f"{page.year}年", page.title]
    is_here = page.city == filters.get("city", page.city) and page.year == filters.get("year", page.year)
    for (kind, label, _), place in page.places.items() if is_here else ():
        own = [label, place.value, *place.texts]
        is_kind = not filters.get("kinds") or translate(f"search.kinds.{kind}") in filters["kinds"]
        if is_kind and all(holds([*own, *context], word) for word in words) and any(holds(own, word) for word in words):
            return True
    return False


def holds(texts: list[str], word: str) -> bool:
    """Whether a word, as it is or with its figure written plainly, is in one of the texts or their plain forms."""
    forms = {word, normal_figures(word)}
    return any(form in text for form in forms for one in map(folded, texts) for text in (one, normal_figures(one)))


def line_of(part: dict[str, Any]) -> ComparisonLine:
    value = Decimal(part["value"]) if "value" in part else None
    others = {key: part.get(key, "") for key in ("measure", "unit")}
    quotes = tuple(Statement(*quote) for quote in part.get("quotes", ()))
    return ComparisonLine(
        part["group"], part["key"], part["key"], quotes, value, **others, is_absent=part.get("absent", False)
    )


def kind_of(row: ComparisonRow) -> str:
    if not row.is_shared:
        return "alone"
    return "differs" if row.differs else "shared"


@cases("sheets", lambda case: case["what"])
def test_records_stand_side_by_side(case: dict[str, Any]) -> None:
    made = rows_of([[line_of(part) for part in card] for card in case["cards"]])
    # As the page shows them: by group, and in each those that all records share first.
    ordered = sorted(made, key=lambda row: (GROUPS.index(row.group), not row.is_shared))
    assert [[row.key, kind_of(row), str(row.times or "")] for row in ordered] == case["rows"]
    assert all(len(row.cells) == len(case["cards"]) for row in made)


@cases("sheets", lambda case: case["what"], "drawn")
def test_rows_are_drawn_or_the_same(case: dict[str, Any]) -> None:
    sheet = Comparison(tuple(case["cards"]), lambda card: map(line_of, cast("Any", card)))
    made = []
    for row in sheet.rows:
        bars = [None if bar is None else f"{bar}%" for bar in sheet.bars(row)]
        made.append([row.key, row.has_bars, row.is_same, row.notes, bars])
    assert made == case["rows"]


@cases("sheet_texts", lambda case: case["what"])
def test_the_words_over_records_side_by_side(case: dict[str, Any]) -> None:
    assert joined_names(case["names"]) == case["joined"]
    assert caution(case["years"], case["frameworks"], case["departments"]) == case["caution"]


@cases("sheet_texts", lambda case: case["what"], "findings")
def test_what_two_totals_show(case: dict[str, Any]) -> None:
    totals = [None if total is None else Decimal(total) for total in case["totals"]]
    assert finding(case["names"], totals) == case["finding"]


def test_the_words_over_a_sheet_are_those_of_the_catalogue() -> None:
    patterns = table("sheet_texts")["patterns"]
    assert {key: catalogue_text(f"comparing.{key}") for key in patterns} == patterns


def test_the_browser_has_the_groups_of_a_sheet_and_their_words() -> None:
    assert table("sheets")["groups"] == list(GROUPS) == list(catalogue_map("comparing.group"))
    assert set(catalogue_map("comparing.missing")) == {*NOT_SET}


@cases("record_addresses", lambda case: case["path"])
def test_what_is_the_address_of_a_record(case: dict[str, Any]) -> None:
    assert bool(RECORD.fullmatch(case["path"])) == case["is_record"]


@cases("basket_addresses", lambda case: case["address"])
def test_the_address_that_compares_records(case: dict[str, Any]) -> None:
    assert basket_address(case["paths"]) == case["address"]
    assert len(case["paths"]) <= MOST_RECORDS == table("basket_addresses")["most"]


@cases("sentences", lambda case: case["key"])
def test_a_sentence_is_filled_in(case: dict[str, Any]) -> None:
    assert catalogue_text(case["key"]) == case["pattern"]
    assert translate(case["key"], **case["values"]) == case["sentence"]


def texts_in(tree: Any) -> list[str]:
    return [tree] if isinstance(tree, str) else [text for part in tree.values() for text in texts_in(part)]


def test_sentences_of_the_browser_have_only_fields_that_it_can_fill() -> None:
    areas = [area for area in catalogue() if area.startswith(BROWSER) or area in SHARED]
    fields = [
        field for text in texts_in({area: catalogue_map(area) for area in areas}) for field in Formatter().parse(text)
    ]
    names = [(name, form, conversion) for _, name, form, conversion in fields if name is not None]
    assert len(names) > 30
    assert [field for field in names if not re.fullmatch(r"\w+", field[0]) or field[1] or field[2]] == []
    assert [
        text for text in texts_in({area: catalogue_map(area) for area in areas}) if "{{" in text or "}}" in text
    ] == []


def test_every_table_is_run_by_both() -> None:
    for pattern in ("test_*.py", "js/*.test.mjs"):
        tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob(pattern))
        missing = [path.name for path in VECTORS.iterdir() if not re.search(rf'["/]{path.stem}[".]', tests)]
        assert missing == [], pattern
