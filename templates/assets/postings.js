// Packed lists of document numbers, as packed_numbers in generator/output/search_postings.py writes them.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));
const WIDEST = 20;

export const RANKS = 3;

// One array of numbers for each rank.
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
