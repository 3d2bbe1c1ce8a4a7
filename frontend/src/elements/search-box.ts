/**
 * The search field: "/" or Ctrl+K leads to it from anywhere, arrow keys move through what was found, Esc leaves.
 * Finding is the server's work; without a script, Enter leads to the page of results.
 */
export class SearchBox extends HTMLElement {
  #leave = new AbortController();

  connectedCallback(): void {
    const { signal } = (this.#leave = new AbortController());
    document.addEventListener("keydown", (event) => this.#anywhere(event), { signal });
    this.addEventListener("keydown", (event) => this.#inside(event), { signal });
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  get #field(): HTMLInputElement | null {
    return this.querySelector("input");
  }

  #anywhere(event: KeyboardEvent): void {
    const typing = (event.target as HTMLElement).closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !palette) return;
    event.preventDefault();
    this.#field?.focus();
    this.#field?.select();
  }

  #inside(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      (document.activeElement as HTMLElement | null)?.blur();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.#field, ...this.querySelectorAll<HTMLElement>(".results a")].filter((stop) => stop !== null);
    const at = stops.indexOf(document.activeElement as HTMLInputElement);
    const next = stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length];
    event.preventDefault();
    next?.focus();
  }
}
