// Where the editor's work is kept: in this browser, in a file, and with the server that served the page.

/** @typedef {import("./records.js").Action} Action */
/** @typedef {import("./corrections.js").Corrections} Corrections */
/** @typedef {{actions: Action[], done: number}} Kept */

/** Values of this browser, by key; silent where the browser keeps nothing. */
export const memory = {
  /** @param {string} key @returns {string | null} */
  read(key) {
    try {
      return localStorage.getItem(`quotes-${key}`);
    } catch {
      return null;
    }
  },
  /** @param {string} key @param {string} value @returns {boolean} whether it is kept */
  write(key, value) {
    try {
      localStorage.setItem(`quotes-${key}`, value);
      return true;
    } catch {
      return false;
    }
  },
  /** @param {string} key */
  forget(key) {
    try {
      localStorage.removeItem(`quotes-${key}`);
    } catch { /* nothing was kept */ }
  },
};

/** What a server tells of where corrections go, or null for a page opened from disk. */
export function findServer() {
  const path = document.querySelector('meta[name="quotes-save"]')?.getAttribute("content");
  const token = document.querySelector('meta[name="quotes-token"]')?.getAttribute("content") ?? "";
  const version = document.querySelector('meta[name="quotes-version"]')?.getAttribute("content") ?? null;
  return path ? { path, token, version } : null;
}

/** Writes a moment after the last call, and at once where asked. */
export class Soon {
  /** @param {() => void} work @param {number} wait_ms */
  constructor(work, wait_ms) {
    this.work = work;
    this.wait_ms = wait_ms;
    this.timer = 0;
  }

  call() {
    if (!this.timer) this.timer = window.setTimeout(() => this.now(), this.wait_ms);
  }

  now() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.work();
  }
}

/**
 * Send corrections to the server, which takes them if nobody else has saved any since `version`.
 * @param {{path: string, token: string, version: string | null}} server what it has now is noted in it
 * @param {Corrections} corrections
 * @param {boolean} isLast whether the page is being closed
 * @returns {Promise<void>}
 * @throws {Error} with why they were not taken
 */
export async function send(server, corrections, isLast = false) {
  const body = JSON.stringify(corrections);
  const answer = await fetch(server.path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Quotes-Token": server.token,
      ...(server.version === null ? {} : { "X-Quotes-Version": server.version }),
    },
    body,
    credentials: "same-origin",
    keepalive: isLast && body.length < 60_000,
  });
  if (answer.status === 409) throw new Error("they were changed elsewhere since this page was loaded; load it again");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const { version } = await answer.json();
  if (typeof version === "string") server.version = version;
}

/** Offer a file for download. @param {string} name @param {string} json */
export function download(name, json) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A file name made of a document's id. @param {string} id */
export function fileName(id) {
  const stem = id.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "").slice(0, 80);
  return `${stem || "document"}.corrections.json`;
}
