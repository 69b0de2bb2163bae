// What a page can do beyond being read: sorted and filtered tables, copied citations, charts when they come into view.

import { readyBasket } from "./basket.js";
import { watchCharts } from "./charts.js";
import { addCopyButton } from "./clipboard.js";
import { readyDownloads } from "./downloads.js";
import { readyFolds } from "./folds.js";
import { watchPictures } from "./picture.js";
import { readyQuotes } from "./quote.js";
import { readySharing } from "./share.js";
import { readyTables } from "./tables.js";

// A site that was built without knowing its address knows it in the browser.
for (const address of document.querySelectorAll("[data-address]")) {
  const own = new URL(address.dataset.address, location.origin + location.pathname.replace(/index\.html$/, ""));
  if (address.textContent.startsWith("/")) address.textContent = own.href;
}

document.querySelectorAll("[data-copy]").forEach(addCopyButton);
readyTables();
readyDownloads();
readyQuotes();
readySharing();
readyFolds();
watchPictures();
watchCharts();
readyBasket();
if (document.documentElement.classList.contains("large")) import("./large.js").then(({ readyLargeText }) => readyLargeText());
