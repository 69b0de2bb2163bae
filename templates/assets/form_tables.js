// The tables of a form, put together from its JSON file: rows as the CSV files of the site have them, the heads first.

import { formOf, readingsOf } from "./form_json.js";

// A row with what its place in the file is called, as the paths of withheld cells begin.
function placed(rows, path) {
  return rows.map((row, at) => ({ row, path: `${path}.${at}` }));
}

// The texts of a row in the columns that such a table may have; one that the form lacks, or withholds, says so.
function texts({ row, path }, fields, hidden, words) {
  return fields.map((key) => (hidden.has(`${path}.${key}`) ? words.withheld : (row[key] ?? words.not_on_form)));
}

const ROWS = {
  budget: (form, { budget_lines: lines }) => lines.map(([split, name, amount]) => [split, name, amount, form.unit]),
  tasks: (form, derived, hidden, words) =>
    ["key", "other"]
      .flatMap((group) => placed(form.tasks[group], `tasks.${group}`).map((line) => ({ ...line, group })))
      .map((line, at) => [
        String(at + 1),
        words.group[line.group],
        ...texts(line, words.fields.tasks, hidden, words),
        form.unit,
      ]),
  indicators: (form, derived, hidden, words) => {
    const readings = readingsOf(derived);
    return placed(form.indicators, "indicators").map((line, at) => [
      String(at + 1),
      ...texts(line, words.fields.indicators, hidden, words),
      ...words.readings.map((key) => String(readings.get(at + 1)[key] ?? "")),
    ]);
  },
  results: (form, derived) => derived.results.map((cells) => cells.map(String)),
};

export function tableOf(file, name, words) {
  const { derived } = file;
  const hidden = new Set(derived.withheld_cells.map((path) => path.join(".")));
  return [words.columns[name], ...ROWS[name](formOf(file), derived, hidden, words)];
}
