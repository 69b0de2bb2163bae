// Where the words of a query stand in the pages that the index names, best first, and how much of a text shows it.

import { figuresIn, foldCharacter, normalFigures, yearText } from "./folding.js";
import { scoreOf } from "./search_scores.js";

const BEFORE = 16;
const LENGTH = 84;
// As many pages as are read at once, and of these as many forms, whose files are larger: all where they are few, so that
// the best of all comes first.
const FEW_PAGES = 12;
const PAGES = 6;
const FORMS = 3;
// As many at first where only one is looked for.
const PROBED = 2;
const MOST_EAGER = 16;
// As many places of one page as stand among those of others.
const LINES = 3;
const ALL_LINES = 12;
// By the order of KINDS in generator/output/search_index.py.
const INDICATOR = 9;
const SENTENCE_END = /[。；！？\n]/g;
const LOW_SURROGATE = /^[\uDC00-\uDFFF]/;

// The text as it is compared, and for each of its units where it comes from in the original.
function folded(text) {
  let units = "";
  const starts = [];
  const ends = [];
  let at = 0;
  for (const character of text) {
    const piece = foldCharacter(character);
    for (let unit = 0; unit < piece.length; unit += 1) {
      starts.push(at);
      ends.push(at + character.length);
    }
    units += piece;
    at += character.length;
  }
  return { units, starts, ends };
}

// Where a form stands in a folded text, as [start, end]; of a figure that is written otherwise, the whole figure.
function spansOf(form, units, plain) {
  const spans = [];
  for (let at = units.indexOf(form); at >= 0; at = units.indexOf(form, at + 1)) spans.push([at, at + form.length]);
  if (spans.length || !plain.includes(form)) return spans;
  for (const found of figuresIn(units)) {
    const figure = normalFigures(found[0]);
    if (figure.length > 1 && (figure.includes(form) || form.includes(figure))) {
      spans.push([found.index, found.index + found[0].length]);
    }
  }
  return spans.length ? spans : [[0, units.length]];
}

// Where the words stand in the original text, as [start, end] without overlap, and the numbers of these words. A word
// is a list of the forms in which it may stand.
export function placesOf(text, words) {
  const { units, starts, ends } = folded(text);
  const plain = normalFigures(units);
  const spans = [];
  const found = new Set();
  words.forEach((forms, number) => {
    for (const form of forms) {
      for (const [from, to] of spansOf(form, units, plain)) {
        spans.push([starts[from], ends[to - 1]]);
        found.add(number);
      }
    }
  });
  spans.sort((one, other) => one[0] - other[0]);
  const merged = [];
  for (const [start, end] of spans) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return { spans: merged, found };
}

// One place of a page, with the text of it that has most of the words.
function hitAt([kind, label, anchor, texts, value = ""], words) {
  const inLabel = placesOf(label, words);
  const inValue = placesOf(value, words);
  const inTexts = texts.map((text) => ({ text, ...placesOf(text, words) }));
  const found = new Set([inLabel, inValue, ...inTexts].flatMap((part) => [...part.found]));
  const shown = inTexts.reduce((best, part) => (part.found.size > best.found.size ? part : best), { text: "", spans: [], found: new Set() });
  return { kind, label, anchor, texts, value, inLabel, inValue, text: shown.text, inText: shown.spans, inTextFound: shown.found, inTexts, found };
}

// The places of a page in which words stand, best first: every word in the place itself, or in what the page is of.
function hitsIn(page, words, about) {
  const context = [...(page.names ?? []), page.city, page.year && yearText(page.year), page.title].join("\n");
  const inContext = placesOf(context, words).found;
  const best = new Map();
  for (const place of page.places) {
    const hit = hitAt(place, words);
    if (hit.found.size === 0 || !words.every((_, number) => hit.found.has(number) || inContext.has(number))) continue;
    hit.isNamed = hit.kind < about.named && !hit.anchor;
    // The first text of a target of a self-evaluation is what became of it.
    if (hit.kind === INDICATOR && page.path.endsWith("/results/")) [hit.outcome] = hit.inTexts;
    hit.score = scoreOf(hit, words, inContext, about);
    const where = `${hit.label}\n${hit.anchor}`;
    if (!(best.get(where)?.score >= hit.score) && about.chosen[hit.kind]) best.set(where, hit);
  }
  return [...best.values()].sort((one, other) => other.score - one.score);
}

// The results of a query, best first; pages are read only when their turn comes.
export class Results {
  #index;
  #numbers;
  #pages;
  #at = 0;
  #missed = 0;
  #eager = 1;
  #waiting = [];
  #hits = 0;
  #hasResults = false;

  constructor(index, words, { numbers, kinds, chosen, exact, named, asked, pages }) {
    this.#index = index;
    this.#pages = pages;
    this.#numbers = numbers;
    this.about = { kinds, chosen, named, asked };
    this.words = words;
    this.kinds = kinds;
    this.exact = exact;
    // What may be chosen: cities and years of pages that are still to be read have no results yet.
    this.counts = { kind: new Map(), city: new Map(), year: new Map() };
    for (const number of numbers) this.#offer(index.placeOf(number));
  }

  get isRead() {
    return this.#at === this.#numbers.length;
  }

  get isDone() {
    return this.isRead && this.#waiting.length === 0;
  }

  // How many places were found, where all pages have been read; else how many pages have some.
  get count() {
    return this.isRead ? this.#hits : this.#numbers.length - this.#missed;
  }

  // Each result is a place of a page, with the further places of that page that stand behind it.
  async next(wanted) {
    while (this.#waiting.length < Math.min(wanted, 1) && !this.isRead) await this.#readMore();
    return this.#waiting.splice(0, wanted);
  }

  // The next pages to be read.
  #batch() {
    const most = { pages: this.#at === 0 && this.#numbers.length <= FEW_PAGES && this.#pages === PAGES ? FEW_PAGES : this.#pages * this.#eager, forms: FORMS * this.#eager };
    const batch = [];
    for (const number of this.#numbers.slice(this.#at, this.#at + most.pages)) {
      if (this.#index.isForm(number) && (most.forms -= 1) < 0) break;
      batch.push(number);
    }
    return batch;
  }

  async #readMore() {
    const batch = this.#batch();
    // Where the pieces of a phrase stand but seldom the phrase, more pages are read at once.
    this.#eager = Math.min(2 * this.#eager, MOST_EAGER);
    const pages = await Promise.all(batch.map((number) => this.#index.read(number)));
    this.#at += batch.length;
    const found = pages.map((page) => ({ page, hits: hitsIn(page, this.words, this.about) })).filter(({ hits }) => hits.length);
    this.#missed += pages.length - found.length;
    const lines = Math.max(LINES, Math.floor(ALL_LINES / Math.max(1, found.length)));
    const results = found.flatMap(({ page, hits }) => {
      const shown = hits.slice(0, lines).map((hit) => ({ page, hit, more: [], words: this.words }));
      shown.at(-1).more = hits.slice(lines);
      return shown;
    });
    for (const { page, hits } of found) for (const hit of hits) this.#count(page, hit);
    results.sort((one, other) => other.hit.score - one.hit.score);
    const [first] = results;
    if (first && !this.#hasResults) first.isCard = Boolean(first.page.card && first.hit.isAsked);
    this.#hasResults ||= results.length > 0;
    this.#waiting.push(...results);
  }

  #offer(place) {
    for (const [name, value] of Object.entries(place)) {
      if (value && !this.counts[name].has(value)) this.counts[name].set(value, 0);
    }
  }

  #count(page, hit) {
    this.#hits += 1;
    for (const [name, value] of [["kind", this.kinds[hit.kind]], ["city", page.city], ["year", page.year]]) {
      if (value) this.counts[name].set(value, (this.counts[name].get(value) ?? 0) + 1);
    }
  }
}

// Results for words, each a list of the forms in which it may stand, in no more than so many pages.
export async function startSearch(index, words, filters, most = Infinity) {
  const asked = words.map(([word]) => word).join("");
  const { named } = await index.open();
  const found = await index.find(words, filters);
  return new Results(index, words, { ...found, numbers: found.numbers.slice(0, most), named, asked, pages: most < Infinity ? PROBED : PAGES });
}

// The path is kept inside the site whatever it holds.
export function addressOf(siteRoot, path, anchor = "") {
  const address = new URL(`./${path}`, siteRoot);
  if (anchor) address.hash = encodeURIComponent(anchor);
  return address.href;
}

// The same place, or the one behind a character that it would cut in two.
function wholeCharacter(text, at) {
  return LOW_SURROGATE.test(text.slice(at, at + 1)) ? at + 1 : at;
}

// The sentence of a text that has the first place, as [start, end]; of a long one as much as shows the place.
export function excerptRange({ text, inText }) {
  const [first, last] = inText[0] ?? [0, 0];
  const ends = [...text.matchAll(SENTENCE_END)].map(({ index }) => index + 1);
  const begin = ends.findLast((end) => end <= first) ?? 0;
  const end = ends.find((place) => place >= last && place > begin) ?? text.length;
  if (end - begin <= LENGTH) return [begin, end];
  const from = wholeCharacter(text, Math.max(begin, Math.min(first - BEFORE, end - LENGTH)));
  return [from, wholeCharacter(text, Math.min(end, Math.max(from + LENGTH, last)))];
}

