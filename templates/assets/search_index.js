// Reads the index that the site was built with: which pages may hold a phrase, and what these pages say. How the
// files are laid out is told in generator/output/search_index.py.

import { useEqual, useUnits } from "./folding.js";
import { gramsOf } from "./ngrams.js";
import { RANKS, unpack } from "./postings.js";
import { pageOf } from "./search_forms.js";

const TITLE = 0;
// Before every rank.
const WHOLE_NAME = -1;
// What the index has before and behind each name.
const END = "\n";
const FEW = 6;
const ALL_RANKS = [...Array(RANKS).keys()];

// The documents of all sets, newest first, those without a year last; and for each set by its code the numbers that its
// documents have in this order.
function numbered(sets) {
  const runs = sets.flatMap(([code, city, years, parts]) => {
    let rank = 0;
    return years.map(([year, count]) => ({ year, city, code, parts, count, first: (rank += count) - count }));
  });
  runs.sort((one, other) => (one.year === other.year ? 0 : one.year < other.year ? 1 : -1));
  const numbersOf = new Map(sets.map(([code]) => [code, []]));
  const placeOf = [];
  for (const { count, first, ...run } of runs) {
    for (let rank = first; rank < first + count; rank += 1) {
      numbersOf.get(run.code)[rank] = placeOf.length;
      placeOf.push({ ...run, rank });
    }
  }
  return { numbersOf, placeOf };
}

// The packed list of a character or a pair in a shard; "" where it is not there.
function listIn([characters, pairs, lists], gram) {
  const inside = gram.length === 1 ? characters : pairs;
  let at = inside.indexOf(gram);
  while (at % gram.length > 0) at = inside.indexOf(gram, at + 1);
  if (at < 0) return "";
  return lists.split(",")[gram.length === 1 ? at : characters.length + at / 2];
}

export class SearchIndex {
  #site;
  #root;
  #files = new Map();
  #about = null;

  constructor(siteRoot) {
    this.#site = new URL(siteRoot);
    this.#root = new URL("search/", siteRoot);
  }

  // A new edition of the site must never be read through files of the old one, so each is asked for anew.
  #fetched(path, root = this.#root) {
    if (!this.#files.has(path)) {
      const file = fetch(new URL(`./${path}`, root), { cache: "no-cache" }).then((answer) => {
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
      Object.assign(about, numbered(about.sets));
      useEqual(about.equal);
      useUnits(about.units);
      this.#about = about;
    }
    return this.#about;
  }

  // Whether a page is that of a form, which have a year.
  isForm(number) {
    return this.#about.placeOf[number].year !== "";
  }

  // The city and the year of a document, "" for one without.
  placeOf(number) {
    const { city, year } = this.#about.placeOf[number];
    return { city, year };
  }

  // What a document says, with its city and year.
  async read(number) {
    const { code, parts, rank, city, year } = this.#about.placeOf[number];
    let part = 0;
    let at = rank;
    while (at >= parts[part]) at -= parts[part++];
    const entry = (await this.#fetched(`d/${code}-${part}.json`))[at];
    const page = typeof entry === "string" ? pageOf(await this.#fetched(entry, this.#site)) : entry;
    return { ...page, city, year };
  }

  // The documents in which a character or two neighbours stand, by rank.
  async lists(gram) {
    const { shards, numbersOf } = this.#about;
    const shard = (gram.charCodeAt(0) * 31 + (gram.length > 1 ? gram.charCodeAt(1) : 0)) % shards;
    const packed = listIn(await this.#fetched(`g/${shard}.json`), gram);
    const ranks = Array.from({ length: RANKS }, () => []);
    unpack(packed, (rank, code, number) => ranks[rank].push(numbersOf.get(code)[number]));
    return ranks;
  }

  // Document -> the best rank in which all the grams of one of the forms of a word stand there.
  async #ranksOf(forms, ranks) {
    const best = new Map();
    for (const form of forms) {
      const lists = await Promise.all(gramsOf(form).map((gram) => this.lists(gram)));
      for (const rank of ranks) {
        const [first, ...others] = lists.map((list) => list[rank]);
        const sets = others.map((numbers) => new Set(numbers));
        for (const number of first) {
          if (sets.every((set) => set.has(number))) best.set(number, Math.min(rank, best.get(number) ?? rank));
        }
      }
    }
    return best;
  }

  // The pages of which a phrase may be a whole name.
  async #wholeNames(form) {
    const lists = await Promise.all([`${END}${form[0]}`, `${form.at(-1)}${END}`, ...gramsOf(form)].map((gram) => this.lists(gram)));
    const [first, ...others] = lists.map((list) => list[TITLE]);
    return first.filter((number) => others.every((list) => list.includes(number)));
  }

  // The pages whose name may hold a phrase.
  async named(form) {
    await this.open();
    return [...(await this.#ranksOf([form], [TITLE])).keys()];
  }

  // How many of these characters the name of each page has.
  async sharedCharacters(characters) {
    await this.open();
    const counts = new Map();
    for (const lists of await Promise.all(characters.map((character) => this.lists(character[0])))) {
      for (const number of lists[TITLE]) counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    return counts;
  }

  // The documents in which all words may stand, best first: the words as one phrase, then by how prominent the
  // places are, then newest. `exact` is true when the index alone is sure of each.
  async find(words, { city = "", year = "", kinds = [] }) {
    const about = await this.open();
    const chosen = about.kinds.map((kind) => kinds.length === 0 || kinds.includes(kind));
    const ranks = ALL_RANKS.filter((rank) => rank !== TITLE || chosen.slice(0, about.named).some(Boolean));
    const [first, ...others] = await Promise.all(words.map((forms) => this.#ranksOf(forms, ranks)));
    const asked = words.map(([word]) => word).join("");
    const phrase = words.length > 1 ? await this.#ranksOf([asked], ranks) : new Map();
    const inNames = [...first].filter(([number, rank]) => rank === TITLE || phrase.get(number) === TITLE).length;
    // A few pages are all read, and the one of that name comes first by its texts.
    const wholeNames = new Set(inNames > FEW ? (await Promise.all((words.length > 1 ? [asked] : words[0]).map((form) => this.#wholeNames(form)))).flat() : []);
    const candidates = [];
    for (const number of first.keys()) {
      const place = about.placeOf[number];
      if ((city && place.city !== city) || (year && place.year !== year)) continue;
      if (!others.every((other) => other.has(number))) continue;
      const rank = others.reduce((sum, other) => sum + other.get(number), first.get(number));
      const key = wholeNames.has(number) ? WHOLE_NAME : phrase.has(number) ? phrase.get(number) : RANKS + rank;
      candidates.push({ number, key });
    }
    candidates.sort((one, other) => one.key - other.key || one.number - other.number);
    const exact = kinds.length === 0 && words.length === 1 && words[0].every((form) => form.length <= 2);
    return { numbers: candidates.map(({ number }) => number), kinds: about.kinds, chosen, exact };
  }
}
