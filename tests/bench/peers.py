"""The same records for other generators: what each needs to make a page of every record.

Hugo reads the YAML itself, by a content adapter, and writes every figure, task and indicator into a page of about the
size of ours; MkDocs gets the same as Markdown; Pagefind indexes what Hugo made.
"""

from pathlib import Path

from generator.content.corpus import RecordSource
from generator.content.loader import load_corpus

HUGO_CONFIG = """\
baseURL = "https://example.org/"
title = "示例"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
[module]
[[module.mounts]]
source = "records"
target = "assets/records"
[[module.mounts]]
source = "layouts"
target = "layouts"
[[module.mounts]]
source = "content"
target = "content"
"""
HUGO_PAGES = """\
{{ range resources.Match "records/**.yml" }}
{{ $record := . | transform.Unmarshal }}
{{ $path := replaceRE "^/?records/(.*)\\\\.yml$" "$1" .Name }}
{{ $.AddPage (dict "path" $path "title" $record.title "kind" "page" "params" (dict "record" $record)) }}
{{ end }}
"""
HUGO_LAYOUT = """\
<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><header><nav>FRAME</nav></header><main data-pagefind-body>
{{ with .Params.record }}
<h1>{{ .department }}</h1><p>{{ .title }}</p>
<table>{{ range $way, $lines := .budget }}{{ range $name, $amount := $lines }}
<tr><th>{{ $way }} {{ $name }}</th><td>{{ $amount }}</td></tr>{{ end }}{{ end }}</table>
<section>{{ .goal }}</section>
<table>{{ range $index, $task := .tasks.key }}
<tr id="task-{{ $index }}"><td>{{ add $index 1 }}</td><th>{{ .name }}</th><td>{{ .amount }}</td><td>{{ .content }}</td>
<td>{{ .expected }}</td></tr>{{ end }}</table>
<table>{{ range $index, $row := .indicators }}
<tr id="indicator-{{ $index }}"><td>{{ .family }}</td><td>{{ .type }}</td><th>{{ .name }}</th><td>{{ .definition }}</td>
<td>{{ .target }}</td></tr>{{ end }}</table>
{{ end }}
</main></body></html>
"""
MKDOCS_CONFIG = """\
site_name: 示例
theme:
  name: material
  language: zh
  font: false
"""
# As much as the header, drawer and footer of our pages.
FRAME = "<p>预算绩效目标公开</p>" * 350


def records(project: Path) -> tuple[RecordSource, ...]:
    """The records of a site project."""
    return load_corpus(project).records


def hugo_site(project: Path, folder: Path) -> None:
    """A Hugo site that makes a page of every record of a project."""
    (folder / "content").mkdir(parents=True)
    (folder / "layouts/_default").mkdir(parents=True)
    (folder / "hugo.toml").write_text(HUGO_CONFIG, encoding="utf-8")
    (folder / "content/_content.gotmpl").write_text(HUGO_PAGES, encoding="utf-8")
    (folder / "layouts/_default/single.html").write_text(HUGO_LAYOUT.replace("FRAME", FRAME), encoding="utf-8")
    for year in sorted((project / "content").glob("*/*/[0-9][0-9][0-9][0-9].yml")):
        place = folder / "records" / year.relative_to(project / "content")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(year.read_bytes())


def mkdocs_site(project: Path, folder: Path) -> None:
    """A MkDocs site with Material that makes a page of every record of a project."""
    folder.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MKDOCS_CONFIG, encoding="utf-8")
    for known in records(project):
        page = folder / "docs" / f"{known.path.rstrip('/')}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(markdown(known), encoding="utf-8")


def markdown(known: RecordSource) -> str:
    """A record as Markdown."""
    record = known.record
    lines = [
        f"# {record.department} {known.year}",
        "",
        record.goal,
        "",
        "| 任务 | 金额 | 内容 | 目标 |",
        "|---|---|---|---|",
    ]
    lines += [f"| {task.name} | {task.amount} | {task.content} | {task.expected} |" for task in record.tasks.key]
    lines += ["", "| 指标 | 解释 | 指标值 |", "|---|---|---|"]
    lines += [f"| {row.name} | {row.definition} | {row.target} |" for row in record.indicators]
    return "\n".join(lines) + "\n"
