// The tables of tests/vectors, which the Python tests run too (tests/test_vectors.py).

import { readFileSync } from "node:fs";

export function vectors(name) {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf-8"));
}

export function repeated(text, { repeat = 1 }) {
  return text.repeat(repeat);
}
