import assert from "node:assert/strict";
import { test } from "node:test";

import { tableOf } from "../../templates/assets/form_tables.js";

const words = {
  columns: { budget: ["划分方式", "项目", "金额", "金额单位"], tasks: ["序号"], indicators: ["序号"] },
  fields: { tasks: ["name", "content", "amount"], indicators: ["name", "target", "unit"] },
  readings: ["kind", "low"],
  group: { key: "年度重点工作任务", other: "其他需完成的任务" },
  not_on_form: "未设此栏",
  withheld: "依规不公开",
};
const record = {
  unit: "万元",
  tasks: {
    key: { columns: ["name", "content", "amount", "withheld"], rows: [["甲", "", "1.50"], ["=乙", null, "无", "content"]] },
    other: { columns: ["withheld"], rows: [["all"]] },
  },
  indicators: { columns: ["name", "target", "toString"], rows: [["丙", "≥1", "x"], []] },
};
const derived = {
  budget_lines: [["按支出类型划分", "基本支出", "", "by-type-basic"]],
  targets: [{ kind: "空白", rows: [[2]] }, { kind: "数量", rows: [[1, 1]] }],
  withheld_cells: [
    ["tasks", "key", 1, "content"],
    ["tasks", "other", 0, "name"],
    ["tasks", "other", 0, "amount"],
  ],
};

test("the lines of the money have the unit of the form", () => {
  const rows = tableOf({ record, derived }, "budget", words);
  assert.deepEqual(rows, [words.columns.budget, ["按支出类型划分", "基本支出", "", "万元"]]);
});

test("a cell is its text, withheld, or not on the form", () => {
  assert.deepEqual(tableOf({ record, derived }, "tasks", words).slice(1), [
    ["1", "年度重点工作任务", "甲", "", "1.50", "万元"],
    ["2", "年度重点工作任务", "=乙", "依规不公开", "无", "万元"],
    ["3", "其他需完成的任务", "依规不公开", "未设此栏", "依规不公开", "万元"],
  ]);
});

test("an indicator has its reading behind its cells", () => {
  assert.deepEqual(tableOf({ project: record, derived }, "indicators", words).slice(1), [
    ["1", "丙", "≥1", "未设此栏", "数量", "1"],
    ["2", "未设此栏", "未设此栏", "未设此栏", "空白", ""],
  ]);
});

test("the rows of a self-evaluation are those of the whole site", () => {
  const heads = { ...words, columns: { ...words.columns, results: ["序号", "实际完成值"] } };
  const rows = tableOf({ results: record, derived: { ...derived, results: [[1, "无"]] } }, "results", heads);
  assert.deepEqual(rows, [["序号", "实际完成值"], ["1", "无"]]);
});
