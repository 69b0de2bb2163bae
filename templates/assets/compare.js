// The records chosen in the address, side by side: the same sheet as templates/comparison.html, from their JSON files.

import words from "./words.js";
import { chosenIn, fileOf, strangeIn } from "./address.js";
import { choose, chosen, comparison, siteRoot } from "./basket.js";
import { addCopyButton } from "./clipboard.js";
import { readyComparison } from "./compared.js";
import { linesOf, othersOf, subjectOf } from "./comparison_lines.js";
import { element, filled } from "./elements.js";
import { amountOf } from "./grouping.js";
import { amountsIn, barsOf, cautionOf, findingOf, joined, rowsOf, rowsOfGroup } from "./sheet.js";
import { readySharing } from "./share.js";

const SVG = "http://www.w3.org/2000/svg";
const say = words.comparing;
const basket = words.basket;
const GROUPS = ["money", "results", "targets", "own"];
// Groups of words of the form, in which no amounts are set as figures.
const VERBATIM = ["targets", "own"];

function linkTo(card, anchor, ...texts) {
  const link = element("a", "", ...texts);
  link.href = new URL(`./${card.path}${anchor ? `#${anchor}` : ""}`, siteRoot);
  return link;
}

function rectangle(className, width, height, side) {
  const svg = document.createElementNS(SVG, "svg");
  const rect = document.createElementNS(SVG, "rect");
  for (const [one, values] of [[svg, { class: className, width, height, "aria-hidden": "true" }], [rect, { class: `side-${side}`, width: "100%", height }]]) {
    for (const [name, value] of Object.entries(values)) one.setAttribute(name, value);
  }
  svg.append(rect);
  return svg;
}

function dressed(text) {
  return amountsIn(text, say.units).flatMap(({ value, unit, rest }) => [value === undefined ? "" : amountOf(value, unit), rest]);
}

function quoteOf([text, anchor, name, note], card, line, hasBars) {
  const isAmount = line.unit || !VERBATIM.includes(line.group);
  const isAbsent = line.absent || text === words.tables.withheld;
  const quote = element("span", isAbsent ? "sheet__quote absence" : "sheet__quote");
  quote.append(linkTo(card, anchor, ...(isAmount ? dressed(text) : [text])));
  if (name) quote.append(" ", element("span", "sheet__of", name));
  if (note && !hasBars) quote.append(element("span", "second", note));
  return quote;
}

function missing({ group }) {
  return element("span", "absence", say.missing[group] ?? words.tables.not_on_form);
}

function cellOf(row, at, bar, card) {
  const cell = row.cells[at];
  const made = element("td", "");
  if (bar) made.append(rectangle("sheet__bar", bar, 16, at + 1));
  made.append(...(cell ? cell.quotes.map((quote) => quoteOf(quote, card, cell, row.hasBars)) : [missing(row.line)]));
  made.dataset.label = `${card.department} ${card.year}`;
  if (row.hasBars && cell && cell.value !== null) made.dataset.value = cell.value;
  return made;
}

function rowOf(row, rows, cards) {
  const head = element("th", "", element("span", "sheet__name", row.line.name));
  head.scope = "row";
  for (const note of [row.notes, row.isShared && row.line.care]) if (note) head.append(element("span", "sheet__aside", note));
  const bars = barsOf(row, rows);
  const made = element("tr", row.hasBars ? "bars" : "", head, ...cards.map((card, at) => cellOf(row, at, bars[at], card)));
  if (row.hasBars) made.dataset.unit = row.unit;
  return made;
}

function headOf(cards, tool) {
  const first = element("th", "", element("span", "frame-unseen", say.what), tool);
  const heads = cards.map((card, at) =>
    element("th", "", rectangle("sheet__side", 12, 12, at + 1), linkTo(card, "", card.department), " ", element("span", "sheet__year", filled(say.year, { year: card.year }))),
  );
  const row = element("tr", "", first, ...heads);
  for (const cell of row.cells) cell.scope = "col";
  return element("thead", "", row);
}

function tableOf(groups, caption, rows, cards, tool = "") {
  const made = element("table", `sheet sheet--${cards.length > 2 ? "many" : "two"} sheet--${cards.length}`);
  made.append(element("caption", "frame-unseen", caption), headOf(cards, tool));
  for (const [group, some] of groups.filter(([, all]) => all.length)) {
    const head = element("th", "", say.group[group]);
    head.scope = "rowgroup";
    head.colSpan = cards.length + 1;
    const title = groups.length > 1 ? [element("tr", "sheet__group", head)] : [];
    const body = element("tbody", "", ...title, ...some.map((row) => rowOf(row, rows, cards)));
    body.dataset.group = group;
    made.append(body);
  }
  return made;
}

function fold(id, title, ...parts) {
  const made = element("details", "fold", element("summary", "", title), ...parts);
  made.id = id;
  return made;
}

function onlyDifferent() {
  const box = element("input", "");
  Object.assign(box, { type: "checkbox", checked: true });
  box.dataset.onlyDifferent = "";
  return element("label", "sheet__only", box, ` ${say.only_different}`);
}

function sheetOf(cards, names) {
  const rows = rowsOf(cards);
  const grouped = GROUPS.map((group) => [group, rowsOfGroup(rows, group)]);
  const part = (isSame) => grouped.map(([group, all]) => [group, all.filter((row) => row.isSame === isSame)]);
  const [different, same] = [part(false), part(true)];
  const count = same.reduce((sum, [, all]) => sum + all.length, 0);
  const section = element("section", "sheet-part", tableOf(different, names, rows, cards, count ? onlyDifferent() : ""));
  section.id = "sheet";
  const made = [section];
  const title = filled(say.same, { count });
  if (count) made.push(fold("same", title, tableOf(same, title, rows, cards)));
  const splits = rowsOfGroup(rows, "splits");
  if (splits.length) {
    const heading = filled(say.splits_fold, { count: splits.length });
    made.push(fold("splits", heading, tableOf([["splits", splits]], say.group.splits, rows, cards)));
  }
  const findings = rowsOfGroup(rows, "findings");
  if (findings.length) {
    const counts = cards.map((_, at) => filled(say.found, { count: findings.reduce((sum, row) => sum + Number(row.cells[at]?.value ?? 0), 0) }));
    const heading = filled(say.findings_fold, { counts: counts.join(" / ") });
    made.push(fold("findings", heading, tableOf([["findings", findings]], say.group.findings, rows, cards)));
  }
  return made;
}

function nameOf(card) {
  return filled(say.record, { department: card.department, year: card.year });
}

function button(text, className, act) {
  const made = element("button", className, text);
  made.type = "button";
  if (act) made.addEventListener("click", act);
  return made;
}

// The chosen records by name, each with a way to leave it out; and the other years of their departments.
function list(cards, paths) {
  const items = cards.map((card) => {
    const others = paths.filter((path) => path !== card.path.slice(0, -1));
    const away = button("×", "chips__away", () => go(others));
    away.setAttribute("aria-label", filled(basket.remove, { name: nameOf(card) }));
    return element("li", "", linkTo(card, "", nameOf(card)), away);
  });
  return element("ul", "chips", ...items);
}

function furtherYears(cards, paths) {
  const others = cards.flatMap((card) => card.others).filter((other) => !paths.includes(other.path.slice(0, -1)));
  if (!others.length) return [];
  const items = others.map((other) => element("li", "", button(`+ ${nameOf(other)}`, "take", () => go([...paths, other.path.slice(0, -1)]))));
  return [element("p", "aside", basket.others), element("ul", "chips", ...items)];
}

// Where it is from, and how what is shown is cited.
function sources(cards, heading) {
  const items = cards.map((card) => element("li", "", linkTo(card, "source", filled(say.source, { department: nameOf(card), title: card.source }))));
  const site = document.querySelector("meta[name=SiteName]")?.content ?? "";
  const passage = element("p", "cite aside", filled(say.cite, { title: heading, site }) + location.href);
  passage.dataset.copy = basket.cited;
  return fold("sources", say.sources, element("ul", "", ...items), element("p", "aside", say.note), passage);
}

function actions() {
  const csv = button(say.csv, "take");
  csv.dataset.sheetCsv = "";
  const share = button(basket.link, "take");
  share.dataset.share = "";
  return element("ul", "actions", element("li", "", csv), element("li", "", share));
}

// What the JSON file of a record says that is compared.
function cardOf(file, shared) {
  const { path, year, jurisdiction, record, project, results, comparison: { total } } = file;
  const form = record ?? project ?? results;
  return {
    ...{ path, year, total },
    isProject: Boolean(project),
    others: othersOf(file, say),
    place: `${jurisdiction.name} ${file.department}`,
    city: jurisdiction.name,
    department: subjectOf(file, say),
    framework: form.framework,
    source: form.source.title,
    lines: linesOf(file, shared, say),
  };
}

async function fetched(path) {
  const answer = await fetch(new URL(path, siteRoot));
  return answer.ok ? answer.json() : null;
}

// The chosen records that could be had, null for others.
async function cardsOf(paths) {
  const [shared, ...files] = await Promise.all(["compare/words.json", ...paths.map(fileOf)].map((path) => fetched(path).catch(() => null)));
  return files.map((file) => file && shared && cardOf(file, shared));
}

const place = document.querySelector("[data-chosen]");
const heading = document.querySelector("h1");
const start = { title: document.title, heading: heading.textContent };

function showHeading(text) {
  heading.textContent = text || start.heading;
  document.title = text || start.title;
  document.querySelector("[data-start]").hidden = Boolean(text);
}

// A project's money is a part of its department's: the two are not set against each other.
function totalsOf(cards) {
  return new Set(cards.map((card) => card.isProject)).size === 1 ? cards.map((card) => card.total) : [];
}

function partsOf(cards, paths) {
  const names = joined(cards.map(nameOf), say);
  const isOneDepartment = new Set(cards.map((card) => card.department)).size === 1;
  const title = findingOf(cards.map(isOneDepartment ? nameOf : (card) => card.department), totalsOf(cards), say) || filled(basket.title, { names });
  showHeading(cards.length > 1 ? title : "");
  if (cards.length < 2) return [list(cards, paths), element("p", "", basket.alone), ...furtherYears(cards, paths)];
  const caution = element("p", "sheet-caution aside", cautionOf(cards, say));
  return [caution, ...sheetOf(cards, names), sources(cards, title), actions(), element("p", "aside", basket.chosen), list(cards, paths), ...furtherYears(cards, paths)];
}

async function show() {
  const paths = chosenIn(location.href);
  const strange = strangeIn(location.href);
  choose(paths);
  if (!paths.length && !strange) {
    showHeading("");
    place.replaceChildren();
    return;
  }
  place.replaceChildren(element("p", "", basket.loading));
  const answers = await cardsOf(paths);
  const cards = answers.filter(Boolean);
  const notices = strange ? [element("p", "notice", filled(basket.strange, { count: strange }))] : [];
  for (const path of paths.filter((_, at) => !answers[at])) notices.push(element("p", "notice", filled(basket.lost, { path })));
  if (!cards.length) showHeading("");
  place.replaceChildren(...notices, ...(cards.length ? partsOf(cards, paths) : []));
  place.querySelectorAll("[data-copy]").forEach(addCopyButton);
  if (cards.length > 1) {
    readyComparison(place);
    readySharing(place);
  }
}

function go(paths) {
  history.pushState(null, "", comparison(paths));
  show();
}

addEventListener("popstate", show);
// What the tab remembers is compared where the address names nothing.
if (!location.search && chosen().length) history.replaceState(null, "", comparison(chosen()));
show();
