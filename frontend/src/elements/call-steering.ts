const KEPT = 4;

/**
 * `<call-steering>` around the buttons of a live call and `[data-told]`, where it says what came of each.
 *
 * An answer takes as long as the announcement and the caller's key; meanwhile the page stays, the stream of live calls
 * shows how far it has come, and other buttons can be pressed. Without a script, the forms work as any form does.
 */
export class CallSteering extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("submit", this.#ask);
  }

  #ask = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    event.preventDefault();
    if (form.dataset["confirm"] && !window.confirm(form.dataset["confirm"])) return;
    const wish = new FormData(form, event.submitter);
    void fetch(form.action, { method: "POST", body: wish, headers: { "X-Fetched": "1" }, redirect: "error" })
      .then((response) => (response.ok ? response.text() : Promise.reject(new Error(response.statusText))))
      .then((html) => this.#tell(html))
      .catch(() => this.#fail());
  };

  #tell(html: string): void {
    const place = this.querySelector("[data-told]");
    place?.insertAdjacentHTML("afterbegin", html);
    for (const old of [...(place?.children ?? [])].slice(KEPT)) old.remove();
  }

  #fail(): void {
    const note = document.querySelector<HTMLTemplateElement>("#request-failed");
    if (note) document.querySelector("#toasts")?.append(note.content.cloneNode(true));
  }
}
