// A small data block, as quotes/renderer/review.py writes it, and what tests need of it.

import { Points } from "../../../quotes/review/page/codepoints.js";
import { Records } from "../../../quotes/review/page/records.js";

export const TEXT = "“Go 🚀 now,” said Ana.\r\nThe keeper said “no”. The keeper said “never”.\n";
export const EDITOR = { by: "Ed", at: "2030-01-02T03:04:05Z" };

/** Where words stand, in code points. */
export function find(words, nth = 0) {
  let at = -1;
  for (let i = 0; i <= nth; i++) at = TEXT.indexOf(words, at + 1);
  const start = [...TEXT.slice(0, at)].length;
  return [start, start + [...words].length];
}

/** Records of three quotations by two speakers; the second and third have the same source words. */
export function sample() {
  const near = ([start, end], base) => [start - base, end - start];
  const quotation = (words, speaker, confidence, source, candidates, nth = 0) => {
    const [start, end] = find(words, nth);
    return [0, 0, start, [0, end - start], 0, speaker, confidence, near(source, start), 0, candidates, [[0, -1, 0.9, near(source, start)]]];
  };
  const block = {
    id: "d",
    sha256: "0".repeat(64),
    title: "d",
    speakers: [
      ["s1", "Ana Reyes", ["Ana"], [], "mayor", null, null, "person", [], 1],
      ["__proto__", "the keeper", [], [], null, null, null, "described", [], 2],
    ],
    quotations: [
      quotation("Go 🚀 now,", 0, 0.95, find("Ana"), [0, 0.95]),
      quotation("no", 1, 0.6, find("The keeper"), [1, 0.6, 0, 0.3], 1),
      quotation("never", 1, 0.7, find("The keeper", 1), [1, 0.7, 0, 0.2]),
    ],
    turns: [],
    rules: ["source phrase"],
    words: [],
  };
  const records = new Records(block, new Points(TEXT));
  return { block, records, ids: [...records.quotations.keys()] };
}

/** Everything the records hold, to be compared. */
export function snapshot(records) {
  return JSON.stringify([[...records.quotations.values()].sort((a, b) => a.id < b.id ? -1 : 1), [...records.speakers].sort(), [...records.turns]]);
}
