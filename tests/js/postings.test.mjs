import assert from "node:assert/strict";
import { test } from "node:test";

import { RANKS, unpack } from "../../templates/assets/postings.js";
import { vectors } from "./vectors.mjs";

test("a text that was cut off is an error", () => {
  assert.throws(() => unpack("AD", () => {}));
});

for (const { sets, packed } of vectors("postings").cases) {
  test(`unpacks ${packed.slice(0, 20)}`, () => {
    const numbers = [];
    unpack(packed, (rank, code, number) => numbers.push([code, rank, number]));
    const wanted = sets.flatMap(([code, ranks]) => ranks.flatMap((of, rank) => of.map((number) => [code, rank, number])));
    assert.ok(sets.every(([, ranks]) => ranks.length === RANKS));
    assert.deepEqual(numbers, wanted);
  });
}
