const STAYS = 12_000;
const STAYS_WITHOUT_UNDO = 6_000;

/** One note of what was just done. It leaves by itself, but not while somebody points at it or is inside it. */
export class ToastNote extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    this.querySelector(".close")?.addEventListener("click", () => this.remove());
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.remove();
    });
    for (const name of ["pointerenter", "focusin"]) this.addEventListener(name, () => clearTimeout(this.#timer));
    for (const name of ["pointerleave", "focusout"]) this.addEventListener(name, () => this.#start());
    this.#start();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.remove(), this.querySelector("form") ? STAYS : STAYS_WITHOUT_UNDO);
  }
}
