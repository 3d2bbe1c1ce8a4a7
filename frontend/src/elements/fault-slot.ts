/**
 * `<fault-slot id="id_price_error" for="id_price">…</fault-slot>`: the faults of a field, renewed while somebody types.
 *
 * The field itself is never replaced, so that nothing typed is lost; this element tells it whether it is wrong, and
 * opens what it is folded away in.
 */
export class FaultSlot extends HTMLElement {
  connectedCallback(): void {
    const control = document.getElementById(this.getAttribute("for") ?? "");
    if (!control) return;
    const wrong = this.childElementCount > 0;
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    const notes = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    if (wrong) notes.add(this.id);
    else notes.delete(this.id);
    if (notes.size > 0) control.setAttribute("aria-describedby", [...notes].join(" "));
    else control.removeAttribute("aria-describedby");
    if (wrong) this.closest("details")?.setAttribute("open", "");
  }
}
