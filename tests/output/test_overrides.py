"""What is said of a project beside its mistakes: templates that are never used or hide newer ones, a large site."""

import json
import os
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from reading import project

from generator.build.options import BuildOptions
from generator.build.published import Published
from generator.build.site import build
from generator.cli.check import check_path
from generator.cli.main import main
from generator.cli.scaffold import new_site
from generator.cli.summary import megabytes, size_warnings
from generator.content.registration import register
from generator.output.overrides import override_remarks, template_problems
from generator.output.template_folders import template_folders
from generator.problems import UsageError
from generator.system.manifest import Revision
from generator.words import format_problem

pytestmark = pytest.mark.usefixtures("shared_results")

__all__ = ["project"]
PRODUCT = Path(__file__).parents[2] / "templates"


def shipped(name: str) -> bytes:
    return (PRODUCT / name).read_bytes()


def mark(name: str) -> str:
    return f"gongkai {sha256(shipped(name)).hexdigest()[:12]}"


MARKED = f"{{# {mark('home.html')} #}}".encode()
OLD = "gongkai 0123456789ab"
TEMPLATES: list[tuple[Mapping[str, bytes], list[str]]] = [
    # the project's templates, and what is said: the file, the code, which form of it
    ({}, []),
    ({"home.html": shipped("home.html")}, []),
    ({"home.html": b"<p>"}, ["home.html W702 unmarked"]),
    ({"home.html": f"{{# {mark('home.html')} #}}\n<p>".encode()}, []),
    ({"home.html": f"{{# {OLD} #}}\n<p>".encode()}, ["home.html W702 changed"]),
    ({"home.html": f"<p>\n{{# {mark('home.html')} #}}".encode()}, ["home.html W702 unmarked"]),
    ({"parts/money.html": b"<p>"}, ["parts/money.html W702 unmarked"]),
    ({"assets/site.css": f"/* {mark('assets/site.css')} */\np {{}}".encode()}, []),
    ({"assets/site.css": f"/* {OLD} */".encode()}, ["assets/site.css W702 changed"]),
    ({"theme/partials/footer.html": b"<p>"}, ["theme/partials/footer.html W702 unmarked"]),
    # Material has it, and we do not.
    ({"theme/partials/search.html": b"<p>"}, []),
    ({"hom.html": b"<p>"}, ["hom.html W701 near"]),
    ({"money.html": b"<p>"}, ["money.html W701 near"]),
    ({"assets/sites.css": b"p {}"}, ["assets/sites.css W701 near"]),
    ({"xyzzy.html": b"<p>"}, ["xyzzy.html W701 none"]),
    ({"README.md": b"#"}, ["README.md W701 none"]),
    # These the product has, and takes from itself alone.
    ({"serve/waiting.html": b"<p>"}, ["serve/waiting.html W701 product"]),
    ({"standalone/trace.css": b"p {}"}, ["standalone/trace.css W701 product"]),
    ({".DS_Store": b"", "home.html~": b"", "Thumbs.db": b"", ".git/x.html": b""}, []),
    # Of another template of the project's own.
    (
        {
            "parts/our.html": b"<p>",
            "home.html": MARKED + b"{% include 'parts/our.html' %}",
        },
        [],
    ),
    (
        {
            "assets/our.css": b"",
            "home.html": MARKED + b"<link href='{{ root }}our.css'>",
        },
        [],
    ),
]


@pytest.mark.parametrize(("files", "said"), TEMPLATES)
def test_templates_of_a_project(tmp_path: Path, files: Mapping[str, bytes], said: list[str]) -> None:
    for name, content in files.items():
        (tmp_path / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "templates" / name).write_bytes(content)
    remarks = override_remarks(template_folders(tmp_path))
    told = [(one.place.path.removeprefix("templates/"), one.code, dict(one.values)["form"]) for one in remarks]
    assert [" ".join(one) for one in told] == said


def test_the_product_says_nothing_of_its_own_templates() -> None:
    assert override_remarks(template_folders(PRODUCT.parent)) == []


def test_the_line_that_is_asked_for_is_told_and_silences(tmp_path: Path) -> None:
    own = tmp_path / "templates/home.html"
    own.parent.mkdir()
    own.write_text("<p>", encoding="utf-8")
    [remark] = override_remarks(template_folders(tmp_path))
    line = format_problem(remark).partition("第一行写上 ")[2].partition(" [")[0]
    assert line == f"{{# {mark('home.html')} #}}"
    own.write_text(f"{line}\n<p>", encoding="utf-8")
    assert override_remarks(template_folders(tmp_path)) == []


@pytest.mark.slow
def test_check_and_build_say_it_and_go_on(tmp_path: Path) -> None:
    root = tmp_path / "project"
    new_site(root)
    (root / "templates").mkdir()
    (root / "templates/hom.html").touch()
    built = CliRunner().invoke(main, ["build", "--jobs", "1", "--root", str(root)])
    assert (built.exit_code, "提醒：" in built.stdout) == (0, False)
    assert "提醒：templates/hom.html: 这个文件不会用到" in built.stderr
    check = ["check", str(root), "--format"]
    checked = {form: CliRunner().invoke(main, [*check, form]).stdout for form in ("text", "github", "json")}
    assert "\ntemplates/hom.html: 录入提醒 这个文件不会用到" in checked["text"]
    assert "\n::warning file=templates/hom.html,title=W701::这个文件不会用到" in checked["github"]
    told = [(at["path"], at["line"], at["code"]) for at in json.loads(checked["json"])["warnings"]]
    assert ("templates/hom.html", 0, "W701") in told


@pytest.mark.slow
def test_check_tells_of_forms_that_nobody_registered_where_forms_are_registered(project: Path) -> None:
    def told() -> list[tuple[str, dict[str, str]]]:
        return [(str(at.place), dict(at.values)) for at in check_path(project).warnings if at.code == "W704"]

    (project / "content/register.yml").unlink(missing_ok=True)
    assert told() == []
    register(project, date(2026, 1, 2))
    assert told() == []
    lines = (project / "content/register.yml").read_text(encoding="utf-8").splitlines()
    (project / "content/register.yml").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert told() == [("content/register.yml", {"count": "1"})]


def pipe(path: Path) -> None:
    os.mkfifo(path)


UNUSABLE: list[tuple[str, bytes | Callable[[Path], None], list[str]]] = [
    # what stands in the project, what is in it, and what is told of it
    ("templates/record.html", b"{% extends 'frame.html' %}", []),
    ("templates/record.html", b"", ["templates/record.html:1:1 E543 empty"]),
    ("templates/home.html", b" \n\t\n", ["templates/home.html:1:1 E543 empty"]),
    ("templates/parts/money.html", b"", ["templates/parts/money.html:1:1 E543 empty"]),
    ("templates/hom.html", b"", []),
    ("templates/assets/site.css", b"", []),
    ("templates/theme/partials/footer.html", b"", []),
    ("templates/record.html", pipe, ["templates/record.html E543 kind"]),
    ("templates/assets/site.css", pipe, ["templates/assets/site.css E543 kind"]),
    ("templates/anything", pipe, ["templates/anything E543 kind"]),
    ("templates", b"", ["templates E543 folder"]),
    ("templates", pipe, ["templates E543 folder"]),
    ("templates", lambda path: path.symlink_to("nowhere"), ["templates E543 folder"]),
]


@pytest.mark.parametrize(("name", "content", "said"), UNUSABLE)
def test_what_cannot_be_a_template_is_refused(
    project: Path, name: str, content: bytes | Callable[[Path], None], said: list[str]
) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content) if isinstance(content, bytes) else content(path)
    found = template_problems(project)
    assert [f"{one.place} {one.code} {dict(one.values)['form']}" for one in found] == said
    assert [problem for problem in check_path(project).problems if problem.place.path.startswith("templates")] == found
    if said:
        order = BuildOptions(project, project / "site", Revision("0", "2026-11-22", "0"))
        with pytest.raises(UsageError) as refused:
            build(order, lambda step: None)
        assert list(refused.value.problems) == found


@pytest.mark.slow
def test_a_template_that_hides_one_is_told_when_a_build_fails(project: Path) -> None:
    (project / "templates").mkdir()
    (project / "templates/home.html").write_text("{{ nobody }}", encoding="utf-8")
    done = CliRunner().invoke(main, ["build", "--jobs", "1", "--root", str(project)])
    assert (done.exit_code, [code for code in ("E542", "W702") if f"[{code}]" in done.stderr]) == (2, ["E542", "W702"])


GITLAB, GITHUB = ".gitlab-ci.yml", ".github/workflows"


@pytest.mark.parametrize(
    ("hosts", "size", "said"),
    [
        ((GITLAB, GITHUB), 79_999_999, []),
        ((GITLAB, GITHUB), 80_000_000, ["GitLab Pages 80.0"]),
        ((GITLAB, GITHUB), 800_000_000, ["GitLab Pages 800.0", "GitHub Pages 800.0"]),
        ((GITHUB,), 799_999_999, []),
        ((GITHUB,), 1_200_000_001, ["GitHub Pages 1200.1"]),
        ((), 2_000_000_000, []),
    ],
)
def test_the_limits_of_hosts_are_told_before_they_are_met(
    tmp_path: Path, hosts: tuple[str, ...], size: int, said: list[str]
) -> None:
    for host in hosts:
        (tmp_path / host).mkdir(parents=True)
    published = Published(pages=1, files=2, size=size, changed=0, removed=0)
    told = [dict(one.values) for one in size_warnings(tmp_path, tmp_path / "site", published)]
    assert [f"{one['host']} {one['size']}" for one in told] == said


@pytest.mark.parametrize(("size", "shown"), [(0, "0.0"), (1, "0.1"), (100_000, "0.1"), (12_345_678, "12.4")])
def test_megabytes(size: int, shown: str) -> None:
    assert megabytes(size) == shown


@pytest.mark.slow
def test_a_form_that_nobody_registered_is_told_where_forms_are_registered(tmp_path: Path) -> None:
    root = tmp_path / "project"
    new_site(root)
    build = ["build", "--jobs", "1", "--root", str(root)]
    assert "[W704]" not in CliRunner().invoke(main, build).stderr
    assert CliRunner().invoke(main, ["register", "--root", str(root), "--date", "2026-01-01"]).exit_code == 0
    assert "[W704]" not in CliRunner().invoke(main, build).stderr
    project = root / "content/shili/shiliju/2026/weihu.yml"
    project.parent.mkdir()
    project.write_bytes((root / "content/_project.yml").read_bytes())
    assert "有 1 份公开的表还没有登记" in CliRunner().invoke(main, build).stderr
