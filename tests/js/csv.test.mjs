import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { csvLine, csvText, inert } from "../../templates/assets/csv.js";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/csv.json", import.meta.url), "utf-8"));

for (const { cells, line } of cases) {
  test(`the line of ${JSON.stringify(cells)}`, () => assert.equal(csvLine(cells), line));
}

test("a file begins with a byte order mark and every line ends in CRLF", () => {
  assert.equal(csvText([["部门", "金额"], ["甲,乙", "-5"]]), '\ufeff部门,金额\r\n"甲,乙",-5\r\n');
  assert.equal(csvText([]), "\ufeff");
});

test("what is shielded once would not be shielded again", () => {
  for (const text of cases.flatMap(({ cells }) => cells)) assert.equal(inert(inert(text)), inert(text));
});
