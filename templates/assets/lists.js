// Pages of one number for each body: tables that are sorted over their fold, and the choice of a year and a city, which
// stands in the address. Each year is a page of its own, of which the changing part is put in place here.

import { withParameters } from "./address.js";
import { element, filled } from "./elements.js";
import { numberOf } from "./grouping.js";
import { offerQuotes } from "./quote.js";
import { orderOf } from "./table_order.js";
import words from "./words.js";

// So much larger is a dot of the chosen city.
const OWN = 1.3;

function value(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
}

// The rows of a list, over its fold.
class List {
  constructor(place) {
    this.place = place;
    this.tables = [...place.querySelectorAll("table.list")];
    this.fold = place.querySelector(":scope > details");
    this.open = Number(place.dataset.open) + 1;
    this.rows = this.tables.flatMap((table) => [...table.tBodies[0].rows]);
    if (this.rows.length > 1) this.tables.forEach((table) => this.makeSortable(table));
  }

  makeSortable(table) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (!head.dataset.sort || head.querySelector("button")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.title = filled(words.site.sort, { name: button.textContent });
      button.addEventListener("click", () => this.sort(column));
      head.append(button);
    });
  }

  sort(column) {
    const heads = this.tables.map((table) => table.tHead.rows[0].cells);
    const { dataset, ariaSort } = heads[0][column];
    const descending = ariaSort ? ariaSort === "ascending" : dataset.sort === "number";
    const order = orderOf(dataset.sort, descending);
    this.rows.sort((left, right) => order(value(left, column), value(right, column)));
    for (const cells of heads) {
      [...cells].forEach((head, index) => (head.ariaSort = index === column ? (descending ? "descending" : "ascending") : null));
    }
    this.show();
  }

  filter(suits) {
    this.suits = suits;
    this.show();
  }

  // As many rows as before stand open, the others in the fold, whose head counts them.
  show() {
    const suited = this.suits ? this.rows.filter(this.suits) : this.rows;
    const heading = this.place.closest("section")?.querySelector("[data-count]");
    if (heading) heading.textContent = filled(heading.dataset.count, { count: suited.length });
    const open = this.fold && suited.length > this.open ? this.open - 1 : suited.length;
    this.tables[0].tBodies[0].replaceChildren(...suited.slice(0, open));
    if (!this.fold) return;
    this.tables[1].tBodies[0].replaceChildren(...suited.slice(open));
    this.fold.hidden = open === suited.length;
    const head = this.fold.querySelector("summary");
    head.textContent = filled(head.dataset.words, { count: suited.length - open });
  }
}

// The dots of a city stand at the foot of their stack, are larger and have its colour.
function pointOut(city) {
  const isOwn = (dot) => Boolean(city) && dot.dataset.city === city;
  for (const drawing of document.querySelectorAll("[data-view] .drawing")) {
    const stacks = new Map();
    for (const dot of drawing.querySelectorAll(".dot")) {
      stacks.set(dot.dataset.stack, [...(stacks.get(dot.dataset.stack) ?? []), dot]);
    }
    for (const dots of stacks.values()) {
      const places = dots
        .map((dot) => ({ cx: dot.getAttribute("cx"), cy: dot.getAttribute("cy") }))
        .sort((one, other) => other.cy - one.cy || one.cx - other.cx);
      [...dots]
        .sort((one, other) => isOwn(other) - isOwn(one))
        .forEach((dot, at) => {
          dot.dataset.radius ??= dot.getAttribute("r");
          dot.classList.toggle("own", isOwn(dot));
          dot.setAttribute("r", isOwn(dot) ? dot.dataset.radius * OWN : dot.dataset.radius);
          for (const [name, place] of Object.entries(places[at])) dot.setAttribute(name, place);
        });
    }
  }
}

// A text without years, whose long numbers have groups as the pages are made with.
function groupedText(text) {
  return text.split(/(\d{4,}(?:\.\d+)?(?!\d))/).map((part, at) => (at % 2 === 0 ? part : numberOf(part)));
}

// The page's words for the chosen city, which its option has.
function say(option) {
  for (const [key, text] of Object.entries(option?.dataset ?? {})) {
    for (const part of document.querySelectorAll(`[data-words-of="${key}"]`)) part.replaceChildren(...groupedText(text));
  }
  for (const legend of document.querySelectorAll(".legend__own")) {
    legend.textContent = option?.dataset.own ?? "";
    legend.hidden = !legend.textContent;
  }
}

let lists = [];

function makeLists() {
  lists = [...document.querySelectorAll("[data-list]")].map((place) => new List(place));
}

// The address in the citation is that of the view that is shown.
function citeView() {
  const name = location.pathname.split("/").pop().replace("index.html", "");
  for (const address of document.querySelectorAll(".cite [data-address='']")) {
    const shown = new URL(`./${name}`, new URL(address.textContent, location.href));
    shown.search = location.search;
    address.textContent = shown.href;
  }
}

// What is chosen in the form: the rows of a city or a year, the words and the dots of a city.
function showChoice(form) {
  const [city, year] = [form.querySelector("[name=city]"), form.querySelector("[name=filter-year]")];
  const suits = (row) => [[city, "city"], [year, "year"]].every(([field, key]) => !field?.value || row.dataset[key] === field.value);
  say(city?.selectedOptions[0]);
  lists.forEach((list) => list.filter(suits));
  pointOut(city?.value ?? "");
  citeView();
}

// The same page of another year: its changing part and its cities.
async function showYear(address, form) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("[data-view]").replaceWith(other.querySelector("[data-view]"));
  const [cities, otherCities] = [form, other].map((place) => place.querySelector("[name=city]"));
  if (cities && otherCities) {
    const chosen = cities.value;
    cities.replaceChildren(...otherCities.children);
    cities.value = [...cities.options].some((option) => option.value === chosen) ? chosen : "";
  }
  makeLists();
  offerQuotes(document.querySelectorAll("[data-view] tbody tr"));
}

function readyPickers(form) {
  const year = form.querySelector("[name=year]");
  const fields = [...form.querySelectorAll("[name=city], [name=filter-year]")];
  const nameOf = (field) => field.name.replace("filter-", "");
  const recall = () => {
    const chosen = new URLSearchParams(location.search);
    for (const field of fields) {
      const wanted = chosen.get(nameOf(field)) ?? "";
      field.value = [...field.options].some((option) => option.value === wanted) ? wanted : "";
    }
    showChoice(form);
  };
  for (const field of fields) {
    field.addEventListener("change", () => {
      history.pushState(null, "", withParameters(location.href, { [nameOf(field)]: field.value }));
      showChoice(form);
    });
  }
  year?.addEventListener("change", async () => {
    const address = new URL(year.value, location.href);
    for (const field of fields) if (field.value) address.searchParams.set(nameOf(field), field.value);
    try {
      await showYear(address, form);
      history.pushState(null, "", address);
      showChoice(form);
    } catch {
      location.assign(address);
    }
  });
  addEventListener("popstate", async () => {
    const option = [...(year?.options ?? [])].find((one) => new URL(one.value, location.href).pathname === location.pathname);
    if (option && !option.selected) {
      option.selected = true;
      await showYear(option.value, form);
    }
    recall();
  });
  if (location.search) recall();
}

makeLists();
document.querySelectorAll("[data-pickers]").forEach(readyPickers);
