// What search reads in the JSON file of a form, as generator/output/search_forms.py writes it.

import { formOf, written } from "./form_json.js";

// By the order of KINDS in generator/output/search_index.py.
const TASK = 8;
const INDICATOR = 9;
const MONEY = 11;
// The columns of indicators that are searched beside name and target, in the order of the form.
const TEXTS = ["type", "family", "definition", "weight", "whole_type", "whole_name", "whole_target", "direction", "actual", "score", "reason", "standard"];
const FIGURE = /^[0-9]+(?:\.[0-9]+)?$/;

function rowPlace(kind, label, anchor, texts, value) {
  const others = [...new Set(texts)].filter((text) => text && text !== label && text !== value);
  return [kind, label, anchor, others, ...(value ? [value] : [])];
}

// The lines of the budget and the rows of the tables of a form as places of search.
export function rowPlaces({ unit = "", tasks, indicators }, { budget_lines: lines }) {
  const rows = tasks ? [...tasks.key, ...tasks.other] : [];
  const withUnit = (amount) => (FIGURE.test(amount) ? `${amount} ${unit}` : amount);
  return [
    ...lines.map(([, name, amount, anchor]) => rowPlace(MONEY, name, anchor, [], withUnit(amount))),
    ...rows.map(({ name = "", content, expected, amount = "" }, at) =>
      rowPlace(TASK, name, `task-${at + 1}`, [content, expected], withUnit(amount))),
    ...indicators.map((row, at) =>
      rowPlace(INDICATOR, row.name, `indicator-${at + 1}`, TEXTS.map((key) => row[key]), written(row))),
  ];
}

// A page of search: the places that the file names, and each row that is not among them as the form has it. A text is
// given as it is, or by its path in the form.
export function pageOf(file) {
  const { path, derived, search: { title, names, places } } = file;
  const form = formOf(file);
  const textAt = (text) => (typeof text === "string" ? text : text.reduce((part, key) => part[key], form));
  const named = places.map(([kind, label, anchor, texts, ...value]) => [kind, label, anchor, texts.map(textAt), ...value]);
  const anchors = new Set(named.map(([, , anchor]) => anchor));
  const rows = rowPlaces(form, derived).filter(([, , anchor]) => !anchors.has(anchor));
  return { path, title: title ?? named[0][1], names, places: [...named, ...rows] };
}
