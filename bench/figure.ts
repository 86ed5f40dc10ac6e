/** One line of the report: a measured value, its baseline, and whether it meets its bar. */
export type Figure = {
  id: string;
  name: string;
  value: number;
  unit: string;
  /** The baseline, in the same unit; null where the bar is absolute. */
  baseline: number | null;
  /** Value divided by baseline. */
  ratio: number | null;
  must: string;
  stretch: string;
  pass: boolean;
  reachesStretch: boolean;
  better: "higher" | "lower";
  /** False when there is no number to judge: nothing was counted, or the work broke off. */
  measured: boolean;
  note: string;
};

/** The bar: a bound on the value or on its ratio to the baseline. */
export type Bar = { of: "value" | "ratio"; is: "at least" | "at most"; must: number; stretch: number };

type Measured = Pick<Figure, "id" | "name" | "value" | "unit" | "note"> & { baseline?: number; bar: Bar };

/** Compares a measurement with its bar. */
export function judge({ id, name, value, unit, note, baseline, bar }: Measured): Figure {
  const ratio = baseline === undefined || baseline === 0 ? null : value / baseline;
  const held = bar.of === "value" ? value : (ratio ?? Number.NaN);
  const meets = (bound: number) => (bar.is === "at least" ? held >= bound : held <= bound);
  const words = (bound: number) =>
    `${bar.is === "at least" ? ">=" : "<="} ${bound}${bar.of === "ratio" ? "x baseline" : ` ${unit}`}`;
  return {
    id,
    name,
    value: rounded(value),
    unit,
    baseline: baseline === undefined ? null : rounded(baseline),
    ratio: ratio === null ? null : rounded(ratio),
    must: words(bar.must),
    stretch: words(bar.stretch),
    pass: meets(bar.must),
    reachesStretch: meets(bar.stretch),
    better: bar.is === "at least" ? "higher" : "lower",
    measured: [value, baseline ?? 0, held].every(Number.isFinite),
    note,
  };
}

/** The figure of an id that could not be measured: it counts as one that misses its bar. */
export function unmeasured(id: string, reason: string): Figure {
  const bar = { of: "value", is: "at least", must: 1, stretch: 1 } as const;
  return judge({ id, name: "could not be measured", value: Number.NaN, unit: "measures", note: reason, bar });
}

/** A figure as one line of text. */
export function lineOf(figure: Figure): string {
  const { id, name, value, unit, baseline, ratio, must, note } = figure;
  if (!figure.measured) return `${id.padEnd(9)}FAILED  ${name}${note ? `: ${note}` : ""}`;
  const beside = baseline === null ? "" : `, baseline ${baseline}, ratio ${ratio}x`;
  return `${id.padEnd(9)}${verdictOf(figure).padEnd(8)}${name}: ${value} ${unit}${beside} (must ${must})${note ? `; ${note}` : ""}`;
}

function verdictOf({ pass, reachesStretch }: Figure): string {
  if (reachesStretch) return "stretch";
  return pass ? "pass" : "MISS";
}

/** The median; NaN of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The median of the differences between readings of a counter. */
export function medianStep(readings: readonly number[]): number {
  return median(readings.slice(1).map((reading, at) => reading - (readings[at] ?? 0)));
}

/** The value below which `percent` of the numbers lie (nearest rank); NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Three significant digits and whole thousands: more would be false precision. */
export function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}
