"""The outcome of a target: its actual value and the verdict, as lists and comparisons show it."""

from dataclasses import dataclass

from generator.analysis.judging import Verdict
from generator.words import translate


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a target: the actual value as written, "" where none is reported, and the verdict."""

    actual: str
    verdict: Verdict

    @property
    def word(self) -> str:
        """The verdict in a word."""
        return translate(f"results.verdicts.{self.verdict}")

    @property
    def words(self) -> str:
        """The actual value and the verdict."""
        return translate("results.outcome", actual=self.actual, verdict=self.word) if self.actual else self.word
