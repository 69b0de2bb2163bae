"""The folders of templates: those of the product and of Material, and that of a project, which replaces some."""

from importlib.resources import files
from pathlib import Path

from generator.system.cache import TEMPLATES
from generator.system.distribution import package_path

# Where a site project keeps its templates.
FOLDER = f"{TEMPLATES}/"
# Overrides of the theme shell are in this folder; they are no templates of pages.
THEME_FOLDER = "theme"
# The preview takes its files, and pages that are one file take their styles, from the product alone.
PREVIEW, STANDALONE = "serve/", "standalone/"


def template_folders(root: Path) -> tuple[Path, ...]:
    """The template folders in order of precedence: that of the project, then that of the product."""
    own, product = root / TEMPLATES, package_path(TEMPLATES)
    return (own, product) if own.is_dir() and own.resolve() != product.resolve() else (product,)


def theme_files() -> tuple[str, ...]:
    """The names of the templates of Material, which overrides may replace."""
    folder = Path(str(files("material") / "templates"))
    # Not those in .icons, which are thousands.
    paths = (*folder.glob("*.html"), *folder.glob("[a-z]*/**/*.html"))
    return tuple(path.relative_to(folder).as_posix() for path in paths)
