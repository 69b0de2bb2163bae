// What a page can do beyond being read: sorted and filtered tables, copied citations, charts when they come into view.

import words from "./words.js";
import { readyBasket } from "./basket.js";
import { watchCharts } from "./charts.js";
import { copied, tell } from "./clipboard.js";
import { readyQuotes } from "./quote.js";
import { filled } from "./elements.js";
import { readyTables } from "./tables.js";

function addCopyButton(passage) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  const label = (text) => {
    button.textContent = text;
    button.setAttribute("aria-label", filled(words.quote.named, { text, name: passage.dataset.copy }));
  };
  label(words.site.copy);
  button.addEventListener("click", async () => {
    const done = await copied(passage.textContent.trim());
    if (!done) getSelection().selectAllChildren(passage);
    label(done ? words.site.copied : words.site.copy);
    tell(done ? words.site.copied : words.quote.by_hand);
  });
  passage.after(button);
}

// A site that was built without knowing its address knows it in the browser.
for (const address of document.querySelectorAll("[data-address]")) {
  const own = new URL(address.dataset.address || ".", location.origin + location.pathname);
  if (address.textContent.startsWith("/")) address.textContent = own.href;
}

document.querySelectorAll("[data-copy]").forEach(addCopyButton);
readyTables();
readyQuotes();
watchCharts();
readyBasket();
