// The records of the annotation that is reviewed: read from the page's data block, changed only by changes.

/** @typedef {[number, number]} Span */
/** @typedef {{rule: string, words: string, spans: Span[], weight: number | null}} Evidence */
/** @typedef {{speaker: string, confidence: number}} Candidate */
/** @typedef {"direct" | "mixed" | "indirect" | "other"} Kind */
/** @typedef {"proposed" | "accepted" | "corrected" | "rejected"} Status */
/**
 * @typedef {object} Quotation
 * @property {string} id
 * @property {Kind} kind
 * @property {Span[]} spans
 * @property {Span[]} content
 * @property {string | null} speaker
 * @property {Span | null} source
 * @property {Span | null} cue
 * @property {number | null} confidence
 * @property {Candidate[]} candidates
 * @property {Evidence[]} evidence
 * @property {string | null} parent
 * @property {boolean} translated
 * @property {string | null} relayed_by
 * @property {string | null} channel
 * @property {string | null} reason
 * @property {number | null} start_ms
 * @property {number | null} end_ms
 * @property {Status} status
 * @property {string | null} by
 * @property {string | null} at
 * @property {string | null} note
 * @property {boolean} flagged
 */
/**
 * @typedef {object} Speaker
 * @property {string} id
 * @property {string | null} name
 * @property {string[]} aliases
 * @property {string[]} labels
 * @property {string | null} role
 * @property {string | null} affiliation
 * @property {string | null} gender
 * @property {string} kind
 * @property {Evidence[]} evidence
 */
/**
 * @typedef {object} Turn
 * @property {number} start
 * @property {number} end
 * @property {string | null} speaker
 * @property {string | null} label
 * @property {string} kind
 * @property {boolean} translated
 * @property {number | null} confidence
 * @property {Evidence[]} evidence
 * @property {number | null} start_ms
 * @property {number | null} end_ms
 */
/** A timed segment of the input. @typedef {{start: number, end: number, start_ms: number | null, end_ms: number | null}} Utterance */
/** @typedef {"quotation" | "speaker" | "turn"} RecordName */
/** @typedef {{[field: string]: any}} Fields */
/** @typedef {{record: RecordName, id: string, before: Fields | null, after: Fields | null}} Change */
/** @typedef {{name: string, changes: Change[], by: string | null, at: string | null, words: string}} Action */

import { Points } from "./codepoints.js";

/** @type {Kind[]} */
const KINDS = ["direct", "mixed", "indirect", "other"];

/**
 * @param {number[]} flat
 * @param {number} base
 * @returns {Span[]}
 */
function readSpans(flat, base) {
  /** @type {Span[]} */
  const spans = [];
  for (let i = 0; i < flat.length; i += 2) spans.push([base + flat[i], base + flat[i] + flat[i + 1]]);
  return spans;
}

/**
 * @param {any[]} item
 * @param {number} base
 * @param {Span[]} own
 * @param {any} block
 * @param {Points} points
 * @returns {Evidence}
 */
function readEvidence([rule, words = 0, weight = null, flat = []], base, own, block, points) {
  const spans = flat === -1 ? own : readSpans(flat, base);
  const said = words === 0 ? "" : words === -1 ? points.slice(...spans[0]) : block.words[words - 1];
  return { rule: block.rules[rule], words: said, spans, weight };
}

/** All records of one annotation, and what they are now. */
export class Records {
  /**
   * @param {any} block the page's data block, see quotes/renderer/review.py
   * @param {Points} points the document's text
   */
  constructor(block, points) {
    this.points = points;
    /** @type {Map<string, Quotation>} */
    this.quotations = new Map();
    /** @type {Map<string, Speaker>} */
    this.speakers = new Map();
    /** @type {Map<string, Turn>} */
    this.turns = new Map();
    /** Badge numbers of the speakers. @type {Map<string, number>} */
    this.numbers = new Map();
    /** @type {Quotation[] | null} */
    this.sorted = null;
    /** @type {string[]} */
    const ids = [];
    let last = 0;
    for (const [id, name, aliases, labels, role, affiliation, gender, kind, evidence, number] of block.speakers) {
      ids.push(id);
      this.speakers.set(id, {
        id, name, aliases, labels, role, affiliation, gender, kind,
        evidence: evidence.map((/** @type {any[]} */ item) => readEvidence(item, 0, [], block, points)),
      });
      if (number) this.numbers.set(id, number);
      last = Math.max(last, number);
    }
    for (const id of ids) if (!this.numbers.has(id)) this.numbers.set(id, ++last);
    const who = (/** @type {number} */ place) => place < 0 ? null : ids[place];
    for (const values of block.quotations) {
      const [id, kind, base, flat, content, speaker, confidence = null, source = 0, cue = 0, candidates = [], evidence = [], rest = {}] = values;
      const spans = readSpans(flat, base);
      /** @type {Candidate[]} */
      const chosen = [];
      for (let i = 0; i < candidates.length; i += 2) chosen.push({ speaker: ids[candidates[i]], confidence: candidates[i + 1] });
      const quotation = {
        id: id === 0 ? `q${base}` : id,
        kind: KINDS[kind],
        spans,
        content: content === 0 || content === undefined ? spans : readSpans(content, base),
        speaker: who(speaker ?? -1),
        source: source === 0 ? null : readSpans(source, base)[0],
        cue: cue === 0 ? null : readSpans(cue, base)[0],
        confidence,
        candidates: chosen,
        evidence: evidence.map((/** @type {any[]} */ item) => readEvidence(item, base, spans, block, points)),
        parent: rest.parent ?? null,
        translated: rest.translated ?? false,
        relayed_by: rest.relayed_by ?? null,
        channel: rest.channel ?? null,
        reason: rest.reason ?? null,
        start_ms: rest.start_ms ?? null,
        end_ms: rest.end_ms ?? null,
        status: rest.status ?? "proposed",
        by: rest.by ?? null,
        at: rest.at ?? null,
        note: rest.note ?? null,
        flagged: rest.flagged ?? false,
      };
      this.quotations.set(quotation.id, quotation);
    }
    for (const [start, size, speaker, kind, label = null, translated = false, confidence = null, start_ms = null, end_ms = null, evidence = []] of block.turns) {
      this.turns.set(this.turnId(start), {
        start, end: start + size, speaker: who(speaker), label, kind, translated, confidence,
        evidence: evidence.map((/** @type {any[]} */ item) => readEvidence(item, start, [], block, points)),
        start_ms, end_ms,
      });
    }
    /** Timed segments of the input, in order; empty where nothing is timed. @type {Utterance[]} */
    this.utterances = [];
    const flat = block.utterances ?? [];
    for (let i = 0, start = 0; i < flat.length; i += 4) {
      start += flat[i];
      const starts_ms = flat[i + 2] < 0 ? null : flat[i + 2];
      this.utterances.push({ start, end: start + flat[i + 1], start_ms: starts_ms, end_ms: flat[i + 3] < 0 ? null : (starts_ms ?? 0) + flat[i + 3] });
    }
    /** First spans of the quotations as the annotation gives them. @type {Map<string, Span>} */
    this.firstSpans = new Map([...this.quotations].map(([id, quotation]) => [id, quotation.spans[0]]));
    /** Speakers of the quotations as the annotation gives them. @type {Map<string, string | null>} */
    this.firstSpeakers = new Map([...this.quotations].map(([id, quotation]) => [id, quotation.speaker]));
    /** Names of the speakers as the annotation gives them. @type {Map<string, string>} */
    this.firstNames = new Map([...this.speakers].map(([id, speaker]) => [id, nameOf(speaker)]));
  }

  /**
   * @param {RecordName} record
   * @returns {Map<string, any>}
   */
  list(record) {
    return record === "quotation" ? this.quotations : record === "speaker" ? this.speakers : this.turns;
  }

  /** The id of a turn that starts there: a number tells it from others that do. @param {number} start */
  turnId(start) {
    let id = `t${start}`;
    for (let number = 2; this.turns.has(id); number++) id = `t${start}-${number}`;
    return id;
  }

  /** The quotations in reading order, one before those nested in it. @returns {Quotation[]} */
  inOrder() {
    this.sorted ??= [...this.quotations.values()].sort(
      (a, b) => a.spans[0][0] - b.spans[0][0] || lastOf(b) - lastOf(a));
    return this.sorted;
  }

  /** The badge number of a speaker; a new one gets the next. @param {string} id */
  numberOf(id) {
    let number = this.numbers.get(id);
    if (number === undefined) {
      number = Math.max(0, ...this.numbers.values()) + 1;
      this.numbers.set(id, number);
    }
    return number;
  }

  /** What to call a speaker. @param {string | null} id */
  nameOf(id) {
    const speaker = id === null ? undefined : this.speakers.get(id);
    return speaker ? nameOf(speaker) : "nobody";
  }

  /** The words of a quotation on one line. @param {Quotation} quotation */
  wordsOf(quotation) {
    return oneLine(quotation.spans.map(([start, end]) => this.points.slice(start, end)).join(" "));
  }

  /** Whether a change finds everything as it says. @param {Change} change */
  fits(change) {
    const value = this.list(change.record).get(change.id);
    if (change.before === null) return value === undefined;
    if (value === undefined) return false;
    return Object.keys(change.before).every(name => Object.hasOwn(value, name) && isSame(value[name], /** @type {Fields} */ (change.before)[name]));
  }

  /** Make a change. @param {Change} change */
  apply(change) {
    const list = this.list(change.record);
    const value = list.get(change.id);
    if (change.after === null) list.delete(change.id);
    else if (value === undefined) list.set(change.id, { ...change.after });
    else {
      const { start } = value;
      Object.assign(value, change.after);
      if (change.record === "turn" && value.start !== start) {
        list.delete(change.id);
        list.set(this.turnId(value.start), value);
      }
    }
    if (change.record === "quotation" && (!change.before || !change.after || "spans" in change.after)) this.sorted = null;
  }
}

/** @param {Quotation} quotation */
export function lastOf(quotation) {
  return quotation.spans[quotation.spans.length - 1][1];
}

/** What to call a speaker, on one line. @param {Speaker} speaker */
export function nameOf(speaker) {
  const name = oneLine(speaker.name ?? "") || oneLine(speaker.labels[0] ?? "");
  return name || `unnamed ${speaker.kind === "unnamed" ? "speaker" : speaker.kind}`;
}

/** @param {string} words */
export function oneLine(words) {
  return words.replace(/\s+/g, " ").trim();
}

/**
 * Whether two values of records are the same.
 * @param {any} one
 * @param {any} other
 * @returns {boolean}
 */
export function isSame(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every(name => Object.hasOwn(other, name) && isSame(one[name], other[name]));
}

/** @param {Change} change @returns {Change} */
export function undone(change) {
  return { record: change.record, id: change.id, before: change.after, after: change.before };
}
