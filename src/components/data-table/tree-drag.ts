import { type TreeItem, type TreeTarget, targetOfDrop, withoutBranch } from "./tree-moves";

/** The room of one level, as `TreeSign` has it. */
const levelWidth = 22;
const startAfter = 4;
const edge = 48;

interface DragOptions {
  /** The press on the grip of the row. */
  event: PointerEvent;
  id: string;
  items: readonly TreeItem[];
  onDrop(target: TreeTarget): void;
}

/** Follows the pointer from the grip of a row to its drop, and draws a line where the row would go. Escape ends it. */
export function dragRow({ event, id, items, onDrop }: DragOptions): void {
  const row = (event.target as Element).closest<HTMLElement>("[data-row]");
  const body = row?.closest("tbody");
  const scroller = body?.closest("section")?.querySelector<HTMLElement>(".overflow-auto") ?? null;
  if (!row || !body) return;
  const item = items.find((one) => one.id === id);
  const rest = withoutBranch(items, id);
  const line = document.createElement("tr");
  line.setAttribute("aria-hidden", "true");
  line.className = "pointer-events-none absolute right-0 z-sticky h-0.5 rounded-sm bg-accent";
  let [isStarted, frame] = [false, 0];
  let found: ReturnType<typeof targetOfDrop> = null;
  let last = event;

  function draw(): void {
    const gap = gapAt(body as HTMLElement, rest, last.clientY);
    const depth = (item?.depth ?? 0) + Math.round((last.clientX - event.clientX) / levelWidth);
    found = targetOfDrop(items, id, { gap: gap.at, depth: Math.max(0, depth) });
    const shown = found?.depth ?? item?.depth ?? 0;
    line.style.left = `${60 + Math.min(shown, 8) * levelWidth}px`;
    line.style.top = `${gap.top - 1}px`;
    line.style.opacity = found ? "1" : "0.3";
  }
  function scroll(): void {
    const box = scroller?.getBoundingClientRect();
    if (box && last.clientY < box.top + edge) scroller?.scrollBy(0, -8);
    if (box && last.clientY > box.bottom - edge) scroller?.scrollBy(0, 8);
    draw();
    frame = requestAnimationFrame(scroll);
  }
  function onMove(now: PointerEvent): void {
    last = now;
    if (!isStarted && Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) < startAfter) return;
    if (isStarted) return;
    isStarted = true;
    body?.append(line);
    if (row) row.style.opacity = "0.5";
    frame = requestAnimationFrame(scroll);
  }
  function end(): void {
    cancelAnimationFrame(frame);
    line.remove();
    if (row) row.style.opacity = "";
    document.removeEventListener("pointermove", onMove);
    document.removeEventListener("pointerup", onUp);
    document.removeEventListener("pointercancel", end);
    document.removeEventListener("keydown", onKey, true);
  }
  function onUp(now: PointerEvent): void {
    last = now;
    if (isStarted) draw();
    const target = isStarted ? found?.target : undefined;
    end();
    if (target) onDrop(target);
  }
  function onKey(key: KeyboardEvent): void {
    if (key.key !== "Escape") return;
    key.preventDefault();
    key.stopPropagation();
    end();
  }
  document.addEventListener("pointermove", onMove);
  document.addEventListener("pointerup", onUp);
  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", onKey, true);
}

/** The place among the rows that is nearest to a height of the screen, and its height in the body of the table. */
function gapAt(body: HTMLElement, rest: readonly TreeItem[], y: number): { at: number; top: number } {
  const places = new Map(rest.map(({ id }, at) => [id, at]));
  const from = body.getBoundingClientRect().top;
  const drawn = [...body.querySelectorAll<HTMLElement>("[data-row]")].flatMap((row) => {
    const at = places.get(row.dataset.row ?? "");
    const { top, bottom } = row.getBoundingClientRect();
    return at === undefined ? [] : [{ at, top, bottom }];
  });
  const above = drawn.filter(({ top, bottom }) => (top + bottom) / 2 < y).toSorted((a, b) => b.at - a.at)[0];
  if (above) return { at: above.at + 1, top: above.bottom - from };
  const first = drawn.toSorted((a, b) => a.at - b.at)[0];
  return { at: first?.at ?? 0, top: (first?.top ?? from) - from };
}
