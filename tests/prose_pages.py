"""The pages of prose that every page of a site links to, for site projects of tests that have none."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def add_prose_pages(root: Path) -> None:
    """Copy the pages of a new project and the glossary of content/ into a site project."""
    shutil.copytree(ROOT / "generator/starter/content/pages", root / "content/pages", dirs_exist_ok=True)
    shutil.copy(ROOT / "content/pages/glossary.md", root / "content/pages")
