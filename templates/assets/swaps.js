// Two forms of a department: a reader chooses the two years. Forms that follow one another are compared in the page, any
// other two on the page of comparisons.

import { comparison } from "./basket.js";
import { filled } from "./elements.js";

const part = document.querySelector("[data-swaps]");
const pairs = [...part.querySelectorAll("[data-before]")];
const fields = Object.fromEntries([...part.querySelectorAll("[data-pick]")].map((one) => [one.dataset.pick, one]));
const link = part.querySelector("[data-of]");

function show(pair) {
  for (const one of pairs) one.classList.toggle("is-shown", one === pair);
  link.parentElement.hidden = true;
  pair.open = true;
  fields.before.value = pair.dataset.before;
  fields.now.value = pair.dataset.now;
}

function lead(before, now) {
  for (const one of pairs) one.classList.remove("is-shown");
  link.textContent = filled(link.dataset.words, { before, now });
  link.href = comparison([now, before].map((year) => `${link.dataset.of}/${year}`));
  link.parentElement.hidden = false;
}

// The other year gives way where the earlier is not before the later.
function choose(changed) {
  const [before, now] = [fields.before.value, fields.now.value];
  const exact = pairs.find((one) => one.dataset.before === before && one.dataset.now === now);
  if (!exact && before < now) return lead(before, now);
  const year = fields[changed].value;
  const other = changed === "now" ? "before" : "now";
  const nearest = pairs.find((one) => one.dataset[changed] === year);
  show(exact ?? nearest ?? pairs.find((one) => one.dataset[other] === year));
}

function follow() {
  const pair = document.getElementById(location.hash.slice(1))?.closest("[data-before]");
  if (!pair) return;
  show(pair);
  document.getElementById(location.hash.slice(1)).scrollIntoView();
}

part.classList.add("is-picking");
part.querySelector(".swap__pick").hidden = false;
for (const [name, field] of Object.entries(fields)) field.addEventListener("change", () => choose(name));
addEventListener("hashchange", follow);
show(pairs[0]);
follow();
