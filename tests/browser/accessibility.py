"""What tests of accessibility share: the rules of axe, and text spacing as WCAG 1.4.12 asks for it."""

from importlib.resources import files
from typing import Any

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules of these tags that look at colours. All others look at the tree, and at what shows and where.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# The visible texts by their kind: texts of one kind are as large, in the same colours on the same grounds, and have the
# same elements around them; of these, only the grounds count where the colours alone are in question. Of a single sign
# axe says only that it is unsure, and what is disabled may be pale.
FIND_TEXTS = """(inColours) => {
  const TRANSPARENT = "rgba(0, 0, 0, 0),none,1,none";
  const styles = new Map(), kinds = new Map();
  const around = (element) => {
    if (!element) return "";
    if (!styles.has(element)) {
      const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
      const ground = `${[backgroundColor, backgroundImage, opacity, filter]}`;
      const own = inColours ? ground : [element.tagName, element.getAttribute("class"), ground];
      const outside = around(element.parentElement);
      styles.set(element, own === TRANSPARENT ? outside : `${own} < ${outside}`);
    }
    return styles.get(element);
  };
  for (const element of document.body.querySelectorAll("*")) {
    const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const words = texts.map(({ data }) => data).join("").trim();
    if (!words && !element.matches("input, select, textarea")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    const field = element.closest("label")?.control ?? element;
    const isOff = Boolean(field.closest(":disabled, [aria-disabled=true]"));
    const kind = [color, fontSize, fontWeight, textShadow, isOff, words.length === 1, around(element)].join(" ");
    kinds.set(kind, [...(kinds.get(kind) ?? []), element]);
  }
  window.textsByKind = [...kinds.values()];
  return [...kinds.keys()];
}"""
RUN_AXE = """async ([runOnly, kinds]) => {
  const texts = kinds.flatMap((kind) => [textsByKind[kind][0], textsByKind[kind].at(-1)]);
  for (const element of texts) element.dataset.contrast = "";
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-contrast]" }] });
  const { violations, incomplete, passes } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  for (const element of texts) delete element.dataset.contrast;
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => [id, target, html, failureSummary].join(" ")));
  return { violations: told, unsure: incomplete.map(({ id }) => id), passed: passes.length };
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


# The kinds of texts in which axe has found nothing, with the width of the page where this counts.
CONTRASTED: set[tuple[int, str]] = set()


def axe(seen: Any, name: str) -> list[str]:
    """What axe finds in both palettes.

    Where these differ in colours alone, the other rules would find the same again. Contrast, which costs axe most, is
    looked at in the first and the last text of each kind that no page before had: at this width, and where the colours
    alone are another, at any.
    """
    seen.page.evaluate(AXE)
    width = seen.page.viewport_size["width"]
    found = []
    for scheme in ("light", "dark"):
        seen.page.emulate_media(color_scheme=scheme)
        if seen.charts:
            seen.page.wait_for_timeout(100)
        is_alike = seen.page.evaluate(IS_ALIKE)
        rules = {"type": "rule", "values": COLOUR_RULES} if is_alike else {"type": "tag", "values": TAGS}
        kinds = [(0 if is_alike else width, kind) for kind in seen.page.evaluate(FIND_TEXTS, is_alike)]
        unknown = [place for place, kind in enumerate(kinds) if kind not in CONTRASTED]
        result = seen.page.evaluate(RUN_AXE, [rules, unknown])
        if not result["violations"]:
            CONTRASTED.update(kinds)
        found += [f"{scheme}: {violation}" for violation in result["violations"]]
        rest = f"unsure of {', '.join(result['unsure']) or 'nothing'}, {len(unknown)} of {len(kinds)} kinds of texts"
        print(f"{name} {scheme}: {result['passed']} rules hold, {rest}")
    return found
