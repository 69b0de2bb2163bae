"""The examples of the starter project, and the texts by which they are recognized."""

from functools import cache

from generator.secrecy.clearances import scalar_nodes
from generator.system.cache import PACKAGE
from generator.system.distribution import package_path
from generator.text.yaml import read_text

STARTER = PACKAGE / "starter"
EXAMPLE = "content/_example.yml"
PROJECT = "content/_project.yml"
CITY, DEPARTMENT = "content/shili/jurisdiction.yml", "content/shili/shiliju/department.yml"
EXAMPLES = (EXAMPLE, PROJECT, CITY, DEPARTMENT, "site_config.yml")
# The texts of the examples that have this in them name nothing that there is.
MADE_UP = ("示例", "example.")


@cache
def example_texts() -> frozenset[str]:
    """Every text of the examples that cannot be in a real document."""
    contents = (package_path(f"{STARTER.name}/{file}").read_bytes() for file in EXAMPLES)
    texts = (text.rstrip("\n") for content in contents for _, text in scalar_nodes(read_text("", content).root))
    return frozenset(text for text in texts if any(word in text for word in MADE_UP))
