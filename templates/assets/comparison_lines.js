// The lines of a form for the comparison, from its JSON file: generator/output/exports/comparison.py writes them short.

import { ofYear } from "./address.js";
import { filled } from "./elements.js";
import { formOf, written } from "./form_json.js";

const MONEY = "money";

// The topics' targets in the words of the form; of a single one, its definition too.
function targets(rows, indicators) {
  return rows.map((number) => {
    const row = indicators[number - 1];
    const note = rows.length === 1 ? (row.definition ?? "") : "";
    return [written(row), `indicator-${number}`, row.name, ...(note ? [note] : [])];
  });
}

// `shared` are the names that forms have in common, `say` the words of the comparison.
export function linesOf(file, shared, say) {
  const { derived, comparison } = file;
  const { tasks, indicators } = formOf(file);
  const rows = tasks ? [...tasks.key, ...tasks.other] : [];
  const { unit } = shared;
  const inWan = (amount) => filled(say.amount, { amount, unit });
  const amount = (key, name, value, anchor, note, group) =>
    ({ group: group ?? MONEY, key, name, value, measure: MONEY, unit, quotes: [[inWan(value), anchor, ...(note ? ["", note] : [])]] });
  const statement = (quote) => typeof quote === "number" ? [inWan(rows[quote - 1].amount), `task-${quote}`, rows[quote - 1].name] : quote;
  return comparison.lines.map((line) => {
    if (!Array.isArray(line)) {
      return { group: MONEY, name: shared.names[line.key], value: null, measure: "", ...line, quotes: line.quotes.map(statement) };
    }
    const [key, first, ...rest] = line;
    if (typeof first === "number") {
      const [, name, value, anchor] = derived.budget_lines[first];
      return amount(key, name, value, anchor, ...rest);
    }
    if (typeof first === "string") return amount(key, shared.names[key], first, ...rest);
    const name = key.slice(key.indexOf(".") + 1);
    if (Array.isArray(first)) {
      const [value = null, measure = ""] = rest;
      const [title, care] = shared.topics[name];
      return { group: "targets", key, name: title, value, measure, ...(care ? { care } : {}), quotes: targets(first, indicators) };
    }
    const counts = Object.entries(first);
    const quotes = counts.map(([severity, count]) => [filled(say.found, { count }), "checks", shared.severity[severity]]);
    const value = String(counts.reduce((sum, [, count]) => sum + count, 0));
    return { group: "findings", key, name: shared.rules[name], value, measure: "", quotes };
  });
}

// The department, and the project where the form is of one; a self-evaluation is named as such. `renamed` is the name
// that the department or the project has in another year.
export function subjectOf({ department, record, project, results }, say, renamed) {
  const form = record ?? project ?? results;
  const name = renamed ?? form.department ?? form.name;
  const subject = form.department ? name : filled(say.project, { department, name });
  return results ? filled(say.results, { subject }) : subject;
}

// The forms of other years of a department or a project.
export function othersOf(file, say) {
  const { path, comparison: { others } } = file;
  return others.map((other) => {
    const [year, renamed] = [other].flat();
    return { path: ofYear(path, year), department: subjectOf(file, say, renamed), year };
  });
}
