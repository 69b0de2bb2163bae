// Search, as every page has it. Nothing but this file is loaded before the reader turns to a search box.

const here = import.meta.url;
const siteRoot = new URL("../../", here);

const box = document.getElementById("site-search");
const page = document.getElementById("search");

// The panel needs its colours and shapes only once there is something to show in it.
function addStyles() {
  const address = new URL("search.css", here).href;
  if ([...document.querySelectorAll("link[rel=stylesheet]")].some((link) => link.href === address)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}

async function readyBox() {
  let composing = false;
  box.addEventListener("compositionstart", () => (composing = true));
  box.addEventListener("compositionend", () => (composing = false));
  addStyles();
  const { watchBox } = await import("./search_box.js");
  watchBox(box, document.getElementById("site-search-results"), siteRoot);
  // What was typed while the module was on its way is not lost, unless an input method is still at it.
  if (!composing) box.dispatchEvent(new Event("input"));
}

if (box) {
  if (document.activeElement === box) readyBox();
  else box.addEventListener("focus", readyBox, { once: true });
}

if (page) {
  const { watchPage } = await import("./search_page.js");
  watchPage(page, siteRoot);
}
