import assert from "node:assert/strict";
import { test } from "node:test";

import * as actions from "../../../quotes/review/page/actions.js";
import { isAction, makeCorrections, readCorrections } from "../../../quotes/review/page/corrections.js";
import { Log } from "../../../quotes/review/page/log.js";
import { countUp, isOpen, likeliest, Queue, sayLeft, siblingsOf } from "../../../quotes/review/page/queue.js";
import { EDITOR, find, sample, snapshot, TEXT } from "./samples.mjs";

test("the block is read back as the annotation has it", () => {
  const { records, ids } = sample();
  const one = records.quotations.get(ids[1]);
  assert.deepEqual(one.spans, [find("no", 1)]);
  assert.deepEqual(one.content, one.spans);
  assert.deepEqual(one.candidates, [{ speaker: "__proto__", confidence: 0.6 }, { speaker: "s1", confidence: 0.3 }]);
  assert.deepEqual(one.evidence, [{ rule: "source phrase", words: "The keeper", spans: [find("The keeper")], weight: 0.9 }]);
  assert.equal(one.status, "proposed");
});

/** Every action once, on what is there then. */
const STEPS = [
  ["accept", (records, ids) => actions.accept(records, ids[0], EDITOR)],
  ["reopen", (records, ids) => actions.reopen(records, ids[0], EDITOR)],
  ["give", (records, ids) => actions.give(records, [ids[1]], "s1", EDITOR)],
  ["nobody", (records, ids) => actions.give(records, [ids[1]], null, EDITOR)],
  ["new speaker", (records, ids) => actions.giveToNew(records, [ids[1], ids[2]], "Bo Lund", EDITOR)],
  ["rename", records => actions.describe(records, "s1", { name: "Ana B. Reyes", role: null }, EDITOR)],
  ["kind", (records, ids) => actions.setKind(records, ids[2], "indirect", EDITOR)],
  ["no speech", (records, ids) => actions.setKind(records, ids[0], "other", EDITOR)],
  ["rejected", (records, ids) => actions.setKind(records, ids[2], "other", EDITOR)],
  ["speech again", (records, ids) => actions.give(records, [ids[0]], "s1", EDITOR)],
  ["spans", (records, ids) => actions.setSpans(records, ids[0], [find("Go")], EDITOR)],
  ["add", records => actions.add(records, find("said Ana"), EDITOR)],
  ["join", (records, ids) => actions.join(records, ids[1], ids[2], EDITOR)],
  ["split", (records, ids) => actions.split(records, ids[1], find("never")[0], EDITOR)],
  ["note", (records, ids) => actions.setNote(records, ids[0], "why?", EDITOR)],
  ["flag", (records, ids) => actions.flag(records, ids[0], EDITOR)],
  ["merge", records => actions.merge(records, "__proto__", "s1", EDITOR)],
];

test("every action is undone and done again to the last field", () => {
  const { records, ids, block } = sample();
  const log = new Log(records), states = [snapshot(records)];
  for (const [name, make] of STEPS) {
    const action = make(records, ids);
    assert.ok(action, name);
    assert.ok(isAction(JSON.parse(JSON.stringify(action)), records.points.size), name);
    assert.ok(log.perform(action), name);
    states.push(snapshot(records));
  }
  const last = states[states.length - 1];
  for (let i = states.length - 2; i >= 0; i--) {
    log.undo();
    assert.equal(snapshot(records), states[i], STEPS[i][0]);
  }
  assert.equal(log.undo(), null);
  for (let i = 1; i < states.length; i++) {
    log.redo();
    assert.equal(snapshot(records), states[i], STEPS[i - 1][0]);
  }
  const json = JSON.stringify(makeCorrections(records, block, log.inForce, "Ed", EDITOR.at));
  const fresh = sample();
  assert.equal(new Log(fresh.records).replay(readCorrections(json, block, fresh.records.points.size)), 0);
  assert.equal(snapshot(fresh.records), last);
});

test("a new action forgets what was undone", () => {
  const { records, ids } = sample();
  const log = new Log(records);
  log.perform(actions.accept(records, ids[0], EDITOR));
  log.undo();
  log.perform(actions.flag(records, ids[1], EDITOR));
  assert.equal(log.redo(), null);
  assert.equal(log.actions.length, 1);
});

test("an action that does not fit changes nothing", () => {
  const { records, ids } = sample();
  const log = new Log(records), before = snapshot(records);
  const accept = actions.accept(records, ids[0], EDITOR), flag = actions.flag(records, ids[1], EDITOR);
  const wrong = { ...accept, changes: [...accept.changes, { ...flag.changes[0], before: { flagged: true } }] };
  assert.equal(log.perform(wrong), false);
  assert.equal(snapshot(records), before);
});

test("an unattributed quotation has no confidence, an attributed one has", () => {
  const { records, ids } = sample();
  const log = new Log(records);
  for (const who of [null, "s1", null]) {
    log.perform(actions.give(records, [ids[1]], who, EDITOR));
    const { speaker, confidence } = records.quotations.get(ids[1]);
    assert.deepEqual([speaker, confidence], [who, who === null ? null : 1]);
  }
});

test("anchors hold the words at every place, in code points", () => {
  const { records, ids, block } = sample();
  const log = new Log(records);
  log.perform(actions.setSpans(records, ids[0], [find("Go 🚀")], EDITOR));
  const { anchors, speakers } = makeCorrections(records, block, log.inForce, null, EDITOR.at);
  assert.deepEqual(anchors.map(anchor => anchor.exact), ["Go 🚀", "Go 🚀 now,"]);
  const chars = [...TEXT];
  for (const anchor of anchors) {
    assert.equal(anchor.exact, chars.slice(anchor.start, anchor.end).join(""));
    assert.equal(anchor.suffix, chars.slice(anchor.end, anchor.end + 40).join(""));
    assert.equal(anchor.prefix, "“");
  }
  assert.deepEqual(speakers, {});
});

test("an id called __proto__ is an id", () => {
  const { records, ids, block } = sample();
  const log = new Log(records);
  log.perform(actions.give(records, [ids[0]], "__proto__", EDITOR));
  const json = JSON.stringify(makeCorrections(records, block, log.inForce, null, EDITOR.at));
  assert.ok(json.includes('"__proto__":"the keeper"'));
  assert.equal(records.nameOf("__proto__"), "the keeper");
  assert.equal({}.name, undefined);
});

const BAD_CHANGES = [
  ["a field no record has", { before: { shoe: 1 }, after: { shoe: 2 } }],
  ["a field of prototypes", JSON.parse('{"before": {"__proto__": null}, "after": {"__proto__": {"status": "x"}}}')],
  ["a status that is none", { before: { status: "proposed" }, after: { status: "great" } }],
  ["spans beyond the text", { before: { spans: [[0, 1]] }, after: { spans: [[0, 9999]] } }],
  ["spans that are none", { before: { spans: [[0, 1]] }, after: { spans: ["x"] } }],
  ["sides with other fields", { before: { note: null }, after: { flagged: true } }],
  ["a record that lacks fields", { before: null, after: { id: "q0" } }],
  ["no side at all", { before: null, after: null }],
];
for (const [what, sides] of BAD_CHANGES) {
  test(`refused in a file: ${what}`, () => {
    assert.equal(isAction({ name: "x", changes: [{ record: "quotation", id: "q1", ...sides }] }, 100), false);
  });
}

test("the queue counts what is probably wrong", () => {
  const { records, ids } = sample();
  const counts = countUp(records.quotations.values());
  assert.equal(counts.open, 3);
  assert.equal(sayLeft(counts), "about 1 wrong by the program’s own estimate");
  const queue = new Queue(records);
  assert.deepEqual(queue.shown(), [ids[1], ids[2], ids[0]]);
  assert.equal(queue.next(ids[0]), ids[1]);
  assert.equal(queue.next(ids[1], -1), ids[0]);
  new Log(records).perform(actions.accept(records, ids[1], EDITOR));
  assert.equal(isOpen(records.quotations.get(ids[1])), false);
  assert.deepEqual(queue.shown(), [ids[2], ids[0]]);
});

test("the likeliest speakers are the candidates first, and nine at most", () => {
  const { records, ids } = sample();
  const log = new Log(records);
  for (let i = 0; i < 12; i++) log.perform(actions.giveToNew(records, [ids[0]], `Person ${i}`, EDITOR));
  const found = likeliest(records, records.quotations.get(ids[1]), new Map());
  assert.equal(found.length, 9);
  assert.deepEqual(found.slice(0, 2), [{ id: "__proto__", confidence: 0.6 }, { id: "s1", confidence: 0.3 }]);
});

test("siblings are open, were the same speaker's and have the same source words", () => {
  const { records, ids } = sample();
  const log = new Log(records), one = records.quotations.get(ids[1]);
  log.perform(actions.give(records, [ids[1]], "s1", EDITOR));
  assert.deepEqual(siblingsOf(records, one, "__proto__"), { ids: [ids[2]], later: [ids[2]], by: "“The keeper”" });
  log.perform(actions.accept(records, ids[2], EDITOR));
  assert.equal(siblingsOf(records, one, "__proto__"), null);
});

test("merging moves candidates, labels and aliases along", () => {
  const { records, ids } = sample();
  new Log(records).perform(actions.merge(records, "__proto__", "s1", EDITOR));
  assert.equal(records.speakers.has("__proto__"), false);
  assert.deepEqual(records.speakers.get("s1").aliases, ["Ana", "the keeper"]);
  assert.deepEqual(records.quotations.get(ids[1]).candidates, [{ speaker: "s1", confidence: 0.8999999999999999 }]);
});

test("who was only described is a person once named, unless the editor says otherwise", () => {
  const kindAfter = (kind, wanted) => {
    const { records } = sample();
    records.speakers.get("s1").kind = kind;
    for (const change of actions.describe(records, "s1", wanted, EDITOR).changes) {
      assert.ok(records.fits(change));
      records.apply(change);
    }
    return records.speakers.get("s1").kind;
  };
  assert.equal(kindAfter("described", { name: "Bo Lund" }), "person");
  assert.equal(kindAfter("described", { name: "Bo de la Lund", kind: "described" }), "person");
  assert.equal(kindAfter("described", { name: "Orrin Port", kind: "organisation" }), "organisation");
  assert.equal(kindAfter("described", { name: "the harbour engineer" }), "described");
  assert.equal(kindAfter("described", { name: "The Engineer" }), "described");
  assert.equal(kindAfter("described", { role: "engineer" }), "described");
  assert.equal(kindAfter("collective", { name: "Dock Workers" }), "collective");
  assert.equal(kindAfter("organisation", { name: "Bo Lund" }), "organisation");
});
