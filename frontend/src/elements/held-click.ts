/**
 * A heading that sorts rows which are about to be replaced: its click waits, and then goes to the heading that has taken
 * its place. Followed at once it would ask for what stood there before, without what was typed meanwhile, and its answer
 * would find the rows gone and be dropped.
 */
export function holdClicks(selector: string, waiting: () => boolean): { release(): void } {
  let held: string | null = null;
  document.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element).closest(selector);
      // Another tab or window does not wait for this one.
      if (!link || !waiting() || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      held = link.id;
    },
    { capture: true },
  );
  return {
    release() {
      const id = held;
      held = null;
      if (id !== null) document.getElementById(id)?.click();
    },
  };
}
