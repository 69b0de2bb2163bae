// Answers queries on a built site: node queries.mjs SITE, with one query for each line of standard input. Prints for
// each the addresses of its results as a line of JSON, best first.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { answerTo } from "../../templates/assets/search_answer.js";
import { SearchIndex } from "../../templates/assets/search_index.js";

const site = pathToFileURL(`${process.argv[2]}/`);
let bytes = 0;

globalThis.fetch = async (url) => {
  const text = await readFile(url, "utf-8");
  bytes += text.length;
  return { ok: true, json: async () => JSON.parse(text) };
};

// As many as the search page shows first, and as many as are looked through for the answer.
const WANTED = 20;
const MOST = 300;
const addressOf = ({ page, hit }) => page.path + (hit.anchor && `#${hit.anchor}`);

for await (const query of createInterface({ input: process.stdin })) {
  bytes = 0;
  const answer = await answerTo(new SearchIndex(site), query, {}, WANTED);
  const first = bytes;
  answer.results?.push(...(await answer.search.next(MOST)));
  const results = answer.results ?? (answer.parts ?? []).flatMap((part) => part.results);
  const card = results.find((result) => result.isCard);
  console.log(JSON.stringify({
    query, state: answer.state, meant: (answer.meant ?? []).map((word) => word.meant), bytes: first, near: answer.near?.map(({ term }) => term),
    card: card ? addressOf(card) : "", found: results.map(addressOf), all: results.flatMap((result) => result.more.map((hit) => addressOf({ ...result, hit }))),
    why: results.slice(0, 3).map(({ hit }) => [Math.round(hit.score), hit.label.slice(0, 24), hit.value, hit.text.slice(0, 30)]),
  }));
}
