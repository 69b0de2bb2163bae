import assert from "node:assert/strict";
import { test } from "node:test";

import { sentence, statement } from "../../templates/assets/quote_text.js";

const TEXT = {
  figure: "{name}：{value}",
  inside: "{table}，{name}",
  empty: "{table}有一行，{name}",
  cited: "{whose}，{what}。见《{form}》，{site}，{address}",
  cited_page: "{what}。见{page}，{site}，{address}",
  found: "{what}。这是核对的结果；见{page}，{site}，{address}",
};
const ROW = { table: "", name: "", derived: "", value: "", isEmpty: false };

const STATEMENTS = [
  [{ name: "总额", value: "1823.37 万元" }, "总额：1823.37 万元"],
  [{ table: "预算", name: "基本支出", value: "10 万元" }, "预算，基本支出：10 万元"],
  [{ table: "预算", name: "其中", derived: "计算值", value: "10" }, "预算，其中（计算值）：10"],
  [{ name: "预约500人次", value: "预约500人次" }, "预约500人次"],
  [{ name: "甲", derived: "乙", value: "甲" }, "甲（乙）：甲"],
  [{ table: "任务", name: "没有填写。", isEmpty: true }, "任务有一行，没有填写"],
  [{ name: "说明", value: "已完成。" }, "说明：已完成"],
  [{ name: "{value}", value: "{name}" }, "{value}：{name}"],
  [{ name: "$&<b>\u202e𠀀", value: "-0.5" }, "$&<b>\u202e𠀀：-0.5"],
  [{}, ""],
];

for (const [row, expected] of STATEMENTS) {
  test(`quotes ${JSON.stringify(row)}`, () => assert.equal(statement({ ...ROW, ...row }, TEXT), expected));
}

const PARTS = { what: "总额：1 万元", page: "甲 2021 年", whose: "甲", form: "乙表", site: "丙", address: "https://example.org/#a" };

const SENTENCES = [
  [{}, "甲，总额：1 万元。见《乙表》，丙，https://example.org/#a"],
  [{ form: "" }, "总额：1 万元。见甲 2021 年，丙，https://example.org/#a"],
  [{ isFound: true, form: "" }, "总额：1 万元。这是核对的结果；见甲 2021 年，丙，https://example.org/#a"],
];

for (const [parts, expected] of SENTENCES) {
  test(`cites ${expected}`, () => assert.equal(sentence({ ...PARTS, isFound: false, ...parts }, TEXT), expected));
}
