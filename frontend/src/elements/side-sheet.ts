/** After so long, a swapped page is settled (milliseconds). */
const SETTLED = 40;

let wanted = false;
let sent = false;

/**
 * `<side-sheet id="panel">`: when a link to it was followed, it is brought into view and its heading gets the focus, so
 * that keyboard and screen reader go on where somebody wanted to be. The same after a form in it was sent, where the
 * button that was pressed is no more.
 */
export class SideSheet extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("submit", () => (sent = true));
    const [followed, returning] = [wanted, sent];
    wanted = sent = false;
    // The focus goes back first to what was pressed, if that is still there.
    if (followed) setTimeout(() => this.#enter(), SETTLED);
    else if (returning) setTimeout(() => this.#focusHeading(), SETTLED);
  }

  #focusHeading(): void {
    if (document.activeElement !== document.body) return;
    const heading = this.querySelector<HTMLElement>("h2");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  #enter(): void {
    const heading = this.querySelector<HTMLElement>("h2");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    const { top, bottom } = this.getBoundingClientRect();
    if (top > window.innerHeight / 2 || top < 0 || bottom < 80) this.scrollIntoView({ block: "start" });
  }
}

document.addEventListener("click", (event) => {
  wanted = event.target instanceof Element && event.target.closest('a[href$="#panel"]') !== null;
});
