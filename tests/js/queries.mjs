// Answers queries on a built site: node queries.mjs SITE, with a query on each line of standard input. Prints for each
// a line of JSON: the addresses of its results, best first, those folded behind them, and the requests, the bytes and the
// compressed bytes until the first answer.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { answerTo } from "../../templates/assets/search_answer.js";
import { SearchIndex } from "../../templates/assets/search_index.js";

// As many results as the search page shows first, and as many as are looked through.
const WANTED = 20;
const MOST = 300;

const site = pathToFileURL(`${process.argv[2]}/`);
let read = { requests: 0, bytes: 0, packed: 0 };

globalThis.fetch = async (url) => {
  const text = await readFile(url, "utf-8");
  read.requests += 1;
  read.bytes += Buffer.byteLength(text);
  read.packed += gzipSync(text).length;
  return { ok: true, json: async () => JSON.parse(text) };
};

const addressOf = (page, hit) => page.path + (hit.anchor && `#${hit.anchor}`);

for await (const query of createInterface({ input: process.stdin })) {
  read = { requests: 0, bytes: 0, packed: 0 };
  const { state, search, results = [], parts = [] } = await answerTo(new SearchIndex(site), query, {}, WANTED);
  const first = { ...read };
  const all = [...results, ...(await search?.next(MOST) ?? []), ...parts.flatMap((part) => part.results)];
  const found = all.map(({ page, hit }) => addressOf(page, hit));
  const more = all.flatMap((result) => result.more.map((hit) => addressOf(result.page, hit)));
  console.log(JSON.stringify({ query, state, ...first, found, more }));
}
