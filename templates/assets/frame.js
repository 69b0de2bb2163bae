/* The drawer opens and closes without this script; with it, focus goes in and out and Escape closes. */

const toggle = document.getElementById("__drawer");
const drawer = document.getElementById("frame-drawer");

const close = () => {
  if (toggle.checked) toggle.click();
};

toggle.addEventListener("change", () => {
  if (toggle.checked) drawer.querySelector("a").focus();
  else if (drawer.contains(document.activeElement)) toggle.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
  if (event.key === "Enter" && event.target === toggle) toggle.click();
});

drawer.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && relatedTarget !== toggle && !drawer.contains(relatedTarget)) close();
});
