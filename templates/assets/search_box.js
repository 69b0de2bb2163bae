// Results under the search field of the header, as a combobox with a list: arrow keys choose, Enter opens the
// choice or else the search page, Escape closes. Focus stays in the field.

import words from "./words.js";
import { SearchIndex } from "./search_index.js";
import { element, filled } from "./elements.js";
import { answerTo } from "./search_answer.js";
import { hitView } from "./search_views.js";

const PAUSE = 40;
const LINES = 8;

const say = words.search;

export function watchBox(box, panel, siteRoot) {
  const index = new SearchIndex(siteRoot);
  const list = element("div", "search-list");
  const note = element("p", "search-list__note");
  const status = element("p", "frame-unseen");
  let options = [];
  let active = -1;
  let turn = 0;
  let timer = 0;

  list.id = "site-search-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", say.results);
  list.hidden = true;
  note.hidden = true;
  status.setAttribute("role", "status");
  panel.replaceChildren(list, note);
  panel.after(status);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-haspopup", "listbox"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
  ]) {
    box.setAttribute(name, value);
  }

  function show(content, message) {
    options = content;
    options.forEach((option, place) => (option.id = `site-search-option-${place}`));
    list.replaceChildren(...content);
    list.hidden = options.length === 0;
    note.hidden = options.length > 0;
    note.textContent = message;
    status.textContent = message;
    panel.hidden = false;
    box.setAttribute("aria-expanded", String(options.length > 0));
    choose(-1);
  }

  function close() {
    turn += 1;
    clearTimeout(timer);
    panel.hidden = true;
    status.textContent = "";
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(place) {
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  async function search() {
    const query = box.value;
    const mine = (turn += 1);
    try {
      const { state, search: found, results, parts = [] } = await answerTo(index, query, {}, LINES);
      if (mine !== turn || document.activeElement !== box) return;
      if (state === "start") return close();
      if (state === "none") return show([], filled(say.nothing, { query: query.trim() }));
      const lines = (results ?? parts.flatMap((part) => part.results)).map((result) => line(result, (found ?? parts[0].search).kinds, siteRoot));
      const count = found ? filled(found.isRead ? say.count : say.about, { count: found.count }) : say.partial;
      show([...lines, all(query, count, siteRoot)], state === "partial" ? say.partial : count);
    } catch {
      if (mine === turn) show([], say.failed);
    }
  }

  function soon(pause = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(search, pause);
  }

  // While an input method composes, its letters are not yet the reader's words.
  box.addEventListener("input", (event) => event.isComposing || !box.value ? close() : soon());
  box.addEventListener("compositionend", () => soon());
  box.addEventListener("focus", () => box.value && soon(0));
  box.form.addEventListener("focusout", ({ relatedTarget }) => box.form.contains(relatedTarget) || close());
  // A press in the panel must not take the focus away, or the panel would close before the click.
  panel.addEventListener("mousedown", (event) => event.preventDefault());

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !panel.hidden && options.length > 0;
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && open && options[active]) {
      event.preventDefault();
      options[active].click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return box.value && soon(0);
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = options.length + 1;
      choose(((active + 1 + step + places) % places) - 1);
    }
  });

  index.open().catch(() => {});
}

function line(result, kinds, siteRoot) {
  const view = hitView({ ...result, isCard: false, more: [] }, kinds, siteRoot, "div");
  const link = option(view.querySelector("a").href);
  view.querySelector("a").replaceWith(...view.querySelector("a").childNodes);
  link.append(...view.childNodes);
  return link;
}

function all(query, count, siteRoot) {
  const address = new URL("search/", siteRoot);
  address.searchParams.set("q", query.trim());
  const link = option(address.href);
  link.classList.add("search-line--all");
  link.append(filled(say.all, { count }));
  return link;
}

function option(address) {
  const link = element("a", "search-line");
  link.href = address;
  link.tabIndex = -1;
  link.role = "option";
  link.setAttribute("aria-selected", "false");
  return link;
}
