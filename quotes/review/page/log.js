// What the editor did, as a list that can be undone, done again, kept and replayed.

import { undone } from "./records.js";

/** @typedef {import("./records.js").Action} Action */
/** @typedef {import("./records.js").Change} Change */
/** @typedef {import("./records.js").Records} Records */

/** The log over one annotation. `actions` up to `done` are in force; those behind can be done again. */
export class Log {
  /** @param {Records} records */
  constructor(records) {
    this.records = records;
    /** @type {Action[]} */
    this.actions = [];
    this.done = 0;
    /** Told of every change. @type {((changes: Change[]) => void)[]} */
    this.listeners = [];
  }

  /** The actions in force. */
  get inForce() {
    return this.actions.slice(0, this.done);
  }

  /** @param {Change[]} changes */
  tell(changes) {
    for (const listener of this.listeners) listener(changes);
  }

  /**
   * Do an action; what was undone before is forgotten.
   * @param {Action} action
   * @returns {boolean} whether it fitted
   */
  perform(action) {
    if (!this.make(action.changes)) return false;
    this.actions.length = this.done;
    this.actions.push(action);
    this.done++;
    this.tell(action.changes);
    return true;
  }

  /** Make all changes or none. @param {Change[]} changes */
  make(changes) {
    for (let i = 0; i < changes.length; i++) {
      if (!this.records.fits(changes[i])) {
        while (i-- > 0) this.records.apply(undone(changes[i]));
        return false;
      }
      this.records.apply(changes[i]);
    }
    return true;
  }

  /** Take the last action back. @returns {Action | null} */
  undo() {
    if (this.done === 0) return null;
    const action = this.actions[--this.done];
    const back = action.changes.map(undone).reverse();
    for (const change of back) this.records.apply(change);
    this.tell(back);
    return action;
  }

  /** Do again what was taken back last. @returns {Action | null} */
  redo() {
    if (this.done === this.actions.length) return null;
    const action = this.actions[this.done++];
    for (const change of action.changes) this.records.apply(change);
    this.tell(action.changes);
    return action;
  }

  /**
   * Do many actions, leaving out those that do not fit.
   * @param {Action[]} actions
   * @param {number} done how many of them are in force
   * @returns {number} how many did not fit
   */
  replay(actions, done = actions.length) {
    /** @type {Change[]} */
    const changes = [];
    let refused = 0;
    this.actions.length = this.done;
    for (const action of actions.slice(0, done)) {
      if (this.make(action.changes)) {
        this.actions.push(action);
        this.done++;
        changes.push(...action.changes);
      } else refused++;
    }
    if (!refused) this.actions.push(...actions.slice(done));
    this.tell(changes);
    return refused;
  }
}
