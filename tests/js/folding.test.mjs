import assert from "node:assert/strict";
import { test } from "node:test";

import { fold, foldCharacter, formsOf, normalFigures, useEqual, useUnits, wordsOf } from "../../templates/assets/folding.js";
import { repeated, vectors } from "./vectors.mjs";

useEqual(vectors("folding").equal);
useUnits(vectors("figures").units);

for (const line of vectors("folding").cases) {
  test(`folds ${line.what}`, () => assert.equal(fold(repeated(line.text, line)), repeated(line.folded, line)));
}

test("a text folds as its characters do", () => {
  for (const { text } of vectors("folding").cases) assert.equal([...text].map(foldCharacter).join(""), fold(text));
});

test("what is folded folds to itself", () => {
  for (const { folded } of vectors("folding").cases) assert.equal(fold(folded), folded);
});

const QUERIES = [
  ["", []],
  [" \u3000\t\u2028", []],
  ["\u200b\u202e", []],
  ["政法", ["政法"]],
  ["  政法\u3000委  ", ["政法", "委"]],
  ["政法 政法 ＡＢ ab", ["政法", "ab"]],
  ["政\u202e法\u200b委", ["政法委"]],
  ["a\u0000b", ["a", "b"]],
  ["1.57 亿元", ["1.57亿元"]],
  ["第 2 号", ["第", "2号"]],
  ["纪委2021年预算", ["纪委", "2021年", "预算"]],
  ["政法委2022", ["政法委", "2022"]],
  ["湛财绩2021年2号", ["湛财绩2021年2号"]],
  ["电话20211234", ["电话20211234"]],
  ["𠀀 \ud840", ["𠀀", "\ud840"]],
  ["预".repeat(10_000), ["预".repeat(10_000)]],
];

for (const [query, words] of QUERIES) {
  test(`the words of ${JSON.stringify(query.slice(0, 20))}`, () => assert.deepEqual(wordsOf(query), words));
}

for (const { text, plain } of vectors("figures").cases) {
  test(`writes the figures of ${text} plainly`, () => {
    assert.equal(normalFigures(text), plain);
    assert.deepEqual(formsOf(text), text === plain ? [text] : [text, plain]);
  });
}
