// Results as elements, for the search page and for the list under the header's field. Text reaches the page as text
// nodes only.

import words from "./words.js";
import { element, filled } from "./elements.js";
import { moneyIn } from "./folding.js";
import { addressOf, excerptRange, placesOf } from "./search_hits.js";

const SVG = "http://www.w3.org/2000/svg";
const BETWEEN = " · ";
// By the order of KINDS in generator/output/search_index.py.
const INDICATOR = 9;
const BAR = { width: 1000, height: 28 };

export function marked(text, spans, from = 0, to = text.length) {
  const pieces = document.createDocumentFragment();
  let at = from;
  for (const [start, end] of spans) {
    if (end <= from || start >= to) continue;
    if (start > at) pieces.append(withAmounts(text.slice(at, start)));
    pieces.append(element("mark", "", withAmounts(text.slice(Math.max(start, from), Math.min(end, to)))));
    at = Math.min(end, to);
  }
  if (at < to) pieces.append(withAmounts(text.slice(at, to)));
  return pieces;
}

// A number in groups of three: the commas are drawn, so that it is copied as it is written.
function grouped(figure) {
  const [whole, fraction] = figure.split(".");
  const number = element("span", "num");
  const first = whole.length > 3 ? whole.length % 3 || 3 : whole.length;
  number.append(whole.slice(0, first));
  for (let at = first; at < whole.length; at += 3) number.append(element("i", "", whole.slice(at, at + 3)));
  if (fraction !== undefined) number.append(`.${fraction}`);
  return number;
}

// A text with its amounts of money in groups, each with its unit on one line.
export function withAmounts(text) {
  const pieces = document.createDocumentFragment();
  let at = 0;
  for (const found of moneyIn(text)) {
    pieces.append(text.slice(at, found.index), element("span", "amount", grouped(found[1]), found[2], element("span", "unit", found[3])));
    at = found.index + found[0].length;
  }
  pieces.append(text.slice(at));
  return pieces;
}

export function excerpt(hit) {
  const [from, to] = excerptRange(hit);
  const pieces = marked(hit.text, hit.inText, from, to);
  if (from > 0 && !/[。；！？\n]/.test(hit.text[from - 1])) pieces.prepend("…");
  if (to < hit.text.length && !/[。；！？\n]/.test(hit.text[to - 1])) pieces.append("…");
  return pieces;
}

function valueOf(hit) {
  const inside = withAmounts(hit.value);
  return hit.inValue.spans.length ? element("mark", "", inside) : inside;
}

// Who and which year, and where in the form: the sentence with the words, or what kind of target it is.
function aboutOf({ page, hit }) {
  const isPage = hit.isNamed || (page.names && !hit.anchor);
  const who = page.names?.[0] ?? page.title;
  const when = !isPage && page.path.endsWith("/results/") ? words.search.of_results : words.search.of_year;
  const parts = page.names ? [who, filled(when, page)] : [isPage ? page.city : who];
  // The name of a department's form has both in it, and that of a project neither.
  const others = parts.filter((part) => part && (isPage ? !hit.label.includes(part) : part !== hit.label));
  const about = element("p", "search-hit__about", others.join(BETWEEN));
  about.dataset.recordEnd = "";
  const elsewhere = new Set([...hit.inLabel.found, ...hit.inValue.found]);
  const shown = [...hit.inTextFound].some((number) => !elsewhere.has(number)) ? excerpt(hit) : "";
  if (hit.isNamed && page.card && !shown) {
    about.append(about.textContent ? BETWEEN : "", withAmounts(page.card.text));
    return about;
  }
  const [first] = hit.kind === INDICATOR ? hit.inTexts : [];
  const isFirst = first && (!shown || (hit.outcome && first.text !== hit.text));
  for (const where of [isFirst ? marked(first.text, first.spans) : "", shown]) {
    if (where) about.append(about.textContent ? BETWEEN : "", where);
  }
  return about;
}

export function hitView(result, kinds, siteRoot, name = "li") {
  const { page, hit, more } = result;
  if (result.isCard) return cardView(result, kinds, siteRoot);
  const link = element("a", "", hit.label ? marked(hit.label, hit.inLabel.spans) : hit.texts[0] || page.title);
  link.href = addressOf(siteRoot, page.path, hit.anchor);
  const head = element("p", "search-hit__head", element("span", "search-kind", `${kinds[hit.kind]}${BETWEEN}`), link);
  const view = element(name, "search-hit", head);
  if (hit.value) view.append(element("p", "search-hit__value", valueOf(hit)));
  view.append(aboutOf(result));
  if (more.length && name === "li") view.append(moreOf(result, kinds, siteRoot));
  view.dataset.page = page.path;
  if (page.names && hit.kind < kinds.length && !hit.anchor) view.dataset.record = page.path.slice(0, -1);
  return view;
}

// Further places of the same page, folded.
function moreOf({ page, more }, kinds, siteRoot) {
  const views = more.map((hit) => hitView({ page, hit, more: [] }, kinds, siteRoot));
  const summary = element("summary", "", filled(words.search.rest, { count: more.length }));
  return element("details", "fold", summary, element("ul", "", ...views));
}

function bar(parts) {
  const drawing = document.createElementNS(SVG, "svg");
  const draw = (name, values, parent = drawing) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };
  const { width, height } = BAR;
  for (const [key, value] of Object.entries({ class: "drawing drawing--always search-card__bar", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" })) {
    drawing.setAttribute(key, value);
  }
  for (const [role, x, wide] of parts) draw("rect", { class: role, x, y: 0, width: wide, height });
  draw("rect", { class: "outline", x: 0.5, y: 0.5, width: width - 1, height: height - 1, "vector-effect": "non-scaling-stroke" });
  return drawing;
}

// The one answer that stands out: a body, a topic, a notice.
function cardView({ page, hit, words: asked }, kinds, siteRoot) {
  const { about, text, bar: parts, links } = page.card;
  const link = element("a", "", marked(hit.label, hit.inLabel.spans));
  link.href = addressOf(siteRoot, page.path);
  const head = element("p", "search-card__about", [kinds[hit.kind], about].filter(Boolean).join(BETWEEN));
  const { spans } = placesOf(text, asked);
  if (hit.text && !hit.inLabel.spans.length && !spans.length) head.append(BETWEEN, marked(hit.text, hit.inText));
  const view = element("li", "search-card", head, element("h2", "", link));
  view.append(element("p", "search-card__text", marked(text, spans)));
  if (parts?.length) view.append(bar(parts));
  if (links?.length) {
    view.append(element("ul", "search-card__links", ...links.map(([words, place]) => {
      const way = element("a", "", words);
      const [path, anchor] = place.split("#");
      way.href = addressOf(siteRoot, path, anchor);
      return element("li", "", way);
    })));
  }
  view.dataset.page = page.path;
  return view;
}
