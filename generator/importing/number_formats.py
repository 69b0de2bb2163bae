"""The text that a spreadsheet shows for a number, by its number format."""

import re
from decimal import ROUND_HALF_UP, Decimal

from generator.importing.source import FORMAT, STORED

GENERAL = ("General", "@", "")
# A literal text, a sign that only takes room, a colour or a locale.
LITERAL = re.compile(r'"([^"]*)"|\\(.)')
ROOM = re.compile(r"_.|\*.|\[[^\]]*\]")
FIGURE = re.compile(r"(?P<whole>[#0,]*[#0])(?:\.(?P<decimals>[0#]+))?(?P<percent>%?)")
PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
PLACE = "\ufffc"


def number_text(value: float) -> str:
    """Return a number with the 15 digits that spreadsheets have."""
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def shown_number(value: float, number_format: str) -> str | None:
    """Return the text that a format shows for a number; None for a format that is not understood."""
    if number_format in GENERAL:
        return number_text(value)
    sections = number_format.split(";")
    is_second = value < 0 and len(sections) > 1
    section = sections[1 if is_second else 2 if value == 0 and len(sections) > 2 else 0]
    literals: list[str] = []

    def literal(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or "")
        return PLACE

    plain = ROOM.sub("", LITERAL.sub(literal, section)).strip()
    match = FIGURE.search(plain)
    around = (plain[: match.start()], plain[match.end() :]) if match else ("", "")
    if match is None or re.search(f"[^{PLACE} -]", "".join(around)):
        return None
    figure = shown_figure(Decimal(number_text(abs(value) if is_second else value)), match)
    text = f"{around[0]}{figure}{around[1]}"
    for each in literals:
        text = text.replace(PLACE, each, 1)
    return text.strip()


def shown_figure(value: Decimal, match: re.Match[str]) -> str:
    """Return a number with the decimals, the separators and the percent sign of a format."""
    decimals = match["decimals"] or ""
    value = value * 100 if match["percent"] else value
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in match["whole"] else f"{rounded:f}"
    whole, dot, rest = text.partition(".")
    needed = len(decimals.rstrip("#"))
    rest = rest[:needed] + rest[needed:].rstrip("0")
    return f"{whole}{dot if rest else ''}{rest}{match['percent']}"


def adds_words(number_format: str) -> bool:
    """Whether a format adds a percent sign or words to a number."""
    return "%" in number_format or LITERAL.search(number_format) is not None


def number_cell(value: float, number_format: str) -> tuple[str, str, tuple[str, ...]]:
    """Return the text of a number, what is stored where that differs, and its doubts.

    A figure that is shown with fewer digits is taken as it is stored; one that is shown with words, separators or zeros
    at its end as it is shown, of which only words are doubted.
    """
    stored, exact = number_text(value), repr(value)
    shown = shown_number(value, number_format)
    if shown is None:
        return stored, "", (FORMAT,)
    if adds_words(number_format):
        return shown, stored, (STORED,)
    plain = shown.replace(",", "")
    if not PLAIN.fullmatch(plain) or Decimal(plain) != Decimal(stored):
        return stored, shown, (STORED,)
    is_exact = exact in (stored, f"{stored}.0") or isinstance(value, int)
    return (shown, "", ()) if is_exact else (shown, exact, (STORED,))
