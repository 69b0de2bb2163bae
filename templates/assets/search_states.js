// What stands round the results: filters with counts, words that do not meet, terms that come near.

import words from "./words.js";
import { element, filled } from "./elements.js";
import { hitView } from "./search_views.js";

const say = words.search;
// Fewer results need no filters.
const LEAST = 5;
const FILTERS = [["kind", "kinds"], ["city", "city"], ["year", "year"]];

const quoted = (texts) => texts.map((text) => filled(say.quoted, { text })).join(say.and);

function linkTo(text, address) {
  const link = element("a", "", text);
  link.href = address;
  link.dataset.searchLink = "";
  return link;
}

function choice(name, count, isChosen, address) {
  const link = linkTo(name, address);
  if (isChosen) link.setAttribute("aria-current", "true");
  if (count) link.append(" ", element("span", "search-filters__count", String(count)));
  return element("li", "", link);
}

// The filters that have something to choose: each value with the number of its results, where all of them are known.
export function filtersView(search, question, addressFor, isOpen) {
  const chosen = { kind: question.kinds[0] ?? "", city: question.city, year: question.year };
  const isFiltered = Object.values(chosen).some(Boolean);
  if (search.count < LEAST && !isFiltered) return [];
  const groups = FILTERS.map(([name, key]) => {
    const found = [...search.counts[name]].filter(([, count]) => count || !search.isRead);
    const counts = found.sort(([one, few], [other, many]) => name === "year" ? (one < other ? 1 : -1) : many - few);
    const address = (value) => addressFor({ ...question, [key]: name === "kind" ? [value].filter(Boolean) : value });
    if (chosen[name] && !counts.some(([value]) => value === chosen[name])) counts.push([chosen[name], 0]);
    const total = name === "kind" && search.isRead ? search.count : 0;
    const choices = counts.map(([value, count]) => choice(value, search.isRead && count, chosen[name] === value, address(value)));
    const list = element("ul", "", choice(say.all_of[name], total, !chosen[name], address("")), ...choices);
    return counts.length ? element("div", "search-filters__group", element("h2", "", say.filters[name]), list) : "";
  });
  const summary = element("summary", "", filled(say.filtered, {
    city: chosen.city || say.all_of.city, year: chosen.year || say.all_of.year, kind: chosen.kind || say.all_of.kind,
  }));
  const fold = element("details", "fold search-filters__fold", summary, element("div", "search-filters__groups", ...groups));
  fold.open = isOpen;
  return [fold];
}

// Which words do not meet, which stand nowhere, and by which names others were taken.
export function stateView({ state, meant, nowhere, without, parts, search }, link) {
  const notes = [];
  for (const word of meant) {
    const other = word.meant;
    notes.push(element("span", "", filled(/^[a-z]/.test(word.text) ? say.pinyin : say.meant, { query: word.text }), linkTo(filled(say.quoted, { text: other }), link(other)), say.stop));
  }
  if (state === "partial") {
    const note = element("span", "", element("b", "", say.partial), " ");
    if (parts) note.append(filled(say.apart, { words: quoted(parts.map(({ text }) => text)) }));
    if (without) note.append(filled(say.without, { word: without }));
    for (const word of nowhere) note.append(element("s", "", word), say.nowhere);
    if (nowhere.length && search && !without) note.append(say.rest_only);
    for (const { text } of parts ?? []) note.append(" ", linkTo(filled(say.only, { text }), link(text)));
    notes.push(note);
  }
  return notes.length ? [element("p", "search-note", ...notes)] : [];
}

// The first results for one of the words that do not meet.
export function partView({ text, search, results }, link, siteRoot) {
  const count = filled(search.isRead ? say.places : say.pages, { count: search.count });
  const part = element("section", "search-part", element("h2", "", text, " ", element("span", "search-part__count", count)));
  part.append(element("ol", "search-results", ...results.map((result) => hitView({ ...result, isCard: false, more: [] }, search.kinds, siteRoot))));
  const rest = search.count - results.length;
  if (rest > 0) part.append(element("p", "search-part__rest", linkTo(filled(search.isRead ? say.others : say.others_about, { count: rest }), link(text))));
  return part;
}

// That nothing was found, and terms of the site that come near.
export function nearView({ near }, { q, ...filters }, link) {
  const parts = [element("h2", "", filled(say.nothing, { query: q }))];
  if (filters.city || filters.year || filters.kinds.length) parts.push(element("p", "", say.narrowed));
  if (near.length) {
    const terms = near.map(({ term, count, isSure }) => {
      const number = filled(isSure ? say.places : say.pages, { count });
      return element("li", "", linkTo(term, link(term)), " ", element("span", "search-part__count", number));
    });
    parts.push(element("p", "", say.near), element("ul", "search-near", ...terms));
  }
  return parts;
}
