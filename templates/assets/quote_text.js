// The words in which a row is quoted. `text` are the sentences of the catalogue for it.

import { filled } from "./elements.js";

// What a row says: where it stands, its name, and its value where that is something else.
export function statement({ table, name, derived, value, isEmpty }, text) {
  const full = name + (derived && `（${derived}）`);
  const inside = table ? filled(isEmpty ? text.empty : text.inside, { table, name: full }) : full;
  const what = value && value !== full ? filled(text.figure, { name: inside, value }) : inside;
  return what.replace(/。$/, "");
}

// The same with its source: what the site found is not what the document says, and not every page shows a form.
export function sentence({ isFound, ...parts }, text) {
  if (isFound) return filled(text.found, parts);
  return filled(parts.form ? text.cited : text.cited_page, parts);
}

// A statement without the year that the words before it end with.
export function withoutYear(what, whose = "") {
  const year = /[0-9]{4} \S$/.exec(whose)?.[0];
  return year && what.startsWith(year) ? what.slice(year.length).trimStart() : what;
}
