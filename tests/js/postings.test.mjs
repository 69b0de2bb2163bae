import assert from "node:assert/strict";
import { test } from "node:test";

import { RANKS, unpacked } from "../../templates/assets/postings.js";
import { vectors } from "./vectors.mjs";

for (const { ranks, packed } of vectors("postings").cases) {
  test(`unpacks ${packed.slice(0, 20)}`, () => {
    assert.equal(ranks.length, RANKS);
    assert.deepEqual(unpacked(packed), ranks);
  });
}
