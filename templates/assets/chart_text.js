// How the texts of a chart break into lines and are cut to the room they have. `widthOf` measures a text as drawn.

const LABEL_LINES = 2;

// What a line may not break: a number, a word, and the signs that open before it or close after it.
const PIECES = /[\p{Ps}\p{Pi}]{0,3}(?:[\p{Nd}\p{Script=Latin}.]{1,16}|.)[\p{Pe}\p{Pf}\p{Po}]{0,3}/gsu;

export function linesOf(text, room, widthOf) {
  const lines = [""];
  for (const [piece] of text.matchAll(PIECES)) {
    if (lines.at(-1) && widthOf(lines.at(-1) + piece) > room) lines.push("");
    lines[lines.length - 1] += piece;
  }
  return lines;
}

// Plotly takes some tags for its own; of our texts it shows every sign.
export function shown(lines) {
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  return lines.map((line) => line.replace(/[&<>]/g, (sign) => signs[sign])).join("<br>");
}

// A name beside its bar, cut where there is no more room; it stands whole in the hover label and in the table.
export function shortened(name, room, widthOf) {
  const lines = linesOf(name, room, widthOf);
  if (lines.length <= LABEL_LINES) return lines;
  const last = [...lines[LABEL_LINES - 1]];
  while (widthOf(`${last.join("")}…`) > room) last.pop();
  return [...lines.slice(0, LABEL_LINES - 1), `${last.join("")}…`];
}
