import assert from "node:assert/strict";
import { test } from "node:test";

import { Points } from "../../../quotes/review/page/codepoints.js";
import { moveEdge, moveWord, SpanMode } from "../../../quotes/review/page/spans.js";
import { findAll } from "../../../quotes/review/page/search.js";

const TEXTS = ["", "plain", "🚀", "a🚀b🚀🚀c", "👩‍🚀 e\u0301 𝒳", "\r\n\0x"];

test("places go from code points to units and back", () => {
  for (const text of TEXTS) {
    const points = new Points(text), chars = [...text];
    assert.equal(points.size, chars.length);
    for (let point = 0; point <= chars.length; point++) {
      const unit = chars.slice(0, point).join("").length;
      assert.equal(points.unit(point), unit);
      assert.equal(points.point(unit), point);
    }
  }
});

test("a unit inside a wide character is that character's", () => {
  assert.equal(new Points("a🚀b").point(2), 1);
});

test("a slice is what stands at the code points", () => {
  assert.equal(new Points("a🚀b🚀c").slice(1, 4), "🚀b🚀");
});

test("steps go from word to word with its punctuation; quotation marks are words of their own", () => {
  const points = new Points("He said “no-one’s 🚀 here.”");
  const starts = [];
  for (let at = -1, next; (next = points.step(at, 1, 0)) !== at; at = next) starts.push(next);
  assert.deepEqual(starts.map(start => points.slice(start, points.step(start, 1, 1))), ["He", "said", "“", "no-one’s", "🚀", "here.", "”"]);
});

test("a step beyond the last word stays", () => {
  const points = new Points("one two  ");
  assert.equal(points.step(7, 1, 1), 7);
  assert.equal(points.step(0, -1, 0), 0);
});

test("steps cross more white space than is looked at first", () => {
  const points = new Points(`one${" ".repeat(5000)}two`);
  assert.equal(points.step(3, 1, 0), 5003);
});

test("an edge never passes the other one or the text's ends", () => {
  const points = new Points("one two");
  assert.deepEqual(moveEdge(points, [0, 3], "start", 1, false), [0, 3]);
  assert.deepEqual(moveEdge(points, [0, 3], "start", -1, true), [0, 3]);
  assert.deepEqual(moveEdge(points, [4, 7], "end", 1, true), [4, 7]);
  assert.deepEqual(moveEdge(points, [0, 3], "end", 1, false), [0, 7]);
  assert.deepEqual(moveWord(points, [0, 3], 1), [4, 7]);
});

test("parts of a quotation do not grow into each other", () => {
  let kept = null;
  const mode = new SpanMode(new Points("one two three four"), () => {});
  mode.begin("words", [[0, 3], [4, 7]], spans => { kept = spans; });
  mode.press("ArrowRight");
  mode.press("ArrowDown");
  mode.press("ArrowRight");
  mode.press("Enter");
  assert.deepEqual(kept, [[0, 3], [4, 13]]);
});

test("words are found whatever their case, white space and marks", () => {
  const points = new Points("🚀 It’s  here. IT'S\nHERE");
  assert.deepEqual(findAll(points, "it's here").map(([start, end]) => points.slice(start, end)), ["It’s  here", "IT'S\nHERE"]);
  assert.deepEqual(findAll(points, " "), []);
  assert.deepEqual(findAll(points, "(.*"), []);
});
