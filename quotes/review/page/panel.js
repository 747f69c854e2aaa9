// The panel of the open quotation: who said it and why, who else might have, and what can be done.

import { besideQuotation } from "./actions.js";
import { capital } from "./desk.js";
import { make, meter, plural, renew, shorten, visible } from "./dom.js";
import { isSpeech, isUnsure } from "./queue.js";
import { heardAt } from "./audio.js";
import { clock, KIND_HINTS, KIND_WORDS, ruleWords, standing, statusWords, sureness } from "./wording.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./records.js").Quotation} Quotation */
/** @typedef {import("./records.js").Evidence} Evidence */
/** @typedef {import("./records.js").Span} Span */

const MOST_WORDS = 140;

/**
 * What the panel asks the page to do.
 * @typedef {object} Tools
 * @property {(name: string) => void} run a command by its name
 * @property {(name: string) => string} hint the key of a command
 * @property {(spans: Span[]) => void} showEvidence light places, or none
 * @property {() => [string, string]} finish the command that comes when all is checked, and what its button says
 */

/** Fills the panel. */
export class Panel {
  /**
   * @param {HTMLElement} root
   * @param {Desk} desk
   * @param {Tools} tools
   */
  constructor(root, desk, tools) {
    this.root = root;
    this.desk = desk;
    this.tools = tools;
  }

  /** A button for a command. @param {string} name @param {string} words @param {{[attribute: string]: any}} attributes */
  button(name, words, attributes = {}) {
    const key = this.tools.hint(name);
    return make("button", { type: "button", "data-do": name, onclick: () => this.tools.run(name), ...attributes },
      make("span", {}, words), key && make("kbd", { "aria-hidden": "true" }, key));
  }

  /** Draw the panel anew; the focus stays where it was. */
  draw() {
    const { desk, root } = this, quotation = desk.quotation;
    const focused = root.contains(document.activeElement) ? document.activeElement : null;
    const back = focused?.getAttribute("data-do") ?? null;
    this.tools.showEvidence([]);
    renew(root, quotation ? this.parts(quotation) : this.nothing());
    if (focused) {
      const again = back === null ? null : [...root.querySelectorAll("[data-do]")].find(one => one.getAttribute("data-do") === back);
      const target = again instanceof HTMLElement ? again : root.querySelector("h2");
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    }
  }

  /** What stands there when no quotation is open. */
  nothing() {
    const { counts } = this.desk;
    const words = counts.all === 0 ? "No quotations were found." : counts.open === 0 ? "Every quotation is checked." : "No quotation is open.";
    return [
      make("h2", { tabindex: "-1" }, words),
      this.offer(),
      counts.open > 0 && this.button("next", "Begin", { class: "go" }),
      counts.open === 0 && counts.all > 0 && this.button(...this.tools.finish(), { class: "go" }),
      make("p", { class: "acts" }, this.button("add", "Add a quotation"),
        this.desk.records.turns.size > 0 && this.button("next-turn", "Next turn"), this.desk.records.turns.size > 0 && this.button("voice", "Voice and turn…")),
    ].filter(part => part !== false && part !== null);
  }

  /** @param {Quotation} quotation */
  parts(quotation) {
    const parts = [
      this.head(quotation),
      this.selection(),
      this.offer(),
      this.speakers(quotation),
      this.why(quotation),
      this.kinds(quotation),
      this.acts(quotation),
    ];
    return parts.filter(part => part !== null);
  }

  /** @param {Quotation} quotation */
  head(quotation) {
    const { records } = this.desk;
    const speaker = quotation.speaker === null ? undefined : records.speakers.get(quotation.speaker);
    const speech = isSpeech(quotation);
    const name = quotation.status === "rejected" ? "Not a quotation" : !speech ? "Not speech" : speaker ? visible(records.nameOf(speaker.id)) : "Nobody is named";
    const facts = [];
    if (quotation.spans.length > 1) facts.push(`in ${quotation.spans.length} parts`);
    if (quotation.parent !== null) facts.push("inside another quotation");
    if (quotation.translated) facts.push("heard through an interpreter");
    if (quotation.relayed_by) facts.push(`passed on by ${visible(records.speakers.has(quotation.relayed_by) ? records.nameOf(quotation.relayed_by) : quotation.relayed_by)}`);
    if (quotation.channel) facts.push(`by ${visible(quotation.channel)}`);
    if (quotation.start_ms !== null) facts.push(`at ${clock(quotation.start_ms)}`);
    const isSettled = quotation.status !== "proposed";
    const share = quotation.confidence;
    return make("header", { class: this.desk.view.lookOf(quotation) },
      make("div", { class: "who-line" },
        speech && speaker ? make("span", { class: `badge ${this.desk.view.lookOfSpeaker(speaker.id)}`, "aria-hidden": "true" }, records.numberOf(speaker.id)) : make("span", { class: "badge none", "aria-hidden": "true" }, speech ? "?" : "°"),
        make("div", {},
          make("h2", { tabindex: "-1", id: "panel-name", dir: "auto" }, name),
          speaker && speech && standing(speaker) && make("p", { class: "role", dir: "auto" }, visible(standing(speaker))))),
      make("p", { class: "sure" },
        isSettled
          ? make("span", { class: "state" }, make("span", { "aria-hidden": "true" }, quotation.status === "rejected" ? "✕ " : "✓ "), visible(capital(statusWords(quotation))))
          : share !== null
            ? make("span", { class: `state${isUnsure(quotation) ? " doubt" : ""}` }, capital(sureness(share)))
            : make("span", { class: "state doubt" }, speech ? (isAdded(quotation) ? "Added, not checked" : "No candidate is likely enough") : visible(capital(quotation.reason ?? "no reason given"))),
        !isSettled && share !== null && meter(share),
        !isSettled && share !== null && make("span", { class: "num" }, share.toFixed(2))),
      facts.length > 0 && make("p", { class: "role" }, `${capital(facts.join(", "))}.`),
      quotation.flagged && make("p", { class: "flagged" }, make("span", { "aria-hidden": "true" }, "⚑ "), "Flagged for somebody else to look at"),
      quotation.note !== null && make("p", { class: "note", dir: "auto" }, visible(quotation.note)),
      make("div", { class: "main-acts" },
        this.mainButton(quotation, speaker !== undefined),
        !isSettled ? this.button("next", "Skip for now") : this.button("reopen", "Open again")));
  }

  /** What is done next, most of the time. @param {Quotation} quotation @param {boolean} isNamed */
  mainButton(quotation, isNamed) {
    const look = { class: "go" };
    if (quotation.status !== "proposed") return this.desk.counts.open === 0 ? this.button(...this.tools.finish(), look) : this.button("next", "Next", look);
    if (!isSpeech(quotation)) return this.button("accept", "Not speech, right", look);
    if (isNamed) return this.button("accept", "That is right", look);
    return isAdded(quotation) ? this.button("speaker", "Say who said it…", look) : this.button("accept", "Nobody is named, right", look);
  }

  /** What can be done with the words selected in the text; filled by `showSelection`. */
  selection() {
    return make("div", { id: "selection", hidden: true });
  }

  /**
   * Tell what can be done with a selection.
   * @param {{span: Span | null, words: string | null, canSplit: boolean} | null} chosen words: the open quotation's, where the selection is at them
   */
  showSelection(chosen) {
    const span = chosen?.span ?? null;
    const box = this.root.querySelector("#selection");
    if (!(box instanceof HTMLElement)) return;
    box.hidden = span === null;
    if (chosen === null || span === null) {
      box.replaceChildren();
      return;
    }
    const seen = shorten(visible(this.desk.records.points.slice(...span)), 90);
    box.replaceChildren(
      make("h3", {}, "Selected (Alt selects to the character)"),
      make("p", { class: "words" }, `“${seen}”`),
      make("p", { class: "acts" }, this.button("add", "New quotation"),
        chosen.words !== null && this.button("words", `Set the words of ${chosen.words}`), chosen.canSplit && this.button("split", "Split here")));
  }

  /**
   * Tell how words are chosen, with a button for every key that does it; while they are chosen the buttons stay.
   * @param {string} title
   * @param {string} words
   * @param {[string, string, string][]} moves key, label, what it does
   * @param {(key: string) => void} press
   */
  showChoosing(title, words, moves, press) {
    const box = this.root.querySelector("#selection");
    if (!(box instanceof HTMLElement)) return;
    box.hidden = false;
    const said = box.querySelector(".choosing-words");
    if (said) {
      said.textContent = words;
      return;
    }
    box.replaceChildren(
      make("h3", {}, title),
      make("p", { class: "choosing-words" }, words),
      make("p", { class: "acts" }, ...moves.map(([key, label, what]) => make("button", { type: "button", class: key === "Enter" ? "go" : "", "aria-label": what, title: what, onclick: () => press(key) }, label))));
  }

  /** Others that are probably wrong alike. */
  offer() {
    const { offer, records } = this.desk;
    if (!offer) return null;
    const name = visible(records.nameOf(offer.speaker));
    const where = `${offer.ids.length} more by ${visible(offer.by)} ${offer.ids.length === 1 ? "goes" : "go"} to ${visible(offer.was)}.`;
    const isParted = offer.later.length > 0 && offer.later.length < offer.ids.length;
    const rows = offer.ids.flatMap(id => {
      const quotation = records.quotations.get(id);
      if (!quotation) return [];
      const light = () => this.tools.showEvidence(quotation.spans), dark = () => this.tools.showEvidence([]);
      const place = isParted && id === offer.later[0] ? make("b", { class: "role" }, "from here on ") : "";
      return [make("li", { dir: "auto", onmouseenter: light, onmouseleave: dark }, place, shorten(visible(records.wordsOf(quotation)), 60))];
    });
    return make("section", { class: "offer", "aria-label": "More of the same" },
      make("p", {}, where),
      make("ol", { class: "quotations", role: "list", tabindex: rows.length > 4 ? "0" : null, "aria-label": "Those alike" }, ...rows.slice(0, 100)),
      this.button("likewise", `Give ${offer.ids.length === 1 ? "it" : "them"} to ${shorten(name, 28)} too`),
      isParted && this.button("likewise-later", `Only the ${offer.later.length} from here on`));
  }

  /** @param {Quotation} quotation */
  speakers(quotation) {
    const { records } = this.desk;
    const rows = this.desk.choices().map(({ id, confidence }, place) => {
      const speaker = records.speakers.get(id);
      const isNow = id === quotation.speaker && isSpeech(quotation);
      const role = speaker ? standing(speaker) : "";
      return make("li", {}, make("button", {
        type: "button", class: `choice${isNow ? " now" : ""}`, "data-do": `speaker-${place + 1}`, onclick: () => this.tools.run(`speaker-${place + 1}`),
        "aria-pressed": String(isNow),
      },
        make("kbd", {}, place + 1),
        make("span", { class: `chip ${this.desk.view.lookOfSpeaker(id)}`, "aria-hidden": "true" }),
        make("span", { class: "whom", title: role ? visible(role) : null }, make("bdi", { class: "name" }, visible(records.nameOf(id))), role && make("span", { class: "role" }, visible(role))),
        make("span", { class: "num", title: "how likely, by the program’s own estimate" }, isNow && quotation.status !== "proposed" ? "✓" : confidence === null ? "" : confidence < 0.01 ? "<.01" : confidence.toFixed(2))));
    });
    return make("section", { "aria-labelledby": "panel-who" },
      make("h3", { id: "panel-who" }, "Who said it?"),
      make("ol", { class: "choices" }, ...rows),
      make("p", { class: "acts" }, this.button("speaker", "Another…"), this.button("nobody", "Nobody", { title: "Speech, but nobody is named" }), quotation.speaker !== null && this.button("about", "Name, role…")));
  }

  /** @param {Quotation} quotation */
  why(quotation) {
    const last = (/** @type {Evidence} */ item) => item.rule === "speech" ? 1 : item.rule.startsWith("marks") ? 2 : 0;
    const rows = [...quotation.evidence].sort((a, b) => last(a) - last(b)).map(item => this.reason(item, quotation)).filter(row => row !== null);
    if (!rows.length) return null;
    return make("section", { "aria-labelledby": "panel-why" }, make("h3", { id: "panel-why" }, this.whyTitle(quotation)), make("ul", { class: "why" }, ...rows));
  }

  /** Whose reasons these are: those of the program may speak of somebody it no longer is. @param {Quotation} quotation */
  whyTitle(quotation) {
    const { records } = this.desk, first = records.firstSpeakers.get(quotation.id) ?? null;
    if (quotation.status !== "corrected") return "Why";
    const isOther = first !== quotation.speaker && first !== null && records.speakers.has(first);
    return isOther ? `Found by the program, for ${shorten(visible(records.nameOf(first)), 40)}` : "Found by the program, before you corrected it";
  }

  /** One line of evidence; resting on it lights the place in the text. @param {Evidence} item @param {Quotation} quotation */
  reason(item, quotation) {
    if (item.rule === "marks" && quotation.evidence.length > 2) return null;
    const { records } = this.desk;
    const isOwn = item.spans.length > 0 && item.spans[0][0] === quotation.spans[0][0];
    const seen = isOwn ? "" : visible(item.words || item.spans.map(span => records.points.slice(...span)).join(" … "));
    const light = () => this.tools.showEvidence(item.spans), dark = () => this.tools.showEvidence([]);
    const weight = item.weight === null ? null : item.weight >= 0 && item.weight <= 1 && !isNegative(item) ? item.weight.toFixed(2) : `${item.weight > 0 ? "+" : "−"}${Math.abs(item.weight).toFixed(2)}`;
    return make("li", { onmouseenter: light, onmouseleave: dark },
      make("span", {}, `${visible(ruleWords(item.rule))}${seen ? " " : ""}`, seen && make("q", { class: "words" }, shorten(seen, MOST_WORDS))),
      weight !== null && make("span", { class: "num" }, weight));
  }

  /** @param {Quotation} quotation */
  kinds(quotation) {
    const rejected = quotation.status === "rejected";
    return make("section", { "aria-labelledby": "panel-kind" },
      make("h3", { id: "panel-kind" }, "What is it?"),
      make("div", { class: "kinds", role: "group", "aria-labelledby": "panel-kind" },
        ...[...KIND_WORDS].map(([kind, words]) => this.button(kind, words, {
          "aria-pressed": String(kind === "other" ? rejected || quotation.kind === "other" : !rejected && quotation.kind === kind), title: KIND_HINTS.get(kind),
        }))));
  }

  /** @param {Quotation} quotation */
  acts(quotation) {
    const { records, log } = this.desk;
    const order = records.inOrder();
    const joins = [["join", 1, "Join next"], ["join-back", -1, "Join previous"]].map(([name, by, words]) => {
      const other = besideQuotation(records, quotation, /** @type {1 | -1} */ (by));
      const light = () => this.tools.showEvidence(other?.spans ?? []), dark = () => this.tools.showEvidence([]);
      return other && this.button(String(name), String(words), {
        title: `“${shorten(visible(records.wordsOf(other)), 80)}”`, onmouseenter: light, onfocus: light, onmouseleave: dark, onblur: dark,
      });
    });
    return make("section", { "aria-labelledby": "panel-words" },
      make("h3", { id: "panel-words" }, "Its words"),
      make("p", { class: "acts" },
        this.button("words", "Change…"), this.button("split", "Split…"), ...joins, this.button("add", "Add missed…"),
        this.button("note", quotation.note === null ? "Note…" : "Change note…"), this.button("flag", quotation.flagged ? "Take flag off" : "Flag"),
        records.turns.size > 0 && this.button("voice", "Voice and turn…"),
        heardAt(records, quotation) !== null && this.button("play", "Hear")),
      make("p", { class: "role" }, `Quotation ${order.indexOf(quotation) + 1} of ${plural(order.length, "quotation")}, ${plural(log.done, "action")} so far.`));
  }
}

/** Whether an editor added it. @param {Quotation} quotation */
function isAdded(quotation) {
  return quotation.evidence.some(item => item.rule === "added by an editor");
}

/** Whether its weight is a score and no probability. @param {Evidence} item */
function isNegative(item) {
  return /^(after|ends|begins|words|some|few|stop|every|no |second|nested|inside|work|right|handle|paragraph|all )/.test(item.rule);
}
