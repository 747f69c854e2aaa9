import assert from "node:assert/strict";
import { test } from "node:test";

import * as actions from "../../../quotes/review/page/actions.js";
import { heardAt } from "../../../quotes/review/page/audio.js";
import { Points } from "../../../quotes/review/page/codepoints.js";
import { isAction, makeCorrections, readCorrections } from "../../../quotes/review/page/corrections.js";
import { Log } from "../../../quotes/review/page/log.js";
import { siblingsOf } from "../../../quotes/review/page/queue.js";
import { Records } from "../../../quotes/review/page/records.js";
import { besideTurn, canSplit, giveTurns, joinTurns, splitTurn, stopsOf, turnAt, turnsLike } from "../../../quotes/review/page/turns.js";
import { EDITOR, snapshot } from "./samples.mjs";

const LINES = ["A: Up 🚀 we go. Not “so high”, please. Stop!", "B: Higher.", "A: Down again.", "C: And “out” now."];
const TEXT = LINES.join("\r\n");

/** Where words stand, in code points. */
function find(words, from = 0) {
  const start = [...TEXT.slice(0, TEXT.indexOf(words, from))].length;
  return [start, start + [...words].length];
}

/** A transcript of four turns; the first has two utterances, and a quotation nested in what is said. */
function talk({ isTimed = true } = {}) {
  const speakers = ["A", "B", "C"].map((label, i) => [`s${i + 1}`, null, [], [label], null, null, null, "unnamed", [], i + 1]);
  const turns = [], quotations = [];
  for (const [i, line] of LINES.entries()) {
    const [start, end] = find(line), who = "ABC".indexOf(line[0]);
    const times = isTimed ? [1000 * i, 1000 * i + 900] : [null, null];
    turns.push([start, end - start, who, "turn", line[0], false, 0.8, ...times, [[0, 0, null, [0, 1]]]]);
    const rest = isTimed ? { start_ms: times[0], end_ms: times[1] } : {};
    quotations.push([0, 0, start + 3, [0, end - start - 3], 0, who, 0.8, 0, 0, [], [], rest]);
  }
  const inner = find("so high");
  quotations.splice(1, 0, [0, 1, inner[0], [0, 7], 0, 1, 0.5, 0, 0, [], [], { parent: `q${find("Up")[0]}` }]);
  const first = find("Up 🚀 we go. Not"), second = find("“so high”, please. Stop!");
  const utterances = isTimed ? [first[0], first[1] - first[0], 0, 400, second[0] - first[0], second[1] - second[0], 450, 450] : [];
  const block = { id: "d", sha256: "0".repeat(64), title: "d", speakers, quotations, turns, utterances, rules: ["label"], words: [] };
  return { block, records: new Records(block, new Points(TEXT)) };
}

const said = records => [...records.turns.values()].sort((a, b) => a.start - b.start).map(turn => [records.nameOf(turn.speaker), records.points.slice(turn.start, turn.end)]);
const quoted = records => records.inOrder().map(one => [records.nameOf(one.speaker), records.wordsOf(one), one.parent]);

test("a turn is split with what is said in it, and nothing but white space is in no turn", () => {
  const { records } = talk();
  const log = new Log(records), point = find("Not")[0];
  assert.ok(log.perform(splitTurn(records, "t0", point, EDITOR)));
  assert.deepEqual(said(records).slice(0, 2), [["A", "A: Up 🚀 we go."], ["A", "Not “so high”, please. Stop!"]]);
  assert.deepEqual(quoted(records).slice(0, 3), [
    ["A", "Up 🚀 we go.", null], ["A", "Not “so high”, please. Stop!", null], ["B", "so high", `q${point}`],
  ]);
  const kept = records.turns.get("t0"), made = records.turns.get(`t${point}`);
  assert.deepEqual([kept.start_ms, kept.end_ms, made.start_ms, made.end_ms], [0, null, null, 900]);
  assert.equal(made.label, "A");
});

test("at the start of an utterance both halves have their times, and within one it is heard from its start", () => {
  const { records } = talk();
  const log = new Log(records), point = find("“so high”")[0];
  log.perform(splitTurn(records, "t0", point, EDITOR));
  const kept = records.turns.get("t0"), made = records.turns.get(`t${point}`);
  assert.deepEqual([kept.end_ms, made.start_ms], [400, 450]);
  log.perform(splitTurn(records, `t${point}`, find("Stop")[0], EDITOR));
  assert.deepEqual(heardAt(records, records.quotations.get(`q${find("Stop")[0]}`)), { start_ms: 450, end_ms: 900 });
});

test("a nested quotation that the cut goes through is cut too, each half inside its own", () => {
  const { records } = talk();
  const log = new Log(records), point = find("high")[0];
  log.perform(splitTurn(records, "t0", point, EDITOR));
  const outer = `q${find("Up")[0]}`;
  assert.deepEqual(quoted(records).slice(0, 4), [
    ["A", "Up 🚀 we go. Not “so", null], ["B", "so", outer], ["A", "high”, please. Stop!", null], ["B", "high", records.inOrder()[2].id],
  ]);
});

test("where no words stand before or behind, a turn is not split", () => {
  const { records } = talk();
  const turn = records.turns.get("t0");
  for (const point of [0, 1, 3, turn.end, turn.end + 5]) assert.equal(splitTurn(records, "t0", point, EDITOR), null, String(point));
  assert.equal(splitTurn(records, "t999", 9, EDITOR), null);
  assert.ok(canSplit(records, turn, find("🚀")[0]));
});

test("the steps of a split are sentences and utterances, in code points", () => {
  const { records } = talk();
  assert.deepEqual(stopsOf(records, records.turns.get("t0")), [find("Not")[0], find("“so high”")[0], find("Stop")[0]]);
});

test("two turns are joined, and what the second said is the first's", () => {
  const { records } = talk();
  const log = new Log(records), [one, other] = ["t0", besideTurn(records, "t0", 1)];
  assert.ok(log.perform(joinTurns(records, one, other, EDITOR)));
  assert.deepEqual(said(records)[0], ["A", `${LINES[0]}\r\n${LINES[1]}`]);
  assert.deepEqual(quoted(records)[2], ["A", "Higher.", null]);
  assert.deepEqual([records.turns.get("t0").start_ms, records.turns.get("t0").end_ms], [0, 1900]);
});

test("only neighbours are joined, and a voice nobody knows takes the other's", () => {
  const { records } = talk();
  const log = new Log(records), ids = [...records.turns.keys()];
  assert.equal(joinTurns(records, ids[0], ids[2], EDITOR), null);
  assert.equal(joinTurns(records, ids[1], ids[0], EDITOR), null);
  log.perform(giveTurns(records, ids[0], null, "one", EDITOR));
  log.perform(joinTurns(records, ids[0], ids[1], EDITOR));
  assert.equal(records.turns.get(ids[0]).speaker, "s2");
});

for (const [scope, names] of [["one", ["A", "B", "C", "C"]], ["later", ["A", "B", "C", "C"]], ["label", ["C", "B", "C", "C"]]]) {
  test(`a turn is given to another: ${scope}`, () => {
    const { records } = talk();
    const log = new Log(records), third = [...records.turns.keys()][2], before = snapshot(records);
    log.perform(giveTurns(records, third, "s3", scope, EDITOR));
    assert.deepEqual(said(records).map(([name]) => name), names);
    log.undo();
    assert.equal(snapshot(records), before);
  });
}

test("from here on takes this turn and the later ones of its label, and what is said in them", () => {
  const { records } = talk();
  const log = new Log(records);
  assert.deepEqual(turnsLike(records, "t0", "later").map(([id]) => id), ["t0", [...records.turns.keys()][2]]);
  log.perform(giveTurns(records, "t0", { name: "Ida" }, "later", EDITOR));
  assert.deepEqual(quoted(records).map(([name]) => name), ["Ida", "B", "B", "Ida", "C"]);
  assert.deepEqual(records.speakers.get("s4").labels, []);
});

test("of those alike the later ones are told apart", () => {
  const { records } = talk();
  const log = new Log(records), order = records.inOrder();
  log.perform(splitTurn(records, "t0", find("Stop")[0], EDITOR));
  const middle = records.quotations.get(`q${find("Stop")[0]}`);
  log.perform(actions.give(records, [middle.id], "s2", EDITOR));
  assert.deepEqual(siblingsOf(records, middle, "s1"), { ids: [order[0].id, order[3].id], later: [order[3].id], by: "the voice A" });
});

test("every step with turns is undone, done again, written and read to the last field", () => {
  const { records, block } = talk();
  const log = new Log(records), states = [snapshot(records)], ids = [...records.turns.keys()];
  const steps = [
    () => splitTurn(records, "t0", find("high")[0], EDITOR),
    () => giveTurns(records, `t${find("high")[0]}`, { name: "Ida" }, "one", EDITOR),
    () => joinTurns(records, ids[1], ids[2], EDITOR),
    () => splitTurn(records, ids[1], find("Down")[0], EDITOR),
    () => giveTurns(records, `t${find("Down")[0]}`, "s3", "later", EDITOR),
    () => joinTurns(records, `t${find("high")[0]}`, ids[1], EDITOR),
  ];
  for (const [i, make] of steps.entries()) {
    const action = make();
    assert.ok(action && isAction(JSON.parse(JSON.stringify(action)), records.points.size), String(i));
    assert.ok(log.perform(action), String(i));
    states.push(snapshot(records));
  }
  const text = [...TEXT], covered = [...records.turns.values()].flatMap(turn => [...text.keys()].slice(turn.start, turn.end));
  assert.equal(covered.length, new Set(covered).size);
  assert.ok(text.every((char, place) => /\s/.test(char) || covered.includes(place)));
  const sorted = state => JSON.stringify(JSON.parse(state).map(list => [...list].sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));
  for (let i = states.length - 2; i >= 0; i--) {
    log.undo();
    assert.equal(sorted(snapshot(records)), sorted(states[i]));
  }
  for (let i = 1; i < states.length; i++) {
    log.redo();
    assert.equal(sorted(snapshot(records)), sorted(states[i]));
  }
  const file = makeCorrections(records, block, log.inForce, "Ed", EDITOR.at);
  for (const anchor of file.anchors) assert.equal(anchor.exact, text.slice(anchor.start, anchor.end).join(""));
  const fresh = talk();
  assert.equal(new Log(fresh.records).replay(readCorrections(JSON.stringify(file), block, fresh.records.points.size)), 0);
  assert.equal(sorted(snapshot(fresh.records)), sorted(states[states.length - 1]));
});

test("a place is in the turn that holds it", () => {
  const { records } = talk({ isTimed: false });
  assert.equal(turnAt(records, find("Higher")[0]), [...records.turns.keys()][1]);
  assert.equal(turnAt(records, find(LINES[0])[1]), null);
});
