// Tables that can be sorted by a column and filtered by what their rows say of themselves. What is chosen stands in
// the address, so that a view can be shared.

import words from "./words.js";
import { withParameters } from "./address.js";
import { offerRecords } from "./basket.js";
import { saveCsv } from "./downloads.js";
import { element, filled } from "./elements.js";
import { offerQuotes } from "./quote.js";
import { orderOf } from "./table_order.js";

function value(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
}

const whole = new WeakMap();

// Rows that the page does not carry are fetched once, when a reader sorts, filters or asks for them.
async function fetched(table) {
  const pages = await Promise.all(table.dataset.more.split(" ").map((name) => fetch(name).then((answer) => answer.text())));
  for (const page of pages) {
    const rows = new DOMParser().parseFromString(page, "text/html").querySelectorAll("tbody tr");
    table.tBodies[0].append(...rows);
    offerQuotes(rows);
  }
  document.querySelectorAll("[data-first]").forEach((part) => part.remove());
  offerRecords(table);
}

function complete(table) {
  if (!table.dataset.more) return Promise.resolve();
  if (!whole.has(table)) whole.set(table, fetched(table));
  return whole.get(table);
}

function sort(table, column, descending) {
  const heads = [...table.tHead.rows[0].cells];
  const order = orderOf(heads[column].dataset.sort, descending);
  const rows = [...table.tBodies[0].rows];
  rows.sort((left, right) => order(value(left, column), value(right, column)));
  table.tBodies[0].append(...rows);
  heads.forEach((head, index) => {
    if (index === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
}

// Each choice is a step of its own, so that the way back undoes it; each letter typed is none.
function remember(changes, isTyped = false) {
  const address = withParameters(location.href, changes);
  history[isTyped ? "replaceState" : "pushState"](null, "", address);
}

function makeSortable(table) {
  const shared = "shared" in table.dataset;
  const heads = [...table.tHead.rows[0].cells];
  if (table.tBodies[0].rows.length < 2) return;
  // The order of the page, to go back to; rows that came later stand behind those that were there.
  const places = new WeakMap();
  const remembered = () => [...table.tBodies[0].rows].forEach((row) => places.has(row) || places.set(row, counted++));
  let counted = 0;
  remembered();
  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    button.title = filled(words.site.sort, { name: button.textContent });
    button.addEventListener("click", async () => {
      await complete(table);
      remembered();
      const descending = head.getAttribute("aria-sort")
        ? head.getAttribute("aria-sort") === "ascending"
        : head.dataset.sort === "number";
      sort(table, column, descending);
      if (shared) remember({ sort: String(column), order: descending ? "desc" : "asc" });
    });
    head.append(button);
  });
  if (!shared) return;
  const recall = async () => {
    const chosen = new URLSearchParams(location.search);
    const column = Number(chosen.get("sort") ?? -1);
    if (heads[column]?.dataset.sort) {
      await complete(table);
      remembered();
      sort(table, column, chosen.get("order") === "desc");
      return;
    }
    remembered();
    const rows = [...table.tBodies[0].rows].sort((one, other) => places.get(one) - places.get(other));
    table.tBodies[0].append(...rows);
    heads.forEach((head) => head.removeAttribute("aria-sort"));
  };
  addEventListener("popstate", recall);
  // The page comes in its own order: to put that back would only cost every row a layout.
  if (new URLSearchParams(location.search).has("sort")) recall();
}

function makeFilters(form) {
  const table = document.getElementById(form.dataset.filters);
  const place = table.closest(".scroll");
  const fields = [...form.querySelectorAll("select, input")];
  const texts = new WeakMap();
  const status = form.querySelector("[role=status]");
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "filters__clear";
  clear.textContent = words.site.clear;
  status.after(clear);
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  const suits = (row, field) =>
    field.type === "search" ? textOf(row).includes(field.value.toLowerCase()) : row.dataset[field.name] === field.value;
  const apply = async () => {
    if (fields.some((field) => field.value)) await complete(table);
    const rows = [...table.tBodies[0].rows];
    let shown = 0;
    for (const row of rows) {
      row.hidden = fields.some((field) => field.value && !suits(row, field));
      if (!row.hidden) shown += 1;
    }
    place.hidden = shown === 0;
    clear.hidden = fields.every((field) => !field.value);
    status.textContent = filled(shown ? words.site.shown : words.site.none, { count: shown, all: table.dataset.count ?? rows.length });
  };
  const recall = () => {
    const chosen = new URLSearchParams(location.search);
    for (const field of fields) {
      const wanted = chosen.get(field.name) ?? "";
      const isKnown = !field.options || [...field.options].some((option) => option.value === wanted);
      field.value = isKnown ? wanted : "";
    }
    apply();
  };
  for (const field of fields) {
    const isTyped = field.type === "search";
    field.addEventListener(isTyped ? "input" : "change", () => {
      remember({ [field.name]: field.value }, isTyped);
      apply();
    });
  }
  clear.addEventListener("click", () => {
    remember(Object.fromEntries(fields.map((field) => [field.name, ""])));
    recall();
    fields[0].focus();
  });
  addEventListener("popstate", recall);
  form.addEventListener("submit", (event) => event.preventDefault());
  // What a reader has chosen while this was still loading counts as chosen now.
  const early = fields.filter((field) => field.value);
  if (early.length) remember(Object.fromEntries(early.map((field) => [field.name, field.value])), true);
  recall();
}

// A table that is wider than its place says so, in words that the style sheet shows on narrow screens only.
function tellWidth(place) {
  let hint;
  new ResizeObserver(() => {
    const isWider = place.scrollWidth > place.clientWidth + 1;
    if (isWider && !hint) {
      hint = element("p", "swipe aside", words.site.swipe);
      place.before(hint);
    }
    if (hint) hint.hidden = !isWider;
  }).observe(place);
}

// What has a line of its own on the page, as an explanation under its name, has one in the file.
function cellOf(cell) {
  const lines = cell.innerText.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
  return lines.filter(Boolean).join("\n");
}

function offerShown(table) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "filters__take";
  button.textContent = words.site.download_shown;
  button.addEventListener("click", () => {
    const rows = [...table.rows].filter((row) => !row.hidden);
    saveCsv(rows.map((row) => [...row.cells].map(cellOf)), table.dataset.download);
  });
  table.closest(".scroll").after(button);
}

// All rows at once, for those who want to read on.
function offerAll(table) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "filters__take";
  button.textContent = filled(words.site.all, { count: table.dataset.count });
  button.dataset.first = "";
  button.addEventListener("click", () => complete(table));
  table.closest(".scroll").after(button);
}

export function readyTables() {
  document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
  document.querySelectorAll("form[data-filters]").forEach(makeFilters);
  document.querySelectorAll("table[data-download]").forEach(offerShown);
  document.querySelectorAll("table[data-more]").forEach(offerAll);
  document.querySelectorAll(".scroll").forEach(tellWidth);
}
