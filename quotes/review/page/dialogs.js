// Questions the page asks: who, what about a speaker, what note, which key.

import { describe, give, giveToNew, merge, setNote } from "./actions.js";
import { make, plural, shorten, visible } from "./dom.js";
import { isSpeech } from "./queue.js";
import { isSingle, keyOf, shownKey } from "./keys.js";
import { besideTurn, giveTurns, saidIn, turnsLike, voiceOf } from "./turns.js";
import { standing } from "./wording.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./keys.js").Keys} Keys */
/** @typedef {import("./keys.js").Command} Command */
/** @typedef {string | null | {name: string}} Who */
/** @typedef {import("./turns.js").Scope} Scope */

const SPEAKER_KINDS = ["person", "organisation", "collective", "described", "document", "narrator", "unnamed"];
const MOST_ROWS = 50, MOST_SHOWN = 200;
let count = 0;

/**
 * Open a dialog; it is gone when it is closed, and the focus goes back to where it was.
 * @param {string} title
 * @param {(close: () => void) => (Node | null)[]} build
 * @returns {HTMLDialogElement}
 */
function ask(title, build) {
  const id = `ask-${++count}`;
  const dialog = make("dialog", { "aria-labelledby": id, tabindex: "-1" });  // a click beside its fields leaves the focus in it
  const opener = document.activeElement;
  // At once, so that the next key, however fast, finds the page as it was.
  const close = () => {
    dialog.close();
    dialog.remove();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  };
  dialog.append(
    make("header", {}, make("h2", { id, dir: "auto" }, title), make("button", { type: "button", class: "x", "aria-label": "Close", onclick: close }, "✕")),
    ...build(close).filter(part => part !== null));
  dialog.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog.querySelector("form")?.requestSubmit();
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });
  dialog.addEventListener("cancel", event => {
    event.preventDefault();
    close();
  });
  document.body.append(dialog);
  dialog.showModal();
  const first = dialog.querySelector("[autofocus]");
  if (first instanceof HTMLElement) first.focus();
  if (first instanceof HTMLInputElement && first.type === "text") first.select();
  return dialog;
}

/** A button at the foot of a dialog. @param {string} words @param {() => void} run @param {boolean} isMain */
function act(words, run, isMain = false) {
  return make("button", { type: isMain ? "submit" : "button", class: isMain ? "go" : "", onclick: isMain ? null : run }, words);
}

/**
 * Ask for a speaker: type to narrow the list, arrows choose, Enter takes.
 * @param {Desk} desk
 * @param {string} title
 * @param {(who: Who) => void} done
 * @param {{without?: string[], canBeNew?: boolean, canBeNobody?: boolean, first?: string[], concerned?: {title: string, words: string[]}}} options canBeNobody: whether it may be speech of nobody named; concerned: what the answer changes, to be shown
 */
export function askSpeaker(desk, title, done, { without = [], canBeNew = true, canBeNobody = false, first = [], concerned } = {}) {
  ask(title, close => {
    const listId = `list-${++count}`;
    /** @type {Who[]} */
    let offered = [];
    let active = 0;
    const list = make("ul", { id: listId, role: "listbox", "aria-label": "Speakers", class: "options" });
    const input = make("input", {
      type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": listId, "aria-autocomplete": "list", autocomplete: "off",
      "aria-label": canBeNew ? "Name of a speaker, listed or new" : "Name of a speaker", placeholder: canBeNew ? "Name, listed or new" : "Name", autofocus: true, dir: "auto", spellcheck: "false",
    });
    const take = (/** @type {Who} */ who) => {
      close();
      done(who);
    };
    const point = () => {
      for (const [i, row] of [...list.children].entries()) row.setAttribute("aria-selected", String(i === active));
      const row = list.children[active];
      if (row) {
        input.setAttribute("aria-activedescendant", row.id);
        row.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const fill = () => {
      const typed = input.value.trim(), wanted = typed.toLowerCase().split(/\s+/);
      const { records } = desk;
      const rank = (/** @type {string} */ id) => first.includes(id) ? first.indexOf(id) - 100 : -(desk.quoted.get(id) ?? 0) / 1e6;
      const ids = [...records.speakers].filter(([id, speaker]) => {
        if (without.includes(id)) return false;
        const all = [speaker.name, ...speaker.aliases, ...speaker.labels, speaker.role].join(" ").toLowerCase();
        return wanted.every(part => all.includes(part));
      }).map(([id]) => id).sort((a, b) => rank(a) - rank(b)).slice(0, MOST_ROWS);
      offered = ids;
      const isListed = ids.some(id => records.nameOf(id).toLowerCase() === typed.toLowerCase());
      if (typed && canBeNew && !isListed) offered = [...ids, { name: typed }];
      if (canBeNobody && "nobody".startsWith(typed.toLowerCase())) offered = [...offered, null];
      active = 0;
      list.replaceChildren(...offered.map((who, i) => {
        const row = make("li", { role: "option", id: `${listId}-${i}`, "aria-selected": String(i === active), onclick: () => take(who) });
        if (who !== null && typeof who === "object") row.append(make("span", { class: "badge none", "aria-hidden": "true" }, "+"), make("span", { class: "whom" }, `New speaker: ${visible(who.name)}`));
        else if (who === null) row.append(make("span", { class: "badge none", "aria-hidden": "true" }, "?"), make("span", { class: "whom" }, "Nobody: speech, but nobody is named"));
        else {
          const speaker = records.speakers.get(who);
          const role = speaker ? standing(speaker) : "";
          row.append(
            make("span", { class: `badge ${desk.view.lookOfSpeaker(who)}`, "aria-hidden": "true" }, records.numberOf(who)),
            make("span", { class: "whom" }, make("bdi", { class: "name" }, visible(records.nameOf(who))), role ? make("span", { class: "role" }, shorten(visible(role), 70)) : ""),
            make("span", { class: "num" }, desk.quoted.get(who) ?? 0));
        }
        return row;
      }));
      point();
    };
    input.addEventListener("input", fill);
    input.addEventListener("keydown", event => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        active = offered.length ? (active + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length : 0;
        point();
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (offered[active] !== undefined) take(offered[active]);
      }
    });
    fill();
    return [input, list, concerned ? preview(concerned.title, concerned.words) : null];
  });
}

/**
 * Whether two quotations become one.
 * @param {Desk} desk
 * @param {import("./records.js").Quotation} first
 * @param {import("./records.js").Quotation} second
 * @param {string[]} reasons why it is asked
 * @param {() => void} done
 */
export function askJoin(desk, first, second, reasons, done) {
  const line = (/** @type {import("./records.js").Quotation} */ one) => make("li", { dir: "auto" },
    make("b", { class: "role" }, `${visible(desk.records.nameOf(one.speaker))}: `), `“${shorten(visible(desk.records.wordsOf(one)), 160)}”`);
  ask("Join these two?", close => [
    make("p", {}, reasons.join(" ")),
    make("ol", { class: "quotations", tabindex: "0", role: "list", "aria-label": "What is joined" }, line(first), line(second)),
    make("form", { method: "dialog", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); close(); done(); } },
      make("p", { class: "feet" }, act("Leave as they are", close), make("span", { class: "gap" }), make("button", { type: "submit", class: "go", autofocus: true }, "Join"))),
  ]);
}

/** What will be changed, as a list under its heading. @param {string} title @param {string[]} words */
function preview(title, words) {
  const rest = words.length - MOST_SHOWN;
  return make("section", { class: "concerned" }, make("p", { class: "role" }, title),
    make("ol", { class: "quotations", tabindex: "0", role: "list", "aria-label": title },
      ...words.slice(0, MOST_SHOWN).map(each => make("li", { dir: "auto" }, shorten(visible(each), 90)))),
    rest > 0 && make("p", { class: "role" }, `and ${rest} more`));
}

/** The quotations of a speaker, shown as a list. @param {Desk} desk @param {string} id */
function quotationsOf(desk, id) {
  return desk.records.inOrder().filter(quotation => quotation.speaker === id && isSpeech(quotation));
}

/**
 * Name, role, affiliation, kind of a speaker; from here speakers are merged and split.
 * @param {Desk} desk
 * @param {string} id
 */
export function askAbout(desk, id) {
  const speaker = desk.records.speakers.get(id);
  if (!speaker) return;
  const said = quotationsOf(desk, id);
  ask(`About ${visible(desk.records.nameOf(id))}`, close => {
    const field = (/** @type {string} */ label, /** @type {string | null} */ value, /** @type {boolean} */ isFirst = false) =>
      make("input", { type: "text", value: value ?? "", autocomplete: "off", "aria-label": label, dir: "auto", autofocus: isFirst, spellcheck: "false" });
    const name = field("Name", speaker.name, true), role = field("Role", speaker.role), affiliation = field("Affiliation", speaker.affiliation);
    const kinds = SPEAKER_KINDS.includes(speaker.kind) ? SPEAKER_KINDS : [...SPEAKER_KINDS, speaker.kind];
    const kind = make("select", { "aria-label": "Kind" }, ...kinds.map(one => make("option", { value: one, selected: one === speaker.kind }, one)));
    const form = make("form", {
      method: "dialog", class: "fields", onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        close();
        const wanted = { name: name.value.trim() || null, role: role.value.trim() || null, affiliation: affiliation.value.trim() || null, kind: kind.value };
        desk.perform(describe(desk.records, id, wanted, desk.editor()));
      },
    },
      ...[["Name", name], ["Role", role], ["Affiliation", affiliation], ["Kind", kind]].map(([label, input]) => make("label", {}, make("span", {}, label), input)),
      speaker.aliases.length > 0 && make("p", { class: "role" }, `Also called ${shorten(speaker.aliases.map(visible).join(", "), 200)}.`),
      speaker.labels.length > 0 && make("p", { class: "role" }, `Labelled ${shorten(speaker.labels.map(visible).join(", "), 200)}.`),
      make("p", { class: "feet" },
        act("Merge into…", () => { close(); askMerge(desk, id); }),
        said.length > 0 && act("Split off…", () => { close(); askSplit(desk, id); }),
        make("span", { class: "gap" }), act("Keep", () => {}, true)));
    return [form];
  });
}

/** Who a speaker is merged into, and what that changes. @param {Desk} desk @param {string} from */
export function askMerge(desk, from) {
  const name = visible(desk.records.nameOf(from));
  askSpeaker(desk, `${name} is the same as`, into => {
    if (typeof into !== "string") return;
    const moved = quotationsOf(desk, from), kept = visible(desk.records.nameOf(into));
    ask(`Merge ${name} into ${kept}?`, close => [
      make("p", {}, `${plural(moved.length, "quotation")} of ${name} will be ${kept}’s; the name stays as an alias. One step takes it back.`),
      moved.length > 0 ? make("ol", { class: "quotations", tabindex: "0", role: "list", "aria-label": "Quotations that move" }, ...moved.slice(0, 200).map(quotation => make("li", { dir: "auto" }, shorten(visible(desk.records.wordsOf(quotation)), 90)))) : null,
      make("form", { method: "dialog", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); close(); desk.perform(merge(desk.records, from, into, desk.editor())); } },
        make("p", { class: "feet" }, act("Leave as they are", close), make("span", { class: "gap" }), make("button", { type: "submit", class: "go", autofocus: true }, "Merge"))),
    ]);
  }, { without: [from], canBeNew: false });
}

/** Which quotations of a speaker are another's. @param {Desk} desk @param {string} id */
export function askSplit(desk, id) {
  const said = quotationsOf(desk, id), name = visible(desk.records.nameOf(id));
  ask(`Split ${name}: which are another’s?`, close => {
    const boxes = said.map(quotation => make("input", { type: "checkbox", value: quotation.id }));
    return [make("form", {
      method: "dialog", onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        const ids = said.filter((_, i) => boxes[i].checked).map(quotation => quotation.id);
        close();
        if (!ids.length) return;
        askSpeaker(desk, `${plural(ids.length, "quotation")} of ${name}: whose?`, who => {
          if (who === null) return;
          const action = typeof who === "object" ? giveToNew(desk.records, ids, who.name, desk.editor()) : give(desk.records, ids, who, desk.editor());
          desk.perform(action && { ...action, name: "split-speaker" });
        }, { without: [id] });
      },
    },
      make("div", { class: "quotations boxes", tabindex: "0", role: "group", "aria-label": `Quotations of ${name}` }, ...said.map((quotation, i) => make("label", { dir: "auto" }, boxes[i], make("span", {}, shorten(visible(desk.records.wordsOf(quotation)), 110))))),
      make("p", { class: "feet" }, act("Leave as they are", close), make("span", { class: "gap" }), act("Whose are these?", () => {}, true)))];
  });
}

/** A note beside the open quotation. @param {Desk} desk */
export function askNote(desk) {
  const quotation = desk.quotation;
  if (!quotation) return;
  ask("Note beside this quotation", close => {
    const area = make("textarea", { rows: "4", autofocus: true, "aria-label": "Note", dir: "auto" });
    area.value = quotation.note ?? "";
    const form = make("form", { method: "dialog", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); close(); desk.perform(setNote(desk.records, quotation.id, area.value.trim(), desk.editor())); } },
      area, make("p", { class: "feet" }, make("span", { class: "role" }, "Ctrl+Enter keeps it"), make("span", { class: "gap" }), act("Keep", () => {}, true)));
    return [form];
  });
}

/**
 * Whose turns are, with those that are concerned.
 * @param {Desk} desk
 * @param {string} id
 * @param {Scope} scope
 * @param {string} title
 */
export function askTurns(desk, id, scope, title) {
  const { records } = desk, turns = turnsLike(records, id, scope);
  const beside = [besideTurn(records, id, 1), besideTurn(records, id, -1)].flatMap(each => each === null ? [] : records.turns.get(each)?.speaker ?? []);
  const own = records.turns.get(id)?.speaker ?? null;
  askSpeaker(desk, title, who => desk.perform(giveTurns(records, id, who, scope, desk.editor())), {
    first: beside.filter(each => each !== own),
    concerned: turns.length > 1 ? { title: `${plural(turns.length, "turn")} will be theirs`, words: turns.map(([, turn]) => saidIn(records, turn)) } : undefined,
  });
}

/**
 * What can be done with a turn: whose it is, alone, from here on or with all of its label; split and join it.
 * @param {Desk} desk
 * @param {string} id
 * @param {{split: (id: string) => void, join: (id: string, by: 1 | -1) => void, hint: (name: string) => string, find: (key: string) => string | null}} tools
 */
export function askVoice(desk, id, tools) {
  const { records } = desk, turn = records.turns.get(id);
  if (!turn) return;
  const all = turnsLike(records, id, "label").length, later = turnsLike(records, id, "later").length;
  const name = visible(voiceOf(records, turn)), label = visible(turn.label ?? "");
  const cite = (/** @type {string} */ words, /** @type {number} */ most) => `“${shorten(visible(words).replace(/^["“”„«»\s]+/, ""), most)}”`;
  const title = turn.speaker === null && turn.label === null ? (turn.kind === "narrator" ? "Narrator" : "Unknown voice") : name;
  const dialog = ask(title, close => {
    const row = (/** @type {string} */ words, /** @type {() => void} */ run, /** @type {string} */ command = "", /** @type {boolean} */ isFirst = false) => make("button", { type: "button", autofocus: isFirst, "data-do": command || null, onclick: () => { close(); run(); } },
      make("span", {}, words), command && tools.hint(command) && make("kbd", { "aria-hidden": "true" }, tools.hint(command)));
    const beside = (/** @type {1 | -1} */ by) => {
      const other = besideTurn(records, id, by), there = other === null ? undefined : records.turns.get(other);
      if (!there) return null;
      return row(`Join with the ${by > 0 ? "next" : "previous"} turn, ${shorten(visible(voiceOf(records, there)), 30)}: ${cite(saidIn(records, there), 40)}`, () => tools.join(id, by), by > 0 ? "join-turn" : "join-turn-back");
    };
    return [
      make("p", { class: "words", dir: "auto" }, cite(saidIn(records, turn), 160)),
      make("p", { class: "stack" },
        row("This turn is another’s…", () => askTurns(desk, id, "one", "This turn: whose?"), "", true),
        later > 1 && later < all && row(`This and the ${later > 2 ? `${later - 1} later turns` : "later turn"} of ${label} are another’s…`, () => askTurns(desk, id, "later", `${label} from here on: whose?`)),
        all > 1 && row(`All ${all} turns of ${label} are another’s…`, () => askTurns(desk, id, "label", `All ${all} turns of ${label}: whose?`)),
        row("Split it in two…", () => tools.split(id), "split-turn"), beside(1), beside(-1),
        turn.speaker !== null && row(`Name and role of ${name}…`, () => askAbout(desk, /** @type {string} */ (turn.speaker)))),
    ];
  });
  dialog.addEventListener("keydown", event => {
    const command = tools.find(keyOf(event));
    const button = [...dialog.querySelectorAll("[data-do]")].find(one => command !== null && one.getAttribute("data-do") === command);
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    button.click();
  });
}

/** Go to a quotation by its number. @param {Desk} desk */
export function askNumber(desk) {
  const order = desk.records.inOrder();
  ask("Go to quotation", close => {
    const input = make("input", { type: "number", min: "1", max: String(order.length), autofocus: true, "aria-label": `Number, 1 to ${order.length}` });
    return [make("form", {
      method: "dialog", onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        close();
        const found = order[Number(input.value) - 1];
        if (found) {
          desk.open(found.id);
          desk.say(desk.describe(found.id));
        }
      },
    }, input, make("p", { class: "feet" }, make("span", { class: "role" }, `1 to ${order.length}, in the order of the text`), make("span", { class: "gap" }), act("Go", () => {}, true)))];
  });
}

/**
 * The keys, each with a way to change it.
 * @param {Keys} keys
 * @param {() => void} changed
 */
export function showKeys(keys, changed) {
  ask("Keys", () => {
    const body = make("div", { class: "keys", tabindex: "-1", role: "group", "aria-label": "Keys" });
    const fill = () => {
      const shown = keys.commands.filter(command => command.words);  // the digits are one line
      const groups = [...new Set(shown.map(command => command.group))];
      body.replaceChildren(...groups.map(group => make("section", {},
        make("h3", {}, group),
        make("dl", {}, ...shown.filter(command => command.group === group).flatMap(command => [
          make("dt", {}, ...keys.of(command).map(key => make("kbd", { class: !keys.areSingleOn && isSingle(key) ? "off" : "" }, shownKey(key))),
            make("button", { type: "button", class: "change", "aria-label": `Change the key of: ${command.words}`, onclick: (/** @type {Event} */ event) => listen(command, /** @type {HTMLElement} */ (event.currentTarget)) }, "✎")),
          make("dd", {}, command.words),
        ])))));
      body.append(make("section", {}, make("h3", {}, "While you choose words"), make("dl", {},
        ...[["←  →", "the end, or where it is split, by a word"], ["Shift+←  →", "the start, by a word"], ["Alt", "with either: by one character"], ["↑  ↓", "the other part, the next word to begin at, the next sentence to split at"], ["PgDn  PgUp", "begin in the next line, or the previous one"], ["Enter", "keep"], ["Esc", "leave"]]
          .flatMap(([key, words]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, words)]))));
    };
    const listen = (/** @type {Command} */ command, /** @type {HTMLElement} */ button) => {
      button.textContent = "press a key";
      button.addEventListener("blur", fill, { once: true });
      button.addEventListener("keydown", event => {
        if (["Shift", "Control", "Alt", "Meta", "Tab"].includes(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key !== "Escape") keys.choose(command, keyOf(event));
        changed();
        button.blur();
        fill();
        body.focus();
      });
    };
    fill();
    const single = make("input", { type: "checkbox", checked: keys.areSingleOn });
    single.addEventListener("change", () => {
      keys.switchSingle(single.checked);
      changed();
      fill();
    });
    return [
      make("p", { class: "tick" }, make("label", {}, single, " Single keys without Ctrl or Alt"), make("button", { type: "button", onclick: () => { keys.reset(); changed(); fill(); } }, "As shipped")),
      body,
    ];
  });
}
