"""Writes texts as YAML scalars that are read back as the same texts."""

import json
import re

from generator.text.plain_yaml import TEXT

PLAIN = re.compile(TEXT)
# The keys that need no quotes.
KEY = re.compile(r"[\w（）()、，“”《》./-]+")
INDENT = "  "


def yaml_key(key: str) -> str:
    """Return a key as YAML, in quotes where it has signs of YAML."""
    return key if KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def yaml_entry(key: str, text: str, indent: str, *, is_prose: bool = False) -> str:
    """Return the lines of a key and its text: a block for several lines and for prose, quotes where they are needed."""
    head = f"{indent}{yaml_key(key)}:"
    if not text:
        return head
    if ("\n" in text or is_prose) and is_block(text):
        lines = (f"{indent}{INDENT}{line}" if line else "" for line in text.split("\n"))
        return "\n".join([f"{head} |", *lines])
    return f"{head} {yaml_item(text)}"


def yaml_item(text: str) -> str:
    """Return a text on one line, in quotes where they are needed."""
    if text and "\n" not in text and text[0] not in "\"'" and PLAIN.fullmatch(text) and text == text.strip():
        return text
    return json.dumps(text, ensure_ascii=False)


def is_block(text: str) -> bool:
    """Whether a text can be a block: a reader drops spaces at the end of its lines and line ends after the last."""
    lines = text.split("\n")
    is_framed = lines[0].strip() and lines[-1].strip() and not lines[0][0].isspace()
    return bool(is_framed) and all(line == line.rstrip(" ") and (not line or line.strip()) for line in lines)
