"""The message catalogue: every sentence that a person reads, in the language of the edition.

The catalogue is the folder beside this file: one YAML file for each area, nested maps of text with
`{name}` fields. A top-level `problems` map in any of the files holds the sentences of problem codes.
A project may override single texts; the overrides in use are a setting of the process, like a locale.
"""

from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from generator.problems import ContentError, Problem
from generator.text.plain_yaml import plain_root
from generator.text.word_list import word_list

LANGUAGE = "zh-CN"
FOLDER = Path(__file__).parent / LANGUAGE
PROBLEMS = "problems"
EXPLAINED = word_list("what formula tolerance basis mend unseen")


# The texts that a project has in place of those of the catalogue: (dotted key, text), sorted.
Overrides = tuple[tuple[str, str], ...]
_in_use: list[Overrides] = [()]


def overrides_in_use() -> Overrides:
    """The overrides of this process."""
    return _in_use[0]


def use_overrides(overrides: Overrides) -> None:
    """Set the overrides of this process, in place of those before."""
    if overrides != _in_use[0]:
        _in_use[0] = overrides
        for cached in (area, catalogue, catalogue_text):
            cached.cache_clear()


@cache
def area(name: str) -> dict[str, Any]:
    """The nested maps of text of one area, with the overrides in use; KeyError where there is none."""
    own = {key.split(".", 1)[1]: text for key, text in _in_use[0] if key.split(".", 1)[0] == name}
    return with_texts(shipped_area(name), own) if own else shipped_area(name)


def with_texts(texts: dict[str, Any], own: dict[str, str], prefix: str = "") -> dict[str, Any]:
    """Nested maps of text in which other texts take the place of those with their dotted keys."""
    return {
        key: with_texts(text, own, f"{prefix}{key}.") if isinstance(text, dict) else own.get(f"{prefix}{key}", text)
        for key, text in texts.items()
    }


@cache
def shipped_area(name: str) -> dict[str, Any]:
    """The nested maps of text in one file of the catalogue, read on first use; KeyError where there is none."""
    try:
        data = FOLDER.joinpath(f"{name}.yml").read_bytes()
    except OSError as error:
        raise KeyError(name) from error
    return plain_root(data.decode().split("\n")) or any_root(name, data)


def any_root(name: str, data: bytes) -> dict[str, Any]:
    """The nested maps of text in a file that is not in plain style."""
    # Imported here, for most commands need no such file.
    from generator.text.yaml import read_text

    reading = read_text(f"words/{LANGUAGE}/{name}.yml", data)
    if reading.root is None or reading.problems:
        raise ContentError(reading.problems)
    return reading.root


@cache
def catalogue() -> dict[str, Any]:
    """The whole catalogue: file stem -> nested maps of text; the sentences of all problems under `problems`."""
    areas = {name: area(name) for name in sorted(path.stem for path in FOLDER.glob("*.yml"))}
    problems = {code: entry for each in areas.values() for code, entry in each.get(PROBLEMS, {}).items()}
    texts = {name: {key: text for key, text in each.items() if key != PROBLEMS} for name, each in areas.items()}
    return texts | {PROBLEMS: problems}


@cache
def catalogue_text(key: str) -> str:
    """The text under a dotted key; KeyError names the key when there is none."""
    node: Any = catalogue_map(key)
    if not isinstance(node, str):
        raise KeyError(key)
    return node


def translate(key: str, **values: Any) -> str:
    """The text under a dotted key with its fields filled in."""
    text = catalogue_text(key)
    return text.format(**values) if values else text


def catalogue_map(key: str) -> dict[str, Any]:
    """The nested map under a dotted key; KeyError names the key when there is none."""
    first, *rest = key.split(".")
    try:
        node = catalogue()[PROBLEMS] if first == PROBLEMS else area(first)
        for part in rest:
            node = node[part]
    except (KeyError, TypeError):
        raise KeyError(key) from None
    return node


def format_problem(problem: Problem) -> str:
    """One problem as one line: place, sentence, quotation, remedy, code."""
    return f"{problem.place}: {problem_text(problem)} [{problem.code}]"


def problem_text(problem: Problem) -> str:
    """The sentence of a problem without place and code.

    Of the remedy, a clause that needs a value which the problem does not have is left out.
    """
    entry = catalogue_map("problems").get(problem.code, {})
    values = MissingValues(problem.values)
    what = str(entry.get("what", problem.code)).format_map(values)
    mend = entry.get("mend", "")
    if not isinstance(mend, str):
        mend = mend.get(values["form"], "")
    mend = "；".join(
        clause.format_map(values) for clause in str(mend).split("；") if fields_of(clause) <= values.keys()
    )
    seen = "" if problem.seen is None else translate("check.seen", seen=problem.seen)
    return what + seen + (f"；{mend}" if mend else "")


def fields_of(text: str) -> set[str]:
    """The names of the fields of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def explain_code(code: str) -> str | None:
    """The meaning of a code, its reason and its remedy; of a rule its whole entry; None for an unknown code."""
    entry = catalogue_map("problems").get(code)
    if entry is None:
        return explain_rule(code)
    why = entry.get("why") or catalogue_text(f"check.explain.why.{code[:2]}")
    mends = entry.get("mend", "")
    ways = [mends] if isinstance(mends, str) else list(mends.values())
    lines = [("what", entry["what"]), ("because", why), *(("mend", way) for way in ways)]
    readable = MissingValues(catalogue_map("check.explain.fields") | entry.get("fields", {}))
    return "\n".join(
        [code, *(translate(f"check.explain.{kind}", text=line.format_map(readable)) for kind, line in lines)]
    )


def explain_rule(code: str) -> str | None:
    """The entry of a rule in the rule book, or None for an unknown number."""
    entry = catalogue_map("rules").get(code)
    if entry is None:
        return None
    trust = translate(f"checks.trust.{entry['trust']}")
    texts = entry | {"basis": translate("checks.explain.basis", basis=general_basis(code), trust=trust)}
    lines = [
        translate("checks.explain.line", name=translate(f"checks.rule.{key}"), text=texts[key])
        for key in EXPLAINED
        if key in texts
    ]
    return "\n".join([f"{code} {entry['title']}", *lines])


def general_basis(rule: str) -> str:
    """The basis of a rule in every jurisdiction: national law, and its entry in the rule book."""
    return "".join([*national_clauses(rule), catalogue_map(f"rules.{rule}").get("basis", "")])


def national_clauses(subject: str) -> list[str]:
    """The sentences of national law on a subject."""
    return [
        translate("basis.sentence.national", name=document["name"], text=document["clauses"][subject])
        for document in catalogue_map("basis.national").values()
        if subject in document["clauses"]
    ]


class MissingValues(dict[str, str]):
    """Values of a sentence; a missing one becomes an ellipsis, so that a held file is not quoted."""

    def __missing__(self, key: str) -> str:
        return "…"
