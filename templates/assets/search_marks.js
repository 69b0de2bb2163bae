// Texts of results with the words marked in them. Text reaches the page as text nodes only.

import { element } from "./elements.js";
import { excerptRange, placesOf } from "./search_hits.js";

export function marked(text, spans, from = 0, to = text.length) {
  const pieces = document.createDocumentFragment();
  let at = from;
  for (const [start, end] of spans) {
    if (end <= from || start >= to) continue;
    if (start > at) pieces.append(text.slice(at, start));
    pieces.append(element("mark", "", text.slice(Math.max(start, from), Math.min(end, to))));
    at = Math.min(end, to);
  }
  if (at < to) pieces.append(text.slice(at, to));
  return pieces;
}

export function markedTitle(page, words) {
  return marked(page.title, placesOf(page.title, words).spans);
}

export function excerpt(hit) {
  const [from, to] = excerptRange(hit);
  const pieces = marked(hit.text, hit.inText, from, to);
  if (from > 0) pieces.prepend("…");
  if (to < hit.text.length) pieces.append("…");
  return pieces;
}
