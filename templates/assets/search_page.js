// The search page: results by page with every place that was found, filters, and an address that says it all.

import words from "./words.js";
import { withParameters } from "./address.js";
import { SearchIndex } from "./search_index.js";
import { offerRecords } from "./basket.js";
import { element, filled } from "./elements.js";
import { addressOf, startSearch } from "./search_hits.js";
import { excerpt, marked, markedTitle } from "./search_marks.js";

const PAUSE = 40;
const PAGES = 6;
const LINES = 4;

const say = words.search;

export function watchPage(page, siteRoot) {
  const part = (name) => page.querySelector(`[data-search=${name}]`);
  const form = part("form");
  const field = form.elements.q;
  const index = new SearchIndex(siteRoot);
  const baseTitle = document.title;
  let settled = location.href;
  let turn = 0;
  let timer = 0;
  let found = null;

  // What is asked, in the one form that address and fields share.
  function asked() {
    const data = new FormData(form);
    return { q: data.get("q").trim(), city: data.get("city"), year: data.get("year"), kinds: data.getAll("kind") };
  }

  function address({ q, city, year, kinds }) {
    const url = new URL(location.pathname, location.href);
    return withParameters(url, { q, city, year, kind: kinds }).href;
  }

  function fillFields() {
    const query = new URL(location.href).searchParams;
    field.value = query.get("q") ?? "";
    for (const name of ["city", "year"]) {
      const select = form.elements[name];
      select.value = query.get(name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    for (const choice of form.querySelectorAll("[name=kind]")) choice.checked = query.getAll("kind").includes(choice.value);
  }

  function only(name) {
    for (const other of ["start", "none", "failed"]) part(other).hidden = other !== name;
    if (name) part("results").replaceChildren();
    part("more").hidden = name !== null || found.isDone;
  }

  async function add() {
    const mine = turn;
    const results = await found.next(PAGES);
    if (mine !== turn) return [];
    const items = results.map((result) => item(result, found, siteRoot));
    part("results").append(...items);
    offerRecords(part("results"));
    part("more").hidden = found.isDone;
    return items;
  }

  // Says to assistive software, and to tests, that what is shown does not answer the fields yet.
  function busy(yes) {
    page.setAttribute("aria-busy", String(yes));
  }

  async function search() {
    busy(true);
    const mine = (turn += 1);
    const question = asked();
    part("clear").hidden = !(question.city || question.year || question.kinds.length);
    document.title = question.q ? filled(say.title, { query: question.q, title: baseTitle }) : baseTitle;
    try {
      const started = await startSearch(index, question.q, question);
      const results = await started.next(PAGES);
      if (mine !== turn) return;
      found = started;
      if (found.words.length === 0) return announce("", "start");
      if (results.length === 0) return announce(filled(say.nothing, { query: question.q }), "none");
      announce(filled(found.isExact ? say.count : say.about, { count: found.count }), null);
      part("results").replaceChildren(...results.map((result) => item(result, found, siteRoot)));
      offerRecords(part("results"));
    } catch {
      if (mine === turn) announce("", "failed");
    } finally {
      if (mine === turn) busy(false);
    }
  }

  function announce(message, state) {
    part("count").textContent = message;
    only(state);
  }

  // Typing changes the present entry of the history; what is submitted or chosen becomes one of its own.
  function type() {
    busy(true);
    clearTimeout(timer);
    timer = setTimeout(() => {
      history.replaceState(null, "", address(asked()));
      search();
    }, PAUSE);
  }

  function settle() {
    clearTimeout(timer);
    const next = address(asked());
    if (next !== settled) {
      history.replaceState(null, "", settled);
      history.pushState(null, "", next);
      settled = next;
    }
    search();
  }

  field.addEventListener("focus", () => index.open().catch(() => {}));
  field.addEventListener("input", (event) => event.isComposing || type());
  field.addEventListener("compositionend", type);
  form.addEventListener("change", (event) => event.target !== field && settle());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settle();
  });
  part("clear").addEventListener("click", () => {
    for (const name of ["city", "year"]) form.elements[name].value = "";
    for (const choice of form.querySelectorAll("[name=kind]")) choice.checked = false;
    settle();
    field.focus();
  });
  part("more").addEventListener("click", async () => {
    try {
      const [first] = await add();
      part("count").textContent = filled(found.isExact ? say.count : say.about, { count: found.count });
      first?.querySelector("a").focus();
    } catch {
      announce("", "failed");
    }
  });
  addEventListener("popstate", () => {
    settled = location.href;
    fillFields();
    search();
  });

  // What a reader has typed while this was still loading counts as typed now.
  const typed = field.value;
  fillFields();
  if (typed) {
    field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (field.value) search();
  else only("start");
}

function item({ page, hits }, { words: asked, kinds }, siteRoot) {
  const link = element("a", "", markedTitle(page, asked));
  link.href = addressOf(siteRoot, page, "");
  const result = element("li", "search-result", element("h2", "search-result__title", link));
  result.firstChild.dataset.recordEnd = "";
  result.dataset.record = page.path.slice(0, -1);
  const about = [page.city, page.year].filter(Boolean).join(" · ");
  if (about) result.append(element("p", "search-result__about", about));
  const line = (hit) => place(hit, page, kinds, siteRoot);
  result.append(element("ul", "search-places", ...hits.slice(0, LINES).map(line)));
  if (hits.length > LINES) {
    const rest = element("summary", "", filled(say.rest, { count: hits.length - LINES }));
    result.append(element("details", "search-rest", rest, element("ul", "search-places", ...hits.slice(LINES).map(line))));
  }
  return result;
}

function place(hit, page, kinds, siteRoot) {
  const link = element("a", "search-place__label", marked(hit.label, hit.inLabel));
  link.href = addressOf(siteRoot, page, hit.anchor);
  const line = element("li", "search-place", element("span", "search-kind", kinds[hit.kind]), " ", link);
  if (hit.text) line.append(element("p", "search-place__text", excerpt(hit)));
  return line;
}
