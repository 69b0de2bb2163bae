// A long list: the page has its first rows; what a reader filters or sorts is loaded, and drawn like them from the row
// of the template. The choice stands in the address.

import words from "./words.js";
import { withParameters } from "./address.js";
import { offerRecords } from "./basket.js";
import { csvLine } from "./csv.js";
import { save } from "./downloads.js";
import { element, filled } from "./elements.js";
import { wordsOf } from "./folding.js";
import { ListFiles } from "./list_files.js";
import { drawnRow } from "./list_drawing.js";
import { inOrder, inSlices, nearest, ofYear, rest, suits } from "./list_rows.js";
import { offerQuotes } from "./quote.js";

const MORE = 100;
// Time after the last letter, and between two reports of progress, in milliseconds.
const PAUSE = 200;
const say = words.site;

const table = document.querySelector("table[data-list]");
const body = table.tBodies[0];
const heads = [...table.tHead.rows[0].cells].filter((head) => head.dataset.sort);
const form = document.querySelector("form[data-filters]");
const fields = [...form.querySelectorAll("select, input")];
const clear = form.querySelector("[type=reset]");
const status = document.querySelector(".list-state [role=status]");
const more = document.querySelector("[data-list-more]");
const take = document.querySelector("[data-list-csv]");
const template = document.querySelector("template[data-list-row]");
const files = new ListFiles(new URL(table.dataset.list, location.origin + location.pathname));
// The page as it was built: nothing is loaded for it.
const built = { rows: [...body.rows], status: status.textContent, sorted: heads.find((head) => head.ariaSort) };

let [found, shown, run] = [null, built.rows.length, 0];

function choice() {
  const chosen = new URLSearchParams(location.search);
  const values = Object.fromEntries(fields.map((field) => [field.name, field.value]).filter(([, value]) => value));
  const sort = heads.find((head) => head.dataset.field === chosen.get("sort"));
  return { values, sort: sort ?? built.sorted, isDescending: sort ? chosen.get("order") === "desc" : true, isSorted: Boolean(sort) };
}

function markSorted({ sort, isDescending }) {
  for (const head of heads) {
    if (head === sort) head.ariaSort = isDescending ? "descending" : "ascending";
    else head.removeAttribute("aria-sort");
  }
}

// The files that can have rows of the choice, and whether all of them are needed to draw the first rows.
function needed({ files: all }, { values, sort }) {
  const some = all.filter(({ city, year }) => [["city", city], ["year", year]].every(([key, own]) => !values[key] || !own || own === values[key]));
  const { city, year, ...others } = values;
  return { some, needsAll: Boolean(sort) || Object.keys(others).length > 0 };
}

// The first files that have so many rows.
function firstOf(some, count) {
  let total = 0;
  return some.filter((file) => {
    const isFirst = total < count;
    total += file.count;
    return isFirst;
  });
}

async function select(wanted, count, isWanted) {
  const index = await files.index();
  const { some, needsAll } = needed(index, wanted);
  const asked = needsAll ? some : firstOf(some, count);
  let told = 0;
  const tell = (done, all) => {
    if (!isWanted() || all < 2 || (done < all && performance.now() - told < PAUSE)) return;
    told = performance.now();
    status.textContent = filled(say.reading, { done, all });
  };
  const parts = await files.loadAll(asked.map(({ name }) => name), tell, isWanted);
  if (!isWanted()) return null;
  const rows = parts.flatMap((part) => part.rows);
  const { find = "", year, ...others } = wanted.values;
  const [queried, chosen] = [wordsOf(find), Object.entries(others)];
  const list = [];
  const add = (at) => {
    const row = suits(rows[at], queried, chosen) && ofYear(rows[at], year, index.year_keys);
    if (row) list.push(row);
  };
  await inSlices(rows.length, add, { isWanted });
  if (!isWanted()) return null;
  if (wanted.sort && list.length > MORE * 10) status.textContent = say.sorting;
  const { sort } = wanted;
  const ordered = sort ? await inOrder(list, sort.dataset.field, sort.dataset.sort, wanted.isDescending) : list;
  const sums = index.year_keys.length && !find ? (wanted.values.city ? parts[0]?.sums : index.sums) : null;
  const total = needsAll ? list.length : some.reduce((sum, file) => sum + file.count, 0);
  return { rows: ordered, total, sum: sums?.[year ?? ""], near: list.length || !find ? [] : nearest(rows, find) };
}

function report({ rows, total, sum, near }) {
  status.textContent = rows.length ? (sum ?? filled(say.found, { count: total, unit: table.dataset.unit })) : say.none;
  if (near.length && "page" in near[0] && !("target" in near[0])) {
    const links = near.map((row) => Object.assign(element("a", "", row.name), { href: new URL(`../${row.page}`, location.origin + location.pathname) }));
    status.append(" ", say.nearest, ...links.flatMap((link) => [link, " "]));
  }
}

function draw(from) {
  const some = found.rows.slice(from, shown).map((row) => drawnRow(template, row));
  if (from) body.append(...some);
  else body.replaceChildren(...some);
  offerQuotes(some);
  offerRecords(table);
  table.hidden = !found.rows.length;
  if (more) more.hidden = found.total <= shown;
}

function restore() {
  status.textContent = built.status;
  if (!found) return;
  found = null;
  shown = built.rows.length;
  body.replaceChildren(...built.rows);
  table.hidden = false;
  if (more) more.hidden = false;
}

async function show({ count = Math.max(MORE, built.rows.length), from = 0 } = {}) {
  const own = ++run;
  const isWanted = () => own === run;
  const wanted = choice();
  const isChosen = Object.keys(wanted.values).length > 0;
  clear.hidden = !isChosen;
  markSorted(wanted);
  if (!isChosen && !wanted.isSorted && count <= MORE && !from) {
    table.removeAttribute("aria-busy");
    restore();
    return;
  }
  table.setAttribute("aria-busy", "true");
  try {
    const result = await select(wanted, count, isWanted);
    await rest();
    if (!result || !isWanted()) return;
    [found, shown] = [result, count];
    draw(from);
    report(found);
  } catch {
    if (isWanted()) status.textContent = say.list_failed;
  } finally {
    if (isWanted()) table.removeAttribute("aria-busy");
  }
}

// Each choice is a step of its own, so that the way back undoes it; each letter typed is none.
function remember(changes, isTyped = false) {
  history[isTyped ? "replaceState" : "pushState"](null, "", withParameters(location.href, changes));
}

function recall() {
  const chosen = new URLSearchParams(location.search);
  for (const field of fields) {
    const wanted = chosen.get(field.name) ?? "";
    field.value = !field.options || [...field.options].some((option) => option.value === wanted) ? wanted : "";
  }
  show();
}

function makeSortable(head) {
  const button = head.querySelector(".sort");
  button.disabled = false;
  button.title = filled(say.sort, { name: button.textContent });
  button.addEventListener("click", () => {
    const isDescending = head.ariaSort ? head.ariaSort === "ascending" : head.dataset.sort === "number";
    remember({ sort: head.dataset.field, order: isDescending ? "desc" : "asc" });
    show();
  });
}

// All rows of the choice, whether they are drawn or not, as a file.
async function saveShown() {
  const { rows } = await select(choice(), Infinity, () => true);
  const lines = ["\ufeff", `${csvLine(heads.map((head) => head.textContent))}\r\n`];
  const texts = heads.map((head) => head.dataset.text);
  await inSlices(rows.length, (at) => lines.push(`${csvLine(texts.map((text) => filled(text, rows[at]).trim()))}\r\n`));
  save(new Blob(lines, { type: "text/csv" }), table.dataset.file);
}

let typing;
for (const field of fields) {
  const isTyped = field.type === "search";
  field.addEventListener(isTyped ? "input" : "change", () => {
    remember({ [field.name]: field.value }, isTyped);
    clearTimeout(typing);
    typing = setTimeout(show, isTyped ? PAUSE : 0);
  });
}
clear.addEventListener("click", (event) => {
  event.preventDefault();
  remember(Object.fromEntries(fields.map((field) => [field.name, ""])));
  recall();
  fields[0].focus();
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", recall);
more?.addEventListener("click", async () => {
  const from = found ? shown : 0;
  const last = body.rows.length;
  await show({ count: shown + MORE, from });
  body.rows[last]?.querySelector("a")?.focus();
});
take.addEventListener("click", () => saveShown().catch(() => (status.textContent = say.list_failed)));
heads.forEach(makeSortable);
// What a reader has chosen while this was still loading counts as chosen now.
const early = fields.filter((field) => field.value);
if (early.length) remember(Object.fromEntries(early.map((field) => [field.name, field.value])), true);
recall();
