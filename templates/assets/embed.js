// A table in a frame on somebody else's page: its chart, and whether it still says what it said when it was embedded.

import words from "./words.js";
import { watchCharts } from "./charts.js";
import { readyDownloads } from "./downloads.js";

const note = document.querySelector("[data-version]");
const embedded = new URLSearchParams(location.search).get("v");
if (embedded && embedded !== note.dataset.version) {
  note.textContent = words.quote.changed;
  note.hidden = false;
}
// The pages behind the links refuse to stand in a frame.
for (const link of document.links) link.target = "_blank";
watchCharts();
readyDownloads();
