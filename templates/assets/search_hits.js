// Where the words of a query stand in the pages that the index names, and how much of a text shows such a place.

import { foldCharacter, wordsOf } from "./folding.js";

const BEFORE = 16;
const LENGTH = 84;
const MOST_EAGER = 16;
const BETWEEN_TEXTS = " · ";
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

// Where the words stand in the original text, as [start, end] without overlap, and which words these are.
export function placesOf(text, words) {
  const { units, starts, ends } = folded(text);
  const spans = [];
  const found = new Set();
  for (const word of words) {
    for (let at = units.indexOf(word); at >= 0; at = units.indexOf(word, at + 1)) {
      spans.push([starts[at], ends[at + word.length - 1]]);
      found.add(word);
    }
  }
  spans.sort((one, other) => one[0] - other[0]);
  const merged = [];
  for (const [start, end] of spans) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return { spans: merged, found };
}

// One place of a page: its label, and its texts in one line with the marks of each.
function hitAt([kind, label, anchor, texts], words) {
  const inLabel = placesOf(label, words);
  const found = new Set(inLabel.found);
  const spans = [];
  let text = "";
  for (const piece of texts) {
    if (text) text += BETWEEN_TEXTS;
    const inText = placesOf(piece, words);
    spans.push(...inText.spans.map(([start, end]) => [start + text.length, end + text.length]));
    for (const word of inText.found) found.add(word);
    text += piece;
  }
  return { kind, label, anchor, text, inLabel: inLabel.spans, inText: spans, found };
}

// The places of a page in which words stand, those with most words first, names before texts; none unless every
// word stands in one of them.
function hitsIn(page, words, chosen) {
  const hits = page.places
    .filter(([kind]) => chosen[kind])
    .map((place) => hitAt(place, words))
    .filter((hit) => hit.found.size > 0);
  const found = new Set(hits.flatMap((hit) => [...hit.found]));
  const weight = (hit) => 2 * hit.found.size + (hit.inLabel.length > 0 ? 1 : 0);
  return words.every((word) => found.has(word)) ? hits.sort((one, other) => weight(other) - weight(one)) : [];
}

// Results in their order, as many at a time as are asked for; each page is read only when its turn comes.
export async function startSearch(index, query, filters) {
  const words = wordsOf(query);
  const nothing = { numbers: [], kinds: [], chosen: [], exact: true };
  const { numbers, kinds, chosen, exact } = words.length ? await index.find(words, filters) : nothing;
  let at = 0;
  let missed = 0;
  return {
    words,
    kinds,
    get count() {
      return numbers.length - missed;
    },
    get isExact() {
      return exact || at === numbers.length;
    },
    get isDone() {
      return at === numbers.length;
    },
    async next(wanted) {
      const results = [];
      // Where the pieces of a phrase stand but seldom the phrase, more pages are read at once each time.
      for (let eager = 1; results.length < wanted && at < numbers.length; eager = Math.min(2 * eager, MOST_EAGER)) {
        const batch = numbers.slice(at, at + (wanted - results.length) * eager);
        const pages = await Promise.all(batch.map((number) => index.read(number)));
        at += batch.length;
        for (const page of pages) {
          const hits = hitsIn(page, words, chosen);
          if (hits.length) results.push({ page, hits });
          else missed += 1;
        }
      }
      return results;
    },
  };
}

// The path is kept inside the site whatever it holds.
export function addressOf(siteRoot, page, anchor) {
  const address = new URL(`./${page.path}`, siteRoot);
  if (anchor) address.hash = encodeURIComponent(anchor);
  return address.href;
}

// The same place, or the one behind a character that it would cut in two.
function wholeCharacter(text, at) {
  return LOW_SURROGATE.test(text.slice(at, at + 1)) ? at + 1 : at;
}

// As much of a text as shows the first place with a little before it, as [start, end].
export function excerptRange({ text, inText }) {
  const first = inText[0] ?? [0, 0];
  const start = Math.max(0, Math.min(first[0] - BEFORE, text.length - LENGTH));
  const from = text.length <= LENGTH ? 0 : wholeCharacter(text, start);
  const to = wholeCharacter(text, Math.min(text.length, Math.max(from + LENGTH, first[1])));
  return [from, to];
}
