/* Light or dark, and large text: set before anything is painted, each switched by one button. The colours are remembered
   only while they differ from what the reader's system asks for. */
"use strict";

(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const schemes = { true: "slate", false: "default" };

  const isDark = () => {
    const chosen = readChoice("dark");
    return typeof chosen === "boolean" ? chosen : system.matches;
  };

  const show = () => {
    document.body.dataset.mdColorScheme = schemes[isDark()];
    for (const button of document.querySelectorAll("[data-frame=palette]")) {
      button.setAttribute("aria-pressed", String(isDark()));
    }
  };

  const toggle = () => {
    const dark = !isDark();
    keepChoice("dark", dark === system.matches ? null : dark);
    show();
  };

  /* A part of a page in a frame of another site keeps the size that its frame was measured for. */
  const isLarge = () => readChoice("large") === true && !location.hash.startsWith("#embed-");

  if (isLarge()) {
    document.documentElement.classList.add("large");
    document.querySelector("link[data-large]").media = "all";
  }

  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-frame=palette]")) toggle();
    if (event.target.closest("[data-frame=large]")) {
      keepChoice("large", isLarge() ? null : true);
      location.reload();
    }
  });
})();
