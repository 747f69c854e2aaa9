// The review page: puts the parts together.

import { accept, flag, reopen, setKind } from "./actions.js";
import { heardAt, Player } from "./audio.js";
import { askAbout, askNote, askNumber, askSpeaker, askTurns, askVoice, showKeys } from "./dialogs.js";
import { isAction, makeCorrections, readCorrections } from "./corrections.js";
import { capital, Desk } from "./desk.js";
import { Edits } from "./edits.js";
import { Handover } from "./handover.js";
import { make, renew, shorten, the, visible } from "./dom.js";
import { findAll } from "./search.js";
import { keyOf, Keys } from "./keys.js";
import { download, fileName, findServer, memory, send, Soon } from "./save.js";
import { fillSheet } from "./sheet.js";
import { lastOf, Records } from "./records.js";
import { Panel } from "./panel.js";
import { Points } from "./codepoints.js";
import { Rail } from "./rail.js";
import { SpanMode } from "./spans.js";
import { TextView } from "./text.js";
import { besideTurn, canSplit, joinTurns, saidIn, splitTurn, stopsOf, turnIdOf, turnsInOrder, voiceOf, wordsStart } from "./turns.js";

/** @typedef {import("./records.js").Span} Span */
/** @typedef {import("./records.js").Kind} Kind */
/** @typedef {import("./keys.js").Command} Command */

const root = document.documentElement;
const text = the("text"), panelBox = the("panel"), status = the("status");
const block = JSON.parse(the("data").textContent ?? "");

// HTML cannot hold NUL; put it back, so that the text on the page is the document's text to the last character.
for (const token of text.querySelectorAll('i[data-x="NUL"]')) token.textContent = "\0";

const points = new Points(text.textContent ?? "");
const records = new Records(block, points);
const view = new TextView(text, records);
view.drawAll();

/** @param {string} words */
function say(words) {
  status.textContent = words;
  status.title = words;
}

const desk = new Desk(records, view, say);
desk.by = memory.read("reviewer") || null;

// What is done with the keyboard and with buttons alike.

/** What the keys do while words are chosen, for the pointer: key, label, words, when. @type {[string, string, string, string][]} */
const MOVES = [
  ["ArrowUp", "↑", "Previous word or part", "words add"], ["ArrowDown", "↓", "Next word or part", "words add"],
  ["Shift+ArrowLeft", "start ←", "Begin a word earlier", "words add"], ["Shift+ArrowRight", "start →", "Begin a word later", "words add"],
  ["ArrowLeft", "end ←", "End a word earlier", "words add"], ["ArrowRight", "end →", "End a word later", "words add"],
  ["ArrowUp", "↑", "Split a sentence earlier", "split"], ["ArrowDown", "↓", "Split a sentence later", "split"],
  ["ArrowLeft", "←", "Split a word earlier", "split"], ["ArrowRight", "→", "Split a word later", "split"],
  ["Enter", "Keep", "Keep", "words add split"], ["Escape", "Leave", "Leave as it was", "words add split"],
];

const spanMode = new SpanMode(points, (span, what) => {
  text.classList.toggle("choosing", span !== null);
  if (span === null) {
    getSelection()?.removeAllRanges();
    panel.showSelection(null);
    return;
  }
  view.select(span);
  bring(span[0], span[1]);
  const [title, hint] = CHOOSING[spanMode.kind ?? "words"];
  panel.showChoosing(title, `${what ? `${capital(what)}: ` : ""}${hint}; with Alt by one character. ${leaving()}.`, MOVES.filter(([, , , kinds]) => kinds.includes(spanMode.kind ?? "")).map(([key, label, words]) => [key, label, words]), key => spanMode.press(key));
  say(sayChosen(span));
}, () => say("Left as it was."));

/** What is done now while words are chosen, and the keys that do it. @type {{[kind: string]: [string, string]}} */
const CHOOSING = {
  split: ["Split in two", "← → where the second one begins, ↑ ↓ by a sentence, or click"],
  add: ["New quotation", "↑ ↓ where it begins, ← → where it ends, or click and select"],
  words: ["Change its words", "← → its end, Shift+← → its start, or click"],
};
const AROUND = 34;

/** How the choice of words is ended. */
function leaving() {
  return spanMode.kind === "split" ? "Enter splits here, Esc leaves" : "Enter keeps it, Esc leaves";
}

/** The words that are chosen, or those around the place where it is split. @param {Span} span */
function sayChosen([start, end]) {
  const before = visible(points.slice(Math.max(0, start - AROUND), start)).replace(/^\S*\s/, ""), after = visible(points.slice(start, Math.min(end, start + AROUND))).replace(/\s\S*$/, "");
  if (spanMode.kind === "split") return `Split here: …${before} ‖ ${after}…`;
  const words = visible(points.slice(start, end));
  return `“${words.length > 2 * AROUND ? `${words.slice(0, AROUND)} … ${words.slice(-AROUND)}` : words}”`;
}

/** @param {() => void} run */
const onQuotation = run => () => {
  if (desk.quotation) run(); else say("No quotation is open.");
};

/** @param {Kind} kind */
const asKind = kind => onQuotation(() => {
  const quotation = /** @type {import("./records.js").Quotation} */ (desk.quotation);
  desk.perform(setKind(records, quotation.id, kind, desk.editor()), { goOn: kind === "other" });
});

const edits = new Edits(desk, spanMode);

/** The turn that is meant: the one stepped to, else the one the open quotation begins in. */
function theTurn() {
  const { quotation } = desk;
  if (desk.turn !== null && records.turns.has(desk.turn)) return desk.turn;
  return quotation ? turnIdOf(records, quotation) : null;
}

/** @param {(id: string) => void} run */
const onTurn = run => () => {
  const id = theTurn();
  if (id !== null) run(id);
  else say(records.turns.size ? "No turn is open: ] goes to the next one." : "This document has no turns of voices.");
};

const turnTools = { split: cutTurn, join: joinTurn, hint: (/** @type {string} */ name) => keys.hint(name), find: (/** @type {string} */ key) => keys.find(key)?.name ?? null };

/** Choose where a turn is split, from the caret on where that is in it; then ask whose the second half is. @param {string} id */
function cutTurn(id) {
  const turn = records.turns.get(id);
  if (!turn) return;
  const stops = stopsOf(records, turn), start = wordsStart(records, turn), caret = view.caret();
  const middle = stops.findLast(each => each <= (start + turn.end) / 2) ?? stops[0] ?? points.step(start + Math.floor((turn.end - start) / 2), 1, 0);
  const from = caret !== null && canSplit(records, turn, caret) ? caret : middle;
  if (!canSplit(records, turn, from)) {
    say("This turn cannot be split.");
    return;
  }
  spanMode.begin("split", [[from, turn.end]], ([[point]]) => {
    const action = splitTurn(records, id, point, desk.editor());
    if (!action || !desk.perform(action)) {
      say("It cannot be split there.");
      return;
    }
    const made = action.changes.find(change => change.record === "turn" && change.before === null);
    if (!made) return;
    goToTurn(made.id);
    askTurns(desk, made.id, "one", "Split. Whose is the second half?");
  }, { stops, least: start });
}

/** @param {string} id @param {1 | -1} by */
function joinTurn(id, by) {
  const other = besideTurn(records, id, by);
  const action = other === null ? null : by > 0 ? joinTurns(records, id, other, desk.editor()) : joinTurns(records, other, id, desk.editor());
  if (!action) say("There is no turn to join it with.");
  else if (desk.perform(action)) goToTurn(action.changes[0].id);
}

/** Make a turn the one that is meant, and open the first quotation in it. @param {string} id */
function goToTurn(id) {
  const turn = records.turns.get(id);
  if (!turn) return;
  const inside = records.inOrder().find(quotation => turn.start <= quotation.spans[0][0] && lastOf(quotation) <= turn.end);
  if (inside) desk.open(inside.id);
  desk.turn = id;
  bring(turn.start, turn.end);
}

/** @param {1 | -1} by */
function stepTurn(by) {
  const order = turnsInOrder(records).map(([id]) => id), here = theTurn();
  const next = here === null ? order[0] : order[order.indexOf(here) + by];
  if (next === undefined) {
    say(order.length ? "No other turn there." : "This document has no turns of voices.");
    return;
  }
  goToTurn(next);
  const turn = /** @type {import("./records.js").Turn} */ (records.turns.get(next));
  view.setLight("turn", [[turn.start, turn.end]]);
  say(`Turn ${order.indexOf(next) + 1} of ${order.length}, ${visible(voiceOf(records, turn))}: ${shorten(visible(saidIn(records, turn)), 90)}`);
}

const timed = document.getElementById("audio");
const player = timed instanceof HTMLAudioElement ? new Player(timed, say, time_ms => {
  const heard = time_ms === null ? undefined : records.inOrder().findLast(quotation => {
    const at = heardAt(records, quotation);
    return at !== null && at.start_ms <= time_ms && (at.end_ms === null || time_ms < at.end_ms);
  });
  view.setLight("heard", heard ? heard.spans : []);
}) : null;

/** @param {(player: Player) => void} run */
const withSound = run => () => {
  if (player) run(player); else say("This document has no times to listen by.");
};

function switchOrder() {
  desk.queue.by = desk.queue.by === "risk" ? "text" : "risk";
  say(desk.queue.by === "risk" ? "Riskiest first." : "In the order of the text.");
  redraw();
}

const themes = ["auto", "light", "dark"], themeButton = the("theme");
let theme = memory.read("theme") ?? "auto";
function showTheme() {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme; else delete root.dataset.theme;
  themeButton.textContent = `Theme: ${theme}`;
}
function switchTheme() {
  theme = themes[(themes.indexOf(theme) + 1) % themes.length];
  memory.write("theme", theme);
  showTheme();
}

/** @type {Command[]} */
const commands = [
  { name: "accept", group: "Decide", words: "it is right; go on", keys: ["a"], run: onQuotation(() => desk.perform(accept(records, /** @type {string} */ (desk.current), desk.editor()), { goOn: true })) },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit => ({
    name: `speaker-${digit}`, group: "Decide", words: digit === 1 ? "this one of the likeliest speakers said it (1 to 9); go on" : "", keys: [String(digit)], run: onQuotation(() => {
      const choice = desk.choices()[digit - 1];
      if (choice) desk.give(choice.id); else say(`There is no speaker ${digit}.`);
    }),
  })),
  { name: "nobody", group: "Decide", words: "it is speech, but nobody is named; go on", keys: ["0"], run: onQuotation(() => desk.give(null)) },
  { name: "speaker", group: "Decide", words: "somebody else said it, listed or new", keys: ["s"], run: onQuotation(() => askSpeaker(desk, "Who said it?", who => desk.give(who), { first: desk.choices().map(choice => choice.id) })) },
  { name: "likewise", group: "Decide", words: "the same for those that are alike", keys: ["l"], run: () => desk.takeOffer() },
  { name: "likewise-later", group: "Decide", words: "the same for those from here on", keys: ["L"], run: () => desk.takeOffer(true) },
  { name: "other", group: "Decide", words: "it is no speech at all; go on", keys: ["x"], run: asKind("other") },
  { name: "direct", group: "Decide", words: "direct: the words stand alone", keys: ["d"], run: asKind("direct") },
  { name: "mixed", group: "Decide", words: "mixed: marked words inside a sentence", keys: ["m"], run: asKind("mixed") },
  { name: "indirect", group: "Decide", words: "indirect: reported without marks", keys: ["i"], run: asKind("indirect") },
  { name: "reopen", group: "Decide", words: "open it again", keys: ["z"], run: onQuotation(() => desk.perform(reopen(records, /** @type {string} */ (desk.current), desk.editor()))) },
  { name: "next", group: "Move", words: "next one", keys: ["j", "n"], run: () => desk.step(1) },
  { name: "back", group: "Move", words: "previous one", keys: ["k", "p"], run: () => desk.step(-1) },
  { name: "jump", group: "Move", words: "go to a number", keys: ["g"], run: () => askNumber(desk) },
  { name: "search", group: "Move", words: "look for words", keys: ["/"], run: () => the("search").focus() },
  { name: "filter", group: "Move", words: "choose which are shown", keys: ["w"], run: () => the("filter").focus() },
  { name: "order", group: "Move", words: "riskiest first, or as in the text", keys: ["o"], run: switchOrder },
  { name: "words", group: "Words", words: "change where it begins and ends", keys: ["e"], run: onQuotation(() => edits.change()) },
  { name: "add", group: "Words", words: "add one that was missed (what is selected)", keys: ["q"], run: () => edits.add() },
  { name: "split", group: "Words", words: "split it in two", keys: ["b"], run: onQuotation(() => edits.split()) },
  { name: "join", group: "Words", words: "join it with the next one", keys: ["c"], run: onQuotation(() => edits.join(1)) },
  { name: "join-back", group: "Words", words: "join it with the previous one", keys: ["C"], run: onQuotation(() => edits.join(-1)) },
  { name: "about", group: "Speakers", words: "name, role, merge, split", keys: ["r"], run: onQuotation(() => { if (desk.quotation?.speaker) askAbout(desk, desk.quotation.speaker); else say("It has no speaker."); }) },
  ...(records.turns.size ? [
    { name: "voice", group: "Turns", words: "whose turn it is: this one, from here on, all of the label", keys: ["v"], run: onTurn(id => askVoice(desk, id, turnTools)) },
    { name: "split-turn", group: "Turns", words: "split the turn, at the caret or a sentence", keys: ["B"], run: onTurn(cutTurn) },
    { name: "join-turn", group: "Turns", words: "join the turn with the next one", keys: ["J"], run: onTurn(id => joinTurn(id, 1)) },
    { name: "join-turn-back", group: "Turns", words: "join the turn with the previous one", keys: ["K"], run: onTurn(id => joinTurn(id, -1)) },
    { name: "next-turn", group: "Turns", words: "next turn", keys: ["]"], run: () => stepTurn(1) },
    { name: "last-turn", group: "Turns", words: "previous turn", keys: ["["], run: () => stepTurn(-1) },
  ] : []),
  { name: "note", group: "Remarks", words: "write a note", keys: ["t"], run: onQuotation(() => askNote(desk)) },
  { name: "flag", group: "Remarks", words: "flag it for somebody else", keys: ["f"], run: onQuotation(() => desk.perform(flag(records, /** @type {string} */ (desk.current), desk.editor()), { keepOffer: true })) },
  ...(player ? [
    { name: "play", group: "Listen", words: "hear the open quotation, or stop", keys: [" "], run: withSound(one => one.toggle(desk.quotation ? heardAt(records, desk.quotation) : null)) },
    { name: "rewind", group: "Listen", words: "three seconds back, and go on", keys: [","], run: withSound(one => one.back()) },
    { name: "slower", group: "Listen", words: "slower", keys: ["<"], run: withSound(one => one.change(-1)) },
    { name: "faster", group: "Listen", words: "faster", keys: [">"], run: withSound(one => one.change(1)) },
  ] : []),
  { name: "undo", group: "Log", words: "take back", keys: ["u", "Ctrl+z"], run: () => desk.undo() },
  { name: "redo", group: "Log", words: "do again", keys: ["U", "Ctrl+y", "Ctrl+Shift+z"], run: () => desk.redo() },
  { name: "save", group: "Log", words: "save the corrections", keys: ["S", "Ctrl+s"], run: () => saveNow() },
  { name: "print", group: "Log", words: "print the sheet to sign", keys: ["P"], run: () => printSheet() },
  ...(document.getElementById("inbox") ? [{ name: "inbox", group: "Log", words: "save, and go to all documents", keys: ["I"], run: () => { void leave(); } }] : []),
  { name: "copy-next", group: "Log", words: "", keys: [], run: () => void handover.copy(0) },
  { name: "keys", group: "Log", words: "this list", keys: ["?"], run: () => showKeys(keys, redraw) },
];
const keys = new Keys(commands);

/** Run a command that has a button; words that are being chosen are left. @param {string} name */
function run(name) {
  if (spanMode.isOn) spanMode.leave();
  commands.find(command => command.name === name)?.run();
}

const panel = new Panel(panelBox, desk, { run, finish, hint: name => keys.hint(name), showEvidence: spans => view.setLight("evidence", spans) });
const rail = new Rail(
  {
    progress: the("progress"), filter: /** @type {HTMLSelectElement} */ (the("filter")), kind: /** @type {HTMLSelectElement} */ (the("kind")),
    order: the("order"), next: the("next"), speakers: the("speakers"),
  }, desk, { run, about: id => askAbout(desk, id), hint: name => keys.hint(name) });

const hints = [...document.querySelectorAll("[data-key]")];
let isDrawn = true;
/** Draw again, once for all that happens now. */
function redraw() {
  if (!isDrawn) return;
  isDrawn = false;
  queueMicrotask(draw);
}

function draw() {
  isDrawn = true;
  showNext();
  rail.draw();
  panel.draw();
  const { log, counts } = desk;
  renew(the("slim"), [counts.open ? `${counts.open.toLocaleString("en")} left to check` : "✓ All checked"]);
  /** @type {HTMLButtonElement} */ (the("undo")).disabled = log.done === 0;
  /** @type {HTMLButtonElement} */ (the("redo")).disabled = log.done === log.actions.length;
  for (const hint of hints) renew(hint, [keys.hint(hint.getAttribute("data-key") ?? "")]);
}

// Bringing a place into sight. A jump over parts not laid out yet lands beside its goal, so it is corrected.

const SLICE_MS = 6;
let bringing = 0;
/**
 * @param {number} start
 * @param {number} end
 * @param {number} from where what leads to it begins, at most a little before
 */
function bring(start, end, from = start) {
  const turn = ++bringing;
  const go = (/** @type {number} */ left) => {
    const rect = view.rangeOf([start, Math.max(end, start + 1)])?.getClientRects()[0];
    if (!rect || turn !== bringing) return;
    const top = Math.max(0, the("bar").getBoundingClientRect().bottom);
    const room = getComputedStyle(panelBox).position === "fixed" ? panelBox.getBoundingClientRect().top : innerHeight;
    const lead = from < start ? rect.top - (view.rangeOf([from, start])?.getClientRects()[0]?.top ?? rect.top) : 0;
    const above = lead > 0 && lead < (room - top) * 0.4 ? lead : 0;
    if (rect.top - above >= top + 20 && rect.bottom <= room - 48) return;
    scrollTo({ top: scrollY + rect.top - above - top - Math.min((room - top) * (above ? 0.12 : 0.3), 220), behavior: "instant" });
    if (left > 0) requestAnimationFrame(() => go(left - 1));
  };
  go(12);
}

/** Lay out the parts of a long text where the next quotation stands, one by one, while nobody waits for it. */
function warm() {
  const next = desk.queue.next(desk.current), quotation = next === null ? undefined : records.quotations.get(next);
  if (!quotation) return;
  const parts = view.partsNear(quotation.spans[0][0], 3), turn = bringing;
  const go = () => {
    const part = parts.shift();
    if (!part || turn !== bringing) return;
    view.drawWithin(part);
    part.firstElementChild?.getBoundingClientRect();
    whenIdle(go);
  };
  go();
}

/** Do something while nobody waits, for a few milliseconds: a key may come. @param {(hasTime: () => boolean) => void} work told whether there is time for more */
function whenIdle(work) {
  const run = () => {
    const start = performance.now();
    work(() => performance.now() - start < SLICE_MS);
  };
  if ("requestIdleCallback" in window) requestIdleCallback(run); else setTimeout(run, 30);
}

/** Draw all that is not drawn yet, a little at a time. */
function drawRest() {
  whenIdle(hasTime => { if (!view.drawMore(hasTime)) drawRest(); });
}

desk.listeners.push(what => {
  const { quotation } = desk;
  if (what === "open" && spanMode.isOn) spanMode.end();
  root.classList.toggle("open", quotation !== null);
  redraw();
  if (what === "change") keeping.call();
  else {
    view.lit.set("turn", []);
    view.lit.set("source", quotation?.source ? [quotation.source] : []);
    view.lit.set("cue", quotation?.cue ? [quotation.cue] : []);
    queueMicrotask(() => {
      if (quotation) {
        const [start, end] = quotation.spans[0];
        view.drawNear(start);
        const leads = [quotation.source, quotation.cue].flatMap(span => span !== null && span[0] < start && span[0] > start - 800 ? [span[0]] : []);
        bring(start, end, Math.min(start, ...leads));
      }
      view.light();
      whenIdle(warm);
    });
  }
});

// Keeping: in this browser always, with the server where there is one, in a file when asked.

const server = findServer();
const place = `review:${block.sha256}:${block.id}`;
const saved = the("saved");
const inbox = document.getElementById("inbox");
let isAllSaved = true, isWarned = false, isFileSaved = false;
const handover = new Handover(the("handover"), fileName(block.id), say);

/** What comes when all is checked: the command, and what its button says. @returns {[string, string]} */
function finish() {
  if (server ? !isAllSaved : !isAllSaved || !isFileSaved) return ["save", "Save corrections"];
  if (!server) return ["copy-next", "Copy next command"];
  return inbox ? ["inbox", "All documents"] : ["print", "Print the sheet to sign"];
}

/** Show what comes next, where anything was saved by hand or all is checked. */
function showNext() {
  if (!server && isFileSaved) handover.showFile(isAllSaved);
  else if (server && isAllSaved && (isFileSaved || desk.counts.open === 0)) handover.showServer(inbox && make("button", { type: "button", onclick: () => void leave() }, "All documents"));
  else the("handover").hidden = true;
}

function corrections() {
  return makeCorrections(records, block, desk.log.inForce, desk.by, desk.editor().at);
}

const keeping = new Soon(() => {
  const kept = memory.write(place, JSON.stringify({ actions: desk.log.actions, done: desk.log.done }));
  if (server) void sendNow(false);
  else tellSaved(kept ? "Kept in this browser" : "Not kept: this browser has no room; save the file");
}, 300);

/** @param {string} words */
function tellSaved(words) {
  saved.textContent = words;
}

/** @type {Promise<void>} */
let sending = Promise.resolve();

/** One after the other, since each says what was saved before it. @param {boolean} isLast */
function sendNow(isLast) {
  sending = sending.then(() => sendOnce(isLast));
  return sending;
}

/** @param {boolean} isLast */
async function sendOnce(isLast) {
  if (!server) return;
  const { done, actions } = desk.log, before = actions.length;
  try {
    await send(server, corrections(), isLast);
    isAllSaved = done === desk.log.done && before === desk.log.actions.length;
    redraw();
    tellSaved(`Saved beside the document at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`);
  } catch (error) {
    isAllSaved = false;
    tellSaved(`Not saved: ${error instanceof Error ? error.message : "the server does not answer"}; it is kept in this browser`);
  }
}

function saveNow() {
  isFileSaved = true;
  if (server) {
    say("Sending the corrections.");
    void sendNow(false).then(() => say(isAllSaved ? "Saved beside the document." : saved.textContent ?? ""));
    return;
  }
  const { actions } = corrections();
  download(fileName(block.id), `${JSON.stringify(corrections(), null, 1)}\n`);
  isAllSaved = true;
  tellSaved("Saved as a file");
  say(`Corrections saved as ${fileName(block.id)}: ${actions.length} action${actions.length === 1 ? "" : "s"}. What comes next stands under the progress.`);
  redraw();
}

/** Leave for the list of all documents once everything is saved; asked again, leave anyway: it is kept in this browser. */
async function leave() {
  if (!(inbox instanceof HTMLAnchorElement)) return;
  keeping.now();
  if (!isAllSaved) await sendNow(false);
  await sending;
  if (isAllSaved || isWarned) location.assign(inbox.href);
  else {
    isWarned = true;
    say("Not saved yet, so this page stays open; once more leaves it: what was done is kept in this browser.");
  }
}

function printSheet() {
  fillSheet(the("sheet"), desk, block);
  print();
}

function recall() {
  const given = document.getElementById("kept")?.textContent;
  try {
    if (given) {
      const refused = desk.log.replay(readCorrections(given, block, points.size));
      if (refused) say(`${refused} saved actions do not fit this annotation.`);
      return;
    }
    const kept = JSON.parse(memory.read(place) ?? "null");
    if (kept === null || !Array.isArray(kept.actions)) return;
    const actions = kept.actions.filter((/** @type {any} */ one) => isAction(one, points.size));
    const done = Math.max(0, Math.min(Number(kept.done) || 0, actions.length));
    const refused = desk.log.replay(actions, done);
    if (refused) say(`${refused} of ${done} actions kept in this browser do not fit this annotation.`);
    else if (done) say(`${done} action${done === 1 ? "" : "s"} from before are there again.`);
  } catch (error) {
    say(`What was kept cannot be read: ${error instanceof Error ? error.message : "unknown"}.`);
  }
}

/** @param {File} file */
async function takeFile(file) {
  try {
    const actions = readCorrections(await file.text(), block, points.size);
    const refused = desk.log.replay(actions);
    desk.open(desk.current);
    say(`${actions.length - refused} actions taken over${refused ? `, ${refused} do not fit` : ""}.`);
  } catch (error) {
    say(`${file.name}: ${error instanceof Error ? error.message : "cannot be read"}.`);
  }
}

// Listening.

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const key = keyOf(event), target = event.target instanceof Element ? event.target : null;
  const isTyping = target !== null && target.closest("input:not([type=checkbox]),textarea,select") !== null;
  if (isTyping) {
    if (event.key === "Escape") text.focus({ preventScroll: true });
    if (!key.startsWith("Ctrl+") || key === "Ctrl+z" || key === "Ctrl+y" || key === "Ctrl+Shift+z") return;
  }
  const isOnButton = target?.closest("#selection button") && (event.key === "Enter" || event.key === " ");
  if (isOnButton && spanMode.isOn) return;
  if (spanMode.isOn && (spanMode.press(key) || keys.find(key))) {
    event.preventDefault();
    if (spanMode.isOn && keys.find(key)) say(`${leaving()}.`);
    return;
  }
  if (event.key === "Escape") {
    say(desk.current === null ? "" : desk.describe(desk.current));
    if (!getSelection()?.isCollapsed) getSelection()?.removeAllRanges();
    else if (desk.queue.filter.speaker !== null || desk.queue.filter.kind !== null || desk.queue.filter.key !== "open") rail.choose({ key: "open", speaker: null, kind: null });
    return;
  }
  const command = keys.find(key);
  if (!command || ((key === " " || key === "Enter") && target?.closest("button,a,label,input"))) return;
  event.preventDefault();
  command.run();
});

text.addEventListener("click", event => {
  const target = event.target instanceof Element ? event.target : null;
  if (spanMode.isOn) {
    event.preventDefault();
    const point = view.caret();
    if (point !== null) spanMode.point(point, view.selected()); else spanMode.tell();
    return;
  }
  const voice = target?.closest(".t");
  if (voice instanceof HTMLElement && voice.dataset.turn) {
    askVoice(desk, voice.dataset.turn, turnTools);
    return;
  }
  const mark = target?.closest("mark");
  if (!(mark instanceof HTMLElement) || !mark.dataset.q || !getSelection()?.isCollapsed) return;
  desk.open(mark.dataset.q);
  say(desk.describe(mark.dataset.q));
  if (event.detail === 0) the("panel-name").focus({ preventScroll: true });
});
text.addEventListener("keydown", event => {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if ((event.key === "Enter" || event.key === " ") && target?.closest("mark>a") && !spanMode.isOn) {
    event.preventDefault();
    target.click();
  }
});
let selectionTimer = 0;
document.addEventListener("selectionchange", () => {
  if (spanMode.isOn) return;
  clearTimeout(selectionTimer);
  selectionTimer = window.setTimeout(() => panel.showSelection(edits.choices()), 120);
});
text.addEventListener("pointerup", event => {
  edits.isExact = event.altKey;
  const span = edits.chosen(), own = view.selected();
  if (span !== null && own !== null && (span[0] !== own[0] || span[1] !== own[1])) view.select(span);
});

const search = /** @type {HTMLInputElement} */ (the("search"));
/** @type {Span[]} */
let found = [];
let foundAt = -1;
function look() {
  found = findAll(points, search.value);
  foundAt = -1;
  view.setLight("found", found.slice(0, 500));
  the("found").textContent = search.value.trim() ? `${found.length} found` : "";
}
search.addEventListener("input", look);
search.addEventListener("keydown", event => {
  if (event.key !== "Enter" || !found.length) return;
  event.preventDefault();
  foundAt = (foundAt + (event.shiftKey ? -1 : 1) + found.length) % found.length;
  const [start, end] = found[foundAt];
  const inside = records.inOrder().findLast(quotation => quotation.spans.some(span => span[0] <= start && end <= span[1]));
  if (inside) desk.open(inside.id);
  bring(start, end);
  view.setLight("hit", [[start, end]]);
  the("found").textContent = `${foundAt + 1} of ${found.length}`;
  say(`${foundAt + 1} of ${found.length}: ${visible(points.slice(Math.max(0, start - 30), Math.min(points.size, end + 30)))}`);
});

for (const [id, name] of [["undo", "undo"], ["redo", "redo"], ["save", "save"], ["show-keys", "keys"], ["order", "order"], ["print", "print"]]) the(id).addEventListener("click", () => run(name));
themeButton.addEventListener("click", switchTheme);
inbox?.addEventListener("click", event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;  // in a tab of its own
  event.preventDefault();
  void leave();
});
const reviewer = /** @type {HTMLInputElement} */ (the("reviewer")), file = /** @type {HTMLInputElement} */ (the("file"));
reviewer.value = desk.by ?? "";
reviewer.addEventListener("change", () => {
  desk.by = reviewer.value.trim() || null;
  memory.write("reviewer", desk.by ?? "");
});
const recording = document.getElementById("recording");
if (recording instanceof HTMLInputElement && timed instanceof HTMLAudioElement) {
  the("open-recording").addEventListener("click", () => recording.click());
  recording.addEventListener("change", () => {
    if (!recording.files?.[0]) return;
    timed.src = URL.createObjectURL(recording.files[0]);
    say(`${recording.files[0].name} is open: ${keys.hint("play") || "the button"} plays the open quotation.`);
  });
}
the("open-file").addEventListener("click", () => file.click());
file.addEventListener("change", () => {
  if (file.files?.[0]) void takeFile(file.files[0]);
  file.value = "";
});
addEventListener("beforeprint", () => fillSheet(the("sheet"), desk, block));
addEventListener("pagehide", () => keeping.now());
document.addEventListener("visibilitychange", () => { if (document.hidden) keeping.now(); });
addEventListener("storage", event => {
  if (event.key === `quotes-${place}`) tellSaved("Changed in another tab: load this page again to go on from there");
});
desk.log.listeners.push(() => { isAllSaved = false; });
addEventListener("beforeunload", event => {
  keeping.now();
  if (!isAllSaved && memory.read(place) === null) event.preventDefault();
});
let width = innerWidth;
addEventListener("resize", () => {
  if (width !== innerWidth) view.light();
  width = innerWidth;
});

/** Whether the text in the browser is the one that was annotated. */
async function checkText() {
  if (!globalThis.crypto?.subtle) return;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(points.text));
  const hex = [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== block.sha256) tellSaved("This browser does not hold the text as it was annotated; do not trust places");
}

showTheme();
recall();
const first = desk.queue.next(null);
if (first !== null) desk.open(first); else redraw();
if (status.textContent === "") say(first === null ? "Nothing is left to check." : `${capital(desk.left())} to check. ${desk.describe(first)}`);
root.classList.add("ready");
drawRest();
whenIdle(() => void checkText());
