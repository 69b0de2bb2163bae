"""Facts of forms that are not in memory say the same as those that are."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from corpora import loaded_corpus
from reading import HERE

from generator.analysis.budget_totals import parts_of
from generator.analysis.facts import FormFacts, RecordFacts
from generator.analysis.rules import Finding, severity_of, ties
from generator.analysis.site_facts import Facts, department_facts
from generator.analysis.stored_facts import FactsReader
from generator.analysis.stored_findings import StoredFindings, findings_by_rule
from generator.analysis.table_rows import IndicatorFacts
from generator.analysis.topics import indicator_occurrences, occurrences_of, topic_counts, topic_of
from generator.build.department_results import StoredDepartment
from generator.content.corpus import DepartmentForms
from generator.content.department_reader import SourceFolder
from generator.content.form_files import FormFiles
from generator.content.loader import load_corpus
from generator.forms.model import Budget
from generator.problems import HostError
from generator.system.packing import packed, unpacked

PROJECTS = [HERE.parent, *(HERE / "content" / name for name in ("projects", "years", "good", "results"))]
# What the two have by nature in different objects.
OWN = {"source", "memo", "record", "answered", "task", "form"}


def stored(department: DepartmentForms, root: Path) -> tuple[Facts, Facts]:
    """The facts of a department, and its stored ones, which went through a file."""
    facts = department_facts(department.records, department.projects, department.results)
    files = FormFiles(root)
    content = packed(StoredDepartment.of(department, facts, files))
    again = unpacked(content, StoredDepartment)
    folder = SourceFolder(
        root,
        department.city_slug,
        department.city,
        root / "content" / department.city_slug / department.slug,
        drawings=department.forms[0].drawings if department.forms else (),
    )
    forms = again.forms(folder, department.city, files)
    whole = {each.source.path: each for each in facts.forms}

    def indicators(source: Any, topic: str | None) -> tuple[IndicatorFacts, ...]:
        lines = whole[source.path].indicators
        return tuple(line for line in lines if topic is None or topic_of(line.indicator) == topic)

    return facts, again.figures.facts(forms, FactsReader(indicators))


def departments() -> Iterator[tuple[Path, DepartmentForms]]:
    """The departments of ours and of the projects of tests."""
    for root in PROJECTS:
        yield from ((root, department) for department in loaded_corpus(root).departments)


def told(facts: FormFacts) -> dict[str, Any]:
    """All that facts say, by name."""
    names = [name for name in dir(facts) if not name.startswith("_") and name not in OWN]
    values = {name: getattr(facts, name) for name in names}
    return {name: value for name, value in values.items() if not callable(value)}


@pytest.mark.parametrize(("root", "department"), [*departments()], ids=lambda value: getattr(value, "slug", None))
def test_stored_facts_say_what_the_form_says(root: Path, department: DepartmentForms) -> None:
    facts, again = stored(department, root)
    pairs = [*zip(facts.forms, again.forms, strict=True)]
    assert pairs or not department.forms
    # Figures that are computed on demand of full facts alone.
    known = {"figures", "reader", "derived"}
    for full, light in pairs:
        own = {name: value for name, value in told(light).items() if name not in known}
        assert own == {name: value for name, value in told(full).items() if name not in known}
        assert ties(light) == ties(full)
        if isinstance(full, RecordFacts) and isinstance(light, RecordFacts):
            assert topic_counts(light) == topic_counts(full) and parts_of(light) == parts_of(full)
        assert light.form == full.form and light.source.traits == full.source.traits
        kept = replace(light.source, content=full.source.content, nodes=full.source.nodes)
        assert kept == replace(full.source)
    assert [(one.line, one.family) for one in indicator_occurrences(again)] == [
        (one.line, one.family) for one in indicator_occurrences(facts)
    ]
    for topic in {topic for record in facts.records for topic in topic_counts(record)}:
        lines = [one.line for one in occurrences_of(again.records, topic)]
        assert lines == [one.line for one in occurrences_of(facts.records, topic)] != []


def test_a_file_that_was_changed_since_is_refused(tmp_path: Path) -> None:
    shutil.copytree(HERE.parent / "content", tmp_path / "content")
    department = next(one for one in load_corpus(tmp_path).departments if one.records)
    _, again = stored(department, tmp_path)
    file = tmp_path / department.records[0].file
    file.write_text(file.read_text("utf-8") + "# 后来\n", "utf-8")
    with pytest.raises(HostError) as refused:
        _ = again.records[0].tasks
    assert [problem.code for problem in refused.value.problems] == ["E727"]
    # The figures are those that were read.
    assert again.records[0].task_count > 0


def test_findings_are_unpacked_as_they_were_and_counted_without_that() -> None:
    one, two = Finding("tasks", "第1行", "无", rule="V01", name="甲"), Finding("tasks", "第2行", rule="V01")
    three = Finding("goal", "年度目标", rule="V03").at_cell(("goal", 1))
    stored = StoredFindings()
    stored.by_rule["a/b/2024/"] = tuple(findings_by_rule((one, two, three)))
    assert dict(stored) == {"a/b/2024/": (one, two, three)}
    assert [(some.rule, some.weights) for some in stored.by_rule["a/b/2024/"]] == [
        ("V01", {severity_of(one): 2}),
        ("V03", {severity_of(three): 1}),
    ]


def test_names_of_fields_are_in_memory_once() -> None:
    budget = Budget.model_validate({"by_type": {"basic": "1.5", "project": "2"}})
    again = unpacked(packed(budget), Budget)
    assert again == budget and again.model_fields_set is again.by_type.model_fields_set
