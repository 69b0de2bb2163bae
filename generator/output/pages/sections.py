"""The sections of the navigation."""

from generator.analysis.rules import shown_rules
from generator.content.config import Config

SECTIONS = ("departments", "indicators", "compare", "disclosure", "checks", "data", "guide")


def sections_of(config: Config) -> tuple[str, ...]:
    """The sections of a site; the site of a department has its own page as home."""
    return tuple(key for key in SECTIONS if key not in absent_sections(config))


def absent_sections(config: Config) -> frozenset[str]:
    """The sections that the settings of a site leave out."""
    absent = {
        "departments": config.is_of_department,
        "disclosure": not config.has_board,
        "checks": not shown_rules(config),
    }
    return frozenset(key for key, is_absent in absent.items() if is_absent)
