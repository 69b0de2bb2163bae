// The n-grams by which a folded word is looked up; generator/output/search_ngrams.py cuts the texts into the same.

// A long word is looked up by a few of its pairs; whether all of it stands there is seen in the page's text.
const LOOKUPS = 4;
const LATIN_LOOKUPS = 3;
const LATIN = "0123456789abcdefghijklmnopqrstuvwxyz.,%/-";
const LATIN_RUN = /[0-9a-z.,%/-]{3,}/g;
const FIRST_DOUBLE = 0xe000;

function pairsOf(text) {
  return Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));
}

// Three Latin signs say more than two; see doubles in generator/output/search_ngrams.py.
function doubled(run) {
  const code = ([first, second]) => FIRST_DOUBLE + LATIN.length * LATIN.indexOf(first) + LATIN.indexOf(second);
  return String.fromCharCode(...pairsOf(run).map(code));
}

function spread(items, most) {
  const count = Math.min(most, items.length);
  return Array.from({ length: count }, (_, step) => items[Math.round((step * (items.length - 1)) / Math.max(1, count - 1))]);
}

export function gramsOf(word) {
  if (word.length === 1) return [word];
  const latin = spread((word.match(LATIN_RUN) ?? []).flatMap((run) => pairsOf(doubled(run))), LATIN_LOOKUPS);
  const left = LOOKUPS - latin.length;
  const pairs = pairsOf(word);
  // Few pages have the unit of a figure, many its digits.
  const telling = pairs.filter((pair) => [...pair].some((sign) => !LATIN.includes(sign)));
  return [...new Set([...latin, ...spread(telling.length < left ? pairs : telling, left)])];
}
