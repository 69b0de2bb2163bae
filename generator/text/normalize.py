"""Unicode normalization and white space, for texts that are compared."""

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
