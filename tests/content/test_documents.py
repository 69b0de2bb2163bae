"""Several forms in one document: a file of its own has what they share, once, and the rows around them."""

import shutil
from pathlib import Path

import pytest
from reading import HERE

from generator.cli.check import check_path
from generator.content.form_files import FormFiles
from generator.content.loader import Loader
from generator.forms.cells import document_cells
from generator.forms.model import Project

FOLDER = "content/shili/yuanlinju/2025"
FORM, DOCUMENT = f"{FOLDER}/weihu.yml", f"{FOLDER}/xiangmu.document.yml"
DECISION = "    withheld:\n      basis: 依据\n      decided_on: 2025-01-02\n      decided_by: 某局\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with such a document."""
    return Path(shutil.copytree(HERE / "content/own", tmp_path / "own"))


def change(file: Path, before: str, after: str) -> None:
    """Replace a text of a file that is in it once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")


def reported(path: Path) -> list[str]:
    """The places and codes of what keeps a project or a file from being published."""
    return [f"{at.place.path}:{at.place.line} {at.code}" for at in check_path(path).problems]


def test_the_forms_have_what_their_document_says_once(project: Path) -> None:
    sources = [source for source in Loader(project).corpus().projects if source.of_year == "shili/yuanlinju/2025/"]
    assert [source.slug for source in sources] == ["weihu", "xinjian"]
    for source in sources:
        assert source.record.disclosure.issuer == "示例市园林局"
        assert [(cell.title, cell.text) for cell in document_cells(source.record)] == [("项目合计", "500.00")]
        files = FormFiles(project)
        assert files.form(Project, source.file, files.digest(source.file)) == source.record
    before = FormFiles(project).digest(FORM)
    change(project / DOCUMENT, "500.00", "501.00")
    assert FormFiles(project).digest(FORM) != before


# The file and the change, and what is reported.
MISTAKES = [
    (FORM, "document: xiangmu", "document: xiangmo", [f"{FORM}:22 E378"]),
    (FORM, "document: xiangmu", "document: xiangmu\nsource:\n  title: 另一份", [f"{FORM}:23 E379"]),
    (DOCUMENT, "title: 2025年项目支出绩效目标表\n", "", [f"{DOCUMENT}:1 E301"]),
    (DOCUMENT, "  attribute: 主动公开", "  attribute: 公开", [f"{DOCUMENT}:8 E304"]),
    (DOCUMENT, "  项目合计: 500.00", "  total: 500.00", [f"{DOCUMENT}:3 E305"]),
    (DOCUMENT, "  conclusion: 同意公开", "  conclusion: 不同意", [f"{DOCUMENT}:16 S408"]),
    (DOCUMENT, "  项目合计: 500.00", "  项目合计: 500.00\n  密级: 机密★10年", [f"{DOCUMENT}:4 S401"]),
    (FORM, "    total: 420\n    fiscal: 420\n", f"    fiscal: 依规不公开\n{DECISION}", [f"{FORM}:25 S421"]),
]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "before", "after", "expected"), MISTAKES)
def test_a_mistake_is_reported_once_at_its_line(
    path: str, before: str, after: str, expected: list[str], project: Path
) -> None:
    change(project / path, before, after)
    assert reported(project) == expected
    alone = [f"{at.place.path}:{at.place.line} {at.code}" for at in check_path(project / path).problems]
    assert [line.rpartition("/")[2] for line in alone] == [line.rpartition("/")[2] for line in expected]


def test_a_document_of_no_form_is_reported(project: Path) -> None:
    shutil.copy(project / DOCUMENT, project / FOLDER / "bie.document.yml")
    assert reported(project) == [f"{FOLDER}/bie.document.yml:1 E380"]
