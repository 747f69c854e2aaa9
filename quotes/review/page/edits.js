// The words of quotations: changed, added, split and joined, from the keyboard or what is selected; asked where it is not plain.

import { add, besideQuotation, join, setSpans, split } from "./actions.js";
import { CHUNK } from "./codepoints.js";
import { askJoin, askSpeaker } from "./dialogs.js";
import { shorten, visible } from "./dom.js";
import { lastOf } from "./records.js";
import { wholeWords } from "./spans.js";
import { sentencesIn } from "./turns.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./records.js").Quotation} Quotation */
/** @typedef {import("./records.js").Span} Span */
/** @typedef {import("./spans.js").SpanMode} SpanMode */

/** Whether a span overlaps a quotation or touches one of its ends. @param {Span} span @param {Quotation} quotation */
export function isAt([start, end], quotation) {
  return start <= lastOf(quotation) && end >= quotation.spans[0][0];
}

/** Whether a quotation can be split where a span begins. @param {Span} span @param {Quotation} quotation */
function isInside([start], quotation) {
  return start > quotation.spans[0][0] && start < lastOf(quotation);
}

/** What an editor does to the words of quotations. */
export class Edits {
  /**
   * @param {Desk} desk
   * @param {SpanMode} mode
   */
  constructor(desk, mode) {
    this.desk = desk;
    this.mode = mode;
    this.records = desk.records;
    /** Whether what is selected is taken to the character. */
    this.isExact = false;
  }

  /** What is selected, in whole words unless it was selected with Alt; null while words are chosen. @returns {Span | null} */
  chosen() {
    const span = this.mode.isOn ? null : this.desk.view.selected();
    return span === null || this.isExact ? span : wholeWords(this.records.points, span);
  }

  /** The open quotation in a few words. */
  cited() {
    const { quotation } = this.desk;
    return quotation ? `“${shorten(visible(this.records.wordsOf(quotation)), 24)}”` : "";
  }

  /** What can be done with the words selected. */
  choices() {
    const span = this.chosen(), { quotation } = this.desk;
    return { span, words: span && quotation && isAt(span, quotation) ? this.cited() : null, canSplit: Boolean(span && quotation && isInside(span, quotation)) };
  }

  change() {
    const { desk } = this, { quotation } = desk, chosen = this.chosen();
    if (!quotation) return;
    const keep = (/** @type {Span[]} */ spans) => desk.perform(setSpans(this.records, quotation.id, spans, desk.editor()));
    if (!chosen) this.mode.begin("words", quotation.spans, keep);
    else if (!isAt(chosen, quotation)) desk.say(`The words selected are not beside ${this.cited()}, so it stays where it is: q makes a new quotation of them.`);
    else {
      const others = quotation.spans.filter(([start, end]) => end <= chosen[0] || start >= chosen[1]);
      const isPart = quotation.spans.length > 1 && others.length < quotation.spans.length;
      getSelection()?.removeAllRanges();
      keep(isPart ? [...others, chosen].sort((a, b) => a[0] - b[0]) : [chosen]);
    }
  }

  add() {
    const { desk } = this, chosen = this.chosen(), { points } = this.records;
    const put = (/** @type {Span[]} */ [span]) => {
      const action = add(this.records, span, desk.editor());
      getSelection()?.removeAllRanges();
      if (!action || !desk.perform(action)) return;
      desk.open(action.changes[0].id);
      desk.say("Added. It is to be checked until you say who said it.");
      this.askWhose("Added. Who said it?");
    };
    if (chosen) put([chosen]);
    else if (!this.mode.isOn) {
      const start = points.step(desk.quotation ? lastOf(desk.quotation) : 0, 1, 0);
      this.mode.begin("add", [[start, points.step(start, 1, 1)]], put);
    }
  }

  split() {
    const { desk } = this, { quotation } = desk, chosen = this.chosen(), { points } = this.records;
    if (!quotation || this.mode.isOn) return;
    const last = lastOf(quotation), [first] = quotation.spans;
    const put = (/** @type {number} */ point) => {
      getSelection()?.removeAllRanges();
      const action = split(this.records, quotation.id, point, desk.editor());
      if (!action || !desk.perform(action)) {
        desk.say("It cannot be split there.");
        return;
      }
      const made = action.changes.find(change => change.before === null);
      if (!made) return;
      desk.open(made.id);
      desk.say("Split. The second half is to be checked until you say who said it.");
      this.askWhose("Split. Whose is the second half?");
    };
    if (chosen && isInside(chosen, quotation)) put(chosen[0]);
    else {
      const middle = quotation.spans.length > 1 ? quotation.spans[1][0] : points.step(first[0] + Math.floor((first[1] - first[0]) / 2), 1, 0, CHUNK);
      const stops = [...quotation.spans.flatMap(span => sentencesIn(this.records, span)), ...quotation.spans.slice(1).map(([start]) => start)].sort((a, b) => a - b);
      const point = middle < last ? middle : points.step(first[0], 1, 0, CHUNK);
      if (point > first[0] && point < last) this.mode.begin("split", [[point, last]], spans => put(spans[0][0]), { stops, least: first[0] });
      else desk.say("It has one word only and cannot be split.");
    }
  }

  /** Ask who said the open quotation; unanswered, it stays to be checked. @param {string} title */
  askWhose(title) {
    const { desk } = this;
    askSpeaker(desk, title, who => desk.give(who), { canBeNobody: true, first: desk.choices().map(choice => choice.id), concerned: { title: "The words", words: [desk.quotation ? this.records.wordsOf(desk.quotation) : ""] } });
  }

  /** Join the open quotation with the next or previous one; asked where the speakers or the paragraphs differ. @param {1 | -1} by */
  join(by) {
    const { desk } = this, { quotation } = desk;
    if (!quotation) return;
    const other = besideQuotation(this.records, quotation, by);
    if (!other) {
      desk.say("There is none to join it with.");
      return;
    }
    const [first, second] = by > 0 ? [quotation, other] : [other, quotation];
    const run = () => {
      const action = join(this.records, first.id, second.id, desk.editor());
      if (!action) desk.say("They overlap and cannot be joined.");
      else if (desk.perform(action)) {
        const { words } = action;
        desk.open(first.id);
        desk.say(`${words.slice(0, 1).toUpperCase()}${words.slice(1)}. u takes it back.`);
      }
    };
    const reasons = [];
    if (first.speaker !== second.speaker) reasons.push("Their speakers differ: the words will all be the first one’s.");
    const apart = desk.view.paragraphsApart(lastOf(first), second.spans[0][0]);
    if (apart) reasons.push(apart > 1 ? "Another paragraph stands between them." : "They stand in two paragraphs.");
    if (reasons.length) askJoin(desk, first, second, reasons, run); else run();
  }
}
