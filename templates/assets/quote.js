// A way to quote each row: a button that shows when a row is pointed at, touched or reached by keyboard, and in its
// menu the row's own address and a ready sentence. What is quoted is taken from the page as it stands.

import words from "./words.js";
import { filled } from "./elements.js";
import { copied, tell } from "./clipboard.js";
import { sentence, statement, withoutYear } from "./quote_text.js";

const text = words.quote;
const PLACES = "main :is(tr[id]:not(.sheet__group), dd[id], li[id], .lead[id], .pairs > div[id], p:has(> span[id]), .promises tbody tr)";
// A row of `.promises` gathers what stands on another page, and has its address there.
const HOME = 'th a[href*="#"]';
const ASIDE = ".state, .rule, .derived, .reading, .second, .tag, .sheet__aside";

function plain(node, without = "script") {
  if (!node) return "";
  const copy = node.cloneNode(true);
  copy.querySelectorAll(`button, ${without}`).forEach((one) => one.remove());
  copy.querySelectorAll("li, :not(.lead) > strong, br, [class$=__note], .derived, .second, .held__why").forEach((one) => one.before(" "));
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function nameOf(row) {
  const name = row.querySelector(".indicator__name, th, dt, h3");
  return name ? plain(name, ASIDE) : plain(row, ASIDE);
}

// Types of indicators without any are named in one line, which has the ids of their rows.
function idOf(row) {
  return row.id || row.querySelector(":scope > span[id]")?.id;
}

function addressOf(row) {
  const id = idOf(row);
  return id ? `${location.origin}${location.pathname}#${id}` : row.querySelector(HOME).href;
}

// The figure as it stands with the unit of its table; what is absent says how, and has no unit.
function amount(cell) {
  const figure = cell.querySelector(".num");
  const unit = document.querySelector("[data-unit]")?.dataset.unit ?? "";
  return figure ? `${plain(figure)} ${unit}`.trim() : plain(cell);
}

function valueOf(row) {
  const table = row.closest("table");
  if (table?.matches(".money")) return amount(row.cells[1]);
  if (table?.matches(".tasks")) return row.querySelector(".amount") ? amount(row.querySelector(".amount")) : "";
  if (table?.matches(".indicators")) return plain(row.querySelector(".target"), ".second");
  if (!table) return plain(row.querySelector("dd, .ledger__sum"));
  const cells = [...row.cells].filter((cell) => cell !== row.querySelector("th"));
  return cells
    .map((cell) => (cell.dataset.label ? filled(text.cell, { label: cell.dataset.label, value: plain(cell) }) : plain(cell)))
    .join(text.between);
}

// The heading that a row stands under: the family and type of an indicator, else the caption of its table.
function tableOf(row) {
  const type = plain(row.querySelector(".type"));
  if (type) return filled(text.under, { family: plain(row.closest("tbody").querySelector(".family th"), ".family__count"), type });
  const table = row.closest("table");
  const caption = table?.matches(".tasks") ? row.closest("section").querySelector(".tasks caption") : table?.caption;
  return !table?.matches(".tasks") && caption?.matches(".frame-unseen") ? "" : plain(caption, ".unit");
}

function whatOf(row) {
  return statement(
    {
      table: tableOf(row) || ruleOf(row),
      name: nameOf(row),
      derived: plain(row.querySelector("th .derived, dt .derived, .state")),
      value: valueOf(row),
      isEmpty: row.matches(".empty"),
    },
    text,
  );
}

// The rule that a remark belongs to.
function ruleOf(row) {
  const rule = row.matches(".remarks > li") ? row.querySelector(".rule") : null;
  if (rule) return `${plain(rule)} ${rule.title}`;
  let head = row.matches(".remarks > dd") ? row : null;
  while (head?.matches("dd")) head = head.previousElementSibling;
  return plain(head);
}

function sentenceOf(row) {
  // What the site found is not what the document says.
  const isFound = row.matches(".ledger > li, .remarks > :is(li, dd), .found tbody tr");
  const form = isFound ? "" : plain(document.querySelector("#form-title dd"));
  const { whose } = document.querySelector("[data-whose]")?.dataset ?? {};
  return sentence(
    {
      what: withoutYear(whatOf(row), whose),
      page: plain(document.querySelector("h1")),
      whose,
      form,
      site: document.querySelector("meta[name=SiteName]")?.content ?? document.title,
      address: addressOf(row),
      isFound,
    },
    text,
  );
}

const menu = document.createElement("span");
menu.className = "quote__menu";
menu.setAttribute("role", "group");
let opener;

function close() {
  menu.remove();
  opener?.setAttribute("aria-expanded", "false");
  opener = undefined;
}

// Where the clipboard is refused, the words are there to be taken by hand.
function byHand(passage) {
  const field = document.createElement("textarea");
  field.readOnly = true;
  field.value = passage;
  field.rows = 3;
  field.setAttribute("aria-label", text.by_hand);
  const note = document.createElement("span");
  note.textContent = text.by_hand;
  menu.replaceChildren(note, field);
  place();
  field.select();
  tell(text.by_hand);
}

function choice(key, passage) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text[key];
  button.addEventListener("click", async () => {
    if (!(await copied(passage))) {
      byHand(passage);
      return;
    }
    button.textContent = text[`${key}_copied`];
    tell(text[`${key}_copied`]);
  });
  return button;
}

// Fixed to the window, because a table that scrolls sideways cuts off what hangs out of it.
function place() {
  const { top, bottom, right } = opener.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(right, innerWidth - 8) - width)}px`;
  menu.style.top = `${bottom + height + 8 > innerHeight ? top - height : bottom}px`;
}

function open(button, row) {
  close();
  // Made before the menu stands in the row, so that its own words are not quoted.
  menu.replaceChildren(choice("link", addressOf(row)), choice("sentence", sentenceOf(row)));
  menu.setAttribute("aria-label", button.getAttribute("aria-label"));
  opener = button;
  button.setAttribute("aria-expanded", "true");
  button.after(menu);
  place();
  menu.querySelector("button").focus({ preventScroll: true });
}

// A finger has nowhere to rest: what it touched last counts as pointed at.
function touched({ target }) {
  document.querySelector(".is-touched")?.classList.remove("is-touched");
  target.closest(PLACES)?.classList.add("is-touched");
}

function addButton(row) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quote";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", filled(text.open, { name: nameOf(row) }));
  button.addEventListener("click", () => (button === opener ? close() : open(button, row)));
  // Not a class: rules of Material ask who has none, and each row that got one would be looked through anew.
  row.dataset.quoted = "";
  (row.querySelector("th, dd") ?? row.cells?.[0] ?? row).append(button);
}

// Rows that come later, as those of a long table, are offered too.
export function offerQuotes(rows) {
  const quotable = [...rows].filter((row) => row.matches(PLACES) && (idOf(row) || row.querySelector(HOME)));
  quotable.forEach(addButton);
  return quotable.length > 0;
}

export function readyQuotes() {
  if (!offerQuotes(document.querySelectorAll(PLACES))) return;
  document.addEventListener("pointerup", touched);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opener) return;
    const button = opener;
    close();
    button.focus();
  });
  document.addEventListener("focusin", ({ target }) => opener && target !== opener && !menu.contains(target) && close());
  document.addEventListener("pointerdown", ({ target }) => opener && target !== opener && !menu.contains(target) && close());
  for (const event of ["scroll", "resize"]) addEventListener(event, () => opener && place(), { capture: true, passive: true });
}
