"""The settings for web servers, tried with real ones on this machine: at the root of a host and in a folder of it."""

import gzip
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.cli.scaffold import STARTER, new_site
from generator.output.theme_shell import CSP, FRAMED_CSP, policy_for

SERVER = STARTER / "server"
MODULES = Path("/usr/lib/apache2/modules")
NEEDED = ("mpm_event", "authz_core", "headers", "expires", "dir", "mime", "deflate", "filter")

NGINX = """
daemon off;
master_process off;
{user}
pid {place}/nginx.pid;
error_log {place}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    default_type application/octet-stream;
    server {{
        listen 127.0.0.1:{port};
        root {place}/root;
        include {place}/server.conf;
    }}
}}
"""
APACHE = """
{modules}
{user}
ServerName localhost
ServerRoot {place}
PidFile {place}/apache.pid
ErrorLog {place}/error.log
DefaultRuntimeDir {place}
TypesConfig /dev/null
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
    DocumentRoot {place}/root
    <Directory {place}/root>
        Require all granted
    </Directory>
    Include {place}/server.conf
</VirtualHost>
"""


@pytest.fixture(scope="module")
def site(shared_results: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site."""
    root = tmp_path_factory.mktemp("site") / "project"
    new_site(root)
    assert CliRunner().invoke(main, ["build", "--jobs", "1", "--root", str(root)]).exit_code == 0
    return root / "site"


def nginx(place: Path, port: int) -> list[str]:
    """The command of an nginx that serves a place."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip("no nginx here")
    user = "user root;" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(NGINX.format(place=place, port=port, user=user), encoding="utf-8")
    return [program, "-c", str(place / "nginx.conf"), "-e", str(place / "error.log")]


def apache(place: Path, port: int) -> list[str]:
    """The command of an Apache that serves a place."""
    program = shutil.which("apache2", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program or not MODULES.is_dir():
        pytest.skip("no Apache here")
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NEEDED)
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    text = APACHE.format(place=place, port=port, modules=modules, user=user)
    (place / "apache.conf").write_text(text, encoding="utf-8")
    return [program, "-f", str(place / "apache.conf"), "-X"]


SERVERS: dict[str, Callable[[Path, int], list[str]]] = {"nginx": nginx, "apache": apache}


@pytest.fixture(scope="module", params=[(name, path) for name in SERVERS for path in ("/", "/jixiao/")], ids="".join)
def host(request: pytest.FixtureRequest, site: Path) -> Iterator[tuple[str, int, str]]:
    """A server that runs, its port, and the path under which it has the site."""
    name, path = request.param
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        shutil.copytree(site, place / "root" / path.strip("/"), dirs_exist_ok=True)
        text = (SERVER / f"{name}.conf").read_text(encoding="utf-8").replace(" 404 /404.html", f" 404 {path}404.html")
        (place / "server.conf").write_text(text, encoding="utf-8")
        running = subprocess.Popen(SERVERS[name](place, port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            until_it_answers(port, running)
            yield name, port, path
        finally:
            running.terminate()
            running.wait(10)


def until_it_answers(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        if running.poll() is not None:
            pytest.fail(running.stdout.read().decode() if running.stdout else "")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


def get(host: tuple[str, int, str], path: str) -> tuple[int, dict[str, str], bytes]:
    _, port, under = host
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", under + path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


YEAR = "shili/2026/"
RECORD = "shili/shiliju/2026/"
# What a file is, whether it is packed on the way, and for how long it is kept.
TYPES = [
    ("", "text/html; charset=utf-8", True),
    (RECORD, "text/html; charset=utf-8", True),
    ("data/tasks.csv", "text/csv; charset=utf-8", None),
    (f"{RECORD}*.json", "application/json; charset=utf-8", True),
    (f"{RECORD}**/*.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
    ("data/indicators.csv", "text/csv; charset=utf-8", True),
    ("data/all.zip", "application/zip", False),
    ("data/catalog.jsonld", "application/ld+json; charset=utf-8", True),
    ("sitemap.xml", "text/xml; charset=utf-8", None),
    ("robots.txt", "text/plain; charset=utf-8", None),
    ("assets/*/site.css", "text/css; charset=utf-8", True),
    ("assets/plotly-*/plotly.min.js", "text/javascript; charset=utf-8", True),
    ("assets/*/site.js", "text/javascript; charset=utf-8", None),
    ("assets/images/*.svg", "image/svg+xml; charset=utf-8", None),
    ("assets/*/share.png", "image/png", False),
]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "kind", "is_packed"), TYPES)
def test_files_are_sent_as_what_they_are(
    host: tuple[str, int, str], site: Path, path: str, kind: str, is_packed: bool | None
) -> None:
    file = next(iter(sorted(site.glob(path)))) if path and not path.endswith("/") else site / path
    status, headers, content = get(host, path if file.is_dir() else file.relative_to(site).as_posix())
    assert (status, headers["content-type"].lower()) == (200, kind)
    packed = headers.get("content-encoding") == "gzip"
    assert is_packed is None or packed == is_packed
    if not packed:
        assert content == (file / "index.html" if file.is_dir() else file).read_bytes()
    is_asset = path.startswith("assets/")
    assert ("max-age=31536000" if is_asset else "max-age=0") in headers["cache-control"].replace(
        "no-cache", "max-age=0"
    )
    assert headers["content-security-policy"] == (FRAMED_CSP if path == RECORD else CSP)
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


@pytest.mark.slow
def test_every_kind_of_file_of_a_site_is_tried(site: Path) -> None:
    tried = {Path(path).suffix or ".html" for path, *_ in TYPES}
    assert {file.suffix for file in site.rglob("*") if file.is_file()} == tried


@pytest.mark.slow
def test_a_folder_without_its_slash_leads_on_to_it(host: tuple[str, int, str]) -> None:
    status, headers, _ = get(host, RECORD.rstrip("/"))
    # Apache cannot do without a host; it takes the one that was asked.
    before = "" if host[0] == "nginx" else f"http://127.0.0.1:{host[1]}"
    assert (status, headers["location"]) == (301, before + host[2] + RECORD)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["nothing", "nothing/", "assets/0123456789/nothing.css", "shili/shiliju/1999/"])
def test_what_is_not_there_has_the_page_of_the_site(host: tuple[str, int, str], site: Path, path: str) -> None:
    status, headers, content = get(host, path)
    shown = gzip.decompress(content) if headers.get("content-encoding") == "gzip" else content
    assert (status, shown) == (404, (site / "404.html").read_bytes())
    assert headers["content-security-policy"] == CSP


@pytest.mark.slow
def test_a_folder_without_a_page_is_not_listed(host: tuple[str, int, str]) -> None:
    status, _, content = get(host, "assets/images/")
    assert status in (403, 404) and b"favicon" not in content.replace(b"assets/images/favicon", b"")


@pytest.mark.slow
def test_only_pages_of_forms_and_years_may_be_framed(host: tuple[str, int, str], site: Path) -> None:
    pages = sorted(page.relative_to(site).as_posix() for page in site.rglob("index.html"))
    framed = set()
    for page in [*pages, *(page.removesuffix("index.html") for page in pages)]:
        status, headers, _ = get(host, page)
        assert (status, headers["content-security-policy"]) == (200, policy_for(f"/{page}"))
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        if headers["content-security-policy"] == FRAMED_CSP:
            framed.add(page)
    paths = (YEAR, RECORD, f"{RECORD}form/")
    assert framed == {*paths, *(f"{path}index.html" for path in paths)}
