"""Build the theme shell, the Jinja template that all pages extend, by running Material for MkDocs over a stub page.

Overrides in `templates/theme/` print a placeholder wherever pages or sites differ. While the stub is rendered, every
placeholder is a unique mark; then each mark is replaced by the Jinja source of its placeholder
(`templates/theme/slots/*.html`), and the text between is escaped. Only this module imports MkDocs and Material.
"""

import logging
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from generator.output.render import THEME_SHELL, Code, precompile, template_text, traceback_lines
from generator.output.template_folders import FOLDER, THEME_FOLDER
from generator.problems import GongkaiError, HostError, Place, Problem, UsageError
from generator.system.filesystem import files_under
from generator.words import translate

META_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'"
)
# Browsers take frame-ancestors from a header only, so the tag in the page leaves it out.
CSP = META_CSP + "; frame-ancestors 'none'"
# Other sites may frame pages of forms, years and comparisons; the site may lie below a path.
FRAMED_CSP = META_CSP + "; frame-ancestors *"
FRAMED = re.compile(
    r"/([0-9]{4}/((?!departments/|projects/)[a-z0-9-]+/)?(results/)?(form/)?|compare/[a-z0-9-]+/)(index\.html)?$"
)

OVERRIDES = f"{FOLDER}{THEME_FOLDER}"
DEPTH = 2
# Classes that scripts add to a rendered page.
SCRIPT_CLASSES = ("js", "md-nav__link--active", "md-nav__link--passed", "md-typeset__scrollwrap", "md-typeset__table")
# The colours that Material offers; the product's are named "custom".
UNUSED_COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=(?!custom)")
CSS_RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
THEME_ASSETS = "assets"
DARK_SHEET = "assets/stylesheets/dark.css"
DARK_SCHEME = "[data-md-color-scheme=slate]"
THEME = {
    "name": "material",
    "language": "zh-CN",
    "font": False,
    "favicon": "assets/images/favicon.svg",
    "palette": {"scheme": "default", "primary": "custom", "accent": "custom"},
}
FIXED_PLACEHOLDERS = {
    "root": "{{ root }}",
    "home": "{{ root or './' }}",
    "assets": "{{ assets }}",
}
# Prints nothing; keeps Jinja from trimming the white space around a placeholder.
PRINTS_NOTHING = "{{ '' }}"


@dataclass(frozen=True, slots=True)
class ThemeShell:
    """The Jinja template that every page extends, compiled too, and the files it needs: site-relative path -> bytes."""

    template: str
    code: Code
    assets: Mapping[str, bytes]


# The theme folders of the project and of the product.
Overrides = tuple[Path, ...]
# A page as Material renders it, and the files it links.
RenderedStub = tuple[str, dict[str, bytes]]


def policy_for(path: str) -> str:
    """The Content-Security-Policy header for the page at a URL path."""
    return FRAMED_CSP if FRAMED.search(path) else CSP


def make_theme_shell(overrides: Overrides) -> ThemeShell:
    """Build the theme shell of any site; of the theme folders in `overrides`, the first that has a file wins."""
    with translated_errors(overrides):
        sources = placeholder_sources(overrides)
    # No text of a site has it.
    mark = token_hex()
    marks = {name: f"{mark}:{name};" for name in sources}
    html, assets = render_stub(overrides, marks, DEPTH)
    pieces = re.split(f"{mark}:([^;]+);", html)
    pieces[0::2] = map(escaped_literal, pieces[0::2])
    pieces[1::2] = (f"{PRINTS_NOTHING}{sources[name]}{PRINTS_NOTHING}" for name in pieces[1::2])
    template = "".join(pieces)
    return ThemeShell(template, precompile(((THEME_SHELL, template),)), assets)


def placeholder_sources(overrides: Overrides) -> dict[str, str]:
    """The Jinja source of each placeholder, by name; raises UsageError for a file that is not UTF-8."""
    sources = dict(FIXED_PLACEHOLDERS)
    paths = {path.stem: path for folder in reversed(overrides) for path in files_under(folder / "slots")}
    for name, path in paths.items():
        file = f"slots/{name}.html"
        # error_place() finds the file of a line by the comment.
        sources[name] = f"{{# {file} #}}{template_text(f'{THEME_FOLDER}/{file}', path).strip()}"
    return sources


def escaped_literal(text: str) -> str:
    """Escape text for a Jinja template, and make its links to the files of Material relative to the site root."""
    shielded = re.sub(r"\{(?=[{%#]|$)", "{{ '{' }}", text)
    return shielded.replace('="' + "../" * DEPTH + "assets/", '="{{ root }}assets/')


def render_stub(overrides: Overrides, slots: Mapping[str, str], depth: int) -> RenderedStub:
    """Render a stub page `depth` folders below the root with these values for the placeholders."""
    extra = {"policy": META_CSP, "slots": slots, "translate": translate}
    with tempfile.TemporaryDirectory() as folder:
        page = "/".join(["stub"] * depth + ["index"])
        stub = Path(folder, "docs", page + ".md")
        stub.parent.mkdir(parents=True)
        stub.touch()
        run_material(Path(folder), overrides, extra)
        site = Path(folder, "site")
        html = (site / page).with_suffix(".html").read_text(encoding="utf-8")
        return with_assets(html, site, used_classes(html, overrides))


def run_material(folder: Path, overrides: Overrides, extra: Mapping[str, Any]) -> None:
    """Build `folder`/docs into `folder`/site through MkDocs' own build."""
    # Imported late: only the process that builds the theme shell needs them.
    from mkdocs.commands.build import build
    from mkdocs.config.defaults import MkDocsConfig

    settings = MkDocsConfig(config_file_path=str(folder / "mkdocs.yml"))
    places = {"docs_dir": str(folder / "docs"), "site_dir": str(folder / "site")}
    plain: dict[str, Any] = {"site_name": "-", "plugins": [], "markdown_extensions": []}
    settings.load_dict({**plain, **places, "theme": dict(THEME), "extra": dict(extra)})
    # The errors of MkDocs are exceptions too.
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL + 1)
    with translated_errors(overrides):
        errors, _ = settings.validate()
        if errors:
            raise ValueError(errors[0])
        settings.theme.static_templates.clear()
        settings.theme.dirs[:0] = map(str, overrides)
        vars(settings.theme)["get_env"] = partial(environment_of_assets, settings.theme.get_env)
        build(settings)


def environment_of_assets(get_env: Callable[[], Any]) -> Any:
    """The Jinja environment of a theme, in which MkDocs finds assets alone: Material has thousands of unused icons."""
    environment = get_env()
    folders = [Path(folder) for folder in environment.loader.searchpath]
    names = {path.relative_to(folder).as_posix() for folder in folders for path in files_under(folder / THEME_ASSETS)}
    environment.loader.list_templates = partial(sorted, names)
    return environment


@contextmanager
def translated_errors(overrides: Overrides) -> Iterator[None]:
    """Translate what MkDocs, Material or a broken override raises into UsageError or HostError."""
    try:
        yield
    except GongkaiError:
        raise
    except OSError as trouble:
        if str(trouble.filename).startswith(tuple(map(str, overrides))):
            raise
        raise HostError([Problem(Place(OVERRIDES), "E541", trouble=trouble)]) from trouble
    except Exception as trouble:
        text = translate("frame.trouble.endless") if isinstance(trouble, RecursionError) else str(trouble)
        raise UsageError([Problem(override_line(trouble, overrides), "E540", trouble=text)]) from trouble


def override_line(trouble: Exception, overrides: Overrides) -> Place:
    """The line of an override that an error names or was raised in; else the folder of overrides."""
    if name := getattr(trouble, "name", None):
        return Place(f"{OVERRIDES}/{name}", getattr(trouble, "lineno", None) or 1)
    for name, line in traceback_lines(trouble):
        for folder in overrides:
            if (file := Path(name)).is_relative_to(folder):
                return Place(f"{OVERRIDES}/{file.relative_to(folder).as_posix()}", line)
    return Place.whole(OVERRIDES)


def with_assets(html: str, site: Path, names: set[str]) -> RenderedStub:
    """The page and the theme files it links, named by a hash of their content; `names` are the classes in use."""
    linked = dict.fromkeys(re.findall(r'(?:href|src)="(?:\.\./)*(assets/[^"]+)"', html))
    contents = {path: without_map((site / path).read_bytes()) for path in linked if (site / path).is_file()}
    for path in contents:
        if path.endswith(".css"):
            contents[path] = used_rules(contents[path].decode(), names).encode()
    contents[DARK_SHEET] = dark_sheet(contents)
    assets = {}
    for path, content in sorted(contents.items()):
        name = hashed_name(path, content)
        html = html.replace(f'{path}"', f'{name}"')
        assets[name] = content
    return html, assets


def without_map(content: bytes) -> bytes:
    """A script or style sheet without the reference to its source map, which is not published."""
    return re.sub(rb"\s*(//|/\*)# sourceMappingURL=\S+( \*/|\*/)?\s*$", b"\n", content)


def hashed_name(path: str, content: bytes) -> str:
    """The path with eight digits of the hash of the content before its suffix, replacing that of Material."""
    stem, ending = re.sub(r"\.[0-9a-f]{8}\.", ".", path).split(".", 1)
    return f"{stem}.{sha256(content).hexdigest()[:8]}.{ending}"


def used_classes(html: str, overrides: Overrides) -> set[str]:
    """Every class in the shell, in the templates, or added by scripts."""
    texts = (path.read_text("utf-8", "replace") for folder in overrides for path in folder.parent.rglob("*.html"))
    attributes = re.findall(r"""class=(?:"([^"]*)"|'([^']*)')""", html + "".join(texts))
    return {name for names in attributes for name in " ".join(names).split()}.union(SCRIPT_CLASSES)


def used_rules(sheet: str, names: set[str]) -> str:
    """A style sheet without rules for classes, colours or writing directions that no page uses.

    Material has rules for every feature; unused ones would be fetched before a page shows, and matched.
    """

    def reduced(rule: re.Match[str]) -> str:
        selectors = [selector for selector in re.split(r",(?![^()]*\))", rule[1]) if is_met(selector)]
        return ",".join(selectors) + rule[2] if selectors else ""

    def is_met(selector: str) -> bool:
        # Brackets exclude or allow classes, and require none.
        plain = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", selector))
        wanted = set(re.findall(r"\.([A-Za-z_][\w-]*)", plain))
        return wanted <= names and "[dir=rtl]" not in plain and not UNUSED_COLOUR.search(plain)

    rules = CSS_RULE.sub(reduced, sheet)
    while (fewer := re.sub(r"@[^{};]+\{\s*\}", "", rules)) != rules:
        rules = fewer
    return without_pictures(rules)


def without_pictures(sheet: str) -> str:
    """A style sheet without variables that hold images and are never used."""
    picture = re.compile(r"(--[\w-]+):url\((?:\"[^\"]*\"|'[^']*'|[^)]*)\);?")
    return picture.sub(lambda match: match[0] if f"var({match[1]}" in sheet else "", sheet)


def dark_sheet(contents: Mapping[str, bytes]) -> bytes:
    """The rules of the dark scheme, repeated for pages on which no script can switch the scheme."""
    sheets = "".join(content.decode() for path, content in contents.items() if path.endswith(".css"))
    rules = CSS_RULE.findall(sheets.replace('="slate"]', "=slate]"))
    dark = (names + body for names, body in rules if DARK_SCHEME in names and f":not({DARK_SCHEME}" not in names)
    return ("@media screen{" + "".join(dark).replace("=slate]", "=default]") + "}\n").encode()
