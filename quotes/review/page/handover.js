// What comes after saving: where the corrections are, and the commands that put them in.

import { make, renew } from "./dom.js";

/** Copy words where the browser lets the page; false where it does not. @param {string} words */
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false;
  }
}

/** The box that says what comes next; it stays until the page is left. */
export class Handover {
  /**
   * @param {HTMLElement} root
   * @param {string} name of the corrections file
   * @param {(words: string) => void} say
   */
  constructor(root, name, say) {
    this.root = root;
    this.name = name;
    this.say = say;
    const stem = name.replace(/\.corrections\.json$/, "");
    this.annotation = `${stem}.json`;
    this.commands = [`quotes apply ${this.annotation} ${name} -o corrected.json`, "quotes render corrected.json -o page.html"];
  }

  /** Put the next command where it can be pasted. @param {number} place */
  async copy(place) {
    const command = this.commands[place];
    if (await copy(command)) {
      this.say(`Copied: ${command}`);
      return;
    }
    const code = this.root.querySelectorAll("code")[place];
    if (code) getSelection()?.selectAllChildren(code);
    this.say(`Selected, Ctrl+C copies it: ${command}`);
  }

  /**
   * Say what comes after a file was saved.
   * @param {boolean} isCurrent whether nothing was changed since
   */
  showFile(isCurrent) {
    const row = (/** @type {string} */ words, /** @type {number} */ place) => make("li", {}, make("span", {}, words),
      make("code", { tabindex: "0" }, this.commands[place]),
      make("button", { type: "button", "aria-label": `Copy the command: ${words}`, onclick: () => void this.copy(place) }, "Copy"));
    this.fill([
      make("h2", {}, "What comes next"),
      make("p", {}, isCurrent ? "Saved as " : "Changed since: save again. The last file is ", make("b", {}, this.name), isCurrent ? ", where this browser puts what it downloads." : "."),
      make("ol", {}, row("Put the corrections in", 0), row("Make the page to publish", 1)),
      make("p", { class: "role" }, `${this.annotation} is the annotation this page was made from; if you kept none, `, make("code", {}, `quotes annotate FILE -o ${this.annotation}`), " makes it."),
    ]);
  }

  /** Say what comes after the server saved. @param {HTMLElement | null} back what leads to all documents */
  showServer(back) {
    this.fill([make("h2", {}, "What comes next"), make("p", {}, "Saved beside the document; nothing is left to send."), back && make("p", {}, back)]);
  }

  /** @param {(Node | null)[]} parts */
  fill(parts) {
    this.root.hidden = false;
    renew(this.root, parts.filter(part => part !== null));
  }
}
