/* Light or dark: set before anything is painted, switched by one button, remembered only while it
   differs from what the reader's system asks for. */
"use strict";

(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const schemes = { true: "slate", false: "default" };

  const isDark = () => {
    const chosen = __md_get("dark");
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
    __md_set("dark", dark === system.matches ? null : dark);
    show();
  };

  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-frame=palette]")) toggle();
  });
})();
