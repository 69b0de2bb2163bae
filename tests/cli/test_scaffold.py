"""New projects and drafts: what they hold, what they refuse, and that a draft cannot be published by mistake."""

import re
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generator import __version__
from generator.cli.check import check_path
from generator.cli.new_results import draft_results
from generator.cli.scaffold import (
    DOCS,
    EXAMPLE,
    PROJECT,
    RECORD,
    SHARED_FILES,
    blank,
    draft_record,
    new_site,
    starter_files,
    upgrade,
)
from generator.cli.schema_files import SCHEMAS
from generator.content.config import read_config
from generator.forms.drawings.collection import all_shipped
from generator.forms.drawings.fit import misfit
from generator.forms.drawings.reader import read_drawing
from generator.forms.fields import validate
from generator.forms.model import Department, Jurisdiction, Project, PublicationDetails, Record
from generator.problems import HostError, UsageError
from generator.text.yaml import MappingNode, ScalarNode, read_file, read_text
from generator.words import format_problem

CHECKOUT = Path(__file__).parents[2]
RESULTS = CHECKOUT / "tests/content/results"

PINNED = ["requirements.lock", "requirements.txt", f"wheels/gongkai-{__version__}-py3-none-any.whl"]
FIRST_LINE = b"# yaml-language-server: $schema=../../_record.schema.json\n"
FILES = [
    ".github/workflows/publish.yml",
    ".gitignore",
    ".gitlab-ci.yml",
    "README.md",
    "content/_example.yml",
    "content/_project.schema.json",
    "content/_project.yml",
    "content/_record.schema.json",
    "content/notices/_example.md",
    "content/pages/about.md",
    "content/pages/accessibility.md",
    "content/pages/glossary.md",
    "content/pages/guide.md",
    "content/shili/jurisdiction.yml",
    "content/shili/shiliju/2026.yml",
    "content/shili/shiliju/department.yml",
    "docs/data-format.md",
    "docs/forms.md",
    "publish.sh",
    "requirements.lock",
    "requirements.txt",
    "server/apache.conf",
    "server/nginx.conf",
    "site_config.yml",
    f"wheels/gongkai-{__version__}-py3-none-any.whl",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "site project"
    new_site(root)
    return root


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def refusal(call: object, *args: object) -> list[str]:
    with pytest.raises(UsageError) as caught:
        call(*args)  # type: ignore[operator]
    return [f"{problem.place.path} {problem.code}" for problem in caught.value.problems]


def test_a_new_project_holds_these_files_and_checks_clean(tmp_path: Path) -> None:
    assert new_site(tmp_path / "a" / "b") == FILES
    assert list(tree(tmp_path / "a" / "b")) == FILES
    checked = check_path(tmp_path / "a" / "b")
    assert "W420" not in {at.code for at in checked.warnings}
    assert (checked.problems, checked.records, checked.exit_code(False)) == ((), 1, 0)


def test_what_the_product_lends_is_not_kept_twice(project: Path) -> None:
    for path in SHARED_FILES:
        assert (project / path).read_bytes() == (CHECKOUT / path).read_bytes()
        assert not (CHECKOUT / "generator/starter" / path).exists()
    assert (project / RECORD).read_bytes() == FIRST_LINE + (project / EXAMPLE).read_bytes()


def test_a_project_installs_the_program_it_was_made_with_and_nothing_by_its_name(project: Path) -> None:
    wheel = project / f"wheels/gongkai-{__version__}-py3-none-any.whl"
    lines = (project / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "--require-hashes",
        "--only-binary :all:",
        "--requirement requirements.lock",
        f"./wheels/{wheel.name} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}",
    ]
    assert (project / "requirements.lock").read_bytes() == (CHECKOUT / "requirements.lock").read_bytes()
    assert (project / "publish.sh").stat().st_mode & 0o777 == 0o755


def test_an_upgrade_replaces_the_program_its_schemas_and_docs_and_nothing_else(project: Path) -> None:
    before = tree(project)
    for path in (*PINNED, *SCHEMAS, *DOCS):
        (project / path).write_bytes(b"old")
    (project / "wheels/gongkai-0.0.9-py3-none-any.whl").write_bytes(b"old")
    (project / "wheels/other-1.0-py3-none-any.whl").write_bytes(b"of somebody else")
    (project / "publish.sh").write_bytes(b"mine")
    assert upgrade(project) == (sorted([*PINNED, *SCHEMAS, *DOCS]), [])
    changed = {"publish.sh": b"mine", "wheels/other-1.0-py3-none-any.whl": b"of somebody else"}
    assert tree(project) == before | changed


def test_an_upgrade_needs_a_project(tmp_path: Path) -> None:
    assert refusal(upgrade, tmp_path) == [f"{tmp_path.as_posix()} E713"]
    assert tree(tmp_path) == {}


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/letter.txt").write_text("a", encoding="utf-8")
    (tmp_path / "file").write_text("a", encoding="utf-8")
    before = tree(tmp_path)
    assert refusal(new_site, tmp_path / "full") == [f"{(tmp_path / 'full').as_posix()} E711"]
    assert refusal(new_site, tmp_path / "file") == [f"{(tmp_path / 'file').as_posix()} E711"]
    assert tree(tmp_path) == before


def test_an_empty_folder_or_repository_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert new_site(tmp_path) == FILES


def test_a_draft_comes_with_its_city_and_department(project: Path) -> None:
    before = tree(project)
    made = draft_record(project, "dachengshi", "jiaoyuju", "2027")
    assert made == [
        "content/dachengshi/jurisdiction.yml",
        "content/dachengshi/jiaoyuju/department.yml",
        "content/dachengshi/jiaoyuju/2027.yml",
    ]
    assert draft_record(project, "dachengshi", "jiaoyuju", "2028") == ["content/dachengshi/jiaoyuju/2028.yml"]
    assert {path: content for path, content in tree(project).items() if path in before} == before


def test_an_unfilled_draft_fails_with_a_sentence_for_each_gap(project: Path) -> None:
    draft_record(project, "dachengshi", "jiaoyuju", "2027")
    checked = check_path(project)
    assert checked.exit_code(False) == 1
    assert sorted(f"{problem.place.path.rpartition('/')[2]} {problem.code}" for problem in checked.problems) == [
        *["2027.yml E303"] * 7,
        *["2027.yml E304"] * 3,
        "2027.yml E321",
        "department.yml E303",
        *["jurisdiction.yml E303"] * 4,
    ]
    assert "全部填好以后，删去这一行" in format_problem(checked.problems[0])


def test_a_draft_is_not_published_before_its_first_line_is_deleted(project: Path) -> None:
    [path] = draft_record(project, "shili", "shiliju", "2027")
    head = (project / path).read_text(encoding="utf-8").partition("\n\n")[0]
    (project / path).write_text(head + "\n" + (project / EXAMPLE).read_text(encoding="utf-8"), encoding="utf-8")
    assert [problem.code for problem in check_path(project).problems] == ["E321"]
    told = "\n".join(line for line in head.splitlines() if line.startswith("#"))
    (project / path).write_text(told + "\n" + (project / EXAMPLE).read_text(encoding="utf-8"), encoding="utf-8")
    assert check_path(project).problems == ()


def test_a_draft_of_a_project_is_checked_like_one_of_a_record(project: Path) -> None:
    [path] = draft_record(project, "shili", "shiliju", "2026", "sheshi-weihu")
    assert path == "content/shili/shiliju/2026/sheshi-weihu.yml"
    codes = sorted({problem.code for problem in check_path(project).problems})
    assert codes == ["E303", "E304", "E321"]
    (project / path).write_bytes((project / PROJECT).read_bytes())
    for place in (project, project / path):
        checked = check_path(place)
        found = [found.finding.rule for found in checked.findings if found.place.path.endswith("sheshi-weihu.yml")]
        assert (checked.problems, found) == ((), [])


def test_a_draft_never_takes_the_place_of_a_file(project: Path) -> None:
    before = tree(project)
    assert refusal(draft_record, project, "shili", "shiliju", "2026") == ["content/shili/shiliju/2026.yml E712"]
    assert tree(project) == before


def test_a_draft_has_the_cells_and_the_words_of_its_drawing(project: Path) -> None:
    city = project / "content/shili/jurisdiction.yml"
    text = re.sub("(?m)^code:.*", "code: 440800", city.read_text(encoding="utf-8"))
    city.write_text(text, encoding="utf-8")
    path, *_ = draft_record(project, "shili", "shiliju", "2021")
    draft = (project / path).read_text(encoding="utf-8")
    cells = draft.partition("照“zhanjiang-2021”表式起草")[2].partition("\n\n")[0].splitlines()[1:]
    assert (
        cells
        == """\
# 表的标题，照抄
title: 2021年市级部门整体预算绩效目标表
# 表上金额的单位：万元 或 元
unit: 万元
# 预算单位名称
department:
# 主管部门名称
supervisor:
staff:
  # 财政供养人员数 在职人数
  in_service:
  # 财政供养人员数 离退休人数
  retired:
budget:
  by_type:
    # 预算整体情况 其中：基本支出
    basic:
    # 预算整体情况 项目支出
    project:
  by_source:
    # 预算整体情况 其中：财政拨款
    fiscal:
    # 预算整体情况 其他资金
    other:
  by_level:
    # 预算整体情况 其中：市本级使用资金
    own_level:
    # 预算整体情况 拟转移支付市县资金
    transfers:
# 总体绩效目标（长的写在 | 之后：另起一行，缩进两格）
goal:
tasks:
  key:
    # 一行一条：name 名称，content 主要实施内容，amount 拟投入的资金，expected 期望达到的目标（概述）
    - name:
      content:
      amount:
      expected:
  other:
    # 一行一条，没有的整段不写：name 名称，content 主要实施内容，amount 拟投入的资金，expected 期望达到的目标（概述）
    - name:
      content:
      amount:
      expected:
indicators:
  # 一行一条：family 一级指标，type 二级指标，name 三级指标，target 指标值
  - family:
    type:
    name:
    target:""".splitlines()
    )
    assert draft.index("全表填好后删去这一行:") < draft.index("title:") < draft.index("\nframework:")
    assert "E321" in {problem.code for problem in check_path(project / path).problems}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["zhanjiang-2021", "jieyang-2022", "central-project", "hunan-rural", "shanghai-project"]
)
def test_a_filled_draft_fits_the_drawing_that_it_was_made_from(name: str, project: Path) -> None:
    drawing = all_shipped()[name]
    is_project = drawing.kind == "project"
    path, *_ = draft_record(project, "shili", "shiliju", "2021", "weixiu" if is_project else "", name)
    draft = (project / path).read_text(encoding="utf-8")
    assert f"\nform: {name}\n" in draft
    assert not misfit(filled_draft(project, path, PROJECT if is_project else EXAMPLE), drawing)


def filled_draft(project: Path, path: str, example: str) -> Record | Project:
    """The form in a draft whose cells are filled in, with the parts of the example that are on no form."""
    draft, other = ((project / each).read_text(encoding="utf-8") for each in (path, example))
    text = draft.partition("全表填好后删去这一行:")[2].partition("\nframework:")[0]
    nodes = root_of(f"{text}\nframework:{other.partition(chr(10) + 'framework:')[2]}")
    fill(nodes, [*PublicationDetails.model_fields])
    form, problems = validate(Project if example == PROJECT else Record, nodes, path)
    assert form is not None, problems
    return form


def test_a_draft_names_its_department_where_its_form_has_no_cell_for_it(project: Path) -> None:
    (project / "content/shili/forms").mkdir()
    rows = "  一级 | 二级 | 三级指标 | 指标值\n  {indicators.family} | {.type} | {.name} | {.target}\n"
    head = "title: 某局绩效目标表\nfor: {kind: department}\nunit: 万元\nwidths: 1 2 3 4\nsheet: |\n"
    odd = f"{head}  其他 | {{}} | <2\n\n{rows}"
    (project / "content/shili/forms/odd.yml").write_text(odd, encoding="utf-8")
    path, *_ = draft_record(project, "shili", "shiliju", "2023", "", "odd")
    drawing, _ = read_drawing("odd.yml", odd.encode())
    draft = (project / path).read_text(encoding="utf-8")
    assert "\n# 预算单位名称（表式没有这一格，这份记录是谁的表要写明）\ndepartment:\n" in draft
    assert drawing is not None and not misfit(filled_draft(project, path, EXAMPLE), drawing)


@pytest.mark.parametrize("name", ["nothing", "central-project", "data-table"])
def test_a_draft_of_an_unknown_form_is_refused(name: str, project: Path) -> None:
    before = tree(project)
    assert refusal(draft_record, project, "shili", "shiliju", "2021", "", name) == ["--form E812"]
    assert tree(project) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("shili", "forms", "2027"), ["DEPARTMENT E505"]),
        (("Shili", "shiliju", "2027"), ["CITY E715"]),
        (("湛江", "shiliju", "2027"), ["CITY E715"]),
        (("..", "shiliju", "2027"), ["CITY E715"]),
        (("shili/..", "shiliju", "2027"), ["CITY E715"]),
        (("/etc", "shiliju", "2027"), ["CITY E715"]),
        (("", "shiliju", "2027"), ["CITY E715"]),
        (("shili", "shi_liju", "2027"), ["DEPARTMENT E715"]),
        (("shili", "-", "2027"), ["DEPARTMENT E715"]),
        (("shili", "..", "2027"), ["DEPARTMENT E715"]),
        (("shili", "shiliju", "27"), ["YEAR E716"]),
        (("shili", "shiliju", "２０２７"), ["YEAR E716"]),
        (("shili", "shiliju", "2027\n"), ["YEAR E716"]),
        (("shili", "shiliju", "../2027"), ["YEAR E716"]),
        (("Shili", "A/B", "27"), ["CITY E715", "DEPARTMENT E715", "YEAR E716"]),
        (("data", "shiliju", "2027"), ["CITY E505"]),
        (("notices", "shiliju", "27"), ["CITY E505", "YEAR E716"]),
        (("shili", "2027", "2027"), ["DEPARTMENT E505"]),
        (("shili", "shiliju", "2027", "Weixiu"), ["PROJECT E715"]),
        (("shili", "shiliju", "2027", "form"), ["PROJECT E505"]),
    ],
)
def test_names_that_cannot_be_addresses_make_no_file(
    project: Path, words: tuple[str, ...], expected: list[str]
) -> None:
    before = tree(project.parent)
    assert refusal(draft_record, project, *words) == expected
    assert tree(project.parent) == before


def test_a_wrong_word_is_told_as_one_and_not_as_a_line_of_a_file(project: Path) -> None:
    with pytest.raises(UsageError) as caught:
        draft_record(project, "Zhanjiang", "jiaoyuju", "2027")
    assert format_problem(caught.value.problems[0]) == (
        "CITY: 这个名字不能用作网址，读到“Zhanjiang”；只用小写字母、数字和中间的连字符，如 jiashi [E715]"
    )


def test_a_draft_needs_a_project(tmp_path: Path) -> None:
    assert refusal(draft_record, tmp_path, "shili", "shiliju", "2027") == [f"{tmp_path.as_posix()} E713"]
    for call in (check_path, read_config):
        assert refusal(call, tmp_path) == [f"{tmp_path.as_posix()} E713"]
    assert tree(tmp_path) == {}


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["content", "content/shili", "server"])
def test_a_folder_inside_a_project_is_checked_with_the_whole_of_it(
    project: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_record(project, "shili", "shiliju", "2027")
    whole = check_path(project)
    assert whole.problems and check_path(project / folder) == whole
    monkeypatch.chdir(project / folder)
    assert check_path(Path()) == whole


def test_a_folder_that_cannot_be_written_has_no_site_in_question(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "mkdir", refused)
    for call, *args in ((new_site, tmp_path / "a"), (draft_record, project, "dachengshi", "jiaoyuju", "2027")):
        with pytest.raises(HostError) as caught:
            call(*args)
        said = format_problem(caught.value.problems[0])
        assert "没有写入权限；请检查所在文件夹的权限，或换一个地方 [E702]" in said
        assert "网站" not in said and ":1:1" not in said


@pytest.mark.parametrize(
    ("example", "draft"),
    [
        ("# why\ntitle: 表\n", "# why\ntitle:\n"),
        ('target: "100%"\n', "target:\n"),
        ("goal: |\n  一\n\n  二\nunit: 元\n", "goal:\n\nunit:\n"),
        ("budget:\n  basic: 1\n", "budget:\n  basic:\n"),
        ("rows:\n  - a: 1\n    b:\n  - a: 3\n    b: 4\nc: 5\n", "rows:\n  - a:\n    b:\n  # - a: 3\n  #   b: 4\nc:\n"),
        ("rows:\n  - a: 1\n  # why\n  - a: 2\n    # how\n", "rows:\n  - a:\n  # why\n  # - a: 2\n  #   # how\n"),
        ("one:\n  - a: 1\ntwo:\n  - a: 1\n", "one:\n  - a:\ntwo:\n  - a:\n"),
        ("notes:\n  - 甲\n  - 乙\n", "notes:\n  # - 甲\n  # - 乙\n"),
    ],
)
def test_emptied(example: str, draft: str) -> None:
    assert blank(example) == draft


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        (EXAMPLE, Record),
        (PROJECT, Project),
        ("content/shili/jurisdiction.yml", Jurisdiction),
        ("content/shili/shiliju/department.yml", Department),
    ],
)
def test_an_emptied_example_has_the_same_cells_and_no_other_mistakes(path: str, shape: type) -> None:
    example = starter_files()[path].decode()
    draft = read_text(path, blank(example).encode())
    whole = read_text(path, example.encode())
    assert draft.problems == ()
    assert draft.root is not None and whole.root is not None
    assert list(draft.root) == list(whole.root)
    assert filled(draft.root) == []
    _, problems = validate(shape, draft.root, path)
    assert {problem.code for problem in problems} <= {"E303", "E304"}


def root_of(text: str) -> MappingNode:
    """The nodes of a text without mistakes."""
    reading = read_text("x.yml", text.encode())
    assert reading.root is not None, reading.problems
    return reading.root


def fill(node: Any, apart: list[str]) -> None:
    """Write 1 into every blank cell of a tree but those of some groups at its root."""
    for key, value in node.items() if isinstance(node, MappingNode) else enumerate(node):
        if value == "" and key not in apart:
            node[key] = ScalarNode("1")
        elif not isinstance(value, str) and key not in apart:
            fill(value, [])


def filled(node: object) -> list[str]:
    """Every text that stands in a tree."""
    if isinstance(node, MappingNode):
        return [text for value in node.values() for text in filled(value)]
    return [text for value in node for text in filled(value)] if isinstance(node, list) else [node] if node else []


def test_a_draft_of_results_has_the_rows_of_the_targets(tmp_path: Path) -> None:
    root = Path(shutil.copytree(RESULTS, tmp_path / "project"))
    made = draft_results(root, "shili", "minzhengju", "2025")
    assert made == ["content/shili/minzhengju/2025.results.yml", "content/_department-results-table.schema.json"]
    draft: Any = read_file(root / made[0], made[0]).root
    promised: Any = read_file(root / "content/shili/minzhengju/2025.yml", "2025.yml").root
    keys = ("family", "type", "name", "target")
    assert [[row.get(key) for key in (*keys, "actual")] for row in draft["indicators"]] == [
        [*(row.get(key) for key in keys), ""] for row in promised["indicators"]
    ]
    assert (draft["department"], draft["goal"], draft["actual_goal"]) == (promised["department"], promised["goal"], "")
    assert "E321" in {problem.code for problem in check_path(root / made[0]).problems}
    assert refusal(draft_results, root, "shili", "minzhengju", "2025") == [f"{made[0]} E712"]
    [named] = draft_results(root, "shili", "minzhengju", "2026", "weihu", "central-results")[:1]
    assert named == "content/shili/minzhengju/2026/weihu.results.yml"
    assert "form: central-results\n" in (root / named).read_text(encoding="utf-8")
