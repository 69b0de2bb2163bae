"""Checks before a site is published: left-over examples, wrong addresses, and references to an empty footer.

A site that names its public address is taken to be public.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from generator.content.config import Config, folder_address
from generator.content.corpus import Corpus, ProseDocument
from generator.content.divisions import UNKNOWN
from generator.content.examples import example_texts
from generator.content.file_names import CITY_FILE, CONFIG_FILE, DEPARTMENT_FILE, FOLDER
from generator.forms.cells import texts_in
from generator.forms.fields import title_of
from generator.forms.model import Notice, ProsePage
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
# Hosts of this machine, for a trial.
LOCAL = ("localhost", "127.0.0.1", "::1")
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
        made_up = [cell for cell in texts_in(form.record, ()) if cell.text in example_texts()]
        for first in made_up[:1]:
            yield Problem(place_in_file(root, form.file, first.path), of_example, first.text, count=len(made_up))
    for page in corpus.pages:
        for key, line in empty_references(config, page):
            yield Problem(Place(page.file, line), of_page, cell=title_of(Config, key), key=key)


def place_in_file(root: Path, file: str, path: tuple[str | int, ...]) -> Place:
    """The place of a cell; the whole file where it changed meanwhile."""
    nodes = read_file(root / file, file).root
    return place_in(file, nodes, path) if nodes else Place(file)


def empty_references(config: Config, page: ProseDocument[ProsePage]) -> Iterator[tuple[str, int]]:
    """The empty settings that a page refers to in the footer, each with the first line that does."""
    clauses = [
        (number, clause)
        for number, line in enumerate(page.body.split("\n"), 1)
        for clause in CLAUSES.split(line)
        if FOOTER.search(clause)
    ]
    for key, words in PARTICULARS.items():
        setting = re.compile(f"(?<!没有)(?<!不写)(?:{words})")
        lines = [number for number, clause in clauses if setting.search(clause)]
        if lines and not getattr(config, key):
            yield key, lines[0]


def address_warnings(root: Path, config: Config) -> Iterator[Problem]:
    """W214 for an incomplete address of the site, and for a domain that is no host name."""
    url, domain = config.url or "", config.domain or ""
    address = urlsplit(url)
    if url and address.hostname not in LOCAL:
        better = folder_address(url).replace("http://", "https://", 1)
        forms = {"http": address.scheme == "http", "end": not url.endswith("/"), "host": "." not in address.netloc}
        for form in (form for form, applies in forms.items() if applies):
            yield address_warning(root, "url", url, form, better)
    if domain and not HOST.fullmatch(domain):
        better = urlsplit(domain if "//" in domain else f"//{domain}").hostname or ""
        yield address_warning(root, "domain", domain, "domain", better)


def address_warning(root: Path, key: str, seen: str, form: str, better: str) -> Problem:
    """W214 for one setting of the site."""
    place = place_in_file(root, CONFIG_FILE, (key,))
    return Problem(place, "W214", seen, form=form, better=better, cell=title_of(Config, key))


def late_notices(root: Path, corpus: Corpus, today: date | None) -> Iterator[Problem]:
    """W209 for a notice dated in the future; none where today is unknown."""
    for notice in corpus.notices:
        if today and notice.head.date > today:
            lines = (root / notice.file).read_text(encoding="utf-8").split("\n")
            line = next((number for number, text in enumerate(lines, 1) if text.startswith("date:")), 1)
            cell = title_of(Notice, "date")
            yield Problem(Place(notice.file, line), "W209", str(notice.head.date), cell=cell, today=today)


def example_leftovers(root: Path, config: Config, corpus: Corpus) -> Iterator[Problem]:
    """W345 for made-up names of the site, cities and departments; W346 for a city whose code is not filled in."""
    cities = [(f"{FOLDER}/{city.path}{CITY_FILE}", city.about) for city in corpus.cities]
    texts = [(CONFIG_FILE, key, getattr(config, key)) for key in ("name", "demo_notice")]
    texts += [(file, "name", about.name) for file, about in cities]
    texts += [(f"{FOLDER}/{each.path}{DEPARTMENT_FILE}", "name", each.about.name) for each in corpus.departments]
    texts += [(notice.file, "issuer", notice.head.issuer) for notice in corpus.notices]
    for file, key, text in texts:
        if text in example_texts():
            yield Problem(place_in_file(root, file, (key,)), "W345", text, count=1)
    for file, about in cities:
        if about.code == UNKNOWN and not about.level.startswith("中央"):
            yield Problem(place_in_file(root, file, ("code",)), "W346", UNKNOWN)
