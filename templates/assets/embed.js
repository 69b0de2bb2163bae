// A form's page in a frame on somebody else's page: where its links open, and whether it still says what it said when
// it was embedded. And on the page itself, the height that such a frame needs.

import words from "./words.js";

const note = document.querySelector("[data-version]");
const codes = document.querySelector("[data-frame-width]");

function readyPart() {
  if (!document.getElementById(location.hash.slice(1))?.matches(".embed-part")) return;
  // The pages behind the links refuse to stand in a frame.
  for (const link of document.links) link.target = "_blank";
  const embedded = new URLSearchParams(location.search).get("v");
  if (!embedded || embedded === note.dataset.version) return;
  note.textContent = words.quote.changed;
  note.hidden = false;
}

// A copy of the page in a frame of the width that the code tells of shows each part as the frames of others do.
async function measure() {
  // As it is served: what scripts have drawn since has styles of its own, which the policy forbids in a copy.
  const answer = await fetch(location.pathname);
  if (!answer.ok) return;
  const copy = new DOMParser().parseFromString(await answer.text(), "text/html").documentElement;
  copy.className = document.documentElement.className;
  copy.querySelectorAll("script").forEach((script) => script.remove());
  const frame = document.createElement("iframe");
  frame.className = "embed-measure";
  frame.width = codes.dataset.frameWidth;
  frame.scrolling = "no";
  frame.ariaHidden = "true";
  // Nothing runs in the copy.
  frame.sandbox = "allow-same-origin";
  frame.srcdoc = `<!doctype html>${copy.outerHTML}`;
  const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
  document.body.append(frame);
  await loaded;
  for (const height of codes.querySelectorAll("[data-height]")) {
    frame.contentWindow.location.replace(`about:srcdoc${height.dataset.height}`);
    height.textContent = Math.ceil(frame.contentDocument.body.getBoundingClientRect().height);
  }
  frame.remove();
}

readyPart();
addEventListener("hashchange", readyPart);
codes.addEventListener("toggle", measure, { once: true });
