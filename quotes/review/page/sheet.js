// The sheet a desk signs: every quotation with its speaker and what was decided, for the printer.

import { make, plural, shorten, visible } from "./dom.js";
import { isSpeech, sayLeft } from "./queue.js";
import { standing, statusWords } from "./wording.js";

/** @typedef {import("./desk.js").Desk} Desk */

/**
 * Fill the sheet.
 * @param {HTMLElement} root
 * @param {Desk} desk
 * @param {{title: string, sha256: string}} document
 */
export function fillSheet(root, desk, document) {
  const { records, counts } = desk;
  const rows = records.inOrder().map((quotation, i) => {
    const speaker = quotation.speaker === null ? undefined : records.speakers.get(quotation.speaker);
    const who = !isSpeech(quotation) ? (quotation.status === "rejected" ? "not a quotation" : "not speech") : speaker ? visible(records.nameOf(speaker.id)) : "nobody named";
    return make("tr", {},
      make("td", { class: "num" }, i + 1),
      make("td", {}, `${quotation.status === "proposed" ? "☐" : quotation.status === "rejected" ? "☒" : "☑"} ${visible(statusWords(quotation))}${quotation.flagged ? " ⚑" : ""}`),
      make("th", { scope: "row", dir: "auto" }, who, speaker && standing(speaker) ? make("span", { class: "role" }, visible(standing(speaker))) : ""),
      make("td", { dir: "auto" }, shorten(visible(records.wordsOf(quotation)), 240), quotation.note ? make("span", { class: "role" }, `Note: ${visible(quotation.note)}`) : ""),
      make("td", {}, quotation.kind === "other" ? "" : quotation.kind));
  });
  const headings = ["", "Checked", "Speaker", "Words", "Kind"].map(words => make("th", { scope: "col" }, words));
  root.replaceChildren(
    make("h2", {}, "Sheet to sign"),
    make("p", {}, `${plural(counts.checked, "quotation")} checked, ${counts.changed} of them changed; ${counts.open} not checked${counts.open ? ` (${sayLeft(counts)})` : ""}; ${counts.flagged} flagged or noted.`),
    make("table", {}, make("thead", {}, make("tr", {}, ...headings)), make("tbody", {}, ...rows)),
    make("p", { class: "sign" }, make("span", {}, `Checked by${desk.by ? `: ${visible(desk.by)}` : ""}`), make("span", {}, "Signed"), make("span", {}, "Date")),
    make("p", { class: "role" }, `Text: ${visible(document.title)}, SHA-256 ${document.sha256}`));
}
