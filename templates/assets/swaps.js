// Two forms of a department: a reader chooses the two years, and sees what is new and what was dropped.

const part = document.querySelector("[data-swaps]");
const pairs = [...part.querySelectorAll("[data-before]")];
const fields = Object.fromEntries([...part.querySelectorAll("[data-pick]")].map((one) => [one.dataset.pick, one]));

function show(pair) {
  for (const one of pairs) one.classList.toggle("is-shown", one === pair);
  pair.open = true;
  fields.before.value = pair.dataset.before;
  fields.now.value = pair.dataset.now;
}

function pairOf(before, now) {
  return pairs.find((one) => one.dataset.before === before && one.dataset.now === now);
}

// The other year gives way where there is nothing between the two that were chosen.
function choose(changed) {
  const other = changed === "now" ? "before" : "now";
  const year = fields[changed].value;
  const exact = pairOf(fields.before.value, fields.now.value);
  const nearest = pairs.find((one) => one.dataset[changed] === year);
  const last = pairs.find((one) => one.dataset[other] === year);
  show(exact ?? nearest ?? last);
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
