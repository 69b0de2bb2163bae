import assert from "node:assert/strict";
import { test } from "node:test";

import { amountsIn, barsOf, cautionOf, findingOf, joined, rowsOf, rowsOfGroup } from "../../templates/assets/sheet.js";
import { vectors } from "./vectors.mjs";

const { groups, cases, drawn } = vectors("sheets");

// A line as it stands in the JSON of a record.
function line(part) {
  return { value: null, measure: "", name: part.key, care: "", quotes: [], ...part };
}

function kindOf(row) {
  if (!row.isShared) return "alone";
  return row.differs ? "differs" : "shared";
}

for (const { what, cards, rows } of cases) {
  test(`a sheet: ${what}`, () => {
    const made = rowsOf(cards.map((lines) => ({ lines: lines.map(line) })));
    const ordered = groups.flatMap((group) => rowsOfGroup(made, group));
    assert.equal(ordered.length, made.length);
    assert.deepEqual(
      ordered.map((row) => [row.line.key, kindOf(row), row.times]),
      rows,
    );
    for (const row of ordered) assert.equal(row.cells.length, cards.length);
  });
}

for (const { what, cards, rows } of drawn) {
  test(`a sheet with bars: ${what}`, () => {
    const made = rowsOf(cards.map((lines) => ({ lines: lines.map(line) })));
    assert.deepEqual(
      made.map((row) => [row.line.key, row.hasBars, row.isSame, row.notes, barsOf(row, made)]),
      rows,
    );
  });
}

const texts = vectors("sheet_texts");

for (const { what, names, years, frameworks, departments, joined: phrase, caution } of texts.cases) {
  test(`the words over a sheet: ${what}`, () => {
    const cards = years.map((year, at) => ({ year, framework: frameworks[at], place: departments[at] }));
    assert.equal(joined(names, texts.patterns), phrase);
    assert.equal(cautionOf(cards, texts.patterns), caution);
  });
}

for (const { what, names, totals, finding } of texts.findings) {
  test(`what two totals show: ${what}`, () => assert.equal(findingOf(names, totals, texts.patterns), finding));
}

test("numbers with units are found in texts", () => {
  const piece = (rest, value, unit) => ({ value, unit, rest });
  assert.deepEqual(amountsIn("没有列出任务", "万元|元"), [piece("没有列出任务")]);
  assert.deepEqual(amountsIn("10000 元（合 -1.5 万元）", "万元|元"), [
    piece(""),
    piece("（合 ", "10000", "元"),
    piece("）", "-1.5", "万元"),
  ]);
});
