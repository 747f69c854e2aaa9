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
    if (typeof value === "function") listen(element, key.replace(/^on/, ""), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(typeof child === "number" ? String(child) : child);
  return element;
}

/** What each element that `make` made does at an event, so that it can do something else when it is renewed. @type {WeakMap<EventTarget, Map<string, (event: any) => void>>} */
const listeners = new WeakMap();

/** @param {Event} event */
function tell(event) {
  if (event.currentTarget) listeners.get(event.currentTarget)?.get(event.type)?.(event);
}

/** @param {Element} element @param {string} type @param {(event: any) => void} listener */
function listen(element, type, listener) {
  const own = listeners.get(element) ?? new Map();
  element.addEventListener(type, tell);  // a second time it changes nothing
  listeners.set(element, own.set(type, listener));
}

/** Whether one element can become the other: the same thing with other words. @param {Element} one @param {Element} other */
function isLike(one, other) {
  return one.localName === other.localName && one.namespaceURI === other.namespaceURI
    && one.id === other.id && one.getAttribute("data-do") === other.getAttribute("data-do");
}

/**
 * Make the children of an element as if they were replaced; what stays like it was is kept, so that the browser has
 * little to style and lay out anew.
 * @param {Element} root
 * @param {Iterable<Node | string>} parts
 */
export function renew(root, parts) {
  let old = root.firstChild;
  for (const part of parts) {
    const wanted = typeof part === "string" ? document.createTextNode(part) : part, next = /** @type {ChildNode | null} */ (old?.nextSibling ?? null);
    if (old === null) root.append(wanted);
    else if (old instanceof Text && wanted instanceof Text) {
      if (old.data !== wanted.data) old.data = wanted.data;
    } else if (old instanceof Element && wanted instanceof Element && isLike(old, wanted)) {
      for (const name of old.getAttributeNames()) if (!wanted.hasAttribute(name)) old.removeAttribute(name);
      for (const name of wanted.getAttributeNames()) {
        const value = wanted.getAttribute(name) ?? "";
        if (old.getAttribute(name) !== value) old.setAttribute(name, value);
      }
      const now = listeners.get(wanted);
      for (const [type] of listeners.get(old) ?? []) if (!now?.has(type)) listeners.get(old)?.delete(type);
      for (const [type, listener] of now ?? []) listen(old, type, listener);
      renew(old, [...wanted.childNodes]);
    } else old.replaceWith(wanted);
    old = next;
  }
  while (old !== null) {
    const next = /** @type {ChildNode | null} */ (old.nextSibling);
    old.remove();
    old = next;
  }
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
