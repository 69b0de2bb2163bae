// Tables that can be sorted by a column; the long lists of the site are sorted in long_list.js.

import words from "./words.js";
import { element, filled } from "./elements.js";
import { orderOf } from "./table_order.js";

function value(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
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

function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  if (table.tBodies[0].rows.length < 2) return;
  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = element("button", "sort", ...head.childNodes);
    button.type = "button";
    button.title = filled(words.site.sort, { name: button.textContent });
    button.addEventListener("click", () => {
      const isSorted = head.hasAttribute("aria-sort");
      sort(table, column, isSorted ? head.ariaSort === "ascending" : head.dataset.sort === "number");
    });
    head.append(button);
  });
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

export function readyTables() {
  document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
  document.querySelectorAll(".scroll").forEach(tellWidth);
}
