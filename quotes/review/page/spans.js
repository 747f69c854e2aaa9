// Choosing words from the keyboard: a span whose ends move by words or characters, shown as the page's selection.

import { CHUNK } from "./codepoints.js";

/** @typedef {import("./records.js").Span} Span */
/** @typedef {import("./codepoints.js").Points} Points */

/**
 * Move one end of a span.
 * @param {Points} points
 * @param {Span} span
 * @param {"start" | "end"} edge
 * @param {1 | -1} by
 * @param {boolean} isFine by one character, else by one word
 * @returns {Span} never empty, within the text
 */
export function moveEdge(points, [start, end], edge, by, isFine) {
  if (edge === "start") {
    const to = isFine ? start + by : points.step(start, by, 0);
    return to >= 0 && to < end ? [to, end] : [start, end];
  }
  const to = isFine ? end + by : points.step(end, by, 1);
  return to > start && to <= points.size ? [start, to] : [start, end];
}

/**
 * Move a whole span to the next or last word, one word long.
 * @param {Points} points
 * @param {Span} span
 * @param {1 | -1} by
 * @returns {Span}
 */
export function moveWord(points, [start], by) {
  const to = points.step(start, by, 0);
  return [to, points.step(to, 1, 1)];
}

/**
 * A span whose ends are moved outwards to the ends of the words they are in.
 * @param {Points} points
 * @param {Span} span
 * @returns {Span}
 */
export function wholeWords(points, [start, end]) {
  const holds = (/** @type {number} */ place) => points.tokensNear(place, 200).find(token => token[0] < place && place < token[1]);
  return [holds(start)?.[0] ?? start, holds(end)?.[1] ?? end];
}

/** What is being chosen, and the keys that choose. */
export class SpanMode {
  /**
   * @param {Points} points
   * @param {(span: Span | null, what: string) => void} show called with every new state; null when it is over
   * @param {() => void} left called when it was left without a choice
   */
  constructor(points, show, left = () => {}) {
    this.points = points;
    this.show = show;
    this.left = left;
    /** @type {"words" | "add" | "split" | null} */
    this.kind = null;
    /** @type {Span[]} */
    this.spans = [];
    this.part = 0;
    /** Where a split may go in one step. @type {number[]} */
    this.stops = [];
    /** Behind which place a split may go. */
    this.least = 0;
    /** @type {(spans: Span[]) => void} */
    this.done = () => {};
  }

  get isOn() {
    return this.kind !== null;
  }

  /** The span whose ends move. @returns {Span} */
  get span() {
    return this.spans[this.part];
  }

  /**
   * @param {"words" | "add" | "split"} kind words: the ends of a quotation's parts; add: new words; split: where the second half begins
   * @param {Span[]} spans
   * @param {(spans: Span[]) => void} done
   * @param {{stops?: number[], least?: number}} split where it may go in one step, in order; behind which place
   */
  begin(kind, spans, done, { stops = [], least = 0 } = {}) {
    this.kind = kind;
    this.spans = spans.map(([start, end]) => [start, end]);
    this.part = 0;
    this.done = done;
    this.stops = stops;
    this.least = least;
    this.tell();
  }

  tell() {
    const part = this.spans.length > 1 && this.kind === "words" ? `part ${this.part + 1} of ${this.spans.length}` : "";
    this.show(this.span, part);
  }

  /** @param {Span} span */
  put(span) {
    this.spans[this.part] = span;
    this.tell();
  }

  /** @param {"start" | "end"} edge @param {1 | -1} by @param {boolean} isFine */
  move(edge, by, isFine) {
    const moved = moveEdge(this.points, this.span, edge, by, isFine);
    const before = this.spans[this.part - 1], after = this.spans[this.part + 1];
    if ((before && moved[0] < before[1]) || (after && moved[1] > after[0])) return;
    this.put(moved);
  }

  /** Where it is split, a word or a character further. @param {1 | -1} by @param {boolean} isFine */
  slide(by, isFine) {
    const [point, end] = this.span;
    this.cutAt(isFine ? point + by : this.points.step(point, by, 0, CHUNK), end);
  }

  /** Split there, where words stand on both sides. @param {number} point @param {number} end */
  cutAt(point, end) {
    if (point > this.least && point < end) this.put([point, end]);
    else this.tell();
  }

  /**
   * What the pointer points at: where it is split, the word that is added, the end that is nearer; selected words are taken.
   * @param {number} point
   * @param {Span | null} selected
   */
  point(point, selected) {
    const [start, end] = this.span;
    const [from, to] = this.points.tokensNear(point, 200).findLast(token => token[0] <= point) ?? [point, point + 1];
    if (this.kind === "split") {
      const word = this.points.tokensNear(point, 200, CHUNK).findLast(each => each[0] <= point);
      this.cutAt(selected ? selected[0] : word ? word[0] : point, end);
    } else if (selected) this.within(selected);
    else if (this.kind === "add") this.within([from, to]);
    else if (point < (start + end) / 2) this.within([Math.min(from, end - 1), end]);
    else this.within([start, Math.max(to, start + 1)]);
  }

  /** Take a span that leaves the other parts alone. @param {Span} span */
  within(span) {
    const before = this.spans[this.part - 1], after = this.spans[this.part + 1];
    if ((before && span[0] < before[1]) || (after && span[1] > after[0])) this.tell();
    else this.put(span);
  }

  /**
   * @param {string} key as `keyOf` calls it
   * @returns {boolean} whether it meant something
   */
  press(key) {
    const match = /^(Alt\+)?(Shift\+)?Arrow(Left|Right)$/.exec(key);
    if (key === "Enter") this.finish();
    else if (key === "Escape") this.leave();
    else if (match && this.kind === "split") this.slide(match[3] === "Right" ? 1 : -1, Boolean(match[1]));
    else if (match) this.move(match[2] ? "start" : "end", match[3] === "Right" ? 1 : -1, Boolean(match[1]));
    else if (key === "PageDown" || key === "PageUp") this.leap(key === "PageDown" ? 1 : -1);
    else if (key === "ArrowDown" || key === "ArrowUp") this.go(key === "ArrowDown" ? 1 : -1);
    else return false;
    return true;
  }

  /** The next part, the next word for words to be added, the next sentence for a split. @param {1 | -1} by */
  go(by) {
    if (this.kind === "split") {
      const stop = by > 0 ? this.stops.find(each => each > this.span[0]) : this.stops.findLast(each => each < this.span[0]);
      if (stop !== undefined) this.put([stop, this.span[1]]);
    } else if (this.kind === "add") this.put(moveWord(this.points, this.span, by));
    else if (this.kind === "words" && this.spans[this.part + by]) {
      this.part += by;
      this.tell();
    }
  }

  /** The first word of the next or last line, for words to be added. @param {1 | -1} by */
  leap(by) {
    if (this.kind !== "add") return;
    const { text } = this.points, here = this.points.unit(this.span[0]);
    const line = text.lastIndexOf("\n", here - 1);
    const at = by > 0 ? text.indexOf("\n", here) : text.lastIndexOf("\n", Math.max(0, text.slice(0, Math.max(0, line)).trimEnd().length - 1));
    if (by > 0 && at < 0) return;
    const start = this.points.step(this.points.point(Math.max(0, at)) - (at < 0 ? 1 : 0), 1, 0);
    this.put([start, this.points.step(start, 1, 1)]);
  }

  finish() {
    const { spans, done } = this;
    this.end();
    done(spans);
  }

  /** Leave everything as it was, and say so. */
  leave() {
    this.end();
    this.left();
  }

  end() {
    this.kind = null;
    this.show(null, "");
  }
}
