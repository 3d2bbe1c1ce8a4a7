/**
 * `<play-sound><a href="….wav">Listen</a></play-sound>`: plays here what the link would download; a second press stops.
 */
export class PlaySound extends HTMLElement {
  #sound: HTMLAudioElement | null = null;

  connectedCallback(): void {
    const link = this.querySelector("a");
    link?.addEventListener("click", (event) => {
      event.preventDefault();
      this.#toggle(link);
    });
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  #toggle(link: HTMLAnchorElement): void {
    if (this.#sound) {
      this.#stop();
      return;
    }
    const sound = (this.#sound = new Audio(link.href));
    this.classList.add("is-playing");
    sound.addEventListener("ended", () => this.#stop());
    // Where it cannot be played (no voices, no sound device), the link does what links do.
    sound.addEventListener("error", () => {
      this.#stop();
      window.location.assign(link.href);
    });
    void sound.play().catch(() => this.#stop());
  }

  #stop(): void {
    this.#sound?.pause();
    this.#sound = null;
    this.classList.remove("is-playing");
  }
}
