"""Page to HTML. The only door to Jinja2: everything is escaped, and a name that a page was not given is an error."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from io import StringIO
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from markupsafe import escape

from generator.config import Config
from generator.exports import Stamp
from generator.figures import absence, figure
from generator.pages import Page
from generator.problems import Place, Problem, UsageTrouble
from generator.readings import in_words, measurable_word, rule_name
from generator.typed import money
from generator.words import say

# Names of templates with their texts; templates as code, by names that Jinja gives them.
Templates = tuple[tuple[str, str], ...]
Code = tuple[tuple[str, bytes], ...]

# Where a site project keeps its templates.
FOLDER = "templates/"
FRAME = "frame.html"
# Overrides of the frame, which is made of them by others, stand in this folder.
FRAMES = "frame"
# The white space before the lines of a record page is two kilobytes of its sixty, and says nothing.
TIGHT = "record.html"
INDENT = re.compile(r"\n\s+")
FIXED = re.compile(r"""\{\{ ?say\((?P<quote>["'])(?P<key>[a-z0-9_.]+)(?P=quote)\) ?\}\}""")
SYNTAX = re.compile(r"[{}\n]")
UNDEFINED = re.compile("'(.+)' is undefined")
UNSAFE = re.compile(r"""[&<>"']""")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every page stands in: the site's own words, the folder of its assets, the state it was made from."""

    config: Config
    assets: str
    stamp: Stamp
    terms: Mapping[str, str]
    plotly: str
    plotly_styles: str
    policy: str
    schemes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Artist:
    """What draws the pages of a site, in whatever process: its templates, what every page stands in.

    `code` is that of templates that were made ready before; any other is made ready when it is needed.
    """

    templates: Templates
    around: Surroundings
    code: Code = ()

    def drawn(self, pages: Iterable[Page]) -> list[tuple[str, bytes]]:
        """Some pages as (file, bytes)."""
        return [(page.file, self.rendered(page).encode("utf-8")) for page in pages]

    def rendered(self, page: Page) -> str:
        """One page as HTML."""
        around = self.around
        context: dict[str, Any] = {
            **page.seen,
            "page": page,
            "root": page.root,
            "site": around.config,
            "assets": around.assets,
            "build": around.stamp,
            "terms": around.terms,
            "plotly": around.plotly,
            "plotly_styles": around.plotly_styles,
            "policy": around.policy,
            "schemes": around.schemes,
        }
        try:
            html = environment(self.templates, self.code).get_template(page.template).render(context)
            return INDENT.sub("\n", html) if page.template == TIGHT else html
        except TemplateError as error:
            place = template_place(error, page.template)
            raise UsageTrouble(
                [Problem(place, "E542", trouble=in_plain_words(error), page=page.path or "/")]
            ) from error


def template_place(error: Exception, template: str) -> Place:
    """The template and its line that an error was raised in; the whole of the given one where nothing tells."""
    lines = [(frame.filename, frame.lineno) for frame in extract_tb(error.__traceback__)]
    inside = [(file, line) for file, line in lines if file.startswith(FOLDER)]
    if isinstance(error, TemplateSyntaxError):
        inside.append((FOLDER + (error.name or template), error.lineno))
    file, line = inside[-1] if inside else (FOLDER + template, 1)
    return Place(file, line or 1)


def in_plain_words(error: Exception) -> str:
    """What Jinja says of a mistake, in Chinese where people meet it often."""
    if isinstance(error, TemplateNotFound):
        return say("frame.trouble.missing", name=error.name)
    unknown = UNDEFINED.fullmatch(str(error))
    return say("frame.trouble.undefined", name=unknown[1]) if unknown else str(error)


def loaded(templates: Mapping[str, str], name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """The text of a template, the path that it has in a site project, and whether it is as it was."""
    text = templates.get(name)
    return None if text is None else (text, FOLDER + name, lambda: True)


class FixedWords(Extension):
    """Words that are the same on every page are put into a template when it is made ready, not for each row again."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with the words in place of the calls that ask for them by their key alone."""
        return FIXED.sub(fixed, source)


def fixed(call: re.Match[str]) -> str:
    """The words that a call asks for; the call itself where a template would read something into them."""
    words = escape(say(call["key"]))
    return call[0] if SYNTAX.search(words) else words


class PlainCode(CodeGenerator):
    """Templates as Python that just calls and writes: half the time of drawing goes into what Jinja does besides.

    It asks whatever is called whether it wants the state of the template, which nothing here does, and makes markup
    of each text that it writes.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """A whole template; the last word on what escapes is ours."""
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import escaped as escape")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call with its arguments, which Jinja writes as if others stood before them."""
        self.visit(node.node, frame)
        whole, self.stream = self.stream, StringIO()
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        arguments, self.stream = self.stream.getvalue(), whole
        self.write(f"({arguments.removeprefix(', ')})")


def escaped(value: Any) -> str:
    """The text of a value as a page shows it: markup as it stands, all else escaped where it must be."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    text = str(value)
    return escape(text) if UNSAFE.search(text) else text


class Compiled(BytecodeCache):
    """Templates as code that was made in another process, or in an earlier build; Jinja compares it with the text."""

    def __init__(self, code: Code) -> None:
        self.code = dict(code)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills in the code of a template, where there is any."""
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Takes the code of a template that was made ready."""
        self.code[bucket.key] = bucket.bytecode_to_string()


def made_ready(templates: Templates) -> Code:
    """The code of templates; one with a mistake has none, and is told of when a page is drawn with it."""
    jinja = environment(templates)
    for name, _ in templates:
        with suppress(TemplateError):
            jinja.get_template(name)
    compiled = jinja.bytecode_cache
    return tuple(sorted(compiled.code.items())) if isinstance(compiled, Compiled) else ()


def templates_of(folders: Sequence[Path]) -> Templates:
    """The templates of a site by name, its own before the product's."""
    found = {
        path.relative_to(folder).as_posix(): path
        for folder in reversed(folders)
        for path in sorted(folder.rglob("*.html"))
        if FRAMES not in path.relative_to(folder).parts
    }
    return tuple((name, text_of(name, path)) for name, path in sorted(found.items()))


def text_of(name: str, path: Path) -> str:
    """The text of a template; UsageTrouble for one in another encoding than UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        trouble = say("frame.trouble.encoding")
        raise UsageTrouble([Problem(Place(FOLDER + name), "E542", trouble=trouble, page=name)]) from error


@lru_cache(maxsize=2)
def environment(templates: Templates, code: Code = ()) -> Environment:
    """The templates, each made ready when the first page is drawn with it, where that was not done before."""
    # Every name a template uses is given here or by its page, so nothing shows up empty by mistake.
    jinja = Environment(
        loader=FunctionLoader(partial(loaded, dict(templates))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FixedWords],
        bytecode_cache=Compiled(code),
    )
    jinja.code_generator_class = PlainCode
    jinja.globals.update(say=say, absence=absence, figure=figure, money=money)
    jinja.globals.update(in_words=in_words, measurable_word=measurable_word, rule_name=rule_name)
    return jinja
