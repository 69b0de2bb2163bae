// The records chosen in the address, side by side: the same sheet as the comparisons prepared at build.

import words from "./words.js";
import { strangeIn } from "./address.js";
import { chosen, comparison, siteRoot } from "./basket.js";
import { addCopyButton } from "./clipboard.js";
import { element, filled } from "./elements.js";
import { cautionOf, joined, rowsOf, rowsOfGroup } from "./sheet.js";

const say = words.comparing;
const basket = words.basket;
const GROUPS = Object.keys(say.group);

function linkTo(card, anchor, text) {
  const link = element("a", "", text);
  link.href = new URL(`./${card.path}${anchor ? `#${anchor}` : ""}`, siteRoot);
  return link;
}

function quoteOf([text, anchor, note], card, isAbsent) {
  const quote = element("span", isAbsent ? "sheet__quote absence" : "sheet__quote", linkTo(card, anchor, text));
  if (note) quote.append(element("span", "sheet__note", note));
  return quote;
}

function rowOf(row, cards) {
  const head = element("th", "", row.line.name);
  head.scope = "row";
  if (row.times?.isMore) head.append(" ", element("span", "derived", filled(say.times, { times: row.times.text })));
  else if (row.differs) head.append(" ", element("span", "derived", say.differs));
  if (row.line.care && row.isShared) head.append(element("span", "sheet__care", `${say.care}：${row.line.care}`));
  const missing = say.missing[row.line.group] ?? say.missing.form;
  const cells = row.cells.map((cell, at) => {
    const quotes = cell ? cell.quotes.map((quote) => quoteOf(quote, cards[at], cell.absent)) : [element("span", "absence", missing)];
    const made = element("td", "", ...quotes);
    made.dataset.label = `${cards[at].department} ${cards[at].year}`;
    return made;
  });
  return element("tr", row.isShared ? "" : "empty", head, ...cells);
}

function table(group, rows, cards) {
  const head = element("tr", "", element("th", "", say.columns.what));
  for (const card of cards) {
    const year = element("span", "unit", ` ${filled(say.year, { year: card.year })}`);
    head.append(element("th", "", linkTo(card, "", card.department), year));
  }
  for (const cell of head.cells) cell.scope = "col";
  const made = element("table", "sheet stacked", element("caption", "frame-unseen", say.group[group]));
  made.append(element("thead", "", head), element("tbody", "", ...rows.map((row) => rowOf(row, cards))));
  const place = element("div", "scroll", made);
  place.tabIndex = 0;
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", say.group[group]);
  const title = element("h3", "", say.group[group]);
  title.id = `chosen-${group}`;
  return element("section", "", title, place);
}

function nameOf(card) {
  return filled(say.record, { department: card.department, year: card.year });
}

// The chosen records by name, each with a way to leave it out; and the other years of their departments.
function list(cards, paths) {
  const items = cards.map((card) => {
    const others = paths.filter((path) => path !== card.path.slice(0, -1));
    const away = element("a", "basket__away", "×");
    away.href = comparison(others);
    away.setAttribute("aria-label", filled(basket.remove, { name: nameOf(card) }));
    const behind = element("span", "basket__end", element("span", "unit", ` ${card.city} `), away);
    return element("li", "", linkTo(card, "", nameOf(card)), behind);
  });
  return element("ul", "chips", ...items);
}

function furtherYears(cards, paths) {
  const others = cards.flatMap((card) => card.others).filter((other) => !paths.includes(other.path.slice(0, -1)));
  if (!others.length) return [];
  const items = others.map((other) => {
    const link = element("a", "", nameOf(other));
    link.href = comparison([...paths, other.path.slice(0, -1)]);
    return element("li", "", link);
  });
  return [element("h3", "", basket.others), element("ul", "chips", ...items)];
}

function sources(cards) {
  const items = cards.map((card) => {
    const text = filled(say.source, { department: nameOf(card), title: card.source });
    return element("li", "", linkTo(card, "source", text));
  });
  return [element("h3", "", say.sources), element("ul", "", ...items)];
}

// How what is shown is cited; printed, it tells where it was.
function citation(heading) {
  const site = document.querySelector("meta[name=SiteName]")?.content ?? "";
  const passage = element("p", "cite aside", filled(say.cite, { title: heading, site }) + location.href);
  passage.dataset.copy = heading;
  return passage;
}

// What the JSON file of a record says that is compared; a line leaves out what it does not have.
function cardOf({ path, year, jurisdiction, record, comparison: { others, lines } }) {
  return {
    path,
    year,
    city: jurisdiction.name,
    department: record.department,
    framework: record.framework,
    source: record.source.title,
    others,
    lines: lines.map((line) => ({ value: null, measure: "", ...line })),
  };
}

async function fetched(path) {
  const answer = await fetch(new URL(`${path}/record.json`, siteRoot));
  return answer.ok ? cardOf(await answer.json()) : null;
}

async function show(place) {
  const paths = chosen();
  const strange = strangeIn(location.href);
  if (!paths.length && !strange) return;
  place.replaceChildren(element("p", "", basket.loading));
  const answers = await Promise.all(paths.map((path) => fetched(path).catch(() => null)));
  const cards = answers.filter(Boolean);
  const lost = paths.filter((path, at) => !answers[at]);
  const names = joined(cards.map(nameOf), say);
  const made = strange ? [element("p", "notice", filled(basket.strange, { count: strange }))] : [];
  for (const path of lost) made.push(element("p", "notice", filled(basket.lost, { path })));
  if (cards.length) {
    const heading = filled(basket.title, { names });
    made.push(element("h2", "", heading), list(cards, paths));
    document.title = heading;
  }
  if (cards.length === 1) made.push(element("p", "", basket.alone));
  if (cards.length > 1) {
    const rows = rowsOf(cards);
    made.push(element("p", "notice", cautionOf(cards, say)));
    for (const group of GROUPS) {
      const ofGroup = rowsOfGroup(rows, group);
      if (ofGroup.length) made.push(table(group, ofGroup, cards));
    }
    made.push(...sources(cards), citation(document.title));
  }
  place.replaceChildren(...made, ...furtherYears(cards, paths));
  place.querySelectorAll("[data-copy]").forEach(addCopyButton);
}

const place = document.querySelector("[data-chosen]");
addEventListener("popstate", () => show(place));
show(place);
