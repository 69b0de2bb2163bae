// The rows of records side by side, as generator/analysis/comparison.py makes them at build;
// tests/vectors/sheets.json holds both to the same.

import { filled } from "./elements.js";

const FIGURE = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;
// The measure of all amounts of money.
const MONEY = "money";
// A total of more than ten times the other is rather a slip of units than a finding.
const MOST_TENTHS = 100n;
// Twice as many findings is not twice as bad.
const NOT_DIVIDED = "findings";
// Cells that are not on every form: one that no other form has is compared with nothing.
const OWN = "own";

// Figures as whole numbers of the smallest decimal place that any of them has, so that nothing is rounded.
function whole(figures) {
  const parts = figures.map((figure) => FIGURE.exec(figure));
  const places = Math.max(...parts.map(([, , , decimals = ""]) => decimals.length));
  return parts.map(([, sign, digits, decimals = ""]) => BigInt(sign + digits + decimals.padEnd(places, "0")));
}

// How many times the smallest the largest is, to one decimal, as tenths; half goes to the even digit, as at build.
function tenthsOf(figures) {
  const sizes = whole(figures).sort((left, right) => (left < right ? -1 : Number(left > right)));
  const [least, most] = [sizes[0], sizes.at(-1)];
  if (least <= 0n) return null;
  const tenths = (most * 10n) / least;
  const rest = (most * 10n - tenths * least) * 2n;
  const up = rest > least || (rest === least && tenths % 2n === 1n);
  return tenths + (up ? 1n : 0n);
}

function decimal(tenths) {
  return `${tenths / 10n}.${tenths % 10n}`;
}

function isOne(values) {
  return new Set(values).size === 1;
}

// A row as the page shows it: whether all have it, whether it is drawn as bars, whether all have the same.
function rowOf(line, cells) {
  const figures = cells.filter((cell) => cell && cell.value !== null);
  const isShared = cells.every((cell) => cell && !cell.absent);
  const isOneKind = figures.length === cells.length && isOne(figures.map((cell) => cell.measure));
  const differs = isOneKind && !isOne(whole(figures.map((cell) => cell.value)));
  const hasBars = figures.length > 0 && figures.every((cell) => cell.unit) && isOne(figures.map((cell) => cell.measure));
  const isSame =
    cells.every(Boolean) &&
    (isOneKind && hasBars ? !differs : isOne(cells.map((cell) => JSON.stringify(cell.quotes.map(([text, , ...rest]) => [text, ...rest])))));
  const hasTimes = differs && line.group !== NOT_DIVIDED;
  const times = hasTimes ? tenthsOf(figures.map((cell) => cell.value)) : null;
  const notes = cells.map((cell) => cell?.quotes[0]?.[3] ?? "");
  return {
    ...{ line, cells, isShared, isSame, differs, hasBars },
    times: times === null ? "" : decimal(times),
    unit: figures.find((cell) => cell.unit)?.unit ?? "",
    notes: hasBars && notes.some(Boolean) ? notes.map((note) => note || "—").join(" / ") : "",
  };
}

// One row for each line that any card has, in the order in which the cards first have it.
export function rowsOf(cards) {
  const byKey = cards.map((card) => new Map(card.lines.map((line) => [line.key, line])));
  const first = new Map();
  for (const lines of byKey) {
    for (const [key, line] of lines) if (!first.has(key)) first.set(key, line);
  }
  return [...first]
    .map(([key, line]) => rowOf(line, byKey.map((lines) => lines.get(key))))
    .filter(({ line, cells }) => line.group !== OWN || cells.filter(Boolean).length > 1);
}

// The length of each bar of a row in percent of the longest possible; all money has one scale.
export function barsOf(row, rows) {
  const cells = row.cells.map((cell) => (row.hasBars && cell && cell.value !== null ? cell : null));
  const isMoney = cells.some((cell) => cell?.measure === MONEY);
  const others = isMoney ? rows.flatMap(({ cells: all }) => all.filter((cell) => cell?.measure === MONEY && cell.value !== null)) : cells;
  const scale = Math.max(...others.map((cell) => Number(cell?.value ?? 0)));
  return cells.map((cell) => (cell && Number(cell.value) > 0 ? `${((Number(cell.value) * 100) / scale).toFixed(1)}%` : null));
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

// How many times the one of two totals the other is, in a sentence; empty where that is nothing to say.
export function findingOf(names, totals, say) {
  if (names.length !== 2 || totals.length !== 2 || totals.some((total) => total === undefined || total === null)) return "";
  const [first, second] = whole(totals);
  const tenths = tenthsOf(totals);
  if (tenths === null || tenths <= 10n || tenths > MOST_TENTHS) return "";
  const [less, more] = first < second ? names : [...names].reverse();
  return filled(say.finding_title, { more, less, times: decimal(tenths) });
}

// What a reader must know before comparing, of forms of one year or several, one department or several.
export function cautionOf(cards, say) {
  const years = [...new Set(cards.map((card) => String(card.year)))].sort();
  const isOneDepartment = isOne(cards.map((card) => card.place));
  const text = years.length === 1 ? say.caution : filled(isOneDepartment ? say.own_years : say.years, { years: years.join("、") });
  return isOne(cards.map((card) => card.framework)) ? text : text + say.frameworks;
}

// A text in pieces: words, and numbers with their units, as the filter `amounts` finds them at build.
export function amountsIn(text, units) {
  const pieces = text.split(new RegExp(`(-?[0-9]+(?:\\.[0-9]+)?) (${units})`));
  return Array.from({ length: (pieces.length - 1) / 3 + 1 }, (_, at) => {
    const [value, unit] = at ? pieces.slice(3 * at - 2, 3 * at) : [];
    return { value, unit, rest: pieces[3 * at] };
  });
}
