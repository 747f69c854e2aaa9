// The corrections file: what `quotes apply` reads, see quotes/review/corrections.py.

import { isSame } from "./records.js";

/** @typedef {import("./records.js").Action} Action */
/** @typedef {import("./records.js").Change} Change */
/** @typedef {import("./records.js").Fields} Fields */
/** @typedef {import("./records.js").Records} Records */
/** @typedef {import("./records.js").Span} Span */
/** @typedef {{start: number, end: number, exact: string, prefix: string, suffix: string}} Anchor */
/**
 * @typedef {object} Corrections
 * @property {string} corrections_version
 * @property {string} document_id
 * @property {string} sha256
 * @property {string | null} by
 * @property {string | null} saved_at
 * @property {Action[]} actions
 * @property {Anchor[]} anchors
 * @property {{[id: string]: string}} speakers
 */

export const VERSION = "1.0";
const CONTEXT = 40;

/**
 * The words at every place that actions refer to, and of every quotation they change.
 * @param {Records} records
 * @param {Action[]} actions
 * @returns {Anchor[]}
 */
export function collectAnchors(records, actions) {
  const { points } = records;
  /** @type {Map<string, Span>} */
  const spans = new Map();
  const put = (/** @type {any} */ span) => {
    if (Array.isArray(span) && span[1] <= points.size) spans.set(`${span[0]}-${span[1]}`, [span[0], span[1]]);
  };
  for (const action of actions) for (const change of action.changes) {
    if (change.record === "quotation") put(records.firstSpans.get(change.id));
    for (const side of [change.before, change.after]) {
      if (side === null) continue;
      for (const name of ["spans", "content"]) for (const span of side[name] ?? []) put(span);
      for (const name of ["source", "cue"]) put(side[name]);
      if ("start" in side && "end" in side) put([side.start, side.end]);
    }
  }
  return [...spans.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([start, end]) => ({
    start,
    end,
    exact: points.slice(start, end),
    prefix: points.slice(Math.max(0, start - CONTEXT), start),
    suffix: points.slice(end, Math.min(points.size, end + CONTEXT)),
  }));
}

/**
 * Names of the speakers that actions refer to.
 * @param {Records} records
 * @param {Action[]} actions
 */
function namesOf(records, actions) {
  /** @type {Map<string, string>} */
  const names = new Map();
  const put = (/** @type {any} */ id, /** @type {any} */ name) => {
    if (typeof id === "string" && !names.has(id)) names.set(id, records.firstNames.get(id) ?? name ?? records.nameOf(id));
  };
  for (const action of actions) for (const change of action.changes) {
    if (change.record === "speaker") put(change.id, change.after?.name ?? change.before?.name);
    for (const side of [change.before, change.after]) if (side !== null && change.record !== "speaker") put(side.speaker, null);
  }
  return Object.fromEntries(names);
}

/**
 * @param {Records} records
 * @param {{id: string, sha256: string}} document
 * @param {Action[]} actions
 * @param {string | null} by
 * @param {string} at
 * @returns {Corrections}
 */
export function makeCorrections(records, document, actions, by, at) {
  return {
    corrections_version: VERSION,
    document_id: document.id,
    sha256: document.sha256,
    by,
    saved_at: at,
    actions,
    anchors: collectAnchors(records, actions),
    speakers: namesOf(records, actions),
  };
}

const isText = (/** @type {any} */ value) => typeof value === "string" && value.length <= 100_000;
const isTextOrNull = (/** @type {any} */ value) => value === null || isText(value);
const isTexts = (/** @type {any} */ value) => Array.isArray(value) && value.every(isText);
const isFlag = (/** @type {any} */ value) => typeof value === "boolean";
const isWhole = (/** @type {any} */ value) => Number.isInteger(value) && value >= 0;
const isWholeOrNull = (/** @type {any} */ value) => value === null || isWhole(value);
const isShare = (/** @type {any} */ value) => typeof value === "number" && value >= 0 && value <= 1;
const isShareOrNull = (/** @type {any} */ value) => value === null || isShare(value);
const isSpan = (/** @type {any} */ value) => Array.isArray(value) && value.length === 2 && value.every(isWhole) && value[0] <= value[1];
const isSpanOrNull = (/** @type {any} */ value) => value === null || isSpan(value);
const isSpans = (/** @type {any} */ value) => Array.isArray(value) && value.every(isSpan);
const isFilledSpans = (/** @type {any} */ value) => isSpans(value) && value.length > 0;
const isOneOf = (/** @type {string[]} */ ...values) => (/** @type {any} */ value) => values.includes(value);
const isEvidence = (/** @type {any} */ value) => Array.isArray(value) && value.every(
  item => item !== null && typeof item === "object" && isText(item.rule) && isText(item.words) && isSpans(item.spans)
    && (item.weight === null || typeof item.weight === "number"));
const isCandidates = (/** @type {any} */ value) => Array.isArray(value) && value.every(
  item => item !== null && typeof item === "object" && isText(item.speaker) && isShare(item.confidence));

/** @typedef {Map<string, (value: any) => boolean>} Checks */
/** What the fields of each record may hold. @type {Map<string, Checks>} */
const FIELDS = new Map(/** @type {[string, Checks][]} */ ([
  ["quotation", new Map(/** @type {[string, (value: any) => boolean][]} */ ([
    ["id", isText], ["kind", isOneOf("direct", "mixed", "indirect", "other")], ["spans", isFilledSpans], ["content", isSpans],
    ["speaker", isTextOrNull], ["source", isSpanOrNull], ["cue", isSpanOrNull], ["confidence", isShareOrNull],
    ["candidates", isCandidates], ["evidence", isEvidence], ["parent", isTextOrNull], ["translated", isFlag],
    ["relayed_by", isTextOrNull], ["channel", isTextOrNull], ["reason", isTextOrNull], ["start_ms", isWholeOrNull],
    ["end_ms", isWholeOrNull], ["status", isOneOf("proposed", "accepted", "corrected", "rejected")], ["by", isTextOrNull],
    ["at", isTextOrNull], ["note", isTextOrNull], ["flagged", isFlag],
  ]))],
  ["speaker", new Map(/** @type {[string, (value: any) => boolean][]} */ ([
    ["id", isText], ["name", isTextOrNull], ["aliases", isTexts], ["labels", isTexts], ["role", isTextOrNull],
    ["affiliation", isTextOrNull], ["gender", isTextOrNull], ["kind", isText], ["evidence", isEvidence],
  ]))],
  ["turn", new Map(/** @type {[string, (value: any) => boolean][]} */ ([
    ["start", isWhole], ["end", isWhole], ["speaker", isTextOrNull], ["label", isTextOrNull], ["kind", isText],
    ["translated", isFlag], ["confidence", isShareOrNull], ["evidence", isEvidence], ["start_ms", isWholeOrNull], ["end_ms", isWholeOrNull],
  ]))],
]));

/**
 * Whether one side of a change holds only what such a record can; a whole record holds all of it.
 * @param {string} record
 * @param {any} side
 * @param {boolean} isWholeRecord
 * @param {number} size of the text
 */
function isSide(record, side, isWholeRecord, size) {
  if (side === null) return true;
  const checks = FIELDS.get(record);
  if (!checks || typeof side !== "object" || Array.isArray(side)) return false;
  const names = Object.keys(side);
  if (isWholeRecord && names.length !== checks.size) return false;
  return names.every(name => {
    const check = checks.get(name);
    if (!check || !check(side[name])) return false;
    const spans = name === "spans" || name === "content" ? side[name] : name === "source" || name === "cue" ? [side[name] ?? [0, 0]] : [];
    return spans.every((/** @type {Span} */ span) => span[1] <= size);
  });
}

/**
 * Whether a value is an action on such records.
 * @param {any} value
 * @param {number} size
 * @returns {value is Action}
 */
export function isAction(value, size) {
  if (value === null || typeof value !== "object" || !isText(value.name) || !Array.isArray(value.changes) || !value.changes.length) return false;
  if (!isTextOrNull(value.by ?? null) || !isTextOrNull(value.at ?? null) || !isText(value.words ?? "")) return false;
  return value.changes.every((/** @type {any} */ change) => {
    if (change === null || typeof change !== "object" || !isText(change.id)) return false;
    const { before, after } = change;
    if (before === undefined || after === undefined || (before === null && after === null)) return false;
    if (!isSide(change.record, before, after === null, size) || !isSide(change.record, after, before === null, size)) return false;
    return before === null || after === null || isSame(Object.keys(before).sort(), Object.keys(after).sort());
  });
}

/**
 * The actions of a corrections file.
 * @param {string} json
 * @param {{sha256: string}} document
 * @param {number} size
 * @returns {Action[]}
 * @throws {Error} with what is wrong, in words
 */
export function readCorrections(json, document, size) {
  /** @type {any} */
  let value;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error("this is no JSON file");
  }
  if (value === null || typeof value !== "object" || typeof value.corrections_version !== "string") throw new Error("this is no corrections file");
  if (value.corrections_version.split(".")[0] !== VERSION.split(".")[0]) throw new Error(`its version is ${value.corrections_version}, this page reads ${VERSION}`);
  if (value.sha256 !== document.sha256) throw new Error("it was made on another text; use quotes apply, which finds places again");
  if (!Array.isArray(value.actions) || !value.actions.every((/** @type {any} */ item) => isAction(item, size))) throw new Error("it holds actions that this page does not know");
  return value.actions.map((/** @type {any} */ { name, changes, by = null, at = null, words = "" }) => ({
    name, by, at, words,
    changes: changes.map((/** @type {Change} */ { record, id, before, after }) => ({ record, id, before, after })),
  }));
}
