"""Unicode normalization and white space, for texts that are compared."""

import re
import unicodedata


def without_spaces(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def normalized(text: str) -> str:
    """The text in compatibility form (NFKC: full-width letters as plain ones) without white space."""
    return without_spaces(unicodedata.normalize("NFKC", text))


def normalized_case(text: str) -> str:
    """The text in compatibility form and lower case, with its white space."""
    return unicodedata.normalize("NFKC", text).casefold()


# Radicals that Unicode gives no character for, each with the character that looks the same.
RADICALS = (
    "⺁厂⺇几⺊卜⺎兀⺒巳⺓幺⺠民⺩王⺪疋⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤"
    "⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
RADICAL = re.compile("[\u2e80-\u2fdf]")
CHARACTERS = dict(zip(RADICALS[::2], RADICALS[1::2], strict=True))


def without_radicals(text: str) -> str:
    """Return a text with CJK radicals replaced by the characters that look the same."""
    return RADICAL.sub(lambda sign: CHARACTERS.get(sign[0]) or unicodedata.normalize("NFKC", sign[0]), text)
