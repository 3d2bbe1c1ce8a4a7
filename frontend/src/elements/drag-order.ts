/**
 * `<drag-order><ol><li>…<span class="grip">…</span></li></ol></drag-order>` in a form: the entries can be dragged by
 * their grips into another order; the form is sent when one is let go. Buttons beside them do the same without dragging.
 */
export class DragOrder extends HTMLElement {
  #leave = new AbortController();
  #dragged: HTMLElement | null = null;
  #before = "";

  connectedCallback(): void {
    const { signal } = (this.#leave = new AbortController());
    this.addEventListener("pointerdown", (event) => this.#press(event), { signal });
    document.addEventListener("pointermove", (event) => this.#move(event), { signal });
    document.addEventListener("pointerup", () => this.#drop(), { signal });
    document.addEventListener("pointercancel", () => this.#drop(), { signal });
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  get #entries(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(":scope > ol > li")];
  }

  get #order(): string {
    return this.#entries.map((entry) => entry.querySelector<HTMLInputElement>("input[name=entry]")?.value).join();
  }

  #press(event: PointerEvent): void {
    const grip = event.target instanceof Element ? event.target.closest(".grip") : null;
    this.#dragged = grip?.closest<HTMLElement>("li") ?? null;
    if (!this.#dragged) return;
    event.preventDefault();
    this.#before = this.#order;
    this.#dragged.classList.add("is-moving");
  }

  #move(event: PointerEvent): void {
    const dragged = this.#dragged;
    if (!dragged) return;
    event.preventDefault();
    const next = this.#entries.find((entry) => {
      const box = entry.getBoundingClientRect();
      return entry !== dragged && event.clientY < box.top + box.height / 2;
    });
    dragged.parentElement?.insertBefore(dragged, next ?? null);
  }

  #drop(): void {
    const dragged = this.#dragged;
    if (!dragged) return;
    this.#dragged = null;
    dragged.classList.remove("is-moving");
    if (this.#order !== this.#before) this.closest("form")?.requestSubmit();
  }
}
