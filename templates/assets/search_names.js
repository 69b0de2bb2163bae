// Names that a word may have meant: by pinyin, by initials, or with one character wrong.

import { fold } from "./folding.js";

const MOST_PAGES = 6;
const MOST_NAMES = 3;
const SHORTEST = 3;
const WHOLE = 100;
const LATIN = /^[a-z]{2,}$/;

// How many characters of a name, from one on, have this pinyin or these initials; 0 for none.
function covered(syllables, start, word) {
  let whole = "";
  for (let at = start; at < syllables.length; at += 1) {
    whole += syllables[at];
    if (whole.startsWith(word)) return at - start + 1;
    if (!word.startsWith(whole)) break;
  }
  const initials = syllables.slice(start).map((syllable) => syllable[0]).join("");
  return initials.startsWith(word) ? word.length : 0;
}

// The part of a name that a word is the pinyin of; the whole name where its signs are not its syllables.
export function partByPinyin(name, pinyin, word) {
  const syllables = pinyin.split(" ");
  const characters = [...name];
  for (let start = 0; start < syllables.length; start += 1) {
    const count = covered(syllables, start, word);
    if (count) return characters.length === syllables.length ? characters.slice(start, start + count).join("") : name;
  }
  return "";
}

// Whether two words differ in no more than one character, or in the order of two neighbours.
export function isOneEdit(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [left, right] = [one, other].map((word) => word.slice(start, word.length - end));
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

// The piece of a text that differs from a word in one character, of the same length if there is one.
export function pieceAlike(text, word) {
  for (const length of [word.length, word.length + 1, word.length - 1]) {
    if (length < SHORTEST - 1 || (length < word.length && length < SHORTEST)) continue;
    for (let start = 0; start + length <= text.length; start += 1) {
      const piece = text.slice(start, start + length);
      if (piece !== word && isOneEdit(piece, word)) return piece;
    }
  }
  return "";
}

function namesOf(page, named) {
  return page.places.filter(([kind, , anchor]) => kind < named && !anchor).flatMap(([, label, , texts]) => [label, ...texts]);
}

async function pagesOf(index, numbers) {
  return Promise.all(numbers.slice(0, MOST_PAGES).map((number) => index.read(number)));
}

// The parts of names of bodies that a word is the pinyin or the initials of, whole names first.
export async function namesByPinyin(index, word) {
  if (!LATIN.test(word)) return [];
  const { named } = await index.open();
  const found = new Map();
  for (const page of await pagesOf(index, await index.named(word))) {
    namesOf(page, named).forEach((name, at) => {
      const part = page.pinyin?.[at] ? partByPinyin(name, page.pinyin[at], word) : "";
      if (part) found.set(part, (found.get(part) ?? 0) + (part === name ? WHOLE : 1));
    });
  }
  return best(found, word);
}

// The names, or pieces of them, that differ from a word in one character, whole names first.
export async function namesAlike(index, word) {
  if (LATIN.test(word) || word.length < SHORTEST) return [];
  const { named } = await index.open();
  const characters = [...new Set(word)];
  const counts = [...(await index.sharedCharacters(characters))].filter(([, count]) => count >= characters.length - 1);
  const likely = counts.sort((one, other) => other[1] - one[1]).map(([number]) => number);
  const found = new Map();
  for (const page of await pagesOf(index, likely)) {
    for (const name of namesOf(page, named).map(fold)) {
      const piece = isOneEdit(name, word) ? name : pieceAlike(name, word);
      if (piece) found.set(piece, (found.get(piece) ?? 0) + (piece === name ? WHOLE : 1));
    }
  }
  return best(found, word);
}

// Whole names before pieces of names; those of the length of the word first, then longer ones.
function best(found, word) {
  const fit = (name) => [0, 1, -1].indexOf(name.length - word.length);
  const ordered = [...found].sort((one, other) => other[1] - one[1] || fit(one[0]) - fit(other[0]));
  const whole = ordered.filter(([, count]) => count >= WHOLE);
  const first = (whole.length ? whole : ordered).sort((one, other) => fit(one[0]) - fit(other[0]));
  return first.slice(0, MOST_NAMES).filter(([name]) => LATIN.test(word) || fit(name) === fit(first[0][0])).map(([name]) => fold(name));
}
