/** `<grid-keys><table>…<input>…</table></grid-keys>`: arrow up and down move to the same column's next field. */
export class GridKeys extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", (event) => {
      if (!(event.target instanceof HTMLInputElement) || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown") this.#move(event, event.target, 1);
      else if (event.key === "ArrowUp") this.#move(event, event.target, -1);
    });
  }

  #move(event: KeyboardEvent, from: HTMLInputElement, step: 1 | -1): void {
    const cell = from.closest("td");
    const rows = [...this.querySelectorAll<HTMLTableRowElement>("tbody tr")];
    const row = cell?.closest("tr");
    if (!cell || !row) return;
    const next = rows[rows.indexOf(row) + step]?.cells[cell.cellIndex]?.querySelector("input");
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  }
}
