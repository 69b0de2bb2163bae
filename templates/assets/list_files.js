// The files of a long list: its index, and of the others only those that are asked for, each loaded once.

import { unpacked } from "./list_rows.js";

// As many files as are loaded at once.
const AT_ONCE = 6;

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

export class ListFiles {
  constructor(folder) {
    this.folder = folder;
    this.loaded = new Map();
  }

  // The keys of rows, and every file with its city, year and count.
  index() {
    this.contents ??= json(new URL("index.json", this.folder)).then((contents) => ({
      ...contents,
      files: contents.files.map(([name, city, year, count]) => ({ name, city, year, count })),
    }));
    return this.contents;
  }

  // One file with its rows; one that could not be loaded is asked for again next time.
  load(name) {
    if (!this.loaded.has(name)) {
      const file = Promise.all([json(new URL(name, this.folder)), this.index()]).then(([content, index]) => ({
        sums: content.sums,
        rows: unpacked(content, index),
      }));
      file.catch(() => this.loaded.delete(name));
      this.loaded.set(name, file);
    }
    return this.loaded.get(name);
  }

  // Some files in order; `tell` hears how many of those that are missing have come, and no more are loaded once they
  // are no longer wanted.
  async loadAll(names, tell, isWanted) {
    const missing = names.filter((name) => !this.loaded.has(name));
    let [next, done] = [0, 0];
    const work = async () => {
      while (next < missing.length && isWanted()) {
        await this.load(missing[next++]);
        tell(++done, missing.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return isWanted() ? Promise.all(names.map((name) => this.load(name))) : [];
  }
}
