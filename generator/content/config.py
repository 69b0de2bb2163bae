"""site_config.yml as one frozen value: each setting with its name and what it is for."""

import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from generator.forms.fields import Address, Count, FieldGroup, NeededWords, Words, cell, validate
from generator.problems import Held, Place, Problem, UsageTrouble
from generator.secrecy.gate import gate_text
from generator.text.yaml import MappingNode, locate, read_file

FILE = "site_config.yml"
PAGE_NAME = re.compile(r"[^/]+\.(?:html?|shtml|jsp|aspx?|php)$", re.IGNORECASE)


class PortalColumn(FieldGroup):
    """The column of the portal that the disclosure stands in, as the meta tags of government sites name it."""

    name: Words = cell("栏目名称", needed=True)
    description: Words = cell("栏目描述", needed=True)
    keywords: Words = cell("栏目关键词", needed=True)
    type: Words = cell("栏目类别", needed=True)


class Config(FieldGroup):
    """What the site says about itself; an empty text is not shown."""

    name: NeededWords = cell("网站名称", needed=True)
    short_name: Words = cell("网站简称", needed=True)
    description: Words = cell("网站说明", needed=True)
    url: Address = cell("网站地址", needed=True)
    operator: Words = cell("主办单位", needed=True)
    contact: Words = cell("联系方式", needed=True)
    site_id_code: Words = cell("网站标识码", needed=True)
    icp: Words = cell("ICP 备案号", needed=True)
    police: Words = cell("公安备案号", needed=True)
    domain: Words = cell("网站域名", needed=True)
    demo_notice: Words = cell("页首提示", needed=True)
    content_source: Words = cell("信息来源", needed=True)
    column: PortalColumn = cell("栏目", needed=True)
    disclosure_days: Count | None = cell("公开期限（天）")


def address_problems(config: Config, root: MappingNode) -> list[Problem]:
    """E214 for an address of the site below which no page can stand: that of a file, or one with a question."""
    address = urlsplit(config.url or "")
    if not (PAGE_NAME.search(address.path) or address.query or address.fragment):
        return []
    return [Problem(place_of_setting(root, "url"), "E214", config.url, better=folder_address(config.url or ""))]


def folder_address(url: str) -> str:
    """An address as that of a folder, with the slash at its end."""
    address = urlsplit(url)
    return urlunsplit((address.scheme, address.netloc, PAGE_NAME.sub("", address.path).rstrip("/") + "/", "", ""))


def place_of_setting(root: MappingNode, key: str) -> Place:
    """Where a setting stands in its file."""
    found, _ = locate(root, (key,))
    return Place(FILE, found.line, found.column)


def no_project(root: Path) -> list[Problem]:
    """E713 for a folder that is no site project; nothing for one that is."""
    return [] if (root / FILE).is_file() else [Problem(Place.whole(root.as_posix()), "E713")]


def read_config(root: Path) -> Config:
    """The configuration of the site project in `root`; UsageTrouble with every mistake in it, Held before that."""
    if problems := no_project(root):
        raise UsageTrouble(problems)
    reading = read_file(root / FILE, FILE)
    contact = str(reading.root.get("contact", "")) if reading.root else ""
    if held := gate_text(FILE, reading.text, frozenset((contact,))):
        raise Held(held)
    if reading.root is None or reading.problems:
        raise UsageTrouble(reading.problems)
    config, problems = validate(Config, reading.root, FILE)
    problems += address_problems(config, reading.root) if config else []
    if config is None or problems:
        raise UsageTrouble(problems)
    return config
