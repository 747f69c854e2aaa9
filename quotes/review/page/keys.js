// The keys: which there are, which the editor chose instead, and whether single ones count.

import { memory } from "./save.js";

/** @typedef {{name: string, group: string, words: string, keys: string[], run: () => void}} Command */

/** Names of keys that are not what they type. */
const SHOWN = new Map([["ArrowLeft", "←"], ["ArrowRight", "→"], ["ArrowUp", "↑"], ["ArrowDown", "↓"], [" ", "Space"], ["Escape", "Esc"]]);

/** A key as it is shown. @param {string} key */
export function shownKey(key) {
  return key.split(/\+(?=.)/).map(part => SHOWN.get(part) ?? part).join("+");
}

/** What a key event is called: Ctrl+z, U, Enter. Ctrl stands for Command too. @param {KeyboardEvent} event */
export function keyOf(event) {
  const held = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}`;
  const isLetter = [...event.key].length === 1;
  const key = held && isLetter ? event.key.toLowerCase() : event.key;
  return `${held}${event.shiftKey && (held || !isLetter) ? "Shift+" : ""}${key}`;
}

/** Whether a key is a single character without Ctrl or Alt. @param {string} key */
export function isSingle(key) {
  return [...key].length === 1;
}

/** Which command each key runs. */
export class Keys {
  /** @param {Command[]} commands */
  constructor(commands) {
    this.commands = commands;
    this.areSingleOn = memory.read("keys") !== "off";
    /** @type {Map<string, string[]>} */
    this.chosen = new Map();
    try {
      const kept = JSON.parse(memory.read("keymap") ?? "[]");
      if (Array.isArray(kept)) for (const [name, keys] of kept) if (typeof name === "string" && Array.isArray(keys) && keys.every(key => typeof key === "string")) this.chosen.set(name, keys);
    } catch { /* as shipped */ }
  }

  /** The keys of a command. @param {Command} command */
  of(command) {
    return this.chosen.get(command.name) ?? command.keys;
  }

  /** The first key of a command, to be shown on a button. @param {string} name */
  hint(name) {
    const command = this.commands.find(one => one.name === name);
    const key = command && this.of(command).find(one => this.areSingleOn || !isSingle(one));
    return key ? shownKey(key) : "";
  }

  /** @param {string} key @returns {Command | null} */
  find(key) {
    if (isSingle(key) && !this.areSingleOn) return null;
    return this.commands.find(command => this.of(command).includes(key)) ?? null;
  }

  /** @param {boolean} areOn */
  switchSingle(areOn) {
    this.areSingleOn = areOn;
    memory.write("keys", areOn ? "on" : "off");
  }

  /**
   * Give a command another first key; whoever had it loses it.
   * @param {Command} command
   * @param {string} key
   */
  choose(command, key) {
    for (const other of this.commands) {
      if (other !== command && this.of(other).includes(key)) this.chosen.set(other.name, this.of(other).filter(one => one !== key));
    }
    this.chosen.set(command.name, [key, ...command.keys.slice(1).filter(one => one !== key)]);
    this.keep();
  }

  /** As shipped. */
  reset() {
    this.chosen.clear();
    this.keep();
  }

  keep() {
    memory.write("keymap", JSON.stringify([...this.chosen]));
  }
}
