"""Departments worked out, each from its own folder alone: what it says, what follows from that, what is odd in it.

So any process can do it, and what was worked out before is taken from there where nothing has changed that went in.
"""

import pickle
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from generator.checks import Finding, examine, public
from generator.corpus import Corpus
from generator.facts import Facts, facts_of, together
from generator.kept import Kept, key_of, program
from generator.processes import spread
from generator.reader import Lot, Read, read_corpus

Findings = Mapping[str, tuple[Finding, ...]]
# The least effort: a fifth of the size, in a tenth of the time that the result took.
EFFORT = 1


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of one department: what was read, its facts, and what the site may show of its findings."""

    read: Read
    facts: Facts
    findings: Findings


@dataclass(slots=True)
class Departments:
    """The departments of a project as they are worked out; `results` are for the next build to find.

    `limit` is the number of days for publication, `jobs` how many processes share the work.
    """

    kept: Kept
    limit: int | None
    jobs: int
    known: list[Worked] = field(default_factory=list)
    results: dict[str, bytes] = field(default_factory=dict)

    def read(self, lots: Sequence[Lot]) -> Iterator[Read]:
        """What came of reading each lot, in order; whatever follows from it is known then as well."""
        works = [partial(numbered, number, lot, self.limit, self.kept) for number, lot in enumerate(lots)]
        for _, key, result in sorted(spread(works, self.jobs)):
            worked: Worked = pickle.loads(zlib.decompress(result))  # noqa: S301 - our own, whole by its hash
            self.known.append(worked)
            if key and worked.read.is_clean:
                self.results[key] = result
            yield worked.read

    def keep(self) -> None:
        """Leaves what was worked out for the next build, in place of what was there."""
        self.kept.keep_only(self.results)

    def of_project(self, root: Path) -> tuple[Corpus, Facts, Findings]:
        """Everything that a project says; Held or Refused with all mistakes of all files."""
        corpus = read_corpus(root, self.read)
        findings = {path: found for one in self.known for path, found in one.findings.items()}
        return corpus, together(corpus.cities, [one.facts for one in self.known]), findings


def numbered(number: int, lot: Lot, limit: int | None, kept: Kept) -> tuple[int, str, bytes]:
    """The number of a lot, what all that goes into it hashes to, and what came of it, ready to travel and be kept."""
    key = key_for(lot, limit)
    if found := kept.found(key):
        return number, key, found
    result = zlib.compress(pickle.dumps(work_out(lot, limit), pickle.HIGHEST_PROTOCOL), EFFORT)
    # What was changed while it was read may be in it or not.
    return number, key if key_for(lot, limit) == key else "", result


def key_for(lot: Lot, limit: int | None) -> str:
    """The hash of all that goes into a department; nothing where that cannot be read."""
    about = (program(), limit, lot.city_slug, lot.folder.name, lot.city, sorted(lot.registered.items()))
    try:
        return key_of([lot.folder], *about)
    except OSError:
        return ""


def work_out(lot: Lot, limit: int | None) -> Worked:
    """One department; nothing follows from one that cannot be shown."""
    read = lot.read()
    if read.bureau is None or not read.is_clean:
        return Worked(replace(read, bureau=None), Facts((), ()), {})
    bureau = read.bureau.without_nodes
    facts = facts_of(bureau.records, bureau.projects)
    return Worked(replace(read, bureau=bureau), facts, public(examine(facts.forms, limit)))
