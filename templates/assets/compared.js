// A comparison that the page shows: the rows that are the same moved among the others and back, and all rows as CSV.

import words from "./words.js";
import { saveCsv } from "./downloads.js";

const say = words.comparing;

function rowsIn(place, selector = "") {
  return [...place.querySelectorAll(`.sheet tbody > tr:not(.sheet__group)${selector}`)];
}

function readyOnlyDifferent(place) {
  const box = place.querySelector("[data-only-different]");
  const fold = place.querySelector("#same");
  if (!box) return;
  const same = rowsIn(fold).map((row) => [row, row.parentElement]);
  const apply = () => {
    for (const [row, home] of same) {
      const other = place.querySelector(`#sheet tbody[data-group="${home.dataset.group}"]`);
      (box.checked || !other ? home : other).append(row);
    }
    fold.hidden = !box.checked && rowsIn(fold).length === 0;
  };
  box.addEventListener("change", apply);
  // A browser may remember the box from before.
  apply();
}

// What has a style of its own stands apart.
function plain(node) {
  const parts = [...node.childNodes].map((part) => part.textContent.replace(/\s+/g, " ").trim());
  return parts.filter(Boolean).join(" ");
}

function cellText(cell) {
  if (cell.dataset.value) return cell.dataset.value;
  const quotes = [...cell.querySelectorAll(".sheet__quote")];
  return (quotes.length ? quotes : [cell]).map(plain).join("\n");
}

export function tableRows(place) {
  const heads = [...place.querySelector(".sheet thead tr").cells].slice(1);
  const names = heads.map(plain);
  return [
    [say.what, say.unit, ...names],
    ...rowsIn(place).map((row) => {
      const [head, ...cells] = row.cells;
      return [head.querySelector(".sheet__name").textContent, row.dataset.unit ?? "", ...cells.map(cellText)];
    }),
  ];
}

export function readyComparison(place) {
  readyOnlyDifferent(place);
  place.querySelector("[data-sheet-csv]").addEventListener("click", () => saveCsv(tableRows(place), `${say.file}.csv`));
}

const prepared = document.querySelector("[data-sheet]");
if (prepared) readyComparison(prepared.closest("article"));
