"""Render pages to HTML with Jinja2, which only this module imports: values are escaped, undefined names are errors."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from markupsafe import escape

from generator.analysis.readings import in_words, measurable_word, rule_name
from generator.analysis.rules import shown_rules
from generator.analysis.spread import year_words
from generator.content.addresses import (
    board_address,
    city_address,
    notice_address,
    rule_address,
    summary_address,
    topic_address,
)
from generator.content.config import Config
from generator.forms.fields import money
from generator.forms.figures import absence, figure
from generator.output.cell_html import FILTERS, csv_button, day_html, term_html
from generator.output.finding_html import ledger_lines, remark_lists, replies_to
from generator.output.form_pages.html import form_tables
from generator.output.list_html import list_rows
from generator.output.money_html import money_table, reference_table
from generator.output.pages import Page, sections_of
from generator.output.pictures.svg import picture_svg
from generator.output.row_html import RowContext, target_table_rows, task_table_rows
from generator.output.template_folders import FOLDER, THEME_FOLDER
from generator.output.year_html import changed_texts, diff_html, figure_rows, listed_tasks, target_rows, task_rows
from generator.problems import Place, Problem, UsageError
from generator.system.filesystem import files_under, named_files
from generator.words import Overrides, overrides_in_use, translate, use_overrides

# Names of templates with their texts; compiled templates by the keys that Jinja gives them.
Templates = tuple[tuple[str, str], ...]
Code = tuple[tuple[str, bytes], ...]
# What every page of a site is rendered with, by the names that templates use.
SiteContext = Mapping[str, Any]

THEME_SHELL = "frame.html"
# The comment that marks where a placeholder of the theme shell begins.
PLACEHOLDER = re.compile(r"\{# (slots/[^#]+) #\}")
# Indentation of a template outside elements that show white space as it is.
INDENT = re.compile(r"(<(pre|textarea)\b.*?</\2>)|(?<=\n)[ \t]+", re.DOTALL)
FIXED_CALL = re.compile(r"""\{\{ ?translate\((?P<quote>["'])(?P<key>[a-z0-9_.]+)(?P=quote)\) ?\}\}""")
SYNTAX = re.compile(r"[{}\n]")
# The kinds of errors in templates by the keys of their messages; the first that fits counts.
ERRORS = {
    RecursionError: "endless",
    TemplateNotFound: "absent",
    UndefinedError: "undefined",
    TemplateSyntaxError: "syntax",
    Exception: "raised",
}
# What templates may call, by these names.
FUNCTIONS = (
    *(translate, year_words, absence, figure, money, in_words, measurable_word, rule_name),
    *(board_address, city_address, notice_address, rule_address, summary_address, topic_address),
    *(
        RowContext,
        task_table_rows,
        target_table_rows,
        list_rows,
        form_tables,
        picture_svg,
        listed_tasks,
        figure_rows,
        target_rows,
        task_rows,
        diff_html,
        changed_texts,
    ),
    *(term_html, day_html, csv_button, reference_table, money_table, ledger_lines, remark_lists, replies_to),
)


def site_context(config: Config, assets: str, terms: Mapping[str, str]) -> SiteContext:
    """The context of a site: settings, sections of its navigation, folder of assets, anchors of the glossary."""
    shown = {"sections": sections_of(config), "shown_rules": shown_rules(config)}
    return {"site": config, "assets": assets, "terms": terms, "has_feed": False, **shown}


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders the pages of a site, in any process.

    `code` are templates compiled before; any other is compiled when it is first used. `own` are the names of the
    templates that the project overrides, `words` the texts of the catalogue that it does.
    """

    templates: Templates
    context: SiteContext
    code: Code = ()
    own: tuple[str, ...] = ()
    words: Overrides = ()

    def with_feed(self, has_feed: bool) -> "Renderer":
        """The renderer of pages that link to the feed of the site, or of pages that do not."""
        return replace(self, context={**self.context, "has_feed": has_feed})

    def drawn(self, pages: Iterable[Page]) -> list[tuple[str, bytes]]:
        """Render pages to (file, bytes)."""
        return [(page.file, self.rendered(page).encode("utf-8")) for page in pages]

    def rendered(self, page: Page) -> str:
        """Render one page to HTML; raises UsageError for a mistake in a template of the project."""
        use_overrides(self.words)
        context = {**page.context, "page": page, "root": page.root, **self.context}
        with template_errors(self.templates, self.own, page.path):
            html = environment(self.templates, self.code, self.words).get_template(page.template).render(context)
        if page.template in self.own and not html.strip():
            raise UsageError([Problem(Place(FOLDER + page.template), "E543", form="empty")])
        return html


@contextmanager
def template_errors(templates: Templates, own: Collection[str], page: str) -> Iterator[None]:
    """Translate any exception of a template of the project into a UsageError with its name and line.

    Of the product's own templates only errors of Jinja are translated; any other is a bug and passes through.
    """
    try:
        yield
    except Exception as error:
        place = own_template_line(error, own)
        if place is None and not isinstance(error, TemplateError):
            raise
        name, line = place or (getattr(error, "name", None) or page, getattr(error, "lineno", None) or 1)
        problem = Problem(error_place(templates, name, line), "E542", trouble=error_text(error), page=page or "/")
        raise UsageError([problem]) from error


def own_template_line(error: Exception, own: Collection[str]) -> tuple[str, int] | None:
    """The innermost template of the project in the traceback of an error, and the line; None where there is none."""
    if isinstance(error, TemplateSyntaxError):
        return (error.name or "", error.lineno) if error.name in own else None
    places = ((file.removeprefix(FOLDER), line) for file, line in traceback_lines(error) if file.startswith(FOLDER))
    return next(((name, line) for name, line in places if name in own), None)


def traceback_lines(error: Exception) -> list[tuple[str, int]]:
    """The lines that an error was raised through as (file, line), innermost first."""
    return [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)][::-1]


def error_place(templates: Templates, name: str, line: int) -> Place:
    """The place of a line of a template; of a line of the theme shell, the place in the file of its placeholder."""
    if name != THEME_SHELL:
        return Place(FOLDER + name, line)
    before = "\n".join(dict(templates)[THEME_SHELL].split("\n")[:line])
    slot = next(reversed(list(PLACEHOLDER.finditer(before))), None)
    if slot is None:
        return Place.whole(f"{FOLDER}{THEME_FOLDER}")
    return Place(f"{FOLDER}{THEME_FOLDER}/{slot[1]}", before.count("\n", slot.end()) + 1)


def error_text(error: Exception) -> str:
    """The message for an error in a template, from the catalogue."""
    key = next(key for kind, key in ERRORS.items() if isinstance(error, kind))
    text = error.message if isinstance(error, TemplateError) else error
    name, kind = getattr(error, "name", ""), type(error).__name__
    return translate(f"frame.trouble.{key}", name=name, text=text, kind=kind)


class FixedWords(Extension):
    """Replaces calls of translate() that have only a key by their text when a template is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template with the texts in place of the calls."""
        return FIXED_CALL.sub(fixed_words, source)


def fixed_words(call: re.Match[str]) -> str:
    """The escaped text for a call; the call itself for an unknown key or a text that Jinja would interpret."""
    try:
        words = escape(translate(call["key"]))
    except KeyError:
        return call[0]
    return call[0] if SYNTAX.search(words) else words


class TemplateEnvironment(Environment):
    """A Jinja environment that reports a template which Python cannot compile as a syntax error of that template."""

    def compile(
        self, source: Any, name: str | None = None, filename: str | None = None, *arguments: Any, **options: Any
    ) -> Any:
        """Compile a template; raises TemplateSyntaxError."""
        try:
            return super().compile(source, name, filename, *arguments, **options)
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise TemplateSyntaxError(translate("frame.trouble.deep"), 1, name, filename) from error


class CompiledTemplates(BytecodeCache):
    """Templates compiled in another process or an earlier build; Jinja checks them against the source."""

    def __init__(self, code: Code) -> None:
        self.code = dict(code)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the code of a template, if it was compiled before."""
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the code of a template that was just compiled."""
        self.code[bucket.key] = bucket.bytecode_to_string()


def precompile(templates: Templates) -> Code:
    """Compile templates; one with a mistake is left out, and reported when a page is rendered with it."""
    jinja = environment(templates, (), overrides_in_use())
    for name, _ in templates:
        with suppress(Exception):
            jinja.get_template(name)
    compiled = jinja.bytecode_cache
    return tuple(sorted(compiled.code.items())) if isinstance(compiled, CompiledTemplates) else ()


def templates_of(folders: Sequence[Path]) -> Templates:
    """The templates of a site with their texts, by name; the first folder that has a name wins."""
    paths = {name: path for folder in reversed(folders) for name, path in templates_in(folder).items()}
    return tuple((name, template_text(name, path)) for name, path in sorted(paths.items()))


def templates_in(folder: Path) -> dict[str, Path]:
    """The page templates in a folder by name, without overrides of the theme shell."""
    return {
        name: path
        for name, path in named_files(folder).items()
        if path.suffix == ".html" and THEME_FOLDER not in Path(name).parts
    }


def own_templates(folders: Sequence[Path]) -> tuple[str, ...]:
    """The names of the templates that a project overrides; the theme shell is one as soon as any part of it is."""
    if len(folders) < 2:
        return ()
    framed = (THEME_SHELL,) if files_under(folders[0] / THEME_FOLDER) else ()
    return (*framed, *templates_in(folders[0]))


def template_text(name: str, path: Path) -> str:
    """The text of a template; UsageError for one in another encoding than UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError([Problem(Place(f"{FOLDER}{name}"), "E734")]) from error


@lru_cache(maxsize=2)
def environment(templates: Templates, code: Code = (), words: Overrides = ()) -> Environment:
    """The Jinja environment of these templates; each is compiled on first use unless `code` has it.

    Compiled templates contain texts of the catalogue, so that other `words` need another environment.
    """
    # Every name a template uses is given here or by its page, so nothing shows up empty by mistake.
    jinja = TemplateEnvironment(
        loader=FunctionLoader(partial(template_source, dict(templates))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FixedWords],
        bytecode_cache=CompiledTemplates(code),
    )
    jinja.filters.update(FILTERS)
    for function in FUNCTIONS:
        jinja.globals[function.__name__] = function
    return jinja


def template_source(templates: Mapping[str, str], name: str) -> tuple[str, str, None] | None:
    """A template for Jinja: its text without indentation, which pages would repeat, and the file that tracebacks name.

    None where there is none.
    """
    if name not in templates:
        return None
    return INDENT.sub(lambda found: found[1] or "", templates[name]), FOLDER + name, None
