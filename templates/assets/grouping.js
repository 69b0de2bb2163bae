// Numbers grouped by threes: the commas are drawn by the style sheet, so that a number is copied as it is written.

import { element } from "./elements.js";

export function numberOf(value) {
  const [, sign, digits, rest] = /^([-+]?)([0-9]+)(.*)$/.exec(value);
  const first = digits.length % 3 || 3;
  const groups = [digits.slice(0, first), ...digits.slice(first).match(/.{3}/g) ?? []];
  const made = element("span", "num", sign + groups[0]);
  for (const group of groups.slice(1)) made.append(element("i", "", group));
  made.append(rest);
  return made;
}

export function amountOf(value, unit) {
  return element("span", "amount", numberOf(value), " ", element("span", "unit", unit));
}
