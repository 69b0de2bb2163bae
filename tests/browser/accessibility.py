"""What tests of accessibility share: the rules of axe, and text spacing as WCAG 1.4.12 asks for it."""

from importlib.resources import files
from typing import Any

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules of these tags that look at colours. All others look at the tree, and at what shows and where.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
RUN_AXE = """async (runOnly) => {
  const { violations, incomplete, passes } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  const told = ({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`);
  return { violations: violations.flatMap(told), unsure: incomplete.map(({ id }) => id), passed: passes.length };
}"""
# Whether the tree, and what shows and where, is the same as when this was asked before.
IS_ALIKE = """() => {
  const shows = { visibilityProperty: true, opacityProperty: true };
  const places = [...document.querySelectorAll("*")].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height, element.checkVisibility(shows)];
  });
  const [before, now] = [window.seenByAxe, `${document.documentElement.innerHTML} ${places.join(" ")}`];
  window.seenByAxe = now;
  return before === now;
}"""
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`p { margin-bottom: 2em !important }
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def axe(seen: Any, name: str) -> list[str]:
    """What axe finds in both palettes.

    Where these differ in colours alone, the other rules would find the same again.
    """
    seen.page.evaluate(AXE)
    found = []
    for scheme in ("light", "dark"):
        seen.page.emulate_media(color_scheme=scheme)
        if seen.charts:
            seen.page.wait_for_timeout(100)
        rules = {"type": "rule", "values": COLOUR_RULES}
        if not seen.page.evaluate(IS_ALIKE):
            rules = {"type": "tag", "values": TAGS}
        result = seen.page.evaluate(RUN_AXE, rules)
        found += [f"{scheme}: {violation}" for violation in result["violations"]]
        print(f"{name} {scheme}: {result['passed']} rules hold, unsure of {', '.join(result['unsure']) or 'nothing'}")
    return found
