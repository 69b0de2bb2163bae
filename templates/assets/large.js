// Large text: plain words beside terms, the page read aloud, and of a form's page first its short view.

import { element, filled } from "./elements.js";
import { numberOf } from "./grouping.js";
import words from "./words.js";

const texts = words.large;
const SVG = "http://www.w3.org/2000/svg";
const MOST_TASKS = 3;
const MOST_TARGETS = 4;
const MOST_FACTS = 3;

function explainTerms() {
  for (const term of document.querySelectorAll("main a.term")) {
    const plain = texts.plain[term.textContent.trim()];
    if (plain) term.after(element("span", "plain", `（${plain}）`));
  }
}

function button(text, action) {
  const made = element("button", "large-view__button", text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

function chineseVoice() {
  return speechSynthesis.getVoices().find(({ lang }) => /^(zh|cmn)/i.test(lang));
}

// Reads the heading, the sentences and the rows of an element in the browser's own voice; without one, nothing is added.
function addReader(place, read) {
  if (!("speechSynthesis" in window)) return;
  const made = button(texts.read, () => {
    const isReading = speechSynthesis.speaking;
    speechSynthesis.cancel();
    made.textContent = isReading ? texts.read : texts.stop;
    if (isReading) return;
    for (const line of spoken(read())) {
      const utterance = new SpeechSynthesisUtterance(line);
      utterance.voice = chineseVoice();
      utterance.lang = "zh-CN";
      speechSynthesis.speak(utterance);
    }
    speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(" "), { onend: () => (made.textContent = texts.read) }));
  });
  const show = () => (made.hidden = !chineseVoice());
  show();
  speechSynthesis.addEventListener?.("voiceschanged", show);
  place(made);
}

// The visible words of an element, line by line, without its controls.
export function spoken(whole) {
  const hidden = (part) => part.closest("button, select, input, nav, svg, [hidden], .frame-unseen");
  const blocks = whole.querySelectorAll("h1, h2, h3, p, li, dt, dd, th, td, summary");
  return [...blocks]
    .filter((block) => !hidden(block) && !block.querySelector("p, li, dd, td") && block.checkVisibility())
    .map((block) => block.innerText.replace(/\s+/g, " ").trim())
    .filter(Boolean);
}

// The bar without words, and its key as a list, from the drawing for phones.
function moneyPart(drawing) {
  const bar = document.createElementNS(SVG, "svg");
  bar.setAttribute("class", "drawing large-view__bar");
  bar.setAttribute("viewBox", "0 0 328 44");
  bar.setAttribute("preserveAspectRatio", "none");
  bar.setAttribute("aria-hidden", "true");
  const boxes = [...drawing.querySelectorAll("rect:not(pattern *)")];
  bar.append(...boxes.filter((box) => !box.matches(".swatch")).map((box) => box.cloneNode()));
  const rows = boxes.filter((box) => box.matches(".swatch"));
  const labels = [...drawing.querySelectorAll("text")].slice(-3 * rows.length);
  const parts = rows.map((box, at) => {
    const [name, amount, share] = labels.slice(3 * at, 3 * at + 3);
    const swatch = document.createElementNS(SVG, "svg");
    swatch.setAttribute("viewBox", `0 ${box.getAttribute("y")} 12 12`);
    swatch.setAttribute("class", "drawing");
    swatch.setAttribute("aria-hidden", "true");
    swatch.append(box.cloneNode());
    const unit = document.querySelector("[data-unit]").dataset.unit;
    const rest = ` ${unit}，${share.textContent}`;
    const line = element("div", "", element("div", "", name.textContent), element("div", "", element("b", "", numberOf(amount.textContent)), rest));
    return element("li", "large-view__part", swatch, line);
  });
  return [bar, element("ul", "", ...parts)];
}

function section(title, ...children) {
  return element("section", "", element("h2", "", title), ...children);
}

function rowsOf(selector, most, drawn) {
  return element("ul", "", ...[...document.querySelectorAll(selector)].slice(0, most).map(drawn));
}

function taskRow(row) {
  const name = row.querySelector("th").firstChild?.textContent ?? "";
  const cell = row.querySelector(".amount");
  const value = cell?.querySelector(".num, .absence")?.cloneNode(true);
  const unit = cell?.querySelector(".num") ? ` ${cell.dataset.unit}` : "";
  return element("li", "", element("div", "large-view__name", cell ? name : row.innerText), value ? element("div", "", value, unit) : "");
}

function targetRow(row) {
  const target = row.querySelector(".target__figure, .target .absence");
  const actual = row.querySelector(".actual");
  const verdict = row.querySelector(".verdict")?.textContent;
  const outcome = actual ? [element("div", "", `${actual.textContent.replace(/\s+/g, " ").trim()}，${verdict}`)] : [];
  return element("li", "", element("div", "", row.querySelector(".indicator__name").textContent), element("div", "large-view__name", target?.textContent ?? ""), ...outcome);
}

function sourceRows() {
  return rowsOf("#source .pairs:not(.pairs--wide) > div", MOST_FACTS, (pair) =>
    element("li", "", ...[...pair.children].map((part) => element("div", "", part.textContent.trim()))),
  );
}

// The short view of a form: its sentence, its money, some rows; the rest of the page is a button away.
function showShortView(page) {
  const [head, ...rest] = [...page.children];
  const showAll = (anchor) => () => {
    view.remove();
    for (const part of rest) part.hidden = false;
    document.getElementById(anchor)?.scrollIntoView();
  };
  const count = (selector) => document.querySelectorAll(selector).length;
  const lead = element("p", "lead");
  lead.append(...document.getElementById("total").cloneNode(true).childNodes);
  const drawing = page.querySelector(".money .drawing:last-of-type");
  const view = element("div", "large-view", lead);
  if (drawing) view.append(section(texts.where, ...moneyPart(drawing)));
  if (count(".tasks tr[id]")) {
    const all = button(filled(texts.all_tasks, { count: count(".tasks tr[id]") }), showAll("tasks"));
    view.append(section(texts.tasks, rowsOf(".tasks tr[id]", MOST_TASKS, taskRow), all));
  }
  if (count(".indicators tr[id]")) {
    const all = button(filled(texts.all_targets, { count: count(".indicators tr[id]") }), showAll("indicators"));
    view.append(section(texts.targets, rowsOf(".indicators tr[id]", MOST_TARGETS, targetRow), all));
  }
  const others = element("a", "large-view__button", texts.others);
  others.href = new URL("departments/", window.siteScope).href;
  const actions = [button(texts.all, showAll("source")), button(texts.print, () => print()), others];
  view.append(section(texts.source, sourceRows(), ...actions));
  addReader((made) => actions[0].before(made), () => page);
  for (const part of rest) part.hidden = true;
  head.after(view);
}

export function readyLargeText() {
  const page = document.querySelector("main article, article");
  if (document.getElementById("total") && page.querySelector(":scope > .record-head") && !location.hash) showShortView(page);
  else addReader((made) => page.append(made), () => page);
  explainTerms();
}
