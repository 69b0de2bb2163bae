"""Pages that are one HTML file, opened from disk: style and script stand in them, in the colours of the site."""

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.content.markdown import Html
from generator.output.render import environment, own_templates, template_errors, templates_of
from generator.output.template_folders import STANDALONE
from generator.system.cache import TEMPLATES
from generator.system.distribution import package_path

# The colours of the site, light and dark.
SCHEME = "theme/assets/stylesheets/scheme.css"
LIGHT, DARK = ":root", '[data-md-color-scheme="slate"]'


def standalone_page(folders: Sequence[Path], template: str, style: str, script: str = "", **values: Any) -> str:
    """Return a page with a style and a script of the product's own, each named by its file.

    `folders` are those of the templates of a project and of the product. Raises ContentError for a template of the
    project that fails.
    """
    templates = templates_of(folders)
    whole, code = with_palette(product_text(STANDALONE + style)), product_text(STANDALONE + script) if script else ""
    with template_errors(templates, own_templates(folders), template):
        return (
            environment(templates)
            .get_template(template)
            .render(
                style=Html(whole),
                style_hash=policy_hash(whole),
                script=Html(code),
                script_hash=policy_hash(code) if code else "",
                **values,
            )
        )


def product_text(path: str) -> str:
    """Return the text of a file in the product's own templates."""
    return (package_path(TEMPLATES) / path).read_text(encoding="utf-8")


def with_palette(style: str) -> str:
    """Return a style after the colours of the site that it uses."""
    return f"{palette(product_text(SCHEME), style)}{style}"


def palette(scheme: str, style: str) -> str:
    """Return the custom properties of the site's colours that a style uses, dark ones where the system is dark."""
    blocks = dict(re.findall(r"^ *(\S+) \{\n([^}]*)\}", scheme, re.MULTILINE))
    used = {*re.findall(r"var\((--[\w-]+)\)", style)}
    light, dark = (
        "".join(line for line in blocks[part].splitlines(keepends=True) if line.split(":")[0].strip() in used)
        for part in (LIGHT, DARK)
    )
    return f":root {{\n{light}}}\n@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"


def policy_hash(text: str) -> str:
    """Return the hash of a style or script as a content security policy has it."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
