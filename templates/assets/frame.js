/* The drawer: it opens and closes without this script; with it, buttons tell whether it is open, focus goes
   in and comes back, and Escape closes. */

const toggle = document.getElementById("__drawer");
const drawer = document.getElementById("frame-drawer");
const opener = document.querySelector("[data-frame=menu][aria-controls]");

const close = () => {
  if (toggle.checked) toggle.click();
};

toggle.addEventListener("change", () => {
  opener.setAttribute("aria-expanded", String(toggle.checked));
  if (toggle.checked) drawer.querySelector("a").focus();
  else if (drawer.contains(document.activeElement)) opener.focus();
});

for (const button of document.querySelectorAll("[data-frame=menu]")) {
  button.addEventListener("click", () => toggle.click());
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

drawer.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && relatedTarget !== opener && !drawer.contains(relatedTarget)) close();
});

// Material's own script tells in the list of contents where in the page the reader is. It is large, and nobody misses
// it before the page is scrolled.
const { material } = document.querySelector("script[data-material]").dataset;

let isFollowed = false;

function follow() {
  if (isFollowed) return;
  isFollowed = true;
  const script = document.createElement("script");
  script.src = material;
  // It begins when it is told of a page, which the browser has done before it came.
  script.addEventListener("load", () => window.document$.next(document));
  document.body.append(script);
}

addEventListener("scroll", follow, { once: true, passive: true });
// A page that is opened in its middle has been scrolled before this script was there to notice; asked earlier than in
// the first frame, the question would cost a layout of its own.
requestAnimationFrame(() => scrollY > 0 && follow());
