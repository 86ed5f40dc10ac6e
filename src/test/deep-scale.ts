/** How many of something a deep test takes: `DEEP_SCALE=10` takes ten times as many, and then tests may take hours. */
export const atScale = (count: number): number => Math.round(count * Number(process.env.DEEP_SCALE || 1));
