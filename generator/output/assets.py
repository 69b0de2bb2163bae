"""The style sheets and browser modules of a site, among them the sentences of the catalogue that browsers show."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.analysis import readings
from generator.content.addresses import assets_address
from generator.forms.fields import titles_of
from generator.forms.model import Indicator, Task
from generator.output.charts import plotly_module
from generator.output.exports.tables import FORM_TABLES
from generator.output.overrides import ASSETS
from generator.system.filesystem import files_under
from generator.words import catalogue, catalogue_map, translate

# Areas of the catalogue that the browser needs: those with this prefix, and those that Python needs too.
BROWSER = "browser_"
SHARED = ("comparing",)


def site_assets(template_folders: Sequence[Path]) -> tuple[str, dict[str, bytes]]:
    """The folder of the assets and its files by path; files of a project replace those of the product.

    The folder is named after their content, so that a page always loads the modules that it was made with.
    """
    files = {
        path.name: path.read_bytes()
        for folder in reversed(template_folders)
        for path in files_under(folder / ASSETS)
        if path.parent.name == ASSETS
    }
    files |= {"words.js": browser_words(), "chart_library.js": plotly_module()}
    digest = sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + content + b"\0")
    folder = assets_address(digest.hexdigest())
    return folder, {folder + name: content for name, content in files.items()}


def browser_tables() -> dict[str, Any]:
    """The data with which the browser builds the tables of a form: headings, keys of cells, words for absence."""
    return {
        "columns": {name: [column.title for column in columns] for name, columns in FORM_TABLES.items()},
        "fields": {"tasks": list(titles_of(Task)), "indicators": list(titles_of(Indicator))},
        "readings": readings.COLUMNS,
        "group": catalogue_map("record.tasks.group"),
        **{key: translate(f"absence.{key}") for key in ("not_on_form", "withheld")},
    }


def browser_words() -> bytes:
    """The part of the catalogue that the browser needs, as a JavaScript module."""
    words = {"tables": browser_tables()} | {
        area.removeprefix(BROWSER): texts
        for area, texts in catalogue().items()
        if area.startswith(BROWSER) or area in SHARED
    }
    return f"export default {json.dumps(words, ensure_ascii=False, indent=1)};\n".encode()
