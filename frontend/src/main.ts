import "./styles/font.css";
import "@tabler/core/dist/css/tabler.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/shell.css";
import "./styles/login.css";
import "./styles/overview.css";
import "./styles/keyfigures.css";
import "./styles/charts.css";
import "./styles/customers.css";
import "./styles/calls.css";
import "./styles/explorer.css";
import "./styles/live.css";
import "./styles/numbers.css";
import "./styles/now.css";
import "./styles/destinations.css";
import "./styles/operator.css";
import "./styles/tariffs.css";
import "./styles/routing.css";
import "./styles/week.css";
import "./styles/print.css";
import "htmx.org";
import { CallSteering } from "./elements/call-steering.ts";
import { ChartKeys } from "./elements/chart-keys.ts";
import { RunningClock, TimeAgo, setClock } from "./elements/clocks.ts";
import { DragOrder } from "./elements/drag-order.ts";
import { DropMenu } from "./elements/drop-menu.ts";
import { FaultSlot } from "./elements/fault-slot.ts";
import { FreshParts } from "./elements/fresh-parts.ts";
import { GridKeys } from "./elements/grid-keys.ts";
import { holdClicks } from "./elements/held-click.ts";
import { InsertText } from "./elements/insert-text.ts";
import { LiveRegion } from "./elements/live-region.ts";
import { PlaySound } from "./elements/play-sound.ts";
import { SearchBox } from "./elements/search-box.ts";
import { SideSheet } from "./elements/side-sheet.ts";
import { ThemeSwitch } from "./elements/theme-switch.ts";
import { ToastNote } from "./elements/toast-list.ts";
import { WeekGrid } from "./elements/week-grid.ts";

setClock(document.querySelector("body[data-now]"));

customElements.define("call-steering", CallSteering);
customElements.define("chart-keys", ChartKeys);
customElements.define("drag-order", DragOrder);
customElements.define("drop-menu", DropMenu);
customElements.define("fault-slot", FaultSlot);
customElements.define("fresh-parts", FreshParts);
customElements.define("grid-keys", GridKeys);
customElements.define("insert-text", InsertText);
customElements.define("live-region", LiveRegion);
customElements.define("play-sound", PlaySound);
customElements.define("running-clock", RunningClock);
customElements.define("search-box", SearchBox);
customElements.define("side-sheet", SideSheet);
customElements.define("theme-switch", ThemeSwitch);
customElements.define("time-ago", TimeAgo);
customElements.define("toast-note", ToastNote);
customElements.define("week-grid", WeekGrid);

const page = document.documentElement;
const sorting = holdClicks("thead a[id]", () => page.classList.contains("is-loading"));
document.addEventListener("htmx:before:request", () => page.classList.add("is-loading"));
document.addEventListener("htmx:finally:request", () => {
  page.classList.remove("is-loading");
  sorting.release();
});

/** A request that failed says so in a toast; nothing on the page is replaced by a page of faults. */
function tellFailure(): void {
  const note = document.querySelector<HTMLTemplateElement>("#request-failed");
  if (note) document.querySelector("#toasts")?.append(note.content.cloneNode(true));
}

document.addEventListener("htmx:error", tellFailure);
document.addEventListener("htmx:before:response", (event) => {
  const { status } = (event as CustomEvent<{ ctx: { response: { status: number } } }>).detail.ctx.response;
  // 422 is a form with its faults: that one belongs on the page.
  if (status < 400 || status === 422) return;
  event.preventDefault();
  tellFailure();
});
document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-print]")) window.print();
});
