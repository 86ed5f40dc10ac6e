/** A value at a time, in milliseconds of `performance.now()`. */
export type Sample = { at: number; value: number };

const HOUR_MS = 3_600_000;

/** How much a value grows in an hour, as a share of its first value, by the line that fits the samples best. */
export function slopePerHour(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, samples.length);
  const [at, value] = [mean((sample) => sample.at), mean((sample) => sample.value)];
  const spread = mean((sample) => (sample.at - at) ** 2);
  if (spread === 0) return 0;
  const slope = mean((sample) => (sample.at - at) * (sample.value - value)) / spread;
  return (slope * HOUR_MS) / (value + slope * ((samples[0]?.at ?? at) - at));
}
