// Packed lists of document numbers, as generator/output/search_postings.py writes them.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));
const WIDEST = 10;

export const RANKS = 3;

// The first digits of a single number, and of the code of a set.
const FIRST_SINGLE = WIDEST * RANKS;
const FIRST_OF_CODE = FIRST_SINGLE + RANKS;

// Calls with each number: its rank, the code of its set, the number itself.
export function unpack(text, call) {
  let at = 0;
  let code = 0;
  const digit = () => {
    // A text that was cut off must not be read for ever.
    if (at >= text.length) throw new Error("postings");
    return VALUES.get(text[at++]);
  };
  const countOf = () => {
    let count = 1;
    for (let shift = 0, more = true; more; shift += 5) {
      const value = digit();
      count += (value & 31) << shift;
      more = value >= 32;
    }
    return count;
  };
  while (at < text.length) {
    let head = digit();
    if (head >= FIRST_OF_CODE) {
      code = ((head - FIRST_OF_CODE) * 64 + digit()) * 64 + digit();
      head = digit();
    }
    if (head >= FIRST_SINGLE) {
      call(head - FIRST_SINGLE, code, countOf() - 1);
      continue;
    }
    const width = head % WIDEST;
    const rank = Math.floor(head / WIDEST);
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
    for (let count = countOf(); count > 0; count -= 1) {
      let above = 0;
      while (!bit()) above += 1;
      let below = 0;
      for (let place = 0; place < width; place += 1) below = (below << 1) | bit();
      number += (above << width) + below + 1;
      call(rank, code, number);
    }
  }
}
