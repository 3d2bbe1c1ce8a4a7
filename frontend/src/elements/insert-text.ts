/**
 * `<insert-text for="id"><button data-insert="{hours}">…</button></insert-text>`: its buttons write a text into a field
 * at the place where somebody is writing, as if it had been typed.
 */
export class InsertText extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-insert]") : null;
      const field = document.getElementById(this.getAttribute("for") ?? "");
      if (!button || !(field instanceof HTMLTextAreaElement)) return;
      field.setRangeText(button.dataset["insert"] ?? "", field.selectionStart, field.selectionEnd, "end");
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
