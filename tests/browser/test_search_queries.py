"""Queries over the real content, each with the first answer that a reader wants: tests/search_queries.tsv."""

import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HERE = Path(__file__).parents[1]
RIGHT_FIRST = 0.95
FIRST_ANSWER = 100_000
BETWEEN = " | "


def wanted() -> list[dict[str, str]]:
    """The queries, their wanted first addresses and why they are asked."""
    with (HERE / "search_queries.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def answers(site: Path, queries: list[str]) -> list[dict[str, Any]]:
    """The answers of the browser's modules to queries on a site, in one process."""
    done = subprocess.run(
        ["node", str(HERE / "js/queries.mjs"), str(site)],
        input="\n".join(queries) + "\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_readers_find_what_they_want_first(site: Path) -> None:
    asked = wanted()
    assert len({row["query"] for row in asked}) == len(asked) > 200
    missed, lost, large = [], [], []
    for row, answer in zip(asked, answers(site, [row["query"] for row in asked]), strict=True):
        addresses = row["wanted first"].split(BETWEEN)
        if answer["found"][:1] != [first for first in addresses if first in answer["found"][:1]]:
            missed.append(f"{row['query']}（{row['why']}）: {answer['found'][:1]}, wanted {row['wanted first']}")
        if not {*addresses} & {*answer["found"], *answer["more"]}:
            lost.append(row["query"])
        if answer["bytes"] > FIRST_ANSWER:
            large.append((row["query"], answer["bytes"]))
    print(f"{len(asked)} queries, {len(asked) - len(missed)} answered first", *missed, sep="\n")
    assert lost == []
    assert large == []
    assert len(missed) <= len(asked) * (1 - RIGHT_FIRST)
