// Reads the index that the site was built with: which pages may hold a phrase, and what these pages say. How the
// files are laid out is told in generator/output/search_index.py.

import { gramsOf } from "./ngrams.js";
import { RANKS, unpacked } from "./postings.js";

const TITLE = 0;

export class SearchIndex {
  #root;
  #files = new Map();
  #about = null;

  constructor(siteRoot) {
    this.#root = new URL("search/", siteRoot);
  }

  // A new edition of the site must never be read through files of the old one, so each is asked for anew.
  #fetched(path) {
    if (!this.#files.has(path)) {
      const file = fetch(new URL(path, this.#root), { cache: "no-cache" }).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.json();
      });
      file.catch(() => this.#files.delete(path));
      this.#files.set(path, file);
    }
    return this.#files.get(path);
  }

  async open() {
    const about = await this.#fetched("index.json");
    if (!this.#about) {
      about.placeOf = about.runs.flatMap(([year, city, count]) => Array(count).fill({ year, city }));
      this.#about = about;
    }
    return this.#about;
  }

  read(number) {
    return this.#fetched(`d/${number}.json`);
  }

  async #lists(gram) {
    const { starts } = this.#about;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= gram) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return unpacked("");
    const shard = await this.#fetched(`g/${low - 1}.json`);
    const [seconds, lists] = shard[gram[0]] ?? ["", ""];
    const place = gram.length === 1 ? 0 : seconds.indexOf(gram[1]) + 1;
    return unpacked(gram.length === 2 && place === 0 ? "" : lists.split(",")[place]);
  }

  // Document -> the best rank in which all the grams of the word stand there.
  async #ranksOf(word, ranks) {
    const lists = await Promise.all(gramsOf(word).map((gram) => this.#lists(gram)));
    const best = new Map();
    for (const rank of ranks) {
      const [first, ...others] = lists.map((list) => list[rank]);
      const sets = others.map((numbers) => new Set(numbers));
      for (const number of first) {
        if (!best.has(number) && sets.every((set) => set.has(number))) best.set(number, rank);
      }
    }
    return best;
  }

  // The documents in which all words may stand, best first: the words as one phrase, then by how prominent the
  // places are, then newest. `exact` is true when the index alone is sure of each.
  async find(words, { city = "", year = "", kinds = [] }) {
    const about = await this.open();
    const chosen = kinds.length ? about.kinds.map((kind) => kinds.includes(kind)) : about.kinds.map(() => true);
    const ranks = [...Array(RANKS).keys()].filter((rank) =>
      rank === TITLE ? chosen[0] : chosen.slice(1).some(Boolean),
    );
    const [first, ...others] = await Promise.all(words.map((word) => this.#ranksOf(word, ranks)));
    const phrase = words.length > 1 ? await this.#ranksOf(words.join(""), ranks) : new Map();
    const candidates = [];
    for (const number of first.keys()) {
      const place = about.placeOf[number];
      if ((city && place.city !== city) || (year && place.year !== year)) continue;
      if (!others.every((other) => other.has(number))) continue;
      const rank = others.reduce((sum, other) => sum + other.get(number), first.get(number));
      candidates.push({ number, key: phrase.has(number) ? phrase.get(number) : RANKS + rank });
    }
    candidates.sort((one, other) => one.key - other.key || one.number - other.number);
    const exact = kinds.length === 0 && words.every((word) => word.length <= 2);
    return { numbers: candidates.map(({ number }) => number), kinds: about.kinds, chosen, exact };
  }
}
