// Text as search compares it, as generator/output/search_folding.py makes it; tests/vectors hold both to it.

const INVISIBLE = /[\p{Z}\p{Cc}\p{Cf}]/gu;
const PRIVATE = /\p{Co}/gu;
const UNKNOWN = "\ufffd";
const BEFORE_UNIT = /([0-9０-９])\p{Z}+(?=[亿万元%％号])/gu;
const NAME_AND_YEAR = /^(\p{Script=Han}{2,})((?:19|20)[0-9]{2}年?)(?![0-9.])(.*)$/u;
const BETWEEN_WORDS = /[\p{Z}\p{Cc}]+/u;

const WAN_DIGITS = 4;
const SIGNS = /[><]=/g;
const GROUPING = /(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g;
const ZEROS = /(?<![0-9.])([0-9]+)\.([0-9]*?)0+(?![0-9.])/g;
const IN_YI = /(?<![0-9.])([0-9]+)(?:\.([0-9]+))?亿/g;
const IN_YUAN = /(?<![0-9.])([0-9]+)([0-9]{4})(?:\.([0-9]+))?元/g;
const DOCUMENT_NUMBER = /(?:\(((?:19|20)[0-9]{2})\)|(?<![0-9])((?:19|20)[0-9]{2})年?)第?0*([0-9]{1,4})号/g;

const folding = new Map();
let equal = new Map();

// Characters that count as others, as pairs in one text: the head of the index has those that can matter.
export function useEqual(pairs) {
  const characters = [...pairs];
  equal = new Map(Array.from({ length: characters.length / 2 }, (_, at) => characters.slice(2 * at, 2 * at + 2)));
  folding.clear();
}

export function foldCharacter(character) {
  let folded = folding.get(character);
  if (folded === undefined) {
    const plain = character.normalize("NFKC").toLowerCase().replace(INVISIBLE, "").replace(PRIVATE, UNKNOWN);
    folded = Array.from(plain, (sign) => equal.get(sign) ?? sign).join("");
    folding.set(character, folded);
  }
  return folded;
}

export function fold(text) {
  let folded = "";
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

function figure(whole, fraction) {
  const rest = fraction.replace(/0+$/, "");
  return (whole.replace(/^0+/, "") || "0") + (rest && `.${rest}`);
}

// A folded text with its figures written plainly: 1.070亿元 -> 10700万元.
export function normalFigures(text) {
  return text
    .replace(SIGNS, (sign) => (sign === ">=" ? "≥" : "≤"))
    .replace(GROUPING, "")
    .replace(ZEROS, (_, whole, fraction) => (fraction ? `${whole}.${fraction}` : whole))
    .replace(IN_YUAN, (_, whole, last, fraction = "") => `${figure(whole, last + fraction)}万元`)
    .replace(IN_YI, (_, whole, fraction = "") => {
      const filled = fraction.padEnd(WAN_DIGITS, "0");
      return `${figure(whole + filled.slice(0, WAN_DIGITS), filled.slice(WAN_DIGITS))}万`;
    })
    .replace(DOCUMENT_NUMBER, (_, year, other, number) => `(${year ?? other})${number}号`);
}

// A folded word with a year behind a name as the words that it is made of: 纪委2021年预算 -> 纪委, 2021年, 预算.
function withoutYear(word) {
  const [, name, year, rest] = normalFigures(word) === word ? (word.match(NAME_AND_YEAR) ?? []) : [];
  return name ? [name, year, rest] : [word];
}

// The words of a query, each once, folded.
export function wordsOf(query) {
  const joined = query.replace(BEFORE_UNIT, "$1");
  return [...new Set(joined.split(BETWEEN_WORDS).map(fold).flatMap(withoutYear))].filter(Boolean);
}

// The forms in which a folded word can stand in the folded texts.
export function formsOf(word) {
  return [...new Set([word, normalFigures(word)])];
}
