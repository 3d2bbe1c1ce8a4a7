/** After so long, a swapped page is settled (milliseconds). */
const SETTLED = 40;

let wanted = false;

/**
 * `<side-sheet id="panel">`: when a link to it was followed, it is brought into view and its heading gets the focus, so
 * that keyboard and screen reader go on where somebody wanted to be.
 */
export class SideSheet extends HTMLElement {
  connectedCallback(): void {
    if (!wanted) return;
    wanted = false;
    // The focus goes back first to what was pressed, if that is still there.
    setTimeout(() => this.#enter(), SETTLED);
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
