/**
 * `<drop-menu><details><summary>…</summary><div class="pop">…</div></details></drop-menu>`
 *
 * The browser opens and closes it; this element adds what people expect of a menu: Esc closes and gives the focus back,
 * a click outside or leaving it by keyboard closes, arrow keys move between its entries.
 */
export class DropMenu extends HTMLElement {
  #leave = new AbortController();

  connectedCallback(): void {
    const { signal } = (this.#leave = new AbortController());
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("focusout", (event) => this.#focusLeft(event), { signal });
    document.addEventListener("pointerdown", (event) => this.#pressed(event), { signal });
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  get #details(): HTMLDetailsElement | null {
    return this.querySelector("details");
  }

  #close(): void {
    this.#details?.removeAttribute("open");
  }

  #pressed(event: Event): void {
    if (event.target instanceof Node && !this.contains(event.target)) this.#close();
  }

  #focusLeft(event: FocusEvent): void {
    if (event.relatedTarget instanceof Node && !this.contains(event.relatedTarget)) this.#close();
  }

  #key(event: KeyboardEvent): void {
    const details = this.#details;
    if (!details?.open) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.#close();
      details.querySelector<HTMLElement>("summary")?.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const entries = [...details.querySelectorAll<HTMLElement>(".pop a, .pop button")];
      if (entries.length === 0 || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      const at = entries.indexOf(document.activeElement as HTMLElement);
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = at < 0 ? (step > 0 ? 0 : entries.length - 1) : (at + step + entries.length) % entries.length;
      entries[next]?.focus();
    }
  }
}
