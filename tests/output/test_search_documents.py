"""What search knows of a form: amounts are shown in the unit of the form, and stay findable as they are written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from corpora import loaded_facts
from reading import HERE

from generator.output.search_documents import form_document, record_entries
from generator.output.search_folding import folded


def amounts(root: Path, path: str) -> Iterator[str]:
    """The texts of a record that end in a unit of money after a space, by their places."""
    facts = next(one for one in loaded_facts(root).records if one.source.path == path)
    unit = facts.source.record.unit
    return (f"{entry.anchor} {entry.value}" for entry in record_entries(facts) if entry.value.endswith(f" {unit}"))


@pytest.mark.parametrize(
    ("root", "path", "some"),
    [
        (
            HERE.parent,
            "jieyang/zhengfawei/2022/",
            {"by-type-basic 1263.12 万元", "task-7 137.22 万元"},
        ),
        (HERE / "content/years", "shili/wenhuaju/2025/", {"task-1 3600000 元"}),
    ],
)
def test_amounts_have_their_unit(root: Path, path: str, some: set[str]) -> None:
    assert some <= set(amounts(root, path))


@pytest.mark.slow
@pytest.mark.parametrize("query", ["137.22", "137.22万元", "137.22 万元", "１３７．２２"])
def test_an_amount_is_found_as_a_reader_writes_it(query: str) -> None:
    found = [text for text in amounts(HERE.parent, "jieyang/zhengfawei/2022/") if folded(query) in folded(text)]
    assert found


def test_what_became_of_a_target_is_the_first_text_of_its_place() -> None:
    (facts,) = loaded_facts(HERE.parent).results
    texts = [place.texts[0] for (kind, *_), place in form_document(facts).places.items() if kind == "indicator"]
    assert texts[:2] == ["完成 3，超出", "完成 100，达到"]
    assert [text for text in texts if text.endswith("未达到")] == ["完成 88%，未达到"]
