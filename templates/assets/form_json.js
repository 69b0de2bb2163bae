// The JSON file of a form, unpacked: generator/output/exports/records.py writes it.

function rowsOf({ columns, rows }) {
  return rows.map((cells) => Object.fromEntries(columns.map((key, at) => [key, cells[at] ?? undefined])));
}

// The tree of the form with each row of its tables as an object; a cell that a row lacks is undefined.
export function formOf({ record, project, results }) {
  const form = record ?? project ?? results;
  const tasks = form.tasks && { key: rowsOf(form.tasks.key), other: form.tasks.other ? rowsOf(form.tasks.other) : [] };
  return { ...form, tasks, indicators: rowsOf(form.indicators) };
}

// Number of a row of the indicators -> the reading of its target.
export function readingsOf({ targets }) {
  const byRow = new Map();
  for (const { rows, ...shared } of targets) {
    for (const [number, low, high, read_unit, period_start, deadline] of rows) {
      byRow.set(number, { ...shared, low, high, read_unit, period_start, deadline });
    }
  }
  return byRow;
}

const NOTHING = /^([-－—–―─━−_＿/／\\＼ ]*|\u65e0)$/;

// The target of an indicator as one text; a comparator or unit that is only a dash, or the word for none, is no part of it.
export function written({ comparator = "", target, unit = "" }) {
  const named = (part) => (NOTHING.test(part) ? "" : part);
  return named(comparator) + target + named(unit);
}
