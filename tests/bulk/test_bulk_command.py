"""`gongkai export --workbook` and `gongkai import --bulk`: all files or none, and only where the user says."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from reading import GOOD

from generator.cli.export import export_workbook
from generator.cli.import_bulk import import_bulk
from generator.problems import ContentError, HeldError, HostError, UsageError
from generator.system import filesystem

RECORD = "content/shili/jiaoyuju/2026.yml"
CITY = "content/shili/jurisdiction.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "project"))


def contents(root: Path) -> dict[str, bytes]:
    """All files of a project by their paths."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def changed(book: Path, sheet: str, place: str, text: str) -> None:
    """Write another text into a cell of a workbook."""
    loaded = load_workbook(book)
    loaded[sheet][place] = text
    loaded.save(book)


def test_a_workbook_goes_out_is_edited_and_comes_back(project: Path, tmp_path: Path) -> None:
    book, before = tmp_path / "内容.xlsx", contents(project)
    [line] = export_workbook(project, book, project / "site", "")
    assert line == f"已写入 {book}：5 份文件，{line.rpartition('，')[2]}"
    assert import_bulk(project, [book], "", replace=False)[-1] == "一共 5 份文件：写入 0 份，内容相同 5 份"
    assert contents(project) == before
    changed(book, "记录", place_of(book, "记录", "总体绩效目标"), "新的目标")
    with pytest.raises(ContentError) as refused:
        import_bulk(project, [book], "", replace=False)
    assert [(problem.code, problem.seen) for problem in refused.value.problems] == [("E856", "新的目标")]
    assert refused.value.problems[0].place.path.startswith(f"{book} 记录!")
    assert contents(project) == before
    assert import_bulk(project, [book], "", replace=True)[0] == f"已写入 {RECORD}，代替原来的，改了 1 格"
    assert [path for path, data in contents(project).items() if data != before[path]] == [RECORD]
    assert "goal: |\n  新的目标\n" in (project / RECORD).read_text(encoding="utf-8")


def place_of(book: Path, sheet: str, head: str, row: int = 3) -> str:
    """The cell of a row in the column of a name."""
    [letter] = [cell.column_letter for cell in load_workbook(book)[sheet][1] if cell.value == head]
    return f"{letter}{row}"


def rows_of(book: Path, sheet: str, department: str) -> list[int]:
    """The rows of a sheet that are of a department."""
    rows = load_workbook(book)[sheet].iter_rows(min_row=2)
    return [row[0].row for row in rows if row[1].value == department]


def test_a_name_alone_in_a_list_is_no_change_however_it_is_written(project: Path, tmp_path: Path) -> None:
    book, city = tmp_path / "内容.xlsx", project / CITY
    alone, together = "roster:\n", "roster:\n  - name: 示例市财政局\n  - name: 示例市民政局\n    until_year: 2025\n"
    text = city.read_text(encoding="utf-8")
    assert text.count(alone) == 1
    city.write_text(text.replace(alone, together), encoding="utf-8")
    before = contents(project)
    export_workbook(project, book, project / "site", "")
    assert import_bulk(project, [book], "", replace=False)[-1] == "一共 5 份文件：写入 0 份，内容相同 5 份"
    assert contents(project) == before


def test_a_replaced_form_tells_its_changed_cells_and_loses_its_review(project: Path, tmp_path: Path) -> None:
    book, path = tmp_path / "内容.xlsx", project / RECORD
    text = path.read_text(encoding="utf-8")
    assert (text.count("\nnotes:\n"), "  conclusion: 同意公开\n" in text) == (1, True)
    basic = text.split("    basic: ")[1].split("\n")[0]
    note = f"预算整体情况 按支出类型划分 基本支出：原件上是{basic}"
    path.write_text(text.replace("\nnotes:\n", f"\nnotes:\n  - {note}\n"), encoding="utf-8")
    export_workbook(project, book, project / "site", "shili/jiaoyuju")
    row, first = rows_of(book, "预算", "jiaoyuju")[0], rows_of(book, "指标", "jiaoyuju")[0]
    changed(book, "预算", place_of(book, "预算", "预算整体情况：按支出类型划分：基本支出", row), "81.5")
    loaded = load_workbook(book)
    at = place_of(book, "指标", "指标值", first)
    target = loaded["指标"][at].value
    loaded["指标"][at], loaded["指标"][at].number_format = 0.95, "0%"
    loaded.save(book)
    lines = import_bulk(project, [book], "", replace=True)
    told = [
        f"已写入 {RECORD}，代替原来的，改了 2 格",
        f"  预算整体情况 按支出类型划分 基本支出：“{basic}” → “81.5”",
        f"  绩效指标 第1行 指标值：“{target}” → “95%”",
        f"  录入说明提到改了的格子，请看它是否还对：“{note}”",
        "  原来的保密审查是对改以前的内容作的，已经空出，请重新审查：gongkai review shili/jiaoyuju/2026",
        f"  照显示的写：按百分比格式填的“95%”，文件里存的是 0.95（指标!{at}）",
    ]
    assert lines[:6] == told
    after = path.read_text(encoding="utf-8")
    assert [
        words
        for words in ("    basic: 81.5\n", "target: 95%\n", "  by:\n", "  on:\n", "  conclusion:\n")
        if words not in after
    ] == []
    assert "# ? " not in after


def test_a_form_that_changed_since_the_export_is_replaced_only_by_name(project: Path, tmp_path: Path) -> None:
    book, path = tmp_path / "内容.xlsx", project / RECORD
    export_workbook(project, book, project / "site", "shili/jiaoyuju")
    newer = path.read_text(encoding="utf-8").replace("basic: ", "basic: 1", 1)
    path.write_text(newer, encoding="utf-8")
    for names in ((), ("shili/jiaoyuju/2025",)):
        with pytest.raises((ContentError, UsageError)) as refused:
            import_bulk(project, [book], "", replace=True, overwrite=names)
        assert [problem.code for problem in refused.value.problems] == (["E843"] if names else ["E861", "E856"])
        assert path.read_text(encoding="utf-8") == newer
    lines = import_bulk(project, [book], "", replace=False, overwrite=["shili/jiaoyuju/2026"])
    assert lines[0] == f"已写入 {RECORD}，代替原来的，改了 1 格"
    assert path.read_text(encoding="utf-8") != newer


def test_a_new_project_gets_all_files_or_none(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, target = tmp_path / "内容.xlsx", tmp_path / "new"
    export_workbook(project, book, project / "site", "shili")
    target.mkdir()
    shutil.copy(project / "site_config.yml", target)
    before, real, left = contents(target), filesystem.write_file, [3]

    def failing(path: Path, content: bytes) -> object:
        left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(filesystem, "write_file", failing)
    with pytest.raises(HostError):
        import_bulk(target, [book], "", replace=False)
    assert contents(target) == before
    assert not (target / "content").exists()
    monkeypatch.undo()
    import_bulk(target, [book], "", replace=False)
    shutil.rmtree(project / "content/notices")
    shutil.rmtree(project / "content/pages")
    assert contents(target).keys() == contents(project).keys()


def test_an_existing_file_comes_back_where_another_cannot_be_replaced(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real, left = contents(project), Path.replace, [2]

    def failing(self: Path, target: Path) -> Path:
        left[0] -= 1
        if not left[0]:
            raise OSError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(HostError):
        filesystem.replace_files(project, {CITY: b"a", RECORD: b"b"})
    assert contents(project) == before


def test_a_marked_text_is_quoted_nowhere_and_nothing_is_written(project: Path, tmp_path: Path) -> None:
    book, before = tmp_path / "内容.xlsx", contents(project)
    export_workbook(project, book, project / "site", "")
    changed(book, "指标", "H2", "行动（密）")
    with pytest.raises(HeldError) as held:
        import_bulk(project, [book], "", replace=True)
    assert "行动" not in repr(held.value.problems)
    assert contents(project) == before


def test_a_held_file_is_not_exported(project: Path, tmp_path: Path) -> None:
    file = project / RECORD
    file.write_text(file.read_text(encoding="utf-8") + "# （密）\n", encoding="utf-8")
    with pytest.raises(HeldError):
        export_workbook(project, tmp_path / "内容.xlsx", project / "site", "")
    assert not (tmp_path / "内容.xlsx").exists()


def test_a_workbook_is_written_only_where_it_may_be(project: Path, tmp_path: Path) -> None:
    (tmp_path / "有.xlsx").touch()
    for folder in (project / "site", tmp_path / "public"):
        folder.mkdir()
    (tmp_path / "public/MANIFEST.json").touch()
    places = {"site": project / "site/a.xlsx", "source": project / "content/a.xlsx", "ending": tmp_path / "a.csv"}
    for form, place in {**places, "exists": tmp_path / "有.xlsx"}.items():
        with pytest.raises(UsageError) as refused:
            export_workbook(project, place, project / "site", "")
        assert [dict(problem.values)["form"] for problem in refused.value.problems] == [form]
    for place, only in ((tmp_path / "public/a.xlsx", ""), (tmp_path / "a.xlsx", "nirgends")):
        with pytest.raises(UsageError):
            export_workbook(project, place, project / "site", only)


def test_files_with_the_line_ends_of_windows_go_out_and_are_no_change(project: Path, tmp_path: Path) -> None:
    book, record = tmp_path / "内容.xlsx", project / RECORD
    record.write_bytes(record.read_bytes().replace(b"\n", b"\r\n"))
    before = contents(project)
    export_workbook(project, book, project / "site", "")
    assert import_bulk(project, [book], "", replace=False)[-1] == "一共 5 份文件：写入 0 份，内容相同 5 份"
    assert contents(project) == before
    changed(book, "记录", place_of(book, "记录", "总体绩效目标"), "新的目标")
    assert import_bulk(project, [book], "", replace=True)[0] == f"已写入 {RECORD}，代替原来的，改了 1 格"
