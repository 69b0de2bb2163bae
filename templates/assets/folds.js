// What is folded opens for an address that leads into it, and on paper, also where the browser does not do so by itself.

function openAround(id) {
  const target = id ? document.getElementById(id) : null;
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

export function readyFolds() {
  const follow = () => openAround(decodeURIComponent(location.hash.slice(1)));
  follow();
  addEventListener("hashchange", follow);
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open], .js-only)")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}
