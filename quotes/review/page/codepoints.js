// Places in a text: annotations count code points, browsers count UTF-16 units.

/** Words, each mark alone. */
const TOKEN = /[\p{L}\p{N}\p{M}_]+(?:['’\-.][\p{L}\p{N}\p{M}_]+)*|\S/gu;
/** Words with the punctuation behind them; quotation marks and brackets, which words are chosen without, alone. */
const STEP = /[\p{L}\p{N}\p{M}_]+(?:['’\-.][\p{L}\p{N}\p{M}_]+)*[,.;:!?…]*|\S/gu;
/** Words with all marks at them; a dash ends one. */
export const CHUNK = /[^\s—–]*[\p{L}\p{N}][^\s—–]*[—–]*/gu;

/** A text in which places are counted in code points. */
export class Points {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    /** Places, in code points, of the characters that take two units. @type {number[]} */
    this.wide = [];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0xd800 && code <= 0xdbff) {
        this.wide.push(i - this.wide.length);
        i++;
      }
    }
    this.size = text.length - this.wide.length;
  }

  /** How many wide characters stand before a place that is given by `of`. @param {(index: number) => boolean} isBefore */
  countWide(isBefore) {
    let low = 0, high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(middle)) low = middle + 1; else high = middle;
    }
    return low;
  }

  /** The unit at which a code point begins. @param {number} point */
  unit(point) {
    return this.wide.length ? point + this.countWide(k => this.wide[k] < point) : point;
  }

  /** The code point that a unit is in. @param {number} unit */
  point(unit) {
    return this.wide.length ? unit - this.countWide(k => this.wide[k] + k < unit) : unit;
  }

  /** The words at [start, end). @param {number} start @param {number} end */
  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  /**
   * Words and marks near a place as [start, end) in code points, in order.
   * @param {number} point
   * @param {number} reach how many units to look in both directions
   * @param {RegExp} pattern what a token is
   * @returns {[number, number][]}
   */
  tokensNear(point, reach, pattern = TOKEN) {
    const here = this.unit(point);
    const from = this.unit(this.point(Math.max(0, here - reach)));
    const to = this.unit(this.point(Math.min(this.text.length, here + reach)));
    const near = this.text.slice(from, to);
    /** @type {[number, number][]} */
    const tokens = [];
    for (const match of near.matchAll(pattern)) {
      const start = from + match.index, end = start + match[0].length;
      const isCut = (start === from && from > 0) || (end === to && to < this.text.length);
      if (!isCut) tokens.push([this.point(start), this.point(end)]);
    }
    return tokens;
  }

  /**
   * The nearest start or end of a word behind (`by` 1) or before (`by` -1) a place.
   * @param {number} point
   * @param {1 | -1} by
   * @param {0 | 1} side 0 for starts, 1 for ends
   * @param {RegExp} pattern what a word is
   */
  step(point, by, side, pattern = STEP) {
    for (let reach = 200; ; reach *= 8) {
      const edges = this.tokensNear(point, reach, pattern).map(token => token[side]);
      const found = by > 0 ? edges.find(edge => edge > point) : edges.findLast(edge => edge < point);
      if (found !== undefined) return found;
      if (reach > this.text.length) return point;
    }
  }
}
