// Tables that can be sorted by a column and filtered by what their rows say of themselves. What is chosen stands in
// the address, so that a view can be shared.

import words from "./words.js";

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (field, name) => (name in values ? values[name] : field));
}

function value(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
}

const ORDERS = {
  text: (one, other) => one.localeCompare(other, "zh-CN"),
  number: (one, other) => (parseFloat(one) || 0) - (parseFloat(other) || 0),
};

function sort(table, column, descending) {
  const heads = [...table.tHead.rows[0].cells];
  const compare = ORDERS[heads[column].dataset.sort];
  const sign = descending ? -1 : 1;
  const rows = [...table.tBodies[0].rows];
  rows.sort((one, other) => sign * compare(value(one, column), value(other, column)));
  table.tBodies[0].append(...rows);
  heads.forEach((head, index) => {
    if (index === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
}

// Each choice is a step of its own, so that the way back undoes it.
function remember(changes) {
  const address = new URL(location.href);
  for (const [key, chosen] of Object.entries(changes)) {
    if (chosen) address.searchParams.set(key, chosen);
    else address.searchParams.delete(key);
  }
  history.pushState(null, "", address);
}

function makeSortable(table) {
  const shared = table.id === "all-records";
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 2) return;
  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    button.title = filled(words.site.sort, { name: button.textContent });
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort")
        ? head.getAttribute("aria-sort") === "ascending"
        : head.dataset.sort === "number";
      sort(table, column, descending);
      if (shared) remember({ sort: String(column), order: descending ? "desc" : "asc" });
    });
    head.append(button);
  });
  if (!shared) return;
  const recall = () => {
    const chosen = new URLSearchParams(location.search);
    const column = Number(chosen.get("sort") ?? -1);
    if (heads[column]?.dataset.sort) {
      sort(table, column, chosen.get("order") === "desc");
      return;
    }
    table.tBodies[0].append(...rows);
    heads.forEach((head) => head.removeAttribute("aria-sort"));
  };
  addEventListener("popstate", recall);
  recall();
}

function makeFilters(form) {
  const table = document.getElementById(form.dataset.filters);
  const rows = [...table.tBodies[0].rows];
  const selects = [...form.querySelectorAll("select")];
  const place = table.closest(".scroll");
  const status = form.querySelector("[role=status]");
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "filters__clear";
  clear.textContent = words.site.clear;
  status.after(clear);
  const apply = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = selects.some((select) => select.value && row.dataset[select.name] !== select.value);
      if (!row.hidden) shown += 1;
    }
    place.hidden = shown === 0;
    clear.hidden = selects.every((select) => !select.value);
    status.textContent = filled(shown ? words.site.shown : words.site.none, { count: shown, all: rows.length });
  };
  const recall = () => {
    const chosen = new URLSearchParams(location.search);
    for (const select of selects) {
      const wanted = chosen.get(select.name);
      select.value = [...select.options].some((option) => option.value === wanted) ? wanted : "";
    }
    apply();
  };
  for (const select of selects) {
    select.addEventListener("change", () => {
      remember({ [select.name]: select.value });
      apply();
    });
  }
  clear.addEventListener("click", () => {
    remember(Object.fromEntries(selects.map((select) => [select.name, ""])));
    recall();
    selects[0].focus();
  });
  addEventListener("popstate", recall);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  recall();
}

// A table that is wider than its place says so, in words that the style sheet shows on narrow screens only.
function tellWidth(place) {
  const hint = document.createElement("p");
  hint.className = "swipe aside";
  hint.textContent = words.site.swipe;
  hint.hidden = true;
  place.before(hint);
  new ResizeObserver(() => (hint.hidden = place.scrollWidth <= place.clientWidth + 1)).observe(place);
}

export function readyTables() {
  document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
  document.querySelectorAll("form[data-filters]").forEach(makeFilters);
  document.querySelectorAll(".scroll").forEach(tellWidth);
}
