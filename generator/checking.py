"""What `check` does: read a site project or one file, and gather Problems, holds and Findings."""

from dataclasses import dataclass
from pathlib import Path

from generator.checks import Finding, examine, place_of, severity_of
from generator.config import FILE, read_config
from generator.corpus import Reader, YearRecord, refusal_of
from generator.facts import gather
from generator.problems import GongkaiError, Held, Place, Problem, Refused, UsageTrouble

HELD, REFUSED = Held.exit_code, Refused.exit_code
HEAVY = ("block", "error")


@dataclass(frozen=True, slots=True)
class Found:
    """Something odd in a published document, and where its file says it: shown to readers, never hides the page."""

    place: Place
    finding: Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has found."""

    problems: tuple[Problem, ...]
    findings: tuple[Found, ...]
    files: int
    records: int
    code: int

    def exit_code(self, strict: bool) -> int:
        """0 when clean, 1 for Problems (and, when strict, for Findings that weigh as much), 3 for a hold."""
        heavy = any(severity_of(found.finding) in HEAVY for found in self.findings)
        return self.code or (REFUSED if strict and heavy else 0)


def check_path(path: Path) -> Checked:
    """Check a site project (a folder with site_config.yml) or one draft record."""
    return check_file(path) if path.is_file() else check_project(path)


def check_project(root: Path) -> Checked:
    """Check the configuration and all content of a site project."""
    if not (root / FILE).is_file():
        raise UsageTrouble([Problem(Place(FILE), "E701", folder=str(root))])
    problems: tuple[Problem, ...] = ()
    try:
        read_config(root)
    except UsageTrouble as trouble:
        problems = trouble.problems
    reader = Reader(root.absolute())
    corpus = reader.corpus()
    refusal = refusal_of(reader)
    facts = gather(corpus).records
    findings = tuple(
        Finding(facts_of.source, line) for facts_of in facts for line in ledger(facts_of) if line.state != "ties"
    )
    return summed(problems, refusal, findings, reader, len(corpus.records))


def check_file(path: Path) -> Checked:
    """Check one draft record, wherever it lies: before it is committed is the best time."""
    reader = Reader(path.absolute().parent)
    found = reader.record(path.absolute())
    return summed((), refusal_of(reader), (), reader, 1 if found else 0)


def summed(
    problems: tuple[Problem, ...],
    refusal: GongkaiError | None,
    findings: tuple[Found, ...],
    reader: Reader,
    records: int,
) -> Checked:
    """The parts of a check together with the exit code they lead to."""
    everything = (*problems, *(refusal.problems if refusal else ()))
    code = refusal.exit_code if refusal else UsageTrouble.exit_code if problems else 0
    return Checked(everything, findings, reader.files, records, code)
