import assert from "node:assert/strict";
import { test } from "node:test";

import { linesOf, shortened, shown } from "../../templates/assets/chart_text.js";

// Every sign is one wide.
const widthOf = (text) => [...text].length;

const LINES = [
  ["", 4, [""]],
  ["预算", 4, ["预算"]],
  ["预算绩效目标", 4, ["预算绩效", "目标"]],
  ["合计1823.37万元", 4, ["合计", "1823.37", "万元"]],
  ["部门（机关）预算", 4, ["部门（机", "关）预算"]],
  ["完成，合格", 2, ["完", "成，", "合格"]],
  ["GDP增长", 2, ["GDP", "增长"]],
  ["𠀀𠀁𠀂", 2, ["𠀀𠀁", "𠀂"]],
  ["一\n二", 4, ["一\n二"]],
];

for (const [text, room, lines] of LINES) {
  test(`breaks ${JSON.stringify(text)} in a room of ${room}`, () => {
    assert.deepEqual(linesOf(text, room, widthOf), lines);
    assert.equal(lines.join(""), text);
  });
}

test("no sign is lost, however narrow the room and long the text", () => {
  for (const room of [0, 1, 7, 1e9]) {
    const text = "中共湛江市委（政法委）1,234.50万元e\u0301😀\ud840%".repeat(50);
    assert.equal(linesOf(text, room, widthOf).join(""), text);
  }
});

test("a name that needs more than two lines is cut in the second", () => {
  assert.deepEqual(shortened("预算绩效", 4, widthOf), ["预算绩效"]);
  assert.deepEqual(shortened("预算绩效目标管理", 4, widthOf), ["预算绩效", "目标管理"]);
  assert.deepEqual(shortened("预算绩效目标管理办法", 4, widthOf), ["预算绩效", "目标管…"]);
  assert.deepEqual(shortened("预算𠀀𠀀目标𠀁𠀁办法", 4, widthOf), ["预算𠀀𠀀", "目标𠀁…"]);
  assert.deepEqual(shortened("", 4, widthOf), [""]);
});

test("what Plotly would take for a tag is shown", () => {
  assert.equal(shown(["<b>&amp;</b>", "<br>"]), "&lt;b&gt;&amp;amp;&lt;/b&gt;<br>&lt;br&gt;");
});
