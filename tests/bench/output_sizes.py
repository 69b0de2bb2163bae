"""The size of a built site by kind of file."""

import re
from pathlib import Path
from typing import Any

THIRD_PARTY, OTHER_PAGES = "third-party assets", "other pages"
# The first pattern that fits the path of a file names its kind.
KINDS = (
    # The program's own assets are in a folder named by their hash.
    (THIRD_PARTY, r"assets/(?![0-9a-f]{10}/)"),
    ("own assets", r"assets/"),
    ("search index", r"search/"),
    ("record pages", r"city-\d+/[^/]+/\d{4}/index\.html$"),
    ("form pages", r"city-\d+/[^/]+/\d{4}/form/.*\.html$"),
    ("form spreadsheets", r"city-\d+/[^/]+/\d{4}/form/.*\.xlsx$"),
    ("JSON of records", r"city-\d+/[^/]+/\d{4}/.*\.json$"),
    ("department pages", r"city-\d+/[^/]+/index\.html$"),
    (OTHER_PAGES, r".*\.html$"),
    ("manifests", r"(.*/)?MANIFEST[^/]*\.json$"),
    ("other JSON", r".*\.json$"),
    ("tables (CSV)", r".*\.csv$"),
    ("spreadsheets", r".*\.xlsx$"),
    ("archives", r".*\.zip$"),
    ("databases", r".*\.sqlite$"),
)


def kind_of(path: str) -> str:
    """The kind of a file by its path."""
    return next((kind for kind, pattern in KINDS if re.match(pattern, path)), "other files")


def output_sizes(site: Path, records: int) -> dict[str, Any]:
    """Files and bytes of a site by kind; files and KB for each record, without third-party assets."""
    kinds: dict[str, dict[str, int]] = {}
    for file in site.rglob("*"):
        if file.is_file():
            kind = kinds.setdefault(kind_of(file.relative_to(site).as_posix()), {"files": 0, "bytes": 0})
            kind["files"] += 1
            kind["bytes"] += file.stat().st_size
    own = [numbers for kind, numbers in kinds.items() if kind != THIRD_PARTY]
    return {
        "files_per_form": round(sum(numbers["files"] for numbers in own) / records, 2),
        "kb_per_form": round(sum(numbers["bytes"] for numbers in own) / records / 1000, 1),
        "kinds": dict(sorted(kinds.items(), key=lambda pair: -pair[1]["bytes"])),
    }
