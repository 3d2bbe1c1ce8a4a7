/** How far this computer's clock is behind the server's, in milliseconds; learnt from `data-now` on the page. */
let behind = 0;

/** Sets the page's clock by an element that says what time it was at the server when it was written. */
export function setClock(element: Element | null): void {
  const now = Number(element?.getAttribute("data-now"));
  if (now > 0) behind = now - Date.now();
}

const pad = (value: number): string => String(value).padStart(2, "0");

/** A span of time as a clock shows it: 4:07, 1:02:33. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** `<running-clock since="milliseconds">`: how long something has been going on, ticking. */
export class RunningClock extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    const since = Number(this.getAttribute("since"));
    const tick = (): void => {
      this.textContent = clock(Date.now() + behind - since);
    };
    tick();
    this.#timer = window.setInterval(tick, 1000);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** `<time-ago at="milliseconds">22.11.2026 14:32</time-ago>`: "3 minutes ago", with the exact time as its title. */
export class TimeAgo extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    const at = Number(this.getAttribute("at"));
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
    if (!this.title) this.title = this.textContent.trim();
    const tell = (): void => {
      const passed = at - (Date.now() + behind);
      const [unit, length] = UNITS.find(([, span]) => Math.abs(passed) >= span) ?? ["minute", 60_000];
      this.textContent = words.format(Math.trunc(passed / length), unit);
    };
    tell();
    this.#timer = window.setInterval(tell, 30_000);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }
}
