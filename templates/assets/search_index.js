// Reads the index that the site was built with: which pages may hold a phrase, and what these pages say. How the
// files are laid out is told in generator/search.py; the two must fold and cut text alike.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));
const WIDEST = 20;
const RANKS = 3;
const TITLE = 0;
// A long word is looked up by a few of its pairs; whether all of it stands there is seen in the page's text.
const LOOKUPS = 4;
const LATIN_LOOKUPS = 3;
const INVISIBLE = /[\p{Z}\p{Cc}\p{Cf}]/gu;
const PRIVATE = /\p{Co}/gu;
const UNKNOWN = "\ufffd";
const LATIN = "0123456789abcdefghijklmnopqrstuvwxyz.,%/-";
const LATIN_RUN = /[0-9a-z.,%/-]{3,}/g;
const FIRST_DOUBLE = 0xe000;
const BETWEEN_WORDS = /[\p{Z}\p{Cc}]+/u;

const folding = new Map();

export function foldCharacter(character) {
  let folded = folding.get(character);
  if (folded === undefined) {
    folded = character.normalize("NFKC").toLowerCase().replace(INVISIBLE, "").replace(PRIVATE, UNKNOWN);
    folding.set(character, folded);
  }
  return folded;
}

export function fold(text) {
  let folded = "";
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

export function wordsOf(query) {
  return [...new Set(query.split(BETWEEN_WORDS).map(fold))].filter(Boolean);
}

function pairsOf(text) {
  return Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));
}

// Three Latin signs say more than two; see doubles in generator/search.py.
function doubled(run) {
  const code = ([one, other]) => FIRST_DOUBLE + LATIN.length * LATIN.indexOf(one) + LATIN.indexOf(other);
  return String.fromCharCode(...pairsOf(run).map(code));
}

function spread(items, most) {
  const count = Math.min(most, items.length);
  return Array.from({ length: count }, (_, step) => items[Math.round((step * (items.length - 1)) / Math.max(1, count - 1))]);
}

export function gramsOf(word) {
  if (word.length === 1) return [word];
  const latin = spread((word.match(LATIN_RUN) ?? []).flatMap((run) => pairsOf(doubled(run))), LATIN_LOOKUPS);
  return [...new Set([...latin, ...spread(pairsOf(word), LOOKUPS - latin.length)])];
}

// The numbers of documents in a packed list, one array for each rank; see packed_numbers in generator/search.py.
export function unpacked(text) {
  const ranks = Array.from({ length: RANKS }, () => []);
  let at = 0;
  const digit = () => VALUES.get(text[at++]);
  while (at < text.length) {
    const head = digit();
    const width = head % WIDEST;
    let count = 1;
    for (let shift = 0, more = true; more; shift += 5) {
      const value = digit();
      count += (value & 31) << shift;
      more = value >= 32;
    }
    let left = 0;
    let bits = 0;
    const bit = () => {
      if (left === 0) {
        bits = digit();
        left = 6;
      }
      left -= 1;
      return (bits >> left) & 1;
    };
    let number = -1;
    for (; count > 0; count -= 1) {
      let above = 0;
      while (!bit()) above += 1;
      let below = 0;
      for (let place = 0; place < width; place += 1) below = (below << 1) | bit();
      number += (above << width) + below + 1;
      ranks[Math.floor(head / WIDEST)].push(number);
    }
  }
  return ranks;
}

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
