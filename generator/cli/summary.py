"""The messages about a published site: counts and warnings."""

from collections.abc import Iterator
from pathlib import Path

from generator.build.published import Published
from generator.content.file_names import REGISTER
from generator.problems import Place, Problem
from generator.words import translate

MEGABYTE = 1_000_000
# The file by which a project publishes to a host, key and name of the host, and its limit in megabytes.
HOSTS = (
    (".gitlab-ci.yml", "gitlab", "GitLab Pages", 100),
    (".github/workflows", "github", "GitHub Pages", 1000),
)
# The percentage of the limit from which a warning is given.
NEAR = 80


def published_lines(published: Published, target: Path) -> Iterator[str]:
    """The counts of a published site, and its folder."""
    key = "done" if published.changed or published.removed else "same"
    yield translate(f"cli.build.{key}", pages=published.pages, files=published.files, changed=published.changed)
    yield translate("cli.build.where", target=target, size=megabytes(published.size))


def megabytes(size: int) -> str:
    """A size in megabytes, rounded up to a tenth."""
    tenths = -(-size * 10 // MEGABYTE)
    return f"{tenths // 10}.{tenths % 10}"


def site_warnings(root: Path, site: Path, published: Published) -> list[Problem]:
    """All warnings about the published site of a project: W703 for hosts, W704 for forms that are not registered."""
    warnings = size_warnings(root, site, published)
    if published.unregistered:
        warnings.append(Problem(Place.whole(REGISTER), "W704", count=published.unregistered))
    return warnings


def size_warnings(root: Path, site: Path, published: Published) -> list[Problem]:
    """W703 for each host whose limit is near."""
    place, shown, files = Place.whole(site.name), megabytes(published.size), published.files
    return [
        Problem(place, "W703", form=form, host=host, most=most, size=shown, files=files)
        for file, form, host, most in HOSTS
        if (root / file).exists() and published.size * 100 >= most * MEGABYTE * NEAR
    ]
