// The clipboard, where the browser lends it; and a voice for what happened on the page.

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
