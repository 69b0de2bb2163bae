// The rows of records side by side, as generator/analysis/comparison.py makes them at build;
// tests/vectors/sheets.json holds both to the same.

import { filled } from "./elements.js";

const FIGURE = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;
// Twice as many findings is not twice as bad.
const NOT_DIVIDED = "findings";

// Figures as whole numbers of the smallest decimal place that any of them has, so that nothing is rounded.
function whole(figures) {
  const parts = figures.map((figure) => FIGURE.exec(figure));
  const places = Math.max(...parts.map(([, , , decimals = ""]) => decimals.length));
  return parts.map(([, sign, digits, decimals = ""]) => BigInt(sign + digits + decimals.padEnd(places, "0")));
}

// How many times the smallest the largest is, to one decimal; half goes to the even digit, as at build.
function timesOf(cells) {
  const sizes = whole(cells.map((cell) => cell.value)).sort((left, right) => (left < right ? -1 : Number(left > right)));
  const [least, most] = [sizes[0], sizes.at(-1)];
  if (least <= 0n) return null;
  const tenths = (most * 10n) / least;
  const rest = (most * 10n - tenths * least) * 2n;
  const up = rest > least || (rest === least && tenths % 2n === 1n);
  const rounded = tenths + (up ? 1n : 0n);
  return { text: `${rounded / 10n}.${rounded % 10n}`, isMore: rounded > 10n };
}

// One row for each line that any card has, in the order in which the cards first have it.
export function rowsOf(cards) {
  const byKey = cards.map((card) => new Map(card.lines.map((line) => [line.key, line])));
  const first = new Map();
  for (const lines of byKey) {
    for (const [key, line] of lines) if (!first.has(key)) first.set(key, line);
  }
  return [...first].map(([key, line]) => {
    const cells = byKey.map((lines) => lines.get(key));
    const isShared = cells.every((cell) => cell && !cell.absent);
    const isOneKind = isShared && cells.every((cell) => cell.value !== null && cell.measure === cells[0].measure);
    const differs = isOneKind && new Set(whole(cells.map((cell) => cell.value))).size > 1;
    return { line, cells, isShared, differs, times: differs && line.group !== NOT_DIVIDED ? timesOf(cells) : null };
  });
}

// The rows of a group that all records share, and then those of some.
export function rowsOfGroup(rows, group) {
  const ofGroup = rows.filter((row) => row.line.group === group);
  return [...ofGroup.filter((row) => row.isShared), ...ofGroup.filter((row) => !row.isShared)];
}

// The names of some records in one phrase.
export function joined(names, say) {
  return names.join(names.length < 3 ? say.and : "、");
}

// What a reader must know before comparing: always, of forms of several years, of forms of several frameworks.
export function cautionOf(cards, say) {
  const years = [...new Set(cards.map((card) => String(card.year)))].sort();
  const texts = [say.caution];
  if (years.length > 1) texts.push(filled(say.years, { years: years.join("、") }));
  if (new Set(cards.map((card) => card.framework)).size > 1) texts.push(say.frameworks);
  return texts.join("");
}
