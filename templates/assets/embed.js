// A part of a page in a frame on somebody else's page: where its links open, and whether it still says what it said
// when it was embedded.

import words from "./words.js";

const note = document.querySelector("[data-version]");

function readyPart() {
  if (!document.getElementById(location.hash.slice(1))?.matches(".embed-part")) return;
  // The pages behind the links refuse to stand in a frame.
  for (const link of document.links) link.target = "_blank";
  const embedded = new URLSearchParams(location.search).get("v");
  if (!embedded || embedded === note.dataset.version) return;
  note.textContent = words.quote.changed;
  note.hidden = false;
}

readyPart();
addEventListener("hashchange", readyPart);
