// Records chosen for comparison: the tab remembers them, and the address of the comparison names them.

import words from "./words.js";
import { MOST, choosing, chosenIn, isRecord } from "./address.js";
import { element, filled } from "./elements.js";

const say = words.basket;
const STORED = "gongkai-basket";

export const siteRoot = new URL("../../", import.meta.url);

const COMPARISON = new URL("compare/", siteRoot);

export function comparison(paths) {
  return choosing(COMPARISON, paths);
}

// A page in a frame, or a reader, may forbid storage: then nothing is remembered.
export function chosen() {
  try {
    return chosenIn(comparison(JSON.parse(sessionStorage.getItem(STORED) ?? "[]")));
  } catch {
    return [];
  }
}

export function choose(paths) {
  try {
    sessionStorage.setItem(STORED, JSON.stringify(paths));
  } catch {}
  showChosen();
}

// A button for each record that a page names; what appears later, as results of a search, is offered too.
export function offerRecords(part = document) {
  for (const place of part.querySelectorAll("[data-record]")) {
    const path = place.dataset.record;
    if (!isRecord(path) || place.querySelector(":scope .basket-add")) continue;
    const button = element("button", "basket-add", say.add);
    button.type = "button";
    button.dataset.path = path;
    button.addEventListener("click", () => {
      const paths = chosen();
      choose(paths.includes(path) ? paths.filter((other) => other !== path) : [...paths, path]);
    });
    (place.querySelector("[data-record-end]") ?? place.querySelector("th") ?? place).append(" ", button);
  }
  showChosen();
}

function showChosen() {
  const paths = chosen();
  for (const button of document.querySelectorAll(".basket-add")) {
    const isIn = paths.includes(button.dataset.path);
    button.setAttribute("aria-pressed", String(isIn));
    button.textContent = isIn ? say.added : say.add;
    button.disabled = !isIn && paths.length >= MOST;
    button.title = button.disabled ? filled(say.full, { most: MOST }) : "";
  }
  document.querySelector(".basket")?.remove();
  if (!paths.length || document.querySelector("[data-chosen]")) return;
  const count = element("p", "basket__count", filled(say.count, { count: paths.length }));
  count.setAttribute("role", "status");
  const bar = element("aside", "basket", count);
  bar.setAttribute("aria-label", say.bar);
  const link = element("a", "basket__go", paths.length > 1 ? say.compare : say.more);
  link.href = comparison(paths);
  const empty = element("button", "basket__empty", say.empty);
  empty.type = "button";
  empty.addEventListener("click", () => choose([]));
  bar.append(link, empty);
  // First in the page, so that the keyboard does not have to pass every row to come to it.
  document.body.prepend(bar);
}

export function readyBasket() {
  // A page that comes back as it was left may have been left before the last choice.
  addEventListener("pageshow", ({ persisted }) => persisted && showChosen());
  offerRecords();
}
