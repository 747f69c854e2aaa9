// Listening: a quotation with its lead-in, at any speed, and where the sound is in the text.

import { turnOf } from "./actions.js";

/** @typedef {import("./records.js").Records} Records */
/** @typedef {import("./records.js").Quotation} Quotation */

const LEAD_MS = 1_500, REST_MS = 700, BACK_MS = 3_000;
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

/**
 * When a quotation is heard: its own times, else those of its turn, else from where its utterance begins.
 * @param {Records} records
 * @param {Quotation} quotation
 * @returns {{start_ms: number, end_ms: number | null} | null}
 */
export function heardAt(records, quotation) {
  if (quotation.start_ms !== null) return { start_ms: quotation.start_ms, end_ms: quotation.end_ms };
  const turn = turnOf(records, quotation), [start] = quotation.spans[0];
  if (turn && turn.start_ms !== null) return { start_ms: turn.start_ms, end_ms: turn.end_ms };
  const utterance = records.utterances.findLast(each => each.start <= start && start < each.end);  // of a turn that was split within
  return utterance && utterance.start_ms !== null ? { start_ms: utterance.start_ms, end_ms: turn ? turn.end_ms : utterance.end_ms } : null;
}

/** Plays the recording of a transcript. */
export class Player {
  /**
   * @param {HTMLAudioElement} audio
   * @param {(words: string) => void} say
   * @param {(time_ms: number | null) => void} follow told where the sound is; null when it stops
   */
  constructor(audio, say, follow) {
    this.audio = audio;
    this.say = say;
    /** @type {number | null} */
    this.until_ms = null;
    audio.addEventListener("timeupdate", () => {
      const now_ms = audio.currentTime * 1000;
      if (this.until_ms !== null && now_ms >= this.until_ms) {
        this.until_ms = null;
        audio.pause();
      } else if (!audio.paused) follow(now_ms);
    });
    audio.addEventListener("pause", () => follow(null));
    audio.addEventListener("error", () => say("The recording cannot be played; open it with “Open recording…”."));
  }

  get isThere() {
    return this.audio.hasAttribute("src");
  }

  /** Play a stretch with its lead-in, or stop. @param {{start_ms: number, end_ms: number | null} | null} stretch */
  toggle(stretch) {
    if (!this.isThere) this.say("Open the recording first.");
    else if (!this.audio.paused) this.audio.pause();
    else if (stretch === null) this.say("Nothing tells when this is heard.");
    else {
      this.audio.currentTime = Math.max(0, stretch.start_ms - LEAD_MS) / 1000;
      this.until_ms = stretch.end_ms === null ? null : stretch.end_ms + REST_MS;
      this.audio.play().catch(() => this.say("The recording cannot be played."));
    }
  }

  /** Go back three seconds, and go on beyond the stretch. */
  back() {
    this.until_ms = null;
    this.audio.currentTime = Math.max(0, this.audio.currentTime - BACK_MS / 1000);
  }

  /** @param {1 | -1} by */
  change(by) {
    const here = SPEEDS.indexOf(this.audio.playbackRate);
    const speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, (here < 0 ? 2 : here) + by))];
    this.audio.playbackRate = speed;
    this.say(`Speed ${speed}.`);
  }
}
