// Text as search compares it, as `folded_for_search` in generator/output/search_index.py makes it; tests/vectors/folding.json holds both to it.

const INVISIBLE = /[\p{Z}\p{Cc}\p{Cf}]/gu;
const PRIVATE = /\p{Co}/gu;
const UNKNOWN = "\ufffd";
const BETWEEN_WORDS = /[\p{Z}\p{Cc}]+/u;

const folding = new Map();

export function foldCharacter(character) {
  let folded = folding.get(character);
  if (folded === undefined) {
    folded = character.normalize("NFKC").toLowerCase().replace(INVISIBLE, "").replace(PRIVATE, UNKNOWN);
    folding.set(character, folded);
  }
  return folded;
}

export function fold(text) {
  let folded = "";
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

export function wordsOf(query) {
  return [...new Set(query.split(BETWEEN_WORDS).map(fold))].filter(Boolean);
}
