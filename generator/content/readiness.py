"""Checks before a site is published: left-over examples, wrong addresses, and references to an empty footer.

A site that names its public address is taken to be public.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from generator.content.config import FILE, Config, folder_address
from generator.content.corpus import FOLDER, AnyFormSource, Corpus, ProseDocument
from generator.content.divisions import UNKNOWN
from generator.content.examples import example_texts
from generator.forms.cells import texts_in
from generator.forms.fields import title_of
from generator.forms.model import ProsePage
from generator.problems import Place, Problem
from generator.text.yaml import place_in, read_file

# The settings that the footer shows, and how pages speak of them.
PARTICULARS = {
    "operator": "主办单位",
    "contact": "联系方式|联系我们|电话|邮箱",
    "site_id_code": "网站标识码",
    "icp": "ICP|(?<!公安)备案",
    "police": "公安备案",
}
FOOTER = re.compile("页脚|(?:页面?|网站)最?(?:下方|底部|底端|末尾|下面)|(?:下方|底部)的")
# The codes of both, of a site that is public and of one that is not yet.
PUBLIC, NOT_YET = ("E345", "E347"), ("W345", "W347")
CLAUSES = re.compile("[。；！？]")
HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+")


def readiness_problems(root: Path, config: Config, corpus: Corpus) -> list[Problem]:
    """Errors of a public site: forms with texts of the examples, and pages that refer to an empty footer."""
    return [*readiness_findings(root, config, corpus, PUBLIC)] if config.url else []


def readiness_warnings(root: Path, config: Config, corpus: Corpus) -> list[Problem]:
    """Warnings of a site that is public or will be."""
    early = [] if config.url else [*readiness_findings(root, config, corpus, NOT_YET)]
    return [*early, *address_warnings(root, config), *(example_leftovers(root, config, corpus) if config.url else ())]


def readiness_findings(root: Path, config: Config, corpus: Corpus, codes: tuple[str, str]) -> Iterator[Problem]:
    """A problem for each form with texts of the examples, and for each page that refers to an empty setting."""
    of_example, of_page = codes
    for form in corpus.forms:
        yield from example_in(root, form, of_example)
    for page in corpus.pages:
        for key, line in empty_references(config, page):
            cell = setting_title(key)
            yield Problem(Place(page.file, line), of_page, cell=cell, key=key)


def example_in(root: Path, form: AnyFormSource, code: str) -> Iterator[Problem]:
    """One problem for a form that has texts of the examples, at the first of them."""
    made_up = [(cell.path, cell.text) for cell in texts_in(form.record, ()) if cell.text in example_texts()]
    if made_up:
        path, text = made_up[0]
        yield Problem(place_in_file(root, form.file, path), code, text, count=len(made_up))


def place_in_file(root: Path, file: str, path: tuple[str | int, ...]) -> Place:
    """The place of a cell; the whole file where it changed meanwhile."""
    nodes = read_file(root / file, file).root
    return place_in(file, nodes, path) if nodes else Place(file)


def empty_references(config: Config, page: ProseDocument[ProsePage]) -> Iterator[tuple[str, int]]:
    """The empty settings that a page says are in the footer, each with the line that says so."""
    empty = {key: words for key, words in PARTICULARS.items() if not getattr(config, key)}
    for key, words in empty.items():
        refers = re.compile(f"(?<!没有)(?<!不写)(?:{words})")
        lines = enumerate(page.body.split("\n"), 1)
        said = (number for number, line in lines for clause in CLAUSES.split(line) if refers_to(refers, clause))
        for number in [*said][:1]:
            yield key, number


def refers_to(words: re.Pattern[str], clause: str) -> bool:
    """Whether a clause speaks of a setting and of the footer."""
    return bool(words.search(clause) and FOOTER.search(clause))


def address_warnings(root: Path, config: Config) -> Iterator[Problem]:
    """W214 for an incomplete address of the site, and for a domain that is no host name."""
    nodes = read_file(root / FILE, FILE).root
    if nodes is None:
        return
    url, domain = config.url or "", config.domain or ""
    address = urlsplit(url)
    if url:
        better = folder_address(url).replace("http://", "https://", 1)
        forms = {"http": address.scheme == "http", "end": not url.endswith("/"), "host": "." not in address.netloc}
        for form in (form for form, is_so in forms.items() if is_so and not is_local(address.hostname)):
            yield Problem(
                place_in(FILE, nodes, ("url",)), "W214", url, form=form, better=better, cell=setting_title("url")
            )
    if domain and not HOST.fullmatch(domain):
        better = urlsplit(domain if "//" in domain else f"//{domain}").hostname or ""
        place = place_in(FILE, nodes, ("domain",))
        yield Problem(place, "W214", domain, form="domain", better=better, cell=setting_title("domain"))


def is_local(host: str | None) -> bool:
    """Whether an address is of this machine, for a trial."""
    return host in ("localhost", "127.0.0.1", "::1")


def setting_title(key: str) -> str:
    """The name of a setting."""
    return title_of(Config, key)


def late_notices(root: Path, corpus: Corpus, today: date | None) -> Iterator[Problem]:
    """W209 for a notice dated in the future; none where today is unknown."""
    for notice in corpus.notices if today else ():
        if today and notice.head.date > today:
            lines = (root / notice.file).read_text(encoding="utf-8").split("\n")
            line = next((number for number, text in enumerate(lines, 1) if text.startswith("date:")), 1)
            cell = title_of(type(notice.head), "date")
            yield Problem(Place(notice.file, line), "W209", str(notice.head.date), cell=cell, today=today)


def example_leftovers(root: Path, config: Config, corpus: Corpus) -> Iterator[Problem]:
    """W345 for made-up names of the site, cities and departments; W346 for a city whose code is not filled in."""
    settings = [(FILE, key, getattr(config, key)) for key in ("name", "demo_notice")]
    cities = [(f"{FOLDER}/{city.slug}/jurisdiction.yml", "name", city.about.name) for city in corpus.cities]
    departments = [
        (f"{FOLDER}/{department.path}department.yml", "name", department.about.name)
        for department in corpus.departments
    ]
    notices = [(notice.file, "issuer", notice.head.issuer) for notice in corpus.notices]
    for file, key, text in (*settings, *cities, *departments, *notices):
        if text in example_texts():
            yield Problem(place_in_file(root, file, (key,)), "W345", text, count=1)
    for city in corpus.cities:
        if city.about.code == UNKNOWN and not city.about.level.startswith("中央"):
            place = place_in_file(root, f"{FOLDER}/{city.slug}/jurisdiction.yml", ("code",))
            yield Problem(place, "W346", UNKNOWN)
