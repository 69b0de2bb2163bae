import assert from "node:assert/strict";
import { test } from "node:test";

import { filled } from "../../templates/assets/elements.js";
import { vectors } from "./vectors.mjs";

for (const { pattern, values, sentence } of vectors("sentences").cases) {
  test(`says ${JSON.stringify(sentence)}`, () => assert.equal(filled(pattern, values), sentence));
}

test("a field without a value stays as it is", () => assert.equal(filled("{a} {b}", { a: 1 }), "1 {b}"));
