"""Printed words in cells that have their values too, with a colon or in brackets between both."""

import re

from generator.forms.drawings.label_names import LabelNames, folded, is_neutral, is_personal

INLINE = re.compile(r"(?P<word>[^\s:：，。；、]{2,16})[:：](?:\s*[（(](?:盖章|公章|签章|章)[）)])?")
UNITS = re.compile(r"(?P<word>(?:金额|货币)?单位[:：]\s*)(?P<unit>万元|元)")
# The signs of names of own fields that the language of drawings has for itself.
SIGNS = re.compile(r"[！～？：＝.:=!~?{}｛｝|\s]")
IDEOGRAPH = re.compile("[\u3400-\u9fff]")
# Any word behind the numbers and 其中 before a printed word.
ANY = "栏"
IN_BRACKETS = re.compile(r"(?P<word>[^（()）]{2,12})(?P<open>[（(])[0-9]{1,3}(?:\.[0-9]+)?(?P<close>分?[)）])")


def own_name(text: str) -> str:
    """Return a printed word as the name of an own field; "" where it can be none."""
    name = SIGNS.sub("", text) if " " not in text.strip() else " ".join(SIGNS.sub("", part) for part in text.split())
    return name if IDEOGRAPH.search(name) else ""


def inline_parts(text: str, names: LabelNames) -> list[tuple[str, str]]:
    """Return the printed words in a text that begins with one, each with its colon, and the values behind them."""
    starts = [match for match in INLINE.finditer(text) if names.is_label(match["word"]) or UNITS.match(match[0] + "元")]
    if not starts or folded(f"{text[: starts[0].start()]}{ANY}") != ANY:
        return []
    ends = [*(match.start() for match in starts[1:]), len(text)]
    words = [text[: starts[0].end()].strip(), *(match[0] for match in starts[1:])]
    return [(word, text[at.end() : end].strip()) for word, at, end in zip(words, starts, ends, strict=True)]


def contained_label(text: str, names: LabelNames) -> bool:
    """Whether a value contains the name of a field with a colon, as texts do into which several cells have run."""
    words = (match["word"] for match in INLINE.finditer(text))
    return any(names.fields(word) or is_personal(word) for word in words if not is_neutral(word))
