"""Word lists and word maps written as blocks of text."""


def word_list(text: str) -> tuple[str, ...]:
    """The words of a text split at white space, each once, in their order."""
    return tuple(dict.fromkeys(text.split()))


def word_map(text: str) -> dict[str, str]:
    """The pairs `key=value` of a text split at white space."""
    return dict(pair.split("=") for pair in text.split())
