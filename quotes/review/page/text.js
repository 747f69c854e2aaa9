// The document's text on the page: quotations drawn in place, places lit, selections read back.

import { clock } from "./wording.js";
import { isOpen, isSpeech, isUnsure } from "./queue.js";
import { make, visible } from "./dom.js";

/** @typedef {import("./records.js").Records} Records */
/** @typedef {import("./records.js").Quotation} Quotation */
/** @typedef {import("./records.js").Span} Span */
/** @typedef {{start: number, end: number, depth: number, id: string, isFirst: boolean}} Piece */

const BLOCK_SHARE = 0.8, BLOCK_CHARS = 90, BITE_SHARE = 0.5, LOOKS = 40;
/** With more quotations than these, marks are drawn where they are looked at, and elsewhere while nobody waits. */
const AT_ONCE = 600;

/** The text, and the marks on it. */
export class TextView {
  /**
   * @param {HTMLElement} root
   * @param {Records} records
   */
  constructor(root, records) {
    this.root = root;
    this.records = records;
    this.points = records.points;
    this.paragraphs = [...root.querySelectorAll("p")];
    this.starts = this.paragraphs.map(p => Number(p.dataset.o));
    this.ends = this.paragraphs.map((p, i) => this.points.point(this.points.unit(this.starts[i]) + (p.textContent ?? "").length));
    /** Numbers of the paragraphs. @type {Map<Element, number>} */
    this.places = new Map(this.paragraphs.map((p, i) => [p, i]));
    /** Paragraphs whose quotations are not drawn yet. @type {Set<number>} */
    this.undrawn = new Set();
    /** Elements of each quotation, in order. @type {Map<string, HTMLElement[]>} */
    this.marks = new Map();
    /** Quotations by paragraph. @type {Set<string>[]} */
    this.held = this.paragraphs.map(() => new Set());
    /** Paragraphs by quotation. @type {Map<string, number[]>} */
    this.where = new Map();
    /** @type {Map<string, HTMLElement[]>} */
    this.voices = new Map();
    /** @type {string | null} */
    this.current = null;
    /** Spans lit, by name. @type {Map<string, Span[]>} */
    this.lit = new Map();
    /** The labels above what is lit. @type {Map<string, HTMLElement>} */
    this.tags = new Map();
    /** Paragraphs that begin in a sound bite. @type {Set<number>} */
    this.bites = new Set();
  }

  /** The paragraph a place is in, or the next one. @param {number} point */
  paragraphAt(point) {
    let low = 0, high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] <= point) low = middle + 1; else high = middle;
    }
    return Math.min(low, this.starts.length - 1);
  }

  /** How many paragraphs further a place is: 0 in the same one; the times of captions are none, nor are captions that follow each other. @param {number} end @param {number} start */
  paragraphsApart(end, start) {
    const from = this.paragraphAt(Math.max(0, end - 1)), to = this.paragraphAt(start);
    const between = this.paragraphs.slice(from + 1, to).filter(p => /\p{L}/u.test(p.textContent ?? "")).length;
    return between + (from === to || (!between && this.root.classList.contains("captions")) ? 0 : 1);
  }

  /** Paragraphs that spans touch. @param {Span[]} spans */
  touched(spans) {
    const found = new Set();
    for (const [start, end] of spans) {
      for (let i = this.paragraphAt(start); i >= 0 && i < this.starts.length && this.starts[i] < end; i++) if (this.ends[i] > start) found.add(i);
    }
    return [...found];
  }

  /** Draw everything; what is far away in a long text, by and by: see `drawMore`. */
  drawAll() {
    for (const quotation of this.records.inOrder()) this.enter(quotation);
    this.undrawn = new Set(this.held.flatMap((held, i) => held.size ? [i] : []));
    this.drawVoices();
    if (this.records.quotations.size <= AT_ONCE) this.drawMore(() => true);
    else this.root.addEventListener("contentvisibilityautostatechange", event => {
      if (event.target instanceof Element) this.drawWithin(event.target);
    });
  }

  /**
   * Draw more of what is not drawn yet.
   * @param {() => boolean} hasTime
   * @returns {boolean} whether all is drawn
   */
  drawMore(hasTime) {
    for (const place of this.undrawn) {
      if (!hasTime()) return false;
      this.drawParagraph(place);
    }
    return true;
  }

  /** Draw what is not drawn yet in a part of the text. @param {Element | null | undefined} part */
  drawWithin(part) {
    if (this.undrawn.size && part) for (const p of part.querySelectorAll("p")) {
      const place = this.places.get(p);
      if (place !== undefined && this.undrawn.has(place)) this.drawParagraph(place);
    }
  }

  /**
   * The part of a long text that a place is in, and those beside it, the nearest first.
   * @param {number} point
   * @param {number} reach how many to either side
   * @returns {Element[]}
   */
  partsNear(point, reach) {
    const part = this.paragraphs[this.paragraphAt(point)]?.closest(".z") ?? null;
    const parts = [part];
    for (let step = 0, before = part, behind = part; step < reach; step++) {
      behind = behind?.nextElementSibling ?? null;
      before = before?.previousElementSibling ?? null;
      parts.push(behind, before);
    }
    return parts.filter(one => one !== null);
  }

  /** Draw what is not drawn yet near a place. @param {number} point */
  drawNear(point) {
    if (this.undrawn.size) for (const part of this.partsNear(point, 2)) this.drawWithin(part);
  }

  /** @param {Quotation} quotation */
  enter(quotation) {
    const places = this.touched(quotation.spans);
    this.where.set(quotation.id, places);
    for (const i of places) this.held[i].add(quotation.id);
  }

  /**
   * Draw again what changes concern.
   * @param {Set<string>} moved quotations whose places changed, or that came or went
   * @param {Set<string>} changed quotations that look different
   */
  update(moved, changed) {
    const again = new Set();
    for (const id of moved) {
      for (const i of this.where.get(id) ?? []) {
        this.held[i].delete(id);
        again.add(i);
      }
      this.where.delete(id);
      this.marks.delete(id);
      const quotation = this.records.quotations.get(id);
      if (!quotation) continue;
      this.enter(quotation);
      for (const i of this.where.get(id) ?? []) again.add(i);
    }
    for (const i of again) this.drawParagraph(i);
    for (const id of changed) if (!moved.has(id)) this.dress(id);
    if (again.size) this.light();
  }

  /** How deep a quotation is nested. @param {Quotation} quotation */
  depthOf(quotation) {
    let depth = 0;
    for (let parent = quotation.parent; parent !== null && depth < 64; depth++) parent = this.records.quotations.get(parent)?.parent ?? null;
    return depth;
  }

  /** @param {number} place */
  drawParagraph(place) {
    this.undrawn.delete(place);
    const p = this.paragraphs[place], start = this.starts[place], end = this.ends[place];
    const base = this.points.unit(start);
    const voices = [...p.querySelectorAll(".t")];
    for (const voice of voices) voice.remove();
    for (const gap of p.querySelectorAll(".brk")) gap.remove();
    for (const tag of p.querySelectorAll(".tag")) tag.remove();
    for (const mark of p.querySelectorAll("mark")) {
      mark.querySelector(":scope>a")?.remove();
      mark.replaceWith(...mark.childNodes);
    }
    p.normalize();
    /** @type {Piece[]} */
    const pieces = [];
    for (const id of this.held[place]) {
      const quotation = /** @type {Quotation} */ (this.records.quotations.get(id));
      const depth = this.depthOf(quotation);
      for (const span of quotation.spans) {
        const from = Math.max(span[0], start), to = Math.min(span[1], end);
        if (from < to) pieces.push({ start: this.points.unit(from) - base, end: this.points.unit(to) - base, depth, id, isFirst: true });
      }
    }
    pieces.sort((a, b) => a.start - b.start || b.end - a.end || a.depth - b.depth);
    const atoms = /** @type {ChildNode[]} */ ([...p.childNodes]);
    /** Marks that are open, outermost first. @type {{end: number, box: HTMLElement}[]} */
    const open = [];
    let at = 0;
    const box = () => open.length ? open[open.length - 1].box : p;
    const close = () => {
      while (open.length && open[open.length - 1].end <= at) open.pop();
    };
    /** @type {Map<string, HTMLElement[]>} */
    const made = new Map();
    const begin = () => {
      while (pieces.length && pieces[0].start <= at) {
        const piece = /** @type {Piece} */ (pieces.shift());
        const limit = open.length ? open[open.length - 1].end : Infinity;
        if (piece.end > limit) {
          const rest = { ...piece, start: limit, isFirst: false };
          const next = pieces.findIndex(other => other.start > rest.start || (other.start === rest.start && other.end < rest.end));
          pieces.splice(next < 0 ? pieces.length : next, 0, rest);
        }
        const mark = document.createElement("mark");
        mark.dataset.q = piece.id;
        if (piece.isFirst) mark.append(make("a", { role: "button", tabindex: "-1" }));
        box().append(mark);
        open.push({ end: Math.min(piece.end, limit), box: mark });
        const marks = made.get(piece.id);
        if (marks) marks.push(mark); else made.set(piece.id, [mark]);
      }
    };
    const nextEdge = () => Math.min(pieces.length ? pieces[0].start : Infinity, open.length ? open[open.length - 1].end : Infinity);
    p.replaceChildren();
    for (let i = 0; i < atoms.length; i++) {
      let atom = atoms[i];
      close();
      begin();
      let size = (atom.textContent ?? "").length;
      if (atom instanceof HTMLElement && atom.localName === "span" && nextEdge() < at + size) {
        atoms.splice(i, 1, ...atom.childNodes);
        i--;
        continue;
      }
      if (atom instanceof HTMLElement && nextEdge() < at + size) atom = document.createTextNode(atom.textContent ?? "");
      while (size > 0 && nextEdge() < at + size) {
        const text = /** @type {Text} */ (atom), cut = nextEdge() - at;
        const rest = text.splitText(cut);
        if (cut) box().append(text); else text.remove();
        at += cut;
        size -= cut;
        atom = rest;
        close();
        begin();
      }
      box().append(atom);
      at += size;
    }
    for (const voice of voices) this.placeVoice(place, /** @type {HTMLElement} */ (voice));
    for (const id of this.held[place]) {
      const kept = (this.marks.get(id) ?? []).filter(mark => mark.isConnected && !p.contains(mark));
      const all = [...kept, ...(made.get(id) ?? [])];
      const order = this.where.get(id) ?? [];
      if (order.length > 1) all.sort((a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
      this.marks.set(id, all);
      this.dressMarks(id);
    }
    this.dressBlock(place);
  }

  /** The class that draws a quotation. @param {Quotation} quotation */
  lookOf(quotation) {
    if (quotation.status === "rejected") return "o r";
    if (!isSpeech(quotation)) return "o";
    return quotation.speaker === null ? "u" : this.lookOfSpeaker(quotation.speaker);
  }

  /** @param {string} id */
  lookOfSpeaker(id) {
    return `k${(this.records.numberOf(id) - 1) % LOOKS}`;
  }

  /** The sign on a quotation's badge. @param {Quotation} quotation */
  signOf(quotation) {
    const settled = quotation.flagged ? "⚑" : quotation.status === "proposed" ? "" : quotation.status === "rejected" ? "✕" : "✓";
    if (!isSpeech(quotation)) return `°${settled}`;
    if (quotation.speaker === null) return `?${settled}`;
    return `${this.records.numberOf(quotation.speaker)}${isUnsure(quotation) ? "?" : ""}${settled}`;
  }

  /** What a screen reader is told before the words. @param {Quotation} quotation */
  labelOf(quotation) {
    const who = quotation.status === "rejected" ? "Rejected" : quotation.kind === "other" ? "Not speech"
      : quotation.speaker === null ? "Unattributed" : visible(this.records.nameOf(quotation.speaker));
    const state = quotation.status === "proposed" ? (isOpen(quotation) ? ", not checked" : "") : `, ${quotation.status}`;
    return `${who}${isUnsure(quotation) ? ", unsure" : ""}${state}${quotation.flagged ? ", flagged" : ""}:`;
  }

  /** Give a quotation the look of its speaker and status. @param {string} id */
  dress(id) {
    this.dressMarks(id);
    for (const i of this.where.get(id) ?? []) if (!this.undrawn.has(i)) this.dressBlock(i);
  }

  /** @param {string} id */
  dressMarks(id) {
    const quotation = this.records.quotations.get(id);
    if (!quotation) return;
    const classes = [this.lookOf(quotation)];
    if (isUnsure(quotation)) classes.push("w");
    if (quotation.kind === "indirect") classes.push("n");
    if (!isOpen(quotation) && isSpeech(quotation)) classes.push("v");
    if (id === this.current) classes.push("on");
    const name = classes.join(" "), sign = this.signOf(quotation);
    for (const mark of this.marks.get(id) ?? []) {
      mark.className = name;
      const link = mark.firstElementChild;
      if (link instanceof HTMLElement && link.localName === "a") {
        link.dataset.n = sign;
        link.style.setProperty("--wide", String([...sign].length));
        link.setAttribute("aria-label", this.labelOf(quotation));
        link.tabIndex = id === this.current ? 0 : -1;
      }
    }
  }

  /** Draw a paragraph that is one quotation's as a block. @param {number} place */
  dressBlock(place) {
    const p = this.paragraphs[place], size = this.ends[place] - this.starts[place];
    const isBite = this.bites.has(place);
    /** @type {Quotation | null} */
    let owner = null;
    for (const id of this.held[place]) {
      const quotation = /** @type {Quotation} */ (this.records.quotations.get(id));
      if (!isSpeech(quotation) || quotation.kind === "indirect" || quotation.parent !== null) continue;
      const said = quotation.spans.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, this.ends[place]) - Math.max(start, this.starts[place])), 0);
      if ((size >= BLOCK_CHARS && said >= BLOCK_SHARE * size) || (isBite && said >= BITE_SHARE * size)) owner ??= quotation;
    }
    const classes = ["g", "m", "h"].filter(name => p.classList.contains(name));  // a gap before it; nobody says it; a voice
    if (owner) {
      classes.push("k", this.lookOf(owner));
      if (isUnsure(owner)) classes.push("w");
      if (!isOpen(owner)) classes.push("v");
      if (owner.id === this.current) classes.push("on");
    }
    const name = classes.join(" ");
    if (p.className !== name) p.className = name;
    for (const mark of p.querySelectorAll("mark")) mark.classList.toggle("b", owner !== null && /** @type {HTMLElement} */ (mark).dataset.q === owner.id);
  }

  /** The voices of a transcript, in the margin. */
  drawVoices() {
    this.bites.clear();
    for (const { kind, start, end } of this.records.turns.values()) {
      if (!["bite", "clip", "interpreter"].includes(kind)) continue;
      for (let i = Math.max(0, this.paragraphAt(start) - 1); i < this.starts.length && this.starts[i] < end; i++) if (this.starts[i] >= start - 1) this.bites.add(i);
    }
    for (const voice of this.root.querySelectorAll(".t,.brk")) {
      voice.closest("p")?.classList.remove("h");
      voice.remove();
    }
    for (const [id, turn] of this.records.turns) {
      const place = this.paragraphAt(turn.start);
      if (place < 0 || this.starts[place] >= turn.end) continue;
      const time = turn.start_ms === null ? "" : `${clock(turn.start_ms)} `;
      const isNarrator = turn.kind === "narrator";
      const named = turn.speaker === null ? turn.label : this.records.nameOf(turn.speaker);
      const name = isNarrator ? (named && named !== "unnamed narrator" ? named : "Narrator") : named ?? "Unknown voice";
      const words = `${time}${turn.kind === "interpreter" ? "Interpreter for " : ""}${visible(name)}${turn.translated && turn.kind !== "interpreter" ? ", translated" : ""}`;
      const look = turn.speaker !== null && !isNarrator ? this.lookOfSpeaker(turn.speaker) : "nar";
      this.paragraphs[place].classList.add("h");
      this.placeVoice(place, make("button", {
        type: "button", class: `t ${look}`, "data-v": words, "data-turn": id, tabindex: "-1", "aria-label": `${words}: change this voice`,
      }));
    }
    for (let i = 0; i < this.paragraphs.length; i++) if (this.held[i].size && !this.undrawn.has(i)) this.dressBlock(i);
  }

  /**
   * Put the label of a voice where its turn begins: before the paragraph, or on a line of its own within it.
   * @param {number} place
   * @param {HTMLElement} voice
   */
  placeVoice(place, voice) {
    const p = this.paragraphs[place], turn = this.records.turns.get(voice.dataset.turn ?? "");
    const at = turn && turn.start > this.starts[place] ? this.nodeAt(turn.start, false) : null;
    if (!at || !/\S/.test(this.points.slice(this.starts[place], turn?.start ?? 0))) {
      p.prepend(voice);
      return;
    }
    const range = document.createRange();
    voice.classList.add("in");
    let [node, offset] = at;
    for (let mark = node.parentElement; offset === 0 && mark?.localName === "mark"; mark = node.parentElement) {
      if (node.previousSibling && /** @type {Element} */ (node.previousSibling).localName !== "a") break;
      node = mark;
    }
    if (node instanceof Element) range.setStartBefore(node); else range.setStart(node, offset);
    range.insertNode(voice);
    voice.before(make("span", { class: "brk" }));
  }

  /** Where the caret is in the text, or where what is selected begins; null elsewhere. @returns {number | null} */
  caret() {
    const selection = getSelection();
    if (!selection?.rangeCount) return null;
    const range = selection.getRangeAt(0);
    return this.pointAt(range.startContainer, range.startOffset);
  }

  /** Make a quotation the current one. @param {string | null} id */
  open(id) {
    const before = this.current;
    this.current = id;
    for (const each of [before, id]) if (each !== null) this.dress(each);
  }

  /** A range over [start, end) in the page. @param {Span} span */
  rangeOf([start, end]) {
    const range = document.createRange();
    const from = this.nodeAt(start, false), to = this.nodeAt(end, true);
    if (!from || !to) return null;
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }

  /**
   * The text node and unit at a place; at the end of a span it is the node that ends there.
   * @param {number} point
   * @param {boolean} isEnd
   * @returns {[Node, number] | null}
   */
  nodeAt(point, isEnd) {
    let place = this.paragraphAt(isEnd ? Math.max(0, point - 1) : point);
    if (place < 0) return null;
    if (point < this.starts[place]) point = this.starts[place];
    let left = this.points.unit(Math.min(point, this.ends[place])) - this.points.unit(this.starts[place]);
    const walker = document.createTreeWalker(this.paragraphs[place], NodeFilter.SHOW_TEXT);
    /** @type {Text | null} */
    let last = null;
    while (walker.nextNode()) {
      last = /** @type {Text} */ (walker.currentNode);
      if (isEnd ? left <= last.data.length : left < last.data.length) return [last, left];
      left -= last.data.length;
    }
    return last ? [last, last.data.length] : null;
  }

  /** The place, in code points, of a position in the page, or null outside the text. @param {Node} node @param {number} offset */
  pointAt(node, offset) {
    if (!this.root.contains(node)) return null;
    const p = (node instanceof Element ? node : node.parentElement)?.closest("p");
    const range = document.createRange();
    const place = p ? this.places.get(p) ?? -1 : -1;
    if (p && place >= 0) range.setStart(p, 0); else range.setStart(this.root, 0);
    range.setEnd(node, offset);
    const base = place >= 0 ? this.points.unit(this.starts[place]) : 0;
    return this.points.point(base + range.toString().length);
  }

  /** What is selected in the text, without white space at its ends, or null. @returns {Span | null} */
  selected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    let start = this.pointAt(range.startContainer, range.startOffset), end = this.pointAt(range.endContainer, range.endOffset);
    if (start === null && end === null) return null;
    start ??= 0;
    end ??= this.points.size;
    const words = this.points.slice(start, end);
    start += words.length - words.trimStart().length;
    end -= words.length - words.trimEnd().length;
    return start < end ? [start, end] : null;
  }

  /** Select a span, so that it is seen. @param {Span} span */
  select(span) {
    const range = this.rangeOf(span), selection = getSelection();
    if (!range || !selection) return;
    selection.removeAllRanges();
    selection.addRange(range);
  }

  /** Light spans under a name: cue, source, evidence, found. @param {string} name @param {Span[]} spans */
  setLight(name, spans) {
    this.lit.set(name, spans);
    this.light(name);
  }

  /** Light what is to be lit. @param {string | null} only */
  light(only = null) {
    const canLight = typeof Highlight !== "undefined" && CSS.highlights;
    /** @type {[string, Range | undefined][]} */
    const tagged = [];
    for (const [name, spans] of this.lit) {
      if (only !== null && name !== only) continue;
      const ranges = spans.map(span => this.rangeOf(span)).filter(range => range !== null);
      if (canLight && ranges.length) CSS.highlights.set(`quotes-${name}`, new Highlight(...ranges));
      else if (canLight) CSS.highlights.delete(`quotes-${name}`);
      if (name === "cue" || name === "source") tagged.push([name, ranges[0]]);
    }
    this.tag(tagged);
  }

  /** Put small labels above lit places: first all is measured, then all is written. @param {[string, Range | undefined][]} tagged */
  tag(tagged) {
    const made = tagged.map(([name, range]) => {
      const start = range?.startContainer, p = (start instanceof Element ? start : start?.parentElement)?.closest("p");
      const part = p?.closest(".k") ?? p?.closest(".z,#text"), rect = range?.getClientRects()[0], frame = part?.getBoundingClientRect();
      if (!part || !rect || !frame) return { name };
      const tag = make("b", { class: `tag ${name}`, "data-v": name, "aria-hidden": "true" });
      return { name, part, tag, left: rect.left - frame.left - part.clientLeft, top: rect.top - frame.top };
    });
    const [one, two] = made.filter(item => item.part).sort((a, b) => (a.left ?? 0) - (b.left ?? 0));
    if (one?.left !== undefined && two?.left !== undefined && one.part === two.part && Math.abs((one.top ?? 0) - (two.top ?? 0)) < 6) {
      one.left = Math.min(one.left, two.left - (one.name === "source" ? 42 : 28));  // the earlier one makes room
    }
    for (const { name, part, tag, left, top } of made) {
      this.tags.get(name)?.remove();
      if (!part || !tag) continue;
      tag.style.left = `${left}px`;
      tag.style.top = `${top}px`;
      part.append(tag);
      this.tags.set(name, tag);
    }
  }
}
