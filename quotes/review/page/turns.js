// What an editor can do with the turns of a transcript: give, split and join them. Each function tells the changes.

import { action, areSpans, cut, decide, edit, freeQuotationId, freeSpeakerId, newSpeaker, turnOf } from "./actions.js";
import { lastOf } from "./records.js";

/** @typedef {import("./records.js").Records} Records */
/** @typedef {import("./records.js").Quotation} Quotation */
/** @typedef {import("./records.js").Turn} Turn */
/** @typedef {import("./records.js").Change} Change */
/** @typedef {import("./records.js").Fields} Fields */
/** @typedef {import("./actions.js").Editor} Editor */
/** @typedef {"one" | "later" | "label"} Scope this turn; it and the later ones of its label; all of its label */

const SENTENCE_END = /[.?!…]["'”’»)\]]*\s+(?=\S)/g;

/** The turns in the order of the text. @param {Records} records @returns {[string, Turn][]} */
export function turnsInOrder(records) {
  return [...records.turns].sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
}

/** The id of the turn that holds a place, or null. @param {Records} records @param {number} point */
export function turnAt(records, point) {
  let found = null;
  for (const [id, turn] of turnsInOrder(records)) if (turn.start <= point && point < turn.end) found = id;
  return found;
}

/** The id of the turn a quotation begins in, or null. @param {Records} records @param {Quotation} quotation */
export function turnIdOf(records, quotation) {
  const turn = turnOf(records, quotation);
  for (const [id, each] of records.turns) if (each === turn) return id;
  return turnAt(records, quotation.spans[0][0]);
}

/** The turn behind or before another. @param {Records} records @param {string} id @param {1 | -1} by @returns {string | null} */
export function besideTurn(records, id, by) {
  const order = turnsInOrder(records).map(([each]) => each);
  return order[order.indexOf(id) + by] ?? null;
}

/**
 * The turns of the same voice that a scope takes in, in order.
 * @param {Records} records
 * @param {string} id
 * @param {Scope} scope
 * @returns {[string, Turn][]}
 */
export function turnsLike(records, id, scope) {
  const one = records.turns.get(id);
  if (!one) return [];
  return turnsInOrder(records).filter(([key, turn]) => key === id
    || (scope !== "one" && one.label !== null && turn.label === one.label && (scope === "label" || turn.start > one.start)));
}

/**
 * Turns are another's; what is said in them goes along.
 * @param {Records} records
 * @param {string} id
 * @param {string | {name: string} | null} who a speaker's id, or the name of a new one
 * @param {Scope} scope
 * @param {Editor} editor
 */
export function giveTurns(records, id, who, scope, editor) {
  const one = records.turns.get(id), turns = turnsLike(records, id, scope);
  if (!one) return null;
  /** @type {Change[]} */
  const changes = [];
  let speaker = /** @type {string | null} */ (who);
  const isWhole = scope === "label" && one.label !== null;
  if (who !== null && typeof who === "object") {
    const made = newSpeaker(freeSpeakerId(records), who.name);
    if (isWhole) made.labels = [/** @type {string} */ (one.label)];
    speaker = made.id;
    changes.push({ record: "speaker", id: made.id, before: null, after: { ...made } });
  } else if (isWhole && speaker !== null) {
    const kept = records.speakers.get(speaker);
    if (kept) changes.push(...edit("speaker", speaker, kept, { labels: [...new Set([...kept.labels, /** @type {string} */ (one.label)])] }));
  }
  for (const [key, turn] of turns) {
    changes.push(...edit("turn", key, turn, { speaker, confidence: speaker === null ? null : 1 }));
    changes.push(...giveWords(records, turn, speaker, editor));
  }
  const name = who !== null && typeof who === "object" ? who.name : records.nameOf(speaker);
  const what = turns.length > 1 ? `${turns.length} turns of ${one.label}${scope === "later" ? ", from here on," : ""}` : "a turn";
  return action("turn", `gave ${what} to ${name}`, changes, editor);
}

/** What the voice of a turn says in it goes to another. @param {Records} records @param {Turn} turn @param {string | null} speaker @param {Editor} editor */
function giveWords(records, turn, speaker, editor) {
  const changes = [];
  for (const quotation of records.quotations.values()) {
    const isIn = turn.start <= quotation.spans[0][0] && lastOf(quotation) <= turn.end && quotation.kind !== "other" && quotation.status !== "rejected";
    if (isIn && quotation.speaker === turn.speaker && quotation.parent === null) {
      changes.push(...decide(quotation, { speaker, confidence: speaker === null ? null : 1 }, editor));
    }
  }
  return changes;
}

/**
 * Where a turn can be split in one step: where its utterances and its sentences begin, in order.
 * @param {Records} records
 * @param {Turn} turn
 * @returns {number[]}
 */
export function stopsOf(records, turn) {
  const found = new Set([...records.utterances.map(utterance => utterance.start), ...sentencesIn(records, [turn.start, turn.end])]);
  return [...found].filter(point => canSplit(records, turn, point)).sort((a, b) => a - b);
}

/** Where sentences begin behind the first one of a span. @param {Records} records @param {import("./records.js").Span} span */
export function sentencesIn(records, [start, end]) {
  const base = records.points.unit(start);
  return [...records.points.slice(start, end).matchAll(SENTENCE_END)].map(match => records.points.point(base + match.index + match[0].length));
}

const HEAD_CHARS = 80;

/** Where the words of a turn begin, behind the label it begins with. @param {Records} records @param {Turn} turn */
export function wordsStart(records, turn) {
  if (turn.label === null) return turn.start;
  const head = records.points.slice(turn.start, Math.min(turn.end, turn.start + HEAD_CHARS + turn.label.length)), at = head.indexOf(turn.label);
  if (at < 0 || /[\p{L}]/u.test(head.slice(0, at))) return turn.start;
  return turn.start + [...head.slice(0, at + turn.label.length)].length;
}

/** What is said in a turn, without the label and the time it begins with. @param {Records} records @param {Turn} turn */
export function saidIn(records, turn) {
  const words = records.points.slice(wordsStart(records, turn), turn.end);
  return words.replace(/^[\s:.,;()[\]>*\-–—\d]+/, "") || words;
}

/** Whether words stand in a turn on both sides of a place. @param {Records} records @param {Turn} turn @param {number} point */
export function canSplit(records, turn, point) {
  const start = wordsStart(records, turn);
  if (point <= start || point >= turn.end) return false;
  return /[\p{L}\p{N}]/u.test(records.points.slice(start, point)) && /\S/.test(records.points.slice(point, turn.end));
}

/**
 * One turn is two from `point` on, both the same voice's for now; what is said across the place is cut there too.
 * @param {Records} records
 * @param {string} id
 * @param {number} point
 * @param {Editor} editor
 */
export function splitTurn(records, id, point, editor) {
  const turn = records.turns.get(id);
  if (!turn || !canSplit(records, turn, point)) return null;
  const head = records.points.slice(turn.start, point), tail = records.points.slice(point, turn.end);
  const end = point - (head.length - head.trimEnd().length), start = point + (tail.length - tail.trimStart().length);  // white space takes one unit
  const at = records.utterances.findIndex(utterance => utterance.start === start);
  const isTimed = turn.start_ms !== null || turn.end_ms !== null;
  const starts_ms = isTimed && at >= 0 ? records.utterances[at].start_ms : null;
  const ended_ms = isTimed && at > 0 ? records.utterances[at - 1].end_ms : null;
  const second = records.turnId(start);
  /** @type {Turn} */
  const made = { ...turn, start, start_ms: starts_ms, evidence: [{ rule: "split by an editor", words: "", spans: [], weight: null }] };
  const changes = [
    ...edit("turn", id, turn, { end, end_ms: ended_ms }),
    /** @type {Change} */ ({ record: "turn", id: second, before: null, after: { ...made } }),
    ...cutWords(records, turn, start, { starts_ms, ended_ms }),
  ];
  return action("split-turn", `split a turn of ${voiceOf(records, turn)} in two`, changes, editor);
}

/**
 * Cut the quotations of a turn that go on behind a place; those that begin there keep to the half they are nested in.
 * @param {Records} records
 * @param {Turn} turn
 * @param {number} point
 * @param {{starts_ms: number | null, ended_ms: number | null}} times
 */
function cutWords(records, turn, point, { starts_ms, ended_ms }) {
  /** @type {Change[]} */
  const changes = [];
  /** Second halves, by the id of the first. @type {Map<string, string>} */
  const halves = new Map();
  const taken = new Set();
  for (const quotation of records.inOrder()) {
    if (quotation.spans[0][0] < turn.start || lastOf(quotation) > turn.end) continue;
    const half = quotation.parent === null ? undefined : halves.get(quotation.parent);
    if (quotation.spans[0][0] >= point) {
      if (half !== undefined) changes.push(...edit("quotation", quotation.id, quotation, { parent: half }));
      continue;
    }
    const [head, tail] = cut(records, quotation.spans, point);
    if (lastOf(quotation) <= point || !areSpans(head, records.points.size) || !areSpans(tail, records.points.size)) continue;
    let id = freeQuotationId(records, tail[0][0]);
    for (let number = 2; taken.has(id); number++) id = `${freeQuotationId(records, tail[0][0])}-${number}`;
    taken.add(id);
    halves.set(quotation.id, id);
    const isTimed = quotation.start_ms !== null || quotation.end_ms !== null;
    const after = { ...quotation, id, spans: tail, content: tail, parent: half ?? quotation.parent, start_ms: isTimed ? starts_ms : null };
    changes.push(
      ...edit("quotation", quotation.id, quotation, { spans: head, content: head, ...(isTimed ? { end_ms: ended_ms } : {}) }),
      { record: "quotation", id, before: null, after });
  }
  return changes;
}

/**
 * Two turns that follow each other are one, of the voice of the first, or of the second where the first has none.
 * @param {Records} records
 * @param {string} id
 * @param {string} other
 * @param {Editor} editor
 */
export function joinTurns(records, id, other, editor) {
  const kept = records.turns.get(id), lost = records.turns.get(other);
  if (!kept || !lost || besideTurn(records, id, 1) !== other) return null;
  const from = kept.speaker === null ? lost : kept;
  /** @type {Fields} */
  const wanted = {
    end: Math.max(kept.end, lost.end), speaker: from.speaker, confidence: from.confidence, kind: kept.kind === "narrator" ? lost.kind : kept.kind,
    label: kept.label ?? lost.label, translated: kept.kind === "narrator" ? lost.translated : kept.translated,
    start_ms: kept.start_ms ?? lost.start_ms, end_ms: lost.end_ms ?? kept.end_ms,
  };
  const changes = edit("turn", id, kept, wanted);
  for (const turn of [kept, lost]) if (turn.speaker !== from.speaker) changes.push(...giveWords(records, turn, from.speaker, editor));
  changes.push({ record: "turn", id: other, before: { ...lost }, after: null });
  return action("join-turns", `joined a turn of ${voiceOf(records, kept)} with one of ${voiceOf(records, lost)}`, changes, editor);
}

/** What to call the voice of a turn. @param {Records} records @param {Turn} turn */
export function voiceOf(records, turn) {
  if (turn.speaker !== null) return records.nameOf(turn.speaker);
  return turn.label ?? (turn.kind === "narrator" ? "the narrator" : "an unknown voice");
}
