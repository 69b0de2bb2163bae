import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { formsOf, useEqual, useUnits, wordsOf } from "../../templates/assets/folding.js";
import { addressOf, excerptRange, placesOf, startSearch } from "../../templates/assets/search_hits.js";
import { SearchIndex } from "../../templates/assets/search_index.js";
import { vectors } from "./vectors.mjs";

const SITE = "https://example.org/under/a/path/";
const { cases, files } = vectors("search");

let asked;
let broken;

// The files of the table in place of a server.
async function served(url) {
  const path = url.href.slice(SITE.length);
  asked.push(path);
  if (broken.has(path)) return { ok: false, status: 503 };
  assert.ok(path in files, path);
  return { ok: true, json: async () => structuredClone(files[path]) };
}

beforeEach(() => {
  asked = [];
  broken = new Set();
  globalThis.fetch = served;
});

async function results(index, query, filters = {}, wanted = 30) {
  await index.open();
  const search = await startSearch(index, wordsOf(query).map(formsOf), filters);
  return { search, results: await search.next(wanted) };
}

const pathsOf = (found) => [...new Set(found.map(({ page }) => page.path))];

for (const { query, filters, paths } of cases.filter((one) => one.paths.length)) {
  test(`finds ${JSON.stringify(query.slice(0, 20))} ${JSON.stringify(filters ?? {})}`, async () => {
    const found = await results(new SearchIndex(SITE), query, filters);
    assert.deepEqual(pathsOf(found.results), paths);
    assert.equal(found.search.count, found.results.reduce((sum, { more }) => sum + 1 + more.length, 0));
    assert.ok(found.search.isDone);
  });
}

test("each file is asked for once, however often one searches", async () => {
  const index = new SearchIndex(SITE);
  await Promise.all([results(index, "政法"), results(index, "政法"), results(index, "政法委")]);
  assert.equal(new Set(asked).size, asked.length);
});

test("a file that could not be had is asked for again", async () => {
  const index = new SearchIndex(SITE);
  broken.add("search/index.json");
  await assert.rejects(results(index, "政法"), /index\.json: 503/);
  broken.clear();
  assert.equal(pathsOf((await results(index, "政法")).results).length, 4);
});

test("a page that could not be had fails the results, not the search", async () => {
  const index = new SearchIndex(SITE);
  const { search } = await results(index, "政法", {}, 0);
  for (const path of Object.keys(files)) if (path.startsWith("search/d/")) broken.add(path);
  await assert.rejects(search.next(1));
});

test("the row with all words comes first, then names before texts", async () => {
  const { results: found } = await results(new SearchIndex(SITE), "政法 948");
  assert.deepEqual(found.map(({ hit }) => hit.label), ["政法信息网"]);
  assert.deepEqual(found[0].hit.inValue.spans.map(([from, to]) => found[0].hit.value.slice(from, to)), ["948"]);
});

test("what pages have that are still to be read may be chosen too", async () => {
  const { search } = await results(new SearchIndex(SITE), "政法委", {}, 0);
  assert.ok(!search.isRead);
  assert.deepEqual([...search.counts.city], [["湛江市", 0], ["揭阳市", 0]]);
  assert.deepEqual([...search.counts.year].sort(), [["2021", 0], ["2022", 0]]);
});

test("results are counted by kind, city and year", async () => {
  const { search } = await results(new SearchIndex(SITE), "政法委");
  const counts = Object.fromEntries(Object.entries(search.counts).map(([name, values]) => [name, Object.fromEntries(values)]));
  assert.deepEqual(counts, {
    kind: { 部门: 1, 表: 2, 说明: 1 },
    city: { 湛江市: 2, 揭阳市: 1 },
    year: { 2022: 1, 2021: 1 },
  });
});

useUnits(vectors("figures").units);

const PLACES = [
  ["", ["政"], []],
  ["政法委", ["政法"], ["政法"]],
  ["合计 10,731.20 万元", ["10731.2"], ["10,731.20 万元"]],
  ["合计1.07亿元，其中", ["10700万"], ["1.07亿元"]],
  ["湛财绩〔2021〕第2号文", ["湛财绩(2021)2号"], ["〔2021〕第2号"]],
  ["揭陽市委", ["揭阳市"], ["揭陽市"]],
  ["政政政政", ["政政"], ["政政政政"]],
  ["政法委员会", ["政法", "法委"], ["政法委"]],
  ["政法与法政", ["政法", "法政"], ["政法", "法政"]],
  ["ＡＢＣ９４８％", ["b", "48%"], ["Ｂ", "４８％"]],
  ["面积 12㎡，共", ["m2"], ["㎡"]],
  ["面积 12㎡，共", ["2m"], ["2㎡"]],
  ["政\u202e法\u200b委", ["政法委"], ["政\u202e法\u200b委"]],
  ["x𠀀𠀁y", ["𠀁"], ["𠀁"]],
  ["x😀y", ["😀y"], ["😀y"]],
  ["<b>&amp;</b>", ["&amp;"], ["&amp;"]],
  ["ﬁ", ["i"], ["ﬁ"]],
  ["没有", ["无"], []],
];

for (const [text, words, marked] of PLACES) {
  test(`marks ${words} in ${text}`, () => {
    useEqual("陽阳〔(〕)");
    const { spans, found } = placesOf(text, words.map((word) => [word]));
    assert.deepEqual(spans.map(([from, to]) => text.slice(from, to)), marked);
    assert.deepEqual([...found], marked.length ? [...words.keys()] : []);
  });
}

const BEGINS = (text) => /^[\uDC00-\uDFFF]/.test(text);
const ENDS = (text) => /[\uD800-\uDBFF]$/.test(text);

test("an excerpt shows the first place, and no half of a character", () => {
  for (const filler of ["预", "𠀀", "a𠀀"]) {
    for (let before = 0; before < 120; before += 1) {
      for (const after of [0, 1, 50, 200]) {
        const text = `${filler.repeat(before)}政法委${filler.repeat(after)}`;
        const place = [filler.length * before, filler.length * before + 3];
        const [from, to] = excerptRange({ text, inText: [place] });
        const shown = text.slice(from, to);
        assert.ok(shown.includes("政法委"));
        assert.ok(!BEGINS(shown) && !ENDS(shown));
        assert.ok(shown.length <= 86, `${shown.length}`);
      }
    }
  }
});

test("an excerpt is the sentence of the first place", () => {
  const text = "一是平安。\n二是满意度提高；三是稳定。";
  assert.equal(text.slice(...excerptRange({ text, inText: [[8, 11]] })), "二是满意度提高；");
  assert.equal(text.slice(...excerptRange({ text, inText: [[0, 1]] })), "一是平安。");
});

test("an excerpt shows a place that is longer than an excerpt whole, and a short text whole", () => {
  const long = "政".repeat(500);
  assert.deepEqual(excerptRange({ text: `预${long}算`, inText: [[1, 501]] }), [0, 501]);
  assert.deepEqual(excerptRange({ text: "预算", inText: [] }), [0, 2]);
  assert.deepEqual(excerptRange({ text: "", inText: [] }), [0, 0]);
  assert.deepEqual(excerptRange({ text: long, inText: [] }), [0, 84]);
});

const ADDRESSES = [
  ["a/b/2020/", "", "a/b/2020/"],
  ["a/b/2020/", "task-1", "a/b/2020/#task-1"],
  ["a/", '"><a>&\u202e', "a/#%22%3E%3Ca%3E%26%E2%80%AE"],
  ["javascript:alert(1)", "", "javascript:alert(1)"],
  ["//example.com/", "", "//example.com/"],
];

for (const [path, anchor, expected] of ADDRESSES) {
  test(`the address of ${path}#${anchor} stays in the site`, () => {
    assert.equal(addressOf(SITE, path, anchor), SITE + expected);
  });
}
