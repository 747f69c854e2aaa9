// The rail: how far the review is, what comes next, which quotations are shown, who speaks.

import { make, meter, plural, renew, shorten, visible } from "./dom.js";
import { isUnsure, sayLeft } from "./queue.js";
import { standing } from "./wording.js";

/** @typedef {import("./desk.js").Desk} Desk */

const NEXT_ROWS = 5, MOST_SPEAKERS = 60;

/** @type {[string, string, keyof import("./desk.js").Desk["counts"]][]} */
const FILTERS = [
  ["open", "To check", "open"], ["unsure", "Unsure", "unsure"], ["unattributed", "Without a speaker", "unattributed"],
  ["changed", "Changed", "changed"], ["flagged", "Flagged or noted", "flagged"], ["other", "Not speech", "other"], ["all", "All", "all"],
];

/** Fills the rail. */
export class Rail {
  /**
   * @param {{progress: HTMLElement, filter: HTMLSelectElement, kind: HTMLSelectElement, order: HTMLElement, next: HTMLElement, speakers: HTMLElement}} places
   * @param {Desk} desk
   * @param {{run: (name: string) => void, about: (id: string) => void, hint: (name: string) => string}} tools
   */
  constructor(places, desk, tools) {
    this.places = places;
    this.desk = desk;
    this.tools = tools;
    /** @type {Map<string, {row: HTMLElement, count: HTMLElement, name: HTMLElement, role: HTMLElement, press: HTMLElement, shown: string}>} */
    this.rows = new Map();
    /** Whether all speakers are listed, however many there are. */
    this.areAllListed = false;
    this.more = make("button", { type: "button", onclick: () => this.listAll() });
    for (const [key, words] of FILTERS) places.filter.append(make("option", { value: key }, words));
    places.filter.addEventListener("change", () => this.choose({ key: places.filter.value }));
    places.kind.addEventListener("change", () => this.choose({ kind: places.kind.value || null }));
  }

  /** Show other quotations. @param {{key?: string, speaker?: string | null, kind?: string | null}} wanted */
  choose(wanted) {
    const { desk } = this;
    desk.queue.filter = { ...desk.queue.filter, ...wanted };
    const shown = desk.queue.shown();
    const first = shown.length && (desk.current === null || !shown.includes(desk.current)) ? shown[0] : desk.current;
    desk.open(first);
    desk.say(`${plural(shown.length, "quotation")} shown.`);
  }

  draw() {
    this.drawProgress();
    this.drawNext();
    this.drawSpeakers();
  }

  drawProgress() {
    const { counts, queue } = this.desk, { progress, filter, kind, order } = this.places;
    const total = counts.open + counts.checked, share = total ? counts.checked / total : 1;
    renew(progress, [
      make("p", { class: "left" }, counts.open ? make("b", {}, counts.open.toLocaleString("en")) : make("b", {}, "✓"), counts.open ? " left to check" : " All checked"),
      counts.open > 0 && make("p", { class: "risk" }, sayLeft(counts)) || "",
      meter(share),
      make("p", { class: "role" }, `${counts.checked.toLocaleString("en")} of ${total.toLocaleString("en")} checked`)]);
    for (const [i, [key, words, count]] of FILTERS.entries()) {
      const option = /** @type {HTMLOptionElement} */ (filter.options[i]);
      const shown = `${words} (${counts[count]})`;
      if (option.textContent !== shown) option.textContent = shown;
      if (option.selected !== (key === queue.filter.key)) option.selected = key === queue.filter.key;
    }
    if (kind.value !== (queue.filter.kind ?? "")) kind.value = queue.filter.kind ?? "";
    renew(order, [queue.by === "risk" ? "Riskiest first" : "As in the text"]);
  }

  drawNext() {
    const { desk } = this, rows = desk.queue.from(desk.current, NEXT_ROWS);
    const shown = rows.map(id => {
      const quotation = desk.records.quotations.get(id);
      if (!quotation) return "";
      const look = desk.view.lookOf(quotation), sign = desk.view.signOf(quotation);
      const badge = make("span", { class: `badge ${look}${isUnsure(quotation) ? " hatch" : ""}${look === "u" || look.startsWith("o") ? " none" : ""}`, "aria-hidden": "true" }, sign);
      return make("li", {}, make("button", { type: "button", "aria-current": id === desk.current ? "true" : null, onclick: () => { desk.open(id); desk.say(desk.describe(id)); }, "aria-label": desk.describe(id) },
        badge, make("span", { class: "words", dir: "auto" }, shorten(visible(desk.records.wordsOf(quotation)), 64))));
    });
    renew(this.places.next, shown);
  }

  drawSpeakers() {
    const { desk } = this, { records } = desk;
    const all = [...records.speakers.keys()].sort((a, b) => records.numberOf(a) - records.numberOf(b));
    const chosen = desk.queue.filter.speaker;
    const ids = this.areAllListed ? all : all.filter((id, place) => place < MOST_SPEAKERS || id === chosen);
    const there = new Set(ids);
    for (const [id, { row }] of this.rows) {
      if (!there.has(id)) {
        row.remove();
        this.rows.delete(id);
      }
    }
    for (const id of ids) {
      const speaker = /** @type {import("./records.js").Speaker} */ (records.speakers.get(id));
      let parts = this.rows.get(id);
      if (!parts) {
        parts = this.makeRow(id);
        this.rows.set(id, parts);
        this.places.speakers.append(parts.row);
      }
      const count = desk.quoted.get(id) ?? 0, isChosen = desk.queue.filter.speaker === id;
      const shown = [speaker.name, speaker.labels[0], speaker.role, speaker.affiliation, speaker.kind, count, isChosen].join("\n");
      if (parts.shown === shown) continue;
      parts.shown = shown;
      renew(parts.name, [visible(records.nameOf(id))]);
      renew(parts.role, [visible(standing(speaker) || (speaker.kind === "person" ? "" : speaker.kind))]);
      renew(parts.count, [String(count)]);
      parts.row.classList.toggle("silent", count === 0);
      parts.press.setAttribute("aria-pressed", String(isChosen));
    }
    if (all.length > ids.length) {
      renew(this.more, [`${plural(all.length - ids.length, "more speaker")}…`]);
      if (!this.more.isConnected) this.places.speakers.after(this.more);
    } else this.more.remove();
  }

  /** List every speaker; the focus goes to the first one that was not listed. */
  listAll() {
    const last = this.places.speakers.lastElementChild;
    this.areAllListed = true;
    this.drawSpeakers();
    const next = last?.nextElementSibling?.querySelector("button");
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  /** @param {string} id */
  makeRow(id) {
    const { desk } = this, name = make("bdi", { class: "name" }), role = make("span", { class: "role", dir: "auto" }), count = make("span", { class: "num" });
    const press = make("button", {
      type: "button", class: "only", "aria-pressed": "false", title: "Show only this speaker",
      onclick: () => this.choose({ speaker: desk.queue.filter.speaker === id ? null : id, key: desk.queue.filter.speaker === id ? "open" : "all" }),
    }, make("span", { class: "badge", "aria-hidden": "true" }, desk.records.numberOf(id)), name, count, role);
    const row = make("li", { class: desk.view.lookOfSpeaker(id) }, press,
      make("button", { type: "button", class: "edit", "aria-label": `Change ${visible(desk.records.nameOf(id))}`, title: "Name, role, merge, split", onclick: () => this.tools.about(id) }, "✎"));
    return { row, count, name, role, press, shown: "" };
  }
}
