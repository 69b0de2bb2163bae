"""What a command imports: a question that is answered quickly must not load what only a build needs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from corpora import three_documents
from reading import HERE

ROOT = HERE.parent
# Modules that are slow to import, and those that import them.
PACKAGES = ("pydantic", "jinja2", "markdown_it", "mkdocs", "pypinyin", "sqlite3", "email", "rich", "watchfiles")
SCANNING = ("generator.analysis", "generator.forms", "generator.secrecy", "generator.targets", "yaml")
DRAWING = ("generator.output.render", "generator.output.pages", "generator.output.exports")
QUICK = (*PACKAGES, *SCANNING, *DRAWING, "generator.build.site")
# Prints which of the modules named in the first argument are loaded after the command in the others.
SCRIPT = """
import sys
from generator.cli.main import main
names = sys.argv.pop(1).split()
try:
    main(prog_name="gongkai")
except SystemExit as end:
    print(f"exit {end.code}", file=sys.stderr)
print(*(name for name in names if name in sys.modules), file=sys.stderr)
"""


def loaded(project: Path, *words: str, of: tuple[str, ...]) -> list[str]:
    """Run a command in a project; returns its exit code, and which of the modules `of` it has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, " ".join(of), *words],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    code, names = done.stderr.splitlines()[-2:]
    return [code.removeprefix("exit "), *names.split()]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the content of this repository, built."""
    root = tmp_path_factory.mktemp("imports")
    shutil.copytree(three_documents() / "content", root / "content")
    shutil.copy(ROOT / "site_config.yml", root)
    assert loaded(root, "build", of=("jinja2",)) == ["0", "jinja2"]
    return root


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "without"),
    [
        (["--help"], (*QUICK, "generator.content", "generator.build")),
        (["build", "--help"], (*QUICK, "generator.content")),
        (["explain", "E100"], (*QUICK, "generator.content", "generator.build")),
        (["verify"], QUICK),
        # A site that is up to date.
        (["build"], QUICK),
        (["check"], (*DRAWING, "jinja2", "mkdocs", "sqlite3", "rich")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_does_not_import(project: Path, words: list[str], without: tuple[str, ...]) -> None:
    assert loaded(project, *words, of=without) == ["0"]


@pytest.mark.slow
def test_a_build_that_is_not_up_to_date_imports_what_it_needs(project: Path) -> None:
    assert loaded(project, "build", of=("generator.build.site",)) == ["0"]
    with (project / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("# changed\n")
    assert loaded(project, "build", of=("generator.build.site", "mkdocs")) == ["0", "generator.build.site"]
