import { patch } from "./patch.ts";

const PATIENCE = 2;

/**
 * `<fresh-parts src="/today/" seconds="10"><p hidden>…</p></fresh-parts>`
 *
 * Asks the server every so many seconds, while somebody can see the page, for parts of it that change, and puts each in
 * the place of the same id. When that fails more than once, a note says that what is shown may be old.
 */
export class FreshParts extends HTMLElement {
  #timer = 0;
  #failed = 0;
  #leave = new AbortController();

  connectedCallback(): void {
    this.#leave = new AbortController();
    document.addEventListener("visibilitychange", () => this.#plan(), { signal: this.#leave.signal });
    this.#plan();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#leave.abort();
  }

  #plan(): void {
    clearTimeout(this.#timer);
    if (document.visibilityState === "hidden") return;
    this.#timer = window.setTimeout(() => void this.#look(), 1000 * Number(this.getAttribute("seconds")));
  }

  async #look(): Promise<void> {
    try {
      const response = await fetch(this.getAttribute("src") ?? "", { signal: this.#leave.signal });
      // Somebody who was logged out is led to the log-in page, which has none of the parts.
      if (response.status !== 200 || response.redirected) throw new Error(String(response.status));
      this.#show(await response.text());
      this.#failed = 0;
    } catch {
      this.#failed += 1;
    }
    if (!this.isConnected) return;
    for (const note of this.querySelectorAll<HTMLElement>("[role=status]")) note.hidden = this.#failed < PATIENCE;
    this.#plan();
  }

  #show(html: string): void {
    const came = document.createElement("template");
    came.innerHTML = html;
    for (const part of came.content.querySelectorAll("[id]")) {
      const place = document.getElementById(part.id);
      if (place) patch(place, part.innerHTML);
    }
  }
}
