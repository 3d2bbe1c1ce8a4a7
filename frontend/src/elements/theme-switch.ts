const YEAR = 365 * 24 * 3600;

/**
 * A form with one button for each theme. The server sets the same cookie when no script runs; here the page changes at
 * once, without a request.
 */
export class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("submit", this.#choose);
  }

  #choose = (event: SubmitEvent): void => {
    const theme = (event.submitter as HTMLButtonElement | null)?.value;
    const cookie = this.getAttribute("cookie");
    if (!theme || !cookie) return;
    event.preventDefault();
    document.cookie = `${cookie}=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
    document.documentElement.dataset["theme"] = theme;
    for (const button of document.querySelectorAll<HTMLButtonElement>("theme-switch button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  };
}
