"""Names of files and folders of a project, most of them under content/: read, ignored, or refused with a code."""

import os
import re
from contextlib import suppress
from pathlib import Path, PurePath

from generator.content.addresses import RESULTS
from generator.text.word_list import word_list

CONFIG_FILE = "site_config.yml"
FOLDER = "content"
REGISTER_FILE = "register.yml"
# The texts of the catalogue that a project overrides.
WORDS_FILE = "words.yml"
# The path of the register in a project.
REGISTER = f"{FOLDER}/{REGISTER_FILE}"
NOTICES = "notices"
PAGES = "pages"
# The drawings of a city's own forms.
FORMS = "forms"
CITY_FILE = "jurisdiction.yml"
DEPARTMENT_FILE = "department.yml"
MOST_FILES = 50_000
MOST_TOGETHER = 500_000_000
LONGEST_NAME = 200

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
PLAIN = re.compile(r"[a-z0-9/._-]+")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
YEAR_FILE = re.compile(rf"({YEAR.pattern})\.yml")
# The end of the names of self-evaluations.
RESULTS_ENDING = f".{RESULTS}.yml"
DOCUMENT_ENDING = ".document.yml"
YEAR_RESULTS_FILE = re.compile(rf"({YEAR.pattern}){re.escape(RESULTS_ENDING)}")
COPY = re.compile(r"副本|复制|[- ]copy\b|[(（][0-9]+[)）]\.\w+$", re.IGNORECASE)
TABLE_FILES = frozenset(word_list(".csv .doc .docx .et .ods .pdf .wps .xls .xlsm .xlsx"))
SKIPPED = re.compile(r"\..*|~.*|.*~|Thumbs\.db|desktop\.ini|_.*")
# Ignored without a warning: what file managers leave behind, and what this program writes: examples, schemas, places
# and review pages of imports.
IGNORED = re.compile(
    r"\.DS_Store|\._.*|\.git(?:ignore|keep|attributes)|\.register\.yml\.draft|Thumbs\.db|desktop\.ini"
    r"|_(?:example|project)\.(?:yml|md)|_[a-z0-9-]+\.schema\.json|_[a-z0-9.-]+\.(?:places\.tsv|review\.html)"
)
PROSE = frozenset(word_list("about accessibility glossary guide"))
RESERVED = PROSE | frozenset(
    word_list("""
    404 api assets changes checks compare data departments disclosure embed feed form index indicators manifest
    notices pages results robots search site sitemap static year
    """)
)
# Windows opens a device instead of a file of such a name.
DEVICES = re.compile(r"(?:aux|con|nul|prn|com[0-9]|lpt[0-9])")


def path_fault(path: Path) -> str | None:
    """The code of the problem of a file or folder before it is opened, or None."""
    try:
        if path.is_symlink():
            return "E506"
    except OSError:
        return "E508"
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        return "E504"
    if path.suffix == ".yaml":
        return "E509"
    if path.suffix.lower() in TABLE_FILES:
        return "E514"
    named = slug_of(path) if path.suffix in (".yml", ".md") else path.name
    if DEVICES.fullmatch(named):
        return "E505"
    return None if SLUG.fullmatch(named) else "E501"


def is_results(path: Path) -> bool:
    """Whether a file is named as a self-evaluation."""
    return path.name.endswith(RESULTS_ENDING)


def slug_of(path: PurePath) -> str:
    """The year or the project that a form is of, or the name of a document, by the name of its file."""
    endings = (ending for ending in (RESULTS_ENDING, DOCUMENT_ENDING) if path.name.endswith(ending))
    return path.name.removesuffix(next(endings, path.suffix))


def is_document(path: Path) -> bool:
    """Whether a file is that of a document with several forms, by its name."""
    return path.name.endswith(DOCUMENT_ENDING)


def name_fault(name: str) -> dict[str, str]:
    """The form of E501 for a name that no address can have: a doubled ending, a copy, or any other."""
    if re.search(r"\.yml\.|\.md\.", name):
        return {"form": "ending"}
    return {"form": "copy" if COPY.search(name) else "name"}


def too_much(folder: Path) -> bool:
    """Whether a folder exceeds the limits on the number of files and their total size; stops counting there."""
    files = size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            files += 1
            with suppress(OSError):
                size += os.lstat(f"{place}/{name}").st_size
            if files > MOST_FILES or size > MOST_TOGETHER:
                return True
    return False
