import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST, chosenIn, choosing, fileOf, isRecord, ofYear, strangeIn, withParameters } from "../../templates/assets/address.js";
import { vectors } from "./vectors.mjs";

const SITE = "https://example.org/under/a/path/";
const records = vectors("record_addresses").cases;
const baskets = vectors("basket_addresses");

for (const { path, is_record: expected } of records) {
  test(`${JSON.stringify(path)} is ${expected ? "a record" : "no record"}`, () => assert.equal(isRecord(path), expected));
}

for (const { paths, address } of baskets.cases) {
  test(`choosing makes ${address} and reads it again`, () => {
    assert.equal(choosing(`${SITE}compare/`, paths), SITE + address);
    assert.deepEqual(chosenIn(SITE + address), paths);
    assert.equal(strangeIn(SITE + address), 0);
  });
}

const FILES = [
  ["a/b/2020", "record", "a/b/2019/"],
  ["a/b/2020/c", "project", "a/b/2019/c/"],
  ["a/b/2020/results", "results", "a/b/2019/results/"],
  ["a/b/2020/c/results", "results", "a/b/2019/c/results/"],
  ["2020/c/results", "results", "2019/c/results/"],
  ["2020", "record", "2019/"],
];

for (const [path, kind, earlier] of FILES) {
  test(`the file of ${path}, and the same form of another year`, () => {
    assert.equal(fileOf(path), `${path}/${kind}.json`);
    assert.equal(ofYear(`${path}/`, 2019), earlier);
  });
}

test("as many records as at build", () => assert.equal(MOST, baskets.most));

const CHOSEN = [
  ["", [], 0],
  ["?q=1#r=a/b/2020", [], 0],
  ["?r=a/b/2020", ["a/b/2020"], 0],
  ["?r=/a/b/2020/&r=a/b/2020", ["a/b/2020"], 0],
  ["?r=a%2Fb%2F2020", ["a/b/2020"], 0],
  ["?r=", [], 1],
  ["?r=../../secret&r=javascript:alert(1)&r=a/b/2020", ["a/b/2020"], 2],
  ["?r=a/b/2020%00&r=%E9%A2%84/b/2020&r=%ff", [], 3],
  ["?R=a/b/2020&rr=a/b/2020", [], 0],
  [`?${Array.from({ length: 9 }, (_, year) => `r=a/b/201${year}`).join("&")}`, [0, 1, 2, 3, 4, 5].map((year) => `a/b/201${year}`), 3],
];

for (const [query, paths, strange] of CHOSEN) {
  test(`what ${query || "no query"} chooses`, () => {
    assert.deepEqual(chosenIn(SITE + query), paths);
    assert.equal(strangeIn(SITE + query), strange);
  });
}

test("choosing keeps what else the address says, and leaves no trace when nothing is chosen", () => {
  const address = `${SITE}search/?q=%E6%94%BF+%E6%B3%95&r=x/y/2020&kind=a&kind=b#top`;
  assert.equal(choosing(address, ["a/b/2021"]), `${SITE}search/?q=%E6%94%BF+%E6%B3%95&kind=a&kind=b&r=a/b/2021#top`);
  assert.equal(choosing(`${SITE}?r=x/y/2020`, []), SITE);
});

const PARAMETERS = [
  ["", { q: "政 法", city: "", year: null, kind: [] }, "?q=%E6%94%BF+%E6%B3%95"],
  ["", { q: "a", kind: ["b", "c"] }, "?q=a&kind=b&kind=c"],
  ["?kind=x&kind=y&q=a", { kind: ["b", "c"] }, "?kind=b&q=a&kind=c"],
  ["?sort=1&order=asc", { sort: "2", order: "desc" }, "?sort=2&order=desc"],
  ["?sort=1&city=a&r=a%2Fb%2F2020", { city: "" }, "?sort=1&r=a%2Fb%2F2020"],
  ["?q=a", { q: "" }, ""],
  ["?q=a#b", { q: "&=#?\"<>\u202e𠀀" }, "?q=%26%3D%23%3F%22%3C%3E%E2%80%AE%F0%A0%80%80#b"],
  ["", { q: "\ud840" }, "?q=%EF%BF%BD"],
  ["", { kind: ["", "a"] }, "?kind=a"],
];

for (const [query, changes, expected] of PARAMETERS) {
  test(`${query || "no query"} with ${JSON.stringify(changes)}`, () => {
    assert.equal(withParameters(SITE + query, changes).href, SITE + expected);
  });
}
