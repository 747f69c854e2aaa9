// What an editor can do: each function tells the changes, none makes them.

import { isSame, lastOf, nameOf } from "./records.js";

/** @typedef {import("./records.js").Records} Records */
/** @typedef {import("./records.js").Quotation} Quotation */
/** @typedef {import("./records.js").Speaker} Speaker */
/** @typedef {import("./records.js").Turn} Turn */
/** @typedef {import("./records.js").Change} Change */
/** @typedef {import("./records.js").Action} Action */
/** @typedef {import("./records.js").Span} Span */
/** @typedef {import("./records.js").Kind} Kind */
/** @typedef {import("./records.js").Fields} Fields */
/** @typedef {{by: string | null, at: string}} Editor */

/**
 * The change of a record's fields to new values, or none where they are so.
 * @param {import("./records.js").RecordName} record
 * @param {string} id
 * @param {any} current
 * @param {Fields} wanted
 * @returns {Change[]}
 */
export function edit(record, id, current, wanted) {
  const names = Object.keys(wanted).filter(name => !isSame(current[name], wanted[name]));
  if (!names.length) return [];
  const pick = (/** @type {Fields} */ from) => Object.fromEntries(names.map(name => [name, from[name]]));
  return [{ record, id, before: pick(current), after: pick(wanted) }];
}

/**
 * The change of what an editor decides of a quotation.
 * @param {Quotation} quotation
 * @param {Fields} wanted
 * @param {Editor} editor
 */
export function decide(quotation, wanted, editor) {
  return edit("quotation", quotation.id, quotation, { status: "corrected", ...wanted, ...editor });
}

/** @param {string} words */
function shorten(words) {
  return [...words].length > 40 ? `${[...words].slice(0, 39).join("").trimEnd()}…` : words;
}

/**
 * @param {string} name
 * @param {string} words
 * @param {Change[]} changes
 * @param {Editor} editor
 * @returns {Action | null}
 */
export function action(name, words, changes, editor) {
  return changes.length ? { name, changes, by: editor.by, at: editor.at, words } : null;
}

/** @param {Records} records @param {string} id */
function known(records, id) {
  const quotation = records.quotations.get(id);
  if (!quotation) throw new Error(`there is no quotation ${id}`);
  return quotation;
}

/** @param {Records} records @param {Quotation} quotation */
function cite(records, quotation) {
  return `“${shorten(records.wordsOf(quotation))}”`;
}

/** The quotation is right as it stands. @param {Records} records @param {string} id @param {Editor} editor */
export function accept(records, id, editor) {
  const quotation = known(records, id);
  const isSettled = quotation.status === "corrected" || quotation.status === "rejected";
  const changes = isSettled ? [] : decide(quotation, { status: "accepted" }, editor);
  return action("accept", `accepted ${cite(records, quotation)}`, changes, editor);
}

/** Open again for review. @param {Records} records @param {string} id @param {Editor} editor */
export function reopen(records, id, editor) {
  const quotation = known(records, id);
  const changes = quotation.status === "proposed" ? [] : edit("quotation", id, quotation, { status: "proposed", by: null, at: null });
  return action("reopen", `opened ${cite(records, quotation)} again`, changes, editor);
}

/** A new speaker's id that no speaker has or had. @param {Records} records */
export function freeSpeakerId(records) {
  let number = 1;
  for (const id of [...records.speakers.keys(), ...records.firstNames.keys()]) {
    const own = /^s(\d{1,9})$/.exec(id);
    if (own) number = Math.max(number, Number(own[1]) + 1);
  }
  return `s${number}`;
}

/**
 * @param {string} id
 * @param {string} name
 * @returns {Speaker}
 */
export function newSpeaker(id, name) {
  return { id, name, aliases: [], labels: [], role: null, affiliation: null, gender: null, kind: "person", evidence: [] };
}

/**
 * The changes that give quotations to a speaker, and the turns they fill.
 * @param {Records} records
 * @param {Quotation[]} quotations
 * @param {string | null} speaker
 * @param {Editor} editor
 */
function giveAll(records, quotations, speaker, editor) {
  /** @type {Change[]} */
  const changes = [];
  const turns = new Set();
  for (const quotation of quotations) {
    /** @type {Fields} */
    const wanted = { speaker, confidence: speaker === null ? null : 1 };
    if (quotation.kind === "other" && speaker !== null) {
      wanted.kind = /[.?!…]["'”’»]?$/.test(records.wordsOf(quotation)) ? "direct" : "mixed";
      wanted.reason = null;
    }
    changes.push(...decide(quotation, wanted, editor));
    const turn = turnOf(records, quotation);
    if (turn && turn.kind !== "narrator" && turn.speaker === quotation.speaker && !turns.has(turn)) {
      const said = quotation.spans.reduce((sum, [start, end]) => sum + end - start, 0);
      if (said >= 0.5 * (turn.end - turn.start)) turns.add(turn);
    }
  }
  for (const [id, turn] of records.turns) if (turns.has(turn)) changes.push(...edit("turn", id, turn, { speaker, confidence: speaker === null ? null : 1 }));
  return changes;
}

/**
 * The turn a quotation stands in.
 * @param {Records} records
 * @param {Quotation} quotation
 * @returns {Turn | null}
 */
export function turnOf(records, quotation) {
  for (const turn of records.turns.values()) {
    if (turn.start <= quotation.spans[0][0] && quotation.spans[0][1] <= turn.end && turn.kind !== "narrator") return turn;
  }
  return null;
}

/**
 * Quotations belong to a speaker, or to nobody (null).
 * @param {Records} records
 * @param {string[]} ids
 * @param {string | null} speaker
 * @param {Editor} editor
 */
export function give(records, ids, speaker, editor) {
  const quotations = ids.map(id => known(records, id));
  const [first] = quotations;
  if (quotations.length === 1 && first.speaker === speaker && first.kind !== "other" && first.status !== "rejected") return accept(records, first.id, editor);
  const what = quotations.length === 1 ? cite(records, first) : `${quotations.length} quotations`;
  return action("speaker", `gave ${what} to ${records.nameOf(speaker)}`, giveAll(records, quotations, speaker, editor), editor);
}

/**
 * Quotations belong to somebody who is not listed yet.
 * @param {Records} records
 * @param {string[]} ids
 * @param {string} name
 * @param {Editor} editor
 */
export function giveToNew(records, ids, name, editor) {
  const quotations = ids.map(id => known(records, id));
  const speaker = newSpeaker(freeSpeakerId(records), name);
  const what = quotations.length === 1 ? cite(records, quotations[0]) : `${quotations.length} quotations`;
  /** @type {Change} */
  const made = { record: "speaker", id: speaker.id, before: null, after: { ...speaker } };
  return action("new-speaker", `gave ${what} to ${name}, who is new`, [made, ...giveAll(records, quotations, speaker.id, editor)], editor);
}

/** Whether words name somebody, as far as can be seen: capitals at both ends, no article. @param {string} words */
function isName(words) {
  const parts = words.split(/\s+/);
  return !/^(?:the|an?)$/i.test(parts[0]) && [parts[0], parts[parts.length - 1]].every(part => /^\p{Lu}/u.test(part));
}

/**
 * Name, role, affiliation or kind of a speaker; an old name that stands in the text stays as an alias. Who was only
 * described and gets a name is a person, unless another kind is given; the change says so.
 * @param {Records} records
 * @param {string} id
 * @param {{name?: string | null, role?: string | null, affiliation?: string | null, kind?: string}} wanted
 * @param {Editor} editor
 */
export function describe(records, id, wanted, editor) {
  const speaker = records.speakers.get(id);
  if (!speaker) return null;
  /** @type {Fields} */
  const fields = { ...wanted };
  const old = speaker.name;
  if (wanted.name && old && wanted.name !== old && !speaker.aliases.includes(old) && records.points.text.includes(old)) {
    fields.aliases = [...speaker.aliases.filter(alias => alias !== wanted.name), old];
  }
  const isRenamed = "name" in wanted && wanted.name !== old;
  const isNamed = isRenamed && speaker.kind === "described" && (wanted.kind ?? "described") === "described" && isName(wanted.name ?? "");
  if (isNamed) fields.kind = "person";
  const words = isRenamed ? `renamed ${nameOf(speaker)} to ${wanted.name}${isNamed ? ", a person" : ""}` : `changed ${nameOf(speaker)}’s ${["role", "affiliation", "kind"].filter(field => field in wanted && !isSame(fields[field], /** @type {Fields} */ (speaker)[field])).join(" and ") || "name"}`;
  return action(isRenamed ? "rename" : "role", words, edit("speaker", id, speaker, fields), editor);
}

/**
 * Two speakers are one: everything of `from` goes to `into`.
 * @param {Records} records
 * @param {string} from
 * @param {string} into
 * @param {Editor} editor
 */
export function merge(records, from, into, editor) {
  const lost = records.speakers.get(from), kept = records.speakers.get(into);
  if (!lost || !kept || from === into) return null;
  /** @type {Change[]} */
  const changes = [];
  for (const quotation of records.quotations.values()) {
    /** @type {Fields} */
    const wanted = {};
    if (quotation.speaker === from) wanted.speaker = into;
    if (quotation.relayed_by === from) wanted.relayed_by = into;
    if (quotation.candidates.some(candidate => candidate.speaker === from)) {
      const shares = new Map();
      for (const { speaker, confidence } of quotation.candidates) {
        const who = speaker === from ? into : speaker;
        shares.set(who, Math.min(1, (shares.get(who) ?? 0) + confidence));
      }
      wanted.candidates = [...shares].map(([speaker, confidence]) => ({ speaker, confidence })).sort((a, b) => b.confidence - a.confidence);
    }
    changes.push(...edit("quotation", quotation.id, quotation, wanted));
  }
  for (const [id, turn] of records.turns) if (turn.speaker === from) changes.push(...edit("turn", id, turn, { speaker: into }));
  const aliases = [...new Set([...kept.aliases, ...(lost.name ? [lost.name] : []), ...lost.aliases])].filter(alias => alias !== kept.name);
  changes.push(...edit("speaker", into, kept, {
    aliases,
    labels: [...new Set([...kept.labels, ...lost.labels])],
    role: kept.role ?? lost.role,
    affiliation: kept.affiliation ?? lost.affiliation,
    gender: kept.gender ?? lost.gender,
  }));
  changes.push({ record: "speaker", id: from, before: { ...lost }, after: null });
  return action("merge", `merged ${nameOf(lost)} into ${nameOf(kept)}`, changes, editor);
}

/**
 * The quotation is speech of this kind, or none (other; what stands without marks is rejected then).
 * @param {Records} records
 * @param {string} id
 * @param {Kind} kind
 * @param {Editor} editor
 */
export function setKind(records, id, kind, editor) {
  const quotation = known(records, id);
  if (kind === "other") {
    const isMarked = quotation.kind !== "indirect";
    const wanted = isMarked
      ? { kind, speaker: null, confidence: null, reason: quotation.reason ?? "not speech, says an editor" }
      : { status: "rejected" };
    const isSo = isMarked ? quotation.kind === "other" : quotation.status === "rejected";
    if (isSo) return accept(records, id, editor);
    return action("kind", `marked ${cite(records, quotation)} as no speech`, decide(quotation, wanted, editor), editor);
  }
  if (quotation.kind === kind && quotation.status !== "rejected") return accept(records, id, editor);
  const content = kind === "mixed" ? quotation.content : quotation.spans;
  return action("kind", `marked ${cite(records, quotation)} as ${kind}`, decide(quotation, { kind, content, reason: null }, editor), editor);
}

/**
 * Where the quotation stands.
 * @param {Records} records
 * @param {string} id
 * @param {Span[]} spans
 * @param {Editor} editor
 */
export function setSpans(records, id, spans, editor) {
  const quotation = known(records, id);
  if (!areSpans(spans, records.points.size)) return null;
  return action("spans", `changed the words of ${cite(records, quotation)}`, isSame(spans, quotation.spans) ? [] : decide(quotation, withContent(quotation, spans), editor), editor);
}

/** New spans, and the content that goes with them. @param {Quotation} quotation @param {Span[]} spans @returns {Fields} */
function withContent(quotation, spans) {
  if (quotation.kind !== "mixed" || isSame(quotation.content, quotation.spans)) return { spans, content: spans };
  const content = quotation.content.map(span => /** @type {Span} */ ([...span]));
  content[0][0] = Math.min(content[0][0], spans[0][0]);
  const last = content[content.length - 1];
  last[1] = Math.max(last[1], spans[spans.length - 1][1]);
  return { spans, content };
}

/** Whether spans are in order, not empty and within the text. @param {Span[]} spans @param {number} size */
export function areSpans(spans, size) {
  let before = 0;
  return spans.length > 0 && spans.every(([start, end]) => {
    const isGood = start >= before && end > start && end <= size;
    before = end;
    return isGood;
  });
}

/** An id for a quotation that begins there. @param {Records} records @param {number} start */
export function freeQuotationId(records, start) {
  let id = `q${start}`;
  for (let number = 2; records.quotations.has(id) || records.firstSpans.has(id); number++) id = `q${start}-${number}`;
  return id;
}

/**
 * A quotation that was missed; it is to be checked until somebody says whose it is.
 * @param {Records} records
 * @param {Span} span
 * @param {Editor} editor
 */
export function add(records, span, editor) {
  if (!areSpans([span], records.points.size)) return null;
  const before = records.points.slice(Math.max(0, span[0] - 1), span[0]);
  /** @type {Quotation | null} */
  let parent = null;
  for (const quotation of records.inOrder()) {
    const holds = quotation.spans.some(([start, end]) => start <= span[0] && span[1] <= end && end - start > span[1] - span[0]);
    if (holds && quotation.status !== "rejected") parent = quotation;
  }
  /** @type {Quotation} */
  const made = {
    id: freeQuotationId(records, span[0]), kind: /["'“”„«»‘’‹›]/.test(before) ? "direct" : "indirect",
    spans: [span], content: [span], speaker: null, source: null, cue: null, confidence: null, candidates: [],
    evidence: [{ rule: "added by an editor", words: "", spans: [span], weight: null }],
    parent: parent ? parent.id : null, translated: false, relayed_by: null, channel: null, reason: null, start_ms: null, end_ms: null,
    status: "proposed", by: null, at: null, note: null, flagged: false,
  };
  return action("add", `added ${cite(records, made)}`, [{ record: "quotation", id: made.id, before: null, after: { ...made } }], editor);
}

/**
 * What stands of spans before a place and behind it, without white space at the ends.
 * @param {Records} records
 * @param {Span[]} spans
 * @param {number} point
 * @returns {[Span[], Span[]]}
 */
export function cut(records, spans, point) {
  const trimmed = (/** @type {number} */ start, /** @type {number} */ end) => {
    const words = records.points.slice(start, end);
    const left = words.length - words.trimStart().length, right = words.length - words.trimEnd().length;
    return /** @type {Span} */ ([start + left, end - right]);  // white space takes one unit
  };
  /** @type {Span[]} */
  const head = [], tail = [];
  for (const [start, end] of spans) {
    if (start < point) head.push(trimmed(start, Math.min(end, point)));
    if (end > point) tail.push(trimmed(Math.max(start, point), end));
  }
  return [head, tail];
}

/**
 * One quotation is two: what stands before `point` stays, the rest is a quotation of its own, to be checked.
 * @param {Records} records
 * @param {string} id
 * @param {number} point
 * @param {Editor} editor
 */
export function split(records, id, point, editor) {
  const quotation = known(records, id);
  const [head, tail] = cut(records, quotation.spans, point);
  if (!areSpans(head, records.points.size) || !areSpans(tail, records.points.size)) return null;
  const second = { ...quotation, id: freeQuotationId(records, tail[0][0]), spans: tail, content: tail, status: /** @type {const} */ ("proposed"), by: null, at: null };
  const changes = [
    ...decide(quotation, { spans: head, content: head }, editor),
    /** @type {Change} */ ({ record: "quotation", id: second.id, before: null, after: second }),
  ];
  for (const child of records.quotations.values()) {
    if (child.parent === id && child.spans[0][0] >= tail[0][0]) changes.push(...edit("quotation", child.id, child, { parent: second.id }));
  }
  return action("split", `split ${cite(records, quotation)} in two`, changes, editor);
}

/**
 * The nearest quotation behind or before one that it can be joined with: nested as it is, and not overlapping it.
 * @param {Records} records
 * @param {Quotation} quotation
 * @param {1 | -1} by
 * @returns {Quotation | null}
 */
export function besideQuotation(records, quotation, by) {
  const order = records.inOrder(), start = quotation.spans[0][0], end = lastOf(quotation);
  const fits = (/** @type {Quotation} */ other) => other.parent === quotation.parent && other.status !== "rejected" && (by > 0 ? other.spans[0][0] >= end : lastOf(other) <= start);
  return (by > 0 ? order.find(fits) : order.findLast(fits)) ?? null;
}

/**
 * Two quotations are one.
 * @param {Records} records
 * @param {string} id of the one that stays
 * @param {string} other
 * @param {Editor} editor
 */
export function join(records, id, other, editor) {
  const kept = known(records, id), lost = known(records, other);
  const spans = [...kept.spans, ...lost.spans].sort((a, b) => a[0] - b[0]);
  if (id === other || !areSpans(spans, records.points.size)) return null;
  const parent = kept.parent === other ? lost.parent : kept.parent;
  const changes = [...decide(kept, { spans, content: spans, parent }, editor)];
  for (const child of records.quotations.values()) {
    if (child.parent === other && child.id !== id) changes.push(...edit("quotation", child.id, child, { parent: id }));
  }
  changes.push({ record: "quotation", id: other, before: { ...lost }, after: null });
  return action("join", `joined ${cite(records, kept)} and ${cite(records, lost)}`, changes, editor);
}

/** @param {Records} records @param {string} id @param {string} note @param {Editor} editor */
export function setNote(records, id, note, editor) {
  const quotation = known(records, id);
  const words = note ? `wrote beside ${cite(records, quotation)}: ${shorten(note)}` : `took away the note beside ${cite(records, quotation)}`;
  return action("note", words, edit("quotation", id, quotation, { note: note || null }), editor);
}

/** @param {Records} records @param {string} id @param {Editor} editor */
export function flag(records, id, editor) {
  const quotation = known(records, id);
  const words = `${quotation.flagged ? "took the flag from" : "flagged"} ${cite(records, quotation)}`;
  return action("flag", words, edit("quotation", id, quotation, { flagged: !quotation.flagged }), editor);
}
