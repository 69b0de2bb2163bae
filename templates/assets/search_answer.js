// The answer to a query: what was found; else for what was meant, for what is left of it, or what comes near.

import { fold, formsOf, isFigure, wordsOf } from "./folding.js";
import { startSearch } from "./search_hits.js";
import { namesAlike, namesByPinyin, pieceAlike } from "./search_names.js";

// As many results for each word where the words do not meet.
const EACH = 3;
const NEAREST = 3;
const MOST_PAGES = 6;
const LIKELY = 8;
const LONGEST = 24;
const RANKS = 3;
// As many results as stand before the answer for a topic that is one of several words.
const BEFORE_TOPIC = 3;
const LATIN = /^[a-z]+$/;

const wordOf = (text) => ({ text, forms: formsOf(text) });

// `state` is start, found, partial or none. `search` has the results; `meant` are the names by which words were
// replaced, `nowhere` the words that no page has, `without` a word that was left out, `parts` one search for each word.
export async function answerTo(index, query, filters, wanted) {
  if (!query.trim()) return { state: "start", words: [] };
  await index.open();
  const asked = wordsOf(query);
  if (!asked.length) return { state: "start", words: [] };
  const whole = await Promise.all(asked.map((text) => withPinyin(index, text)));
  const first = await tried(index, whole, filters, wanted);
  if (first.results.length) {
    const meant = whole.filter((word) => word.meant);
    return { state: "found", words: asked, meant, nowhere: [], ...(await withTopic(index, whole, first)) };
  }
  const words = await understood(index, asked, filters);
  const meant = words.filter((word) => word.meant);
  const known = words.filter((word) => !word.isNowhere);
  const nowhere = words.filter((word) => word.isNowhere).map(({ text }) => text);
  if (!known.length) return { state: "none", words: asked, meant, nowhere, near: await nearest(index, asked, filters) };
  const answer = await tried(index, known, filters, wanted);
  if (answer.results.length) return { state: nowhere.length ? "partial" : "found", words: asked, meant, nowhere, ...answer };
  const less = known.length > 2 ? await withoutOne(index, known, filters, wanted) : null;
  if (less) return { state: "partial", words: asked, meant, nowhere, ...less };
  return { state: "partial", words: asked, meant, nowhere, parts: await eachAlone(index, known, filters) };
}

// A word with the names that it is the pinyin of.
async function withPinyin(index, text) {
  const names = await namesByPinyin(index, text);
  const word = wordOf(text);
  return names.length ? { text, forms: [...word.forms, ...names], meant: names[0] } : word;
}

async function tried(index, words, filters, wanted, most) {
  const search = await startSearch(index, words.map(({ forms }) => forms), filters, most);
  return { search, results: await search.next(wanted) };
}

// Whether a word stands on one of the pages on which it is most likely.
async function stands(index, word, filters) {
  return (await tried(index, [word], filters, 1, LIKELY)).results.length > 0;
}

// Words that stand somewhere as they are; others by the names that they may have meant, or cut where they can be.
async function understood(index, asked, filters) {
  const words = [];
  for (const text of asked) {
    const word = await withPinyin(index, text);
    if (await stands(index, word, filters)) words.push(word);
    else words.push(...(await meantBy(index, text, filters) ?? await cut(index, text, filters)));
  }
  return words;
}

async function meantBy(index, text, filters) {
  const names = await namesAlike(index, text);
  const word = { text, forms: names.flatMap(formsOf), meant: names[0] };
  return names.length && (await stands(index, word, filters)) ? [word] : null;
}

// A word that stands nowhere as pieces that do; left whole where a single character would be lost.
async function cut(index, text, filters) {
  const whole = [{ ...wordOf(text), isNowhere: true }];
  if (text.length > LONGEST) return whole;
  const { particles, questions } = (await index.open()).words;
  const ends = new RegExp(`^[${particles}]+|[${particles}]+$`, "g");
  const words = [];
  const parts = text.replace(new RegExp(`${questions}$`), "").match(/[a-z]+|[^a-z]+/g) ?? [];
  const cuts = (await Promise.all(parts.map((part) => pieces(index, part, filters)))).flat();
  for (const piece of cuts.map((one) => one.replace(ends, "")).filter(Boolean)) {
    if (piece.length === 1 || piece === text) return whole;
    const word = await withPinyin(index, piece);
    if (await stands(index, word, filters)) words.push(word);
    else words.push(...((await meantBy(index, piece, filters)) ?? [{ ...word, isNowhere: true }]));
  }
  return words.some((word) => !word.isNowhere) ? words : whole;
}

// The results with the answer for a topic that one of several words names, behind the first rows.
async function withTopic(index, words, { search, results }) {
  if (words.length < 2 || results.some((result) => result.isCard)) return { search, results };
  for (const { text, forms } of words) {
    const pages = await Promise.all((await index.named(text)).slice(0, MOST_PAGES).map((number) => index.read(number)));
    for (const page of pages) {
      const [kind, label, anchor, texts] = page.places[0];
      if (page.card && !page.pinyin && !anchor && [label, ...texts].some((name) => forms.includes(fold(name)))) {
        const hit = { kind, label, anchor, texts, text: "", value: "", isNamed: true, inLabel: { spans: [], found: [] }, inValue: { spans: [], found: [] }, inText: [], inTextFound: [], inTexts: [] };
        const card = { page, hit, more: [], words: search.words, isCard: true };
        return { search, results: [...results.slice(0, BEFORE_TOPIC), card, ...results.slice(BEFORE_TOPIC)] };
      }
    }
  }
  return { search, results };
}

// The pieces of a text, from its start, each as long as some page has it.
async function pieces(index, text, filters) {
  const found = [];
  for (let start = 0; start < text.length; ) {
    let end = LATIN.test(text) ? text.length : await likelyEnd(index, text, start);
    while (!LATIN.test(text) && end - start > 2 && !(await stands(index, wordOf(text.slice(start, end)), filters))) end -= 1;
    found.push(text.slice(start, end));
    start = end;
  }
  return found;
}

// Up to where some document has each two neighbours of a text.
async function likelyEnd(index, text, start) {
  let documents = null;
  for (let at = start + 1; at < text.length; at += 1) {
    const here = new Set((await index.lists(text.slice(at - 1, at + 1))).flat());
    documents = documents ? new Set([...documents].filter((number) => here.has(number))) : here;
    if (!documents.size) return at;
  }
  return text.length;
}

async function withoutOne(index, words, filters, wanted) {
  for (const word of words) {
    const answer = await tried(index, words.filter((other) => other !== word), filters, wanted);
    if (answer.results.length) return { ...answer, without: word.text };
  }
  return null;
}

// Each word alone, the rarest first.
async function eachAlone(index, words, filters) {
  const parts = await Promise.all(words.map(async (word) => ({ text: word.meant ?? word.text, ...(await tried(index, [word], filters, EACH)) })));
  return parts.sort((one, other) => one.search.count - other.search.count);
}

// Terms of the site that come near to words which stand nowhere, each with its search.
async function nearest(index, asked, filters) {
  const terms = new Set();
  // What differs from a figure is another figure, and pieces of it are of no use.
  for (const word of asked.filter((one) => !isFigure(one)).slice(0, 2)) {
    for (const term of [...(await alikeIn(index, word)), ...(await pieces(index, word, filters)).filter((piece) => piece.length > 1)]) {
      if (![...terms].some((other) => other.includes(term))) terms.add(term);
    }
  }
  const near = [];
  for (const term of terms) {
    const answer = await tried(index, [wordOf(fold(term))], filters, 1);
    if (answer.results.length && near.length < NEAREST) near.push({ term, count: answer.search.count, isSure: answer.search.isRead });
  }
  return near;
}

// Pieces of texts that differ from a word in one character, from the pages that have most of its characters.
async function alikeIn(index, word) {
  if (word.length < 3 || word.length > LONGEST) return [];
  const counts = new Map();
  const pairs = Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  for (const lists of await Promise.all(pairs.map((pair) => index.lists(pair)))) {
    for (const number of new Set(lists.slice(0, RANKS).flat())) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const likely = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, MOST_PAGES);
  const pages = await Promise.all(likely.map(([number]) => index.read(number)));
  const found = new Map();
  for (const page of pages) {
    for (const [, label, , texts, value = ""] of page.places) {
      for (const text of [label, value, ...texts]) {
        const piece = pieceAlike(fold(text), word);
        if (piece) found.set(piece, (found.get(piece) ?? 0) + 1);
      }
    }
  }
  return [...found].sort((one, other) => Math.abs(one[0].length - word.length) - Math.abs(other[0].length - word.length) || other[1] - one[1]).map(([piece]) => piece);
}
