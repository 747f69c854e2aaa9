// What the page says: of evidence, kinds and confidence.

/** @typedef {import("./records.js").Quotation} Quotation */
/** @typedef {import("./records.js").Evidence} Evidence */
/** @typedef {import("./records.js").Speaker} Speaker */

export const KIND_WORDS = new Map([
  ["direct", "Direct"], ["mixed", "Mixed"], ["indirect", "Indirect"], ["other", "Not speech"],
]);

export const KIND_HINTS = new Map([
  ["direct", "the words stand alone"], ["mixed", "marked words inside the narrator’s sentence"],
  ["indirect", "reported without marks"], ["other", "no speech at all: a title, a nickname, a word of doubt"],
]);

/** @param {number} confidence */
export function sureness(confidence) {
  return confidence >= 0.9 ? "very likely right" : confidence >= 0.7 ? "likely right" : confidence >= 0.4 ? "could be wrong" : "probably wrong";
}

/** What a rule of the annotation saw, in words. @type {Map<string, string>} */
const RULES = new Map([
  ["cue", "Reporting word"],
  ["speech_cue", "Reporting word"],
  ["source phrase", "Named beside the words as"],
  ["subject_of_cue", "Subject of the reporting word"],
  ["source phrase, whoever it means", "Named only as"],
  ["reported clause", "The sentence says who it comes from:"],
  ["antecedent", "Which stands for"],
  ["introduced before", "Introduced before the words as"],
  ["marks", "Quotation marks"],
  ["marks, lost closer", "A mark opens, none closes"],
  ["marks, reopened", "Marks open again in each paragraph"],
  ["lost opener", "A mark closes, none opens"],
  ["speech", "It reads like speech"],
  ["dialogue", "Turns of the dialogue"],
  ["goes on", "Goes on from the words before"],
  ["same paragraph", "Same paragraph as the words before"],
  ["resumed", "Taken up again after the narrator"],
  ["channel", "Said by way of"],
  ["bite", "A sound bite"],
  ["nobody says it", "Nobody near says it"],
]);

/** @param {string} rule */
export function ruleWords(rule) {
  const known = RULES.get(rule);
  if (known) return known;
  const words = rule.replace(/_/g, " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** @param {Quotation} quotation */
export function statusWords(quotation) {
  const who = quotation.by ? ` by ${quotation.by}` : "";
  return quotation.status === "proposed" ? "not checked" : `${quotation.status}${who}`;
}

/** Role and affiliation, one after the other. @param {Speaker} speaker */
export function standing(speaker) {
  const { role, affiliation } = speaker;
  const isSaid = affiliation && role && role.toLowerCase().includes(affiliation.toLowerCase());
  return [role, isSaid ? null : affiliation].filter(Boolean).join(", ");
}

/** @param {number} time_ms */
export function clock(time_ms) {
  const seconds = Math.floor(time_ms / 1000), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:${two(Math.floor(seconds / 60) % 60)}` : Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}
