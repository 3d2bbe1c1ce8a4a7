let moved: { way: string; place: number } | null = null;

/**
 * `<drag-order><ol><li>…<span class="grip">…</span></li></ol></drag-order>` in a form: the entries can be dragged by
 * their grips into another order; the form is sent when one is let go. Buttons beside them (`name=part value=up:1`) do
 * the same without dragging; the focus goes with what they moved.
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
    this.addEventListener("click", (event) => this.#note(event), { signal });
    this.#follow();
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  #note(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[name=part]") : null;
    const [way = "", place] = (button?.value ?? "").split(":");
    moved = way === "up" || way === "down" ? { way, place: Number(place) + (way === "up" ? -1 : 1) } : null;
  }

  #follow(): void {
    if (!moved) return;
    const { way, place } = moved;
    moved = null;
    const other = way === "up" ? "down" : "up";
    for (const one of [other, way])
      this.querySelector<HTMLElement>(`button[value="${one}:${place}"]:not(:disabled)`)?.focus({ preventScroll: true });
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
