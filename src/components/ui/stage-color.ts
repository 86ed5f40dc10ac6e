/** CSS colour of a position in the stage palette (1 to 8, then from the start again), or the given colour itself. */
export function stageColor(color: number | string): string {
  if (typeof color === "string") return color;
  const place = ((Math.trunc(color) - 1) % 8) + 1;
  return `var(--stage-${place < 1 ? place + 8 : place})`;
}
