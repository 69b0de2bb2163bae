"""The configuration of a site: site_config.yml parsed into one frozen value."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from generator.content.file_names import CONFIG_FILE
from generator.content.format_versions import newer_format
from generator.forms.fields import Address, Count, FieldGroup, NeededWords, Words, cell, required, validate
from generator.problems import HeldError, Place, Problem, UsageError
from generator.secrecy.text_gate import gate_text
from generator.text.yaml import MappingNode, place_in, read_file

PAGE_NAME = re.compile(r"[^/]+\.(?:html?|shtml|jsp|aspx?|php)$", re.IGNORECASE)


class PortalColumn(FieldGroup):
    """The column of the government portal to which the site belongs, for its meta tags."""

    name: Words = required("栏目名称")
    description: Words = required("栏目描述")
    keywords: Words = required("栏目关键词")
    type: Words = required("栏目类别")


class Config(FieldGroup):
    """The settings of a site; an empty text is not shown."""

    moved_keys: ClassVar[Mapping[str, str]] = {"disclosure_days": "days"}
    name: NeededWords = required("网站名称")
    short_name: Words = required("网站简称")
    description: Words = required("网站说明")
    url: Address = required("网站地址")
    operator: Words = required("主办单位")
    contact: Words = required("联系方式")
    site_id_code: Words = required("网站标识码")
    icp: Words = required("ICP 备案号")
    police: Words = required("公安备案号")
    domain: Words = required("网站域名")
    demo_notice: Words = required("页首提示")
    content_source: Words = required("信息来源")
    column: PortalColumn = required("栏目")
    licence: Words | None = cell("数据的使用许可")
    scope: Literal["city", "department"] | None = cell("网站范围")
    board: Literal["true", "false"] | None = cell("公开情况一览")
    scores: Literal["true", "false"] | None = cell("公开情况的得分")
    findings: Literal["all", "arithmetic", "none"] | None = cell("核对结果")
    format: Count | None = cell("数据格式的版本")

    @property
    def is_of_department(self) -> bool:
        """Whether the site is of one department alone."""
        return self.scope == "department"

    @property
    def has_board(self) -> bool:
        """Whether the site has the disclosure board, which is of the departments of a city."""
        return self.board != "false" and not self.is_of_department

    @property
    def has_scores(self) -> bool:
        """Whether the board has scores, which are computed from the findings of all rules."""
        return self.has_board and self.scores != "false" and self.findings in (None, "all")


def address_problems(config: Config, root: MappingNode) -> list[Problem]:
    """E214 for an address that is no folder: that of a file, or one with a query or fragment."""
    address = urlsplit(config.url or "")
    if not (PAGE_NAME.search(address.path) or address.query or address.fragment):
        return []
    return [Problem(place_in(CONFIG_FILE, root, ("url",)), "E214", config.url, better=folder_address(config.url or ""))]


def folder_address(url: str) -> str:
    """An address as that of a folder, with a slash at its end."""
    address = urlsplit(url)
    folder = PAGE_NAME.sub("", address.path).rstrip("/") + "/"
    return address._replace(path=folder, query="", fragment="").geturl()


def no_project(root: Path) -> list[Problem]:
    """E713 for a folder that is no site project."""
    return [] if (root / CONFIG_FILE).is_file() else [Problem(Place.whole(root.as_posix()), "E713")]


def refuse_newer_format(root: Path) -> None:
    """Raise UsageError where the configuration of a project names a data format that this program does not know."""
    configuration = read_file(root / CONFIG_FILE, CONFIG_FILE).root if (root / CONFIG_FILE).is_file() else None
    if configuration is not None and (problems := newer_format(configuration, CONFIG_FILE)):
        raise UsageError(problems)


def read_config(root: Path) -> Config:
    """The configuration of the site project in `root`; UsageError with every mistake in it, HeldError before that."""
    if problems := no_project(root):
        raise UsageError(problems)
    reading = read_file(root / CONFIG_FILE, CONFIG_FILE)
    contact = str(reading.root.get("contact", "")) if reading.root else ""
    if held := gate_text(CONFIG_FILE, reading.text, frozenset((contact,))):
        raise HeldError(held)
    if reading.root is None or reading.problems:
        raise UsageError(reading.problems)
    if problems := newer_format(reading.root, CONFIG_FILE):
        raise UsageError(problems)
    config, problems = validate(Config, reading.root, CONFIG_FILE)
    problems += address_problems(config, reading.root) if config else []
    if config is None or problems:
        raise UsageError(problems)
    return config
