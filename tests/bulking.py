"""Content as a workbook and back, in memory."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from generator.bulk.drafts import FileDraft, Origins
from generator.bulk.file_keys import file_key
from generator.bulk.finished import finished
from generator.bulk.key_order import key_order
from generator.bulk.layout import Layout, layout_of
from generator.bulk.list_tables import ListReader
from generator.bulk.own_tables import OwnTables
from generator.bulk.row_tables import RowTable
from generator.bulk.sheet_rows import ContentFile, SheetTable, tables_of
from generator.bulk.yaml_files import yaml_text
from generator.cli.bulk_project import ProjectFiles
from generator.cli.import_bulk import defaults_of
from generator.importing.row_tables import workbook_tables
from generator.output.exports.workbook import plain_sheet, workbook
from generator.problems import Problem
from generator.text.files import FORBIDDEN
from generator.text.yaml import MappingNode, ScalarNode, SequenceNode, read_text

HERE = Path(__file__).parent


def content_file(path: str, text: str) -> ContentFile:
    """A file of content by its text."""
    key, root = file_key(PurePosixPath(path)), read_text(path, text.encode()).root
    assert key is not None
    assert root is not None
    return ContentFile(key, root, layout_of(text, root))


def workbook_of(tables: list[SheetTable]) -> bytes:
    """The workbook of some sheets."""
    return workbook([plain_sheet(table.title, table.heads, [14] * len(table.heads), table.rows) for table in tables])


def read_tables(tables: list[RowTable], root: Path) -> tuple[dict[str, str], list[Problem], list[Problem]]:
    """The texts of the files in some sheets, their problems, and their holds."""
    origins = Origins()
    own = OwnTables(origins)
    own.read(tables)
    around = ProjectFiles(root, own.drafts)
    files = [finished(draft, origins, around) for draft in own.drafts.values()]
    problems = [*own.problems, *(problem for file in files for problem in file.problems)]
    texts = {file.draft.key.path: file.text for file in files}
    return texts, problems, [hold for file in files for hold in file.held]


def round_trip(files: Mapping[str, str], root: Path) -> dict[str, str]:
    """The files of content that come back from the workbook of some files."""
    data = workbook_of(tables_of(content_file(path, text) for path, text in files.items()))
    texts, problems, held = read_tables(workbook_tables("all.xlsx", data), root)
    assert not (problems or held)
    return texts


def nodes_of(tree: Any) -> Any:
    """The nodes of maps, lists and texts; groups without cells are left out."""
    if isinstance(tree, Mapping):
        inside = {scalar(str(key)): nodes_of(each) for key, each in tree.items()}
        made: Any = MappingNode(
            {key: each for key, each in inside.items() if not isinstance(each, MappingNode) or each}
        )
    elif isinstance(tree, list | tuple):
        made = SequenceNode(map(nodes_of, tree))
    else:
        # Characters that no file may have are other ones here.
        return scalar("" if tree is None else FORBIDDEN.sub("字", str(tree)))
    made.line = made.column = 1
    return made


def scalar(text: str) -> ScalarNode:
    """A text as a node."""
    node = ScalarNode(text)
    node.line, node.column, node.ends = 1, 1, (0, 0)
    return node


def written(path: str, tree: Any, layout: Layout | None = None) -> str:
    """The file of some values as the program writes it."""
    key = file_key(PurePosixPath(path))
    assert key is not None
    draft = FileDraft(key, tree if isinstance(tree, MappingNode) else nodes_of(tree), None)  # type: ignore[arg-type]
    drawing = ProjectFiles(HERE.parent, {}).drawing_of(draft)
    return yaml_text(draft.root, key_order(key.shape, drawing), layout or {})


def canonical(path: str, text: str) -> str:
    """A file as the program writes it."""
    file = content_file(path, text)
    return written(path, file.root, file.layout)


def read_lists(
    tables: list[RowTable], root: Path, to: str
) -> tuple[dict[str, str], list[Problem], list[tuple[str, str]]]:
    """The texts of the files in some lists, their problems, and what was not read."""
    origins = Origins()
    around = ProjectFiles(root, {})
    readers = [ListReader(table, origins, around, defaults_of(to)) for table in tables]
    files = [finished(draft, origins, around) for reader in readers for draft in reader.drafts()]
    problems = [*(problem for reader in readers for problem in reader.problems)]
    problems += [problem for file in files for problem in (*file.problems, *file.held)]
    return (
        {file.draft.key.path: file.text for file in files},
        problems,
        [remark for reader in readers for remark in reader.remarks],
    )
