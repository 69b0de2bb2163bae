import assert from "node:assert/strict";
import { test } from "node:test";

import { orderOf } from "../../templates/assets/table_order.js";

// A kind of column, texts in ascending order and the same in descending order.
const ORDERS = [
  ["number", ["-10", "-9.5", "0", "0.1", "2", "10"], ["10", "2", "0.1", "0", "-9.5", "-10"]],
  ["number", ["1", "3", "", "none"], ["3", "1", "", "none"]],
  ["number", ["999", "123456789012345678901234567890"], ["123456789012345678901234567890", "999"]],
  ["text", ["安监局", "财政局", "教育局", "卫健局"], ["卫健局", "教育局", "财政局", "安监局"]],
  ["text", ["", "a", "B", "c"], ["c", "B", "a", ""]],
  ["measure", ["% 5", "% 88", "% 100", "件 3", ""], ["件 3", "% 100", "% 88", "% 5", ""]],
  ["measure", [" 0", " 7", "% 1", ""], ["% 1", " 7", " 0", ""]],
  ["measure", ["% -1", "% 0", "% 0.5"], ["% 0.5", "% 0", "% -1"]],
];

for (const [kind, ascending, descending] of ORDERS) {
  test(`orders ${kind}: ${ascending.join(", ")}`, () => {
    // What has no figure keeps its place among its like.
    assert.deepEqual(ascending.toSorted(orderOf(kind, false)), ascending);
    assert.deepEqual(descending.toSorted(orderOf(kind, true)), descending);
    const last = (texts) => texts.filter((text) => kind === "text" || /[0-9]/.test(text));
    assert.deepEqual(last([...ascending].reverse().sort(orderOf(kind, false))), last(ascending));
    assert.deepEqual(last([...ascending].sort(orderOf(kind, true))), last(descending));
  });
}

test("rows that say the same keep their order", () => {
  const rows = ["1 a", "1 b", "1.0 c"];
  assert.deepEqual([...rows].sort(orderOf("number", false)), rows);
  assert.deepEqual([...rows].sort(orderOf("number", true)), rows);
});
