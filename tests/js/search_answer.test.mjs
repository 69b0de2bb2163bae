import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answerTo } from "../../templates/assets/search_answer.js";
import { SearchIndex } from "../../templates/assets/search_index.js";
import { isOneEdit, partByPinyin, pieceAlike } from "../../templates/assets/search_names.js";
import { vectors } from "./vectors.mjs";

const SITE = "https://example.org/";
const { files } = vectors("search");

beforeEach(() => {
  globalThis.fetch = async (url) => ({ ok: true, json: async () => structuredClone(files[url.href.slice(SITE.length)]) });
});

async function answered(query) {
  const answer = await answerTo(new SearchIndex(SITE), query, {}, 20);
  const found = answer.results ?? answer.parts?.map((part) => part.results[0]) ?? [];
  const [first] = found;
  return [answer.state, first ? first.page.path : "", (answer.meant ?? []).map(({ meant }) => meant), answer.nowhere ?? []];
}

const Z = "zhanjiang/zhengfawei/";
const ANSWERS = [
  ["", ["start", "", [], []]],
  ["  ", ["start", "", [], []]],
  ["市委政法委", ["found", Z, [], []]],
  ["zhengfawei", ["found", Z, ["政法委"], []]],
  ["swzfw", ["found", Z, ["市委政法委"], []]],
  ["市委正法委", ["found", Z, ["市委政法委"], []]],
  ["市委法政委", ["found", Z, ["市委政法委"], []]],
  ["政法信息网租赁链路", ["found", `${Z}2021/`, [], []]],
  ["链路是什么", ["found", `${Z}2021/`, [], []]],
  ["链路 蘑菇", ["partial", `${Z}2021/`, [], ["蘑菇"]]],
  ["链路 视联网", ["partial", `${Z}2021/`, [], []]],
  ["链路 视联网 租赁", ["partial", `${Z}2021/`, [], []]],
  ["蘑菇", ["none", "", [], ["蘑菇"]]],
];

for (const [query, answer] of ANSWERS) {
  test(`answers ${JSON.stringify(query)}`, async () => assert.deepEqual(await answered(query), answer));
}

test("what is left where one of three words does not meet the others says which", async () => {
  const { without } = await answerTo(new SearchIndex(SITE), "链路 租赁 视联网", {}, 20);
  assert.equal(without, "视联网");
});

test("a figure that stands nowhere comes near to none", async () => {
  const { state, near } = await answerTo(new SearchIndex(SITE), "98765.4321", {}, 20);
  assert.deepEqual([state, near], ["none", []]);
});

test("where nothing is found, terms that come near are named with their count", async () => {
  const { near } = await answerTo(new SearchIndex(SITE), "信息罔", {}, 20);
  assert.deepEqual(near, [{ term: "信息网", count: 1, isSure: true }]);
});

const NAME = ["湛江市委", "zhan jiang shi wei"];
const PINYIN = [
  ["zhanjiang", "湛江"],
  ["jiangshi", "江市"],
  ["zhanji", "湛江"],
  ["zjs", "湛江市"],
  ["sw", "市委"],
  ["anjiang", ""],
  ["zs", ""],
];

for (const [word, part] of PINYIN) {
  test(`the pinyin ${word} is of ${part}`, () => assert.equal(partByPinyin(...NAME, word), part));
}

const EDITS = [
  ["政法委", "政法委", true],
  ["政法委", "正法委", true],
  ["政法委", "政委", true],
  ["政法委", "市政法委", true],
  ["政法委", "政委法", true],
  ["政法委", "法委政", false],
  ["政法委", "委法政", false],
  ["政法", "政法委员", false],
];

for (const [one, other, is] of EDITS) {
  test(`${one} and ${other} are ${is ? "" : "not "}one edit apart`, () => assert.equal(isOneEdit(one, other), is));
}

test("a piece alike has the length of the word if it can", () => {
  assert.equal(pieceAlike("中共湛江市委政法委员会", "正法委"), "政法委");
  assert.equal(pieceAlike("财政局", "公安厅"), "");
});
