"""What tests of accessibility share: the rules of axe, and text spacing as WCAG 1.4.12 asks for it."""

from importlib.resources import files
from typing import Any

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
  const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const { violations, incomplete, passes } = await axe.run(document, options);
  const told = ({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`);
  return { violations: violations.flatMap(told), unsure: incomplete.map(({ id }) => id), passed: passes.length };
}"""
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`p { margin-bottom: 2em !important }
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def axe(seen: Any, name: str) -> list[str]:
    """What axe finds in both palettes."""
    seen.page.evaluate(AXE)
    found = []
    for scheme in ("light", "dark"):
        seen.page.emulate_media(color_scheme=scheme)
        if seen.charts:
            seen.page.wait_for_timeout(100)
        result = seen.page.evaluate(RUN_AXE, TAGS)
        found += [f"{scheme}: {violation}" for violation in result["violations"]]
        print(f"{name} {scheme}: {result['passed']} rules hold, unsure of {', '.join(result['unsure']) or 'nothing'}")
    return found
