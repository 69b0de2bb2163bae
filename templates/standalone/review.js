/* The answers of the review page of an import. Nothing is sent anywhere: they are saved as a file. */

const words = document.querySelector("main").dataset;
const bar = document.querySelector(".bar");
const sign = document.querySelector(".sign");
const doubts = [...document.querySelectorAll(".doubt")];
let isSaved = true;
let last = -1;

const answerOf = (doubt) => doubt.querySelector("input:checked")?.value;

/* Whether an answer is whole: a correction differs from the text, and a text belongs to a cell. */
function isAnswered(doubt) {
  const answer = answerOf(doubt);
  return answer === "belongs" ? doubt.querySelector("select").value !== "" : answer !== undefined;
}

function show() {
  for (const doubt of doubts) doubt.classList.toggle("answered", isAnswered(doubt));
  const open = doubts.filter((doubt) => !isAnswered(doubt));
  const changed = document.querySelectorAll(".changed").length;
  const said = open.length ? words.open : doubts.length ? words.done : words.none;
  bar.querySelector("output").textContent =
    said.replace("{open}", open.length).replace("{count}", doubts.length) +
    (changed ? words.changed.replace("{count}", changed) : "");
  bar.querySelector(".next").hidden = !open.length;
}

/* The cell of the source that an element is about, drawn in colour and moved into view. */
function point(element) {
  for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
  const id = element.closest("[data-source]")?.dataset.source;
  const cell = id && document.getElementById(id);
  if (!cell) return;
  cell.classList.add("here");
  const sheet = cell.closest(".sheet");
  if (getComputedStyle(sheet).position !== "sticky") return;
  const [inner, outer] = [cell.getBoundingClientRect(), sheet.getBoundingClientRect()];
  sheet.scrollTop += inner.top - outer.top - outer.height / 3;
  sheet.scrollLeft += inner.left - outer.left - 24;
}

function prepare(doubt) {
  const choose = (value) => {
    doubt.querySelector(`input[value="${value}"]`).checked = true;
  };
  doubt.querySelector("fieldset").hidden = false;
  const text = doubt.querySelector("textarea");
  const select = doubt.querySelector("select");
  text?.addEventListener("input", () => choose("correct"));
  select?.addEventListener("change", () => choose("belongs"));
  doubt.querySelector(".all")?.addEventListener("click", () => acceptAlike(doubt));
  doubt.querySelector("[data-use]")?.addEventListener("click", ({ target }) => {
    text.value = target.dataset.use;
    choose("correct");
    text.focus();
    changed();
  });
}

/* All doubts of a form that say the same are answered alike, but for those that have another answer. */
function acceptAlike({ dataset, parentElement }) {
  for (const doubt of parentElement.querySelectorAll(`[data-alike="${dataset.alike}"]`)) {
    if (!isAnswered(doubt)) doubt.querySelector('input[value="accept"]').checked = true;
  }
  changed();
  goOn();
}

function changed() {
  isSaved = false;
  show();
}

/* A cell without a doubt is changed in place. */
function edit(row) {
  const [value, act] = [row.querySelector("td"), row.querySelector("button")];
  if (row.matches(".changed")) {
    value.textContent = row.dataset.text;
    row.classList.remove("changed");
    act.textContent = words.edit;
    act.focus();
  } else {
    row.dataset.text = value.textContent;
    const text = document.createElement("textarea");
    text.value = value.textContent;
    text.rows = Math.min(8, 1 + text.value.length / 24);
    text.setAttribute("aria-label", row.querySelector("th").textContent);
    value.replaceChildren(text);
    row.classList.add("changed");
    act.textContent = words.undo;
    text.focus();
  }
  changed();
}

/* A text as YAML in quotes: that of JSON. */
const quoted = (text) => JSON.stringify(text.replace(/\r\n?/g, "\n"));

function doubtLines(doubt) {
  const answer = answerOf(doubt);
  const lines = [`      - number: ${doubt.dataset.number}`, `        answer: ${answer}`];
  if (answer === "correct") lines.push(`        text: ${quoted(doubt.querySelector("textarea").value)}`);
  if (answer === "belongs") {
    lines.push(`        text: ${quoted(doubt.dataset.moved)}`);
    lines.push(`        cell: ${quoted(doubt.querySelector("select").value)}`);
  }
  return lines;
}

function formLines(form) {
  const { address, draft, source } = form.dataset;
  const [named, framework] = ["address", "framework"].map((name) => form.querySelector(`[name=${name}]`));
  const details = [];
  if (named && named.value !== named.defaultValue) details.push(`    address: ${quoted(named.value)}`);
  if (framework?.value) details.push(`    framework: ${framework.value}`);
  const inOrder = [...form.querySelectorAll(".doubt")].sort((a, b) => a.dataset.number - b.dataset.number);
  const rows = [...form.querySelectorAll(".changed")].filter(
    (row) => row.querySelector("textarea").value !== row.dataset.text,
  );
  const changes = rows.flatMap((row) => [
    `      - cell: ${quoted(row.dataset.cell)}`,
    `        text: ${quoted(row.querySelector("textarea").value)}`,
  ]);
  return [
    `  - form: ${address}`,
    `    draft: ${draft}`,
    `    source:${source && ` ${source}`}`,
    ...details,
    "    doubts:",
    ...inOrder.flatMap(doubtLines),
    "    changes:",
    ...changes,
  ];
}

function save(event) {
  event.preventDefault();
  const open = doubts.find((doubt) => !isAnswered(doubt));
  if (open) {
    sign.querySelector("output").textContent = words.missing;
    goTo(open);
    return;
  }
  const wrong = document.querySelector(".details :invalid");
  if (wrong) {
    wrong.reportValidity();
    return;
  }
  const forms = [...document.querySelectorAll(".form")];
  const [by, on] = ["by", "on"].map((name) => sign.elements[name].value.trim());
  const lines = [`# ${words.head}`, `by: ${quoted(by)}`, `on: ${on}`, "forms:", ...forms.flatMap(formLines), ""];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.join("\n")], { type: "application/yaml" }));
  link.download = words.file;
  link.click();
  URL.revokeObjectURL(link.href);
  isSaved = true;
  sign.querySelector("output").textContent = words.saved;
}

/* The next doubt without an answer, after the last one that had the focus. */
function goOn() {
  const open = doubts.filter((doubt) => !isAnswered(doubt));
  if (open.length) goTo(open.find((doubt) => doubts.indexOf(doubt) > last) ?? open[0]);
  else sign.elements.by.focus();
}

function goTo(doubt) {
  doubt.scrollIntoView({ block: "center" });
  (doubt.querySelector("input:checked") ?? doubt.querySelector("input")).focus({ preventScroll: true });
}

doubts.forEach(prepare);
for (const button of document.querySelectorAll(".act button")) {
  button.hidden = false;
  button.addEventListener("click", () => edit(button.closest("tr")));
}
document.addEventListener("focusin", ({ target }) => {
  const doubt = target.closest(".doubt");
  if (doubt) last = doubts.indexOf(doubt);
  point(target);
});
document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Enter" && target.type === "radio") goOn();
});
document.querySelector("main").addEventListener("change", changed);
bar.querySelector(".next").addEventListener("click", goOn);
sign.addEventListener("submit", save);
const today = new Date();
sign.elements.on.value = new Date(today - today.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
addEventListener("beforeunload", (event) => {
  if (!isSaved) event.preventDefault();
});
for (const details of document.querySelectorAll(".details")) details.hidden = false;
bar.hidden = false;
sign.hidden = false;
show();
