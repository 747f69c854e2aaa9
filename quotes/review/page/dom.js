// Making elements. Text only ever goes in as text.

/** @typedef {string | number | Node | null | undefined | false} Child */
/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {{[attribute: string]: string | number | boolean | null | undefined | ((event: any) => void)}} attributes a function is a listener; true is an empty attribute; null and false are left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.replace(/^on/, ""), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(typeof child === "number" ? String(child) : child);
  return element;
}

/**
 * The element with that id, which the template has.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function the(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element ${id}`);
  return element;
}

/** @param {number} count @param {string} one @param {string} many */
export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

const PICTURES = [..."␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟"];
const HIDDEN = new Map([
  ["\u061c", "ALM"], ["\u200b", "ZWSP"], ["\u202a", "LRE"], ["\u202b", "RLE"], ["\u202c", "PDF"], ["\u202d", "LRO"], ["\u202e", "RLO"],
  ["\u2060", "WJ"], ["\u2066", "LRI"], ["\u2067", "RLI"], ["\u2068", "FSI"], ["\u2069", "PDI"], ["\ufeff", "BOM"],
]);

/** Words on one line, with what nobody could see shown by name. @param {string} words */
export function visible(words) {
  return words.replace(/\s+/g, " ").trim().replace(/[\0-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, char => {
    const code = char.charCodeAt(0);
    return code < 32 ? PICTURES[code] : code === 127 ? "␡" : `[${HIDDEN.get(char) ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`}]`;
  });
}

/** @param {string} words @param {number} most */
export function shorten(words, most) {
  const points = [...words];
  return points.length > most ? `${points.slice(0, most - 1).join("").trimEnd()}…` : words;
}

/** A bar that shows a share. @param {number} share */
export function meter(share) {
  const bar = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  bar.setAttribute("viewBox", "0 0 100 6");
  bar.setAttribute("preserveAspectRatio", "none");
  bar.setAttribute("aria-hidden", "true");
  bar.setAttribute("class", "meter");
  for (const [name, width] of /** @type {[string, number][]} */ ([["bg", 100], ["fg", Math.max(0, Math.min(100, share * 100))]])) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    part.setAttribute("class", name);
    part.setAttribute("width", String(width));
    part.setAttribute("height", "6");
    bar.append(part);
  }
  return bar;
}
