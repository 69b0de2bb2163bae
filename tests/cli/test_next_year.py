"""`gongkai new` beside the form of an earlier year: names are taken over, everything else is a comment."""

import shutil
from pathlib import Path

import pytest
from reading import GOOD, HERE

from generator.cli.check import check_path
from generator.cli.scaffold import draft_record
from generator.text.yaml import read_text

CONTENT = HERE.parent / "content"
GUARD = "全表填好后删去这一行:\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(GOOD, tmp_path / "project"))
    for city in ("zhanjiang", "jieyang", "central"):
        shutil.copytree(CONTENT / city, root / "content" / city)
    return root


def drafted(root: Path, *names: str) -> str:
    """The text of a new draft."""
    path, *_ = draft_record(root, *names)
    return (root / path).read_text(encoding="utf-8")


def cells(text: str) -> dict[str, object]:
    """The cells of a draft, its guard left out."""
    root = read_text("draft.yml", text.replace(GUARD, "").encode()).root
    assert root is not None
    return dict(root)


def test_a_form_of_the_next_year_has_the_names_of_the_last_one(project: Path) -> None:
    # The drawing of 2024 is that of 2023.
    (project / "content/zhanjiang/rensheju/2024.yml").unlink()
    text = drafted(project, "zhanjiang", "rensheju", "2024")
    before, draft = cells((project / "content/zhanjiang/rensheju/2023.yml").read_text(encoding="utf-8")), cells(text)
    rows = before["indicators"]
    assert draft["title"] == "2024年市级部门整体预算绩效目标表"
    assert draft["department"] == "湛江市人力资源和社会保障局"
    assert draft["staff"] == {"total": ""}
    assert draft["budget"]["development"] == {"财政专项资金": "", "其他事业发展性支出": ""}  # type: ignore[index]
    assert [(row["family"], row["type"], row["name"]) for row in draft["indicators"]] == [  # type: ignore[attr-defined]
        (row["family"], row["type"], row["name"])
        for row in rows  # type: ignore[attr-defined]
    ]
    assert {row["target"] for row in draft["indicators"]} == {""}  # type: ignore[attr-defined]
    assert "    # 2023年：10209.27" not in text
    figures = [row["target"] for row in rows if row["target"]]  # type: ignore[attr-defined]
    assert all(f"    # 2023年：{figure}\n" in text for figure in figures)
    assert all(f"    # earlier: {row['name']}\n    name: {row['name']}\n" in text for row in rows if row["name"])  # type: ignore[attr-defined]
    assert "# 部门、项目、任务和指标的名称照 2023 年的表（content/zhanjiang/rensheju/2023.yml）带过来" in text


def test_a_filled_draft_of_the_next_year_is_a_record(project: Path) -> None:
    path, *_ = draft_record(project, "central", "tianwentai", "2024", "dalou-gaizao")
    before = (project / "content/central/tianwentai/2023/dalou-gaizao.yml").read_text(encoding="utf-8")
    text = (project / path).read_text(encoding="utf-8").replace(GUARD, "")
    assert "\nform: central-project\n" in text
    details = before[before.index("\nframework:") : before.index("\ntrace:")]
    filled = (
        text[: text.index("\n# 指标体系")].replace("target:\n", "target: 100%\n").replace("\ngoal:\n", "\ngoal: 目标\n")
    )
    (project / path).write_text(filled + details, encoding="utf-8")
    result = check_path(project / path)
    assert [problem for problem in result.problems if problem.place.path.endswith(path)] == []


def test_withheld_rows_and_cells_of_other_forms_are_named_and_not_taken_over(project: Path) -> None:
    text = drafted(project, "jieyang", "zhengfawei", "2023")
    draft = cells(text)
    assert "#   那一年有 4 行依规不公开，没有带过来\n" in text
    assert [len(rows) for rows in draft["tasks"].values()] == [1, 5]  # type: ignore[attr-defined]
    assert "    # 2022年依规不公开\n    target:\n" in text
    assert "# 2022年：揭阳市市级2022年部门整体支出预算绩效目标表\ntitle:\nunit: 万元\n" in text.replace(
        "# 表上金额的单位：万元 或 元\n", ""
    )
    text = drafted(project, "zhanjiang", "rensheju", "2026")
    assert "#   那一年有、现在的表式没有的栏目没有带过来：财政专项资金、其他事业发展性支出\n" in text


def test_a_form_with_mistakes_is_not_taken_over(project: Path) -> None:
    file = project / "content/shili/jiaoyuju/2026.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("unit: 万元", "unit: 亿元"), encoding="utf-8")
    text = drafted(project, "shili", "jiaoyuju", "2027")
    assert "# 2026 年的表（content/shili/jiaoyuju/2026.yml）还有错或不能公开，没有带过来" in text
    assert cells(text)["department"] == ""


def test_nothing_of_a_later_year_is_taken_over(project: Path) -> None:
    assert "带过来" not in drafted(project, "shili", "jiaoyuju", "2025")
