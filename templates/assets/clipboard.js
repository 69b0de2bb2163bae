// The clipboard, where the browser lends it; and a voice for what happened on the page.

import words from "./words.js";
import { filled } from "./elements.js";

const voice = document.createElement("p");
voice.setAttribute("role", "status");
voice.className = "frame-unseen";
document.querySelector("main")?.append(voice);

export function tell(text) {
  voice.textContent = text;
}

// Only secure places have a clipboard, and even there a reader may refuse it.
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// A passage that is copied whole; where that is refused, it is selected.
export function addCopyButton(passage) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  const label = (text) => {
    button.textContent = text;
    button.setAttribute("aria-label", filled(words.quote.named, { text, name: passage.dataset.copy }));
  };
  label(words.site.copy);
  button.addEventListener("click", async () => {
    const done = await copied(passage.textContent.trim());
    if (!done) getSelection().selectAllChildren(passage);
    label(done ? words.site.copied : words.site.copy);
    tell(done ? words.site.copied : words.quote.by_hand);
  });
  passage.after(button);
}
