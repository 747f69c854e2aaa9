// Looking for words in the text.

/** @typedef {import("./records.js").Span} Span */
/** @typedef {import("./codepoints.js").Points} Points */

const MOST = 2_000;

/**
 * Where words stand, whatever their case.
 * @param {Points} points
 * @param {string} words
 * @returns {Span[]} in order, at most 2,000
 */
export function findAll(points, words) {
  const wanted = words.trim();
  if (!wanted) return [];
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+").replace(/['’]/g, "['’]").replace(/["“”]/g, "[\"“”]"), "giu");
  /** @type {Span[]} */
  const found = [];
  for (const match of points.text.matchAll(pattern)) {
    found.push([points.point(match.index), points.point(match.index + match[0].length)]);
    if (found.length === MOST) break;
  }
  return found;
}
