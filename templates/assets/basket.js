// Records chosen for comparison. They stand in the address and nowhere else: links inside the site carry them on.

import words from "./words.js";
import { KEY, MOST, chosenIn, choosing, isRecord } from "./address.js";
import { element, filled } from "./elements.js";

const say = words.basket;

export const siteRoot = new URL("../../", import.meta.url);

export function chosen() {
  return chosenIn(location.href);
}

export function comparison(paths) {
  return choosing(new URL("compare/", siteRoot), paths);
}

function choose(paths) {
  history.replaceState(history.state, "", choosing(location.href, paths));
  showChosen();
}

// Links inside the site carry what is chosen; a link that chooses for itself, or saves a file, is left alone.
function carry(event) {
  const link = event.target.closest?.("a[href]");
  const paths = chosen();
  if (!link || !paths.length || link.hasAttribute("download") || link.origin !== location.origin) return;
  const isPage = link.pathname.startsWith(siteRoot.pathname) && link.pathname.endsWith("/");
  const isHere = link.pathname === location.pathname && link.hash;
  if (isPage && !isHere && !chosenIn(link.href).length) link.href = choosing(link.href, paths);
}

// A form that leads to another page of the site takes the choice along too.
function carryAlong(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "get" || !form.action.startsWith(siteRoot.href)) return;
  form.querySelectorAll(`input[type=hidden][name=${KEY}]`).forEach((field) => field.remove());
  for (const path of chosen()) {
    const field = element("input", "");
    Object.assign(field, { type: "hidden", name: KEY, value: path });
    form.append(field);
  }
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
  for (const event of ["click", "auxclick"]) document.addEventListener(event, carry, { capture: true });
  document.addEventListener("submit", carryAlong);
  addEventListener("popstate", showChosen);
  offerRecords();
}
