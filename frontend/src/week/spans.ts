const QUARTER = 15;
const DAY = 24 * 60;

/** Part of a day in minutes since midnight, half-open. */
export interface Span {
  start: number;
  end: number;
}

/** The quarter of an hour that is nearest, within the day. */
export function snapped(minute: number): number {
  return Math.min(DAY, Math.max(0, Math.round(minute / QUARTER) * QUARTER));
}

/** Minutes since midnight as a clock shows them: 08:00; 24:00 is the day's end. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** The time of a day that none of the spans covers. */
export function freeSpans(spans: readonly Span[]): Span[] {
  const free: Span[] = [];
  let at = 0;
  for (const span of inOrder(spans)) {
    if (span.start > at) free.push({ start: at, end: span.start });
    at = Math.max(at, span.end);
  }
  if (at < DAY) free.push({ start: at, end: DAY });
  return free;
}

/** The time that more than one of the spans covers. */
export function overlappingSpans(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  let reached = 0;
  for (const span of inOrder(spans)) {
    const end = Math.min(reached, span.end);
    if (span.start < end) found.push({ start: span.start, end });
    reached = Math.max(reached, span.end);
  }
  return found;
}

function inOrder(spans: readonly Span[]): Span[] {
  return spans.filter((span) => span.end > span.start).sort((one, other) => one.start - other.start);
}
