// The order in which a table is sorted by the texts of one column.

const COLLATOR = new Intl.Collator("zh-CN");

const ORDERS = {
  text: (left, right) => COLLATOR.compare(left, right),
  number: (left, right) => parseFloat(left) - parseFloat(right),
  // A unit and a figure: by unit, and within a unit by size.
  measure: (left, right) => {
    const [[unit, size], [otherUnit, otherSize]] = [left, right].map((text) => text.split(" "));
    return COLLATOR.compare(unit, otherUnit) || size - otherSize;
  },
};

// What has no figure is no nought: it stands last, whichever way the others go.
const WITHOUT = { number: (text) => Number.isNaN(parseFloat(text)), measure: (text) => text === "" };

export function orderOf(kind, descending) {
  const isWithout = WITHOUT[kind] ?? (() => false);
  const sign = descending ? -1 : 1;
  return (left, right) => {
    const [gone, otherGone] = [left, right].map(isWithout);
    return gone || otherGone ? gone - otherGone : sign * ORDERS[kind](left, right);
  };
}
