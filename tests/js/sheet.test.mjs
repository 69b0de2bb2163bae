import assert from "node:assert/strict";
import { test } from "node:test";

import { cautionOf, joined, rowsOf, rowsOfGroup } from "../../templates/assets/sheet.js";
import { vectors } from "./vectors.mjs";

const { groups, cases } = vectors("sheets");

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
      ordered.map((row) => [row.line.key, kindOf(row), row.times?.text ?? ""]),
      rows,
    );
    for (const row of ordered) if (row.times) assert.equal(row.times.isMore, row.times.text !== "1.0");
    for (const row of ordered) assert.equal(row.cells.length, cards.length);
  });
}

const texts = vectors("sheet_texts");

for (const { what, names, years, frameworks, joined: phrase, caution } of texts.cases) {
  test(`the words over a sheet: ${what}`, () => {
    const cards = years.map((year, at) => ({ year, framework: frameworks[at] }));
    assert.equal(joined(names, texts.patterns), phrase);
    assert.equal(cautionOf(cards, texts.patterns), caution);
  });
}
