// What a page can do beyond being read: sorted and filtered tables, copied citations, charts when they come into view.

import words from "./words.js";
import { readyBasket } from "./basket.js";
import { watchCharts } from "./charts.js";
import { readyTables } from "./tables.js";

function addCopyButton(passage) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words.site.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(passage.textContent.trim());
    button.textContent = words.site.copied;
  });
  passage.after(button);
}

// A site that was built without knowing its address knows it in the browser.
for (const address of document.querySelectorAll("[data-address]")) {
  if (address.textContent.startsWith("/")) address.textContent = location.origin + location.pathname;
}

// The clipboard is there only in secure places; elsewhere the words can be selected as ever.
if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(addCopyButton);
readyTables();
watchCharts();
readyBasket();
