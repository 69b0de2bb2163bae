"""The drawings of a city: read with its content, refused with mistakes, and chosen before those of the product."""

from pathlib import Path

import pytest
from form_records import BESIDE_THE_FORM
from reading import RECORD, project

from generator.cli.check import check_path
from generator.content.drawings import unnoticed_comparators
from generator.content.loader import Loader
from generator.forms.drawings.collection import all_shipped
from generator.forms.model import Project
from generator.problems import Problem
from generator.words import format_problem

__all__ = ["project"]
FOLDER = "content/shili/forms"
SHIPPED = Path(__file__).parents[2] / "generator/forms/drawings/shipped"
DATA_TABLE = (SHIPPED / "data-table.yml").read_text(encoding="utf-8")


def with_drawings(root: Path, **texts: str) -> Path:
    """The project with drawings of its city."""
    (root / FOLDER).mkdir()
    for name, text in texts.items():
        (root / FOLDER / f"{name}.yml").write_text(text, encoding="utf-8")
    return root


def reported(root: Path, *codes: str) -> list[str]:
    """The problems and warnings of a project, as they are written."""
    result = check_path(root)
    every: list[Problem] = [*result.problems, *result.warnings]
    return [format_problem(each) for each in every if not codes or each.code in codes]


def of_city(text: str) -> str:
    """A drawing as that of the departments of the good project in 2026."""
    return text.replace("{kind: department}", "{code: 999999, kind: department, years: 2026}")


def with_code(root: Path) -> Path:
    """The project with the code of the drawings."""
    file = root / "content/shili/jurisdiction.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join("code: 999999" if line.startswith("code:") else line for line in lines), encoding="utf-8")
    return root


def test_a_drawing_with_mistakes_stops_the_build_at_its_line(project: Path) -> None:
    with_drawings(project, a=DATA_TABLE.replace("{goal?}", "{gaol?}"))
    number = DATA_TABLE.splitlines().index("  总体绩效目标 | {goal?} | <7") + 1
    assert reported(project, "E806") == [f"{FOLDER}/a.yml:{number}:12: 没有这个栏目，读到“gaol”；是不是 goal [E806]"]


def test_a_drawing_may_be_checked_alone(project: Path) -> None:
    with_drawings(project, a=DATA_TABLE, b=DATA_TABLE.replace("| <7", "| <8", 1))
    assert check_path(project / FOLDER / "a.yml").problems == ()
    (project / FOLDER / "c.yml").write_text(DATA_TABLE.replace("主管部门 |", "预算单位 |"), encoding="utf-8")
    assert [each.code for each in check_path(project / FOLDER / "c.yml").warnings] == ["W422"]
    assert [each.code for each in check_path(project / FOLDER / "b.yml").problems] == ["E802"]


@pytest.mark.parametrize(
    ("texts", "reported"),
    [
        (("≥", "＝", "定性", ""), ["W426 ≥"]),
        (("定性", "<=", "/"), ["W426 定性"]),
        (("定性", "定量"), []),
        (("≥5", "≤6"), []),
        (("≥", "5"), []),
    ],
)
def test_signs_of_comparison_in_an_own_column_are_warned_of(texts: tuple[str, ...], reported: list[str]) -> None:
    rows = [{"name": f"指标{at}", "target": "5", "指标值类型": text} for at, text in enumerate(texts)]
    record = {"title": "表", "unit": "万元", "name": "某项目", "indicators": rows} | BESIDE_THE_FORM
    found = unnoticed_comparators(Project.model_validate(record), all_shipped()["hunan-list"])
    assert [f"{each.code} {each.seen}" for each in found] == reported


def test_two_drawings_of_one_form_are_refused(project: Path) -> None:
    with_drawings(project, a=of_city(DATA_TABLE), b=of_city(DATA_TABLE), c=DATA_TABLE)
    assert [text.partition("；")[0] for text in reported(project, "E813")] == [
        f"{FOLDER}/b.yml:1:1: 两个表式说的是同一地区、同一种表、同一年，另一个是 {FOLDER}/a.yml"
    ]


def test_other_files_have_no_place_among_drawings(project: Path) -> None:
    with_drawings(project, a=DATA_TABLE)
    (project / FOLDER / "note.md").write_text("x", encoding="utf-8")
    assert [text.partition("；")[0] for text in reported(project, "E503")] == [
        f"{FOLDER}/note.md:1:1: 这里不该有这个文件或文件夹"
    ]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ("", ""),
        ("form: own\n", ""),
        ("form: nothing\n", f"{RECORD}:1:7: 没有这个表式，读到“nothing”；form 只能写：central-project、"),
        ("form: central-project\n", f"{RECORD}:1:7: 没有这个表式，读到“central-project”；这个表式是另一种表的"),
        ("form: jieyang-2022\n", f"{RECORD}:7:15: “jieyang-2022”表式没有这一栏：在职人数、离退"),
    ],
)
def test_a_record_names_a_form_that_exists_and_fits(form: str, sentence: str, project: Path) -> None:
    with_drawings(project, own=DATA_TABLE)
    file = project / RECORD
    file.write_text(form + file.read_text(encoding="utf-8"), encoding="utf-8")
    found = reported(project, "E812", "W421")
    assert (len(found), found[0][: len(sentence)] if found else "") == (bool(sentence), sentence)
    assert len(reported(file, "W421")) == ("jieyang" in form)


def test_the_drawing_of_a_city_is_chosen_by_code_and_year(project: Path) -> None:
    narrow = of_city(DATA_TABLE).replace("  主管部门 | {supervisor?} | <7\n", "")
    with_drawings(with_code(project), own=narrow)
    assert [text.partition("；")[0] for text in reported(project, "W421")] == [
        f"{RECORD}:4:1: “own”表式没有这一栏：主管部门名称"
    ]
    assert "own" not in all_shipped()


# A drawing with mistakes: in its cells, in its purpose, in its kind, in the syntax of its file.
BROKEN = [
    ("{goal?}", "{gaol?}", ["E806", "E828"]),
    ("{goal?}", "{gaol?}\n\tx", ["E104", "E828"]),
    ("code: 999999", "code: 99", ["E801", "E828"]),
    ("kind: department", "kind: departmen", ["E801", "E828"]),
    ("years: 2026", "years: 2027", ["E826"]),
]


NEARLY = [
    ("years: 2026", "years: 2027-2028", "表式的 years 是 2027-2028，这份记录是 2026 年的。"),
    ("code: 999999", "code: 999998", "表式的 code 是 999998，这个地区的是 999999。"),
    ("code: 999999, ", "", "表式没有写 code（这个地区的是 999999），要由记录的 form 指明。"),
    (
        "code: 999999, kind: department, years: 2026",
        "code: 999998, kind: department, years: 2025",
        "表式的 code 是 999998，这个地区的是 999999、表式的 years 是 2025，这份记录是 2026 年的。",
    ),
]


@pytest.mark.parametrize(("before", "after", "told"), NEARLY)
def test_a_form_hears_which_drawing_nearly_is_its_own(before: str, after: str, told: str, project: Path) -> None:
    file = project / RECORD
    file.write_text(file.read_text(encoding="utf-8") + "other:\n  编制数: 7\n", encoding="utf-8")
    with_drawings(with_code(project), own=of_city(DATA_TABLE).replace(before, after))
    [found] = reported(project, "E826")
    assert f"；这份记录没有表式；最接近的是“own”，不同在：{told}" in found
    assert [each.partition(": ")[2] for each in reported(file, "E826")] == [found.partition(": ")[2]]


@pytest.mark.parametrize(("before", "after", "codes"), BROKEN)
def test_what_is_wrong_with_a_drawing_is_reported_and_not_its_forms(
    before: str, after: str, codes: list[str], project: Path
) -> None:
    file = project / RECORD
    file.write_text(file.read_text(encoding="utf-8") + "other:\n  编制数: 7\n", encoding="utf-8")
    drawn = of_city(DATA_TABLE).replace("  主管部门 | {supervisor?} | <7\n", "")
    with_drawings(with_code(project), own=drawn.replace(before, after))
    found = {each.rpartition("[")[2][:4] for each in reported(project)}
    # The code is that of no place.
    assert found == {"E346", *codes}


def test_the_forms_that_could_not_be_checked_are_named(project: Path) -> None:
    with_drawings(with_code(project), own=of_city(DATA_TABLE).replace("{goal?}", "{gaol?}"))
    [found] = reported(project, "E828")
    assert found.startswith(
        f"{FOLDER}/own.yml:1:1: 这个表式有错，要等改好以后才能照它检查记录；还没有照它检查的是：{RECORD}"
    )
    assert [each.code for each in check_path(project / RECORD).problems] == ["E828"]


def test_a_form_that_could_not_be_checked_is_left_out_of_a_partial_site(project: Path) -> None:
    with_drawings(with_code(project), own=of_city(DATA_TABLE).replace("{goal?}", "{gaol?}"))
    address = "shili/jiaoyuju/2026/"
    corpus = Loader(project, public=[address]).corpus()
    assert address not in [form.path for form in corpus.forms]
    assert address in corpus.suspended
    assert {"E806", "E828"} <= {each.code for each in corpus.left_out}


def test_a_record_has_the_unit_that_its_form_prints(project: Path) -> None:
    with_drawings(with_code(project), own=of_city(DATA_TABLE).replace("（{unit}）", "（万元）"))
    assert reported(project, "E829") == []
    file = project / RECORD
    file.write_text(file.read_text(encoding="utf-8").replace("unit: 万元", "unit: 元"), encoding="utf-8")
    [found] = reported(project, "E829")
    assert found.startswith(f"{RECORD}:2:7: “own”表式印着的金额单位是“万元”，读到“元”；请对照原表")


SAME_FORM = "标题和栏目与“own”表式相同"


@pytest.mark.parametrize(
    ("title", "record", "told"),
    [
        # A drawing by name alone that has the title and all cells is named; one with another title is not.
        ("{year}年部门整体支出绩效目标表", "", ["W425 网页登在数据表里；" + SAME_FORM]),
        ("{year}年部门绩效目标表", "", []),
        ("{year}年部门整体支出绩效目标表", "other:\n  编制数: 7\n", ["E826 最接近的是“own”，不同在"]),
        ("{year}年部门整体支出绩效目标表", "form: jieyang-2022\n", ["W421 " + SAME_FORM]),
    ],
)
def test_a_form_hears_which_drawing_has_its_title_and_cells(
    title: str, record: str, told: list[str], project: Path
) -> None:
    file = project / RECORD
    file.write_text(file.read_text(encoding="utf-8") + record, encoding="utf-8")
    drawn = DATA_TABLE.replace("title: 数据表", f'title: "{title}"')
    with_drawings(project, own=drawn)
    found = reported(project, "E826", "W421", "W425")
    assert [(each[-5:-1], words[5:] in each) for each, words in zip(found, told, strict=True)] == [
        (words[:4], True) for words in told
    ]
