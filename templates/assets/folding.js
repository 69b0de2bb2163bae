// Text as search compares it, as generator/output/search_folding.py makes it; tests/vectors hold both to it.

const INVISIBLE = /[\p{Z}\p{Cc}\p{Cf}]/gu;
const PRIVATE = /\p{Co}/gu;
const UNKNOWN = "\ufffd";
const BETWEEN_WORDS = /[\p{Z}\p{Cc}]+/u;

const WAN_DIGITS = 4;
const SIGNS = /[><]=/g;
const GROUPING = /(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g;
const ZEROS = /(?<![0-9.])([0-9]+)\.([0-9]*?)0+(?![0-9.])/g;

const folding = new Map();
let equal = new Map();
// The words of figures, and what is made of them.
let units;
let inYi;
let inYuan;
let documentNumber;
let beforeUnit;
let nameAndYear;
let figure;
let money;
let unitAtEnd;

// Characters that count as others, as pairs in one text: the head of the index has those that can matter.
export function useEqual(pairs) {
  const characters = [...pairs];
  equal = new Map(Array.from({ length: characters.length / 2 }, (_, at) => characters.slice(2 * at, 2 * at + 2)));
  folding.clear();
}

// The words of figures; the head of the index has them.
export function useUnits(words) {
  units = words;
  const { yi, wan, yuan, year, nth, number } = words;
  inYi = new RegExp(`(?<![0-9.])([0-9]+)(?:\\.([0-9]+))?${yi}`, "g");
  inYuan = new RegExp(`(?<![0-9.])([0-9]+)([0-9]{4})(?:\\.([0-9]+))?${yuan}`, "g");
  const years = `(?:\\(((?:19|20)[0-9]{2})\\)|(?<![0-9])((?:19|20)[0-9]{2})${year}?)`;
  documentNumber = new RegExp(`${years}${nth}?0*([0-9]{1,4})${number}`, "g");
  beforeUnit = new RegExp(`([0-9０-９])\\p{Z}+(?=[${yi}${wan}${yuan}${number}%％])`, "gu");
  nameAndYear = new RegExp(`^(\\p{Script=Han}{2,})((?:19|20)[0-9]{2}${year}?)(?![0-9.])(.*)$`, "u");
  figure = new RegExp(`\\(?[0-9][0-9,.()${year}${nth}]*[${yi}${wan}]?${yuan}?${number}?`, "g");
  money = new RegExp(`([0-9]+(?:\\.[0-9]+)?)( ?)([${yi}${wan}]?${yuan})`, "g");
  unitAtEnd = new RegExp(`(?:[${yi}${wan}]?${yuan}|[${yi}${wan}])$`);
}

// The figures in a folded text with their units.
export function figuresIn(text) {
  return text.matchAll(figure);
}

// The amounts of money in a text, each as figure, space and unit.
export function moneyIn(text) {
  return text.matchAll(money);
}

// Whether a folded word is a figure with nothing but a comparator and a unit.
export function isFigure(word) {
  return /^[≥≤<>=]*[0-9][0-9.,]*%?$/.test(word.replace(unitAtEnd, ""));
}

// A year as titles have it.
export function yearText(year) {
  return `${year}${units.year}`;
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

function plainFigure(whole, fraction) {
  const rest = fraction.replace(/0+$/, "");
  return (whole.replace(/^0+/, "") || "0") + (rest && `.${rest}`);
}

// A folded text with its figures written plainly, as normal_figures of the builder writes them.
export function normalFigures(text) {
  return text
    .replace(SIGNS, (sign) => (sign === ">=" ? "≥" : "≤"))
    .replace(GROUPING, "")
    .replace(ZEROS, (_, whole, fraction) => (fraction ? `${whole}.${fraction}` : whole))
    .replace(inYuan, (_, whole, last, fraction = "") => `${plainFigure(whole, last + fraction)}${units.wan}${units.yuan}`)
    .replace(inYi, (_, whole, fraction = "") => {
      const filled = fraction.padEnd(WAN_DIGITS, "0");
      return `${plainFigure(whole + filled.slice(0, WAN_DIGITS), filled.slice(WAN_DIGITS))}${units.wan}`;
    })
    .replace(documentNumber, (_, year, other, number) => `(${year ?? other})${number}${units.number}`);
}

// A folded word with a year behind a name as three words: the name, the year, the rest.
function withoutYear(word) {
  const [, name, year, rest] = normalFigures(word) === word ? (word.match(nameAndYear) ?? []) : [];
  return name ? [name, year, rest] : [word];
}

// The words of a query, each once, folded.
export function wordsOf(query) {
  const joined = query.replace(beforeUnit, "$1");
  return [...new Set(joined.split(BETWEEN_WORDS).map(fold).flatMap(withoutYear))].filter(Boolean);
}

// The forms in which a folded word can stand in the folded texts.
export function formsOf(word) {
  return [...new Set([word, normalFigures(word)])];
}
