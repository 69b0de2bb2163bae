"""The forms in the folder of a department as they were read, before they have their place in the corpus."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, NamedTuple

from generator.content.corpus import Kind
from generator.content.file_names import YEAR, slug_of
from generator.forms.model import Department, Project, Record
from generator.text.yaml import MappingNode


class LoadedForm(NamedTuple, Generic[Kind]):
    """A form that was read, with the year and the file that it is of, and its nodes."""

    year: int
    path: Path
    form: Kind
    nodes: MappingNode

    @property
    def project(self) -> str:
        """The slug of the project that the form is of; empty for one of the department."""
        return slug_of(self.path) if YEAR.fullmatch(self.path.parent.name) else ""


@dataclass(slots=True)
class LoadedFolder:
    """The forms in the folder of a department; `years` are the files of its own targets, whether usable or not."""

    about: Department | None = None
    records: list[LoadedForm[Record]] = field(default_factory=list)
    projects: list[LoadedForm[Project]] = field(default_factory=list)
    results: list[LoadedForm[Any]] = field(default_factory=list)
    years: list[Path] = field(default_factory=list)

    @property
    def targets(self) -> list[LoadedForm[Any]]:
        """All records, then all projects."""
        return [*self.records, *self.projects]

    @property
    def forms(self) -> list[LoadedForm[Any]]:
        """All records, then all projects, then all self-evaluations."""
        return [*self.targets, *self.results]


def newest_first(forms: Iterable[LoadedForm[Kind]]) -> list[LoadedForm[Kind]]:
    """The forms sorted by year, the newest first; those of one year stay in their order."""
    return sorted(forms, key=lambda form: -form.year)
