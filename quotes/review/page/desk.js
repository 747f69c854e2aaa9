// The editor's desk: what is open, what was done, and what follows from it.

import { give, giveToNew } from "./actions.js";
import { shorten, visible } from "./dom.js";
import { Log } from "./log.js";
import { countUp, isOpen, isSpeech, likeliest, Queue, siblingsOf } from "./queue.js";

/** @typedef {import("./records.js").Action} Action */
/** @typedef {import("./records.js").Change} Change */
/** @typedef {import("./records.js").Quotation} Quotation */
/** @typedef {import("./records.js").Records} Records */
/** @typedef {import("./text.js").TextView} TextView */
/** Those wrong alike, in order; `later` are the ones behind the one corrected. @typedef {{ids: string[], later: string[], by: string, speaker: string, was: string}} Offer */

/** One document under review. */
export class Desk {
  /**
   * @param {Records} records
   * @param {TextView} view
   * @param {(words: string) => void} say
   */
  constructor(records, view, say) {
    this.records = records;
    this.view = view;
    this.say = say;
    this.log = new Log(records);
    this.queue = new Queue(records);
    /** The reviewer's name. @type {string | null} */
    this.by = null;
    /** @type {string | null} */
    this.current = null;
    /** The turn that was stepped to; null where the one of the open quotation is meant. @type {string | null} */
    this.turn = null;
    /** @type {Offer | null} */
    this.offer = null;
    this.counts = countUp(records.quotations.values());
    /** Quotations by speaker. @type {Map<string, number>} */
    this.quoted = new Map();
    /** Told when anything was done or another quotation opened. @type {((what: "open" | "change") => void)[]} */
    this.listeners = [];
    this.count();
    this.log.listeners.push(changes => this.follow(changes));
  }

  /** Who corrects, and when. */
  editor() {
    return { by: this.by, at: `${new Date().toISOString().slice(0, 19)}Z` };
  }

  /** The quotation that is open. @returns {Quotation | null} */
  get quotation() {
    return this.current === null ? null : this.records.quotations.get(this.current) ?? null;
  }

  /** The speakers behind the digits. */
  choices() {
    return this.quotation ? likeliest(this.records, this.quotation, this.quoted) : [];
  }

  count() {
    this.counts = countUp(this.records.quotations.values());
    this.quoted.clear();
    for (const quotation of this.records.quotations.values()) {
      if (quotation.speaker !== null && isSpeech(quotation)) this.quoted.set(quotation.speaker, (this.quoted.get(quotation.speaker) ?? 0) + 1);
    }
  }

  /** @param {"open" | "change"} what */
  tell(what) {
    for (const listener of this.listeners) listener(what);
  }

  /** Show what changes did. @param {Change[]} changes */
  follow(changes) {
    const moved = new Set(), changed = new Set();
    let voices = false;
    for (const { record, id, before, after } of changes) {
      if (record === "quotation") (!before || !after || "spans" in after || "parent" in after ? moved : changed).add(id);
      else if (record === "turn") voices = true;
      else {
        voices ||= this.records.turns.size > 0;
        if (before && after) for (const quotation of this.records.quotations.values()) if (quotation.speaker === id) changed.add(quotation.id);
      }
    }
    this.view.update(moved, changed);
    if (voices) this.view.drawVoices();
    this.count();
    if (this.current !== null && !this.records.quotations.has(this.current)) this.current = null;
    this.tell("change");
  }

  /** How much is left, for the status line. */
  left() {
    return this.counts.open ? `${this.counts.open} left` : "all checked";
  }

  /**
   * Do an action and say so; then go on to the next quotation where asked.
   * @param {Action | null} action
   * @param {{goOn?: boolean, keepOffer?: boolean}} options
   */
  perform(action, { goOn = false, keepOffer = false } = {}) {
    if (!keepOffer && action) this.offer = null;
    if (action && !this.log.perform(action)) {
      this.say("That does not fit what is there; nothing was changed.");
      return false;
    }
    const done = action ? action.words : "nothing to change";
    if (goOn) this.goOn(done); else this.say(`${capital(done)}. ${capital(this.left())}.`);
    return true;
  }

  /** Open the next quotation, saying what was done. @param {string} done */
  goOn(done) {
    const next = this.queue.next(this.current);
    if (next !== null) this.open(next);
    const about = next !== null ? ` Next: ${this.describe(next)}` : "";
    this.say(`${capital(done)}. ${capital(this.left())}.${about}`);
  }

  /** A quotation in a few words. @param {string} id */
  describe(id) {
    const quotation = this.records.quotations.get(id);
    if (!quotation) return "";
    const words = shorten(visible(this.records.wordsOf(quotation)), 60);
    return `${this.view.labelOf(quotation)} “${words}”`;
  }

  /** @param {string | null} id */
  open(id) {
    this.current = id !== null && this.records.quotations.has(id) ? id : null;
    this.turn = null;
    this.view.open(this.current);
    this.tell("open");
  }

  /** Open the next or previous quotation of the list. @param {1 | -1} by */
  step(by) {
    const next = this.queue.next(this.current, by);
    if (next === null) this.say(this.counts.open === 0 ? "All checked: there is no other one to check." : "No other quotation passes what is shown.");
    else {
      this.open(next);
      this.say(this.describe(next));
    }
  }

  /**
   * The open quotation is this speaker's, or nobody's, or a new one's by that name.
   * @param {string | null | {name: string}} who
   */
  give(who) {
    const quotation = this.quotation;
    if (!quotation) return;
    const was = quotation.speaker, wasOpen = isOpen(quotation);
    const isNew = who !== null && typeof who === "object";
    const action = isNew ? giveToNew(this.records, [quotation.id], who.name, this.editor()) : give(this.records, [quotation.id], who, this.editor());
    this.offer = null;
    const isCorrected = action !== null && action.name !== "accept";
    if (isCorrected) {
      const speaker = isNew ? action.changes[0].id : who;
      const siblings = speaker !== null && (wasOpen || was !== speaker) ? siblingsOf(this.records, quotation, was) : null;
      if (siblings && speaker !== null) this.offer = { ...siblings, speaker, was: was === null ? "nobody" : this.records.nameOf(was) };
    }
    this.perform(action, { goOn: true, keepOffer: true });
  }

  /** Do to the siblings of the last correction what was done to it. @param {boolean} isLater only to those from there on */
  takeOffer(isLater = false) {
    const offer = this.offer;
    if (!offer) {
      this.say("There is nothing alike to correct.");
      return;
    }
    const ids = (isLater ? offer.later : offer.ids).filter(id => this.records.quotations.has(id));
    if (!ids.length) {
      this.say("None of those alike comes later.");
      return;
    }
    this.offer = null;
    const isHere = this.current !== null && ids.includes(this.current);
    this.perform(give(this.records, ids, offer.speaker, this.editor()), { goOn: isHere });
  }

  undo() {
    const action = this.log.undo();
    this.offer = null;
    this.show(action, "Taken back");
  }

  redo() {
    this.show(this.log.redo(), "Done again");
  }

  /** Go to what was taken back or done again. @param {Action | null} action @param {string} how */
  show(action, how) {
    if (!action) {
      this.say(how === "Taken back" ? "Nothing to take back." : "Nothing to do again.");
      return;
    }
    const change = action.changes.find(one => one.record === "quotation" && this.records.quotations.has(one.id));
    this.open(change ? change.id : this.current);
    this.say(`${how}: ${action.words}. ${capital(this.left())}.`);
  }
}

/** @param {string} words */
export function capital(words) {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
