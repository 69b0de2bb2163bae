// Tables as CSV, byte for byte as the program that makes the site writes them: spreadsheets open the file as it is meant.

const FORMULA = /^[=+\-@\t\r]/;
// A sign, a figure, or a sign before a figure computes nothing but itself.
const HARMLESS = /^(?:[=<>≤≥≦≧＝＜＞]{1,2}|[=+-]?[0-9]+(?:\.[0-9]+)?%?)$/;
const SPECIAL = /[",\r\n]/;

// The text of a cell with an apostrophe before it where a spreadsheet would take it for a formula.
export function inert(text) {
  return FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text;
}

function quoted(text) {
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// One row as a line without its end; a single empty cell is quoted, for an empty line is no row.
export function csvLine(cells) {
  const texts = cells.map((cell) => quoted(inert(cell)));
  return texts.length === 1 && !texts[0] ? '""' : texts.join(",");
}

// Rows as the text of a file: a byte order mark, and CRLF after every line.
export function csvText(rows) {
  return `\ufeff${rows.map((row) => `${csvLine(row)}\r\n`).join("")}`;
}
