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
