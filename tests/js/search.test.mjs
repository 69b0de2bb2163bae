import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

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

async function results(index, query, filters = {}, wanted = 10) {
  const search = await startSearch(index, query, filters);
  return { search, results: await search.next(wanted) };
}

for (const { query, filters, paths } of cases) {
  test(`finds ${JSON.stringify(query.slice(0, 20))} ${JSON.stringify(filters ?? {})}`, async () => {
    const found = await results(new SearchIndex(SITE), query, filters);
    assert.deepEqual(
      found.results.map(({ page }) => page.path),
      paths,
    );
    assert.equal(found.search.count, paths.length);
    assert.ok(found.search.isDone && found.search.isExact);
  });
}

test("a query without words asks for nothing", async () => {
  await results(new SearchIndex(SITE), " \u3000");
  assert.deepEqual(asked, []);
});

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
  assert.equal((await results(index, "政法")).results.length, 3);
});

test("a page that could not be had fails the results, not the search", async () => {
  const index = new SearchIndex(SITE);
  const { search } = await results(index, "政法", {}, 0);
  broken.add("search/d/0.json").add("search/d/1.json").add("search/d/2.json");
  await assert.rejects(search.next(1));
});

test("pages are read only when their turn comes", async () => {
  const { search, results: first } = await results(new SearchIndex(SITE), "政法", {}, 1);
  assert.deepEqual(first.map(({ page }) => page.path), ["jieyang/zhengfawei/2022/"]);
  assert.equal(asked.filter((path) => path.startsWith("search/d/")).length, 1);
  assert.ok(!search.isDone && search.isExact);
  assert.equal((await search.next(10)).length, 2);
  assert.ok(search.isDone);
  assert.deepEqual(await search.next(10), []);
});

test("a count is sure only for words of one or two characters, or when all pages are read", async () => {
  const { search } = await results(new SearchIndex(SITE), "政法委", {}, 1);
  assert.ok(!search.isExact);
  await search.next(10);
  assert.ok(search.isExact);
});

test("places with more words come first, then names before texts", async () => {
  const { results: found } = await results(new SearchIndex(SITE), "政法 948");
  const labels = found.map(({ hits }) => hits.map(({ label, found: words }) => [label, words.size]));
  assert.deepEqual(labels, [[["政法信息网", 2], ["中共湛江市委政法委员会", 1]]]);
});

test("several texts of a place stand in one line with their marks", async () => {
  const { results: found } = await results(new SearchIndex(SITE), "满意 948");
  const [hit] = found.find(({ page }) => page.path === "jieyang/jiwei/2022/").hits;
  assert.deepEqual(hit.inText.map(([from, to]) => hit.text.slice(from, to)), ["948", "满意"]);
});

const PLACES = [
  ["", ["政"], []],
  ["政法委", ["政法"], ["政法"]],
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
    const { spans, found } = placesOf(text, words);
    assert.deepEqual(spans.map(([from, to]) => text.slice(from, to)), marked);
    assert.deepEqual([...found], marked.length ? words : []);
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
    assert.equal(addressOf(SITE, { path }, anchor), SITE + expected);
  });
}
