"""Hostile words, and a site project that has them in every text field."""

import json
from pathlib import Path
from typing import Any

PAYLOADS = (
    "<script>window.XSS=1</script>",
    "</script><script>window.XSS=1</script>",
    "</title><script>window.XSS=1</script>",
    "</textarea><script>window.XSS=1</script>",
    "</style><script>window.XSS=1</script>",
    "</noscript><script>window.XSS=1</script>",
    "--><script>window.XSS=1</script><!--",
    "]]><script>window.XSS=1</script>",
    "<ScRiPt >window.XSS=1</sCrIpT>",
    "<scr<script>ipt>window.XSS=1</scr</script>ipt>",
    "<<script>window.XSS=1;//<</script>",
    "<script src=data:text/javascript,window.XSS=1></script>",
    "<script type=module>window.XSS=1</script>",
    '"><script>window.XSS=1</script>',
    "'><script>window.XSS=1</script>",
    "<img src=x onerror=window.XSS=1>",
    "<img src=x onerror='window.XSS=1'//",
    "<img/src/onerror=window.XSS=1>",
    "<IMG SRC=x ONERROR=window.XSS=1>",
    "<img src=`x`onerror=window.XSS=1>",
    '"><img src=x onerror=window.XSS=1>',
    "' onmouseover=window.XSS=1 autofocus onfocus=window.XSS=1 tabindex=0 x='",
    '" autofocus onfocus="window.XSS=1" tabindex=0 x="',
    "<svg onload=window.XSS=1>",
    "<svg/onload=window.XSS=1>",
    "<svg><script>window.XSS=1</script></svg>",
    "<svg><animate onbegin=window.XSS=1 attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:window.XSS=1><text y=20>x</text></a></svg>",
    "<math><mtext></p><img src=x onerror=window.XSS=1></mtext></math>",
    "<iframe srcdoc='<script>parent.XSS=1</script>'></iframe>",
    "<iframe src=javascript:parent.XSS=1></iframe>",
    "<object data=javascript:parent.XSS=1></object>",
    "<embed src=javascript:parent.XSS=1>",
    "<details open ontoggle=window.XSS=1>x</details>",
    "<video><source onerror=window.XSS=1></video>",
    "<audio src=x onerror=window.XSS=1>",
    "<input autofocus onfocus=window.XSS=1>",
    "<select autofocus onfocus=window.XSS=1></select>",
    "<body onload=window.XSS=1>",
    "<style onload=window.XSS=1></style>",
    "<link rel=stylesheet href=x onerror=window.XSS=1>",
    "<meta http-equiv=refresh content='0;url=javascript:window.XSS=1'>",
    "<base href=https://evil.example/>",
    "<form action=javascript:window.XSS=1><button>x</button></form>",
    "<a href=javascript:window.XSS=1>x</a>",
    "<a href='jav&#x09;ascript:window.XSS=1'>x</a>",
    "&lt;script&gt;window.XSS=1&lt;/script&gt;",
    "&#60;script&#62;window.XSS=1&#60;/script&#62;",
    "\\u003cscript\\u003ewindow.XSS=1\\u003c/script\\u003e",
    "[x](javascript:window.XSS=1)",
    "[x](JaVaScRiPt:window.XSS=1)",
    "<javascript:window.XSS=1>",
    '![x](https://a.example/x.png "onerror=window.XSS=1")',
    "{{ 7*7 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% raw %}x{% endraw %}",
    "{# note #}",
    "${7*7}",
    "#{7*7}",
    "%{text}<extra></extra>",
    "<b>x</b><br><sup>x</sup>",
    "';window.XSS=1;//",
    "`;window.XSS=1;`",
    "\x00<script>window.XSS=1</script>",
    "\u202e<script>window.XSS=1</script>",
    "\u2028window.XSS=1//",
)
ADDRESSES = (
    "javascript:window.XSS=1",
    "JaVaScRiPt:window.XSS=1",
    " javascript:window.XSS=1",
    "java\nscript:window.XSS=1",
    "data:text/html,<script>window.XSS=1</script>",
    "vbscript:window.XSS=1",
    'https://a.example/"onmouseover="window.XSS=1',
)
CITY = "shili"
SIZE = 8


def yaml(value: Any) -> str:
    """A value as YAML: JSON is a part of it."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def config(words: tuple[str, ...]) -> dict[str, Any]:
    """A site that says hostile words about itself."""
    named = ("name", "short_name", "description", "operator", "contact", "site_id_code", "icp", "police", "domain")
    fields = (*named, "demo_notice", "content_source")
    texts = {name: " ".join(words[place::4][:4]) for place, name in enumerate(fields)}
    column = dict.fromkeys(("name", "description", "keywords", "type"), words[0])
    return {**texts, "url": "", "column": column}


def city(words: tuple[str, ...]) -> dict[str, Any]:
    """A city whose name and roster are hostile."""
    texts = dict.fromkeys(("name", "short_name", "level", "finance_bureau"), " ".join(words[:4]))
    return {**texts, "code": "000000", "roster": list(words)}


def department(words: tuple[str, ...], portal: str = "") -> dict[str, Any]:
    """A department with each of the words as one of its names."""
    joined = " ".join(words)
    names = {key: list(words) for key in ("short_names", "aliases", "former_names")}
    return {"name": joined, **names, "peer_group": joined, "portal": portal}


def record(words: tuple[str, ...], url: str = "") -> dict[str, Any]:
    """A record that has each of the words in every text field."""
    joined = " ".join(words)
    # A decision that is nothing but markup names nobody.
    decision = {"basis": f"决定 {joined}", "decided_on": "2021-01-01", "decided_by": f"某局 {joined}"}
    held = {"withheld": "all", **decision}
    cells = ("family", "type", "name", "definition", "comparator", "target", "unit", "weight")
    rows = [
        {"name": word, "content": word, "amount": str(place), "expected": word} for place, word in enumerate(words, 1)
    ]
    return {
        "title": joined,
        "unit": "万元",
        "department": joined,
        "supervisor": joined,
        "staff": {"total": "依规不公开", "withheld": decision},
        "budget": {"by_type": {"basic": "1", "project": "100"}, "by_source": {"fiscal": "101"}},
        "goal": "\n".join(words),
        "tasks": {"key": rows, "other": [held, held], "withheld_total": "10"},
        "indicators": [dict.fromkeys(cells, word) for word in words],
        "framework": "before-101",
        "source": dict.fromkeys(("title", "number", "pages", "redacted_sha256"), joined) | {"url": url},
        "disclosure": {"attribute": "主动公开", "issuer": joined, "index_number": joined}
        | dict.fromkeys(("approved_on", "published_on", "budget_published_on"), ""),
        "review": {"by": f"某局 {joined}", "on": "2021-01-01", "conclusion": "同意公开", "remarks": joined},
        "notes": list(words),
    }


def prose(head: dict[str, Any], words: tuple[str, ...]) -> str:
    """A page or notice whose head and body are hostile."""
    body = "\n\n".join(
        f"## {word}\n\n{word}\n\n- {word}\n\n`{word}`\n\n| {word} |\n|---|\n| {word} |" for word in words
    )
    return f"---\n{yaml(head)}\n---\n{body}\n"


def notice(words: tuple[str, ...]) -> dict[str, Any]:
    """The head of a notice that is public and hostile."""
    texts = dict.fromkeys(("title", "number", "issuer", "how_to_request"), " ".join(words))
    return {**texts, "date": "2021-03-11", "attribute": "主动公开"}


def project(root: Path, words: tuple[str, ...], address: str = "") -> Path:
    """A site project with the words everywhere, eight to a department."""
    groups = [words[start : start + SIZE] for start in range(0, len(words), SIZE)]
    files = {"site_config.yml": yaml(config(words)), f"content/{CITY}/jurisdiction.yml": yaml(city(words))}
    for number, group in enumerate(groups):
        folder = f"content/{CITY}/d{number}"
        files[f"{folder}/department.yml"] = yaml(department(group, address))
        files[f"{folder}/2021.yml"] = yaml(record(group, address))
        files[f"content/notices/n{number}.md"] = prose(notice(group), group)
    names = ("about", "accessibility", "glossary", "guide", *(f"p{number}" for number in range(4, len(groups))))
    for name, group in zip(names, groups * 4, strict=False):
        texts = dict.fromkeys(("title", "description"), " ".join(group))
        files[f"content/pages/{name}.md"] = prose(texts, group)
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root
