// A row of a list, drawn from the row of a template: names of fields in braces become their texts.

import { filled } from "./elements.js";

const DIGITS = /^([0-9]{1,3})((?:[0-9]{3})+)((?:\.[0-9]*)?)$/;

// A number in groups of three, between which the style sheet draws commas.
function group(number) {
  const [, first, middle, rest] = DIGITS.exec(number.textContent) ?? [];
  if (!middle) return;
  const groups = middle.match(/.{3}/g).map((digits) => Object.assign(document.createElement("i"), { textContent: digits }));
  number.replaceChildren(first, ...groups, rest);
}

function fill(part, values) {
  for (const { name, value } of [...part.attributes]) {
    if (!value.includes("{")) continue;
    part.setAttribute(name === "data-href" ? "href" : name, filled(value, values));
    if (name === "data-href") part.removeAttribute(name);
  }
  for (const child of part.childNodes) {
    if (child.nodeType === Node.TEXT_NODE && child.data.includes("{")) child.data = filled(child.data, values);
  }
}

export function drawnRow(template, values) {
  const row = template.content.firstElementChild.cloneNode(true);
  for (const part of row.querySelectorAll("[data-if]")) {
    if (values[part.dataset.if]) part.removeAttribute("data-if");
    else part.remove();
  }
  [row, ...row.querySelectorAll("*")].forEach((part) => fill(part, values));
  row.querySelectorAll(".num").forEach(group);
  return row;
}
