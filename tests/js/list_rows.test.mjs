import assert from "node:assert/strict";
import { test } from "node:test";

import { inOrder, inSlices, nearest, ofYear, suits, unpacked } from "../../templates/assets/list_rows.js";
import { orderOf } from "../../templates/assets/table_order.js";

const INDEX = { keys: ["name", "city"], year_keys: ["year", "amount", "older"] };
const FILE = { words: ["示例市教育局", "2025"], rows: [[0, "示例市", [["2026", "30.50", ""], [1, "7", "2025"]]], ["水利局", "示例市", []]] };
const [SCHOOLS, WATER] = unpacked(FILE, INDEX);

test("rows are read by their keys, often used texts by their place", () => {
  assert.deepEqual(SCHOOLS, {
    name: "示例市教育局",
    city: "示例市",
    years: [{ year: "2026", amount: "30.50", older: "" }, { year: "2025", amount: "7", older: "2025" }],
  });
  assert.deepEqual(unpacked({ words: ["a"], rows: [[0, "b"]] }, { keys: ["one", "two"], year_keys: [] }), [{ one: "a", two: "b" }]);
});

test("a row shows its newest year or the chosen one", () => {
  assert.equal(ofYear(SCHOOLS, "", INDEX.year_keys).amount, "30.50");
  const chosen = ofYear(SCHOOLS, "2025", INDEX.year_keys);
  assert.deepEqual([chosen.amount, chosen.older], ["7", ""]);
  assert.equal(ofYear(SCHOOLS, "2020", INDEX.year_keys), undefined);
  assert.equal(ofYear(WATER, "", INDEX.year_keys).amount, "");
  assert.equal(ofYear(WATER, "2026", INDEX.year_keys), undefined);
});

const FOUND = [
  [["教育"], [], true],
  [["示例市教育局"], [["city", "示例市"]], true],
  [["教育", "示例"], [], true],
  [["教育", "水利"], [], false],
  [[], [["city", "别的市"]], false],
];

for (const [words, chosen, expected] of FOUND) {
  test(`finds ${words} ${chosen}: ${expected}`, () => assert.equal(suits(SCHOOLS, words, chosen), expected));
}

test("words are found as search folds them", () => {
  assert.ok(suits({ name: "ＡＢＣ 满意度", figure: "≥90", measure_unit: "%" }, ["abc满意"], []));
  assert.ok(suits({ name: "x", sign: "≥", figure: "90", measure_unit: "%" }, ["90"], []));
});

const KINDS = { text: (at) => `第${(at * 7919) % 613}局`, number: (at) => (at % 11 ? String((at * 31) % 977 / 10) : ""), measure: (at) => (at % 5 ? `${"个次%"[at % 3]} ${at % 97}` : "") };

for (const [kind, make] of Object.entries(KINDS)) {
  for (const isDescending of [false, true]) {
    test(`orders many rows as a plain sort does: ${kind} ${isDescending}`, async () => {
      const rows = Array.from({ length: 5000 }, (_, at) => ({ at, field: make(at) }));
      const order = orderOf(kind, isDescending);
      const plain = rows.toSorted((left, right) => order(left.field, right.field));
      assert.deepEqual((await inOrder(rows, "field", kind, isDescending)).map(({ field }) => field), plain.map(({ field }) => field));
    });
  }
}

test("equal rows keep their order", async () => {
  const rows = ["b", "a", "b", "a"].map((field, at) => ({ field, at }));
  assert.deepEqual((await inOrder(rows, "field", "text", false)).map(({ at }) => at), [1, 3, 0, 2]);
  assert.deepEqual(await inOrder([], "field", "text", true), []);
});

test("work that is no longer wanted ends", async () => {
  let count = 0;
  const slow = () => { count += 1; const end = performance.now() + 2; while (performance.now() < end); };
  await inSlices(10_000, slow, { isWanted: () => false, stride: 1 });
  assert.ok(count < 1000);
});

test("the nearest names come first", () => {
  const names = (rows) => rows.map(({ name }) => name);
  assert.deepEqual(names(nearest([WATER, SCHOOLS], "教育厅")), ["示例市教育局"]);
  assert.deepEqual(nearest([WATER, SCHOOLS], "蘑菇"), []);
});
