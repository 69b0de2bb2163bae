// The address of a page handed on: by the way that a telephone offers, else on the clipboard.

import words from "./words.js";
import { copied, tell } from "./clipboard.js";

export function readySharing(part = document) {
  const canShare = matchMedia("(pointer: coarse)").matches && navigator.share;
  for (const button of part.querySelectorAll("[data-share]")) {
    if (canShare) button.textContent = words.site.share;
    button.addEventListener("click", async () => {
      const { href } = location;
      if (canShare) {
        await navigator.share({ title: document.title, url: href }).catch(() => {});
        return;
      }
      const isDone = await copied(href);
      button.textContent = isDone ? words.quote.link_copied : href;
      tell(isDone ? words.quote.link_copied : href);
    });
  }
}
