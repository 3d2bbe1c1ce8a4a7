import { setClock } from "./clocks.ts";
import { patch } from "./patch.ts";

const PATIENCE = 4_000;

/**
 * `<live-region src="/live/stream"><div data-live="calls">…</div><p data-live-stale hidden>…</p></live-region>`
 *
 * Brings the calls up to date with what the server sends as event "live". What is shown is old, and a note says so, when the
 * server has lost call control (event "away", until "health" tells that it is there again), and when the stream itself
 * stops for longer than a blink; the browser then tries again by itself.
 */
export class LiveRegion extends HTMLElement {
  #source: EventSource | null = null;
  #patience = 0;

  connectedCallback(): void {
    const address = this.getAttribute("src");
    if (!address) return;
    this.#source = new EventSource(address);
    this.#source.addEventListener("open", () => this.#stale(false));
    this.#source.addEventListener("live", (event) => this.#show((event as MessageEvent<string>).data));
    this.#source.addEventListener("health", (event) => this.#heard((event as MessageEvent<string>).data));
    this.#source.addEventListener("away", () => this.#stale(true));
    this.#source.addEventListener("error", () => this.#lost());
  }

  disconnectedCallback(): void {
    this.#source?.close();
    clearTimeout(this.#patience);
  }

  #show(html: string): void {
    this.#stale(false);
    const place = this.querySelector("[data-live]");
    if (!place) return;
    patch(place, html);
    this.#count(place.querySelector<HTMLElement>("[data-live-count]")?.dataset["liveCount"]);
    setClock(place.querySelector("[data-now]"));
  }

  /** The page of one call does not say how many there are. */
  #count(count: string | undefined): void {
    if (count === undefined) return;
    for (const badge of document.querySelectorAll<HTMLElement>("[data-live-badge]")) {
      badge.textContent = count;
      badge.hidden = count === "0";
    }
  }

  #heard(health: string): void {
    const told: unknown = JSON.parse(health);
    this.#stale(typeof told === "object" && told !== null && "contact" in told && told.contact === "away");
  }

  #lost(): void {
    if (this.#patience) return;
    this.#patience = window.setTimeout(() => this.#stale(true), PATIENCE);
  }

  #stale(stale: boolean): void {
    clearTimeout(this.#patience);
    this.#patience = 0;
    this.toggleAttribute("stale", stale);
    for (const note of this.querySelectorAll<HTMLElement>("[data-live-stale]")) note.hidden = !stale;
  }
}
