const gap = 4;
/** Of "+12". */
const more = 28;

/** How many parts of these widths stand in one line, with the number of the others behind them; at least one. */
export function fitting(widths: readonly number[], room: number): number {
  const all = widths.reduce((sum, width) => sum + width + gap, -gap);
  if (all <= room) return widths.length;
  let used = more;
  const first = widths.findIndex((width) => {
    used += width + gap;
    return used > room;
  });
  return Math.max(1, first);
}
