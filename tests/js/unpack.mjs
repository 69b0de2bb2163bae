// Unpacks JSON files of forms as the browser does: node unpack.mjs, with {shared, say, files} on standard input. Prints
// for each file its search page, and for a form that is compared its lines and other years for the comparison.

import { text } from "node:stream/consumers";

import { linesOf, othersOf } from "../../templates/assets/comparison_lines.js";
import { pageOf } from "../../templates/assets/search_forms.js";

const { shared, say, files } = JSON.parse(await text(process.stdin));
const compared = (file) => (file.comparison ? { lines: linesOf(file, shared, say), others: othersOf(file, say) } : {});

console.log(JSON.stringify(files.map((file) => ({ page: pageOf(file), ...compared(file) }))));
