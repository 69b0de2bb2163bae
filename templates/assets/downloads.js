// Files that are made in the browser when a reader asks for one, tables as CSV among them.

import words from "./words.js";
import { csvText } from "./csv.js";
import { element } from "./elements.js";
import { tableOf } from "./form_tables.js";

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function saveCsv(rows, name) {
  save(new Blob([csvText(rows)], { type: "text/csv" }), name);
}

async function fetched({ csv, table }) {
  const answer = await fetch(csv);
  if (!answer.ok) throw new Error(answer.statusText);
  return tableOf(await answer.json(), table, words.tables);
}

// A saved table is named after the form that the page shows.
function fileName({ table }) {
  const { form } = document.querySelector("[data-form]").dataset;
  return `${form.replaceAll("/", "-")}-${table}.csv`;
}

function offer(button) {
  const status = element("span", "absence");
  status.setAttribute("role", "status");
  button.after(status);
  button.addEventListener("click", async () => {
    try {
      saveCsv(await fetched(button.dataset), fileName(button.dataset));
      status.textContent = "";
    } catch {
      status.textContent = words.site.csv_failed;
    }
  });
}

export function readyDownloads() {
  document.querySelectorAll("button[data-csv]").forEach(offer);
}
