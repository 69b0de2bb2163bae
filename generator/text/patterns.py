"""Regular expressions that are compiled on first use: most runs of the program need few of the long ones."""

import re
from typing import Any, cast

METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression that is compiled when one of its methods is first asked for.

    Only its methods and its text may be used: it is not the `re` of its matches, and no argument of functions of `re`.
    """
    return cast("re.Pattern[str]", LazyPattern(pattern, flags))


class LazyPattern:
    """A regular expression that is compiled on first use, when its methods become attributes."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.given_flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.given_flags)
        vars(self).update({method: getattr(compiled, method) for method in METHODS})
        return vars(self)[name]
