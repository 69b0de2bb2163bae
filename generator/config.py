"""site_config.yml as one frozen value: each setting with its name and what it is for."""

from pathlib import Path

from generator.gate import gate_text
from generator.problems import Held, Place, Problem, UsageTrouble
from generator.typed import Address, Count, NeededWords, Part, Words, cell, fit
from generator.yamlfile import read_file

FILE = "site_config.yml"


class Column(Part):
    """The column of the portal that the disclosure stands in, as the meta tags of government sites name it."""

    name: Words = cell("栏目名称", needed=True)
    description: Words = cell("栏目描述", needed=True)
    keywords: Words = cell("栏目关键词", needed=True)
    type: Words = cell("栏目类别", needed=True)


class Config(Part):
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
    column: Column = cell("栏目", needed=True)
    disclosure_days: Count | None = cell("公开期限（天）")


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
    config, problems = fit(Config, reading.root, FILE)
    if config is None:
        raise UsageTrouble(problems)
    return config
