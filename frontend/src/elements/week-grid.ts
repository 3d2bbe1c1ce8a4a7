import { Span, clock, freeSpans, overlappingSpans, snapped } from "../week/spans.ts";

const QUARTER = 15;
const DAY = 24 * 60;
/** So far a pointer moves before a press becomes a drag (pixels). */
const SLACK = 4;
/** After so long without a further key, what the keyboard changed is saved (milliseconds). */
const KEY_PAUSE = 700;

type Mode = "draw" | "move" | "start" | "end";

interface Change {
  readonly mode: Mode;
  readonly block: HTMLElement;
  readonly home: HTMLElement;
  readonly before: Span;
  readonly grabbed: number;
  readonly x: number;
  readonly y: number;
  begun: boolean;
}

/** After so long, a swapped page is settled (milliseconds). */
const SETTLED = 40;

/** Where the focus goes when the grid has been written anew. */
let focusAfter: { day: string; start: number; end: number } | null = null;

type Pressed = Pick<KeyboardEvent, "key" | "shiftKey" | "altKey">;

let early: Pressed[] = [];

/**
 * `<week-grid>` around the days of a week, `<ul data-day="0">` with `<li data-start data-end>`: drawing on free time,
 * moving, resizing, and the same by keyboard.
 *
 * It only shows what somebody is about to do, with gaps and overlaps as they would be; every step is then a form's, sent
 * to the server, which writes the week anew. Without a script, links and forms do all of it.
 */
export class WeekGrid extends HTMLElement {
  #leave = new AbortController();
  #change: Change | null = null;
  #timer = 0;
  #onItsWay = false;
  #sent = false;

  connectedCallback(): void {
    const { signal } = (this.#leave = new AbortController());
    this.#rove();
    this.#focusAgain();
    // A form that has just come is sent by htmx only when the page is settled.
    setTimeout(() => this.#takeUp(), SETTLED);
    this.addEventListener("focusin", (event) => this.#focused(event), { signal });
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    if (!this.hasAttribute("editable")) return;
    for (const block of this.querySelectorAll<HTMLElement>("li[data-key]")) addHandles(block);
    this.addEventListener("focusout", () => this.#saveKeys(), { signal });
    this.addEventListener("pointerdown", (event) => this.#press(event), { signal });
    this.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal, capture: true });
    document.addEventListener("pointermove", (event) => this.#drag(event), { signal });
    document.addEventListener("pointerup", () => this.#drop(), { signal });
    document.addEventListener("pointercancel", () => this.#cancel(), { signal });
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#leave.abort();
  }

  get #days(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("ul[data-day]")];
  }

  get #brush(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[name=brush]:checked");
  }

  // Drawing, moving and resizing by pointer

  #press(event: PointerEvent): void {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    const day = event.target.closest<HTMLElement>("ul[data-day]");
    // On a phone the days are lists: there is nothing to draw on.
    if (!day || getComputedStyle(day).display !== "grid") return;
    const block = event.target.closest<HTMLElement>("li[data-key]");
    const at = snapped(this.#minute(day, event.clientX));
    const common = { home: day, grabbed: at, x: event.clientX, y: event.clientY, begun: false };
    if (!block) {
      if (!this.#brush || event.target.closest(".layer")) return;
      const drawn = this.#newBlock();
      this.#change = { ...common, mode: "draw", block: drawn, before: { start: at, end: at } };
    } else {
      const edge = event.target.closest<HTMLElement>(".handle")?.dataset["edge"];
      const mode = edge === "start" || edge === "end" ? edge : "move";
      this.#change = { ...common, mode, block, before: spanOf(block) };
    }
  }

  #drag(event: PointerEvent): void {
    const change = this.#change;
    if (!change) return;
    if (!change.begun) {
      if (Math.hypot(event.clientX - change.x, event.clientY - change.y) < SLACK) return;
      change.begun = true;
      change.block.classList.add("is-moving");
      this.classList.add("is-changing");
    }
    event.preventDefault();
    const day = change.mode === "move" ? this.#dayAt(event.clientY) : change.home;
    const at = snapped(this.#minute(day, event.clientX));
    this.#show(change.block, day, changed(change, at));
  }

  #drop(): void {
    const change = this.#change;
    this.#change = null;
    if (!change?.begun) return;
    this.classList.remove("is-changing");
    // The click that follows a drag must not open what was dragged.
    setTimeout(() => change.block.classList.remove("is-moving"));
    const span = spanOf(change.block);
    const day = dayOf(change.block);
    if (change.mode === "draw") {
      if (span.end > span.start) this.#send("add-window", { day, span, treatment: this.#brush?.value ?? "" });
      else this.#remove(change.block, change.home);
    } else this.#sendChange(change.block);
  }

  #cancel(): void {
    const change = this.#change;
    this.#change = null;
    if (!change?.begun) return;
    this.classList.remove("is-changing");
    change.block.classList.remove("is-moving");
    if (change.mode === "draw") this.#remove(change.block, change.home);
    else this.#show(change.block, change.home, change.before);
  }

  #click(event: Event): void {
    const moved = event.target instanceof Element && event.target.closest(".is-moving");
    if (!moved && !this.classList.contains("is-changing")) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #minute(day: HTMLElement, x: number): number {
    const box = day.getBoundingClientRect();
    return ((x - box.left) / box.width) * DAY;
  }

  #dayAt(y: number): HTMLElement {
    const days = this.#days;
    return days.find((day) => y < day.getBoundingClientRect().bottom) ?? days[days.length - 1]!;
  }

  #newBlock(): HTMLElement {
    const brush = this.#brush;
    const block = document.createElement("li");
    block.className = `window ${brush?.dataset["tone"] ?? ""}`;
    block.dataset["key"] = "";
    block.dataset["treatment"] = brush?.value ?? "";
    const name = document.createElement("b");
    name.textContent = brush?.dataset["name"] ?? "";
    const hours = document.createElement("span");
    hours.className = "hours";
    const inner = document.createElement("span");
    inner.className = "block";
    inner.append(name, hours);
    block.append(inner);
    return block;
  }

  #remove(block: HTMLElement, day: HTMLElement): void {
    block.remove();
    this.#mark(day);
  }

  // What is seen while something changes

  #show(block: HTMLElement, day: HTMLElement, span: Span): void {
    const left = block.parentElement;
    if (left !== day) day.append(block);
    block.dataset["start"] = String(span.start);
    block.dataset["end"] = String(span.end);
    block.style.gridColumn = columns(span);
    const hours = block.querySelector(".hours");
    if (hours) hours.textContent = `${clock(span.start)}–${clock(span.end)}`;
    if (left instanceof HTMLElement && left !== day) this.#mark(left);
    this.#mark(day);
    this.#tell(day, span);
  }

  /** Free time and overlaps of a day as they would be. */
  #mark(day: HTMLElement): void {
    for (const old of day.querySelectorAll(".free, .overlap")) old.remove();
    const spans = joined([...day.querySelectorAll<HTMLElement>("li[data-key]")]);
    const kind = this.hasAttribute("otherwise") ? "free" : "free gap";
    for (const span of freeSpans(spans)) day.append(marker(kind, span));
    for (const span of overlappingSpans(spans)) day.append(marker("overlap", span));
  }

  #tell(day: HTMLElement, span: Span): void {
    const told = this.querySelector("[data-told]");
    const name = document.getElementById(day.getAttribute("aria-labelledby") ?? "")?.dataset["name"] ?? "";
    if (told) told.textContent = `${name} ${clock(span.start)}–${clock(span.end)}`;
  }

  // The keyboard

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.#change?.begun) {
      this.#cancel();
      return;
    }
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("ul[data-day] li a") : null;
    if (!link || event.ctrlKey || event.metaKey) return;
    const block = link.closest<HTMLElement>("li")!;
    const { key, shiftKey, altKey } = event;
    const removing = (key === "Delete" || key === "Backspace") && this.#editable(block);
    // Alt alone with arrows is the browser's, for going back; with Shift it is free.
    if (!removing && (!ARROWS[key] || (altKey && !shiftKey))) return;
    event.preventDefault();
    if (this.#sent || early.length > 0) early.push({ key, shiftKey, altKey });
    else this.#obey(block, { key, shiftKey, altKey });
  }

  #obey(block: HTMLElement, { key, shiftKey, altKey }: Pressed): void {
    const arrow = ARROWS[key];
    if (!arrow) this.#send("remove-window", { key: block.dataset["key"] ?? "", day: dayOf(block), span: spanOf(block) });
    else if (shiftKey) this.#changeByKey(block, arrow, altKey);
    else this.#go(block, arrow);
  }

  /** Keys that were pressed while a step was on its way are meant for the week as it is after that step. */
  #takeUp(): void {
    const pressed = early;
    early = [];
    for (const one of pressed) {
      const block = document.activeElement?.closest<HTMLElement>("week-grid li");
      if (block && this.contains(block) && (ARROWS[one.key] || this.#editable(block))) this.#obey(block, one);
    }
  }

  #editable(block: HTMLElement): boolean {
    return this.hasAttribute("editable") && Boolean(block.dataset["key"]);
  }

  #changeByKey(block: HTMLElement, [x, y]: readonly [number, number], moving: boolean): void {
    if (!this.#editable(block)) return;
    const { start, end } = spanOf(block);
    const step = x * QUARTER;
    let day = block.parentElement as HTMLElement;
    let span = { start, end };
    if (!moving && x !== 0) span.end = Math.min(DAY, Math.max(start + QUARTER, end + step));
    else if (moving && x !== 0) {
      const by = Math.min(DAY - end, Math.max(-start, step));
      span = { start: start + by, end: end + by };
    } else if (moving) {
      const days = this.#days;
      day = days[days.indexOf(day) + y] ?? day;
    }
    const link = block.querySelector<HTMLElement>("a");
    block.classList.add("is-typed");
    this.#onItsWay = true;
    this.#show(block, day, span);
    link?.focus();
    this.#onItsWay = false;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#saveKeys(), KEY_PAUSE);
  }

  #saveKeys(): void {
    const block = this.querySelector<HTMLElement>("li.is-typed");
    // A block that goes to another day loses the focus on its way.
    if (!block || this.#onItsWay) return;
    clearTimeout(this.#timer);
    block.classList.remove("is-typed");
    this.#sendChange(block);
  }

  #go(block: HTMLElement, [x, y]: readonly [number, number]): void {
    const links = [...this.querySelectorAll<HTMLElement>("ul[data-day] li a")];
    const link = block.querySelector<HTMLElement>("a")!;
    if (x !== 0) {
      links[links.indexOf(link) + x]?.focus();
      return;
    }
    const days = this.#days;
    const day = days[days.indexOf(block.parentElement as HTMLElement) + y];
    const { start } = spanOf(block);
    const blocks = [...(day?.querySelectorAll<HTMLElement>("li:has(a)[data-start]") ?? [])];
    const there = blocks.find((other) => spanOf(other).start <= start && start < spanOf(other).end) ?? blocks[0];
    there?.querySelector<HTMLElement>("a")?.focus();
  }

  /** One stop of the Tab key for the whole week. */
  #rove(): void {
    const links = this.querySelectorAll<HTMLElement>("ul[data-day] li a");
    links.forEach((link) => (link.tabIndex = -1));
    const first = this.querySelector<HTMLElement>("ul[data-day] li a[aria-current]") ?? links[0];
    if (first) first.tabIndex = 0;
  }

  #focused(event: Event): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("ul[data-day] li a") : null;
    if (!link) return;
    for (const other of this.querySelectorAll<HTMLElement>("ul[data-day] li a[tabindex='0']")) other.tabIndex = -1;
    link.tabIndex = 0;
  }

  #focusAgain(): void {
    const wanted = focusAfter;
    focusAfter = null;
    if (!wanted) return;
    const day = this.querySelector(`ul[data-day="${wanted.day}"]`);
    const blocks = [...(day?.querySelectorAll<HTMLElement>("li[data-start]:has(a)") ?? [])];
    const there = blocks.find((block) => spanOf(block).start <= wanted.start && wanted.start < spanOf(block).end);
    (there ?? blocks[0])?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  }

  // The step itself

  #sendChange(block: HTMLElement): void {
    const treatment = block.dataset["treatment"] ?? "";
    this.#send("change-window", { key: block.dataset["key"] ?? "", day: dayOf(block), span: spanOf(block), treatment });
  }

  #send(step: string, wish: { key?: string; day: string; span: Span; treatment?: string }): void {
    const form = this.querySelector<HTMLFormElement>("form[data-step]");
    if (!form) return;
    const values: Record<string, string> = {
      do: step,
      key: wish.key ?? "",
      days: wish.day,
      start: clock(wish.span.start),
      end: clock(wish.span.end),
      treatment: wish.treatment ?? "",
    };
    for (const [name, value] of Object.entries(values)) (form.elements.namedItem(name) as HTMLInputElement).value = value;
    focusAfter = { day: wish.day, ...wish.span };
    this.#sent = true;
    // Where it fails, this very week stays and takes keys again.
    form.addEventListener("htmx:finally:request", () => (this.#sent = false), { once: true });
    form.requestSubmit();
  }
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function addHandles(block: HTMLElement): void {
  for (const edge of ["start", "end"]) {
    const handle = document.createElement("span");
    handle.className = `handle ${edge}`;
    handle.dataset["edge"] = edge;
    block.append(handle);
  }
}

function changed(change: Change, at: number): Span {
  const { start, end } = change.before;
  if (change.mode === "draw") return { start: Math.min(change.grabbed, at), end: Math.max(change.grabbed, at) };
  if (change.mode === "start") return { start: Math.min(Math.max(0, at), end - QUARTER), end };
  if (change.mode === "end") return { start, end: Math.max(Math.min(DAY, at), start + QUARTER) };
  const by = Math.min(DAY - end, Math.max(-start, at - change.grabbed));
  return { start: start + by, end: end + by };
}

function columns({ start, end }: Span): string {
  return `${start / QUARTER + 1} / ${Math.max(end, start + QUARTER) / QUARTER + 1}`;
}

function dayOf(block: HTMLElement): string {
  return block.closest<HTMLElement>("ul[data-day]")?.dataset["day"] ?? "";
}

/** The spans of a day's windows; those of one treatment that meet are one, as they will be. */
function joined(blocks: readonly HTMLElement[]): Span[] {
  const spans = new Map<string, Span[]>();
  const inOrder = blocks.map((block) => ({ ...spanOf(block), treatment: block.dataset["treatment"] ?? "" }));
  inOrder.sort((one, other) => one.start - other.start);
  for (const { treatment, start, end } of inOrder) {
    const known = spans.get(treatment) ?? [];
    const last = known[known.length - 1];
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else known.push({ start, end });
    spans.set(treatment, known);
  }
  return [...spans.values()].flat();
}

function marker(kind: string, span: Span): HTMLElement {
  const item = document.createElement("li");
  item.className = kind;
  item.setAttribute("aria-hidden", "true");
  item.style.gridColumn = columns(span);
  return item;
}

function spanOf(block: HTMLElement): Span {
  return { start: Number(block.dataset["start"]), end: Number(block.dataset["end"]) };
}
