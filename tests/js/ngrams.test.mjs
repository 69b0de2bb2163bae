import assert from "node:assert/strict";
import { test } from "node:test";

import { fold } from "../../templates/assets/folding.js";
import { gramsOf } from "../../templates/assets/ngrams.js";
import { vectors } from "./vectors.mjs";

for (const { text, word, grams } of vectors("ngrams").cases) {
  test(`the n-grams of ${word}`, () => {
    assert.ok(fold(text).includes(word));
    assert.deepEqual(gramsOf(word), grams);
  });
}

test("a word of any length has n-grams, and few", () => {
  for (const piece of ["政", "a", "1.", "政a", "𠀀", "政法a1b2"]) {
    for (let length = 1; length < 200; length += 1) {
      const word = piece.repeat(length).slice(0, length);
      const grams = gramsOf(word);
      assert.ok(grams.length >= 1 && grams.length <= 4, word);
      assert.ok(grams.every((gram) => gram.length === Math.min(2, length)), word);
    }
  }
});
