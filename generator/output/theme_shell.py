"""Build the theme shell, the Jinja template that all pages extend, by running Material for MkDocs over a stub page.

Overrides in `templates/theme/` print a placeholder wherever pages differ. While the stub is rendered, every
placeholder is a unique mark; then each mark is replaced by the Jinja source of its placeholder
(`templates/theme/slots/*.html`), and the text between is escaped. Only this module imports MkDocs and Material.
"""

import json
import logging
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from traceback import walk_tb
from typing import Any

from generator.content.config import Config
from generator.problems import GongkaiError, HostError, Place, Problem, UsageError
from generator.system.filesystem import files_under
from generator.words import catalogue_map, translate

META_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'"
)
# Browsers take frame-ancestors from a header only, so the tag in the page leaves it out.
CSP = META_CSP + "; frame-ancestors 'none'"
# Pages of forms and comparisons may stand in frames of others; the site may lie below a path.
FRAMED_CSP = META_CSP + "; frame-ancestors *"
FRAMED = re.compile(
    r"/([a-z0-9-]+/[a-z0-9-]+/[0-9]{4}/((?!departments/|projects/)[a-z0-9-]+/)?(form/)?|compare/[a-z0-9-]+/)"
    r"(index\.html)?$"
)

SITE_SETTINGS = ("name", "description", "demo_notice")
FOOTER_SETTINGS = ("operator", "contact", "site_id_code", "icp", "police")
PACKAGES = ("mkdocs", "mkdocs-material", "jinja2")

OVERRIDES = "templates/theme"
DEPTH = 2
# Classes that scripts add to a rendered page.
SCRIPT_CLASSES = ("js", "md-nav__link--active", "md-nav__link--passed", "md-typeset__scrollwrap", "md-typeset__table")
# The colours that Material offers for choice; ours are named "custom".
UNUSED_COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=(?!custom)")
CSS_RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
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
    "base": "{{ root or '.' }}",
    "assets": "{{ assets }}",
}
# Prints nothing; keeps Jinja from trimming the white space around a placeholder.
PRINTS_NOTHING = "{{ '' }}"
CURRENT = "{%% if page.section == '%s' %%} aria-current=\"{{ 'page' if page.path == '%s' else 'true' }}\"{%% endif %%}"


@dataclass(frozen=True, slots=True)
class Section:
    """One of the main parts of the site, as tabs and drawer list them; `path` starts at the site root."""

    key: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class ThemeShell:
    """The Jinja template that every page extends, and the files it needs: site-relative path -> bytes."""

    template: str
    assets: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class RenderedStub:
    """A page as Material renders it, and the files it links."""

    html: str
    assets: Mapping[str, bytes]


def policy_for(path: str) -> str:
    """The Content-Security-Policy header for the page at a URL path."""
    return FRAMED_CSP if FRAMED.search(path) else CSP


def make_theme_shell(config: Config, sections: tuple[Section, ...], overrides: tuple[Path, ...]) -> ThemeShell:
    """Build the theme shell of a site; of the theme folders in `overrides`, the first that has a file wins."""
    with translated_errors(overrides):
        sources = placeholder_sources(sections, overrides)
        mark = fingerprint(config, sections, overrides)
    marks = {name: f"{mark}:{name};" for name in sources}
    whole = render_stub(config, sections, overrides, marks, DEPTH)
    pieces = re.split(f"{mark}:([^;]+);", whole.html)
    pieces[0::2] = map(escaped_literal, pieces[0::2])
    pieces[1::2] = (f"{PRINTS_NOTHING}{sources[name]}{PRINTS_NOTHING}" for name in pieces[1::2])
    return ThemeShell("".join(pieces), whole.assets)


def fingerprint(config: Config, sections: tuple[Section, ...], overrides: tuple[Path, ...]) -> str:
    """A digest of all inputs of the theme shell: packages, this file, overrides, texts, settings, sections."""
    files = {name: sha256(path.read_bytes()).hexdigest() for name, path in override_files(overrides).items()}
    parts = (
        {name: version(name) for name in PACKAGES},
        sha256(Path(__file__).read_bytes()).hexdigest(),
        files,
        catalogue_map("frame"),
        {name: getattr(config, name) for name in SITE_SETTINGS + FOOTER_SETTINGS},
        [astuple(section) for section in sections],
    )
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def placeholder_sources(sections: tuple[Section, ...], overrides: tuple[Path, ...]) -> dict[str, str]:
    """The Jinja source of each placeholder, by name."""
    files = override_files(overrides)
    written = {Path(name).stem: path for name, path in files.items() if name.startswith("slots/")}
    # The comment tells which placeholder a line of the shell came from.
    texts = {name: f"{{# slots/{name}.html #}}{placeholder_text(name, path)}" for name, path in written.items()}
    return (
        FIXED_PLACEHOLDERS
        | {f"current_{section.key}": CURRENT % (section.key, section.path) for section in sections}
        | texts
    )


def placeholder_text(name: str, path: Path) -> str:
    """The source in the file of a placeholder; raises UsageError for one that is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise UsageError([Problem(Place(f"{OVERRIDES}/slots/{name}.html"), "E734")]) from error


def override_files(overrides: tuple[Path, ...]) -> dict[str, Path]:
    """Every file of the override folders by its relative path, sorted; the first folder wins."""
    found: dict[str, Path] = {}
    for folder in reversed(overrides):
        found |= {path.relative_to(folder).as_posix(): path for path in files_under(folder)}
    return dict(sorted(found.items()))


def theme_files() -> list[str]:
    """The names of the templates of Material, which overrides may replace."""
    theme = find_spec("material")
    if theme is None or theme.origin is None:
        return []
    folder = Path(theme.origin).parent / "templates"
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html"))]


def escaped_literal(text: str) -> str:
    """Escape text for a Jinja template, and make its links to the files of Material relative to the site root."""
    shielded = re.sub(r"\{(?=[{%#]|$)", "{{ '{' }}", text)
    return shielded.replace('="' + "../" * DEPTH + "assets/", '="{{ root }}assets/')


def render_stub(
    config: Config,
    sections: tuple[Section, ...],
    overrides: tuple[Path, ...],
    slots: Mapping[str, str],
    depth: int,
) -> RenderedStub:
    """Render a stub page `depth` folders below the root with these values for the placeholders."""
    extra = {
        "site": {name: getattr(config, name) for name in SITE_SETTINGS},
        "particulars": footer_lines(config),
        "sections": sections,
        "policy": META_CSP,
        "slots": slots,
        "translate": translate,
    }
    with tempfile.TemporaryDirectory() as folder:
        page = "/".join(["stub"] * depth + ["index"])
        stub = Path(folder, "docs", page + ".md")
        stub.parent.mkdir(parents=True)
        stub.touch()
        run_material(Path(folder), overrides, extra)
        site = Path(folder, "site")
        html = (site / page).with_suffix(".html").read_text(encoding="utf-8")
        return with_assets(html, site, used_classes(html, overrides))


def footer_lines(config: Config) -> list[tuple[str, str]]:
    """The particulars of a government site for the footer as (name, value), without empty ones."""
    named = ((translate(f"frame.footer.{name}"), getattr(config, name)) for name in FOOTER_SETTINGS)
    return [(name, value) for name, value in named if value]


def run_material(folder: Path, overrides: tuple[Path, ...], extra: Mapping[str, Any]) -> None:
    """Build `folder`/docs into `folder`/site through MkDocs' own build."""
    # Imported late: only the process that builds the theme shell needs them.
    from mkdocs.commands.build import build
    from mkdocs.config.defaults import MkDocsConfig

    settings = MkDocsConfig(config_file_path=str(folder / "mkdocs.yml"))
    places = {"docs_dir": str(folder / "docs"), "site_dir": str(folder / "site")}
    plain: dict[str, Any] = {"site_name": "-", "plugins": [], "markdown_extensions": []}
    settings.load_dict({**plain, **places, "theme": dict(THEME), "extra": dict(extra)})
    with translated_errors(overrides), silenced():
        errors, _ = settings.validate()
        if errors:
            raise ValueError(errors[0])
        settings.theme.static_templates.clear()
        settings.theme.dirs[:0] = map(str, overrides)
        build(settings)


@contextmanager
def silenced() -> Iterator[None]:
    """Silence the log of MkDocs; its errors arrive as exceptions."""
    log = logging.getLogger("mkdocs")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)


@contextmanager
def translated_errors(overrides: tuple[Path, ...]) -> Iterator[None]:
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
        said = translate("frame.trouble.endless") if isinstance(trouble, RecursionError) else str(trouble)
        raise UsageError([Problem(override_line(trouble, overrides), "E540", trouble=said)]) from trouble


def override_line(trouble: Exception, overrides: tuple[Path, ...]) -> Place:
    """The line of an override that an error names or was raised in; else the folder of overrides."""
    if name := getattr(trouble, "name", None):
        return Place(f"{OVERRIDES}/{name}", getattr(trouble, "lineno", None) or 1)
    passed = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(trouble.__traceback__)]
    for file, line in reversed(passed):
        for folder in overrides:
            if file.is_relative_to(folder):
                return Place(f"{OVERRIDES}/{file.relative_to(folder).as_posix()}", line)
    return Place.whole(OVERRIDES)


def with_assets(html: str, site: Path, names: set[str]) -> RenderedStub:
    """The page and the theme files it links, named by a hash of their content; `names` are the classes in use."""
    linked = dict.fromkeys(re.findall(r'(?:href|src|data-material)="(?:\.\./)*(assets/[^"]+)"', html))
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
    return RenderedStub(html, assets)


def without_map(content: bytes) -> bytes:
    """A script or style sheet without the reference to its source map, which is not published."""
    return re.sub(rb"\s*(//|/\*)# sourceMappingURL=\S+( \*/|\*/)?\s*$", b"\n", content)


def hashed_name(path: str, content: bytes) -> str:
    """The path with eight digits of the hash of the content before its suffix, replacing that of Material."""
    stem, ending = re.sub(r"\.[0-9a-f]{8}\.", ".", path).split(".", 1)
    return f"{stem}.{sha256(content).hexdigest()[:8]}.{ending}"


def used_classes(html: str, overrides: tuple[Path, ...]) -> set[str]:
    """Every class in the shell, in the templates, or added by scripts."""
    texts = (path.read_text("utf-8", "replace") for folder in overrides for path in folder.parent.rglob("*.html"))
    found = re.findall(r"""class=(?:"([^"]*)"|'([^']*)')""", html + "".join(texts))
    return {name for names in found for name in " ".join(names).split()}.union(SCRIPT_CLASSES)


def used_rules(sheet: str, names: set[str]) -> str:
    """A style sheet without rules for classes, colours or writing directions that no page uses.

    Material has rules for every feature; unused ones would be fetched before a page shows, and matched.
    """

    def kept(rule: re.Match[str]) -> str:
        selectors = [one for one in re.split(r",(?![^()]*\))", rule[1]) if is_met(one)]
        return ",".join(selectors) + rule[2] if selectors else ""

    def is_met(selector: str) -> bool:
        # What stands in brackets excludes or allows, and asks for nothing.
        plain = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", selector))
        wanted = set(re.findall(r"\.([A-Za-z_][\w-]*)", plain))
        return wanted <= names and "[dir=rtl]" not in plain and not UNUSED_COLOUR.search(plain)

    found = CSS_RULE.sub(kept, sheet)
    while (fewer := re.sub(r"@[^{};]+\{\s*\}", "", found)) != found:
        found = fewer
    return without_pictures(found)


def without_pictures(sheet: str) -> str:
    """A style sheet without variables that hold images and are never used."""
    picture = re.compile(r"(--[\w-]+):url\((?:\"[^\"]*\"|'[^']*'|[^)]*)\);?")
    return picture.sub(lambda one: one[0] if f"var({one[1]}" in sheet else "", sheet)


def dark_sheet(contents: Mapping[str, bytes]) -> bytes:
    """The rules of the dark scheme, repeated for pages on which no script can switch the scheme."""
    sheets = "".join(content.decode() for path, content in contents.items() if path.endswith(".css"))
    rules = CSS_RULE.findall(sheets.replace('="slate"]', "=slate]"))
    dark = (names + body for names, body in rules if DARK_SCHEME in names and f":not({DARK_SCHEME}" not in names)
    return ("@media screen{" + "".join(dark).replace("=slate]", "=default]") + "}\n").encode()
