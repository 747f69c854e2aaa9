// What is left to check, and in which order: the likeliest mistakes first.

import { turnOf } from "./actions.js";
import { oneLine } from "./records.js";

/** @typedef {import("./records.js").Records} Records */
/** @typedef {import("./records.js").Quotation} Quotation */
/** @typedef {{key: string, speaker: string | null, kind: string | null}} Filter */

export const UNSURE_BELOW = 0.7;
const LEAST_SPEECH = 0.2;
const CERTAIN_REASONS = new Set(["no words", "program text", "nickname", "sign or motto"]);

/** How likely it is that marked words of no kind are speech after all. @param {Quotation} quotation */
function speechChance(quotation) {
  if (CERTAIN_REASONS.has(quotation.reason ?? "")) return 0;
  const weight = quotation.evidence.find(item => item.rule === "speech")?.weight;
  return typeof weight === "number" && weight > 0 && weight < 1 ? weight : 0;
}

/** Whether somebody has to look at it. @param {Quotation} quotation */
export function isOpen(quotation) {
  if (quotation.status !== "proposed") return false;
  return quotation.kind !== "other" || speechChance(quotation) >= LEAST_SPEECH;
}

/** How likely it is that something is wrong with it; 1 where nobody is named. @param {Quotation} quotation */
export function riskOf(quotation) {
  if (quotation.kind === "other") return speechChance(quotation);
  return quotation.confidence === null ? 1 : 1 - quotation.confidence;
}

/** @param {Quotation} quotation */
export function isSpeech(quotation) {
  return quotation.kind !== "other" && quotation.status !== "rejected";
}

/** Whether the speaker is named with doubt and nobody has looked. @param {Quotation} quotation */
export function isUnsure(quotation) {
  return isSpeech(quotation) && quotation.status === "proposed" && quotation.confidence !== null && quotation.confidence < UNSURE_BELOW;
}

/** @type {Map<string, (quotation: Quotation) => boolean>} */
const TESTS = new Map([
  ["open", isOpen],
  ["unsure", isUnsure],
  ["unattributed", quotation => isSpeech(quotation) && quotation.speaker === null],
  ["flagged", quotation => quotation.flagged || quotation.note !== null],
  ["changed", quotation => quotation.status === "corrected" || quotation.status === "rejected"],
  ["other", quotation => !isSpeech(quotation)],
  ["all", () => true],
]);

/** @param {Filter} filter @returns {(quotation: Quotation) => boolean} */
export function testOf(filter) {
  const test = TESTS.get(filter.key) ?? (() => true);
  return quotation => test(quotation)
    && (filter.speaker === null || quotation.speaker === filter.speaker)
    && (filter.kind === null || quotation.kind === filter.kind);
}

/**
 * How much is left.
 * @param {Iterable<Quotation>} quotations
 */
export function countUp(quotations) {
  const counts = { all: 0, checked: 0, open: 0, wrong: 0, unattributed: 0, unsure: 0, flagged: 0, changed: 0, other: 0, nobody: 0 };
  for (const quotation of quotations) {
    counts.all++;
    const open = isOpen(quotation);
    if (open) {
      counts.open++;
      if (quotation.kind !== "other" && quotation.confidence === null) counts.nobody++;
      else counts.wrong += riskOf(quotation);
    } else if (quotation.status !== "proposed") counts.checked++;
    if (isUnsure(quotation)) counts.unsure++;
    if (isSpeech(quotation) && quotation.speaker === null) counts.unattributed++;
    if (quotation.flagged || quotation.note !== null) counts.flagged++;
    if (quotation.status === "corrected" || quotation.status === "rejected") counts.changed++;
    if (!isSpeech(quotation)) counts.other++;
  }
  return counts;
}

/** What is left, in words. @param {ReturnType<typeof countUp>} counts */
export function sayLeft(counts) {
  if (counts.open === 0) return "All checked";
  const wrong = Math.round(counts.wrong);
  const parts = [];
  if (counts.open > counts.nobody) parts.push(`${wrong ? `about ${wrong}` : "fewer than 1"} wrong by the program’s own estimate`);
  if (counts.nobody) parts.push(`${counts.nobody} without a speaker`);
  return parts.join(", ");
}

/** The order in which quotations are looked at; it stays while the editor works. */
export class Queue {
  /** @param {Records} records */
  constructor(records) {
    this.records = records;
    /** @type {"risk" | "text"} */
    this.by = "risk";
    /** @type {string[]} */
    this.risky = records.inOrder().map(quotation => quotation.id);
    const risks = new Map(records.inOrder().map(quotation => [quotation.id, riskOf(quotation)]));
    this.risky.sort((a, b) => (risks.get(b) ?? 0) - (risks.get(a) ?? 0));
    /** @type {Filter} */
    this.filter = { key: "open", speaker: null, kind: null };
  }

  /** All quotations in the order chosen; what was made since comes last. @returns {string[]} */
  order() {
    const { quotations } = this.records;
    if (this.by === "text") return this.records.inOrder().map(quotation => quotation.id);
    if (this.risky.length !== quotations.size || !this.risky.every(id => quotations.has(id))) {
      const there = this.risky.filter(id => quotations.has(id));
      const seen = new Set(there);
      this.risky = [...there, ...this.records.inOrder().map(quotation => quotation.id).filter(id => !seen.has(id))];
    }
    return this.risky;
  }

  /** The quotations that pass the filter, in the order chosen. */
  shown() {
    const test = testOf(this.filter);
    return this.order().filter(id => test(/** @type {Quotation} */ (this.records.quotations.get(id))));
  }

  /**
   * The first of those shown, from one on.
   * @param {string | null} id
   * @param {number} most
   */
  from(id, most) {
    const order = this.order(), test = testOf(this.filter), found = [];
    const here = id === null ? 0 : Math.max(0, order.indexOf(id));
    for (let step = 0; step < order.length && found.length < most; step++) {
      const one = order[(here + step) % order.length];
      if (one === id || test(/** @type {Quotation} */ (this.records.quotations.get(one)))) found.push(one);
    }
    return found;
  }

  /**
   * The next quotation that passes the filter, behind or before one, going round at the end.
   * @param {string | null} id
   * @param {1 | -1} by
   * @returns {string | null}
   */
  next(id, by = 1) {
    const order = this.order(), test = testOf(this.filter);
    const here = id === null ? (by > 0 ? -1 : order.length) : order.indexOf(id);
    for (let step = 1; step <= order.length; step++) {
      const place = (((here + by * step) % order.length) + order.length) % order.length;
      if (order[place] !== id && test(/** @type {Quotation} */ (this.records.quotations.get(order[place])))) return order[place];
    }
    return null;
  }
}

/**
 * The likeliest speakers of a quotation, at most nine: its candidates, who speaks near by, who speaks most.
 * @param {Records} records
 * @param {Quotation} quotation
 * @param {Map<string, number>} counts how many quotations each speaker has
 * @returns {{id: string, confidence: number | null}[]}
 */
export function likeliest(records, quotation, counts) {
  /** @type {Map<string, number | null>} */
  const found = new Map();
  const put = (/** @type {string | null} */ id, /** @type {number | null} */ confidence) => {
    if (id !== null && found.size < 9 && !found.has(id) && records.speakers.has(id)) found.set(id, confidence);
  };
  if (quotation.status !== "proposed") put(quotation.speaker, null);
  for (const { speaker, confidence } of quotation.candidates) put(speaker, confidence);
  put(quotation.speaker, quotation.confidence);
  const order = records.inOrder(), here = order.indexOf(quotation);
  for (let step = 1; step <= 4; step++) {
    for (const near of [order[here - step], order[here + step]]) if (near && isSpeech(near)) put(near.speaker, null);
  }
  for (const [id] of [...counts].sort((a, b) => b[1] - a[1])) put(id, null);
  for (const id of records.speakers.keys()) put(id, null);
  return shareOut([...found].map(([id, confidence]) => ({ id, confidence })), quotation);
}

/**
 * What the program's estimate leaves to the others: a candidate is weighed alone, so that the numbers can be more than 1 in all.
 * @param {{id: string, confidence: number | null}[]} choices
 * @param {Quotation} quotation
 */
function shareOut(choices, { speaker, confidence }) {
  const named = choices.find(choice => choice.id === speaker && speaker !== null);
  const left = named ? 1 - (confidence ?? named.confidence ?? 0) : 1;
  const sum = choices.reduce((total, choice) => total + (choice === named ? 0 : choice.confidence ?? 0), 0);
  return choices.map(choice => choice.confidence === null ? choice
    : { id: choice.id, confidence: choice === named ? confidence ?? choice.confidence : sum > left ? choice.confidence * left / sum : choice.confidence });
}

/**
 * Open quotations that are probably wrong in the same way as one that was corrected.
 * @param {Records} records
 * @param {Quotation} quotation
 * @param {string | null} was whose it was before
 * @returns {{ids: string[], later: string[], by: string} | null} in the order of the text; later are those behind it
 */
export function siblingsOf(records, quotation, was) {
  const sourceOf = (/** @type {Quotation} */ one) => one.source === null ? null : oneLine(records.points.slice(...one.source)).toLowerCase();
  const source = sourceOf(quotation), label = turnOf(records, quotation)?.label ?? null;
  if (source === null && label === null) return null;
  const ids = [], later = [];
  for (const other of records.inOrder()) {
    if (other.id === quotation.id || other.speaker !== was || !isOpen(other) || other.kind === "other") continue;
    const isAlike = label !== null ? turnOf(records, other)?.label === label : source !== null && sourceOf(other) === source;
    if (isAlike) ids.push(other.id);
    if (isAlike && other.spans[0][0] > quotation.spans[0][0]) later.push(other.id);
  }
  const shown = quotation.source === null ? "" : oneLine(records.points.slice(...quotation.source));
  return ids.length ? { ids, later, by: label !== null ? `the voice ${label}` : `“${shown}”` } : null;
}
