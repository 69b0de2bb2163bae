"""The documents that our three records were transcribed from: copies in which what is not public is redacted.

Each withheld cell is one fixed mark; a notice that is given out on request only is left out, and so are names of
persons. The documents as they were obtained are not here; what needs them skips.
"""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
ORIGINALS = {
    "zhanjiang/zhengfawei/2021": HERE / "originals" / "zhanjiang-zhengfawei-2021.txt",
    "jieyang/zhengfawei/2022": HERE / "originals" / "jieyang-zhengfawei-2022.txt",
    "zhanjiang/jiwei/2021": HERE / "originals" / "zhanjiang-jiwei-2021.txt",
}
# As they were obtained, by the first letters of their names.
OBTAINED = HERE.parent.parent / "shared" / "seeds"
needs_obtained = pytest.mark.skipif(not OBTAINED.is_dir(), reason="the documents as obtained are not at hand")


def obtained(number: str) -> str:
    """The text of a document as it was obtained."""
    (path,) = OBTAINED.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")
