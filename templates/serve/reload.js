// In a preview only: reloads the page after each build, and shows over it what stopped one.

const loadedWith = new URL(import.meta.url).search.slice(1);
const waits = "waiting" in document.body.dataset;
let panel = null;

function element(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, properties);
}

function hide() {
  panel?.remove();
  panel = null;
}

function show(news) {
  hide();
  const list = element("ul", "", { tabIndex: 0 });
  list.append(...news.sentences.map((sentence) => element("li", sentence)));
  const close = element("button", news.close, { type: "button", onclick: hide });
  const style = element("link", "", { rel: "stylesheet", href: new URL("reload.css", import.meta.url).href });
  const box = element("div", "", { className: "box", role: "alert" });
  box.append(element("h2", news.heading), element("p", news.hint), list, close);
  panel = document.createElement("gongkai-problems");
  panel.attachShadow({ mode: "open" }).append(style, box);
  document.body.prepend(panel);
}

function hear(news) {
  if (news.sentences.length > 0 && !waits) show(news);
  else if (news.name !== loadedWith) location.reload();
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
const events = new EventSource(new URL("events", import.meta.url));
events.onmessage = (event) => hear(JSON.parse(event.data));
// A page that is kept for the way back must not hold one of the browser's few connections.
addEventListener("pagehide", () => events.close());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
