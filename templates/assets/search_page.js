// The search page: results, filters with counts, and an address that says it all.

import words from "./words.js";
import { withParameters } from "./address.js";
import { answerTo } from "./search_answer.js";
import { SearchIndex } from "./search_index.js";
import { offerRecords } from "./basket.js";
import { element, filled } from "./elements.js";
import { filtersView, nearView, partView, stateView } from "./search_states.js";
import { hitView } from "./search_views.js";

const PAUSE = 40;
const WANTED = 20;
// So many results are shown without a click, as they come.
const ENOUGH = 5;

const say = words.search;

export function watchPage(page, siteRoot) {
  const part = (name) => page.querySelector(`[data-search=${name}]`);
  const form = part("form");
  const field = form.elements.q;
  const wide = matchMedia("(min-width: 62.5em)");
  const index = new SearchIndex(siteRoot);
  const baseTitle = document.title;
  let settled = location.href;
  let turn = 0;
  let timer = 0;
  let search = null;

  // What is asked: the words in the field, and the filters in the address.
  function asked() {
    const query = new URL(location.href).searchParams;
    return { q: field.value.trim(), city: query.get("city") ?? "", year: query.get("year") ?? "", kinds: query.getAll("kind") };
  }

  function addressFor({ q, city, year, kinds }) {
    const url = new URL(location.pathname, location.href);
    return withParameters(url, { q, city, year, kind: kinds }).href;
  }

  // Says to assistive software, and to tests, that what is shown does not answer the fields yet.
  function busy(yes) {
    page.setAttribute("aria-busy", String(yes));
  }

  function clear(state) {
    for (const name of ["start", "none", "failed"]) part(name).hidden = state !== name;
    for (const name of ["results", "note", "parts", "filters"]) part(name).replaceChildren();
    part("filters").hidden = true;
    part("more").hidden = true;
  }

  function add(results) {
    const views = results.map((result) => hitView(result, search.kinds, siteRoot));
    part("results").append(...views);
    part("more").hidden = search.isDone;
    offerRecords(part("results"));
    return views;
  }

  function count() {
    part("count").textContent = filled(search.isRead ? say.count : say.about, { count: search.count });
  }

  function show(answer, question) {
    clear(answer.state);
    search = answer.search;
    const link = (q) => addressFor({ ...question, q });
    if (answer.state === "start") return (part("count").textContent = "");
    if (answer.state === "none") {
      part("count").textContent = filled(say.nothing, { query: question.q });
      return part("near").replaceChildren(...nearView(answer, question, link));
    }
    part("note").replaceChildren(...stateView(answer, link));
    if (answer.parts) {
      part("count").textContent = say.partial;
      part("parts").replaceChildren(...answer.parts.map((one) => partView(one, link, siteRoot)));
      return offerRecords(part("parts"));
    }
    add(answer.results);
    count();
    const filters = filtersView(search, question, addressFor, wide.matches);
    part("filters").replaceChildren(...filters);
    part("filters").hidden = filters.length === 0;
  }

  async function ask() {
    busy(true);
    const mine = (turn += 1);
    const question = asked();
    document.title = question.q ? filled(say.title, { query: question.q, title: baseTitle }) : baseTitle;
    try {
      const answer = await answerTo(index, question.q, question, WANTED);
      if (mine === turn) show(answer, question);
      while (mine === turn && answer.results && !answer.parts && !search.isDone && part("results").children.length < ENOUGH) {
        const results = await search.next(WANTED);
        if (mine !== turn) return;
        add(results);
        count();
      }
    } catch {
      if (mine !== turn) return;
      clear("failed");
      part("count").textContent = "";
    } finally {
      if (mine === turn) busy(false);
    }
  }

  // Typing changes the present entry of the history; what is submitted or chosen becomes one of its own.
  function type() {
    busy(true);
    clearTimeout(timer);
    timer = setTimeout(() => {
      history.replaceState(null, "", addressFor(asked()));
      ask();
    }, PAUSE);
  }

  function settle(next = addressFor(asked())) {
    clearTimeout(timer);
    if (next !== settled) {
      history.replaceState(null, "", settled);
      history.pushState(null, "", next);
      settled = next;
    }
    ask();
  }

  field.addEventListener("focus", () => index.open().catch(() => {}));
  field.addEventListener("input", (event) => event.isComposing || type());
  field.addEventListener("compositionend", type);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settle();
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("[data-search-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    field.value = new URL(link.href).searchParams.get("q") ?? "";
    settle(link.href);
    field.focus();
  });
  wide.addEventListener("change", () => page.querySelectorAll(".search-filters__fold").forEach((fold) => (fold.open = wide.matches)));
  part("more").addEventListener("click", async () => {
    try {
      const mine = turn;
      const results = await search.next(WANTED);
      if (mine !== turn) return;
      const [first] = add(results);
      count();
      first?.querySelector("a").focus();
    } catch {
      clear("failed");
    }
  });
  addEventListener("popstate", () => {
    settled = location.href;
    field.value = new URL(location.href).searchParams.get("q") ?? "";
    ask();
  });

  // What a reader has typed while this was still loading counts as typed now.
  const typed = field.value;
  field.value = new URL(location.href).searchParams.get("q") ?? "";
  if (typed) {
    field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (field.value) ask();
  else clear("start");
}
