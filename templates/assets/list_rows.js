// The rows of a long list: read from a file, found by words, and in order. Work on many rows is done in slices, between
// which the browser can answer.

import { fold } from "./folding.js";
import { orderOf } from "./table_order.js";

// The longest that a slice of work may take, in milliseconds.
const SLICE = 40;
// Rows that are sorted at once.
const RUN = 500;

let rested = 0;

// Let the browser answer.
export async function rest() {
  await new Promise((done) => setTimeout(done));
  rested = performance.now();
}

// Work through items; `work` is called for each with its index. The clock is read before every item that is `stride`
// from the last.
export async function inSlices(count, work, { isWanted = () => true, stride = 32 } = {}) {
  for (let at = 0; at < count; at += 1) {
    if (at % stride === 0 && performance.now() - rested > SLICE) {
      await rest();
      if (!isWanted()) return;
    }
    work(at);
  }
}

// The rows of a file as objects; `keys` and `year_keys` are those of its index.
export function unpacked(file, { keys, year_keys: yearKeys }) {
  const text = (cell) => (typeof cell === "number" ? file.words[cell] : cell);
  const object = (names, cells) => Object.fromEntries(names.map((name, at) => [name, text(cells[at])]));
  return file.rows.map((cells) => {
    const row = object(keys, cells);
    if (yearKeys.length) row.years = cells[keys.length].map((year) => object(yearKeys, year));
    return row;
  });
}

// A row with the fields of a year, or of its newest; undefined where it has none of that year. A chosen year is not
// named in the row.
export function ofYear(row, year, yearKeys) {
  if (!row.years) return row;
  const chosen = year ? row.years.find((one) => one.year === year) : row.years[0];
  if (chosen) return { ...row, ...chosen, ...(year ? { older: "" } : {}) };
  return year ? undefined : { ...row, ...Object.fromEntries(yearKeys.map((key) => [key, ""])) };
}

const texts = new WeakMap();
const SEARCHED = ["name", "names", "about", "sign", "figure", "measure_unit", "department", "city", "second_level", "family"];

function textOf(row) {
  if (!texts.has(row)) texts.set(row, fold(SEARCHED.map((key) => row[key] ?? "").join("\n")));
  return texts.get(row);
}

// Whether a row has all the words and the chosen values; the city and the year of a file are chosen with it.
export function suits(row, words, chosen) {
  return chosen.every(([key, value]) => row[key] === value) && words.every((word) => textOf(row).includes(word));
}

async function merged(left, right, order) {
  const all = [];
  let [at, other] = [0, 0];
  await inSlices(left.length + right.length, () => {
    const isLeft = other === right.length || (at < left.length && order(left[at], right[other]) <= 0);
    all.push(isLeft ? left[at++] : right[other++]);
  });
  return all;
}

async function sorted(values, order) {
  let runs = [];
  const sortRun = (at) => runs.push(values.slice(at * RUN, (at + 1) * RUN).sort(order));
  await inSlices(Math.ceil(values.length / RUN), sortRun, { stride: 1 });
  while (runs.length > 1) {
    const pairs = [];
    for (let at = 0; at < runs.length; at += 2) pairs.push(runs[at + 1] ? await merged(runs[at], runs[at + 1], order) : runs[at]);
    runs = pairs;
  }
  return runs[0] ?? [];
}

// Rows by one field, equal ones in the order that they had. Only different values are compared.
export async function inOrder(rows, field, kind, isDescending) {
  const ranks = new Map();
  await inSlices(rows.length, (at) => ranks.set(rows[at][field], 0));
  const values = await sorted([...ranks.keys()], orderOf(kind, isDescending));
  await inSlices(values.length, (rank) => ranks.set(values[rank], rank));
  const places = new Float64Array(rows.length);
  await inSlices(rows.length, (at) => (places[at] = ranks.get(rows[at][field]) * rows.length + at));
  places.sort();
  const ordered = [];
  await inSlices(rows.length, (at) => ordered.push(rows[places[at] % rows.length]));
  return ordered;
}

// The names that have most characters in common with some words, best first.
export function nearest(rows, find, count = 3) {
  const wanted = new Set(fold(find));
  const scored = rows.map((row) => ({ row, score: [...wanted].filter((character) => fold(row.name).includes(character)).length }));
  const close = scored.filter(({ score }) => score * 2 >= wanted.size);
  return close.sort((left, right) => right.score - left.score).slice(0, count).map(({ row }) => row);
}
