"""The same records for other generators: a Hugo site and a MkDocs site of a project.

Hugo makes four files of each record: its page, a page in the layout of the form, and two JSON files. The templates in
the folder `hugo` are plain, as users of Hugo write them. The pages have the words and rows of ours, but fewer bytes; a
static menu, which costs Hugo least, makes the difference. Pagefind indexes what Hugo made.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from typing import Any

import yaml
from corpus import ACTIONS, KINDS, OBJECTS

HUGO_TEMPLATES = Path(__file__).parent / "hugo"
PEERS = ("hugo", "pagefind[bin]")
PAGES_PER_RECORD = 2
MENU = "layouts/partials/menu.html"
# Our files that Hugo makes too: the two pages and the JSON of each record, and the documents of the search.
COMPARED = ("city-*/*/[0-9]*/index.html", "city-*/*/[0-9]*/form/index.html", "city-*/*/[0-9]*/*.json", "search/d/*")
RECORDS = "city-*/*/[0-9][0-9][0-9][0-9].yml"
MKDOCS_CONFIG = """\
site_name: 示例
theme:
  name: material
  language: zh
  font: false
"""


def install_peers(folder: Path) -> Path:
    """Install the peers that are available into a virtual environment; returns its folder of programs."""
    programs = folder / "bin"
    if not (programs / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        for peer in PEERS:
            options = ["--disable-pip-version-check", "--quiet", "--no-input", "--only-binary", ":all:"]
            subprocess.run([programs / "python", "-m", "pip", "install", *options, peer], check=False)
    return programs


def is_installed(*command: str | Path) -> bool:
    """Whether a program starts."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def write_hugo_site(project: Path, folder: Path) -> None:
    """Write a Hugo site with the records of a project."""
    shutil.copytree(HUGO_TEMPLATES, folder)
    for record in sorted((project / "content").glob(RECORDS)):
        copy = folder / "records" / record.relative_to(project / "content")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(record, copy)


def menu_links() -> Iterator[str]:
    """The links of a menu."""
    for number, words in enumerate(product(OBJECTS, ACTIONS, KINDS), 1):
        name = f"{words[1]}{words[0]}{words[2]}"
        yield f'<li class="menu__item"><a class="menu__link" href="/topics/{number}/" title="{name}">{name}</a></li>\n'


def write_menu(folder: Path, hugo: Path, site: Path) -> None:
    """Write the menu of a Hugo site with as many links as make its files as large as ours in `site`."""
    subprocess.run([hugo, "--quiet"], cwd=folder, check=True, capture_output=True)
    pages = PAGES_PER_RECORD * sum(1 for _ in (folder / "records").rglob("*.yml"))
    missing = (compared_bytes(site) - size_of(folder / "public")) // pages
    size, count = 0, 0
    for link in menu_links():
        size += len(link.encode())
        if size > missing:
            break
        count += 1
    links = "".join(islice(menu_links(), count))
    text = f'<nav class="menu" aria-label="菜单">\n<ul class="menu__list">\n{links}</ul>\n</nav>\n'
    (folder / MENU).write_text(text, encoding="utf-8")


def compared_bytes(site: Path) -> int:
    """The bytes of our files that Hugo makes too."""
    return sum(file.stat().st_size for pattern in COMPARED for file in site.glob(pattern))


def size_of(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def write_mkdocs_site(project: Path, folder: Path) -> None:
    """Write a MkDocs site with Material and a page of each record of a project."""
    folder.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MKDOCS_CONFIG, encoding="utf-8")
    for record in sorted((project / "content").glob(RECORDS)):
        page = (folder / "docs" / record.relative_to(project / "content")).with_suffix(".md")
        page.parent.mkdir(parents=True, exist_ok=True)
        fields = yaml.load(record.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
        page.write_text(markdown(fields), encoding="utf-8")


def markdown(record: dict[str, Any]) -> str:
    """A record as Markdown."""
    lines = [f"# {record['department']} {record['title']}", "", record["goal"], ""]
    lines += ["| 任务 | 金额 | 内容 | 目标 |", "|---|---|---|---|"]
    lines += ["| {name} | {amount} | {content} | {expected} |".format_map(task) for task in record["tasks"]["key"]]
    lines += ["", "| 指标 | 解释 | 指标值 |", "|---|---|---|"]
    lines += ["| {name} | {definition} | {target} |".format_map(row) for row in record["indicators"]]
    return "\n".join(lines) + "\n"
