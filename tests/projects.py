"""What the tests of projects share: a site project with four of them."""

import shutil
from pathlib import Path

from prose_pages import add_prose_pages
from reading import HERE

FIXTURE = HERE / "content" / "projects"
REPAIR = "content/shili/jiaoyuju/2026/xiaoshe-weixiu.yml"
PATHS = (
    "putuo/wanli/2023/gonggong-sheshi/",
    "putuo/wanli/2023/shequ-fuwu-zhongxin/",
    "shili/jiaoyuju/2026/xiaoshe-weixiu/",
    "shili/jiaoyuju/2026/xuexiao-xinjian/",
)


def copied(folder: Path) -> Path:
    """The fixture as a project of its own, with the pages of prose that every page links to."""
    root = Path(shutil.copytree(FIXTURE, folder / "project"))
    add_prose_pages(root)
    return root
