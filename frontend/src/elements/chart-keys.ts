/**
 * `<chart-keys>…<a>…</chart-keys>`: the marks of a chart are one stop of the Tab key, and the arrow keys go from mark to
 * mark, whichever way they are laid out; Home and End go to the first and the last. Without scripts each is a stop.
 */
export class ChartKeys extends HTMLElement {
  connectedCallback(): void {
    this.#rest(this.#marks[0]);
    this.addEventListener("keydown", this.#onKey);
  }

  disconnectedCallback(): void {
    this.removeEventListener("keydown", this.#onKey);
  }

  get #marks(): Mark[] {
    return [...this.querySelectorAll<Mark>("a[href]")];
  }

  #rest(mark: Mark | undefined): void {
    for (const other of this.#marks) other.setAttribute("tabindex", other === mark ? "0" : "-1");
  }

  #onKey = (event: KeyboardEvent): void => {
    const from = (event.target as Element).closest<Mark>("a[href]");
    if (!from || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = goal(event.key, from, this.#marks);
    if (!to) return;
    event.preventDefault();
    this.#rest(to);
    to.focus();
  };
}

type Mark = HTMLAnchorElement | SVGAElement;

const WAYS: Record<string, readonly [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Where a key leads from a mark: the nearest mark on that side, straight ahead before aslant. */
function goal(key: string, from: Mark, marks: readonly Mark[]): Mark | undefined {
  if (key === "Home") return marks[0];
  if (key === "End") return marks.at(-1);
  const way = WAYS[key];
  if (!way) return undefined;
  const [x, y] = middle(from);
  let best: Mark | undefined;
  let shortest = Infinity;
  for (const mark of marks) {
    const [markX, markY] = middle(mark);
    const ahead = (markX - x) * way[0] + (markY - y) * way[1];
    const aside = Math.abs((markX - x) * way[1]) + Math.abs((markY - y) * way[0]);
    const distance = ahead + 4 * aside;
    if (ahead < 2 || distance >= shortest) continue;
    best = mark;
    shortest = distance;
  }
  return best;
}

function middle(mark: Mark): readonly [number, number] {
  const { left, top, width, height } = mark.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}
